// Children and applications, as they go over the wire.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { location } from '../schools/contract.ts';
import { evidenceEndpoints, evidenceFile, evidenceRefusals } from './contract-evidence.ts';
import { declaration, draft, GUARDIAN_RELATIONS, ID_KINDS } from './declaration.ts';
import { APPLICATION_STATES, applicationWorkflow, type ApplicationEvent } from './workflow.ts';

const EVENTS = Object.keys(applicationWorkflow.on) as [ApplicationEvent, ...ApplicationEvent[]];

export const child = z.object({
  id: z.uuid(),
  name: z.string(),
  idKind: z.enum(ID_KINDS),
  /** Masked. */
  idNumber: z.string(),
  sex: z.enum(['male', 'female']),
  birthDate: dateText,
  relation: z.enum(GUARDIAN_RELATIONS),
});

/** One line of the policy's reasoning, as a sentence. */
export const traceLine = z.object({
  zh: z.string(),
  en: z.string().nullable(),
  /** True, false, or unknown for want of a fact. */
  holds: z.boolean().nullable(),
  clause: z.string().nullable(),
});

/** What the policy says of a family. */
export const assessment = z.object({
  policyHash: z.string(),
  /** Whether the child may enter at all this year. */
  admissible: z.boolean(),
  refusals: z.array(
    z.object({
      code: z.string(),
      zh: z.string(),
      en: z.string().nullable(),
      cure: z.string().nullable(),
      clause: z.string().nullable(),
    }),
  ),
  category: z.object({ id: z.string(), name: z.string(), nameEn: z.string().nullable(), order: z.int() }).nullable(),
  because: z.array(traceLine),
  /** The nearest better category that was missed, and by what. */
  missed: z
    .object({ id: z.string(), name: z.string(), nameEn: z.string().nullable(), lacking: z.array(traceLine) })
    .nullable(),
  points: z
    .object({ total: z.string(), items: z.array(z.object({ label: z.string(), value: z.string() })) })
    .nullable(),
  /** Papers to have at hand, each with its alternatives. */
  evidence: z.array(
    z.object({
      kind: z.string(),
      zh: z.string(),
      en: z.string().nullable(),
      anyOf: z.array(z.string()),
      /** The papers of `anyOf` by name; absent in assessments of before. */
      alternatives: z.array(z.object({ zh: z.string(), en: z.string() })).optional(),
    }),
  ),
  /** Which departments will be asked. */
  checks: z.array(z.string()),
  /** The bureau places the child where there is a seat. */
  overallPlacement: z.boolean(),
});
export type AssessmentAnswer = z.output<typeof assessment>;

export const timelineEntry = z.object({
  at: instant,
  event: z.string(),
  zh: z.string(),
  en: z.string(),
  /** Who acted, as far as the reader may know: the family, an office, the system. */
  byZh: z.string(),
  byEn: z.string(),
  words: z.string().nullable(),
  /** The same in English where the system wrote it; what people wrote stays as it is. */
  wordsEn: z.string().nullable(),
});

/** A row in the family's task list. */
export const applicationSummary = z.object({
  id: z.uuid(),
  seasonId: z.string(),
  seasonName: z.string(),
  seasonNameEn: z.string(),
  childId: z.uuid(),
  childName: z.string(),
  state: z.enum(APPLICATION_STATES),
  stateZh: z.string(),
  stateEn: z.string(),
  nextZh: z.string(),
  nextEn: z.string(),
  /** By when the family has to act; null when it has not. */
  actBy: instant.nullable(),
  receiptNo: z.string().nullable(),
  late: z.boolean(),
  updatedAt: instant,
});

/** A check as the family sees it: which office, how it stands; no record of the office. */
export const checkSummary = z.object({
  kind: z.string(),
  zh: z.string(),
  en: z.string(),
  state: z.enum(['pending', 'matched', 'mismatch', 'no_record', 'source_down', 'manual']),
  explanationZh: z.string(),
  explanationEn: z.string(),
  /** The end of the family's time to correct, where an outage of this source moved it; null where none did. */
  extendedUntil: instant.nullable(),
});

/** What a reviewer asked for, or why it was refused. */
export const standingDecision = z.object({
  outcome: z.enum(['asked_material', 'refused', 'approved', 'endorsed']),
  reasonZh: z.string().nullable(),
  reasonEn: z.string().nullable(),
  words: z.string(),
  cure: z.string().nullable(),
  dueAt: instant.nullable(),
  evidenceKinds: z.array(z.string()),
  decidedAt: instant,
});

export const outcome = z.object({
  schoolId: z.string().nullable(),
  schoolName: z.string().nullable(),
  schoolNameEn: z.string().nullable(),
  route: z.string(),
  /** Sentences that say why. */
  because: z.array(z.object({ zh: z.string(), en: z.string() })),
  publishedAt: instant,
  noticeNumber: z.string().nullable(),
});

