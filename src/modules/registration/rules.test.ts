import { describe, expect, it } from 'vitest';
import { evaluate } from '../../engines/policy/policy.ts';
import type { Actor } from '../../kernel/actor.ts';
import { chinaInstant } from '../../kernel/dates.ts';
import { cityPolicy } from '../../../tests/support/policies.ts';
import { declarationAt } from '../../../tests/support/small-city.ts';
import type { LocationAnswer } from '../schools/contract.ts';
import type { SeasonRecord } from '../seasons/public.ts';
import { assessmentOf } from './assessing.ts';
import { factsOf, schoolOf, type Family } from './facts.ts';
import {
  areTwins,
  childKeyOf,
  completeDeclaration,
  guardHolds,
  maskDeclaration,
  receiptNumber,
  reviewingSchool,
  type Situation,
  stepOrRefusal,
} from './rules.ts';

const declared = declarationAt(
  '淮海东路1号3幢501室',
  { name: '李梅', idNumber: '11010519491231002X', phone: '13900000001' },
  '苏（2021）淮安市不动产权第0000001号',
);
const at = (...schools: string[]): LocationAnswer => ({
  result: schools.length === 1 ? 'matched' : 'overlap',
  schools: schools.map((schoolId) => ({ schoolId, school: schoolId, campus: '', status: 'open', basis: '' })),
  basis: '',
  basisEn: '',
  normalisedAddress: '',
});
const family: Family = {
  child: { birthDate: '2020-09-01', sex: 'female', idKind: 'resident_id' },
  declared,
  season: { district: '320812', stage: 'primary' },
  location: at('s1'),
  householdLocation: at('s1'),
  primaryDistrict: null,
  deferredBefore: false,
  documents: ['household_booklet'],
  today: '2027-05-10',
};
const policy = cityPolicy('huaian/policies/demonstration-2027.yaml');
const assessed = (changes: Partial<Family>, late = false) =>
  assessmentOf(evaluate(policy, factsOf({ ...family, ...changes }), { today: family.today, late, district: '320812' }));
const born = (birthDate: string) => ({ child: { ...family.child, birthDate } });

describe('what a declaration means to the policy', () => {
  it('puts a child with household and home in one catchment into the first category', () => {
    expect(assessed(born('2021-08-31'))).toMatchObject({
      admissible: true,
      category: { id: 'home_and_household' },
      overallPlacement: false,
      review: { steps: 1 },
    });
  });

  it('refuses a child born on 1 September as under age, with the cure in words', () => {
    const result = assessed(born('2021-09-01'));
    expect(result.admissible).toBe(false);
    expect(result.refusals[0]).toMatchObject({ code: 'under_age', cure: '请于 2028 年报名。', clause: '演示第一条' });
  });

  it('tells household and home apart when they lie in two catchments', () => {
    expect(assessed({ ...born('2021-01-01'), householdLocation: at('s2') }).category?.id).toBe('home_only');
  });

  it('takes a child registered with grandparents since birth whose parents own no home', () => {
    const result = assessed({
      ...born('2021-01-01'),
      declared: {
        ...declared,
        household: { ...declared.household, householder: 'grandparent', movedInOn: null, sinceBirth: true },
        dwelling: { ...declared.dwelling, ownedBy: 'grandparent' },
      },
    });
    expect(result.category?.id).toBe('grandparents_household');
    expect(result.review.steps).toBe(2);
  });

  it('takes a migrant child with a permit and a filed lease', () => {
    const result = assessed({
      ...born('2021-01-01'),
      householdLocation: null,
      declared: {
        ...declared,
        household: { ...declared.household, district: '340100' },
        dwelling: { ...declared.dwelling, kind: 'rented', documentNumber: 'ZL0001', ownedBy: null },
        residencePermit: { number: 'JZZ0001' },
      },
    });
    expect(result.category?.id).toBe('migrant');
    expect(result.checks).toContain('residence_permit');
  });

  it('can tell whether a brother or sister counts once the grade is known', () => {
    const eligible = (grade: number | null) => {
      const sibling = { schoolId: 's1', name: '李哥哥', grade };
      const facts = factsOf({ ...family, declared: { ...declared, sibling } });
      return evaluate(policy, facts, { today: family.today, district: '320812' }).siblings?.eligible;
    };
    expect([eligible(null), eligible(3), eligible(6)]).toEqual(['unknown', 'true', 'false']);
  });

  it('leaves a late registration to overall placement', () => {
    expect(assessed(born('2021-01-01'), true)).toMatchObject({ admissible: true, overallPlacement: true });
  });

  it('gives every line of the reasoning a sentence and a clause', () => {
    const { because } = assessed(born('2021-01-01'));
    expect(because.length).toBeGreaterThan(0);
    for (const line of because) {
      expect(line.zh).not.toBe('');
      expect(line.clause).not.toBeNull();
    }
  });
});

