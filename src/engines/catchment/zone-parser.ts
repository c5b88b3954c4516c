// Reads an official catchment text (施教区, 招生地段) into typed parts, and says which words it could not read.

import { fold, withoutIn } from './fold.ts';
import { LevelReader } from './level-reader.ts';
import type { Span } from './place-names.ts';
import type { BoxPart, ZoneReading } from './place-part.ts';
import { finish, mask, pairBrackets, words, type Reading, type Surroundings } from './reading.ts';
import { blankRemarks, findExclusions } from './set-phrases.ts';
import { isTransition, readTransition, TRANSITION } from './transition.ts';
import { BLANK, lex } from './zone-lexer.ts';

/** 第三至第五村民小组: ordinals of what is counted, written without 第 elsewhere. */
const ORDINALS = /第\d{1,4}(?:[、,\-至到和及]第?\d{1,4}){0,40}(?:村民小组|小组|组|队|栋|幢|号楼|单元)/g;

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
  const lexemes = lex(withoutTransitions(reading, blanked.text, span), span.start);
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
  const original = zone
    .replaceAll(/[\n\r]/g, '；')
    .replaceAll(/[ \u3000\t]{2,}/g, (blanks) => '、'.padEnd(blanks.length, ' '));
  const folded = withoutIn(fold(original), ORDINALS, '第');
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
