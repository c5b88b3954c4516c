// Plans, runs and publication, as they go over the wire.

import { z } from 'zod';
import { contract, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { afterwardsContract, afterwardsRefusals } from './contract-afterwards.ts';
import { RUN_STEPS } from './steps.ts';

export const planLine = z.object({
  schoolId: z.string(),
  schoolName: z.string(),
  ownership: z.enum(['public', 'private']),
  classes: z.int(),
  seats: z.int(),
});
const planInput = z.object({
  schoolId: z.string(),
  classes: z.int().min(0).max(100),
  seats: z.int().min(0).max(10_000),
});

/** Words in both languages. */
const words = z.object({ zh: z.string(), en: z.string() });

/** Demand and fill of one school in a run. */
export const schoolFill = z.object({
  schoolId: z.string(),
  schoolName: z.string(),
  schoolNameEn: z.string(),
  ownership: z.enum(['public', 'private']),
  seats: z.int(),
  /** Applicants of its catchment in time (public), or who chose it (private). */
  demand: z.int(),
  placed: z.int(),
  fromCatchment: z.int(),
  fromOverall: z.int(),
  waiting: z.int(),
  /** The last one admitted by choice, and what parted it from the next; null when all were admitted. */
  cutOff: words.nullable(),
  /** Admitted by category. */
  categories: z.array(z.object({ categoryId: z.string(), name: z.string(), demand: z.int(), placed: z.int() })),
});

export const runSummary = z.object({
  id: z.uuid(),
  seasonId: z.string(),
  kind: z.enum(['simulation', 'draft', 'supplementary']),
  state: z.enum(['running', 'cancelled', 'failed', 'ready', 'approved', 'published', 'discarded']),
  /** How far a running run has come: its step, and which of how many that is. */
  progress: z.object({ step: z.enum(RUN_STEPS), at: z.int(), of: z.int() }).nullable(),
  applicants: z.int(),
  placed: z.int(),
  fromCatchment: z.int(),
  fromOverall: z.int(),
  fromPrivate: z.int(),
  unplaced: z.int(),
  inputHash: z.string().nullable(),
  resultHash: z.string().nullable(),
  /** Seed of a simulation, which draws its own. */
  lotterySeed: z.string().nullable(),
  /** The sealed draw whose numbers a draft uses; null where no number decided anything. */
  draw: z.object({ id: z.string(), transcriptHash: z.string() }).nullable(),
  createdByName: z.string(),
  createdAt: instant,
  approvedByName: z.string().nullable(),
  approvedAt: instant.nullable(),
  publishedByName: z.string().nullable(),
  publishedAt: instant.nullable(),
  /** What the reader may do now. */
  actions: z.array(z.enum(['cancel', 'approve', 'publish', 'discard'])),
});
export type RunSummary = z.output<typeof runSummary>;

/** Why a child stands where it stands in two runs. */
const difference = z.object({
  applicationId: z.uuid(),
  receiptNo: z.string(),
  childName: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Took part in one run only; its own facts changed; or others, the plan or the numbers did. */
  because: z.enum(['joined', 'left', 'own_facts', 'others']),
});

export const admission = z.object({
  applicationId: z.uuid(),
  receiptNo: z.string(),
  childName: z.string(),
  childIdNumber: z.string(),
  sex: z.enum(['male', 'female']),
  birthDate: z.string(),
  categoryName: z.string().nullable(),
  route: z.string(),
  state: z.string(),
  version: z.int(),
  noticeNumber: z.string().nullable(),
  guardianName: z.string(),
  guardianPhone: z.string(),
});

const officers = ['district_admin', 'district_reviewer', 'city_officer', 'auditor'] as const;
const byRun = z.object({ id: z.uuid() });
const bySeason = z.object({ id: z.string() });

const runsContract = contract({
  'GET /api/seasons/:id/plan': {
    summary: 'Seats per school, the open proposal, and the demand known so far.',
    who: [...officers, 'school_reviewer'],
    params: bySeason,
    response: z.object({
      lines: z.array(planLine.extend({ demand: z.int() })),
      totals: z.object({ seats: z.int(), eligible: z.int(), underReview: z.int() }),
      proposal: z
        .object({
          id: z.uuid(),
          reason: z.string(),
          proposedByName: z.string(),
          proposedAt: instant,
          mine: z.boolean(),
          lines: z.array(planLine.extend({ before: z.int() })),
        })
        .nullable(),
    }),
  },
  'POST /api/seasons/:id/plan/proposals': {
    summary: 'Propose changes of the plan; a second officer decides.',
    who: ['district_admin', 'district_reviewer'],
    params: bySeason,
    body: z.object({ lines: z.array(planInput).min(1).max(500), reason: z.string().trim().min(4).max(500) }),
    response: z.object({ id: z.uuid() }),
  },
  'POST /api/plan-proposals/:id': {
    summary: 'Approve or reject a proposal that someone else made.',
    who: ['district_admin', 'district_reviewer'],
    params: byRun,
    body: z.object({ approve: z.boolean() }),
    response: z.object({ done: z.literal(true) }),
  },
  'GET /api/seasons/:id/runs': {
    summary: 'Runs of a season, newest first.',
    who: officers,
    params: bySeason,
    response: z.array(runSummary),
  },
  'POST /api/seasons/:id/runs': {
    summary:
      'Run the placement: as a simulation at any time, as a draft once registration and review are over, as a supplement after publication. Answers finished, or running.',
    who: ['district_admin', 'district_reviewer'],
    params: bySeason,
    body: z.object({
      kind: z.enum(['simulation', 'draft', 'supplementary']),
      includeUnderReview: z.boolean().default(false),
    }),
    response: runSummary,
  },
  'POST /api/runs/:id/cancel': {
    summary: 'Cancel a run that is at work.',
    who: ['district_admin', 'district_reviewer'],
    params: byRun,
    response: runSummary,
  },
  'GET /api/runs/:id': {
    summary: 'A run with its charts: demand, fill and cut-offs per school, and what the checker found.',
    who: officers,
    params: byRun,
    response: runSummary.extend({
      schools: z.array(schoolFill),
      faults: z.array(z.string()),
      unplacedApplications: z.array(
        z.object({ applicationId: z.uuid(), receiptNo: z.string(), childName: z.string(), because: words }),
      ),
    }),
  },
  'GET /api/runs/:id/applications': {
    summary: 'Children of a run by name or receipt number, to ask why.',
    who: officers,
    params: byRun,
    query: z.object({ search: z.string().trim().min(1).max(60) }),
    response: z.array(
      z.object({
        applicationId: z.uuid(),
        receiptNo: z.string(),
        childName: z.string(),
        schoolName: z.string().nullable(),
        route: z.string(),
      }),
    ),
  },
  'GET /api/runs/:id/applications/:applicationId': {
    summary: 'Why one child was placed where it was, and why not elsewhere.',
    who: officers,
    params: byRun.extend({ applicationId: z.uuid() }),
    response: z.object({
      childName: z.string(),
      receiptNo: z.string(),
      schoolName: z.string().nullable(),
      schoolNameEn: z.string().nullable(),
      route: z.string(),
      because: z.array(words),
      rank: z.array(z.object({ label: words, value: words })),
      /** The schools that it asked for: its place in the line, the seats, and the last one admitted. */
      asked: z.array(
        z.object({
          schoolId: z.string(),
          schoolName: z.string(),
          schoolNameEn: z.string(),
          has: z.boolean(),
          place: z.int(),
          demand: z.int(),
          seats: z.int(),
          cutOff: words.nullable(),
        }),
      ),
      /** Schools nearer than the one given, all full when its turn came. */
      nearerFull: z.array(z.object({ schoolName: z.string(), schoolNameEn: z.string(), metres: z.int() })),
    }),
  },
  'GET /api/runs/:id/differences/:otherId': {
    summary: 'What differs between two runs of a season, and why.',
    who: officers,
    params: byRun.extend({ otherId: z.uuid() }),
    response: z.object({
      before: runSummary,
      after: runSummary,
      causes: z.object({
        policy: z.boolean(),
        seed: z.boolean(),
        /** Schools whose seats differ. */
        plan: z.array(z.object({ schoolName: z.string(), before: z.int(), after: z.int() })),
        joined: z.int(),
        left: z.int(),
        changedFacts: z.int(),
      }),
      schools: z.array(
        z.object({
          schoolId: z.string(),
          schoolName: z.string(),
          seats: z.tuple([z.int(), z.int()]),
          demand: z.tuple([z.int(), z.int()]),
          placed: z.tuple([z.int(), z.int()]),
          waiting: z.tuple([z.int(), z.int()]),
        }),
      ),
      differing: z.int(),
      /** The first 500 by receipt number. */
      children: z.array(difference),
    }),
  },
  'POST /api/runs/:id/approve': {
    summary: 'Approve a draft run that someone else made.',
    who: ['district_admin', 'district_reviewer'],
    params: byRun,
    response: runSummary,
  },
  'POST /api/runs/:id/discard': {
    summary: 'Put a run aside.',
    who: ['district_admin', 'district_reviewer'],
    params: byRun,
    body: z.object({ reason: z.string().trim().min(2).max(500) }),
    response: runSummary,
  },
  'POST /api/runs/:id/publish': {
    summary: 'Publish an approved run: every family and every school at one moment, or nobody.',
    who: ['district_admin'],
    params: byRun,
    response: runSummary,
  },
  'GET /api/schools/:id/admissions': {
    summary: 'A school’s list after publication.',
    who: ['school_reviewer', ...officers],
    params: z.object({ id: z.string() }),
    query: z.object({ seasonId: z.string().optional() }),
    response: z.object({
      seasonId: z.string().nullable(),
      seasons: z.array(z.object({ id: z.string(), name: z.string() })),
      rows: z.array(admission),
      counts: z.object({
        placed: z.int(),
        accepted: z.int(),
        reported: z.int(),
        declined: z.int(),
        notReported: z.int(),
      }),
      reportFrom: z.string().nullable(),
      reportUntil: z.string().nullable(),
    }),
  },
  'POST /api/applications/:id/report': {
    summary: 'Mark a child as arrived, or as not arrived.',
    who: ['school_reviewer', 'district_admin'],
    params: byRun,
    body: z.object({ version: z.int(), arrived: z.boolean() }),
    response: z.object({ version: z.int(), state: z.string() }),
  },
  'GET /api/schools/:id/admissions.xlsx': {
    summary: 'The list as a spreadsheet with the columns of the national student record system.',
    who: ['school_reviewer', 'district_admin', 'district_reviewer', 'city_officer'],
    params: z.object({ id: z.string() }),
    query: z.object({ seasonId: z.string() }),
    response: 'file',
  },
});

/** Every endpoint of placement: up to publication, and afterwards. */
export const placementContract = { ...runsContract, ...afterwardsContract };

export const placementRefusals = {
  'plan.open_proposal': {
    status: 409,
    zh: '已有一份待审批的计划调整，请先处理。',
    en: 'A proposal is already open; decide on it first.',
  },
  'plan.school_unknown': { status: 422, zh: '本招生季没有学校 {school}。', en: 'The season has no school {school}.' },
  'plan.own_proposal': {
    status: 403,
    zh: '不能审批自己提出的计划，请另一位同事审批。',
    en: 'You cannot decide on your own proposal; ask a colleague.',
  },
  'plan.not_found': {
    status: 404,
    zh: '没有这份计划调整，或已处理。',
    en: 'There is no such proposal, or it was decided.',
  },
  'run.not_found': { status: 404, zh: '没有这次录取运算。', en: 'There is no such run.' },
  'run.running': {
    status: 409,
    zh: '本招生季有一次运算正在进行，请等它结束或取消它。',
    en: 'A run of this season is at work; wait for its end or cancel it.',
  },
  'run.not_published': {
    status: 422,
    zh: '结果公布之后才能补充统筹。',
    en: 'Supplementary placement comes after the results are public.',
  },
  'run.not_comparable': {
    status: 422,
    zh: '只能比较同一招生季中已完成的两次运算。',
    en: 'Only finished runs of one season can be compared.',
  },
  'run.season_open': {
    status: 422,
    zh: '报名尚未截止（{until}），只能模拟，不能正式录取。',
    en: 'Registration is open until {until}; only a simulation is possible.',
  },
  'run.reviews_open': {
    status: 422,
    zh: '还有 {count} 份报名未审结，不能正式录取。',
    en: '{count} applications are still under review; no draft is possible yet.',
  },
  'run.draw_needed': {
    status: 422,
    zh: '有并列须由派位号决定先后。请先完成并封存本招生季的公开派位，再正式录取。',
    en: 'Equals compete for seats, so lottery numbers decide. Hold and seal the season’s public draw first.',
  },
  'run.draw_broken': {
    status: 409,
    zh: '派位 {draw} 的实录核验不通过（{why}），不能采用其派位号。请保护现场并报告。',
    en: 'The transcript of draw {draw} fails verification ({why}); its numbers cannot be used. Preserve the evidence and report it.',
  },
  'run.already_published': {
    status: 409,
    zh: '本招生季结果已公布。',
    en: 'The results of this season are already public.',
  },
  'run.own_run': {
    status: 403,
    zh: '不能审批自己发起的录取，请另一位同事审批。',
    en: 'You cannot approve your own run; ask a colleague.',
  },
  'run.state': {
    status: 409,
    zh: '这次运算的状态是“{state}”，不能这样处理。',
    en: 'The run is “{state}”; this cannot be done.',
  },
  'run.outdated': {
    status: 409,
    zh: '运算之后数据有变化（报名、计划或政策），请重新运算。',
    en: 'Applications, plan or policy have changed since the run; run again.',
  },
  'run.unsound': {
    status: 409,
    zh: '校验发现 {count} 处问题，不能审批：{first}',
    en: 'The checker found {count} faults, so it cannot be approved: {first}',
  },
  'placement.no_free_seat': {
    status: 409,
    zh: '本区县目前没有空余的公办学位。请先按程序增加计划，再单独安排。',
    en: 'The district has no free public seat now. Add seats by the plan’s procedure first.',
  },
  'admissions.not_published': { status: 422, zh: '录取结果尚未公布。', en: 'The results are not public yet.' },
  ...afterwardsRefusals,
} as const satisfies Record<string, RefusalText>;
