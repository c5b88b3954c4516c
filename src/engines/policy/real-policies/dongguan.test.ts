// 松山湖: classes that may or may not go together, quotas of enterprises, the six-year lock and what unlocks it.

import { describe, expect, it } from 'vitest';
import { cityPolicy, factsOf } from '../../../../tests/support/policies.ts';
import { addMonths } from '../../../kernel/dates.ts';
import type { Facts } from '../facts.ts';
import { evaluate } from '../policy.ts';

const policy = cityPolicy('dongguan/policies/songshanhu-primary-2024.yaml');
const context = { today: '2024-05-10' };
const judge = (facts: Facts) => evaluate(policy, facts, context);
const kinds = (facts: Facts) => judge(facts).qualified.map((category) => category.id);

function insured(count: number, employer = 'E1'): NonNullable<NonNullable<Facts['work']>['insurance']> {
  return Array.from({ length: count }, (_, i) => ({
    month: addMonths('2024-08-01', -i).slice(0, 7),
    kind: 'pension',
    employer,
  }));
}

const A1: Facts = {
  child: { birthDate: '2018-01-01', household: { district: 'songshanhu', kind: 'family', movedIn: '2023-01-01' } },
  dwelling: {
    kind: 'owned',
    district: 'songshanhu',
    school: 's1',
    owners: [{ relation: 'father', share: 10000 }],
    seatUses: [],
  },
};

const B1: Facts = factsOf({
  child: { birthDate: '2018-01-01', household: { district: '430102' }, nationality: 'mainland' },
  enterprise: { inPark: true, holdsQuota: true, nominated: true, approved: true, outputYuan: 0, taxYuan: 600000 },
  worksInPark: true,
  work: { employer: 'E1', insurance: insured(12) },
  guardians: [{ relation: 'father', education: 'bachelor', yearsInFirm: 2 }],
});

describe('classes', () => {
  it('takes a registered family with its own home as A1, and one in the grandfather’s booklet and home', () => {
    expect(kinds(A1)).toEqual(['A1']);
    const grandfather: Facts = {
      ...A1,
      child: { ...A1.child, household: { ...A1.child?.household, householder: 'paternal_grandparent' } },
      dwelling: { ...A1.dwelling, owners: [{ relation: 'paternal_grandparent', share: 10000 }] },
    };
    expect(kinds(grandfather)).toEqual(['A1']);
    expect(judge(grandfather).evidence.map((set) => set.id)).toContain('kinship');
  });

  it('takes who sold the home before applying as A3', () => {
    expect(
      kinds({ ...A1, dwelling: { kind: 'none', district: 'songshanhu', owners: [] }, worksInPark: false }),
    ).toEqual(['A3']);
  });

  it('wants a year of insurance in the very firm up to 31 August', () => {
    expect(kinds(B1)).toContain('B1');
    expect(kinds({ ...B1, work: { employer: 'E1', insurance: insured(11) } })).not.toContain('B1');
    expect(kinds({ ...B1, work: { employer: 'E1', insurance: insured(12, 'E2') } })).not.toContain('B1');
    const gap = insured(13).filter((one) => one.month !== '2024-03');
    expect(kinds({ ...B1, work: { employer: 'E1', insurance: gap } })).not.toContain('B1');
  });

  it('wants insurance and tax both from a firm of the park', () => {
    expect(kinds({ ...B1, worksInPark: false })).not.toContain('B1');
  });

  it('keeps B1 from families registered in Dongguan, Hong Kong and Macao excepted', () => {
    const local: Facts = { ...B1, child: { ...B1.child, household: { district: '441900' } } };
    expect(kinds(local)).not.toContain('B1');
    expect(kinds({ ...local, child: { ...local.child, nationality: 'hong_kong' } })).toContain('B1');
  });

  it('draws the lines of enterprise points where the source does', () => {
    const b3 = (education: string, yearsInFirm: number, outputYuan: number, taxYuan: number) =>
      kinds(
        factsOf({
          ...B1,
          enterprise: { inPark: true, holdsQuota: false, nominated: false, approved: true, outputYuan, taxYuan },
          guardians: [{ relation: 'father', education, yearsInFirm }],
        }),
      ).includes('B3');
    expect(b3('bachelor', 2, 0, 500000)).toBe(true);
    expect(b3('bachelor', 2, 0, 499999)).toBe(false);
    expect(b3('bachelor', 1, 0, 500000)).toBe(false);
    expect(b3('college', 5, 5_000_000_000, 0)).toBe(true);
    expect(b3('college', 5, 4_999_999_999, 20_000_000)).toBe(true);
    expect(b3('college', 5, 4_999_999_999, 19_999_999)).toBe(false);
    expect(b3('college', 4, 5_000_000_000, 20_000_000)).toBe(false);
  });

  it('treats a Taiwan child with three years of record like B2', () => {
    const taiwan = (taiwanRecordYears: number): Facts => ({ child: { nationality: 'taiwan' }, taiwanRecordYears });
    expect(kinds(taiwan(3))).toEqual(['B2']);
    expect(kinds(taiwan(2))).toEqual([]);
  });
});

