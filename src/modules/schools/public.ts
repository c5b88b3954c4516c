// The door of schools for other modules: schools by id, and the catchment of an address.

import { newId, type Context } from '../../platform/context.ts';
import type { CatchmentRecord, PlaceName, SchoolFilter, SchoolRecord } from './store.ts';
import * as store from './store.ts';

export { locateAddress, placeNamesOf } from './locating.ts';
export type { LocationAnswer } from './contract.ts';
export type { CatchmentRecord, PlaceName, SchoolRecord } from './store.ts';

/** A school by its id. */
export async function getSchool(context: Context, id: string): Promise<SchoolRecord | null> {
  return store.findSchool(context.db, id);
}

/** Schools, of a district and stage where given; nine-year schools belong to both stages. */
export async function listSchools(context: Context, filter: SchoolFilter = {}): Promise<SchoolRecord[]> {
  return store.listSchools(context.db, filter);
}

/** Writes schools whose organizations exist already, with their catchments and the district's place names. */
export async function createSchools(
  tx: Context,
  schools: readonly SchoolRecord[],
  catchments: readonly Omit<CatchmentRecord, 'id'>[],
  placeNames: readonly PlaceName[],
): Promise<void> {
  await store.insertSchools(tx.db, schools);
  await store.insertCatchments(
    tx.db,
    catchments.map((catchment) => ({ ...catchment, id: newId(tx) })),
  );
  await store.insertPlaceNames(tx.db, placeNames);
}
