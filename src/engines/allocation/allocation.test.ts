import { describe, expect, it } from 'vitest';
import { allocate, checkAllocation, explain } from './allocation.ts';
import type { AllocationProblem, Mechanism } from './problem.ts';
import { allStable, bestForAll, partiesOf } from './testing/brute-force.ts';
import { dice, randomProblem } from './testing/random-problem.ts';

const SMALL = { applicants: 5, schools: 3 } as const;
const MECHANISMS: readonly Mechanism[] = [
  'deferred_acceptance',
  'immediate_acceptance',
  'serial_dictatorship',
  'direct_assignment',
];

/** The same problem with its lists in another order. */
function shuffled(problem: AllocationProblem, seed: number): AllocationProblem {
  const roll = dice(seed);
  const mix = <T>(list: readonly T[]): T[] => {
    const mixed = [...list];
    for (let i = mixed.length - 1; i > 0; i -= 1) {
      const j = roll(i + 1);
      [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
    }
    return mixed;
  };
  return { ...problem, schools: mix(problem.schools), applicants: mix(problem.applicants) };
}

describe('deferred acceptance', () => {
  it('gives on 10,000 random small instances the stable matching that every child likes best, as brute force finds it', () => {
    for (let seed = 0; seed < 10_000; seed += 1) {
      const problem = randomProblem(seed, { ...SMALL, mechanism: 'deferred_acceptance' });
      const best = bestForAll(problem, allStable(problem));
      const { assignments } = allocate(problem);
      const given = partiesOf(problem).map(({ members }) => assignments[members[0]?.id ?? ''] ?? null);
      expect(given, `seed ${seed}`).toEqual(best);
    }
  });

  it('is stable with reserves too', () => {
    for (let seed = 0; seed < 2_000; seed += 1) {
      const problem = randomProblem(seed, { ...SMALL, mechanism: 'deferred_acceptance', reserves: true });
      const { assignments } = allocate(problem);
      const given = partiesOf(problem).map(({ members }) => assignments[members[0]?.id ?? ''] ?? null);
      expect(allStable(problem), `seed ${seed}`).toContainEqual(given);
    }
  });

  it('rewards nobody for hiding its true order: no other list of a child gets it a school it likes better', () => {
    for (let seed = 0; seed < 1_000; seed += 1) {
      const problem = randomProblem(seed, { applicants: 4, schools: 3, mechanism: 'deferred_acceptance' });
      const honest = allocate(problem).assignments;
      for (const [place, child] of problem.applicants.entries()) {
        const liking = (school: string | null | undefined) => (school ? child.preferences.indexOf(school) : Infinity);
        for (const preferences of ordersOf(child.preferences)) {
          const lie = { ...problem, applicants: problem.applicants.with(place, { ...child, preferences }) };
          expect(liking(allocate(lie).assignments[child.id]), `seed ${seed}, ${child.id}`).toBeGreaterThanOrEqual(
            liking(honest[child.id]),
          );
        }
      }
    }
  });

  it('makes no child worse off when a school gets one more seat', () => {
    for (let seed = 0; seed < 2_000; seed += 1) {
      const problem = randomProblem(seed, { ...SMALL, mechanism: 'deferred_acceptance' });
      const before = allocate(problem).assignments;
      const [first, ...others] = problem.schools;
      if (!first) continue;
      const after = allocate({
        ...problem,
        schools: [{ ...first, capacity: first.capacity + 1 }, ...others],
      }).assignments;
      for (const child of problem.applicants) {
        const liking = (school: string | null | undefined) => (school ? child.preferences.indexOf(school) : Infinity);
        expect(liking(after[child.id]), `seed ${seed}, ${child.id}`).toBeLessThanOrEqual(liking(before[child.id]));
      }
    }
  });
});

/** Every order of every part of a list. */
function ordersOf(list: readonly string[]): string[][] {
  return [[], ...list.flatMap((one) => ordersOf(list.filter((other) => other !== one)).map((rest) => [one, ...rest]))];
}

describe.each(MECHANISMS)('%s', (mechanism) => {
  it('is proven by the checker, with reserves and with groups of every rule', () => {
    for (const groups of [undefined, 'skip', 'over_quota', 'split'] as const) {
      for (let seed = 0; seed < 500; seed += 1) {
        const problem = randomProblem(seed, { applicants: 7, schools: 4, mechanism, reserves: seed % 2 === 0, groups });
        expect(checkAllocation(problem, allocate(problem)), `${groups} ${seed}`).toEqual([]);
      }
    }
  });

  it('does not depend on the order of its lists, to the byte', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const problem = randomProblem(seed, { applicants: 7, schools: 4, mechanism, reserves: true });
      expect(JSON.stringify(allocate(shuffled(problem, seed))), `seed ${seed}`).toBe(JSON.stringify(allocate(problem)));
    }
  });
});

