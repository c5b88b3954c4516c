// From eligible applications to seats: the problem for the allocation engine, and its answer as decisions with reasons.

import { allocate, checkAllocation } from '../../engines/allocation/allocation.ts';
import type {
  AllocationApplicant,
  AllocationProblem,
  AllocationResult,
  GroupRule,
} from '../../engines/allocation/problem.ts';
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

/** How a child came to its school. */
export type Route = 'private' | 'catchment' | 'overall_placement' | 'none';

/** What a run gives one child. */
export interface Placing {
  readonly applicantId: string;
  readonly schoolId: string | null;
  readonly route: Route;
  /** Lottery number, from 1. */
  readonly number: number;
  /** For overall placement from a known place: the n-th nearest school was the first with room; null without one. */
  readonly nearest: number | null;
}

/** A run's answer: placings in the order of applicants' ids, and what the check found. */
export interface RunResult {
  readonly placings: readonly Placing[];
  readonly faults: readonly string[];
}

const byId = (one: { readonly id: string }, other: { readonly id: string }) =>
  one.id < other.id ? -1 : one.id > other.id ? 1 : 0;

/** Carries a run out. The same input gives the same answer, whatever the order of its lists. */
export function carryOut(input: RunInput, hash: HashFunction): RunResult {
  const applicants = [...input.applicants].sort(byId);
  const schools = [...input.schools].sort(byId);
  if (applicants.length === 0) return { placings: [], faults: [] };
  const numbers = input.drawn ? null : lotteryNumbers(applicants, input.seed, hash);
  const numberOf = (applicant: RunApplicant) => input.drawn?.[applicant.id] ?? numbers?.get(applicant.ticket) ?? 0;

  const privately = privateProblem(applicants, schools, input.groupRule, numberOf);
  const first = allocate(privately);
  const remaining = applicants.filter((applicant) => !first.assignments[applicant.id]);
  const publicly = publicProblem(remaining, schools, input.groupRule, numberOf);
  const second = allocate(publicly);
  const placings = applicants.map((applicant) => placingOf(applicant, first, second, numberOf(applicant)));
  const faults = [...checkAllocation(privately, first), ...checkAllocation(publicly, second)].map(
    ({ code, applicant, school, others }) => [code, applicant, school ?? '', ...others].join(' ').trim(),
  );
  return { placings, faults: [...faults, ...checkPlacings(applicants, schools, placings, input.groupRule)] };
}

/**
 * Whether lottery numbers decide anything: the run is carried out with the numbers one way round and the other.
 * If nobody's school differs, no order of equals can change it. For suppose a child with equals would rather have a
 * school than its own: then that school is full of children before it one way round, and of children before it the other
 * way round too; but among equals these are different children, and they cannot both have the same seats.
 */
export function numbersDecide(input: RunInput, hash: HashFunction): boolean {
  const lots = [...new Set(input.applicants.toSorted(byId).map((applicant) => applicant.group ?? applicant.id))];
  const schools = (numberOf: (lot: number) => number): string => {
    const number = new Map(lots.map((lot, place) => [lot, numberOf(place + 1)]));
    const drawn = Object.fromEntries(input.applicants.map(({ id, group }) => [id, number.get(group ?? id) ?? 0]));
    return JSON.stringify(carryOut({ ...input, drawn }, hash).placings.map(({ schoolId }) => schoolId));
  };
  return schools((lot) => lot) !== schools((lot) => lots.length + 1 - lot);
}

function lotteryNumbers(applicants: readonly RunApplicant[], seed: string, hash: HashFunction): Map<string, number> {
  const roster = buildRoster(
    applicants.map(({ ticket, group }) => ({ ticket, group: group ?? undefined })),
    hash,
  );
  if (!roster.ok) throw new Error(`lottery roster: ${roster.error.message}`);
  return numbersByTicket(roster.value, drawNumbers(roster.value, seed, 'placement', hash));
}

