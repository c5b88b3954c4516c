// Placement runs of a season, and starting one.

import { Alert, Button, Checkbox, Tag } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Head, Loaded, Refused, SeasonSelect, useSeason } from '../parts.tsx';
import { stateWord } from '../placement/state-word.ts';

export function RunsPage() {
  const { w } = useWords();
  const choice = useSeason();
  return (
    <>
      <Head title={w('runs')}>
        <SeasonSelect choice={choice} />
      </Head>
      <Loaded reading={choice.reading}>
        {() =>
          choice.season ? (
            <Runs
              key={choice.season.id}
              seasonId={choice.season.id}
              published={choice.season.resultsPublishedAt !== null}
            />
          ) : (
            <Alert title={w('noSeasons')} />
          )
        }
      </Loaded>
    </>
  );
}

function Runs({ seasonId, published }: { seasonId: string; published: boolean }) {
  const { w, language } = useWords();
  const me = useMe();
  const [, go] = useLocation();
  const [includeUnderReview, setInclude] = useState(true);
  const reading = useRead('GET /api/seasons/:id/runs', [{ params: { id: seasonId } }]);
  const start = useSend('POST /api/seasons/:id/runs', ({ id }) => go(`/runs/${id}`));
  const waiting = useRead('GET /api/seasons/:id/waiting', [{ params: { id: seasonId } }], { off: !published });
  const run = (kind: 'simulation' | 'draft' | 'supplementary') =>
    start.mutate([
      { params: { id: seasonId }, body: { kind, includeUnderReview: kind === 'simulation' && includeUnderReview } },
    ]);
  return (
    <div className="stack">
      {me?.role === 'district_admin' || me?.role === 'district_reviewer' ? (
        published ? (
          <div className="stack">
            <p className="soft">{w('supplementWords', { n: waiting.data?.withoutSeat ?? '…' })}</p>
            <div>
              <Button
                loading={start.isPending}
                disabled={waiting.data?.withoutSeat === 0}
                onClick={() => run('supplementary')}
              >
                {w('supplement')}
              </Button>
            </div>
          </div>
        ) : (
          <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap', alignItems: 'center' }}>
            <Button loading={start.isPending} onClick={() => run('simulation')}>
              {w('simulate')}
            </Button>
            <Checkbox checked={includeUnderReview} onChange={(event) => setInclude(event.target.checked)}>
              {w('include')}
            </Checkbox>
            <Button type="primary" loading={start.isPending} onClick={() => run('draft')}>
              {w('draft')}
            </Button>
          </div>
        )
      ) : null}
      <Refused problem={start.error} />
      <Loaded reading={reading}>
        {(runs) => (
          <DataTable
            rowKey="id"
            dataSource={runs}
            pagination={false}
            scroll={{ x: 900 }}
            locale={{ emptyText: w('noRuns') }}
            columns={[
              {
                title: w('created'),
                render: (_, item) => (
                  <Link
                    href={`/runs/${item.id}`}
                  >{`${timeText(item.createdAt, language)} · ${item.createdByName}`}</Link>
                ),
              },
              { title: w('kind'), render: (_, item) => w(item.kind) },
              {
                title: w('state'),
                render: (_, item) => (
                  <Tag color={item.state === 'published' ? 'green' : item.state === 'approved' ? 'cyan' : 'default'}>
                    {w(stateWord(item))}
                  </Tag>
                ),
              },
              { title: w('applicants'), dataIndex: 'applicants', align: 'right' },
              { title: w('placed'), dataIndex: 'placed', align: 'right' },
              { title: w('fromCatchment'), dataIndex: 'fromCatchment', align: 'right' },
              { title: w('fromOverall'), dataIndex: 'fromOverall', align: 'right' },
              { title: w('private'), dataIndex: 'fromPrivate', align: 'right' },
              { title: w('unplaced'), dataIndex: 'unplaced', align: 'right' },
            ]}
          />
        )}
      </Loaded>
    </div>
  );
}
