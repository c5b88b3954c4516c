// The last answers of a department as they were received and judged, without what they hold.

import { Drawer, Tag } from 'antd';
import { useRead } from '../client/queries.ts';
import { useWords } from '../texts/console.ts';
import { timeText } from '../texts/dates.ts';
import { DataTable, Loaded } from './parts.tsx';

const COLOURS = {
  accepted: 'green',
  duplicate: 'default',
  outdated: 'default',
  contradiction: 'orange',
  unasked: 'orange',
  bad_signature: 'red',
  malformed: 'red',
  other_question: 'red',
  stale: 'red',
} as const;

export function DepartmentAnswers({ kind, name, close }: { kind: string; name: string; close: () => void }) {
  const { w, language } = useWords();
  const reading = useRead('GET /api/departments/:kind/answers', [{ params: { kind } }], { every: 15_000 });
  return (
    <Drawer open title={`${name} · ${w('lastAnswers')}`} size={720} onClose={close}>
      <Loaded reading={reading}>
        {(answers) => (
          <DataTable
            rowKey="id"
            size="small"
            dataSource={answers}
            pagination={false}
            columns={[
              { title: w('receivedAt'), render: (_, one) => timeText(one.receivedAt, language) },
              { title: w('channel'), render: (_, one) => w(one.channel) },
              { title: w('says'), render: (_, one) => (one.says ? w(one.says) : '—') },
              {
                title: w('verdict'),
                render: (_, one) => (
                  <Tag color={COLOURS[one.verdict]}>
                    {w(one.verdict === 'accepted' ? 'accepted_answer' : one.verdict)}
                  </Tag>
                ),
              },
              { title: w('requestId'), render: (_, one) => <span className="soft small">{one.requestId}</span> },
            ]}
          />
        )}
      </Loaded>
    </Drawer>
  );
}