/** Private schools: up to the plan all are taken, beyond it the numbers decide (淮阴区 2023). */
function privateProblem(
  applicants: readonly RunApplicant[],
  schools: readonly RunSchool[],
  groups: GroupRule,
  numberOf: (applicant: RunApplicant) => number,
): AllocationProblem {
  const offered = schools.filter((school) => school.ownership === 'private');
  const ids = new Set(offered.map((school) => school.id));
  return {
    mechanism: 'direct_assignment',
    schools: offered.map(({ id, seats }) => ({ id, capacity: seats })),
    applicants: applicants
      .filter((applicant) => applicant.privateSchoolId !== null && ids.has(applicant.privateSchoolId))
      .map((applicant): AllocationApplicant => {
        const school = applicant.privateSchoolId ?? '';
        return {
          id: applicant.id,
          preferences: [school],
          priorities: { [school]: [] },
          lottery: numberOf(applicant),
          late: applicant.late,
          ...(applicant.group === null ? {} : { group: applicant.group }),
        };
      }),
    options: { groups },
  };
}

/** Public schools: the catchment's in the policy's order, then the nearest with room; late families after all others. */
function publicProblem(
  applicants: readonly RunApplicant[],
  schools: readonly RunSchool[],
  groups: GroupRule,
  numberOf: (applicant: RunApplicant) => number,
): AllocationProblem {
  const offered = schools.filter((school) => school.ownership === 'public');
  const ids = new Set(offered.map((school) => school.id));
  return {
    mechanism: 'direct_assignment',
    schools: offered.map(({ id, seats }) => ({ id, capacity: seats })),
    applicants: applicants.map((applicant): AllocationApplicant => {
      const number = numberOf(applicant);
      const keys = [applicant.categoryOrder, ...applicant.rank.map((key) => key ?? number)];
      const school =
        applicant.catchmentSchoolId !== null && ids.has(applicant.catchmentSchoolId)
          ? applicant.catchmentSchoolId
          : null;
      return {
        id: applicant.id,
        // Late families go to overall placement: they ask for no school before all others are seated.
        preferences: school === null || applicant.late ? [] : [school],
        priorities: school === null ? {} : { [school]: keys },
        lottery: number,
        late: applicant.late,
        ...(applicant.group === null ? {} : { group: applicant.group }),
        overall: {
          rank: [applicant.late ? 1 : 0, ...keys, number],
          distances: distancesFrom(offered, applicant.nearTo),
        },
      };
    }),
    options: { groups },
  };
}

