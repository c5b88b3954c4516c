// A second guardian asks the one who registered the child to be let in.

import { useState } from 'react';
import { useSearch } from 'wouter';
import type { Problem } from '../client/call.ts';
import { useRead, useSend } from '../client/queries.ts';
import { Button, ButtonLink, Notice, Page, Refused } from '../parts/basic.tsx';
import { Field, Form, optionsOf, Select } from '../parts/form.tsx';
import { useTexts } from '../texts/texts.ts';
import type { ID_KINDS } from '../../modules/registration/declaration.ts';

export function SecondGuardianPage() {
  const { t, say } = useTexts();
  const seasons = useRead('GET /api/seasons', []).data ?? [];
  const [idKind, setIdKind] = useState<(typeof ID_KINDS)[number]>('resident_id');
  const [idNumber, setIdNumber] = useState('');
  const [chosen, setSeason] = useState(new URLSearchParams(useSearch()).get('season') ?? undefined);
  const send = useSend('POST /api/guardian-requests');
  const seasonId = seasons.length === 1 ? seasons[0]?.id : chosen;
  return (
    <Page title={t.tasks.second} lead={t.tasks.secondWords} back="/tasks">
      {send.data ? (
        <>
          <Notice tone="good" title={say(send.data.zh, send.data.en)} />
          <div className="actions">
            <ButtonLink to="/tasks">{t.menu.tasks}</ButtonLink>
          </div>
        </>
      ) : (
        <Form onSubmit={() => seasonId && send.mutate([{ body: { idKind, idNumber, seasonId } }])}>
          <Select label={t.child.idKind} options={optionsOf(t.idKinds)} value={idKind} onChange={setIdKind} />
          <Field
            label={t.tasks.secondNumber}
            value={idNumber}
            onChange={(value) => setIdNumber(value.toUpperCase())}
            fault={send.error?.of('idNumber')}
            maxLength={40}
          />
          {seasons.length > 1 ? (
            <Select
              label={t.tasks.season}
              options={seasons.map((season) => ({ value: season.id, label: say(season.name, season.nameEn) }))}
              value={seasonId}
              onChange={setSeason}
            />
          ) : null}
          <Refused problem={send.error} />
          <div className="actions">
            <Button type="submit" busy={send.isPending} disabled={!seasonId || idNumber.trim().length < 4}>
              {t.tasks.secondSend}
            </Button>
          </div>
        </Form>
      )}
    </Page>
  );
}

/** The way out for whoever is refused because another guardian was first. */
export function SecondGuardianWay({ problem, seasonId }: { problem: Problem | null; seasonId: string | undefined }) {
  const { t } = useTexts();
  if (problem?.code !== 'application.child_registered') return null;
  return (
    <div className="actions">
      <ButtonLink to={`/second-guardian${seasonId ? `?season=${encodeURIComponent(seasonId)}` : ''}`}>
        {t.tasks.secondWay}
      </ButtonLink>
    </div>
  );
}
