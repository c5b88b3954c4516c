// Student-proposing deferred acceptance: rows ask down their lists, schools keep the best until nobody asks any more.

import { REFUSED, seatLine } from './choice.ts';
import { type Market, NONE, reservesOf, sizeOf } from './market.ts';

/**
 * The school of every row, or `NONE`.
 * Schools collect claims beyond their seats and choose only when their list is full or nobody asks any more; as their
 * choice does not depend on the order of asking, the outcome is the one of asking one at a time.
 */
export function deferredAcceptance(market: Market): Int32Array {
  const { rows, seats } = market;
  const schoolCount = seats.capacity.length;
  const held = claimLists(market);
  /** From here on a claim is refused without looking: the code of the worst row kept by a full plain school. */
  const cutOff = new Uint32Array(schoolCount).fill(0xffff_ffff);
  const plain = plainSchools(market);
  const next = rows.start.slice(0, rows.count);
  const asking = new Uint32Array(rows.count);
  let waiting = 0;

  const choose = (school: number): void => {
    const from = held.start[school]!;
    const count = held.count[school]!;
    const order = held.code.slice(from, from + count).sort();
    const rowOf = new Map<number, number>();
    for (let i = 0; i < count; i++) rowOf.set(held.code[from + i]!, held.row[from + i]!);
    const line = Array.from(order, (code) => rowOf.get(code)!);
    const seat = seatLine(market, school, line);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      if (seat[i] === REFUSED) {
        asking[waiting++] = line[i]!;
      } else {
        held.code[from + kept] = order[i]!;
        held.row[from + kept] = line[i]!;
        kept++;
      }
    }
    held.count[school] = kept;
    if (plain[school] === 1 && kept === seats.capacity[school]) {
      cutOff[school] = kept === 0 ? 0 : held.code[from + kept - 1]!;
    }
  };

  const ask = (row: number): void => {
    const end = rows.start[row + 1]!;
    let e = next[row]!;
    while (e < end) {
      const school = rows.school[e]!;
      const code = rows.code[e]!;
      e++;
      if (code >= cutOff[school]!) continue;
      const at = held.start[school]! + held.count[school]!++;
      held.code[at] = code;
      held.row[at] = row;
      next[row] = e;
      if (at + 1 === held.start[school + 1]!) choose(school);
      return;
    }
    next[row] = e;
  };

  for (let row = 0; row < rows.count; row++) {
    ask(row);
    while (waiting > 0) ask(asking[--waiting]!);
  }
  for (let settled = false; !settled;) {
    settled = true;
    for (let school = 0; school < schoolCount; school++) {
      if (plain[school] === 1 && held.count[school]! <= seats.capacity[school]!) continue;
      choose(school);
      if (waiting > 0) settled = false;
      while (waiting > 0) ask(asking[--waiting]!);
    }
  }

  const assignment = new Int32Array(rows.count).fill(NONE);
  for (let school = 0; school < schoolCount; school++) {
    const from = held.start[school]!;
    for (let i = from; i < from + held.count[school]!; i++) assignment[held.row[i]!] = school;
  }
  return assignment;
}

/** Room for every school's claims: its seats and half as many again, never more than ask for it, plus one. */
function claimLists(market: Market) {
  const { rows, seats } = market;
  const schoolCount = seats.capacity.length;
  const asked = new Uint32Array(schoolCount);
  for (let e = 0; e < rows.school.length; e++) asked[rows.school[e]!]!++;
  const start = new Uint32Array(schoolCount + 1);
  for (let s = 0; s < schoolCount; s++) {
    const capacity = seats.capacity[s]!;
    start[s + 1] = start[s]! + Math.min(asked[s]!, capacity + (capacity >>> 1) + 16) + 1;
  }
  const total = start[schoolCount]!;
  return { start, count: new Uint32Array(schoolCount), code: new Uint32Array(total), row: new Uint32Array(total) };
}

/** 1 for schools without reserves that only single applicants ask for: there the best codes win, nothing else. */
function plainSchools(market: Market): Uint8Array {
  const { rows, seats } = market;
  const plain = new Uint8Array(seats.capacity.length).fill(1);
  for (let s = 0; s < plain.length; s++) if (reservesOf(seats, s).length > 0) plain[s] = 0;
  if (rows.size === null) return plain;
  for (let row = 0; row < rows.count; row++) {
    if (sizeOf(rows, row) === 1) continue;
    for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) plain[rows.school[e]!] = 0;
  }
  return plain;
}
