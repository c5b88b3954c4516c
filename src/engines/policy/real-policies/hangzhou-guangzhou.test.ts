// Hangzhou's four tables with a cut-off that moves off holidays; Guangzhou's points with preferences and two spouses.

import { describe, expect, it } from 'vitest';
import { announcedCalendar, cityPolicy, cityPolicyWith, factsOf } from '../../../../tests/support/policies.ts';
import type { Facts } from '../facts.ts';
import { evaluate } from '../policy.ts';

describe('杭州', () => {
  const policy = cityPolicy('hangzhou/policies/primary-2026.yaml');
  const context = { today: '2026-05-01', calendar: announcedCalendar() };
  const household = { district: '330102', school: 's1', movedIn: '2020-05-01', kind: 'family' } as const;
  type Relation = 'father' | 'mother' | 'paternal_grandparent';
  const family = (parentSchools: [string, string], owner: Relation, parentsOwn: boolean): Facts => ({
    child: { birthDate: '2020-01-01', household },
    guardians: [
      { relation: 'father', ownsHome: parentsOwn, household: { school: parentSchools[0] }, onMilitaryService: false },
      { relation: 'mother', ownsHome: parentsOwn, household: { school: parentSchools[1] }, onMilitaryService: false },
    ],
    dwelling: { kind: 'owned', school: 's1', owners: [{ relation: owner, share: 10000 }] },
  });
  const table = (facts: Facts) => evaluate(policy, facts, context).category?.id ?? null;

  it('puts families into the tables', () => {
    expect(table(family(['s1', 's1'], 'father', true))).toBe('table1');
    expect(table(family(['s1', 's1'], 'paternal_grandparent', false))).toBe('table1');
    expect(table(family(['s1', 's2'], 'father', true))).toBe('table1b');
    expect(table(family(['s1', 's1'], 'paternal_grandparent', true))).toBe('table2');
    const lodging = factsOf({
      ...family(['s2', 's2'], 'father', true),
      child: { ...family(['s2', 's2'], 'father', true).child, lodging: true },
    });
    expect(table(lodging)).toBe('table3');
  });

  const migrant = (countedOn: string, district = '330102'): Facts =>
    factsOf({
      child: {
        birthDate: '2020-01-01',
        household: { district: '341822' },
        permitDistrict: '330102',
        permitUntil: '2028-01-01',
        lodging: false,
      },
      guardians: [{ relation: 'father', onMilitaryService: false }],
      talentPermit: false,
      migrantPoints: { total: 88.5, district, countedOn },
      dwelling: { kind: 'rented' },
    });

  it('wants the child’s own permit and points of this very district', () => {
    expect(table(migrant('2026-04-01'))).toBe('table4');
    expect(table(migrant('2026-04-01', '330105'))).toBeNull();
    const expired = migrant('2026-04-01');
    expect(table(factsOf({ ...expired, child: { ...expired.child, permitUntil: '2026-04-09' } }))).toBeNull();
  });

  it('takes points up to 10 April where that is a working day, that day included', () => {
    expect(table(migrant('2026-04-10'))).toBe('table4');
    expect(table(migrant('2026-04-11'))).toBeNull();
  });

  it('moves the cut-off to the previous working day: 10 April 2027 is a Saturday', () => {
    const next = cityPolicyWith('hangzhou/policies/primary-2026.yaml', 'entryYear: 2027');
    const at = (countedOn: string) =>
      evaluate(next, migrant(countedOn), { today: '2027-05-01', calendar: announcedCalendar() }).category?.id ?? null;
    expect(at('2027-04-09')).toBe('table4');
    expect(at('2027-04-10')).toBeNull();
  });

  it('ranks migrants with a home first, then by points', () => {
    const rank = evaluate(policy, migrant('2026-04-01'), context).rank;
    expect(rank.map((key) => key.label)).toEqual(['有住房者优先', '流动人口积分', '派位号']);
    expect(rank[0]?.value).toBe(0);
    expect(rank[1]?.value).toBe(-88_500_000);
  });

  it('ranks the others within a table by the date of registration', () => {
    const early = evaluate(policy, family(['s1', 's1'], 'father', true), context).rank[1];
    expect(early?.words).toBe('2020年5月1日，早者优先');
  });
});

describe('广州', () => {
  const policy = cityPolicy('guangzhou/policies/points-2026.yaml');
  const panyu = cityPolicy('guangzhou/policies/panyu-2026.yaml');
  type Person = {
    education: string;
    insuranceMonths: number;
    bloodDonations: number;
    volunteerHours: number;
    offences: number;
  };
  const person = (more: Partial<Person>): Person => ({
    education: 'below',
    insuranceMonths: 0,
    bloodDonations: 0,
    volunteerHours: 0,
    offences: 0,
    ...more,
  });
  const points = (guardians: Person[], other = policy) =>
    evaluate(other, { guardians: guardians as Facts['guardians'] }, { today: '2026-05-01' }).points;

  it('takes the higher of two spouses, each with all of their items', () => {
    expect(
      points([
        person({ education: 'college', insuranceMonths: 24 }),
        person({ education: 'senior', insuranceMonths: 120 }),
      ])?.text,
    ).toBe('64.0');
  });

  it('adds both spouses up to a cap where the district says so', () => {
    const both = [person({ education: 'college' }), person({ education: 'bachelor' })];
    expect(points(both, panyu)?.text).toBe('160.0');
    expect(points([person({ education: 'postgraduate' }), person({ education: 'bachelor' })], panyu)?.text).toBe(
      '200.0',
    );
  });

  it('never goes below zero by deductions', () => {
    expect(points([person({ education: 'senior', offences: 1 })])?.text).toBe('0.0');
    expect(points([person({ education: 'senior', offences: 0 })])?.text).toBe('20.0');
  });

  it('caps each item: fifteen donations count as five', () => {
    expect(points([person({ bloodDonations: 5 })])?.text).toBe('10.0');
    expect(points([person({ bloodDonations: 15 })])?.text).toBe('10.0');
  });

  it('counts full steps only: 99 hours are one step of fifty', () => {
    expect(points([person({ volunteerHours: 49 })])?.text).toBe('0.0');
    expect(points([person({ volunteerHours: 99 })])?.text).toBe('1.0');
    expect(points([person({ volunteerHours: 100 })])?.text).toBe('2.0');
  });

  it('puts points first and follows preferences', () => {
    expect(policy.batches[0]).toMatchObject({ mechanism: 'ranked', preferences: { max: 5 } });
    expect(policy.ranking.keys.map((key) => key.id)).toEqual(['points', 'lottery']);
  });
});
