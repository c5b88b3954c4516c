// Schools that simply keep the best codes: a heap of seats with the worst on top, whose code is the cut-off.

import { type Asks, lookOn } from './asks.ts';
import { codeOf, type Market, NEVER, NONE, type Rows, schoolOf } from './market.ts';

/** The seats of all schools. School `s` holds asks in a heap by code, worst first, at `start[s] …`. */
export interface PlainSchools {
  readonly start: Uint32Array;
  readonly taken: Uint32Array;
  readonly code: Uint32Array;
  readonly ask: Uint32Array;
  /** Codes below are taken: `NEVER` while seats are free, 0 without seats, else the worst code held plus one. */
  readonly bound: Uint32Array;
}

/** Schools without anybody yet. */
export function plainSchools({ rows, seats }: Market): PlainSchools {
  const { capacity } = seats;
  const schools = capacity.length;
  const start = new Uint32Array(schools + 1);
  let total = 0;
  for (const places of capacity) total += places;
  // Where seats are plenty, as many as there are asks suffice.
  const most = total > 2 * rows.count + 1024 ? asksBySchool(rows, schools) : capacity;
  for (let s = 0; s < schools; s++) start[s + 1] = start[s]! + Math.min(capacity[s]!, most[s]!);
  return {
    start,
    taken: new Uint32Array(schools),
    code: new Uint32Array(start[schools]!),
    ask: new Uint32Array(start[schools]!),
    bound: capacity.map((places) => (places === 0 ? 0 : NEVER)),
  };
}

function asksBySchool(rows: Rows, schools: number): Uint32Array {
  const asks = new Uint32Array(schools);
  for (let e = 0; e < rows.start[rows.count]!; e++) asks[schoolOf(rows, e)]!++;
  return asks;
}

/**
 * A school takes the asks `from … to - 1` of a round as long as they are among the best; who is refused or displaced
 * goes into `looking`. Returns the new count there.
 */
export function keepBest(
  plain: PlainSchools,
  school: number,
  asks: Asks,
  from: number,
  to: number,
  looking: Uint32Array,
  count: number,
): number {
  const { code, ask } = plain;
  const base = plain.start[school]!;
  const seats = plain.start[school + 1]! - base;
  let taken = plain.taken[school]!;
  let refused = count;
  let i = from;
  if (taken < seats) {
    for (; i < to && taken < seats; i++, taken++) {
      code[base + taken] = asks.code[i]!;
      ask[base + taken] = asks.ask[i]!;
    }
    plain.taken[school] = taken;
    if (taken < seats) return refused;
    for (let k = (seats >>> 1) - 1; k >= 0; k--) sink(plain, base, seats, k, code[base + k]!, ask[base + k]!);
  }
  for (; i < to; i++) {
    if (asks.code[i]! > code[base]!) {
      refused = lookOn(asks.ask[i]!, looking, refused);
    } else {
      refused = lookOn(ask[base]!, looking, refused);
      sink(plain, base, seats, 0, asks.code[i]!, asks.ask[i]!);
    }
  }
  plain.bound[school] = code[base]! + 1;
  return refused;
}

/** Lets an ask sink from a place of the heap to where nothing below it is worse. */
function sink(plain: PlainSchools, base: number, size: number, from: number, ownCode: number, ownAsk: number): void {
  const { code, ask } = plain;
  let place = from;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= size) break;
    if (below + 1 < size && code[base + below + 1]! > code[base + below]!) below++;
    if (code[base + below]! <= ownCode) break;
    code[base + place] = code[base + below]!;
    ask[base + place] = ask[base + below]!;
    place = below;
  }
  code[base + place] = ownCode;
  ask[base + place] = ownAsk;
}

/** In the end each row sits at the first school of its list whose cut-off it meets; rows seated before keep theirs. */
export function seatByCutOff(plain: PlainSchools, except: Uint8Array, rows: Rows, assignment: Int32Array): void {
  const bound = plain.bound.map((code, school) => (except[school] === 1 ? 0 : code));
  for (let row = 0; row < rows.count; row++) {
    if (assignment[row] !== NONE) continue;
    const end = rows.start[row + 1]!;
    for (let e = rows.start[row]!; e < end; e++) {
      const school = schoolOf(rows, e);
      if (codeOf(rows, e) >= bound[school]!) continue;
      assignment[row] = school;
      break;
    }
  }
}
