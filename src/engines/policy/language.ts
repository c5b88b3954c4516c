// The shape of a policy file: every field an author may write, and what it means. The editors' JSON Schema comes from here.

import { z } from 'zod';
import {
  cel,
  check,
  clause,
  code,
  condition,
  type ConditionSource,
  date,
  id,
  name,
  ranking,
  words,
} from './language-parts.ts';
import { isRecord } from './fact-schema.ts';
import { batch, exclusivityRule, groups, lock, pool, windowEntry } from './language-placement.ts';

/** A fact that a policy declares, as written. */
export interface FactSource {
  type: 'text' | 'bool' | 'int' | 'decimal' | 'date' | 'month' | 'code' | 'object' | 'list';
  label?: z.infer<typeof words> | undefined;
  values?: Record<string, z.infer<typeof words>> | undefined;
  fields?: Record<string, FactSource> | undefined;
  of?: 'text' | 'bool' | 'int' | 'decimal' | 'date' | 'month' | 'code' | undefined;
  source?: string | undefined;
  informative?: boolean | undefined;
}

const simpleType = z.enum(['text', 'bool', 'int', 'decimal', 'date', 'month', 'code']);

const fact: z.ZodType<FactSource> = z.lazy(() =>
  z.strictObject({
    type: z
      .enum(['text', 'bool', 'int', 'decimal', 'date', 'month', 'code', 'object', 'list'])
      .describe('类型；object 与 list 用 fields 写内容，list 也可用 of 写单值类型'),
    label: words.optional().describe('事实的名称（单值必填）'),
    values: z.record(z.string(), words).optional().describe('代码的取值及含义'),
    fields: z.record(name, fact).optional(),
    of: simpleType.optional(),
    source: z.string().optional().describe('由谁证明：核验部门代码，或文字'),
    informative: z.boolean().optional().describe('只登记，不得作为条件'),
  }),
);

const parameter = z
  .strictObject({
    value: z
      .union([
        z.string(),
        z.number(),
        z.boolean(),
        z.array(z.union([z.string(), z.number()])),
        z.record(z.string(), z.union([z.string(), z.number()])),
      ])
      .optional()
      .describe('值；列表为文字列表，名称到值的对照表用 param.x[代码] 查'),
    is: cel.optional().describe('由入学年份等推出的值，如 dateOf(entryYear - 6, 8, 31)'),
    type: z.enum(['text', 'decimal']).optional().describe('不写时按值判断：日期、月份、整数、是否、文字、文字列表'),
    label: words,
    clause: clause.optional(),
    shift: z.literal('previous_working_day').optional().describe('日期遇休息日提前到上一工作日'),
  })
  .describe('参数：各年可变的数值与日期');

const value = z.strictObject({
  is: cel,
  label: words,
  unit: z.string().optional().describe('单位；“万分之”按百分比显示'),
  clause: clause.optional(),
});

const evidence = z.strictObject({
  label: words.optional(),
  anyOf: z
    .array(z.union([id, z.array(id).min(1)]))
    .min(1)
    .describe('以下材料任一即可；内层列表表示须一并提交'),
  when: condition.optional().describe('什么情况下需要'),
  accept: cel.optional().describe('材料须满足的条件，材料写作 doc，如 doc.issuedOn < param.bound'),
  clause: clause.optional(),
});

const admissionRule = z.strictObject({
  id,
  when: condition,
  outcome: z
    .enum(['refuse', 'confirm', 'overall_placement'])
    .describe('refuse 不予登记；confirm 需要确认；overall_placement 转统筹'),
  words: words.describe('告知家长的话；{…} 中写 CEL 取值'),
  cure: words.optional().describe('怎样补救；{…} 中写 CEL 取值'),
  clause,
});

const review = z.strictObject({
  steps: z.union([z.literal(1), z.literal(2)]).describe('审核步数'),
  autoPass: z.boolean().optional().describe('全部核验一致时可否自动通过'),
});

const category = z.strictObject({
  id,
  name: words,
  order: z.int().min(1).optional().describe('顺位；不写则按先后'),
  clause,
  when: condition.optional().describe('不写表示其余各类'),
  worth: cel.optional().describe('selection: best 时比较的整数或小数，大者优先'),
  evidence: z.array(id).optional(),
  checks: z.array(check).optional(),
  review: review.optional(),
  ranking: ranking.optional(),
  placement: z
    .enum(['catchment', 'ranked', 'overall_placement'])
    .optional()
    .describe('catchment 施教区学校；ranked 按排序分配；overall_placement 统筹'),
  note: words.optional(),
});

