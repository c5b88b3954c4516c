// The parts that every section of a policy file is made of: names, texts, clauses, conditions, orders.

import { z } from 'zod';
import { isDate } from '../../kernel/dates.ts';

/** A text in Chinese, or in both languages. */
export const words = z
  .union([z.string().min(1), z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() })])
  .describe('给人看的文字：中文，或 {zh, en}');

/** A name by which things are referred to. */
export const id = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, '应为字母开头的英文标识(字母、数字、_、-)')
  .describe('英文标识，同类中不得重复');

/** A name that expressions use. */
export const name = z.string().regex(
  // Not the names that JavaScript gives a meaning of their own on every object.
  /^(?!(?:constructor|prototype|toString|valueOf|hasOwnProperty)$)[a-z][A-Za-z0-9]*$/,
  '应为小写字母开头的英文名称（驼峰写法）',
);

/** Where a rule is written. */
export const clause = z.string().min(1).describe('依据的条款，如“三（一）”');

/** An expression. */
export const cel = z.string().min(1).describe('CEL 表达式');

/** A date. */
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, '应为日期，写作 "2027-08-31"')
  .refine((text) => isDate(text), '应为存在的日期，写作 "2027-08-31"');

/** A date, or a moment to the minute or second. */
export const dateTime = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}( ([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$/,
    '应为存在的日期或时刻，写作 "2027-05-12" 或 "2027-05-12 17:00"（可到秒）',
  )
  .refine((text) => isDate(text.slice(0, 10)), '应为存在的日期');

/** A code; numbers are taken as texts. */
export const code = z.union([z.string(), z.number()]).transform(String).describe('代码，如 "320804"');

/** A department. */
export const check = z
  .enum([
    'household',
    'property',
    'lease',
    'residence_permit',
    'social_insurance',
    'business_licence',
    'birth',
    'civil_affairs',
    'student_record',
  ])
  .describe('向哪个部门核验');

const annotation = {
  label: words.optional().describe('这个条件用一句话怎么说'),
  clause: clause.optional(),
  checks: z.array(check).optional(),
  evidence: z.array(id).optional().describe('这个条件需要的材料（evidence 中的名称）'),
};

/** A condition as written. */
export type ConditionSource =
  | string
  | boolean
  | (ConditionAnnotation & { test: string })
  | (ConditionAnnotation & { all: ConditionSource[] })
  | (ConditionAnnotation & { any: ConditionSource[] })
  | (ConditionAnnotation & { not: ConditionSource });

/** What may be attached to a condition. */
export interface ConditionAnnotation {
  label?: z.infer<typeof words> | undefined;
  clause?: string | undefined;
  checks?: z.infer<typeof check>[] | undefined;
  evidence?: string[] | undefined;
}

/** A condition. */
export const condition: z.ZodType<ConditionSource> = z.lazy(() =>
  z.union([
    cel,
    z.boolean(),
    z.strictObject({ test: cel, ...annotation }),
    z.strictObject({ all: z.array(condition).min(1), ...annotation }),
    z.strictObject({ any: z.array(condition).min(1), ...annotation }),
    z.strictObject({ not: condition, ...annotation }),
  ]),
);

const rankKey = z.union([
  z.enum(['category', 'points', 'lottery', 'admit_all']),
  z.strictObject({
    by: cel,
    order: z.enum(['lowest', 'highest', 'earliest', 'latest', 'true_first', 'false_first']),
    label: words,
    clause: clause.optional(),
  }),
]);

/** An order of applicants. */
export const ranking = z
  .strictObject({ keys: z.array(rankKey).min(1), clause })
  .describe('排序：依次比较；最后一项必须是 lottery（派位）或 admit_all（并列全录）');
