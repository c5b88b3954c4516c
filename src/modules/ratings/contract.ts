// 好差评: ratings, their follow-up, work orders and the public summary, as they go over the wire.

import { z } from 'zod';
import { contract, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { WORK_ORDER_EVENTS, WORK_ORDER_STATES } from './workflow.ts';

/** 非常满意 5, 满意 4, 基本满意 3, 不满意 2, 非常不满意 1: the five levels of the national scheme. */
export const level = z.int().min(1).max(5);
/** Levels from here down open a work order. */
export const POOR = 2;

/** 办事效率, 指南准确, 便捷程度, 平台操作: the national scheme's online questions; each may be left out. */
export const ASPECTS = ['efficiency', 'guidance', 'convenience', 'platform'] as const;
const aspects = z.strictObject({
  efficiency: level.optional(),
  guidance: level.optional(),
  convenience: level.optional(),
  platform: level.optional(),
});

/** A promised time. */
const due = z.object({ dueAt: instant.nullable(), breached: z.boolean() });

export const rating = z.object({
  level,
  aspects,
  words: z.string(),
  ratedAt: instant,
  followUp: z.object({ level, words: z.string(), at: instant }).nullable(),
  /** What becomes of a poor rating; null for the others. */
  order: z.object({ state: z.enum(WORK_ORDER_STATES), contact: due, fix: due }).nullable(),
});

export const workOrder = z.object({
  id: z.uuid(),
  state: z.enum(WORK_ORDER_STATES),
  version: z.int(),
  district: z.string(),
  applicationId: z.uuid(),
  receiptNo: z.string().nullable(),
  guardianName: z.string(),
  guardianPhone: z.string(),
  level,
  words: z.string(),
  openedAt: instant,
  contact: due,
  fix: due,
  events: z.array(z.object({ at: instant, zh: z.string(), en: z.string(), byName: z.string(), words: z.string() })),
  actions: z.array(z.enum(WORK_ORDER_EVENTS)),
});

const byId = z.object({ id: z.uuid() });
const words = z.string().trim().max(1000).default('');
const officers = ['district_reviewer', 'district_admin', 'city_officer', 'auditor'] as const;

export const ratingsContract = contract({
  'GET /api/applications/:id/rating': {
    summary: 'How the family rated this case, and what it may still say.',
    who: 'signed_in',
    params: byId,
    response: z.object({ rating: rating.nullable(), mayRate: z.boolean(), mayFollowUp: z.boolean() }),
  },
  'POST /api/applications/:id/rating': {
    summary: 'Rate a finished case, once. A poor rating opens a work order.',
    who: ['guardian'],
    params: byId,
    body: z.object({ level, aspects: aspects.default({}), words }),
    response: rating,
  },
  'POST /api/applications/:id/rating/follow-up': {
    summary: 'Add to a rating, once.',
    who: ['guardian'],
    params: byId,
    body: z.object({ level, words }),
    response: rating,
  },
  'GET /api/work-orders': {
    summary: 'Work orders of the reader’s district, most pressing first.',
    who: officers,
    query: z.object({ state: z.enum(WORK_ORDER_STATES).optional() }),
    response: z.array(workOrder),
  },
  'POST /api/work-orders/:id': {
    summary: 'Record a contact, what was put right, or a call-back.',
    who: ['district_reviewer', 'district_admin'],
    params: byId,
    body: z.object({
      version: z.int(),
      event: z.enum(WORK_ORDER_EVENTS),
      words: z.string().trim().min(4, '请写明情况 · Say what was done').max(1000),
    }),
    response: z.object({ version: z.int(), state: z.enum(WORK_ORDER_STATES) }),
  },
  'GET /api/ratings/words': {
    summary: 'Words of ratings that nobody has looked at yet, for showing or hiding.',
    who: ['district_reviewer', 'district_admin'],
    response: z.array(z.object({ id: z.uuid(), level, words: z.string(), ratedAt: instant })),
  },
  'POST /api/ratings/:id/words': {
    summary: 'Show the words of a rating to the public without a name, or keep them hidden because they name somebody.',
    who: ['district_reviewer', 'district_admin'],
    params: byId,
    body: z.object({ show: z.boolean() }),
    response: z.object({ done: z.literal(true) }),
  },
  'GET /api/ratings': {
    summary:
      'The public summary: counts by level for each district, and words without names. Few ratings are not shown.',
    who: 'anyone',
    response: z.object({
      /** Below this number a district’s figures are withheld, so that nobody is recognized. */
      least: z.int(),
      districts: z.array(
        z.object({
          district: z.string(),
          name: z.string(),
          nameEn: z.string(),
          count: z.int(),
          /** Ratings by level 1 to 5; null when there are too few. */
          levels: z.array(z.int()).length(5).nullable(),
          /** Share of level 3 and above, in basis points; null when there are too few. */
          content: z.int().nullable(),
          orders: z.object({ opened: z.int(), closed: z.int(), breached: z.int() }).nullable(),
        }),
      ),
      words: z.array(z.object({ level, words: z.string(), district: z.string(), month: z.string() })),
    }),
  },
});

export const ratingsRefusals = {
  'rating.not_finished': {
    status: 422,
    zh: '这份报名还在办理中，有结果后再评价。',
    en: 'This case is still open; rate it when there is a result.',
  },
  'rating.once': {
    status: 409,
    zh: '已经评价过了；可以再追评一次。',
    en: 'It was rated already; you can add to it once.',
  },
  'rating.none': { status: 409, zh: '还没有评价，不能追评。', en: 'There is no rating to add to.' },
  'rating.followed': { status: 409, zh: '已经追评过了。', en: 'It was added to already.' },
  'rating.not_found': { status: 404, zh: '没有这条评价。', en: 'There is no such rating.' },
  'work_order.not_found': { status: 404, zh: '没有这张工单。', en: 'There is no such work order.' },
  'work_order.changed': {
    status: 409,
    zh: '工单刚被同事处理过，请刷新。',
    en: 'A colleague has just worked on it. Reload.',
  },
  'work_order.state': {
    status: 409,
    zh: '现在的状态是“{state}”，不能{action}。',
    en: 'It is “{stateEn}”; “{actionEn}” is not possible.',
  },
} as const satisfies Record<string, RefusalText>;
