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
 * A folded text in which what a pattern finds is written otherwise; `undefined` leaves it. The new words stand where the
 * old ones stood in the original.
 */
export function rewriteIn(
  { text, at }: Folded,
  pattern: RegExp,
  rewrite: (words: string, groups: readonly string[], originalAt: number) => string | undefined,
): Folded {
  let written = '';
  const places: number[] = [];
  let from = 0;
  /** What follows dropped words begins where they stood, so that it belongs to these and not to the words before. */
  let gap: number | undefined;
  const keep = (to: number): void => {
    written += text.slice(from, to);
    for (let i = from; i <= to; i += 1) {
      if (i < to || to === text.length) places.push(gap ?? (at[i] as number));
      if (i < to) gap = undefined;
    }
  };
  for (const found of text.matchAll(pattern)) {
    const words = found[0];
    const instead = rewrite(words, found.slice(1), at[found.index] as number);
    if (instead === undefined || instead === words) continue;
    keep(found.index);
    // Of what stays at the front and the end every character keeps its place.
    let front = 0;
    while (front < instead.length && instead[front] === words[front]) front += 1;
    let back = 0;
    while (
      back < instead.length - front &&
      back < words.length - front &&
      instead.at(-1 - back) === words.at(-1 - back)
    )
      back += 1;
    for (let i = 0; i < instead.length; i += 1) {
      const end = instead.length - i;
      const place = i < front ? i : end < back ? words.length - end : front;
      places.push(at[found.index + place] as number);
    }
    written += instead;
    from = found.index + words.length;
    gap = front === instead.length && front < words.length ? (at[found.index + front] as number) : undefined;
  }
  if (from === 0 && written === '') return { text, at };
  keep(text.length);
  return { text: written, at: places };
}

const SERIES = '甲乙丙丁';
/** 甲42号, 57号甲, 57号附3号, 68号特1号: further houses of a number, as 之 names them. */
export const FURTHER_HOUSES =
  /([甲乙丙丁])(\d{1,5})号|(\d{1,5})(?:号([甲乙丙丁])(?![级方]|单元|栋|座|幢)|([甲乙丙丁])号)|(\d|号|[-至到])[附特](?=\d)/g;

/** {@link FURTHER_HOUSES} with 之: 甲 counts as part 101, 乙 as 102. */
export function furtherHouse(_words: string, groups: readonly (string | undefined)[]): string {
  const [first, number, other, behind, inside, before] = groups;
  if (before !== undefined) return `${/\d/.test(before) ? `${before}号` : before}之`;
  const series = SERIES.indexOf(first ?? behind ?? inside ?? '');
  return `${number ?? other}号之${101 + series}`;
}

/** The part of a number in words: 之3, 之甲. */
export function partWords(sub: number): string {
  return `之${SERIES[sub - 101] ?? sub}`;
}

const MIDDLE_DOT = 0xb7;
/** Longer texts are no addresses; they take the slower way. */
const SCRATCH = Array.from({ length: 256 }, () => 0);

/** The folded text alone, without the dots that people leave out (南国·苹果园 → 南国苹果园); the fast way. */
export function foldText(original: string): string {
  if (original.length > SCRATCH.length) return oneWay(fold(original).text.replaceAll('·', ''));
  let length = 0;
  const numerals = foldUnits(original, (unit) => {
    if (unit === MIDDLE_DOT) return;
    SCRATCH[length] = unit;
    length += 1;
  });
  const characters = String.fromCharCode.apply(undefined, SCRATCH.slice(0, length));
  if (!numerals) return oneWay(characters);
  let text = '';
  foldNumerals(characters, (words) => {
    text += words;
  });
  return oneWay(text);
}

const TWO_WAYS = /[第甲乙丙丁附特]/;

/** 机场第一社区 and 机场一社区 are the same, and so are 甲42号 and 42号甲. */
function oneWay(text: string): string {
  if (!TWO_WAYS.test(text)) return text;
  const plain = text.replaceAll(/第(?=\d)/g, '');
  return plain.replaceAll(FURTHER_HOUSES, (_words, ...groups) => furtherHouse(_words, groups.slice(0, 6) as string[]));
}

/** The comparison form of a name: folded, without the dots that people leave out (南国·苹果园 → 南国苹果园). */
export function nameKey(name: string): string {
  return foldText(name);
}

/** The words of the original between two places of its folded form, without blanks at the ends. */
export function originalWords(original: string, folded: Folded, start: number, end: number): string {
  return original.slice(folded.at[start] ?? original.length, folded.at[end] ?? original.length).trim();
}