/** A node of the points table, as written. */
export interface PointsSource {
  id: string;
  label: z.infer<typeof words>;
  clause?: string | undefined;
  when?: ConditionSource | undefined;
  points?: number | undefined;
  each?: number | undefined;
  of?: string | undefined;
  per?: number | undefined;
  after?: number | undefined;
  amount?: string | undefined;
  items?: PointsSource[] | undefined;
  combine?: 'sum' | 'highest' | 'first' | undefined;
  cap?: number | undefined;
  floor?: number | undefined;
  over?: string | undefined;
  as?: string | undefined;
  across?: 'sum' | 'highest' | undefined;
}

const pointsItem: z.ZodType<PointsSource> = z.lazy(() =>
  z.strictObject({
    id: name,
    label: words,
    clause: clause.optional().describe('不写则沿用上层'),
    when: condition.optional(),
    points: z.number().optional().describe('定额；扣分写负数'),
    each: z.number().optional().describe('每满 per 个单位得多少分'),
    of: cel.optional().describe('计量的整数，如 value.insuranceMonths'),
    per: z.int().min(1).optional().describe('每多少个单位计一次，默认 1，不足不计'),
    after: z.int().min(0).optional().describe('超过多少个单位之后才计'),
    amount: cel.optional().describe('直接给出分值的 CEL（整数或小数）'),
    items: z.array(pointsItem).min(1).optional(),
    combine: z.enum(['sum', 'highest', 'first']).optional().describe('各子项相加（默认）、取最高、取首个符合'),
    cap: z.number().optional().describe('本项上限'),
    floor: z.number().optional().describe('本项下限，如扣分后不低于 0'),
    over: cel.optional().describe('对列表中每一位分别计算，如 guardians'),
    as: name.optional().describe('每一位在表达式中的名称，如 guardian'),
    across: z.enum(['sum', 'highest']).optional().describe('各位之间相加，或取最高一位'),
  }),
);

const points = z.strictObject({
  decimals: z.int().min(0).max(4).describe('分值的小数位数'),
  clause,
  items: z.array(pointsItem).min(1),
  cap: z.number().optional(),
  floor: z.number().optional(),
  when: condition.optional().describe('哪些人计分'),
});

const calendarYear = z.strictObject({
  year: z.int(),
  source: z.string().min(1),
  off: z.array(date),
  working: z.array(date).optional(),
});

const example = z.strictObject({
  id,
  name: words,
  today: date.describe('按哪一天判断'),
  district: code.optional().describe('招生季所在区县，政策适用多个区县时写'),
  late: z.boolean().optional(),
  facts: z.record(z.string(), z.unknown()).describe('这户家庭的事实，写法同 policy eval 的文件'),
  expect: z
    .strictObject({
      category: id.nullable().optional().describe('应属的类别；null 表示不属于任何类别'),
      refused: id.optional().describe('应不予登记，及所依据的报名规则'),
      points: z.union([z.string(), z.number()]).transform(String).optional().describe('应得积分，如 102.5'),
      overallPlacement: z.boolean().optional().describe('是否应转统筹'),
    })
    .describe('应得的结果；与实际不符的，政策不能载入'),
});

/** A family by which a policy is tried, as written. */
export type ExampleSource = z.infer<typeof example>;

