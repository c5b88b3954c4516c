// What the public reads of schools and catchments.

import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { districtOf } from '../../platform/city.ts';
import type { Context, Outcome } from '../../platform/context.ts';
import type { LocationAnswer, School } from './contract.ts';
import { addressesOf, locateAddress, type Place } from './locating.ts';
import { suggestAddresses, type StandardAddress } from './rules.ts';
import type { CatchmentRecord, SchoolFilter, SchoolRecord } from './store.ts';
import * as store from './store.ts';

const SUGGESTIONS = 12;

function present(context: Context, record: SchoolRecord): School {
  return { ...record, districtName: districtOf(context.services.city, record.district)?.name ?? record.district };
}

/** Schools by district, stage and part of a name. */
export async function readSchools(context: Context, filter: SchoolFilter): Promise<School[]> {
  return (await store.listSchools(context.db, filter)).map((record) => present(context, record));
}

/** One school with all texts of its catchment, past and future ones too. */
export async function readSchool(context: Context, id: string): Outcome<School & { catchments: CatchmentRecord[] }> {
  const record = await store.findSchool(context.db, id);
  if (!record) return err(refusal('school.not_found'));
  return ok({ ...present(context, record), catchments: await store.listCatchments(context.db, id) });
}

/** Which catchment an address lies in. */
export async function locate(context: Context, place: Place & { readonly address: string }): Outcome<LocationAnswer> {
  if (!districtOf(context.services.city, place.district)) return unknownDistrict(place);
  return ok(await locateAddress(context, place));
}

/** Standard addresses for what was typed so far. */
export async function readAddresses(
  context: Context,
  place: Place & { readonly q: string },
): Outcome<StandardAddress[]> {
  if (!districtOf(context.services.city, place.district)) return unknownDistrict(place);
  return ok(suggestAddresses(await addressesOf(context, place), place.q, SUGGESTIONS));
}

function unknownDistrict({ district }: Place) {
  return err(refusal('district.not_found', { district }));
}
