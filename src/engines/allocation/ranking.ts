// Turns priority keys into one number a school and applicant, so that the mechanisms compare integers only.

import { entriesBySchool, NEVER } from './market.ts';

/** One place of the priority lists, left to right: a number an entry, or one an applicant (the same at every school). */
export interface KeyColumn {
  readonly per: 'entry' | 'applicant';
  /** Finite numbers; `-Infinity` where an applicant's list has ended, so that the shorter list comes first. */
  readonly values: ArrayLike<number>;
}

/** Who names which school: applicant `a` owns entries `start[a] … start[a + 1] - 1`. */
export interface Entries {
  readonly start: Uint32Array;
  readonly school: Uint32Array;
  readonly schoolCount: number;
  /** 1 where the school takes the applicant; null when all do. */
  readonly eligible: Uint8Array | null;
}

/** Codes of all entries and what had to be decided by the applicants' canonical order. */
export interface Ranking {
  /** Lower is better, unique within a school; `NEVER` where the school does not take the applicant. */
  readonly code: Uint32Array;
  /** Neighbours in a school's line with equal keys; the canonical order (by id) decided. */
  readonly ties: number;
  /** The applicants of the first such pair, by school and place. */
  readonly firstTie: readonly [number, number] | null;
}

/** Whole numbers from 0 below `range`, one an item. */
interface Folded {
  readonly values: Float64Array;
  readonly range: number;
}

const EXACT = Number.MAX_SAFE_INTEGER;

/**
 * Ranks all entries by the columns from left to right, then by the applicants' index.
 * Columns that are the same at every school of an applicant and stand last (a lottery number) are ranked once an
 * applicant instead of once an entry; when the rest is small, codes need no sorting at all.
 */
export function rankEntries(entries: Entries, columns: Iterable<KeyColumn>): Ranking {
  const { start, school, eligible } = entries;
  const applicants = start.length - 1;
  let perEntry: Folded = { values: new Float64Array(school.length), range: 1 };
  let trailing: Folded = { values: new Float64Array(applicants), range: 1 };
  for (const column of columns) {
    const perApplicant = column.per === 'applicant' ? column.values : sameAtEverySchool(entries, column.values);
    if (perApplicant !== null) {
      trailing = fold(trailing, perApplicant);
      continue;
    }
    if (trailing.range > 1) {
      perEntry = fold(perEntry, spread(start, trailing.values));
      trailing = { values: new Float64Array(applicants), range: 1 };
    }
    perEntry = fold(perEntry, column.values);
  }

  const order = orderOf(trailing);
  if (perEntry.range * applicants >= NEVER) perEntry = compress(perEntry.values);
  const direct = perEntry.range * applicants < NEVER;
  if (perEntry.range * applicants > EXACT) throw new RangeError('more priority entries than can be ranked');
  const full = direct ? null : new Float64Array(school.length);
  const code = new Uint32Array(school.length);
  for (let a = 0; a < applicants; a++) {
    const position = order.position[a]!;
    for (let e = start[a]!; e < start[a + 1]!; e++) {
      const value = perEntry.values[e]! * applicants + position;
      if (full === null) code[e] = eligible !== null && eligible[e] === 0 ? NEVER : value;
      else full[e] = eligible !== null && eligible[e] === 0 ? Infinity : value;
    }
  }
  if (full === null && order.equalNeighbours === 0) return { code, ties: 0, firstTie: null };
  return rankWithinSchools(entries, full ?? code, order, full === null ? null : code, code);
}

/** Sorts each school's line: for codes where the values are too large, and to count the ties. */
function rankWithinSchools(
  entries: Entries,
  values: Float64Array | Uint32Array,
  order: Order,
  target: Uint32Array | null,
  code: Uint32Array,
): Ranking {
  const { start, school, schoolCount } = entries;
  const applicants = start.length - 1;
  const bySchool = entriesBySchool(school, schoolCount);
  const worst = values instanceof Float64Array ? Infinity : NEVER;
  let ties = 0;
  let firstTie: [number, number] | null = null;
  for (let s = 0; s < schoolCount; s++) {
    const from = bySchool.start[s]!;
    const line = new Float64Array(bySchool.start[s + 1]! - from);
    for (let i = 0; i < line.length; i++) line[i] = values[bySchool.entry[from + i]!]!;
    const sorted = line.slice().sort();
    if (target !== null) {
      for (let i = 0; i < line.length; i++) {
        target[bySchool.entry[from + i]!] = line[i] === Infinity ? NEVER : lowerBound(sorted, line[i]!);
      }
    }
    for (let i = 1; i < sorted.length && sorted[i]! < worst; i++) {
      const before = sorted[i - 1]!;
      const after = sorted[i]!;
      const [p, q] = [before % applicants, after % applicants];
      if (before - p !== after - q || order.class[p] !== order.class[q]) continue;
      ties++;
      firstTie ??= [order.applicant[p]!, order.applicant[q]!];
    }
  }
  return { code, ties, firstTie };
}

