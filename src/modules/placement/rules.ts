// Carries a run out: from eligible applications to seats, places in line and waiting lists, proved.

import { allocate } from '../../engines/allocation/allocation.ts';
import type { AllocationResult } from '../../engines/allocation/problem.ts';
import type { HashFunction } from '../../engines/lottery/hash.ts';
import {
  compareKeys,
  keysOf,
  numbersOf,
  privateProblem,
  publicChoice,
  publicProblem,
  schoolsOf,
  type Numbers,
  type RunApplicant,
  type RunInput,
} from './problems.ts';
import { proveRun } from './proof.ts';
import type { RunStep } from './steps.ts';

/** How a child came to its school. */
export type Route = 'private' | 'catchment' | 'overall_placement' | 'none';

/** Where a child stood among all who asked for a school by choice, from 1. */
export interface AskedPlace {
  readonly schoolId: string;
  readonly place: number;
}

/** What a run gives one child. */
export interface Placing {
  readonly applicantId: string;
  readonly schoolId: string | null;
  readonly route: Route;
  /** Lottery number, from 1. */
  readonly number: number;
  /** For overall placement from a known place: the n-th nearest school was the first with room; null without one. */
  readonly nearest: number | null;
  /** The schools that it asked for, private before public. */
  readonly asked: readonly AskedPlace[];
}

/** A run's answer: placings and waiting lists, in the order of ids, and what the proof found. */
export interface RunResult {
  readonly placings: readonly Placing[];
  /** Applicants by school, in the fixed order in which they move up; schools without any are left out. */
  readonly waiting: Readonly<Record<string, readonly string[]>>;
  readonly faults: readonly string[];
}

/** By id, as texts compare in code units. */
export const byId = (one: { readonly id: string }, other: { readonly id: string }) =>
  one.id < other.id ? -1 : one.id > other.id ? 1 : 0;

/**
 * Carries a run out and proves it. The same input gives the same answer, whatever the order of its lists.
 *
 * @param onStep told before each step
 */
export function carryOut(
  input: RunInput,
  hash: HashFunction,
  onStep: (step: RunStep) => void = () => undefined,
): RunResult {
  if (input.applicants.length === 0) return { placings: [], waiting: {}, faults: [] };
  onStep('numbers');
  const numbers = numbersOf(input, hash);
  const placed = place(input, numbers, onStep);
  onStep('proof');
  return { ...placed, faults: proveRun(input, placed.placings, hash) };
}

/** Gives the seats out: private schools first, then public ones to all who have no private seat. */
function place(
  input: RunInput,
  numbers: Numbers,
  onStep: (step: RunStep) => void = () => undefined,
): Omit<RunResult, 'faults'> {
  onStep('private');
  const first = allocate(privateProblem(input, numbers));
  onStep('public');
  const second = allocate(publicProblem(input, numbers, (id) => (first.assignments[id] ?? null) !== null));
  const places = placesOf(input, numbers);
  const placings = [...input.applicants]
    .sort(byId)
    .map((applicant) => placingOf(applicant, first, second, numbers.get(applicant.id) ?? 0, places));
  const waiting: Record<string, readonly string[]> = {};
  for (const { id } of [...input.schools].sort(byId)) {
    const list = first.schools[id]?.waiting ?? second.schools[id]?.waiting ?? [];
    if (list.length > 0) waiting[id] = list;
  }
  return { placings, waiting };
}

/**
 * Whether lottery numbers decide anything: the seats are given out with the numbers one way round and the other.
 * If nobody's school differs, no order of equals can change it. For suppose a child with equals would rather have a
 * school than its own: then that school is full of children before it one way round, and of children before it the other
 * way round too; but among equals these are different children, and they cannot both have the same seats.
 */
export function numbersDecide(input: RunInput): boolean {
  if (input.applicants.length === 0) return false;
  const lots = [...new Set(input.applicants.toSorted(byId).map((applicant) => applicant.group ?? applicant.id))];
  const schools = (numberOf: (lot: number) => number): string => {
    const number = new Map(lots.map((lot, at) => [lot, numberOf(at + 1)]));
    const numbers = new Map(input.applicants.map(({ id, group }) => [id, number.get(group ?? id) ?? 0]));
    return JSON.stringify(place(input, numbers).placings.map(({ schoolId }) => schoolId));
  };
  return schools((lot) => lot) !== schools((lot) => lots.length + 1 - lot);
}

/** The place of every child in the line of each school that it asked for, by applicant. */
function placesOf(input: RunInput, numbers: Numbers): ReadonlyMap<string, readonly AskedPlace[]> {
  const lines = new Map<string, { readonly id: string; readonly keys: readonly number[] }[]>();
  const join = (school: string, id: string, keys: readonly number[]) => {
    const line = lines.get(school) ?? [];
    line.push({ id, keys });
    lines.set(school, line);
  };
  const offered = schoolsOf(input, 'private');
  const ids = new Set(schoolsOf(input, 'public').keys());
  // Twins share a number: between them the id decides, as in the engine.
  const applicants = [...input.applicants].sort(byId);
  for (const applicant of applicants) {
    const number = numbers.get(applicant.id) ?? 0;
    const { privateSchoolId } = applicant;
    if (privateSchoolId !== null && offered.has(privateSchoolId))
      join(privateSchoolId, applicant.id, [applicant.late ? 1 : 0, number]);
  }
  for (const applicant of applicants) {
    const school = publicChoice(applicant, ids);
    if (school !== null) join(school, applicant.id, [...keysOf(applicant, numbers), numbers.get(applicant.id) ?? 0]);
  }
  const places = new Map<string, AskedPlace[]>();
  for (const [schoolId, line] of lines) {
    line.sort((one, other) => compareKeys(one.keys, other.keys));
    for (const [at, { id }] of line.entries()) places.set(id, [...(places.get(id) ?? []), { schoolId, place: at + 1 }]);
  }
  return places;
}

function placingOf(
  applicant: RunApplicant,
  first: AllocationResult,
  second: AllocationResult,
  number: number,
  places: ReadonlyMap<string, readonly AskedPlace[]>,
): Placing {
  const base = { applicantId: applicant.id, number, nearest: null, asked: places.get(applicant.id) ?? [] };
  const privately = first.assignments[applicant.id];
  if (privately) return { ...base, schoolId: privately, route: 'private' };
  const because = second.because[applicant.id];
  const schoolId = second.assignments[applicant.id] ?? null;
  if (schoolId === null) return { ...base, schoolId, route: 'none' };
  if (because?.code !== 'overall_placement') return { ...base, schoolId, route: 'catchment' };
  const nearest = applicant.nearTo === null ? null : because.nearest;
  return { ...base, schoolId, route: 'overall_placement', nearest };
}
