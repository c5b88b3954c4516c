// Reads a citizen's address: province to street office, road, house number, building, room; and a key to compare by.

import type { DoorNumber } from './door-numbers.ts';
import { foldText } from './fold.ts';
import { buildTrie, namesAt, type NameTrie } from './name-trie.ts';
import { canHoldPlaces, kindOf, LENGTHENS, STARTS_AFTER } from './vocabulary.ts';

/** A former or second name of a place and the name it goes by now, as data of a city. */
export interface PlaceName {
  readonly former: string;
  readonly current: string;
}

/** Former and alias names of a city. */
export type PlaceNames = readonly PlaceName[];

/** An address, read. Parts that it does not give are absent. */
export interface NormalisedAddress {
  /** The address in comparison form: half-width, digits, present names of places. */
  readonly text: string;
  readonly city?: string;
  readonly district?: string;
  /** Street office, town or township. */
  readonly street?: string;
  /** Road, estate or village: what is left before the numbers. */
  readonly place: string;
  readonly door?: DoorNumber;
  readonly building?: string;
  readonly unit?: string;
  readonly room?: string;
  /**
   * Equal for two ways of writing one dwelling's address (幢/栋/号楼, full width, renamed roads, with or without
   * district). Says nothing of the district: compare that where both name one.
   */
  readonly key: string;
}

/** Where the words before the place end, and what they named. */
export interface Prefix {
  readonly end: number;
  readonly city: string | undefined;
  readonly district: string | undefined;
  readonly street: string | undefined;
}

const PROVINCE =
  /(?:中国)?(?:[\u4e00-\u9fa5]{2,3}省|(?:内蒙古|广西壮族|广西|西藏|宁夏回族|宁夏|新疆维吾尔|新疆)自治区|(?:江苏|浙江|广东|广西|福建|安徽|江西|山东|山西|河南|河北|湖南|湖北|四川|贵州|云南|陕西|甘肃|青海|海南|辽宁|吉林|黑龙江|内蒙古|宁夏|新疆|西藏)(?=[\u4e00-\u9fa5]{2,3}市))/y;
const CITY = /[\u4e00-\u9fa5]{2,4}?市(?!场|桥|政|府|民|郊|心|委|局|第|检|立|属|新路|头)|[\u4e00-\u9fa5]{2,8}自治州/y;
const DISTRICT =
  /[\u4e00-\u9fa5]{1,8}?(?:自治县|自治旗|开发区|高新区|新区|示范区|旅游区|区|县(?![前后东西南北城])|市(?!场|桥|政|府|民|郊|心|委|局|第|头))/y;
const STREET = /[\u4e00-\u9fa5]{2,6}?(?:街道办事处|街道|镇(?![泰江海中南北东西前政宁安])|乡(?!村)|苏木)/y;
const OFFICE =
  /([\u4e00-\u9fa5]{1,4}街)(?=[\u4e00-\u9fa5]{2,}?(?:路|街|大道|巷|村|社区|花园|苑|小区|里|坊|园|城|楼|大厦|居|阁))/y;
const COMMUNITY =
  /[\u4e00-\u9fa5]{2,8}?(?:社区居民委员会|社区居委会|社区|居委会|村委会)(?=[\u4e00-\u9fa5]{1,8}(?:路|街|巷|道|里)[东南西北中]?\d)/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Whether a character stands among the next few; spares a pattern where it cannot match. */
function near(text: string, c: string, at: number): boolean {
  const found = text.indexOf(c, at);
  return found >= 0 && found - at <= 12;
}

/** Words that end like a district but are none: 长兴小区, 锦绣南区. */
function isDistrict(words: string, afterCity: boolean): boolean {
  if (/[小社校厂院片库住]区$/.test(words)) return false;
  if (afterCity) return true;
  if (words.endsWith('市')) return false;
  if (/[东南西北园]区$/.test(words)) return words.length <= 3 && words.length > 2;
  return words.length > 2 && words.length <= 8;
}

/** Reads province, city, district and street office off the start of a folded address, in any city. */
export function readPrefix(text: string): Prefix {
  let at = match(PROVINCE, text, 0)?.length ?? 0;
  const city = near(text, '市', at) || near(text, '州', at) ? match(CITY, text, at) : undefined;
  if (city) at += city.length;
  let district = match(DISTRICT, text, at);
  if (district && isDistrict(district, city !== undefined)) at += district.length;
  else district = undefined;
  let street = match(STREET, text, at);
  if (street) at += street.length;
  else if (near(text, '街', at)) {
    const office = match(OFFICE, text, at);
    if (office && canHoldPlaces(office) && !LENGTHENS.test(text.slice(at + office.length))) {
      street = office;
      at += office.length;
    }
  }
  return { end: at, city, district, street };
}

const prepared = new WeakMap<PlaceNames, { readonly trie: NameTrie; readonly current: readonly string[] }>();

