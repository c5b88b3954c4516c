// Whom a correction touches, by name: what is shown before it is proposed, and what the second officer approves.

import { Tag } from 'antd';
import { DataTable } from '../parts.tsx';
import { Link } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useWords } from '../../texts/console.ts';

type Effect = Answer<'GET /api/seasons/:id/corrections'>['corrections'][number]['effects'][number];

export function Effects({ effects }: { effects: Effect[] }) {
  const { w } = useWords();
  return (
    <DataTable
      rowKey="applicationId"
      size="small"
      dataSource={effects}
      title={() => <strong>{`${w('touched')} (${effects.length})`}</strong>}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 600 }}
      columns={[
        {
          title: w('child'),
          render: (_, child) => <Link href={`/cases/${child.applicationId}`}>{child.childName}</Link>,
        },
        { title: w('receipt'), dataIndex: 'receiptNo' },
        { title: w('before'), render: (_, child) => child.from ?? w('noSeat') },
        { title: w('after'), render: (_, child) => child.to ?? w('noSeat') },
        {
          title: w('reason'),
          render: (_, child) => (
            <Tag color={child.concerned ? 'cyan' : 'orange'}>{w(child.concerned ? 'concerned' : 'because')}</Tag>
          ),
        },
      ]}
    />
  );
}
