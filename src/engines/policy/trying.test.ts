// Trying a policy: example families, quotations, reasons as trees, families made anonymous, seats simulated.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cityPolicy, faultsOf, HEAD, policyFiles, policyOf } from '../../../tests/support/policies.ts';
import { loadPolicy } from './policy.ts';
import { movedByYears, withoutIdentity } from './family-facts.ts';
import type { Facts } from './facts.ts';
import { evaluate } from './policy.ts';
import { type Reason, reasonsFor } from './reasons.ts';
import { policySections, renderPolicy } from './render.ts';
import { forecastCounts, seededNumbers } from './resampling.ts';
import { simulate } from './simulate.ts';

const RULES = `
categories:
  - { id: owner, name: 有房, when: 'dwelling.kind == "owned"', clause: 一 }
  - { id: other, name: 其他, when: 'dwelling.kind != "owned"', clause: 二 }
ranking: { keys: [category, lottery], clause: 三 }
`;

describe('example families', () => {
  it('are decided at every load: an unexpected result is a fault at its line', () => {
    const faults = faultsOf(`${RULES}examples:
  - id: tenant
    name: 租户
    today: '2027-05-01'
    facts: { dwelling: { kind: rented } }
    expect:
      category: owner
      overallPlacement: false
`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ line: 12, code: 'example' });
    expect(faults[0]?.words).toContain('应为类别“有房”，实际为类别“其他”');
  });

  it('must have facts that exist and fit, told where they stand', () => {
    const faults = faultsOf(`${RULES}examples:
  - id: tenant
    name: 租户
    today: '2027-05-01'
    facts:
      dwelling: { kind: castle }
    expect: {}
`);
    expect(faults[0]).toMatchObject({ line: 11, code: 'example' });
    expect(faults[0]?.words).toContain('dwelling.kind');
  });

  it('are not taken over by a policy that extends another', () => {
    const base = `${HEAD}${RULES}examples:
  - { id: a, name: 甲, today: '2027-05-01', facts: { dwelling: { kind: owned } }, expect: { category: owner } }
`;
    const loaded = loadPolicy({
      file: 'next.yaml',
      text: 'extends: base.yaml\nid: next\nentryYear: 2028\n',
      resolve: () => ({ file: 'base.yaml', text: base }),
      hash: (text) => text,
    });
    expect(loaded.ok && loaded.value.file.examples).toBeUndefined();
  });
});

it('a quotation that no rule cites is a fault', () => {
  const faults = faultsOf(`${RULES}quotes:\n  一: 有房的优先。\n  第一: 写错的条款名。\n`);
  expect(faults.map(({ line, code }) => [line, code])).toEqual([[8, 'quote']]);
});

