// What awaits the reader today; every number opens its list.

import { Card, Empty, Statistic, Tag } from 'antd';
import { Link } from 'wouter';
import { applicationWorkflow, APPLICATION_STATES } from '../../../modules/registration/workflow.ts';
import type { Phase } from '../../../modules/seasons/contract.ts';
import { useRead } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { useTexts } from '../../texts/texts.ts';
import { Head, Loaded } from '../parts.tsx';

export function HomePage() {
  const { w, say } = useWords();
  const { t } = useTexts();
  const reading = useRead('GET /api/overview', [], { every: 30_000 });
  return (
    <>
      <Head title={w('home')} />
      <Loaded reading={reading}>
        {(overview) => (
          <div className="stack">
            <div className="numbers">
              {(['mine', 'claimed', 'overdue'] as const).map((key) => (
                <Link
                  key={key}
                  href={`/worklist?queue=${key === 'overdue' ? 'all' : key}${key === 'overdue' ? '&sort=due_at' : ''}`}
                >
                  <Card hoverable>
                    <Statistic title={w(key)} value={overview[key]} />
                  </Card>
                </Link>
              ))}
            </div>
            {overview.seasons.length === 0 ? <Empty description={w('noSeasons')} /> : null}
            {overview.seasons.map((season) => {
              const highest = Math.max(1, ...season.daily.map(({ count }) => count));
              return (
                <Card
                  key={season.seasonId}
                  title={say(season.name, season.nameEn)}
                  extra={<Tag color="cyan">{t.phases[season.phase as Phase]}</Tag>}
                >
                  <div className="numbers">
                    <Link href={`/worklist?queue=all&seasonId=${season.seasonId}`}>
                      <Statistic title={w('total')} value={season.total} />
                    </Link>
                    {APPLICATION_STATES.filter((state) => (season.states[state] ?? 0) > 0).map((state) => (
                      <Link key={state} href={`/worklist?queue=all&seasonId=${season.seasonId}&state=${state}`}>
                        <Statistic
                          title={say(
                            applicationWorkflow.states[state].staff.zh,
                            applicationWorkflow.states[state].staff.en,
                          )}
                          value={season.states[state] ?? 0}
                        />
                      </Link>
                    ))}
                    <Link href={`/worklist?queue=all&seasonId=${season.seasonId}&risk=waiting`}>
                      <Statistic title={w('pendingChecks')} value={season.checks.waiting} />
                    </Link>
                    <Link href={`/worklist?queue=all&seasonId=${season.seasonId}&risk=differs`}>
                      <Statistic title={w('differing')} value={season.checks.differs} />
                    </Link>
                  </div>
                  {season.daily.length > 1 ? (
                    <figure style={{ margin: '16px 0 0' }}>
                      <figcaption className="soft">{w('daily')}</figcaption>
                      <div
                        className="daily"
                        role="img"
                        aria-label={season.daily.map(({ date, count }) => `${date}: ${count}`).join(', ')}
                      >
                        {season.daily.map(({ date, count }) => (
                          <i key={date} title={`${date}: ${count}`} style={{ height: `${(count / highest) * 100}%` }} />
                        ))}
                      </div>
                    </figure>
                  ) : null}
                </Card>
              );
            })}
          </div>
        )}
      </Loaded>
    </>
  );
}
