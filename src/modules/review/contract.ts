// The work of reviewers: worklist, claims, decisions with their reasons.

import { z } from 'zod';
import { contract, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { traceLine } from '../registration/contract.ts';
import { APPLICATION_STATES } from '../registration/workflow.ts';

/** Why an application is refused or sent back; each with the way to cure it. Sources: reasons published by districts in Hainan and elsewhere. */
export const REASONS = {
  under_age: {
    for: 'refuse',
    zh: '未满入学年龄',
    en: 'Under age',
    cure: '请在孩子年满六周岁（8月31日前）的年份再报名。',
    cureEn: 'Apply in the year in which the child is six by 31 August.',
  },
  outside_district: {
    for: 'refuse',
    zh: '户籍、住房和居住证均不在本区县',
    en: 'Neither household, home nor permit is in the district',
    cure: '请在户籍或居住所在区县报名；如有本区县材料，请补充后再次提交。',
    cureEn: 'Apply in the district of household or residence, or add papers of this district and submit again.',
  },
  wrong_stage: {
    for: 'refuse',
    zh: '报名学段不符',
    en: 'Wrong stage',
    cure: '请撤回后在正确的学段重新报名。',
    cureEn: 'Withdraw and apply for the right stage.',
  },
  duplicate: {
    for: 'refuse',
    zh: '已在其他地方报名',
    en: 'Registered elsewhere',
    cure: '请保留一处报名，撤回另一处后联系我们。',
    cureEn: 'Keep one application, withdraw the other and contact us.',
  },
  already_enrolled: {
    for: 'refuse',
    zh: '已有同学段学籍',
    en: 'Already enrolled at this stage',
    cure: '如需转学，请办理转学。',
    cureEn: 'Ask for a transfer instead.',
  },
  facts_disproved: {
    for: 'refuse',
    zh: '材料与事实不符',
    en: 'Papers do not agree with the facts',
    cure: '请在期限内更正并重新提交，或申请复核。',
    cureEn: 'Correct and submit again in time, or ask for a second look.',
  },
  facts_changed: {
    for: 'ask_material',
    zh: '情况有变化，同意更改',
    en: 'The facts have changed and may be corrected',
    cure: '请只修改有变化的部分，并上传相应材料后再次提交。',
    cureEn: 'Change only what has changed, add the papers and submit again.',
  },
  booklet_missing: {
    for: 'ask_material',
    zh: '户口簿首页、户主页或孩子页缺失',
    en: 'Pages of the household booklet are missing',
    cure: '请上传户口簿首页、户主页和孩子页的清晰照片。',
    cureEn: 'Upload clear pictures of the first, householder and child pages.',
  },
  unreadable: {
    for: 'ask_material',
    zh: '图片看不清',
    en: 'Picture cannot be read',
    cure: '请在光线充足处重新拍摄，四角完整。',
    cureEn: 'Take the picture again in good light with all four corners.',
  },
  text_differs: {
    for: 'ask_material',
    zh: '填写内容与材料不一致',
    en: 'What was filled in differs from the papers',
    cure: '请对照材料更正后再次提交。',
    cureEn: 'Correct it by the papers and submit again.',
  },
  property_not_found: {
    for: 'ask_material',
    zh: '未查到房产信息（未交付、自建、老宅、单位房等）',
    en: 'Property not found (not delivered, self-built, ancestral, unit housing)',
    cure: '请上传购房合同、宅基地证或单位证明等任一材料。',
    cureEn: 'Upload any one of contract, homestead certificate or employer’s proof.',
  },
  relation_unproved: {
    for: 'ask_material',
    zh: '无法证明监护关系',
    en: 'Guardianship not shown',
    cure: '请上传出生医学证明、户口簿或监护文书。',
    cureEn: 'Upload birth certificate, booklet or guardianship papers.',
  },
  residence_unproved: {
    for: 'ask_material',
    zh: '未查到有效居住证或租赁备案',
    en: 'No valid permit or filed lease found',
    cure: '请上传居住证，或租赁合同与近期缴费凭证。',
    cureEn: 'Upload the residence permit, or lease and recent bills.',
  },
  work_unproved: {
    for: 'ask_material',
    zh: '未查到就业或经营信息',
    en: 'No employment or business found',
    cure: '请上传劳动合同或营业执照。',
    cureEn: 'Upload labour contract or business licence.',
  },
  home_visit: {
    for: 'ask_material',
    zh: '需要入户核实',
    en: 'Home visit needed',
    cure: '工作人员会与您约定上门时间，请保持电话畅通。',
    cureEn: 'Staff will arrange a visit; please stay reachable.',
  },
} as const satisfies Record<
  string,
  { for: 'refuse' | 'ask_material'; zh: string; en: string; cure: string; cureEn: string }
>;
export type ReasonCode = keyof typeof REASONS;
const REASON_CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];

