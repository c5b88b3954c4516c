// Filing an appeal: who decides and until when, then what is wrong and what should be done.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { useRead, useSend } from '../client/queries.ts';
import { Button, EmptyState, Loaded, Page, Refused } from '../parts/basic.tsx';
import { Field, Form } from '../parts/form.tsx';
import { untilText } from '../texts/dates.ts';
import { fill, useTexts } from '../texts/texts.ts';

export function AppealPage({ id }: { id: string }) {
  const { t, say, language } = useTexts();
  const [, go] = useLocation();
  const reading = useRead('GET /api/applications/:id/appeals', [{ params: { id } }]);
  const [statement, setStatement] = useState('');
  const [wish, setWish] = useState('');
  const back = `/applications/${id}`;
  const file = useSend('POST /api/applications/:id/appeals', () => go(back));
  const fault = (field: string) => file.error?.fields.find((one) => one.field === field)?.message;
  const open = reading.data?.open;
  return (
    <Page
      key={open?.kind ?? 'waiting'}
      title={t.appeals.title[open?.kind ?? 'reconsideration']}
      back={back}
      lead={open ? fill(t.appeals.lead, { days: open.workingDays }) : undefined}
    >
      <Loaded reading={reading}>
        {({ open: way }) =>
          way ? (
            <Form onSubmit={() => file.mutate([{ params: { id }, body: { statement, wish } }])}>
              <dl className="facts">
                <dt>{t.appeals.body}</dt>
                <dd>{say(way.body, way.bodyEn)}</dd>
                <dt>{t.appeals.until}</dt>
                <dd>
                  <strong>{untilText(way.until, language)}</strong>
                </dd>
              </dl>
              <Refused problem={file.error} />
              <Field
                label={t.appeals.statement}
                hint={t.appeals.statementHint}
                kind="long"
                value={statement}
                onChange={setStatement}
                maxLength={4000}
                fault={fault('statement')}
              />
              <Field
                label={t.appeals.wish}
                kind="long"
                value={wish}
                onChange={setWish}
                maxLength={2000}
                fault={fault('wish')}
              />
              <div>
                <Button type="submit" busy={file.isPending}>
                  {t.appeals.file}
                </Button>
              </div>
            </Form>
          ) : (
            <EmptyState title={t.appeals.card} />
          )
        }
      </Loaded>
    </Page>
  );
}