/** Puts present names in the place of former ones, the longest first, where they stand as names of their own. */
export function presentNames(text: string, names: PlaceNames | undefined): string {
  if (!names || names.length === 0) return text;
  let ready = prepared.get(names);
  if (!ready) {
    ready = {
      trie: buildTrie(names.map((name) => foldText(name.former))),
      current: names.map((name) => foldText(name.current)),
    };
    prepared.set(names, ready);
  }
  const { trie, current } = ready;
  let result = '';
  for (let i = 0; i < text.length;) {
    let name = -1;
    let end = i;
    if (i === 0 || STARTS_AFTER.has(text[i - 1] as string)) {
      namesAt(trie, text, i, (found, to) => {
        if (!LENGTHENS.test(text.slice(to, to + 8))) {
          name = found;
          end = to;
        }
      });
    }
    if (name < 0) {
      result += text[i];
      i += 1;
    } else {
      result += current[name];
      i = end;
    }
  }
  return result;
}

/** The comparison form of an address: folded, without dots, with present names. */
export function addressText(address: string, names?: PlaceNames): string {
  return presentNames(foldText(address), names);
}

/** The numbers that stand right behind a name. */
export interface NumbersBehind {
  readonly door: DoorNumber | undefined;
  /** The door stands without 号, so that it may be a building's number. */
  readonly bare: boolean;
  readonly building: number | undefined;
  readonly label: string | undefined;
  readonly group: number | undefined;
  /** The number was given by its owner (自编5号), not by the authority. */
  readonly ownNumber: boolean;
  readonly end: number;
}

