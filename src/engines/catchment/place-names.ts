// Splits a run of place words into its places (绢麻社区|都市兰亭花园) and takes off the words around a name.

import { LENGTHENS } from './vocabulary.ts';

/** After these words a new, smaller place may begin within one run of words. */
const JOINT =
  /(?:社区居委会?|社区|居委会|居委|街道办事处|街道|镇(?!泰|海|江)|(?<=..)乡(?=..)|大道[东南西北中]?|大街|直街|(?<![铁公道线网马])路(?!口|段|边|局)|街(?:道办?)?属(?=..)|(?<=.[^大])街(?!口|道|心|坊)|(?<=\S)巷(?!口)|村委会|村(?!口|民|委|旧址)|(?<=.)小区|公司(?:属下|所属|下属)?的?|属下的?|所含|所属的?|范围内的?|内所辖的?|(?<=[村区园苑城邨街路])内的?|辖区内?的?|(?<=.)的(?=.))/g;
/** What follows a joint, when it only goes on with the same name. */
const GOES_ON =
  /^(?:(?:[东南西北中上下新旧正横直前后]|\d+){0,3}[大小]?(?:横马路|马路|横路|横街|横巷|直街|大街|新街|路|街|巷|里|坊|横|弄|村|区|段|约|新村|社区|居委会?|住宅小区?|小区|花园|花苑|大厦|新城|宿舍|广场|公寓|大院|范围|区域|经济社|旧址|改造|旧改|复建|安置|[东南西北中]$)|[东南西北中上下]?$|.$)/;
/** A stem of one character and an ending is no name of its own, unless a village or street. */
const TOO_SHORT = /^.(?:街|路|巷|苑|园|楼|阁|居|局|厦|坊|里|院|站|厂|社)?$/;

const BEFORE =
  /^(?:[只仅](?:招收?|限于?|收|含|包括)?(?=..)|以及|及其|包括|包含|还有|其中|以内|位于|含有|不含|由(?=.{1,8}[路街道河])|[及含即另在](?=..)|自编(?=..)|:)+/;
const AFTER =
  /(?:(?:整|所属|所有|的)?(?:[两\d]个(?:自然村|行政村|村|社区|经济社|住宅小区|小区|楼盘)|等\d*个?[^等]{0,6}|范围内?|辖区范围|辖区内?|区域内?|区域|所辖范围|片区|一带|辖地|地段|处|所在地|所含|所辖|附近|周边|交界起?|全境|全部|全路段?|全[段线程长]|整条|两[侧边旁]|内))$/;

/** Where a name stands, between two places of the folded text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A run of words without the words around its name, and whether it says that more is meant (等). */
export function trimName(text: string, span: Span): Span & { open: boolean } {
  let { start, end } = span;
  let open = false;
  const before = BEFORE.exec(text.slice(start, Math.min(end, start + 12)));
  // 含光路 is a name, for 光路 is none.
  const left = before ? text.slice(start + before[0].length, end) : '';
  if (before && left !== '' && !(before[0] === '含' && TOO_SHORT.test(left))) start += before[0].length;
  for (let round = 0; round < 3; round += 1) {
    const words = text.slice(Math.max(start, end - 14), end);
    const after = AFTER.exec(words);
    if (!after || after[0].length >= end - start) break;
    if (/等$|等(?:小区|片区|楼盘|地段|地)?$/.test(after[0])) open = true;
    end -= after[0].length;
  }
  if (text[end - 1] === '的' && end - start > 2) end -= 1;
  return { start, end, open };
}

/** The places in a run of words, widest first. Long runs are not places and stay whole. */
export function splitPlaces(text: string, span: Span): Span[] {
  const words = text.slice(span.start, span.end);
  if (words.length > 60) return [span];
  const dot = /^[^·]+?(?:街道|街|镇|乡|社区|村)·/.exec(words);
  if (dot) {
    const holder = { start: span.start, end: span.start + dot[0].length - 1 };
    return [holder, ...splitPlaces(text, { start: holder.end + 1, end: span.end })];
  }
  const places: Span[] = [];
  let from = 0;
  JOINT.lastIndex = 0;
  for (let joint = JOINT.exec(words); joint; joint = JOINT.exec(words)) {
    let end = joint.index + joint[0].length;
    let rest = words.slice(end);
    if (/大道[东南西北中]$/.test(joint[0]) && (GOES_ON.test(rest) || TOO_SHORT.test(rest))) {
      const shorter = words.slice(end - 1);
      if (!GOES_ON.test(shorter) && !TOO_SHORT.test(shorter)) {
        end -= 1;
        rest = shorter;
      }
    }
    if (rest === '' || GOES_ON.test(rest) || TOO_SHORT.test(rest) || LENGTHENS.test(rest)) continue;
    const connector = /(?:(?<=[街道办])属|属下的?|所含|所属的?|范围内的?|内所辖的?|内的?|的)$/.exec(joint[0]);
    const nameEnd = connector ? end - connector[0].length : end;
    if (nameEnd - from < 2) continue;
    places.push({ start: span.start + from, end: span.start + nameEnd });
    const link = /^(?:(?:属下|所含|所属|所辖|范围内|辖区内|内|之)的?|的)/.exec(rest);
    from = link && link[0].length < rest.length - 1 ? end + link[0].length : end;
  }
  places.push({ start: span.start + from, end: span.end });
  return places;
}

/** Where a run holds two names joined by 和, 及 or 与 (凤凰社区和渔兴社区); else the run. */
export function splitJoined(text: string, span: Span): Span[] {
  const words = text.slice(span.start, span.end);
  if (words.length > 60) return [span];
  const spans: Span[] = [];
  let from = 0;
  for (const found of words.matchAll(/以及|包括|包含|及|和|与/g)) {
    const left = words.slice(from, found.index);
    const right = words.slice(found.index + found[0].length);
    if (left.length < 2 || right.length < 2) continue;
    const plain = found[0].length > 1;
    if (
      !plain &&
      !/(?:阁|庭|府|居|轩|台|湾|廊|路|街|巷|道|道[东南西北中]|社区|村|小区|苑|园|楼|花园|大厦|宿舍|居委会?|大院|里|坊|城|\d)$/.test(
        left,
      )
    )
      continue;
    if (!plain && /^.?(?:路|街|巷|里|社区|小区|村|园|苑|大厦|花园)/.test(right)) continue;
    spans.push({ start: span.start + from, end: span.start + found.index });
    from = found.index + found[0].length;
  }
  spans.push({ start: span.start + from, end: span.end });
  return spans;
}
