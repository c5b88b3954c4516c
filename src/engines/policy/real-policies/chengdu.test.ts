// Chengdu: migrant children, the two-batch transition of Zhonghe, windows to the minute, siblings, and what excludes what.

import { describe, expect, it } from 'vitest';
import { cityPolicy, cityPolicyWith, factsOf } from '../../../../tests/support/policies.ts';
import { chinaInstant } from '../../../kernel/dates.ts';
import { diffPolicies } from '../diff.ts';
import { settleBatches } from '../exclusivity.ts';
import type { Facts } from '../facts.ts';
import { evaluate } from '../policy.ts';
import { windowState } from '../windows.ts';

type Month = NonNullable<NonNullable<Facts['work']>['insurance']>[number];

function pension(...months: string[]): Month[] {
  return months.map((month) => ({ month, kind: 'pension' }));
}

const SIX = ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03'];

describe('随迁 2026', () => {
  const policy = cityPolicy('chengdu/policies/suiqian-2026.yaml');
  const context = { today: '2026-04-10' };
  const family: Facts = {
    child: { household: { district: '511902' } },
    dwelling: { district: '510108', kind: 'rented' },
    residencePermit: { district: '510108', continuousSince: '2025-10-01', validUntil: '2026-12-31' },
    work: { kind: 'labour_contract', insurance: pension(...SIX), payingNow: true },
  };
  const category = (facts: Facts, other = policy) => evaluate(other, facts, context).category?.id ?? null;

  it('treats the seven districts as one region: a child of 武侯 renting in 成华 is no migrant child', () => {
    const same = evaluate(policy, { ...family, child: { household: { district: '510107' } } }, context);
    expect(same.category).toBeNull();
    expect(same.refusals.map((one) => one.code)).toEqual(['same_region']);
  });

  it('takes a child of 金堂 renting in 成华， by track B only', () => {
    const county: Facts = { ...family, child: { household: { district: '510121' } } };
    expect(category(county)).toBe('trackB');
    const points = { residencePoints: { total: 99, pension: 50, dwelling: 49 } };
    expect(category({ ...county, work: {}, ...points })).toBeNull();
  });

  it('wants six months without a gap: with February missing, track B fails and says what is missing', () => {
    expect(category(family)).toBe('trackB');
    const gap = evaluate(
      policy,
      { ...family, work: { ...family.work, insurance: pension(...SIX.filter((month) => month !== '2026-02')) } },
      context,
    );
    expect(gap.category).toBeNull();
    expect(gap.missed?.category.id).toBe('trackB');
    expect(gap.missed?.missing[0]?.words).toContain('相差5');
  });

  it('counts neither back-paid months nor another insurance', () => {
    const backPaid = SIX.map((month) => ({ month, kind: 'pension', backPaid: month === '2025-12' }) as const);
    expect(category({ ...family, work: { ...family.work, insurance: backPaid } })).toBeNull();
    const medical = SIX.map((month) => ({ month, kind: 'medical' }) as const);
    expect(category({ ...family, work: { ...family.work, insurance: medical } })).toBeNull();
    const counting = cityPolicyWith(
      'chengdu/policies/suiqian-2026.yaml',
      'parameters: { backPaidCounts: { value: true } }',
    );
    expect(category({ ...family, work: { ...family.work, insurance: backPaid } }, counting)).toBe('trackB');
  });

  it('wants payment in the month of application, though all six months are paid', () => {
    const result = evaluate(policy, { ...family, work: { ...family.work, payingNow: false } }, context);
    expect(result.category).toBeNull();
    expect(result.missed?.missing.map((one) => one.condition)).toEqual(['申请当月处于参保缴费状态']);
  });

  it('counts two jobs in one month once', () => {
    const five = [...pension(...SIX.slice(1)), ...pension(...SIX.slice(1))];
    expect(category({ ...family, work: { ...family.work, insurance: five } })).toBeNull();
  });

  it('wants residence since 1 October 2025; the day after is too late', () => {
    const since = (continuousSince: string): Facts => ({
      ...family,
      residencePermit: { ...family.residencePermit, continuousSince },
    });
    expect(category(since('2025-10-01'))).toBe('trackB');
    expect(category(since('2025-10-02'))).toBeNull();
  });

  it('decides track A by total and both parts, to the hundredth', () => {
    const points = (total: number, part: number): Facts => ({
      child: { household: { district: '511902' } },
      dwelling: { district: '510108', kind: 'rented' },
      residencePoints: { total, pension: part, dwelling: 5 },
    });
    expect(category(points(10, 5))).toBe('trackA');
    expect(category(points(9.99, 5))).toBeNull();
    expect(category(points(10, 4.99))).toBeNull();
  });

  it('relaxes by county: three months in 彭州， any one proof in 新津', () => {
    const pengzhou: Facts = {
      ...family,
      dwelling: { district: '510182', kind: 'rented' },
      residencePermit: {},
      residence: { registeredSince: '2026-01-01' },
      work: { insurance: pension(...SIX.slice(3)), payingNow: true },
    };
    expect(category(pengzhou)).toBe('trackB');
    const xinjin: Facts = {
      child: { household: { district: '511902' } },
      dwelling: { district: '510118', kind: 'rented' },
      work: { kind: 'labour_contract' },
    };
    expect(category(xinjin)).toBe('xinjin');
    expect(category({ ...xinjin, dwelling: { district: '510112', kind: 'rented' } })).toBeNull();
  });

  it('takes the seat by registration away from a city family approved as migrants', () => {
    const settled = settleBatches(policy, [
      { batch: 'household_seat', event: 'applied' },
      { batch: 'migrant_seat', event: 'admitted' },
    ]);
    expect(settled.standing['household_seat']).toBe('removed');
    expect(settled.seats).toEqual(['migrant_seat']);
  });

  it('differs from the 2025 edition in the months asked for', () => {
    const old = cityPolicy('chengdu/policies/suiqian-2025.yaml');
    const change = diffPolicies(old, policy).find((one) => one.path === 'parameters.months');
    expect(change).toMatchObject({ kind: 'changed', before: '12', after: '6' });
    const facts: Facts = { ...family, residencePermit: { ...family.residencePermit, continuousSince: '2024-04-01' } };
    expect(evaluate(old, facts, { today: '2025-04-10' }).category).toBeNull();
  });
});

