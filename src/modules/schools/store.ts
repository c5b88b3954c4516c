// Schools, catchments and place names: the only SQL of this module.

import { sql } from 'kysely';
import type { ZonePolygon } from '../../engines/catchment/polygons.ts';
import type { Db } from '../../platform/db/database.ts';

/** A school as stored. Its id is that of its organization. */
export interface SchoolRecord {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly district: string;
  readonly stage: 'primary' | 'junior' | 'nine_year';
  readonly ownership: 'public' | 'private';
  readonly status: 'open' | 'planned' | 'closed';
  readonly address: string;
  readonly phone: string;
  readonly lng: number | null;
  readonly lat: number | null;
  readonly introduction: string;
  readonly invented: boolean;
}

/** One published catchment text of a school or campus. */
export interface CatchmentRecord {
  readonly id: string;
  readonly schoolId: string;
  readonly stage: 'primary' | 'junior';
  /** Empty where the school has one site. */
  readonly campus: string;
  readonly zone: string;
  readonly note: string;
  readonly source: string;
  readonly effectiveFrom: string;
  /** The last day, included; null while it stands. */
  readonly effectiveTo: string | null;
  readonly invented: boolean;
  /** As the bureau has drawn it, in WGS 84. */
  readonly area: ZonePolygon | null;
  readonly areaSource: string;
  /** The version that took this one's place before it came into force. */
  readonly replacedBy: string | null;
  /** The change that made it; null where it came with the city's data. */
  readonly changeId: string | null;
}

/** A former or other name of a place, with the present one. */
export interface PlaceName {
  readonly district: string;
  readonly former: string;
  readonly current: string;
  readonly source: string;
}

type Tables = {
  schools: SchoolRecord;
  catchments: Omit<CatchmentRecord, 'area'> & { readonly area: unknown };
  placeNames: PlaceName;
};
const own = (db: Db) => db.withTables<Tables>();

export async function insertSchools(db: Db, schools: readonly SchoolRecord[]): Promise<void> {
  if (schools.length > 0)
    await own(db)
      .insertInto('schools')
      .values([...schools])
      .execute();
}

export async function insertCatchments(db: Db, catchments: readonly CatchmentRecord[]): Promise<void> {
  if (catchments.length > 0)
    await own(db)
      .insertInto('catchments')
      .values(catchments.map(({ area, ...one }) => ({ ...one, area: area === null ? null : JSON.stringify(area) })))
      .execute();
}

export async function insertPlaceNames(db: Db, names: readonly PlaceName[]): Promise<void> {
  if (names.length > 0)
    await own(db)
      .insertInto('placeNames')
      .values([...names])
      .execute();
}

