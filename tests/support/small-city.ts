// A district small enough to know by heart: two public schools, one season, an officer for each role. All invented.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { residentIdCheckCharacter } from '../../src/kernel/resident-id.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { createAccount } from '../../src/modules/accounts/public.ts';
import { CITY_BUREAU, districtBureau, upsertOrganizations } from '../../src/modules/organizations/public.ts';
import type { Declaration } from '../../src/modules/registration/declaration.ts';
import { createSchools } from '../../src/modules/schools/public.ts';
import { createSeason, saveRuleSet } from '../../src/modules/seasons/public.ts';
import { inTransaction } from '../../src/platform/context.ts';
import { CHECK_KINDS } from '../../src/platform/departments/departments.ts';
import type { TestApp } from './app.ts';

export const DISTRICT = '320812';
export const SEASON = '320812-primary-2027';
export const SCHOOLS = { east: 'school-east', west: 'school-west' } as const;
/** Registration from 1 May 9:00 to 12 May 17:00, late until 20 May; all Beijing time. */
export const OPEN = new Date('2027-05-03T02:00:00.000Z');
export const CLOSES = new Date('2027-05-12T09:00:00.000Z');
export const LATE_CLOSES = new Date('2027-05-20T09:00:00.000Z');
export const REVIEW = new Date('2027-05-25T02:00:00.000Z');
export const REPORTING = new Date('2027-08-28T02:00:00.000Z');

/** Phones of staff. */
export const STAFF = {
  eastReviewer: '12000000001',
  westReviewer: '12000000002',
  districtReviewer: '12000000003',
  districtAdmin: '12000000004',
  secondAdmin: '12000000005',
  cityOfficer: '12000000006',
  auditor: '12000000007',
  elsewhereReviewer: '12000000008',
} as const;