const NUMBER =
  /(?:第)?([A-Z]?)(\d{1,6})([A-Z]?)(?:-(\d{1,4})(?=号(?!楼)))?(号楼|号大院|大院|号院|号(?!线)|栋|幢|座|#楼?|单元|村民小组|小组|组|队|社(?!区))?(?:(?:之|-之)(\d{1,4})号?|-(\d{1,4})(?![\d号栋幢座]))?/y;
const LETTERED = /([A-Z])(?:栋|幢|座)/y;

/** Reads the numbers right behind a place of a folded address: 118号2栋…, 105号之3-601, 139-2号, 1号大院30号, A3栋. */
export function numbersBehind(text: string, start: number): NumbersBehind {
  let at = start;
  let door: DoorNumber | undefined;
  let bare = false;
  let building: number | undefined;
  let label: string | undefined;
  let group: number | undefined;
  let courtyard = false;
  const ownNumber = text[at + 1] === '编' && (text[at] === '自' || text[at] === '新');
  if (ownNumber) at += 2;
  for (let round = 0; round < 4; round += 1) {
    const lettered = match(LETTERED, text, at);
    if (lettered) {
      label ??= lettered[0] as string;
      at += lettered.length;
      continue;
    }
    NUMBER.lastIndex = at;
    const found = NUMBER.exec(text);
    if (!found) break;
    const [whole, letter, digits, , minus, unit, sub, dashed] = found;
    const after = text[at + whole.length];
    // A number that runs on into words is part of a name (8090小区, 3期), unless a room or building follows.
    if (unit === undefined && sub === undefined && after !== undefined && !/[\d\-(,、室房层楼梯户#/A-Z]/.test(after))
      break;
    const number = Number(digits);
    if (unit && /栋|幢|座|号楼|#/.test(unit)) {
      if (letter) label ??= letter + (digits as string);
      else building ??= number;
    } else if (unit === '单元') {
      at += whole.length;
      continue;
    } else if (unit && /组|队|社/.test(unit)) group ??= number;
    else if (door === undefined) {
      if (letter && unit === undefined) label ??= letter + (digits as string);
      else {
        const dashedSub = dashed !== undefined && Number(dashed) <= 30 ? dashed : undefined;
        const part = minus ?? sub ?? dashedSub;
        door = { main: number, ...(part === undefined ? {} : { sub: Number(part) }) };
        bare = unit === undefined;
        courtyard = unit?.endsWith('院') ?? false;
      }
    } else if (courtyard && unit === '号' && door.sub === undefined) door = { ...door, sub: number };
    else break;
    at += whole.length;
    if (text.startsWith('大院', at)) {
      courtyard = true;
      at += 2;
    }
  }
  return { bare, end: at, door, building, label, group, ownNumber };
}

const PIECE =
  /([A-Z]?\d+[A-Z]?)(号楼|号院|号大院|号房|号(?!线)|栋|幢|座|#楼?|单元|门(?!口)|梯|层|楼|室|房|户|村民小组|小组|组|队|社(?!区))?|之|-/y;

const MARKS = /[(),、/:;.。#-]/;
const ALL_MARKS = /[(),、/:;.。#-]/g;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const DASHED_ROOM = /-(\d+)(?:-(\d+))?(?![\d号栋幢座])/y;
const DASHED_SUB = /-(\d{1,3})号(?!楼|房)/y;

/** A digit, a capital letter, a dash or 之: where a number may begin. */
function startsPiece(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x2d || code === 0x4e4b;
}

/**
 * Reads an address. Never throws; words it does not know stay in `place`. Time is linear in the length.
 * Rules for the key: 栋, 幢, 座, 号楼 and # name a building; a number behind a building or a dash is a room; what stands
 * behind a house number in words (an estate's name) does not change the dwelling and is left out.
 */
export function normaliseAddress(address: string, names?: PlaceNames): NormalisedAddress {
  return readAddress(address, names).normalised;
}

/**
 * Keys of the site that an address names, the most exact first: its building, its house number or estate. Never a road
 * alone. Two addresses share a site when any of their keys is equal.
 */
export function siteKeys({ place, door, building }: NormalisedAddress): string[] {
  if (place === '') return [];
  const number = door ? `${door.main}${door.sub === undefined ? '' : `之${door.sub}`}` : '';
  const site = `${place}|${number}`;
  if (number === '' && kindOf(place) === 'road') return [];
  return building === undefined ? [`${site}|`] : [`${site}|${building}`, `${site}|`];
}

/** The address read, and where in its text the words of administration end. */
export function readAddress(
  address: string,
  names?: PlaceNames,
): { readonly normalised: NormalisedAddress; readonly prefixEnd: number } {
  const text = addressText(address, names);
  const prefix = readPrefix(text);
  let at = prefix.end;
  if (text.includes('社区', at) || text.includes('委会', at)) at += match(COMMUNITY, text, at)?.length ?? 0;
  let place = '';
  let door: DoorNumber | undefined;
  let building: string | undefined;
  let unit: string | undefined;
  let room: string | undefined;
  let afterDash = false;
  let numbersBegan = false;
  while (at < text.length) {
    let words = at;
    while (words < text.length && !startsPiece(text.charCodeAt(words))) words += 1;
    if (words > at) {
      if (!numbersBegan) place += text.slice(at, words);
      at = words;
      afterDash = false;
      continue;
    }
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text);
    const number = piece?.[1];
    const mark = piece?.[2];
    const next = piece ? text[at + piece[0].length] : undefined;
    const inName = number !== undefined && mark === undefined && next !== undefined && !/[\d\-A-Z#之(),、/]/.test(next);
    if (!piece || inName) {
      const stop = inName ? at + (piece?.[0].length ?? 1) : at + 1;
      if (!numbersBegan) place += text.slice(at, stop);
      at = stop;
      afterDash = false;
      continue;
    }
    at += piece[0].length;
    if (number === undefined) {
      afterDash = true;
      continue;
    }
    numbersBegan = true;
    if (mark && /^(?:栋|幢|座|号楼|#楼?)$/.test(mark)) building ??= number;
    else if (mark === '单元' || mark === '门' || mark === '梯') unit ??= number;
    else if (mark && /^(?:室|房|户|号房)$/.test(mark)) room = number;
    else if (mark === '层' || mark === '楼') continue;
    else if (door === undefined && building === undefined) {
      const main = Number.parseInt(number.replace(/^[A-Z]/, ''), 10);
      DASHED_ROOM.lastIndex = at;
      const room3 = mark === undefined && text[at] === '-' && kindOf(place) !== 'road' ? DASHED_ROOM.exec(text) : null;
      if (room3) {
        // 兰岚小区3-2-502: building, unit, room.
        building = number;
        if (room3[2] !== undefined) unit = room3[1];
        room = room3[2] ?? room3[1];
        at += room3[0].length;
        continue;
      }
      door = { main };
      DASHED_SUB.lastIndex = at;
      const sub = mark === undefined && text[at] === '-' ? DASHED_SUB.exec(text) : null;
      if (sub) {
        door = { main, sub: Number(sub[1]) };
        at += sub[0].length;
      }
    } else if (afterDash && text[at - piece[0].length - 1] === '之' && door && door.sub === undefined) {
      door = { ...door, sub: Number.parseInt(number, 10) };
    } else if (mark === undefined && next === '-' && building !== undefined && unit === undefined) unit = number;
    else room ??= number;
    afterDash = false;
  }
  if (MARKS.test(place)) place = place.replaceAll(ALL_MARKS, '');
  if (place.endsWith('院') || place.endsWith('内')) place = place.replace(/(?:大院|院内|内)$/, '');
  const sub = door?.sub === undefined ? '' : `之${door.sub}`;
  const key = `${place}|${door ? `${door.main}${sub}` : ''}|${building ?? ''}|${unit ?? ''}|${room ?? ''}`;
  // Set one by one, since a million addresses pass here and spreading costs more than reading.
  const normalised: Mutable<NormalisedAddress> = { text, place, key };
  if (prefix.city) normalised.city = prefix.city;
  if (prefix.district) normalised.district = prefix.district;
  if (prefix.street) normalised.street = prefix.street;
  if (door) normalised.door = door;
  if (building !== undefined) normalised.building = building;
  if (unit !== undefined) normalised.unit = unit;
  if (room !== undefined) normalised.room = room;
  return { normalised, prefixEnd: prefix.end };
}
