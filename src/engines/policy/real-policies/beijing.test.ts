// Beijing: seven orders of 东城, locks of 海淀 that tenants use up too, and the four certificates.

import { describe, expect, it } from 'vitest';
import { cityPolicy, factsOf } from '../../../../tests/support/policies.ts';
import { addMonths } from '../../../kernel/dates.ts';
import type { Facts } from '../facts.ts';
import { evaluate } from '../policy.ts';

describe('东城', () => {
  const policy = cityPolicy('beijing/policies/dongcheng-2019.yaml');
  type Relation = NonNullable<NonNullable<NonNullable<Facts['dwelling']>['owners']>[number]['relation']>;
  const order = (
    household: { district: string; school: string; kind: 'family' | 'collective' },
    owner: Relation | null,
    more: Facts = {},
  ) =>
    evaluate(
      policy,
      {
        child: { birthDate: '2013-01-01', household },
        dwelling: {
          kind: 'owned',
          school: 's1',
          owners: owner === null ? [] : [{ relation: owner, share: 10000 }],
          ...more.dwelling,
        },
        ...(more['sevenKinds'] === undefined ? {} : { sevenKinds: more['sevenKinds'] }),
      },
      { today: '2019-05-01' },
    ).category?.order ?? null;
  const zone = { district: '110101', school: 's1', kind: 'family' } as const;

  it('puts families into seven orders by registration and owner', () => {
    expect(order(zone, 'mother')).toBe(1);
    expect(order({ ...zone, district: '110102', school: 'x' }, 'father')).toBe(2);
    expect(order(zone, 'maternal_grandparent')).toBe(3);
    expect(order({ ...zone, kind: 'collective' }, 'father')).toBe(4);
    expect(order({ ...zone, district: '130102', school: 'x' }, 'father', { sevenKinds: true })).toBe(5);
    expect(order(zone, null, { dwelling: { kind: 'military' } })).toBe(6);
    expect(order(zone, null, { dwelling: { kind: 'unit' } })).toBe(6);
    expect(order(zone, 'great_grandparent')).toBe(7);
    expect(order(zone, 'relative')).toBeNull();
  });
});

describe('海淀', () => {
  const policy = cityPolicy('beijing/policies/haidian-2023.yaml');
  type Use = NonNullable<NonNullable<Facts['dwelling']>['seatUses']>[number];
  const lock = (use: Use, nineYear = false) => {
    const facts = factsOf({
      child: { household: { district: '110108' } },
      dwelling: {
        school: 's1',
        seatUses: [{ school: 's1', stage: 'primary', attended: true, sameFamily: false, ...use }],
        schoolIsNineYear: nineYear,
      },
    });
    return evaluate(policy, facts, { today: '2023-05-01' }).locks;
  };

  it('lets a tenant use up the seat as an owner does', () => {
    for (const consumer of ['tenant', 'owner'] as const) {
      expect(lock({ consumer, enteredOn: '2018-09-01' })[0]).toMatchObject({ state: 'locked', until: '2024-09-01' });
      expect(lock({ consumer, enteredOn: '2017-09-01' })[0]?.state).toBe('free');
    }
  });

  it('locks a nine-year school for nine years, for entries from 2022', () => {
    expect(lock({ consumer: 'owner', enteredOn: '2022-09-01' }, true)[0]).toMatchObject({
      id: 'nine_year',
      until: '2031-09-01',
    });
    expect(lock({ consumer: 'owner', enteredOn: '2021-12-31' }, true)[0]?.state).toBe('free');
  });

  it('is not created by an offer that was never taken up', () => {
    expect(lock({ consumer: 'owner', enteredOn: '2020-09-01', attended: false })[0]?.state).toBe('free');
  });
});

describe('四证', () => {
  const policy = cityPolicy('beijing/policies/four-certificates.yaml');
  const family = (firstIssued: string, backPaid?: string): Facts => ({
    residencePermit: { firstIssued, validUntil: '2027-01-01' },
    work: {
      insurance: Array.from({ length: 12 }, (_, i) => {
        const month = addMonths('2026-04-01', -i).slice(0, 7);
        return { month, kind: 'pension', backPaid: month === backPaid };
      }),
    },
    dwelling: { kind: 'rented' },
    taxedLeaseMonths: 12,
  });
  const decided = (facts: Facts) => evaluate(policy, facts, { today: '2026-05-01' }).category?.id ?? null;

  it('wants the permit before 1 May of last year: 30 April yes, 1 May no', () => {
    expect(decided(family('2025-04-30'))).toBe('four_certificates');
    expect(decided(family('2025-05-01'))).toBeNull();
  });

  it('does not count a month paid in arrears', () => {
    expect(decided(family('2025-04-30', '2025-12'))).toBeNull();
  });

  it('wants a year of taxed rent, unless the home is owned', () => {
    expect(decided({ ...family('2025-04-30'), taxedLeaseMonths: 11 })).toBeNull();
    expect(decided({ ...family('2025-04-30'), taxedLeaseMonths: 0, dwelling: { kind: 'owned' } })).toBe(
      'four_certificates',
    );
  });
});
