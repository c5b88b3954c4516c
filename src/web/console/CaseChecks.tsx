// Checks of a case: declared and recorded values side by side, and what a person finds.

import { Button, Card, DatePicker, Input, Space, Tag } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client/call.ts';
import { useMe, useRead, useSend } from '../client/queries.ts';
import { useWords } from '../texts/console.ts';
import { useTexts } from '../texts/texts.ts';
import { DataTable, Loaded, Refused } from './parts.tsx';

type Check = Answer<'GET /api/applications/:id/checks'>[number];
const COLOURS = {
  pending: 'default',
  matched: 'green',
  mismatch: 'red',
  no_record: 'orange',
  source_down: 'default',
  manual: 'purple',
} as const;

/** @param closed the application has its result or is withdrawn: checks are only read */
export function CaseChecks({ id, closed }: { id: string; closed: boolean }) {
  const { w } = useWords();
  const reading = useRead('GET /api/applications/:id/checks', [{ params: { id } }], { every: 20_000 });
  return (
    <Card size="small" title={w('checks')}>
      <Loaded reading={reading}>
        {(checks) => (
          <div className="stack">
            {checks.length === 0 ? <span className="soft">{w('noChecks')}</span> : null}
            {checks.map((check) => (
              <OneCheck key={check.id} check={check} closed={closed} />
            ))}
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function OneCheck({ check, closed }: { check: Check; closed: boolean }) {
  const { w, say } = useWords();
  const { t } = useTexts();
  const me = useMe();
  const [words, setWords] = useState('');
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<Readonly<Record<string, string>>>({});
  const resolve = useSend('POST /api/checks/:id/resolve', () => setOpen(false));
  const retry = useSend('POST /api/checks/:id/retry');
  const mayFind = me?.role === 'school_reviewer' || me?.role === 'district_reviewer' || me?.role === 'district_admin';
  const openToFind = mayFind && !closed && check.state !== 'matched' && !check.resolution;
  const readings = Object.entries(found).flatMap(([path, value]) => (value === '' ? [] : [{ path, value }]));
  const find = (resolution: 'accepted' | 'not_accepted') =>
    resolve.mutate([{ params: { id: check.id }, body: { resolution, words, found: readings } }]);
  return (
    <section>
      <Space wrap style={{ marginBottom: 8 }}>
        <strong>{say(check.departmentZh, check.departmentEn)}</strong>
        <Tag color={COLOURS[check.state]}>{t.application.checkStates[check.state]}</Tag>
        {check.resolution ? (
          <Tag color={check.resolution === 'accepted' ? 'green' : 'red'}>
            {w(check.resolution === 'accepted' ? 'accepted' : 'notAccepted')} · {check.resolvedByName}
          </Tag>
        ) : null}
        {openToFind ? (
          <>
            <Button size="small" onClick={() => setOpen(!open)}>
              {w('resolve')}
            </Button>
            <Button size="small" loading={retry.isPending} onClick={() => retry.mutate([{ params: { id: check.id } }])}>
              {w('ask')}
            </Button>
          </>
        ) : null}
      </Space>
      {check.resolutionWords ? <p>{check.resolutionWords}</p> : null}
      {check.found.map((item) => (
        <p key={item.zh}>
          {say(item.zh, item.en)} {item.value}
        </p>
      ))}
      {open && check.findable.length > 0 ? (
        <div style={{ marginBottom: 8 }}>
          <div className="soft">{w('foundDates')}</div>
          <Space wrap>
            {check.findable.map((item) => (
              <DatePicker
                key={item.path}
                placeholder={say(item.zh, item.en)}
                aria-label={say(item.zh, item.en)}
                onChange={(date) => setFound({ ...found, [item.path]: date?.format('YYYY-MM-DD') ?? '' })}
              />
            ))}
          </Space>
        </div>
      ) : null}
      {open ? (
        <Space.Compact style={{ width: '100%', marginBottom: 8 }}>
          <Input
            aria-label={w('words')}
            placeholder={w('words')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <Button disabled={words.trim().length < 2} onClick={() => find('accepted')}>
            {w('accepted')}
          </Button>
          <Button danger disabled={words.trim().length < 2} onClick={() => find('not_accepted')}>
            {w('notAccepted')}
          </Button>
        </Space.Compact>
      ) : null}
      <Refused problem={resolve.error ?? retry.error} />
      {check.comparison.length > 0 && check.comparison.every(({ recorded }) => recorded === null) ? (
        <p className="soft">
          {w('noRecord')}
          {t.colon}
          {check.comparison.map((row) => `${say(row.zh, row.en)} ${row.declared ?? '—'}`).join(' · ')}
        </p>
      ) : check.comparison.length > 0 ? (
        <DataTable
          size="small"
          tableLayout="fixed"
          pagination={false}
          rowKey="zh"
          dataSource={check.comparison}
          rowClassName={(row) => (row.agrees === false ? 'differs' : '')}
          columns={[
            { title: w('item'), width: '24%', render: (_, row) => say(row.zh, row.en) },
            { title: w('declared'), dataIndex: 'declared' },
            { title: w('recorded'), render: (_, row) => row.recorded ?? '—' },
            {
              title: w('agrees'),
              width: 56,
              align: 'center',
              render: (_, row) => (row.agrees === null ? '?' : row.agrees ? '✓' : '✗'),
            },
          ]}
        />
      ) : null}
    </section>
  );
}