/** The whole file. */
export const policyFile = z.strictObject({
  id,
  version: z.union([z.string(), z.number()]).transform(String),
  title: words,
  extends: z.string().optional().describe('在另一个政策文件的基础上改写；按本文件所在目录解析'),
  demo: z.boolean().optional().describe('虚构或推定的演示政策'),
  derivedFrom: words.optional().describe('推定依据的说明'),
  source: z.strictObject({
    document: z.string().min(1),
    number: z.string().optional(),
    url: z.string().optional(),
    year: z.int(),
    issuer: z.string().optional(),
    quality: z.enum(['official', 'published', 'restated', 'invented']).optional(),
  }),
  region: z.strictObject({
    name: words,
    districts: z.record(z.string(), words).describe('区划代码： 名称'),
  }),
  stage: z.enum(['primary', 'junior']),
  entryYear: z.int().min(2000).max(2100),
  alsoFor: z.array(z.int()).optional().describe('同一规则已经预告适用的入学年份'),
  names: z.record(z.string(), words).optional().describe('学校、片区、区县等代码的名称，用于说明'),
  regions: z
    .array(z.strictObject({ id, name: words, districts: z.array(code).min(1), clause }))
    .optional()
    .describe('视为同一区域的若干区县'),
  facts: z.record(name, fact).optional(),
  parameters: z.record(name, parameter).optional(),
  documents: z.record(id, words).optional(),
  evidence: z.record(id, evidence).optional(),
  conditions: z.record(name, condition).optional(),
  values: z.record(name, value).optional(),
  points: points.optional(),
  admission: z.array(admissionRule).optional(),
  selection: z.enum(['first', 'best', 'several']).optional().describe('取首个符合（默认）、取最有利、可同时符合多类'),
  categories: z.array(category).min(1),
  combinations: z
    .strictObject({
      otherwise: z.enum(['exclusive', 'compatible']).describe('没有写明的两类能否同时申请'),
      exclusive: z.array(z.array(id).min(2)).optional(),
      compatible: z.array(z.array(id).min(2)).optional(),
      clause,
    })
    .optional(),
  ranking: ranking.optional(),
  locks: z.array(lock).optional(),
  batches: z.array(batch).optional(),
  exclusivity: z
    .strictObject({
      otherwise: z.enum(['exclusive', 'compatible']).describe('没有写明的批次之间能否同时保有'),
      rules: z.array(exclusivityRule).optional(),
    })
    .optional(),
  pools: z.array(pool).optional(),
  groups: groups.optional(),
  windows: z.array(windowEntry).optional(),
  late: z
    .strictObject({
      outcome: z.enum(['overall_placement', 'refuse', 'same']).describe('统筹、不再受理、与按时报名相同'),
      words,
      clause,
    })
    .optional(),
  review: review.optional(),
  cureDays: z.int().min(0).optional().describe('补正材料的工作日数'),
  overallPlacement: z
    .strictObject({ takesTheRest: z.boolean(), words: words.optional(), clause })
    .optional()
    .describe('统筹：不属于任何类别或未被录取的孩子是否由统筹安置'),
  publication: z
    .strictObject({
      list: z.enum(['final', 'preliminary']).describe('公布即生效，或先公示、异议期满后生效'),
      clause,
    })
    .optional(),
  assumptions: z
    .array(z.strictObject({ words, clause: clause.optional() }))
    .optional()
    .describe('原文没有写明或有误之处，以及本文件如何处理'),
  quotes: z.record(z.string(), z.string().min(1)).optional().describe('条款原文。条款名称： 原文'),
  examples: z.array(example).optional().describe('试算家庭：每次载入都会重新判断；extends 不继承'),
  calendar: z.array(calendarYear).optional().describe('放假安排'),
});

/** A policy file as parsed. */
export type PolicyFile = z.infer<typeof policyFile>;

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema for editors, from the same description. A file that extends another says only what differs, so
 * nothing is required of it.
 */
export function policyJsonSchema(): JsonSchema {
  const { $schema, $defs, ...whole } = z.toJSONSchema(policyFile, { io: 'input', unrepresentable: 'any' });
  const definitions = Object.entries($defs ?? {});
  return {
    $schema,
    title: 'policy',
    allOf: [
      { if: { required: ['extends'] }, else: whole },
      { if: { not: { required: ['extends'] } }, else: relaxed(whole) },
    ],
    $defs: Object.fromEntries([
      ...definitions,
      ...definitions.map(([name, definition]) => [`${name}${RELAXED}`, relaxed(definition)]),
    ]),
  };
}

const RELAXED = '_relaxed';

/** A schema with nothing required, down to its parts, and with items that can be removed. */
function relaxed(schema: unknown): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => {
      if (key === 'required' && Array.isArray(value)) return undefined;
      // An item of a list is taken out by `{ id, remove: true }`.
      if (key === 'properties' && isRecord(value) && 'id' in value) return { ...value, remove: { const: true } };
      return key === '$ref' && typeof value === 'string' ? `${value}${RELAXED}` : value;
    }),
  ) as JsonSchema;
}
