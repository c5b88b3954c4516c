// The words of a decision on a request; for a granted change also the last day for the correction.

import { DatePicker, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { requestWorkflow } from '../../modules/requests/workflow.ts';
import type { Answer } from '../client/call.ts';
import { useSend } from '../client/queries.ts';
import { useWords } from '../texts/console.ts';
import { Refused } from './parts.tsx';

interface DialogProps {
  readonly request: Answer<'GET /api/requests/:id'>;
  readonly step: 'grant' | 'refuse';
  readonly close: () => void;
  readonly done: () => void;
}

export function RequestDialog({ request, step, close, done }: DialogProps) {
  const { w, say } = useWords();
  const [words, setWords] = useState('');
  const [day, setDay] = useState('');
  const decide = useSend('POST /api/requests/:id/decision', done);
  const { id, version, number } = request;
  const opens = step === 'grant' && request.kind === 'change';
  const ready = words.trim().length >= 10 && (!opens || day !== '');
  const body = { version, grant: step === 'grant', words, ...(opens ? { correctOn: day } : {}) };
  return (
    <Modal
      open
      title={`${number} · ${say(requestWorkflow.on[step].zh, requestWorkflow.on[step].en)}`}
      okText={w('confirm')}
      cancelText={w('cancel')}
      okButtonProps={{ disabled: !ready, loading: decide.isPending }}
      onCancel={close}
      onOk={() => decide.mutate([{ params: { id }, body }])}
    >
      <Form layout="vertical">
        {opens ? (
          <Form.Item label={w('correctOn')} htmlFor="correct-on" required>
            <DatePicker id="correct-on" onChange={(date) => setDay(date?.format('YYYY-MM-DD') ?? '')} />
          </Form.Item>
        ) : null}
        <Form.Item label={w('reasonsToFamily')} htmlFor="words" required>
          <Input.TextArea
            id="words"
            rows={4}
            maxLength={4000}
            value={words}
            onChange={(e) => setWords(e.target.value)}
          />
        </Form.Item>
        <Refused problem={decide.error} />
      </Form>
    </Modal>
  );
}
