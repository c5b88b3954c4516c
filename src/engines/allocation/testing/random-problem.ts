// Random small problems from a seed, so that a failing test can be run again.

import type { AllocationApplicant, AllocationOptions, AllocationProblem, Mechanism } from '../problem.ts';

/** Random whole numbers from 0 below `n`, the same for the same seed (xorshift, tests only). */
export function dice(seed: number): (n: number) => number {
  let x = Math.imul(seed + 1, 0x9e37_79b1) | 1;
  return (n) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % n;
  };
}

/** What a random problem may contain. */
export interface Ingredients {
  readonly mechanism: Mechanism;
  readonly applicants: number;
  readonly schools: number;
  readonly reserves?: boolean;
  readonly groups?: AllocationOptions['groups'];
}

/** A random problem: few schools, few seats, several tiers, some schools that do not take some applicants. */
export function randomProblem(seed: number, ingredients: Ingredients): AllocationProblem {
  const roll = dice(seed);
  const { mechanism, groups } = ingredients;
  const schoolIds = Array.from({ length: 1 + roll(ingredients.schools) }, (_, s) => `s${s + 1}`);
  const schools = schoolIds.map((id) => {
    const capacity = roll(4);
    const seats = ingredients.reserves ? roll(capacity + 1) : 0;
    const first = roll(seats + 1);
    const reserves = [
      { id: 'talent', seats: first, strict: roll(3) === 0 },
      { id: 'sibling', seats: seats - first, strict: roll(3) === 0 },
    ].filter((reserve) => reserve.seats > 0);
    return {
      id,
      capacity,
      ...(ingredients.reserves ? ({ reserves, reserveOrder: roll(3) ? 'reserves_first' : 'open_first' } as const) : {}),
    };
  });
  const count = 1 + roll(ingredients.applicants);
  const lottery = shuffled(
    Array.from({ length: count }, (_, i) => i),
    roll,
  );
  const applicants: AllocationApplicant[] = [];
  for (let i = 0; i < count; i++) {
    const bound = groups !== undefined && i > 0 && roll(3) === 0 ? applicants[i - 1] : undefined;
    if (bound !== undefined && bound.group === undefined) {
      applicants[i - 1] = { ...bound, group: `g${i}` };
    }
    const preferences = bound?.preferences ?? shuffled(schoolIds, roll).slice(0, roll(schoolIds.length + 1));
    const priorities = Object.fromEntries(
      schoolIds.filter(() => roll(8) > 0).map((s) => [s, [1 + roll(3), lottery[i]!]]),
    );
    applicants.push({
      id: `a${String(i).padStart(2, '0')}`,
      preferences,
      priorities: mechanism === 'serial_dictatorship' && roll(2) === 0 ? priorities : priorities,
      ...(mechanism === 'serial_dictatorship' ? { rank: [roll(2), lottery[i]!] } : {}),
      ...(ingredients.reserves ? { reserves: ['talent', 'sibling'].filter(() => roll(3) === 0) } : {}),
      ...(bound === undefined ? {} : { group: applicants[i - 1]!.group! }),
    });
  }
  return { mechanism, schools, applicants, ...(groups === undefined ? {} : { options: { groups } }) };
}

/** A copy in random order. */
export function shuffled<T>(list: readonly T[], roll: (n: number) => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = roll(i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
