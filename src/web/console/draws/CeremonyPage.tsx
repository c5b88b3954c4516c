// The ceremony of one draw: where it stands, what each step means, who may take the next one, who was present, what happened.

import { Alert, App, Button, Card, Descriptions, Input, Steps, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Answer, Request } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { useCeremonyWords } from '../../texts/ceremony.ts';
import { timeText } from '../../texts/dates.ts';
import { drawWorkflow } from '../../../modules/draws/workflow.ts';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';
import { EditDraw } from './DrawPlanPage.tsx';
import { toneOf } from './DrawsPage.tsx';
import { Parties } from './Parties.tsx';
import { Presence } from './Presence.tsx';
import { PublicValue } from './PublicValue.tsx';

export type Ceremony = Answer<'GET /api/draws/:id'>;
type PlainStep = Request<'POST /api/draws/:id/steps'>['body']['step'];

/** The way of a draw that goes well; the rest of the states are detours of one of these. */
const WAY = ['prepared', 'proposed', 'announced', 'committed', 'revealed', 'valued', 'drawn', 'sealed'] as const;
const DETOUR: Readonly<Partial<Record<Ceremony['state'], (typeof WAY)[number]>>> = {
  value_entered: 'revealed',
  source_failed: 'revealed',
};

export function CeremonyPage({ id }: { id: string }) {
  const reading = useRead('GET /api/draws/:id', [{ params: { id } }], { every: 4_000 });
  return <Loaded reading={reading}>{(draw) => <Body draw={draw} />}</Loaded>;
}

function Body({ draw }: { draw: Ceremony }) {
  const { c, say } = useCeremonyWords();
  const [editing, setEditing] = useState(false);
  return (
    <>
      <Head
        title={
          <>
            {say(draw.seasonName, draw.seasonNameEn)} · {c('nth', { n: draw.number })}{' '}
            <Tag color={toneOf(draw.state)}>{say(draw.stateZh, draw.stateEn)}</Tag>
          </>
        }
      >
        <Link href={`/draws?season=${draw.seasonId}`}>{c('draws')}</Link>
        {draw.announcedAt ? (
          <>
            <Button href={`/hall/${draw.id}`} target="_blank">
              {c('hall')}
            </Button>
            <Button href={`/draws/${draw.id}`} target="_blank">
              {c('publicPage')}
            </Button>
          </>
        ) : null}
        <Link href={`/draws/${draw.id}/record`}>{c('print')}</Link>
      </Head>
      {editing ? (
        <EditDraw draw={draw} onDone={() => setEditing(false)} />
      ) : (
        <div className="stack">
          <Way draw={draw} />
          <NextStep draw={draw} onEdit={() => setEditing(true)} />
          <Parties draw={draw} />
          <Announced draw={draw} />
          <Presence draw={draw} />
          <RecordTable draw={draw} />
        </div>
      )}
    </>
  );
}

function Way({ draw }: { draw: Ceremony }) {
  const { say } = useCeremonyWords();
  if (draw.state === 'withdrawn') {
    return <Alert type="error" showIcon title={say(draw.stateZh, draw.stateEn)} description={draw.withdrawnReason} />;
  }
  const state = DETOUR[draw.state] ?? draw.state;
  const at = WAY.findIndex((one) => one === state);
  return (
    <Card size="small">
      <Steps
        size="small"
        titlePlacement="vertical"
        current={at}
        {...(draw.state === 'sealed' ? { status: 'finish' as const } : {})}
        items={WAY.map((one) => ({
          title: say(drawWorkflow.states[one].family.zh, drawWorkflow.states[one].family.en),
        }))}
      />
    </Card>
  );
}

/** What comes next in words, and the buttons of it. */
function NextStep({ draw, onEdit }: { draw: Ceremony; onEdit: () => void }) {
  const { c, say } = useCeremonyWords();
  if (draw.state === 'sealed') {
    return <Alert type="success" showIcon title={say(draw.nextZh, draw.nextEn)} />;
  }
  return (
    <Card size="small" title={c('next')}>
      <div className="stack">
        <strong>{say(draw.nextZh, draw.nextEn)}</strong>
        {draw.wouldFreeze ? <span>{c('wouldFreeze', draw.wouldFreeze)}</span> : null}
        {draw.waitingFor === null ? null : <span className="soft">{c('waitingFor', { name: draw.waitingFor })}</span>}
        <PublicValue draw={draw} />
        <StepButtons draw={draw} onEdit={onEdit} />
      </div>
    </Card>
  );
}

/** Steps by their weight: those that lead on, those that go back, those that end the draw and need a reason. */
const ON: readonly PlainStep[] = ['propose', 'announce', 'draw', 'seal'];
const BACK: readonly PlainStep[] = ['send_back', 'strike_value', 'report_source', 'source_came'];
const END: readonly PlainStep[] = [
  'withdraw',
  'stop_unrevealed',
  'stop_uncommitted',
  'confirm_source_failure',
  'discard',
];

