// A change of a season's rules: what changes, whom it touches, the second officer's decision, and what became of each family.

import { Alert, App, Button, Card, Descriptions, Input, Modal, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { timeText } from '../../texts/dates.ts';
import { usePolicyWords, type PolicyWord } from '../../texts/policies.ts';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';
import { Changes } from './ComparePage.tsx';
import { ImpactView, useResultWords } from './ImpactView.tsx';
import { useMayWrite } from './parts.tsx';

type Change = Answer<'GET /api/policy-proposals/:id'>;

export function ProposalPage({ id }: { id: string }) {
  const reading = useRead('GET /api/policy-proposals/:id', [{ params: { id } }]);
  const waiting = reading.data?.touched.some((one) => one.progress === 'waiting') ?? false;
  // A second reading of the same: it asks again while families are being assessed.
  useRead('GET /api/policy-proposals/:id', [{ params: { id } }], { every: 1_500, off: !waiting });
  return <Loaded reading={reading}>{(change) => <ChangeBody change={change} />}</Loaded>;
}

function ChangeBody({ change }: { change: Change }) {
  const { w, say, language } = usePolicyWords();
  const name = ({ title, version }: Change['before']) => `${title} v${version}`;
  return (
    <>
      <Head
        title={
          <>
            {w('change')} · {say(change.seasonName, change.seasonNameEn)}{' '}
            <Tag color={change.state === 'approved' ? 'green' : change.state === 'proposed' ? 'orange' : 'default'}>
              {w(change.state)}
            </Tag>
            {change.midSeason ? <Tag color="red">{w('midSeason')}</Tag> : null}
          </>
        }
      >
        <Link href="/rules">{w('rules')}</Link>
      </Head>
      <div className="stack">
        <Card size="small">
          <Descriptions
            size="small"
            column={1}
            items={[
              {
                key: 'before',
                label: w('before'),
                children: <Link href={`/rules/${change.before.hash}`}>{name(change.before)}</Link>,
              },
              {
                key: 'after',
                label: w('after'),
                children: <Link href={`/rules/${change.after.hash}`}>{name(change.after)}</Link>,
              },
              { key: 'reason', label: w('reason'), children: change.reason || '—' },
              {
                key: 'by',
                label: w('proposed'),
                children: w('proposedBy', {
                  name: change.proposedByName,
                  time: timeText(change.proposedAt, language),
                }),
              },
              ...(change.decidedAt
                ? [
                    {
                      key: 'decided',
                      label: w(change.state),
                      children: `${w('decidedBy', {
                        name: change.decidedByName ?? '',
                        time: timeText(change.decidedAt, language),
                      })}${change.decidedWords ? `：${change.decidedWords}` : ''}`,
                    },
                  ]
                : []),
            ]}
          />
        </Card>
        <Decision change={change} />
        {change.impact ? (
          <Card size="small" title={w('whomItTouches')}>
            <ImpactView impact={change.impact} />
          </Card>
        ) : null}
        {change.touched.length > 0 ? <Touched change={change} /> : null}
        <Changes changes={change.changes} titles={[name(change.before), name(change.after)]} />
      </div>
    </>
  );
}

function Decision({ change }: { change: Change }) {
  const { w } = usePolicyWords();
  const { modal } = App.useApp();
  const [words, setWords] = useState('');
  const decide = useSend('POST /api/policy-proposals/:id/decision');
  const withdraw = useSend('POST /api/policy-proposals/:id/withdraw');
  const params = { id: change.id };
  const { impact } = change;
  if (change.actions.length === 0) return null;
  const approve = () => {
    if (!impact) return;
    void modal.confirm({
      title: w('approve'),
      content: w('approveSure', { n: impact.touched, m: impact.decided }),
      okText: w('approve'),
      cancelText: w('cancel'),
      onOk: () => decide.mutate([{ params, body: { decision: 'approve', digest: impact.digest, words } }]),
    });
  };
  return (
    <Card size="small">
      {change.actions.includes('withdraw') ? (
        <div className="rule-filters" style={{ margin: 0 }}>
          <Alert type="info" showIcon title={w('ownProposal')} />
          <Button loading={withdraw.isPending} onClick={() => withdraw.mutate([{ params }])}>
            {w('withdraw')}
          </Button>
        </div>
      ) : (
        <div className="rule-filters" style={{ margin: 0 }}>
          <Input
            aria-label={w('words')}
            placeholder={w('words')}
            style={{ maxWidth: 420 }}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          {change.actions.includes('approve') ? (
            <Button type="primary" loading={decide.isPending} onClick={approve}>
              {w('approve')}
            </Button>
          ) : null}
          {change.actions.includes('reject') ? (
            <Button
              danger
              title={w('rejectWords')}
              disabled={words.trim().length < 2}
              onClick={() => decide.mutate([{ params, body: { decision: 'reject', words } }])}
            >
              {w('reject')}
            </Button>
          ) : null}
        </div>
      )}
      <Refused problem={decide.error ?? withdraw.error} />
    </Card>
  );
}

const PROGRESS: Readonly<Record<Change['touched'][number]['progress'], readonly [PolicyWord, string]>> = {
  waiting: ['stateWaiting', 'cyan'],
  reassessed: ['reassessed', 'green'],
  for_person: ['for_person', 'orange'],
  settled: ['settled', 'green'],
};

function Touched({ change }: { change: Change }) {
  const { w } = usePolicyWords();
  const words = useResultWords();
  const mayWrite = useMayWrite();
  const [asked, setAsked] = useState<string>();
  const order = ['for_person', 'waiting', 'settled', 'reassessed'];
  return (
    <Card size="small" title={`${w('afterwards')}（${String(change.touched.length)}）`}>
      <DataTable
        rowKey="applicationId"
        size="small"
        dataSource={change.touched.toSorted((a, b) => order.indexOf(a.progress) - order.indexOf(b.progress))}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 900 }}
        columns={[
          {
            title: w('child'),
            width: 120,
            render: (_, one) => <Link href={`/cases/${one.applicationId}`}>{one.childName}</Link>,
          },
          { title: w('receipt'), dataIndex: 'receiptNo', width: 180 },
          { title: w('before'), render: (_, one) => words(one.before) },
          { title: w('after'), render: (_, one) => <strong>{words(one.after)}</strong> },
          {
            title: w('standing'),
            width: 240,
            render: (_, one) => (
              <>
                <Tag color={PROGRESS[one.progress][1]}>{w(PROGRESS[one.progress][0])}</Tag>
                {one.settledWords ? (
                  <div className="soft">
                    {one.settledByName}：{one.settledWords}
                  </div>
                ) : null}
                {one.progress === 'for_person' && mayWrite ? (
                  <Button size="small" onClick={() => setAsked(one.applicationId)}>
                    {w('settle')}
                  </Button>
                ) : null}
              </>
            ),
          },
        ]}
      />
      {asked ? <SettleDialog id={change.id} applicationId={asked} close={() => setAsked(undefined)} /> : null}
    </Card>
  );
}

function SettleDialog({ id, applicationId, close }: { id: string; applicationId: string; close: () => void }) {
  const { w } = usePolicyWords();
  const [words, setWords] = useState('');
  const settle = useSend('POST /api/policy-proposals/:id/touched/:applicationId', close);
  return (
    <Modal
      open
      title={w('settle')}
      okText={w('ok')}
      cancelText={w('cancel')}
      onCancel={close}
      confirmLoading={settle.isPending}
      okButtonProps={{ disabled: words.trim().length < 2 }}
      onOk={() => settle.mutate([{ params: { id, applicationId }, body: { words } }])}
    >
      <p>
        <Link href={`/cases/${applicationId}`}>{w('openCase')}</Link>
      </p>
      <Input.TextArea
        aria-label={w('settleWords')}
        placeholder={w('settleWords')}
        rows={3}
        maxLength={500}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Refused problem={settle.error} />
    </Modal>
  );
}
