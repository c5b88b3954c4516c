// Brings Chinese place text into one written form (half-width, one dash, digits), with a map back to the original.

/** A text in its comparison form, and for each of its characters where it stood in the original. */
export interface Folded {
  readonly text: string;
  /** `at[i]` is the index in the original of folded character `i`; `at[text.length]` is the original's length. */
  readonly at: readonly number[];
}

const DASHES = '—–－−‐‑―─﹣～~〜∼﹘﹏';
const QUOTES = '“”"‘’\'「」『』《》';
const DOTS = '·•・‧∙⋅●';
const OPENING = '（〔【［[〖﹙';
const CLOSING = '）〕】］]〗﹚';

/** Single characters written in several ways; an empty text deletes. A list marker (①) starts a new list item. */
const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ...[...DASHES].map((c) => [c, '-'] as const),
  ...[...QUOTES].map((c) => [c, ''] as const),
  ...[...DOTS].map((c) => [c, '·'] as const),
  ...[...OPENING].map((c) => [c, '('] as const),
  ...[...CLOSING].map((c) => [c, ')'] as const),
  ...[...'①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⒈⒉⒊⒋⒌⒍⒎⒏⒐'].map((c) => [c, ';'] as const),
  ...[...'\u200B\u200C\u200D\uFEFF\u00AD'].map((c) => [c, ''] as const),
  ['號', '号'],
  ['棟', '栋'],
  ['樓', '楼'],
  ['。', '。'],
  ['、', '、'],
  ['，', ','],
  ['；', ';'],
  ['：', ':'],
]);

const DIGITS: ReadonlyMap<string, number> = new Map(
  [...'零一二三四五六七八九']
    .map((c, value) => [c, value] as const)
    .concat([
      ['〇', 0],
      ['○', 0],
    ]),
);
const MULTIPLIERS: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
]);

/**
 * The number a run of Chinese numerals means: 三十五 is 35, 一百零二 is 102, 一一三 is 113, 廿三 is 23.
 * `undefined` where the run is no number (百子, 千禧).
 */
export function chineseNumber(run: string): string | undefined {
  let digitsOnly = true;
  for (const c of run) if (!DIGITS.has(c)) digitsOnly = false;
  if (digitsOnly) return [...run].map((c) => String(DIGITS.get(c))).join('');
  let total = 0;
  let digit: number | undefined;
  let lowest = Infinity;
  let first = true;
  for (const c of run) {
    const value = DIGITS.get(c);
    const multiplier = MULTIPLIERS.get(c);
    if (c === '廿' || c === '卅') {
      if (!first) return undefined;
      total += c === '廿' ? 20 : 30;
      lowest = 10;
    } else if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined;
      digit = value;
    } else if (multiplier !== undefined) {
      if (multiplier >= lowest) return undefined;
      if (digit === undefined && !(multiplier === 10 && first)) return undefined;
      total += (digit ?? 1) * multiplier;
      digit = undefined;
      lowest = multiplier;
    }
    first = false;
  }
  return String(total + (digit ?? 0));
}

function isNumeral(c: string): boolean {
  return DIGITS.has(c) || MULTIPLIERS.has(c) || c === '廿' || c === '卅';
}

function isAsciiDigit(c: string | undefined): boolean {
  return c !== undefined && c >= '0' && c <= '9';
}

/** One character in its written form: full-width to half-width, capitals, one dash, no quotes, no blanks. */
function foldCharacter(c: string): string {
  const mapped = CHARACTERS.get(c);
  if (mapped !== undefined) return mapped;
  const code = c.charCodeAt(0);
  if (code <= 0x20 || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200f)) return '';
  if (code >= 0x61 && code <= 0x7a) return c.toUpperCase();
  if (code >= 0xff01 && code <= 0xff5e) {
    const half = String.fromCharCode(code - 0xfee0);
    return CHARACTERS.get(half) ?? half.toUpperCase();
  }
  return c;
}

/**
 * Folds a text. Chinese numerals become digits wherever they form a number, in names too (天河南二街 → 天河南2街),
 * so that both ways of writing meet; not where they touch a digit, which would change the number.
 */
export function fold(original: string): Folded {
  const characters: string[] = [];
  const places: number[] = [];
  for (let i = 0; i < original.length; i += 1) {
    const c = foldCharacter(original.charAt(i));
    if (c === '' && isAsciiDigit(characters.at(-1)) && isAsciiDigit(foldCharacter(original.charAt(i + 1)))) {
      // A blank between two numbers keeps them apart.
      characters.push(',');
      places.push(i);
      continue;
    }
    if (c === '' || (c === '-' && characters.at(-1) === '-')) continue;
    characters.push(c);
    places.push(i);
  }
  let text = '';
  const at: number[] = [];
  for (let i = 0; i < characters.length;) {
    const c = characters[i] as string;
    if (!isNumeral(c)) {
      text += c;
      at.push(places[i] as number);
      i += 1;
      continue;
    }
    let end = i + 1;
    while (end < characters.length && isNumeral(characters[end] as string)) end += 1;
    const run = characters.slice(i, end).join('');
    const touchesDigit = isAsciiDigit(characters[i - 1]) || isAsciiDigit(characters[end]);
    const number = touchesDigit || run.length > 12 ? undefined : chineseNumber(run);
    if (number === undefined) {
      for (let k = i; k < end; k += 1) {
        text += characters[k];
        at.push(places[k] as number);
      }
    } else {
      text += number;
      for (let k = 0; k < number.length; k += 1) at.push(places[i] as number);
    }
    i = end;
  }
  at.push(original.length);
  return { text, at };
}

/** The comparison form of a name: folded, without the dots that people leave out (南国·苹果园 → 南国苹果园). */
export function nameKey(name: string): string {
  return fold(name).text.replaceAll('·', '');
}

/** The words of the original between two places of its folded form, without blanks at the ends. */
export function originalWords(original: string, folded: Folded, start: number, end: number): string {
  return original.slice(folded.at[start] ?? original.length, folded.at[end] ?? original.length).trim();
}
