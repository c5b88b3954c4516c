// What the reader of a catchment text works on: the text, its brackets, and the drafts gathered so far.

import { finishDraft, newDraft, type Draft } from './draft.ts';
import { originalWords, type Folded } from './fold.ts';
import { splitPlaces, type Span } from './place-names.ts';
import type { Bound, PlacePart, TransitionRight } from './place-part.ts';
import { BRACKET, INSIDE } from './zone-lexer.ts';

/** Brackets deeper than this are read as plain separators: no bureau writes them, and recursion must end. */
export const DEEPEST = 6;

/** A longer run of words is a sentence, not a name. */
export const LONGEST_NAME = 24;

/** Words between names that name nothing. */
export const NOISE =
  /^(?:.{0,3}校区|分?校?本部|无地段|民办|公办|备选|范围内?的?|区域内?的?|辖区内?的?|部分|整?片区?的?|的?地段|之间的?|等(?:\d+个.{0,6})?|以及|及其?|和|与|在|的|其中|含有?|包括|内的?|中|且|小区|楼盘|单位有?|宿舍大院|住宅(?:小区)?|起|为|之|号|户籍|所有|其他|其余|其它|同时|-|至|到|附近|一带|户|[筹在待]建|组团的?|等.{0,5}|的?地|\d+)$/;
/** Words that say that a place is meant as a whole. */
export const WHOLE = /^(?:全[部路段线程长]?|全路段|整条|两[侧边旁])$/;
/** Roads around an area, and then what they do: …围成的区域. */
export const ENCLOSED = /^(.*?)(?:所?(?:合围|围合|围成|包围|环绕)).{0,10}$/;
/** Sentences about people and procedure, not places. */
export const REMARK =
  /户籍|户口|详见|残疾|方案|适龄|统筹|学位|报名|申请|入读|就读|原则|计划|人数|公告|说明|通知|条件|监护人|按照|如有|未尽|解释|咨询|参照|安排|超过|优先|生效|执行|公布之日|施行|过渡期|意向|居住证|房产|持有|年级|额满|招生/;
/** A box while it is being read. */
export interface Box {
  bounds: Bound[];
  within: string[];
  except: PlacePart[];
  start: number;
  end: number;
}

/** What the reading of one text has gathered. */
export interface Reading {
  readonly original: string;
  readonly folded: Folded;
  /** For each opening bracket the place of its closing one. */
  readonly closing: ReadonlyMap<number, number>;
  readonly places: Draft[];
  readonly boxes: Box[];
  readonly except: PlacePart[];
  readonly transitions: TransitionRight[];
  readonly remarks: string[];
  readonly notUnderstood: string[];
  /** Reads a stretch of the text into these; brackets and exclusions are read by the same means as the whole. */
  readonly read: (reading: Reading, span: Span, around: Surroundings) => void;
}

/** Where a stretch of text stands: at the top, or in brackets behind a place. */
export interface Surroundings {
  readonly within: readonly string[];
  readonly base?: Draft;
  readonly depth: number;
  /** Receives the places that are read; they are not always members of the catchment. */
  readonly into: Draft[];
}

/** Pairs brackets; those without a partner are left out. */
export function pairBrackets(text: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '(') open.push(i);
    else if (text[i] === ')') {
      const start = open.pop();
      if (start !== undefined && open.length < DEEPEST) pairs.set(start, i);
    }
  }
  return pairs;
}

/** A stretch with the contents of its brackets masked, so that patterns see only its own level. */
export function mask(reading: Reading, span: Span): string {
  const { text } = reading.folded;
  let masked = '';
  for (let i = span.start; i < span.end; i += 1) {
    const c = text[i] as string;
    const close = c === '(' ? reading.closing.get(i) : undefined;
    if (close !== undefined && close < span.end) {
      masked += BRACKET + INSIDE.repeat(close - i);
      i = close;
    } else masked += c === '(' || c === ')' ? '、' : c;
  }
  return masked;
}

/** The words of the original text at a stretch. */
export function words(reading: Reading, start: number, end: number): string {
  return originalWords(reading.original, reading.folded, start, end);
}

/** A draft as a finished part. */
export function finish(reading: Reading, draft: Draft): PlacePart {
  const text = words(reading, draft.start, draft.end);
  return finishDraft(draft, /^[\d０-９]/.test(text) && !/^\d/.test(draft.name) ? draft.name + text : text);
}

/** A draft for the last place of a run of words; the places before it are around it. */
export function draftOf(reading: Reading, span: Span, within: readonly string[]): Draft {
  const { text } = reading.folded;
  const places = splitPlaces(text, span);
  const last = places.at(-1) as Span;
  const around = places.slice(0, -1).map((place) => words(reading, place.start, place.end));
  return newDraft(
    words(reading, last.start, last.end),
    text.slice(last.start, last.end),
    [...within, ...around],
    span.start,
    span.end,
  );
}
