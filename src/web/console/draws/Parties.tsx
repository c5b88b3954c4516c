// The parties of a draw: who has committed and revealed, their own pages, and what comes from a printed sheet.

import { App, Button, Card, Form, Input, Modal, Space, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useSend } from '../../client/queries.ts';
import { useCeremonyWords } from '../../texts/ceremony.ts';
import { DataTable, Refused } from '../parts.tsx';
import type { Ceremony } from './CeremonyPage.tsx';

const QrCode = lazy(() => import('../../portal/draws/QrCode.tsx').then(({ QrCode }) => ({ default: QrCode })));

type Person = Ceremony['people'][number];

export function Parties({ draw }: { draw: Ceremony }) {
  const { c, capacity } = useCeremonyWords();
  const { message } = App.useApp();
  const [entering, setEntering] = useState<{ person: Person; what: 'commit' | 'reveal' }>();
  const [shown, setShown] = useState<Person>();
  const open = ['announced', 'committed'].includes(draw.state);
  const values = new Map(draw.parties.map((party) => [party.name, party]));
  return (
    <Card size="small" title={c('people')}>
      <DataTable
        rowKey="id"
        size="small"
        pagination={false}
        scroll={{ x: 900 }}
        dataSource={draw.people}
        columns={[
          { title: c('partyName'), render: (_, person) => <strong>{person.name}</strong> },
          { title: c('capacity'), width: 150, render: (_, person) => capacity(person.capacity) },
          {
            title: c('committed'),
            render: (_, person) =>
              person.committed ? (
                <span className="mono">{values.get(person.name)?.commitment}</span>
              ) : (
                <Tag>{c('notCommitted')}</Tag>
              ),
          },
          {
            title: c('revealed'),
            render: (_, person) =>
              person.revealed ? <strong>{values.get(person.name)?.value}</strong> : <Tag>{c('notRevealed')}</Tag>,
          },
          {
            title: c('act'),
            width: 330,
            render: (_, person) => (
              <Space wrap size={4}>
                {open && person.mine && person.link ? (
                  <Button size="small" type="primary" href={person.link} target="_blank">
                    {c('mine')}
                  </Button>
                ) : null}
                {person.accountName ? (
                  <span className="soft">{c('ownAccount', { name: person.accountName })}</span>
                ) : null}
                {open && person.link && !person.mine ? (
                  <>
                    <Button
                      size="small"
                      onClick={() =>
                        void navigator.clipboard
                          ?.writeText(person.link ?? '')
                          .then(() => message.success(c('copyLink')))
                      }
                    >
                      {c('copyLink')}
                    </Button>
                    <Button size="small" onClick={() => setShown(person)}>
                      {c('showQr')}
                    </Button>
                  </>
                ) : null}
                {draw.actions.includes('commit') && !person.committed && !person.accountName ? (
                  <Button size="small" onClick={() => setEntering({ person, what: 'commit' })}>
                    {c('enterCommitment')}
                  </Button>
                ) : null}
                {draw.actions.includes('reveal') && !person.revealed && !person.accountName ? (
                  <Button size="small" onClick={() => setEntering({ person, what: 'reveal' })}>
                    {c('enterReveal')}
                  </Button>
                ) : null}
              </Space>
            ),
          },
        ]}
      />
      {shown?.link ? (
        <Modal open title={`${shown.name} · ${c('link')}`} footer={null} onCancel={() => setShown(undefined)}>
          <Suspense fallback={null}>
            <QrCode text={shown.link} label={shown.name} size={320} />
          </Suspense>
          <p className="mono">{shown.link}</p>
        </Modal>
      ) : null}
      {entering ? (
        <FromPaper
          drawId={draw.id}
          person={entering.person}
          what={entering.what}
          close={() => setEntering(undefined)}
        />
      ) : null}
    </Card>
  );
}

const HEX = /^[0-9a-f]{64}$/;
const compact = (text: string) => text.replace(/\s+/g, '').toLowerCase();

function FromPaper({
  drawId,
  person,
  what,
  close,
}: {
  drawId: string;
  person: Person;
  what: 'commit' | 'reveal';
  close: () => void;
}) {
  const { c } = useCeremonyWords();
  const commit = useSend('POST /api/draws/:id/parties/:partyId/commitment', close);
  const reveal = useSend('POST /api/draws/:id/parties/:partyId/reveal', close);
  const params = { id: drawId, partyId: person.id };
  const hex = [{ required: true, transform: compact, pattern: HEX }];
  return (
    <Modal
      open
      title={`${person.name} · ${c(what === 'commit' ? 'enterCommitment' : 'enterReveal')}`}
      footer={null}
      onCancel={close}
      destroyOnHidden
    >
      <Form
        layout="vertical"
        onFinish={({ commitment, nonce, value }: Record<string, string | undefined>) =>
          what === 'commit'
            ? commit.mutate([{ params, body: { commitment: compact(commitment ?? '') } }])
            : reveal.mutate([{ params, body: { nonce: compact(nonce ?? ''), value: (value ?? '').trim() } }])
        }
      >
        {what === 'commit' ? (
          <Form.Item name="commitment" label={c('commitment')} rules={hex}>
            <Input.TextArea autoSize className="mono" />
          </Form.Item>
        ) : (
          <>
            <Form.Item name="value" label={c('itsValue')} rules={[{ required: true }]}>
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item name="nonce" label={c('nonce')} rules={hex}>
              <Input.TextArea autoSize className="mono" />
            </Form.Item>
          </>
        )}
        <Refused problem={commit.error ?? reveal.error} />
        <Button type="primary" htmlType="submit" loading={commit.isPending || reveal.isPending}>
          {c('submit')}
        </Button>
      </Form>
    </Modal>
  );
}