/** The applicants in order of their trailing keys, then by index. */
interface Order {
  readonly position: Uint32Array;
  readonly applicant: Uint32Array;
  /** By position: the same number for equal keys. */
  readonly class: Uint32Array;
  readonly equalNeighbours: number;
}

function orderOf(keys: Folded): Order {
  const count = keys.values.length;
  const { values, range } = keys.range * count > EXACT ? compress(keys.values) : keys;
  const position = new Uint32Array(count);
  const applicant = new Uint32Array(count);
  const classOf = new Uint32Array(count);
  if (range <= 4 * count + 1024) {
    const next = new Uint32Array(range + 1);
    for (let a = 0; a < count; a++) next[values[a]! + 1]!++;
    for (let v = 0; v < range; v++) next[v + 1]! += next[v]!;
    for (let a = 0; a < count; a++) {
      const p = next[values[a]!]!++;
      position[a] = p;
      applicant[p] = a;
    }
  } else {
    const packed = new Float64Array(count);
    for (let a = 0; a < count; a++) packed[a] = values[a]! * count + a;
    packed.sort();
    for (let p = 0; p < count; p++) {
      const a = packed[p]! % count;
      position[a] = p;
      applicant[p] = a;
    }
  }
  let equalNeighbours = 0;
  for (let p = 1; p < count; p++) {
    const equal = values[applicant[p]!] === values[applicant[p - 1]!];
    classOf[p] = classOf[p - 1]! + (equal ? 0 : 1);
    if (equal) equalNeighbours++;
  }
  return { position, applicant, class: classOf, equalNeighbours };
}

/** The column as one number an applicant when every applicant has the same at all eligible schools, else null. */
function sameAtEverySchool(entries: Entries, values: ArrayLike<number>): Float64Array | null {
  const { start, eligible } = entries;
  const applicants = start.length - 1;
  const result = new Float64Array(applicants);
  for (let a = 0; a < applicants; a++) {
    let first: number | undefined;
    for (let e = start[a]!; e < start[a + 1]!; e++) {
      if (eligible !== null && eligible[e] === 0) continue;
      const value = values[e]!;
      if (first === undefined) first = value;
      else if (value !== first) return null;
    }
    result[a] = first ?? -Infinity;
  }
  return result;
}

/** One number an applicant, written to each of its entries. */
function spread(start: Uint32Array, values: Float64Array): Float64Array {
  const result = new Float64Array(start[start.length - 1]!);
  for (let a = 0; a < values.length; a++) result.fill(values[a]!, start[a]!, start[a + 1]!);
  return result;
}

/** Appends a column to the keys folded so far: compares as the pair (before, column). */
function fold(before: Folded, column: ArrayLike<number>): Folded {
  let next = wholeNumbers(column) ?? compress(column);
  let head = before;
  if (head.range * next.range > EXACT) head = compress(head.values);
  if (head.range * next.range > EXACT) next = compress(next.values);
  const values = new Float64Array(column.length);
  for (let i = 0; i < values.length; i++) values[i] = head.values[i]! * next.range + next.values[i]!;
  return { values, range: head.range * next.range };
}

/** The column shifted to begin at 0; null when it holds fractions or spans too wide. Ended lists come first. */
function wholeNumbers(column: ArrayLike<number>): Folded | null {
  let least = Infinity;
  let greatest = -Infinity;
  let ended = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (value === -Infinity) {
      ended = 1;
      continue;
    }
    if (!Number.isInteger(value)) return null;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (greatest === -Infinity) return { values: new Float64Array(column.length), range: 1 };
  const range = greatest - least + 1 + ended;
  if (range > EXACT) return null;
  const values = new Float64Array(column.length);
  for (let i = 0; i < values.length; i++) values[i] = column[i] === -Infinity ? 0 : column[i]! - least + ended;
  return { values, range };
}

/** Numbers replaced by their place among the distinct ones. */
function compress(column: ArrayLike<number>): Folded {
  const sorted = Float64Array.from(column).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (distinct === 0 || sorted[i] !== sorted[distinct - 1]) sorted[distinct++] = sorted[i]! + 0;
  }
  const unique = sorted.subarray(0, distinct);
  const values = new Float64Array(column.length);
  for (let i = 0; i < values.length; i++) values[i] = lowerBound(unique, column[i]!);
  return { values, range: Math.max(1, distinct) };
}

/** The first place in ascending numbers that is not below a value. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
