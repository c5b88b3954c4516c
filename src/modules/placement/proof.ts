// The one proof of a run: from its input and its placings alone, by the engine's checker.

import { checkAllocation } from '../../engines/allocation/allocation.ts';
import type { HashFunction } from '../../engines/lottery/hash.ts';
import { numbersOf, privateProblem, publicProblem, type RunInput } from './problems.ts';
import type { Placing } from './rules.ts';

/**
 * Every fault of the placings of a run; none means that they are proven: the numbers follow from the seed; private and
 * public seats are not given twice; nobody was passed over by a child ranked behind, bound children by their rule; nobody
 * is without a public seat while one is free, and nobody in overall placement passed a nearer school that had room.
 * It knows the rules and what was given, not how that was found.
 */
export function proveRun(input: RunInput, placings: readonly Placing[], hash: HashFunction): readonly string[] {
  if (input.applicants.length === 0) return placings.map(({ applicantId }) => `applicant_unknown ${applicantId}`);
  const numbers = numbersOf(input, hash);
  const placed = new Map(placings.map((placing) => [placing.applicantId, placing]));
  const privately = privateProblem(input, numbers);
  const asking = new Set(privately.applicants.map(({ id }) => id));
  const seatsOf = (which: (placing: Placing) => boolean) =>
    Object.fromEntries(placings.filter(which).map(({ applicantId, schoolId }) => [applicantId, schoolId]));
  const hasPrivateSeat = (id: string) => placed.get(id)?.route === 'private';
  const faults = [
    ...checkAllocation(privately, {
      assignments: {
        ...Object.fromEntries([...asking].map((id) => [id, null])),
        ...seatsOf(({ route }) => route === 'private'),
      },
    }),
    ...checkAllocation(publicProblem(input, numbers, hasPrivateSeat), {
      assignments: seatsOf(({ route }) => route !== 'private'),
    }),
  ];
  const otherNumber = placings.filter(({ applicantId, number }) => numbers.get(applicantId) !== number);
  return [
    ...faults.map(({ code, applicant, school, others }) => [code, applicant, school ?? '', ...others].join(' ').trim()),
    ...otherNumber.map(({ applicantId }) => `number_differs ${applicantId}`),
    ...(placed.size === placings.length ? [] : ['applicant_twice']),
  ];
}
