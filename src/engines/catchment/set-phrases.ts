// Phrases that official texts use again and again: what is taken out (除外), and who is meant (符合…条件的适龄儿童).

import { BLANK } from './zone-lexer.ts';

/** A phrase that takes places out: where it stands, and where in it the places are listed. */
export interface Exclusion {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** People and conditions, not places. Every pattern is bounded, so that no text makes it slow. */
const PEOPLE =
  /[^;。\uE002\uE003]{0,30}残疾[^;。\uE002\uE003]{0,60}|详见[^;。\uE003]{0,80}|学位有余[^;。]{0,200}?备选|本年度?临时接[纳收][^;。]{0,80}|(?:以[^、,;。]{1,12}方式)?招收(?:居住在)?|(?:人户一致的?)?(?:户籍)?(?:居民|村民|业主|职工)子[女弟]|地段生|(?:且|并)?符合[^;。\uE002\uE003]{0,24}?(?:条件|政策|规定|要求)的?(?:适龄)?(?:儿童|少年|子女)(?:少年)?|(?:的)?(?:户籍)?的?[^、,;。\uE002\uE003户]{0,6}(?:原|旧)居民的?适龄(?:儿童|少年|子女)|户籍的?适龄(?:儿童|少年|子女)(?:少年)?|的?适龄(?:儿童|少年|子女)(?:少年)?|(?:及|、)?附近居住且?|居住且/g;

/** 外 as the beginning of a name: 外环路. */
const OUTER = /外(?:环|街|路|国|滩|语|贸|运|海)/y;
const TAIL = /的?(?:地段|区域|范围|部分|楼栋)?/y;

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/**
 * The phrases of a masked text that take places out: A、B除外, 除A、B外, 不含A、B. One pass from left to right. `top`: the
 * text is no bracket's, so that its first clause cannot be taken out as a whole.
 */
export function findExclusions(masked: string, top: boolean): Exclusion[] {
  const found: Exclusion[] = [];
  /** Where the present clause began, where 其中 and the last 除 in it stand; -1 where they do not. */
  let clause = 0;
  let among = -1;
  let except = -1;
  const take = (start: number, end: number, from: number, to: number): void => {
    found.push({ start, end, from, to });
    clause = end;
    among = -1;
    except = -1;
  };
  for (let i = 0; i < masked.length; i += 1) {
    const c = masked[i];
    if (c === ';' || c === '。') {
      if (except === clause && !top) take(clause, i, clause + 1, i);
      clause = i + 1;
      among = -1;
      except = -1;
    } else if (c === '其' && masked[i + 1] === '中') among = i + 2;
    else if (c === '除' && masked[i + 1] === '外') {
      const start = except >= 0 ? except : among >= 0 ? among : top && clause === 0 ? lastItem(masked, i) : clause;
      take(start, i + 2, except >= 0 ? except + 1 : start, i);
      i += 1;
    } else if (c === '除' && masked[i + 1] !== '了') except = i;
    else if (c === '外' && except >= 0 && matchLength(OUTER, masked, i) === 0) {
      const to = '以之'.includes(masked[i - 1] ?? ' ') ? i - 1 : i;
      take(except, i + 1 + matchLength(TAIL, masked, i + 1), except + 1, to);
    } else if (c === '不' && matchLength(/不(?:含|包括|包含)/y, masked, i) > 0) {
      const from = i + matchLength(/不(?:含|包括|包含)/y, masked, i);
      let end = from;
      while (end < masked.length && masked[end] !== ';' && masked[end] !== '。') end += 1;
      take(i, end, from, end);
      i = end - 1;
    }
  }
  if (except >= 0 && except === clause && !top) take(clause, masked.length, clause + 1, masked.length);
  return found;
}

/** Where the last item before a place begins: behind its last comma, or else its last 、. */
function lastItem(masked: string, before: number): number {
  const comma = masked.lastIndexOf(',', before);
  return (comma >= 0 ? comma : masked.lastIndexOf('、', before)) + 1;
}

/** The text with exclusions and phrases about people blanked out, and where the latter stood. */
export function blankRemarks(
  masked: string,
  exclusions: readonly Exclusion[],
): { readonly text: string; readonly remarks: readonly { readonly start: number; readonly end: number }[] } {
  let text = '';
  let at = 0;
  for (const { start, end } of exclusions) {
    if (start < at) continue;
    text += masked.slice(at, start) + BLANK.repeat(end - start);
    at = end;
  }
  text += masked.slice(at);
  const remarks: { start: number; end: number }[] = [];
  const blanked = text.replaceAll(PEOPLE, (phrase, offset: number) => {
    remarks.push({ start: offset, end: offset + phrase.length });
    return BLANK.repeat(phrase.length);
  });
  return { text: blanked, remarks };
}