describe('小学 2026', () => {
  const policy = cityPolicy('chengdu/policies/primary-2026.yaml');
  const context = { today: '2026-05-08' };
  const born = (birthDate: string) =>
    evaluate(policy, { child: { birthDate, household: { district: '510104' } } }, context);

  it('divides on time, overage and under age at their days', () => {
    expect(born('2020-08-31')).toMatchObject({ admissible: true, confirmations: [] });
    expect(born('2020-09-01').refusals[0]).toMatchObject({ code: 'under_age', cure: '请于 2027 年登记。' });
    expect(born('2019-09-01').confirmations).toEqual([]);
    expect(born('2019-08-31').confirmations[0]).toMatchObject({ code: 'overage' });
    expect(born('2019-08-31').confirmations[0]?.cure).toContain('不能再次缓学');
  });

  it('closes a window at 17:00:00 sharp, and opens it at 10:00:00', () => {
    const [collection] = policy.windows.filter((window) => window.id === 'collection');
    if (!collection) throw new Error('no window');
    const at = (date: string, time: string) => windowState(collection, chinaInstant(date, time));
    expect(at('2026-05-06', '09:59:59')).toBe('before');
    expect(at('2026-05-06', '10:00:00')).toBe('open');
    expect(at('2026-05-12', '16:59:59')).toBe('open');
    expect(at('2026-05-12', '17:00:00')).toBe('closed');
  });

  const sibling = (one: NonNullable<Facts['siblings']>[number]) =>
    evaluate(
      policy,
      { child: { birthDate: '2020-01-01', household: { district: '510104' } }, siblings: [one] },
      context,
    ).siblings;
  const enrolled = { sameGuardians: true, enteredLawfully: true, stage: 'primary' } as const;

  it('lets a child ask for the school of a sibling whose school years overlap', () => {
    expect(sibling({ ...enrolled, grade: 5 })).toMatchObject({ eligible: 'true', waits: false });
    expect(sibling({ ...enrolled, grade: 6, directPromotion: 'none' })).toMatchObject({
      eligible: 'false',
      waits: false,
    });
    expect(sibling({ ...enrolled, grade: 3, enteredLawfully: false })?.eligible).toBe('false');
  });

  it('waits with the review until a sixth-former’s direct promotion is settled', () => {
    expect(sibling({ ...enrolled, grade: 6, directPromotion: 'pending' })).toMatchObject({
      eligible: 'false',
      waits: true,
    });
    expect(sibling({ ...enrolled, grade: 6, directPromotion: 'confirmed' })).toMatchObject({
      eligible: 'true',
      waits: false,
    });
  });

  it('removes a child with an approved sibling request from every other route', () => {
    const { standing, seats } = settleBatches(policy, [
      { batch: 'public', event: 'applied' },
      { batch: 'private', event: 'applied' },
      { batch: 'sibling', event: 'admitted' },
    ]);
    expect(standing).toMatchObject({ public: 'removed', private: 'removed' });
    expect(seats).toEqual(['sibling']);
  });

  it('keeps the public seat and forfeits the private one when both were given and nobody confirmed', () => {
    const { standing, seats, rules } = settleBatches(policy, [
      { batch: 'public', event: 'admitted' },
      { batch: 'private', event: 'admitted' },
      { batch: 'private', event: 'silent' },
    ]);
    expect(seats).toEqual(['public']);
    expect(standing['private']).toBe('removed');
    expect(rules.map((rule) => rule.id)).toEqual(['both_unconfirmed']);
  });

  it('sends a child whose guardians are in a collective household elsewhere to overall placement', () => {
    const result = evaluate(
      policy,
      {
        child: { birthDate: '2020-01-01', household: { district: '510104' } },
        guardians: [{ relation: 'father', sameBooklet: false, household: { district: '510105', kind: 'collective' } }],
      },
      context,
    );
    expect(result).toMatchObject({ admissible: true, fallback: 'overall_placement', category: { id: 'collective' } });
  });
});

