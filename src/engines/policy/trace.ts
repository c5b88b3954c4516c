// Turns decided conditions into sentences: each with the facts used, and for a missed category, what exactly is missing.

import { type Condition, contrary, decide, mentionsOf, type Outcome } from './condition.ts';
import type { FactUsed, Missing, TraceLine } from './evaluation.ts';
import { Day, Decimal, Month } from './exact.ts';
import type { Mention } from './expression.ts';
import type { Words } from './fact-schema.ts';
import type { Run, ToldStep } from './run.ts';
import { type Language, percent, TONGUES } from './tongues.ts';

const TEXTS = {
  zh: { notUnder: (label: string) => `不属于“${label}”`, never: '无人符合', always: '无条件' },
  en: { notUnder: (label: string) => `not “${label}”`, never: 'nobody', always: 'without condition' },
} as const;

/** A condition in words: its label, or what its parts say. */
export function wordsOf(condition: Condition, negated = false, language: Language = 'zh'): string {
  const texts = TEXTS[language];
  if (condition.label !== undefined) {
    const label = condition.label[language];
    return negated ? texts.notUnder(label) : label;
  }
  switch (condition.kind) {
    case 'always':
      return negated ? texts.never : texts.always;
    case 'test':
      return condition.test[negated ? 'contrary' : 'words'][language];
    case 'not':
      return wordsOf(condition.of[0], !negated, language);
    case 'named':
      return wordsOf(condition.of[0], negated, language);
    default: {
      const { and, or } = TONGUES[language];
      const join = (condition.kind === 'all') === negated ? or : and;
      return condition.of.map((part) => bracketed(part, wordsOf(part, negated, language))).join(join);
    }
  }
}

function bracketed(part: Condition, words: string): string {
  const composite = (part.kind === 'all' || part.kind === 'any') && part.label === undefined && part.of.length > 1;
  return composite ? `(${words})` : words;
}

/** A part of a condition that a trace tells in one line. */
interface Step {
  readonly condition: Condition;
  readonly negated: boolean;
  readonly words: Words;
  readonly mentions: readonly Mention[];
  readonly clause: string | undefined;
}

const STEPS = new WeakMap<Condition, readonly Step[]>();

/** The steps of a condition: labelled parts and single tests. Worked out once for each condition. */
function stepsOf(condition: Condition): readonly Step[] {
  let steps = STEPS.get(condition);
  if (steps === undefined) {
    steps = cut(condition, false, undefined);
    STEPS.set(condition, steps);
  }
  return steps;
}

function cut(condition: Condition, negated: boolean, clauseAbove: string | undefined): Step[] {
  const clause = condition.clause ?? clauseAbove;
  if (condition.kind === 'always') return [];
  if (condition.label === undefined) {
    if (condition.kind === 'not') return cut(condition.of[0], !negated, clause);
    if (condition.kind !== 'test') return condition.of.flatMap((part) => cut(part, negated, clause));
  }
  return [{ condition, negated, words: inBoth(condition, negated), mentions: mentionsOf(condition), clause }];
}

/** A condition, or its contrary, in both languages. */
export function inBoth(condition: Condition, negated: boolean): Words {
  return { zh: wordsOf(condition, negated, 'zh'), en: wordsOf(condition, negated, 'en') };
}

const SIGNS: Record<Outcome, Words> = {
  true: { zh: '是', en: 'Yes' },
  false: { zh: '否', en: 'No' },
  unknown: { zh: '未知', en: 'Not known' },
};

/** The lines of a condition, all of them, whatever they decide. */
export function traceCondition(run: Run, condition: Condition, about: string, clause: string): TraceLine[] {
  return stepsOf(condition).map((step) => {
    const told = tell(run, step);
    return { about, condition: step.words.zh, conditionEn: step.words.en, clause: step.clause ?? clause, ...told };
  });
}

/** A step told; the same condition is told once, however many categories use it. */
function tell(run: Run, step: Step): ToldStep {
  // A run is about one family: what was told of a condition stays told. The contrary is told by its own words.
  const key = step.negated ? step : step.condition;
  let told = run.told.get(key);
  if (told === undefined) {
    const plain = decide(step.condition, run);
    const outcome = step.negated ? contrary(plain) : plain;
    const facts = run.factsUsed(step.mentions);
    told = {
      outcome,
      facts,
      words: `${SIGNS[outcome].zh}：${step.words.zh}。${saidFacts(facts, outcome)}`,
      wordsEn: `${SIGNS[outcome].en}: ${step.words.en}.${saidFactsEn(facts, outcome)}`,
      plain: plainWords(step, facts),
    };
    run.told.set(key, told);
  }
  return told;
}

