// After the results: offered seats to answer, places on waiting lists, and objections to the published list.

import { useState } from 'react';
import type { Answer } from '../client/call.ts';
import { useRead, useSend } from '../client/queries.ts';
import { Button, Notice, Refused, Tag } from '../parts/basic.tsx';
import { Field } from '../parts/form.tsx';
import { timeText } from '../texts/dates.ts';
import { fill, useTexts } from '../texts/texts.ts';

type After = Answer<'GET /api/applications/:id/afterwards'>;

const useAfter = (id: string) =>
  useRead('GET /api/applications/:id/afterwards', [{ params: { id } }], { every: 15_000 });

/** Seats to answer by a day: they stand above everything else. */
export function OpenOffers({ id }: { id: string }) {
  const { data } = useAfter(id);
  const open = data?.offers.filter(({ state }) => state === 'open') ?? [];
  return open.map((offer) => <Offer key={offer.id} offer={offer} mayAnswer={data?.mayAnswer ?? false} />);
}

/** Shows nothing until results are public, and then only what concerns this child. */
export function AfterResults({ id }: { id: string }) {
  const { t } = useTexts();
  const { data } = useAfter(id);
  if (!data || data.list === null) return null;
  return (
    <>
      <Standing data={data} />
      {data.objections.length > 0 || data.mayObject ? (
        <section className="card">
          <h2>{t.after.objections}</h2>
          {data.objections.map((one) => (
            <Objection key={one.id} objection={one} />
          ))}
          {data.mayObject && data.objectionsUntil ? <Raise id={id} until={data.objectionsUntil} /> : null}
        </section>
      ) : null}
    </>
  );
}

/** Whether the list holds yet, and the waiting lists on which the child stands. */
function Standing({ data }: { data: After }) {
  const { t, say, language } = useTexts();
  const earlier = data.offers.filter(({ state }) => state !== 'open');
  if (data.list === 'final' && data.waiting.length === 0 && earlier.length === 0) return null;
  return (
    <section className="card">
      <h2>{t.after.title}</h2>
      {data.list === 'preliminary' ? <p>{t.after.preliminary}</p> : null}
      {data.waiting.map((one) => (
        <p key={one.schoolName}>
          {fill(one.before === 0 ? t.after.next : t.after.waiting, {
            school: say(one.schoolName, one.schoolNameEn),
            n: one.before,
          })}
        </p>
      ))}
      {earlier.map((offer) => (
        <p key={offer.id} className="soft">
          {`${say(offer.schoolName, offer.schoolNameEn)} · ${t.after.states[offer.state]}`}
          {offer.answeredAt ? ` · ${timeText(offer.answeredAt, language)}` : ''}
        </p>
      ))}
    </section>
  );
}

function Offer({ offer, mayAnswer }: { offer: After['offers'][number]; mayAnswer: boolean }) {
  const { t, say, language } = useTexts();
  const [sure, setSure] = useState<boolean>();
  const answer = useSend('POST /api/offers/:id', () => setSure(undefined));
  const school = say(offer.schoolName, offer.schoolNameEn);
  return (
    <Notice tone="act" title={fill(t.after.offer, { school })}>
      <p>{t.after.offerWords}</p>
      <p>
        {t.application.by}
        {t.colon}
        <strong>{timeText(offer.answerUntil, language)}</strong>
      </p>
      <Refused problem={answer.error} />
      {!mayAnswer ? null : sure === undefined ? (
        <div className="actions">
          <Button onClick={() => setSure(true)}>{t.after.take}</Button>
          <Button look="quiet" onClick={() => setSure(false)}>
            {t.after.leave}
          </Button>
        </div>
      ) : (
        <>
          <p>{fill(sure ? t.after.takeSure : t.after.leaveSure, { school })}</p>
          <div className="actions">
            <Button
              busy={answer.isPending}
              onClick={() => answer.mutate([{ params: { id: offer.id }, body: { take: sure } }])}
            >
              {sure ? t.after.take : t.after.leave}
            </Button>
            <Button look="text" onClick={() => setSure(undefined)}>
              {t.cancel}
            </Button>
          </div>
        </>
      )}
    </Notice>
  );
}

function Objection({ objection }: { objection: After['objections'][number] }) {
  const { t, language } = useTexts();
  const tone = objection.state === 'open' ? 'wait' : objection.state === 'upheld' ? 'good' : 'plain';
  return (
    <div className="stack-tight">
      <div className="row between">
        <span className="small soft">{timeText(objection.raisedAt, language)}</span>
        <Tag tone={tone}>{t.after.objection[objection.state]}</Tag>
      </div>
      <p>{objection.words}</p>
      {objection.answer ? (
        <p>
          <strong>
            {t.after.answer}
            {t.colon}
          </strong>
          {objection.answer}
        </p>
      ) : null}
    </div>
  );
}

function Raise({ id, until }: { id: string; until: string }) {
  const { t, language } = useTexts();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const send = useSend('POST /api/applications/:id/objections', () => {
    setOpen(false);
    setWords('');
  });
  return (
    <>
      <p className="small soft">{fill(t.after.objectWords, { until: timeText(until, language) })}</p>
      {open ? (
        <>
          <Field kind="long" label={t.after.objectLabel} value={words} onChange={setWords} maxLength={2000} />
          <Refused problem={send.error} />
          <div className="actions">
            <Button
              busy={send.isPending}
              disabled={words.trim().length < 4}
              onClick={() => send.mutate([{ params: { id }, body: { words } }])}
            >
              {t.after.objectSend}
            </Button>
            <Button look="text" onClick={() => setOpen(false)}>
              {t.cancel}
            </Button>
          </div>
        </>
      ) : (
        <div className="actions">
          <Button look="quiet" onClick={() => setOpen(true)}>
            {t.after.object}
          </Button>
        </div>
      )}
    </>
  );
}
