// Longgang: base points of seven kinds, months that accrue, one cap over all bonuses, pure score order.

import { describe, expect, it } from 'vitest';
import { cityPolicy, factsOf, policyOf } from '../../../../tests/support/policies.ts';
import { addMonths } from '../../../kernel/dates.ts';
import type { Facts } from '../facts.ts';
import { evaluate } from '../policy.ts';
import { compareRanks } from '../ranking.ts';

const policy = cityPolicy('shenzhen/policies/longgang-primary.yaml');
const CUTOFF = '2026-04-01';

function months(count: number): NonNullable<NonNullable<Facts['work']>['insurance']> {
  return Array.from({ length: count }, (_, i) => ({ month: addMonths('2026-03-01', -i).slice(0, 7), kind: 'pension' }));
}

/** A family from outside the city that owns its home. */
function owner(residence: number, insured: number): Facts {
  return factsOf({
    child: { birthDate: '2020-01-01', household: { district: '421022', school: 'h' } },
    dwelling: {
      kind: 'owned',
      school: 's1',
      residenceBy: 'property',
      certificateDate: addMonths(CUTOFF, -residence),
      owners: [{ relation: 'mother', share: 10000 }],
    },
    work: { insurance: months(insured) },
  });
}

const points = (facts: Facts) => evaluate(policy, facts, { today: '2026-05-01' }).points?.text;

describe('龙岗', () => {
  it('gives 80 + 3.00 + 3.00 for 60 months of residence and 72 of insurance', () => {
    expect(points(owner(60, 72))).toBe('86.00');
  });

  it('caps all bonuses together at 10', () => {
    expect(points(owner(180, 72))).toBe('90.00');
  });

  it('gives nothing for the first twelve months of insurance', () => {
    expect(points(owner(0, 12))).toBe('80.00');
    expect(points(owner(0, 13))).toBe('80.05');
  });

  it('counts in exact hundredths: three months are 0.15', () => {
    expect(points(owner(3, 0))).toBe('80.15');
    expect(points(owner(7, 0))).toBe('80.35');
  });

  it('gives no points for residence proved by registration or public rental', () => {
    const facts = owner(60, 0);
    for (const residenceBy of ['registration', 'public_rental']) {
      expect(points({ ...facts, dwelling: { ...facts.dwelling, residenceBy } as Facts['dwelling'] })).toBe('80.00');
    }
  });

  it('counts whole months up to the cut-off', () => {
    const since = (certificateDate: string) =>
      points({ ...owner(0, 0), dwelling: { ...owner(0, 0).dwelling, certificateDate } });
    expect(since('2026-03-01')).toBe('80.05');
    expect(since('2026-03-02')).toBe('80.00');
  });

  it('needs more than half of the home', () => {
    const share = (mine: number): Facts => ({
      ...owner(0, 0),
      dwelling: {
        ...owner(0, 0).dwelling,
        owners: [
          { relation: 'mother', share: mine },
          { relation: 'other', share: 10000 - mine },
        ],
      },
    });
    expect(evaluate(policy, share(6000), { today: CUTOFF }).category?.id).toBe('c4');
    expect(evaluate(policy, share(5001), { today: CUTOFF }).category?.id).toBe('c4');
    expect(evaluate(policy, share(5000), { today: CUTOFF }).category?.id).toBe('c7');
  });

  it('gives each kind of family its base', () => {
    const base = (district: string, school: string, kind: 'owned' | 'rented') =>
      evaluate(
        policy,
        {
          ...owner(0, 0),
          child: { birthDate: '2020-01-01', household: { district, school, movedIn: CUTOFF } },
          dwelling: { ...owner(0, 0).dwelling, kind, leaseFiledOn: CUTOFF },
        },
        { today: CUTOFF },
      ).points?.items[0]?.text;
    expect(base('440307', 's1', 'owned')).toBe('100.00');
    expect(base('440305', 'x', 'owned')).toBe('95.00');
    expect(base('440307', 's1', 'rented')).toBe('90.00');
    expect(base('421022', 'x', 'owned')).toBe('80.00');
    expect(base('440307', 's2', 'rented')).toBe('75.00');
    expect(base('440305', 'x', 'rented')).toBe('70.00');
    expect(base('421022', 'x', 'rented')).toBe('60.00');
  });

  it('orders by score alone: 103 before 100, whatever the kind', () => {
    const rich = evaluate(policy, { ...owner(180, 132) }, { today: CUTOFF });
    const poor = evaluate(
      policy,
      {
        ...owner(0, 0),
        child: { birthDate: '2020-01-01', household: { district: '440307', school: 's2', movedIn: CUTOFF } },
        dwelling: { ...owner(0, 0).dwelling, kind: 'rented' },
      },
      { today: CUTOFF },
    );
    expect(compareRanks(rich.rank, poor.rank)).toBeLessThan(0);
  });

  it('adds one point for six years of student record at junior entry, beside the capped bonuses', () => {
    const junior = cityPolicy('shenzhen/policies/longgang-junior.yaml');
    const facts: Facts = {
      ...owner(60, 72),
      child: { ...owner(60, 72).child, primarySchool: { attendedFrom: '2020-09-01' } },
    };
    expect(evaluate(junior, facts, { today: CUTOFF }).points?.text).toBe('87.00');
    const later: Facts = { ...facts, child: { ...facts.child, primarySchool: { attendedFrom: '2021-09-01' } } };
    expect(evaluate(junior, later, { today: CUTOFF }).points?.text).toBe('86.00');
  });
});

describe('罗湖: category first', () => {
  const luohu = policyOf(`
facts: { score: { type: decimal, label: 分 } , first: { type: bool, label: 第一类 } }
categories:
  - { id: a, name: 第一类, when: first, clause: 一 }
  - { id: b, name: 第二类, when: '!first', clause: 二 }
points: { decimals: 1, clause: 三, items: [{ id: all, label: 分, amount: score }] }
ranking: { keys: [category, points, lottery], clause: 四 }
`);

  it('places 100.0 of the first category before 103.0 of the second', () => {
    const rank = (first: boolean, score: number) => evaluate(luohu, { first, score }, { today: CUTOFF }).rank;
    expect(compareRanks(rank(true, 100), rank(false, 103))).toBeLessThan(0);
    expect(compareRanks(rank(false, 103), rank(false, 100))).toBeLessThan(0);
    expect(compareRanks(rank(true, 100), rank(true, 100))).toBe(0);
  });
});
