// House numbers as official texts give them: 2至104号的双号, 145号起单号, 105号之一至三; and whether a number is among them.

import { partWords } from './fold.ts';

/** 单号, 双号, or no mark, which means both. */
export type Parity = 'odd' | 'even' | 'both';

/** A house number: 105号之二 is main 105, sub 2. */
export interface DoorNumber {
  readonly main: number;
  readonly sub?: number;
}

/**
 * A range of house numbers, both ends included; one number has `from` equal to `to`.
 * A missing end is open (37号以下, 145号起).
 */
export interface DoorRange {
  readonly from?: number;
  readonly to?: number;
  /** For one number: the first 之 that is meant. For a range: where it starts within its first number. */
  readonly fromSub?: number;
  /** For one number: the last 之 that is meant. For a range: where it ends within its last number. */
  readonly toSub?: number;
  readonly parity: Parity;
}

/** Whether a number lies in a range. A single number counts as listed whatever parity mark stands beside it. */
export function inRange(range: DoorRange, door: DoorNumber): boolean {
  const { from = 0, to = Infinity, fromSub, toSub } = range;
  if (door.main < from || door.main > to) return false;
  const sub = door.sub ?? 0;
  if (from === to) {
    // 甲45号 is another house than 45号.
    if (fromSub === undefined) return sub <= 100;
    return sub >= fromSub && sub <= (toSub ?? fromSub);
  }
  // 甲1号至甲9号: a series of its own.
  if (fromSub !== undefined && fromSub > 100 && fromSub === toSub && sub !== fromSub) return false;
  if (range.parity === 'odd' && door.main % 2 === 0) return false;
  if (range.parity === 'even' && door.main % 2 === 1) return false;
  if (door.main === from && fromSub !== undefined && sub < fromSub) return false;
  return !(door.main === to && toSub !== undefined && sub > toSub);
}

/** Whether a number lies in any of the ranges. */
export function inAnyRange(ranges: readonly DoorRange[], door: DoorNumber): boolean {
  return ranges.some((range) => inRange(range, door));
}

const PARITY_WORDS: Record<Parity, string> = { odd: '单号', even: '双号', both: '' };

/** A range in words, e.g. `2—104号（双号）`. */
export function rangeWords(range: DoorRange, unit = '号'): string {
  const sub = (value: number | undefined): string => (value === undefined ? '' : partWords(value));
  const { from, to, parity } = range;
  const mark = PARITY_WORDS[parity];
  if (from === undefined && to === undefined) return mark;
  if (from === to) {
    const last = range.toSub !== undefined && range.toSub !== range.fromSub ? `至${range.toSub}` : '';
    return `${from}${unit}${range.toSub === 0 ? '' : sub(range.fromSub)}${last}`;
  }
  const tail = mark === '' ? '' : `（${mark}）`;
  if (from === undefined) return `${to}${unit}以下${tail}`;
  if (to === undefined) return `${from}${unit}起${tail}`;
  return `${from}${range.fromSub === undefined ? '' : unit + sub(range.fromSub)}—${to}${unit}${sub(range.toSub)}${tail}`;
}
