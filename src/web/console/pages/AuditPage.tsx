// What was done, by whom, to what; within one's authority.

import { Button, Input } from 'antd';
import { useSearchParams } from 'wouter';
import { useRead } from '../../client/queries.ts';
import { isWord, useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Head, Loaded } from '../parts.tsx';

export function AuditPage() {
  const { w, language } = useWords();
  const [params, setParams] = useSearchParams();
  const query = Object.fromEntries(params) as { subject?: string; action?: string; before?: string };
  const reading = useRead('GET /api/audit', [{ query }]);
  const roleOf = (role: string) => (isWord(role) ? w(role) : role);
  return (
    <>
      <Head title={w('audit')}>
        <Input.Search
          allowClear
          aria-label={w('action')}
          placeholder={w('action')}
          defaultValue={query.action ?? ''}
          onSearch={(action) => setParams(action ? { action } : {})}
        />
        <Input.Search
          allowClear
          aria-label={w('subject')}
          placeholder={w('subject')}
          defaultValue={query.subject ?? ''}
          onSearch={(subject) => setParams(subject ? { subject } : {})}
        />
      </Head>
      <Loaded reading={reading}>
        {({ entries, next }) => (
          <div className="stack">
            <DataTable
              rowKey="id"
              size="small"
              dataSource={entries}
              pagination={false}
              scroll={{ x: 900 }}
              columns={[
                { title: w('at'), width: 150, render: (_, entry) => timeText(entry.at, language) },
                { title: w('who'), render: (_, entry) => `${entry.actorName ?? ''} ${roleOf(entry.actorRole)}` },
                { title: w('organization'), dataIndex: 'organizationName' },
                { title: w('action'), dataIndex: 'action' },
                {
                  title: w('subject'),
                  render: (_, entry) => <span className="mono">{`${entry.subjectKind} ${entry.subjectId}`}</span>,
                },
                {
                  title: w('detail'),
                  render: (_, entry) => <span className="mono">{JSON.stringify(entry.detail)}</span>,
                },
              ]}
            />
            {next === null ? null : (
              <div>
                <Button onClick={() => setParams({ ...query, before: String(next) })}>{w('more')}</Button>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </>
  );
}
