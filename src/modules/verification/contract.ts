// Checks with other departments, as staff see them.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';

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
    summary: 'Whether each department’s data answers at present, and how many checks wait for it.',
    who: staff,
    response: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        nameEn: z.string(),
        available: z.boolean(),
        reason: z.string().nullable(),
        changedAt: instant,
        records: z.int(),
        counts: z.object({
          pending: z.int(),
          matched: z.int(),
          mismatch: z.int(),
          noRecord: z.int(),
          sourceDown: z.int(),
          manual: z.int(),
        }),
      }),
    ),
  },
  'POST /api/departments/:kind/availability': {
    summary:
      'Say that a department’s data does not answer (checks wait), or answers again (waiting checks are asked again).',
    who: ['city_officer'],
    params: z.object({ kind: z.string() }),
    body: z.object({ available: z.boolean(), reason: z.string().trim().min(2).max(300) }),
    response: z.object({ done: z.literal(true) }),
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
  'check.outdated': {
    status: 409,
    zh: '家长已重新提交，请刷新后看新的核验。',
    en: 'The family has submitted again; reload to see the new checks.',
  },
  'department.not_found': { status: 404, zh: '没有这个数据来源。', en: 'There is no such source.' },
} as const satisfies Record<string, RefusalText>;
