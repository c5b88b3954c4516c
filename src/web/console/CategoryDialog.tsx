// A reviewer finds the category: which, why, and on the basis of what papers or data.

import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client/call.ts';
import { useSend } from '../client/queries.ts';
import { useWords } from '../texts/console.ts';
import { Refused } from './parts.tsx';

interface DialogProps {
  readonly application: Answer<'GET /api/applications/:id'>;
  readonly review: Answer<'GET /api/applications/:id/review'>;
  readonly close: () => void;
  readonly done: () => void;
}

export function CategoryDialog({ application, review, close, done }: DialogProps) {
  const { w, say } = useWords();
  const [categoryId, setCategory] = useState<string>();
  const [words, setWords] = useState('');
  const [evidence, setEvidence] = useState<string[]>([]);
  const send = useSend('POST /api/applications/:id/decisions', done);
  const { version, id } = application;
  const ready = categoryId !== undefined && words.trim().length >= 4 && evidence.length > 0;
  return (
    <Modal
      open
      title={`${application.child.name} · ${w('findCategory')}`}
      okText={w('confirm')}
      cancelText={w('cancel')}
      okButtonProps={{ disabled: !ready, loading: send.isPending }}
      onCancel={close}
      onOk={() => {
        if (categoryId === undefined) return;
        send.mutate([{ params: { id }, body: { outcome: 'category_changed', version, categoryId, words, evidence } }]);
      }}
    >
      <Form layout="vertical">
        <p className="soft">{w('findCategoryWords')}</p>
        <Form.Item label={w('category')} htmlFor="category" required>
          <Select
            id="category"
            placeholder={application.assessment?.category?.name}
            value={categoryId}
            onChange={setCategory}
            options={review.categories.map((item) => ({ value: item.id, label: say(item.name, item.nameEn) }))}
          />
        </Form.Item>
        <Form.Item label={w('reasonToFamily')} htmlFor="words" required>
          <Input.TextArea
            id="words"
            rows={3}
            maxLength={1000}
            value={words}
            onChange={(change) => setWords(change.target.value)}
          />
        </Form.Item>
        <Form.Item label={w('basis')} htmlFor="basis" required>
          <Select
            id="basis"
            mode="multiple"
            value={evidence}
            onChange={setEvidence}
            options={review.grounds.map((item) => ({ value: item.kind, label: say(item.zh, item.en) }))}
          />
        </Form.Item>
        <Refused problem={send.error} />
      </Form>
    </Modal>
  );
}
