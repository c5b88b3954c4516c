// 好差评 on one's case: five levels, a few words, once; one follow-up; what becomes of a poor rating.

import { useState } from 'react';
import { workOrderWorkflow } from '../../modules/ratings/workflow.ts';
import { useRead, useSend } from '../client/queries.ts';
import { Button, Refused, Tag } from '../parts/basic.tsx';
import { Choice, Field, Form, Select } from '../parts/form.tsx';
import { untilText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';

const LEVELS = ['5', '4', '3', '2', '1'] as const;
type Level = (typeof LEVELS)[number];
const ASPECTS = ['efficiency', 'guidance', 'convenience', 'platform'] as const;
type Aspect = (typeof ASPECTS)[number];

export function RatingCard({ id }: { id: string }) {
  const { t, say, language } = useTexts();
  const { data } = useRead('GET /api/applications/:id/rating', [{ params: { id } }]);
  const [adding, setAdding] = useState(false);
  if (!data || (!data.mayRate && !data.rating)) return null;
  const { rating, mayFollowUp } = data;
  return (
    <section className="card">
      <h2>{rating ? t.ratings.thanks : t.ratings.title}</h2>
      {rating ? (
        <>
          <p>
            <strong>{t.ratings.levels[rating.level as 1 | 2 | 3 | 4 | 5]}</strong> {rating.words}
          </p>
          {rating.followUp ? (
            <p>
              {t.ratings.followUp}
              {t.colon}
              <strong>{t.ratings.levels[rating.followUp.level as 1 | 2 | 3 | 4 | 5]}</strong> {rating.followUp.words}
            </p>
          ) : null}
          {rating.order ? (
            <div className="stack-tight">
              <div className="row between">
                <strong>{t.ratings.order}</strong>
                <Tag tone={rating.order.state === 'closed' ? 'good' : 'wait'}>
                  {say(
                    workOrderWorkflow.states[rating.order.state].family.zh,
                    workOrderWorkflow.states[rating.order.state].family.en,
                  )}
                </Tag>
              </div>
              <p className="small">
                {say(
                  workOrderWorkflow.states[rating.order.state].next.zh,
                  workOrderWorkflow.states[rating.order.state].next.en,
                )}
              </p>
              {rating.order.contact.dueAt ? (
                <p className="small soft">
                  {t.ratings.contactBy}
                  {t.colon}
                  {untilText(rating.order.contact.dueAt, language)}
                </p>
              ) : null}
            </div>
          ) : null}
          {mayFollowUp && !adding ? (
            <div>
              <Button look="text" small onClick={() => setAdding(true)}>
                {t.ratings.followUpWords}
              </Button>
            </div>
          ) : null}
          {mayFollowUp && adding ? <FollowUp id={id} /> : null}
        </>
      ) : (
        <Rate id={id} />
      )}
    </section>
  );
}

function useLevelOptions() {
  const { t } = useTexts();
  return LEVELS.map((value) => ({ value, label: t.ratings.levels[value] }));
}

function Rate({ id }: { id: string }) {
  const { t } = useTexts();
  const options = useLevelOptions();
  const [level, setLevel] = useState<Level>();
  const [aspects, setAspects] = useState<Partial<Record<Aspect, Level>>>({});
  const [words, setWords] = useState('');
  const send = useSend('POST /api/applications/:id/rating');
  const numbers = Object.fromEntries(Object.entries(aspects).map(([aspect, value]) => [aspect, Number(value)]));
  return (
    <>
      <p className="small soft">{t.ratings.lead}</p>
      <Form
        onSubmit={() => {
          if (level) send.mutate([{ params: { id }, body: { level: Number(level), aspects: numbers, words } }]);
        }}
      >
        <Choice label={t.ratings.level} options={options} value={level} onChange={setLevel} />
        <details>
          <summary className="small">{t.ratings.more}</summary>
          <div className="stack">
            {ASPECTS.map((aspect) => (
              <Select
                key={aspect}
                label={t.ratings.aspects[aspect]}
                options={options}
                value={aspects[aspect]}
                onChange={(value) => setAspects((before) => ({ ...before, [aspect]: value }))}
              />
            ))}
          </div>
        </details>
        <Field label={t.ratings.words} optional kind="long" value={words} onChange={setWords} maxLength={1000} />
        <Refused problem={send.error} />
        <div>
          <Button type="submit" disabled={!level} busy={send.isPending}>
            {t.ratings.send}
          </Button>
        </div>
      </Form>
    </>
  );
}

function FollowUp({ id }: { id: string }) {
  const { t } = useTexts();
  const options = useLevelOptions();
  const [level, setLevel] = useState<Level>();
  const [words, setWords] = useState('');
  const send = useSend('POST /api/applications/:id/rating/follow-up');
  return (
    <Form
      onSubmit={() => {
        if (level) send.mutate([{ params: { id }, body: { level: Number(level), words } }]);
      }}
    >
      <Choice label={t.ratings.level} options={options} value={level} onChange={setLevel} />
      <Field label={t.ratings.words} optional kind="long" value={words} onChange={setWords} maxLength={1000} />
      <Refused problem={send.error} />
      <div>
        <Button type="submit" disabled={!level} busy={send.isPending}>
          {t.ratings.send}
        </Button>
      </div>
    </Form>
  );
}
