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
  ...Array.from(DASHES, (c) => [c, '-'] as const),
  ...Array.from(QUOTES, (c) => [c, ''] as const),
  ...Array.from(DOTS, (c) => [c, '·'] as const),
  ...Array.from(OPENING, (c) => [c, '('] as const),
  ...Array.from(CLOSING, (c) => [c, ')'] as const),
  ...Array.from('①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⒈⒉⒊⒋⒌⒍⒎⒏⒐', (c) => [c, ';'] as const),
  ...Array.from('\u200B\u200C\u200D\uFEFF\u00AD', (c) => [c, ''] as const),
  // The marks that the reader sets are no characters of a text.
  ...Array.from('\uE002\uE003\uE004', (c) => [c, ''] as const),
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
  Array.from('零一二三四五六七八九', (c, value) => [c, value] as const).concat([
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
  if (digitsOnly) return Array.from(run, (c) => String(DIGITS.get(c))).join('');
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

function isAsciiDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
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

/** For every UTF-16 unit its folded unit, 0 where it is deleted. Made once, since a million addresses pass here. */
const UNITS = Uint16Array.from({ length: 0x10000 }, (_, code) => {
  const folded = foldCharacter(String.fromCharCode(code));
  return folded === '' ? 0 : folded.charCodeAt(0);
});
const NUMERALS = new Uint8Array(0x10000);
for (const c of [...DIGITS.keys(), ...MULTIPLIERS.keys(), '廿', '卅']) NUMERALS[c.charCodeAt(0)] = 1;

const DASH = 0x2d;
const COMMA = 0x2c;
/** No address or name has more numerals in a row that form one number. */
const LONGEST_NUMBER = 12;

/** Folds the characters of a text and calls `put` with each and the place it came from. */
function foldUnits(original: string, put: (unit: number, at: number) => void): boolean {
  let numerals = false;
  let last = 0;
  for (let i = 0; i < original.length; i += 1) {
    const unit = UNITS[original.charCodeAt(i)] as number;
    if (unit === 0) {
      // A blank between two numbers keeps them apart.
      const next = i + 1 < original.length ? (UNITS[original.charCodeAt(i + 1)] as number) : 0;
      if (!isAsciiDigit(last) || !isAsciiDigit(next)) continue;
      last = COMMA;
      put(COMMA, i);
      continue;
    }
    if (unit === DASH && last === DASH) continue;
    if (NUMERALS[unit] === 1) numerals = true;
    last = unit;
    put(unit, i);
  }
  return numerals;
}

/** Replaces runs of numerals that form a number; `put` receives each run's digits, or what is left as it is. */
function foldNumerals(text: string, put: (words: string, from: number, to: number) => void): void {
  let from = 0;
  for (let i = 0; i < text.length;) {
    if (NUMERALS[text.charCodeAt(i)] !== 1) {
      i += 1;
      continue;
    }
    let end = i + 1;
    while (end < text.length && NUMERALS[text.charCodeAt(end)] === 1) end += 1;
    const behindDigit = i > 0 && isAsciiDigit(text.charCodeAt(i - 1));
    const beforeDigit = end < text.length && isAsciiDigit(text.charCodeAt(end));
    // 38号之二5栋: what follows 之 ends there, whatever comes next.
    const apart = beforeDigit && text[i - 1] === '之';
    const unclear = behindDigit || (beforeDigit && !apart) || end - i > LONGEST_NUMBER;
    const value = unclear ? undefined : chineseNumber(text.slice(i, end));
    const number = value !== undefined && apart ? `${value},` : value;
    if (number !== undefined) {
      if (i > from) put(text.slice(from, i), from, i);
      put(number, i, end);
      from = end;
    }
    i = end;
  }
  if (text.length > from) put(text.slice(from), from, text.length);
}

/**
 * Folds a text. Chinese numerals become digits wherever they form a number, in names too (天河南二街 → 天河南2街),
 * so that both ways of writing meet; not where they touch a digit, which would change the number.
 */
export function fold(original: string): Folded {
  let characters = '';
  const places: number[] = [];
  foldUnits(original, (unit, at) => {
    characters += String.fromCharCode(unit);
    places.push(at);
  });
  let text = '';
  const at: number[] = [];
  foldNumerals(characters, (words, from, to) => {
    text += words;
    const plain = words.length === to - from && words === characters.slice(from, to);
    for (let k = 0; k < words.length; k += 1) at.push(places[plain ? from + k : from] as number);
  });
  at.push(original.length);
  return { text, at };
}

/**
 * A folded text without some characters of what a pattern finds; the rest keeps its places. `dropped` gets the words
 * found and their groups, and gives the places within the words.
 */
export function withoutIn(
  { text, at }: Folded,
  pattern: RegExp,
  dropped: (words: string, groups: readonly string[]) => readonly number[],
): Folded {
  const gone = new Set<number>();
  for (const found of text.matchAll(pattern)) {
    for (const i of dropped(found[0], found.slice(1))) gone.add(found.index + i);
  }
  if (gone.size === 0) return { text, at };
  let kept = '';
  const places: number[] = [];
  for (let i = 0; i <= text.length; i += 1) {
    if (gone.has(i)) continue;
    kept += text[i] ?? '';
    // What follows begins where the dropped characters stood, so that it belongs to these words and not to those before.
    let from = i;
    while (gone.has(from - 1)) from -= 1;
    places.push(at[from] as number);
  }
  return { text: kept, at: places };
}

/** A folded text with a 、 between the characters of what a pattern finds, where `wanted` says so. */
export function apartIn(
  { text, at }: Folded,
  pattern: RegExp,
  wanted: (words: string, originalAt: number) => boolean,
): Folded {
  const before = new Set<number>();
  for (const { 0: words, index } of text.matchAll(pattern)) {
    if (!wanted(words, at[index] as number)) continue;
    for (let i = 1; i < words.length; i += 1) before.add(index + i);
  }
  if (before.size === 0) return { text, at };
  let apart = '';
  const places: number[] = [];
  for (let i = 0; i <= text.length; i += 1) {
    if (before.has(i)) {
      apart += '、';
      places.push(at[i] as number);
    }
    apart += text[i] ?? '';
    places.push(at[i] as number);
  }
  return { text: apart, at: places };
}

const MIDDLE_DOT = 0xb7;
/** Longer texts are no addresses; they take the slower way. */
const SCRATCH = Array.from({ length: 256 }, () => 0);

/** The folded text alone, without the dots that people leave out (南国·苹果园 → 南国苹果园); the fast way. */
export function foldText(original: string): string {
  if (original.length > SCRATCH.length) return withoutOrdinalMark(fold(original).text.replaceAll('·', ''));
  let length = 0;
  const numerals = foldUnits(original, (unit) => {
    if (unit === MIDDLE_DOT) return;
    SCRATCH[length] = unit;
    length += 1;
  });
  const characters = String.fromCharCode.apply(undefined, SCRATCH.slice(0, length));
  if (!numerals && !characters.includes('第')) return characters;
  let text = '';
  foldNumerals(characters, (words) => {
    text += words;
  });
  return withoutOrdinalMark(text);
}

/** 机场第一社区 and 机场一社区 are the same. */
function withoutOrdinalMark(text: string): string {
  return text.includes('第') ? text.replaceAll(/第(?=\d)/g, '') : text;
}

/** The comparison form of a name: folded, without the dots that people leave out (南国·苹果园 → 南国苹果园). */
export function nameKey(name: string): string {
  return foldText(name);
}

/** The words of the original between two places of its folded form, without blanks at the ends. */
export function originalWords(original: string, folded: Folded, start: number, end: number): string {
  return original.slice(folded.at[start] ?? original.length, folded.at[end] ?? original.length).trim();
}
