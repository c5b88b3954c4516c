// Whether each department's data answers, and how many checks wait for it.

import { Button, Modal, Input, Table, Tag } from 'antd';
import { useState } from 'react';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { useTexts } from '../../texts/texts.ts';
import { Head, Loaded, Refused } from '../parts.tsx';

export function DepartmentsPage() {
  const { w, say, language } = useWords();
  const { t } = useTexts();
  const me = useMe();
  const reading = useRead('GET /api/departments', [], { every: 15_000 });
  const [changing, setChanging] = useState<{ kind: string; available: boolean }>();
  const [reason, setReason] = useState('');
  const send = useSend('POST /api/departments/:kind/availability', () => setChanging(undefined));
  const states = t.application.checkStates;
  return (
    <>
      <Head title={w('departments')} />
      <Loaded reading={reading}>
        {(list) => (
          <Table
            rowKey="kind"
            dataSource={list}
            pagination={false}
            scroll={{ x: 1000 }}
            columns={[
              { title: w('department'), render: (_, item) => say(item.name, item.nameEn) },
              {
                title: w('state'),
                render: (_, item) => (
                  <>
                    <Tag color={item.available ? 'green' : 'red'}>
                      {item.available ? w('available') : w('unavailable')}
                    </Tag>
                    {item.reason ? <div className="soft">{item.reason}</div> : null}
                  </>
                ),
              },
              { title: w('since'), render: (_, item) => timeText(item.changedAt, language) },
              { title: w('records'), dataIndex: 'records', align: 'right' },
              { title: states.matched, align: 'right', render: (_, item) => item.counts.matched },
              { title: states.mismatch, align: 'right', render: (_, item) => item.counts.mismatch },
              { title: states.no_record, align: 'right', render: (_, item) => item.counts.noRecord },
              { title: states.pending, align: 'right', render: (_, item) => item.counts.pending },
              { title: w('down'), align: 'right', render: (_, item) => item.counts.sourceDown },
              { title: states.manual, align: 'right', render: (_, item) => item.counts.manual },
              ...(me?.role === 'city_officer'
                ? [
                    {
                      title: '',
                      render: (_: unknown, item: (typeof list)[number]) => (
                        <Button
                          size="small"
                          onClick={() => setChanging({ kind: item.kind, available: !item.available })}
                        >
                          {item.available ? w('setDown') : w('setUp')}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
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
