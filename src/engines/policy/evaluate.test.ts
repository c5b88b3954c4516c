// How policies decide: facts that are missing, traces, what is missed, points and ranks; proven again by another way.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cityPolicy, policyFiles, policyOf } from '../../../tests/support/policies.ts';
import { dateOfDay } from '../../kernel/dates.ts';
import { checkEvaluation } from './check-evaluation.ts';
import { checkFacts, type FactDeclaration, type FactSchema, type SimpleType } from './fact-schema.ts';
import { type Facts, STANDARD_FACTS } from './facts.ts';
import { evaluate } from './policy.ts';

const today = '2027-05-10';
const simple = (when: string) =>
  policyOf(`categories:\n  - id: a\n    name: A\n    clause: one\n    when: >-\n      ${when}\n`);
const category = (when: string, facts: Facts) => evaluate(simple(when), facts, { today }).category?.id ?? null;

describe('facts that are not given', () => {
  it('make a condition unknown, not false: its contrary does not hold either', () => {
    const facts: Facts = {};
    expect(category('child.deferredBefore', facts)).toBeNull();
    expect(category('!child.deferredBefore', facts)).toBeNull();
    expect(category('child.deferredBefore || !child.deferredBefore', facts)).toBeNull();
  });

  it('do not matter where another condition decides', () => {
    expect(category('child.deferredBefore || twins.size == 2', { twins: { size: 2 } })).toBe('a');
    expect(category('!(child.deferredBefore && twins.size == 2)', { twins: { size: 1 } })).toBe('a');
  });

  it('are told in the trace, and among the facts that decide', () => {
    const result = evaluate(simple('child.deferredBefore && twins.size == 2'), { twins: { size: 2 } }, { today });
    expect(result.trace.map((line) => line.outcome)).toEqual(['unknown', 'true']);
    expect(result.trace[0]?.words).toBe('未知：孩子已经缓学过一次。未提供：孩子已经缓学过一次。');
    expect(result.unknownFacts).toEqual([
      { path: 'child.deferredBefore', label: '孩子已经缓学过一次', labelEn: 'entry was deferred before' },
    ]);
  });

  it('can be asked for with has() and given(), at any depth', () => {
    expect(category('!has(dwelling.leaseNumber)', {})).toBe('a');
    expect(category('has(child.household.movedIn)', { child: {} })).toBeNull();
    expect(category('given(siblings) || !given(twins.size)', {})).toBe('a');
    expect(category('given(siblings)', { siblings: [] })).toBe('a');
  });

  it('tell an empty list from one that was not given', () => {
    expect(category('siblings.all(s, s.grade > 3)', { siblings: [] })).toBe('a');
    expect(category('siblings.all(s, s.grade > 3)', {})).toBeNull();
    expect(category('!siblings.exists(s, s.grade > 3)', { siblings: [] })).toBe('a');
    expect(category('!siblings.exists(s, s.grade > 3)', {})).toBeNull();
  });

  it('inside a list leave open only what the other items do not settle', () => {
    const when = 'siblings.exists(s, s.grade > 3)';
    expect(category(when, { siblings: [{}, { grade: 4 }] })).toBe('a');
    expect(category(when, { siblings: [{}, { grade: 3 }] })).toBeNull();
    expect(evaluate(simple(when), { siblings: [{}, { grade: 3 }] }, { today }).trace[0]?.outcome).toBe('unknown');
    expect(evaluate(simple(when), { siblings: [{ grade: 3 }] }, { today }).trace[0]?.outcome).toBe('false');
  });

  it('of the wrong type count as not given, and are named by the check of facts', () => {
    const wrong = {
      child: { birthDate: '2027-02-30', sex: 'boy' },
      twins: { size: 'two' },
      colour: 'red',
    } as unknown as Facts;
    expect(category('child.birthDate < today', wrong)).toBeNull();
    expect(checkFacts(STANDARD_FACTS, wrong).map((fault) => fault.path)).toEqual([
      'child.birthDate',
      'child.sex',
      'twins.size',
      'colour',
    ]);
  });
});

