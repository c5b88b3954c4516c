// The decision about a family: category, points, rank, batches, papers, what is missing, and the reasoning as a tree.

import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import type { Answer } from '../../client/call.ts';
import { usePolicyWords, type PolicyWord } from '../../texts/policies.ts';

type Tried = Answer<'POST /api/policies/:hash/try'>;
type Reason = Tried['reasons'][number]['reason'];
type Missing = NonNullable<Tried['evaluation']['missed']>['missing'][number];
type Points = NonNullable<Tried['evaluation']['points']>;

export function TryResult({ answer }: { answer: Tried }) {
  const { w, say } = usePolicyWords();
  const { evaluation, schools } = answer;
  const { category, missed, points } = evaluation;
  return (
    <div className="stack">
      <div className={evaluation.admissible && category ? 'try-verdict good' : 'try-verdict'}>
        {evaluation.admissible ? (
          <strong>{category ? say(category.name.zh, category.name.en) : w('noCategory')}</strong>
        ) : (
          <strong>{w('refused')}</strong>
        )}
        {points ? <Tag color="cyan">{`${w('points')} ${points.text}`}</Tag> : null}
        {evaluation.fallback ? <Tag color="orange">{w('fallback')}</Tag> : null}
      </div>
      {evaluation.refusals.map((one) => (
        <Alert
          key={one.code}
          type="error"
          showIcon
          title={say(one.words, one.wordsEn)}
          description={`${one.cure ? `${say(one.cure, one.cureEn)} ` : ''}（${one.clause}）`}
        />
      ))}
      {evaluation.confirmations.map((one) => (
        <Alert
          key={one.code}
          type="warning"
          showIcon
          title={`${w('toConfirm')}：${say(one.words, one.wordsEn)}`}
          description={one.cure ? say(one.cure, one.cureEn) : undefined}
        />
      ))}
      {evaluation.fallbackWords ? <Alert type="info" showIcon title={evaluation.fallbackWords} /> : null}
      {evaluation.unknownFacts.length > 0 ? (
        <Alert
          type="warning"
          title={w('unknown')}
          description={evaluation.unknownFacts.map((fact) => say(fact.label, fact.labelEn)).join(w('listed'))}
        />
      ) : null}
      {missed ? (
        <section>
          <h2>
            {w('missed')}：{say(missed.category.name.zh, missed.category.name.en)}
          </h2>
          <MissingList missing={missed.missing} />
        </section>
      ) : null}
      {points ? (
        <section>
          <h2>
            {w('points')} {points.text}
          </h2>
          <PointsList items={points.items} />
        </section>
      ) : null}
      <Facts evaluation={evaluation} schools={schools} />
      <Reasoning reasons={answer.reasons} />
    </div>
  );
}

