// Reads one level of a catchment text word by word; its state is the place and the box that are open.

import { addBound, markEdges, takeArea, takeJoined } from './box-lines.ts';
import { countNumbers, namesWhatStands, readBracket } from './brackets.ts';
import { sameName, type Draft } from './draft.ts';
import { Level } from './level.ts';
import { nameVillages, nextDirection, takeWholeName } from './list-names.ts';
import { readLanes, readNumbers, readOpenEnd, readParity, readSub } from './number-words.ts';
import { splitJoined, trimName, type Span } from './place-names.ts';
import { OPPOSITE, type Side } from './place-part.ts';
import {
  DEEPEST,
  draftOf,
  ENCLOSED,
  finish,
  LONGEST_NAME,
  NOISE,
  REMARK,
  WHOLE,
  words,
  type Reading,
  type Surroundings,
} from './reading.ts';
import type { Exclusion } from './set-phrases.ts';
import { canHoldPlaces, kindOf } from './vocabulary.ts';
import type { Lexeme } from './zone-lexer.ts';

/** 部分 before the numbers that say which part is meant. */
const SOME = /^的?(?:一?部分(?:地段|区域|楼栋)?|局部)$/;

/** A named section of a road: 含光路南段. */
const SECTION = /^[东南西北中]段$/;
/** The end of an area's name, which lines cut. */
const AREA = /(?:城|区|区域|地块|地带|范围|路|街|河)$/;

/** The end of a street office's, a town's or a township's name. */
const OFFICE = /(?:街|街道|街道办|办事处|镇|乡)$/;

/** Reads the lexemes of one level; the state is the place and box that are open. */
export class LevelReader extends Level {
  private readonly lexemes: readonly Lexeme[];
  private readonly exclusions: ReadonlyMap<number, Exclusion>;
  private readonly offset: number;
  /** The boundary whose line the next name gives: 东至…. */
  private reaches: Side | undefined;
  /** Lexemes before this place were read together with an earlier one. */
  private readUpTo = 0;