describe('the reviewing school', () => {
  it('is the catchment’s, or the preferred one of two, or none', () => {
    expect(schoolOf(at('s1'), null)).toBe('s1');
    expect(schoolOf(at('s1', 's2'), 's2')).toBe('s2');
    expect(schoolOf(at('s1', 's2'), 's3')).toBeNull();
    expect(schoolOf(at('s1', 's2'), null)).toBeNull();
    expect(schoolOf({ ...at('s1'), result: 'needs_map' }, null)).toBeNull();
  });

  it('is none where the bureau places the child itself', () => {
    expect(reviewingSchool({ overallPlacement: true }, at('s1'), declared)).toBeNull();
    expect(reviewingSchool({ overallPlacement: false }, at('s1'), declared)).toBe('s1');
  });
});

const season: SeasonRecord = {
  id: 'x',
  district: '320812',
  stage: 'primary',
  entryYear: 2027,
  name: '',
  nameEn: '',
  policyHash: '',
  registrationOpensAt: chinaInstant('2027-05-01', '09:00'),
  registrationClosesAt: chinaInstant('2027-05-12', '17:00'),
  lateClosesAt: chinaInstant('2027-05-20', '17:00'),
  resultsExpectedOn: '2027-07-01',
  resultsPublishedAt: null,
  resultsFinalAt: null,
  objectionsUntil: null,
  offerDays: 3,
  confirmBy: chinaInstant('2027-07-10', '17:00'),
  reportFrom: '2027-08-30',
  reportUntil: '2027-08-31',
  demo: true,
  version: 1,
};
const holder: Actor = { kind: 'account', accountId: 'a', name: '', phone: '', role: 'guardian', organization: null };
const officer = (accountId: string, district = '320812'): Actor => ({
  kind: 'account',
  accountId,
  name: '',
  phone: '',
  role: 'district_reviewer',
  organization: { id: 'bureau', kind: 'district_bureau', name: '', district },
});
const situation = (changes: Partial<Situation> = {}): Situation => ({
  actor: holder,
  now: chinaInstant('2027-05-10'),
  season,
  application: { accountId: 'a', district: '320812', schoolId: null, cureUntil: null, assessment: null },
  endorsedBy: null,
  ...changes,
});

