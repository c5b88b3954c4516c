// Where an address lies: the published texts of a district, read once and kept until they change.

import { siteKeys } from '../../engines/catchment/address.ts';
import {
  buildCatchmentIndex,
  locate,
  normaliseAddress,
  type CatchmentIndex,
  type Location,
} from '../../engines/catchment/catchment.ts';
import { chinaDate, dateInWords } from '../../kernel/dates.ts';
import { districtOf } from '../../platform/city.ts';
import type { Context } from '../../platform/context.ts';
import { findFindings, findPoints } from './address-store.ts';
import type { LocationAnswer } from './contract.ts';
import { standardAddresses, type StandardAddress } from './rules.ts';
import * as store from './store.ts';

/** The texts of one district and stage, ready to answer. */
interface Known {
  readonly mark: string;
  readonly index: CatchmentIndex;
  readonly status: ReadonlyMap<string, store.SchoolRecord['status']>;
  readonly addresses: readonly StandardAddress[];
}

/** Texts by system: the services are the one thing that all contexts of a system share. */
const bySystem = new WeakMap<object, Map<string, Known>>();
/** Texts that one transaction, or one request outside of any, has seen to be current; it need not look twice. */
const bySight = new WeakMap<object, Map<string, Known>>();

function mapOf<K extends object, V>(maps: WeakMap<K, Map<string, V>>, owner: K): Map<string, V> {
  const found = maps.get(owner) ?? new Map<string, V>();
  maps.set(owner, found);
  return found;
}

/** An address to be found. */
export interface Place {
  readonly district: string;
  readonly stage: 'primary' | 'junior';
}

/** The district's texts as they stand now. One short query tells whether they changed since they were read. */
async function textsOf(context: Context, place: Place): Promise<Known> {
  const key = `${place.district}/${place.stage}`;
  const seen = mapOf(bySight, context.db.isTransaction ? context.db : context);
  const current = seen.get(key) ?? (await currentTexts(context, place, mapOf(bySystem, context.services).get(key)));
  seen.set(key, current);
  mapOf(bySystem, context.services).set(key, current);
  return current;
}

async function currentTexts(context: Context, place: Place, kept: Known | undefined): Promise<Known> {
  const { district, stage } = place;
  const mark = await store.catchmentMark(context.db, district, stage);
  if (kept?.mark === mark) return kept;
  return ready(
    mark,
    countyName(context, district),
    await store.listZones(context.db, district, stage),
    await store.listPlaceNames(context.db, district),
  );
}

/** The name that addresses of a county bear; those of a functional zone bear the names of the counties it lies in. */
function countyName(context: Context, code: string): string | undefined {
  const found = districtOf(context.services.city, code);
  return found?.kind === 'county' ? found.name : undefined;
}

function ready(
  mark: string,
  county: string | undefined,
  zones: readonly store.ZoneRow[],
  names: readonly store.PlaceName[],
): Known {
  const index = buildCatchmentIndex(
    zones.map((zone) => ({
      schoolId: zone.schoolId,
      ...(county === undefined ? {} : { district: county }),
      school: zone.school,
      zone: zone.zone,
      effectiveFrom: zone.effectiveFrom,
      ...(zone.campus ? { campus: zone.campus } : {}),
      ...(zone.note ? { note: zone.note } : {}),
      ...(zone.effectiveTo ? { effectiveTo: zone.effectiveTo } : {}),
      ...(zone.area ? { polygon: zone.area } : {}),
    })),
    names,
  );
  return {
    mark,
    index,
    status: new Map(zones.map((zone) => [zone.schoolId, zone.status])),
    addresses: standardAddresses(zones.map((zone) => zone.zone)),
  };
}

/** Roads, estates and villages that the texts of a district name. */
export async function addressesOf(context: Context, place: Place): Promise<readonly StandardAddress[]> {
  return (await textsOf(context, place)).addresses;
}

const ENGLISH: Record<LocationAnswer['result'], string> = {
  matched: 'These words of the published catchment decide',
  overlap: 'The published texts name this place for more than one school; a person decides or the family chooses',
  uncovered: 'No published text names this place; a person at the bureau decides',
  needs_map: 'The published text gives bounds, which only a person with a map can judge',
};

