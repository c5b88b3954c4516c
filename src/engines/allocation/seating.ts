// Runs the mechanism of a market and tells who sits on which seat.

import { REFUSED, seatLine, standingOf } from './choice.ts';
import { type Claim, claimIndex, claimsAt } from './claims.ts';
import { deferredAcceptance } from './deferred-acceptance.ts';
import { immediateAcceptance } from './immediate-acceptance.ts';
import { type Market, NONE, schoolOf, sizeOf } from './market.ts';
import { choosesInTurn, serialDictatorship } from './serial-dictatorship.ts';
import { settle } from './settling.ts';

/** What a mechanism gives: the school and seat of every row, and claims that could not be settled. */
export interface Seating {
  readonly school: Int32Array;
  /** As numbered by `seatLine`. */
  readonly seat: Int32Array;
  readonly unsettled: readonly Claim[];
}

/** Runs the market's mechanism. */
export function seatByChoice(market: Market): Seating {
  const { school, unsettled } = assign(market);
  return { school, seat: seatKinds(market, school), unsettled };
}

/** The school of every row by the market's mechanism, and claims that could not be settled. */
export function assign(market: Market): Omit<Seating, 'seat'> {
  if (market.mechanism === 'immediate_acceptance') return { school: immediateAcceptance(market), unsettled: [] };
  if (market.mechanism === 'serial_dictatorship' && choosesInTurn(market)) {
    return { school: serialDictatorship(market), unsettled: [] };
  }
  const school = deferredAcceptance(market);
  return market.rows.size === null ? { school, unsettled: [] } : settleGroups(market, school);
}

/**
 * Groups may leave claims open that deferred acceptance cannot see: a group refused for want of a second seat, the
 * seat free later; or a child refused for a group that then went elsewhere. Chains serve these claims. A stable
 * outcome need not exist (hospitals and residents with sizes: McDermid and Manlove 2010); when the chains find no
 * end, only claims to free seats are served and the others are named.
 */
function settleGroups(market: Market, seated: Int32Array): { school: Int32Array; unsettled: readonly Claim[] } {
  const index = claimIndex(market);
  const schools = schoolsOfGroups(market);
  const school = seated.slice();
  const limit = 1000 + 2 * market.rows.count;
  if (settle(index, school, schools, { displacing: true, limit }) !== null) return { school, unsettled: [] };
  settle(index, seated, schools, { displacing: false });
  const unsettled = Array.from(market.seats.capacity.keys(), (s) => [...claimsAt(index, s, seated)]).flat();
  return { school: seated, unsettled };
}

/** On which seats the admitted sit. */
export function seatKinds(market: Market, assignment: Int32Array): Int32Array {
  const { rows, seats } = market;
  if (seats.reserves === null && rows.size === null) {
    return assignment.map((school) => (school === NONE ? REFUSED : 0));
  }
  const seat = new Int32Array(rows.count).fill(REFUSED);
  linesOf(market, assignment).forEach((line, school) => {
    const seated = seatLine(market, school, line);
    line.forEach((row, i) => (seat[row] = seated[i]!));
  });
  return seat;
}

/** The admitted rows of every school, best standing first. */
export function linesOf(market: Market, assignment: Int32Array): number[][] {
  const lines = Array.from(market.seats.capacity, (): { row: number; standing: number }[] => []);
  for (let row = 0; row < market.rows.count; row++) {
    const school = assignment[row]!;
    if (school !== NONE) lines[school]!.push({ row, standing: standingOf(market, row, school) });
  }
  return lines.map((line) => line.sort((x, y) => x.standing - y.standing).map(({ row }) => row));
}

/** Schools that groups name, ascending; at others deferred acceptance leaves no claim. */
function schoolsOfGroups({ rows }: Market): number[] {
  const schools = new Set<number>();
  for (let row = 0; row < rows.count; row++) {
    if (sizeOf(rows, row) === 1) continue;
    for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) schools.add(schoolOf(rows, e));
  }
  return [...schools].sort((s, t) => s - t);
}
