// The way in for whole cities: typed arrays from the domain, without an object a child.

import type { KeyColumn } from './key-columns.ts';
import type { Market } from './market.ts';
import type { Mechanism } from './problem.ts';
import { rankEntries } from './ranking.ts';

/** A plain allocation (no reserves, no groups) in arrays. Applicants and schools are known by their index. */
export interface CompactProblem {
  readonly mechanism: Mechanism;
  /** Seats a school. */
  readonly capacity: Uint32Array;
  /** Applicant `a` names schools `school[start[a]] … school[start[a + 1] - 1]`, best first, each once. */
  readonly start: Uint32Array;
  readonly school: Uint16Array | Uint32Array;
  /** Priority keys from left to right, lower first; ties by index of applicant. */
  readonly columns: readonly KeyColumn[];
}

/** Ranks everybody; {@link assign} then gives out the seats. */
export function compactMarket({ mechanism, capacity, start, school, columns }: CompactProblem): Market {
  const schoolCount = capacity.length;
  const { entries } = rankEntries({ start, school, schoolCount, eligible: null }, columns);
  const rows = { count: start.length - 1, start, entries, size: null, marks: null };
  const seats = { capacity, reserves: null, openFirst: new Uint8Array(schoolCount) };
  return { mechanism, rows, seats, groupRule: 'skip', late: null };
}
