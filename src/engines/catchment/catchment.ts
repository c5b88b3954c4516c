// The engine's door: which school's catchment an address lies in by the official texts, and the words that decide it.

import type { DateText } from '../../kernel/dates.ts';
import { normaliseAddress, numbersBehind, readAddress, type NormalisedAddress, type NumbersBehind } from './address.ts';
import { inAnyRange } from './door-numbers.ts';
import { partWords } from './fold.ts';
import { findNames, type FoundName } from './find-names.ts';
import type { PlacePart, TransitionRight } from './place-part.ts';
import { zonesAt, type Point } from './polygons.ts';
import { rightHolds } from './transition.ts';
import { GENERAL } from './vocabulary.ts';
import { buildCatchmentIndex, officeOf, type CatchmentIndex, type Entry, type SchoolZone } from './zone-index.ts';

export { buildCatchmentIndex, normaliseAddress };
export type { CatchmentIndex, NormalisedAddress, SchoolZone };
export type { PlaceName, PlaceNames } from './address.ts';

/** What the texts say of an address. */
export type LocationResult = 'matched' | 'overlap' | 'uncovered' | 'needs_map';

/** A school that the texts name for an address. */
export interface LocatedSchool {
  readonly schoolId: string;
  readonly school: string;
  readonly campus?: string;
  /** The words of its text that decide. */
  readonly basis: string;
}

/** The answer for an address. */
export interface Location {
  readonly result: LocationResult;
  /** One for `matched`, several for `overlap`; for `needs_map` those that come into question; none for `uncovered`. */
  readonly schools: readonly LocatedSchool[];
  /** Schools that the text lets the family choose instead (双向选择). */
  readonly orSchools: readonly string[];
  /** Rights to other schools that the text keeps for a time and that hold on the day asked for. */
  readonly transitions: readonly TransitionRight[];
  /** What decided: the words, or the drawn catchments because the words could not. */
  readonly decidedBy: 'text' | 'map';
  /** The reason in Chinese, quoting the text. */
  readonly basis: string;
  readonly normalised: NormalisedAddress;
}

/** What is asked. */
export interface LocationQuery {
  readonly address: string;
  /** Where it lies, when known; drawn catchments then decide what the words leave open. */
  readonly point?: Point;
  /** The day on which the texts must hold; absent: all texts. */
  readonly on?: DateText;
}

type Verdict = 'yes' | 'no' | 'maybe';

