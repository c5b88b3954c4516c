// Organizations: the only SQL of this module.

import type { Db } from '../../platform/db/database.ts';

/** An office or a school for which staff act. Ids are texts that people can read, e.g. `bureau-320812`. */
export interface Organization {
  readonly id: string;
  readonly kind: 'city_bureau' | 'district_bureau' | 'school';
  readonly name: string;
  readonly nameEn: string;
  /** Null for the city bureau. */
  readonly district: string | null;
  readonly parentId: string | null;
}

type Tables = { organizations: Organization };
const own = (db: Db) => db.withTables<Tables>();

/** Writes organizations; one with a known id takes the new names and parent. Parents must come before their children. */
export async function upsertOrganizations(db: Db, organizations: readonly Organization[]): Promise<void> {
  if (organizations.length === 0) return;
  await own(db)
    .insertInto('organizations')
    .values([...organizations])
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((set) => ({
        name: set.ref('excluded.name'),
        nameEn: set.ref('excluded.nameEn'),
        parentId: set.ref('excluded.parentId'),
      })),
    )
    .execute();
}

export async function findOrganization(db: Db, id: string): Promise<Organization | null> {
  return (await own(db).selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** All organizations, or those of a district, bureaus before schools. */
export async function listOrganizations(db: Db, district?: string): Promise<readonly Organization[]> {
  const query = own(db).selectFrom('organizations').selectAll().orderBy('kind').orderBy('id');
  return (district === undefined ? query : query.where('district', '=', district)).execute();
}
