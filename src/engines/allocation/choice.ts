// Which of its claimants a school takes: reserves, open seats, spill-over and groups, in the stated order.

import { holdsMark, type Market, reservesOf, sizeOf } from './market.ts';

/** Claimant not taken. */
export const REFUSED = -1;

/**
 * Where each claimant of a line sits. Values: `REFUSED`; `0 … R-1` the reserve with that number; `R` an open or
 * spilled seat; `R + 1` a group that reached the last seat and was taken over the plan.
 *
 * Stages, in order (`reserves_first`): each reserve takes its best holders; then everybody left competes for the
 * seats left, without the empty seats of strict reserves. With `open_first` a first stage fills the seats outside
 * all reserves with the best of all. A group needs room for all its members within one stage, else it passes to the
 * next. Over the plan goes only the last stage, and only while it has a seat left.
 *
 * @param line rows that ask for the school, best code first
 */
export function seatLine(market: Market, school: number, line: ArrayLike<number>): Int32Array {
  const { rows, seats } = market;
  const reserves = reservesOf(seats, school);
  const open = reserves.length;
  const seat = new Int32Array(line.length).fill(REFUSED);
  let free = seats.capacity[school]!;

  const fill = (stage: number, places: number, admits: (row: number) => boolean): void => {
    let left = places;
    for (let i = 0; i < line.length && left > 0; i++) {
      const row = line[i]!;
      if (seat[i] !== REFUSED || !admits(row)) continue;
      const size = sizeOf(rows, row);
      if (size > left) continue;
      seat[i] = stage;
      left -= size;
    }
    free -= places - left;
  };

  let reserved = 0;
  for (const reserve of reserves) reserved += reserve.seats;
  if (seats.openFirst[school] === 1) fill(open, free - reserved, () => true);
  let keptEmpty = 0;
  for (let r = 0; r < reserves.length; r++) {
    const reserve = reserves[r]!;
    const before = free;
    fill(r, reserve.seats, (row) => holdsMark(rows, row, reserve.mark));
    if (reserve.strict) keptEmpty += reserve.seats - (before - free);
  }
  const last = free - keptEmpty;
  if (market.groupRule === 'over_quota') {
    let left = last;
    for (let i = 0; i < line.length && left > 0; i++) {
      if (seat[i] !== REFUSED) continue;
      const size = sizeOf(rows, line[i]!);
      seat[i] = size > left ? open + 1 : open;
      left -= size;
    }
  } else {
    fill(open, last, () => true);
  }
  return seat;
}
