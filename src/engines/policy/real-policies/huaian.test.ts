// Huai'an: the two published rule sets of 2023, their derivations for 2027, and the demonstration policies.

import { describe, expect, it } from 'vitest';
import { cityPolicy, cityPolicyWith } from '../../../../tests/support/policies.ts';
import type { Facts } from '../facts.ts';
import { evaluate } from '../policy.ts';

const today = '2023-06-10';

describe('淮阴区 2023', () => {
  const policy = cityPolicy('huaian/policies/huaiyin-2023.yaml');
  const child = (birthDate: string): Facts => ({ child: { birthDate, household: { district: '320804' } } });

  it('takes a child born on 31 August 2017 and refuses one born on 1 September as under age, naming next year', () => {
    expect(evaluate(policy, child('2017-08-31'), { today }).admissible).toBe(true);
    const refused = evaluate(policy, child('2017-09-01'), { today });
    expect(refused.admissible).toBe(false);
    expect(refused.refusals).toMatchObject([
      { code: 'under_age', cure: '请于 2024 年报名。', clause: '招生办法·入学年龄' },
    ]);
  });

  it('asks for confirmation of a child who is a year late, and does not refuse it', () => {
    const late = evaluate(policy, child('2016-08-31'), { today });
    expect(late.admissible).toBe(true);
    expect(late.confirmations.map((one) => one.code)).toEqual(['overage']);
    expect(evaluate(policy, child('2016-09-01'), { today }).confirmations).toEqual([]);
  });

  const certificate = (issuedOn: string) =>
    evaluate(
      policy,
      { ...child('2017-01-01'), documents: [{ kind: 'property_certificate', issuedOn }] },
      { today },
    ).evidence.find((set) => set.id === 'home')?.state;

  it('accepts a certificate of 29 June 2022 and not one of 1 July', () => {
    expect(certificate('2022-06-29')).toBe('given');
    expect(certificate('2022-07-01')).toBe('not_accepted');
  });

  it('lets a stated parameter decide about 30 June itself, on which the source is silent', () => {
    expect(certificate('2022-06-30')).toBe('given');
    const strict = cityPolicyWith(
      'huaian/policies/huaiyin-2023.yaml',
      'parameters: { documentsByIncluded: { value: false } }',
    );
    const facts = { ...child('2017-01-01'), documents: [{ kind: 'property_certificate', issuedOn: '2022-06-30' }] };
    expect(evaluate(strict, facts, { today }).evidence.find((set) => set.id === 'home')?.state).toBe('not_accepted');
    expect(policy.assumptions.some((one) => one.words.zh.includes('是否含当日'))).toBe(true);
  });

  it('leaves a child registered elsewhere to overall placement', () => {
    const other = evaluate(
      policy,
      { child: { birthDate: '2017-01-01', household: { district: '320803' } } },
      { today },
    );
    expect(other).toMatchObject({ admissible: true, category: null, fallback: 'overall_placement' });
    expect(other.missed?.missing[0]?.words).toContain('320803');
  });

  it('states what happens to twins at the last seat', () => {
    expect(policy.twins).toMatchObject({ bind: 'optional', lastSeat: 'over_quota' });
    const bound = evaluate(policy, { ...child('2017-01-01'), twins: { size: 2, bound: true } }, { today });
    expect(bound.twins).toEqual({ size: 2, bound: true, lastSeat: 'over_quota' });
  });

  it('wants exactly one private school', () => {
    const fault = (preferences: string[]) =>
      evaluate(policy, { ...child('2017-01-01'), application: { preferences } }, { today }).batches.find(
        (batch) => batch.id === 'private',
      )?.preferencesFault;
    expect(fault(['p1'])).toBeNull();
    expect(fault(['p1', 'p2'])).toContain('最多填报1个');
    expect(fault([])).toContain('至少填报1个');
  });
});

describe('淮安区 2023', () => {
  const policy = cityPolicy('huaian/policies/huaian-district-2023.yaml');
  const migrant: Facts = {
    child: { birthDate: '2017-05-01', household: { district: '411522' } },
    work: { kind: 'business_licence', district: '320803' },
    residencePermit: { district: '320803', validUntil: '2024-01-01' },
    dwelling: { kind: 'rented', district: '320803' },
  };

  it('puts a child of migrant workers into overall placement, and asks for any one proof of work', () => {
    const result = evaluate(policy, migrant, { today });
    expect(result.category?.id).toBe('migrant');
    expect(result.fallback).toBe('overall_placement');
    const work = result.evidence.find((set) => set.id === 'work');
    expect(work?.anyOf.map((one) => one.kind)).toEqual(['business_licence', 'labour_contract', 'other_work_proof']);
  });

  it('takes the permit as valid on its last day, and as expired on the day after', () => {
    expect(evaluate(policy, migrant, { today: '2024-01-01' }).category?.id).toBe('migrant');
    const expired = evaluate(policy, migrant, { today: '2024-01-02' });
    expect(expired.category).toBeNull();
    expect(expired.fallback).toBe('overall_placement');
    expect(expired.missed?.missing[0]?.words).toContain('居住证有效期截止日期');
  });

  it('corrects the birth bound that the source misprints, and says so', () => {
    expect(evaluate(policy, { child: { birthDate: '2017-09-01' } }, { today }).admissible).toBe(false);
    expect(evaluate(policy, { child: { birthDate: '2017-08-31' } }, { today }).admissible).toBe(true);
    expect(policy.assumptions.some((one) => one.words.zh.includes('笔误'))).toBe(true);
  });
});

