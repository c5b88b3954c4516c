// What passes between rows and schools in deferred acceptance: asks, and where a refused row looks on.

import { LAST } from './market.ts';

/**
 * Asks of one round. An ask is the number in `Rows.entries` where the entry stands (even), plus `LAST` on the row's
 * last entry; the next ask of the row, if any, is two further on.
 */
export interface Asks {
  count: number;
  readonly ask: Uint32Array;
  readonly code: Uint32Array;
}

/** Puts the entry after a refused ask into `looking`, unless its row has none; returns the new count. */
export function lookOn(ask: number, looking: Uint32Array, count: number): number {
  if ((ask & LAST) !== 0) return count;
  looking[count] = ask + 2;
  return count + 1;
}
