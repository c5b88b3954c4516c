// Cuts a folded catchment text into words: names, numbers with their ranges, parity marks, sides, separators, brackets.

import type { DoorRange, Parity } from './door-numbers.ts';
import type { Side } from './place-part.ts';
import { LANE, LISTED } from './vocabulary.ts';

/** What a number counts: houses, buildings, village groups, staircases of a building. */
export type NumberUnit = 'door' | 'building' | 'group' | 'stairs';

/** A word of a text with where it stands in the folded text. */
export type Lexeme = { readonly start: number; readonly end: number } & (
  | { readonly type: 'name' }
  | { readonly type: 'numbers'; readonly range: DoorRange; readonly unit: NumberUnit; readonly courtyard: boolean }
  | { readonly type: 'sub'; readonly from: number; readonly to: number }
  | { readonly type: 'labels'; readonly labels: readonly string[] }
  | { readonly type: 'lanes'; readonly ordinals: readonly string[]; readonly ending: string }
  | { readonly type: 'parity'; readonly parity: Parity }
  | { readonly type: 'openEnd' }
  | { readonly type: 'side'; readonly side: Side; readonly form: 'of' | 'reaches' }
  | { readonly type: 'partial' }
  | { readonly type: 'separator'; readonly mark: string }
  | { readonly type: 'bracket' }
);

/** Stands for an opening bracket, and {@link INSIDE} for its contents and end; the lexer passes over them. */
export const BRACKET = '\uE002';
/** See {@link BRACKET}. */
export const INSIDE = '\uE004';
/** Stands for words already read otherwise. */
export const BLANK = '\uE003';

const SIDES: Record<string, Side> = { 东: 'east', 南: 'south', 西: 'west', 北: 'north' };
const SIDE_OF = /以([东南西北])(?:面|侧|边|方向|地区|区域|方)?(?!路|街|大道|巷|门)/y;
const SIDE_REACHES = /([东南西北])(?:面|侧|边|部|端|界)?(?::|至|到|起于|起|临|抵|以|邻|接|靠)(?!善|诚|美|尊)/y;
const PARITY =
  /的?(?:(?:含|包括)?单[、,]?双号?门?牌?号?(?:码|数)?|([单双奇偶])(?:号|数)(?:号?门牌?)?(?:号码?)?(?:门牌)?|([单双])门牌?(?:号码?)?|([单双])(?=\)|$|[、,;。]))/y;
const PARTIAL =
  /的?(?:一?部分(?:地段|区域|楼栋)?|局部)(?!队)|[东南西北]侧(?:路段|地段)?|[东南西北中]段|(?<!全路?|\d)(?:区间)?路?段(?=[\uE002\uE003、,;。]|$)|沿线/y;
