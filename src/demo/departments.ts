// Invents what other departments have on file of a family: mostly what it declares, sometimes something else or nothing.

import { addDays, addMonths } from '../kernel/dates.ts';
import type { Declaration } from '../modules/registration/declaration.ts';
import type { Family, InventedChild } from './families.ts';
import type { Prng } from './prng.ts';
import type { DepartmentRecord, SourceRow } from './store.ts';

/** How a department's record stands to the declaration. */
type Accord = 'agrees' | 'differs' | 'missing';
const ACCORD: Readonly<Record<Accord, number>> = { agrees: 90, differs: 6, missing: 4 };

/** The sources of the demonstration; one is down, so that waiting checks can be seen. */
export function demoSources(now: Date): SourceRow[] {
  const source = (kind: SourceRow['kind'], name: string, nameEn: string, reason: string | null = null): SourceRow => ({
    kind,
    name,
    nameEn,
    available: reason === null,
    reason,
    changedAt: now,
  });
  return [
    source('household', '公安(户籍)', 'Public security, household registration'),
    source('property', '自然资源(不动产登记)', 'Natural resources, property registration'),
    source('lease', '住建(租赁备案)', 'Housing, filed leases'),
    source('residence_permit', '公安(居住证)', 'Public security, residence permits'),
    source(
      'social_insurance',
      '人社(社会保险)',
      'Human resources, social insurance',
      '演示:数据接口例行维护,恢复后自动重新核验',
    ),
    source('business_licence', '市场监管(营业执照)', 'Market regulation, business licences'),
    source('birth', '卫健(出生医学证明)', 'Health, birth certificates'),
    source('civil_affairs', '民政(婚姻与收养)', 'Civil affairs, marriage and adoption'),
    source('student_record', '教育(学籍)', 'Education, student records'),
  ];
}

/** The records of a family's children, homes and work. `missing` ones are simply not there. */
export function recordsOf(family: Family, entryYear: number, prng: Prng): DepartmentRecord[] {
  const [first] = family.children;
  if (!first) return [];
  return [
    ...family.children.flatMap(({ child, declaration }) => childRecords(child, declaration, entryYear, prng)),
    ...homeRecords(first.declaration, prng),
    ...workRecords(first.declaration, entryYear, prng),
  ];
}

function childRecords(child: InventedChild, declared: Declaration, entryYear: number, prng: Prng): DepartmentRecord[] {
  const { household, guardians } = declared;
  const { name, idNumber, sex, birthDate } = child;
  const person = { name, idNumber, sex, birthDate };
  const register = prng.weighted({ agrees: 95, differs: 3, missing: 2 });
  const birth = prng.weighted({ agrees: 97, differs: 1, missing: 2 });
  const records: DepartmentRecord[] = [];
  if (register !== 'missing') {
    records.push({
      kind: 'household',
      key: idNumber,
      record: {
        ...person,
        kind: household.kind,
        district: household.district,
        address: register === 'differs' ? elsewhere(household.address) : household.address,
        householderRelation: household.householder,
        movedInOn: household.movedInOn ?? birthDate,
        sinceBirth: household.sinceBirth,
        members: guardians
          .filter((one) => one.sameBooklet)
          .map((one) => ({ name: one.name, idNumber: one.idNumber, relation: one.relation })),
      },
    });
  }
  if (birth !== 'missing') {
    records.push({
      kind: 'birth',
      key: idNumber,
      record: {
        ...person,
        birthDate: birth === 'differs' ? addDays(birthDate, 1) : birthDate,
        parents: guardians.map((one) => ({ name: one.name, idNumber: one.idNumber, relation: one.relation })),
      },
    });
  }
  if (declared.primarySchoolId !== null && prng.chance(97)) {
    records.push({
      kind: 'student_record',
      key: idNumber,
      record: {
        ...person,
        schoolId: declared.primarySchoolId,
        grade: 6,
        graduated: true,
        graduatesOn: `${entryYear}-06-30`,
      },
    });
  }
  return records;
}

function homeRecords(declared: Declaration, prng: Prng): DepartmentRecord[] {
  const { dwelling, residencePermit } = declared;
  const [guardian] = declared.guardians;
  if (!guardian) return [];
  const { name, idNumber } = guardian;
  const records: DepartmentRecord[] = [];
  const accord = prng.weighted(ACCORD);
  // Homes without a certificate are not in the register: that is no fault of the family.
  const registered = dwelling.kind === 'owned' || dwelling.kind === 'contract' || dwelling.kind === 'rented';
  if (dwelling.documentNumber !== null && accord !== 'missing' && registered) {
    const address = accord === 'differs' && prng.chance(50) ? elsewhere(dwelling.address) : dwelling.address;
    const holder =
      accord === 'differs' && address === dwelling.address ? { name: '钱某', idNumber: '' } : { name, idNumber };
    const { district, documentNumber: number } = dwelling;
    records.push(
      dwelling.kind === 'rented'
        ? {
            kind: 'lease',
            key: number,
            record: {
              number,
              district,
              address,
              tenants: [holder],
              tenant: holder.name,
              from: '2026-03-01',
              to: '2028-02-29',
              filedOn: '2026-03-05',
            },
          }
        : {
            kind: 'property',
            key: number,
            record: {
              number,
              district,
              address,
              owners: [{ ...holder, relation: dwelling.ownedBy, share: 10_000 }],
              registeredOn: `20${10 + prng.below(15)}-0${1 + prng.below(9)}-15`,
              use: '住宅',
            },
          },
    );
  }
  if (residencePermit !== null && prng.chance(94)) {
    const expired = prng.chance(5);
    records.push({
      kind: 'residence_permit',
      key: residencePermit.number,
      record: {
        number: residencePermit.number,
        name,
        idNumber,
        district: dwelling.district,
        address: dwelling.address,
        issuedOn: '2024-09-01',
        validUntil: expired ? '2026-08-31' : '2028-08-31',
      },
    });
  }
  return records;
}

function workRecords(declared: Declaration, entryYear: number, prng: Prng): DepartmentRecord[] {
  const { work } = declared;
  const [guardian] = declared.guardians;
  if (!guardian || !work?.creditCode || prng.chance(5)) return [];
  const { name, idNumber } = guardian;
  const since = addMonths(`${entryYear}-01-01`, -12 - prng.below(48));
  if (work.kind === 'business_licence') {
    const status = prng.chance(5) ? 'closed' : 'active';
    return [
      {
        kind: 'business_licence',
        key: work.creditCode,
        record: {
          creditCode: work.creditCode,
          name: '演示商行',
          owner: name,
          ownerIdNumber: idNumber,
          status,
          establishedOn: since,
        },
      },
    ];
  }
  return [
    {
      kind: 'social_insurance',
      key: idNumber,
      record: {
        name,
        idNumber,
        employer: work.creditCode,
        district: declared.dwelling.district,
        since,
        payingNow: !prng.chance(6),
      },
    },
  ];
}

/** Another house of the same street, as when a family moved and did not say so. */
function elsewhere(address: string): string {
  return /\d+/.test(address) ? address.replace(/\d+/, (number) => String(Number(number) + 6)) : `${address}东侧`;
}
