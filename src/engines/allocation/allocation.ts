// The door of the allocation engine: give out seats, prove a result, explain it, and move waiting lists up.

import { type AllocationFault, checkResult } from './check.ts';
import { type ChoiceExplanation, type Explanation, explainOutcome, explainSchool } from './explain.ts';
import { compareIds } from './ids.ts';
import { prepare } from './preparing.ts';
import type { AllocationProblem, AllocationResult } from './problem.ts';
import { readProblem, type ReadProblem } from './reading.ts';
import { report } from './reporting.ts';
import { solve } from './solving.ts';
import { promote, type Promotion } from './waiting-list.ts';

/**
 * Gives out the seats. The result depends on the problem's content only, not on the order of its lists.
 * A malformed problem is a bug of the caller: throws with all faults and their places (`readProblem` answers with the
 * faults instead). So do the other functions here.
 */
export function allocate(problem: AllocationProblem): AllocationResult {
  const prepared = prepare(sound(problem));
  return report(prepared, solve(prepared));
}

/** What a result must tell to be checked. */
export type CheckableResult = Pick<AllocationResult, 'assignments'> & Partial<Pick<AllocationResult, 'withdrawn'>>;

/**
 * Proves a result: capacity, eligibility, no justified envy, no wasted seat, groups, reserves, overall placement.
 * It knows the rules and the assignments, not how they were found. No fault means that the result is proven.
 */
export function checkAllocation(problem: AllocationProblem, result: CheckableResult): readonly AllocationFault[] {
  return checkResult(sound(problem), new Map(Object.entries(result.assignments)), new Set(result.withdrawn));
}

/** Why an applicant has what it has, and why not each choice before it. */
export function explain(problem: AllocationProblem, result: AllocationResult, applicantId: string): Explanation {
  const prepared = prepare(sound(problem), new Set(result.withdrawn));
  return explainOutcome(problem, prepared, result, applicantId);
}

/** Why an applicant did not get one school. */
export function explainNot(
  problem: AllocationProblem,
  result: AllocationResult,
  applicantId: string,
  schoolId: string,
): ChoiceExplanation {
  const prepared = prepare(sound(problem), new Set(result.withdrawn));
  return explainSchool(problem, prepared, result, applicantId, schoolId);
}

/**
 * Applicants give their seats back (or leave before they had one): the waiting lists move up in their fixed order,
 * and entitled children still without a seat are placed. Nobody loses a seat.
 *
 * @param applicantIds who leaves; seats come free in this order
 * @returns the new result and every move in the order in which it was made
 */
export function decline(
  problem: AllocationProblem,
  result: AllocationResult,
  applicantIds: readonly string[],
): { readonly result: AllocationResult; readonly promotions: readonly Promotion[] } {
  const gone = new Set([...result.withdrawn, ...applicantIds]);
  const prepared = prepare(sound(problem), gone);
  const freed = applicantIds.flatMap((id) => result.assignments[id] ?? []);
  // A child whose companion left needs one seat less and may fit where the two did not.
  const groups = new Set(problem.applicants.filter(({ id }) => applicantIds.includes(id)).map(({ group }) => group));
  const companions = problem.applicants.filter(
    ({ id, group }) => group !== undefined && groups.has(group) && !gone.has(id),
  );
  companions.sort((a, b) => compareIds(a.id, b.id));
  freed.push(...companions.flatMap(({ preferences }) => preferences));
  const { solution, promotions } = promote(prepared, { ...result, withdrawn: [...gone] }, freed);
  return { result: report(prepared, solution, [...gone]), promotions };
}

function sound(problem: AllocationProblem): ReadProblem {
  const read = readProblem(problem);
  if ('problem' in read) return read.problem;
  throw new Error(
    `malformed allocation problem: ${read.faults.map(({ path, fault }) => `${path} ${fault}`).join('; ')}`,
  );
}
