// Proposing what was edited: from which day, why, and why within a season if it is one.

import { Alert, App, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useSend } from '../../client/queries.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import { Refused } from '../parts.tsx';
import type { Overview, WorkingCopy } from './working-copy.ts';

interface ProposeDialogProps {
  readonly overview: Overview;
  readonly copy: WorkingCopy;
  readonly place: { readonly district: string; readonly stage: 'primary' | 'junior' };
  readonly close: (proposed: boolean) => void;
}

export function ProposeDialog({ overview, copy, place, close }: ProposeDialogProps) {
  const { c, say } = useCatchmentWords();
  const { message } = App.useApp();
  const [effectiveFrom, setFrom] = useState(overview.today);
  const [reason, setReason] = useState('');
  const [seasonReason, setSeasonReason] = useState('');
  const met = overview.seasons.filter(({ from, until }) => from <= effectiveFrom && effectiveFrom <= until);
  const propose = useSend('POST /api/catchments/changes', () => {
    void message.success(c('sent'));
    copy.clear();
    close(true);
  });
  const complete = reason.trim().length >= 4 && (met.length === 0 || seasonReason.trim().length >= 4);
  return (
    <Modal
      open
      title={c('proposeTitle')}
      onCancel={() => close(false)}
      okText={c('send')}
      cancelText={c('cancel')}
      okButtonProps={{ disabled: !complete || effectiveFrom === '', loading: propose.isPending }}
      onOk={() =>
        propose.mutate([
          {
            body: {
              ...place,
              effectiveFrom,
              reason: reason.trim(),
              seasonReason: met.length > 0 ? seasonReason.trim() : '',
              items: [...copy.items],
            },
          },
        ])
      }
    >
      <Form layout="vertical">
        <p>
          {copy.sites
            .filter(({ edited }) => edited)
            .map(({ name }) => name)
            .join('、')}
        </p>
        <Form.Item label={c('from')} htmlFor="propose-from">
          <Input
            id="propose-from"
            type="date"
            min={overview.today}
            value={effectiveFrom}
            onChange={(event) => setFrom(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={c('reason')} htmlFor="propose-reason" extra={c('reasonHint')}>
          <Input.TextArea id="propose-reason" value={reason} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
        {met.length > 0 ? (
          <>
            <Alert
              type="warning"
              showIcon
              title={c('seasonHint', {
                seasons: met.map(({ name, nameEn }) => say(name, nameEn)).join('、'),
                until:
                  met
                    .map(({ until }) => until)
                    .toSorted()
                    .at(-1) ?? '',
              })}
            />
            <Form.Item label={c('seasonReason')} htmlFor="propose-season">
              <Input.TextArea
                id="propose-season"
                value={seasonReason}
                onChange={(event) => setSeasonReason(event.target.value)}
              />
            </Form.Item>
          </>
        ) : null}
        <p className="soft">{c('fourEyes')}</p>
      </Form>
      <Refused problem={propose.error} />
    </Modal>
  );
}
