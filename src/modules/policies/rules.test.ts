// Standings, fit, who may decide, counting families, populations: without a database.

import { describe, expect, it } from 'vitest';
import { cityPolicy } from '../../../tests/support/policies.ts';
import type { ResultInBrief } from '../../engines/policy/compare-results.ts';
import type { Actor } from '../../kernel/actor.ts';
import { formOf } from './form.ts';
import type { FormField } from './shapes.ts';
import {
  fitsSeason,
  impactText,
  movementsOf,
  populationOf,
  proposalActions,
  resultWords,
  standingOf,
  stepProposal,
  type ProposalSituation,
} from './rules.ts';

const policy = cityPolicy('huaian/policies/demonstration-2027.yaml');

describe('a rule set', () => {
  const none = { now: [], before: false, proposed: false, drafted: false };

  it.each([
    [
      'in force while a season runs under it',
      { ...none, now: [{ phase: 'review' as const }], proposed: true },
      'in_force',
    ],
    ['proposed while somebody wants a season to have it', { ...none, proposed: true, before: true }, 'proposed'],
    ['retired once its seasons are over', { ...none, now: [{ phase: 'over' as const }] }, 'retired'],
    ['retired when a season left it', { ...none, before: true, drafted: true }, 'retired'],
    ['a draft while it is only worked on', { ...none, drafted: true }, 'draft'],
    ['kept otherwise', none, 'kept'],
  ])('is %s', (_, facts, standing) => {
    expect(standingOf(facts)).toBe(standing);
  });

  it('fits a season of its district, stage and year, and says in words what does not fit', () => {
    const season = { district: '320812', stage: 'primary' as const, entryYear: 2027 };
    expect(fitsSeason(policy, season).ok).toBe(true);
    const why = (change: object) => {
      const fit = fitsSeason(policy, { ...season, ...change });
      return fit.ok ? '' : String(fit.error.values?.what);
    };
    expect(why({ stage: 'junior' })).toContain('规则是小学的，招生季是初中的');
    expect(why({ entryYear: 2028 })).toContain('2028');
    expect(why({ district: '320804' })).toContain('清江浦区');
  });
});

describe('a proposal', () => {
  const officer = (accountId: string, district = '320812'): Actor => ({
    kind: 'account',
    accountId,
    name: '',
    phone: '',
    role: 'district_admin',
    organization: { id: 'b', kind: 'district_bureau', name: '', district },
  });
  const situation: ProposalSituation = {
    actor: officer('second'),
    district: '320812',
    proposedBy: 'first',
    reason: '',
    phase: 'upcoming',
    resultsPublished: false,
  };
  const code = (event: 'approve' | 'reject' | 'withdraw', change: Partial<ProposalSituation>) => {
    const stepped = stepProposal('proposed', event, { ...situation, ...change });
    return stepped.ok ? stepped.value : stepped.error.code;
  };

  it('is decided by another officer of the bureau or the city, never by who proposed it', () => {
    expect(code('approve', {})).toBe('approved');
    expect(code('approve', { actor: officer('first') })).toBe('policy_proposal.own');
    expect(code('reject', { actor: officer('first') })).toBe('policy_proposal.own');
    expect(code('approve', { actor: officer('second', '320813') })).toBe('season.not_yours');
  });

  it('is taken back only by who proposed it', () => {
    expect(code('withdraw', { actor: officer('first') })).toBe('withdrawn');
    expect(code('withdraw', {})).toBe('policy_proposal.not_own');
  });

  it('needs a reason once registration has begun, also when it was proposed before', () => {
    expect(code('approve', { phase: 'registration' })).toBe('policy_proposal.reason');
    expect(code('approve', { phase: 'registration', reason: '区划调整' })).toBe('approved');
  });

  it('comes too late once results are public, and can still be rejected', () => {
    expect(code('approve', { resultsPublished: true })).toBe('policy_proposal.published');
    expect(code('reject', { resultsPublished: true })).toBe('rejected');
  });

  it('offers exactly what would be accepted', () => {
    expect(proposalActions('proposed', situation)).toEqual(['approve', 'reject']);
    expect(proposalActions('proposed', { ...situation, actor: officer('first') })).toEqual(['withdraw']);
    expect(proposalActions('approved', situation)).toEqual([]);
  });
});