describe('the trace', () => {
  it('says of each condition the fact, its value in words, its source and date', () => {
    const policy = policyOf(`names: { s1: 实验小学 }
categories:
  - { id: a, name: A, clause: 第三条, when: 'dwelling.kind == "owned" && dwelling.school == "s1"' }
`);
    const result = evaluate(
      policy,
      {
        dwelling: { kind: 'owned', school: 's1' },
        sources: { dwelling: { source: '不动产登记中心', date: '2027-05-06' } },
      },
      { today },
    );
    expect(result.trace.map((line) => line.words)).toEqual([
      '是：住房类型为自有产权住房。依据：住房类型：自有产权住房（来源：不动产登记中心，2027年5月6日）。',
      '是：住房的施教区学校为实验小学。依据：住房的施教区学校：实验小学（来源：不动产登记中心，2027年5月6日）。',
    ]);
    expect(result.trace[0]).toMatchObject({ about: 'category:a', clause: '第三条' });
  });

  it('takes the most particular source', () => {
    const result = evaluate(
      simple('dwelling.kind == "owned"'),
      { dwelling: { kind: 'owned' }, sources: { dwelling: { source: '甲' }, 'dwelling.kind': { source: '乙' } } },
      { today },
    );
    expect(result.trace[0]?.facts[0]?.source).toBe('乙');
  });

  it('brings the facts behind a derived value', () => {
    const policy =
      policyOf(`values: { months: { is: 'monthsBetween(dwelling.leaseFrom, today)', label: 居住月数, unit: 个月 } }
categories: [{ id: a, name: A, clause: one, when: value.months >= 6 }]
`);
    const [line] = evaluate(policy, { dwelling: { leaseFrom: '2026-12-10' } }, { today }).trace;
    expect(line?.words).toContain('居住月数：5个月');
    expect(line?.words).toContain('租期起始日期：2026年12月10日');
  });
});

describe('the nearest category missed', () => {
  const policy = policyOf(`categories:
  - { id: best, name: 最好, clause: one, when: 'dwelling.kind == "owned" && child.sex == "male" && twins.size == 2' }
  - { id: second, name: 第二, clause: two, when: 'child.birthDate >= date("2020-09-01") && dwelling.kind == "owned"' }
  - { id: rest, name: 其余, clause: three }
`);

  it('is the one with the fewest things missing, and says by how much', () => {
    const { missed, category: got } = evaluate(
      policy,
      { child: { birthDate: '2020-08-29', sex: 'female' }, dwelling: { kind: 'owned' } },
      { today },
    );
    expect(got?.id).toBe('rest');
    expect(missed?.category.id).toBe('second');
    expect(missed?.missing[0]).toMatchObject({
      outcome: 'false',
      words: '需要孩子出生日期不早于2020年9月1日（含当日），实际孩子出生日期为2020年8月29日，相差3天',
    });
  });

  it('is none for the best category', () => {
    const best: Facts = { child: { sex: 'male' }, dwelling: { kind: 'owned' }, twins: { size: 2 } };
    expect(evaluate(policy, best, { today }).missed).toBeNull();
  });

  it('lists ways of which any one would do', () => {
    const any = policyOf(
      'categories:\n  - { id: a, name: A, clause: one, when: { any: [late, "twins.size == 2"] } }\n',
    );
    const [missing] = evaluate(any, { twins: { size: 1 } }, { today }).missed?.missing ?? [];
    expect(missing?.anyOf).toHaveLength(2);
    expect(missing?.words).toContain('或者');
  });
});

describe('parameters and values', () => {
  it('can be tables that a code is looked up in', () => {
    const policy =
      policyOf(`parameters: { cutoffs: { value: { s1: '155', s2: '195.5' }, type: decimal, label: 各校分数线 } }
facts: { score: { type: decimal, label: 分 } }
categories: [{ id: a, name: A, clause: one, when: 'score >= param.cutoffs[application.school]' }]
`);
    const got = (school: string, score: number) =>
      evaluate(policy, { application: { school }, score }, { today }).category?.id ?? null;
    expect([got('s1', 155), got('s1', 154.99), got('s2', 195.5), got('s2', 195)]).toEqual(['a', null, 'a', null]);
    expect(evaluate(policy, { application: { school: 's3' }, score: 1 }, { today }).trace[0]?.outcome).toBe('unknown');
  });

  it('can be lists of facts that conditions go through', () => {
    const policy =
      policyOf(`values: { schoolmates: { is: 'siblings.filter(s, s.stage == stage)', label: 同学段的兄弟姐妹 } }
categories: [{ id: a, name: A, clause: one, when: 'value.schoolmates.exists(s, s.grade < 6)' }]
`);
    const got = (one: object) => evaluate(policy, { siblings: [one] }, { today }).category?.id ?? null;
    expect(got({ stage: 'primary', grade: 5 })).toBe('a');
    expect(got({ stage: 'junior', grade: 1 })).toBeNull();
    expect(evaluate(policy, {}, { today }).unknownFacts.map((fact) => fact.path)).toContain('siblings');
  });

  it('mix decimals with whole numbers', () => {
    const policy = policyOf(`facts: { area: { type: decimal, label: 面积 } }
categories: [{ id: a, name: A, clause: one, when: 'area * 2 >= 120 && area * decimal("0.5") < decimal("30.01") + 1' }]
`);
    const got = (area: number) => evaluate(policy, { area }, { today }).category?.id ?? null;
    expect([got(59.99), got(60), got(62.01), got(62.02)]).toEqual([null, 'a', 'a', null]);
  });
});