function MissingList({ missing }: { missing: readonly Missing[] }) {
  const { w, say } = usePolicyWords();
  return (
    <ul className="try-missing">
      {missing.map((one, index) => (
        <li key={index}>
          {one.anyOf ? (
            <>
              {w('anyOf')}
              {one.anyOf.map((way, place) => (
                <MissingList key={place} missing={way} />
              ))}
            </>
          ) : (
            <>
              {say(one.words, one.wordsEn)} <small>（{one.clause}）</small>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function PointsList({ items }: { items: Points['items'] }) {
  const { say } = usePolicyWords();
  return (
    <ul className="try-points">
      {items.map((item, index) => (
        <li key={`${item.id}${String(index)}`}>
          <span>
            <b>{item.text}</b> {say(item.label, item.labelEn)}
          </span>
          <small>
            {item.words}（{item.clause}）
          </small>
          {item.items.length > 0 ? <PointsList items={item.items} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Facts({ evaluation, schools }: { evaluation: Tried['evaluation']; schools: Tried['schools'] }) {
  const { w, say } = usePolicyWords();
  const nameOf = (id: string) => schools[id] ?? id;
  const eligible = evaluation.batches.filter((batch) => batch.eligible === 'true');
  const lines: [PolicyWord, string[]][] = [
    [
      'rank',
      evaluation.rank.map(
        (key, index) => `${String(index + 1)}. ${say(key.label, key.labelEn)}：${say(key.words, key.wordsEn)}`,
      ),
    ],
    [
      'batches',
      eligible.map((batch) =>
        [
          say(batch.name.zh, batch.name.en),
          batch.schools.length > 0 ? batch.schools.map(nameOf).join('、') : '',
          batch.preferencesFault ?? '',
        ]
          .filter((part) => part !== '')
          .join('：'),
      ),
    ],
    ['evidence', evaluation.evidence.map((one) => `${say(one.label.zh, one.label.en)}：${one.words}`)],
    ['locks', evaluation.locks.filter((lock) => lock.state !== 'free').map((lock) => lock.words)],
    ['pools', [...evaluation.pools]],
  ];
  return (
    <dl className="try-facts">
      {lines
        .filter(([, words]) => words.length > 0)
        .map(([word, words]) => (
          <div key={word}>
            <dt>{w(word)}</dt>
            <dd>
              {words.map((line) => (
                <div key={line}>{line}</div>
              ))}
            </dd>
          </div>
        ))}
    </dl>
  );
}

const GROUPS: readonly (readonly [PolicyWord, readonly string[]])[] = [
  ['admissionRules', ['admission']],
  ['categoryRules', ['category']],
  ['batchRules', ['batch']],
  ['otherRules', ['pool', 'siblings']],
];

function Reasoning({ reasons }: { reasons: Tried['reasons'] }) {
  const { w, say } = usePolicyWords();
  const [open, setOpen] = useState<boolean>();
  const chosen = reasons.find((one) => one.kind === 'category' && one.reason.outcome === 'true');
  return (
    <section>
      <div className="console-head" style={{ marginBottom: 4 }}>
        <h2 style={{ margin: 0 }}>{w('trace')}</h2>
        <span>
          <Button size="small" onClick={() => setOpen(true)}>
            {w('openAll')}
          </Button>{' '}
          <Button size="small" onClick={() => setOpen(false)}>
            {w('closeAll')}
          </Button>
        </span>
      </div>
      <p className="soft">{w('traceLead')}</p>
      {GROUPS.map(([word, kinds]) => {
        const group = reasons.filter((one) => kinds.includes(one.kind));
        if (group.length === 0) return null;
        return (
          <div key={word}>
            <h3>{w(word)}</h3>
            {group.map((one) => (
              <details
                key={`${one.kind}${one.id}${String(open)}`}
                className="trace-rule"
                open={open ?? (one === chosen || (one.kind === 'admission' && one.reason.outcome === 'true'))}
              >
                <summary>
                  <Outcome outcome={one.reason.outcome} /> {say(one.title.zh, one.title.en)}{' '}
                  <small>（{one.clause}）</small>
                </summary>
                <ReasonTree reason={one.reason} />
              </details>
            ))}
          </div>
        );
      })}
    </section>
  );
}

function Outcome({ outcome }: { outcome: Reason['outcome'] }) {
  const { w } = usePolicyWords();
  const [sign, word] = {
    true: ['✓', 'true'] as const,
    false: ['✗', 'false'] as const,
    unknown: ['?', 'unknownOutcome'] as const,
  }[outcome];
  return (
    <span className={`outcome ${outcome}`} role="img" aria-label={w(word)} title={w(word)}>
      {sign}
    </span>
  );
}

function ReasonTree({ reason }: { reason: Reason }) {
  const { w, say } = usePolicyWords();
  const words = say(reason.words, reason.wordsEn);
  return (
    <div className="trace-node">
      <div>
        <Outcome outcome={reason.outcome} />{' '}
        {reason.join && reason.parts.length > 1 ? <Tag>{w(reason.join === 'all' ? 'all_of' : 'any_of')}</Tag> : null}
        {reason.parts.length > 1 && words.length > 60 ? null : words}
        {reason.clause ? <small>（{reason.clause}）</small> : null}
      </div>
      {reason.facts.map((fact) => (
        <div key={fact.path} className="trace-fact">
          {say(fact.label, fact.labelEn)}：
          <b>{fact.value === null ? w('notGiven') : say(fact.value, fact.valueEn ?? fact.value)}</b>
          {fact.value === null ? null : (
            <small>
              {' '}
              {w('from', { source: say(fact.source, fact.sourceEn) })}
              {fact.date ? ` · ${fact.date}` : ''}
            </small>
          )}
        </div>
      ))}
      {reason.parts.map((part, index) => (
        <ReasonTree key={index} reason={part} />
      ))}
    </div>
  );
}
