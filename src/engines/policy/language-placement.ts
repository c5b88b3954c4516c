// The sections of a policy file that bear on placement: locks, batches, what they exclude, pools, groups, windows.

import { z } from 'zod';
import { cel, clause, code, condition, date, dateTime, id, ranking, words } from './language-parts.ts';

/** A seat lock. */
export const lock = z.strictObject({
  id,
  label: words,
  clause,
  years: z.int().min(1).max(15).describe('自入学之日起多少年'),
  stage: z.enum(['primary', 'junior', 'any']).optional().describe('不写为本政策学段'),
  entriesFrom: date.optional().describe('自该日（含）起入学的才占用学位'),
  consumers: z
    .array(z.enum(['owner', 'tenant']))
    .min(1)
    .describe('哪些居住身份占用学位'),
  when: condition.optional().describe('对哪些申请人适用'),
  exempt: cel.optional().describe('不受限的情形；一次使用记作 use，如 use.sameFamily'),
  unlock: cel.optional().describe('解除锁定的情形；一次使用记作 use'),
  school: z.enum(['same', 'any']).describe('same 只看与住房施教区学校相同的使用；any 不论学校'),
  blocks: z.enum(['school', 'district']).describe('school 只是不能进该校，学位仍由区内统筹；district 区内学位也受限'),
});

const batchSchools = z.union([
  z.enum(['catchment', 'listed', 'area', 'none']),
  z.strictObject({ listed: z.array(code).min(1) }),
  z.strictObject({ is: cel }),
]);

/** A batch. */
export const batch = z.strictObject({
  id,
  name: words,
  clause,
  when: condition.optional(),
  categories: z.array(id).optional().describe('只面向哪些类别'),
  schools: batchSchools.describe('catchment 施教区学校；area 本片全部；{listed: […]} 列出；{is: CEL} 文字列表'),
  mechanism: z.enum(['direct', 'ranked', 'lottery', 'preference_first', 'deferred_acceptance', 'overall_placement']),
  ranking: ranking.optional(),
  preferences: z
    .strictObject({
      min: z.int().min(0).optional(),
      max: z.int().min(1).optional(),
      all: z.boolean().optional().describe('必须把可选学校全部排序'),
      incomplete: z.enum(['overall_placement', 'as_given']),
      guaranteed: z.boolean().optional().describe('规范填报者保证在可选学校中安置'),
    })
    .optional(),
  opensAt: z
    .strictObject({ registrants: z.int().min(1), otherwise: id.describe('不足时转入的批次') })
    .optional()
    .describe('达到多少人才开班'),
  notAdmitted: z
    .union([id, z.literal('overall_placement')])
    .optional()
    .describe('未录取转入的批次或统筹'),
  window: id.optional(),
  note: words.optional(),
});

const batchEvent = z.strictObject({
  batch: id,
  event: z.enum(['applied', 'admitted', 'confirmed', 'declined', 'silent', 'reported', 'not_reported']),
});

/** What an event in one batch does to the others. */
export const exclusivityRule = z.strictObject({
  id,
  when: z.array(batchEvent).min(1).describe('全部发生时生效'),
  removes: z.array(id).optional().describe('从哪些批次退出（含已得学位）'),
  bars: z.array(id).optional().describe('不得再参加哪些批次'),
  keeps: id.optional().describe('保留哪个批次的学位'),
  outcome: z.literal('overall_placement').optional(),
  words,
  clause,
});

/** A quota pool. */
export const pool = z.strictObject({
  id,
  name: words,
  clause,
  when: condition.optional(),
  batch: id.optional(),
  seats: z.int().min(0).optional(),
  sharePercent: z.number().min(0).max(100).optional(),
  beforeLottery: z.boolean().optional().describe('派位前单列'),
  unused: z.union([id, z.enum(['general', 'stays_empty'])]).describe('用不完的名额去向'),
});

/** Twins and siblings. */
export const groups = z.strictObject({
  twins: z
    .strictObject({
      bind: z.enum(['optional', 'always', 'never']),
      lastSeat: z.enum(['skip', 'over_quota', 'split']).describe('只剩一个学位时：跳过、超额录取、分开'),
      clause,
    })
    .optional(),
  siblings: z
    .strictObject({
      when: condition,
      waits: condition.optional().describe('待定情形，如哥哥姐姐直升结果未定'),
      removes: z.enum(['every_other_batch', 'nothing']).optional(),
      words: words.optional(),
      clause,
    })
    .optional(),
});

/** A window. */
export const windowEntry = z.strictObject({
  id,
  name: words,
  opens: dateTime.describe('含该时刻；只写日期为当日 00:00'),
  closesBefore: dateTime.optional().describe('不含该时刻'),
  closesThrough: dateTime.optional().describe('含该分钟；只写日期为当日全天'),
  when: condition.optional().describe('面向哪些家庭'),
  late: z.boolean().optional().describe('补报时段'),
  clause: clause.optional(),
});