  constructor(
    reading: Reading,
    around: Surroundings,
    lexemes: readonly Lexeme[],
    offset: number,
    exclusions: readonly Exclusion[],
  ) {
    super(reading, around);
    this.lexemes = lexemes;
    this.offset = offset;
    this.exclusions = new Map(exclusions.map((exclusion) => [offset + exclusion.start, exclusion]));
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
          readLanes(this, lexeme, adjacent);
          break;
        case 'numbers':
          readNumbers(this, lexeme, before, adjacent);
          break;
        case 'sub':
          readSub(this, lexeme);
          break;
        case 'labels':
          if (this.open) {
            this.open.buildingLabels.push(...lexeme.labels);
            this.open.end = lexeme.end;
          }
          break;
        case 'parity':
          readParity(this, lexeme, before, adjacent, this.afterColon(i));
          break;
        case 'openEnd':
          readOpenEnd(this, lexeme);
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

  /** What follows a mark, past a colon between them: 单号：1—99号. */
  private afterColon(i: number): Lexeme | undefined {
    const after = this.lexemes[i + 1];
    const colon = after?.type === 'separator' && after.mark === ':' && after.start === this.lexemes[i]?.end;
    const behind = colon ? this.lexemes[i + 2] : undefined;
    return behind?.type === 'numbers' && behind.start === after?.end ? { ...behind, start: after.start } : after;
  }

  private separator(lexeme: Lexeme & { type: 'separator' }, i: number): void {
    const exclusion = this.exclusions.get(lexeme.start);
    if (exclusion) this.exclude({ start: this.offset + exclusion.from, end: this.offset + exclusion.to });
    if (lexeme.mark === ':') {
      if (this.parityAhead === undefined || this.lexemes[i - 1]?.type !== 'parity') this.colon(i);
      return;
    }
    if (!';。?!'.includes(lexeme.mark)) return;
    this.numbered = lexeme.mark === ';' && this.open && this.open.doors.length > 0 ? this.open : undefined;
    if (lexeme.mark === '。') this.within = this.within.filter((name) => OFFICE.test(name));
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
    const office = OFFICE.test(holder.name);
    const nothingFollows = next === undefined || (next.type === 'separator' && ';。'.includes(next.mark));
    const listMarker = next?.type === 'separator' && next.mark === ';' && this.lexemes[i + 2] !== undefined;
    if (nothingFollows && !(listMarker && office)) return;
    if (holder.partial !== undefined) {
      this.close();
      this.scope = holder;
      if (SOME.test(holder.partial)) holder.listed = true;
      return;
    }
    this.open = undefined;
    const numbersFollow = next?.type === 'numbers' || next?.type === 'parity';
    if (
      (canHoldPlaces(holder.name) && !numbersFollow) ||
      (office && (listMarker || this.communityFollows(i))) ||
      holder.kind === 'community' ||
      holder.kind === 'village'
    ) {
      this.within = [...holder.within.filter((name) => !this.within.includes(name)), holder.name];
    }
    this.scope = { ...holder, within: holder.within.filter((name) => !OFFICE.test(name)) };
  }

  /** Whether the next name after a lexeme is a community's. */
  private communityFollows(i: number): boolean {
    const next = this.lexemes.slice(i + 1, i + 6).find(({ type }) => type === 'name');
    return next !== undefined && /社区|居委/.test(this.reading.folded.text.slice(next.start, next.end));
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
    if (base) for (const draft of into) takeWholeName(draft, base);
    const parts = into.map((draft) => finish(this.reading, draft));
    // X社区部分：除A、B外 says which part it is.
    if (base?.partial !== undefined && SOME.test(base.partial) && parts.length > 0) delete base.partial;
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
      if (kindOf(cut[1]) === 'estate' && !AREA.test(cut[1]) && after?.type === 'separator' && after.mark === '、') {
        // …以西的东方花园、天宝公寓: the lines say where the estates stand that are listed.
        this.box = undefined;
        this.start(draftOf(this.reading, { start: trimmed.end - cut[1].length, end: trimmed.end }, this.within));
        return;
      }
      this.box.within.push(words(this.reading, trimmed.end - cut[1].length, trimmed.end));
      this.box.end = lexeme.end;
      return;
    }
    if (WHOLE.test(name) && this.scope && !this.open) {
      // 兰岚路：全部
      this.start(sameName(this.scope, this.scope.start, lexeme.end));
      return;
    }
    if (NOISE.test(name) || WHOLE.test(name)) {
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
    const numbersBefore = before && ['numbers', 'parity', 'labels', 'sub', 'openEnd'].includes(before.type);
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
    const enclosed = ENCLOSED.exec(name);
    if (enclosed?.[1] !== undefined) {
      this.enclose(trimmed.start, trimmed.start + enclosed[1].length, words(this.reading, trimmed.start, lexeme.end));
      return;
    }
    const joined = splitJoined(text, trimmed);
    const first = joined[0] as Span;
    const lanesFollow = after?.type === 'lanes' && after.start === lexeme.end;
    if (!(lanesFollow && name.length === 1) && this.continuesList(text.slice(first.start, first.end), first)) return;
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
    if (this.open)
      nameVillages([...this.around.into, this.open], text.slice(trimmed.end, Math.min(lexeme.end, trimmed.end + 10)));
  }

  /** 桂香路、兰岚路、菊洲路围成的区域: the roads listed are its edges, so that what lies on them is for the map. */
  private enclose(start: number, end: number, said: string): void {
    if (end - start > 1) this.start(draftOf(this.reading, { start, end }, this.within));
    this.close();
    markEdges(this.around.into, this.reading.folded.text, said);
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
      this.start({ ...draft, within: [...open.within] });
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
        (line.partial !== undefined && !SECTION.test(line.partial)) ||
        /[及和与]$/.test(this.reading.folded.text.slice(line.end, lexeme.start));
      if (line.partial !== undefined && SECTION.test(line.partial)) line.name += line.partial;
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
    if (this.box) takeJoined(this.box, this.around.into, this.reading.folded.text, { line, areaLies });
    else {
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
      // 长板巷（夹城巷）以北: another name of the line.
      const inner = this.reading.folded.text.slice(span.start, span.end);
      const named = /^[\u4e00-\u9fa5\d]{2,10}[路街巷道河江]$/.test(inner) && !/[至到]/.test(inner);
      (named ? this.open.formerly : this.reading.remarks).push(words(this.reading, span.start, span.end));
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
    const numberFollows = after?.type === 'numbers' && after.start === lexeme.end;
    if (
      numberFollows &&
      this.open &&
      namesWhatStands(this.open, this.reading.folded.text.slice(span.start, span.end))
    ) {
      this.open.alsoNamed.push(words(this.reading, span.start, span.end));
      return;
    }
    const others = this.open && this.laneGroup.at(-1) === this.open ? this.laneGroup.slice(0, -1) : [];
    const numbersBefore = this.open ? countNumbers(this.open) : 0;
    readBracket(this.reading, span, this.open, this.around, this.box, this.parityAhead);
    if (this.open?.partial !== undefined && SOME.test(this.open.partial) && countNumbers(this.open) > numbersBefore) {
      delete this.open.partial;
    }
    for (const lane of others) if (lane.doors.length === 0) lane.doors = [...(this.open?.doors ?? [])];
    this.laneGroup = [];
    this.parityAhead = undefined;
    if (this.open) this.open.end = lexeme.end;
  }
}
