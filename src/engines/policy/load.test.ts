// What a policy must not say: every fault is told with its line and in words, and all of them at once.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cityPolicyWith, faultsOf, policyFiles, policyOf } from '../../../tests/support/policies.ts';
import { cityPolicy } from '../../../tests/support/policies.ts';
import type { Facts } from './facts.ts';
import type { Policy } from './model.ts';
import { evaluate, loadPolicy } from './policy.ts';
import { faultLine } from './source.ts';

const GOOD = `categories:
  - { id: a, name: A, clause: one, when: 'child.household.district in region.districts' }
`;

function codes(text: string): [number, string][] {
  return faultsOf(text).map((fault) => [fault.line, fault.code]);
}

describe('every policy of this repository', () => {
  it.each(policyFiles())('%s loads', (file) => {
    const policy = cityPolicy(file.replace(/^cities\//, ''));
    expect(policy.categories.length).toBeGreaterThan(0);
    expect(policy.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('names and types', () => {
  it('refuses a field that does not exist, at its line', () => {
    expect(codes(`${GOOD}colour: red\n`)).toEqual([[3, 'unknown_field']]);
    expect(faultsOf(`${GOOD}colour: red\n`)[0]?.words).toContain('colour');
  });

  it('refuses a fact that does not exist, and names those that do', () => {
    const [fault] = faultsOf(
      `categories:\n  - id: a\n    name: A\n    clause: one\n    when: child.birthDay > today\n`,
    );
    expect(fault).toMatchObject({ line: 5, code: 'unknown_field' });
    expect(fault?.words).toContain('child.birthDay');
    expect(fault?.words).toContain('birthDate');
  });

  it('finds a fact that does not exist inside a list and inside has()', () => {
    const [inList] = faultsOf(
      `categories:\n  - { id: a, name: A, clause: one, when: 'guardians.exists(g, g.rank == "x")' }\n`,
    );
    expect(inList).toMatchObject({ line: 2, code: 'unknown_field' });
    const [inHas] = faultsOf(`categories:\n  - { id: a, name: A, clause: one, when: 'has(child.household.colour)' }\n`);
    expect(inHas).toMatchObject({ line: 2, code: 'unknown_field' });
  });

  it('refuses to compare a date with a text, and shows how a date is written', () => {
    const [fault] = faultsOf(
      `categories:\n  - { id: a, name: A, clause: one, when: 'child.birthDate < "2027-01-01"' }\n`,
    );
    expect(fault).toMatchObject({ line: 2, code: 'wrong_type' });
    expect(fault?.words).toContain('date("2027-08-31")');
  });

  it('refuses a date that does not exist', () => {
    const [fault] = faultsOf(
      `categories:\n  - { id: a, name: A, clause: one, when: 'child.birthDate < date("2027-02-30")' }\n`,
    );
    expect(fault?.words).toContain('2027-02-30');
  });

  it('refuses a code that a fact cannot have, and lists those it can', () => {
    const [fault] = faultsOf(`categories:\n  - { id: a, name: A, clause: one, when: 'dwelling.kind == "own"' }\n`);
    expect(fault).toMatchObject({ code: 'wrong_value' });
    expect(fault?.words).toContain('owned');
  });

  it('refuses floating point, and shows how decimals are written', () => {
    const [fault] = faultsOf(`categories:\n  - { id: a, name: A, clause: one, when: '0.5 < 1.5' }\n`);
    expect(fault).toMatchObject({ code: 'inexact' });
    expect(fault?.words).toContain('decimal("0.5")');
  });

  it('refuses a condition that is no yes or no', () => {
    expect(codes(`categories:\n  - { id: a, name: A, clause: one, when: 'entryYear + 1' }\n`)).toEqual([
      [2, 'wrong_type'],
    ]);
  });

  it('points into a condition of several lines', () => {
    const [fault] = faultsOf(`categories:
  - id: a
    name: A
    clause: one
    when: >-
      child.household.district in region.districts
        && child.household.colour == "red"
`);
    expect(fault?.line).toBe(7);
  });

  it('refuses regular expressions, which can hang', () => {
    expect(
      codes(`categories:\n  - { id: a, name: A, clause: one, when: 'child.household.address.matches("(a+)+b")' }\n`),
    ).toEqual([[2, 'cel']]);
  });

  it('tells all faults at once, as file:line:column', () => {
    const faults = faultsOf(`categories:
  - { id: a, name: A, clause: one, when: 'child.x' }
  - { id: b, name: B, clause: two, when: 'child.y' }
`);
    expect(faults.map((fault) => fault.line)).toEqual([2, 3]);
    const [first] = faults;
    if (!first) throw new Error('no fault');
    expect(faultLine(first)).toMatch(/^test\.yaml:2:\d+: /);
  });

  it('tells a broken YAML file where it breaks', () => {
    expect(faultsOf('categories: [\n')[0]).toMatchObject({ code: 'yaml' });
    expect(faultsOf(`${GOOD}x: &a 1\ny: *a\n`)[0]?.words).toContain('cond.');
  });
});

describe('rules', () => {
  it('refuses a rule without a clause', () => {
    expect(codes('categories:\n  - { id: a, name: A }\n')).toEqual([[2, 'missing_clause']]);
    expect(codes(`${GOOD}late: { outcome: refuse, words: no }\n`)).toEqual([[3, 'missing_clause']]);
  });

  it('refuses an order that can tie', () => {
    expect(codes(`${GOOD}ranking: { keys: [category], clause: two }\n`)).toEqual([[3, 'tie']]);
    expect(codes(`${GOOD}ranking: { keys: [lottery, category], clause: two }\n`)).toContainEqual([3, 'tie']);
    expect(codes(`${GOOD}ranking: { keys: [category, admit_all], clause: two }\n`)).toEqual([]);
  });

  it('refuses to rank by points that nobody has', () => {
    expect(codes(`${GOOD}ranking: { keys: [points, lottery], clause: two }\n`)).toEqual([[3, 'no_points']]);
  });

  it('refuses silence about several batches', () => {
    expect(
      codes(`${GOOD}batches:
  - { id: x, name: X, clause: two, schools: catchment, mechanism: direct }
  - { id: y, name: Y, clause: three, schools: catchment, mechanism: direct }
`),
    ).toEqual([[4, 'silence']]);
  });

  it('refuses references to what does not exist', () => {
    expect(codes(`${GOOD}pools: [{ id: p, name: P, clause: two, unused: nowhere }]\n`)).toEqual([[3, 'unknown_pool']]);
    expect(
      codes(
        `${GOOD}batches: [{ id: x, name: X, clause: two, schools: catchment, mechanism: direct, notAdmitted: z, categories: [q], window: w }]\n`,
      ).map(([, code]) => code),
    ).toEqual(['unknown_category', 'unknown_batch', 'unknown_window']);
    expect(codes(`categories:\n  - { id: a, name: A, clause: one, evidence: [paper] }\n`)).toEqual([
      [2, 'unknown_evidence'],
    ]);
  });

  it('refuses a window without an end that is said to be inclusive or not', () => {
    expect(codes(`${GOOD}windows: [{ id: w, name: W, opens: '2027-05-01' }]\n`)).toEqual([[3, 'shape']]);
    expect(codes(`${GOOD}windows: [{ id: w, name: W, opens: '2027-05-02', closesBefore: '2027-05-01' }]\n`)).toEqual([
      [3, 'shape'],
    ]);
  });

  it('refuses points that the table cannot hold exactly', () => {
    const text = (each: string) =>
      `${GOOD}points: { decimals: 1, clause: two, items: [{ id: x, label: X, each: ${each}, of: '1' }] }\n`;
    expect(codes(text('0.05'))).toEqual([[3, 'inexact']]);
    expect(codes(text('0.5'))).toEqual([]);
  });

  it('refuses conditions that refer to each other in a circle', () => {
    expect(codes(`${GOOD}conditions:\n  a: cond.b\n  b: cond.a\n`).map(([, code]) => code)).toContain('circular');
  });

  it('refuses points that depend on points', () => {
    const text = (when: string) => `${GOOD}conditions: { rich: points.total > 5 }
points: { decimals: 0, clause: two, items: [{ id: x, label: X, points: 1, when: ${when} }] }
`;
    expect(codes(text('points.x > 1'))).toEqual([[4, 'circular']]);
    expect(codes(text('cond.rich'))).toEqual([[4, 'circular']]);
    expect(codes(text('late'))).toEqual([]);
  });

  it('refuses names that mean something to the machine', () => {
    expect(codes(`${GOOD}parameters: { constructor: { value: 1, label: x } }\n`)).toEqual([[3, 'wrong_name']]);
  });

  it('lists the facts that a policy uses, for a form to ask', () => {
    expect([...policyOf(GOOD).factsUsed.keys()]).toEqual(['child.household.district']);
  });

  it('refuses duplicate categories', () => {
    expect(codes(`${GOOD}  - { id: a, name: B, clause: two, when: 'late' }\n`)).toEqual([[3, 'duplicate']]);
  });
});

describe('facts that a policy declares', () => {
  it('refuses what the law forbids to collect: job titles, income, vaccination, kindergarten, family planning', () => {
    const declared = (name: string, label: string) =>
      codes(`${GOOD}facts: { ${name}: { type: text, label: ${label} } }\n`);
    expect(declared('fatherTitle', 'x')).toEqual([[3, 'forbidden_collection']]);
    expect(declared('x', '家长职务')).toEqual([[3, 'forbidden_collection']]);
    expect(declared('familyIncome', 'x')).toEqual([[3, 'forbidden_collection']]);
    expect(declared('x', '家庭年收入')).toEqual([[3, 'forbidden_collection']]);
    expect(declared('x', '预防接种情况')).toEqual([[3, 'forbidden_collection']]);
    expect(declared('x', '幼儿园就读经历')).toEqual([[3, 'forbidden_collection']]);
    expect(declared('x', '计划生育证明')).toEqual([[3, 'forbidden_collection']]);
    expect(declared('x', '企业纳税额')).toEqual([]);
  });

  it('refuses a document that must not be asked for', () => {
    expect(codes(`${GOOD}documents: { card: 预防接种证 }\n`)).toEqual([[3, 'forbidden_collection']]);
  });

  it('refuses to decide by what may only be recorded', () => {
    const [fault] = faultsOf(`categories:\n  - { id: a, name: A, clause: one, when: child.preSchool }\n`);
    expect(fault).toMatchObject({ code: 'forbidden_condition' });
  });

  it('lets a policy add facts to the standard groups, and refuses to declare what exists', () => {
    const policy = policyOf(`facts: { guardians: { type: list, fields: { degree: { type: int, label: 学位 } } } }
categories: [{ id: a, name: A, clause: one, when: 'guardians.exists(g, g.degree > 1)' }]
`);
    expect(policy.categories[0]?.id).toBe('a');
    expect(
      codes(`${GOOD}facts: { child: { type: object, fields: { birthDate: { type: date, label: x } } } }\n`),
    ).toEqual([[3, 'taken']]);
  });
});

describe('categories that nobody can reach', () => {
  const category = (id: string, when: string) => `  - { id: ${id}, name: ${id}, clause: one, when: '${when}' }\n`;
  const list = (...categories: [string, string][]) =>
    `categories:\n${categories.map(([id, when]) => category(id, when)).join('')}`;

  it('finds a category behind one that takes everybody', () => {
    expect(
      codes('categories:\n  - { id: a, name: A, clause: one }\n  - { id: b, name: B, clause: two, when: late }\n'),
    ).toEqual([[3, 'unreachable']]);
  });

  it('finds a condition that contradicts itself', () => {
    expect(codes(list(['a', 'dwelling.kind == "owned" && dwelling.kind == "rented"']))).toEqual([[2, 'unreachable']]);
    expect(codes(list(['a', 'child.birthDate < date("2020-01-01") && child.birthDate > date("2021-01-01")']))).toEqual([
      [2, 'unreachable'],
    ]);
    expect(codes(list(['a', 'twins.size > 5 && twins.size < 6']))).toEqual([[2, 'unreachable']]);
    expect(codes(list(['a', 'late && !late']))).toEqual([[2, 'unreachable']]);
  });

  it('finds a category that an earlier one always takes', () => {
    expect(
      codes(list(['a', 'dwelling.kind in ["owned", "rented"]'], ['b', 'dwelling.kind == "owned" && late'])),
    ).toEqual([[3, 'unreachable']]);
    expect(codes(list(['a', 'twins.size >= 2'], ['b', 'twins.size >= 3']))).toEqual([[3, 'unreachable']]);
  });

  it('finds a category that earlier ones take together', () => {
    expect(codes(list(['a', 'late'], ['b', '!late && stage == "primary"'], ['c', '!late']))).toEqual([
      [4, 'unreachable'],
    ]);
    expect(
      codes(
        list(['a', 'child.sex == "male"'], ['b', 'child.sex == "female"'], ['c', 'child.sex in ["male", "female"]']),
      ),
    ).toEqual([[4, 'unreachable']]);
  });

  it('leaves a last category for families whose facts are not known', () => {
    expect(codes(list(['a', 'child.sex == "male"'], ['b', 'child.sex != "male"'], ['c', 'true']))).toEqual([]);
  });

  it('does not call a category unreachable that some family reaches', () => {
    expect(codes(list(['a', 'twins.size >= 3'], ['b', 'twins.size >= 2'], ['c', 'twins.size >= 1']))).toEqual([]);
    expect(
      codes(list(['a', 'child.birthDate <= date("2020-08-31")'], ['b', 'child.birthDate <= date("2020-09-01")'])),
    ).toEqual([]);
  });

  it('does not ask it where a policy takes several or the best', () => {
    expect(codes(`selection: several\n${list(['a', 'late'], ['b', 'late'])}`)).toEqual([]);
  });
});

describe('reachability, against every family there is', () => {
  const atom = fc.oneof(
    fc
      .tuple(fc.constantFrom('<', '<=', '>', '>=', '==', '!='), fc.integer({ min: 0, max: 3 }))
      .map(([op, n]) => `twins.size ${op} ${String(n)}`),
    fc.constantFrom('child.sex == "male"', 'child.sex != "female"', 'late', 'child.sex in ["female"]'),
  );
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      atom,
      tie('condition').map((one) => `!(${one})`),
      fc
        .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
        .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    ),
  }));
  const known = new Map<string, Policy>();
  /** Decides one condition by way of a quota pool, which may be contradictory without fault. */
  const holds = (one: string, [facts, late]: [Facts, boolean]): boolean => {
    const policy =
      known.get(one) ?? policyOf(`${GOOD}pools: [{ id: p, name: P, clause: two, unused: general, when: '${one}' }]\n`);
    known.set(one, policy);
    return evaluate(policy, facts, { today: '2027-01-01', late }).pools.length > 0;
  };
  const families: [Facts, boolean][] = [undefined, 'male', 'female'].flatMap((sex) =>
    [undefined, -1, 0, 1, 2, 3, 4].flatMap((size) =>
      [true, false].map((late): [Facts, boolean] => [{ child: { sex } as Facts['child'], twins: { size } }, late]),
    ),
  );

  it('calls unreachable exactly the categories that no family falls into', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), (conditions) => {
        const list = conditions.map(
          (one, index) => `  - { id: c${String(index)}, name: c${String(index)}, clause: one, when: '${one}' }\n`,
        );
        const faults = faultsOf(`categories:\n${list.join('')}`);
        expect(faults.every((fault) => fault.code === 'unreachable')).toBe(true);
        const unreachable = conditions.flatMap((one, index) =>
          families.some(
            (family) => holds(one, family) && !conditions.slice(0, index).some((earlier) => holds(earlier, family)),
          )
            ? []
            : [index + 2],
        );
        expect(faults.map((fault) => fault.line)).toEqual(unreachable);
      }),
      { numRuns: 150 },
    );
  });
});

