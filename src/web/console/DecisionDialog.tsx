// The words of a decision: reason, cure, term; what each outcome needs and no more.

import { DatePicker, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { ApplicationEvent } from '../../modules/registration/workflow.ts';
import { applicationWorkflow } from '../../modules/registration/workflow.ts';
import type { Answer, Request } from '../client/call.ts';
import { useRead, useSend } from '../client/queries.ts';
import { useWords } from '../texts/console.ts';
import { Refused } from './parts.tsx';

type Body = Request<'POST /api/applications/:id/decisions'>['body'];
export type Outcome = Body['outcome'];
/** A category is found in a dialog of its own. */
export type PlainOutcome = Exclude<Outcome, 'category_changed'>;

/** Outcomes, the workflow events that they are, and their keys. */
export const DECISIONS: readonly { outcome: Outcome; events: readonly ApplicationEvent[]; key?: string }[] = [
  { outcome: 'endorsed', events: ['endorse'], key: 'a' },
  { outcome: 'approved', events: ['approve', 'approve_at_once'], key: 'a' },
  { outcome: 'category_changed', events: ['find_category'], key: 'g' },
  { outcome: 'asked_material', events: ['ask_material'], key: 'm' },
  { outcome: 'refused', events: ['refuse'], key: 'r' },
  { outcome: 'returned', events: ['return_to_first_review'] },
  { outcome: 'reopened', events: ['reopen'] },
];

interface DialogProps {
  readonly application: Answer<'GET /api/applications/:id'>;
  readonly outcome: PlainOutcome;
  readonly close: () => void;
  readonly done: (nextId: string | null) => void;
}

export function DecisionDialog({ application, outcome, close, done }: DialogProps) {
  const { w, say } = useWords();
  const reasons = useRead('GET /api/review/reasons', []).data ?? [];
  const [words, setWords] = useState('');
  const [cure, setCure] = useState('');
  const [reasonCode, setReason] = useState<(typeof reasons)[number]['code']>();
  const [evidenceKinds, setKinds] = useState<string[]>([]);
  const [dueOn, setDue] = useState('');
  const send = useSend('POST /api/applications/:id/decisions', ({ nextId }) => done(nextId));
  const { version, id } = application;
  const asks = outcome === 'asked_material' || outcome === 'refused';
  const passes = outcome === 'endorsed' || outcome === 'approved';
  const ready =
    passes ||
    (words.trim().length >= 4 &&
      (!asks || (reasonCode && dueOn && (outcome !== 'refused' || cure.trim().length >= 4))));
  const event = DECISIONS.find((item) => item.outcome === outcome)?.events.find((name) =>
    application.actions.includes(name),
  );
  const body = (): Body | null => {
    if (passes) return { outcome, version, words };
    if (!asks) return { outcome, version, words };
    if (!reasonCode) return null;
    return outcome === 'refused'
      ? { outcome, version, reasonCode, words, cure, dueOn }
      : { outcome, version, reasonCode, words, evidenceKinds, dueOn };
  };
  return (
    <Modal
      open
      title={`${application.child.name} · ${event ? say(applicationWorkflow.on[event].zh, applicationWorkflow.on[event].en) : w('decide')}`}
      okText={w('confirm')}
      cancelText={w('cancel')}
      okButtonProps={{ disabled: !ready, loading: send.isPending, danger: outcome === 'refused' }}
      onCancel={close}
      onOk={() => {
        const decided = body();
        if (decided) send.mutate([{ params: { id }, body: decided }]);
      }}
    >
      <Form layout="vertical">
        {asks ? (
          <Form.Item label={w('reason')} htmlFor="reason" required>
            <Select
              id="reason"
              value={reasonCode}
              onChange={(code) => {
                const reason = reasons.find((item) => item.code === code);
                setReason(code);
                if (!reason) return;
                setCure(reason.cure);
                if (!words) setWords(outcome === 'refused' ? reason.zh : reason.cure);
              }}
              options={reasons
                .filter((reason) => reason.for === (outcome === 'refused' ? 'refuse' : 'ask_material'))
                .map((reason) => ({ value: reason.code, label: say(reason.zh, reason.en) }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item label={w('words')} htmlFor="words" required={!passes}>
          <Input.TextArea
            id="words"
            rows={3}
            maxLength={1000}
            value={words}
            onChange={(change) => setWords(change.target.value)}
          />
        </Form.Item>
        {outcome === 'refused' ? (
          <Form.Item label={w('cure')} htmlFor="cure" required>
            <Input.TextArea
              id="cure"
              rows={2}
              maxLength={1000}
              value={cure}
              onChange={(change) => setCure(change.target.value)}
            />
          </Form.Item>
        ) : null}
        {outcome === 'asked_material' ? (
          <Form.Item label={w('kinds')} htmlFor="kinds">
            <Select
              id="kinds"
              mode="multiple"
              value={evidenceKinds}
              onChange={setKinds}
              options={(application.assessment?.evidence ?? []).map((item) => ({
                value: item.kind,
                label: say(item.zh, item.en),
              }))}
            />
          </Form.Item>
        ) : null}
        {asks ? (
          <Form.Item label={w('dueOn')} htmlFor="due" required>
            <DatePicker id="due" onChange={(date) => setDue(date?.format('YYYY-MM-DD') ?? '')} />
          </Form.Item>
        ) : null}
        <Refused problem={send.error} />
      </Form>
    </Modal>
  );
}
