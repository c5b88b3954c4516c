// How each department's data answers: what waits and since when, outages, failures; hold, resume, ask all again.

import { Button, Input, Modal, Space, Tag } from 'antd';
import { useState } from 'react';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { useTexts } from '../../texts/texts.ts';
import { DepartmentAnswers } from '../DepartmentAnswers.tsx';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';

type Department = Answer<'GET /api/departments'>[number];
/** An answer that takes longer than this on the median is slow. */
const SLOW_MS = 1500;

export function DepartmentsPage() {
  const { w, say, language } = useWords();
  const { t } = useTexts();
  const me = useMe();
  const reading = useRead('GET /api/departments', [], { every: 15_000 });
  const [changing, setChanging] = useState<{ kind: string; available: boolean }>();
  const [reason, setReason] = useState('');
  const [opened, setOpened] = useState<Department>();
  const send = useSend('POST /api/departments/:kind/availability', () => setChanging(undefined));
  const retry = useSend('POST /api/departments/:kind/retry');
  const states = t.application.checkStates;
  const mayAct = me?.role === 'city_officer';
  const mayLook = mayAct || me?.role === 'district_admin' || me?.role === 'auditor';
  return (
    <>
      <Head title={w('departments')} />
      <Refused problem={retry.error} />
      <Loaded reading={reading}>
        {(list) => (
          <DataTable
            rowKey="kind"
            dataSource={list}
            pagination={false}
            scroll={{ x: 1200 }}
            columns={[
              {
                title: w('department'),
                render: (_, item) => (
                  <>
                    <div>{say(item.name, item.nameEn)}</div>
                    <div className="soft small">
                      {w(item.channel)}
                      {item.hours ? ` · ${item.hours}` : ''}
                    </div>
                  </>
                ),
              },
              { title: w('state'), render: (_, item) => <State item={item} /> },
              {
                title: w('queue'),
                render: (_, item) =>
                  item.queue.length === 0 ? (
                    '—'
                  ) : (
                    <>
                      <strong>{item.queue.length}</strong>
                      {item.queue.oldestAt ? (
                        <div className="soft small">
                          {w('oldest')} {timeText(item.queue.oldestAt, language)}
                        </div>
                      ) : null}
                    </>
                  ),
              },
              {
                title: w('lastAnswer'),
                render: (_, item) => (
                  <>
                    <div>{item.lastAnswerAt ? timeText(item.lastAnswerAt, language) : '—'}</div>
                    {item.lastHour.usable + item.lastHour.unusable > 0 ? (
                      <div className="soft small">
                        {w('lastHour')} {item.lastHour.usable} / {w('unusable')} {item.lastHour.unusable}
                      </div>
                    ) : null}
                  </>
                ),
              },
              { title: states.matched, align: 'right', render: (_, item) => item.counts.matched },
              { title: states.mismatch, align: 'right', render: (_, item) => item.counts.mismatch },
              { title: states.no_record, align: 'right', render: (_, item) => item.counts.noRecord },
              { title: states.manual, align: 'right', render: (_, item) => item.counts.manual },
              ...(mayLook
                ? [
                    {
                      title: w('operate'),
                      render: (_: unknown, item: Department) => (
                        <Space wrap>
                          <Button size="small" onClick={() => setOpened(item)}>
                            {w('lastAnswers')}
                          </Button>
                          {mayAct && item.queue.length > 0 && item.available ? (
                            <Button
                              size="small"
                              loading={retry.isPending && retry.variables?.[0]?.params.kind === item.kind}
                              onClick={() => retry.mutate([{ params: { kind: item.kind } }])}
                            >
                              {w('askAll')}
                            </Button>
                          ) : null}
                          {mayAct ? (
                            <Button
                              size="small"
                              onClick={() => {
                                setReason('');
                                setChanging({ kind: item.kind, available: !item.available });
                              }}
                            >
                              {item.available ? w('setDown') : w('setUp')}
                            </Button>
                          ) : null}
                        </Space>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
      {opened ? (
        <DepartmentAnswers
          kind={opened.kind}
          name={say(opened.name, opened.nameEn)}
          close={() => setOpened(undefined)}
        />
      ) : null}
      {changing ? (
        <Modal
          open
          title={changing.available ? w('setUp') : w('setDown')}
          okText={w('confirm')}
          cancelText={w('cancel')}
          okButtonProps={{ disabled: reason.trim().length < 2, loading: send.isPending }}
          onCancel={() => setChanging(undefined)}
          onOk={() =>
            send.mutate([{ params: { kind: changing.kind }, body: { available: changing.available, reason } }])
          }
        >
          <p className="soft">{changing.available ? w('setUpWords') : w('setDownWords')}</p>
          <Input
            aria-label={w('reason')}
            placeholder={w('reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Refused problem={send.error} />
        </Modal>
      ) : null}
    </>
  );
}

/** Up, slow, resting or down, and what an outage has meant to families. */
function State({ item }: { item: Department }) {
  const { w, language } = useWords();
  const down = !item.available || item.outage !== null;
  const slow = item.recent.medianMs !== null && item.recent.medianMs > SLOW_MS;
  const [colour, word] = down
    ? (['red', w('unavailable')] as const)
    : item.breaker !== 'closed'
      ? (['orange', w(item.breaker === 'open' ? 'breakerOpen' : 'breakerTrying')] as const)
      : item.failingSince
        ? (['orange', w('failing')] as const)
        : !item.withinHours
          ? (['default', w('closedNow')] as const)
          : slow
            ? (['orange', w('slow')] as const)
            : (['green', w('available')] as const);
  const since = item.outage?.since ?? item.failingSince;
  return (
    <>
      <Tag color={colour}>{word}</Tag>
      {since ? (
        <span className="soft small">
          {w('since')} {timeText(since, language)}
        </span>
      ) : null}
      {item.reason ? <div className="soft">{item.reason}</div> : null}
      {item.outage && item.outage.familiesExtended > 0 ? (
        <div className="soft small">
          {w('familiesExtended')} {item.outage.familiesExtended}
        </div>
      ) : null}
      {item.recent.asked > 0 ? (
        <div className="soft small">
          {w('errorRate')} {Math.round((item.recent.failed / item.recent.asked) * 100)}%
          {item.recent.medianMs === null ? '' : ` · ${item.recent.medianMs} ms`}
        </div>
      ) : null}
    </>
  );
}
