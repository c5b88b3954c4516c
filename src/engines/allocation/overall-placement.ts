// Overall placement (统筹): in the policy's order, each child left goes to the nearest school with room.

import { NONE } from './market.ts';
import type { PreparedProblem } from './preparing.ts';
import { membersOf } from './preparing.ts';

/**
 * Seats the entitled among `rows` that have no seat, in the order of their claims; a group by its worst claim (or
 * best, as it ranks) and the distances of its first entitled member. A group that finds no school with room for all
 * its members is placed child by child: the duty to seat every child comes before the bond.
 *
 * @param free seats left a school, lowered here
 * @param assignment school an applicant or `NONE`, filled in here
 */
export function placeOverall(
  problem: PreparedProblem,
  rows: Iterable<number>,
  free: Int32Array,
  assignment: Int32Array,
): void {
  for (const claimants of turns(problem, rows, (a) => assignment[a] === NONE)) {
    const together = nearestWithRoom(problem, claimants[0]!, free, seatsToStayTogether(problem, claimants));
    for (const a of claimants) {
      const school = together === NONE ? nearestWithRoom(problem, a, free, 1) : together;
      if (school === NONE) continue;
      assignment[a] = school;
      free[school]!--;
    }
  }
}

/** The entitled among `rows`, bound children as one, in the policy's order. */
export function turns(
  problem: PreparedProblem,
  rows: Iterable<number>,
  asks: (applicant: number) => boolean,
): number[][] {
  const claims = problem.overall.of;
  const found: { position: number; claimants: number[] }[] = [];
  for (const row of rows) {
    const claimants = Array.from(membersOf(problem.units, row)).filter((a) => claims.has(a) && asks(a));
    if (claimants.length === 0) continue;
    const positions = claimants.map((a) => claims.get(a)!.position);
    const position = problem.options.groupRank === 'worst' ? Math.max(...positions) : Math.min(...positions);
    found.push({ position, claimants });
  }
  return found.sort((x, y) => x.position - y.position).map(({ claimants }) => claimants);
}

/** Free seats that a school needs to take claimants together: all of theirs, or one where it may go over the plan. */
export function seatsToStayTogether(problem: PreparedProblem, claimants: readonly number[]): number {
  return problem.options.groups === 'over_quota' ? 1 : claimants.length;
}

/** The nearest school of a claimant with at least so many free seats, or `NONE`. */
export function nearestWithRoom(problem: PreparedProblem, applicant: number, free: Int32Array, needed: number): number {
  const claim = problem.overall.of.get(applicant)!;
  for (const school of claim.nearest) {
    if (problem.takesOverall[school] === 1 && free[school]! >= needed) return school;
  }
  if (claim.onlyNamed) return NONE;
  for (let school = 0; school < free.length; school++) {
    if (problem.takesOverall[school] === 1 && free[school]! >= needed) return school;
  }
  return NONE;
}

/** The place of a school in a claimant's order, from 1. */
export function nearness(problem: PreparedProblem, applicant: number, school: number): number {
  const { nearest } = problem.overall.of.get(applicant)!;
  const named = nearest.indexOf(school);
  if (named >= 0) return named + 1;
  let before = nearest.length + 1;
  for (let s = 0; s < school; s++) if (!nearest.includes(s)) before++;
  return before;
}
