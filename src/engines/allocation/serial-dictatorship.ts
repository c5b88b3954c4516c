// Serial dictatorship (积分优先、遵循志愿): in one common order, each takes the best choice that still has room.

import { codeOf, type Market, NEVER, NONE, schoolOf, sizeOf } from './market.ts';

/** Whether rows can simply choose in turn: a reserve's empty seats are known only after everybody asked. */
export function choosesInTurn(market: Market): boolean {
  return market.seats.reserves === null;
}

/**
 * The school of every row, or `NONE`; for markets without reserves ({@link choosesInTurn}).
 * The codes of a row are the same at every school: its place in the common order.
 */
export function serialDictatorship(market: Market): Int32Array {
  const { rows, seats } = market;
  const free = Int32Array.from(seats.capacity);
  const assignment = new Int32Array(rows.count).fill(NONE);
  for (const row of inCommonOrder(market)) {
    const size = sizeOf(rows, row);
    const needed = market.groupRule === 'over_quota' ? 1 : size;
    for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) {
      const school = schoolOf(rows, e);
      if (codeOf(rows, e) === NEVER || free[school]! < needed) continue;
      free[school]! -= size;
      assignment[row] = school;
      break;
    }
  }
  return assignment;
}

/** Rows that may be seated somewhere, best first. */
function inCommonOrder(market: Market): Uint32Array {
  const { rows } = market;
  const place = new Float64Array(rows.count);
  let count = 0;
  for (let row = 0; row < rows.count; row++) {
    let code = NEVER;
    for (let e = rows.start[row]!; e < rows.start[row + 1]! && code === NEVER; e++) code = codeOf(rows, e);
    if (code !== NEVER) place[count++] = code * rows.count + row;
  }
  return Uint32Array.from(place.subarray(0, count).sort(), (value) => value % rows.count);
}
