// Members of staff: opening, changing, closing accounts, and opening them again.

import { Button, Form, Input, Modal, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Answer, Request } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';

type Staff = Answer<'GET /api/staff'>[number];
type StaffForm = Request<'POST /api/staff'>['body'];

/** What is open in front of the list. */
type Task = { readonly kind: 'add' } | { readonly kind: 'change' | 'disable' | 'enable'; readonly staff: Staff };

export function StaffPage() {
  const { w } = useWords();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const reading = useRead('GET /api/staff', [{ query: { q: params.get('q') ?? undefined } }]);
  const [task, setTask] = useState<Task>();
  const close = () => setTask(undefined);
  const mayChange = me?.role === 'district_admin' || me?.role === 'city_officer';
  return (
    <>
      <Head title={w('staff')}>
        <Input.Search
          allowClear
          style={{ width: 230 }}
          aria-label={w('name')}
          placeholder={w('staffSearch')}
          defaultValue={params.get('q') ?? ''}
          onSearch={(q) => setParams(q ? { q } : {})}
        />
        {mayChange ? (
          <Button type="primary" onClick={() => setTask({ kind: 'add' })}>
            {w('add')}
          </Button>
        ) : null}
      </Head>
      <Loaded reading={reading}>
        {(list) => (
          <DataTable
            rowKey="id"
            dataSource={list}
            scroll={{ x: 760 }}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            columns={[
              { title: w('name'), dataIndex: 'name' },
              { title: w('phone'), dataIndex: 'phone' },
              { title: w('role'), render: (_, item) => (item.role === 'guardian' ? '' : w(item.role)) },
              { title: w('organization'), dataIndex: 'organizationName' },
              {
                title: w('operate'),
                align: 'right',
                render: (_, item) => (
                  <Space>
                    {item.disabledAt ? <Tag>{w('disabled')}</Tag> : null}
                    {mayChange && item.disabledAt ? (
                      <Button size="small" onClick={() => setTask({ kind: 'enable', staff: item })}>
                        {w('enable')}
                      </Button>
                    ) : null}
                    {mayChange && !item.disabledAt ? (
                      <Button size="small" onClick={() => setTask({ kind: 'change', staff: item })}>
                        {w('change')}
                      </Button>
                    ) : null}
                    {mayChange && !item.disabledAt && item.id !== me.id ? (
                      <Button size="small" danger onClick={() => setTask({ kind: 'disable', staff: item })}>
                        {w('disable')}
                      </Button>
                    ) : null}
                  </Space>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {task?.kind === 'add' ? <AddStaff close={close} /> : null}
      {task?.kind === 'change' ? <ChangeStaff staff={task.staff} close={close} /> : null}
      {task?.kind === 'disable' || task?.kind === 'enable' ? (
        <SwitchStaff kind={task.kind} staff={task.staff} close={close} />
      ) : null}
    </>
  );
}

/** Closes or opens an account, with the reason that is recorded. */
function SwitchStaff({ kind, staff, close }: { kind: 'disable' | 'enable'; staff: Staff; close: () => void }) {
  const { w } = useWords();
  const [reason, setReason] = useState('');
  const send = useSend(`POST /api/staff/:id/${kind}`, close);
  return (
    <Modal
      open
      title={`${w(kind)} · ${staff.name}`}
      okText={w('confirm')}
      cancelText={w('cancel')}
      okButtonProps={{ danger: kind === 'disable', disabled: reason.trim().length < 2, loading: send.isPending }}
      onCancel={close}
      onOk={() => send.mutate([{ params: { id: staff.id }, body: { reason } }])}
    >
      <Space orientation="vertical" style={{ width: '100%' }}>
        <Input
          aria-label={w('reason')}
          placeholder={w('reasonNeeded')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Refused problem={send.error} />
      </Space>
    </Modal>
  );
}

function AddStaff({ close }: { close: () => void }) {
  const { w } = useWords();
  const [form] = Form.useForm<StaffForm>();
  const add = useSend('POST /api/staff', close);
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
      <Form form={form} layout="vertical" onFinish={(body: StaffForm) => add.mutate([{ body }])}>
        <Form.Item name="name" label={w('name')} rules={[{ required: true }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="phone" label={w('phone')} rules={[{ required: true }]}>
          <Input maxLength={11} inputMode="tel" />
        </Form.Item>
        <Office form={form} />
        <Refused problem={add.error} />
      </Form>
    </Modal>
  );
}

function ChangeStaff({ staff, close }: { staff: Staff; close: () => void }) {
  const { w } = useWords();
  const [form] = Form.useForm<StaffForm>();
  const change = useSend('PATCH /api/staff/:id', close);
  return (
    <Modal
      open
      title={`${w('change')} · ${staff.name}`}
      okText={w('save')}
      cancelText={w('cancel')}
      okButtonProps={{ loading: change.isPending }}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={staff}
        onFinish={({ name, role, organizationId }: StaffForm) =>
          change.mutate([{ params: { id: staff.id }, body: { name, role, organizationId } }])
        }
      >
        <Form.Item name="name" label={w('name')} rules={[{ required: true }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Office form={form} />
        <Refused problem={change.error} />
      </Form>
    </Modal>
  );
}

/** Which office, and as what: only the roles that the office has. */
function Office({ form }: { form: ReturnType<typeof Form.useForm<StaffForm>>[0] }) {
  const { w, say } = useWords();
  const reading = useRead('GET /api/organizations', []);
  const chosen = Form.useWatch('organizationId', form);
  const roles = reading.data?.find(({ id }) => id === chosen)?.roles ?? [];
  return (
    <>
      <Form.Item name="organizationId" label={w('organization')} rules={[{ required: true }]}>
        <Select
          showSearch
          optionFilterProp="label"
          loading={reading.isPending}
          options={(reading.data ?? []).map(({ id, name, nameEn }) => ({ value: id, label: say(name, nameEn) }))}
          onChange={(id: string) => {
            const fitting = reading.data?.find((one) => one.id === id)?.roles ?? [];
            const kept = fitting.find((role) => role === form.getFieldValue('role'));
            form.setFieldValue('role', kept ?? (fitting.length === 1 ? fitting[0] : undefined));
          }}
        />
      </Form.Item>
      <Form.Item name="role" label={w('role')} rules={[{ required: true }]}>
        <Select
          disabled={roles.length === 0}
          placeholder={w('organizationFirst')}
          options={roles.map((role) => ({ value: role, label: w(role) }))}
        />
      </Form.Item>
      <Refused problem={reading.error} />
    </>
  );
}
