// What the rules say of the family, why, and which better category was missed by what.

import type { Answer } from '../client/call.ts';
import { Because, Notice } from '../parts/basic.tsx';
import { fill, useTexts } from '../texts/texts.ts';

type Assessment = NonNullable<Answer<'GET /api/applications/:id'>['assessment']>;

export function AssessmentWords({ assessment }: { assessment: Assessment }) {
  const { t, say } = useTexts();
  const { category, because, missed, points } = assessment;
  return (
    <section className="card">
      {assessment.admissible ? null : (
        <Notice tone="bad" title={t.apply.check.refused}>
          {assessment.refusals.map((refusal) => (
            <p key={refusal.code}>
              {say(refusal.zh, refusal.en)}
              {refusal.cure ? ` ${refusal.cure}` : ''}
            </p>
          ))}
        </Notice>
      )}
      {category ? (
        <div className="stack-tight">
          <span className="soft">{t.apply.check.category}</span>
          <h2>
            {fill(t.apply.check.order, { n: category.order })}
            {t.colon}
            {say(category.name, category.nameEn)}
          </h2>
        </div>
      ) : null}
      {assessment.overallPlacement ? <p>{t.apply.check.overall}</p> : null}
      {points ? (
        <p>
          {t.apply.check.points}
          {t.colon}
          <strong>{points.total}</strong>
        </p>
      ) : null}
      {because.length > 0 ? (
        <details open>
          <summary>{t.apply.check.why}</summary>
          <Because lines={because} />
        </details>
      ) : null}
      {missed ? (
        <details>
          <summary>{fill(t.apply.check.missed, { name: say(missed.name, missed.nameEn) })}</summary>
          <Because lines={missed.lacking} />
        </details>
      ) : null}
    </section>
  );
}