describe('extending', () => {
  const resolve = (texts: Record<string, string>) => (name: string) => {
    const text = texts[name];
    return text === undefined ? undefined : { file: name, text };
  };
  const hash = (text: string): string => String(text.length);

  it('overrides parameters, replaces items by id, appends new ones and removes', () => {
    const policy = cityPolicyWith(
      'huaian/policies/huaiyin-2023.yaml',
      `entryYear: 2025
categories:
  - { id: district_household, review: { steps: 1 } }
  - { id: others, name: 其他, clause: 增补 }
admission:
  - { id: overage, remove: true }
`,
    );
    expect(policy.categories.map((category) => category.id)).toEqual(['district_household', 'others']);
    expect(policy.categories[0]).toMatchObject({ review: { steps: 1 }, clause: '招生办法·报名对象' });
    expect(policy.admission.map((rule) => rule.id)).toEqual(['under_age']);
  });

  it('says which file is missing, and which files extend each other in a circle', () => {
    const missing = loadPolicy({ file: 'a.yaml', text: 'extends: b.yaml\n', hash });
    expect(missing.ok ? '' : missing.error[0]?.words).toContain('b.yaml');
    const circle = loadPolicy({
      file: 'a.yaml',
      text: 'extends: b.yaml\n',
      resolve: resolve({ 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'extends: a.yaml\n' }),
      hash,
    });
    expect(circle.ok ? '' : circle.error[0]?.words).toContain('循环');
  });

  it('reports a fault in the file where it was written', () => {
    const loaded = loadPolicy({
      file: 'child.yaml',
      text: 'extends: base.yaml\nversion: 2\n',
      resolve: resolve({
        'base.yaml': `id: x\nversion: 1\ntitle: T\nsource: { document: d, year: 2027 }\nregion: { name: r, districts: { '1': one } }\nstage: primary\nentryYear: 2027\ncategories:\n  - { id: a, name: A, clause: one, when: child.nothing }\n`,
      }),
      hash,
    });
    expect(loaded.ok ? null : loaded.error[0]).toMatchObject({ file: 'base.yaml', line: 9 });
  });

  it('has one hash for one content, however it is laid out', () => {
    const one = policyOf(GOOD).hash;
    expect(policyOf(`${GOOD}# a remark\n`).hash).toBe(one);
    expect(policyOf(GOOD.replace('one', 'two')).hash).not.toBe(one);
  });
});
