// Runs a draft policy and a plan over many families: what each school will be asked for, and who finds a seat (学位预警).

import { allocate } from '../allocation/allocation.ts';
import type { AllocationApplicant, AllocationProblem } from '../allocation/problem.ts';
import type { Applicant, SimulationContext } from './compare-results.ts';
import type { Evaluation } from './evaluation.ts';
import type { Facts } from './facts.ts';
import type { Policy } from './model.ts';
import { evaluate } from './policy.ts';
import { type Forecast, forecastCounts, seededNumbers } from './resampling.ts';

/** Where the seats of a school end: the last category of which some find a seat and others do not. */
export interface CutOff {
  readonly category: string;
  readonly admitted: number;
  readonly asked: number;
}

/** What one school is asked for, and whom it takes. */
export interface SchoolDemand {
  readonly school: string;
  /** Seats in the plan; null where the plan does not name the school. */
  readonly seats: number | null;
  readonly demand: number;
  readonly byCategory: Readonly<Record<string, number>>;
  /** Of those who ask, how many find a seat here, by category. */
  readonly admitted: Readonly<Record<string, number>>;
  /** Placed here by the bureau, after all who asked. */
  readonly placedHere: number;
  /** Null when everybody who asked is in. */
  readonly cutOff: CutOff | null;
  /** Seats that are missing; 0 when they suffice. */
  readonly shortage: number;
  /** Demand with its bounds; by chance alone, nine of ten years lie between them. */
  readonly forecast: Forecast;
  /** red: short; yellow: 95 % or more of the seats are asked for; green: less; grey: no plan. */
  readonly warning: 'red' | 'yellow' | 'green' | 'grey';
}

/** What a policy and a plan do to a set of families. */
export interface Simulation {
  readonly applicants: number;
  readonly refused: number;
  readonly toConfirm: number;
  readonly byCategory: Readonly<Record<string, number>>;
  /** Left to overall placement by the policy, before any seat is given. */
  readonly overallPlacement: number;
  /** Could not be decided for want of facts. */
  readonly undecided: number;
  readonly schools: readonly SchoolDemand[];
  readonly seats: number;
  /** Seats missing in all, overall placement counted. */
  readonly shortage: number;
  /** Found a seat at the school asked for; by overall placement; none. */
  readonly admitted: number;
  readonly placed: number;
  readonly unplaced: number;
}

/** What a simulation can be told besides. */
export interface SimulationOptions {
  /** Settles lottery numbers and the draws of the forecast; default 1. */
  readonly seed?: number;
  /** Metres from a school to the others, for overall placement; where absent, schools are tried by id. */
  readonly distances?: (school: string) => Readonly<Record<string, number>>;
}

/** A simulation to which families are added one by one, so that a long one can tell how far it is. */
export interface RunningSimulation {
  add(applicant: Applicant): void;
  finish(): Simulation;
}

/** One family that takes part. */
interface Taker {
  readonly applicant: AllocationApplicant;
  readonly category: string | null;
  readonly school: string | null;
}

/** Begins a simulation; `plan` holds seats by school id. */
export function beginSimulation(
  policy: Policy,
  plan: Readonly<Record<string, number>>,
  context: SimulationContext,
  { seed = 1, distances }: SimulationOptions = {},
): RunningSimulation {
  const next = seededNumbers(seed);
  const takers: Taker[] = [];
  const byCategory: Record<string, number> = Object.fromEntries(policy.categories.map((category) => [category.id, 0]));
  const count = { applicants: 0, refused: 0, toConfirm: 0, overallPlacement: 0, undecided: 0 };
  const ownOrders = policy.categories.some((category) => category.ranking !== undefined);

  const add = ({ facts, late = false }: Applicant): void => {
    const evaluation = evaluate(policy, facts, { ...context, late });
    count.applicants += 1;
    // A number of its own for everybody, whatever becomes of the others: the draw of two policies stays comparable.
    const number = Math.floor(next() * 2 ** 40);
    if (!evaluation.admissible) {
      count.refused += 1;
      return;
    }
    if (evaluation.confirmations.length > 0) count.toConfirm += 1;
    if (evaluation.unknownFacts.length > 0) count.undecided += 1;
    const category = evaluation.category?.id ?? null;
    if (category !== null) byCategory[category] = (byCategory[category] ?? 0) + 1;
    if (evaluation.fallback !== null) count.overallPlacement += 1;
    const home = schoolAskedFor(evaluation, facts) ?? null;
    const school = evaluation.fallback === null && category !== null ? home : null;
    const rank = evaluation.rank.map((key) => key.value ?? number);
    const keys = ownOrders ? [evaluation.category?.order ?? 99, ...rank] : rank;
    const metres = home === null ? undefined : distances?.(home);
    takers.push({
      category,
      school,
      applicant: {
        id: String(takers.length).padStart(8, '0'),
        preferences: school === null ? [] : [school],
        priorities: school === null ? {} : { [school]: keys },
        lottery: number,
        // Only whom the policy leaves to it, or who finds no seat where it asked, is placed by the bureau.
        ...(policy.overallPlacement.takesTheRest || category !== null
          ? { overall: { rank: [late ? 1 : 0, ...keys, number], ...(metres && { distances: metres }) } }
          : {}),
      },
    });
  };
  return { add, finish: () => settle(plan, takers, { ...count, byCategory }, next) };
}

