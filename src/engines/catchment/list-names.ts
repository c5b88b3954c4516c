// Names in lists that leave out what they share with the one before: 东、南、西街, 一巷、二巷, 蔡一、蔡二、蔡三村.

import type { DoorRange } from './door-numbers.ts';
import { newDraft, type Draft } from './draft.ts';
import { fold } from './fold.ts';
import type { Span } from './place-names.ts';
import { kindOf } from './vocabulary.ts';

/** Whether a range is one whole house number. */
export function isSingle(range: DoorRange): boolean {
  return range.from !== undefined && range.from === range.to && range.fromSub === undefined;
}

/** Gives a draft another name, and the kind that its ending tells. */
export function rename(draft: Draft, name: string): void {
  draft.name = name;
  draft.kind = kindOf(fold(name).text);
}

/** 广雅后街一巷（后街一巷17号除外）: a shortened name in brackets is that of the place before them. */
export function takeWholeName(draft: Draft, place: Draft): void {
  if (draft.name.length >= 3 && draft.name !== place.name && place.name.endsWith(draft.name)) rename(draft, place.name);
}

/** 寺右一巷 → 寺右, so that 二巷 after it is 寺右2巷. */
export function laneStem(name: string): string {
  const stem = fold(name).text.replace(
    /\d+(?:横马路|大马路|马路|横路|横街|横巷|直街|大街|巷|横|街|路|里|弄|坊|条|段|新村|村|社区|期|苑|区)$/,
    '',
  );
  return stem === '' ? name : stem;
}

/** 清河东路一街 → 清河东路, to which a number after it belongs; other names stay. */
export function laneBase(name: string): string {
  const stem = laneStem(name);
  return /(?:路|街|大道)$/.test(stem) ? stem : name;
}

/** 大坑、石桥两个自然村: the words behind a list say that its last names are villages. */
export function nameVillages(listed: readonly Draft[], behind: string): void {
  const count = /^([两\d]{1,2})个(?:自然村|行政村|村)/.exec(behind)?.[1];
  if (count === undefined) return;
  for (const village of listed.slice(-(count === '两' ? 2 : Math.max(1, Number(count))))) {
    if (!village.name.endsWith('村')) village.alsoNamed.push(`${village.name}村`);
  }
}

const DIRECTION = /^[东南西北中上下前后]\d{0,2}(街|路|巷|横街|社区|居委会?|村|区|约|苑)?$/;
const ENDS_IN_DIRECTION = /^(.+?)[东南西北中上下前后]\d{0,2}(街|路|巷|横街|社区|居委会?|村|区|约|苑)?$/;

/**
 * The draft for a direction that goes on a list (东华市场东、南、西、北街), or `undefined` where the name stands for
 * itself. An ending that only the last of the list has is given to the earlier ones.
 */
export function nextDirection(name: string, span: Span, earlier: readonly Draft[]): Draft | undefined {
  const last = earlier.at(-1);
  const direction = DIRECTION.exec(name);
  const ends = direction && last ? ENDS_IN_DIRECTION.exec(fold(last.name).text) : undefined;
  const stem = ends?.[1];
  if (!direction || !ends || !last || stem === undefined || stem.length < 2) return undefined;
  const ending = direction[1] ?? '';
  if (ending !== '' && ends[2] === undefined) {
    for (const one of earlier) {
      if (one.name.length === last.name.length && one.name.startsWith(stem)) rename(one, one.name + ending);
    }
  }
  const full = stem + name + (ending === '' ? (ends[2] ?? '') : '');
  return newDraft(full, full, last.within, span.start, span.end);
}
