// Finds, in the words alone, where areas between roads leave corners out or may overlap, before anybody draws a map.

import { nameKey } from './fold.ts';
import { OPPOSITE, type Bound, type BoxPart, type Side } from './place-part.ts';

/** A box with the school it belongs to. */
export interface SchoolBox {
  readonly school: string;
  readonly box: BoxPart;
}

/** A corner between two boxes that no box takes in. */
export interface BoxGap {
  /** The boxes whose roads bound the corner. */
  readonly between: readonly [SchoolBox, SchoolBox];
  /** On which side of which lines the corner lies. */
  readonly bounds: readonly Bound[];
  /** In Chinese: 北京南路以西、枚皋路以北. */
  readonly words: string;
}

/** Two boxes that no words keep apart. */
export interface BoxOverlap {
  readonly boxes: readonly [SchoolBox, SchoolBox];
  /**
   * `contained`: all bounds of one are among the other's, so that one lies inside the other. `possible`: no line
   * divides them; whether they meet is for the map.
   */
  readonly certainty: 'contained' | 'possible';
  readonly words: string;
}

const SIDE_WORDS: Record<Side, string> = { north: '以北', south: '以南', east: '以东', west: '以西' };
/** With more dividing lines than this a pair is not looked into: texts have at most four or five. */
const MOST_LINES = 6;

/** A box as sides of lines. A line that a text gives on both sides is left out: it bounds nothing. */
function sidesOf(box: BoxPart): Map<string, Bound> {
  const sides = new Map<string, Bound>();
  const both = new Set<string>();
  for (const bound of box.bounds) {
    const key = nameKey(bound.line);
    const known = sides.get(key);
    if (known && known.areaLies === OPPOSITE[bound.areaLies]) both.add(key);
    sides.set(key, bound);
  }
  for (const key of both) sides.delete(key);
  return sides;
}

function wordsOf(bounds: readonly Bound[]): string {
  return bounds.map(({ line, areaLies }) => line + SIDE_WORDS[areaLies]).join('、');
}

/** Lines on which two boxes lie on opposite sides, and those they share on the same side. */
function compare(
  a: ReadonlyMap<string, Bound>,
  b: ReadonlyMap<string, Bound>,
): { divided: string[]; shared: string[] } {
  const divided: string[] = [];
  const shared: string[] = [];
  for (const [line, bound] of a) {
    const other = b.get(line);
    if (other?.areaLies === OPPOSITE[bound.areaLies]) divided.push(line);
    else if (other?.areaLies === bound.areaLies) shared.push(line);
  }
  return { divided, shared };
}

/** Whether two boxes lie in named areas that differ, so that their corners cannot be judged together. */
function elsewhere(a: BoxPart, b: BoxPart): boolean {
  return a.within.length > 0 && b.within.length > 0 && !a.within.some((name) => b.within.includes(name));
}

/**
 * Corners that the words leave out: where two boxes lie on opposite sides of two or more lines, the cells between
 * those lines that no box takes in. Lines are taken as crossing, as streets of a grid do; where two such lines run
 * side by side a cell may not exist on the ground, which the officer sees on the map.
 * Cost: pairs of boxes times 2^(dividing lines) times boxes.
 */
export function findGaps(boxes: readonly SchoolBox[]): BoxGap[] {
  const sides = boxes.map(({ box }) => sidesOf(box));
  const gaps = new Map<string, BoxGap>();
  boxes.forEach((first, i) => {
    for (let j = i + 1; j < boxes.length; j += 1) {
      const second = boxes[j] as SchoolBox;
      const [a, b] = [sides[i] as Map<string, Bound>, sides[j] as Map<string, Bound>];
      const { divided, shared } = compare(a, b);
      if (divided.length < 2 || divided.length > MOST_LINES || elsewhere(first.box, second.box)) continue;
      for (let cell = 0; cell < 2 ** divided.length; cell += 1) {
        const bounds = [
          ...shared.map((line) => a.get(line) as Bound),
          ...divided.map((line, k) => ((cell >> k) & 1 ? b.get(line) : a.get(line)) as Bound),
        ];
        const taken = sides.some(
          (box) =>
            bounds.every((bound) => box.get(nameKey(bound.line))?.areaLies !== OPPOSITE[bound.areaLies]) &&
            divided.some((line) => box.has(line)),
        );
        if (taken) continue;
        const key = bounds
          .map(({ line, areaLies }) => line + areaLies)
          .toSorted()
          .join('/');
        gaps.set(key, { between: [first, second], bounds, words: wordsOf(bounds) });
      }
    }
  });
  return [...gaps.values()];
}

/** Pairs of boxes of different schools that no line divides. Boxes that share no line and no area are left out. */
export function findOverlaps(boxes: readonly SchoolBox[]): BoxOverlap[] {
  const sides = boxes.map(({ box }) => sidesOf(box));
  const overlaps: BoxOverlap[] = [];
  boxes.forEach((first, i) => {
    for (let j = i + 1; j < boxes.length; j += 1) {
      const second = boxes[j] as SchoolBox;
      if (first.school === second.school || elsewhere(first.box, second.box)) continue;
      const [a, b] = [sides[i] as Map<string, Bound>, sides[j] as Map<string, Bound>];
      const { divided, shared } = compare(a, b);
      if (divided.length > 0 || shared.length === 0) continue;
      const contained = shared.length === a.size || shared.length === b.size;
      const bounds = [...new Map([...a, ...b]).values()];
      overlaps.push({
        boxes: [first, second],
        certainty: contained ? 'contained' : 'possible',
        words: wordsOf(bounds),
      });
    }
  });
  return overlaps;
}
