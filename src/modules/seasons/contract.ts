// Seasons: district, stage, entry year, their calendar and policy, as they go over the wire.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';

/** Where a season stands; derived from its calendar, never stored. */
export const PHASES = [
  'upcoming',
  'registration',
  'late_registration',
  'review',
  'results',
  'reporting',
  'over',
] as const;
export type Phase = (typeof PHASES)[number];

export const calendar = z.object({
  registrationOpensAt: instant,
  registrationClosesAt: instant,
  lateClosesAt: instant,
  resultsExpectedOn: dateText,
  objectionsUntil: instant.nullable(),
  confirmBy: instant,
  offerDays: z.int().min(1).max(30),
  reportFrom: dateText,
  reportUntil: dateText,
});

export const season = calendar.extend({
  id: z.string(),
  district: z.string(),
  districtName: z.string(),
  districtNameEn: z.string(),
  stage: z.enum(['primary', 'junior']),
  entryYear: z.int(),
  name: z.string(),
  nameEn: z.string(),
  phase: z.enum(PHASES),
  resultsPublishedAt: instant.nullable(),
  /** Since when the published list is final; null before, and while it is preliminary. */
  resultsFinalAt: instant.nullable(),
  demo: z.boolean(),
  version: z.int(),
  helpline: z.string(),
  policy: z.object({ id: z.string(), version: z.string(), title: z.string(), hash: z.string(), demo: z.boolean() }),
});
export type Season = z.output<typeof season>;

export const seasonsContract = contract({
  'GET /api/seasons': { summary: 'All seasons, for the public.', who: 'anyone', response: z.array(season) },
  'GET /api/seasons/:id': {
    summary: 'One season with its rules in plain words.',
    who: 'anyone',
    params: z.object({ id: z.string() }),
    response: season.extend({
      source: z.object({ document: z.string(), url: z.string().nullable(), year: z.int().nullable() }),
      categories: z.array(
        z.object({ id: z.string(), order: z.int(), name: z.string(), nameEn: z.string().nullable() }),
      ),
      /** Markdown, Chinese: the policy in words for families. */
      rules: z.string(),
    }),
  },
  'PATCH /api/seasons/:id/calendar': {
    summary: 'Change the calendar of a season, with a reason that is recorded.',
    who: ['district_admin', 'city_officer'],
    params: z.object({ id: z.string() }),
    body: calendar.partial().extend({ version: z.int(), reason: z.string().trim().min(4).max(500) }),
    response: season,
  },
});

export const seasonsRefusals = {
  'season.not_found': { status: 404, zh: '没有这个招生季。', en: 'There is no such season.' },
  'season.not_yours': {
    status: 403,
    zh: '这个招生季不归本单位管理。',
    en: 'This season is not managed by your organization.',
  },
  'season.changed': {
    status: 409,
    zh: '日程刚被别人改过，请刷新后再改。',
    en: 'The calendar was just changed by someone else. Reload and try again.',
  },
  'season.calendar_order': { status: 422, zh: '日期顺序不对：{what}。', en: 'The dates are out of order: {what}.' },
} as const satisfies Record<string, RefusalText>;
