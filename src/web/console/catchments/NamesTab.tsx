// Former and other names of places: data with a source, edited here.

import { Button, Form, Input } from 'antd';
import { useSend } from '../../client/queries.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import { DataTable, Refused } from '../parts.tsx';
import type { Overview } from './working-copy.ts';

interface Name {
  former: string;
  current: string;
  source: string;
}

export function NamesTab({ overview, district, mayEdit }: { overview: Overview; district: string; mayEdit: boolean }) {
  const { c } = useCatchmentWords();
  const [form] = Form.useForm<Name>();
  const save = useSend('PUT /api/catchments/place-names', () => form.resetFields());
  const remove = useSend('POST /api/catchments/place-names/remove');
  return (
    <div className="stack">
      {mayEdit ? (
        <Form form={form} layout="inline" onFinish={(name) => save.mutate([{ body: { district, ...name } }])}>
          {(['former', 'current', 'source'] as const).map((field) => (
            <Form.Item key={field} name={field} label={c(field)} rules={[{ required: true, min: 2 }]}>
              <Input style={{ width: field === 'source' ? 260 : 160 }} />
            </Form.Item>
          ))}
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {c('add')}
          </Button>
        </Form>
      ) : null}
      <Refused problem={save.error ?? remove.error} />
      <DataTable
        rowKey="former"
        dataSource={overview.placeNames}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        locale={{ emptyText: c('noNames') }}
        columns={[
          { title: c('former'), dataIndex: 'former' },
          { title: c('current'), dataIndex: 'current' },
          { title: c('source'), dataIndex: 'source' },
          ...(mayEdit
            ? [
                {
                  title: c('remove'),
                  render: (_: unknown, { former }: Name) => (
                    <Button size="small" danger onClick={() => remove.mutate([{ body: { district, former } }])}>
                      {c('remove')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}