/** One application, whole, for the family or for staff within their authority. Identity numbers are masked. */
export const application = applicationSummary.extend({
  district: z.string(),
  stage: z.enum(['primary', 'junior']),
  version: z.int(),
  revision: z.int(),
  child,
  draft,
  /** The working copy differs from what was submitted. */
  hasUnsentChanges: z.boolean(),
  declared: declaration.nullable(),
  assessment: assessment.nullable(),
  location: location.nullable(),
  schoolId: z.string().nullable(),
  schoolName: z.string().nullable(),
  submittedAt: instant.nullable(),
  cureUntil: instant.nullable(),
  /** What the reader may do now; draw buttons from it. */
  actions: z.array(z.enum(EVENTS)),
  timeline: z.array(timelineEntry),
  files: z.array(evidenceFile),
  checks: z.array(checkSummary),
  decision: standingDecision.nullable(),
  outcome: outcome.nullable(),
  /** Second guardians who asked to see this application. */
  guardianRequests: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      phone: z.string(),
      words: z.string(),
      state: z.enum(['requested', 'accepted', 'declined']),
      requestedAt: instant,
    }),
  ),
  /** The reader holds it; false for a second guardian who may only look. */
  holder: z.boolean(),
});
export type Application = z.output<typeof application>;
/** The same as the web reads it. */
export type ApplicationOnWire = z.input<typeof application>;

const byId = z.object({ id: z.uuid() });
const versioned = z.object({ version: z.int() });

export const registrationContract = contract({
  'GET /api/children': { summary: 'The children of one’s account.', who: ['guardian'], response: z.array(child) },
  'POST /api/children': {
    summary: 'Add a child. Birth date and sex are read from a resident identity number.',
    who: ['guardian'],
    body: z.object({
      name: z.string().trim().min(1).max(60),
      idKind: z.enum(ID_KINDS),
      idNumber: z.string().trim().min(4).max(40),
      sex: z.enum(['male', 'female']).optional(),
      birthDate: dateText.optional(),
      relation: z.enum(GUARDIAN_RELATIONS),
    }),
    response: child,
  },
  'PATCH /api/children/:id': {
    summary: 'Correct a child’s name or one’s relation to it, while no application was submitted.',
    who: ['guardian'],
    params: byId,
    body: z.object({
      name: z.string().trim().min(1).max(60).optional(),
      relation: z.enum(GUARDIAN_RELATIONS).optional(),
    }),
    response: child,
  },
  'GET /api/applications': {
    summary: 'The applications of one’s account.',
    who: ['guardian'],
    response: z.array(applicationSummary),
  },
  'POST /api/applications': {
    summary: 'Begin an application; an open draft for the same child and season is given back.',
    who: ['guardian'],
    body: z.object({ seasonId: z.string(), childId: z.uuid() }),
    response: application,
  },
  'GET /api/applications/:id': {
    summary: 'One application, whole.',
    who: 'signed_in',
    params: byId,
    response: application,
  },
  'PUT /api/applications/:id/draft': {
    summary: 'Save the working copy. What was submitted stays in force.',
    who: ['guardian'],
    params: byId,
    body: versioned.extend({ draft }),
    response: versioned.extend({ savedAt: instant }),
  },
  'POST /api/applications/:id/prefill': {
    summary: 'Fetch the household registration, when the names and numbers of child and guardian agree with it.',
    who: ['guardian'],
    params: byId,
    body: z.object({ guardianName: z.string().trim().min(1), guardianIdNumber: z.string().trim().min(4) }),
    response: z.object({ household: declaration.shape.household.nullable(), zh: z.string(), en: z.string() }),
  },
  'POST /api/applications/:id/preview': {
    summary: 'What the policy says of the working copy, before it is submitted.',
    who: ['guardian'],
    params: byId,
    response: z.object({
      faults: z.array(z.object({ field: z.string(), zh: z.string(), en: z.string() })),
      assessment: assessment.nullable(),
      location: location.nullable(),
    }),
  },
  'POST /api/applications/:id/submit': {
    summary: 'Submit, or submit again. The same key twice gives one submission and the same answer.',
    who: ['guardian'],
    params: byId,
    body: versioned.extend({ declarationAccepted: z.literal(true), key: z.string().min(8).max(80) }),
    response: application,
  },
  'POST /api/applications/:id/withdraw': {
    summary: 'Withdraw an application.',
    who: ['guardian'],
    params: byId,
    body: versioned.extend({ reason: z.string().trim().max(500).default('') }),
    response: application,
  },
  'POST /api/applications/:id/accept': {
    summary: 'Accept the seat.',
    who: ['guardian'],
    params: byId,
    body: versioned,
    response: application,
  },
  'POST /api/applications/:id/decline': {
    summary: 'Decline the seat.',
    who: ['guardian'],
    params: byId,
    body: versioned.extend({ reason: z.string().trim().max(500).default('') }),
    response: application,
  },
  ...evidenceEndpoints,
  'POST /api/guardian-requests': {
    summary: 'As a second guardian, ask to see the application of a child that is already registered.',
    who: ['guardian'],
    body: z.object({
      idKind: z.enum(ID_KINDS),
      idNumber: z.string().trim().min(4),
      seasonId: z.string(),
      words: z.string().trim().max(300).default(''),
    }),
    response: z.object({ zh: z.string(), en: z.string() }),
  },
  'POST /api/guardian-requests/:id': {
    summary: 'Let a second guardian see the application, or not.',
    who: ['guardian', 'district_admin'],
    params: byId,
    body: z.object({ accept: z.boolean() }),
    response: z.object({ done: z.literal(true) }),
  },
});

