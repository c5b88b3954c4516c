// Reads one level of a catchment text word by word; its state is the place and the box that are open.

import { addBound, takeArea, takeJoinedLines } from './box-lines.ts';
import { readBracket } from './brackets.ts';
import type { Parity } from './door-numbers.ts';
import { markParity, newDraft, sameName, type Draft } from './draft.ts';
import { fold } from './fold.ts';
import { isSingle, laneBase, laneStem, nextDirection, rename } from './list-names.ts';
import { splitJoined, splitPlaces, trimName, type Span } from './place-names.ts';
import { OPPOSITE, type Side } from './place-part.ts';
import {
  DEEPEST,
  draftOf,
  finish,
  LONGEST_NAME,
  NOISE,
  REMARK,
  words,
  type Box,
  type Reading,
  type Surroundings,
} from './reading.ts';
import type { Exclusion } from './set-phrases.ts';
import { canHoldPlaces } from './vocabulary.ts';
import type { Lexeme } from './zone-lexer.ts';

/** Reads the lexemes of one level; the state is the place and box that are open. */
export class LevelReader {
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
    if (this.box && this.box.bounds.length > 1) {
      takeJoinedLines(this.box, this.around.into, this.reading.folded.text);
    }
    this.box = undefined;
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
    this.reading.read(this.reading, span, {
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

  private continuesList(name: string, span: Span): boolean {
    const earlier = [...this.around.into.slice(-12), ...(this.open ? [this.open] : [])];
    const next = nextDirection(name, span, earlier);
    if (next) {
      this.start(next);
      return true;
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
    // 蔡一、蔡二、蔡三村: the numbers so far are villages too.
    const villages = adjacent && /[村区]$/.test(lexeme.ending) && base.doors.every(isSingle) ? base.doors : [];
    for (const ordinal of [...villages.map(({ from }) => String(from)), ...lexeme.ordinals]) {
      const full = `${stem}${ordinal}${lexeme.ending}`;
      const places = splitPlaces(full, { start: 0, end: full.length }).map(({ start, end }) => full.slice(start, end));
      const name = places.at(-1) as string;
      const around = [...within, ...places.slice(0, -1)];
      this.start(newDraft(name, name, around, adjacent ? base.start : lexeme.start, lexeme.end));
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
    if (adjacent && this.isPartOfName(lexeme)) return;
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

  /** 公园一号 is an estate's name: official texts write house numbers in digits. */
  private isPartOfName(lexeme: Span): boolean {
    const said = words(this.reading, lexeme.start, lexeme.end);
    const whole =
      this.open?.kind === 'estate' && this.open.doors.length === 0 && /^[一二三四五六七八九十]号$/.test(said);
    if (!whole || !this.open) return false;
    this.open.name += said;
    this.open.end = lexeme.end;
    return true;
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
      const start = this.reaches ? this.reachesFrom : line.start;
      const area = this.around.depth === 0 ? takeArea(this.around.into, this.reading.folded.text, start) : [];
      this.box = { bounds: [], within: [...this.within, ...area], except: [], start, end };
    }
    addBound(this.box, line, areaLies);
    this.box.end = end;
    this.lastLine = line;
  }

  private lastLine: Draft | undefined;
  private reachesFrom = 0;

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
