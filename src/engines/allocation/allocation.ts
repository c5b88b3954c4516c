// The door of the allocation engine: give out seats, prove a result, explain it to one applicant.

import { prepare } from './preparing.ts';
import type { AllocationProblem, AllocationResult } from './problem.ts';
import { readProblem } from './reading.ts';
import { report } from './reporting.ts';
import { solve } from './solving.ts';

/**
 * Gives out the seats. The result depends on the problem's content only, not on the order of its lists.
 * A malformed problem is a bug of the caller: throws with all faults and their places (read foreign problems with
 * {@link readProblem}, which answers with the faults).
 */
export function allocate(problem: AllocationProblem): AllocationResult {
  const prepared = prepareSound(problem);
  return report(prepared, solve(prepared));
}

function prepareSound(problem: AllocationProblem) {
  const read = readProblem(problem);
  if ('problem' in read) return prepare(read.problem);
  throw new Error(
    `malformed allocation problem: ${read.faults.map(({ path, fault }) => `${path} ${fault}`).join('; ')}`,
  );
}