/** How the checks of a case stand, for sorting and filtering. */
export const RISKS = ['clear', 'waiting', 'differs', 'manual'] as const;
export type Risk = (typeof RISKS)[number];

export const worklistRow = z.object({
  id: z.uuid(),
  receiptNo: z.string().nullable(),
  childName: z.string(),
  childIdNumber: z.string(),
  sex: z.enum(['male', 'female']),
  birthDate: z.string(),
  seasonId: z.string(),
  schoolId: z.string().nullable(),
  schoolName: z.string().nullable(),
  categoryId: z.string().nullable(),
  categoryName: z.string().nullable(),
  state: z.enum(APPLICATION_STATES),
  late: z.boolean(),
  risk: z.enum(RISKS),
  checks: z.object({ matched: z.int(), differs: z.int(), waiting: z.int() }),
  submittedAt: instant.nullable(),
  dueAt: instant.nullable(),
  claimedBy: z.string().nullable(),
  version: z.int(),
});

const rankKey = z.object({ label: z.string(), labelEn: z.string(), words: z.string(), wordsEn: z.string() });

/** One assessment in the history of a submission. */
export const assessmentStep = z.object({
  basis: z.enum(['declared', 'located', 'departments', 'review']),
  category: z.string().nullable(),
  categoryEn: z.string().nullable(),
  rank: z.array(rankKey),
  /** The facts that were learned since the assessment before. */
  learned: z.array(
    z.object({
      zh: z.string(),
      en: z.string(),
      value: z.string(),
      sourceZh: z.string(),
      sourceEn: z.string(),
      date: z.string(),
    }),
  ),
  /** A reviewer's name and reason. */
  byName: z.string().nullable(),
  words: z.string().nullable(),
  at: instant,
});

const reviewers = ['school_reviewer', 'district_reviewer', 'district_admin'] as const;
const staff = [...reviewers, 'city_officer', 'auditor'] as const;
const byId = z.object({ id: z.uuid() });

export const WORKLIST_SORTS = ['submitted_at', 'risk', 'child_name', 'school', 'state', 'due_at'] as const;

export const decisionRecord = z.object({
  id: z.uuid(),
  revision: z.int(),
  outcome: z.enum(['endorsed', 'approved', 'refused', 'asked_material', 'returned', 'reopened', 'category_changed']),
  reasonCode: z.enum(REASON_CODES).nullable(),
  words: z.string(),
  cure: z.string().nullable(),
  dueAt: instant.nullable(),
  categoryBefore: z.string().nullable(),
  categoryAfter: z.string().nullable(),
  decidedByName: z.string(),
  organizationName: z.string().nullable(),
  decidedAt: instant,
});

