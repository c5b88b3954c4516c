// How the category came about: as declared, with departments' data, as found in review; and what is left to decide.

import { Alert, Button, Timeline } from 'antd';
import type { Answer } from '../client/call.ts';
import { useWords } from '../texts/console.ts';
import { timeText } from '../texts/dates.ts';

type Review = Answer<'GET /api/applications/:id/review'>;

const BASES = {
  declared: 'asDeclared',
  located: 'asLocated',
  departments: 'withDepartments',
  review: 'asFound',
} as const;

/** Declared facts give one category, departments' facts another: a reviewer must decide. */
export function CategoryDifference({
  review,
  standing,
  find,
}: {
  review: Review;
  standing: string;
  find: (() => void) | undefined;
}) {
  const { w, say } = useWords();
  const { difference } = review;
  if (!difference) return null;
  const other = difference.category === null ? w('noCategory') : say(difference.category, difference.categoryEn);
  return (
    <Alert
      type="warning"
      showIcon
      title={w('categoryDiffers', { declared: standing, departments: other })}
      description={
        <>
          <ul className="because">
            {difference.because.map((line) => (
              <li key={line.zh}>
                <span aria-hidden="true">{line.holds === null ? '?' : line.holds ? '✓' : '✗'}</span>
                <span>{say(line.zh, line.en)}</span>
              </li>
            ))}
          </ul>
          {find ? (
            <Button size="small" type="primary" onClick={find}>
              {w('findCategory')}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

/** The assessments of this submission, the newest first, each with what was learned for it. */
export function AssessmentHistory({ review }: { review: Review }) {
  const { w, say, language } = useWords();
  const steps = review.assessments;
  if (steps.length === 0) return null;
  return (
    <Timeline
      items={steps.toReversed().map((step) => ({
        key: step.at + step.basis,
        content: (
          <>
            <strong>
              {w(BASES[step.basis])} · {step.category === null ? w('noCategory') : say(step.category, step.categoryEn)}
            </strong>{' '}
            <span className="soft">
              {step.byName ? `${step.byName} · ` : ''}
              {timeText(step.at, language)}
            </span>
            {step.words ? <div>{step.words}</div> : null}
            {step.learned.map((fact) => (
              <div key={`${fact.zh}${fact.value}`} className="soft">
                {say(fact.zh, fact.en)}
                {language === 'en' ? ': ' : '：'}
                {fact.value}
                {language === 'en' ? ` (${fact.sourceEn})` : `（${fact.sourceZh}）`}
              </div>
            ))}
            {step.rank.map((key) => (
              <div key={key.label}>
                {w('rank')}
                {language === 'en' ? ': ' : '：'}
                {say(key.label, key.labelEn)} {say(key.words, key.wordsEn)}
              </div>
            ))}
          </>
        ),
      }))}
    />
  );
}