describe('evidence', () => {
  const policy = policyOf(`documents: { receipt: 付款凭证 }
evidence:
  home: { anyOf: [property_certificate, [purchase_contract, receipt]], accept: doc.issuedOn <= today, clause: two }
categories: [{ id: a, name: A, clause: one, evidence: [home] }]
`);
  const state = (...documents: NonNullable<Facts['documents']>) =>
    evaluate(policy, { documents }, { today }).evidence[0]?.state;

  it('is one document, or several together', () => {
    expect(state()).toBe('missing');
    expect(state({ kind: 'property_certificate', issuedOn: today })).toBe('given');
    expect(state({ kind: 'purchase_contract', issuedOn: today })).toBe('missing');
    expect(state({ kind: 'purchase_contract', issuedOn: today }, { kind: 'receipt', issuedOn: today })).toBe('given');
    expect(evaluate(policy, {}, { today }).evidence[0]?.words).toContain('购房合同加付款凭证');
  });

  it('is to be looked at where its date is not known, and not accepted where it is wrong', () => {
    expect(state({ kind: 'property_certificate' })).toBe('to_check');
    expect(state({ kind: 'property_certificate', issuedOn: '2027-05-11' })).toBe('not_accepted');
    expect(
      state(
        { kind: 'property_certificate', issuedOn: '2027-05-11' },
        { kind: 'property_certificate', issuedOn: today },
      ),
    ).toBe('given');
  });
});

describe('selection', () => {
  it('takes the most favourable category where the policy says so', () => {
    const policy = policyOf(`selection: best
facts: { score: { type: int, label: 分 } }
categories:
  - { id: low, name: 低, clause: one, when: 'score > 0', worth: '60' }
  - { id: high, name: 高, clause: two, when: 'score > 5', worth: '60 + score' }
`);
    const got = (score: number) => evaluate(policy, { score }, { today });
    expect(got(6)).toMatchObject({ category: { id: 'high' }, missed: null });
    expect(got(5).category?.id).toBe('low');
    expect(got(5).missed?.category.id).toBe('high');
  });

  it('gives the largest sets that may go together', () => {
    const policy = policyOf(`selection: several
combinations: { otherwise: compatible, exclusive: [[a, b]], clause: four }
categories:
  - { id: a, name: A, clause: one, when: 'stage == "primary"' }
  - { id: b, name: B, clause: two, when: 'stage == "primary"' }
  - { id: c, name: C, clause: three, when: 'stage == "primary"' }
`);
    expect(evaluate(policy, {}, { today }).combinations).toEqual([
      ['a', 'c'],
      ['b', 'c'],
    ]);
  });
});

describe('points', () => {
  const table = (items: string) =>
    policyOf(`facts: { n: { type: int, label: 数 }, x: { type: decimal, label: 小数 }, flag: { type: bool, label: 旗 } }
categories: [{ id: a, name: A, clause: one, when: 'points.total >= decimal("5.5")' }, { id: b, name: B, clause: two }]
points: { decimals: 2, clause: two, items: [${items}] }
ranking: { keys: [points, lottery], clause: three }
`);

  it('are exact where floating point is not: three times 0.1 and 0.7 are 1.00', () => {
    const policy = table('{ id: a, label: A, each: 0.1, of: n }, { id: b, label: B, points: 0.7 }');
    expect(evaluate(policy, { n: 3 }, { today }).points).toMatchObject({ units: 100, text: '1.00' });
  });

  it('can decide a category, to the last place', () => {
    const policy = table('{ id: a, label: A, amount: x }');
    expect(evaluate(policy, { x: 5.5 }, { today }).category?.id).toBe('a');
    expect(evaluate(policy, { x: 5.49 }, { today }).category?.id).toBe('b');
  });

  it('count nothing for what is not known, and say so', () => {
    const policy = table('{ id: a, label: A, each: 1, of: n }, { id: b, label: B, points: 2, when: flag }');
    const points = evaluate(policy, {}, { today }).points;
    expect(points?.text).toBe('0.00');
    expect(points?.items.map((item) => item.words)).toEqual(['未提供数，计0分', '尚不能判断，暂计0分']);
  });

  it('start after a threshold, count full steps, stop at a cap and at a floor', () => {
    const policy = table('{ id: a, label: A, each: 2, of: n, after: 3, per: 2, cap: 6 }');
    const at = (n: number) => evaluate(policy, { n }, { today }).points?.text;
    expect([3, 4, 5, 6, 7, 9, 11, 100].map(at)).toEqual([
      '0.00',
      '0.00',
      '2.00',
      '2.00',
      '4.00',
      '6.00',
      '6.00',
      '6.00',
    ]);
    const floor = table(
      '{ id: a, label: A, floor: 0, items: [{ id: p, label: P, points: 3 }, { id: q, label: Q, each: -2, of: n }] }',
    );
    expect([0, 1, 2].map((n) => evaluate(floor, { n }, { today }).points?.text)).toEqual(['3.00', '1.00', '0.00']);
  });

  it('take the highest or the first that applies', () => {
    const items =
      'items: [{ id: p, label: P, points: 1, when: flag }, { id: q, label: Q, points: 2 }, { id: r, label: R, points: 5, when: "n > 0" }]';
    const at = (combine: string, facts: Facts) =>
      evaluate(table(`{ id: a, label: A, combine: ${combine}, ${items} }`), facts, { today }).points?.text;
    expect(at('first', { flag: true, n: 1 })).toBe('1.00');
    expect(at('first', { flag: false, n: 1 })).toBe('2.00');
    expect(at('highest', { flag: true, n: 1 })).toBe('5.00');
    expect(at('highest', { flag: true, n: 0 })).toBe('2.00');
    expect(at('sum', { flag: true, n: 1 })).toBe('8.00');
  });
});

