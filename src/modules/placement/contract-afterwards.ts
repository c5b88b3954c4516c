// What happens after publication, as it goes over the wire: objections, corrections, waiting lists and offers.

import { z } from 'zod';
import { contract, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';

const officers = ['district_admin', 'district_reviewer', 'city_officer', 'auditor'] as const;
const deciders = ['district_admin', 'district_reviewer'] as const;
const byId = z.object({ id: z.uuid() });
const bySeason = z.object({ id: z.string() });

export const objection = z.object({
  id: z.uuid(),
  applicationId: z.uuid(),
  receiptNo: z.string(),
  childName: z.string(),
  words: z.string(),
  raisedAs: z.enum(['family', 'officer']),
  raisedByName: z.string(),
  raisedAt: instant,
  state: z.enum(['open', 'upheld', 'rejected']),
  answer: z.string().nullable(),
  answeredByName: z.string().nullable(),
  answeredAt: instant.nullable(),
  /** The reader entered it, so another must answer. */
  mine: z.boolean(),
});

const effect = z.object({
  applicationId: z.uuid(),
  receiptNo: z.string(),
  childName: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** The child that the correction is about; otherwise one that moves because of it. */
  concerned: z.boolean(),
});
const overPlan = z.object({ schoolId: z.string(), schoolName: z.string(), by: z.int() });

export const correction = z.object({
  id: z.uuid(),
  state: z.enum(['proposed', 'approved', 'rejected']),
  wrong: z.string(),
  evidence: z.string(),
  objectionId: z.uuid().nullable(),
  movesOthers: z.boolean(),
  /** What is put right, in words. */
  changes: z.array(z.object({ zh: z.string(), en: z.string() })),
  effects: z.array(effect),
  proposedByName: z.string(),
  proposedAt: instant,
  decidedByName: z.string().nullable(),
  decidedAt: instant.nullable(),
  mine: z.boolean(),
});

/** What was wrong about one child, and what is right. */
const correctedFacts = z.object({
  applicationId: z.uuid(),
  categoryId: z.string().optional(),
  schoolId: z.string().nullable().optional(),
  late: z.boolean().optional(),
});
const correctionInput = z.object({
  applicants: z.array(correctedFacts).max(50),
  schools: z.array(z.object({ schoolId: z.string(), seats: z.int().min(0).max(10_000) })).max(100),
  movesOthers: z.boolean(),
});

const offer = z.object({
  id: z.uuid(),
  schoolId: z.string(),
  schoolName: z.string(),
  schoolNameEn: z.string(),
  state: z.enum(['open', 'taken', 'declined', 'expired', 'withdrawn']),
  offeredAt: instant,
  answerUntil: instant,
  answeredAt: instant.nullable(),
});

export const afterwardsContract = contract({
  'GET /api/applications/:id/afterwards': {
    summary: 'What a family may still do after publication: offers, waiting lists, objections.',
    who: ['guardian', 'school_reviewer', ...officers],
    params: byId,
    response: z.object({
      /** The published list holds, or is still shown for objections; null before publication. */
      list: z.enum(['preliminary', 'final']).nullable(),
      /** Until when an objection can be raised; null: not now. */
      objectionsUntil: instant.nullable(),
      mayObject: z.boolean(),
      objections: z.array(objection.omit({ raisedByName: true, answeredByName: true, mine: true })),
      waiting: z.array(z.object({ schoolName: z.string(), schoolNameEn: z.string(), before: z.int() })),
      offers: z.array(offer),
      mayAnswer: z.boolean(),
    }),
  },
  'POST /api/applications/:id/objections': {
    summary: 'Object to the published list: the family, or an officer for someone who came in person.',
    who: ['guardian', ...deciders],
    params: byId,
    body: z.object({ words: z.string().trim().min(4).max(2000) }),
    response: z.object({ id: z.uuid() }),
  },
  'GET /api/seasons/:id/objections': {
    summary: 'Objections to the published list of a season.',
    who: officers,
    params: bySeason,
    response: z.object({
      list: z.enum(['preliminary', 'final']).nullable(),
      objectionsUntil: instant.nullable(),
      open: z.boolean(),
      objections: z.array(objection),
    }),
  },
  'POST /api/objections/:id': {
    summary: 'Answer an objection with reasons; who entered it may not.',
    who: deciders,
    params: byId,
    body: z.object({ upheld: z.boolean(), answer: z.string().trim().min(4).max(2000) }),
    response: z.object({ done: z.literal(true) }),
  },
  'GET /api/seasons/:id/corrections': {
    summary: 'Corrections of the published list of a season, and what can be put right.',
    who: officers,
    params: bySeason,
    response: z.object({
      categories: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string().nullable() })),
      schools: z.array(
        z.object({ id: z.string(), name: z.string(), ownership: z.enum(['public', 'private']), seats: z.int() }),
      ),
      corrections: z.array(correction),
    }),
  },
  'POST /api/seasons/:id/corrections/preview': {
    summary: 'Whom a correction would touch, before it is proposed.',
    who: deciders,
    params: bySeason,
    body: correctionInput,
    response: z.object({ effects: z.array(effect), overPlan: z.array(overPlan) }),
  },
  'POST /api/seasons/:id/corrections': {
    summary: 'Propose a correction of the published list; a second officer decides.',
    who: deciders,
    params: bySeason,
    body: correctionInput.extend({
      wrong: z.string().trim().min(4).max(2000),
      evidence: z.string().trim().min(4).max(2000),
      objectionId: z.uuid().nullable().default(null),
    }),
    response: z.object({ id: z.uuid() }),
  },
  'POST /api/corrections/:id': {
    summary: 'Approve or reject a correction that someone else proposed.',
    who: deciders,
    params: byId,
    body: z.object({ approve: z.boolean() }),
    response: z.object({ done: z.literal(true) }),
  },
  'GET /api/seasons/:id/waiting': {
    summary: 'Seats, vacancies, waiting lists and offers of a season after publication.',
    who: officers,
    params: bySeason,
    response: z.object({
      schools: z.array(
        z.object({
          schoolId: z.string(),
          schoolName: z.string(),
          ownership: z.enum(['public', 'private']),
          seats: z.int(),
          taken: z.int(),
          offered: z.int(),
          waiting: z.array(
            z.object({
              place: z.int(),
              applicationId: z.uuid(),
              receiptNo: z.string(),
              childName: z.string(),
              /** Where it sits now. */
              at: z.string().nullable(),
              /** Still waits, or why not any more. */
              state: z.enum(['waits', 'offered', 'moved_up', 'declined', 'expired', 'gone']),
              answerUntil: instant.nullable(),
            }),
          ),
        }),
      ),
      /** Children without a seat, for supplementary placement. */
      withoutSeat: z.int(),
    }),
  },
  'POST /api/offers/:id': {
    summary: 'Take or decline an offered seat.',
    who: ['guardian'],
    params: byId,
    body: z.object({ take: z.boolean() }),
    response: z.object({ done: z.literal(true) }),
  },
});

