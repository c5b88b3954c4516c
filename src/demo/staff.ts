// The offices and the invented members of staff of the demonstration.

import type { Role } from '../kernel/actor.ts';
import { createAccount } from '../modules/accounts/public.ts';
import {
  CITY_BUREAU,
  districtBureau,
  upsertOrganizations,
  type Organization,
} from '../modules/organizations/public.ts';
import type { Context } from '../platform/context.ts';
import type { CitySchool } from './city-data.ts';

/** A member of staff with the name of the office. */
export interface Officer {
  readonly accountId: string;
  readonly role: Exclude<Role, 'guardian'>;
  readonly organization: string;
}

/** Who acts on the cases of a district in the demonstration. */
export interface DistrictStaff {
  readonly schoolReviewer: Officer;
  /** The school for which {@link schoolReviewer} acts. */
  readonly school: string;
  readonly districtReviewer: Officer;
  readonly admins: readonly [Officer, Officer];
}

/** The city's bureau, the districts' and the schools, parents first. */
export async function seedOrganizations(tx: Context, schools: readonly CitySchool[]): Promise<void> {
  const { city } = tx.services;
  const bureau: Organization = {
    id: CITY_BUREAU,
    kind: 'city_bureau',
    name: city.bureau,
    nameEn: city.bureauEn,
    district: null,
    parentId: null,
  };
  await upsertOrganizations(tx, [bureau]);
  await upsertOrganizations(
    tx,
    city.districts.map(({ code, bureau: name, bureauEn: nameEn }) => ({
      id: districtBureau(code),
      kind: 'district_bureau',
      name,
      nameEn,
      district: code,
      parentId: CITY_BUREAU,
    })),
  );
  await upsertOrganizations(
    tx,
    schools.map(({ id, name, nameEn, district }) => ({
      id,
      kind: 'school',
      name,
      nameEn,
      district,
      parentId: districtBureau(district),
    })),
  );
}

const NAMES = [
  '周明',
  '吴岚',
  '郑云',
  '王立',
  '冯宁',
  '陈越',
  '褚平',
  '卫安',
  '蒋林',
  '沈清',
  '韩露',
  '杨帆',
  '朱砚',
  '秦川',
  '尤佳',
];
const TITLES: Readonly<Record<Exclude<Role, 'guardian'>, string>> = {
  school_reviewer: '老师',
  district_reviewer: '审核员',
  district_admin: '管理员',
  city_officer: '科长',
  auditor: '审计员',
};

/** Opens the staff accounts: phones count up from 12000000001, districts in the city's order, then the city's own. */
export async function seedStaff(
  tx: Context,
  schools: readonly CitySchool[],
): Promise<ReadonlyMap<string, DistrictStaff>> {
  let count = 0;
  const open = async (role: Officer['role'], organizationId: string, organization: string): Promise<Officer> => {
    const name = `${NAMES[count % NAMES.length] ?? ''}${TITLES[role]}`;
    count += 1;
    const phone = `12${String(count).padStart(9, '0')}`;
    return {
      accountId: await createAccount(tx, { phone, name, role, organizationId, demo: true }),
      role,
      organization,
    };
  };
  const staff = new Map<string, DistrictStaff>();
  for (const { code, bureau: office } of tx.services.city.districts) {
    const school = schools.find((one) => one.district === code && one.stage === 'primary' && one.invented);
    if (!school) throw new Error(`no invented primary school in ${code}`);
    const bureau = districtBureau(code);
    staff.set(code, {
      schoolReviewer: await open('school_reviewer', school.id, school.name),
      school: school.id,
      districtReviewer: await open('district_reviewer', bureau, office),
      admins: [await open('district_admin', bureau, office), await open('district_admin', bureau, office)],
    });
  }
  await open('city_officer', CITY_BUREAU, tx.services.city.bureau);
  await open('auditor', CITY_BUREAU, tx.services.city.bureau);
  return staff;
}
