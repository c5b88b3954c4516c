// Turns the catchment texts of a district into an index: every name, and what it decides for which school.

import type { DateText } from '../../kernel/dates.ts';
import { presentNames, type PlaceNames } from './address.ts';
import { nameKey } from './fold.ts';
import { buildTrie, type NameTrie } from './name-trie.ts';
import type { PlaceKind, PlacePart, ZoneReading } from './place-part.ts';
import { indexPolygons, type PolygonIndex, type ZonePolygon } from './polygons.ts';
import { canHoldPlaces, GENERAL, kindOf } from './vocabulary.ts';
import { parseZone } from './zone-parser.ts';

/** A school's or campus's catchment as published. */
export interface SchoolZone {
  readonly schoolId: string;
  readonly school: string;
  readonly campus?: string;
  /** The official text. */
  readonly zone: string;
  readonly note?: string;
  /** The district whose text this is, e.g. 天河区; an address that names another one is not covered by it. */
  readonly district?: string;
  /** First day on which the text holds. */
  readonly effectiveFrom?: DateText;
  /** Last day on which the text holds. */
  readonly effectiveTo?: DateText;
  /** The area as the bureau has drawn it, in WGS 84. */
  readonly polygon?: ZonePolygon;
}

/** What a name means in one catchment. */
export interface Entry {
  readonly zone: number;
  /** `member` takes in, `except` takes out, `line` bounds a box, `area` is cut by a box, `around` only holds others. */
  readonly role: 'member' | 'except' | 'line' | 'area' | 'around';
  readonly part?: PlacePart;
  /** For `except`: the part it limits; absent: the whole catchment. */
  readonly limits?: PlacePart;
  /** The name is that of the thing at the part's numbers, which then need not be given. */
  readonly alias: boolean;
  /** A shortened or guessed name: counts only where no full name decides. */
  readonly weak: boolean;
  /** A name too short or general to count alone: one of these must stand before it. */
  readonly needs?: readonly string[];
  /** For `line` and `area`: the name as the text writes it. */
  readonly line?: string;
  /** Words of the text. */
  readonly text: string;
}

/** One name with its meanings. */
export interface IndexedName {
  readonly key: string;
  readonly kind: PlaceKind;
  readonly entries: Entry[];
  /** Street offices that tell the entries apart, when they lie in several; else empty. */
  offices: readonly string[];
}

/** Catchment texts, ready to answer. Build once per set of texts. */
export interface CatchmentIndex {
  readonly zones: readonly SchoolZone[];
  readonly readings: readonly ZoneReading[];
  readonly names: readonly IndexedName[];
  readonly trie: NameTrie;
  readonly placeNames: PlaceNames;
  /** Street offices, towns and townships that hold places in the texts; 街道 shortened to 街. */
  readonly offices: ReadonlySet<string>;
  /** The districts whose texts these are, where they say so. */
  readonly districts: readonly string[];
  readonly polygons: PolygonIndex | undefined;
}

const DROPPED_ENDINGS = /^(.{2,}?)(?:住宅小区|小区|社区居委会|社区居委|社区|生活区|居委会?)$/;
const DROPPED_FROM_LONG = /^(.{4,})(?:花园|花苑|大厦|公寓|家园|大楼)$/;
const COMMUNITY_ENDINGS = ['社区', '居委', '居委会', '社区居委会', '社区居民委员会', '居民委员会'];
const ADMIN_PREFIX = /^(?:[\u4e00-\u9fa5]{2,4}市)?[\u4e00-\u9fa5]{1,2}[^小社园校厂院片南北东西][区县](?=.{3,})/;

interface Key {
  readonly key: string;
  readonly weak: boolean;
}

/** All ways in which a name may be written in an address. */
function keysOf(name: string): Key[] {
  const base = nameKey(name);
  const keys: Key[] = [{ key: base, weak: false }];
  const add = (key: string | undefined, weak: boolean): void => {
    if (key !== undefined && key.length >= 2 && !keys.some((one) => one.key === key)) keys.push({ key, weak });
  };
  add(ADMIN_PREFIX.exec(base) ? base.replace(ADMIN_PREFIX, '') : undefined, false);
  add(/^[原旧].{2,}/.test(base) ? base.slice(1) : undefined, false);
  for (const piece of name.includes('·') ? name.split('·') : []) if (piece.length >= 3) add(nameKey(piece), true);
  const short = DROPPED_ENDINGS.exec(base)?.[1] ?? DROPPED_FROM_LONG.exec(base)?.[1];
  if (short !== undefined && kindOf(short) !== 'road') add(short, true);
  const village = /^(.{2,})(?:自然村|行政村)$/.exec(base)?.[1];
  if (village !== undefined) add(village.endsWith('村') ? village : `${village}村`, false);
  add(/^(.{2,}村)(?:委会?|民委员会)$/.exec(base)?.[1], false);
  const community = /^(.{2,}?)(?:社区居委会?|社区|居委会?|转制社区)$/.exec(base)?.[1];
  if (community !== undefined) for (const ending of COMMUNITY_ENDINGS) add(community + ending, true);
  const sections = /^(.{2,}?)((?:[东南西北中A-Z\d]区){2,})$/.exec(base);
  for (const section of sections?.[2]?.match(/.区/g) ?? []) add(`${sections?.[1]}${section}`, false);
  add(/^\d{2,4}(.{3,})$/.exec(base)?.[1], true);
  return keys;
}

/** The place that a school is named after: 柯木塱小学 → 柯木塱. */
function schoolStem(school: string): string {
  const stem = nameKey(school)
    .replace(/\(.*\)/g, '')
    .replace(/^.*(?:教育集团|市|区)(?=.{2,}(?:小学|学校))/, '')
    .replace(/(?:中心|实验|第\d+)*(?:小学|学校|中学).*$/, '');
  return stem.length >= 2 ? stem : '';
}