describe('combinations', () => {
  it('lets B3 and C go together', () => {
    const both: Facts = {
      ...B1,
      enterprise: { ...(B1['enterprise'] as object), nominated: false },
      cityPoints: 80,
      cityPointsPlace: 'permit',
    };
    const result = judge(both);
    expect(result.qualified.map((category) => category.id)).toEqual(['B3', 'C']);
    expect(result.combinations).toEqual([['B3', 'C']]);
  });

  it('keeps A2 and B2 apart', () => {
    const both: Facts = {
      child: { birthDate: '2018-01-01', household: { district: 'songshanhu', kind: 'collective' } },
      worksInPark: true,
      talentCard: 'any_household',
    };
    const result = judge(both);
    expect(result.qualified.map((category) => category.id)).toEqual(['A2', 'B2']);
    expect(result.combinations).toEqual([['A2'], ['B2']]);
  });

  it('gives a nominated child the pool of enterprises', () => {
    expect(judge(B1).pools).toEqual(['enterprise_quota']);
    expect(policy.pools[0]?.unused).toBe('general');
  });
});

describe('the six-year lock', () => {
  type Use = NonNullable<NonNullable<Facts['dwelling']>['seatUses']>[number];
  const use: Use = {
    school: 's1',
    stage: 'primary',
    enteredOn: '2021-09-01',
    consumer: 'owner',
    sameFamily: false,
    attended: true,
  };
  const lock = (...seatUses: Use[]) => judge({ ...A1, dwelling: { ...A1.dwelling, seatUses } });

  it('locks from the entry until six years later, and leaves the family a seat of the park', () => {
    const result = lock(use);
    expect(result.locks[0]).toMatchObject({ state: 'locked', until: '2027-09-01', blocks: 'school' });
    expect(result.category?.id).toBe('A1');
    expect(result.fallback).toBe('overall_placement');
  });

  it('is over on the day of entry six years later', () => {
    expect(lock({ ...use, enteredOn: '2021-04-28' }).locks[0]?.until).toBe('2027-04-28');
    expect(
      judge({ ...A1, dwelling: { ...A1.dwelling, seatUses: [{ ...use, enteredOn: '2018-09-01' }] } }).locks[0]?.state,
    ).toBe('free');
  });

  it('counts entries from 28 April 2021, that day included', () => {
    expect(lock({ ...use, enteredOn: '2021-04-27' }).locks[0]?.state).toBe('free');
    expect(lock({ ...use, enteredOn: '2021-04-28' }).locks[0]?.state).toBe('locked');
  });

  it('exempts children of the same guardians', () => {
    expect(lock({ ...use, sameFamily: true }).locks[0]?.state).toBe('free');
  });

  it('is lifted when the seat was never taken up, or the pupil left', () => {
    expect(lock({ ...use, attended: false }).locks[0]?.state).toBe('free');
    expect(lock({ ...use, leftOn: '2023-07-01' }).locks[0]?.state).toBe('free');
  });

  it('does not look at another stage, another school, or a tenant', () => {
    expect(lock({ ...use, stage: 'junior' }).locks[0]?.state).toBe('free');
    expect(lock({ ...use, school: 's9' }).locks[0]?.state).toBe('free');
    expect(lock({ ...use, consumer: 'tenant' }).locks[0]?.state).toBe('free');
  });

  it('does not lock on a doubt: an incomplete record is to be checked', () => {
    const { enteredOn: _gone, ...incomplete } = use;
    expect(lock(incomplete).locks[0]?.state).toBe('unknown');
    expect(lock(incomplete).fallback).toBeNull();
  });
});

describe('dates', () => {
  it('takes a registration of 30 June as late and one of 1 July as next year’s', () => {
    const moved = (movedIn: string) =>
      judge({ ...A1, child: { ...A1.child, household: { ...A1.child?.household, movedIn } } });
    expect(moved('2024-04-30')).toMatchObject({ admissible: true, confirmations: [] });
    expect(moved('2024-05-01').confirmations.map((one) => one.code)).toEqual(['household_late']);
    expect(moved('2024-06-30').confirmations.map((one) => one.code)).toEqual(['household_late']);
    expect(moved('2024-07-01')).toMatchObject({ admissible: false, refusals: [{ code: 'household_next_year' }] });
  });

  it('lets an elder sibling in grades two to four adjust the school', () => {
    const grade = (n: number) =>
      judge({ ...A1, siblings: [{ sameGuardians: true, stage: 'primary', grade: n }] }).siblings?.eligible;
    expect([1, 2, 4, 5].map(grade)).toEqual(['false', 'true', 'true', 'false']);
  });
});
