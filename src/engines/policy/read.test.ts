// What people read of a policy: the rendering, the difference between two, a simulated season, windows and events.

import { describe, expect, it } from 'vitest';
import { cityPolicy, cityPolicyWith, policyFiles, policyOf } from '../../../tests/support/policies.ts';
import { chinaInstant } from '../../kernel/dates.ts';
import { diffPolicies } from './diff.ts';
import { settleBatches } from './exclusivity.ts';
import type { Facts } from './facts.ts';
import { renderPolicy } from './render.ts';
import { type Applicant, compareResults } from './compare-results.ts';
import { simulate } from './simulate.ts';
import { openWindows, windowState } from './windows.ts';

describe('rendering', () => {
  it.each(policyFiles())('%s reads as Chinese: no expression shows', (file) => {
    const text = renderPolicy(cityPolicy(file.replace(/^cities\//, '')));
    expect(text).toMatch(/^# /);
    expect(text).not.toMatch(
      /undefined|\[object|&&|\|\||child\.|dwelling\.|param\.|cond\.|value\.|use\.|doc\.|guardian\./,
    );
  });

  it('says bounds with the day in or out, names every clause, and marks a demonstration', () => {
    const text = renderPolicy(cityPolicy('huaian/policies/huaiyin-2027-demo.yaml'));
    expect(text).toContain('> **演示政策**');
    expect(text).toContain('孩子出生日期晚于出生日期界限（年满六周岁）（2021年8月31日）（不含当日）');
    expect(text).toContain('依据：招生办法·入学年龄');
    expect(text).toContain('请于 2028 年报名');
    expect(text).toContain('## 原文没有写明之处');
  });
});

describe('the difference between two policies', () => {
  it('is none between a policy and itself', () => {
    const policy = cityPolicy('chengdu/policies/primary-2026.yaml');
    expect(diffPolicies(policy, policy)).toEqual([]);
  });

  it('names what was added, removed and changed, in words', () => {
    const before = policyOf(`parameters: { months: { value: 12, label: 月数 } }
categories:
  - { id: a, name: 甲, clause: one, when: twins.size >= param.months }
  - { id: b, name: 乙, clause: two, when: late }
`);
    const after = policyOf(`parameters: { months: { value: 6, label: 月数 } }
categories:
  - { id: a, name: 甲, clause: one, when: twins.size > param.months }
  - { id: c, name: 丙, clause: three }
`);
    const changes = diffPolicies(before, after);
    const kinds = Object.fromEntries(changes.map((change) => [change.path, change.kind]));
    expect(kinds).toMatchObject({
      'parameters.months': 'changed',
      'categories.a.condition': 'changed',
      'categories.b.condition': 'removed',
      'categories.c.condition': 'added',
    });
    expect(changes.find((change) => change.path === 'parameters.months')?.words).toBe('参数“月数”由“12”改为“6”');
  });
});

describe('a simulated season', () => {
  const policy = cityPolicy('huaian/policies/demonstration-2027.yaml');
  const context = { today: '2027-06-01', district: '320812' };
  const family = (school: string, own = 10000): Facts => ({
    child: {
      birthDate: '2021-01-01',
      household: { district: '320812', kind: 'family', school, movedIn: '2021-02-01' },
    },
    guardians: [{ relation: 'father', sameBooklet: true, ownsHome: true }],
    dwelling: {
      kind: 'owned',
      district: '320812',
      school,
      owners: [
        { relation: 'father', share: own },
        { relation: 'other', share: 10000 - own },
      ],
    },
  });
  const applicants: Applicant[] = [
    ...Array.from({ length: 5 }, (_, i) => ({ id: `a${String(i)}`, facts: family('s1', 6000) })),
    { id: 'b', facts: family('s2') },
    { id: 'late', facts: family('s2'), late: true },
    { id: 'young', facts: { child: { birthDate: '2022-01-01' } } },
  ];

  it('forecasts demand and shortage of each school, and who is left to overall placement', () => {
    const result = simulate(policy, applicants, { s1: 3, s2: 1, s3: 10 }, context);
    expect(result).toMatchObject({ applicants: 8, refused: 1, overallPlacement: 1, seats: 14, shortage: 0 });
    expect(result.schools).toMatchObject([
      { school: 's1', demand: 5, byCategory: { home_and_household: 5 }, seats: 3, shortage: 2, warning: 'red' },
      { school: 's2', demand: 1, byCategory: { home_and_household: 1 }, seats: 1, shortage: 0, warning: 'yellow' },
      { school: 's3', demand: 0, byCategory: {}, seats: 10, shortage: 0, warning: 'green' },
    ]);
  });

  it('shows whose result a draft changes, and how', () => {
    const draft = cityPolicyWith(
      'huaian/policies/demonstration-2027.yaml',
      `conditions:
  homeInDistrict: { all: ['dwelling.district in region.districts', 'value.familyShare == 10000'] }
`,
    );
    const changed = compareResults(policy, draft, applicants, context);
    expect(changed.map((one) => one.id)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    expect(changed[0]?.words).toContain('类别由“户房一致”变为“本区户籍其他情形”');
    expect(compareResults(policy, policy, applicants, context)).toEqual([]);
  });
});

describe('windows', () => {
  const policy = policyOf(`categories: [{ id: a, name: A, clause: one }]
windows:
  - { id: before, name: 一, opens: '2027-05-06 10:00', closesBefore: '2027-05-12 17:00' }
  - { id: through, name: 二, opens: '2027-05-06', closesThrough: '2027-05-12 17:00' }
  - { id: day, name: 三, opens: '2027-05-06', closesThrough: '2027-05-12' }
`);
  const states = (date: string, time: string) =>
    policy.windows.map((window) => windowState(window, chinaInstant(date, time)));

  it('end before the minute or with it, as written', () => {
    expect(states('2027-05-12', '16:59:59')).toEqual(['open', 'open', 'open']);
    expect(states('2027-05-12', '17:00:00')).toEqual(['closed', 'open', 'open']);
    expect(states('2027-05-12', '17:00:59')).toEqual(['closed', 'open', 'open']);
    expect(states('2027-05-12', '17:01:00')).toEqual(['closed', 'closed', 'open']);
    expect(states('2027-05-12', '23:59:59')).toEqual(['closed', 'closed', 'open']);
    expect(states('2027-05-13', '00:00:00')).toEqual(['closed', 'closed', 'closed']);
    expect(states('2027-05-06', '00:00:00')).toEqual(['before', 'open', 'open']);
    expect(openWindows(policy, chinaInstant('2027-05-12', '17:00')).map((window) => window.id)).toEqual([
      'through',
      'day',
    ]);
  });
});

describe('events in batches', () => {
  const text = (otherwise: string) => `categories: [{ id: a, name: A, clause: one }]
batches:
  - { id: x, name: 甲, clause: two, schools: none, mechanism: direct }
  - { id: y, name: 乙, clause: three, schools: none, mechanism: direct }
exclusivity: { otherwise: ${otherwise}, rules: [] }
`;
  const events = [
    { batch: 'x', event: 'admitted' },
    { batch: 'y', event: 'admitted' },
    { batch: 'y', event: 'confirmed' },
  ] as const;

  it('end other open batches on a confirmed seat where the policy says they exclude each other, also in silence', () => {
    expect(settleBatches(policyOf(text('exclusive')), events).seats).toEqual(['y']);
    expect(settleBatches(policyOf(text('compatible')), events).seats).toEqual(['x', 'y']);
  });

  it('do not count where there is no such batch', () => {
    expect(settleBatches(policyOf(text('exclusive')), [{ batch: 'z', event: 'applied' }]).ignored).toHaveLength(1);
  });
});
