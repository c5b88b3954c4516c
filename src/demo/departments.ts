// Invents what other departments have on file of a family: mostly what it declares, sometimes something else or nothing.

import { addDays, addMonths, chinaDate } from '../kernel/dates.ts';
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
    source('household', '公安（户籍）', 'Public security, household registration'),
    source('property', '自然资源（不动产登记）', 'Natural resources, property registration'),
    source('lease', '住建（租赁备案）', 'Housing, filed leases'),
    source('residence_permit', '公安（居住证）', 'Public security, residence permits'),
    source(
      'social_insurance',
      '人社（社会保险）',
      'Human resources, social insurance',
      '演示：数据接口例行维护，恢复后自动重新核验',
    ),
    source('business_licence', '市场监管（营业执照）', 'Market regulation, business licences'),
    source('birth', '卫健（出生医学证明）', 'Health, birth certificates'),
    source('civil_affairs', '民政（婚姻与收养）', 'Civil affairs, marriage and adoption'),
    source('student_record', '教育（学籍）', 'Education, student records'),
  ];
}

/** The records of a family's children, homes and work. `missing` ones are simply not there. */
export function recordsOf(family: Family, now: Date, prng: Prng): DepartmentRecord[] {
  const [first] = family.children;
  if (!first) return [];
  return [
    ...family.children.flatMap(({ child, declaration }) => childRecords(child, declaration, family.parents, prng)),
    ...homeRecords(first.declaration, chinaDate(now), prng),
    ...workRecords(first.declaration, chinaDate(now), prng),
  ];
}

function childRecords(
  { name, idNumber, sex, birthDate }: InventedChild,
  { household, guardians, primarySchoolId, dwelling }: Declaration,
  { father, mother }: Family['parents'],
  prng: Prng,
): DepartmentRecord[] {
  const register = prng.weighted({ agrees: 95, differs: 3, missing: 2 });
  const birth = prng.weighted({ agrees: 97, differs: 1, missing: 2 });
  const records: DepartmentRecord[] = [];
  if (register !== 'missing') {
    const record = {
      name,
      idNumber,
      birthDate,
      sex,
      bookletNumber: `HK${idNumber.slice(6, 17)}`,
      address: register === 'differs' ? elsewhere(household.address) : household.address,
      district: household.district,
      kind: household.kind,
      householderRelation: household.householder,
      movedInOn: household.movedInOn ?? birthDate,
      members: guardians
        .filter((one) => one.sameBooklet)
        .map((one) => ({ name: one.name, idNumber: one.idNumber, relation: one.relation })),
    };
    records.push({ kind: 'household', key: idNumber, record });
  }
  if (birth !== 'missing') {
    const record = {
      motherName: birth === 'differs' ? `${mother.name}某` : mother.name,
      motherIdNumber: mother.idNumber,
      fatherName: father.name,
      fatherIdNumber: father.idNumber,
    };
    records.push({ kind: 'birth', key: idNumber, record });
  }
  if (primarySchoolId !== null && prng.chance(97)) {
    const record = { name, idNumber, schoolId: primarySchoolId, district: dwelling.district, grade: 6 };
    records.push({ kind: 'student_record', key: idNumber, record });
  }
  return records;
}

function homeRecords(
  { dwelling, residencePermit, guardians }: Declaration,
  today: string,
  prng: Prng,
): DepartmentRecord[] {
  const [guardian] = guardians;
  if (!guardian) return [];
  const { name, idNumber } = guardian;
  const { kind, district, documentNumber } = dwelling;
  const records: DepartmentRecord[] = [];
  const accord = prng.weighted(ACCORD);
  // A self-built or resettled home is not in the register: that is no fault of the family.
  if (
    documentNumber !== null &&
    accord !== 'missing' &&
    (kind === 'owned' || kind === 'contract' || kind === 'rented')
  ) {
    const moved = accord === 'differs' && prng.chance(60);
    const address = moved ? elsewhere(dwelling.address) : dwelling.address;
    const stranger = { name: '钱某', idNumber: '320899199001010011' };
    const holder = accord === 'differs' && !moved ? stranger : { name, idNumber };
    if (kind === 'rented') {
      const lease = { filingNumber: documentNumber, tenantName: holder.name, tenantIdNumber: holder.idNumber };
      const until = addMonths(today, prng.chance(6) ? -1 : 18);
      const record = { ...lease, address, district, from: addMonths(today, -10), until };
      records.push({ kind: 'lease', key: documentNumber, record });
    } else {
      const issuedOn = addDays(today, -200 - prng.below(3000));
      const owners = [{ ...holder, share: prng.chance(3) ? 5_000 : 10_000 }];
      const record = { certificateNumber: documentNumber, address, district, kind, issuedOn, owners };
      records.push({ kind: 'property', key: documentNumber, record });
    }
  }
  if (residencePermit !== null && prng.chance(94)) {
    const record = {
      holderName: name,
      holderIdNumber: idNumber,
      district,
      address: dwelling.address,
      firstIssuedOn: addDays(today, -400 - prng.below(900)),
      validUntil: addDays(today, prng.chance(5) ? -60 : 300),
    };
    records.push({ kind: 'residence_permit', key: residencePermit.number, record });
  }
  return records;
}

function workRecords({ work, guardians, dwelling }: Declaration, today: string, prng: Prng): DepartmentRecord[] {
  const [guardian] = guardians;
  if (!guardian || !work?.creditCode || prng.chance(5)) return [];
  const { name, idNumber } = guardian;
  const { creditCode } = work;
  if (work.kind === 'business_licence') {
    const record = {
      name: `${name.slice(0, 1)}记演示商行`,
      legalRepresentative: name,
      legalRepresentativeIdNumber: idNumber,
      district: dwelling.district,
      address: dwelling.address,
      since: addDays(today, -300 - prng.below(2000)),
      active: !prng.chance(5),
    };
    return [{ kind: 'business_licence', key: creditCode, record }];
  }
  const months = Array.from({ length: 6 + prng.below(18) }, (_, back) => ({
    month: addMonths(today, -1 - back).slice(0, 7),
    employer: creditCode,
    backPaid: prng.chance(2),
  }));
  return [{ kind: 'social_insurance', key: idNumber, record: { months, inPayment: !prng.chance(6) } }];
}

/** Another house of the same street, as when a family moved and did not say so. */
function elsewhere(address: string): string {
  return /\d+/.test(address) ? address.replace(/\d+/, (number) => String(Number(number) + 6)) : `${address}东侧`;
}