const NUMBER =
  /(\d+)(?:(号?大院|号院|号楼(?!盘|宇|市))|(号)|(栋|幢|座|#楼?)|(村民小组|小组|组|队(?=[、,;。\uE002\uE003)]|$)|社(?=[、,;。\uE002\uE003)]|$))|(单元|梯))?(?:之(\d+))?/y;
const RANGE = /[-至到]/y;
/** A name right behind the last number of a list, and not the rest of a name that begins with a number (4801厂). */
const NAME_AFTER_NUMBER = /(?!部队|年|米|世纪|研究所)[\u4e00-\u9fa5][\u4e00-\u9fa5\d]{2}/y;
/** 23-1号至23-8号: parts of one number. */
const DASHED_PARTS = /(\d{1,6})号?-(\d{1,3})号?[至到-]\1号?-(\d{1,3})号?(?![\d-])/y;
const OPEN_UP = /(?:及其?|号)?(?:以上|以后|之后|起|后(?![座楼栋院门排面街巷])|开始|往后)的?(?:各?号)?/y;
const OPEN_DOWN = /(?:及其?)?(?:为?止|以下|以内|以前|之前|前(?!街|巷|路|后|座|楼|栋|院))的?/y;
const AFTER_NUMBER = /[、,;。:()/\uE002\uE003至到单双的起后及和以之前-]|$/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function isDigit(c: string | undefined): boolean {
  return c !== undefined && c >= '0' && c <= '9';
}

/** B栋, A3座; A in A、B、C栋; A至D栋; a lettered number at the end of an item. */
const LABEL =
  /([A-Z])[-至到]([A-Z])(?:栋|幢|座)|([A-Z]\d{0,3})(?:(?:栋|幢|座)|(?=(?:[、,及和][A-Z]\d{0,3}){1,30}(?:栋|幢|座)))|([A-Z]\d{1,3})(?=[、,;。-]|$)/y;

function lettersOf(label: RegExpExecArray): string[] {
  const [from, to] = [label[1]?.codePointAt(0), label[2]?.codePointAt(0)];
  if (from === undefined || to === undefined) return [(label[3] ?? label[4]) as string];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => String.fromCodePoint(from + i));
}

/** No text lists more lanes at once. */
const MOST_LANES = 300;

/** A list of ordinals before a lane's ending: 1、2横路 or 1至5巷; absent where the digits are house numbers. */
function lanesAt(text: string, start: number): (Lexeme & { type: 'lanes' }) | { until: number } {
  const ordinals: string[] = [];
  let i = start;
  let rangeFrom: number | undefined;
  while (true) {
    const from = i;
    while (isDigit(text[i])) i += 1;
    if (i === from || i - from > 4 || ordinals.length > MOST_LANES) return { until: i };
    const digits = text.slice(from, i);
    if (rangeFrom !== undefined) {
      const to = Number(digits);
      if (to <= rangeFrom || to - rangeFrom > 200) return { until: i };
      for (let n = rangeFrom + 1; n <= to; n += 1) ordinals.push(String(n));
      rangeFrom = undefined;
    } else ordinals.push(digits);
    const lane = match(LANE, text, i) ?? match(LISTED, text, i);
    if (lane) {
      const end = i + lane[0].length;
      const last = match(/[-至到](\d{1,3})/y, text, end);
      const until = last ? end + last[0].length : end;
      if (last && text.startsWith(lane[0], until)) {
        // 一巷至五巷
        const [low, high] = [Number(digits), Number(last[1])];
        if (low < high && high - low <= 200) {
          for (let n = low + 1; n <= high; n += 1) ordinals.push(String(n));
          return { type: 'lanes', ordinals, ending: lane[0], start, end: until + lane[0].length };
        }
      }
      return { type: 'lanes', ordinals, ending: lane[0], start, end };
    }
    const c = text[i] ?? '';
    if ('-至到'.includes(c) && c !== '' && isDigit(text[i + 1])) rangeFrom = Number(digits);
    else if (!('、,及和'.includes(c) && c !== '' && isDigit(text[i + 1]))) return { until: i };
    i += 1;
  }
}

/** Whether what follows a dash is a part of the number before it: 88-1号; house numbers do not run downwards. */
function isPartNumber(main: number, next: RegExpExecArray, sign: string | undefined): boolean {
  const door = next[2] === undefined && next[4] === undefined && next[5] === undefined && next[6] === undefined;
  return sign === '-' && door && Number(next[1]) < main && Number(next[1]) <= 30;
}

/** One number or range at a place, with its unit and open end. */
function numbersAt(text: string, start: number, inList: boolean): (Lexeme & { type: 'numbers' }) | undefined {
  const parts = match(DASHED_PARTS, text, start);
  if (parts) {
    const number = Number(parts[1]);
    const range: DoorRange = {
      from: number,
      to: number,
      fromSub: Number(parts[2]),
      toSub: Number(parts[3]),
      parity: 'both',
    };
    return { type: 'numbers', range, unit: 'door', courtyard: false, start, end: start + parts[0].length };
  }
  const first = match(NUMBER, text, start);
  if (!first) return undefined;
  let end = start + first[0].length;
  const hasUnit = first.slice(2, 7).some((group) => group !== undefined);
  const hasSub = first[7] !== undefined;
  if (first[3] && text.startsWith('线', end)) return undefined;
  if (!hasUnit && !hasSub && !match(AFTER_NUMBER, text, end)) {
    // 98、102、110东海嘉园
    if (!inList || !match(NAME_AFTER_NUMBER, text, end)) return undefined;
  }
  if (!hasUnit && !hasSub && (text[end] === '的' || text[end] === '之') && !match(PARITY, text, end)) {
    if (text[end] === '的') return undefined;
  }
  let unit: NumberUnit =
    first[4] || first[2]?.endsWith('楼') ? 'building' : first[5] ? 'group' : first[6] ? 'stairs' : 'door';
  const courtyard = first[2] !== undefined && !first[2].endsWith('楼');
  const main = Number(first[1]);
  const sub = first[7] === undefined ? undefined : Number(first[7]);
  let range: DoorRange = {
    from: main,
    to: main,
    ...(sub === undefined ? {} : { fromSub: sub, toSub: sub }),
    parity: 'both',
  };
  const sign = match(RANGE, text, end);
  if (sign) {
    const subEnd = /之?(\d+)/y;
    const next = match(NUMBER, text, end + 1);
    if (sub !== undefined && next && next[7] === undefined && (courtyard || (!next[2] && !next[3]))) {
      range = { from: main, to: main, fromSub: sub, toSub: Number(next[1]), parity: 'both' };
      end += 1 + next[0].length;
    } else if (sub !== undefined && text[end + 1] === '之') {
      const last = match(subEnd, text, end + 1);
      if (last) {
        range = { from: main, to: main, fromSub: sub, toSub: Number(last[1]), parity: 'both' };
        end += 1 + last[0].length;
      }
    } else if (next && isPartNumber(main, next, text[end])) {
      // 88-1、88-2号
      range = { from: main, to: main, fromSub: Number(next[1]), toSub: Number(next[1]), parity: 'both' };
      end += 1 + next[0].length;
    } else if (next) {
      const to = Number(next[1]);
      if (next[4] || next[2]?.endsWith('楼')) unit = 'building';
      if (next[5]) unit = 'group';
      if (next[6]) unit = 'stairs';
      range = {
        from: Math.min(main, to),
        to: Math.max(main, to),
        ...(sub === undefined ? {} : { fromSub: sub }),
        ...(next[7] === undefined ? {} : { toSub: Number(next[7]) }),
        parity: 'both',
      };
      end += 1 + next[0].length;
    }
  }
  if (range.from === range.to && sub === undefined) {
    const up = match(OPEN_UP, text, end);
    const down = up ? undefined : match(OPEN_DOWN, text, end);
    if (up) {
      range = { from: main, parity: 'both' };
      end += up[0].length;
    } else if (down) {
      range = { to: main, parity: 'both' };
      end += down[0].length;
    }
  }
  return { type: 'numbers', range, unit, courtyard, start, end };
}

/**
 * The lexemes of a stretch of text. Brackets must be masked with {@link BRACKET} and read words with {@link BLANK};
 * then every pattern runs in time linear in the text. `isNumeral` tells digits that the text writes as Chinese numerals
 * (五眼桥), which may begin a name.
 */
export function lex(text: string, from: number, isNumeral: (at: number) => boolean): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let nameStart = -1;
  let notLanesBefore = 0;
  let i = 0;
  const closeName = (end: number): void => {
    if (nameStart >= 0) lexemes.push({ type: 'name', start: from + nameStart, end: from + end });
    nameStart = -1;
  };
  const push = (lexeme: Lexeme): void => {
    closeName(lexeme.start);
    lexemes.push({ ...lexeme, start: from + lexeme.start, end: from + lexeme.end });
    i = lexeme.end;
  };
  while (i < text.length) {
    const c = text[i] as string;
    if (c === BLANK) {
      closeName(i);
      lexemes.push({ type: 'separator', mark: ' ', start: from + i, end: from + i + 1 });
      i += 1;
      continue;
    }
    if ('、,/:;。?!'.includes(c)) {
      push({ type: 'separator', mark: c, start: i, end: i + 1 });
      continue;
    }
    if (c === BRACKET) {
      let end = i + 1;
      while (text[end] === INSIDE) end += 1;
      push({ type: 'bracket', start: i, end });
      continue;
    }
    if (isDigit(c)) {
      let digitsEnd = i;
      while (isDigit(text[digitsEnd])) digitsEnd += 1;
      if (nameStart < 0 && digitsEnd - i <= 2 && text[digitsEnd] === '.' && !isDigit(text[digitsEnd + 1])) {
        push({ type: 'separator', mark: ';', start: i, end: digitsEnd + 1 });
        continue;
      }
      const single = match(LANE, text, digitsEnd);
      const more = single ? text[digitsEnd + single[0].length] : undefined;
      const goesOn = more !== undefined && '-至到'.includes(more) && isDigit(text[digitsEnd + single![0].length + 1]);
      if (single && nameStart >= 0 && !goesOn) {
        i = digitsEnd + single[0].length;
        continue;
      }
      if (i >= notLanesBefore) {
        const lanes = lanesAt(text, i);
        if ('type' in lanes) {
          push(lanes);
          continue;
        }
        notLanesBefore = lanes.until;
      }
      const comma = lexemes.at(-1);
      const inList =
        nameStart < 0 &&
        comma?.type === 'separator' &&
        '、,'.includes(comma.mark) &&
        lexemes.at(-2)?.type === 'numbers' &&
        !isNumeral(from + i);
      const numbers = numbersAt(text, i, inList);
      if (numbers) {
        push(numbers);
        continue;
      }
      if (nameStart < 0) nameStart = i;
      i = digitsEnd;
      continue;
    }
    if (c >= 'A' && c <= 'Z') {
      const label = match(LABEL, text, i);
      if (label) {
        push({ type: 'labels', labels: lettersOf(label), start: i, end: i + label[0].length });
        continue;
      }
    }
    if (c === '之') {
      const sub = match(/之(\d+)(?:[-至到]之?(\d+))?(?:号(?!楼|大院))?/y, text, i);
      if (sub) {
        push({
          type: 'sub',
          from: Number(sub[1]),
          to: Number(sub[2] ?? sub[1]),
          start: i,
          end: i + sub[0].length,
        });
        continue;
      }
    }
    if (c === '单' || c === '双' || c === '奇' || c === '偶' || c === '的' || c === '含' || c === '包') {
      const parity = match(PARITY, text, i);
      if (parity) {
        const word = parity[1] ?? parity[2] ?? parity[3];
        push({
          type: 'parity',
          parity: word === undefined ? 'both' : '单奇'.includes(word) ? 'odd' : 'even',
          start: i,
          end: i + parity[0].length,
        });
        continue;
      }
    }
    if (c === '以') {
      const side = match(SIDE_OF, text, i);
      if (side) {
        push({ type: 'side', side: SIDES[side[1] as string] as Side, form: 'of', start: i, end: i + side[0].length });
        continue;
      }
      const open = match(OPEN_UP, text, i) ?? match(OPEN_DOWN, text, i);
      if (open && lexemes.at(-1)?.type === 'bracket') {
        push({ type: 'openEnd', start: i, end: i + open[0].length });
        continue;
      }
    }
    if (nameStart < 0) {
      const reaches = match(SIDE_REACHES, text, i);
      if (reaches) {
        const side = SIDES[reaches[1] as string] as Side;
        push({ type: 'side', side, form: 'reaches', start: i, end: i + reaches[0].length });
        continue;
      }
      if ((c === '起' || c === '后') && lexemes.at(-1)?.type === 'bracket') {
        const open = match(OPEN_UP, text, i);
        if (open) {
          push({ type: 'openEnd', start: i, end: i + open[0].length });
          continue;
        }
      }
    }
    if ('的部一局东南西北段路区沿'.includes(c)) {
      const partial = match(PARTIAL, text, i);
      if (partial && (nameStart >= 0 || lexemes.length > 0)) {
        push({ type: 'partial', start: i, end: i + partial[0].length });
        continue;
      }
    }
    if (nameStart < 0) nameStart = i;
    i += 1;
  }
  closeName(text.length);
  return lexemes;
}