describe('小升初 2026', () => {
  const policy = cityPolicy('chengdu/policies/junior-2026.yaml');

  it('makes direct promotion final', () => {
    const { standing } = settleBatches(policy, [
      { batch: 'direct', event: 'confirmed' },
      { batch: 'private', event: 'applied' },
    ]);
    expect(standing).toMatchObject({ private: 'removed', public: 'removed', leftover: 'removed' });
  });

  it('leaves a child that gives up a city-run seat to overall placement', () => {
    const settled = settleBatches(policy, [
      { batch: 'city_run', event: 'admitted' },
      { batch: 'city_run', event: 'declined' },
    ]);
    expect(settled).toMatchObject({ overallPlacement: true, seats: [] });
  });

  it('withdraws the public seat of a child admitted to a leftover seat', () => {
    const { seats, standing } = settleBatches(policy, [
      { batch: 'public', event: 'admitted' },
      { batch: 'leftover', event: 'applied' },
      { batch: 'leftover', event: 'admitted' },
    ]);
    expect(seats).toEqual(['leftover']);
    expect(standing['public']).toBe('removed');
  });

  it('bars those who were admitted privately and gave up or kept silent from leftover seats', () => {
    for (const event of ['declined', 'silent'] as const) {
      const { standing, ignored } = settleBatches(policy, [
        { batch: 'public', event: 'admitted' },
        { batch: 'private', event: 'admitted' },
        { batch: 'private', event },
        { batch: 'leftover', event: 'applied' },
      ]);
      expect(standing['leftover']).toBe('barred');
      expect(ignored[0]?.words).toContain('不得再参加');
    }
  });

  it('divides the private plan into three buckets', () => {
    const pools = (facts: Record<string, unknown>) => evaluate(policy, factsOf(facts), { today: '2026-06-16' }).pools;
    const application = { schoolDistrict: '510104' };
    expect(pools({ child: { household: { district: '510104' } }, application })).toEqual(['in_district']);
    expect(pools({ child: { household: { district: '510105' } }, application })).toEqual(['other_districts']);
    const outside = { child: { household: { district: '511902' } }, cityRecord: true, application };
    expect(pools({ ...outside, approvedMigrant: false })).toEqual(['city_records']);
    expect(pools({ ...outside, approvedMigrant: true })).toEqual([]);
  });
});

