// The door of schools for other modules: schools by id, their catchments as versions, and the catchment of an address.

import { normaliseAddress } from '../../engines/catchment/catchment.ts';
import { siteKeys } from '../../engines/catchment/address.ts';
import { addDays } from '../../kernel/dates.ts';
import { newId, type Context } from '../../platform/context.ts';
import * as addressStore from './address-store.ts';
import type { AddressFinding, AddressPoint } from './address-store.ts';
import type { CatchmentRecord, PlaceName, SchoolFilter, SchoolRecord, VersionRow } from './store.ts';
import * as store from './store.ts';

export { locateAddress, locatorFor, placeNamesOf, pointOf, siteKeysOf } from './locating.ts';
export type { LocationAnswer } from './contract.ts';
export type { AddressFinding, AddressPoint } from './address-store.ts';
export type { CatchmentRecord, PlaceName, SchoolRecord, VersionRow, ZoneRow } from './store.ts';

/** A school by its id. */
export async function getSchool(context: Context, id: string): Promise<SchoolRecord | null> {
  return store.findSchool(context.db, id);
}

/** Schools, of a district and stage where given; nine-year schools belong to both stages. */
export async function listSchools(context: Context, filter: SchoolFilter = {}): Promise<SchoolRecord[]> {
  return store.listSchools(context.db, filter);
}

/** A catchment as it comes with a city's data, perhaps drawn. */
export type NewCatchment = Omit<CatchmentRecord, 'id' | 'area' | 'areaSource' | 'replacedBy' | 'changeId'> &
  Partial<Pick<CatchmentRecord, 'area' | 'areaSource'>>;

/** Writes schools whose organizations exist already, with their catchments and the district's place names. */
export async function createSchools(
  tx: Context,
  schools: readonly SchoolRecord[],
  catchments: readonly NewCatchment[],
  placeNames: readonly PlaceName[],
): Promise<void> {
  await store.insertSchools(tx.db, schools);
  await store.insertCatchments(
    tx.db,
    catchments.map((catchment) => ({
      area: null,
      areaSource: '',
      ...catchment,
      id: newId(tx),
      replacedBy: null,
      changeId: null,
    })),
  );
  await store.insertPlaceNames(tx.db, placeNames);
}

/** Every version of a district's catchments, past and replaced ones too. */
export async function listCatchmentVersions(
  context: Context,
  district: string,
  stage: 'primary' | 'junior',
): Promise<VersionRow[]> {
  return store.listVersions(context.db, district, stage);
}

/** What a change makes of one catchment. */
export interface NextVersion extends Omit<NewCatchment, 'effectiveTo' | 'invented'> {
  /** The version that this one follows; null for a school or campus that had none. */
  readonly basedOn: string | null;
}

/**
 * Puts a version into force from its first day. The one before it ends on the day before; one that would have begun
 * later is kept as replaced. @returns false, and writes nothing, where that one has been changed since
 */
export async function putCatchmentVersion(tx: Context, changeId: string, next: NextVersion): Promise<boolean> {
  const { basedOn, ...version } = next;
  const versions = await store.listCatchments(tx.db, version.schoolId);
  const earlier = versions.filter(({ stage, campus }) => stage === version.stage && campus === version.campus);
  if ((earlier.at(-1)?.id ?? null) !== basedOn) return false;
  const id = newId(tx);
  await store.insertCatchments(tx.db, [
    { area: null, areaSource: '', ...version, id, effectiveTo: null, invented: false, replacedBy: null, changeId },
  ]);
  const begun = earlier.filter(({ effectiveFrom }) => effectiveFrom < version.effectiveFrom);
  for (const replaced of earlier.slice(begun.length)) {
    if (!(await store.endVersion(tx.db, replaced.id, { replacedBy: id }))) return false;
  }
  const before = begun.at(-1);
  return !before || store.endVersion(tx.db, before.id, { effectiveTo: addDays(version.effectiveFrom, -1) });
}

/** Writes a former name with the present one. */
export async function putPlaceName(tx: Context, name: PlaceName): Promise<void> {
  await store.upsertPlaceName(tx.db, name);
}

/** @returns false when there was none */
export async function removePlaceName(tx: Context, district: string, former: string): Promise<boolean> {
  return store.deletePlaceName(tx.db, district, former);
}

/** Writes where addresses lie. Those that name no site are left out. @returns how many sites were written */
export async function putAddressPoints(tx: Context, points: readonly Omit<AddressPoint, 'key'>[]): Promise<number> {
  const byKey = new Map(
    points.flatMap((point) => {
      const [key] = siteKeys(normaliseAddress(point.address));
      return key === undefined ? [] : [[`${point.district}/${key}`, { ...point, key }] as const];
    }),
  );
  await addressStore.upsertPoints(tx.db, [...byKey.values()]);
  return byKey.size;
}

/** Where addresses of a district lie; at most `limit`. */
export async function listAddressPoints(context: Context, district: string, limit: number): Promise<AddressPoint[]> {
  return addressStore.listPoints(context.db, district, limit);
}

/** What officers found, the newest first, revoked findings too. */
export async function listFindings(
  context: Context,
  district: string,
  stage: 'primary' | 'junior',
): Promise<AddressFinding[]> {
  return addressStore.listFindings(context.db, district, stage);
}

/** A finding by its id. */
export async function getFinding(context: Context, id: string): Promise<AddressFinding | null> {
  return addressStore.findFinding(context.db, id);
}

/** Keeps a finding. @returns false when one is in force for this site already */
export async function createFinding(tx: Context, finding: AddressFinding): Promise<boolean> {
  return addressStore.insertFinding(tx.db, finding);
}

/** Takes a finding back. @returns false when it was taken back already */
export async function revokeFinding(
  tx: Context,
  id: string,
  revoked: { readonly revokedBy: string; readonly revokedAt: Date; readonly revokeReason: string },
): Promise<boolean> {
  return addressStore.revokeFinding(tx.db, id, revoked);
}
