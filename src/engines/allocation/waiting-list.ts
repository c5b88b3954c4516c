// Live promotion: someone gives a seat back, and the waiting lists move up in their fixed order.

import { fullStock, type Stock } from './choice.ts';
import { claimIndex } from './claims.ts';
import { type Market, NONE } from './market.ts';
import { placeOverall } from './overall-placement.ts';
import { membersOf, type PreparedProblem } from './preparing.ts';
import type { AllocationResult } from './problem.ts';
import { seatKinds } from './seating.ts';
import { freeSeats, remainingSeats, withoutSchools } from './seats-left.ts';
import { overallAt, readSeated, type Seated } from './seated.ts';
import { settle } from './settling.ts';
import { isLate, rowsOfPhase, type Solution } from './solving.ts';

/** An applicant who moved because a seat came free. */
export interface Promotion {
  readonly applicant: string;
  /** The school left, or null. */
  readonly from: string | null;
  readonly to: string;
}

/** The market after publication: everybody still in, those in time in a round before the late. */
export function standingMarket(problem: PreparedProblem, closed: Uint8Array): Market {
  const { rows } = problem.units;
  return {
    mechanism: problem.mechanism,
    rows,
    seats: withoutSchools(problem.seats, closed),
    groupRule: problem.options.groups,
    late: problem.late === null ? null : Uint8Array.from({ length: rows.count }, (_, row) => isLate(problem, row)),
  };
}

/**
 * What a school has to give by choice after publication: its seats without those of overall placement, which nobody
 * is moved out of. `seated` may change between calls.
 */
export function standingStock(problem: PreparedProblem, market: Market, { assignment, byChoice }: Seated) {
  const placed = overallAt(problem, { assignment, byChoice });
  const rowOf = new Map<number, number>();
  for (let row = 0; row < byChoice.length; row++) {
    for (const a of Array.from(membersOf(problem.units, row))) rowOf.set(a, row);
  }
  return (school: number): Stock => {
    const stock = fullStock(market, school);
    for (const a of placed[school]!) if (byChoice[rowOf.get(a)!] === NONE) stock.free--;
    return stock;
  };
}

/** Whether a row still waits: everybody, or only those without a seat. */
export function stillWaits(problem: PreparedProblem, { assignment, byChoice }: Seated): (row: number) => boolean {
  if (problem.options.waitingLists === 'all_preferred') return () => true;
  return (row) =>
    byChoice[row] === NONE && Array.from(membersOf(problem.units, row)).every((a) => assignment[a] === NONE);
}

/**
 * Moves the waiting lists up. Each free seat goes to the best standing on the list who can take it; the seat that
 * this one leaves goes on in the same way. Nobody loses a seat; a group needs room for all its members. At the end,
 * entitled children still without a seat are placed overall.
 *
 * @param problem prepared without those who left
 * @param before the result before; those who left count as gone
 * @param freed schools where seats came free, in this order
 */
export function promote(
  problem: PreparedProblem,
  before: AllocationResult,
  freed: readonly string[],
): { solution: Solution; promotions: readonly Promotion[] } {
  const { schoolIds, applicantIds, units } = problem;
  const gone = new Set(before.withdrawn);
  const seated = readSeated(problem, (id) => (gone.has(id) ? null : (before.assignments[id] ?? null)));
  const { assignment, byChoice } = seated;
  const closed = Uint8Array.from(schoolIds, (id) => (before.schools[id]!.opened ? 0 : 1));
  const market = standingMarket(problem, closed);
  const index = claimIndex(market);
  const stock = standingStock(problem, market, seated);
  const mayMove = stillWaits(problem, seated);
  const promotions: Promotion[] = [];
  const record = (a: number, to: number): void => {
    const from = assignment[a] === NONE ? null : schoolIds[assignment[a]!]!;
    promotions.push({ applicant: applicantIds[a]!, from, to: schoolIds[to]! });
    assignment[a] = to;
  };

  let schools = freed.map((id) => schoolIds.indexOf(id));
  while (schools.length > 0) {
    const left = new Set<number>();
    for (const { row, from, to } of settle(index, byChoice, schools, { displacing: false, stock, mayMove }) ?? []) {
      for (const a of Array.from(membersOf(units, row))) {
        if (from === NONE && assignment[a] !== NONE) left.add(assignment[a]!);
        record(a, to);
      }
    }
    schools = [...left];
  }

  const seat = seatKinds(market, byChoice);
  const placed = assignment.slice();
  for (const late of [0, 1] as const) {
    const free = freeSeats(remainingSeats(market.seats, units.rows, byChoice, seat, placed));
    placeOverall(problem, rowsOfPhase(problem, late), free, placed);
  }
  placed.forEach((school, a) => {
    if (school !== assignment[a]) record(a, school);
  });
  const counted = new Map<number, number>();
  for (const note of before.notes) {
    if (note.code === 'class_not_opened') counted.set(schoolIds.indexOf(note.school), note.count);
  }
  return { solution: { assignment, byChoice, seat, closed, counted, unsettled: [] }, promotions };
}
