// Puts what was read into canonical order (ids ascending), ranks all priorities, and binds groups to rows.

import { sortedOrder } from './ids.ts';
import { codeOf, LAST, type MarketReserve, NEVER, type Rows, type Seats } from './market.ts';
import type { AllocationOptions, Mechanism, OpeningRule } from './problem.ts';
import type { KeyColumn } from './key-columns.ts';
import { rankEntries, type Ranking } from './ranking.ts';
import type { ReadProblem } from './reading.ts';
import type { RealList, WholeList } from './number-list.ts';
import type { ReadApplicants } from './reading-applicants.ts';

/** A problem ready to be solved: everything by index, indices in order of ids, so that input order is forgotten. */
export interface PreparedProblem {
  readonly mechanism: Mechanism;
  readonly options: Required<AllocationOptions>;
  readonly schoolIds: readonly string[];
  readonly applicantIds: readonly string[];
  /** Ids of reserves by mark. */
  readonly marks: readonly string[];
  readonly seats: Seats;
  readonly opening: ReadonlyMap<number, OpeningRule>;
  /** Per school 1 when it takes children by overall placement. */
  readonly takesOverall: Uint8Array;
  /** Applicants as rows, each alone. */
  readonly singles: Rows;
  /** What is solved: single applicants and bound groups. */
  readonly units: Units;
  /** Per applicant 1 when late; null when nobody is. */
  readonly late: Uint8Array | null;
  readonly overall: OverallClaims;
  readonly ties: Pick<Ranking, 'ties' | 'firstTie'>;
  /** Marks that no school has seats for: applicant and mark. */
  readonly unknownMarks: readonly (readonly [applicant: number, mark: string])[];
}

/** Rows with their members; ordered by their first member. */
export interface Units {
  readonly rows: Rows;
  /** Members of row `r`: `member[start[r]] …`, ascending; null when each row is the applicant of the same index. */
  readonly members: { readonly start: Uint32Array; readonly member: Uint32Array } | null;
}

/** Who is entitled to overall placement, in which order, to which schools nearest first. */
export interface OverallClaims {
  /** Applicant → its claim. */
  readonly of: ReadonlyMap<number, OverallClaim>;
}

/** One applicant's claim. */
export interface OverallClaim {
  /** Place in the policy's order among all claims, from 0. */
  readonly position: number;
  /** Schools with a stated distance, nearest first. */
  readonly nearest: Uint32Array;
  readonly onlyNamed: boolean;
}

/** The members of a row. */
export function membersOf(units: Units, row: number): ArrayLike<number> {
  if (units.members === null) return [row];
  return units.members.member.subarray(units.members.start[row]!, units.members.start[row + 1]!);
}

/**
 * Brings a problem into canonical order and ranks it.
 *
 * @param withdrawn ids of applicants who left: they keep their index, ask for nothing and are bound to nobody
 */
export function prepare(problem: ReadProblem, withdrawn: ReadonlySet<string> = new Set()): PreparedProblem {
  const read = problem.applicants;
  const schoolOrder = sortedOrder(problem.schools.map((school) => school.id));
  const schools = Array.from(schoolOrder, (i) => problem.schools[i]!);
  const schoolIds = schools.map((school) => school.id);
  const indexOfId = new Map(schoolIds.map((id, s) => [id, s]));
  const schoolOf = Uint32Array.from(problem.schoolNames, (name) => indexOfId.get(name)!);
  const applicantOrder = sortedOrder(read.ids);
  const applicantIds = Array.from(applicantOrder, (i) => read.ids[i]!);

  const markOf = new Map<string, number>();
  const reserves = schools.map((school) =>
    (school.reserves ?? []).map((reserve): MarketReserve => {
      if (!markOf.has(reserve.id)) markOf.set(reserve.id, markOf.size);
      return { mark: markOf.get(reserve.id)!, seats: reserve.seats, strict: reserve.strict === true };
    }),
  );
  const seats: Seats = {
    capacity: Uint32Array.from(schools, (school) => school.capacity),
    reserves: markOf.size === 0 ? null : reserves,
    openFirst: Uint8Array.from(schools, (school) => (school.reserveOrder === 'open_first' ? 1 : 0)),
  };

  const { rows: named, columns, eligible } = orderedEntries(problem, applicantOrder, schoolOf, schools.length);
  const ranking = rankEntries({ ...named, schoolCount: schools.length, eligible }, columns);
  const { marks, unknownMarks } = orderedMarks(read, applicantOrder, markOf);
  const singles: Rows = {
    count: applicantIds.length,
    start: named.start,
    entries: ranking.entries,
    size: null,
    marks,
  };
  const groups = orderedGroups(problem, applicantOrder, withdrawn);
  const direct = problem.mechanism === 'direct_assignment';
  const asked = direct ? firstChoices(singles) : singles;
  return {
    mechanism: problem.mechanism,
    options: problem.options,
    schoolIds,
    applicantIds,
    marks: [...markOf.keys()],
    seats,
    opening: new Map(schools.flatMap((school, s) => (school.opening ? [[s, school.opening] as const] : []))),
    takesOverall: Uint8Array.from(schools, (school) => (school.takesOverallPlacement === false ? 0 : 1)),
    singles: asked,
    units:
      groups.length === 0 && withdrawn.size === 0
        ? { rows: asked, members: null }
        : bindGroups(asked, groups, problem.options, (a) => withdrawn.has(applicantIds[a]!)),
    late: read.late.size === 0 ? null : Uint8Array.from(applicantOrder, (i) => (read.late.has(i) ? 1 : 0)),
    overall: orderedClaims(read, applicantOrder, schoolOf, withdrawn),
    ties: ranking,
    unknownMarks,
  };
}

