// Turns decided conditions into sentences: each with the facts used, and for a missed category, what exactly is missing.

import { type Condition, contrary, decide, mentionsOf, type Outcome } from './condition.ts';
import type { FactUsed, Missing, TraceLine } from './evaluation.ts';
import { Day, Decimal, Month } from './exact.ts';
import type { Mention } from './expression.ts';
import type { Run, ToldStep } from './run.ts';

/** A condition in words: its label, or what its parts say. */
export function wordsOf(condition: Condition, negated = false): string {
  if (condition.label !== undefined) return negated ? `不属于“${condition.label}”` : condition.label;
  switch (condition.kind) {
    case 'always':
      return negated ? '无人符合' : '无条件';
    case 'test':
      return negated ? condition.test.contrary : condition.test.words;
    case 'not':
      return wordsOf(condition.of[0], !negated);
    case 'named':
      return wordsOf(condition.of[0], negated);
    default: {
      const join = (condition.kind === 'all') === negated ? '或' : '且';
      return condition.of.map((part) => bracketed(part, wordsOf(part, negated))).join(join);
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
  readonly words: string;
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
  return [{ condition, negated, words: wordsOf(condition, negated), mentions: mentionsOf(condition), clause }];
}

const SIGNS: Record<Outcome, string> = { true: '是', false: '否', unknown: '未知' };

/** The lines of a condition, all of them, whatever they decide. */
export function traceCondition(run: Run, condition: Condition, about: string, clause: string): TraceLine[] {
  return stepsOf(condition).map((step) => {
    const { outcome, facts, words } = tell(run, step);
    return { about, outcome, condition: step.words, facts, clause: step.clause ?? clause, words };
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
    told = { outcome, facts, words: `${SIGNS[outcome]}：${step.words}。${saidFacts(facts, outcome)}` };
    run.told.set(key, told);
  }
  return told;
}

/** Facts in a sentence, with where they come from. */
function saidFacts(facts: readonly FactUsed[], outcome: Outcome): string {
  const given = facts.filter((fact) => fact.value !== null);
  const absent = facts.filter((fact) => fact.value === null);
  const parts = given.map((fact) => {
    const date = fact.date === null ? '' : `，${fact.date}`;
    return `${fact.label}：${fact.value ?? ''}（来源：${fact.source}${date}）`;
  });
  let said = parts.length > 0 ? `依据：${parts.join('；')}。` : '';
  if (absent.length > 0) said += `未提供：${absent.map((fact) => fact.label).join('、')}。`;
  else if (outcome === 'unknown') said += '所提供的事实不足以判断。';
  return said;
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
  const title = wordsOf(condition, negated);
  const wanted = negated ? title : `“${title}”`;
  const words = `需要${wanted}：${inner.map((one) => one.words).join('；')}`;
  return [{ condition: title, outcome, facts: run.factsUsed(mentionsOf(condition)), words, clause }];
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
      return [{ condition: wordsOf(condition, negated), outcome, facts: [], words: '无人符合', clause }];
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
      const words = `以下任一即可：${ways}`;
      return [{ condition: wordsOf(condition, negated), outcome, facts: [], words, clause, anyOf: parts }];
    }
  }
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
  const base = { condition: wanted, outcome, facts, clause };
  const absent = facts.filter((fact) => fact.value === null).map((fact) => fact.label);
  if (outcome === 'unknown') {
    const why = absent.length > 0 ? `未提供${absent.join('、')}` : '所提供的事实不足以判断';
    return { ...base, words: `${why}，无法确认“${wanted}”` };
  }
  const actual = facts.filter((fact) => fact.value !== null).map((fact) => `${fact.label}为${fact.value ?? ''}`);
  const now = actual.length > 0 ? `，实际${actual.join('、')}` : '';
  return { ...base, words: `需要${wanted}${now}${gap(run, condition)}` };
}

/** How much a comparison falls short. */
function gap(run: Run, condition: Extract<Condition, { kind: 'test' }>): string {
  const { sides } = condition.test;
  if (sides === undefined) return '';
  const left = run.compute(sides.left);
  const right = run.compute(sides.right);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) {
    return a === b ? '' : `，相差${new Decimal(a < b ? b - a : a - b).text}`;
  }
  if (left instanceof Day && right instanceof Day) {
    return left.n === right.n ? '' : `，相差${String(Math.abs(left.n - right.n))}天`;
  }
  if (left instanceof Month && right instanceof Month) {
    return left.n === right.n ? '' : `，相差${String(Math.abs(left.n - right.n))}个月`;
  }
  return '';
}

/** An int or a decimal in millionths. */
function numberOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return Decimal.ofInt(value).n;
  return value instanceof Decimal ? value.n : undefined;
}
