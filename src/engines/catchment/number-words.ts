// Reads the words of a catchment text that count: lanes, house numbers, parity marks, open ends, further parts of a number.

import { markParity, newDraft, parityOf, sameName, type Draft } from './draft.ts';
import { fold } from './fold.ts';
import type { Level } from './level.ts';
import { isSingle, laneBase, laneStem, rename } from './list-names.ts';
import { splitPlaces, type Span } from './place-names.ts';
import { LONGEST_NAME, words } from './reading.ts';
import type { Lexeme } from './zone-lexer.ts';

const SIDE_ONLY = /^[东南西北]侧$/;

/** No text of a real district lists more lanes; a longer list is reported instead of written out. */
const MOST_PLACES = 5000;

/** A list of lanes (寺右一至三巷): one place each, named in full. */
export function readLanes(level: Level, lexeme: Lexeme & { type: 'lanes' }, adjacent: boolean): void {
  if (
    adjacent &&
    level.open &&
    /^含?[东南西北中上下前后横]$/.test(level.open.name) &&
    level.around.base?.kind === 'road'
  ) {
    // 建设二马路（含东一、二街）: the lanes of this road.
    level.open.name = level.around.base.name + level.open.name.replace('含', '');
    level.open.within = level.open.within.slice(0, -1);
  }
  const base = level.open ?? level.around.into.at(-1) ?? level.around.base ?? level.scope;
  if (!base) {
    const name = words(level.reading, lexeme.start, lexeme.end);
    level.start(newDraft(name, fold(name).text, level.within, lexeme.start, lexeme.end));
    return;
  }
  const written = level.around.into.length + lexeme.ordinals.length;
  if (base.name.length > LONGEST_NAME || written > MOST_PLACES) {
    level.reading.notUnderstood.push(words(level.reading, lexeme.start, lexeme.end));
    return;
  }
  // 大关东一苑、东二苑: the direction alone goes on with the name before it.
  const direction = level.reading.folded.text[lexeme.start - 1] ?? '';
  const goesOn =
    adjacent && /[东南西北中]/.test(direction) && level.open?.end !== lexeme.start && /[一-龥]\d+.?$/.test(base.name);
  const stem = goesOn
    ? laneStem(base.name).replace(/[东南西北中]$/, direction)
    : adjacent
      ? base.name
      : laneStem(base.name);
  const within = base.within;
  if (goesOn) level.close();
  if (adjacent) level.open = undefined;
  level.laneGroup = [];
  // 蔡一、蔡二、蔡三村: the numbers so far are villages too.
  const villages = adjacent && /[村区]$/.test(lexeme.ending) && base.doors.every(isSingle) ? base.doors : [];
  for (const ordinal of [...villages.map(({ from }) => String(from)), ...lexeme.ordinals]) {
    const full = `${stem}${ordinal}${lexeme.ending}`;
    const places = splitPlaces(full, { start: 0, end: full.length }).map(({ start, end }) => full.slice(start, end));
    const name = places.at(-1) as string;
    const around = [...within, ...places.slice(0, -1)];
    level.start(newDraft(name, name, around, adjacent ? base.start : lexeme.start, lexeme.end));
    if (level.open) level.laneGroup.push(level.open);
  }
}

/** The place that numbers belong to; absent where they stand alone. */
function numberedPlace(level: Level, lexeme: Lexeme, before: Lexeme | undefined, adjacent: boolean): Draft | undefined {
  if (level.open) {
    const has = level.open.doors.length + level.open.buildings.length + level.open.groups.length > 0;
    if (adjacent || has || before?.type === 'parity') return level.open;
    const base = sameName(level.open, lexeme.start, lexeme.end);
    rename(base, laneBase(base.name));
    level.start(base);
    return base;
  }
  const holder = level.scope ?? level.around.base ?? level.numbered;
  if (!holder) return undefined;
  level.start(sameName(holder, lexeme.start, lexeme.end));
  return level.open;
}