/** The entries of all applicants in canonical order, with their key columns. */
function orderedEntries(problem: ReadProblem, order: Uint32Array, schoolOf: Uint32Array, schoolCount: number) {
  const read = problem.applicants;
  const total = read.entrySchool.length;
  const start = new Uint32Array(order.length + 1);
  const school = new Uint32Array(total);
  /** Entry in reading order of each entry in canonical order. */
  const source = new Uint32Array(total);
  const eligible = new Uint8Array(total);
  let e = 0;
  order.forEach((i, a) => {
    for (let from = i === 0 ? 0 : read.entryEnd.at(i - 1); from < read.entryEnd.at(i); from++, e++) {
      source[e] = from;
      school[e] = schoolOf[read.entrySchool.at(from)]!;
      eligible[e] = read.entryEligible.at(from);
    }
    start[a + 1] = e;
  });

  const allEligible = !eligible.includes(0);
  const columns = keyColumns(problem, order, source);
  return { rows: { start, school, schoolCount }, columns, eligible: allEligible ? null : eligible };
}

/**
 * The key columns from left to right, one in memory at a time.
 *
 * @param order applicant in reading order of each applicant in canonical order
 * @param source entry in reading order of each entry in canonical order
 */
function* keyColumns({ mechanism, applicants: read }: ReadProblem, order: Uint32Array, source: Uint32Array) {
  const part = (end: WholeList, numbers: RealList, items: Uint32Array, k: number): Float64Array => {
    const values = new Float64Array(items.length);
    for (let i = 0; i < values.length; i++) {
      const item = items[i]!;
      const at = (item === 0 ? 0 : end.at(item - 1)) + k;
      values[i] = at < end.at(item) ? numbers.at(at) : -Infinity;
    }
    return values;
  };
  if (mechanism === 'serial_dictatorship') {
    for (let k = 0; k < read.longestRank; k++) {
      yield { per: 'applicant', values: part(read.rankEnd, read.ranks, order, k) } satisfies KeyColumn;
    }
  } else {
    for (let k = 0; k < read.longestKey; k++) {
      yield { per: 'entry', values: part(read.keyEnd, read.keys, source, k) } satisfies KeyColumn;
    }
  }
  if (read.hasLottery) yield { per: 'entry', values: lotteryColumn(read.lottery, source) } satisfies KeyColumn;
}

/** Lottery numbers; who has none comes after everybody who has one. */
function lotteryColumn(lottery: RealList, source: Uint32Array): Float64Array {
  let greatest = 0;
  for (let e = 0; e < lottery.length; e++) if (lottery.at(e) > greatest) greatest = lottery.at(e);
  const after = Math.floor(greatest) + 1;
  const values = new Float64Array(source.length);
  for (let e = 0; e < values.length; e++) {
    const number = lottery.at(source[e]!);
    values[e] = Number.isNaN(number) ? after : number;
  }
  return values;
}

function orderedMarks(read: ReadApplicants, order: Uint32Array, markOf: ReadonlyMap<string, number>) {
  const unknownMarks: [number, string][] = [];
  if (read.reserves.size === 0) return { marks: null, unknownMarks };
  const start = new Uint32Array(order.length + 1);
  const mark: number[] = [];
  order.forEach((i, a) => {
    const held = new Set<number>();
    for (const name of read.reserves.get(i) ?? []) {
      const known = markOf.get(name);
      if (known === undefined) unknownMarks.push([a, name]);
      else held.add(known);
    }
    mark.push(...[...held].sort((x, y) => x - y));
    start[a + 1] = mark.length;
  });
  return { marks: { start, mark: Uint32Array.from(mark) }, unknownMarks };
}

/** A bound group: all its children, and those of them who have not left. Ascending. */
interface Group {
  readonly all: number[];
  readonly staying: number[];
}

