// Appeals against refusals, categories and placements, as they go over the wire.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { APPEAL_STATES, type AppealEvent } from './workflow.ts';

/** 复核: the bureau that decided, by another officer; 申诉: the city bureau, afterwards. */
export const APPEAL_KINDS = ['reconsideration', 'appeal'] as const;
export type AppealKind = (typeof APPEAL_KINDS)[number];

/** What can be appealed against. */
export const APPEAL_SUBJECTS = ['refusal', 'category', 'placement'] as const;
export type AppealSubject = (typeof APPEAL_SUBJECTS)[number];

/** How the promised time stands. */
export const promise = z.object({
  workingDays: z.int(),
  used: z.int(),
  /** Null while it stands still. */
  dueAt: instant.nullable(),
  paused: z.boolean(),
  breached: z.boolean(),
});

export const hearing = z.object({
  /** The day on which the family was heard or the facts were looked into. */
  heldOn: dateText,
  /** Who took part, or how it was done (by phone, on paper, on site). */
  present: z.string().trim().min(2).max(500),
  note: z.string().trim().min(10).max(4000),
});

const ACTIONS = [
  'take',
  'release',
  'ask',
  'answer',
  'go_on',
  'uphold',
  'dismiss',
  'withdraw',
] as const satisfies readonly AppealEvent[];

export const appeal = z.object({
  id: z.uuid(),
  number: z.string(),
  applicationId: z.uuid(),
  kind: z.enum(APPEAL_KINDS),
  subject: z.enum(APPEAL_SUBJECTS),
  state: z.enum(APPEAL_STATES),
  version: z.int(),
  statement: z.string(),
  wish: z.string(),
  helper: z.string().nullable(),
  filedAt: instant,
  promise,
  answerUntil: instant.nullable(),
  /** What the officer asks now; null when nothing is asked. */
  question: z.string().nullable(),
  words: z.string().nullable(),
  decidedAt: instant.nullable(),
  timeline: z.array(
    z.object({ at: instant, zh: z.string(), en: z.string(), byZh: z.string(), byEn: z.string(), words: z.string() }),
  ),
  /** What the reader may do now. */
  actions: z.array(z.enum(ACTIONS)),
});
export type AppealAnswer = z.output<typeof appeal>;

export const appealRow = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(APPEAL_KINDS),
  subject: z.enum(APPEAL_SUBJECTS),
  state: z.enum(APPEAL_STATES),
  district: z.string(),
  childName: z.string(),
  receiptNo: z.string().nullable(),
  seasonName: z.string(),
  filedAt: instant,
  officerName: z.string().nullable(),
  promise,
});

const officers = ['district_reviewer', 'district_admin', 'city_officer'] as const;
const byId = z.object({ id: z.uuid() });
const words = z.string().trim().min(2, '请写明 · Please say it in words').max(2000);
const moved = z.object({ version: z.int(), state: z.enum(APPEAL_STATES) });

