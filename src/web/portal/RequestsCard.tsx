// Requests about an application: how each stands, what was answered, and the way to ask for something.

import { useState } from 'react';
import { requestWorkflow } from '../../modules/requests/workflow.ts';
import { addressOf, type Answer } from '../client/call.ts';
import { useRead, useSend } from '../client/queries.ts';
import { Button, ButtonLink, Notice, Refused, Tag, Timeline } from '../parts/basic.tsx';
import { timeText, untilText } from '../texts/dates.ts';
import { useRequestTexts } from '../texts/requests.ts';
import { fill, useTexts } from '../texts/texts.ts';
import { contentFacts } from './requests/content.ts';

type Request = Answer<'GET /api/applications/:id/requests'>['requests'][number];

export function RequestsCard({ id }: { id: string }) {
  const { r } = useRequestTexts();
  const { data } = useRead('GET /api/applications/:id/requests', [{ params: { id } }]);
  if (!data || (data.requests.length === 0 && data.ways.length === 0)) return null;
  return (
    <section className="card">
      <h2>{r.card}</h2>
      {data.requests.map((request) => (
        <One key={request.id} request={request} at={id} />
      ))}
      {data.ways.some(({ barred }) => barred === null) ? (
        <div className="stack-tight">
          <p className="small soft">{r.openWords}</p>
          <div>
            <ButtonLink to={`/applications/${id}/requests`} look="quiet" small>
              {r.open}
            </ButtonLink>
          </div>
        </div>
      ) : null}
    </section>
  );
}

const TONES = {
  filed: 'wait',
  granted: 'good',
  refused: 'bad',
  done: 'plain',
  undone: 'plain',
  withdrawn: 'plain',
} as const satisfies Record<Request['state'], string>;

/** Where what has changed stands in the form. */
const STEPS = {
  address: 'home',
  household: 'household',
  guardians: 'guardians',
  divorce: 'guardians',
  mistake: 'check',
};

function One({ request, at }: { request: Request; at: string }) {
  const { t } = useTexts();
  const { r, say, language } = useRequestTexts();
  const { id, kind, state, promise, content } = request;
  const texts = requestWorkflow.states[state];
  const correcting = request.correctUntil !== null && content.kind === 'change' ? content.what : null;
  return (
    <article className="stack-tight">
      <div className="row between">
        <strong>{r.kinds[kind][0]}</strong>
        <Tag tone={TONES[state]}>{say(texts.family.zh, texts.family.en)}</Tag>
      </div>
      <p className="small">{say(texts.next.zh, texts.next.en)}</p>
      <dl className="facts small">
        <dt>{r.number}</dt>
        <dd>{request.number}</dd>
        {contentFacts(content, r).map(({ label, value }) => (
          <Fact key={label} label={label} value={value} />
        ))}
        {state === 'filed' && promise?.dueAt ? <Fact label={r.due} value={untilText(promise.dueAt, language)} /> : null}
        {correcting && request.correctUntil ? (
          <Fact label={r.correctBy} value={untilText(request.correctUntil, language)} />
        ) : null}
        <Linked label={r.from} link={request.from} at={at} />
        <Linked label={r.to} link={request.to} at={at} />
      </dl>
      {state === 'filed' && promise?.breached ? <Notice tone="act" title={r.breached} /> : null}
      {request.words ? (
        <p>
          {r.reply}
          {t.colon}
          {request.words}
        </p>
      ) : null}
      <div className="actions">
        {correcting ? <Correct at={at} step={STEPS[correcting]} /> : null}
        {request.decidedAt ? (
          <ButtonLink file look="quiet" small to={addressOf('GET /api/requests/:id/decision.pdf', { params: { id } })}>
            {r.letter}
          </ButtonLink>
        ) : null}
      </div>
      <Back request={request} />
      <details>
        <summary className="small">{t.application.timeline}</summary>
        <Timeline
          items={request.timeline.toReversed().map((entry) => ({
            key: entry.at + entry.zh,
            title: say(entry.zh, entry.en),
            by: say(entry.byZh, entry.byEn),
            at: timeText(entry.at, language),
            words: entry.words,
          }))}
        />
      </details>
    </article>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Linked({ label, link, at }: { label: string; link: Request['from']; at: string }) {
  const { r, say } = useRequestTexts();
  if (!link || link.applicationId === at) return null;
  const words = `${say(link.districtName, link.districtNameEn)} · ${fill(r.receipt, { receipt: link.receiptNo ?? '' })}`;
  return (
    <>
      <dt>{label}</dt>
      <dd>{link.open ? <a href={`/applications/${link.applicationId}`}>{words}</a> : words}</dd>
    </>
  );
}

/** To the part of the form that has changed, while the correction is open. */
function Correct({ at, step }: { at: string; step: string }) {
  const { r } = useRequestTexts();
  const { data } = useRead('GET /api/applications/:id', [{ params: { id: at } }]);
  if (data?.state !== 'needs_material' || !data.actions.includes('resubmit')) return null;
  return (
    <ButtonLink to={`/applications/${at}/edit/${step}`} small>
      {r.correct}
    </ButtonLink>
  );
}

/** Takes back what is not decided, or restores what was left; asked twice. */
function Back({ request: { id, version, actions } }: { request: Request }) {
  const { t } = useTexts();
  const { r } = useRequestTexts();
  const [sure, setSure] = useState(false);
  const withdraw = useSend('POST /api/requests/:id/withdraw', () => setSure(false));
  const undo = useSend('POST /api/requests/:id/undo', () => setSure(false));
  const restores = actions.includes('undo');
  if (!restores && !actions.includes('withdraw')) return null;
  const send = restores ? undo : withdraw;
  const word = restores ? r.restore : r.takeBack;
  return (
    <>
      <Refused problem={send.error} />
      {sure ? (
        <div className="row">
          <span className="small">{restores ? r.restoreSure : r.takeBackSure}</span>
          <Button small busy={send.isPending} onClick={() => send.mutate([{ params: { id }, body: { version } }])}>
            {word}
          </Button>
          <Button look="text" small onClick={() => setSure(false)}>
            {t.cancel}
          </Button>
        </div>
      ) : (
        <div>
          <Button look={restores ? 'quiet' : 'text'} small onClick={() => setSure(true)}>
            {word}
          </Button>
        </div>
      )}
    </>
  );
}
