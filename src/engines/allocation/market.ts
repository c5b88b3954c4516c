// The allocation in typed arrays: schools, rows of applicants and coded priorities, in one canonical order.

import type { GroupRule, Mechanism } from './problem.ts';

/** Code of an entry whose school does not take the applicant; greater than every real code. */
export const NEVER = 0xffff_ffff;
/** No school, in an assignment. */
export const NONE = -1;

/** A reserve of a school: which mark, how many seats, whether they stay empty without holders. */
export interface MarketReserve {
  /** Index into `Market.marks`. */
  readonly mark: number;
  readonly seats: number;
  readonly strict: boolean;
}

/**
 * Those who ask, as rows. A row is one applicant, or a bound group that is seated together.
 * Row `r` names schools `school[start[r]] … school[start[r + 1] - 1]`, best first.
 */
export interface Rows {
  readonly count: number;
  readonly start: Uint32Array;
  readonly school: Uint32Array;
  /** Place in the school's order: lower is better, unique within a school; `NEVER` where it does not take the row. */
  readonly code: Uint32Array;
  /** Seats that a row needs; null when each needs one. */
  readonly size: Uint32Array | null;
  /** Marks that a row holds (every member of a group): `mark[markStart[r]] …`, ascending; null when nobody holds one. */
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

/** The seats that a row needs. */
export function sizeOf(rows: Rows, row: number): number {
  return rows.size === null ? 1 : rows.size[row]!;
}

/** Whether a row holds a mark. */
export function holdsMark(rows: Rows, row: number, mark: number): boolean {
  if (rows.marks === null) return false;
  for (let i = rows.marks.start[row]!; i < rows.marks.start[row + 1]!; i++)
    if (rows.marks.mark[i] === mark) return true;
  return false;
}

/** The reserves of a school, in processing order. */
export function reservesOf(seats: Seats, school: number): readonly MarketReserve[] {
  return seats.reserves?.[school] ?? [];
}

/** The code of a row at a school; `NEVER` when the row does not name it or the school does not take the row. */
export function codeAt(rows: Rows, row: number, school: number): number {
  for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) if (rows.school[e] === school) return rows.code[e]!;
  return NEVER;
}

/** Positions of the entries that name each school: `entry[start[s]] …`, in row order. */
export interface EntriesBySchool {
  readonly start: Uint32Array;
  readonly entry: Uint32Array;
}

/** Groups entries by school, keeping their order (counting sort). */
export function entriesBySchool(school: Uint32Array, schoolCount: number): EntriesBySchool {
  const start = new Uint32Array(schoolCount + 1);
  for (let e = 0; e < school.length; e++) start[school[e]! + 1]!++;
  for (let s = 0; s < schoolCount; s++) start[s + 1]! += start[s]!;
  const next = start.slice(0, schoolCount);
  const entry = new Uint32Array(school.length);
  for (let e = 0; e < school.length; e++) entry[next[school[e]!]!++] = e;
  return { start, entry };
}
