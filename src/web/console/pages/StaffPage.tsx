// Members of staff: opening and closing accounts.

import { Button, Form, Input, Modal, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Request } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { Head, Loaded, Refused } from '../parts.tsx';

type NewStaff = Request<'POST /api/staff'>['body'];
const ROLES: readonly NewStaff['role'][] = [
  'school_reviewer',
  'district_reviewer',
  'district_admin',
  'city_officer',
  'auditor',
];

export function StaffPage() {
  const { w } = useWords();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const reading = useRead('GET /api/staff', [{ query: { q: params.get('q') ?? undefined } }]);
  const [adding, setAdding] = useState(false);
  const [closing, setClosing] = useState<string>();
  const [reason, setReason] = useState('');
  const disable = useSend('POST /api/staff/:id/disable', () => setClosing(undefined));
  const mayChange = me?.role === 'district_admin' || me?.role === 'city_officer';
  return (
    <>
      <Head title={w('staff')}>
        <Input.Search
          allowClear
          aria-label={w('name')}
          placeholder={w('name')}
          defaultValue={params.get('q') ?? ''}
          onSearch={(q) => setParams(q ? { q } : {})}
        />
        {mayChange ? (
          <Button type="primary" onClick={() => setAdding(true)}>
            {w('add')}
          </Button>
        ) : null}
      </Head>
      <Loaded reading={reading}>
        {(list) => (
          <Table
            rowKey="id"
            dataSource={list}
            scroll={{ x: 700 }}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            columns={[
              { title: w('name'), dataIndex: 'name' },
              { title: w('phone'), dataIndex: 'phone' },
              { title: w('role'), render: (_, item) => (item.role === 'guardian' ? '' : w(item.role)) },
              { title: w('organization'), dataIndex: 'organizationName' },
              {
                title: '',
                render: (_, item) =>
                  item.disabledAt ? (
                    <Tag>{w('disabled')}</Tag>
                  ) : mayChange && item.id !== me.id ? (
                    <Button size="small" danger onClick={() => setClosing(item.id)}>
                      {w('disable')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      {adding ? <AddStaff organizations={reading.data ?? []} close={() => setAdding(false)} /> : null}
      {closing ? (
        <Modal
          open
          title={w('disable')}
          okText={w('confirm')}
          cancelText={w('cancel')}
          okButtonProps={{ danger: true, disabled: reason.trim().length < 2, loading: disable.isPending }}
          onCancel={() => setClosing(undefined)}
          onOk={() => disable.mutate([{ params: { id: closing }, body: { reason } }])}
        >
          <Input
            aria-label={w('reason')}
            placeholder={w('reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Refused problem={disable.error} />
        </Modal>
      ) : null}
    </>
  );
}

function AddStaff({
  organizations,
  close,
}: {
  organizations: readonly { organizationId: string; organizationName: string }[];
  close: () => void;
}) {
  const { w } = useWords();
  const me = useMe();
  const schools =
    useRead('GET /api/schools', [{ query: { district: me?.organization?.district ?? undefined } }]).data ?? [];
  const [form] = Form.useForm<NewStaff>();
  const add = useSend('POST /api/staff', close);
  const names = new Map([
    ...organizations.map((item) => [item.organizationId, item.organizationName] as const),
    ...schools.map((item) => [item.id, item.name] as const),
  ]);
  return (
    <Modal
      open
      title={w('add')}
      okText={w('confirm')}
      cancelText={w('cancel')}
      okButtonProps={{ loading: add.isPending }}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <Form form={form} layout="vertical" onFinish={(body: NewStaff) => add.mutate([{ body }])}>
        <Form.Item name="name" label={w('name')} rules={[{ required: true }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="phone" label={w('phone')} rules={[{ required: true }]}>
          <Input maxLength={11} inputMode="tel" />
        </Form.Item>
        <Form.Item name="role" label={w('role')} rules={[{ required: true }]}>
          <Select options={ROLES.map((role) => ({ value: role, label: w(role) }))} />
        </Form.Item>
        <Form.Item name="organizationId" label={w('organization')} rules={[{ required: true }]}>
          <Select
            showSearch
            optionFilterProp="label"
            options={[...names].map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        <Refused problem={add.error} />
      </Form>
    </Modal>
  );
}
