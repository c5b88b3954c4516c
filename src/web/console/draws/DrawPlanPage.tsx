// The plan of a draw before it is announced: times, public source, parties.

import { Button, Card, Form, Input, Select, Space } from 'antd';
import { useLocation, useSearchParams } from 'wouter';
import type { Answer, Problem, Request } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { CAPACITY_WORDS, useCeremonyWords } from '../../texts/ceremony.ts';
import { Head, Loaded, Refused } from '../parts.tsx';
import { PUBLIC_SOURCES } from './public-sources.ts';

type Plan = Request<'PUT /api/draws/:id'>['body'];
type Party = Plan['parties'][number];
interface Values {
  readonly source: string;
  readonly form: string;
  readonly place: string;
  readonly commitBy: string;
  readonly revealBy: string;
  readonly publicAt: string;
  readonly parties: readonly Party[];
  readonly replacesReason: string;
}

const HOUR = 3_600_000;
/** An instant as the field shows it, in Beijing time: `2027-06-01T09:30`. */
const fieldOf = (iso: string) => new Date(new Date(iso).getTime() + 8 * HOUR).toISOString().slice(0, 16);
const instantOf = (field: string) => new Date(`${field}:00+08:00`).toISOString();

function planOf(values: Values): Pick<Plan, 'settings' | 'parties'> {
  const { source, form, place, commitBy, revealBy, publicAt, parties } = values;
  return {
    settings: {
      source,
      form,
      place: place ?? '',
      commitBy: instantOf(commitBy),
      revealBy: instantOf(revealBy),
      publicAt: instantOf(publicAt),
    },
    parties: parties.map(({ name, capacity, phone }) => ({ name, capacity, phone: phone ?? '' })),
  };
}

/** A plan to begin with: a week ahead, three parties of different interests. */
function blank(): Values {
  const day = (days: number, time: string) =>
    `${fieldOf(new Date(Date.now() + days * 24 * HOUR).toISOString()).slice(0, 10)}T${time}`;
  return {
    source: '',
    form: '',
    place: '',
    commitBy: day(5, '17:00'),
    revealBy: day(7, '20:00'),
    publicAt: day(7, '21:15'),
    parties: [
      { name: '', capacity: 'discipline' },
      { name: '', capacity: 'parents' },
      { name: '', capacity: 'notary' },
    ],
    replacesReason: '',
  };
}

/** Prepares a draw for the season in the address. */
export function NewDrawPage() {
  const { c } = useCeremonyWords();
  const [params] = useSearchParams();
  const [, go] = useLocation();
  const seasonId = params.get('season') ?? '';
  const reading = useRead('GET /api/seasons/:id/draws', [{ params: { id: seasonId } }]);
  const send = useSend('POST /api/seasons/:id/draws', ({ id }) => go(`/draws/${id}`));
  return (
    <>
      <Head title={c('prepare')} />
      <Loaded reading={reading}>
        {({ replacesNeeded }) => (
          <PlanForm
            initial={blank()}
            askReason={replacesNeeded}
            problem={send.error}
            busy={send.isPending}
            onCancel={() => go(`/draws?season=${seasonId}`)}
            onSave={(values) =>
              send.mutate([
                {
                  params: { id: seasonId },
                  body: { ...planOf(values), replacesReason: values.replacesReason },
                },
              ])
            }
          />
        )}
      </Loaded>
    </>
  );
}

/** Changes the plan of a draw that is not announced. */
export function EditDraw({ draw, onDone }: { draw: Answer<'GET /api/draws/:id'>; onDone: () => void }) {
  const send = useSend('PUT /api/draws/:id', onDone);
  const { settings } = draw;
  return (
    <PlanForm
      initial={{
        ...settings,
        commitBy: fieldOf(settings.commitBy),
        revealBy: fieldOf(settings.revealBy),
        publicAt: fieldOf(settings.publicAt),
        parties: draw.people.map(({ name, capacity, phone }) => ({ name, capacity, phone })),
        replacesReason: '',
      }}
      askReason={false}
      problem={send.error}
      busy={send.isPending}
      onCancel={onDone}
      onSave={(values) =>
        send.mutate([{ params: { id: draw.id }, body: { ...planOf(values), version: draw.version } }])
      }
    />
  );
}

