// What may happen after publication: who is offered a seat that came free, and what a correction changes for whom.

import type { GroupRule } from '../../engines/allocation/problem.ts';
import type { RunApplicant, RunInput } from './problems.ts';
import type { RunResult } from './rules.ts';

/** A place on a school's waiting list, as the offers see it. */
export interface Waiting {
  readonly schoolId: string;
  readonly applicationId: string;
  /** Same for bound twins, who go together or wait together. */
  readonly together: string | null;
}

/** What is taken of a school: children who sit there, and offers that stand. */
export interface Vacancy {
  readonly schoolId: string;
  readonly free: number;
}

/**
 * Who is offered a seat: at every school with free seats the first of its waiting list who still waits, in the fixed
 * order. Bound children need room for all of them, or (over the plan) a seat for one; where they do not fit they are
 * passed over, and stay where they are on the list.
 *
 * @param waiting the lists, each in its order
 * @param waits whether a child still waits for a school: it has not been offered it before, and may still move
 */
export function nextOffers(
  vacancies: readonly Vacancy[],
  waiting: readonly Waiting[],
  groups: GroupRule,
  waits: (one: Waiting) => boolean,
): Waiting[] {
  return vacancies.flatMap(({ schoolId, free }) => {
    const list = waiting.filter((one) => one.schoolId === schoolId && waits(one));
    const offered: Waiting[] = [];
    let left = free;
    for (const one of list) {
      if (left <= 0) break;
      if (offered.includes(one)) continue;
      const unit =
        one.together === null || groups === 'split' ? [one] : list.filter(({ together }) => together === one.together);
      if (unit.length > left && groups !== 'over_quota') continue;
      offered.push(...unit);
      left -= unit.length;
    }
    return offered;
  });
}

/** What a correction puts right in the input of a published run. */
export interface Amendment {
  readonly applicants: readonly {
    readonly id: string;
    readonly set: Partial<
      Pick<RunApplicant, 'catchmentSchoolId' | 'nearTo' | 'categoryId' | 'categoryOrder' | 'rank' | 'late'>
    >;
  }[];
  readonly schools: readonly { readonly id: string; readonly seats: number }[];
}

/** The input as corrections, in their order, have put it right. Seed and numbers stay as they were drawn. */
export function amended(input: RunInput, amendments: readonly Amendment[]): RunInput {
  return amendments.reduce<RunInput>(
    (before, { applicants, schools }) => ({
      ...before,
      applicants: before.applicants.map((one) => ({ ...one, ...applicants.find(({ id }) => id === one.id)?.set })),
      schools: before.schools.map((one) => ({
        ...one,
        seats: schools.find(({ id }) => id === one.id)?.seats ?? one.seats,
      })),
    }),
    input,
  );
}

/** One child whom a correction touches. */
export interface Effect {
  readonly applicationId: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Whether the correction is about this child; otherwise it moves because another was put right. */
  readonly concerned: boolean;
}

/**
 * Whom a correction touches. The child it is about gets what the run gives it with the input put right. Others keep what
 * they have, unless the correction says that it moves others: then those whom the corrected run places elsewhere go
 * there, except who has moved since by an offer or a correction, or may not be moved any more.
 *
 * @param before the run as earlier corrections left it
 * @param after the run with this correction
 * @param seats where children sit now; left out: nowhere
 * @param movable whether a child may still be moved: it has not declined or arrived
 */
export function effectsOf(
  amendment: Amendment,
  movesOthers: boolean,
  before: RunResult,
  after: RunResult,
  seats: ReadonlyMap<string, string>,
  movable: (applicationId: string) => boolean,
): Effect[] {
  const concerned = new Set(amendment.applicants.map(({ id }) => id));
  const earlier = new Map(before.placings.map(({ applicantId, schoolId }) => [applicantId, schoolId]));
  return after.placings.flatMap(({ applicantId, schoolId }): Effect[] => {
    const from = seats.get(applicantId) ?? null;
    const about = concerned.has(applicantId);
    const was = earlier.get(applicantId) ?? null;
    const others = movesOthers && was !== schoolId && was === from;
    if (from === schoolId || !(about || others) || !movable(applicantId)) return [];
    return [{ applicationId: applicantId, from, to: schoolId, concerned: about }];
  });
}

/** Schools that a correction fills above their plan, and by how many children. */
export function overPlan(
  input: RunInput,
  seats: ReadonlyMap<string, string>,
  effects: readonly Effect[],
): { readonly schoolId: string; readonly by: number }[] {
  const taken = new Map<string, number>();
  const count = (school: string | null, by: number) => {
    if (school !== null) taken.set(school, (taken.get(school) ?? 0) + by);
  };
  for (const school of seats.values()) count(school, 1);
  const touched = new Set(effects.map(({ to }) => to));
  for (const { from, to } of effects) {
    count(from, -1);
    count(to, 1);
  }
  return input.schools.flatMap(({ id, seats: plan }) => {
    const by = (taken.get(id) ?? 0) - plan;
    return touched.has(id) && by > 0 ? [{ schoolId: id, by }] : [];
  });
}
