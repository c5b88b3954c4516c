// The list of cases: filtered, sorted and paged by the server; its state lives in the address.

import { Grid, Input, Segmented, Select, Tag } from 'antd';
import { useEffect } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { APPLICATION_STATES, applicationWorkflow } from '../../../modules/registration/workflow.ts';
import type { Request } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { rememberList } from '../case-neighbours.ts';
import { DataTable, Head, Loaded } from '../parts.tsx';

type Query = Request<'GET /api/worklist'>['query'];
const RISK_COLOURS = { clear: 'green', waiting: 'default', differs: 'orange', manual: 'purple' } as const;
const RISK_LIST = ['clear', 'waiting', 'differs', 'manual'] as const;
const SORTABLE: Readonly<Record<string, NonNullable<Query['sort']>>> = {
  childName: 'child_name',
  risk: 'risk',
  schoolName: 'school',
  state: 'state',
  submittedAt: 'submitted_at',
  dueAt: 'due_at',
};

export function WorklistPage() {
  const { w, say, language } = useWords();
  const [, go] = useLocation();
  // On a phone each case is one block instead of nine columns.
  const { md } = Grid.useBreakpoint();
  const [params, setParams] = useSearchParams();
  const query = { size: 50, ...Object.fromEntries(params) } as Query;
  const set = (part: Record<string, string | undefined>) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries({ page: undefined, ...part })) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    });
  const reading = useRead('GET /api/worklist', [{ query }], { every: 30_000 });
  const rows = reading.data?.rows;
  useEffect(() => {
    if (rows) rememberList(rows.map(({ id }) => id));
  }, [rows]);
  const stateWord = (state: (typeof APPLICATION_STATES)[number]) =>
    say(applicationWorkflow.states[state].staff.zh, applicationWorkflow.states[state].staff.en);
  return (
    <>
      <Head title={w('worklist')}>
        <Segmented
          value={query.queue ?? 'mine'}
          onChange={(queue) => set({ queue })}
          options={(['mine', 'claimed', 'all'] as const).map((value) => ({ value, label: w(value) }))}
        />
        <Select
          allowClear
          aria-label={w('state')}
          placeholder={w('state')}
          style={{ width: 170 }}
          value={query.state}
          onChange={(state?: string) => set({ state })}
          options={APPLICATION_STATES.map((state) => ({
            value: state,
            label: `${stateWord(state)} (${reading.data?.counts.states[state] ?? 0})`,
          }))}
        />
        <Select
          allowClear
          aria-label={w('risk')}
          placeholder={w('risk')}
          style={{ width: 150 }}
          value={query.risk}
          onChange={(risk?: string) => set({ risk })}
          options={RISK_LIST.map((risk) => ({
            value: risk,
            label: `${w(risk)} (${reading.data?.counts.risks[risk] ?? 0})`,
          }))}
        />
        <Input.Search
          allowClear
          aria-label={w('search')}
          placeholder={w('search')}
          style={{ width: 240 }}
          defaultValue={query.q}
          onSearch={(q) => set({ q })}
        />
      </Head>
      <Loaded reading={reading}>
        {(list) => (
          <DataTable
            rowKey="id"
            size="middle"
            dataSource={list.rows}
            loading={reading.isFetching && reading.isPlaceholderData}
            {...(md === false ? {} : { scroll: { x: 1100 } })}
            locale={{ emptyText: w('noRows') }}
            onRow={(row) => ({ onClick: () => go(`/cases/${row.id}`), style: { cursor: 'pointer' } })}
            pagination={{
              current: Number(query.page ?? 1),
              pageSize: Number(query.size ?? 50),
              total: list.total,
              showSizeChanger: false,
              showTotal: (n) => w('rows', { n }),
            }}
            onChange={(pagination, _, sorter) => {
              const one = Array.isArray(sorter) ? sorter[0] : sorter;
              const sort = one?.order ? SORTABLE[String(one.field)] : undefined;
              set({
                page: String(pagination.current ?? 1),
                sort,
                order: sort ? (one?.order === 'descend' ? 'desc' : 'asc') : undefined,
              });
            }}
            columns={
              md === false
                ? [
                    {
                      title: w('child'),
                      render: (_, row) => (
                        <div className="row-card">
                          <Link href={`/cases/${row.id}`}>
                            <strong>{row.childName}</strong> <span className="soft">{row.receiptNo}</span>
                          </Link>
                          <span>{stateWord(row.state)}</span>
                          <Tag color={RISK_COLOURS[row.risk]}>{w(row.risk)}</Tag>
                          {row.late ? <Tag>{w('late')}</Tag> : null}
                          <span className="soft">
                            {[row.categoryName, row.schoolName, row.dueAt ? timeText(row.dueAt, language) : null]
                              .filter(Boolean)
                              .join(' · ')}
                          </span>
                        </div>
                      ),
                    },
                  ]
                : [
                    {
                      title: w('child'),
                      dataIndex: 'childName',
                      sorter: true,
                      render: (name: string, row) => (
                        <Link href={`/cases/${row.id}`}>
                          {name} <span className="soft">{row.birthDate}</span>
                        </Link>
                      ),
                    },
                    { title: w('receipt'), dataIndex: 'receiptNo' },
                    { title: w('category'), dataIndex: 'categoryName' },
                    { title: w('school'), dataIndex: 'schoolName', sorter: true },
                    {
                      title: w('state'),
                      dataIndex: 'state',
                      sorter: true,
                      render: (_, row) => (
                        <>
                          {stateWord(row.state)} {row.late ? <Tag>{w('late')}</Tag> : null}
                        </>
                      ),
                    },
                    {
                      title: w('risk'),
                      dataIndex: 'risk',
                      sorter: true,
                      render: (_, row) => (
                        <Tag color={RISK_COLOURS[row.risk]}>
                          {w(row.risk)} {row.checks.matched}/
                          {row.checks.matched + row.checks.differs + row.checks.waiting}
                        </Tag>
                      ),
                    },
                    {
                      title: w('submitted'),
                      dataIndex: 'submittedAt',
                      sorter: true,
                      render: (at: string | null) => (at ? timeText(at, language) : ''),
                    },
                    {
                      title: w('due'),
                      dataIndex: 'dueAt',
                      sorter: true,
                      render: (at: string | null) => (at ? timeText(at, language) : ''),
                    },
                    { title: w('by'), dataIndex: 'claimedBy' },
                  ]
            }
          />
        )}
      </Loaded>
    </>
  );
}
