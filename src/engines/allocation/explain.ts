// Why an applicant did not get a school it preferred: its place in the line, the cut-off, the rule that decided.

import { seatLine } from './choice.ts';
import { claimIndex, prefers, wholeLine } from './claims.ts';
import { choiceOf, codeAt, type Market, NEVER, NONE, sizeOf } from './market.ts';
import { membersOf, type PreparedProblem } from './preparing.ts';
import type { AllocationProblem, AllocationResult, Because } from './problem.ts';
import { readSeated, type Seated } from './seated.ts';
import { standingMarket } from './waiting-list.ts';

/** Why not a school. */
export type WhyNot =
  /** The applicant has it. */
  | { readonly code: 'has_it' }
  /** The applicant did not name it. */
  | { readonly code: 'not_asked' }
  /** The school may not take the applicant, or (bound children) one of `members`. */
  | { readonly code: 'not_eligible'; readonly members: readonly string[] }
  /** The applicant has a school that it named before this one. */
  | { readonly code: 'has_a_better_choice'; readonly school: string }
  | { readonly code: 'class_not_opened' }
  | { readonly code: 'no_seats' }
  /** Left the allocation. */
  | { readonly code: 'withdrawn' }
  /** Immediate acceptance: all seats went to those who named the school earlier in their lists. */
  | { readonly code: 'full_in_earlier_round'; readonly ownChoice: number; readonly lastChoiceTaken: number }
  /** Registered late: the seats had gone to those in time. */
  | { readonly code: 'late' }
  /** Others stand better: see the line. */
  | { readonly code: 'behind_cut_off' }
  /** Bound children need more seats than were free when their turn came. */
  | { readonly code: 'group_does_not_fit'; readonly needed: number; readonly free: number }
  /** Seats are free only for holders of a mark. */
  | { readonly code: 'only_reserved_seats_free' }
  /** A seat came free later and its waiting list was not open to the applicant, or a chain had no end. */
  | { readonly code: 'not_on_waiting_list' };

/** One school in an explanation. */
export interface ChoiceExplanation {
  readonly school: string;
  /** Number of the choice, from 1; null when not named. */
  readonly choice: number | null;
  readonly why: WhyNot;
  readonly seats: number;
  /** Children who asked for a seat here and had no better choice, the applicant among them. */
  readonly asked: number;
  /** The applicant's place among them, from 1; null when it did not ask. */
  readonly place: number | null;
  /** Place on the waiting list, from 1; null when not on it. */
  readonly waitingPlace: number | null;
  /** The keys that decided: the applicant's own and those of the last child taken on an open seat (null: none needed). */
  readonly ownKeys: readonly number[] | null;
  readonly cutOffKeys: readonly number[] | null;
}

/** What an applicant has, why, and why not each choice before it. */
export interface Explanation {
  readonly applicant: string;
  readonly because: Because;
  /** The choices preferred to what the applicant has, in its order. */
  readonly higherChoices: readonly ChoiceExplanation[];
}

/** Explains one applicant's outcome. */
export function explainOutcome(
  problem: AllocationProblem,
  prepared: PreparedProblem,
  result: AllocationResult,
  applicant: string,
): Explanation {
  const because = result.because[applicant]!;
  const { preferences } = problem.applicants.find(({ id }) => id === applicant)!;
  const has = because.code === 'admitted' ? because.choice - 1 : preferences.length;
  const higherChoices = preferences
    .slice(0, has)
    .map((school) => explainSchool(problem, prepared, result, applicant, school));
  return { applicant, because, higherChoices };
}

/** Explains why an applicant did not get one school. */
export function explainSchool(
  problem: AllocationProblem,
  prepared: PreparedProblem,
  result: AllocationResult,
  applicant: string,
  schoolId: string,
): ChoiceExplanation {
  const school = prepared.schoolIds.indexOf(schoolId);
  const a = prepared.applicantIds.indexOf(applicant);
  const row = rowOf(prepared, a);
  const gone = new Set(result.withdrawn);
  const seated = readSeated(prepared, (id) => (gone.has(id) ? null : (result.assignments[id] ?? null)));
  const outcome = result.schools[schoolId]!;
  const closed = Uint8Array.from(prepared.schoolIds, (id) => (result.schools[id]!.opened ? 0 : 1));
  const market = standingMarket(prepared, closed);
  const line = wholeLine(claimIndex(market), school).filter(
    (other) => seated.byChoice[other] === school || prefers(market, other, school, seated.byChoice[other]!),
  );
  const before = line.indexOf(row);
  const children = (rows: readonly number[]): number => rows.reduce((sum, r) => sum + sizeOf(market.rows, r), 0);
  const cutOff = outcome.cutOffs.open ?? null;
  const choice = problem.applicants.find(({ id }) => id === applicant)!.preferences.indexOf(schoolId);
  const waitingPlace = outcome.waiting.indexOf(applicant);
  return {
    school: schoolId,
    choice: choice < 0 ? null : choice + 1,
    why: whyNot(problem, prepared, result, { market, seated, line, row, a, school }),
    seats: outcome.opened ? outcome.capacity : 0,
    asked: children(line),
    place: before < 0 ? null : children(line.slice(0, before)) + 1 + placeInGroup(prepared, row, a),
    waitingPlace: waitingPlace < 0 ? null : waitingPlace + 1,
    ownKeys: keysOf(problem, applicant, schoolId),
    cutOffKeys: cutOff === null ? null : keysOf(problem, cutOff, schoolId),
  };
}

