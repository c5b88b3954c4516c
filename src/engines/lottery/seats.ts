// Who gets a seat by lottery number, with the announced rule for bound children who meet the last seats.

import type { LastSeatRule } from './announcement.ts';
import type { Roster } from './roster.ts';

/**
 * Gives out seats in order of numbers and returns the positions of those seated, ascending.
 * A group that the seats left cannot hold whole is passed over (`skip`), taken whole beyond the plan (`over_quota`), or
 * gives the seats left to its members in order of tickets (`split`). Everybody else waits in order of numbers.
 */
export function seatByNumber(roster: Roster, numbers: Uint32Array, seats: number, lastSeat: LastSeatRule): number[] {
  const { start, members } = membersByNumber(roster, numbers);
  const seated: number[] = [];
  let left = seats;
  for (let number = 1; number <= roster.lots && left > 0; number += 1) {
    const lot = members.subarray(start[number - 1], start[number]);
    if (lot.length > left && lastSeat === 'skip') continue;
    const taken = lastSeat === 'split' ? lot.subarray(0, left) : lot;
    for (const position of taken) seated.push(position);
    left -= taken.length;
  }
  return seated.sort((a, b) => a - b);
}

/** Positions grouped by number, members of a lot in order of tickets (counting sort). */
function membersByNumber(roster: Roster, numbers: Uint32Array): { start: Uint32Array; members: Uint32Array } {
  const start = new Uint32Array(roster.lots + 1);
  for (const number of numbers) start[number]! += 1;
  for (let number = 1; number <= roster.lots; number += 1) start[number]! += start[number - 1]!;
  const next = start.slice(0, roster.lots);
  const members = new Uint32Array(roster.size);
  for (let position = 0; position < roster.size; position += 1) {
    members[next[numbers[position]! - 1]!++] = position;
  }
  return { start, members };
}