describe('the checker', () => {
  it('finds every single change of an assignment that breaks a stable result', () => {
    let found = 0;
    for (let seed = 0; seed < 500; seed += 1) {
      const problem = randomProblem(seed, { ...SMALL, mechanism: 'deferred_acceptance' });
      const stable = allStable(problem);
      const { assignments } = allocate(problem);
      for (const id of Object.keys(assignments)) {
        for (const school of [null, ...problem.schools.map((one) => one.id)]) {
          if (school === assignments[id]) continue;
          const changed = { ...assignments, [id]: school };
          const given = partiesOf(problem).map(({ members }) => changed[members[0]?.id ?? ''] ?? null);
          const isStable = stable.some((one) => JSON.stringify(one) === JSON.stringify(given));
          expect(
            checkAllocation(problem, { assignments: changed }).length === 0,
            `seed ${seed}: ${id} at ${school}`,
          ).toBe(isStable);
          found += isStable ? 0 : 1;
        }
      }
    }
    expect(found).toBeGreaterThan(1_000);
  });
});

describe('the same families under two mechanisms (edge case 24)', () => {
  const families = (mechanism: Mechanism): AllocationProblem => ({
    mechanism,
    schools: [
      { id: 'near', capacity: 1 },
      { id: 'far', capacity: 1 },
    ],
    applicants: [
      { id: 'ranked-it-first', preferences: ['near', 'far'], priorities: { near: [1], far: [1] }, lottery: 3 },
      { id: 'ranked-it-second', preferences: ['far', 'near'], priorities: { near: [1], far: [2] }, lottery: 1 },
      { id: 'first-at-far', preferences: ['far'], priorities: { far: [1] }, lottery: 2 },
    ],
  });

  it('where preferences come first, a better number does not help at a school that is full of first choices', () => {
    const result = allocate(families('immediate_acceptance'));
    expect(result.assignments).toEqual({ 'first-at-far': 'far', 'ranked-it-first': 'near', 'ranked-it-second': null });
  });

  it('under deferred acceptance the better number takes the seat, and the other child is told why not', () => {
    const problem = families('deferred_acceptance');
    const result = allocate(problem);
    expect(result.assignments).toEqual({ 'first-at-far': 'far', 'ranked-it-first': null, 'ranked-it-second': 'near' });
    expect(JSON.stringify(explain(problem, result, 'ranked-it-first'))).toContain('near');
  });
});

it('leaves nobody who is entitled without a seat while one is free, and gives the nearest with room', () => {
  const result = allocate({
    mechanism: 'direct_assignment',
    schools: [
      { id: 'a', capacity: 1 },
      { id: 'b', capacity: 1 },
      { id: 'c', capacity: 1 },
    ],
    applicants: ['1', '2', '3'].map((id, i) => ({
      id,
      preferences: ['a'],
      priorities: { a: [i] },
      overall: { rank: [i], distances: { a: 0, c: 10, b: 20 } },
    })),
  });
  expect(result.assignments).toEqual({ 1: 'a', 2: 'c', 3: 'b' });
});