/** One meaning of a found name, weighed against the numbers behind it. */
interface Finding {
  readonly entry: Entry;
  readonly name: FoundName;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Words behind a community's name that name a smaller place in it. */
const NAMES_MORE =
  /(?![号栋幢座院])[\u4e00-\u9fa5]\d{0,3}(?:路|街|巷|道|里|坊|弄|园|苑|城|府|居|庭|阁|轩|厦|庄|村|湾|横|楼)/;

/** A named section of a road (雁塔路北段), and one right behind a road's name in an address. */
const SECTION = /^[东南西北中]段$/;
const SECTION_BEHIND = /^[东南西北中]段/;

/** Whether a part takes in an address whose numbers behind the name are known. */
function weigh(
  entry: Entry,
  numbers: NumbersBehind,
  text: string,
  nameEnd: number,
): { verdict: Verdict; reason: string } {
  const part = entry.part as PlacePart;
  const { door, building, label, group } = numbers;
  if (part.doors && !entry.alias) {
    if (!door) {
      const only = part.doors.length === 1 && part.doors[0]?.from === undefined && part.doors[0]?.to === undefined;
      const reason = building !== undefined && !only ? '文本按门牌号，地址给的是楼栋号' : '地址缺门牌号';
      return { verdict: 'maybe', reason };
    }
    if (!inAnyRange(part.doors, door)) return { verdict: 'no', reason: '' };
    if (numbers.ownNumber && !/[自新]编/.test(part.text))
      return { verdict: 'maybe', reason: '地址是自编号，不是门牌号' };
  }
  if (part.buildings) {
    const number = building ?? (part.doors ? undefined : door?.main);
    if (number === undefined) return { verdict: 'maybe', reason: '地址缺楼栋号' };
    if (!inAnyRange(part.buildings, { main: number })) return { verdict: 'no', reason: '' };
  }
  if (part.buildingLabels && !entry.alias && label !== undefined && !part.buildingLabels.includes(label[0] as string)) {
    if (!part.buildingLabels.includes(label)) return { verdict: 'no', reason: '' };
  }
  if (part.groups) {
    if (group === undefined) return { verdict: 'maybe', reason: '地址缺村民小组' };
    if (!inAnyRange(part.groups, { main: group })) return { verdict: 'no', reason: '' };
  }
  const stretch = part.partial === undefined ? null : SECTION.exec(part.partial);
  if (stretch && SECTION_BEHIND.test(text.slice(nameEnd, nameEnd + 2))) return { verdict: 'no', reason: '' };
  // The list decides on what the address names besides.
  if (part.listed && NAMES_MORE.test(text.slice(numbers.end))) return { verdict: 'no', reason: '' };
  if (part.partial !== undefined) return { verdict: 'maybe', reason: `只含“${part.partial.replace(/^的/, '')}”` };
  if (part.open !== undefined) return { verdict: 'maybe', reason: '所列未尽（等）' };
  return { verdict: 'yes', reason: '' };
}

function holds(zone: SchoolZone, on: DateText | undefined): boolean {
  if (on === undefined) return true;
  return (zone.effectiveFrom ?? '') <= on && on <= (zone.effectiveTo ?? '9999-12-31');
}

/**
 * Entries of a name that stand in the street office that the address names, where the texts tell them apart by it:
 * 赤岗街 and 凤阳街 each have a 鹭江社区. Entries without an office stay.
 */
function inSameOffice(index: CatchmentIndex, name: FoundName, text: string): readonly Entry[] {
  const { entries, offices } = name.name;
  if (offices.length === 0) return entries;
  const named = offices.filter((office) => text.includes(office));
  if (named.length === 0) return entries;
  return entries.filter((entry) => {
    const office = officeOf(entry.part, index.offices);
    return office === undefined || named.includes(office);
  });
}

/** All that the names in the address decide. */
function findingsOf(
  index: CatchmentIndex,
  text: string,
  names: readonly FoundName[],
  on: DateText | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const lastRoad = names.findLast(({ name }) => name.kind === 'road');
  for (const name of names) {
    const numbers = numbersBehind(text, name.end);
    const before = text.slice(0, name.start);
    const followed = names.some((other) => other.start === name.end);
    for (const entry of inSameOffice(index, name, text)) {
      const zone = index.zones[entry.zone] as SchoolZone;
      if (!holds(zone, on)) continue;
      if (entry.role === 'around') continue;
      if (entry.role === 'line' || entry.role === 'area') {
        findings.push({ entry, name, verdict: 'maybe', reason: `文本以“${entry.line ?? name.name.key}”为界` });
        continue;
      }
      if (entry.needs && entry.role === 'member') {
        const numbered =
          before === '' &&
          !entry.alias &&
          !GENERAL.test(name.name.key) &&
          entry.part?.doors &&
          numbers.door !== undefined;
        const placed = numbered || entry.needs.some((need) => before.includes(need));
        if (!placed && !(name.strict && isTrustedAlone(name.name.key, before))) continue;
      }
      if (name.section && !followed) {
        // 中山大道|西 is a road of its own.
        continue;
      }
      const weighed = weigh(entry, numbers, text, name.end);
      const wholeRoad = name.name.kind === 'road' && numbers.door === undefined && !entry.part?.doors;
      if (wholeRoad && lastRoad && lastRoad.start > name.start && entry.role === 'member') continue;
      findings.push({ entry, name, verdict: weighed.verdict, reason: weighed.reason });
    }
  }
  return findings;
}

/** A short name (黄村, 燕庄) right behind the district or at the start of an address stands for itself. */
function isTrustedAlone(key: string, before: string): boolean {
  if (GENERAL.test(key)) return false;
  const placed = /[村庄屋苑园里坊巷街路]$/.test(key);
  return placed ? before === '' || /(?:区|县|市|镇|街道|街|乡)$/.test(before) : /(?:区|县|市)$/.test(before);
}

/** Drops members whose exclusion the address meets; what may be excluded becomes a question for the map. */
function withoutExcluded(findings: readonly Finding[]): { kept: Finding[]; excluded: Finding[] } {
  const exclusions = findings.filter(({ entry, verdict }) => entry.role === 'except' && verdict !== 'no');
  const excluded: Finding[] = [];
  const kept: Finding[] = [];
  for (const finding of findings) {
    if (finding.entry.role === 'except') continue;
    const hit = exclusions.find(
      ({ entry }) =>
        entry.zone === finding.entry.zone &&
        (entry.limits === undefined ||
          entry.limits === finding.entry.part ||
          (entry.part?.doors !== undefined && entry.part.name === finding.entry.part?.name)),
    );
    if (!hit) kept.push(finding);
    else if (hit.verdict === 'yes') excluded.push(hit);
    else kept.push({ ...finding, verdict: finding.verdict === 'yes' ? 'maybe' : finding.verdict, reason: hit.reason });
  }
  if (excluded.length === 0) excluded.push(...exclusions.filter(({ verdict }) => verdict === 'yes'));
  return { kept, excluded };
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}

function schoolName(zone: SchoolZone): string {
  return zone.campus && !zone.school.includes(zone.campus) ? `${zone.school}（${zone.campus}）` : zone.school;
}

function located(index: CatchmentIndex, findings: readonly Finding[]): LocatedSchool[] {
  return unique(findings.map(({ entry }) => entry.zone)).map((number) => {
    const zone = index.zones[number] as SchoolZone;
    const own = findings.filter(({ entry }) => entry.zone === number);
    return {
      schoolId: zone.schoolId,
      school: zone.school,
      ...(zone.campus ? { campus: zone.campus } : {}),
      basis: unique(own.map(({ entry }) => `“${entry.text}”`))
        .slice(0, 3)
        .join('、'),
    };
  });
}

/** One school may have several campuses with one text; for the result a school counts once a campus. */
function countSchools(index: CatchmentIndex, findings: readonly Finding[]): number {
  return new Set(
    findings.map(({ entry }) => {
      const zone = index.zones[entry.zone] as SchoolZone;
      return `${zone.schoolId}/${zone.campus ?? ''}`;
    }),
  ).size;
}

/** Rights of the parts that take the address in, and of their catchments as a whole, that hold on the day. */
function transitionsOf(index: CatchmentIndex, yes: readonly Finding[], on: DateText | undefined): TransitionRight[] {
  const zones = unique(yes.map(({ entry }) => entry.zone));
  return zones.flatMap((zone) => {
    const { effectiveFrom } = index.zones[zone] as SchoolZone;
    const parts = yes.flatMap(({ entry }) => (entry.zone === zone ? (entry.part?.transitions ?? []) : []));
    const rights = unique([...parts, ...(index.readings[zone]?.transitions ?? [])]);
    return rights.filter((right) => rightHolds(right, on, effectiveFrom));
  });
}

/**
 * Locates an address. The rules: numbers decide by range and parity, a range without a mark means both; a list names
 * only its members; the longer name wins; what two texts name is an overlap; a part, a side or a boundary road needs a
 * map; where the words do not match one school, a point decides by the drawn catchments. Never throws.
 */
export function locate(index: CatchmentIndex, query: LocationQuery): Location {
  const { normalised, prefixEnd } = readAddress(query.address, index.placeNames);
  const names = findNames(index, normalised.text, prefixEnd);
  const elsewhere = otherDistrict(index, normalised, names);
  if (elsewhere) return uncovered(elsewhere, normalised);
  const { location, excluded } = locateByText(index, query, normalised, names);
  if (location.result === 'matched' || !query.point || !index.polygons) return location;
  return locateByPoint(index, { ...query, point: query.point }, location, excluded);
}

function uncovered(basis: string, normalised: NormalisedAddress): Location {
  return { result: 'uncovered', schools: [], orSchools: [], transitions: [], decidedBy: 'text', basis, normalised };
}

/** What the words say, and the zones whose words take the address out. */
function locateByText(
  index: CatchmentIndex,
  query: LocationQuery,
  normalised: NormalisedAddress,
  names: readonly FoundName[],
): { readonly location: Location; readonly excluded: readonly number[] } {
  const { text } = normalised;
  const { kept, excluded } = withoutExcluded(findingsOf(index, text, names, query.on));
  const strong = kept.filter(({ entry, verdict }) => !entry.weak && verdict !== 'no');
  const decisive = strong.some(({ verdict }) => verdict === 'yes')
    ? strong
    : kept.filter(({ verdict }) => verdict !== 'no');
  const yes = decisive.filter(({ verdict }) => verdict === 'yes');
  const firstYes = Math.min(...yes.map(({ name }) => name.start));
  const yesZones = new Set(yes.map(({ entry }) => entry.zone));
  const open = decisive.filter(
    ({ entry, verdict, name }) =>
      verdict === 'maybe' &&
      !yesZones.has(entry.zone) &&
      (yes.length === 0 || (entry.role === 'member' && entry.part?.partial !== undefined && name.start >= firstYes)),
  );
  const orSchools = unique(yes.flatMap(({ entry }) => entry.part?.orSchools ?? []));
  const out = unique(excluded.map(({ entry }) => entry.zone));
  const answer = (result: LocationResult, findings: readonly Finding[], basis: string) => ({
    location: {
      result,
      schools: located(index, findings),
      orSchools,
      transitions: transitionsOf(index, yes, query.on),
      decidedBy: 'text' as const,
      basis,
      normalised,
    },
    excluded: out,
  });
  if (open.length > 0) return answer('needs_map', [...yes, ...open], mapBasis(index, open));
  if (yes.length > 0) {
    const schools = located(index, yes);
    if (countSchools(index, yes) > 1) {
      const basis = schools.map((one) => `${one.school}列${one.basis}`).join('；');
      return answer('overlap', yes, basis);
    }
    return answer('matched', yes, `${schools[0]?.basis ?? ''}${doorWords(text, yes)}`);
  }
  return { location: uncovered(uncoveredBasis(index, kept, excluded), normalised), excluded: out };
}

function doorWords(text: string, yes: readonly Finding[]): string {
  const withDoors = yes.find(({ entry }) => entry.part?.doors && !entry.alias);
  if (!withDoors) return '';
  const { door } = numbersBehind(text, withDoors.name.end);
  return door ? `含${door.main}号${door.sub === undefined ? '' : partWords(door.sub)}` : '';
}

function mapBasis(index: CatchmentIndex, open: readonly Finding[]): string {
  const once = new Map(open.map((finding) => [`${finding.entry.zone}/${finding.entry.text}`, finding]));
  const words = [...once.values()].map(
    ({ entry, reason }) => `${schoolName(index.zones[entry.zone] as SchoolZone)}“${entry.text}”，${reason}`,
  );
  return `文字不能判断，需看图或人工核定：${words.slice(0, 4).join('；')}`;
}

function uncoveredBasis(index: CatchmentIndex, kept: readonly Finding[], excluded: readonly Finding[]): string {
  if (excluded.length > 0) {
    const words = unique(
      excluded.map(({ entry }) => `${schoolName(index.zones[entry.zone] as SchoolZone)}的文本把“${entry.text}”除外`),
    );
    return `${words.join('；')}，其他文本也未列`;
  }
  const near = unique(
    kept.map(({ entry }) => `“${entry.text}”（${schoolName(index.zones[entry.zone] as SchoolZone)}）`),
  );
  return near.length > 0 ? `号码不在所列之内：${near.slice(0, 4).join('、')}` : '文本未列此地址';
}

/** Whether the address names a district that is not the texts' own; then no text of this district can cover it. */
function otherDistrict(
  index: CatchmentIndex,
  { district, text }: NormalisedAddress,
  names: readonly FoundName[],
): string | undefined {
  const own = index.districts;
  if (own.length === 0 || district === undefined) return undefined;
  if (own.some((name) => district.endsWith(name) || name.endsWith(district))) return undefined;
  const end = text.indexOf(district) + district.length;
  // A name of the texts that ends like a district (锦绣南区) is no district.
  if (names.some((name) => name.start < end && name.end >= end)) return undefined;
  return `地址在${district}，文本只管${own.join('、')}`;
}

/** By the drawn catchments, for what the words leave open; the words' answer stays where the drawing does not help. */
function locateByPoint(
  index: CatchmentIndex,
  query: LocationQuery & { readonly point: Point },
  byText: Location,
  excluded: readonly number[],
): Location {
  if (!index.polygons) return byText;
  const at = zonesAt(index.polygons, query.point).filter((zone) => holds(index.zones[zone] as SchoolZone, query.on));
  const named = at.filter((zone) => {
    const { schoolId, campus } = index.zones[zone] as SchoolZone;
    return byText.schools.some((school) => school.schoolId === schoolId && school.campus === campus);
  });
  // Of several the one that the words name as well; words that list other schools stand against the drawing.
  const zones = named.length > 0 && at.length > 1 ? named : at;
  if (zones.length === 0 || (byText.result === 'overlap' && named.length === 0)) return byText;
  const drawn = zones.map((number) => index.zones[number] as SchoolZone);
  const names = drawn.map(schoolName).join('、');
  const against = zones.some((zone) => excluded.includes(zone));
  const single = drawn.length === 1 && !against;
  const basis = against
    ? `图与文字不一致，需人工核定：地址在所绘的${names}施教区范围之内，而${byText.basis}`
    : `地址所在的位置在教育局绘制的${names}施教区范围之内（文字不能独自决定：${byText.basis}）`;
  return {
    ...byText,
    result: against ? 'needs_map' : single ? 'matched' : 'overlap',
    schools: drawn.map((zone) => ({
      schoolId: zone.schoolId,
      school: zone.school,
      ...(zone.campus ? { campus: zone.campus } : {}),
      basis: '位置在教育局绘制的施教区范围之内',
    })),
    transitions: single
      ? (index.readings[zones[0] as number]?.transitions ?? []).filter((right) =>
          rightHolds(right, query.on, drawn[0]?.effectiveFrom),
        )
      : byText.transitions,
    decidedBy: 'map',
    basis,
  };
}
