// Which question a department is asked about a family, and what its answer means beside what was declared.

import { countInsurance } from '../../engines/reconcile/insurance.ts';
import { sameName } from '../../engines/reconcile/names.ts';
import { isOneOf, type Person, sameIdNumber } from '../../engines/reconcile/numbers.ts';
import { ownership } from '../../engines/reconcile/ownership.ts';
import {
  reconcile,
  type Comparison,
  type DeclaredFact,
  type Reconciliation,
  type RecordedFacts,
  type SameAddress,
} from '../../engines/reconcile/reconcile.ts';
import { nextWorkingDay, type WorkCalendar } from '../../engines/calendar/calendar.ts';
import { addMonths, chinaDate, chinaDateTime, chinaInstant, type DateText } from '../../kernel/dates.ts';
import { maskResidentId } from '../../kernel/resident-id.ts';
import type { CheckKind, Finding } from '../../platform/departments/departments.ts';
import type { ApplicationRecord } from '../registration/public.ts';
import type { CheckState } from './contract.ts';
import { RECORDS } from './records.ts';
import type { CheckRecord } from './store.ts';

/** What a check asks: the department's key, or null where the family gave none, and the facts to compare. */
export interface CheckQuestion {
  readonly key: string | null;
  readonly facts: readonly DeclaredFact[];
}

/** The departments in words. */
export const DEPARTMENTS: Readonly<
  Record<CheckKind, { readonly zh: string; readonly en: string; readonly what: string; readonly whatEn: string }>
> = {
  household: { zh: '公安局', en: 'Police', what: '户籍', whatEn: 'household registration' },
  property: { zh: '自然资源和规划局', en: 'Property registry', what: '房产', whatEn: 'property' },
  lease: { zh: '住房和城乡建设局', en: 'Housing bureau', what: '租赁备案', whatEn: 'filed lease' },
  residence_permit: { zh: '公安局', en: 'Police', what: '居住证', whatEn: 'residence permit' },
  social_insurance: { zh: '人力资源和社会保障局', en: 'Social security', what: '社会保险', whatEn: 'social insurance' },
  business_licence: { zh: '市场监督管理局', en: 'Market regulation', what: '营业执照', whatEn: 'business licence' },
  birth: { zh: '卫生健康委员会', en: 'Health commission', what: '出生医学证明', whatEn: 'birth certificate' },
  civil_affairs: { zh: '民政局', en: 'Civil affairs', what: '监护关系', whatEn: 'guardianship' },
  student_record: { zh: '教育局学籍系统', en: 'Student records', what: '学籍', whatEn: 'student record' },
};

const KINDS = Object.keys(DEPARTMENTS) as CheckKind[];

/** The checks that a policy asks for and that fit the family: a lease is not looked for where a home is owned. */
export function checksFor(record: Pick<ApplicationRecord, 'assessment' | 'declared'>): CheckKind[] {
  const { assessment, declared } = record;
  if (!assessment || !declared) return [];
  const { dwelling, work } = declared;
  const leased = dwelling.kind === 'rented' || dwelling.kind === 'public_rental';
  const fits: Partial<Record<CheckKind, boolean>> = {
    property: !leased,
    lease: leased,
    residence_permit: declared.residencePermit !== null,
    social_insurance: work?.kind === 'labour_contract',
    business_licence: work?.kind === 'business_licence',
  };
  return KINDS.filter((kind) => assessment.checks.includes(kind) && fits[kind] !== false);
}