describe('counting families', () => {
  const result = (categoryName: string | null, fallback: 'overall_placement' | null = null): ResultInBrief => ({
    admissible: true,
    refusals: [],
    category: categoryName,
    categoryName,
    points: null,
    fallback,
    batches: [],
  });

  it('says a result in a few words', () => {
    expect(resultWords(result('有房'))).toBe('有房');
    expect(resultWords(result(null, 'overall_placement'))).toBe('不属于任何类别（统筹）');
    expect(resultWords({ ...result('有房'), points: '80.00' })).toBe('有房，80.00 分');
    expect(resultWords({ ...result('有房'), admissible: false })).toBe('不予登记');
  });

  it('counts by movement, the largest first', () => {
    const change = (before: string, after: string) => ({ before: result(before), after: result(after) });
    expect(movementsOf([change('甲', '乙'), change('甲', '丙'), change('甲', '丙')])).toEqual([
      { before: '甲', after: '丙', count: 2 },
      { before: '甲', after: '乙', count: 1 },
    ]);
  });

  it('finds two comparisons equal whatever their order, and different with one family more', () => {
    const change = (id: string) => ({ id, before: result('甲'), after: result('乙'), words: '变', because: [] });
    const text = (...ids: string[]) => impactText(['a', 'b'], ids.map(change));
    expect(text('1', '2')).toBe(text('2', '1'));
    expect(text('1', '2')).not.toBe(text('1'));
    expect(impactText(['a', 'c'], [])).not.toBe(impactText(['a', 'b'], []));
  });
});

describe('the families of a simulation', () => {
  const families = [1, 2, 3, 4].map((n) => ({ id: String(n), facts: { child: { birthDate: '2020-03-01' } } }));
  const as = { drawn: false, growthPercent: 0, seed: 3, count: undefined };

  it('are last year’s, born a year later for this year’s rules', () => {
    const moved = populationOf(families, as, { policy, entryYear: 2026 });
    expect(moved.map((one) => one.facts)).toEqual(families.map(() => ({ child: { birthDate: '2021-03-01' } })));
  });

  it('are more or fewer by percent or by number, the same for the same seed', () => {
    const of = (change: object) => populationOf(families, { ...as, ...change }, { policy, entryYear: 2027 });
    expect(of({ growthPercent: 50 })).toHaveLength(6);
    expect(of({ count: 100, drawn: true })).toHaveLength(100);
    expect(of({ drawn: true, seed: 9 })).toEqual(of({ drawn: true, seed: 9 }));
  });
});

describe('the form', () => {
  const form = formOf(policy, { districts: { '320804': '淮阴区' }, schools: { s1: '示例小学' } });
  const field = (...path: string[]) => {
    let fields: readonly FormField[] = form;
    let found;
    for (const name of path) {
      found = fields.find((one) => one.name === name);
      fields = found?.fields ?? [];
    }
    return found;
  };

  it('marks what the rules look at, groups included', () => {
    expect(field('dwelling', 'kind')?.used).toBe(true);
    expect(field('dwelling')?.used).toBe(true);
    expect(field('child', 'household', 'booklet')?.used).toBe(false);
  });

  it('offers codes in words, districts and schools by name, and leaves out what may only be recorded', () => {
    expect(field('dwelling', 'kind')?.options[0]).toMatchObject({ value: 'owned', label: '自有产权住房' });
    expect(field('dwelling', 'district')?.options.map((one) => one.label)).toContain('淮阴区');
    expect(field('dwelling', 'school')?.options.map((one) => one.label)).toContain('示例小学');
    expect(field('dwelling', 'address')?.options).toEqual([]);
    expect(field('child', 'preSchool')).toBeUndefined();
  });
});
