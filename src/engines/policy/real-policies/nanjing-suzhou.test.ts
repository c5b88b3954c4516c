// 六合 2019: registration, ownership and residence together, one-parent registrations; 苏州 2025: points against a school's line.

import { describe, expect, it } from 'vitest';
import { cityPolicy, factsOf } from '../../../../tests/support/policies.ts';
import { evaluate } from '../policy.ts';

describe('六合', () => {
  const policy = cityPolicy('nanjing/policies/luhe-2019.yaml');
  const judge = (facts: Record<string, unknown>) => evaluate(policy, factsOf(facts), { today: '2019-05-30' });
  const guardian = { relation: 'mother', sameBooklet: true, ownsHome: true };
  const other = {
    relation: 'father',
    sameBooklet: false,
    ownsHome: false,
    onMilitaryService: false,
    worksElsewhere: false,
    overseas: false,
    divorced: false,
  };
  const family = (movedIn: string, guardians: object[], share = 10000) => ({
    child: { birthDate: '2013-01-01', household: { district: '320116', address: '甲', movedIn } },
    guardians,
    dwelling: {
      kind: 'owned',
      address: '甲',
      livedInSince: '2018-01-01',
      owners: [
        { relation: 'mother', share },
        { relation: 'other', share: 10000 - share },
      ],
    },
  });

  it('wants the registration by 22 May, that day included', () => {
    expect(judge(family('2019-05-22', [guardian])).category?.id).toBe('catchment');
    expect(judge(family('2019-05-23', [guardian])).category).toBeNull();
  });

  it('accepts one parent’s registration where the other serves, works elsewhere, is abroad or divorced', () => {
    expect(judge(family('2019-01-01', [guardian, other])).category).toBeNull();
    for (const reason of ['onMilitaryService', 'worksElsewhere', 'overseas', 'divorced']) {
      expect(judge(family('2019-01-01', [guardian, { ...other, [reason]: true }])).category?.id).toBe('catchment');
    }
  });

  it('wants the guardians to own all of the home', () => {
    expect(judge(family('2019-01-01', [guardian], 9999)).category).toBeNull();
  });

  it('has an attached child moved where the guardians own a home, and placed by the bureau where they own none', () => {
    const attached = (ownsHome: boolean) => ({
      ...family('2019-01-01', [{ ...other, ownsHome }]),
      housingMandate: true,
    });
    expect(judge(attached(true)).confirmations.map((one) => one.code)).toEqual(['move_registration']);
    expect(judge(attached(false))).toMatchObject({
      category: { id: 'attached_without_home' },
      fallback: 'overall_placement',
    });
  });
});

describe('苏州', () => {
  const policy = cityPolicy('suzhou/policies/migrant-2025.yaml');
  const judge = (education: string, school: string, since = '2021-05-20', insuredMonths = ['2025-05']) =>
    evaluate(
      policy,
      factsOf({
        guardians: [
          { relation: 'father', education, insuredMonths },
          { relation: 'mother', education: 'senior', insuredMonths: [] },
        ],
        noHomeInCity: true,
        residencePermit: { continuousSince: since, validUntil: '2025-05-20' },
        application: { school },
      }),
      { today: '2025-05-20' },
    );

  it('compares the points with the line of the school applied for, and says how many are missing', () => {
    expect(judge('college', 'gusu')).toMatchObject({ category: { id: 'admitted' }, points: { text: '160' } });
    const below = judge('college', 'park_low');
    expect(below.category?.id).toBe('below');
    expect(below.missed?.missing[0]?.words).toContain('相差35');
  });

  it('takes the higher degree of both parents', () => {
    expect(judge('below', 'gusu').points?.items[0]?.text).toBe('20');
    expect(judge('bachelor', 'gusu').points?.items[0]?.text).toBe('100');
  });

  it('wants six months of residence to the day, and insurance in the month of application', () => {
    expect(judge('postgraduate', 'gusu', '2024-11-20').category?.id).toBe('admitted');
    expect(judge('postgraduate', 'gusu', '2024-11-21').category).toBeNull();
    expect(judge('postgraduate', 'gusu', '2024-11-20', ['2025-04']).category).toBeNull();
  });
});
