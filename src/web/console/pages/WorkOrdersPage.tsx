// What poor ratings ask for: contact, put right, call back, each with its promised time; and words waiting to be shown.

import { App, Button, Card, Input, List, Modal, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { workOrderWorkflow, type WorkOrderEvent } from '../../../modules/ratings/workflow.ts';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText, untilText } from '../../texts/dates.ts';
import { useTexts } from '../../texts/texts.ts';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';

type Order = Answer<'GET /api/work-orders'>[number];

export function WorkOrdersPage() {
  const { w, say, language } = useWords();
  const { t } = useTexts();
  const reading = useRead('GET /api/work-orders', [{ query: {} }]);
  const [step, setStep] = useState<{ order: Order; event: WorkOrderEvent }>();
  const due = (promise: Order['contact']) =>
    promise.breached ? (
      <Tag color="red">{w('breached')}</Tag>
    ) : promise.dueAt ? (
      untilText(promise.dueAt, language)
    ) : (
      <Tag color="green">{w('kept')}</Tag>
    );
  return (
    <>
      <Head title={w('workOrders')} />
      <div className="stack">
        <Loaded reading={reading}>
          {(orders) => (
            <DataTable
              rowKey="id"
              size="middle"
              dataSource={orders}
              scroll={{ x: 1000 }}
              pagination={{ pageSize: 50, hideOnSinglePage: true }}
              locale={{ emptyText: w('noOrders') }}
              expandable={{
                expandedRowRender: (order) => (
                  <ul>
                    {order.events.map((event) => (
                      <li key={event.at + event.zh}>
                        {timeText(event.at, language)} · {say(event.zh, event.en)} {event.byName} {event.words}
                      </li>
                    ))}
                  </ul>
                ),
              }}
              columns={[
                {
                  title: w('receipt'),
                  render: (_, order) => <Link href={`/cases/${order.applicationId}`}>{order.receiptNo}</Link>,
                },
                { title: w('family'), render: (_, order) => `${order.guardianName} ${order.guardianPhone}` },
                {
                  title: w('level'),
                  render: (_, order) => (
                    <>
                      {t.ratings.levels[order.level as 1 | 2 | 3 | 4 | 5]} <div className="soft">{order.words}</div>
                    </>
                  ),
                },
                {
                  title: w('state'),
                  render: (_, { state }) =>
                    say(workOrderWorkflow.states[state].staff.zh, workOrderWorkflow.states[state].staff.en),
                },
                { title: w('contactDue'), render: (_, order) => due(order.contact) },
                { title: w('fixDue'), render: (_, order) => due(order.fix) },
                {
                  title: w('act'),
                  render: (_, order) => (
                    <Space wrap>
                      {order.actions.map((event) => (
                        <Button key={event} size="small" onClick={() => setStep({ order, event })}>
                          {say(workOrderWorkflow.on[event].zh, workOrderWorkflow.on[event].en)}
                        </Button>
                      ))}
                    </Space>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
        <WordsToLookAt />
      </div>
      {step ? <StepDialog {...step} close={() => setStep(undefined)} /> : null}
    </>
  );
}

function StepDialog({ order, event, close }: { order: Order; event: WorkOrderEvent; close: () => void }) {
  const { w, say } = useWords();
  const { message } = App.useApp();
  const [words, setWords] = useState('');
  const send = useSend('POST /api/work-orders/:id', () => {
    void message.success(w('decided'));
    close();
  });
  const texts = workOrderWorkflow.on[event];
  return (
    <Modal
      open
      title={say(texts.zh, texts.en)}
      okText={w('confirm')}
      cancelText={w('cancel')}
      okButtonProps={{ disabled: words.trim().length < 4, loading: send.isPending }}
      onCancel={close}
      onOk={() => send.mutate([{ params: { id: order.id }, body: { version: order.version, event, words } }])}
    >
      <label htmlFor="order-words">{w('what')}</label>
      <Input.TextArea
        id="order-words"
        rows={3}
        maxLength={1000}
        value={words}
        onChange={(change) => setWords(change.target.value)}
      />
      <Refused problem={send.error} />
    </Modal>
  );
}

function WordsToLookAt() {
  const { w } = useWords();
  const { t } = useTexts();
  const me = useMe();
  const decides = me?.role === 'district_reviewer' || me?.role === 'district_admin';
  const { data } = useRead('GET /api/ratings/words', [], { off: !decides });
  const send = useSend('POST /api/ratings/:id/words');
  if (!data || data.length === 0) return null;
  return (
    <Card size="small" title={w('toLookAt')} extra={<span className="soft">{w('toLookAtWhy')}</span>}>
      <Refused problem={send.error} />
      <List
        size="small"
        dataSource={data}
        renderItem={(item) => (
          <List.Item
            key={item.id}
            actions={(['show', 'hide'] as const).map((word) => (
              <Button
                key={word}
                size="small"
                onClick={() => send.mutate([{ params: { id: item.id }, body: { show: word === 'show' } }])}
              >
                {w(word)}
              </Button>
            ))}
          >
            {t.ratings.levels[item.level as 1 | 2 | 3 | 4 | 5]} · {item.words}
          </List.Item>
        )}
      />
    </Card>
  );
}
