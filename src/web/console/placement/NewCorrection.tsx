// Proposes a correction: which child or school, what is right, on what evidence; whom it touches is shown before.

import { Alert, Button, Card, Checkbox, Form, Input, InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Answer, Request } from '../../client/call.ts';
import { useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { Refused } from '../parts.tsx';
import { ChildSearch, type Chosen } from './ChildSearch.tsx';
import { Effects } from './Effects.tsx';

type List = Answer<'GET /api/seasons/:id/corrections'>;
type Said = Request<'POST /api/seasons/:id/corrections/preview'>['body'];

export function NewCorrection({ seasonId, list }: { seasonId: string; list: List }) {
  const { w, say } = useWords();
  const [params] = useSearchParams();
  const [child, setChild] = useState<Chosen | null>(null);
  const [categoryId, setCategory] = useState<string>();
  const [schoolId, setSchool] = useState<string>();
  const [late, setLate] = useState<boolean>();
  const [seatsAt, setSeatsAt] = useState<{ schoolId: string; seats: number }>();
  const [movesOthers, setMovesOthers] = useState(false);
  const [wrong, setWrong] = useState('');
  const [evidence, setEvidence] = useState('');
  const preview = useSend('POST /api/seasons/:id/corrections/preview');
  const propose = useSend('POST /api/seasons/:id/corrections');
  const input: Said = {
    applicants: child
      ? [
          {
            applicationId: child.value,
            ...(categoryId ? { categoryId } : {}),
            ...(schoolId ? { schoolId: schoolId === NOWHERE ? null : schoolId } : {}),
            ...(late === undefined ? {} : { late }),
          },
        ]
      : [],
    schools: seatsAt ? [seatsAt] : [],
    movesOthers,
  };
  // What was shown no longer counts once anything of it changes.
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      preview.reset();
    };
  const publicSchools = list.schools.filter(({ ownership }) => ownership === 'public');
  const shown = preview.data;
  return (
    <Card size="small" title={w('newCorrection')}>
      <Form layout="vertical" style={{ maxWidth: 720 }}>
        <Form.Item label={w('correctionChild')}>
          <ChildSearch seasonId={seasonId} value={child} onChange={change(setChild)} />
        </Form.Item>
        <Space wrap align="start" size="middle">
          <Form.Item label={w('correctCategory')}>
            <Select
              aria-label={w('correctCategory')}
              style={{ minWidth: 260 }}
              allowClear
              placeholder={w('unchanged')}
              value={categoryId ?? null}
              onChange={(id) => change(setCategory)(id ?? undefined)}
              options={list.categories.map(({ id, name, nameEn }) => ({ value: id, label: say(name, nameEn) }))}
            />
          </Form.Item>
          <Form.Item label={w('correctSchool')}>
            <Select
              aria-label={w('correctSchool')}
              style={{ minWidth: 260 }}
              allowClear
              placeholder={w('unchanged')}
              value={schoolId ?? null}
              onChange={(id) => change(setSchool)(id ?? undefined)}
              options={[
                { value: NOWHERE, label: w('noCatchment') },
                ...publicSchools.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </Form.Item>
          <Form.Item label={w('correctLate')}>
            <Select
              aria-label={w('correctLate')}
              style={{ minWidth: 140 }}
              allowClear
              placeholder={w('unchanged')}
              value={late === undefined ? null : String(late)}
              onChange={(value) => change(setLate)(value ? value === 'true' : undefined)}
              options={[
                { value: 'false', label: w('inTime') },
                { value: 'true', label: w('late') },
              ]}
            />
          </Form.Item>
        </Space>
        <Form.Item label={w('correctSeats')}>
          <Space wrap>
            <Select
              aria-label={w('correctSeats')}
              style={{ minWidth: 260 }}
              allowClear
              placeholder={w('unchanged')}
              value={seatsAt?.schoolId ?? null}
              onChange={(id) => {
                const school = list.schools.find((one) => one.id === id);
                change(setSeatsAt)(school ? { schoolId: school.id, seats: school.seats } : undefined);
              }}
              options={list.schools.map(({ id, name }) => ({ value: id, label: name }))}
            />
            {seatsAt ? (
              <InputNumber
                aria-label={w('seats')}
                min={0}
                max={10_000}
                value={seatsAt.seats}
                onChange={(seats) => change(setSeatsAt)({ ...seatsAt, seats: seats ?? 0 })}
              />
            ) : null}
          </Space>
        </Form.Item>
        <Form.Item>
          <Checkbox checked={movesOthers} onChange={(event) => change(setMovesOthers)(event.target.checked)}>
            {w('movesOthers')}
          </Checkbox>
        </Form.Item>
        <Form.Item label={w('wrongWhat')} htmlFor="wrong">
          <Input.TextArea
            id="wrong"
            maxLength={2000}
            value={wrong}
            onChange={(event) => setWrong(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={w('evidenceWhat')} htmlFor="evidence">
          <Input.TextArea
            id="evidence"
            maxLength={2000}
            value={evidence}
            onChange={(event) => setEvidence(event.target.value)}
          />
        </Form.Item>
        <div className="stack">
          <Refused problem={preview.error ?? propose.error} />
          {shown ? (
            shown.effects.length === 0 ? (
              <Alert type="info" showIcon title={w('nothingTouched')} />
            ) : (
              <>
                <Effects effects={shown.effects} />
                {shown.overPlan.map((one) => (
                  <Alert
                    key={one.schoolId}
                    type="warning"
                    showIcon
                    title={w('overPlan', { school: one.schoolName, n: one.by })}
                  />
                ))}
              </>
            )
          ) : null}
          <Space wrap>
            <Button
              loading={preview.isPending}
              disabled={!child && !seatsAt}
              onClick={() => preview.mutate([{ params: { id: seasonId }, body: input }])}
            >
              {w('previewEffects')}
            </Button>
            <Button
              type="primary"
              loading={propose.isPending}
              disabled={!shown || shown.effects.length === 0 || wrong.trim().length < 4 || evidence.trim().length < 4}
              onClick={() =>
                propose.mutate([
                  {
                    params: { id: seasonId },
                    body: { ...input, wrong, evidence, objectionId: params.get('objection') },
                  },
                ])
              }
            >
              {w('propose')}
            </Button>
          </Space>
        </div>
      </Form>
    </Card>
  );
}

/** Stands for "in no catchment", which an empty choice cannot say. */
const NOWHERE = 'none';