/** Metres from the school at an address to each other (haversine, WGS 84 sphere); empty where places are unknown. */
export function distancesFrom(schools: readonly RunSchool[], from: string | null): Record<string, number> {
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

function placingOf(
  applicant: RunApplicant,
  first: AllocationResult,
  second: AllocationResult,
  number: number,
): Placing {
  const base = { applicantId: applicant.id, number };
  const privately = first.assignments[applicant.id];
  if (privately) return { ...base, schoolId: privately, route: 'private', nearest: null };
  const because = second.because[applicant.id];
  const schoolId = second.assignments[applicant.id] ?? null;
  if (schoolId === null) return { ...base, schoolId, route: 'none', nearest: null };
  if (because?.code === 'overall_placement')
    return {
      ...base,
      schoolId,
      route: 'overall_placement',
      nearest: applicant.nearTo === null ? null : because.nearest,
    };
  return { ...base, schoolId, route: 'catchment', nearest: null };
}

/**
 * Proves placings apart from the engine: seats are not given twice, nobody stays without a public seat while one is free,
 * and no child was passed over at its catchment's school by one that ranks behind it. Faults name applications and schools.
 */
export function checkPlacings(
  applicants: readonly RunApplicant[],
  schools: readonly RunSchool[],
  placings: readonly Placing[],
  groups: GroupRule,
): readonly string[] {
  const faults: string[] = [];
  const placed = new Map(placings.map((placing) => [placing.applicantId, placing]));
  const taken = new Map<string, number>();
  for (const { schoolId } of placings) if (schoolId !== null) taken.set(schoolId, (taken.get(schoolId) ?? 0) + 1);
  let free = 0;
  for (const { id, seats, ownership } of schools) {
    const count = taken.get(id) ?? 0;
    if (count > seats && groups !== 'over_quota') faults.push(`${id}: ${count} children on ${seats} seats`);
    if (ownership === 'public') free += Math.max(0, seats - count);
  }
  const unplaced = placings.filter((placing) => placing.schoolId === null);
  const single = unplaced.filter(({ applicantId }) => applicants.find(({ id }) => id === applicantId)?.group === null);
  if (free > 0 && single.length > 0) faults.push(`${single[0]?.applicantId}: without a seat although ${free} are free`);
  for (const school of schools) {
    if (school.ownership !== 'public') continue;
    const own = applicants.filter(
      (applicant) => applicant.catchmentSchoolId === school.id && !applicant.late && applicant.group === null,
    );
    const keys = (applicant: RunApplicant) => {
      const number = placed.get(applicant.id)?.number ?? 0;
      return [applicant.categoryOrder, ...applicant.rank.map((key) => key ?? number), number];
    };
    const admitted = own.filter((applicant) => placed.get(applicant.id)?.schoolId === school.id);
    const passed = own.filter((applicant) => {
      const placing = placed.get(applicant.id);
      return placing?.schoolId !== school.id && placing?.route !== 'private';
    });
    const worst = admitted.toSorted((one, other) => compareKeys(keys(other), keys(one)))[0];
    for (const applicant of passed) {
      if (worst && compareKeys(keys(applicant), keys(worst)) < 0)
        faults.push(`${applicant.id}: ranks before ${worst.id} at ${school.id} and was passed over`);
    }
  }
  return faults;
}

function compareKeys(one: readonly number[], other: readonly number[]): number {
  for (let i = 0; i < Math.max(one.length, other.length); i += 1) {
    const difference = (one[i] ?? -Infinity) - (other[i] ?? -Infinity);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Why a child has what it has, for the family. */
export function reasonsFor(
  placing: Placing,
  names: {
    readonly school: string | null;
    readonly schoolEn: string | null;
    readonly catchment: string | null;
    readonly catchmentEn: string | null;
    readonly category: string | null;
    readonly late: boolean;
  },
): { zh: string; en: string }[] {
  const reasons: { zh: string; en: string }[] = [];
  if (names.category)
    reasons.push({ zh: `审核认定的类别：${names.category}。`, en: `Category found in review: ${names.category}.` });
  switch (placing.route) {
    case 'private':
      reasons.push({
        zh: `报名的民办学校有学位：${names.school}。录取后不再参加公办学校分配。`,
        en: `The private school you chose had a seat: ${names.schoolEn}. The child takes no further part in the placement to public schools.`,
      });
      break;
    case 'catchment':
      reasons.push({
        zh: `居住地址属于${names.school}施教区，按政策顺序有学位。`,
        en: `The address lies in the catchment of ${names.schoolEn}, and by the policy’s order there was a seat.`,
      });
      break;
    case 'overall_placement': {
      const why = names.late
        ? {
            zh: '属于补报名，在按时报名的孩子之后统筹安排。',
            en: 'Registered late, and placed after those who registered in time.',
          }
        : names.catchment
          ? {
              zh: `${names.catchment}学位已按政策顺序满额。`,
              en: `${names.catchmentEn} was full by the policy’s order.`,
            }
          : { zh: '所属类别由区县教育局统筹安排。', en: 'This category is placed by the district bureau.' };
      reasons.push(why, {
        zh:
          placing.nearest === null
            ? `统筹安排到有空余学位的${names.school}。`
            : `按距离由近到远，第 ${placing.nearest} 近的${names.school}最先有空余学位，统筹安排到该校。`,
        en:
          placing.nearest === null
            ? `Placed at ${names.schoolEn}, which has room.`
            : `Going by distance, ${names.schoolEn} (number ${placing.nearest}) was the first school with room.`,
      });
      break;
    }
    case 'none':
      reasons.push({
        zh: '全区公办学位暂时已满，教育局会继续安排。',
        en: 'All public seats of the district are taken at present; the bureau goes on.',
      });
  }
  return reasons;
}