/** Facts in a sentence, with where they come from. */
function saidFacts(facts: readonly FactUsed[], outcome: Outcome): string {
  const given = facts.filter((fact) => fact.value !== null);
  const absent = facts.filter((fact) => fact.value === null);
  const parts = given.map((fact) => {
    const date = fact.date === null ? '' : `，${TONGUES.zh.day(fact.date)}`;
    return `${fact.label}：${fact.value ?? ''}（来源：${fact.source}${date}）`;
  });
  let said = parts.length > 0 ? `依据：${parts.join('；')}。` : '';
  if (absent.length > 0) said += `未提供：${absent.map((fact) => fact.label).join('、')}。`;
  else if (outcome === 'unknown') said += '所提供的事实不足以判断。';
  return said;
}

function saidFactsEn(facts: readonly FactUsed[], outcome: Outcome): string {
  const given = facts.filter((fact) => fact.value !== null);
  const absent = facts.filter((fact) => fact.value === null);
  const parts = given.map((fact) => {
    const date = fact.date === null ? '' : `, ${TONGUES.en.day(fact.date)}`;
    return `${fact.labelEn}: ${fact.valueEn ?? ''} (source: ${fact.sourceEn}${date})`;
  });
  let said = parts.length > 0 ? ` On the basis of: ${parts.join('; ')}.` : '';
  if (absent.length > 0) said += ` Not given: ${absent.map((fact) => fact.labelEn).join(', ')}.`;
  else if (outcome === 'unknown') said += ' What was given is not enough to tell.';
  return said;
}

/** At most so many facts stand in a family's sentence. */
const PLAIN_FACTS = 3;

/** The condition with the few facts that it names itself, not what those are computed from. */
function plainWords(step: Step, facts: readonly FactUsed[]): Words {
  const own = new Set(step.mentions.map((mention) => mention.path.join('.')));
  const named = facts.filter((fact) => own.has(fact.path) && fact.path !== 'today');
  const given = named.filter((fact) => fact.value !== null).slice(0, PLAIN_FACTS);
  const absent = given.length > 0 ? [] : named.slice(0, PLAIN_FACTS);
  const zh = [
    ...given.map((fact) => `${fact.label}：${fact.value ?? ''}`),
    ...absent.map((fact) => `还不知道${fact.label}`),
  ].join('；');
  const en = [
    ...given.map((fact) => `${fact.labelEn}: ${fact.valueEn ?? ''}`),
    ...absent.map((fact) => `${fact.labelEn} is not known yet`),
  ].join('; ');
  return {
    zh: zh === '' ? step.words.zh : `${step.words.zh}（${zh}）`,
    en: en === '' ? step.words.en : `${step.words.en} (${en})`,
  };
}

/** How many steps of a condition hold. */
export function stepsMet(run: Run, condition: Condition): number {
  return stepsOf(condition).filter((step) => decide(step.condition, run) === (step.negated ? 'false' : 'true')).length;
}

/** Facts that decide a condition and were not given. */
export function unknownFactsOf(run: Run, condition: Condition): FactUsed[] {
  return stepsOf(condition)
    .filter((step) => decide(step.condition, run) === 'unknown')
    .flatMap((step) => run.factsUsed(step.mentions).filter((fact) => fact.value === null));
}

/** How many single things would have to change for a condition to hold. */
export function distanceOf(run: Run, condition: Condition, negated = false): number {
  switch (condition.kind) {
    case 'always':
      return negated ? NEVER : 0;
    case 'test': {
      const outcome = run.outcomeOf(condition.test);
      return outcome === (negated ? 'false' : 'true') ? 0 : 1;
    }
    case 'not':
      return distanceOf(run, condition.of[0], !negated);
    case 'named':
      return distanceOf(run, condition.of[0], negated);
    default: {
      const parts = condition.of.map((part) => distanceOf(run, part, negated));
      const needsAll = (condition.kind === 'all') !== negated;
      return needsAll ? parts.reduce((sum, part) => sum + part, 0) : Math.min(...parts);
    }
  }
}

/** The distance of what cannot be reached. */
const NEVER = 1000;

/** What is missing for a condition to hold; nothing when it does. */
export function missingFor(run: Run, condition: Condition, clauseAbove: string, negated = false): readonly Missing[] {
  const plain = decide(condition, run);
  const outcome = negated ? contrary(plain) : plain;
  if (outcome === 'true') return [];
  const clause = condition.clause ?? clauseAbove;
  const inner = missingWithin(run, condition, negated, clause, outcome);
  if (condition.label === undefined) return inner;
  const title = inBoth(condition, negated);
  const wanted = negated ? title.zh : `“${title.zh}”`;
  const wantedEn = negated ? title.en : `“${title.en}”`;
  return [
    {
      condition: title.zh,
      conditionEn: title.en,
      outcome,
      facts: run.factsUsed(mentionsOf(condition)),
      words: `需要${wanted}：${inner.map((one) => one.words).join('；')}`,
      wordsEn: `Needed: ${wantedEn}: ${inner.map((one) => one.wordsEn).join('; ')}`,
      clause,
    },
  ];
}

