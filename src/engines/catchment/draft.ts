// A place while it is being read: what words after its name add to it.

import type { DoorRange, Parity } from './door-numbers.ts';
import { kindOf } from './vocabulary.ts';
import type { PlaceKind, PlacePart, TransitionRight } from './place-part.ts';

/** A place under construction; the reader turns it into a {@link PlacePart} when its words end. */
export interface Draft {
  name: string;
  kind: PlaceKind;
  alsoNamed: string[];
  doors: DoorRange[];
  buildings: DoorRange[];
  buildingLabels: string[];
  groups: DoorRange[];
  within: string[];
  except: PlacePart[];
  partial?: string;
  open?: string;
  formerly: string[];
  orSchools: string[];
  transitions: TransitionRight[];
  start: number;
  end: number;
  /** The last number was a courtyard (1号大院), so that numbers in brackets count within it. */
  courtyard: boolean;
  /** How many of `doors` already carry a parity mark of their own. */
  marked: number;
  /** How many of the last `doors` stood without a unit, which a later 幢 may still give them. */
  bare: number;
  /** The text lists which part is meant: 长乐社区部分：长宁街、…. */
  listed?: true;
  /** Only what stands in brackets or after the colon is meant, not the place itself. */
  onlyMembers: boolean;
}

/** A new place, whole until numbers limit it. */
export function newDraft(name: string, folded: string, within: readonly string[], start: number, end: number): Draft {
  return {
    name,
    kind: kindOf(folded),
    alsoNamed: [],
    doors: [],
    buildings: [],
    buildingLabels: [],
    groups: [],
    within: [...within],
    except: [],
    formerly: [],
    orSchools: [],
    transitions: [],
    start,
    end,
    courtyard: false,
    marked: 0,
    bare: 0,
    onlyMembers: false,
  };
}

/** The same name again, for numbers that belong to it apart from what was said of it before. */
export function sameName(draft: Draft, start: number, end: number): Draft {
  return { ...newDraft(draft.name, draft.name, draft.within, start, end), kind: draft.kind };
}

/** The parity of a number. */
export function parityOf(number: number): Parity {
  return number % 2 === 0 ? 'even' : 'odd';
}

/**
 * Sets a parity mark that stands after numbers: it holds for the last range whatever its ends (78—84号（单号）), and
 * for unmarked ranges before it whose ends have that parity (2—22、34—56、60—68号（双号）). Without numbers it limits
 * the whole road (先烈东路双号).
 */
export function markParity(draft: Draft, parity: Parity): void {
  const { doors } = draft;
  if (doors.length === 0) {
    if (parity !== 'both') draft.doors = [{ parity }];
  } else {
    for (let i = draft.marked; i < doors.length; i += 1) {
      const range = doors[i] as DoorRange;
      if (range.from === range.to) continue;
      const fits = [range.from, range.to].every((end) => end === undefined || parityOf(end) === parity);
      if (fits || i === doors.length - 1) doors[i] = { ...range, parity };
    }
  }
  draft.marked = draft.doors.length;
}

/** Whether two ranges are of the two sides of a street. */
function differs(a: DoorRange, b: DoorRange): boolean {
  return a.parity !== 'both' && b.parity !== 'both' && a.parity !== b.parity;
}

/** Numbers in brackets after a place: they say which of its numbers, or which within its courtyard, are meant. */
export function refineNumbers(draft: Draft, ranges: readonly DoorRange[]): void {
  const last = draft.doors.at(-1);
  if (!last || draft.doors.every((range) => range.from === undefined && range.to === undefined)) {
    const mark = last?.parity;
    draft.doors = ranges.map((range) =>
      mark && range.from !== range.to && range.parity === 'both' ? { ...range, parity: mark } : range,
    );
    return;
  }
  const number = last.from;
  if (draft.courtyard && number !== undefined && number === last.to) {
    draft.doors.splice(
      -1,
      1,
      ...ranges.map(({ from = 0, to = from }) => ({
        from: number,
        to: number,
        fromSub: from,
        toSub: to,
        parity: 'both' as const,
      })),
    );
    return;
  }
  const { from = 0, to = Infinity } = last;
  const inside = ranges.every((range) => (range.from ?? 0) >= from && (range.to ?? Infinity) <= to);
  const apart = ranges.every((range) => (range.to ?? Infinity) < from || (range.from ?? 0) > to);
  if (from !== to && inside) draft.doors.splice(-1, 1, ...ranges);
  // （单号101号至199号）、（双号102号至200号）
  else if (from !== to && (apart || ranges.every((range) => differs(range, last)))) draft.doors.push(...ranges);
}

/** 21号、21号之一、之二: where the text lists parts of a number as well, the number alone is only itself. */
function withItselfOnly(doors: readonly DoorRange[]): DoorRange[] {
  const listed = new Set(
    doors.flatMap(({ from, to, fromSub }) => (from === to && fromSub !== undefined ? [from] : [])),
  );
  return doors.map((range) => {
    const single = range.from !== undefined && range.from === range.to && range.fromSub === undefined;
    return single && listed.has(range.from) ? { ...range, fromSub: 0, toSub: 0 } : range;
  });
}

/** The finished place with the words of the text it was read from. */
export function finishDraft(draft: Draft, text: string): PlacePart {
  const { doors, buildings, buildingLabels, groups, partial, open } = draft;
  return {
    kind: draft.kind,
    name: draft.name,
    alsoNamed: draft.alsoNamed,
    ...(doors.length > 0 ? { doors: withItselfOnly(doors) } : {}),
    ...(buildings.length > 0 ? { buildings } : {}),
    ...(buildingLabels.length > 0 ? { buildingLabels } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    within: draft.within,
    except: draft.except,
    ...(partial === undefined ? {} : { partial }),
    ...(partial !== undefined && draft.listed ? { listed: true } : {}),
    ...(open === undefined ? {} : { open }),
    formerly: draft.formerly,
    orSchools: draft.orSchools,
    transitions: draft.transitions,
    text,
  };
}