function PlanForm({
  initial,
  askReason,
  problem,
  busy,
  onSave,
  onCancel,
}: {
  initial: Values;
  askReason: boolean;
  problem: Problem | null;
  busy: boolean;
  onSave: (values: Values) => void;
  onCancel: () => void;
}) {
  const { c, language } = useCeremonyWords();
  const [form] = Form.useForm<Values>();
  const at = language === 'en' ? 1 : 0;
  const needed = [{ required: true, whitespace: true }];
  const time = (name: 'commitBy' | 'revealBy' | 'publicAt', label: string) => (
    <Form.Item name={name} label={label} rules={needed}>
      <Input type="datetime-local" style={{ width: 230 }} />
    </Form.Item>
  );
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={initial}
      onFinish={onSave}
      className="stack"
      requiredMark={false}
    >
      <Card size="small" title={c('times')}>
        <Space wrap size="large">
          {time('commitBy', c('commitBy'))}
          {time('revealBy', c('revealBy'))}
          {time('publicAt', c('value'))}
          <Form.Item name="place" label={c('place')}>
            <Input style={{ width: 320 }} maxLength={200} />
          </Form.Item>
        </Space>
        <div className="soft">{c('timesWords')}</div>
      </Card>
      <Card
        size="small"
        title={c('source')}
        extra={
          <Space wrap>
            <span className="soft">{c('examples')}</span>
            {PUBLIC_SOURCES.map((example) => (
              <Button
                key={example.name[0]}
                size="small"
                onClick={() => {
                  const when = form.getFieldValue('publicAt') as string;
                  form.setFieldsValue({ source: example.source(new Date(instantOf(when))), form: example.form });
                  // Says at once where the example still lacks the real issue.
                  void form.validateFields(['source']).catch(() => undefined);
                }}
              >
                {example.name[at]}
              </Button>
            ))}
          </Space>
        }
      >
        <Form.Item
          name="source"
          label={c('source')}
          rules={[...needed, { pattern: /^(?!.*[（(]\s*期号\s*[）)])/, message: c('sampleNumber') }]}
          extra={c('sourceWords')}
        >
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="form" label={c('form')} rules={needed} extra={c('formWords')}>
          <Input maxLength={500} />
        </Form.Item>
      </Card>
      <Card size="small" title={c('parties')}>
        <p className="soft">{c('partiesWords')}</p>
        <Form.List name="parties">
          {(fields, { add, remove }) => (
            <>
              {fields.map((field) => (
                <Space key={field.key} wrap align="end" style={{ display: 'flex' }}>
                  <Form.Item name={[field.name, 'name']} label={c('partyName')} rules={needed}>
                    <Input maxLength={60} style={{ width: 280 }} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'capacity']} label={c('capacity')}>
                    <Select
                      style={{ width: 210 }}
                      options={Object.entries(CAPACITY_WORDS).map(([value, words]) => ({ value, label: words[at] }))}
                    />
                  </Form.Item>
                  <Form.Item name={[field.name, 'phone']} label={c('phone')}>
                    <Input style={{ width: 180 }} maxLength={20} />
                  </Form.Item>
                  <Form.Item>
                    <Button onClick={() => remove(field.name)} disabled={fields.length <= 2}>
                      {c('remove')}
                    </Button>
                  </Form.Item>
                </Space>
              ))}
              <Button onClick={() => add({ name: '', capacity: 'other' })}>{c('addParty')}</Button>
            </>
          )}
        </Form.List>
      </Card>
      {askReason ? (
        <Card size="small">
          <Form.Item name="replacesReason" label={c('replaces')} rules={[{ required: true, min: 4 }]}>
            <Input maxLength={500} />
          </Form.Item>
        </Card>
      ) : null}
      <Refused problem={problem} />
      <Space>
        <Button type="primary" htmlType="submit" loading={busy}>
          {c('save')}
        </Button>
        <Button onClick={onCancel}>{c('cancel')}</Button>
      </Space>
    </Form>
  );
}
