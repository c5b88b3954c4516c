// The worklist of requests: what waits comes first, by its promised day.

import { Segmented, Tag } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { requestWorkflow } from '../../../modules/requests/workflow.ts';
import type { Answer } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText, untilText } from '../../texts/dates.ts';
import { useRequestTexts } from '../../texts/requests.ts';
import { DataTable, Head, Loaded } from '../parts.tsx';

type Row = Answer<'GET /api/requests'>['rows'][number];

export function RequestsPage() {
  const { w, say, language } = useWords();
  const { r } = useRequestTexts();
  const [, go] = useLocation();
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const reading = useRead('GET /api/requests', [{ query: which === 'open' ? { open: 'true' } : {} }]);
  const counts = reading.data?.counts;
  return (
    <>
      <Head title={w('requests')}>
        {counts ? (
          <>
            <Tag>{w('appealOpen', { n: counts.open })}</Tag>
            <Tag color={counts.breached > 0 ? 'red' : 'default'}>{w('appealBreached', { n: counts.breached })}</Tag>
          </>
        ) : null}
        <Segmented
          value={which}
          onChange={setWhich}
          options={[
            { value: 'open', label: w('onlyOpen') },
            { value: 'all', label: w('all') },
          ]}
        />
      </Head>
      <Loaded reading={reading}>
        {({ rows }) => (
          <DataTable
            rowKey="id"
            size="middle"
            dataSource={rows}
            scroll={{ x: 1000 }}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            locale={{ emptyText: w('noRequests') }}
            onRow={(row) => ({ onClick: () => go(`/requests/${row.id}`), style: { cursor: 'pointer' } })}
            columns={[
              {
                title: w('appealNumber'),
                dataIndex: 'number',
                render: (number: string, row) => <Link href={`/requests/${row.id}`}>{number}</Link>,
              },
              { title: w('requestKind'), dataIndex: 'kind', render: (kind: Row['kind']) => r.kinds[kind][0] },
              { title: w('requestAsked'), render: (_, row) => reasonOf(row.content, r) },
              { title: w('child'), dataIndex: 'childName' },
              { title: w('inSeason'), dataIndex: 'seasonName' },
              {
                title: w('state'),
                dataIndex: 'state',
                render: (state: Row['state']) => {
                  const { staff } = requestWorkflow.states[state];
                  return say(staff.zh, staff.en);
                },
              },
              { title: w('filed'), dataIndex: 'filedAt', render: (filedAt: string) => timeText(filedAt, language) },
              { title: w('promised'), render: (_, row) => <RequestPromise row={row} /> },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}

/** The ground of a request in a word. */
function reasonOf(content: Row['content'], r: ReturnType<typeof useRequestTexts>['r']): string {
  switch (content.kind) {
    case 'leave':
      return r.reasons[content.reason];
    case 'defer':
      return r.grounds[content.ground];
    case 'change':
      return r.whats[content.what];
    case 'move':
      return content.address;
  }
}

/** How the promised time stands; nothing where it took effect at once. */
export function RequestPromise({ row: { promise, state } }: { row: Pick<Row, 'promise' | 'state'> }) {
  const { w, language } = useWords();
  if (!promise) return null;
  return (
    <>
      {w('daysUsed', { used: promise.used, days: promise.workingDays })}{' '}
      {promise.breached ? <Tag color="red">{w('breached')}</Tag> : null}
      {state === 'filed' && promise.dueAt ? <div className="soft">{untilText(promise.dueAt, language)}</div> : null}
    </>
  );
}
