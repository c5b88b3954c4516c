// Finds the known names in an address: only whole names, the longer before the shorter.

import { namesAt } from './name-trie.ts';
import { GENERAL, LENGTHENS, OTHER_PLACE, STARTS_AFTER } from './vocabulary.ts';
import type { PlaceKind } from './place-part.ts';
import type { CatchmentIndex, IndexedName } from './zone-index.ts';

/** A name found in an address. */
export interface FoundName {
  readonly name: IndexedName;
  readonly start: number;
  readonly end: number;
  /** The address goes on with a direction (黄埔大道|西): a section of the road, not the road as a whole. */
  readonly section: boolean;
  /** Nothing known stands before the name: it follows the district or street office, or begins the address. */
  readonly strict: boolean;
}

const SECTION = /^[东南西北中上下](?!门)/;

/** Whether a name may begin here: at a boundary, or after at least two characters of an unknown place. */
function beginsAt(text: string, start: number, prefixEnd: number, key: string): 'strict' | 'loose' | undefined {
  if (start === 0 || start === prefixEnd) return 'strict';
  const before = text[start - 1] as string;
  if (STARTS_AFTER.has(before) || (before >= '0' && before <= '9')) return 'strict';
  if (key.length < 3) return key.length === 2 ? 'loose' : undefined;
  let run = 1;
  for (let i = start - 2; i >= prefixEnd && i >= 0 && !STARTS_AFTER.has(text[i] as string); i -= 1) run += 1;
  return run >= 2 ? 'loose' : undefined;
}

/** Small quarters, whose lanes are numbered: 东坊二巷. */
const QUARTER = /[坊里约围]$/;
const LANE_OF_QUARTER = /^\d+(?:横?巷|弄)/;
/** Employers, whose housing is meant: 某某医院宿舍. */
const HOUSING = /^(?:职工|教工|教师|员工|家属)?(?:宿舍|大院|生活区|家属[院区]|住宅)/;
const UNIT = /(?:厂|医院|研究院|研究所|学院|大学|公司|部队|支队)$/;

/** Whether the words after a name make it only the beginning of another place's name. */
function runsOn(text: string, end: number, { key, kind }: IndexedName): boolean {
  const rest = text.slice(end, end + 10);
  if (rest === '') return false;
  const first = rest[0] as string;
  const digit = first >= '0' && first <= '9';
  const keyEnd = key[key.length - 1] as string;
  if (digit && keyEnd >= '0' && keyEnd <= '9') return true;
  return lengthens(rest, first, keyEnd, kind) && !belongsTo(rest, key);
}

/** Whether words behind a name belong to what it names: a lane of a quarter, an employer's housing. */
function belongsTo(rest: string, key: string): boolean {
  return /^\d/.test(rest) ? LANE_OF_QUARTER.test(rest) && QUARTER.test(key) : HOUSING.test(rest) && UNIT.test(key);
}

function lengthens(rest: string, first: string, keyEnd: string, kind: PlaceKind): boolean {
  const digit = first >= '0' && first <= '9';
  if (kind === 'road') return LENGTHENS.test(rest) || (first === '道' && keyEnd === '街');
  if (kind === 'estate') return OTHER_PLACE.test(rest) || (LENGTHENS.test(rest) && !digit);
  if (kind === 'village' || kind === 'community') return LENGTHENS.test(rest) && !/^\d+[巷弄里街]/.test(rest);
  return false;
}

/** The names in an address that stand as names of their own, from left to right; of overlapping ones the longest. */
export function findNames(index: CatchmentIndex, text: string, prefixEnd: number): FoundName[] {
  const found: FoundName[] = [];
  /** Places where a found name ends: the next may begin there (黄埔大道中|海景花园). */
  const ends = new Set<number>();
  for (let start = 0; start < text.length; start += 1) {
    namesAt(index.trie, text, start, (number, end) => {
      const name = index.names[number] as IndexedName;
      const begins = ends.has(start) ? 'strict' : beginsAt(text, start, prefixEnd, name.key);
      if (begins === undefined || runsOn(text, end, name)) return;
      if (begins === 'loose' && GENERAL.test(name.key)) return;
      const section = name.kind === 'road' && /(?:大道|路)$/.test(name.key) && SECTION.test(text.slice(end, end + 2));
      ends.add(end);
      found.push({ name, start, end, section, strict: begins === 'strict' });
    });
  }
  if (found.length < 2) return found;
  found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: FoundName[] = [];
  for (const one of found) {
    if (kept.every((other) => one.end <= other.start || one.start >= other.end)) kept.push(one);
  }
  return kept.sort((a, b) => a.start - b.start);
}
