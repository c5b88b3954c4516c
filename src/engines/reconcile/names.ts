// Whether two spellings name one person: rare characters, variants, minority and foreign names, what old registers lacked.

import { usualForm } from './variants.ts';

/** Characters of the private use areas and placeholders, by which older registers wrote rare characters they lacked. */
const UNREADABLE = /[\p{Co}\uFFFD〓□■?？*＊]/u;
/** Marks between the parts of a minority or foreign name, however typed. */
const SEPARATORS = /[\u00B7\u0387\u2022\u2027\u2219\u22C5\u2E31\u30FB\uFF65•.．。]/gu;
const HAN = /\p{Script=Han}/u;
const LATIN = /[A-Z]/;
/** From this length on, a register with short fields may have cut a minority name. */
const LONG = 4;

/**
 * A name in one form: composed characters and full width folded, no spaces or invisible marks, one separator between the
 * parts of a minority or foreign name, upper case.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(SEPARATORS, '·')
    .replace(/[\s\p{Cf}]+/gu, '')
    .replace(/^·+|·+$/gu, '')
    .toUpperCase();
}

/**
 * Whether two names are the same; null where only a person can tell: a rare character that a register holds as a
 * placeholder, in a private use area or in pinyin letters (𬭎 → HONG), a traditional or variant form of a character
 * (堃 and 坤, 𠮷 and 吉), a minority name without its separator, or one that was cut. Symmetrical.
 */
export function sameName(declared: string, recorded: string): boolean | null {
  const [a, b] = [foldName(declared), foldName(recorded)];
  if (a === b) return true;
  if (a === '' || b === '') return null;
  // Names in Latin letters are written as they are: letters stand for a missing character only beside Chinese ones.
  if (!HAN.test(a) || !HAN.test(b)) return UNREADABLE.test(a + b) ? null : false;
  const [left, right] = [characters(a), characters(b)];
  if (left.length === right.length && left.every((one, place) => usualForm(one) === usualForm(right[place] ?? '')))
    return null;
  if (cut(left, right, a.includes('·') || b.includes('·'))) return null;
  if (!unreadable(left) && !unreadable(right)) return false;
  if (left.length !== right.length) return differ(left[0], right[0]) ? false : null;
  return left.some((one, place) => differ(one, right[place])) ? false : null;
}

/** Without separators: whether they were typed must not decide where a character stands. */
function characters(folded: string): string[] {
  return Array.from(folded.replaceAll('·', ''));
}

function unreadable(name: readonly string[]): boolean {
  return name.some((one) => UNREADABLE.test(one) || LATIN.test(one));
}

/** Two characters that can both be read and are no forms of one. */
function differ(one = '', other = ''): boolean {
  return HAN.test(one) && HAN.test(other) && usualForm(one) !== usualForm(other);
}

function cut(left: readonly string[], right: readonly string[], minority: boolean): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return (
    minority &&
    short.length >= LONG &&
    short.length < long.length &&
    short.every((one, place) => usualForm(one) === usualForm(long[place] ?? ''))
  );
}