describe('中和 2026', () => {
  const policy = cityPolicy('chengdu/policies/zhonghe-2026.yaml');
  const context = { today: '2026-06-02' };
  const family = (settlements: Facts['settlements'], zone = 'zone_1', share = 10000): Facts =>
    factsOf({
      child: { household: { kind: 'family', address: '中和街 1 号', area: 'area_a' } },
      dwelling: {
        kind: 'owned',
        address: '中和街 1 号',
        owners: [
          { relation: 'father', share },
          { relation: 'other', share: 10000 - share },
        ],
      },
      settlements,
      application: { zone },
    });
  const days = (facts: Facts) => evaluate(policy, facts, context).batches[0]?.rank[0]?.value;

  it('wants settlement by 31 August 2022, that day included', () => {
    const since = (from: string) => evaluate(policy, family([{ zone: 'zone_1', from }]), context).category?.id;
    expect(since('2022-08-31')).toBe('transition');
    expect(since('2022-09-01')).toBe('both_match');
  });

  it('adds both periods of a family that moved within one zone of 2021', () => {
    const moved = family([
      { zone: 'zone_1', address: '甲', from: '2020-01-01', to: '2021-06-01' },
      { zone: 'zone_1', address: '乙', from: '2021-06-01' },
    ]);
    expect(days(moved)).toBe(days(family([{ zone: 'zone_1', from: '2020-01-01' }])));
    expect(days(moved)).toBe(-2344);
  });

  it('counts only the second home of a family that moved from one zone to another before the cut-off', () => {
    const moved = family(
      [
        { zone: 'zone_2', from: '2020-01-01', to: '2021-06-01' },
        { zone: 'zone_1', from: '2021-06-01' },
      ],
      'zone_1',
    );
    expect(days(moved)).toBe(days(family([{ zone: 'zone_1', from: '2021-06-01' }])));
  });

  it('adds the periods in a zone left and come back to before the cut-off, and skips those between', () => {
    const back = family([
      { zone: 'zone_1', from: '2018-01-01', to: '2019-01-01' },
      { zone: 'zone_2', from: '2019-01-01', to: '2021-01-01' },
      { zone: 'zone_1', from: '2021-01-01' },
    ]);
    const straight = days(family([{ zone: 'zone_1', from: '2021-01-01' }])) ?? 0;
    expect(days(back)).toBe(straight - 365);
  });

  it('leaves a family that crossed zones after the cut-off to the second batch', () => {
    const crossed = family([
      { zone: 'zone_2', from: '2020-01-01', to: '2023-01-01' },
      { zone: 'zone_1', from: '2023-01-01' },
    ]);
    const result = evaluate(policy, crossed, context);
    expect(result.category?.id).toBe('both_match');
    expect(result.missed?.category.id).toBe('transition');
    const within = family([
      { zone: 'zone_1', from: '2020-01-01', to: '2023-01-01' },
      { zone: 'zone_1', from: '2023-01-01' },
    ]);
    expect(evaluate(policy, within, context).category?.id).toBe('transition');
  });

  it('wants guardians to own all of the home', () => {
    const settled = [{ zone: 'zone_1', from: '2020-01-01' }];
    expect(evaluate(policy, family(settled, 'zone_1', 10000), context).category?.id).toBe('transition');
    const partly = evaluate(policy, family(settled, 'zone_1', 6000), context);
    expect(partly.category?.id).toBe('others');
    expect(partly.fallback).toBe('overall_placement');
  });

  it('offers the one matching school in the first batch and opens it at 45 registrants', () => {
    const batch = evaluate(policy, family([{ zone: 'zone_3', from: '2020-01-01' }], 'zone_3'), context).batches[0];
    expect(batch).toMatchObject({ eligible: 'true', schools: ['school_3'], notAdmitted: 'batch2' });
    expect(policy.batches[0]?.opensAt).toEqual({ registrants: 45, otherwise: 'batch2' });
  });

  it('wants every school of the own area ranked in the second batch, and says which is left out', () => {
    const ranked = (preferences: string[]) => {
      const facts = family([{ zone: 'zone_1', from: '2023-01-01' }]);
      return evaluate(policy, { ...facts, application: { zone: 'zone_1', preferences } }, context).batches[1];
    };
    expect(ranked(['school_2', 'school_1', 'school_3', 'school_6'])?.preferencesFault).toBeNull();
    expect(ranked(['school_2', 'school_1', 'school_3'])?.preferencesFault).toContain('A 片区学校六');
    expect(ranked(['school_1', 'school_2', 'school_3', 'school_4'])?.preferencesFault).toContain('不在可填报范围');
    expect(ranked(['school_1', 'school_1', 'school_3', 'school_6'])?.preferencesFault).toContain('重复');
    expect(policy.batches[1]).toMatchObject({ mechanism: 'preference_first', preferences: { guaranteed: true } });
  });

  it('states the next key for a tie in days, on which the source is silent', () => {
    const keys = evaluate(policy, family([{ zone: 'zone_1', from: '2020-01-01' }]), context).batches[0]?.rank;
    expect(keys?.map((key) => key.lottery)).toEqual([false, true]);
    expect(policy.assumptions.some((one) => one.words.zh.includes('天数相同'))).toBe(true);
  });

  it('removes who is admitted in the first batch from the second, and sends who then gives up to overall placement', () => {
    expect(settleBatches(policy, [{ batch: 'batch1', event: 'admitted' }]).standing['batch2']).toBe('removed');
    const gaveUp = settleBatches(policy, [
      { batch: 'batch1', event: 'admitted' },
      { batch: 'batch1', event: 'declined' },
    ]);
    expect(gaveUp).toMatchObject({ seats: [], overallPlacement: true });
    expect(settleBatches(policy, [{ batch: 'batch1', event: 'applied' }]).standing['batch2']).toBe('none');
  });

  it('is known already for the entrants of 2027 and 2028', () => {
    expect(policy.alsoFor).toEqual([2027, 2028]);
  });
});
