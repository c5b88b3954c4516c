// Reads an official catchment text (施教区, 招生地段) into typed parts, and says which words it could not read.

import { fold, FURTHER_HOUSES, furtherHouse, rewriteIn, type Folded } from './fold.ts';
import { LevelReader } from './level-reader.ts';
import { withoutBreaks } from './lines.ts';
import type { Span } from './place-names.ts';
import type { BoxPart, ZoneReading } from './place-part.ts';
import { finish, mask, pairBrackets, words, type Reading, type Surroundings } from './reading.ts';
import { blankRemarks, findExclusions } from './set-phrases.ts';
import { isTransition, readTransition, TRANSITION } from './transition.ts';
import { LANE_ENDINGS } from './vocabulary.ts';
import { BLANK, lex } from './zone-lexer.ts';

/** 第三至第五村民小组: ordinals of what is counted, written without 第 elsewhere. */
const ORDINALS = /第\d{1,4}(?:[、,\-至到和及]第?\d{1,4}){0,40}(?:村民小组|小组|组|队|栋|幢|号楼|单元)/g;

/** 锦汇一街至锦汇三街, 西一街到西四街: the second name says again what the first has said. */
const SAID_AGAIN = new RegExp(
  `([\\u4e00-\\u9fa5]{1,12})(\\d{1,3}((?:${LANE_ENDINGS}|苑|村|区|期)?))[至到-]([\\u4e00-\\u9fa5]{1,12})(?=\\d{1,3}(?:${LANE_ENDINGS}|苑|村|区|期))`,
  'g',
);
/** 16号之（一、二、三）: brackets around the parts of a number. */
const BRACKETED_PARTS = /之\(\d{1,3}(?:[、,\-至到]\d{1,3}){0,30}\)/g;
/** 自编5号, 新编1、3号: how the number came about; and 共13栋, which names no building. */
const BESIDE_NUMBERS = /(?:自编|新编)(?=\d)|共\d{1,4}[栋幢座户套]/g;
/** 沈阳路从梓州大道交叉口至锦江河交叉口段以北: the stretch of a line that bounds a box. */
const STRETCH =
  /从[^、,;。()从]{2,16}?(?:交叉口|交叉处|交汇处|交界处|路口)[至到][^、,;。()从]{2,16}?(?:交叉口|交叉处|交汇处|交界处|路口)段?(?=以[东南西北])/g;
/** 九兜一二巷: two or three numerals in a row before a lane's ending are its two or three lanes. */
const RUN_OF_LANES = new RegExp(`(?:12|23|34|45|56|67|78|89)\\d?(?=${LANE_ENDINGS})`, 'g');

/** The folded text without what is said twice or between marks that only the eye needs. */
function plain(original: string): Folded {
  let folded = rewriteIn(fold(original), ORDINALS, (words) => words.replaceAll('第', ''));
  folded = rewriteIn(folded, BESIDE_NUMBERS, () => '');
  folded = rewriteIn(folded, STRETCH, () => '');
  folded = rewriteIn(folded, FURTHER_HOUSES, furtherHouse);
  folded = rewriteIn(folded, BRACKETED_PARTS, (words) => words.replaceAll(/[()]/g, ''));
  folded = rewriteIn(folded, SAID_AGAIN, (words, [stem = '', , , again = '']) =>
    stem.endsWith(again) && !/[号之第]$/.test(again) ? words.slice(0, words.length - again.length) : undefined,
  );
  return rewriteIn(folded, RUN_OF_LANES, (words, _groups, at) => {
    const ascending = [...words].every((c, i) => i === 0 || Number(c) === Number(words[i - 1]) + 1);
    const numerals = /^[一二三四五六七八九]+$/.test(original.slice(at, at + words.length));
    return ascending && numerals ? [...words].join('、') : undefined;
  });
}

/** One level of the text, read word by word. */
function readLevel(reading: Reading, span: Span, around: Surroundings): void {
  if (span.end <= span.start) return;
  const { text } = reading.folded;
  const masked = mask(reading, span);
  const exclusions = findExclusions(masked, around.depth === 0);
  const blanked = blankRemarks(masked, exclusions);
  for (const remark of blanked.remarks) {
    reading.remarks.push(words(reading, span.start + remark.start, span.start + remark.end));
  }
  const isNumeral = (at: number): boolean =>
    !/[\d０-９]/.test(reading.original[reading.folded.at[at] ?? reading.original.length] ?? '');
  const lexemes = lex(withoutTransitions(reading, blanked.text, span), span.start, isNumeral);
  const level = new LevelReader(reading, around, lexemes, span.start, exclusions);
  level.read(text);
}

/** Reads the clauses that keep a right for a time, and blanks them out: they name schools, not places. */
function withoutTransitions(reading: Reading, text: string, span: Span): string {
  if (!isTransition(text)) return text;
  return text.replaceAll(TRANSITION, (clause, offset: number) => {
    const start = span.start + offset;
    const said = words(reading, start, start + clause.length);
    const rights = readTransition(said);
    reading.transitions.push(...rights);
    if (rights.length === 0) reading.remarks.push(said);
    return BLANK.repeat(clause.length);
  });
}

/**
 * Reads a catchment text. Never throws, and takes time linear in the text's length.
 * The rules of reading: a range without a parity mark means both parities; a list in brackets or after a colon names
 * only its members; numbers belong to the road before them.
 */
export function parseZone(zone: string): ZoneReading {
  const original = withoutBreaks(zone).replaceAll(/[ \u3000\t]{2,}/g, (blanks) => '、'.padEnd(blanks.length, ' '));
  const folded = plain(original);
  const reading: Reading = {
    original,
    folded,
    closing: pairBrackets(folded.text),
    places: [],
    boxes: [],
    except: [],
    transitions: [],
    remarks: [],
    notUnderstood: [],
    read: readLevel,
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
    transitions: reading.transitions,
    remarks: reading.remarks,
    notUnderstood: reading.notUnderstood,
  };
}