/** Evaluates every family under a policy, counts what each school is asked for, and gives out the seats. */
export function simulate(
  policy: Policy,
  applicants: Iterable<Applicant>,
  /** Seats by school id. */
  plan: Readonly<Record<string, number>>,
  context: SimulationContext,
  options: SimulationOptions = {},
): Simulation {
  const running = beginSimulation(policy, plan, context, options);
  for (const applicant of applicants) running.add(applicant);
  return running.finish();
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

type Counts = Omit<Simulation, 'schools' | 'seats' | 'shortage' | 'admitted' | 'placed' | 'unplaced'>;

function settle(
  plan: Readonly<Record<string, number>>,
  takers: readonly Taker[],
  counts: Counts,
  next: () => number,
): Simulation {
  const { assignments } = allocate(problemOf(plan, takers));
  const forecasts = forecastCounts(
    takers.map((taker) => taker.school),
    takers.length,
    next,
  );
  const names = [...new Set([...Object.keys(plan), ...takers.flatMap((taker) => taker.school ?? [])])];
  const schools = names.map((school) => {
    const asked = takers.filter((taker) => taker.school === school);
    const here = (taker: Taker): boolean => assignments[taker.applicant.id] === school;
    return demandOf({
      school,
      seats: plan[school] ?? null,
      asked,
      admitted: asked.filter(here),
      placedHere: takers.filter((taker) => taker.school !== school && here(taker)).length,
      forecast: forecasts.get(school) ?? { expected: 0, low: 0, high: 0 },
    });
  });
  const seats = Object.values(plan).reduce((sum, one) => sum + one, 0);
  const wanted = schools.reduce((sum, one) => sum + one.demand, 0) + counts.overallPlacement;
  const seated = takers.filter((taker) => typeof assignments[taker.applicant.id] === 'string');
  const admitted = seated.filter((taker) => assignments[taker.applicant.id] === taker.school).length;
  return {
    ...counts,
    schools,
    seats,
    shortage: Math.max(0, wanted - seats),
    admitted,
    placed: seated.length - admitted,
    unplaced: takers.length - seated.length,
  };
}

/** Every family asks for its one school; the bureau places the rest where seats are left. */
function problemOf(plan: Readonly<Record<string, number>>, takers: readonly Taker[]): AllocationProblem {
  const known = (school: string): boolean => Object.hasOwn(plan, school);
  return {
    mechanism: 'direct_assignment',
    schools: Object.entries(plan).map(([id, capacity]) => ({ id, capacity })),
    applicants: takers.map(({ applicant }) => {
      const { overall } = applicant;
      const near = Object.entries(overall?.distances ?? {}).filter(([school]) => known(school));
      return {
        ...applicant,
        preferences: applicant.preferences.filter(known),
        priorities: Object.fromEntries(Object.entries(applicant.priorities ?? {}).filter(([school]) => known(school))),
        ...(overall && { overall: { ...overall, distances: Object.fromEntries(near) } }),
      };
    }),
  };
}

function demandOf(one: {
  readonly school: string;
  readonly seats: number | null;
  readonly asked: readonly Taker[];
  readonly admitted: readonly Taker[];
  readonly placedHere: number;
  readonly forecast: Forecast;
}): SchoolDemand {
  const { school, seats, placedHere, forecast } = one;
  const demand = one.asked.length;
  const byCategory = countCategories(one.asked);
  const admitted = countCategories(one.admitted);
  const base = { school, demand, byCategory, admitted, placedHere, forecast };
  if (seats === null) return { ...base, seats, cutOff: null, shortage: 0, warning: 'grey' };
  const shortage = Math.max(0, demand - seats);
  const warning = shortage > 0 ? 'red' : demand * 100 >= seats * 95 ? 'yellow' : 'green';
  return { ...base, seats, cutOff: cutOffOf(byCategory, admitted), shortage, warning };
}

/** The category in which seats run out: some of it are in and some are not; else the first of which nobody is in. */
function cutOffOf(asked: Readonly<Record<string, number>>, admitted: Readonly<Record<string, number>>): CutOff | null {
  const short = Object.entries(asked)
    .map(([category, count]) => ({ category, admitted: admitted[category] ?? 0, asked: count }))
    .filter((line) => line.admitted < line.asked);
  return short.find((line) => line.admitted > 0) ?? short[0] ?? null;
}

function countCategories(takers: readonly Taker[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { category } of takers) if (category !== null) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}