export async function findSchool(db: Db, id: string): Promise<SchoolRecord | null> {
  return (await own(db).selectFrom('schools').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Which schools are looked for; a nine-year school belongs to both stages. */
export interface SchoolFilter {
  readonly district?: string | undefined;
  readonly stage?: 'primary' | 'junior' | undefined;
  /** Part of the name or address. */
  readonly q?: string | undefined;
}

export async function listSchools(db: Db, filter: SchoolFilter): Promise<SchoolRecord[]> {
  let query = own(db).selectFrom('schools').selectAll().orderBy('district').orderBy('stage', 'desc').orderBy('code');
  const { district, stage, q } = filter;
  if (district) query = query.where('district', '=', district);
  if (stage) query = query.where('stage', 'in', [stage, 'nine_year']);
  if (q) {
    const contains = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((where) =>
      where.or([
        where('name', 'like', contains),
        where('nameEn', 'ilike', contains),
        where('address', 'like', contains),
      ]),
    );
  }
  return query.execute();
}

export async function listCatchments(db: Db, schoolId: string): Promise<CatchmentRecord[]> {
  return own(db)
    .selectFrom('catchments')
    .selectAll()
    .where('schoolId', '=', schoolId)
    .where('replacedBy', 'is', null)
    .orderBy('stage', 'desc')
    .orderBy('campus')
    .orderBy('effectiveFrom')
    .$castTo<CatchmentRecord>()
    .execute();
}

/** Every version of a district's catchments, past and replaced ones too, with the school and its place. */
export interface VersionRow extends CatchmentRecord {
  readonly school: string;
  readonly status: SchoolRecord['status'];
  readonly lng: number | null;
  readonly lat: number | null;
}

export async function listVersions(db: Db, district: string, stage: 'primary' | 'junior'): Promise<VersionRow[]> {
  return own(db)
    .selectFrom('catchments')
    .innerJoin('schools', 'schools.id', 'catchments.schoolId')
    .selectAll('catchments')
    .select(['schools.name as school', 'schools.status', 'schools.lng', 'schools.lat'])
    .where('schools.district', '=', district)
    .where('catchments.stage', '=', stage)
    .where('schools.status', '<>', 'closed')
    .orderBy('schools.code')
    .orderBy('catchments.campus')
    .orderBy('catchments.effectiveFrom')
    .$castTo<VersionRow>()
    .execute();
}

/** Ends a version on a day, or marks it as replaced where it never came into force. @returns false if it had changed since */
export async function endVersion(
  db: Db,
  id: string,
  end: { readonly effectiveTo: string } | { readonly replacedBy: string },
): Promise<boolean> {
  const { numUpdatedRows } = await own(db)
    .updateTable('catchments')
    .set(end)
    .where('id', '=', id)
    .where('replacedBy', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A catchment with the school it leads to. */
export interface ZoneRow {
  readonly schoolId: string;
  readonly school: string;
  readonly status: SchoolRecord['status'];
  readonly campus: string;
  readonly zone: string;
  readonly note: string;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly area: ZonePolygon | null;
}

/** The catchments of a district and stage, of schools that are not closed. */
export async function listZones(db: Db, district: string, stage: 'primary' | 'junior'): Promise<ZoneRow[]> {
  return own(db)
    .selectFrom('catchments')
    .innerJoin('schools', 'schools.id', 'catchments.schoolId')
    .select([
      'schools.id as schoolId',
      'schools.name as school',
      'schools.status',
      'catchments.campus',
      'catchments.zone',
      'catchments.note',
      'catchments.effectiveFrom',
      'catchments.effectiveTo',
      'catchments.area',
    ])
    .where('schools.district', '=', district)
    .where('catchments.stage', '=', stage)
    .where('catchments.replacedBy', 'is', null)
    .where('schools.status', '<>', 'closed')
    .orderBy('schools.code')
    .orderBy('catchments.id')
    .$castTo<ZoneRow>()
    .execute();
}

/**
 * A mark of the state of catchments and place names: equal marks mean equal contents, so an index built for one serves
 * until the mark changes.
 */
export async function catchmentMark(db: Db, district: string, stage: 'primary' | 'junior'): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat(
      (select md5(string_agg(concat_ws('|', c.id, s.name, s.status, c.campus, c.zone, c.note, c.effective_from, c.effective_to, c.replaced_by, md5(c.area::text)), ',' order by c.id))
         from catchments c join schools s on s.id = c.school_id where s.district = ${district} and c.stage = ${stage}),
      '/',
      (select md5(string_agg(concat_ws('|', former, current), ',' order by former)) from place_names where district = ${district})
    ) as mark`.execute(db);
  return rows[0]?.mark ?? '';
}

export async function listPlaceNames(db: Db, district: string): Promise<PlaceName[]> {
  return own(db).selectFrom('placeNames').selectAll().where('district', '=', district).orderBy('former').execute();
}

export async function upsertPlaceName(db: Db, name: PlaceName): Promise<void> {
  await own(db)
    .insertInto('placeNames')
    .values(name)
    .onConflict((conflict) =>
      conflict.columns(['district', 'former']).doUpdateSet({ current: name.current, source: name.source }),
    )
    .execute();
}

/** @returns false when there was none */
export async function deletePlaceName(db: Db, district: string, former: string): Promise<boolean> {
  const { numDeletedRows } = await own(db)
    .deleteFrom('placeNames')
    .where('district', '=', district)
    .where('former', '=', former)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
