// Justified claims: who asks for a school that, by its own rules, would take it from those it admitted.

import { fullStock, REFUSED, seatLine, standingOf, type Stock } from './choice.ts';
import {
  codeOf,
  type EntriesBySchool,
  entriesBySchool,
  type Market,
  NEVER,
  NONE,
  rowsOfEntries,
  schoolOf,
  sizeOf,
} from './market.ts';

/** A row that a school would take if it asked now, and the admitted rows that it would lose by it (none: a free seat). */
export interface Claim {
  readonly row: number;
  readonly school: number;
  readonly displaced: readonly number[];
}

/** Rows by school, so that lines and claimants need no search through everybody. */
export interface ClaimIndex {
  readonly market: Market;
  readonly bySchool: EntriesBySchool;
  readonly rowOfEntry: Uint32Array;
  /** Lines already sorted: everybody whom the school may take, best standing first. */
  readonly lines: Map<number, readonly number[]>;
}

/** Prepares the search for claims in a market. */
export function claimIndex(market: Market): ClaimIndex {
  const { rows, seats } = market;
  const school = new Uint32Array(rows.start[rows.count]!);
  for (let e = 0; e < school.length; e++) school[e] = schoolOf(rows, e);
  const bySchool = entriesBySchool(school, seats.capacity.length);
  return { market, bySchool, rowOfEntry: rowsOfEntries(rows), lines: new Map() };
}

/** Everybody whom a school may take and who names it, best standing first. */
export function wholeLine(index: ClaimIndex, school: number): readonly number[] {
  const known = index.lines.get(school);
  if (known) return known;
  const { market, bySchool, rowOfEntry } = index;
  const entries = bySchool.entry.subarray(bySchool.start[school]!, bySchool.start[school + 1]!);
  const asking: { row: number; standing: number }[] = [];
  for (const e of entries) {
    const row = rowOfEntry[e]!;
    if (codeOf(market.rows, e) !== NEVER) asking.push({ row, standing: standingOf(market, row, school) });
  }
  const line = asking.sort((x, y) => x.standing - y.standing).map(({ row }) => row);
  index.lines.set(school, line);
  return line;
}

/** Whether a row prefers a school that it names to the seat it has by choice. */
export function prefers(market: Market, row: number, school: number, seated: number): boolean {
  if (seated === NONE) return true;
  const { rows } = market;
  for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) {
    const named = schoolOf(rows, e);
    if (named === seated) return false;
    if (named === school) return true;
  }
  return false;
}

/**
 * The claims at one school, best standing first. A school has the same answer for claimants who need as many seats
 * and hold the same marks, but for their standing; so after one of a kind was refused the rest need no look.
 *
 * @param seated the school of every row by choice
 * @param stock what the school has to give to its line, when not all its seats
 */
export function* claimsAt(
  index: ClaimIndex,
  school: number,
  seated: Int32Array,
  stock: () => Stock = () => fullStock(index.market, school),
): Generator<Claim> {
  const { market } = index;
  const line = wholeLine(index, school);
  const admitted = line.filter((row) => seated[row] === school);
  const refusedKinds = new Set<string>();
  let better = 0;
  for (const row of line) {
    if (seated[row] === school) {
      better++;
      continue;
    }
    if (!prefers(market, row, school, seated[row]!)) continue;
    const kind = kindOf(market, row);
    if (refusedKinds.has(kind)) continue;
    const claim = claimOf(market, school, row, admitted, better, stock());
    if (claim === null) refusedKinds.add(kind);
    else yield claim;
  }
}

/**
 * The claim of one row, or null when the school would not take it.
 *
 * @param admitted the school's rows, best standing first
 * @param better how many of them stand better than the row
 */
function claimOf(
  market: Market,
  school: number,
  row: number,
  admitted: readonly number[],
  better: number,
  stock: Stock,
): Claim | null {
  const line = [...admitted.slice(0, better), row, ...admitted.slice(better)];
  const seat = seatLine(market, school, line, stock);
  if (seat[better] === REFUSED) return null;
  return { row, school, displaced: line.filter((_, i) => seat[i] === REFUSED) };
}

/** The first school, in a row's own order, that would take it, or null; for a row without a seat. */
export function bestClaimOf(
  index: ClaimIndex,
  row: number,
  seated: Int32Array,
  stock: (school: number) => Stock = (school) => fullStock(index.market, school),
): Claim | null {
  const { market } = index;
  const { rows } = market;
  for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) {
    if (codeOf(rows, e) === NEVER) continue;
    const school = schoolOf(rows, e);
    const standing = standingOf(market, row, school);
    const admitted = wholeLine(index, school).filter((other) => seated[other] === school);
    const better = admitted.findIndex((other) => standingOf(market, other, school) > standing);
    const place = better < 0 ? admitted.length : better;
    const claim = claimOf(market, school, row, admitted, place, stock(school));
    if (claim !== null) return claim;
  }
  return null;
}

function kindOf(market: Market, row: number): string {
  const { rows } = market;
  if (rows.marks === null) return String(sizeOf(rows, row));
  const marks = rows.marks.mark.subarray(rows.marks.start[row]!, rows.marks.start[row + 1]!);
  return `${sizeOf(rows, row)}:${marks.join()}`;
}