/** House numbers, buildings or village groups of the place before them. */
export function readNumbers(
  level: Level,
  lexeme: Lexeme & { type: 'numbers' },
  before: Lexeme | undefined,
  adjacent: boolean,
): void {
  if (adjacent && isPartOfName(level, lexeme)) return;
  let draft = numberedPlace(level, lexeme, before, adjacent);
  if (!draft) {
    level.reading.notUnderstood.push(words(level.reading, lexeme.start, lexeme.end));
    return;
  }
  let { range } = lexeme;
  draft.end = lexeme.end;
  if (lexeme.unit === 'stairs') {
    // 8幢1单元: one staircase of a building, which an address seldom names.
    const building = draft.buildings.pop();
    const part = { ...sameName(draft, draft.start, lexeme.end), ...(building ? { buildings: [building] } : {}) };
    level.around.into.push({ ...part, partial: words(level.reading, lexeme.start, lexeme.end) });
    return;
  }
  const last = draft.doors.at(-1);
  const bare = /\d$/.test(level.reading.folded.text.slice(lexeme.start, lexeme.end));
  const goesOnSub =
    bare &&
    last?.toSub !== undefined &&
    last.from === last.to &&
    range.from === range.to &&
    range.from === last.toSub + 1;
  if (goesOnSub) {
    draft.doors[draft.doors.length - 1] = { ...last, toSub: range.from as number };
    return;
  }
  if (level.parityAhead && range.from !== range.to) range = { ...range, parity: level.parityAhead };
  // 桂香路西侧1—99号: the numbers say which side is meant.
  if (draft.partial !== undefined && SIDE_ONLY.test(draft.partial)) {
    delete draft.partial;
    const { from, to } = range;
    const oneSided = from !== undefined && to !== undefined && from !== to && range.parity === 'both';
    if (oneSided && parityOf(from) === parityOf(to)) range = { ...range, parity: parityOf(from) };
  }
  if (lexeme.unit === 'building' || lexeme.unit === 'group') bindToLast(level, draft);
  if (lexeme.unit === 'door' && draft.buildings.length > 0 && draft.doors.length > 0 && before?.type !== 'bracket') {
    // 88号1—3栋、90号: the next house is another one.
    level.start(sameName(draft, lexeme.start, lexeme.end));
    draft = level.open as Draft;
  }
  if (lexeme.unit === 'building') {
    // 18、20、22幢: the unit behind the last number is that of all.
    draft.buildings.push(...draft.doors.splice(draft.doors.length - draft.bare), range);
    draft.bare = 0;
  } else if (lexeme.unit === 'group') {
    // 3、4组: likewise.
    draft.groups.push(...draft.doors.splice(draft.doors.length - draft.bare), range);
    draft.bare = 0;
  }
  if (lexeme.unit === 'door') {
    draft.doors.push(range);
    draft.bare = bare ? draft.bare + 1 : 0;
  }
  draft.courtyard = lexeme.courtyard;
  if (level.parityAhead) draft.marked = draft.doors.length;
}

/** 2号、4号、88号1—3栋: the buildings stand at the last number, the numbers before it are meant as a whole. */
function bindToLast(level: Level, draft: Draft): void {
  const kept = draft.doors.length - draft.bare;
  if (draft.buildings.length > 0 || kept < 2) return;
  level.around.into.push({ ...draft, doors: draft.doors.slice(0, kept - 1), buildings: [], groups: [] });
  draft.doors.splice(0, kept - 1);
}

/** 公园一号 is an estate's name: official texts write house numbers in digits. */
function isPartOfName(level: Level, lexeme: Span): boolean {
  const said = words(level.reading, lexeme.start, lexeme.end);
  const whole =
    level.open?.kind === 'estate' && level.open.doors.length === 0 && /^[一二三四五六七八九十]号$/.test(said);
  if (!whole || !level.open) return false;
  level.open.name += said;
  level.open.end = lexeme.end;
  return true;
}

/** 105号之一、之二: further parts of the same number. */
export function readSub(level: Level, lexeme: Lexeme & { type: 'sub' }): void {
  const { base } = level.around;
  const main = (level.open ?? base)?.doors.at(-1)?.to;
  if (main === undefined) return;
  // 12号（不含之一）
  if (!level.open && base) level.start(sameName(base, lexeme.start, lexeme.end));
  if (!level.open) return;
  level.open.doors.push({ from: main, to: main, fromSub: lexeme.from, toSub: lexeme.to, parity: 'both' });
  level.open.end = lexeme.end;
}

/** 单号 or 双号: of the numbers before it, of those that follow, or of the whole road. */
export function readParity(
  level: Level,
  lexeme: Lexeme & { type: 'parity' },
  before: Lexeme | undefined,
  adjacent: boolean,
  after: Lexeme | undefined,
): void {
  if (!level.open) {
    const { base } = level.around;
    if (base && base.doors.length > 0 && !(after?.start === lexeme.end && after.type === 'numbers')) {
      markParity(base, lexeme.parity);
    } else if (after?.start === lexeme.end) level.parityAhead = lexeme.parity;
    return;
  }
  const behindNumbers =
    adjacent && before !== undefined && ['numbers', 'openEnd', 'bracket', 'sub'].includes(before.type);
  const aheadOfNumbers =
    after !== undefined && after.start === lexeme.end && ['numbers', 'bracket'].includes(after.type);
  if (level.open) level.open.end = lexeme.end;
  if (aheadOfNumbers && !(behindNumbers && before?.type === 'numbers')) {
    level.parityAhead = lexeme.parity;
    if (after.type === 'bracket' && level.open) {
      const numbersSoFar = level.open.doors.length > 0;
      if (numbersSoFar || !isNumbers(level, after)) {
        if (numbersSoFar && isNumbers(level, after)) return;
        markParity(level.open, lexeme.parity);
        level.parityAhead = undefined;
      }
    }
    return;
  }
  level.parityAhead = undefined;
  if (level.open) markParity(level.open, lexeme.parity);
}

function isNumbers(level: Level, bracket: Lexeme): boolean {
  const inner = level.reading.folded.text.slice(bracket.start + 1, bracket.end - 1);
  return /^[\d号、,\-至到以上下内起后单双的和及之]+$/.test(inner) && /\d/.test(inner);
}

/** 242号（含此号）后: the last number opens upwards. */
export function readOpenEnd(level: Level, lexeme: Span): void {
  const range = level.open?.doors.at(-1);
  if (!level.open || !range) return;
  const { text } = level.reading.folded;
  const down = /下|内|前/.test(text.slice(lexeme.start, lexeme.end));
  level.open.doors[level.open.doors.length - 1] = down
    ? { ...(range.to === undefined ? {} : { to: range.to }), parity: range.parity }
    : { ...(range.from === undefined ? {} : { from: range.from }), parity: range.parity };
  level.open.end = lexeme.end;
}
