// Ranks everybody at every school: priority keys become one code an entry, so that the mechanisms compare integers.

import {
  compress,
  fold,
  type Folded,
  type KeyColumn,
  lowerBound,
  nothingFolded,
  type NumberColumn,
} from './key-columns.ts';
import { entriesBySchool, LAST, NEVER } from './market.ts';

/** Who names which school: applicant `a` owns entries `start[a] … start[a + 1] - 1`. */
export interface Entries {
  readonly start: Uint32Array;
  readonly school: Uint16Array | Uint32Array;
  readonly schoolCount: number;
  /** 1 where the school takes the applicant; null when all do. */
  readonly eligible: Uint8Array | null;
}

/** The entries with their codes and what had to be decided by the applicants' canonical order. */
export interface Ranking {
  /** As in `Rows`: school and code of each entry. */
  readonly entries: Uint32Array;
  /** Neighbours in a school's line with equal keys; the canonical order (by id) decided. */
  readonly ties: number;
  /** The applicants of the first such pair, by school and place. */
  readonly firstTie: readonly [number, number] | null;
}

/**
 * Ranks all entries by the columns from left to right, then by the applicants' index.
 * Columns that are the same at every school of an applicant and stand last (a lottery number) are ranked once an
 * applicant instead of once an entry: a code is then what remains (the tier), followed by the applicant's place, and
 * nothing needs sorting. Only where this does not fit 32 bits is every school's line sorted.
 */
export function rankEntries(entries: Entries, columns: Iterable<KeyColumn>): Ranking {
  const { start } = entries;
  const applicants = start.length - 1;
  let perEntry = nothingFolded(entries.school.length);
  let trailing = nothingFolded(applicants);
  for (const column of columns) {
    const perApplicant = column.per === 'applicant' ? column.values : sameAtEverySchool(entries, column.values);
    if (perApplicant !== null) {
      trailing = fold(trailing, perApplicant);
      continue;
    }
    if (trailing.range > 1) {
      perEntry = fold(perEntry, spread(start, trailing));
      trailing = nothingFolded(applicants);
    }
    perEntry = fold(perEntry, column.values);
  }

  const order = orderOf(trailing);
  const bits = applicants < 2 ? 1 : 32 - Math.clz32(applicants - 1);
  const fits = (folded: Folded): boolean => folded.range * 2 ** bits < NEVER;
  if (!fits(perEntry)) perEntry = compress(perEntry);
  const coded = new Uint32Array(2 * entries.school.length);
  if (fits(perEntry)) writeCodes(coded, entries, perEntry, order.position, bits);
  else writePlaces(coded, entries, perEntry, order.position);
  return { entries: coded, ...findTies(coded, entries, perEntry, order) };
}

/** Codes as (what differs between schools, place of the applicant); the place takes the low `bits`. */
function writeCodes(
  coded: Uint32Array,
  { start, school, eligible }: Entries,
  perEntry: Folded,
  position: ArrayLike<number>,
  bits: number,
): void {
  const { values, least } = perEntry;
  for (let a = 0; a + 1 < start.length; a++) {
    const place = position[a]!;
    const end = start[a + 1]!;
    let e = start[a]!;
    if (e === end) continue;
    for (; e < end; e++) {
      coded[2 * e] = school[e]! << 1;
      coded[2 * e + 1] = ((values[e]! - least) << bits) | place;
    }
    coded[2 * end - 2]! |= LAST;
  }
  if (eligible !== null) for (let e = 0; e < eligible.length; e++) if (eligible[e] === 0) coded[2 * e + 1] = NEVER;
}

/** Codes as places in each school's sorted line. */
function writePlaces(coded: Uint32Array, entries: Entries, perEntry: Folded, position: ArrayLike<number>): void {
  const { start, school, schoolCount, eligible } = entries;
  const applicants = start.length - 1;
  const full = new Float64Array(school.length);
  for (let a = 0; a < applicants; a++) {
    const end = start[a + 1]!;
    for (let e = start[a]!; e < end; e++) {
      full[e] = (perEntry.values[e]! - perEntry.least) * applicants + position[a]!;
      coded[2 * e] = (school[e]! << 1) | (e + 1 === end ? LAST : 0);
      coded[2 * e + 1] = NEVER;
    }
  }
  const bySchool = entriesBySchool(school, schoolCount);
  for (let s = 0; s < schoolCount; s++) {
    const own = bySchool.entry.subarray(bySchool.start[s], bySchool.start[s + 1]);
    const asking = eligible === null ? own : own.filter((e) => eligible[e] === 1);
    const line = new Float64Array(asking.length);
    for (let i = 0; i < line.length; i++) line[i] = full[asking[i]!]!;
    const sorted = line.slice().sort();
    for (let i = 0; i < line.length; i++) coded[2 * asking[i]! + 1] = lowerBound(sorted, line[i]!);
  }
}