function orderedGroups(problem: ReadProblem, order: Uint32Array, withdrawn: ReadonlySet<string>): Group[] {
  const read = problem.applicants;
  if (read.group.size === 0 || problem.options.groups === 'split') return [];
  const groups = new Map<string, Group>();
  order.forEach((i, a) => {
    const name = read.group.get(i);
    if (name === undefined) return;
    const group = groups.get(name) ?? { all: [], staying: [] };
    group.all.push(a);
    if (!withdrawn.has(read.ids[i]!)) group.staying.push(a);
    groups.set(name, group);
  });
  return [...groups.values()].filter(({ all, staying }) => all.length > 1 && staying.length > 0);
}

function orderedClaims(
  read: ReadApplicants,
  order: Uint32Array,
  schoolOf: Uint32Array,
  withdrawn: ReadonlySet<string>,
): OverallClaims {
  const claimants = Array.from(order, (i, a) => [a, read.overall.get(i)] as const).filter(
    (pair): pair is [number, NonNullable<(typeof pair)[1]>] =>
      pair[1] !== undefined && !withdrawn.has(read.ids[order[pair[0]]!]!),
  );
  claimants.sort(([a, x], [b, y]) => compareKeys(x.rank, y.rank) || a - b);
  const of = new Map<number, OverallClaim>();
  claimants.forEach(([a, claim], position) => {
    const nearest = claim.distances.map(([school, distance]) => [schoolOf[school]!, distance] as const);
    nearest.sort(([s, x], [t, y]) => x - y || s - t);
    of.set(a, { position, nearest: Uint32Array.from(nearest, ([s]) => s), onlyNamed: claim.onlyNamed });
  });
  return { of };
}

/** Lexicographic order of key lists; the beginning of a list comes before the list. */
export function compareKeys(x: readonly number[], y: readonly number[]): number {
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! < y[i]! ? -1 : 1;
  return x.length - y.length;
}

/** Only the first preference of each counts (direct assignment). */
function firstChoices(rows: Rows): Rows {
  const start = new Uint32Array(rows.count + 1);
  const entries: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    const first = rows.start[row]!;
    if (first < rows.start[row + 1]!) entries.push(rows.entries[2 * first]! | LAST, codeOf(rows, first));
    start[row + 1] = entries.length / 2;
  }
  return { ...rows, start, entries: Uint32Array.from(entries) };
}

/**
 * Makes each group one row: it needs a seat a member, ranks by its worst (or best) member, is taken only where every
 * member is, and holds only the marks that all members hold. Who stays when a companion leaves keeps the group's
 * place in every line. Applicants who left ask for nothing.
 */
function bindGroups(
  singles: Rows,
  groups: readonly Group[],
  options: Required<AllocationOptions>,
  hasLeft: (applicant: number) => boolean,
): Units {
  const groupOf = new Map<number, Group>();
  for (const group of groups) for (const a of group.staying) groupOf.set(a, group);
  const alone = (a: number): Group => ({ all: [a], staying: [a] });
  const first: number[] = [];
  for (let a = 0; a < singles.count; a++) if ((groupOf.get(a)?.staying[0] ?? a) === a) first.push(a);

  const count = first.length;
  const start = new Uint32Array(count + 1);
  const memberStart = new Uint32Array(count + 1);
  const size = new Uint32Array(count);
  first.forEach((a, row) => {
    size[row] = groupOf.get(a)?.staying.length ?? 1;
    memberStart[row + 1] = memberStart[row]! + size[row]!;
    start[row + 1] = start[row]! + singles.start[a + 1]! - singles.start[a]!;
  });
  const member = new Uint32Array(memberStart[count]!);
  const entries = new Uint32Array(2 * start[count]!);
  const markStart = new Uint32Array(count + 1);
  const mark: number[] = [];
  first.forEach((a, row) => {
    const { all, staying } = groupOf.get(a) ?? alone(a);
    member.set(staying, memberStart[row]!);
    for (let e = start[row]!, k = 0; e < start[row + 1]!; e++, k++) {
      entries[2 * e] = singles.entries[2 * (singles.start[a]! + k)]!;
      entries[2 * e + 1] = NEVER;
      const own = (b: number): number => codeOf(singles, singles.start[b]! + k);
      if (hasLeft(a) || staying.some((b) => own(b) === NEVER)) continue;
      const codes = all.map(own).filter((code) => code !== NEVER);
      entries[2 * e + 1] = options.groupRank === 'worst' ? Math.max(...codes) : Math.min(...codes);
    }
    if (singles.marks !== null) {
      const { start: from, mark: held } = singles.marks;
      const lists = staying.map((b) => held.subarray(from[b]!, from[b + 1]!));
      for (const m of lists[0]!) if (lists.every((list) => list.includes(m))) mark.push(m);
    }
    markStart[row + 1] = mark.length;
  });
  const marks = singles.marks === null ? null : { start: markStart, mark: Uint32Array.from(mark) };
  return { rows: { count, start, entries, size, marks }, members: { start: memberStart, member } };
}