/** A valid number of a county that does not exist. */
export function inventedId(birthDate: string, sequence: number): string {
  const first17 = `320899${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first17 + residentIdCheckCharacter(first17);
}

/** The season's calendar. */
const CALENDAR = {
  registrationOpensAt: new Date('2027-05-01T01:00:00.000Z'),
  registrationClosesAt: CLOSES,
  lateClosesAt: LATE_CLOSES,
  resultsExpectedOn: '2027-06-15',
  confirmBy: new Date('2027-06-30T09:00:00.000Z'),
  reportFrom: '2027-08-27',
  reportUntil: '2027-08-30',
};

/** Fills the database; with another calendar if one is given. */
export async function buildSmallCity(app: TestApp, calendar: typeof CALENDAR = CALENDAR): Promise<void> {
  const context = app.contextFor({ kind: 'system', job: 'test' });
  const policies = path.join(context.services.city.folder, 'policies');
  const text = await readFile(path.join(policies, 'demonstration-2027.yaml'), 'utf8');
  unwrap(
    await inTransaction(context, async (tx) => {
      await upsertOrganizations(tx, [
        {
          id: CITY_BUREAU,
          kind: 'city_bureau',
          name: '演示市教育局',
          nameEn: 'City bureau',
          district: null,
          parentId: null,
        },
        ...[DISTRICT, '320813'].map((district) => ({
          id: districtBureau(district),
          kind: 'district_bureau' as const,
          name: `${district} 教育局`,
          nameEn: `Bureau ${district}`,
          district,
          parentId: CITY_BUREAU,
        })),
        {
          id: SCHOOLS.east,
          kind: 'school',
          name: '演示东小学',
          nameEn: 'East Primary',
          district: DISTRICT,
          parentId: districtBureau(DISTRICT),
        },
        {
          id: SCHOOLS.west,
          kind: 'school',
          name: '演示西小学',
          nameEn: 'West Primary',
          district: DISTRICT,
          parentId: districtBureau(DISTRICT),
        },
      ]);
      const school = (id: string, name: string, nameEn: string, code: string, lng: number) => ({
        id,
        code,
        name,
        nameEn,
        district: DISTRICT,
        stage: 'primary' as const,
        ownership: 'public' as const,
        status: 'open' as const,
        address: `${name}路1号`,
        phone: '0517-00000000',
        lng,
        lat: 33.6,
        introduction: '',
        invented: true,
      });
      const zone = (schoolId: string, text: string) => ({
        schoolId,
        stage: 'primary' as const,
        campus: '',
        zone: text,
        note: '',
        source: '测试',
        effectiveFrom: '2026-01-01',
        effectiveTo: null,
        invented: true,
      });
      await createSchools(
        tx,
        [
          school(SCHOOLS.east, '演示东小学', 'East Primary', 'D1', 119.1),
          school(SCHOOLS.west, '演示西小学', 'West Primary', 'D2', 119.0),
        ],
        [zone(SCHOOLS.east, '晨光路1—199号单号、东苑小区。'), zone(SCHOOLS.west, '晨光路2—200号双号、西苑小区。')],
        [],
      );
      const rules = await saveRuleSet(tx, [{ file: 'demonstration-2027.yaml', text }]);
      if (!rules.ok) throw new Error(JSON.stringify(rules.error));
      await createSeason(tx, {
        id: SEASON,
        district: DISTRICT,
        stage: 'primary',
        entryYear: 2027,
        name: '2027 年演示小学入学',
        nameEn: 'Primary entry 2027',
        policyHash: rules.value.hash,
        ...calendar,
        demo: true,
      });
      const staff = (
        phone: string,
        name: string,
        role: Parameters<typeof createAccount>[1]['role'],
        organizationId: string,
      ) => createAccount(tx, { phone, name, role, organizationId, demo: true });
      await staff(STAFF.eastReviewer, '演示东校老师', 'school_reviewer', SCHOOLS.east);
      await staff(STAFF.westReviewer, '演示西校老师', 'school_reviewer', SCHOOLS.west);
      await staff(STAFF.districtReviewer, '演示复审员', 'district_reviewer', districtBureau(DISTRICT));
      await staff(STAFF.districtAdmin, '演示管理员甲', 'district_admin', districtBureau(DISTRICT));
      await staff(STAFF.secondAdmin, '演示管理员乙', 'district_admin', districtBureau(DISTRICT));
      await staff(STAFF.cityOfficer, '演示市局', 'city_officer', CITY_BUREAU);
      await staff(STAFF.auditor, '演示审计', 'auditor', CITY_BUREAU);
      await staff(STAFF.elsewhereReviewer, '演示外区', 'district_reviewer', districtBureau('320813'));
      for (const kind of CHECK_KINDS) {
        await sql`insert into department_sources (kind, name, name_en, available, changed_at) values (${kind}, ${kind}, ${kind}, true, ${tx.now})`.execute(
          tx.db,
        );
      }
      for (const [schoolId, seats] of [
        [SCHOOLS.east, 2],
        [SCHOOLS.west, 40],
      ] as const) {
        await sql`insert into plans (season_id, school_id, classes, seats) values (${SEASON}, ${schoolId}, 1, ${seats})`.execute(
          tx.db,
        );
      }
      return { ok: true as const, value: undefined };
    }),
  );
}

/** Puts a record into a department's reference table. */
export async function putRecord(app: TestApp, kind: string, key: string, record: object): Promise<void> {
  await sql`insert into department_records (kind, key, record, imported_at) values (${kind}, ${key}, ${JSON.stringify(record)}::jsonb, ${app.services.clock()})
    on conflict (kind, key) do update set record = excluded.record`.execute(app.db);
}

/** A family whose household and home lie in the catchment of one address. */
export function declarationAt(
  address: string,
  guardian: { readonly name: string; readonly idNumber: string; readonly phone: string },
  certificate: string,
): Declaration {
  return {
    household: {
      kind: 'family',
      district: DISTRICT,
      address,
      householder: 'guardian',
      movedInOn: '2021-03-01',
      sinceBirth: false,
    },
    guardians: [{ relation: 'mother', idKind: 'resident_id', sameBooklet: true, ...guardian }],
    dwelling: {
      kind: 'owned',
      district: DISTRICT,
      address,
      documentNumber: certificate,
      ownedBy: 'guardian',
      onlyHome: true,
    },
    residencePermit: null,
    work: null,
    sibling: null,
    twin: null,
    primarySchoolId: null,
    privateSchoolId: null,
    preferredSchoolId: null,
    note: '',
  };
}
