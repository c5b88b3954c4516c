// Solves a prepared problem in its stated phases: choices in time, overall placement, then the late in the same way.

import type { Claim } from './claims.ts';
import { type Market, NEVER, NONE, type Seats } from './market.ts';
import { seatWhereOpen } from './opening.ts';
import { placeOverall } from './overall-placement.ts';
import { membersOf, type PreparedProblem } from './preparing.ts';
import { seatByChoice } from './seating.ts';
import { freeSeats, remainingSeats } from './seats-left.ts';

/** Who sits where, and how it came about. */
export interface Solution {
  /** School of each applicant, or `NONE`. */
  readonly assignment: Int32Array;
  /** School of each row by its choices alone, or `NONE`; overall placement is not in here. */
  readonly byChoice: Int32Array;
  /** Seat of each row admitted by choice, as {@link seatLine} numbers them; `REFUSED` for others. */
  readonly seat: Int32Array;
  /** Per school 1 when it did not open. */
  readonly closed: Uint8Array;
  /** Children counted for a class that did not open. */
  readonly counted: ReadonlyMap<number, number>;
  /** Claims of groups that no chain could settle. */
  readonly unsettled: readonly Claim[];
}

/** Solves the problem. */
export function solve(problem: PreparedProblem): Solution {
  const { units } = problem;
  const { rows } = units;
  const opened = seatWhereOpen(problem, (seats) => marketOf(problem, seats, 0));
  const { school: byChoice, seat, seats } = opened;
  const unsettled = [...opened.unsettled];
  const assignment = new Int32Array(problem.applicantIds.length).fill(NONE);
  const seatMembers = (): void => {
    for (let row = 0; row < rows.count; row++) {
      if (byChoice[row] === NONE) continue;
      for (const a of Array.from(membersOf(units, row))) assignment[a] = byChoice[row]!;
    }
  };
  const placeRest = (late: 0 | 1): void => {
    if (problem.overall.of.size === 0) return;
    const free = freeSeats(remainingSeats(seats, rows, byChoice, seat, assignment));
    placeOverall(problem, rowsOfPhase(problem, late), free, assignment);
  };
  seatMembers();
  placeRest(0);
  if (problem.late !== null) {
    const left = remainingSeats(seats, rows, byChoice, seat, assignment);
    const late = seatByChoice(marketOf(problem, left, 1));
    for (let row = 0; row < rows.count; row++) {
      if (late.school[row] === NONE) continue;
      byChoice[row] = late.school[row]!;
      seat[row] = late.seat[row]!;
    }
    unsettled.push(...late.unsettled);
    seatMembers();
    placeRest(1);
  }
  return { assignment, byChoice, seat, closed: opened.closed, counted: opened.counted, unsettled };
}

/** The market of one phase: those of the other phase ask for nothing. */
export function marketOf(problem: PreparedProblem, seats: Seats, late: 0 | 1): Market {
  const { rows } = problem.units;
  const market = { mechanism: problem.mechanism, rows, seats, groupRule: problem.options.groups, late: null };
  if (problem.late === null) return market;
  const entries = rows.entries.slice();
  for (let row = 0; row < rows.count; row++) {
    if (isLate(problem, row) === late) continue;
    for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) entries[2 * e + 1] = NEVER;
  }
  return { ...market, rows: { ...rows, entries } };
}

/** 1 when a row registered late. */
export function isLate(problem: PreparedProblem, row: number): 0 | 1 {
  return problem.late !== null && problem.late[membersOf(problem.units, row)[0]!] === 1 ? 1 : 0;
}

/** The rows of those in time (0) or late (1). */
export function* rowsOfPhase(problem: PreparedProblem, late: 0 | 1): Generator<number> {
  for (let row = 0; row < problem.units.rows.count; row++) if (isLate(problem, row) === late) yield row;
}