export const afterwardsRefusals = {
  'objection.closed': {
    status: 422,
    zh: '现在不是异议期。如有疑问，请拨打 {helpline}。',
    en: 'Objections are not heard at present. Please call {helpline}.',
  },
  'objection.open': {
    status: 409,
    zh: '这个孩子已有一份异议正在处理。',
    en: 'An objection about this child is being dealt with already.',
  },
  'objection.not_found': {
    status: 404,
    zh: '没有这份异议，或已答复。',
    en: 'There is no such objection, or it was answered.',
  },
  'objection.own': {
    status: 403,
    zh: '由您登记的异议，请另一位同事答复。',
    en: 'You entered this objection; a colleague must answer it.',
  },
  'correction.not_found': {
    status: 404,
    zh: '没有这份更正，或已处理。',
    en: 'There is no such correction, or it was decided.',
  },
  'correction.open': {
    status: 409,
    zh: '已有一份待审批的更正，请先处理。',
    en: 'A correction is already open; decide on it first.',
  },
  'correction.own': {
    status: 403,
    zh: '不能审批自己提出的更正，请另一位同事审批。',
    en: 'You cannot decide on your own correction; ask a colleague.',
  },
  'correction.nothing': {
    status: 422,
    zh: '这样更正不会改变任何人的录取结果。',
    en: 'Put right like this, nobody’s placement changes.',
  },
  'correction.outdated': {
    status: 409,
    zh: '提出之后名单又有变动，影响已不同，请驳回后重新提出。',
    en: 'The list has changed since, and so have the effects; reject it and propose again.',
  },
  'correction.unknown': {
    status: 422,
    zh: '名单里没有 {what}。',
    en: 'The published list has no {what}.',
  },
  'offer.not_found': { status: 404, zh: '没有这个递补机会。', en: 'There is no such offer.' },
  'offer.over': {
    status: 409,
    zh: '这个递补机会已处理或已过期限（{until}）。',
    en: 'This offer was answered, or its time ran out ({until}).',
  },
} as const satisfies Record<string, RefusalText>;
