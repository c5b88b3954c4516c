// The slips that authors of policies make: each is told at its place, in words that lead to the mending.

import { describe, expect, it } from 'vitest';
import { faultsOf, policyOf } from '../../../tests/support/policies.ts';

const GOOD = `categories:
  - { id: a, name: A, clause: one, when: 'child.household.district in region.districts' }
`;

function whenWords(when: string): string[] {
  return faultsOf(`categories:\n  - { id: a, name: A, clause: one, when: '${when}' }\n`).map((fault) => fault.words);
}

describe('a name that is nearly right', () => {
  it.each([
    ['child.birthDat > today', 'birthDate'],
    ['residentPermit.validUntil > today', 'residencePermit'],
    ['countMonth(work.insurance) > 1', 'countMonths'],
  ])('%s: the name that was meant is shown', (when, meant) => {
    expect(whenWords(when)).toEqual([expect.stringContaining(`是不是“${meant}”？`)]);
  });

  it('shows the parameter, value or condition that was meant', () => {
    const text = `parameters: { cutoff: { value: '2027-05-03', label: B, clause: one } }
conditions: { works: { test: 'work.payingNow', label: C, clause: one } }
categories:
  - { id: a, name: A, clause: one, when: 'cond.work' }
  - { id: b, name: B, clause: one, when: 'today > param.cutof' }
`;
    expect(faultsOf(text).map(({ line, words }) => [line, words.replace(/\(.*/, '')])).toEqual([
      [4, '没有“cond.work”这一项；是不是“works”？'],
      [5, '没有“param.cutof”这一项；是不是“cutoff”？'],
    ]);
  });

  it('names what there is where nothing is near', () => {
    expect(whenWords('work.colour == "x"')[0]).toMatch(/没有“work.colour”这个事实；可用的有：kind、district/);
  });

  it('points at the name of a field that does not exist, not at what stands under it', () => {
    expect(faultsOf(`${GOOD}admissions:\n  - { id: x }\n`)).toMatchObject([{ line: 3, column: 1 }]);
  });
});

describe('a slip in an expression', () => {
  it.each([
    ['child.birthDate > > today', '处不合语法'],
    ['(work.payingNow', '缺少右括号'],
    ['work.kind == “other”', '中文标点'],
    ['work.kind = "other"', '相等请写 =='],
    ['child.birthDate =< today', '<='],
    ['work.payingNow and late', '&&'],
    ['work.payingNow &&', '表达式没有写完'],
    ['entryYear > 99999999999999999999', '过大'],
    ['entryYear / 0 > 1', '不能除以 0'],
    ['continuousMonths(work.insurance) > 1', 'continuousMonths(list<month>, month): int'],
  ])('%s', (when, words) => {
    expect(whenWords(when)).toEqual([expect.stringContaining(words)]);
  });

  it('a brace without its pair in a text for families', () => {
    const rule = `admission:
  - { id: y, when: late, outcome: confirm, words: '生于 {child.birthDate', clause: one }
`;
    expect(faultsOf(`${GOOD}${rule}`)).toMatchObject([{ line: 4, words: expect.stringContaining('花括号') as string }]);
  });
});

describe('a slip in YAML', () => {
  it.each([
    ['duplicate fields', `${GOOD}cureDays: 1\ncureDays: 2\n`, 4, '同名的字段'],
    ['a tab', `parameters:\n\tcutoff: 1\n${GOOD}`, 2, '制表符'],
    ['a full-width colon', `${GOOD}cureDays：3\nlocks: []\n`, 3, '半角'],
    ['an anchor', `${GOOD}review: &r { steps: 1 }\n`, 3, '锚点'],
  ])('%s', (_slip, text, line, words) => {
    expect(faultsOf(text)).toMatchObject([{ line, words: expect.stringContaining(words) as string }]);
  });
});

describe('a value that cannot be', () => {
  it.each(['2027-02-30', '2027-13', '2027-5-1', '2027年5月1日'])('the date %s is no mere text', (value) => {
    const parameters = `parameters: { cutoff: { value: '${value}', label: B, clause: one } }\n`;
    expect(faultsOf(`${GOOD}${parameters}`)).toMatchObject([
      { line: 3, code: 'wrong_type', words: expect.stringContaining(value) as string },
    ]);
  });

  it('a text that looks like a month stays a text where the policy says so', () => {
    policyOf(`${GOOD}parameters: { form: { value: '2027-5', type: text, label: B, clause: one } }\n`);
  });

  it.each(['2027-05-06 25:00', '2027-05-06 10:60', '2027-02-30'])('a window cannot open at %s', (opens) => {
    const windows = `windows:\n  - { id: w, name: W, opens: '${opens}', closesThrough: '2027-06-01' }\n`;
    expect(faultsOf(`${GOOD}${windows}`)).toMatchObject([{ line: 4, code: 'wrong_value' }]);
  });

  it.each([
    ['lowest', 'child.birthDate'],
    ['earliest', 'entryYear'],
  ])('%s does not order %s', (order, by) => {
    const ranking = `ranking: { clause: one, keys: [{ by: ${by}, order: ${order}, label: B }, lottery] }\n`;
    expect(faultsOf(`${GOOD}${ranking}`)).toMatchObject([{ code: 'wrong_type' }]);
  });

  it('a floor above its cap', () => {
    const points = `points:
  decimals: 0
  clause: one
  items: [{ id: x, label: X, points: 3, floor: 5, cap: 1 }]
`;
    expect(faultsOf(`${GOOD}${points}`)).toMatchObject([
      { line: 6, words: expect.stringContaining('floor') as string },
    ]);
  });
});

describe('things that contradict each other', () => {
  const batch = (id: string, next: string) =>
    `  - { id: ${id}, name: B, clause: one, schools: area, mechanism: direct, notAdmitted: ${next} }\n`;

  it('two items of one list with the same id', () => {
    const text = `${GOOD}exclusivity: { otherwise: exclusive }\nbatches:\n${batch('one', 'overall_placement').repeat(2)}`;
    expect(faultsOf(text)).toMatchObject([{ line: 6, code: 'duplicate' }]);
  });

  it('batches that pass a child round in a circle', () => {
    const text = `${GOOD}exclusivity: { otherwise: exclusive }\nbatches:\n${batch('one', 'two')}${batch('two', 'one')}`;
    expect(faultsOf(text).map(({ line, code }) => [line, code])).toEqual([
      [5, 'circular'],
      [6, 'circular'],
    ]);
  });

  it('pools that pass seats round in a circle, that belong to no batch, or that have two sizes', () => {
    const pool = (id: string, rest: string) => `  - { id: ${id}, name: P, clause: one, ${rest} }\n`;
    const pools = [
      pool('one', 'seats: 1, unused: two'),
      pool('two', 'seats: 1, unused: one'),
      pool('three', 'batch: none, seats: 1, unused: general'),
      pool('four', 'seats: 1, sharePercent: 5, unused: general'),
    ];
    expect(faultsOf(`${GOOD}pools:\n${pools.join('')}`).map(({ line, code }) => [line, code])).toEqual([
      [4, 'circular'],
      [5, 'circular'],
      [6, 'unknown_batch'],
      [7, 'shape'],
    ]);
  });

  it('several batches need say no more than what silence means', () => {
    const text = `${GOOD}exclusivity: { otherwise: exclusive }\nbatches:\n${batch('one', 'two')}${batch('two', 'overall_placement')}`;
    expect(policyOf(text).exclusivity).toEqual({ otherwise: 'exclusive', rules: [] });
  });
});

describe('an example family', () => {
  const example = (expected: string) => `${GOOD}points:
  decimals: 2
  clause: one
  items: [{ id: x, label: X, points: 3.5 }]
ranking: { keys: [points, lottery], clause: one }
examples:
  - { id: e, name: E, today: '2027-06-01', facts: {}, expect: ${expected} }
`;

  it.each(['{ points: 3.5 }', "{ points: '3.50' }", "{ points: '3.5' }"])('%s is what it gets', (expected) => {
    policyOf(example(expected));
  });

  it.each([
    ['{ points: 3 }', '应得积分 3，实际3.50'],
    ['{ category: b }', '类别“b”不存在；可用的有：a'],
    ['{ refused: none }', '报名规则“none”不存在'],
  ])('%s is refused', (expected, words) => {
    expect(faultsOf(example(expected))).toMatchObject([{ line: 9, words: expect.stringContaining(words) as string }]);
  });
});

describe('what must not be collected, under other names', () => {
  it.each([
    'jobPosition: { type: text, label: 其他 }',
    'fatherProfession: { type: text, label: 其他 }',
    'note: { type: text, label: { zh: 其他, en: parent job title } }',
    'note: { type: text, label: 父亲工作岗位 }',
    'note: { type: int, label: 母亲月薪 }',
    'yearlyEarnings: { type: int, label: 其他 }',
    'note: { type: int, label: 入学测试成绩 }',
    'note: { type: code, label: 其他, values: { high: 家庭年收入十万元以上 } }',
  ])('%s', (fact) => {
    expect(faultsOf(`${GOOD}facts:\n  ${fact}\n`)).toMatchObject([{ line: 4, code: 'forbidden_collection' }]);
  });

  it.each(['enterpriseRevenue: { type: int, label: 企业营业收入 }', 'note: { type: text, label: 父母所在单位 }'])(
    '%s may be',
    (fact) => {
      policyOf(`${GOOD}facts:\n  ${fact}\n`);
    },
  );
});
