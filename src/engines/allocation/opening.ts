// Classes that open at N (开班人数): which do not reach their number, and the seating without them.

import { codeOf, type Market, NEVER, NONE, type Rows, schoolOf, type Seats, sizeOf } from './market.ts';
import type { PreparedProblem } from './preparing.ts';
import { seatByChoice, type Seating } from './seating.ts';
import { withoutSchools } from './seats-left.ts';

/** The seating of those in time, in the schools that open. */
export interface Opened extends Seating {
  /** The seats of the schools that open. */
  readonly seats: Seats;
  /** Per school 1 when it does not open. */
  readonly closed: Uint8Array;
  /** Children counted for each class that does not open. */
  readonly counted: ReadonlyMap<number, number>;
}

/**
 * Seats those in time, closing classes that do not reach their number: by first choices all at once beforehand; by
 * admitted children one class at a time, the one that lacks most first (then by id), and all is solved again.
 *
 * @param marketWith the market of those in time with given seats
 */
export function seatWhereOpen(problem: PreparedProblem, marketWith: (seats: Seats) => Market): Opened {
  const schools = problem.schoolIds.length;
  const closed = new Uint8Array(schools);
  const counted = new Map<number, number>();
  const asked = firstChoices(marketWith(problem.seats), schools);
  for (const [school, rule] of problem.opening) {
    if (rule.count !== 'first_choices' || asked[school]! >= rule.atLeast) continue;
    closed[school] = 1;
    counted.set(school, asked[school]!);
  }
  for (;;) {
    const seats = withoutSchools(problem.seats, closed);
    const seating = seatByChoice(marketWith(seats));
    const lacking = mostLacking(problem, closed, taken(problem.units.rows, seating.school, schools));
    if (lacking === null) return { ...seating, seats, closed, counted };
    closed[lacking.school] = 1;
    counted.set(lacking.school, lacking.taken);
  }
}

function mostLacking(problem: PreparedProblem, closed: Uint8Array, takenAt: Uint32Array) {
  let worst: { school: number; taken: number; lack: number } | null = null;
  for (const [school, rule] of problem.opening) {
    if (rule.count === 'first_choices' || closed[school] === 1) continue;
    const lack = rule.atLeast - takenAt[school]!;
    if (lack > (worst?.lack ?? 0)) worst = { school, taken: takenAt[school]!, lack };
  }
  return worst;
}

/** Children of rows a school. */
function taken(rows: Rows, byChoice: Int32Array, schools: number): Uint32Array {
  const count = new Uint32Array(schools);
  for (let row = 0; row < rows.count; row++) if (byChoice[row] !== NONE) count[byChoice[row]!]! += sizeOf(rows, row);
  return count;
}

/** Eligible children a school that name it first. */
function firstChoices(market: Market, schools: number): Uint32Array {
  const { rows } = market;
  const count = new Uint32Array(schools);
  for (let row = 0; row < rows.count; row++) {
    const first = rows.start[row]!;
    if (first < rows.start[row + 1]! && codeOf(rows, first) !== NEVER)
      count[schoolOf(rows, first)]! += sizeOf(rows, row);
  }
  return count;
}
