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
  /[^;。\u0002\u0003]{0,30}残疾[^;。\u0002\u0003]{0,60}|详见[^;。\u0003]{0,80}|(?:且|并)?符合[^;。\u0002\u0003]{0,24}?条件的?(?:适龄)?(?:儿童|少年|子女)(?:少年)?|(?:的)?(?:户籍)?的?[^、,;。\u0002\u0003户]{0,6}(?:原|旧)居民的?适龄(?:儿童|少年|子女)|户籍的?适龄(?:儿童|少年|子女)(?:少年)?|的?适龄(?:儿童|少年|子女)(?:少年)?|(?:及|、)?附近居住且?|居住且/g;

/** The phrases of a masked text that take places out of the catchment. */
export function findExclusions(masked: string): Exclusion[] {
  const found: Exclusion[] = [];
  let end = 0;
  const outs: number[] = [];
  for (let i = masked.indexOf('外'); i >= 0; i = masked.indexOf('外', i + 1)) {
    if (!/^外(?:环|街|路|国|滩|语|贸|运|海)/.test(masked.slice(i, i + 2))) outs.push(i);
  }
  for (const out of outs) {
    if (out < end) continue;
    const stop = Math.max(lastOf(masked, ';', out), lastOf(masked, '。', out), end - 1);
    if (masked[out - 1] === '除') {
      const among = masked.lastIndexOf('其中', out);
      const from = among > stop ? among + 2 : stop + 1;
      const phrase = masked.lastIndexOf('除', out - 2);
      const start = phrase > stop ? phrase + 1 : from;
      found.push({ start: phrase > stop ? phrase : from, end: out + 1, from: start, to: out - 1 });
      end = out + 1;
      continue;
    }
    const phrase = masked.lastIndexOf('除', out);
    if (phrase <= stop) continue;
    const to = '以之'.includes(masked[out - 1] ?? ' ') ? out - 1 : out;
    const tail = /^的?(?:地段|区域|范围|部分|楼栋)?/.exec(masked.slice(out + 1, out + 5))?.[0].length ?? 0;
    found.push({ start: phrase, end: out + 1 + tail, from: phrase + 1, to });
    end = out + 1 + tail;
  }
  for (const match of masked.matchAll(/不(?:含|包括|包含)/g)) {
    const from = match.index + match[0].length;
    if (found.some((one) => match.index >= one.start && match.index < one.end)) continue;
    const stop = masked.slice(from).search(/[;。]/);
    const to = stop < 0 ? masked.length : from + stop;
    found.push({ start: match.index, end: to, from, to });
    if (stop < 0) break;
  }
  return found.toSorted((a, b) => a.start - b.start);
}

function lastOf(text: string, mark: string, before: number): number {
  return text.lastIndexOf(mark, before);
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