function missingWithin(
  run: Run,
  condition: Condition,
  negated: boolean,
  clause: string,
  outcome: 'false' | 'unknown',
): readonly Missing[] {
  switch (condition.kind) {
    case 'always':
      return [
        { ...named(condition, negated), outcome, facts: [], words: TEXTS.zh.never, wordsEn: TEXTS.en.never, clause },
      ];
    case 'not':
      return missingFor(run, condition.of[0], clause, !negated);
    case 'named':
      return missingFor(run, condition.of[0], clause, negated);
    case 'test':
      return [missingTest(run, condition, negated, clause, outcome)];
    default: {
      const parts = condition.of.map((part) => missingFor(run, part, clause, negated));
      if ((condition.kind === 'all') !== negated) return parts.flat();
      const ways = parts.map((way) => way.map((one) => one.words).join('；')).join('；或者 ');
      const waysEn = parts.map((way) => way.map((one) => one.wordsEn).join('; ')).join('; or ');
      return [
        {
          ...named(condition, negated),
          outcome,
          facts: [],
          words: `以下任一即可：${ways}`,
          wordsEn: `Any one of these will do: ${waysEn}`,
          clause,
          anyOf: parts,
        },
      ];
    }
  }
}

function named(condition: Condition, negated: boolean): Pick<Missing, 'condition' | 'conditionEn'> {
  const { zh, en } = inBoth(condition, negated);
  return { condition: zh, conditionEn: en };
}

function missingTest(
  run: Run,
  condition: Extract<Condition, { kind: 'test' }>,
  negated: boolean,
  clause: string,
  outcome: 'false' | 'unknown',
): Missing {
  const { test } = condition;
  const wanted = negated ? test.contrary : test.words;
  const facts = run.factsUsed(test.expression.mentions);
  const base = { condition: wanted.zh, conditionEn: wanted.en, outcome, facts, clause };
  const absent = facts.filter((fact) => fact.value === null);
  if (outcome === 'unknown') {
    const why = absent.length > 0 ? `未提供${absent.map((fact) => fact.label).join('、')}` : '所提供的事实不足以判断';
    const whyEn =
      absent.length > 0
        ? `${absent.map((fact) => fact.labelEn).join(', ')}: not given`
        : 'what was given is not enough to tell';
    return {
      ...base,
      words: `${why}，无法确认“${wanted.zh}”`,
      wordsEn: `${whyEn}, so this is open: “${wanted.en}”`,
    };
  }
  const given = facts.filter((fact) => fact.value !== null);
  // How many a list holds says nothing where what they are is said.
  const actual = given.filter((fact) => !given.some((other) => other.path.startsWith(`${fact.path}.`)));
  const now = actual.length > 0 ? `，实际${actual.map((fact) => `${fact.label}为${fact.value ?? ''}`).join('、')}` : '';
  const nowEn =
    actual.length > 0 ? `; as it is, ${actual.map((fact) => `${fact.labelEn}: ${fact.valueEn ?? ''}`).join(', ')}` : '';
  const short = gap(run, condition);
  return {
    ...base,
    words: `需要${wanted.zh}${now}${short === null ? '' : `，相差${short.zh}`}`,
    wordsEn: `Needed: ${wanted.en}${nowEn}${short === null ? '' : `; ${short.en} short`}`,
  };
}

/** How much a comparison falls short; null where nothing can be said. */
function gap(run: Run, condition: Extract<Condition, { kind: 'test' }>): Words | null {
  const { sides } = condition.test;
  if (sides === undefined) return null;
  const left = run.compute(sides.left);
  const right = run.compute(sides.right);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) {
    if (a === b) return null;
    const { text } = new Decimal(a < b ? b - a : a - b);
    const share = [sides.left, sides.right].some(({ mentions: [first] }) => first && run.isShare(first.path));
    const said = share ? percent(Number(text)) : text;
    return { zh: said, en: said };
  }
  if (left instanceof Day && right instanceof Day) {
    const days = Math.abs(left.n - right.n);
    return days === 0 ? null : { zh: `${String(days)}天`, en: `${String(days)} day${days === 1 ? '' : 's'}` };
  }
  if (left instanceof Month && right instanceof Month) {
    const months = Math.abs(left.n - right.n);
    return months === 0
      ? null
      : { zh: `${String(months)}个月`, en: `${String(months)} month${months === 1 ? '' : 's'}` };
  }
  return null;
}

/** An int or a decimal in millionths. */
function numberOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return Decimal.ofInt(value).n;
  return value instanceof Decimal ? value.n : undefined;
}
