// Checks with other departments, as staff see them.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { gatewayCallback } from '../../platform/departments/gateway-contract.ts';

export const CHECK_STATES = ['pending', 'matched', 'mismatch', 'no_record', 'source_down', 'manual'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** One thing that differs between what was declared and what is on record; numbers are masked. */
export const difference = z.object({
  field: z.string(),
  zh: z.string(),
  en: z.string(),
  declared: z.string(),
  recorded: z.string(),
});

export const check = z.object({
  id: z.uuid(),
  kind: z.string(),
  departmentZh: z.string(),
  departmentEn: z.string(),
  state: z.enum(CHECK_STATES),
  /** Declared and recorded values side by side, whether they agree or not. */
  comparison: z.array(
    z.object({
      zh: z.string(),
      en: z.string(),
      declared: z.string(),
      recorded: z.string().nullable(),
      agrees: z.boolean().nullable(),
    }),
  ),
  differences: z.array(difference),
  source: z.string().nullable(),
  /** The source said two different things; the first stands beside the declaration. */
  contradicted: z.boolean(),
  /** Why a pending check waits though nobody failed; null where it is simply under way. */
  waitingFor: z.enum(['accepted', 'closed', 'busy', 'batch', 'exported']).nullable(),
  /** When it is asked next by itself. */
  askAt: instant.nullable(),
  attempts: z.int(),
  createdAt: instant,
  answeredAt: instant.nullable(),
  resolution: z.enum(['accepted', 'not_accepted']).nullable(),
  resolvedByName: z.string().nullable(),
  resolvedAt: instant.nullable(),
  resolutionWords: z.string().nullable(),
  /** What a person read from the papers. */
  found: z.array(z.object({ zh: z.string(), en: z.string(), value: z.string() })),
  /** Dates that a person may read from the papers of this check. */
  findable: z.array(z.object({ path: z.string(), zh: z.string(), en: z.string() })),
});
export type Check = z.output<typeof check>;

/** What became of an answer. */
export const VERDICTS = [
  'accepted',
  'duplicate',
  'contradiction',
  'outdated',
  'unasked',
  'bad_signature',
  'malformed',
  'other_question',
  'stale',
] as const;

/** A source of data and how it does. */
export const department = z.object({
  kind: z.string(),
  name: z.string(),
  nameEn: z.string(),
  /** False: an officer has put it on hold. */
  available: z.boolean(),
  reason: z.string().nullable(),
  changedAt: instant,
  channel: z.enum(['gateway', 'batch', 'reference']),
  breaker: z.enum(['closed', 'open', 'trying']),
  /** `22:00-06:00`, China’s time; null: always. */
  hours: z.string().nullable(),
  withinHours: z.boolean(),
  /** The last hundred exchanges of this process. */
  recent: z.object({ asked: z.int(), failed: z.int(), medianMs: z.number().nullable() }),
  /** The first failure since its last answer; null while it answers. */
  failingSince: instant.nullable(),
  outage: z.object({ since: instant, cause: z.enum(['officer', 'unreachable']), familiesExtended: z.int() }).nullable(),
  queue: z.object({ length: z.int(), oldestAt: instant.nullable() }),
  lastAnswerAt: instant.nullable(),
  lastHour: z.object({ usable: z.int(), unusable: z.int() }),
  /** Rows of its reference table. */
  records: z.int(),
  counts: z.object({
    pending: z.int(),
    matched: z.int(),
    mismatch: z.int(),
    noRecord: z.int(),
    sourceDown: z.int(),
    manual: z.int(),
  }),
});

const kindParam = z.object({ kind: z.string() });
const officers = ['district_admin', 'city_officer', 'auditor'] as const;
const staff = ['school_reviewer', 'district_reviewer', 'district_admin', 'city_officer', 'auditor'] as const;

export const verificationContract = contract({
  'GET /api/applications/:id/checks': {
    summary: 'The checks of an application’s present revision, with both sides.',
    who: staff,
    params: z.object({ id: z.uuid() }),
    response: z.array(check),
  },
  'POST /api/checks/:id/resolve': {
    summary: 'Record what a person found after looking at the evidence.',
    who: ['school_reviewer', 'district_reviewer', 'district_admin'],
    params: z.object({ id: z.uuid() }),
    body: z.object({
      resolution: z.enum(['accepted', 'not_accepted']),
      words: z.string().trim().min(2).max(500),
      /** Dates read from the papers, by the paths of `findable`; they rank the child. */
      found: z
        .array(z.object({ path: z.string(), value: dateText }))
        .max(5)
        .default([]),
    }),
    response: check,
  },
  'POST /api/checks/:id/retry': {
    summary: 'Ask the department once more.',
    who: ['school_reviewer', 'district_reviewer', 'district_admin'],
    params: z.object({ id: z.uuid() }),
    response: check,
  },
  'GET /api/departments': {
    summary: 'How each department’s data answers at present, and what waits for it.',
    who: staff,
    response: z.array(department),
  },
  'GET /api/departments/:kind/answers': {
    summary: 'The last answers of a department as they were received and judged, without what they hold.',
    who: officers,
    params: kindParam,
    response: z.array(
      z.object({
        id: z.uuid(),
        requestId: z.string(),
        channel: z.enum(['gateway', 'callback', 'batch', 'reference']),
        receivedAt: instant,
        says: z.enum(['found', 'no_record']).nullable(),
        verdict: z.enum(VERDICTS),
      }),
    ),
  },
  'POST /api/departments/:kind/availability': {
    summary: 'Put a department on hold (its checks wait, families are given time), or resume it.',
    who: ['city_officer'],
    params: kindParam,
    body: z.object({ available: z.boolean(), reason: z.string().trim().min(2).max(300) }),
    response: z.object({ done: z.literal(true) }),
  },
  'POST /api/departments/:kind/retry': {
    summary: 'Ask everything once more that waits for a department.',
    who: ['city_officer'],
    params: kindParam,
    response: z.object({ waiting: z.int() }),
  },
  'POST /api/departments/answers': {
    summary: 'An answer that a department sends by itself, signed by the data-sharing gateway.',
    who: 'anyone',
    body: gatewayCallback,
    response: z.object({ taken: z.literal(true) }),
  },
});

export const verificationRefusals = {
  'check.not_found': {
    status: 404,
    zh: '没有这项核验，或不归您审核。',
    en: 'There is no such check, or it is not yours to review.',
  },
  'check.nothing_to_resolve': {
    status: 409,
    zh: '这项核验结果为“{state}”，无需人工认定。',
    en: 'This check is “{state}”; there is nothing for a person to find.',
  },
  'check.finding_unfit': {
    status: 422,
    zh: '{value} 不能作为这项核验的认定日期：不得晚于今天。',
    en: '{value} cannot be the date found for this check: it must not lie after today.',
  },
  'check.over': {
    status: 409,
    zh: '这份报名已经有结果或已撤回，核对不再改动。结果有误，请走更正程序。',
    en: 'This application has its result or was withdrawn, so its checks are closed. Use a correction if the result is wrong.',
  },
  'check.outdated': {
    status: 409,
    zh: '家长已重新提交，请刷新后看新的核验。',
    en: 'The family has submitted again; reload to see the new checks.',
  },
  'department.answer_bad_signature': {
    status: 401,
    zh: '签名不符，答复未受理。',
    en: 'The signature does not hold; the answer was not taken.',
  },
  'department.answer_stale': {
    status: 401,
    zh: '签名时间已过期或在未来，答复未受理。',
    en: 'It was signed too long ago or in the future; the answer was not taken.',
  },
  'department.answer_malformed': {
    status: 400,
    zh: '答复格式与约定不符。',
    en: 'The answer has not the agreed shape.',
  },
  'department.answer_other_question': {
    status: 400,
    zh: '答复与所问不符。',
    en: 'The answer belongs to another question.',
  },
  'department.answer_replayed': {
    status: 409,
    zh: '这条答复已收到过，未重复受理。',
    en: 'This message was received before; it was not taken again.',
  },
  'department.not_found': { status: 404, zh: '没有这个数据来源。', en: 'There is no such source.' },
} as const satisfies Record<string, RefusalText>;
