// Where an address lies: the published texts of a district, read once and kept until they change.

import { buildCatchmentIndex, locate, type CatchmentIndex } from '../../engines/catchment/catchment.ts';
import { chinaDate } from '../../kernel/dates.ts';
import type { Context } from '../../platform/context.ts';
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

async function currentTexts(context: Context, { district, stage }: Place, kept: Known | undefined): Promise<Known> {
  const mark = await store.catchmentMark(context.db, district, stage);
  if (kept?.mark === mark) return kept;
  const zones = await store.listZones(context.db, district, stage);
  const index = buildCatchmentIndex(
    zones.map((zone) => ({
      schoolId: zone.schoolId,
      school: zone.school,
      zone: zone.zone,
      effectiveFrom: zone.effectiveFrom,
      ...(zone.campus ? { campus: zone.campus } : {}),
      ...(zone.note ? { note: zone.note } : {}),
      ...(zone.effectiveTo ? { effectiveTo: zone.effectiveTo } : {}),
    })),
    await store.listPlaceNames(context.db, district),
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

/** Which catchment an address lies in today, by the published texts. Never refuses: what cannot be decided says why. */
export async function locateAddress(
  context: Context,
  { district, stage, address }: Place & { readonly address: string },
): Promise<LocationAnswer> {
  const texts = await textsOf(context, { district, stage });
  const found = locate(texts.index, { address, on: chinaDate(context.now) });
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
    basisEn: `${ENGLISH[found.result]}: ${found.basis}`,
    normalisedAddress: found.normalised.text,
  };
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
