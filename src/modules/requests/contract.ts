// What families ask for outside the ordinary course (事项申请), as it goes over the wire.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { REQUEST_STATES, type RequestEvent } from './workflow.ts';

/** 退出报名, 缓学, 情况变更, 转到另一区县. */
export const REQUEST_KINDS = ['leave', 'defer', 'change', 'move'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const LEAVE_REASONS = [
  'moved_away',
  'private_school',
  'school_abroad',
  'other_school',
  'death',
  'other',
] as const;
/** Compulsory Education Law, art. 11: the child's physical condition (身体状况) puts off entry. */
export const DEFER_GROUNDS = ['illness', 'rehabilitation', 'other'] as const;
/** What has changed, or was wrong; each is corrected at its own place of the form. */
export const CHANGES = ['address', 'household', 'guardians', 'divorce', 'mistake'] as const;

const words = z.string().trim().max(2000);
const said = words.min(10, '请用几句话写明情况（至少 10 个字） · Say what happened in a few sentences');
const files = z.array(z.uuid()).max(10).default([]);

const leave = z.object({ kind: z.literal('leave'), reason: z.enum(LEAVE_REASONS), words: words.default('') });
const defer = z.object({ kind: z.literal('defer'), ground: z.enum(DEFER_GROUNDS), words: said, files });
const change = z.object({ kind: z.literal('change'), what: z.enum(CHANGES), since: dateText, words: said, files });
const move = z.object({
  kind: z.literal('move'),
  /** The season of the district to which the family moves. */
  seasonId: z.string(),
  address: z.string().trim().min(4, '请填写新住址 · Please enter the new address').max(200),
  since: dateText,
});
/** What is asked for. */
export const requestContent = z.discriminatedUnion('kind', [leave, defer, change, move]);
export type RequestContent = z.output<typeof requestContent>;

/** How the promised time stands. */
const promise = z.object({ workingDays: z.int(), used: z.int(), dueAt: instant.nullable(), breached: z.boolean() });

/** A sentence in both languages. */
const sentence = z.object({ zh: z.string(), en: z.string() });

/** An application at the other end of a move. */
const linked = z.object({
  applicationId: z.uuid(),
  receiptNo: z.string().nullable(),
  districtName: z.string(),
  districtNameEn: z.string(),
  /** The reader may open it. */
  open: z.boolean(),
});

const ACTIONS = ['grant', 'refuse', 'withdraw', 'undo'] as const satisfies readonly RequestEvent[];

export const request = z.object({
  id: z.uuid(),
  number: z.string(),
  applicationId: z.uuid(),
  kind: z.enum(REQUEST_KINDS),
  state: z.enum(REQUEST_STATES),
  version: z.int(),
  content: requestContent,
  byStaff: z.boolean(),
  filedAt: instant,
  /** Null where it took effect at once. */
  promise: promise.nullable(),
  /** The reasons given to the family. */
  words: z.string().nullable(),
  decidedAt: instant.nullable(),
  correctUntil: instant.nullable(),
  files: z.array(z.object({ id: z.uuid(), fileName: z.string(), mediaType: z.string() })),
  /** Move: where the family came from, and where it went. */
  from: linked.nullable(),
  to: linked.nullable(),
  timeline: z.array(
    z.object({ at: instant, zh: z.string(), en: z.string(), byZh: z.string(), byEn: z.string(), words: z.string() }),
  ),
  /** What the reader may do now. */
  actions: z.array(z.enum(ACTIONS)),
});
export type RequestAnswer = z.output<typeof request>;

/** What a family may ask for now, and what it would mean. */
export const way = z.object({
  kind: z.enum(REQUEST_KINDS),
  /** Null when it can be asked for; else why not, and what can be done instead. */
  barred: sentence.nullable(),
  /** What happens when it is sent, and what follows; read before confirming. */
  means: z.array(sentence),
  /** Takes effect when it is sent; false: the bureau decides. */
  atOnce: z.boolean(),
  workingDays: z.int().nullable(),
});
export type Way = z.output<typeof way>;

const officers = ['district_reviewer', 'district_admin', 'city_officer'] as const;
const deciders = ['district_reviewer', 'district_admin'] as const;
const byId = z.object({ id: z.uuid() });
const moved = z.object({ version: z.int(), state: z.enum(REQUEST_STATES) });

export const requestsContract = contract({
  'GET /api/applications/:id/requests': {
    summary: 'Requests about an application, and what can be asked for now.',
    who: 'signed_in',
    params: byId,
    response: z.object({
      requests: z.array(request),
      ways: z.array(way),
      /** Districts to which the family can move within the season. */
      seasons: z.array(
        z.object({ id: z.string(), districtName: z.string(), districtNameEn: z.string(), until: instant }),
      ),
    }),
  },
  'POST /api/applications/:id/requests': {
    summary: 'Ask to leave, to put off entry, to change facts, or to move to another district.',
    who: ['guardian'],
    params: byId,
    body: z.object({ version: z.int(), content: requestContent }),
    response: request,
  },
  'POST /api/applications/:id/requests/files': {
    summary: 'Add a picture or PDF as evidence for a request that is being written.',
    who: ['guardian'],
    params: byId,
    upload: true,
    response: z.object({ id: z.uuid(), fileName: z.string() }),
  },
  'POST /api/applications/:id/closing': {
    summary: 'Record that the child has died: the case closes and nobody is written to any more.',
    who: deciders,
    params: byId,
    body: z.object({
      version: z.int(),
      /** A paper that was shown, or another department's word. */
      basis: z.enum(['paper', 'department']),
      words: z.string().trim().min(4).max(500),
    }),
    response: request,
  },
  'POST /api/requests/:id/withdraw': {
    summary: 'Take back a request that is not decided.',
    who: ['guardian'],
    params: byId,
    body: z.object({ version: z.int() }),
    response: moved,
  },
  'POST /api/requests/:id/undo': {
    summary: 'Restore an application that was left, while registration is open.',
    who: ['guardian'],
    params: byId,
    body: z.object({ version: z.int() }),
    response: moved,
  },
  'GET /api/requests': {
    summary: 'The worklist of requests of the reader’s district, or of the city; most pressing first.',
    who: [...officers, 'auditor'],
    query: z.object({ kind: z.enum(REQUEST_KINDS).optional(), open: z.stringbool().optional() }),
    response: z.object({
      rows: z.array(
        request
          .pick({ id: true, number: true, kind: true, state: true, content: true, filedAt: true, promise: true })
          .extend({
            childName: z.string(),
            receiptNo: z.string().nullable(),
            districtName: z.string(),
            seasonName: z.string(),
          }),
      ),
      counts: z.object({ open: z.int(), breached: z.int() }),
    }),
  },
  'GET /api/requests/:id': {
    summary: 'A request with what the officer needs.',
    who: [...officers, 'auditor'],
    params: byId,
    response: request.extend({
      childName: z.string(),
      birthDate: dateText,
      receiptNo: z.string().nullable(),
      seasonName: z.string(),
      districtName: z.string(),
      applicationState: sentence,
      /** What granting it does. */
      means: z.array(sentence),
      /** Entry of this child was put off in an earlier year. */
      deferredBefore: z.boolean(),
    }),
  },
  'POST /api/requests/:id/decision': {
    summary: 'Grant or refuse, with reasons. Granting changes the application in the same transaction.',
    who: deciders,
    params: byId,
    body: z.object({
      version: z.int(),
      grant: z.boolean(),
      words: z.string().trim().min(10).max(4000),
      /** Granted change: the last day for the correction. */
      correctOn: dateText.optional(),
    }),
    response: moved,
  },
  'GET /api/requests/:id/decision.pdf': {
    summary: 'The letter with decision and reasons.',
    who: 'signed_in',
    params: byId,
    response: 'file',
  },
});

export const requestsRefusals = {
  'request.not_found': { status: 404, zh: '没有这件申请。', en: 'There is no such request.' },
  'request.barred': { status: 422, zh: '{why}', en: '{whyEn}' },
  'request.open': {
    status: 409,
    zh: '这份报名已有一件正在办理的申请（{number}），请等它办结，或先撤回。',
    en: 'There is already an open request ({number}); wait for its end or take it back first.',
  },
  'request.words_needed': {
    status: 422,
    zh: '请写明退出的原因（至少 4 个字）。',
    en: 'Please say why in a few words.',
  },
  'request.evidence_needed': {
    status: 422,
    zh: '请至少上传一份材料：缓学需要县级以上医院的诊断证明或其他依法可以延缓入学的证明。',
    en: 'Please add at least one paper: a diagnosis of a county hospital or above, or another lawful proof.',
  },
  'request.file_unknown': {
    status: 422,
    zh: '有文件不属于这份报名，请重新上传。',
    en: 'A file does not belong to this application; add it again.',
  },
  'request.since_future': {
    status: 422,
    zh: '变化的日期不能晚于今天。',
    en: 'The day of the change cannot lie in the future.',
  },
  'request.season_unfit': {
    status: 422,
    zh: '不能转到这个招生季：须是本市另一区县、同一学段、同一年份，且正在办理。',
    en: 'Not a season to move to: it must be of another district, the same stage and year, and running.',
  },
  'request.correct_on_needed': {
    status: 422,
    zh: '同意更改时，请选择明天起、不晚于 {latest} 的修改截止日。',
    en: 'Choose the last day for the correction, from tomorrow until {latest}.',
  },
  'request.changed': {
    status: 409,
    zh: '这件申请刚有变化，请刷新后再操作。',
    en: 'The request has just changed. Reload and try again.',
  },
  'request.state': {
    status: 409,
    zh: '现在的状态是“{state}”，不能{action}。',
    en: 'It is “{stateEn}”; “{actionEn}” is not possible.',
  },
  'request.not_allowed': { status: 403, zh: '您不能{action}。', en: 'You may not do “{actionEn}”.' },
  'request.none_decided': { status: 404, zh: '还没有决定书。', en: 'There is no decision yet.' },
} as const satisfies Record<string, RefusalText>;