export const registrationRefusals = {
  'child.id_number_wrong': {
    status: 422,
    zh: '证件号码有误：{what}。请对照证件检查。',
    en: 'The identity number is not right: {what}. Please check it against the document.',
  },
  'child.birth_needed': { status: 422, zh: '请填写出生日期和性别。', en: 'Please enter birth date and sex.' },
  'child.already_added': { status: 409, zh: '您已添加过这个孩子。', en: 'You have already added this child.' },
  'child.not_found': { status: 404, zh: '没有找到这个孩子。', en: 'This child was not found.' },
  'child.in_use': {
    status: 409,
    zh: '报名已提交，姓名请在报名表中更正。',
    en: 'An application was submitted; correct the name there.',
  },
  'application.not_found': {
    status: 404,
    zh: '没有这份报名，或您无权查看。',
    en: 'There is no such application, or it is not yours to see.',
  },
  'application.changed': {
    status: 409,
    zh: '这份报名刚刚在别处被修改。您的内容没有丢失，请刷新后核对再保存。',
    en: 'This application was just changed elsewhere. Nothing of yours is lost; reload, compare and save again.',
  },
  'application.state': {
    status: 409,
    zh: '当前状态是“{state}”，不能“{action}”。',
    en: 'It is “{stateEn}” now, so it cannot be done: {actionEn}.',
  },
  'application.not_open': {
    status: 422,
    zh: '报名时间为 {from} 至 {until}（北京时间）。',
    en: 'Registration is open from {from} to {until} (Beijing time).',
  },
  'application.cure_over': {
    status: 422,
    zh: '补充修改的期限（{until}）已过。请联系 {helpline}。',
    en: 'The time for corrections ended at {until}. Please call {helpline}.',
  },
  'application.confirm_over': {
    status: 422,
    zh: '确认的期限（{until}）已过。请联系 {helpline}。',
    en: 'The time to accept or decline ended at {until}. Please call {helpline}.',
  },
  'application.not_allowed': {
    status: 403,
    zh: '您不能对这份报名做“{action}”。',
    en: 'You may not do this with the application: {actionEn}.',
  },
  'application.incomplete': {
    status: 422,
    zh: '还有 {count} 处需要填写或更正。',
    en: '{count} places still need to be filled in or corrected.',
  },
  'application.child_registered': {
    status: 409,
    zh: '这个孩子已由手机尾号 {tail} 的监护人报名。如您也是监护人，可以申请共同查看；如非本人所为，请联系 {helpline}。',
    en: 'This child was already registered by a guardian whose phone ends in {tail}. If you are a guardian too, ask to see it; if this is not right, call {helpline}.',
  },
  'application.not_admissible': {
    status: 422,
    zh: '按政策今年不能入学：{why}',
    en: 'Under the policy the child cannot enter this year: {why}',
  },
  'application.category_unknown': {
    status: 422,
    zh: '政策中没有类别 {category}。',
    en: 'The policy has no category {category}.',
  },
  'application.other_season': {
    status: 409,
    zh: '这个孩子今年已在“{season}”报名。请先撤回那一份。',
    en: 'The child is already registered in “{season}” this year. Withdraw that one first.',
  },
  ...evidenceRefusals,
  'guardian_request.none': {
    status: 404,
    zh: '没有找到这个孩子已提交的报名。',
    en: 'No submitted application for this child was found.',
  },
  'guardian_request.twice': {
    status: 409,
    zh: '您已经申请过，请等待对方同意。',
    en: 'You have already asked; please wait for the answer.',
  },
  'guardian_request.not_found': { status: 404, zh: '没有这个申请。', en: 'There is no such request.' },
} as const satisfies Record<string, RefusalText>;
