// 奉贤 2024: nine orders of local families by owner and registration, four of others by insurance; 蓟州: eleven classes.

import { describe, expect, it } from 'vitest';
import { cityPolicy, factsOf } from '../../../../tests/support/policies.ts';
import { evaluate } from '../policy.ts';
import { compareRanks } from '../ranking.ts';

describe('奉贤', () => {
  const policy = cityPolicy('shanghai/policies/fengxian-2024.yaml');
  const judge = (facts: Record<string, unknown>) => evaluate(policy, factsOf(facts), { today: '2024-05-10' });
  const home = (owners: string[], more: object = {}) => ({
    kind: 'owned',
    district: '310120',
    address: '甲',
    certificateDate: '2019-01-01',
    owners: owners.map((relation) => ({ relation })),
    ...more,
  });
  const local = (address: string, householder: string, dwelling: object, more: object = {}) => ({
    child: { household: { district: '310120', address, householder } },
    dwelling,
    ...more,
  });

  it.each([
    ['L1', local('甲', 'mother', home(['father', 'mother']))],
    ['L2', local('甲', 'paternal_grandparent', home(['paternal_grandparent']))],
    ['L3', local('乙', 'mother', home(['father']))],
    ['L4', local('乙', 'mother', home(['maternal_grandparent']))],
    ['L5', local('甲', 'mother', home(['father', 'paternal_grandparent']))],
    ['L6', local('乙', 'mother', home(['father', 'other']))],
    ['L7', local('乙', 'mother', home(['father'], { kind: 'mortgaged_contract' }))],
    ['L8', local('乙', 'mother', home([], { kind: 'rented' }), { separationRegistered: true })],
    ['L9', local('乙', 'mother', home([], { kind: 'rented' }), { separationRegistered: false })],
    // The householder must be of the child's own family for the first order, whoever owns the home.
    ['L5', local('甲', 'paternal_grandparent', home(['father']))],
  ])('%s', (category, facts) => {
    expect(judge(facts).category?.id).toBe(category);
  });

  const newcomer = (dwelling: object, standard: boolean, months: string[] = [], validUntil = '2024-05-10') => ({
    child: { household: { district: '340102' } },
    residencePermit: { district: '310104', validUntil },
    permitPoints: { standard, childBenefits: true },
    work: { insurance: months.map((month) => ({ month, kind: 'pension' })) },
    dwelling,
  });

  it.each([
    ['N1', newcomer(home(['mother']), true)],
    ['N2', newcomer(home(['mother']), false)],
    ['N3', newcomer(home([], { kind: 'rented' }), true)],
    ['N4', newcomer(home([], { kind: 'rented' }), false)],
  ])('%s', (category, facts) => {
    expect(judge(facts).category?.id).toBe(category);
  });

  it('takes a permit that ends on the day, and none that ended the day before', () => {
    expect(judge(newcomer(home(['mother']), true, [], '2024-05-10')).category?.id).toBe('N1');
    expect(judge(newcomer(home(['mother']), true, [], '2024-05-09')).category).toBeNull();
  });

  it('orders newcomers of one class by insured months up to June 2024, and no later month', () => {
    const rank = (months: string[]) => judge(newcomer(home(['mother']), true, months)).rank;
    expect(compareRanks(rank(['2024-05', '2024-06']), rank(['2024-06']))).toBeLessThan(0);
    expect(compareRanks(rank(['2024-06', '2024-07']), rank(['2024-06']))).toBe(0);
  });

  it('names who owns the home where that is what a better order lacks', () => {
    const { missed } = judge(local('甲', 'mother', home(['father', 'paternal_grandparent'])));
    expect(missed?.missing[0]?.words).toMatch(/，实际产权人与孩子的关系为父亲、祖父母$/);
  });
});

describe('蓟州', () => {
  const policy = cityPolicy('tianjin/policies/jizhou-junior-2022.yaml');
  const judge = (facts: Record<string, unknown>, late = false) =>
    evaluate(policy, factsOf(facts), { today: '2023-06-01', late });
  const family = (owner: string, kind: string, householder = 'father', movedIn = '2018-01-01') => ({
    application: { school: 's1' },
    child: { household: { school: 's1', householder, movedIn } },
    dwelling: { school: 's1', kind, certificateDate: '2017-01-01', owners: [{ relation: owner }] },
    occupancyPermit: { issued: kind === 'mortgaged_contract', date: '2017-01-01' },
  });

  it.each([
    ['c1', family('mother', 'owned')],
    ['c2', family('mother', 'mortgaged_contract')],
    ['c3', family('paternal_grandparent', 'owned')],
    ['c4', family('maternal_grandparent', 'mortgaged_contract')],
    ['c5', family('mother', 'owned', 'relative')],
    ['c6', family('mother', 'mortgaged_contract', 'relative')],
    ['c7', family('paternal_grandparent', 'owned', 'relative')],
    ['c8', family('paternal_grandparent', 'mortgaged_contract', 'relative')],
    ['c9', family('other', 'rented')],
    ['c10', family('other', 'owned')],
  ])('%s', (category, facts) => {
    expect(judge(facts).category?.id).toBe(category);
  });

  it('puts everybody who comes late into the eleventh class, behind all others', () => {
    const late = judge(family('mother', 'owned'), true);
    expect(late.category?.id).toBe('c11');
    expect(compareRanks(judge(family('other', 'owned')).rank, late.rank)).toBeLessThan(0);
  });

  it('orders one class by the certificate, then by the day of registration', () => {
    const [early, later] = ['2018-01-01', '2018-01-02'].map((day) => judge(family('mother', 'owned', 'father', day)));
    expect(compareRanks(early?.rank ?? [], later?.rank ?? [])).toBeLessThan(0);
  });
});
