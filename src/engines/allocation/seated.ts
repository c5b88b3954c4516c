// Reads a result back: from ids to indices, and who sits by choice and who by overall placement.

import { codeAt, NEVER, NONE } from './market.ts';
import { membersOf, type PreparedProblem } from './preparing.ts';

/** Who sits where, as a result tells it. */
export interface Seated {
  /** School of each applicant, or `NONE`. */
  readonly assignment: Int32Array;
  /** School of each row whose members all sit where the row asked and is taken, or `NONE`. */
  readonly byChoice: Int32Array;
}

/**
 * A seat at a school that the applicant named and that takes it is a seat by choice: overall placement uses what is
 * free after the choices, and a named school with a free seat would have taken the applicant.
 */
export function readSeated(problem: PreparedProblem, schoolOf: (applicantId: string) => string | null): Seated {
  const index = new Map(problem.schoolIds.map((id, s) => [id, s]));
  const assignment = Int32Array.from(problem.applicantIds, (id) => {
    const school = schoolOf(id);
    return school === null ? NONE : (index.get(school) ?? NONE);
  });
  const { rows } = problem.units;
  const byChoice = new Int32Array(rows.count).fill(NONE);
  for (let row = 0; row < rows.count; row++) {
    const members = membersOf(problem.units, row);
    const school = assignment[members[0]!]!;
    if (school === NONE || codeAt(rows, row, school) === NEVER) continue;
    if (Array.from(members).every((a) => assignment[a] === school)) byChoice[row] = school;
  }
  return { assignment, byChoice };
}

/** Children a school who sit there by overall placement, as lists of applicants. */
export function overallAt(problem: PreparedProblem, { assignment, byChoice }: Seated): number[][] {
  const lists = problem.schoolIds.map((): number[] => []);
  for (let row = 0; row < byChoice.length; row++) {
    if (byChoice[row] !== NONE) continue;
    for (const a of Array.from(membersOf(problem.units, row))) {
      if (assignment[a] !== NONE) lists[assignment[a]!]!.push(a);
    }
  }
  return lists;
}
