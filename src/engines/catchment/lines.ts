// Tables and lists lose their columns when they become text; this gives their line breaks the marks they stand for.

import { canHoldPlaces } from './vocabulary.ts';

/** A line that goes on with the next: it ends in the middle of a list. */
const GOES_ON = /[、，,：:（(\-—－]$/;
/** A line of one or two characters, as a narrow column breaks a name: 光/塔/街. */
const NARROW = /^[\u4e00-\u9fa5]{1,2}$/;
/** A single name, of a street office, a town or a township. */
const OFFICE = /^[\u4e00-\u9fa5]{1,8}(?:街|街道|街道办|街道办事处|镇|乡)$/;
/** A line that lists several things or numbers, or a community: what a heading holds. */
const HELD = /[、；;，,：:（(\d０-９]|社区|居委|居民委员会|[一-龥]村$/;

interface Line {
  readonly text: string;
  readonly indent: number;
  /** Where the line and the break behind it begin in the whole text. */
  readonly start: number;
  readonly end: number;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i += 1) {
    if (i < text.length && text[i] !== '\n' && text[i] !== '\r') continue;
    const words = text.slice(start, i);
    const trimmed = words.trim();
    if (trimmed !== '') lines.push({ text: trimmed, indent: words.length - words.trimStart().length, start, end: i });
    start = i + 1;
  }
  return lines;
}

/** Whether a line alone names the street office of the lines under it, as a table's first column does. */
function isHeading(line: Line, next: Line | undefined): boolean {
  if (!next || !OFFICE.test(line.text)) return false;
  return next.indent > line.indent || (canHoldPlaces(line.text) && HELD.test(next.text));
}

/**
 * The text on one line: a heading's break becomes a colon, a break within a list or a narrow column a blank, any other
 * a full stop. Every character keeps its place.
 */
export function withoutBreaks(text: string): string {
  if (!/[\n\r]/.test(text)) return text;
  const characters = Array.from({ length: text.length }, (_, i) => text[i] as string);
  const blank = (from: number, to: number, mark: string): void => {
    let put = mark;
    for (let i = from; i < to; i += 1) {
      if (characters[i] !== '\n' && characters[i] !== '\r') continue;
      characters[i] = put;
      put = ' ';
    }
  };
  const lines = joinNarrow(linesOf(text));
  blank(0, lines[0]?.start ?? text.length, ' ');
  lines.forEach((line, i) => {
    const next = lines[i + 1];
    blank(line.start, line.end, ' ');
    const mark = isHeading(line, next) ? '：' : next === undefined || GOES_ON.test(line.text) ? ' ' : '。';
    blank(line.end, next?.start ?? text.length, mark);
  });
  return characters.join('');
}

/** 光/塔/街 in three lines is one line 光塔街. */
function joinNarrow(lines: readonly Line[]): Line[] {
  const joined: Line[] = [];
  for (let i = 0; i < lines.length;) {
    const first = lines[i] as Line;
    let words = '';
    let end = i;
    while (end < lines.length && end - i < 8 && NARROW.test((lines[end] as Line).text) && !OFFICE.test(words)) {
      words += (lines[end] as Line).text;
      end += 1;
    }
    if (end - i > 1 && OFFICE.test(words)) {
      joined.push({ ...first, text: words, end: (lines[end - 1] as Line).end });
      i = end;
    } else {
      joined.push(first);
      i += 1;
    }
  }
  return joined;
}