/** What a department is asked about an application, on a civil day. */
export function questionOf(
  kind: CheckKind,
  record: Pick<ApplicationRecord, 'child' | 'declared'>,
  today: DateText,
): CheckQuestion {
  const { child, declared } = record;
  if (!declared) throw new Error('only submitted applications are checked');
  const { household, dwelling, guardians, residencePermit, work } = declared;
  const numbers = guardians.map((one) => one.idNumber);
  const fact = (
    field: string,
    zh: string,
    en: string,
    by: Comparison,
    value: string | null,
    needed = true,
  ): DeclaredFact => ({ field, zh, en, by, value, needed });
  const anyGuardian = (field: string, zh: string, en: string) => fact(field, zh, en, 'exact', '是');
  switch (kind) {
    case 'household':
      return {
        key: child.idNumber,
        facts: [
          fact('name', '孩子姓名', 'Child’s name', 'name', child.name),
          fact('birthDate', '出生日期', 'Date of birth', 'exact', child.birthDate),
          fact('district', '户籍区县', 'District of registration', 'exact', household.district),
          fact('address', '户籍地址', 'Registered address', 'address', household.address),
          fact('kind', '户口类别', 'Kind of booklet', 'exact', BOOKLET_WORDS[household.kind]),
          fact(
            'movedInOn',
            '迁入日期',
            'Moved in on',
            'exact',
            household.movedInOn ?? (household.sinceBirth ? child.birthDate : null),
            false,
          ),
          ...guardians
            .filter((one) => one.sameBooklet)
            .map((one, place) =>
              fact(
                `member${place}`,
                `同户监护人${place + 1}`,
                `Guardian ${place + 1} in the booklet`,
                'name',
                one.name,
              ),
            ),
        ],
      };
    case 'property':
      return {
        key: dwelling.documentNumber,
        facts: [
          fact('district', '房产所在区县', 'District of the home', 'exact', dwelling.district),
          fact('address', '房产地址', 'Address of the home', 'address', dwelling.address),
          ...(dwelling.ownedBy === 'guardian'
            ? [
                anyGuardian('guardianOwns', '监护人为产权人', 'A guardian is an owner'),
                fact(
                  'share',
                  '孩子和监护人合计份额（万分之）至少',
                  'Share of child and guardians, in ten-thousandths, at least',
                  'at_least',
                  '5001',
                ),
              ]
            : dwelling.ownedBy === 'child'
              ? [fact('childOwns', '孩子为产权人', 'The child is an owner', 'exact', '是')]
              : []),
          fact('outsiders', '其他共有人', 'Other co-owners', 'name', null, false),
        ],
      };
    case 'lease':
      return {
        key: dwelling.documentNumber,
        facts: [
          anyGuardian('guardianRents', '监护人为承租人', 'A guardian is the tenant'),
          fact('address', '租住地址', 'Rented address', 'address', dwelling.address),
          fact('from', '租期已开始', 'Lease has begun by', 'begun_by', today),
          fact('until', '租期未到期', 'Lease runs at least to', 'valid_on', today),
        ],
      };
    case 'residence_permit':
      return {
        key: residencePermit?.number ?? null,
        facts: [
          anyGuardian('guardianHolds', '监护人或孩子持有', 'Held by a guardian or the child'),
          fact('district', '居住证所在区县', 'District of the permit', 'exact', dwelling.district),
          fact('address', '居住证地址', 'Address of the permit', 'address', dwelling.address, false),
          fact('firstIssuedOn', '已经签发', 'Issued by', 'begun_by', today),
          fact('validUntil', '有效期至少到', 'Valid at least until', 'valid_on', today),
        ],
      };
    case 'social_insurance':
      return {
        key: numbers[0] ?? null,
        facts: [
          anyGuardian('inPayment', '当前正在缴费', 'In payment now'),
          fact(
            'recentMonths',
            '近 12 个月缴费月数（不含补缴）至少',
            'Months paid in the last 12, arrears apart, at least',
            'at_least',
            '1',
          ),
          fact('history', '连续缴费', 'Paid in a row', 'exact', null, false),
        ],
      };
    case 'business_licence':
      return {
        key: work?.creditCode || null,
        facts: [
          fact('active', '执照存续', 'Licence is active', 'exact', '是'),
          fact('legalRepresentative', '法定代表人为监护人', 'A guardian is the legal representative', 'exact', '是'),
          fact('district', '经营所在区县', 'District of business', 'exact', dwelling.district),
          fact('since', '已经成立', 'Founded by', 'begun_by', today),
        ],
      };
    case 'birth':
      return {
        key: child.idNumber,
        facts: guardians
          .filter((one) => one.relation === 'mother' || one.relation === 'father')
          .flatMap((one) => [
            fact(
              `${one.relation}Name`,
              one.relation === 'mother' ? '母亲姓名' : '父亲姓名',
              one.relation === 'mother' ? 'Mother’s name' : 'Father’s name',
              'name',
              one.name,
            ),
            fact(
              `${one.relation}IdNumber`,
              one.relation === 'mother' ? '母亲证件号码' : '父亲证件号码',
              one.relation === 'mother' ? 'Mother’s number' : 'Father’s number',
              'id_number',
              one.idNumber,
            ),
          ]),
      };
    case 'civil_affairs':
      return { key: child.idNumber, facts: [anyGuardian('guardianOnRecord', '监护人在册', 'A guardian is on record')] };
    case 'student_record':
      return {
        key: child.idNumber,
        facts: [
          fact('name', '孩子姓名', 'Child’s name', 'name', child.name),
          fact('schoolId', '就读小学', 'Primary school', 'exact', declared.primarySchoolId),
        ],
      };
  }
}