/** Facts that fit a schema, each of them given or not. */
function factsArbitrary(schema: FactSchema): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.fromEntries(
    Object.entries(schema).map(([name, declaration]) => [name, arbitraryOf(declaration)]),
  );
  return fc.record(fields, { requiredKeys: [] });
}

function arbitraryOf(declaration: FactDeclaration): fc.Arbitrary<unknown> {
  if (declaration.type === 'object') return factsArbitrary(declaration.fields ?? {});
  if (declaration.type === 'list') {
    const item = declaration.of
      ? simpleArbitrary(declaration.of, declaration)
      : factsArbitrary(declaration.fields ?? {});
    return fc.array(item, { maxLength: 3 });
  }
  return simpleArbitrary(declaration.type, declaration);
}

function simpleArbitrary(type: SimpleType, declaration: FactDeclaration): fc.Arbitrary<unknown> {
  switch (type) {
    case 'bool':
      return fc.boolean();
    case 'int':
      return fc.integer({ min: 0, max: 12000 });
    case 'decimal':
      return fc.integer({ min: 0, max: 20000 }).map((n) => n / 100);
    case 'date':
      return fc.integer({ min: 14000, max: 21500 }).map(dateOfDay);
    case 'month':
      return fc.integer({ min: 14000, max: 21500 }).map((n) => dateOfDay(n).slice(0, 7));
    case 'code':
      return fc.constantFrom(...Object.keys(declaration.values ?? {}));
    default:
      return fc.constantFrom(
        '320804',
        '320812',
        '510107',
        '510182',
        'songshanhu',
        's1',
        's2',
        'zone_1',
        'area_a',
        'E1',
        'home',
      );
  }
}

describe.each(policyFiles())('%s', (file) => {
  const policy = cityPolicy(file.replace(/^cities\//, ''));

  it('decides any family without failing, the same each time, and stands up to the checker', () => {
    fc.assert(
      fc.property(factsArbitrary(policy.schema), fc.boolean(), (facts, late) => {
        const context = { today: `${String(policy.entryYear)}-05-20`, late };
        const evaluation = evaluate(policy, facts, context);
        expect(checkEvaluation(policy, facts, context, evaluation)).toEqual([]);
        expect(evaluate(policy, facts, context)).toEqual(evaluation);
        expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
      }),
      { numRuns: 60 },
    );
  });

  it('gives ranks of one length to all families of one ranking, ending with a key that settles ties', () => {
    fc.assert(
      fc.property(factsArbitrary(policy.schema), (facts) => {
        const { rank, category: got } = evaluate(policy, facts, { today });
        const ranking = policy.categories.find((one) => one.id === got?.id)?.ranking ?? policy.ranking;
        expect(rank.map((key) => key.id)).toEqual(ranking.keys.map((key) => key.id));
        expect(rank.filter((key) => key.value === null).every((key) => key.lottery)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the checker', () => {
  it('complains when a decision is another than the policy makes', () => {
    const policy = simple('twins.size == 2');
    const facts: Facts = { twins: { size: 2 } };
    const evaluation = evaluate(policy, facts, { today });
    expect(checkEvaluation(policy, facts, { today }, evaluation)).toEqual([]);
    expect(checkEvaluation(policy, facts, { today }, { ...evaluation, category: null })).not.toEqual([]);
    expect(checkEvaluation(simple('twins.size == 3'), facts, { today }, evaluation)).not.toEqual([]);
  });
});
