// Assistance at the counter: begin to act for a guardian who is present, and what was done here lately.

import { Alert, Button, Card, Checkbox, Form, Input, Radio, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { addressOf } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';

interface Beginning {
  readonly guardianName: string;
  readonly phone: string;
  readonly phoneOf: 'guardian' | 'relative';
  readonly code?: string;
  readonly consent: boolean;
}

/** The portal, in a tab of its own, acting for a guardian. */
const portalFor = (id: string) => `/tasks?assisting=${encodeURIComponent(id)}`;

export function CounterPage() {
  const { w, say, language } = useWords();
  const reading = useRead('GET /api/counter/sessions', [], { every: 30_000 });
  const end = useSend('POST /api/counter/sessions/:id/end');
  return (
    <>
      <Head title={w('counter')} />
      <div className="stack">
        <Begin />
        <Refused problem={end.error} />
        <Loaded reading={reading}>
          {(sessions) => (
            <DataTable
              rowKey="id"
              dataSource={sessions}
              scroll={{ x: 860 }}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              locale={{ emptyText: w('noCounter') }}
              columns={[
                {
                  title: w('counterGuardian'),
                  render: (_, one) => (
                    <>
                      <strong>{one.guardianName}</strong>
                      <div className="soft">
                        {one.phone} {one.phoneOf === 'relative' ? w('phoneOfRelative') : ''}
                      </div>
                    </>
                  ),
                },
                {
                  title: w('counterApplications'),
                  render: (_, one) =>
                    one.applications.map((application) => (
                      <div key={application.id}>
                        <Link href={`/cases/${application.id}`}>{application.childName}</Link> · {application.receiptNo}{' '}
                        · {say(application.stateZh, application.stateEn)} ·{' '}
                        <a
                          href={addressOf('GET /api/applications/:id/receipt.pdf', { params: { id: application.id } })}
                          target="_blank"
                          rel="noreferrer"
                        >
                          {w('printReceipt')}
                        </a>
                      </div>
                    )),
                },
                { title: w('counterHelper'), dataIndex: 'helperName', width: 140 },
                {
                  title: w('counterTime'),
                  width: 200,
                  render: (_, one) => (
                    <>
                      {timeText(one.openedAt, language)}
                      <div className="soft">{w(one.shownBy === 'code' ? 'shownByCode' : 'shownByNew')}</div>
                    </>
                  ),
                },
                {
                  title: w('operate'),
                  width: 190,
                  align: 'right',
                  render: (_, one) =>
                    one.open ? (
                      <Space>
                        <Button size="small" type="primary" href={portalFor(one.id)} target="_blank" rel="noreferrer">
                          {w('counterGo')}
                        </Button>
                        <Button size="small" onClick={() => end.mutate([{ params: { id: one.id } }])}>
                          {w('counterEnd')}
                        </Button>
                      </Space>
                    ) : (
                      <Tag>{w('counterEnded')}</Tag>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      </div>
    </>
  );
}

function Begin() {
  const { w } = useWords();
  const [form] = Form.useForm<Beginning>();
  const phone = Form.useWatch('phone', form) ?? '';
  const [coded, setCoded] = useState(false);
  const send = useSend('POST /api/counter/phone-codes', () => setCoded(true));
  const begin = useSend('POST /api/counter/sessions', () => {
    form.resetFields();
    setCoded(false);
  });
  const needsCode = coded || begin.error?.code === 'counter.code_needed';
  const start = ({ code, ...body }: Beginning) =>
    begin.mutate([{ body: { ...body, consent: true, ...(code ? { code } : {}) } }]);
  return (
    <Card size="small" title={w('counterNew')}>
      <p className="soft">{w('counterLead')}</p>
      <Form
        form={form}
        layout="vertical"
        className="simulation-form"
        initialValues={{ phoneOf: 'guardian' }}
        onFinish={start}
      >
        <Form.Item
          name="guardianName"
          label={w('counterName')}
          rules={[{ required: true, message: w('counterNameNeeded') }]}
        >
          <Input autoComplete="off" maxLength={60} />
        </Form.Item>
        <Form.Item
          name="phone"
          label={w('counterPhone')}
          extra={w('counterPhoneHint')}
          rules={[{ required: true, pattern: /^1\d{10}$/, message: w('phoneNeeded') }]}
        >
          <Input autoComplete="off" inputMode="numeric" maxLength={11} />
        </Form.Item>
        <Form.Item name="phoneOf" label={w('counterPhoneOf')}>
          <Radio.Group
            options={[
              { value: 'guardian', label: w('phoneOfGuardian') },
              { value: 'relative', label: w('phoneOfRelative') },
            ]}
          />
        </Form.Item>
        {needsCode ? (
          <Form.Item label={w('counterCode')} extra={w('counterCodeHint')}>
            <Space>
              <Form.Item name="code" noStyle>
                <Input aria-label={w('counterCode')} inputMode="numeric" maxLength={6} style={{ width: 120 }} />
              </Form.Item>
              <Button
                loading={send.isPending}
                disabled={!/^1\d{10}$/.test(phone)}
                onClick={() => send.mutate([{ body: { phone } }])}
              >
                {w('sendCode')}
              </Button>
              {coded ? <Tag color="green">{w('codeSent')}</Tag> : null}
            </Space>
          </Form.Item>
        ) : null}
        <Form.Item
          name="consent"
          valuePropName="checked"
          rules={[
            {
              validator: (_, yes) => (yes === true ? Promise.resolve() : Promise.reject(new Error(w('consentNeeded')))),
            },
          ]}
        >
          <Checkbox>{w('counterConsent')}</Checkbox>
        </Form.Item>
        <Refused problem={send.error ?? begin.error} />
        {begin.data && !begin.isPending ? (
          <Alert
            type="success"
            showIcon
            style={{ marginBottom: 12 }}
            title={w('counterBegun', { name: begin.data.guardianName })}
            action={
              <Button type="primary" href={portalFor(begin.data.id)} target="_blank" rel="noreferrer">
                {w('counterGo')}
              </Button>
            }
          />
        ) : null}
        <Button type="primary" htmlType="submit" loading={begin.isPending}>
          {w('counterStart')}
        </Button>
      </Form>
    </Card>
  );
}