/** Where the question stands: the market after the allocation, the school's line, the applicant's row. */
interface Question {
  readonly market: Market;
  readonly seated: Seated;
  readonly line: readonly number[];
  readonly row: number;
  readonly a: number;
  readonly school: number;
}

function whyNot(
  problem: AllocationProblem,
  prepared: PreparedProblem,
  result: AllocationResult,
  { market, seated, line, row, a, school }: Question,
): WhyNot {
  const { rows } = market;
  const schoolId = prepared.schoolIds[school]!;
  const applicant = prepared.applicantIds[a]!;
  if (seated.assignment[a] === school) return { code: 'has_it' };
  if (result.withdrawn.includes(applicant)) return { code: 'withdrawn' };
  const choice = choiceOf(rows, row, school);
  if (choice < 0) return { code: 'not_asked' };
  if (codeAt(rows, row, school) === NEVER) {
    const members = Array.from(membersOf(prepared.units, row));
    const refused = members.filter((b) => codeAt(prepared.singles, b, school) === NEVER);
    return { code: 'not_eligible', members: refused.map((b) => prepared.applicantIds[b]!) };
  }
  const has = seated.byChoice[row]!;
  if (has !== NONE && !prefers(market, row, school, has)) {
    return { code: 'has_a_better_choice', school: prepared.schoolIds[has]! };
  }
  if (!result.schools[schoolId]!.opened) return { code: 'class_not_opened' };
  if (prepared.seats.capacity[school] === 0) return { code: 'no_seats' };

  const admitted = line.filter((other) => seated.byChoice[other] === school);
  const before = admitted.filter((other) => line.indexOf(other) < line.indexOf(row));
  const taken = (list: readonly number[]): number => list.reduce((sum, other) => sum + sizeOf(rows, other), 0);
  const needed = sizeOf(rows, row);
  const free = Math.max(0, market.seats.capacity[school]! - taken(before));
  if (needed > 1 && free < needed && free > 0) return { code: 'group_does_not_fit', needed, free };
  if (market.late?.[row] === 1) return { code: 'late' };
  if (problem.mechanism === 'immediate_acceptance') {
    const choices = admitted.map((other) => choiceOf(rows, other, school) + 1);
    const lastChoiceTaken = Math.max(0, ...choices);
    if (choice + 1 > lastChoiceTaken) return { code: 'full_in_earlier_round', ownChoice: choice + 1, lastChoiceTaken };
  }
  const roomAfterAll = market.seats.capacity[school]! - result.schools[schoolId]!.taken;
  if (roomAfterAll < needed) return { code: 'behind_cut_off' };
  const withRow = line.filter((other) => other === row || seated.byChoice[other] === school);
  const wouldSit = seatLine(market, school, withRow)[withRow.indexOf(row)]! >= 0;
  return wouldSit ? { code: 'not_on_waiting_list' } : { code: 'only_reserved_seats_free' };
}

function rowOf(prepared: PreparedProblem, applicant: number): number {
  const { members, rows } = prepared.units;
  if (members === null) return applicant;
  for (let row = 0; row < rows.count; row++) {
    if (Array.from(membersOf(prepared.units, row)).includes(applicant)) return row;
  }
  throw new RangeError(`applicant ${applicant} is in no row`);
}

function placeInGroup(prepared: PreparedProblem, row: number, applicant: number): number {
  return Array.from(membersOf(prepared.units, row)).indexOf(applicant);
}

/** The numbers by which an applicant stands in a school's line, lottery last; null when the school does not take it. */
function keysOf(problem: AllocationProblem, applicantId: string, school: string): readonly number[] | null {
  const applicant = problem.applicants.find(({ id }) => id === applicantId)!;
  const { priorities, rank, lottery } = applicant;
  if (priorities !== undefined && !Object.hasOwn(priorities, school)) return null;
  const own = problem.mechanism === 'serial_dictatorship' ? rank : priorities?.[school];
  const ticket = typeof lottery === 'object' ? (Object.hasOwn(lottery, school) ? lottery[school] : undefined) : lottery;
  return ticket === undefined ? (own ?? []) : [...(own ?? []), ticket];
}
