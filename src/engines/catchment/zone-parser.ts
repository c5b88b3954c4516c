// Reads an official catchment text (施教区, 招生地段) into typed parts, and says which words it could not read.

import type { DoorRange, Parity } from './door-numbers.ts';
import { finishDraft, markParity, newDraft, refineNumbers, sameName, type Draft } from './draft.ts';
import { fold, originalWords, type Folded } from './fold.ts';
import { splitJoined, splitPlaces, trimName, type Span } from './place-names.ts';
import { OPPOSITE, type Bound, type BoxPart, type PlacePart, type Side, type ZoneReading } from './place-part.ts';
import { findExclusions, blankRemarks, type Exclusion } from './set-phrases.ts';
import { canHoldPlaces, kindOf } from './vocabulary.ts';
import { BRACKET, INSIDE, lex, type Lexeme } from './zone-lexer.ts';

/** Brackets deeper than this are read as plain separators: no bureau writes them, and recursion must end. */
const DEEPEST = 6;

/** A longer run of words is a sentence, not a name. */
const LONGEST_NAME = 24;

/** Words between names that name nothing. */
const NOISE =
  /^(?:.{0,3}校区|分?校?本部|无地段|民办|公办|备选|范围内?的?|区域内?的?|辖区内?的?|部分|整?片区?的?|的?地段|之间的?|等(?:\d+个.{0,6})?|以及|及其?|和|与|在|的|其中|含有?|包括|内的?|中|且|小区|楼盘|单位有?|宿舍大院|住宅|起|为|之|号|户籍|所有|其他|其余|其它|同时|-|至|到|附近|一带|户|组团的?|等.{0,5}|的?地|\d+)$/;
/** Sentences about people and procedure, not places. */
const REMARK =
  /户籍|详见|残疾|方案|适龄|统筹|学位|报名|申请|入读|就读|原则|计划|人数|公告|说明|通知|条件|监护人|按照|如有|未尽|解释|咨询|参照|安排|超过|优先|生效|执行|公布之日|施行|过渡期|意向|居住证|房产|持有|年级|额满|招生/;
const CHOICE = /双向选择|可以?(?:自愿)?(?:选择)?(?:报读|就读|入读)|任选|自愿选择|二选一|可选择?(?:报|就|入)读/;
const BRACKET_REMARK =
  /^按原[^;]*$|^原门牌[^;]*$|空号|拆除|已拆|拆迁|临迁|暂|待|扩展|集体户|改造|另行|调整|新编|招生|自愿|非小区|^.{0,8}(?:居民|村民)$|单位$|约\d|^[\d、,至-]+期$/;

interface Box {
  bounds: Bound[];
  within: string[];
  except: PlacePart[];
  start: number;
  end: number;
}

/** What the reading of one text has gathered. */
interface Reading {
  readonly original: string;
  readonly folded: Folded;
  /** For each opening bracket the place of its closing one. */
  readonly closing: ReadonlyMap<number, number>;
  readonly places: Draft[];
  readonly boxes: Box[];
  readonly except: PlacePart[];
  readonly remarks: string[];
  readonly notUnderstood: string[];
}

/** Where a stretch of text stands: at the top, or in brackets behind a place. */
interface Surroundings {
  readonly within: readonly string[];
  readonly base?: Draft;
  readonly depth: number;
  /** Receives the places that are read; they are not always members of the catchment. */
  readonly into: Draft[];
}

