// What the family has to do: its applications and its children.

import { Link } from 'wouter';
import type { Answer } from '../client/call.ts';
import { useMe, useRead } from '../client/queries.ts';
import { ButtonLink, EmptyState, Loaded, Page, Tag, TaskList } from '../parts/basic.tsx';
import { untilText } from '../texts/dates.ts';
import { fill, useTexts } from '../texts/texts.ts';

type State = Answer<'GET /api/applications'>[number]['state'];

/** The mark of a state: good, for the family to act, bad, or waiting. */
export function toneOf(state: State): 'good' | 'act' | 'bad' | 'wait' | 'plain' {
  if (['eligible', 'accepted', 'reported'].includes(state)) return 'good';
  if (['draft', 'needs_material', 'placed'].includes(state)) return 'act';
  if (['refused', 'not_reported'].includes(state)) return 'bad';
  return ['withdrawn', 'declined', 'deferred', 'closed'].includes(state) ? 'plain' : 'wait';
}

/** Children for whom nothing runs yet: one application at a time is the rule. */
const unregistered = (list: Answer<'GET /api/applications'>) => (kid: Answer<'GET /api/children'>[number]) =>
  !list.some(({ childId, state }) => childId === kid.id && state !== 'withdrawn' && state !== 'declined');

export function TasksPage() {
  const { t, say, language } = useTexts();
  const me = useMe();
  const children = useRead('GET /api/children', []);
  const applications = useRead('GET /api/applications', []);
  return (
    <Page title={t.tasks.title} lead={me?.name ? fill(t.tasks.hello, { name: me.name }) : undefined}>
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
                    {kids.some(unregistered(list)) ? <h2>{t.tasks.children}</h2> : null}
                    <TaskList
                      tasks={kids.filter(unregistered(list)).map((kid) => ({
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
      <p>
        <Link href="/second-guardian">{t.tasks.second}</Link>
      </p>
    </Page>
  );
}
