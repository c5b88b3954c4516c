// What a run asks of the allocation engine: the problem of the private schools, and that of the public ones.

import type { AllocationApplicant, AllocationProblem, GroupRule } from '../../engines/allocation/problem.ts';
import type { HashFunction } from '../../engines/lottery/hash.ts';
import { drawNumbers, numbersByTicket } from '../../engines/lottery/numbers.ts';
import { buildRoster } from '../../engines/lottery/roster.ts';

/** A school with its seats, as a run sees it. */
export interface RunSchool {
  readonly id: string;
  readonly ownership: 'public' | 'private';
  readonly seats: number;
  readonly lng: number | null;
  readonly lat: number | null;
}

/** An application, as a run sees it: no name, no number. */
export interface RunApplicant {
  readonly id: string;
  /** Public ticket of the child, 64 hexadecimal digits. */
  readonly ticket: string;
  /** Public school of its catchment; null: the bureau places it. */
  readonly catchmentSchoolId: string | null;
  readonly privateSchoolId: string | null;
  /** School at which its address lies, also where it has no claim to it: distances are measured from there. */
  readonly nearTo: string | null;
  readonly categoryId: string | null;
  readonly categoryOrder: number;
  /** Keys of the policy within its order, lower first; null stands for the lottery number. */
  readonly rank: readonly (number | null)[];
  readonly late: boolean;
  /** Same for twins who are bound to each other. */
  readonly group: string | null;
}

/** Everything a run depends on; its hash names it. */
export interface RunInput {
  readonly seasonId: string;
  readonly policyHash: string;
  /** 64 hexadecimal digits from which every lottery number follows. */
  readonly seed: string;
  /** Numbers of the season's sealed draw by applicant; null: they follow from the seed. */
  readonly drawn: Readonly<Record<string, number>> | null;
  readonly groupRule: GroupRule;
  readonly schools: readonly RunSchool[];
  readonly applicants: readonly RunApplicant[];
}

/** Lottery numbers by applicant: those of the sealed draw, or as the seed gives them. */
export function numbersOf({ applicants, seed, drawn }: RunInput, hash: HashFunction): Numbers {
  if (drawn) return new Map(applicants.map(({ id }) => [id, drawn[id] ?? 0]));
  const roster = buildRoster(
    applicants.map(({ ticket, group }) => ({ ticket, group: group ?? undefined })),
    hash,
  );
  if (!roster.ok) throw new Error(`lottery roster: ${roster.error.message}`);
  const numbers = numbersByTicket(roster.value, drawNumbers(roster.value, seed, 'placement', hash));
  return new Map(applicants.map(({ id, ticket }) => [id, numbers.get(ticket) ?? 0]));
}

/** Lottery numbers by applicant. */
export type Numbers = ReadonlyMap<string, number>;

/** The policy's keys of a child at a public school, lower first. */
export function keysOf(applicant: RunApplicant, numbers: Numbers): readonly number[] {
  const number = numbers.get(applicant.id) ?? 0;
  return [applicant.categoryOrder, ...applicant.rank.map((key) => key ?? number)];
}

/** The public school that a child asks for: its catchment's, unless it came late. */
export function publicChoice(applicant: RunApplicant, schools: ReadonlySet<string>): string | null {
  const { catchmentSchoolId, late } = applicant;
  return !late && catchmentSchoolId !== null && schools.has(catchmentSchoolId) ? catchmentSchoolId : null;
}

/** The schools of one kind, by id. */
export function schoolsOf({ schools }: RunInput, ownership: RunSchool['ownership']): Map<string, RunSchool> {
  return new Map(schools.filter((school) => school.ownership === ownership).map((school) => [school.id, school]));
}

/** Private schools: up to the plan all are taken, beyond it the numbers decide (淮阴区 2023). */
export function privateProblem(input: RunInput, numbers: Numbers): AllocationProblem {
  const offered = schoolsOf(input, 'private');
  return {
    mechanism: 'direct_assignment',
    schools: [...offered.values()].map(({ id, seats }) => ({ id, capacity: seats })),
    applicants: input.applicants.flatMap((applicant): AllocationApplicant[] => {
      const school = applicant.privateSchoolId;
      if (school === null || !offered.has(school)) return [];
      return [
        {
          id: applicant.id,
          preferences: [school],
          priorities: { [school]: [] },
          lottery: numbers.get(applicant.id) ?? 0,
          late: applicant.late,
          ...(applicant.group === null ? {} : { group: applicant.group }),
        },
      ];
    }),
    options: { groups: input.groupRule },
  };
}

/**
 * Public schools: the catchment's in the policy's order, then the nearest with room; late families after all others.
 * Who has a private seat takes no part.
 */
export function publicProblem(
  input: RunInput,
  numbers: Numbers,
  hasPrivateSeat: (applicantId: string) => boolean,
): AllocationProblem {
  const offered = schoolsOf(input, 'public');
  const ids = new Set(offered.keys());
  const distances = new Map<string | null, Record<string, number>>();
  const distancesOf = (from: string | null) => {
    const known = distances.get(from) ?? distancesFrom([...offered.values()], from);
    distances.set(from, known);
    return known;
  };
  return {
    mechanism: 'direct_assignment',
    schools: [...offered.values()].map(({ id, seats }) => ({ id, capacity: seats })),
    applicants: input.applicants.flatMap((applicant): AllocationApplicant[] => {
      if (hasPrivateSeat(applicant.id)) return [];
      const number = numbers.get(applicant.id) ?? 0;
      const keys = keysOf(applicant, numbers);
      const school = publicChoice(applicant, ids);
      return [
        {
          id: applicant.id,
          // Late families go to overall placement: they ask for no school before all others are seated.
          preferences: school === null ? [] : [school],
          priorities: school === null ? {} : { [school]: keys },
          lottery: number,
          late: applicant.late,
          ...(applicant.group === null ? {} : { group: applicant.group }),
          overall: { rank: [applicant.late ? 1 : 0, ...keys, number], distances: distancesOf(applicant.nearTo) },
        },
      ];
    }),
    options: { groups: input.groupRule },
  };
}

/** Metres from the school at an address to each other (haversine, WGS 84 sphere); empty where places are unknown. */
export function distancesFrom(
  schools: readonly Pick<RunSchool, 'id' | 'lng' | 'lat'>[],
  from: string | null,
): Record<string, number> {
  const start = schools.find((school) => school.id === from);
  const distances: Record<string, number> = {};
  if (!start || start.lng === null || start.lat === null) return distances;
  for (const school of schools) {
    if (school.lng === null || school.lat === null) continue;
    const radians = Math.PI / 180;
    const a =
      Math.sin(((school.lat - start.lat) * radians) / 2) ** 2 +
      Math.cos(start.lat * radians) *
        Math.cos(school.lat * radians) *
        Math.sin(((school.lng - start.lng) * radians) / 2) ** 2;
    // Metres, whole: two machines must not differ in the last digit.
    distances[school.id] = Math.round(2 * 6_371_000 * Math.asin(Math.sqrt(a)));
  }
  return distances;
}

/** Orders lists of numbers from left to right, lower first; a beginning of another comes first. */
export function compareKeys(one: readonly number[], other: readonly number[]): number {
  for (let i = 0; i < Math.max(one.length, other.length); i += 1) {
    const difference = (one[i] ?? -Infinity) - (other[i] ?? -Infinity);
    if (difference !== 0) return difference;
  }
  return 0;
}
