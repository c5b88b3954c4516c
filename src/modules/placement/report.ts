// What a run comes to for every school: demand, fill, waiting, and where the line was cut.

import type { HashFunction } from '../../engines/lottery/hash.ts';
import {
  compareKeys,
  keysOf,
  numbersOf,
  publicChoice,
  schoolsOf,
  type RunApplicant,
  type RunInput,
} from './problems.ts';
import { byId, type RunResult } from './rules.ts';

/** Applicants of one category at a school. */
export interface CategoryFill {
  readonly categoryId: string | null;
  readonly demand: number;
  readonly placed: number;
}

/** The last child admitted by choice at a school that could not take all who asked. */
export interface CutOff {
  readonly applicantId: string;
  readonly categoryId: string | null;
  readonly number: number;
  /**
   * What parted it from the first child that was not admitted: the category, a key of the policy's order (by its place,
   * from 0), or the lottery number.
   */
  readonly partedBy: { readonly kind: 'category' | 'lottery' } | { readonly kind: 'key'; readonly key: number };
}

/** One school of a run. */
export interface SchoolReport {
  readonly schoolId: string;
  readonly ownership: 'public' | 'private';
  readonly seats: number;
  /** Children who asked for it: of its catchment in time (public), or who chose it (private). */
  readonly demand: number;
  readonly placed: number;
  readonly fromCatchment: number;
  readonly fromOverall: number;
  /** Children on its waiting list. */
  readonly waiting: number;
  readonly cutOff: CutOff | null;
  readonly categories: readonly CategoryFill[];
}

/** Every school of a run, in the order of ids. */
export function reportOf(input: RunInput, result: RunResult, hash: HashFunction): SchoolReport[] {
  const numbers = input.applicants.length > 0 ? numbersOf(input, hash) : new Map<string, number>();
  const placings = new Map(result.placings.map((placing) => [placing.applicantId, placing]));
  const open = new Set(schoolsOf(input, 'public').keys());
  const asked = new Map<string, RunApplicant[]>();
  const taken = new Map<string, { catchment: number; overall: number; private: number }>();
  const ask = (school: string | null, applicant: RunApplicant) => {
    if (school === null) return;
    const line = asked.get(school) ?? [];
    line.push(applicant);
    asked.set(school, line);
  };
  for (const applicant of [...input.applicants].sort(byId)) {
    ask(applicant.privateSchoolId, applicant);
    ask(publicChoice(applicant, open), applicant);
  }
  for (const { schoolId, route } of result.placings) {
    if (schoolId === null) continue;
    const counts = taken.get(schoolId) ?? { catchment: 0, overall: 0, private: 0 };
    taken.set(schoolId, counts);
    if (route === 'catchment') counts.catchment += 1;
    else if (route === 'overall_placement') counts.overall += 1;
    else counts.private += 1;
  }
  return [...input.schools].sort(byId).map(({ id, ownership, seats }): SchoolReport => {
    const isPrivate = ownership === 'private';
    const keys = (applicant: RunApplicant) => {
      const number = numbers.get(applicant.id) ?? 0;
      return isPrivate ? [applicant.late ? 1 : 0, number] : [...keysOf(applicant, numbers), number];
    };
    const line = (asked.get(id) ?? [])
      .map((applicant) => ({ applicant, keys: keys(applicant), placing: placings.get(applicant.id) }))
      .sort((one, other) => compareKeys(one.keys, other.keys));
    const byChoice = isPrivate ? 'private' : 'catchment';
    const admitted = line.filter(({ placing }) => placing?.schoolId === id && placing.route === byChoice);
    const refused = line.filter(({ placing }) => placing?.schoolId !== id && placing?.route !== 'private');
    const last = admitted.at(-1);
    // The first refused behind the last admitted; a group may have been passed over before it.
    const first = last && refused.find((one) => compareKeys(one.keys, last.keys) > 0);
    const differs = first ? last.keys.findIndex((key, at) => key !== first.keys[at]) : -1;
    const counts = taken.get(id) ?? { catchment: 0, overall: 0, private: 0 };
    const orders = [...new Set(line.map(({ applicant }) => applicant.categoryOrder))].sort((a, b) => a - b);
    return {
      schoolId: id,
      ownership,
      seats,
      demand: line.length,
      placed: counts.catchment + counts.overall + counts.private,
      fromCatchment: counts.catchment,
      fromOverall: counts.overall,
      waiting: result.waiting[id]?.length ?? 0,
      cutOff: first
        ? {
            applicantId: last.applicant.id,
            categoryId: last.applicant.categoryId,
            number: numbers.get(last.applicant.id) ?? 0,
            partedBy: partedBy(isPrivate, differs, last.applicant),
          }
        : null,
      categories: orders.map((order) => {
        const members = line.filter(({ applicant }) => applicant.categoryOrder === order);
        return {
          categoryId: members[0]?.applicant.categoryId ?? null,
          demand: members.length,
          placed: members.filter(({ placing }) => placing?.schoolId === id).length,
        };
      }),
    };
  });
}

function partedBy(isPrivate: boolean, at: number, last: RunApplicant): CutOff['partedBy'] {
  if (isPrivate) return { kind: 'lottery' };
  if (at === 0) return { kind: 'category' };
  const key = at - 1;
  return key >= last.rank.length || last.rank[key] === null ? { kind: 'lottery' } : { kind: 'key', key };
}
