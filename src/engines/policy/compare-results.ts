// Whose result changes from one policy to another, and how, family by family.

import type { Evaluation } from './evaluation.ts';
import type { Facts } from './facts.ts';
import type { Policy } from './model.ts';
import { evaluate } from './policy.ts';
import type { EvaluationContext } from './run.ts';

/** One family of last year, or an invented one. */
export interface Applicant {
  readonly id: string;
  readonly facts: Facts;
  readonly late?: boolean | undefined;
}

/** What all applicants share. */
export type SimulationContext = Omit<EvaluationContext, 'late'>;

/** A family's result in brief. */
export interface ResultInBrief {
  readonly admissible: boolean;
  readonly refusals: readonly string[];
  readonly category: string | null;
  readonly categoryName: string | null;
  readonly points: string | null;
  readonly fallback: 'overall_placement' | null;
  readonly batches: readonly string[];
}

/** A family whose result is another under the second policy. */
export interface ChangedResult {
  readonly id: string;
  readonly before: ResultInBrief;
  readonly after: ResultInBrief;
  /** What differs, in Chinese. */
  readonly words: string;
  /** Why: for a lost category what is missing now, for a gained one which conditions hold now; in Chinese. */
  readonly because: readonly string[];
}

/** The result of an evaluation in brief. */
export function inBrief(evaluation: Evaluation): ResultInBrief {
  return {
    admissible: evaluation.admissible,
    refusals: evaluation.refusals.map((refusal) => refusal.code),
    category: evaluation.category?.id ?? null,
    categoryName: evaluation.category?.name.zh ?? null,
    points: evaluation.points?.text ?? null,
    fallback: evaluation.fallback,
    batches: evaluation.batches.filter((batch) => batch.eligible === 'true').map((batch) => batch.id),
  };
}

/** How one family's result changes; null when it stays. */
export function compareResult(
  before: Policy,
  after: Policy,
  { id, facts, late }: Applicant,
  context: SimulationContext,
): ChangedResult | null {
  const was = evaluate(before, facts, { ...context, late });
  const is = evaluate(after, facts, { ...context, late });
  const words = differences(was, is);
  return words === '' ? null : { id, before: inBrief(was), after: inBrief(is), words, because: reasonsOf(was, is) };
}

/** The families whose result changes from one policy to another. */
export function compareResults(
  before: Policy,
  after: Policy,
  applicants: Iterable<Applicant>,
  context: SimulationContext,
): ChangedResult[] {
  const changed: ChangedResult[] = [];
  for (const applicant of applicants) {
    const one = compareResult(before, after, applicant, context);
    if (one) changed.push(one);
  }
  return changed;
}

function differences(was: Evaluation, is: Evaluation): string {
  const parts: string[] = [];
  if (was.admissible !== is.admissible) parts.push(is.admissible ? '由不予登记变为可以报名' : '由可以报名变为不予登记');
  const [from, to] = [was.category, is.category].map((category) => category?.name.zh ?? '无类别');
  if (was.category?.id !== is.category?.id) parts.push(`类别由“${from ?? ''}”变为“${to ?? ''}”`);
  if (was.points?.text !== is.points?.text)
    parts.push(`积分由${was.points?.text ?? '无'}变为${is.points?.text ?? '无'}`);
  if (was.fallback !== is.fallback) parts.push(is.fallback === null ? '不再转统筹' : '转为统筹');
  const [old, now] = [inBrief(was).batches.join('、'), inBrief(is).batches.join('、')];
  if (old !== now) parts.push(`可参加的批次由“${old}”变为“${now}”`);
  return parts.join('；');
}

/** The sentences that decide the difference: new refusals, the category that was lost, the category that was won. */
function reasonsOf(was: Evaluation, is: Evaluation): string[] {
  const known = new Set(was.refusals.map((one) => one.code));
  const refused = is.refusals.filter((one) => !known.has(one.code)).map((one) => one.words);
  if (was.category?.id === is.category?.id) return refused;
  const about = (evaluation: Evaluation, id: string | undefined) =>
    evaluation.trace.filter((line) => line.about === `category:${id ?? ''}`);
  const before = new Map(about(was, was.category?.id).map((line) => [line.condition, line.outcome]));
  const lost = about(is, was.category?.id).filter(
    (line) => line.outcome !== 'true' && before.get(line.condition) !== line.outcome,
  );
  const failed = new Map(about(was, is.category?.id).map((line) => [line.condition, line.outcome]));
  const won = about(is, is.category?.id).filter(
    (line) => line.outcome === 'true' && failed.get(line.condition) !== 'true',
  );
  const lines = lost.length > 0 ? lost : won;
  return [...refused, ...new Set(lines.map((line) => line.words))].slice(0, 4);
}
