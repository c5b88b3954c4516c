// What brackets behind a place say of it: its numbers, members, second name, exclusions, a choice, or a remark.

import type { DoorRange, Parity } from './door-numbers.ts';
import { markParity, newDraft, refineNumbers, type Draft } from './draft.ts';
import { fold } from './fold.ts';
import { isSingle, takeWholeName } from './list-names.ts';
import type { Span } from './place-names.ts';
import { DEEPEST, ENCLOSED, finish, WHOLE, words, type Box, type Reading, type Surroundings } from './reading.ts';
import { isTransition, readTransition } from './transition.ts';
import { kindOf } from './vocabulary.ts';

const CHOICE = /双向选择|可以?(?:自愿)?(?:选择)?(?:报读|就读|入读)|任选|自愿选择|二选一|可选择?(?:报|就|入)读/;
const BRACKET_REMARK =
  /^按原[^;]*$|^原门牌[^;]*$|空号|拆除|已拆|拆迁|临迁|暂|待|扩展|集体户|改造|另行|调整|新编|招生|自愿|非小区管?理?$|^.{0,8}(?:居民|村民)$|单位$|约\d|^[\d、,至-]+期$/;

/** How many numbers of any kind a place has so far. */
export function countNumbers(draft: Draft): number {
  return draft.doors.length + draft.buildings.length + draft.groups.length;
}

/** 港前路（外运仓）713号大院: whether brackets between a road and its number name what stands there. */
export function namesWhatStands(road: Draft, inner: string): boolean {
  const plain = /^[\u4e00-\u9fa5]{2,12}$/.test(inner) && !/^[含单双奇偶号门牌]+$|^原/.test(inner);
  return road.kind === 'road' && countNumbers(road) === 0 && plain;
}

/** What brackets behind a place say of it. */
export function readBracket(
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
  if (/^含?(?:此|本|该)号$/.test(inner) || WHOLE.test(inner)) return;
  // 65号（含65号）以上
  const repeated = /^含(\d+)号?$/.exec(inner);
  if (repeated && place?.doors.at(-1)?.to === Number(repeated[1])) return;
  const rights = isTransition(inner) ? readTransition(said) : [];
  if (rights.length > 0) {
    (place?.transitions ?? reading.transitions).push(...rights);
    return;
  }
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
  const leading = /^(?:含|包括)?(?:([单奇])[、,]?([双偶])?|([双偶]))[号数]?(?=[,;、])/.exec(inner);
  if (place && leading && place.doors.length > 0) {
    markParity(place, leading[2] ? 'both' : leading[1] ? 'odd' : 'even');
  }
  const excludes = /除|不含|不包[括含]|不在内/.test(inner);
  const restricts = /^.{0,6}[只仅](?:招|限|收)/.test(inner);
  if (!excludes && !restricts && BRACKET_REMARK.test(inner) && inner.length < 60) {
    reading.remarks.push(said);
    return;
  }
  if (place && /^(?:一?部分|局部|.{0,30}(?:区间)?段|.{0,12}[东南西北]侧)$/.test(inner)) {
    place.partial = said;
    return;
  }
  // 吉庆街（江汉路—大智路）, 文园路（文园社区辖区部分）: the stretch that is meant.
  const stretch = STRETCH.exec(inner);
  const between = stretch && [stretch[1], stretch[2]].every((end) => kindOf(end as string) === 'road');
  if (place?.kind === 'road' && place.doors.length === 0 && !excludes && (between || /[^、,;\d]部分$/.test(inner))) {
    place.partial = said;
    return;
  }
  const former = excludes ? null : /^(?:原(?:名|称|为)?|曾用名|旧称):?([^、,;]+)$/.exec(inner);
  if (place && restricts && /^[^、,;]*(?:居民|村民|业主|职工)(?:子[女弟])?$/.test(inner)) {
    // 机场西社区（只招某村原村民子弟）: who is meant, the address does not say.
    place.partial = said;
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
  if (place && former?.[1]) {
    if (!/\d号/.test(former[1])) place.formerly.push(former[1]);
    // 广州大道北2218号（原同和中路1122号）: the former number is a number of another road.
    else reading.read(reading, { start: span.end - former[1].length, end: span.end }, { ...inside, into: around.into });
    return;
  }
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
  const parityOnly = /^(?:均为|含|包括)?(?:单[、,]?双号?|[单双奇偶][号数]?|[单双]门牌)(?:门牌)?(?:号码?)?$/.exec(inner);
  if (place && parityOnly) {
    markParity(place, /单[、,]?双/.test(inner) ? 'both' : /[单奇]/.test(inner) ? 'odd' : 'even');
    return;
  }
  // 芳彩社区（非凯粤湾小区部分）
  const without = /^非(.{2,20}?)(?:的?(?:部分|范围|区域|地段))?$/.exec(inner);
  if (place && without?.[1] !== undefined) {
    const members: Draft[] = [];
    const from = span.start + 1;
    reading.read(reading, { start: from, end: from + without[1].length }, { ...inside, into: members });
    place.except.push(...members.map((member) => finish(reading, member)));
    return;
  }
  const sink = { ...reading, except: box && !place ? box.except : place ? place.except : reading.except };
  reading.read(sink, span, inside);
  if (reading.boxes.length > boxesBefore) {
    reading.boxes.length = boxesBefore;
    if (place && place.doors.length === 0) place.partial = said;
    else reading.remarks.push(said);
    return;
  }
  // 云景花园居委（只限符合条件的某小区业主子女）: restricted to what is no place.
  if (place && restricts && !excludes && into.length === 0 && place.doors.length === 0) place.partial = said;
  if (!place) {
    around.into.push(...into);
    return;
  }
  if (ENCLOSED.test(inner)) {
    place.partial = said;
    around.into.push(...into);
    return;
  }
  for (const member of into) takeWholeName(member, place);
  joinMembers(place, into, inner, around.into, parityAhead);
}

/** From one road to another. */
const STRETCH = /^([^、,;\d()]{2,10})[-至到]([^、,;\d()]{2,10})$/;

/** Brackets that keep the place as well as what they list. */
const INCLUDES = /^(?:包括|包含|含|即|其中|及|单双?号?,?含|双号?,?(?:包)?含)/;

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
    const besides = /^[单双奇偶][号数]?,?(?:包)?含/.test(inner);
    if ((parityAhead || besides) && place.doors.length > 0) place.doors.push(...marked);
    else refineNumbers(place, marked);
    place.marked = place.doors.length;
  } else out.push(...own);
  const includes = INCLUDES.test(inner);
  if (ranges.length === 0 && own.length > 0) place.onlyMembers = true;
  if (own.some((member) => member.alsoNamed.length + member.buildings.length > 0)) {
    if (ranges.length > 0 && !includes) place.onlyMembers = true;
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
  const open = inner.endsWith('等');
  // 长城花园（一期、二期）: parts of the place, and only these.
  if (!includes && place.doors.length === 0 && others.every(({ name }) => name.startsWith(place.name))) {
    out.push(...others);
    if (open) place.open = '等';
    else place.onlyMembers = true;
    return;
  }
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