const BOOKLET_WORDS = { family: '家庭户', collective: '集体户', none: '无户口' } as const;

/**
 * A department's record by the fields of {@link questionOf}; null when it has not the shape agreed with the department,
 * so that a person looks.
 */
export function recordedFacts(
  kind: CheckKind,
  raw: Readonly<Record<string, unknown>>,
  family: Pick<ApplicationRecord, 'child' | 'declared'>,
  today: DateText,
): RecordedFacts | null {
  const parsed = RECORDS[kind].safeParse(raw);
  if (!parsed.success) return null;
  const guardians: readonly Guardian[] = family.declared?.guardians ?? [];
  const { child } = family;
  // The switch and the shape go by the same kind.
  const shaped = { kind, record: parsed.data } as Shaped;
  switch (shaped.kind) {
    case 'household': {
      const { record } = shaped;
      const member = (number: string) =>
        record.members.find((one) => sameIdNumber(one.idNumber, number) === true)?.name ?? '不在册';
      return {
        ...record,
        kind: BOOKLET_WORDS[record.kind],
        members: undefined,
        ...Object.fromEntries(
          guardians.filter((one) => one.sameBooklet).map((one, place) => [`member${place}`, member(one.idNumber)]),
        ),
      };
    }
    case 'property': {
      const { district, address, owners, joint = false } = shaped.record;
      const found = ownership(owners, joint, guardians, child);
      return {
        district,
        address,
        guardianOwns: yes(found.guardian),
        childOwns: yes(found.child),
        share: found.share === null ? null : String(found.share),
        outsiders: found.outsiders.map(({ name, share }) => `${surname(name)}${joint ? '' : ` ${share / 100}%`}`),
      };
    }
    case 'lease': {
      const { address, tenantName = '', tenantIdNumber, from, until } = shaped.record;
      const tenant = { name: tenantName, idNumber: tenantIdNumber };
      return { address, from, until, guardianRents: yes(isOneOf(tenant, guardians, sameName)) };
    }
    case 'residence_permit': {
      const { holderName, holderIdNumber, district, address, firstIssuedOn, validUntil } = shaped.record;
      const holder = { name: holderName, idNumber: holderIdNumber };
      return {
        district,
        address,
        firstIssuedOn,
        validUntil,
        guardianHolds: yes(isOneOf(holder, [...guardians, child], sameName)),
      };
    }
    case 'social_insurance': {
      const { months, inPayment } = shaped.record;
      const since = addMonths(today, -12).slice(0, 7);
      const paid = countInsurance(months, today.slice(0, 7), { countBackPaid: false, toleratedGap: 0 });
      const recent = countInsurance(
        months.filter((one) => one.month >= since),
        today.slice(0, 7),
        { countBackPaid: false, toleratedGap: 0 },
      );
      const gaps = paid.missing.length > 0 ? `，中断 ${paid.missing.length} 个月` : '';
      const arrears = paid.backPaid.length > 0 ? `，补缴 ${paid.backPaid.length} 个月` : '';
      return {
        inPayment: yes(inPayment),
        recentMonths: String(recent.months),
        history:
          paid.since === null
            ? `没有按时缴费的月份${arrears}`
            : `${paid.continuous} 个月（${paid.since} 至 ${paid.until}）${gaps}${arrears}`,
      };
    }
    case 'business_licence': {
      const { active, district, since, legalRepresentative, legalRepresentativeIdNumber = '' } = shaped.record;
      const person = { name: legalRepresentative, idNumber: legalRepresentativeIdNumber };
      return {
        active: yes(active),
        district,
        since,
        legalRepresentative: yes(isOneOf(person, guardians, sameName)),
      };
    }
    case 'birth':
      return shaped.record;
    case 'civil_affairs': {
      const found = shaped.record.guardians.map((one) => isOneOf(one, guardians, sameName));
      return { guardianOnRecord: yes(found.includes(true) ? true : found.includes(null) ? null : false) };
    }
    case 'student_record':
      return { name: shaped.record.name, schoolId: shaped.record.schoolId };
  }
}