/** The stem of an economic cooperative and the like: 柯木塱经济发展公司 → 柯木塱. */
function aroundStems(within: readonly string[]): string[] {
  return within
    .map((name) =>
      nameKey(name).replace(
        /(?:股份|经济)?(?:合作|发展|联合)*(?:经济)?(?:公司|联社|总社|社|村委会|村|社区|居委会?)$/,
        '',
      ),
    )
    .filter((stem) => stem.length >= 2);
}

function officeKey(name: string): string {
  return nameKey(name).replace(/街道$/, '街');
}

/** The street office around a part, when the texts give one. */
export function officeOf(part: PlacePart | undefined, offices: ReadonlySet<string>): string | undefined {
  return part?.within.map(officeKey).find((name) => offices.has(name));
}

/** Reads the texts and builds the index. `names` maps former and alias names to present ones. Never throws on a text. */
export function buildCatchmentIndex(zones: readonly SchoolZone[], names: PlaceNames = []): CatchmentIndex {
  const byKey = new Map<string, IndexedName>();
  const add = (key: string, entry: Entry, kind = kindOf(key)): void => {
    const present = presentNames(key, names);
    if (present.length < 2 || /^\d+$/.test(present)) return;
    let name = byKey.get(present);
    if (!name) {
      name = { key: present, kind, entries: [], offices: [] };
      byKey.set(present, name);
    }
    name.entries.push(entry);
  };
  /** Names with the place around them (松岗大街华南御景园) and the name alone, which other texts may give. */
  const compounds = new Map<string, string>();
  const readings = zones.map((zone) => parseZone(zone.zone));
  readings.forEach((reading, zone) => {
    const stem = schoolStem(zones[zone]?.school ?? '');
    const around = new Set<string>();
    const addPart = (part: PlacePart, role: 'member' | 'except', limits?: PlacePart): void => {
      const base: Omit<Entry, 'alias' | 'weak'> = { zone, role, part, text: part.text, ...(limits ? { limits } : {}) };
      const needs = [stem, ...part.within.map(nameKey), ...aroundStems(part.within)].filter((name) => name !== '');
      const addName = (name: string, alias: boolean): void => {
        for (const { key, weak } of keysOf(name)) {
          const short = GENERAL.test(key) || (key.length <= 2 && role === 'member');
          add(key, { ...base, alias, weak, ...(short ? { needs } : {}) });
        }
      };
      addName(part.name, false);
      for (const name of part.alsoNamed) addName(name, true);
      if (part.partial !== undefined && /^[东南西北中]段$/.test(part.partial)) {
        // 雁塔路北段 is a road's name too, with numbers of its own.
        const { partial, ...whole } = part;
        add(nameKey(part.name + partial), { ...base, part: whole, alias: false, weak: false }, 'road');
      }
      for (const name of part.formerly) addName(name, false);
      const key = nameKey(part.name);
      const holder = part.within.at(-1);
      // Only a name that counts for nothing alone is looked for together with the place around it: a longer name
      // hides the shorter ones in it, which other texts may give.
      if (holder !== undefined && (GENERAL.test(key) || key.length <= 2)) {
        const full = nameKey(holder) + key;
        compounds.set(full, key);
        add(full, { ...base, alias: false, weak: false }, kindOf(key));
      }
      if (part.doors && part.kind === 'estate' && /[东南西北中]$/.test(key)) {
        for (const ending of ['路', '街']) add(key + ending, { ...base, alias: false, weak: true });
      }
      for (const name of part.within) around.add(name);
      for (const except of part.except) addPart(except, 'except', part);
    };
    for (const part of reading.places) addPart(part, 'member');
    for (const part of reading.except) addPart(part, 'except');
    for (const box of reading.boxes) {
      const entry = { zone, alias: false, weak: false, text: box.text };
      for (const bound of box.bounds) {
        for (const line of [bound.line, ...bound.formerly]) {
          add(nameKey(line).replace(ADMIN_PREFIX, ''), { ...entry, role: 'line', line });
        }
      }
      for (const area of box.within) add(nameKey(area), { ...entry, role: 'area', line: area });
      for (const part of box.except) addPart(part, 'except');
    }
    for (const name of around) {
      const entry: Entry = { zone, role: 'around', alias: false, weak: false, text: name };
      add(nameKey(name), entry);
      if (canHoldPlaces(name) && name.endsWith('街')) add(`${nameKey(name)}道`, entry, 'subdistrict');
    }
  });
  for (const [full, key] of compounds) {
    const name = byKey.get(presentNames(full, names));
    for (const entry of byKey.get(presentNames(key, names))?.entries ?? []) {
      const known = name?.entries.some((one) => one.part === entry.part && one.role === entry.role);
      if (!known && !entry.needs) name?.entries.push(entry);
    }
  }
  const offices = new Set<string>();
  for (const { places } of readings) {
    for (const part of places) {
      for (const name of part.within) {
        if (canHoldPlaces(name) || (part.kind === 'community' && name.endsWith('街'))) offices.add(officeKey(name));
      }
    }
  }
  const list = [...byKey.values()];
  for (const name of list) {
    const own = new Set(name.entries.map(({ part }) => officeOf(part, offices)).filter((one) => one !== undefined));
    if (own.size > 1) name.offices = [...own];
  }
  return {
    zones,
    readings,
    names: list,
    trie: buildTrie(list.map((name) => name.key)),
    placeNames: names,
    offices,
    districts: [...new Set(zones.flatMap((zone) => (zone.district ? [zone.district] : [])))],
    polygons: indexPolygons(zones.map((zone) => zone.polygon)),
  };
}