/** Neighbours in a school's line whose keys are equal, so that only the applicants' index told them apart. */
function findTies(
  coded: Uint32Array,
  { start, school, schoolCount }: Entries,
  perEntry: Folded,
  order: Order,
): Pick<Ranking, 'ties' | 'firstTie'> {
  let ties = 0;
  let firstTie: [number, number] | null = null;
  if (order.distinct) return { ties, firstTie };
  const applicantOf = new Uint32Array(school.length);
  for (let a = 0; a + 1 < start.length; a++) applicantOf.fill(a, start[a], start[a + 1]);
  const bySchool = entriesBySchool(school, schoolCount);
  for (let s = 0; s < schoolCount; s++) {
    const own = bySchool.entry.subarray(bySchool.start[s], bySchool.start[s + 1]);
    const line = own.filter((e) => coded[2 * e + 1] !== NEVER).sort((d, e) => coded[2 * d + 1]! - coded[2 * e + 1]!);
    for (let i = 1; i < line.length; i++) {
      const [d, e] = [line[i - 1]!, line[i]!];
      const [a, b] = [applicantOf[d]!, applicantOf[e]!];
      if (perEntry.values[d] !== perEntry.values[e] || order.keys[a] !== order.keys[b]) continue;
      ties++;
      firstTie ??= [a, b];
    }
  }
  return { ties, firstTie };
}

/** The applicants' places by their trailing keys, then by index. */
interface Order {
  readonly position: ArrayLike<number>;
  /** The keys: equal for equal applicants. */
  readonly keys: ArrayLike<number>;
  readonly distinct: boolean;
}

function orderOf(trailing: Folded): Order {
  const count = trailing.values.length;
  const few = trailing.range <= 4 * count + 1024;
  const { values, least, range } =
    few || trailing.range * count <= Number.MAX_SAFE_INTEGER ? trailing : compress(trailing);
  const position = new Uint32Array(count);
  if (few) {
    const next = new Uint32Array(range + 1);
    for (let a = 0; a < count; a++) next[values[a]! - least + 1]!++;
    let distinct = true;
    for (let v = 0; v < range; v++) {
      if (next[v + 1]! > 1) distinct = false;
      next[v + 1]! += next[v]!;
    }
    for (let a = 0; a < count; a++) position[a] = next[values[a]! - least]!++;
    return { position, keys: values, distinct };
  }
  const packed = new Float64Array(count);
  for (let a = 0; a < count; a++) packed[a] = (values[a]! - least) * count + a;
  packed.sort();
  let distinct = true;
  let before = -1;
  for (let p = 0; p < count; p++) {
    const a = packed[p]! % count;
    const key = values[a]!;
    if (p > 0 && key === before) distinct = false;
    before = key;
    position[a] = p;
  }
  return { position, keys: values, distinct };
}

/** The column as one number an applicant when every applicant has the same at all eligible schools, else null. */
function sameAtEverySchool({ start, eligible }: Entries, values: NumberColumn): Float64Array | null {
  const applicants = start.length - 1;
  const result = new Float64Array(applicants).fill(-Infinity);
  for (let a = 0; a < applicants; a++) {
    for (let e = start[a]!, found = false; e < start[a + 1]!; e++) {
      if (eligible !== null && eligible[e] === 0) continue;
      if (found && values[e] !== result[a]) return null;
      result[a] = values[e]!;
      found = true;
    }
  }
  return result;
}

/** One number an applicant, written to each of its entries. */
function spread(start: Uint32Array, { values, least }: Folded): Float64Array {
  const result = new Float64Array(start[start.length - 1]!);
  for (let a = 0; a < values.length; a++) result.fill(values[a]! - least, start[a], start[a + 1]);
  return result;
}