describe('a policy in parts', () => {
  it.each(policyFiles())('%s: every part that can be read says where it stands in the file', (file) => {
    const policy = cityPolicy(file.replace(/^cities\//, ''));
    const sections = policySections(policy);
    const whole = renderPolicy(policy);
    for (const { rules } of sections) {
      for (const { path, words } of rules) {
        expect(path.length).toBeGreaterThan(0);
        expect(whole).toContain(words);
      }
    }
    expect(sections.find((section) => section.id === 'categories')?.rules).toHaveLength(policy.categories.length);
  });
});

describe('reasons', () => {
  const policy = cityPolicy('huaian/policies/demonstration-2027.yaml');
  const leaves = (reason: Reason): Reason[] => (reason.parts.length > 0 ? reason.parts.flatMap(leaves) : [reason]);

  it.each(policy.file.examples ?? [])('agree with the evaluation of $id, branch by branch', (example) => {
    const context = { today: example.today, district: example.district };
    const evaluation = evaluate(policy, example.facts, context);
    const reasons = reasonsFor(policy, example.facts, context);
    const first = reasons.find((one) => one.kind === 'category' && one.reason.outcome === 'true');
    expect(first?.id ?? null).toBe(evaluation.category?.id ?? null);
    const refused = reasons
      .filter((one) => one.kind === 'admission' && one.reason.outcome === 'true')
      .map((one) => one.id);
    expect(refused).toEqual([...evaluation.refusals, ...evaluation.confirmations].map((one) => one.code));
    const follows = (reason: Reason): void => {
      if (reason.parts.length === 0) return;
      const outcomes = reason.parts.map((part) => part.outcome);
      if (reason.join === 'all') expect(reason.outcome === 'true').toBe(outcomes.every((one) => one === 'true'));
      if (reason.join === 'any') expect(reason.outcome === 'true').toBe(outcomes.includes('true'));
      reason.parts.forEach(follows);
    };
    for (const { reason } of reasons) follows(reason);
  });

  it('name the fact, its value and its source at every leaf', () => {
    const [example] = policy.file.examples ?? [];
    const facts = { ...example?.facts, sources: { dwelling: { source: '自然资源', date: '2027-05-01' } } };
    const own = reasonsFor(policy, facts, { today: '2027-05-10', district: '320812' });
    const home = own.find((one) => one.id === 'home_and_household')?.reason as Reason;
    const kind = leaves(home)
      .flatMap((leaf) => leaf.facts)
      .find((fact) => fact.path === 'dwelling.kind');
    expect(kind).toMatchObject({ value: '自有产权住房', source: '自然资源', date: '2027-05-01' });
  });
});

describe('families for trying', () => {
  const facts: Facts = {
    child: { birthDate: '2020-02-29', household: { address: '示例路 1 号', district: '320812' } },
    dwelling: { address: '示例路 1 号', leaseNumber: 'L1', school: 's1' },
    work: { insurance: [{ month: '2026-12', kind: 'pension', employer: 'E' }] },
    sources: { dwelling: { source: '住建' } },
  };

  it('lose what identifies them and keep what rules compare', () => {
    const hidden = withoutIdentity(facts);
    expect(JSON.stringify(hidden)).not.toMatch(/示例路|L1|"E"|住建/);
    expect(hidden.dwelling?.address).toBe(hidden.child?.household?.address);
    expect(hidden.dwelling?.leaseNumber).not.toBe(hidden.dwelling?.address);
    expect(hidden.dwelling?.school).toBe('s1');
  });

  it('move to another year with every date and month', () => {
    const { schema } = cityPolicy('huaian/policies/demonstration-2027.yaml');
    const moved = movedByYears(schema, facts, 1);
    expect(moved.child?.birthDate).toBe('2021-02-28');
    expect(moved.work?.insurance?.[0]?.month).toBe('2027-12');
    expect(moved.dwelling).toEqual(facts.dwelling);
  });
});

describe('a simulation', () => {
  const policy = policyOf(RULES);
  const family = (id: number, kind: 'owned' | 'rented', school: string) => ({
    id: String(id),
    facts: { dwelling: { kind, school } } satisfies Facts,
  });
  const context = { today: '2027-05-01' };

  it('gives a school’s seats by the policy’s order and names the category in which they end', () => {
    const families = [
      ...[1, 2, 3].map((id) => family(id, 'rented', 's1')),
      ...[4, 5, 6].map((id) => family(id, 'owned', 's1')),
      family(7, 'rented', 's2'),
    ];
    const result = simulate(policy, families, { s1: 4, s2: 2 }, context);
    expect(result.schools[0]).toMatchObject({
      school: 's1',
      demand: 6,
      shortage: 2,
      admitted: { owner: 3, other: 1 },
      cutOff: { category: 'other', admitted: 1, asked: 3 },
      warning: 'red',
    });
    expect(result).toMatchObject({ admitted: 5, placed: 1, unplaced: 1 });
    expect(result.schools[1]).toMatchObject({ school: 's2', placedHere: 1, cutOff: null });
  });

  it('gives every seat once and every family one place or none, whoever applies', () => {
    const anybody = fc.array(
      fc.tuple(fc.constantFrom('owned' as const, 'rented' as const), fc.constantFrom('s1', 's2', 's9')),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(anybody, fc.nat(8), fc.nat(8), fc.nat(), (list, first, second, seed) => {
        const families = list.map(([kind, school], id) => family(id, kind, school));
        const result = simulate(policy, families, { s1: first, s2: second }, context, { seed });
        const sum = (record: Readonly<Record<string, number>>) => Object.values(record).reduce((a, b) => a + b, 0);
        expect(result.admitted + result.placed + result.unplaced).toBe(list.length);
        for (const school of result.schools) {
          expect(sum(school.byCategory)).toBe(school.demand);
          expect(sum(school.admitted) + school.placedHere).toBeLessThanOrEqual(school.seats ?? 0);
          expect(school.forecast.low).toBeLessThanOrEqual(school.forecast.high);
        }
        const free = first + second - result.admitted - result.placed;
        expect(result.unplaced === 0 || free === 0).toBe(true);
        expect(simulate(policy, families, { s1: first, s2: second }, context, { seed })).toEqual(result);
      }),
      { numRuns: 60 },
    );
  });

  it('forecasts around what was observed, scaled to the number that is expected', () => {
    const groups = [...Array<string>(60).fill('a'), ...Array<string>(40).fill('b')];
    const counts = forecastCounts(groups, 200, seededNumbers(7));
    expect(counts.get('a')?.expected).toBe(120);
    expect(counts.get('a')?.low).toBeGreaterThan(100);
    expect(counts.get('a')?.low).toBeLessThan(120);
    expect(counts.get('a')?.high).toBeGreaterThan(120);
    expect(counts.get('a')?.high).toBeLessThan(140);
  });
});