function answer(texts: Known, found: Location): LocationAnswer {
  const byMap = found.decidedBy === 'map' && found.result === 'matched';
  const english = byMap ? 'The words leave it open; the place lies in the drawn catchment' : ENGLISH[found.result];
  return {
    result: found.result,
    schools: found.schools.map((one) => ({
      schoolId: one.schoolId,
      school: one.school,
      campus: one.campus ?? '',
      status: texts.status.get(one.schoolId) ?? 'open',
      basis: one.basis,
    })),
    basis: found.basis,
    basisEn: `${english}: ${found.basis}`,
    decidedBy: found.decidedBy,
    alternatives: [...found.orSchools],
    transitions: found.transitions.map(({ school, until, text }) => ({ school, until: until ?? null, text })),
    normalisedAddress: found.normalised.text,
  };
}

/** Keys of the site of an address: with present names of places, and as it is written. */
function keysOf(texts: Known, address: string): string[] {
  const names = texts.index.placeNames;
  return [...new Set([...siteKeys(normaliseAddress(address, names)), ...siteKeys(normaliseAddress(address))])];
}

/** The most exact of what was found under several keys. */
function mostExact<T extends { readonly key: string }>(found: readonly T[], keys: readonly string[]): T | undefined {
  return found.toSorted((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key))[0];
}

/** The words first; where they do not match one school, what an officer found, and then the drawing at the address's point. */
async function locateIn(
  context: Context,
  texts: Known,
  place: Place,
  address: string,
  on: string,
): Promise<LocationAnswer> {
  const byText = locate(texts.index, { address, on });
  if (byText.result === 'matched') return answer(texts, byText);
  const keys = keysOf(texts, address);
  const finding = mostExact(await findFindings(context.db, place, keys), keys);
  if (finding) {
    const { schoolId, campus, reason } = finding;
    const school = (await store.findSchool(context.db, schoolId))?.name ?? schoolId;
    const day = chinaDate(finding.foundAt);
    return {
      ...answer(texts, byText),
      result: 'matched',
      schools: [{ schoolId, school, campus, status: texts.status.get(schoolId) ?? 'open', basis: reason }],
      basis: `教育局${dateInWords(day)}对照地图核定：${reason}`,
      basisEn: `The bureau found on the map on ${day}: ${reason}`,
      decidedBy: 'finding',
    };
  }
  if (!texts.index.polygons) return answer(texts, byText);
  const point = mostExact(await findPoints(context.db, place.district, keys), keys);
  return answer(texts, point ? locate(texts.index, { address, on, point }) : byText);
}

/** Which catchment an address lies in today. Never refuses: what cannot be decided says why. */
export async function locateAddress(
  context: Context,
  { district, stage, address }: Place & { readonly address: string },
): Promise<LocationAnswer> {
  const place = { district, stage };
  return locateIn(context, await textsOf(context, place), place, address, chinaDate(context.now));
}

/**
 * How addresses would be located on a day if a district's catchments were these; to show whom a change touches before
 * it is made.
 */
export async function locatorFor(
  context: Context,
  place: Place,
  zones: readonly store.ZoneRow[],
  on: string,
): Promise<(address: string) => Promise<LocationAnswer>> {
  const county = countyName(context, place.district);
  const texts = ready('', county, zones, await store.listPlaceNames(context.db, place.district));
  return (address) => locateIn(context, texts, place, address, on);
}

/** Keys under which what is known of an address's site is kept, the most exact first; none where it names no site. */
export async function siteKeysOf(context: Context, place: Place, address: string): Promise<string[]> {
  return keysOf(await textsOf(context, place), address);
}

/** Where an address lies by the bureau's list of addresses; null where the list does not know it. */
export async function pointOf(
  context: Context,
  place: Place,
  address: string,
): Promise<{ readonly lng: number; readonly lat: number } | null> {
  const keys = keysOf(await textsOf(context, place), address);
  const point = mostExact(await findPoints(context.db, place.district, keys), keys);
  return point ? { lng: point.lng, lat: point.lat } : null;
}

type Names = readonly store.PlaceName[];
const namesBySystem = new WeakMap<object, Map<string, { readonly mark: string; readonly names: Names }>>();
const namesBySight = new WeakMap<object, Map<string, Names>>();

/** Former and present names of places in a district; the same array as long as they stand, so that readers may keep it. */
export async function placeNamesOf(context: Context, district: string): Promise<Names> {
  const seen = mapOf(namesBySight, context.db.isTransaction ? context.db : context);
  const current = seen.get(district);
  if (current) return current;
  const names = await store.listPlaceNames(context.db, district);
  const mark = JSON.stringify(names);
  const system = mapOf(namesBySystem, context.services);
  const kept = system.get(district);
  const standing = kept?.mark === mark ? kept.names : names;
  if (standing === names) system.set(district, { mark, names });
  seen.set(district, standing);
  return standing;
}
