// Seats per school against demand; changes are proposed by one officer and decided by another.

import { Alert, Button, Card, Input, InputNumber, Space, Statistic } from 'antd';
import { useState } from 'react';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Head, Loaded, Refused, SeasonSelect, useSeason } from '../parts.tsx';

export function PlanPage() {
  const { w } = useWords();
  const choice = useSeason();
  return (
    <>
      <Head title={w('plan')}>
        <SeasonSelect choice={choice} />
      </Head>
      <Loaded reading={choice.reading}>
        {() =>
          choice.season ? <Plan key={choice.season.id} seasonId={choice.season.id} /> : <Alert title={w('noSeasons')} />
        }
      </Loaded>
    </>
  );
}

type Line = Answer<'GET /api/seasons/:id/plan'>['lines'][number];

function Plan({ seasonId }: { seasonId: string }) {
  const { w } = useWords();
  const me = useMe();
  const reading = useRead('GET /api/seasons/:id/plan', [{ params: { id: seasonId } }]);
  const [edits, setEdits] = useState<Readonly<Record<string, { classes: number; seats: number }>>>();
  const [reason, setReason] = useState('');
  const propose = useSend('POST /api/seasons/:id/plan/proposals', () => setEdits(undefined));
  const mayPropose = me?.role === 'district_admin' || me?.role === 'district_reviewer';
  const edit = (line: Line, part: Partial<{ classes: number; seats: number }>) =>
    setEdits({
      ...edits,
      [line.schoolId]: { classes: line.classes, seats: line.seats, ...edits?.[line.schoolId], ...part },
    });
  return (
    <Loaded reading={reading}>
      {({ lines, totals, proposal }) => (
        <div className="stack">
          <Card size="small">
            <div className="numbers">
              <Statistic title={w('seats')} value={totals.seats} />
              <Statistic title={w('eligible')} value={totals.eligible} />
              <Statistic title={w('underReview')} value={totals.underReview} />
            </div>
          </Card>
          {proposal ? <Proposal proposal={proposal} mayDecide={mayPropose} /> : null}
          <DataTable
            rowKey="schoolId"
            size="small"
            pagination={false}
            dataSource={lines}
            scroll={{ x: 700 }}
            columns={[
              { title: w('school'), dataIndex: 'schoolName' },
              { title: w('kind'), render: (_, line) => w(line.ownership), width: 90 },
              {
                title: w('classes'),
                align: 'right',
                width: 120,
                render: (_, line) =>
                  edits ? (
                    <InputNumber
                      aria-label={`${line.schoolName} ${w('classes')}`}
                      min={0}
                      max={100}
                      value={edits[line.schoolId]?.classes ?? line.classes}
                      onChange={(classes) => edit(line, { classes: classes ?? 0 })}
                    />
                  ) : (
                    line.classes
                  ),
              },
              {
                title: w('seats'),
                align: 'right',
                width: 130,
                render: (_, line) =>
                  edits ? (
                    <InputNumber
                      aria-label={`${line.schoolName} ${w('seats')}`}
                      min={0}
                      max={10_000}
                      value={edits[line.schoolId]?.seats ?? line.seats}
                      onChange={(seats) => edit(line, { seats: seats ?? 0 })}
                    />
                  ) : (
                    line.seats
                  ),
              },
              { title: w('demand'), dataIndex: 'demand', align: 'right', width: 100 },
              {
                title: w('gap'),
                align: 'right',
                width: 100,
                render: (_, line) => {
                  const gap = (edits?.[line.schoolId]?.seats ?? line.seats) - line.demand;
                  return (
                    <strong style={{ color: gap < 0 ? 'var(--red)' : undefined }}>{gap > 0 ? `+${gap}` : gap}</strong>
                  );
                },
              },
            ]}
          />
          {mayPropose && !proposal ? (
            edits ? (
              <Space wrap>
                <Input
                  aria-label={w('reasonNeeded')}
                  placeholder={w('reasonNeeded')}
                  style={{ width: 360 }}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
                <Button
                  type="primary"
                  loading={propose.isPending}
                  disabled={reason.trim().length < 4 || Object.keys(edits).length === 0}
                  onClick={() =>
                    propose.mutate([
                      {
                        params: { id: seasonId },
                        body: {
                          reason,
                          lines: Object.entries(edits).map(([schoolId, line]) => ({ schoolId, ...line })),
                        },
                      },
                    ])
                  }
                >
                  {w('propose')}
                </Button>
                <Button onClick={() => setEdits(undefined)}>{w('cancel')}</Button>
              </Space>
            ) : (
              <div>
                <Button onClick={() => setEdits({})}>{w('edit')}</Button>
              </div>
            )
          ) : null}
          <Refused problem={propose.error} />
        </div>
      )}
    </Loaded>
  );
}

function Proposal({
  proposal,
  mayDecide,
}: {
  proposal: NonNullable<Answer<'GET /api/seasons/:id/plan'>['proposal']>;
  mayDecide: boolean;
}) {
  const { w, language } = useWords();
  const decide = useSend('POST /api/plan-proposals/:id');
  const send = (approve: boolean) => decide.mutate([{ params: { id: proposal.id }, body: { approve } }]);
  return (
    <Card
      size="small"
      title={`${w('proposal')} · ${proposal.proposedByName} · ${timeText(proposal.proposedAt, language)}`}
    >
      <p>{proposal.reason}</p>
      <DataTable
        rowKey="schoolId"
        size="small"
        pagination={false}
        dataSource={proposal.lines}
        columns={[
          { title: w('school'), dataIndex: 'schoolName' },
          { title: w('before'), dataIndex: 'before', align: 'right' },
          { title: w('after'), dataIndex: 'seats', align: 'right' },
        ]}
      />
      {proposal.mine ? (
        <p className="soft">{w('ownProposal')}</p>
      ) : mayDecide ? (
        <Space style={{ marginTop: 12 }}>
          <Button type="primary" loading={decide.isPending} onClick={() => send(true)}>
            {w('approve')}
          </Button>
          <Button danger onClick={() => send(false)}>
            {w('reject')}
          </Button>
        </Space>
      ) : null}
      <Refused problem={decide.error} />
    </Card>
  );
}
