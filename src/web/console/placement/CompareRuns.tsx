// Two runs side by side: why they differ, what that does to every school, and which children stand elsewhere.

import { Alert, Card, Select, Tag } from 'antd';
import { Link, useSearchParams } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Loaded } from '../parts.tsx';

type Run = Answer<'GET /api/runs/:id'>;
type Differences = Answer<'GET /api/runs/:id/differences/:otherId'>;

/** Chooses the other run; it stays in the address, so that a comparison can be shown to a colleague. */
export function CompareRuns({ run }: { run: Run }) {
  const { w, language } = useWords();
  const [params, setParams] = useSearchParams();
  const runs = useRead('GET /api/seasons/:id/runs', [{ params: { id: run.seasonId } }]).data ?? [];
  const others = runs.filter((one) => one.id !== run.id && one.resultHash !== null && one.kind !== 'supplementary');
  const otherId = params.get('with');
  const other = others.find(({ id }) => id === otherId);
  // The older of the two stands on the left, whichever page one came from.
  const [before, after] = other && other.createdAt > run.createdAt ? [run, other] : [other, run];
  if (others.length === 0) return null;
  return (
    <Card size="small" title={w('compareWith')}>
      <Select
        aria-label={w('compareWith')}
        style={{ minWidth: 300, maxWidth: '100%' }}
        placeholder={w('choose')}
        value={other?.id ?? null}
        onChange={(id) => setParams(id ? { with: id } : {})}
        allowClear
        options={others.map((one) => ({
          value: one.id,
          label: `${w(one.kind)} · ${timeText(one.createdAt, language)} · ${one.createdByName}`,
        }))}
      />
      {before && after ? <Differences key={before.id} before={before.id} after={after.id} /> : null}
    </Card>
  );
}

function Differences({ before, after }: { before: string; after: string }) {
  const { w } = useWords();
  const reading = useRead('GET /api/runs/:id/differences/:otherId', [{ params: { id: before, otherId: after } }]);
  return (
    <Loaded reading={reading}>
      {(found) => (
        <div className="stack" style={{ marginTop: 16 }}>
          <Causes found={found} />
          <DataTable
            rowKey="schoolId"
            size="small"
            pagination={false}
            dataSource={found.schools}
            scroll={{ x: 760 }}
            columns={[
              { title: w('school'), dataIndex: 'schoolName' },
              ...(['seats', 'demand', 'placed', 'waiting'] as const).map((what) => ({
                title: w(what === 'waiting' ? 'waitingList' : what),
                align: 'right' as const,
                render: (_: unknown, school: Differences['schools'][number]) => <Delta pair={school[what]} />,
              })),
            ]}
          />
          {found.differing === 0 ? (
            <Alert type="success" showIcon title={w('nobodyDiffers')} />
          ) : (
            <section>
              <h2 className="part-title">{w('placedDifferently')}</h2>
              <p className="soft">{w('differingFirst', { n: found.differing, shown: found.children.length })}</p>
              <DataTable
                rowKey="applicationId"
                size="small"
                dataSource={found.children}
                scroll={{ x: 760 }}
                pagination={{ pageSize: 20, hideOnSinglePage: true }}
                columns={[
                  {
                    title: w('child'),
                    render: (_, child) => <Link href={`/cases/${child.applicationId}`}>{child.childName}</Link>,
                  },
                  { title: w('receipt'), dataIndex: 'receiptNo' },
                  {
                    title: w('earlierRun'),
                    render: (_, child) => child.before ?? (child.because === 'joined' ? '—' : w('unplaced')),
                  },
                  {
                    title: w('laterRun'),
                    render: (_, child) => child.after ?? (child.because === 'left' ? '—' : w('unplaced')),
                  },
                  { title: w('reason'), render: (_, child) => <Tag>{w(child.because)}</Tag> },
                ]}
              />
            </section>
          )}
        </div>
      )}
    </Loaded>
  );
}

function Causes({ found: { causes } }: { found: Differences }) {
  const { w } = useWords();
  const lines = [
    ...(causes.policy ? [w('causePolicy')] : []),
    ...causes.plan.map(({ schoolName, before, after }) => w('causePlan', { school: schoolName, before, after })),
    ...(causes.joined > 0 ? [w('causeJoined', { n: causes.joined })] : []),
    ...(causes.left > 0 ? [w('causeLeft', { n: causes.left })] : []),
    ...(causes.changedFacts > 0 ? [w('causeFacts', { n: causes.changedFacts })] : []),
  ];
  return (
    <section>
      <h2 className="part-title">{w('compareCauses')}</h2>
      <ul className="because">
        {(lines.length > 0 ? lines : [w('causeNone')]).map((line) => (
          <li key={line}>· {line}</li>
        ))}
        {causes.seed ? <li>· {w('causeSeed')}</li> : null}
      </ul>
    </section>
  );
}

/** `12 → 15 (+3)`, or one number where nothing differs. */
function Delta({ pair: [before, after] }: { pair: readonly number[] | [number, number] }) {
  const [was, is] = [before ?? 0, after ?? 0];
  if (was === is) return <>{is}</>;
  return (
    <strong>
      {was} → {is} ({is > was ? '+' : ''}
      {is - was})
    </strong>
  );
}