export const appealsContract = contract({
  'GET /api/applications/:id/appeals': {
    summary: 'Appeals on an application, what can be appealed against now, where and until when.',
    who: 'signed_in',
    params: byId,
    response: z.object({
      appeals: z.array(appeal),
      open: z
        .object({
          kind: z.enum(APPEAL_KINDS),
          subject: z.enum(APPEAL_SUBJECTS),
          /** The last instant before which it must be filed. */
          until: instant,
          workingDays: z.int(),
          body: z.string(),
          bodyEn: z.string(),
        })
        .nullable(),
    }),
  },
  'POST /api/applications/:id/appeals': {
    summary: 'File an appeal: by the guardian who holds the application, or at a counter by staff, who are recorded.',
    who: ['guardian', 'district_reviewer', 'district_admin'],
    params: byId,
    body: z.object({
      statement: z
        .string()
        .trim()
        .min(10, '请用几句话写明哪里不对（至少 10 个字） · Say what is wrong in a few sentences')
        .max(4000),
      wish: words,
      /** At a counter: for whom and by whom, e.g. "祖父王某到场口述". */
      helper: z.string().trim().min(2).max(200).optional(),
    }),
    response: appeal,
  },
  'POST /api/appeals/:id/answer': {
    summary: 'Answer what the officer asked.',
    who: ['guardian'],
    params: byId,
    body: z.object({ version: z.int(), words }),
    response: moved,
  },
  'POST /api/appeals/:id/withdraw': {
    summary: 'Withdraw an appeal that is not decided.',
    who: ['guardian'],
    params: byId,
    body: z.object({ version: z.int() }),
    response: moved,
  },
  'GET /api/appeals': {
    summary: 'The worklist of appeals that the reader’s body decides, or may see; most pressing first.',
    who: [...officers, 'auditor'],
    query: z.object({
      kind: z.enum(APPEAL_KINDS).optional(),
      state: z.enum(APPEAL_STATES).optional(),
      open: z.stringbool().optional(),
    }),
    response: z.object({
      rows: z.array(appealRow),
      counts: z.object({ open: z.int(), breached: z.int(), mine: z.int() }),
    }),
  },
  'GET /api/appeals/:id': {
    summary: 'An appeal with what the officer needs: the decision appealed against and the hearing.',
    who: [...officers, 'auditor'],
    params: byId,
    response: appeal.extend({
      district: z.string(),
      childName: z.string(),
      receiptNo: z.string().nullable(),
      seasonName: z.string(),
      applicationState: z.string(),
      officerName: z.string().nullable(),
      hearing: hearing.nullable(),
      /** Why the reader may not take it, in words; null when they may or when there is nothing to take. */
      barred: z.object({ zh: z.string(), en: z.string() }).nullable(),
    }),
  },
  'POST /api/appeals/:id/take': {
    summary: 'Take an appeal; refused to anyone who had a part in what is appealed against.',
    who: officers,
    params: byId,
    body: z.object({ version: z.int() }),
    response: moved,
  },
  'POST /api/appeals/:id/release': {
    summary: 'Put an appeal back for a colleague.',
    who: officers,
    params: byId,
    body: z.object({ version: z.int(), words }),
    response: moved,
  },
  'POST /api/appeals/:id/ask': {
    summary: 'Ask the family; the promised time stands still until it answers or the given day has passed.',
    who: officers,
    params: byId,
    body: z.object({ version: z.int(), words, answerOn: dateText }),
    response: moved,
  },
  'POST /api/appeals/:id/go-on': {
    summary: 'Go on after the family did not answer in time.',
    who: officers,
    params: byId,
    body: z.object({ version: z.int() }),
    response: moved,
  },
  'POST /api/appeals/:id/decision': {
    summary: 'Decide, with a hearing note and reasons. Upholding puts the application right in the same transaction.',
    who: officers,
    params: byId,
    body: z.object({
      version: z.int(),
      outcome: z.enum(['upheld', 'dismissed']),
      hearing,
      words: z.string().trim().min(10).max(4000),
      /** Upheld category: the category found. */
      categoryId: z.string().max(60).optional(),
    }),
    response: moved,
  },
  'GET /api/appeals/:id/decision.pdf': {
    summary: 'The letter with decision and reasons.',
    who: 'signed_in',
    params: byId,
    response: 'file',
  },
});

export const appealsRefusals = {
  'appeal.not_found': { status: 404, zh: '没有这件复核或申诉。', en: 'There is no such appeal.' },
  'appeal.nothing_to_appeal': {
    status: 422,
    zh: '目前没有可以复核或申诉的决定；报名还在审核中时，请直接修改或补充材料。',
    en: 'There is no decision to appeal against now; while it is under review, correct or add to the application.',
  },
  'appeal.too_late': {
    status: 422,
    zh: '提出的期限是 {until}，已经过了。特殊情况请致电 {helpline}。',
    en: 'It had to be filed before {until}. In special circumstances call {helpline}.',
  },
  'appeal.open': {
    status: 409,
    zh: '这份报名已有一件正在办理的{kind}（{number}），请等它办结，或先撤回。',
    en: 'There is already an open appeal ({number}); wait for its end or withdraw it first.',
  },
  'appeal.helper_needed': {
    status: 422,
    zh: '代家长提出的，请写明谁到场、谁代办。',
    en: 'When filing for a family, say who came and who helped.',
  },
  'appeal.changed': {
    status: 409,
    zh: '这件复核刚有变化，请刷新后再操作。',
    en: 'The appeal has just changed. Reload and try again.',
  },
  'appeal.state': {
    status: 409,
    zh: '现在的状态是“{state}”，不能{action}。',
    en: 'It is “{stateEn}”; “{actionEn}” is not possible.',
  },
  'appeal.not_allowed': { status: 403, zh: '您不能{action}。', en: 'You may not do “{actionEn}”.' },
  'appeal.took_part': {
    status: 403,
    zh: '您参与过原来的决定，请由另一位同事办理。',
    en: 'You had a part in the decision; a colleague must take it.',
  },
  'appeal.not_your_case': {
    status: 403,
    zh: '这件由 {name} 办理。',
    en: '{name} has this appeal.',
  },
  'appeal.answer_day': {
    status: 422,
    zh: '请选择明天起、不晚于 {latest} 的日期。',
    en: 'Choose a day from tomorrow until {latest}.',
  },
  'appeal.answer_running': {
    status: 422,
    zh: '家长可在 {until} 前回复，还没到期。',
    en: 'The family may answer until {until}.',
  },
  'appeal.hearing_day': { status: 422, zh: '核查日期不能晚于今天。', en: 'The hearing cannot lie in the future.' },
  'appeal.correction_needed': {
    status: 409,
    zh: '孩子已有学位。请先在“录取”里提出更正并由另一位同事批准，再作出成立的决定。',
    en: 'The child has a seat. Propose a correction under Placement and have a colleague approve it first.',
  },
  'appeal.none_decided': { status: 404, zh: '还没有决定书。', en: 'There is no decision yet.' },
} as const satisfies Record<string, RefusalText>;