export const reviewContract = contract({
  'GET /api/worklist': {
    summary: 'Cases within one’s authority: filtered, sorted, a page at a time, with counts for the filters.',
    who: staff,
    query: z.object({
      seasonId: z.string().optional(),
      state: z.enum(APPLICATION_STATES).optional(),
      /** `mine`: what waits for the reader’s own step. */
      queue: z.enum(['mine', 'claimed', 'all']).default('mine'),
      risk: z.enum(RISKS).optional(),
      categoryId: z.string().optional(),
      schoolId: z.string().optional(),
      late: z.stringbool().optional(),
      q: z.string().trim().max(60).optional(),
      sort: z.enum(WORKLIST_SORTS).default('submitted_at'),
      order: z.enum(['asc', 'desc']).default('asc'),
      page: z.coerce.number().int().min(1).default(1),
      size: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({
      rows: z.array(worklistRow),
      total: z.int(),
      counts: z.object({
        states: z.record(z.string(), z.int()),
        risks: z.record(z.string(), z.int()),
      }),
    }),
  },
  'GET /api/overview': {
    summary: 'What awaits the reader today: numbers per season within one’s authority, each opening to its list.',
    who: staff,
    response: z.object({
      mine: z.int(),
      claimed: z.int(),
      overdue: z.int(),
      seasons: z.array(
        z.object({
          seasonId: z.string(),
          name: z.string(),
          nameEn: z.string(),
          district: z.string(),
          phase: z.string(),
          total: z.int(),
          states: z.record(z.string(), z.int()),
          /** Open cases whose checks wait for an answer, and those with a difference. */
          checks: z.object({ waiting: z.int(), differs: z.int() }),
          /** Submissions per day, oldest first. */
          daily: z.array(z.object({ date: z.string(), count: z.int() })),
        }),
      ),
    }),
  },
  'GET /api/review/reasons': {
    summary: 'Reasons for refusing or asking, with their cures.',
    who: staff,
    response: z.array(
      z.object({
        code: z.enum(REASON_CODES),
        for: z.enum(['refuse', 'ask_material']),
        zh: z.string(),
        en: z.string(),
        cure: z.string(),
        cureEn: z.string(),
      }),
    ),
  },
  'GET /api/applications/:id/review': {
    summary: 'What a reviewer needs besides the application: claim, decisions, conflicts, the neighbours in the list.',
    who: staff,
    params: byId,
    response: z.object({
      claim: z.object({ byName: z.string(), mine: z.boolean(), expiresAt: instant }).nullable(),
      decisions: z.array(decisionRecord),
      /** Steps the policy asks for in this category: 1 or 2. */
      steps: z.int(),
      categories: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string() })),
      /** What a finding can rest on: papers that the policy knows, departments that were asked. */
      grounds: z.array(z.object({ kind: z.string(), zh: z.string(), en: z.string() })),
      /** The assessments of this submission, oldest first: as declared, with departments' data, as found in review. */
      assessments: z.array(assessmentStep),
      /** What departments' facts would give instead of the category that stands, for a reviewer to decide on. */
      difference: z
        .object({ category: z.string().nullable(), categoryEn: z.string().nullable(), because: z.array(traceLine) })
        .nullable(),
      /** How the child ranks within its category at present. */
      rank: z.array(rankKey),
      /** Other live applications with the same address, papers or phone. */
      similar: z.array(
        z.object({
          applicationId: z.uuid(),
          receiptNo: z.string().nullable(),
          childName: z.string(),
          what: z.string(),
        }),
      ),
    }),
  },
  'POST /api/applications/:id/claim': {
    summary: 'Take a case; others see that it is taken. A claim ends by itself.',
    who: reviewers,
    params: byId,
    response: z.object({ expiresAt: instant }),
  },
  'DELETE /api/applications/:id/claim': {
    summary: 'Put a case back.',
    who: reviewers,
    params: byId,
    response: z.object({ done: z.literal(true) }),
  },
  'POST /api/applications/:id/decisions': {
    summary:
      'Decide: pass first review, approve, find another category, ask for material, refuse, return, reopen. The version read must still be the present one.',
    who: reviewers,
    params: byId,
    body: z.discriminatedUnion('outcome', [
      z.object({
        outcome: z.literal('endorsed'),
        version: z.int(),
        words: z.string().trim().max(1000).default(''),
      }),
      z.object({
        outcome: z.literal('approved'),
        version: z.int(),
        words: z.string().trim().max(1000).default(''),
      }),
      z.object({
        outcome: z.literal('asked_material'),
        version: z.int(),
        reasonCode: z.enum(REASON_CODES),
        words: z.string().trim().min(4).max(1000),
        evidenceKinds: z.array(z.string()).max(10).default([]),
        dueOn: z.iso.date(),
      }),
      z.object({
        outcome: z.literal('refused'),
        version: z.int(),
        reasonCode: z.enum(REASON_CODES),
        words: z.string().trim().min(4).max(1000),
        cure: z.string().trim().min(4).max(1000),
        /** Last day on which the family may correct and submit again. */
        dueOn: z.iso.date(),
      }),
      z.object({
        outcome: z.literal('category_changed'),
        version: z.int(),
        /** May be the one that stands, where departments' facts would give another. */
        categoryId: z.string(),
        /** The reason, which the family reads. */
        words: z.string().trim().min(4).max(1000),
        /** What the reviewer looked at: kinds of papers, or departments whose data it is. */
        evidence: z.array(z.string().max(60)).min(1).max(20),
      }),
      z.object({ outcome: z.literal('returned'), version: z.int(), words: z.string().trim().min(4).max(1000) }),
      z.object({ outcome: z.literal('reopened'), version: z.int(), words: z.string().trim().min(4).max(1000) }),
    ]),
    response: z.object({ version: z.int(), state: z.enum(APPLICATION_STATES), nextId: z.uuid().nullable() }),
  },
});

export const reviewRefusals = {
  'review.claimed': {
    status: 409,
    zh: '{name} 正在审核这份报名（至 {until}）。',
    en: '{name} is reviewing this application (until {until}).',
  },
  'review.helped': {
    status: 409,
    zh: '这份报名由您在窗口代办过，须由其他工作人员审核。',
    en: 'You filled in this application at the counter; another officer must decide on it.',
  },
  'review.category_open': {
    status: 422,
    zh: '按部门数据应为“{category}”，与申报所属类别不同，请先认定类别。',
    en: 'By the departments’ data the category would be “{categoryEn}”, another than by the declaration; find on the category first.',
  },
  'review.reason_unfit': { status: 422, zh: '这个原因不能用于该处理。', en: 'This reason does not fit this decision.' },
  'review.due_past': {
    status: 422,
    zh: '期限应在今天之后，且不晚于 {latest}。',
    en: 'The due date must lie after today and not after {latest}.',
  },
  'review.checks_open': {
    status: 422,
    zh: '还有 {count} 项核验未完成或不一致，请先逐项认定。',
    en: '{count} checks are open or differ; please find on each first.',
  },
} as const satisfies Record<string, RefusalText>;
