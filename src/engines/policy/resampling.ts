// Families drawn again from families: more or fewer than applied, and what chance does to a count.

/** A seeded source of numbers from 0 to below 1 (mulberry32, public domain): the same seed gives the same draws. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` items drawn with replacement; none from an empty list. */
export function drawAgain<T>(items: readonly T[], count: number, next: () => number): T[] {
  if (items.length === 0) return [];
  return Array.from({ length: count }, () => items[Math.floor(next() * items.length)] as T);
}

/** What a count may be: the middle, and bounds that hold in nine of ten cases. */
export interface Forecast {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

const DRAWS = 200;

/**
 * Counts by group when `count` families come instead of those observed: drawn with replacement {@link DRAWS} times;
 * 5 and 95 of 100 are the bounds (percentile bootstrap, Efron 1979). `groups` holds the group of each observed family.
 */
export function forecastCounts(
  groups: readonly (string | null)[],
  count: number,
  next: () => number,
): Map<string, Forecast> {
  const names = [...new Set(groups.flatMap((group) => group ?? []))];
  const drawn = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < DRAWS && groups.length > 0; round += 1) {
    const counts = new Map<string, number>();
    for (const group of drawAgain(groups, count, next)) {
      if (group !== null) counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    for (const [name, list] of drawn) list.push(counts.get(name) ?? 0);
  }
  const at = (sorted: readonly number[], share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return new Map(
    [...drawn].map(([name, list]) => {
      const sorted = list.toSorted((a, b) => a - b);
      const observed = groups.filter((group) => group === name).length;
      const expected = Math.round((observed * count) / Math.max(1, groups.length));
      return [name, { expected, low: at(sorted, 0.05), high: at(sorted, 0.95) }];
    }),
  );
}
