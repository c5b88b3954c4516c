// What was appealed against, how it stands, what the officer asks; and the way that is open now.

import { useState } from 'react';
import { appealWorkflow } from '../../modules/appeals/workflow.ts';
import { addressOf, type Answer } from '../client/call.ts';
import { useRead, useSend } from '../client/queries.ts';
import { Button, ButtonLink, Notice, Refused, Tag, Timeline } from '../parts/basic.tsx';
import { Field, Form } from '../parts/form.tsx';
import { timeText, untilText } from '../texts/dates.ts';
import { fill, useTexts } from '../texts/texts.ts';

type Appeal = Answer<'GET /api/applications/:id/appeals'>['appeals'][number];

export function AppealsCard({ id, holder }: { id: string; holder: boolean }) {
  const { t, say, language } = useTexts();
  const { data } = useRead('GET /api/applications/:id/appeals', [{ params: { id } }]);
  if (!data || (data.appeals.length === 0 && !data.open)) return null;
  const { open, appeals } = data;
  return (
    <section className="card">
      <h2>{t.appeals.card}</h2>
      {appeals.map((appeal) => (
        <One key={appeal.id} appeal={appeal} />
      ))}
      {open && holder ? (
        <div className="stack-tight">
          <p className="small">{fill(t.appeals.offer, { body: say(open.body, open.bodyEn) })}</p>
          <p className="small soft">
            {t.appeals.until}
            {t.colon}
            {untilText(open.until, language)}
          </p>
          <div>
            <ButtonLink to={`/applications/${id}/appeal`} look="quiet" small>
              {t.appeals.title[open.kind]}
            </ButtonLink>
          </div>
        </div>
      ) : null}
    </section>
  );
}

const TONES = {
  filed: 'wait',
  hearing: 'wait',
  awaiting_family: 'act',
  upheld: 'good',
  dismissed: 'bad',
  withdrawn: 'plain',
} as const satisfies Record<Appeal['state'], string>;

function One({ appeal }: { appeal: Appeal }) {
  const { t, say, language } = useTexts();
  const [words, setWords] = useState('');
  const [sure, setSure] = useState(false);
  const answer = useSend('POST /api/appeals/:id/answer', () => setWords(''));
  const withdraw = useSend('POST /api/appeals/:id/withdraw', () => setSure(false));
  const { id, version, state, promise, actions } = appeal;
  const texts = appealWorkflow.states[state];
  return (
    <article className="stack-tight">
      <div className="row between">
        <strong>{t.appeals.about[appeal.subject]}</strong>
        <Tag tone={TONES[state]}>{say(texts.family.zh, texts.family.en)}</Tag>
      </div>
      <p className="small">{say(texts.next.zh, texts.next.en)}</p>
      <dl className="facts small">
        <dt>{t.appeals.number}</dt>
        <dd>{appeal.number}</dd>
        {appeal.decidedAt === null && state !== 'withdrawn' ? (
          <>
            <dt>{t.appeals.due}</dt>
            <dd>{promise.dueAt ? untilText(promise.dueAt, language) : t.appeals.paused}</dd>
          </>
        ) : null}
        {appeal.helper ? (
          <>
            <dt>{t.appeals.helped}</dt>
            <dd>{appeal.helper}</dd>
          </>
        ) : null}
      </dl>
      {promise.breached && appeal.decidedAt === null && appeal.kind === 'reconsideration' && state !== 'withdrawn' ? (
        <Notice tone="act" title={t.appeals.breached} />
      ) : null}
      {appeal.question !== null && actions.includes('answer') ? (
        <Notice tone="act" title={t.appeals.question}>
          <p>{appeal.question}</p>
          {appeal.answerUntil ? (
            <p className="small">
              {t.appeals.answerBy}
              {t.colon}
              <strong>{untilText(appeal.answerUntil, language)}</strong>
            </p>
          ) : null}
          <Form onSubmit={() => answer.mutate([{ params: { id }, body: { version, words } }])}>
            <Field label={t.appeals.answer} kind="long" value={words} onChange={setWords} maxLength={2000} />
            <Refused problem={answer.error} />
            <div>
              <Button type="submit" busy={answer.isPending}>
                {t.appeals.send}
              </Button>
            </div>
          </Form>
        </Notice>
      ) : null}
      {appeal.words ? (
        <p>
          {t.appeals.reasons}
          {t.colon}
          {appeal.words}
        </p>
      ) : null}
      {appeal.decidedAt ? (
        <div>
          <ButtonLink file look="quiet" small to={addressOf('GET /api/appeals/:id/decision.pdf', { params: { id } })}>
            {t.appeals.letter}
          </ButtonLink>
        </div>
      ) : null}
      <Refused problem={withdraw.error} />
      {actions.includes('withdraw') ? (
        sure ? (
          <div className="row">
            <span className="small">{t.appeals.withdrawSure}</span>
            <Button
              look="danger"
              small
              busy={withdraw.isPending}
              onClick={() => withdraw.mutate([{ params: { id }, body: { version } }])}
            >
              {t.appeals.withdraw}
            </Button>
            <Button look="text" small onClick={() => setSure(false)}>
              {t.cancel}
            </Button>
          </div>
        ) : (
          <div>
            <Button look="text" small onClick={() => setSure(true)}>
              {t.appeals.withdraw}
            </Button>
          </div>
        )
      ) : null}
      <details>
        <summary className="small">{t.application.timeline}</summary>
        <Timeline
          items={appeal.timeline.toReversed().map((entry) => ({
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