/** Pairs brackets; those without a partner are left out. */
function pairBrackets(text: string): Map<number, number> {
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
function mask(reading: Reading, span: Span): string {
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

function words(reading: Reading, start: number, end: number): string {
  return originalWords(reading.original, reading.folded, start, end);
}

function finish(reading: Reading, draft: Draft): PlacePart {
  const text = words(reading, draft.start, draft.end);
  return finishDraft(draft, /^[\d０-９]/.test(text) && !/^\d/.test(draft.name) ? draft.name + text : text);
}

/** A draft for the last place of a run of words; the places before it are around it. */
function draftOf(reading: Reading, span: Span, within: readonly string[]): Draft {
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

/** One level of the text, read word by word. */
function readLevel(reading: Reading, span: Span, around: Surroundings): void {
  if (span.end <= span.start) return;
  const { text } = reading.folded;
  const masked = mask(reading, span);
  const exclusions = findExclusions(masked);
  const blanked = blankRemarks(masked, exclusions);
  for (const remark of blanked.remarks) {
    reading.remarks.push(words(reading, span.start + remark.start, span.start + remark.end));
  }
  const lexemes = lex(blanked.text, span.start);
  const level = new LevelReader(reading, around, lexemes, span.start, exclusions);
  level.read(text);
}

/** Reads the lexemes of one level; the state is the place and box that are open. */
class LevelReader {
  private readonly reading: Reading;
  private readonly around: Surroundings;
  private readonly lexemes: readonly Lexeme[];
  private readonly exclusions: ReadonlyMap<number, Exclusion>;
  private readonly offset: number;
  private within: readonly string[];
  private open: Draft | undefined;
  private scope: Draft | undefined;
  private box: Box | undefined;
  /** The boundary whose line the next name gives: 东至…. */
  private reaches: Side | undefined;
  private parityAhead: Parity | undefined;
  /** Lexemes before this place were read together with an earlier one. */
  private readUpTo = 0;
  /** Lanes that one list gave (共和1—8巷), so that a mark behind it holds for all. */
  private laneGroup: Draft[] = [];

  constructor(
    reading: Reading,
    around: Surroundings,
    lexemes: readonly Lexeme[],
    offset: number,
    exclusions: readonly Exclusion[],
  ) {
    this.reading = reading;
    this.around = around;
    this.lexemes = lexemes;
    this.offset = offset;
    this.exclusions = new Map(exclusions.map((exclusion) => [offset + exclusion.start, exclusion]));
    this.within = around.within;
  }

  read(text: string): void {
    this.lexemes.forEach((lexeme, i) => {
      if (lexeme.start < this.readUpTo) return;
      const before = this.lexemes[i - 1];
      const adjacent = before !== undefined && before.end === lexeme.start && before.type !== 'separator';
      const after = this.lexemes[i + 1];
      switch (lexeme.type) {
        case 'separator':
          this.separator(lexeme, i);
          break;
        case 'name':
          this.name(text, lexeme, adjacent ? before : undefined, after);
          break;
        case 'lanes':
          this.lanes(lexeme, adjacent);
          break;
        case 'numbers':
          this.numbers(lexeme, before, adjacent);
          break;
        case 'sub':
          this.sub(lexeme);
          break;
        case 'label':
          if (this.open) {
            this.open.buildingLabels.push(lexeme.label);
            this.open.end = lexeme.end;
          }
          break;
        case 'parity':
          this.parity(lexeme, before, adjacent, after);
          break;
        case 'openEnd':
          this.openEnd(lexeme);
          break;
        case 'side':
          this.side(lexeme);
          break;
        case 'partial':
          this.partial(lexeme, after);
          break;
        case 'bracket':
          this.bracket(lexeme, after);
          break;
      }
    });
    this.close();
    this.closeBox();
  }

  private start(draft: Draft): void {
    this.close();
    this.open = draft;
  }

  /** Ends the open place. */
  private close(): void {
    if (this.open && !this.open.onlyMembers) this.around.into.push(this.open);
    this.open = undefined;
  }

  private closeBox(): void {
    if (this.box) this.reading.boxes.push(this.box);
    if (this.box && this.box.bounds.length > 1) this.takeJoinedLines(this.box);
    this.box = undefined;
  }

  /** 天寿路、天河东路以东，广园南路以南…: roads listed before the first side share it, where the box has further sides. */
  private takeJoinedLines(box: Box): void {
    const { text } = this.reading.folded;
    const { into } = this.around;
    let end = box.start;
    for (let line = into.at(-1); line; line = into.at(-1)) {
      const plain =
        line.kind === 'road' && line.doors.length === 0 && line.partial === undefined && line.open === undefined;
      if (!plain || line.end > end || text.slice(line.end, end) !== '、') break;
      into.pop();
      end = line.start;
      box.start = line.start;
      box.bounds.push({ line: line.name, areaLies: (box.bounds[0] as Bound).areaLies, formerly: line.formerly });
    }
  }

  private separator(lexeme: Lexeme & { type: 'separator' }, i: number): void {
    const exclusion = this.exclusions.get(lexeme.start);
    if (exclusion) this.exclude({ start: this.offset + exclusion.from, end: this.offset + exclusion.to });
    if (lexeme.mark === ':') {
      this.colon(i);
      return;
    }
    if (!';。?!'.includes(lexeme.mark)) return;
    this.close();
    this.closeBox();
    this.scope = undefined;
    this.reaches = undefined;
    this.parityAhead = undefined;
  }

  /** 赤岗街：竹园社区… or 龙口西路：金鼎大厦…: the words before the colon hold what follows. */
  private colon(i: number): void {
    const holder = this.open;
    const next = this.lexemes.slice(i + 1, i + 3).find((lexeme) => lexeme.type !== 'separator' || lexeme.mark !== ' ');
    this.closeBox();
    this.parityAhead = undefined;
    if (!holder) return;
    const office = /街$|街道$|镇$|乡$/.test(holder.name);
    const nothingFollows = next === undefined || (next.type === 'separator' && ';。'.includes(next.mark));
    const listMarker = next?.type === 'separator' && next.mark === ';' && this.lexemes[i + 2] !== undefined;
    if (nothingFollows && !(listMarker && office)) return;
    if (holder.partial !== undefined) {
      this.close();
      this.scope = holder;
      return;
    }
    this.open = undefined;
    if (
      canHoldPlaces(holder.name) ||
      (listMarker && office) ||
      holder.kind === 'community' ||
      holder.kind === 'village'
    ) {
      this.within = [...holder.within.filter((name) => !this.within.includes(name)), holder.name];
    }
    this.scope = holder;
  }

  private exclude(span: Span): void {
    if (this.around.depth >= DEEPEST) return;
    const into: Draft[] = [];
    const base = this.open ?? this.around.base ?? this.scope;
    const boxesBefore = this.reading.boxes.length;
    readLevel(this.reading, span, {
      within: base ? [...base.within, base.name] : this.within,
      depth: this.around.depth + 1,
      into,
      ...(base ? { base } : {}),
    });
    this.reading.boxes.length = boxesBefore;
    const parts = into.map((draft) => finish(this.reading, draft));
    const target = this.open?.except ?? this.box?.except ?? this.around.base?.except ?? this.scope?.except;
    (target ?? this.reading.except).push(...parts);
  }

  private name(text: string, lexeme: Span, before: Lexeme | undefined, after: Lexeme | undefined): void {
    // A longer run is no name; it is reported below.
    const short = lexeme.end - lexeme.start <= 60;
    const including = short ? /包括|包含/.exec(text.slice(lexeme.start, lexeme.end)) : undefined;
    if (including && including.index > 0) {
      const at = lexeme.start + including.index;
      this.name(text, { start: lexeme.start, end: at }, before, undefined);
      this.name(text, { start: at + including[0].length, end: lexeme.end }, undefined, after);
      return;
    }
    const trimmed = trimName(text, lexeme);
    const name = text.slice(trimmed.start, trimmed.end);
    const cut = /^(?:范围|区域|辖区)?(?:内|之间)?的(.{2,})$/.exec(name);
    if (this.box && !this.open && cut?.[1] && before) {
      this.box.within.push(words(this.reading, trimmed.end - cut[1].length, trimmed.end));
      this.box.end = lexeme.end;
      return;
    }
    if (NOISE.test(name)) {
      if (this.box) this.box.end = lexeme.end;
      return;
    }
    if (this.box && /^(?:至|到)./.test(name) && !this.open) {
      const line = trimName(text, { start: trimmed.start + 1, end: trimmed.end });
      const side = this.box.bounds.at(-1)?.areaLies;
      if (side) this.bound(draftOf(this.reading, line, []), OPPOSITE[side], lexeme.end);
      return;
    }
    if (this.reaches) {
      this.bound(draftOf(this.reading, trimmed, []), this.reaches, lexeme.end);
      this.reaches = undefined;
      return;
    }
    const conjunction = /^(?:以及|[及和与])(?=..)/.exec(text.slice(lexeme.start, lexeme.end));
    if (short && before && conjunction && (before.type !== 'side' || this.box)) {
      const rest = { start: lexeme.start + conjunction[0].length, end: lexeme.end };
      this.close();
      this.name(text, rest, undefined, after);
      return;
    }
    const numbersBefore = before && ['numbers', 'parity', 'label', 'sub', 'openEnd'].includes(before.type);
    if (numbersBefore && this.open) {
      this.trailingName(trimmed, after);
      return;
    }
    if (name.length > LONGEST_NAME || REMARK.test(name)) {
      this.close();
      (REMARK.test(name) ? this.reading.remarks : this.reading.notUnderstood).push(
        words(this.reading, lexeme.start, lexeme.end),
      );
      return;
    }
    const joined = splitJoined(text, trimmed);
    const first = joined[0] as Span;
    if (this.continuesList(text.slice(first.start, first.end), first)) return;
    if (name.length === 1) return;
    for (const part of joined) {
      const span = part === joined.at(-1) ? part : trimName(text, part);
      if (NOISE.test(text.slice(span.start, span.end))) continue;
      const around = this.scope ? [...this.scope.within, this.scope.name] : this.within;
      const insideOpen = before?.type === 'partial' && this.open ? [...this.open.within, this.open.name] : undefined;
      if (insideOpen) this.open = undefined;
      this.start(draftOf(this.reading, span, insideOpen ?? [...new Set([...this.within, ...around])]));
      this.parityAhead = undefined;
    }
  }

  /** A name right after numbers: 233号中信广场 names what stands there; 8组淮海南路以西 limits it. */
  private trailingName(span: Span, after: Lexeme | undefined): void {
    const open = this.open as Draft;
    const draft = draftOf(this.reading, span, [...open.within, open.name]);
    if (after?.type === 'side' && after.start === span.end) {
      open.partial = words(this.reading, span.start, after.end);
      open.end = after.end;
      this.readUpTo = after.end;
      return;
    }
    const numbersFollow = after !== undefined && after.start === span.end && ['numbers', 'lanes'].includes(after.type);
    if (draft.kind === 'road' && numbersFollow) {
      this.open = draft;
      return;
    }
    const name = draft.name.replace(/^(?:大院|小区内?|的)(?=..)/, '');
    if (!NOISE.test(name)) open.alsoNamed.push(name);
    open.end = span.end;
  }

  /** Names that lean on the one before: 东、南、西、北街 and 蔡一、蔡二、蔡三村. */
  private continuesList(name: string, span: Span): boolean {
    const earlier = [...this.around.into.slice(-12), ...(this.open ? [this.open] : [])];
    const last = earlier.at(-1);
    if (!last) return false;
    const direction = /^[东南西北中上下前后](街|路|巷|横街|社区|居委会?|村|区|约)?$/.exec(name);
    const ends = /^(.+)[东南西北中上下前后](街|路|巷|横街|社区|居委会?|村|区|约)?$/.exec(last.name);
    if (direction && ends?.[1] && ends[1].length >= 2) {
      const ending = direction[1] ?? '';
      if (ending !== '' && ends[2] === undefined) {
        for (const one of earlier) {
          if (one.name.length === last.name.length && one.name.startsWith(ends[1])) rename(one, one.name + ending);
        }
      }
      const full = ends[1] + name + (ending === '' ? (ends[2] ?? '') : '');
      this.start(newDraft(full, full, last.within, span.start, span.end));
      return true;
    }
    const numbered = /^(\D+)(\d+)(村|社区|经济社)$/.exec(name);
    const stem = numbered?.[1];
    const listed = this.open;
    if (stem && listed?.name.endsWith(stem) && listed.doors.length > 0 && listed.doors.every(isSingle)) {
      this.open = undefined;
      for (const door of listed.doors) {
        const full = `${stem}${door.from}${numbered[3]}`;
        this.around.into.push(newDraft(full, full, listed.within, listed.start, listed.end));
      }
    }
    return false;
  }

  private lanes(lexeme: Lexeme & { type: 'lanes' }, adjacent: boolean): void {
    const base = this.open ?? this.around.into.at(-1) ?? this.around.base ?? this.scope;
    if (!base) {
      const name = words(this.reading, lexeme.start, lexeme.end);
      this.start(newDraft(name, fold(name).text, this.within, lexeme.start, lexeme.end));
      return;
    }
    if (base.name.length > LONGEST_NAME) {
      this.reading.notUnderstood.push(words(this.reading, lexeme.start, lexeme.end));
      return;
    }
    const stem = adjacent ? base.name : laneStem(base.name);
    const within = base.within;
    if (adjacent) this.open = undefined;
    this.laneGroup = [];
    for (const ordinal of lexeme.ordinals) {
      const name = `${stem}${ordinal}${lexeme.ending}`;
      this.start(newDraft(name, name, within, adjacent ? base.start : lexeme.start, lexeme.end));
      if (this.open) this.laneGroup.push(this.open);
    }
  }

  /** The place that numbers belong to; absent where they stand alone. */
  private numbered(lexeme: Lexeme, before: Lexeme | undefined, adjacent: boolean): Draft | undefined {
    if (this.open) {
      const has = this.open.doors.length + this.open.buildings.length + this.open.groups.length > 0;
      if (adjacent || has || before?.type === 'parity') return this.open;
      const base = sameName(this.open, lexeme.start, lexeme.end);
      rename(base, laneBase(base.name));
      this.start(base);
      return base;
    }
    const holder = this.scope ?? this.around.base;
    if (!holder) return undefined;
    this.start(sameName(holder, lexeme.start, lexeme.end));
    return this.open;
  }

  private numbers(lexeme: Lexeme & { type: 'numbers' }, before: Lexeme | undefined, adjacent: boolean): void {
    const draft = this.numbered(lexeme, before, adjacent);
    if (!draft) {
      this.reading.notUnderstood.push(words(this.reading, lexeme.start, lexeme.end));
      return;
    }
    let { range } = lexeme;
    draft.end = lexeme.end;
    const last = draft.doors.at(-1);
    const bare = /\d$/.test(this.reading.folded.text.slice(lexeme.start, lexeme.end));
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
    if (this.parityAhead && range.from !== range.to) range = { ...range, parity: this.parityAhead };
    if (lexeme.unit === 'building') {
      // 18、20、22幢: the unit behind the last number is that of all.
      draft.buildings.push(...draft.doors.splice(draft.doors.length - draft.bare), range);
      draft.bare = 0;
    } else if (lexeme.unit === 'group') draft.groups.push(range);
    else {
      draft.doors.push(range);
      draft.bare = bare ? draft.bare + 1 : 0;
    }
    draft.courtyard = lexeme.courtyard;
    if (this.parityAhead) draft.marked = draft.doors.length;
  }

  /** 105号之一、之二: further parts of the same number. */
  private sub(lexeme: Lexeme & { type: 'sub' }): void {
    const main = this.open?.doors.at(-1)?.to;
    if (!this.open || main === undefined) return;
    this.open.doors.push({ from: main, to: main, fromSub: lexeme.from, toSub: lexeme.to, parity: 'both' });
    this.open.end = lexeme.end;
  }

  private parity(
    lexeme: Lexeme & { type: 'parity' },
    before: Lexeme | undefined,
    adjacent: boolean,
    after: Lexeme | undefined,
  ): void {
    if (!this.open) {
      const { base } = this.around;
      if (base && base.doors.length > 0 && !(after?.start === lexeme.end && after.type === 'numbers')) {
        markParity(base, lexeme.parity);
      } else if (after?.start === lexeme.end) this.parityAhead = lexeme.parity;
      return;
    }
    const behindNumbers =
      adjacent && before !== undefined && ['numbers', 'openEnd', 'bracket', 'sub'].includes(before.type);
    const aheadOfNumbers =
      after !== undefined && after.start === lexeme.end && ['numbers', 'bracket'].includes(after.type);
    if (this.open) this.open.end = lexeme.end;
    if (aheadOfNumbers && !(behindNumbers && before?.type === 'numbers')) {
      this.parityAhead = lexeme.parity;
      if (after.type === 'bracket' && this.open) {
        const numbersSoFar = this.open.doors.length > 0;
        if (numbersSoFar || !this.isNumbers(after)) {
          if (numbersSoFar && this.isNumbers(after)) return;
          markParity(this.open, lexeme.parity);
          this.parityAhead = undefined;
        }
      }
      return;
    }
    this.parityAhead = undefined;
    if (this.open) markParity(this.open, lexeme.parity);
  }

  private isNumbers(bracket: Lexeme): boolean {
    const inner = this.reading.folded.text.slice(bracket.start + 1, bracket.end - 1);
    return /^[\d号、,\-至到以上下内起后单双的和及之]+$/.test(inner) && /\d/.test(inner);
  }

  /** 242号（含此号）后: the last number opens upwards. */
  private openEnd(lexeme: Span): void {
    const range = this.open?.doors.at(-1);
    if (!this.open || !range) return;
    const { text } = this.reading.folded;
    const down = /下|内|前/.test(text.slice(lexeme.start, lexeme.end));
    this.open.doors[this.open.doors.length - 1] = down
      ? { ...(range.to === undefined ? {} : { to: range.to }), parity: range.parity }
      : { ...(range.from === undefined ? {} : { from: range.from }), parity: range.parity };
    this.open.end = lexeme.end;
  }

  private side(lexeme: Lexeme & { type: 'side' }): void {
    if (lexeme.form === 'reaches') {
      this.close();
      this.reaches = OPPOSITE[lexeme.side];
      this.reachesFrom = lexeme.start;
      return;
    }
    const line = this.open;
    if (line) {
      const alsoPlace =
        line.partial !== undefined || /[及和与]$/.test(this.reading.folded.text.slice(line.end, lexeme.start));
      this.open = undefined;
      if (alsoPlace) this.around.into.push(line);
      this.bound(line, lexeme.side, lexeme.end);
      return;
    }
    const last = this.box?.bounds.at(-1);
    // 南至德胜路以北 says one thing twice.
    if (this.box && last && !(last.areaLies === lexeme.side && this.box.end === lexeme.start)) {
      this.box.bounds.push({ ...last, areaLies: lexeme.side });
      this.box.end = lexeme.end;
    }
  }

  /** Adds a boundary to the box that is open; after all four sides are bounded the next one begins another box. */
  private bound(line: Draft, areaLies: Side, end: number): void {
    const sides = new Set(this.box?.bounds.map((bound) => bound.areaLies));
    if (sides.size === 4) this.closeBox();
    if (!this.box) {
      const area = this.takeArea();
      this.box = {
        bounds: [],
        within: [...this.within, ...area],
        except: [],
        start: this.reaches ? this.reachesFrom : line.start,
        end,
      };
    }
    const area = /^(.{2,8}?(?:新城|新区|开发区|工业园|园区|城区))(.{2,})$/.exec(line.name);
    const within = area?.[1] === undefined ? line.within : [...line.within, area[1]];
    for (const name of within) if (!this.box.within.includes(name)) this.box.within.push(name);
    this.box.bounds.push({ line: area?.[2] ?? line.name, areaLies, formerly: line.formerly });
    this.box.end = end;
    this.lastLine = line;
  }

  private lastLine: Draft | undefined;
  private reachesFrom = 0;

  /** 城南街道、大运河以南…: a street office or town right before a box is what the box cuts. */
  private takeArea(): string[] {
    const previous = this.around.into.at(-1);
    if (previous?.kind === 'subdistrict' && this.around.depth === 0 && previous.doors.length === 0) {
      const { text } = this.reading.folded;
      const between = text.slice(previous.end, this.lexemes.find((one) => one.start >= previous.end)?.end ?? 0);
      if (!/[;。]/.test(between)) {
        this.around.into.pop();
        return [...previous.within, previous.name];
      }
    }
    return [];
  }

  private partial(lexeme: Span, after: Lexeme | undefined): void {
    const nameFollows = after?.type === 'name' && after.start === lexeme.end;
    if (!this.open || (nameFollows && !this.box)) return;
    this.open.partial = words(this.reading, lexeme.start, lexeme.end);
    this.open.end = lexeme.end;
  }

  private bracket(lexeme: Span, after: Lexeme | undefined): void {
    const span = { start: lexeme.start + 1, end: lexeme.end - 1 };
    if (after?.type === 'side' && after.form === 'of' && this.open) {
      this.reading.remarks.push(words(this.reading, span.start, span.end));
      return;
    }
    if (!this.open && /^\d{1,2}$/.test(this.reading.folded.text.slice(span.start, span.end))) {
      this.closeBox();
      return;
    }
    if (this.reaches === undefined && !this.open && this.box && this.lastLine) {
      const former = /^原(?:名|称|为)?(.+)$/.exec(this.reading.folded.text.slice(span.start, span.end));
      const last = this.box.bounds.at(-1);
      if (former?.[1] && last) {
        this.box.bounds[this.box.bounds.length - 1] = { ...last, formerly: [...last.formerly, former[1]] };
        return;
      }
    }
    const others = this.open && this.laneGroup.at(-1) === this.open ? this.laneGroup.slice(0, -1) : [];
    readBracket(this.reading, span, this.open, this.around, this.box, this.parityAhead);
    for (const lane of others) if (lane.doors.length === 0) lane.doors = [...(this.open?.doors ?? [])];
    this.laneGroup = [];
    this.parityAhead = undefined;
    if (this.open) this.open.end = lexeme.end;
  }
}

function isSingle(range: DoorRange): boolean {
  return range.from !== undefined && range.from === range.to && range.fromSub === undefined;
}

function rename(draft: Draft, name: string): void {
  draft.name = name;
  draft.kind = kindOf(fold(name).text);
}

/** 寺右一巷 → 寺右, so that 二巷 after it is 寺右2巷. */
function laneStem(name: string): string {
  const stem = fold(name).text.replace(
    /\d+(?:横马路|大马路|马路|横路|横街|横巷|直街|大街|巷|横|街|路|里|弄|坊|条|新村|村|社区|期|区)$/,
    '',
  );
  return stem === '' ? name : stem;
}

/** 清河东路一街 → 清河东路, to which a number after it belongs; other names stay. */
function laneBase(name: string): string {
  const stem = laneStem(name);
  return /(?:路|街|大道)$/.test(stem) ? stem : name;
}

/** What brackets behind a place say of it. */
function readBracket(
  reading: Reading,
  span: Span,
  place: Draft | undefined,
  around: Surroundings,
  box: Box | undefined,
  parityAhead: Parity | undefined,
): void {
  const inner = reading.folded.text.slice(span.start, span.end);
  const said = words(reading, span.start, span.end);
  if (inner === '' || around.depth >= DEEPEST) return;
  if (/^含?(?:此|本|该)号$/.test(inner)) return;
  const choice = CHOICE.exec(inner);
  if (choice) {
    const school = /(?:报读|就读|入读|选择)([^、,;。]{2,40})/.exec(inner.slice(choice.index));
    if (place && school?.[1] && !/^[报入就]读/.test(school[1])) {
      const end = span.start + choice.index + school.index + school[0].length;
      place.orSchools.push(words(reading, end - school[1].length, end));
    }
    reading.remarks.push(said);
    return;
  }
  const leading = /^(?:含|包括)?(?:(单)[、,]?(双)?|(双))号?(?=[,;、])/.exec(inner);
  if (place && leading && place.doors.length > 0) {
    markParity(place, leading[2] ? 'both' : leading[1] ? 'odd' : 'even');
  }
  const excludes = /除|不含|不包[括含]|不在内/.test(inner);
  if (!excludes && BRACKET_REMARK.test(inner) && inner.length < 60) {
    reading.remarks.push(said);
    return;
  }
  if (place && /^(?:一?部分|局部|.{0,30}(?:区间)?段|.{0,12}[东南西北]侧)$/.test(inner)) {
    place.partial = said;
    return;
  }
  const former = excludes ? null : /^(?:原(?:名|称|为)?|曾用名|旧称):?([^、,;]+)$/.exec(inner);
  if (place && former?.[1]) {
    place.formerly.push(former[1]);
    return;
  }
  const into: Draft[] = [];
  const inside: Surroundings = {
    within: place ? [...place.within, place.name] : around.within,
    depth: around.depth + 1,
    into,
    ...(place ? { base: place } : {}),
  };
  const boxesBefore = reading.boxes.length;
  const subs = /^(?:之\d+[、,]?)+$/.test(inner) ? [...inner.matchAll(/之(\d+)/g)] : [];
  if (place && subs.length > 0) {
    const last = place.doors.at(-1);
    if (last && isSingle(last)) {
      place.doors.splice(-1, 1, ...subs.map((sub) => ({ ...last, fromSub: Number(sub[1]), toSub: Number(sub[1]) })));
    }
    return;
  }
  const ofBuildings = /^(单|双)(?:号|数)?(?:幢|栋|楼|座)(?:号|栋|幢)?$/.exec(inner);
  if (place && ofBuildings) {
    place.buildings.push({ parity: ofBuildings[1] === '单' ? 'odd' : 'even' });
    return;
  }
  const parityOnly = /^(?:均为|含|包括)?(?:单[、,]?双号?|单号?|双号?|单数|双数|单门牌|双门牌)(?:门牌)?(?:号码)?$/.exec(
    inner,
  );
  if (place && parityOnly) {
    markParity(place, /单[、,]?双/.test(inner) ? 'both' : inner.includes('单') ? 'odd' : 'even');
    return;
  }
  const sink = { ...reading, except: box && !place ? box.except : place ? place.except : reading.except };
  readLevel(sink, span, inside);
  if (reading.boxes.length > boxesBefore) {
    reading.boxes.length = boxesBefore;
    if (place && place.doors.length === 0) place.partial = said;
    else reading.remarks.push(said);
    return;
  }
  if (!place) {
    around.into.push(...into);
    return;
  }
  joinMembers(place, into, inner, around.into, parityAhead);
}

/** Places in brackets: numbers of the place itself, its second name, its address, or the only members that are meant. */
function joinMembers(
  place: Draft,
  members: readonly Draft[],
  inner: string,
  out: Draft[],
  parityAhead: Parity | undefined,
): void {
  const own = members.filter((member) => member.name === place.name);
  place.except.push(...own.flatMap((member) => member.except));
  const ranges: DoorRange[] = own.flatMap((member) => member.doors);
  if (ranges.length > 0 && own.every((member) => member.alsoNamed.length + member.buildings.length === 0)) {
    const marked = ranges.map((range) =>
      parityAhead && range.parity === 'both' && range.from !== range.to ? { ...range, parity: parityAhead } : range,
    );
    if (parityAhead && place.doors.length > 0) place.doors.push(...marked);
    else refineNumbers(place, marked);
    place.marked = place.doors.length;
  } else out.push(...own);
  if (ranges.length === 0 && own.length > 0) place.onlyMembers = true;
  if (own.length > 0 && own.some((member) => member.alsoNamed.length + member.buildings.length > 0)) {
    if (ranges.length > 0) place.onlyMembers = true;
  }
  place.buildings.push(...own.flatMap((member) => (ranges.length > 0 ? [] : member.buildings)));
  const road = place.within.at(-1);
  if (ranges.length > 0 && place.kind === 'estate' && road !== undefined && kindOf(fold(road).text) === 'road') {
    // 开发大道墩美小区（453、455号）: the numbers are the road's.
    const numbered = newDraft(road, fold(road).text, place.within.slice(0, -1), place.start, place.end);
    out.push({ ...numbered, doors: place.doors });
    place.doors = [];
  }
  const others = members.filter((member) => member.name !== place.name);
  if (others.length === 0) return;
  const includes = /^(?:包括|包含|含|即|其中|及|单双?号?,?含|双号?,?(?:包)?含)/.test(inner);
  const open = /等$/.test(inner);
  if (/^[只仅]/.test(inner)) for (const other of others) if (other.partial === '部分') delete other.partial;
  const holds = place.kind === 'road' || place.kind === 'community' || place.kind === 'subdistrict';
  if (holds && place.doors.length === 0 && place.buildings.length === 0) {
    out.push(...others);
    if (includes) return;
    if (open) place.open = '等';
    else place.onlyMembers = true;
    return;
  }
  for (const member of others) {
    if (member.doors.length > 0 || member.buildings.length > 0) {
      if (place.kind === 'estate') member.within = member.within.filter((name) => name !== place.name);
      out.push(member);
    } else if (place.kind === 'village') out.push(member);
    else if (member.kind !== 'road' && !/[边旁内后]$/.test(member.name)) place.alsoNamed.push(member.name);
  }
}

/**
 * Reads a catchment text. Never throws, and takes time linear in the text's length.
 * The rules of reading: a range without a parity mark means both parities; a list in brackets or after a colon names
 * only its members; numbers belong to the road before them.
 */
export function parseZone(zone: string): ZoneReading {
  const original = zone
    .replaceAll(/[\n\r]/g, '；')
    .replaceAll(/[ \u3000\t]{2,}/g, (blanks) => '、'.padEnd(blanks.length, ' '));
  const folded = fold(original);
  const reading: Reading = {
    original,
    folded,
    closing: pairBrackets(folded.text),
    places: [],
    boxes: [],
    except: [],
    remarks: [],
    notUnderstood: [],
  };
  readLevel(reading, { start: 0, end: folded.text.length }, { within: [], depth: 0, into: reading.places });
  const boxes: BoxPart[] = reading.boxes.map((box) => ({
    bounds: box.bounds,
    within: box.within,
    except: box.except,
    text: words(reading, box.start, box.end),
  }));
  return {
    places: reading.places.map((draft) => finish(reading, draft)),
    boxes,
    except: reading.except,
    remarks: reading.remarks,
    notUnderstood: reading.notUnderstood,
  };
}
