import { describe, expect, it } from 'vitest';
import { cityPolicy } from '../../../tests/support/policies.ts';
import { compareRanks, LAST } from '../../engines/policy/ranking.ts';
import type { Facts } from '../../engines/policy/facts.ts';
import { assessAgain, assessmentOf, type CategoryFinding } from './assessing.ts';
import { evaluate } from '../../engines/policy/policy.ts';
import { composeFacts, type LearnedFact } from './facts.ts';

const policy = cityPolicy('huaian/policies/demonstration-2027.yaml');
const context = { today: '2027-05-03', late: false, district: '320812' };

/** A migrant family as the form gives it: the permit's first issue is not asked. */
const migrant: Facts = {
  child: { birthDate: '2021-01-01', household: { district: '341302', kind: 'family' } },
  guardians: [{ relation: 'mother', sameBooklet: true, ownsHome: false }],
  dwelling: { kind: 'rented', district: '320812', school: 's1', leaseNumber: 'ZL-1' },
  residencePermit: { district: '320812', validUntil: '2027-05-03' },
};
const learned = (path: string, value: unknown, by: LearnedFact['by'] = 'department'): LearnedFact => ({
  path,
  value,
  by,
  source: by === 'department' ? { zh: '公安居住证', en: 'police' } : { zh: '审核人员', en: 'a reviewer' },
  date: '2027-05-04',
});
const declaredCategoryId = assessmentOf(evaluate(policy, migrant, context)).category?.id ?? null;
const again = (facts: readonly LearnedFact[], finding: CategoryFinding | null = null) =>
  assessAgain(policy, { declared: migrant, declaredCategoryId, learned: facts, finding, context });
const settled = (facts: readonly LearnedFact[]) => again(facts).rank.find((key) => key.id === 'key2');

describe('declared and learned facts', () => {
  it('are composed without changing what was declared, and every learned fact keeps its source and day', () => {
    const before = JSON.stringify(migrant);
    const composed = composeFacts(migrant, [
      learned('residencePermit.firstIssued', '2024-03-01'),
      learned('guardians[0].hasCustody', true),
    ]);
    expect(composed.residencePermit).toEqual({
      district: '320812',
      validUntil: '2027-05-03',
      firstIssued: '2024-03-01',
    });
    expect(composed.guardians?.[0]).toMatchObject({ sameBooklet: true, hasCustody: true });
    expect(composed.sources).toEqual({
      'residencePermit.firstIssued': { source: '公安居住证', sourceEn: 'police', date: '2027-05-04' },
      'guardians.hasCustody': { source: '公安居住证', sourceEn: 'police', date: '2027-05-04' },
    });
    expect(JSON.stringify(migrant)).toBe(before);
  });

  it('count in the order declared, department, reviewer, whatever came last', () => {
    const composed = composeFacts(migrant, [
      learned('residencePermit.validUntil', '2028-01-01', 'reviewer'),
      learned('residencePermit.validUntil', '2027-12-31'),
    ]);
    expect(composed.residencePermit?.validUntil).toBe('2028-01-01');
    expect(composed.sources?.['residencePermit.validUntil']?.source).toBe('审核人员');
  });

  it('take back what a reviewer did not find borne out, and only that', () => {
    const composed = composeFacts(migrant, [learned('residencePermit', null, 'reviewer'), learned('work', null)]);
    expect(composed.residencePermit).toBeUndefined();
    expect(composed.dwelling).toEqual(migrant.dwelling);
  });
});

describe('an assessment after submission', () => {
  it('ranks by the date that only the department knows', () => {
    expect(settled([])?.value).toBe(LAST);
    const [earlier, later] = ['2023-02-01', '2024-03-01'].map((day) =>
      again([learned('residencePermit.firstIssued', day)]),
    );
    expect(earlier?.category?.id).toBe('migrant');
    expect(earlier?.basis).toBe('departments');
    expect(compareRanks(earlier?.rank ?? [], later?.rank ?? [])).toBeLessThan(0);
    expect(earlier?.rank.find((key) => key.id === 'key2')?.words).toContain('2023');
  });

  it('leaves the category as it was told when learned facts give another, and says what turned', () => {
    const result = again([learned('residencePermit.district', '320813')]);
    expect(result.category?.id).toBe('migrant');
    expect(result.difference?.category).toBeNull();
    expect(result.difference?.because.map((line) => line.zh).join()).toContain('持有本区有效居住证');
    expect(result.review.steps).toBe(2);
  });

  it('follows the category that a reviewer found, with the reason first; the difference is settled by it', () => {
    const finding: CategoryFinding = {
      categoryId: 'migrant',
      naturalId: null,
      words: '居住证已换发，原证属本区。',
      evidence: [{ zh: '居住证', en: 'residence permit' }],
    };
    const result = again([learned('residencePermit.district', '320813')], finding);
    expect(result.difference).toBeNull();
    expect(result.because[0]).toMatchObject({
      zh: '审核认定：居住证已换发，原证属本区。（依据：居住证）',
      holds: true,
    });
    expect(result.review.steps).toBe(2);
  });

  it('opens the question again when later facts give a third category', () => {
    const finding = { categoryId: 'migrant', naturalId: null, words: '居住证已换发。', evidence: [] };
    const owner = [learned('residencePermit.district', '320813'), learned('child.household.district', '320812')];
    expect(again(owner, finding).difference?.category?.id).toBe('other_household');
  });

  it('needs two people for a category that the facts do not give, though the policy asks for one step', () => {
    const finding = { categoryId: 'home_and_household', naturalId: 'migrant', words: '户口已迁入。', evidence: [] };
    const result = again([], finding);
    expect(result.category?.id).toBe('home_and_household');
    expect(result.review).toEqual({ steps: 2, autoPass: false });
    expect(result.rank[0]?.value).toBe(1);
  });
});