function StepButtons({ draw, onEdit }: { draw: Ceremony; onEdit: () => void }) {
  const { c, say } = useCeremonyWords();
  const { modal } = App.useApp();
  const [reason, setReason] = useState('');
  const send = useSend('POST /api/draws/:id/steps', () => setReason(''));
  const can = (steps: readonly PlainStep[]) => steps.filter((step) => draw.actions.includes(step));
  const word = (step: PlainStep) => say(drawWorkflow.on[step].zh, drawWorkflow.on[step].en);
  const take = (step: PlainStep, why = '') =>
    send.mutate([{ params: { id: draw.id }, body: { step, version: draw.version, reason: why } }]);
  const warning: Partial<Record<PlainStep, string>> = {
    announce: c('announceSure'),
    draw: c('drawSure'),
    seal: c('sealSure'),
  };
  const ask = (step: PlainStep, why = '') =>
    void modal.confirm({
      title: word(step),
      content: warning[step] ?? c('sure'),
      okText: word(step),
      onOk: () => take(step, why),
    });
  const ends = can(END);
  return (
    <>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {can(ON).map((step) => (
          <Button
            key={step}
            type="primary"
            size="large"
            loading={send.isPending}
            onClick={() => (warning[step] ? ask(step) : take(step))}
          >
            {word(step)}
          </Button>
        ))}
        {draw.actions.includes('edit') ? <Button onClick={onEdit}>{c('editPlan')}</Button> : null}
        {can(BACK).map((step) => (
          <Button key={step} loading={send.isPending} onClick={() => ask(step)}>
            {word(step)}
          </Button>
        ))}
      </div>
      {ends.length > 0 ? (
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
          <Input
            aria-label={c('reason')}
            placeholder={c('reason')}
            style={{ width: 360 }}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {ends.map((step) => (
            <Button
              key={step}
              danger
              loading={send.isPending}
              disabled={step !== 'discard' && reason.trim().length < 4}
              onClick={() => ask(step, reason.trim())}
            >
              {word(step)}
            </Button>
          ))}
        </div>
      ) : null}
      <Refused problem={send.error} />
    </>
  );
}

function Announced({ draw }: { draw: Ceremony }) {
  const { c, language } = useCeremonyWords();
  const { settings, roster, method } = draw;
  const mono = (value: string | null | undefined) => <span className="mono">{value ?? '—'}</span>;
  return (
    <Card size="small" title={c('plan')}>
      <Descriptions
        size="small"
        column={{ xs: 1, lg: 2 }}
        items={[
          { key: 'commitBy', label: c('commitBy'), children: timeText(settings.commitBy, language) },
          { key: 'revealBy', label: c('revealBy'), children: timeText(settings.revealBy, language) },
          { key: 'publicAt', label: c('value'), children: timeText(settings.publicAt, language) },
          { key: 'place', label: c('place'), children: settings.place || '—' },
          { key: 'source', label: c('source'), span: 'filled', children: settings.source },
          { key: 'form', label: c('form'), span: 'filled', children: settings.form },
          ...(roster && method
            ? [
                { key: 'size', label: c('size'), children: `${roster.size} / ${roster.lots}` },
                { key: 'rules', label: c('rules'), children: `${method.rules.title} ${method.rules.version}` },
                { key: 'root', label: c('root'), span: 'filled' as const, children: mono(roster.root) },
                { key: 'code', label: c('code'), span: 'filled' as const, children: mono(method.code) },
              ]
            : []),
          ...(draw.announcementHash
            ? [
                {
                  key: 'hash',
                  label: c('hash'),
                  span: 'filled' as const,
                  children: (
                    <span>
                      {mono(draw.announcementHash)}
                      <br />
                      <span className="soft">{c('hashWords')}</span>
                    </span>
                  ),
                },
              ]
            : []),
          ...(draw.publicValue
            ? [
                {
                  key: 'value',
                  label: c('publicValue'),
                  span: 'filled' as const,
                  children: (
                    <span>
                      <strong>{draw.publicValue.value}</strong> · {draw.publicValue.where}
                    </span>
                  ),
                },
              ]
            : []),
          ...(draw.seed ? [{ key: 'seed', label: c('seed'), span: 'filled' as const, children: mono(draw.seed) }] : []),
          ...(draw.transcriptHash
            ? [
                {
                  key: 'transcript',
                  label: c('transcript'),
                  span: 'filled' as const,
                  children: mono(draw.transcriptHash),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

/** Everything that happened, oldest first. */
export function RecordTable({ draw }: { draw: Ceremony }) {
  const { c, say, language } = useCeremonyWords();
  return (
    <Card size="small" title={c('record')}>
      <DataTable
        rowKey={(entry) => `${entry.at}${entry.event}${entry.who}${entry.words}`}
        size="small"
        pagination={false}
        scroll={{ x: 700 }}
        dataSource={draw.record}
        columns={[
          { title: c('at'), width: 150, render: (_, entry) => timeText(entry.at, language) },
          { title: c('what'), width: 220, render: (_, entry) => say(entry.zh, entry.en) },
          {
            title: c('who'),
            width: 260,
            render: (_, entry) => [entry.who, entry.organization].filter(Boolean).join(' · '),
          },
          {
            title: c('words'),
            render: (_, entry) => <span className={/[0-9a-f]{64}/.test(entry.words) ? 'mono' : ''}>{entry.words}</span>,
          },
        ]}
      />
    </Card>
  );
}