type Guardian = Person & { readonly sameBooklet: boolean };

/** Null, which only a person can settle, stays open. */
function yes(holds: boolean | null): string | null {
  return holds === null ? null : holds ? '是' : '否';
}

/** The first character of a stranger's name: enough for a reviewer who knows the owners from the certificate. */
function surname(name: string): string {
  const [first = '', ...rest] = Array.from(name);
  return first + '*'.repeat(Math.max(1, rest.length));
}

type Shaped = {
  [K in CheckKind]: { readonly kind: K; readonly record: ReturnType<(typeof RECORDS)[K]['parse']> };
}[CheckKind];

/** Lays a question beside the record that came back. A record of an unknown shape goes to a person. */
export function judge(
  kind: CheckKind,
  question: CheckQuestion,
  raw: Readonly<Record<string, unknown>> | null,
  family: Pick<ApplicationRecord, 'child' | 'declared'>,
  today: DateText,
  sameAddress: SameAddress,
): Reconciliation {
  if (raw === null) return reconcile(question.facts, null, sameAddress);
  const recorded = recordedFacts(kind, raw, family, today);
  if (recorded === null) return { ...reconcile(question.facts, {}, sameAddress), state: 'manual' };
  return reconcile(question.facts, recorded, sameAddress);
}

/** A comparison as it is kept and shown: identity numbers masked. */
export function masked(comparison: Reconciliation['comparison']): Reconciliation['comparison'] {
  return comparison.map((one) =>
    one.field.endsWith('IdNumber')
      ? {
          ...one,
          declared: maskResidentId(one.declared),
          recorded: one.recorded === null ? null : maskResidentId(one.recorded),
        }
      : one,
  );
}

/** The name of a question at its department: the check and the attempt, so that a late answer finds its question. */
export function requestIdOf(checkId: string, attempt: number): string {
  return `${checkId}.${attempt}`;
}

/** The check and the attempt of a question; null where it is not one of ours. */
export function questionNamed(requestId: string): { readonly checkId: string; readonly attempt: number } | null {
  const [, checkId, attempt] = /^([0-9a-f-]{36})\.(\d{1,6})$/.exec(requestId) ?? [];
  return checkId === undefined ? null : { checkId, attempt: Number(attempt) };
}

/**
 * What becomes of an answer beside what is known. The first usable answer stands; the same again changes nothing;
 * another one, unless it answers an older question or was asked for anew, is a contradiction for a person.
 * @param awaited a person asked for it, so that it replaces what stands
 */
export function verdictOn(
  check: Pick<CheckRecord, 'revision' | 'resolution' | 'answeredRequest' | 'answer'>,
  presentRevision: number,
  requestId: string,
  finding: Finding,
  awaited: boolean,
): 'accepted' | 'duplicate' | 'contradiction' | 'outdated' {
  if (check.revision !== presentRevision || check.resolution !== null) return 'outdated';
  if (check.answeredRequest === null || awaited) return 'accepted';
  const known = canonical(check.answer);
  if (known === canonical(finding.state === 'found' ? finding.record : null)) return 'duplicate';
  const [mine, standing] = [questionNamed(requestId), questionNamed(check.answeredRequest)];
  return (mine?.attempt ?? 0) < (standing?.attempt ?? 0) ? 'outdated' : 'contradiction';
}

