// Runs a draft policy over many families: whose result changes, and what each school will be asked for (学位预警).

import type { DateText } from '../../kernel/dates.ts';
import type { WorkCalendar } from '../calendar/calendar.ts';
import type { Evaluation } from './evaluation.ts';
import type { Facts } from './facts.ts';
import type { Policy } from './model.ts';
import { evaluate } from './policy.ts';

/** One family of last year, or an invented one. */
export interface Applicant {
  readonly id: string;
  readonly facts: Facts;
  readonly late?: boolean | undefined;
}

/** What all applicants share. */
export interface SimulationContext {
  readonly today: DateText;
  readonly district?: string | undefined;
  readonly calendar?: WorkCalendar | undefined;
}

/** A family's result in brief. */
export interface ResultInBrief {
  readonly admissible: boolean;
  readonly refusals: readonly string[];
  readonly category: string | null;
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
}

/** What one school is asked for. */
export interface SchoolDemand {
  readonly school: string;
  /** Seats in the plan; null where the plan does not name the school. */
  readonly seats: number | null;
  readonly demand: number;
  readonly byCategory: Readonly<Record<string, number>>;
  /** Seats that are missing; 0 when they suffice. */
  readonly shortage: number;
  /** red: short; yellow: 95 % or more of the seats are asked for; green: less; grey: no plan. */
  readonly warning: 'red' | 'yellow' | 'green' | 'grey';
}

/** What a policy and a plan do to a set of families. */
export interface Simulation {
  readonly applicants: number;
  readonly refused: number;
  readonly toConfirm: number;
  readonly byCategory: Readonly<Record<string, number>>;
  /** Left to overall placement. */
  readonly overallPlacement: number;
  /** Could not be decided for want of facts. */
  readonly undecided: number;
  readonly schools: readonly SchoolDemand[];
  readonly seats: number;
  /** Seats missing in all, overall placement counted. */
  readonly shortage: number;
}

/** The result of an evaluation in brief. */
export function inBrief(evaluation: Evaluation): ResultInBrief {
  return {
    admissible: evaluation.admissible,
    refusals: evaluation.refusals.map((refusal) => refusal.code),
    category: evaluation.category?.id ?? null,
    points: evaluation.points?.text ?? null,
    fallback: evaluation.fallback,
    batches: evaluation.batches.filter((batch) => batch.eligible === 'true').map((batch) => batch.id),
  };
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
    const own = { ...context, late: applicant.late };
    const was = evaluate(before, applicant.facts, own);
    const is = evaluate(after, applicant.facts, own);
    const words = differences(was, is);
    if (words !== '') changed.push({ id: applicant.id, before: inBrief(was), after: inBrief(is), words });
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

/** Evaluates every family under a policy and counts what each school is asked for. */
export function simulate(
  policy: Policy,
  applicants: Iterable<Applicant>,
  /** Seats by school id. */
  plan: Readonly<Record<string, number>>,
  context: SimulationContext,
): Simulation {
  const demand = new Map<string, Map<string, number>>();
  const byCategory: Record<string, number> = Object.fromEntries(policy.categories.map((category) => [category.id, 0]));
  const count = { applicants: 0, refused: 0, toConfirm: 0, overallPlacement: 0, undecided: 0 };
  for (const applicant of applicants) {
    const evaluation = evaluate(policy, applicant.facts, { ...context, late: applicant.late });
    count.applicants += 1;
    if (!evaluation.admissible) {
      count.refused += 1;
      continue;
    }
    if (evaluation.confirmations.length > 0) count.toConfirm += 1;
    if (evaluation.unknownFacts.length > 0) count.undecided += 1;
    const category = evaluation.category?.id;
    if (category !== undefined) byCategory[category] = (byCategory[category] ?? 0) + 1;
    if (evaluation.fallback !== null) {
      count.overallPlacement += 1;
      continue;
    }
    const school = schoolAskedFor(evaluation, applicant.facts);
    if (school === undefined || category === undefined) continue;
    const counts = demand.get(school) ?? new Map<string, number>();
    counts.set(category, (counts.get(category) ?? 0) + 1);
    demand.set(school, counts);
  }
  const schools = [...new Set([...Object.keys(plan), ...demand.keys()])].map((school) =>
    demandOf(school, demand.get(school), plan[school]),
  );
  const seats = Object.values(plan).reduce((sum, one) => sum + one, 0);
  const asked = schools.reduce((sum, one) => sum + one.demand, 0) + count.overallPlacement;
  return { ...count, byCategory, schools, seats, shortage: Math.max(0, asked - seats) };
}

/** The first school of the first batch open to the family, or the catchment school. */
function schoolAskedFor(evaluation: Evaluation, facts: Facts): string | undefined {
  const batch = evaluation.batches.find((one) => one.eligible === 'true' && one.schools.length > 0);
  if (batch && batch.schools.length === 1) return batch.schools[0];
  return (
    facts.application?.preferences?.[0] ??
    facts.application?.school ??
    facts.dwelling?.school ??
    facts.child?.household?.school
  );
}

function demandOf(
  school: string,
  counts: ReadonlyMap<string, number> | undefined,
  seats: number | undefined,
): SchoolDemand {
  const demand = [...(counts?.values() ?? [])].reduce((sum, one) => sum + one, 0);
  const base = { school, demand, byCategory: Object.fromEntries(counts ?? []) };
  if (seats === undefined) return { ...base, seats: null, shortage: 0, warning: 'grey' };
  const shortage = Math.max(0, demand - seats);
  const warning = shortage > 0 ? 'red' : demand * 100 >= seats * 95 ? 'yellow' : 'green';
  return { ...base, seats, shortage, warning };
}
