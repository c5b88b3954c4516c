// What departments' records and reviewers' findings say in the policy's facts: checks → learned facts, kept apart from declarations.

import { CHECKS } from '../../engines/policy/fact-schema.ts';
import { sameName } from '../../engines/reconcile/names.ts';
import { isOneOf, type Person } from '../../engines/reconcile/numbers.ts';
import { chinaDate, type DateText } from '../../kernel/dates.ts';
import type { CheckKind } from '../../platform/departments/departments.ts';
import { GUARDIAN_FACTS, relationIn, type ApplicationRecord, type LearnedFact } from '../registration/public.ts';
import { RECORDS } from './records.ts';
import type { CheckRecord } from './store.ts';

type Family = Pick<ApplicationRecord, 'child' | 'declared'>;
type Declared = NonNullable<ApplicationRecord['declared']>;
/** A fact by its path, in the fact's own type. */
export type PathValue = readonly [path: string, value: unknown];

/** The parts of a check that tell what was learned by it. */
export type AnsweredCheck = Pick<
  CheckRecord,
  'kind' | 'state' | 'answer' | 'answeredAt' | 'differences' | 'resolution' | 'resolvedAt' | 'found'
>;

/** A fact that a reviewer may read from papers, where the department has no record of it. */
export interface Findable {
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

const findable = (path: string, zh: string, en: string): Findable => ({ path, zh, en });

/** The dates that rank families, by the check whose papers show them. */
export const FINDABLE: Readonly<Record<CheckKind, readonly Findable[]>> = {
  household: [findable('child.household.movedIn', '户口迁入日期', 'Moved in on')],
  property: [findable('dwelling.certificateDate', '不动产权证登记日期', 'Certificate date')],
  lease: [findable('dwelling.leaseFrom', '租期起始日期', 'Lease from')],
  residence_permit: [
    findable('residencePermit.firstIssued', '居住证首次签发日期', 'First issue of the permit'),
    findable('residencePermit.validUntil', '居住证有效期至', 'Permit valid until'),
  ],
  social_insurance: [],
  business_licence: [findable('work.licenceSince', '营业执照成立日期', 'Licence since')],
  birth: [],
  civil_affairs: [],
  student_record: [],
};

/**
 * What the checks of one submission add to what was declared.
 * - matched: everything on the record counts, with the department as its source;
 * - differs, and a reviewer accepted the papers: what differs stays as declared, the rest of the record counts;
 * - differs, and a reviewer did not accept: the record counts;
 * - no record, and a reviewer did not accept: what was declared about it does not count.
 * Until a reviewer has looked, nothing of a check that differs counts. What a reviewer read from papers counts in any case.
 */
export function learnedFacts(checks: readonly AnsweredCheck[], family: Family): LearnedFact[] {
  return checks.flatMap((check) => [...fromRecord(check, family), ...fromReviewer(check)]);
}

function fromRecord(check: AnsweredCheck, family: Family): LearnedFact[] {
  const { kind, state, answer, answeredAt, resolution, resolvedAt } = check;
  const department = (date: Date | null) => ({
    by: 'department' as const,
    source: CHECKS[kind],
    date: chinaDate(date ?? new Date(0)),
  });
  const onRecord = answer === null ? [] : factsOnRecord(kind, answer, family);
  if (onRecord.length > 0 && (state === 'matched' || resolution !== null)) {
    const differing = new Set(
      resolution === 'accepted' ? check.differences.flatMap((one) => PATHS_OF[one.field] ?? []) : [],
    );
    return onRecord
      .filter(([path]) => !differing.has(path.replace(/\[\d+\]/g, '')))
      .map(([path, value]) => ({ path, value, ...department(answeredAt) }));
  }
  if (resolution === 'not_accepted') {
    return WITHHELD[kind].map((path) => ({
      path,
      value: null,
      by: 'reviewer',
      source: REVIEWER,
      date: chinaDate(resolvedAt ?? new Date(0)),
    }));
  }
  return [];
}

function fromReviewer({ found, resolvedAt }: AnsweredCheck): LearnedFact[] {
  if (resolvedAt === null) return [];
  const date = chinaDate(resolvedAt);
  return found.map(({ path, value }) => ({ path, value, by: 'reviewer', source: REVIEWER, date }));
}

const REVIEWER = { zh: '审核人员查看材料', en: 'a reviewer, from the papers' };

/** The facts that a compared field of a check stands for. */
const PATHS_OF: Readonly<Record<string, readonly string[]>> = {
  birthDate: ['child.birthDate'],
  movedInOn: ['child.household.movedIn', 'child.household.sinceBirth'],
  district: ['child.household.district', 'dwelling.district', 'residencePermit.district', 'work.district'],
  address: ['child.household.address', 'dwelling.address', 'residencePermit.address'],
  kind: ['child.household.kind'],
  member0: ['guardians.sameBooklet'],
  member1: ['guardians.sameBooklet'],
  member2: ['guardians.sameBooklet'],
  member3: ['guardians.sameBooklet'],
  share: ['dwelling.owners'],
  guardianOwns: ['dwelling.owners', 'guardians.ownsHome'],
  childOwns: ['dwelling.owners'],
  from: ['dwelling.leaseFrom'],
  until: ['dwelling.leaseTo'],
  firstIssuedOn: ['residencePermit.firstIssued'],
  since: ['work.licenceSince'],
  validUntil: ['residencePermit.validUntil'],
  inPayment: ['work.payingNow'],
  recentMonths: ['work.insurance'],
  active: ['work.licenceActive'],
  legalRepresentative: ['work.licenceNumber', 'work.licenceActive', 'work.licenceSince'],
  guardianOnRecord: ['guardians.hasCustody'],
  schoolId: ['child.primarySchool.id', 'child.primarySchool.district'],
};

/** What does not count once a reviewer found that it was not borne out. */
const WITHHELD: Readonly<Record<CheckKind, readonly string[]>> = {
  household: ['child.household'],
  property: ['dwelling.owners', 'dwelling.certificateNumber', 'dwelling.certificateDate', 'dwelling.contractNumber'],
  lease: ['dwelling.leaseNumber', 'dwelling.leaseFrom', 'dwelling.leaseTo'],
  residence_permit: ['residencePermit'],
  social_insurance: ['work'],
  business_licence: ['work'],
  birth: [],
  civil_affairs: [],
  student_record: ['child.primarySchool', 'child.recordDistrict'],
};

/** A department's record as facts; none where it has not the shape agreed with the department. */
function factsOnRecord(
  kind: CheckKind,
  raw: Readonly<Record<string, unknown>>,
  { child, declared }: Family,
): PathValue[] {
  const parsed = RECORDS[kind].safeParse(raw);
  if (!parsed.success || !declared) return [];
  // The switch and the shape go by the same kind.
  const shaped = { kind, record: parsed.data } as Shaped;
  const ofGuardian = (person: Person, field: string, value: unknown): PathValue[] => {
    const place = declared.guardians.findIndex((one) => isOneOf(person, [one], sameName) === true);
    return place < 0 ? [] : [[`guardians[${place}].${field}`, value]];
  };
  switch (shaped.kind) {
    case 'household': {
      const { record } = shaped;
      return [
        ['child.birthDate', record.birthDate],
        ['child.household.district', record.district],
        ['child.household.address', record.address],
        ['child.household.kind', record.kind],
        ['child.household.booklet', record.bookletNumber],
        ['child.household.householder', relationIn(declared)(record.householderRelation)],
        ['child.household.movedIn', record.movedInOn],
        ['child.household.sinceBirth', record.movedInOn === record.birthDate],
        ...record.members.flatMap((one) => ofGuardian(one, 'sameBooklet', true)),
      ];
    }
    case 'property': {
      const { district, address, kind: title, certificateNumber, issuedOn, owners, joint = false } = shaped.record;
      const filed = title === 'contract';
      return [
        ['dwelling.kind', filed ? 'mortgaged_contract' : 'owned'],
        ['dwelling.district', district],
        ['dwelling.address', address],
        [filed ? 'dwelling.contractNumber' : 'dwelling.certificateNumber', certificateNumber],
        [filed ? 'dwelling.contractDate' : 'dwelling.certificateDate', issuedOn],
        ['dwelling.owners', ownersOf(owners, joint, child, declared)],
        ...owners.flatMap((one) => ofGuardian(one, 'ownsHome', true)),
      ];
    }
    case 'lease': {
      const { filingNumber, from, until } = shaped.record;
      return [
        ['dwelling.leaseNumber', filingNumber],
        ['dwelling.leaseFrom', from],
        ['dwelling.leaseTo', until],
      ];
    }
    case 'residence_permit': {
      const { district, address, firstIssuedOn, validUntil } = shaped.record;
      return [
        ['residencePermit.district', district],
        ['residencePermit.address', address],
        ['residencePermit.firstIssued', firstIssuedOn],
        ['residencePermit.validUntil', validUntil],
      ];
    }
    case 'social_insurance': {
      const { months, inPayment } = shaped.record;
      return [
        ['work.insurance', months.map(({ month, employer, backPaid }) => ({ month, employer, backPaid }))],
        ['work.payingNow', inPayment],
      ];
    }
    case 'business_licence': {
      const { since, active, district } = shaped.record;
      return [
        ['work.district', district],
        ['work.licenceSince', since],
        ['work.licenceActive', active],
      ];
    }
    case 'birth': {
      const { motherName, motherIdNumber, fatherName, fatherIdNumber } = shaped.record;
      return [
        ...ofGuardian({ name: motherName, idNumber: motherIdNumber }, 'relation', 'mother'),
        ...ofGuardian({ name: fatherName ?? '', idNumber: fatherIdNumber ?? '' }, 'relation', 'father'),
      ];
    }
    case 'civil_affairs':
      return shaped.record.guardians.flatMap((one) => ofGuardian(one, 'hasCustody', true));
    case 'student_record': {
      const { schoolId, district, grade } = shaped.record;
      return [
        ['child.recordDistrict', district],
        ['child.primarySchool.id', schoolId],
        ['child.primarySchool.district', district],
        ['child.primarySchool.graduated', grade >= LAST_PRIMARY_GRADE],
      ];
    }
  }
}

/** Primary school has six grades in Huai'an; who is in the sixth finishes it this year. */
const LAST_PRIMARY_GRADE = 6;

type Shaped = {
  [K in CheckKind]: { readonly kind: K; readonly record: ReturnType<(typeof RECORDS)[K]['parse']> };
}[CheckKind];

/** Owners with their shares. Of a home owned jointly each owns all of it: the whole is counted once, at the first. */
function ownersOf(
  owners: readonly (Person & { readonly share: number })[],
  joint: boolean,
  child: Family['child'],
  declared: Declared,
) {
  return owners.map((one, place) => ({
    relation: ownerRelation(one, child, declared),
    share: joint ? (place === 0 ? WHOLE : 0) : one.share,
  }));
}

const WHOLE = 10_000;

/** How an owner on the register is related to the child: by number where the family named that person, else as it declared. */
function ownerRelation(owner: Person, child: Family['child'], declared: Declared): string {
  if (isOneOf(owner, [child], sameName) === true) return 'self';
  const guardian = declared.guardians.find((one) => isOneOf(owner, [one], sameName) === true);
  if (guardian) return GUARDIAN_FACTS[guardian.relation];
  const { ownedBy } = declared.dwelling;
  return ownedBy === 'grandparent' || ownedBy === 'great_grandparent' ? relationIn(declared)(ownedBy) : 'other';
}

/** Whether a value read from papers can be kept: a date that exists and is not in the future of the reading. */
export function isFinding(kind: CheckKind, path: string, value: DateText, today: DateText): boolean {
  const known = FINDABLE[kind].some((one) => one.path === path);
  return known && (value <= today || path.endsWith('validUntil'));
}
