// Seats, vacancies and the waiting list of every school, with who was offered a seat and by when they answer.

import { Tag } from 'antd';
import { Link } from 'wouter';
import { useRead } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Loaded } from '../parts.tsx';

const COLORS = {
  waits: 'default',
  offered: 'orange',
  moved_up: 'green',
  declined: 'default',
  expired: 'default',
  gone: 'default',
} as const;

export function WaitingLists({ seasonId }: { seasonId: string }) {
  const { w, language } = useWords();
  const reading = useRead('GET /api/seasons/:id/waiting', [{ params: { id: seasonId } }], { every: 15_000 });
  return (
    <Loaded reading={reading}>
      {({ schools }) => (
        <DataTable
          rowKey="schoolId"
          size="small"
          pagination={false}
          dataSource={schools}
          scroll={{ x: 720 }}
          expandable={{
            columnTitle: w('detail'),
            columnWidth: 72,
            rowExpandable: (school) => school.waiting.length > 0,
            expandedRowRender: (school) => (
              <DataTable
                rowKey="applicationId"
                size="small"
                pagination={{ pageSize: 20, hideOnSinglePage: true }}
                dataSource={school.waiting}
                scroll={{ x: 640 }}
                columns={[
                  { title: '#', dataIndex: 'place', width: 60 },
                  {
                    title: w('child'),
                    render: (_, child) => <Link href={`/cases/${child.applicationId}`}>{child.childName}</Link>,
                  },
                  { title: w('receipt'), dataIndex: 'receiptNo' },
                  { title: w('nowAt'), render: (_, child) => child.at ?? w('noSeat') },
                  {
                    title: w('state'),
                    render: (_, child) => (
                      <>
                        <Tag color={COLORS[child.state]}>{w(child.state)}</Tag>
                        {child.answerUntil ? `${w('answerUntil')} ${timeText(child.answerUntil, language)}` : ''}
                      </>
                    ),
                  },
                ]}
              />
            ),
          }}
          columns={[
            { title: w('school'), dataIndex: 'schoolName' },
            { title: w('seats'), dataIndex: 'seats', align: 'right' },
            { title: w('taken'), dataIndex: 'taken', align: 'right' },
            { title: w('offered'), dataIndex: 'offered', align: 'right' },
            {
              title: w('vacancy'),
              align: 'right',
              render: (_, school) => Math.max(0, school.seats - school.taken - school.offered),
            },
            {
              title: w('waitingList'),
              align: 'right',
              render: (_, school) => school.waiting.filter(({ state }) => state === 'waits').length,
            },
          ]}
        />
      )}
    </Loaded>
  );
}
