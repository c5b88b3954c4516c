// Whose result changes: counts first, then by movement, then the families with before, after and why.

import { Alert, Card, Statistic, Tag } from 'antd';
import { DataTable } from '../parts.tsx';
import { Link } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { usePolicyWords } from '../../texts/policies.ts';

type Impact = Answer<'GET /api/policies/:hash/impact'>;
type Family = Impact['families'][number];

/** A result in a few words. */
export function useResultWords() {
  const { w } = usePolicyWords();
  return ({ admissible, categoryName, points, fallback }: Family['before']) =>
    !admissible
      ? w('refused')
      : [categoryName ?? w('noCategory'), points ?? '', fallback ? w('fallback') : ''].filter((one) => one).join(' · ');
}

export function ImpactView({ impact }: { impact: Impact }) {
  const { w } = usePolicyWords();
  const words = useResultWords();
  return (
    <div className="stack">
      <Card size="small">
        <div className="numbers">
          <Statistic title={w('compared')} value={impact.compared} />
          <Statistic title={w('touched')} value={impact.touched} />
          <Statistic title={w('decidedAlready')} value={impact.decided} />
        </div>
      </Card>
      {impact.touched === 0 ? (
        <Alert type="success" showIcon title={w('nobody')} />
      ) : (
        <>
          <Movements movements={impact.movements} compared={impact.compared} />
          <DataTable
            rowKey="applicationId"
            size="small"
            dataSource={impact.families}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            scroll={{ x: 900 }}
            columns={[
              {
                title: w('child'),
                width: 120,
                render: (_, one) => <Link href={`/cases/${one.applicationId}`}>{one.childName}</Link>,
              },
              { title: w('receipt'), dataIndex: 'receiptNo', width: 180 },
              {
                title: w('state'),
                width: 120,
                render: (_, one) => (one.decided ? <Tag color="orange">{w('decidedAlready')}</Tag> : null),
              },
              { title: w('before'), width: 170, render: (_, one) => words(one.before) },
              { title: w('after'), width: 170, render: (_, one) => <strong>{words(one.after)}</strong> },
              {
                title: w('whyChanged'),
                render: (_, one) => one.because.map((line) => <div key={line}>{line}</div>),
              },
            ]}
          />
        </>
      )}
    </div>
  );
}

/** Families by how their result moves, each with a bar from zero. */
export function Movements({ movements, compared }: { movements: Impact['movements']; compared: number }) {
  const { w } = usePolicyWords();
  return (
    <div className="rule-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{w('before')}</th>
            <th scope="col">{w('after')}</th>
            <th scope="col" style={{ textAlign: 'right' }}>
              {w('families')}
            </th>
            <th scope="col" style={{ width: '40%' }}>
              % / {compared}
            </th>
          </tr>
        </thead>
        <tbody>
          {movements.map((one) => (
            <tr key={`${one.before}→${one.after}`}>
              <td>{one.before}</td>
              <td>{one.after}</td>
              <td style={{ textAlign: 'right' }}>{one.count}</td>
              <td>
                <span className="movement-bar">
                  <i style={{ width: `${String((100 * one.count) / Math.max(1, compared))}%` }} />
                </span>{' '}
                {((100 * one.count) / Math.max(1, compared)).toFixed(1)}%
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