describe('guards', () => {
  const submits = (now: Date, cureUntil: Date | null = null, event: 'submit' | 'resubmit' = 'submit') =>
    stepOrRefusal(
      event === 'submit' ? 'draft' : 'needs_material',
      event,
      situation({ now, application: { ...situation().application, cureUntil } }),
      '12345',
    );

  it('let a family submit from the opening second to the last millisecond before the end', () => {
    expect(submits(new Date(season.registrationOpensAt.getTime() - 1)).ok).toBe(false);
    expect(submits(season.registrationOpensAt).ok).toBe(true);
    expect(submits(new Date(season.lateClosesAt.getTime() - 1)).ok).toBe(true);
    expect(submits(season.lateClosesAt)).toEqual({
      ok: false,
      error: {
        code: 'application.not_open',
        values: { from: '2027-05-01 09:00:00', until: '2027-05-20 17:00:00' },
      },
    });
  });

  it('let a family correct until its own deadline after the window, and tell which deadline passed', () => {
    const cureUntil = chinaInstant('2027-06-01', '17:00');
    expect(submits(new Date(cureUntil.getTime() - 1), cureUntil, 'resubmit').ok).toBe(true);
    expect(submits(cureUntil, cureUntil, 'resubmit')).toEqual({
      ok: false,
      error: { code: 'application.cure_over', values: { until: '2027-06-01 17:00:00', helpline: '12345' } },
    });
  });

  it('keep another guardian, another district and the first reviewer out', () => {
    expect(guardHolds('own_application', situation({ actor: { ...holder, accountId: 'b' } as Actor }))).toBe(false);
    expect(guardHolds('in_authority', situation({ actor: officer('o') }))).toBe(true);
    expect(guardHolds('in_authority', situation({ actor: officer('o', '320803') }))).toBe(false);
    expect(guardHolds('other_officer', situation({ actor: officer('o'), endorsedBy: 'o' }))).toBe(false);
    expect(guardHolds('other_officer', situation({ actor: officer('p'), endorsedBy: 'o' }))).toBe(true);
  });

  it('ask for two steps where the policy says so or nothing is known', () => {
    const steps = (one: 1 | 2) =>
      situation({
        application: { ...situation().application, assessment: { review: { steps: one, autoPass: false } } },
      });
    expect(guardHolds('one_step', steps(1))).toBe(true);
    expect(guardHolds('two_steps', steps(1))).toBe(false);
    expect(guardHolds('two_steps', steps(2))).toBe(true);
    expect(guardHolds('two_steps', situation())).toBe(true);
  });

  it('open confirmation with the results and close it to the millisecond', () => {
    const published = { ...season, resultsPublishedAt: chinaInstant('2027-07-01', '10:00') };
    const open = (now: Date, of: SeasonRecord = published) =>
      guardHolds('confirmation_open', situation({ now, season: of }));
    expect(open(chinaInstant('2027-07-01', '10:00'), season)).toBe(false);
    expect(open(chinaInstant('2027-07-01', '10:00'))).toBe(true);
    expect(open(new Date(season.confirmBy.getTime() - 1))).toBe(true);
    expect(open(season.confirmBy)).toBe(false);
  });

  it('open the days of arrival at China’s midnight', () => {
    expect(guardHolds('report_open', situation({ now: new Date('2027-08-29T15:59:59.999Z') }))).toBe(false);
    expect(guardHolds('report_open', situation({ now: new Date('2027-08-29T16:00:00.000Z') }))).toBe(true);
    expect(guardHolds('report_over', situation({ now: new Date('2027-08-31T15:59:59.999Z') }))).toBe(false);
    expect(guardHolds('report_over', situation({ now: new Date('2027-08-31T16:00:00.000Z') }))).toBe(true);
  });
});

describe('the form', () => {
  it('tells every place that is not right, with words for a person', () => {
    const result = completeDeclaration({
      ...declared,
      household: { ...declared.household, address: '' },
      note: undefined,
    });
    expect(result).toMatchObject({
      ok: false,
      error: [
        { field: 'household.address', zh: '请填写', en: 'Please fill in' },
        { field: 'note', zh: '请填写或选择' },
      ],
    });
  });

  it('finds a guardian’s number with a wrong check digit', () => {
    const [guardian] = declared.guardians;
    const result = completeDeclaration({ ...declared, guardians: [{ ...guardian, idNumber: '110105194912310021' }] });
    expect(result).toMatchObject({ ok: false, error: [{ field: 'guardians.0.idNumber' }] });
  });

  it('keeps numbers in one form, however they were typed', () => {
    const [guardian] = declared.guardians;
    const result = completeDeclaration({
      ...declared,
      guardians: [{ ...guardian, idNumber: '１１０１０５19491231002x' }],
    });
    expect(result.ok && result.value.guardians[0]?.idNumber).toBe('11010519491231002X');
  });

  it('shows no identity number in full', () => {
    expect(JSON.stringify(maskDeclaration(declared))).not.toContain('19491231');
    expect(maskDeclaration({ guardians: undefined })).toEqual({ guardians: undefined });
  });
});

it('numbers receipts by city, year, district and sequence', () => {
  expect(receiptNumber(season, 123)).toBe('HA2027-320812-0000123');
});

it('knows a child by its document, whoever’s account it is under', () => {
  expect(childKeyOf({ idKind: 'resident_id', idNumber: '11010519491231002X' })).toBe('resident_id:11010519491231002X');
});

it('takes two children for twins when they were born within a day', () => {
  expect(areTwins({ id: 'a', birthDate: '2021-01-01' }, { id: 'b', birthDate: '2021-01-02' })).toBe(true);
  expect(areTwins({ id: 'a', birthDate: '2021-01-01' }, { id: 'b', birthDate: '2021-01-03' })).toBe(false);
  expect(areTwins({ id: 'a', birthDate: '2021-01-01' }, { id: 'a', birthDate: '2021-01-01' })).toBe(false);
});
