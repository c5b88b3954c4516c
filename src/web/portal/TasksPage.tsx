// What the family has to do: its applications, its children, and asking as a second guardian.

import { useState } from 'react';
import type { Answer } from '../client/call.ts';
import { useMe, useRead, useSend } from '../client/queries.ts';
import { Button, ButtonLink, EmptyState, Loaded, Notice, Page, Refused, Tag, TaskList } from '../parts/basic.tsx';
import { Field, Form, optionsOf, Select } from '../parts/form.tsx';
import { untilText } from '../texts/dates.ts';
import { fill, useTexts } from '../texts/texts.ts';
import type { ID_KINDS } from '../../modules/registration/declaration.ts';

type State = Answer<'GET /api/applications'>[number]['state'];

/** The mark of a state: good, for the family to act, bad, or waiting. */
export function toneOf(state: State): 'good' | 'act' | 'bad' | 'wait' | 'plain' {
  if (['eligible', 'accepted', 'reported'].includes(state)) return 'good';
  if (['draft', 'needs_material', 'placed'].includes(state)) return 'act';
  if (['refused', 'not_reported'].includes(state)) return 'bad';
  return ['withdrawn', 'declined'].includes(state) ? 'plain' : 'wait';
}

export function TasksPage() {
  const { t, say, language } = useTexts();
  const me = useMe();
  const children = useRead('GET /api/children', []);
  const applications = useRead('GET /api/applications', []);
  return (
    <Page title={t.tasks.title} lead={me ? fill(t.tasks.hello, { name: me.name }) : undefined}>
      <Loaded reading={applications}>
        {(list) => (
          <Loaded reading={children}>
            {(kids) =>
              kids.length === 0 && list.length === 0 ? (
                <EmptyState title={t.tasks.noChildren} words={t.tasks.noChildrenWords}>
                  <ButtonLink to="/children/new">{t.tasks.addChild}</ButtonLink>
                </EmptyState>
              ) : (
                <>
                  {list.length > 0 ? (
                    <section className="stack-tight">
                      <h2>{t.tasks.applications}</h2>
                      <TaskList
                        tasks={list.map((item) => ({
                          key: item.id,
                          to: `/applications/${item.id}`,
                          title: `${item.childName} · ${say(item.seasonName, item.seasonNameEn)}`,
                          words: item.actBy
                            ? fill(t.tasks.by, { date: untilText(item.actBy, language) })
                            : say(item.nextZh, item.nextEn),
                          tag: <Tag tone={toneOf(item.state)}>{say(item.stateZh, item.stateEn)}</Tag>,
                        }))}
                      />
                    </section>
                  ) : null}
                  <section className="stack-tight">
                    <h2>{t.tasks.children}</h2>
                    <TaskList
                      tasks={kids.map((kid) => ({
                        key: kid.id,
                        to: `/apply?child=${kid.id}`,
                        title: fill(t.tasks.apply, { name: kid.name }),
                        words: `${t.idKinds[kid.idKind]} ${kid.idNumber} · ${kid.birthDate}`,
                      }))}
                    />
                    <div className="actions">
                      <ButtonLink to="/children/new" look="quiet">
                        {t.tasks.addChild}
                      </ButtonLink>
                    </div>
                  </section>
                </>
              )
            }
          </Loaded>
        )}
      </Loaded>
      <SecondGuardian />
    </Page>
  );
}

function SecondGuardian() {
  const { t, say } = useTexts();
  const seasons = useRead('GET /api/seasons', []).data ?? [];
  const [idKind, setIdKind] = useState<(typeof ID_KINDS)[number]>('resident_id');
  const [idNumber, setIdNumber] = useState('');
  const [seasonId, setSeasonId] = useState<string>();
  const send = useSend('POST /api/guardian-requests');
  return (
    <details>
      <summary>{t.tasks.second}</summary>
      <div className="card">
        <p className="soft">{t.tasks.secondWords}</p>
        <Form onSubmit={() => send.mutate([{ body: { idKind, idNumber, seasonId: seasonId ?? '' } }])}>
          <Select label={t.child.idKind} options={optionsOf(t.idKinds)} value={idKind} onChange={setIdKind} />
          <Field label={t.child.idNumber} value={idNumber} onChange={setIdNumber} fault={send.error?.of('idNumber')} />
          <Select
            label={t.tasks.season}
            options={seasons.map((season) => ({ value: season.id, label: say(season.name, season.nameEn) }))}
            value={seasonId}
            onChange={setSeasonId}
          />
          <Refused problem={send.error} />
          {send.data ? <Notice tone="good" title={say(send.data.zh, send.data.en)} /> : null}
          <div className="actions">
            <Button type="submit" look="quiet" busy={send.isPending} disabled={!seasonId}>
              {t.tasks.secondSend}
            </Button>
          </div>
        </Form>
      </div>
    </details>
  );
}