/** A value as text that does not depend on the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** A deadline one working day later, at the same time of day; the end of a day stays the end of a day. */
export function aWorkingDayLater(calendar: WorkCalendar, deadline: Date): Date {
  const day = chinaDate(new Date(deadline.getTime() - 1));
  const intoDay = deadline.getTime() - chinaInstant(day).getTime();
  return new Date(chinaInstant(nextWorkingDay(calendar, day)).getTime() + intoDay);
}

/** How a check stands, for words about it. */
export type CheckStanding = Pick<CheckRecord, 'kind' | 'state' | 'resolution'> &
  Partial<Pick<CheckRecord, 'waitingFor' | 'contradicted'>> & {
    /** The family's deadline as an outage of this source moved it; null where it did not. */
    readonly extendedUntil?: Date | null;
  };

/** What a check means to the family. It never says what another office has on record. */
export function explain(check: CheckStanding): { readonly zh: string; readonly en: string } {
  const { zh: office, what, whatEn } = DEPARTMENTS[check.kind];
  if (check.resolution === 'accepted')
    return {
      zh: `${what}：工作人员已看过材料并认可。`,
      en: `Staff have looked at your papers on ${whatEn} and accept them.`,
    };
  if (check.resolution === 'not_accepted')
    return {
      zh: `${what}：工作人员看过材料，尚不能认可，请留意通知。`,
      en: `Staff looked at your papers on ${whatEn} and cannot accept them yet; watch for a message.`,
    };
  switch (check.state) {
    case 'pending':
      return waiting(what, whatEn, check.waitingFor ?? null);
    case 'matched':
      return { zh: `${what}与登记信息一致。`, en: `Your ${whatEn} agrees with the records.` };
    case 'mismatch':
      return {
        zh: `${what}与登记信息有不同，工作人员会人工核对，不会因此直接不予通过。`,
        en: `Your ${whatEn} differs from the records. Staff will look at it; nobody is refused for this alone.`,
      };
    case 'no_record':
      return {
        zh: `没有查到${what}登记，工作人员会看您上传的材料。`,
        en: `No record of your ${whatEn} was found; staff will look at the papers you uploaded.`,
      };
    case 'source_down': {
      const until = check.extendedUntil ? chinaDateTime(check.extendedUntil).slice(0, 16) : null;
      return until === null
        ? {
            zh: `${office}${what}系统暂时无法访问，恢复后会自动再次核对，不影响您的报名，无需操作。`,
            en: `The system for ${whatEn} cannot be reached at present. It is asked again by itself; your application stands and you need do nothing.`,
          }
        : {
            zh: `${office}${what}系统暂时无法访问，您的修改期限已自动延期至 ${until}，无需操作。`,
            en: `The system for ${whatEn} cannot be reached at present. Your time to correct was extended by itself to ${until}; you need do nothing.`,
          };
    }
    case 'manual':
      return check.contradicted
        ? {
            zh: `${what}的登记信息前后不一，由工作人员人工核实，您无需操作。`,
            en: `The records of your ${whatEn} do not agree among themselves; staff will look into it, you need do nothing.`,
          }
        : { zh: `${what}由工作人员看材料核对。`, en: `Your ${whatEn} is checked by staff from your papers.` };
  }
}

function waiting(what: string, whatEn: string, why: CheckRecord['waitingFor']): { zh: string; en: string } {
  switch (why) {
    case 'closed':
      return {
        zh: `${what}数据按时段集中核对，开放后会自动核对，您无需操作。`,
        en: `Your ${whatEn} is checked in set hours, by itself; you need do nothing.`,
      };
    case 'batch':
    case 'exported':
      return {
        zh: `${what}由主管部门分批核对，结果回来后自动更新，您无需操作。`,
        en: `Your ${whatEn} is checked in batches by the department; the result will show by itself.`,
      };
    default:
      return { zh: `正在核对${what}，您无需操作。`, en: `Your ${whatEn} is being checked; you need do nothing.` };
  }
}

/** The states of checks in the office's words, for refusals. */
export const STATE_WORDS: Readonly<Record<CheckState, string>> = {
  pending: '核验中',
  matched: '一致',
  mismatch: '不一致',
  no_record: '查无记录',
  source_down: '来源中断',
  manual: '待人工核对',
};
