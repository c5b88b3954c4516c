// The words of an officer's step on an appeal: a question, a reason to put it back, or a decision with its hearing note.

import { DatePicker, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { appealWorkflow } from '../../modules/appeals/workflow.ts';
import type { Answer } from '../client/call.ts';
import { useRead, useSend } from '../client/queries.ts';
import { useWords } from '../texts/console.ts';
import { Refused } from './parts.tsx';

export type AppealStep = 'uphold' | 'dismiss' | 'ask' | 'release';

interface DialogProps {
  readonly appeal: Answer<'GET /api/appeals/:id'>;
  readonly step: AppealStep;
  readonly close: () => void;
  readonly done: () => void;
}

export function AppealDialog({ appeal, step, close, done }: DialogProps) {
  const { w, say } = useWords();
  const [words, setWords] = useState('');
  const [day, setDay] = useState('');
  const [present, setPresent] = useState('');
  const [note, setNote] = useState('');
  const [categoryId, setCategory] = useState<string>();
  const decides = step === 'uphold' || step === 'dismiss';
  const choosesCategory = step === 'uphold' && appeal.subject !== 'placement';
  const categories = useRead('GET /api/applications/:id/review', [{ params: { id: appeal.applicationId } }], {
    off: !choosesCategory,
  }).data?.categories;
  const ask = useSend('POST /api/appeals/:id/ask', done);
  const release = useSend('POST /api/appeals/:id/release', done);
  const decide = useSend('POST /api/appeals/:id/decision', done);
  const { id, version } = appeal;
  const params = { id };
  const ready =
    words.trim().length >= (decides ? 10 : 2) &&
    (step === 'release' || day !== '') &&
    (!decides || (present.trim().length >= 2 && note.trim().length >= 10));
  const send = () => {
    if (step === 'ask') ask.mutate([{ params, body: { version, words, answerOn: day } }]);
    else if (step === 'release') release.mutate([{ params, body: { version, words } }]);
    else
      decide.mutate([
        {
          params,
          body: {
            version,
            outcome: step === 'uphold' ? 'upheld' : 'dismissed',
            hearing: { heldOn: day, present, note },
            words,
            ...(categoryId ? { categoryId } : {}),
          },
        },
      ]);
  };
  const label = step === 'ask' ? 'askFamily' : step === 'release' ? 'releaseWhy' : 'reasonsToFamily';
  return (
    <Modal
      open
      title={`${appeal.number} · ${say(appealWorkflow.on[step].zh, appealWorkflow.on[step].en)}`}
      okText={w('confirm')}
      cancelText={w('cancel')}
      okButtonProps={{ disabled: !ready, loading: ask.isPending || release.isPending || decide.isPending }}
      onCancel={close}
      onOk={send}
    >
      <Form layout="vertical">
        {step === 'release' ? null : (
          <Form.Item label={w(decides ? 'heldOn' : 'answerOn')} htmlFor="day" required>
            <DatePicker id="day" onChange={(date) => setDay(date?.format('YYYY-MM-DD') ?? '')} />
          </Form.Item>
        )}
        {decides ? (
          <>
            <Form.Item label={w('present')} htmlFor="present" required>
              <Input id="present" maxLength={500} value={present} onChange={(e) => setPresent(e.target.value)} />
            </Form.Item>
            <Form.Item label={w('whatFound')} htmlFor="note" required>
              <Input.TextArea
                id="note"
                rows={4}
                maxLength={4000}
                value={note}
                onChange={(e) => setNote(e.target.value)}
              />
            </Form.Item>
          </>
        ) : null}
        {choosesCategory && categories ? (
          <Form.Item label={w('newCategory')} htmlFor="category">
            <Select
              id="category"
              allowClear
              value={categoryId}
              onChange={setCategory}
              options={categories.map((item) => ({ value: item.id, label: item.name }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item label={w(label)} htmlFor="words" required>
          <Input.TextArea
            id="words"
            rows={3}
            maxLength={decides ? 4000 : 2000}
            value={words}
            onChange={(e) => setWords(e.target.value)}
          />
        </Form.Item>
        <Refused problem={ask.error ?? release.error ?? decide.error} />
      </Form>
    </Modal>
  );
}
