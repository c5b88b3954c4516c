// The worklist of appeals: what is due first comes first.

import { Segmented, Tag } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { appealWorkflow } from '../../../modules/appeals/workflow.ts';
import type { Answer } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText, untilText } from '../../texts/dates.ts';
import { DataTable, Head, Loaded } from '../parts.tsx';

export type AppealRow = Answer<'GET /api/appeals'>['rows'][number];

export function AppealsPage() {
  const { w, say, language } = useWords();
  const [, go] = useLocation();
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const reading = useRead('GET /api/appeals', [{ query: which === 'open' ? { open: 'true' } : {} }]);
  const counts = reading.data?.counts;
  return (
    <>
      <Head title={w('appeals')}>
        {counts ? (
          <>
            <Tag>{w('appealOpen', { n: counts.open })}</Tag>
            <Tag color={counts.breached > 0 ? 'red' : 'default'}>{w('appealBreached', { n: counts.breached })}</Tag>
            <Tag>{w('appealMine', { n: counts.mine })}</Tag>
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
            locale={{ emptyText: w('noAppeals') }}
            onRow={(row) => ({ onClick: () => go(`/appeals/${row.id}`), style: { cursor: 'pointer' } })}
            columns={[
              {
                title: w('appealNumber'),
                dataIndex: 'number',
                render: (number: string, row) => <Link href={`/appeals/${row.id}`}>{number}</Link>,
              },
              { title: w('appealKind'), dataIndex: 'kind', render: (kind: AppealRow['kind']) => w(kind) },
              {
                title: w('appealAbout'),
                dataIndex: 'subject',
                render: (subject: AppealRow['subject']) => w(subject === 'category' ? 'category_subject' : subject),
              },
              { title: w('child'), dataIndex: 'childName' },
              { title: w('inSeason'), dataIndex: 'seasonName' },
              {
                title: w('state'),
                dataIndex: 'state',
                render: (state: AppealRow['state']) => {
                  const { staff } = appealWorkflow.states[state];
                  return say(staff.zh, staff.en);
                },
              },
              {
                title: w('filed'),
                dataIndex: 'filedAt',
                render: (filedAt: string) => timeText(filedAt, language),
              },
              {
                title: w('promised'),
                render: (_, row) => <Promised promise={row.promise} state={row.state} />,
              },
              { title: w('officer'), dataIndex: 'officerName' },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}

/** How the promised time stands. */
export function Promised({ promise, state }: Pick<AppealRow, 'promise' | 'state'>) {
  const { w, language } = useWords();
  const { used, workingDays, dueAt, paused, breached } = promise;
  const closed = (appealWorkflow.final as readonly string[]).includes(state);
  return (
    <>
      {w('daysUsed', { used, days: workingDays })} {breached ? <Tag color="red">{w('breached')}</Tag> : null}
      {paused ? <Tag>{w('stands')}</Tag> : null}
      {!closed && dueAt ? <div className="soft">{untilText(dueAt, language)}</div> : null}
    </>
  );
}
