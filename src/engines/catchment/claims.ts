// Finds, in the words of a district's texts, what two schools claim at once and which house numbers nobody claims.

import { inRange, rangeWords, type DoorRange } from './door-numbers.ts';
import type { PlacePart } from './place-part.ts';
import type { CatchmentIndex, Entry, SchoolZone } from './zone-index.ts';

/** A place, or numbers of it, that the texts of two schools both name. */
export interface DoubleClaim {
  readonly name: string;
  /** Numbers of the two zones in the index. */
  readonly zones: readonly [number, number];
  /** The words of the two texts. */
  readonly words: readonly [string, string];
  /** The first house number that both take in; absent where the place as a whole is meant. */
  readonly door?: number;
  /** One text names only a part or a side, so that whether they meet is for the map. */
  readonly unclear: boolean;
}

/** House numbers of a road between those that the texts give out, which no text gives out. */
export interface NumberGap {
  readonly road: string;
  /** 101—103号（单号） */
  readonly words: string;
  readonly from: number;
  readonly to: number;
  readonly parity: 'odd' | 'even';
  /** Zones that name the road. */
  readonly zones: readonly number[];
}

/** Numbers above this are typing errors or phone numbers; nothing is looked for there. */
const HIGHEST = 5000;
/** A stretch without numbers longer than this is no gap between neighbours but a part of the road outside the district. */
const LONGEST_GAP = 60;

type Member = Entry & { readonly part: PlacePart };

function isMember(entry: Entry): entry is Member {
  return (
    entry.role === 'member' && entry.part !== undefined && !entry.alias && !entry.weak && entry.needs === undefined
  );
}

/** The first number that both ranges take in. */
function firstShared(a: DoorRange, b: DoorRange): number | undefined {
  const from = Math.max(a.from ?? 1, b.from ?? 1);
  const to = Math.min(a.to ?? HIGHEST, b.to ?? HIGHEST);
  for (let number = from; number <= Math.min(to, from + 1); number += 1) {
    if (inRange(a, { main: number }) && inRange(b, { main: number })) return sharedParts(a, b) ? number : undefined;
  }
  return undefined;
}

/** 105号之一 and 105号之二 are one number but not one door. */
function sharedParts(a: DoorRange, b: DoorRange): boolean {
  const single = a.from === a.to && b.from === b.to;
  if (!single || a.fromSub === undefined || b.fromSub === undefined) return true;
  return a.fromSub <= (b.toSub ?? b.fromSub) && b.fromSub <= (a.toSub ?? a.fromSub);
}

function firstOf(a: readonly DoorRange[], b: readonly DoorRange[]): number | undefined {
  const shared = a.flatMap((one) => b.flatMap((other) => firstShared(one, other) ?? []));
  return shared.length > 0 ? Math.min(...shared) : undefined;
}

const EVERY: readonly DoorRange[] = [{ parity: 'both' }];

/** Whether what two parts of one name take in meets, and at which number first. */
function meet(a: PlacePart, b: PlacePart): { readonly door?: number } | undefined {
  if (a.buildingLabels?.length && b.buildingLabels?.length) {
    return a.buildingLabels.some((label) => b.buildingLabels?.includes(label)) ? {} : undefined;
  }
  for (const key of ['groups', 'buildings'] as const) {
    const [one, other] = [a[key], b[key]];
    if (!one && !other) continue;
    const door = firstOf(one ?? EVERY, other ?? EVERY);
    return door === undefined ? undefined : { door };
  }
  if (!a.doors && !b.doors) return {};
  const door = firstOf(a.doors ?? EVERY, b.doors ?? EVERY);
  if (door === undefined) return undefined;
  const takenOut = [a, b].some((part) =>
    part.except.some(
      (except) => except.name === part.name && except.doors?.some((range) => inRange(range, { main: door })),
    ),
  );
  return takenOut ? undefined : { door };
}

function takesOut(part: PlacePart, other: PlacePart): boolean {
  return part.except.some((except) => except.name === other.name && !except.doors);
}

/** Places and numbers that the texts of two schools both name. Campuses of one school do not count. */
export function doubleClaims(index: CatchmentIndex): DoubleClaim[] {
  const found: DoubleClaim[] = [];
  for (const name of index.names) {
    const members = name.entries.filter(isMember);
    for (const [i, a] of members.entries()) {
      for (const b of members.slice(i + 1)) {
        const [first, second] = [index.zones[a.zone] as SchoolZone, index.zones[b.zone] as SchoolZone];
        if (first.schoolId === second.schoolId || differentPlaces(a.part, b.part)) continue;
        if (takesOut(a.part, b.part) || takesOut(b.part, a.part)) continue;
        const shared = meet(a.part, b.part);
        if (!shared) continue;
        found.push({
          name: a.part.name,
          zones: [a.zone, b.zone],
          words: [a.text, b.text],
          ...shared,
          unclear: a.part.partial !== undefined || b.part.partial !== undefined,
        });
      }
    }
  }
  return [...new Map(found.map((claim) => [JSON.stringify([claim.zones, claim.words]), claim])).values()];
}

/** Two places of one name that stand within different places (鹭江社区 in two street offices). */
function differentPlaces(a: PlacePart, b: PlacePart): boolean {
  return a.within.length > 0 && b.within.length > 0 && !a.within.some((name) => b.within.includes(name));
}

/** Numbers of one side of a road that lie between numbers given out and are given to nobody. */
export function numberGaps(index: CatchmentIndex): NumberGap[] {
  const gaps: NumberGap[] = [];
  for (const name of index.names) {
    const parts = name.entries.filter(isMember).filter(({ part }) => part.kind === 'road');
    if (parts.length === 0 || parts.some(({ part }) => !part.doors || part.partial !== undefined)) continue;
    const ranges = parts.flatMap(({ part }) => part.doors ?? []);
    const ends = ranges.flatMap(({ from, to }) => [from ?? 1, Math.min(to ?? HIGHEST, HIGHEST)]);
    const zones = [...new Set(parts.map(({ zone }) => zone))];
    for (const parity of ['odd', 'even'] as const) {
      const taken = (number: number): boolean => ranges.some((range) => inRange(range, { main: number }));
      const first = Math.min(...ends.filter((end) => end <= HIGHEST));
      const last = Math.max(...ends);
      let start: number | undefined;
      let before = false;
      for (let number = first + ((first % 2 === 1) === (parity === 'odd') ? 0 : 1); number <= last; number += 2) {
        if (!taken(number)) {
          if (before) start ??= number;
          continue;
        }
        if (start !== undefined && number - start <= LONGEST_GAP) {
          const gap = { from: start, to: number - 2, parity };
          const wholeRange = ranges.some((range) => range.from !== range.to);
          if (wholeRange) gaps.push({ road: (parts[0] as Member).part.name, words: rangeWords(gap), ...gap, zones });
        }
        start = undefined;
        before = true;
      }
    }
  }
  return gaps;
}