describe('derived and invented policies for 2027', () => {
  it('moves every bound with the entry year alone', () => {
    for (const name of ['huaiyin-2027-demo', 'huaian-district-2027-demo', 'demonstration-2027']) {
      const policy = cityPolicy(`huaian/policies/${name}.yaml`);
      const judge = (birthDate: string) =>
        evaluate(policy, { child: { birthDate, deferredBefore: false } }, { today: '2027-06-01' });
      expect(judge('2021-08-31').admissible).toBe(true);
      expect(judge('2021-09-01').refusals[0]).toMatchObject({ code: 'under_age', cure: '请于 2028 年报名。' });
      expect(judge('2020-08-31').confirmations.map((one) => one.code)).toEqual(['overage']);
      expect(judge('2020-09-01').confirmations).toEqual([]);
      expect(policy.demo).toBe(true);
    }
  });

  const policy = cityPolicy('huaian/policies/demonstration-2027.yaml');

  it('takes a child whose entry was put off by decision for as old as it should be', () => {
    const child = { birthDate: '2020-08-31', deferredBefore: true };
    expect(evaluate(policy, { child }, { today: '2027-06-01' }).confirmations).toEqual([]);
  });

  const context = { today: '2027-06-01', district: '320812' };
  const local: Facts = {
    child: {
      birthDate: '2021-01-01',
      household: { district: '320812', kind: 'family', school: 's1', movedIn: '2021-02-01' },
    },
    guardians: [{ relation: 'father', sameBooklet: true, ownsHome: true }],
    dwelling: {
      kind: 'owned',
      district: '320812',
      school: 's1',
      certificateDate: '2022-03-01',
      owners: [{ relation: 'father', share: 10000 }],
    },
  };
  const category = (facts: Facts) => evaluate(policy, facts, context).category?.id ?? null;

  it('recognises home and registration in one catchment, in one step of review', () => {
    const result = evaluate(policy, local, context);
    expect(result.category?.id).toBe('home_and_household');
    expect(result.review).toEqual({ steps: 1, autoPass: true });
    expect(result.checks).toEqual(expect.arrayContaining(['household', 'property', 'birth']));
  });

  it('narrows the region to the district of the season, and names no other in its sentences', () => {
    const elsewhere = evaluate(policy, local, { ...context, district: '320813' });
    expect(elsewhere.category).toBeNull();
    const said = elsewhere.trace.find((line) => line.condition.startsWith('孩子户籍在本区'))?.words;
    expect(said).toContain('孩子户籍所在区县：清江浦区');
    const about = elsewhere.missed?.missing.map((one) => one.words).join('；');
    expect(about).toContain('本区');
    expect(about).not.toContain('淮安市');
  });

  it('wants more than half of the home, exactly', () => {
    const share = (one: number): Facts => ({
      ...local,
      dwelling: {
        ...local.dwelling,
        owners: [
          { relation: 'father', share: one },
          { relation: 'other', share: 10000 - one },
        ],
      },
    });
    expect(category(share(5001))).toBe('home_and_household');
    expect(category(share(5000))).toBe('other_household');
  });

  it('puts a home in another catchment of the district into the third category and names what is missed', () => {
    const facts: Facts = { ...local, dwelling: { ...local.dwelling, school: 's2' } };
    const result = evaluate(policy, facts, context);
    expect(result.category?.id).toBe('home_only');
    expect(result.missed?.category.id).toBe('home_and_household');
    expect(result.missed?.missing.map((one) => one.condition)).toEqual(['户籍与住房在同一施教区']);
  });

  it('accepts a child registered with grandparents since birth whose parents own no home', () => {
    const facts: Facts = {
      child: {
        birthDate: '2021-01-01',
        household: {
          district: '320812',
          kind: 'family',
          school: 's1',
          sinceBirth: true,
          householder: 'paternal_grandparent',
        },
      },
      guardians: [
        { relation: 'father', ownsHome: false },
        { relation: 'mother', ownsHome: false },
      ],
    };
    expect(category(facts)).toBe('grandparents_household');
    expect(category({ ...facts, guardians: [{ relation: 'father', ownsHome: true }] })).toBe('other_household');
  });

  it('takes a migrant child with a permit and either work or a filed lease', () => {
    const migrant: Facts = {
      child: { birthDate: '2021-01-01', household: { district: '411522', kind: 'family' } },
      residencePermit: { district: '320812', validUntil: '2027-06-01', firstIssued: '2025-01-01' },
    };
    expect(category(migrant)).toBeNull();
    expect(category({ ...migrant, work: { district: '320812', kind: 'labour_contract' } })).toBe('migrant');
    const lease = { district: '320812', kind: 'rented', leaseNumber: 'z1' } as const;
    expect(category({ ...migrant, dwelling: lease })).toBe('migrant');
    expect(category({ ...migrant, dwelling: { district: '320812', kind: 'rented' } })).toBeNull();
  });

  it('does not reject self-built or resettlement homes for want of shares', () => {
    for (const kind of ['self_built', 'demolition', 'public_rental'] as const) {
      expect(category({ ...local, dwelling: { kind, district: '320812', school: 's1' } })).toBe('home_and_household');
    }
  });

  it('ranks by category, then by the later of registration and certificate, then by lot', () => {
    const { rank } = evaluate(policy, local, context);
    expect(rank.map((key) => key.id)).toEqual(['category', 'key2', 'lottery']);
    expect(rank[1]?.words).toContain('2022年3月1日');
    expect(rank[2]).toMatchObject({ lottery: true, value: null });
  });

  it('sends a late registration to overall placement and refuses nobody for it', () => {
    const late = evaluate(policy, local, { ...context, late: true });
    expect(late).toMatchObject({ admissible: true, fallback: 'overall_placement' });
  });
});
