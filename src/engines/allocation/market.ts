// The allocation in typed arrays: schools, rows of applicants and coded priorities, in one canonical order.

import type { GroupRule, Mechanism } from './problem.ts';

/** Code of an entry whose school does not take the applicant; greater than every real code. */
export const NEVER = 0xffff_ffff;
/** No school, in an assignment. */
export const NONE = -1;
/** Flag in an entry's first number: the row has no entry after this one. */
export const LAST = 1;

/** A reserve of a school: which mark, how many seats, whether they stay empty without holders. */
export interface MarketReserve {
  /** Index into the problem's `marks`. */
  readonly mark: number;
  readonly seats: number;
  readonly strict: boolean;
}

/**
 * Those who ask, as rows. A row is one applicant, or a bound group that is seated together.
 * Row `r` owns the entries `start[r] … start[r + 1] - 1`, its choices, best first.
 */
export interface Rows {
  readonly count: number;
  readonly start: Uint32Array;
  /**
   * Two numbers an entry, side by side because they are read together: `2 × school`, plus `LAST` on a row's last
   * entry; and the code, the place in the school's order: lower is better, unique within a school, `NEVER` where the
   * school does not take the row. Read them with {@link schoolOf} and {@link codeOf}.
   */
  readonly entries: Uint32Array;
  /** Seats that a row needs; null when each needs one. */
  readonly size: Uint32Array | null;
  /** Marks that a row holds (every member of a group): `mark[start[r]] …`, ascending; null when nobody holds one. */
  readonly marks: { readonly start: Uint32Array; readonly mark: Uint32Array } | null;
}

/** Seats of every school: how many, how they are reserved, in which order they are filled. */
export interface Seats {
  readonly capacity: Uint32Array;
  /** Per school, in processing order; null when no school has any. */
  readonly reserves: readonly (readonly MarketReserve[])[] | null;
  /** Per school 1 when open seats are filled before reserves. */
  readonly openFirst: Uint8Array;
}

/** What a mechanism needs: rows, seats and the rule for groups. */
export interface Market {
  readonly mechanism: Mechanism;
  readonly rows: Rows;
  readonly seats: Seats;
  readonly groupRule: GroupRule;
  /** Per row 1 when late; null when nobody is. */
  readonly late: Uint8Array | null;
}

/** The school of an entry. */
export function schoolOf(rows: Rows, entry: number): number {
  return rows.entries[2 * entry]! >>> 1;
}

/** The code of an entry. */
export function codeOf(rows: Rows, entry: number): number {
  return rows.entries[2 * entry + 1]!;
}

/** The schools of a row, best first. */
export function schoolsOf(rows: Rows, row: number): number[] {
  const schools: number[] = [];
  for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) schools.push(schoolOf(rows, e));
  return schools;
}

/** The entry by which a row names a school, or -1. */
export function entryOf(rows: Rows, row: number, school: number): number {
  for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) if (schoolOf(rows, e) === school) return e;
  return -1;
}

/** The code of a row at a school; `NEVER` when the row does not name it or the school does not take the row. */
export function codeAt(rows: Rows, row: number, school: number): number {
  const entry = entryOf(rows, row, school);
  return entry < 0 ? NEVER : codeOf(rows, entry);
}

/** The number of a school among a row's choices, from 0, or -1. */
export function choiceOf(rows: Rows, row: number, school: number): number {
  const entry = entryOf(rows, row, school);
  return entry < 0 ? -1 : entry - rows.start[row]!;
}

/** The seats that a row needs. */
export function sizeOf(rows: Rows, row: number): number {
  return rows.size === null ? 1 : rows.size[row]!;
}

/** Whether a row holds a mark. */
export function holdsMark(rows: Rows, row: number, mark: number): boolean {
  if (rows.marks === null) return false;
  for (let i = rows.marks.start[row]!; i < rows.marks.start[row + 1]!; i++) {
    if (rows.marks.mark[i] === mark) return true;
  }
  return false;
}

/** The reserves of a school, in processing order. */
export function reservesOf(seats: Seats, school: number): readonly MarketReserve[] {
  return seats.reserves?.[school] ?? [];
}

/** The row of every entry. */
export function rowsOfEntries(rows: Rows): Uint32Array {
  const rowOf = new Uint32Array(rows.start[rows.count]!);
  for (let row = 0; row < rows.count; row++) rowOf.fill(row, rows.start[row], rows.start[row + 1]);
  return rowOf;
}

/** Positions of the entries that name each school: `entry[start[s]] …`, in row order. */
export interface EntriesBySchool {
  readonly start: Uint32Array;
  readonly entry: Uint32Array;
}

/** Groups entries by school, keeping their order (counting sort). */
export function entriesBySchool(school: ArrayLike<number>, schoolCount: number): EntriesBySchool {
  const start = new Uint32Array(schoolCount + 1);
  for (let e = 0; e < school.length; e++) start[school[e]! + 1]!++;
  for (let s = 0; s < schoolCount; s++) start[s + 1]! += start[s]!;
  const next = start.slice(0, schoolCount);
  const entry = new Uint32Array(school.length);
  for (let e = 0; e < school.length; e++) entry[next[school[e]!]!++] = e;
  return { start, entry };
}
