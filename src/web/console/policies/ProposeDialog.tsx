// Proposes a rule set for a season; once registration has begun it asks for a reason.

import { Alert, App, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { usePolicyWords } from '../../texts/policies.ts';
import { Refused } from '../parts.tsx';
import type { RuleSet } from './parts.tsx';

type Proposable = Pick<RuleSet, 'hash' | 'stage' | 'entryYear' | 'districts'>;

export function ProposeDialog({ ruleSet, close }: { ruleSet: Proposable; close: () => void }) {
  const { w, say } = usePolicyWords();
  const { message } = App.useApp();
  const [, go] = useLocation();
  const me = useMe();
  const seasons = (useRead('GET /api/seasons', []).data ?? []).filter(
    (one) =>
      one.stage === ruleSet.stage &&
      one.entryYear === ruleSet.entryYear &&
      ruleSet.districts.includes(one.district) &&
      one.policy.hash !== ruleSet.hash &&
      (!me?.organization?.district || me.organization.district === one.district),
  );
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState('');
  const season = seasons.find(({ id }) => id === chosen) ?? (seasons.length === 1 ? seasons[0] : undefined);
  const begun = season !== undefined && season.phase !== 'upcoming';
  const propose = useSend('POST /api/seasons/:id/policy-proposals', (proposal) => {
    void message.success(w('sent'));
    go(`/rule-changes/${proposal.id}`);
  });
  return (
    <Modal
      open
      title={w('propose')}
      okText={w('send')}
      cancelText={w('cancel')}
      onCancel={close}
      confirmLoading={propose.isPending}
      okButtonProps={{ disabled: !season || (begun && reason.trim().length < 4) }}
      onOk={() => season && propose.mutate([{ params: { id: season.id }, body: { hash: ruleSet.hash, reason } }])}
    >
      <Form layout="vertical">
        <Form.Item label={w('season')} htmlFor="propose-season">
          <Select
            id="propose-season"
            aria-label={w('season')}
            value={season?.id}
            onChange={setChosen}
            options={seasons.map(({ id, name, nameEn }) => ({ value: id, label: say(name, nameEn) }))}
          />
        </Form.Item>
        {seasons.length === 0 ? <Alert type="info" title={w('noFit')} /> : null}
        {season ? (
          <Alert
            type={begun ? 'warning' : 'info'}
            showIcon
            title={w(begun ? 'midSeasonLead' : 'upcomingLead')}
            style={{ marginBottom: 16 }}
          />
        ) : null}
        <Form.Item label={w('reason')} htmlFor="propose-reason" required={begun}>
          <Input.TextArea
            id="propose-reason"
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
        <Refused problem={propose.error} />
      </Form>
    </Modal>
  );
}
