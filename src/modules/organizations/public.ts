// The door of organizations for other modules: offices and schools by id, and how they come in.

import type { Context } from '../../platform/context.ts';
import * as store from './store.ts';
import type { Organization } from './store.ts';

export type { Organization } from './store.ts';

/** Id of the city's bureau. */
export const CITY_BUREAU = 'bureau-city';

/** Id of a district's bureau. */
export function districtBureau(district: string): string {
  return `bureau-${district}`;
}

/** Writes organizations, parents first; one with a known id takes the new names. */
export async function upsertOrganizations(tx: Context, organizations: readonly Organization[]): Promise<void> {
  await store.upsertOrganizations(tx.db, organizations);
}

/** An organization by its id. */
export async function getOrganization(context: Context, id: string): Promise<Organization | null> {
  return store.findOrganization(context.db, id);
}

/** All organizations, or those of a district. */
export async function listOrganizations(context: Context, district?: string): Promise<readonly Organization[]> {
  return store.listOrganizations(context.db, district);
}
