// Draws as they go over the wire: the ceremony for officers, a party's own page, what is public, a family's proof.

import { z } from 'zod';
import { contract, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { DRAW_STATES, drawWorkflow, type DrawEvent } from './workflow.ts';

/** In what capacity a party commits, or somebody is present. */
export const CAPACITIES = ['bureau', 'discipline', 'parents', 'notary', 'deputy', 'press', 'other'] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** 64 lower-case hexadecimal digits. */
const hex32 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, '须为 64 位小写十六进制数字 · expected 64 lower-case hexadecimal digits');
/** One line of text, as it is hashed. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, '请填写 · please fill in')
    .max(max)
    .refine(
      (text) => text.isWellFormed() && !/\p{Cc}/u.test(text),
      '不能换行，也不能有控制字符 · one line without control characters',
    );

/** What is planned of a draw, until it is announced. */
export const drawSettings = z.object({
  /** Where the public value will appear, to the issue or round. */
  source: line(300).refine(
    (text) => !/[（(]\s*期号\s*[）)]/.test(text),
    '“（期号）”是示例，请换成将来一期的真实期号，如 2027052 · “（期号）” is a sample; write the number of a real future issue, such as 2027052',
  ),
  /** How it is written down, to the character, and what holds if it does not appear. */
  form: line(500),
  publicAt: instant,
  commitBy: instant,
  revealBy: instant,
  /** Where the ceremony is held. */
  place: z.string().trim().max(200),
});
export type DrawSettings = z.output<typeof drawSettings>;

export const partyInput = z.object({
  name: line(60),
  capacity: z.enum(CAPACITIES),
  /** Phone of a member of staff, who then commits with the own account; empty for a witness without one. */
  phone: z.string().trim().max(20).default(''),
});
export type PartyInput = z.output<typeof partyInput>;

const plan = z.object({
  settings: drawSettings,
  parties: z.array(partyInput).min(2, '至少两方 · at least two parties').max(12),
});

const roster = z.object({ size: z.int(), lots: z.int(), root: hex32 });
const method = z.object({
  algorithm: z.string(),
  hash: z.enum(['sha256', 'sm3']),
  rules: z.object({ version: z.string(), hash: hex32, title: z.string() }),
  /** SHA-256 of the list of the drawing program's files with their SHA-256; see docs/lottery.md. */
  code: hex32,
  list: z.string(),
  lastSeat: z.enum(['skip', 'over_quota', 'split']),
});

/** Children of one category at one school and their chance, when the roster was frozen. Small counts are not told. */
export const categoryOdds = z.object({
  name: z.string(),
  nameEn: z.string().nullable(),
  /** Null: fewer than three. */
  children: z.int().nullable(),
  /** Expected share that gets a seat here, in percent; null where the count is not told. */
  chance: z.int().min(0).max(100).nullable(),
  /** Whether the number decides for some of them. */
  byNumber: z.boolean(),
});
/** Seats and children of one school. */
export const schoolOdds = z.object({
  schoolId: z.string(),
  schoolName: z.string(),
  schoolNameEn: z.string().nullable(),
  ownership: z.enum(['public', 'private']),
  seats: z.int(),
  children: z.int(),
  categories: z.array(categoryOdds),
});
export type SchoolOdds = z.output<typeof schoolOdds>;

const publicParty = z.object({
  name: z.string(),
  capacity: z.enum(CAPACITIES),
  commitment: hex32.nullable(),
  committedAt: instant.nullable(),
  nonce: hex32.nullable(),
  value: z.string().nullable(),
  revealedAt: instant.nullable(),
});

/** A draw in a list. */
export const drawSummary = z.object({
  id: z.string(),
  seasonId: z.string(),
  seasonName: z.string(),
  seasonNameEn: z.string(),
  number: z.int(),
  state: z.enum(DRAW_STATES),
  stateZh: z.string(),
  stateEn: z.string(),
  publicAt: instant,
  announcedAt: instant.nullable(),
  sealedAt: instant.nullable(),
  withdrawnReason: z.string().nullable(),
  demo: z.boolean(),
});

/** What everybody may know of a draw from its announcement on. */
export const publicDraw = drawSummary.extend({
  nextZh: z.string(),
  nextEn: z.string(),
  settings: drawSettings,
  roster: roster.nullable(),
  method: method.nullable(),
  odds: z.array(schoolOdds),
  parties: z.array(publicParty),
  replaces: z.object({ transcript: hex32, reason: z.string() }).nullable(),
  /** When the announcement was complete, with every commitment. */
  completeAt: z.string().nullable(),
  announcementHash: hex32.nullable(),
  publicValue: z.object({ value: z.string(), at: instant, where: z.string() }).nullable(),
  seed: hex32.nullable(),
  transcriptHash: hex32.nullable(),
  withdrawnAt: instant.nullable(),
});
export type PublicDraw = z.output<typeof publicDraw>;

const EVENTS = Object.keys(drawWorkflow.on) as [DrawEvent, ...DrawEvent[]];
/** Steps that need nothing but a reason, if that. */
export const PLAIN_STEPS = [
  'propose',
  'send_back',
  'announce',
  'strike_value',
  'draw',
  'seal',
  'discard',
  'withdraw',
  'stop_unrevealed',
  'stop_uncommitted',
  'report_source',
  'source_came',
  'confirm_source_failure',
] as const satisfies readonly DrawEvent[];
export type PlainStep = (typeof PLAIN_STEPS)[number];

const ceremony = publicDraw.extend({
  version: z.int(),
  /** What the reader may do now. */
  actions: z.array(z.enum(EVENTS)),
  /** Who took the last step that needs a second officer, if the reader did not. */
  waitingFor: z.string().nullable(),
  /** Children and lots that would be frozen now; null once they are. */
  wouldFreeze: z.object({ size: z.int(), lots: z.int() }).nullable(),
  people: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      capacity: z.enum(CAPACITIES),
      accountName: z.string().nullable(),
      phone: z.string(),
      /** The reader is this party. */
      mine: z.boolean(),
      /** Address of the party's own page: for witnesses, and for the party itself. */
      link: z.string().nullable(),
      committed: z.boolean(),
      revealed: z.boolean(),
    }),
  ),
  record: z.array(
    z.object({
      at: instant,
      event: z.string(),
      zh: z.string(),
      en: z.string(),
      who: z.string(),
      organization: z.string(),
      words: z.string(),
    }),
  ),
  present: z.array(z.object({ name: z.string(), capacity: z.enum(CAPACITIES), at: instant })),
});

const officers = ['district_admin', 'district_reviewer', 'city_officer', 'auditor'] as const;
const actors = ['district_admin', 'district_reviewer', 'city_officer'] as const;
const byDraw = z.object({ id: z.string() });
const byKey = z.object({ key: z.string() });
const version = z.int();

const partyPage = z.object({
  drawId: z.string(),
  seasonName: z.string(),
  seasonNameEn: z.string(),
  state: z.enum(DRAW_STATES),
  stateZh: z.string(),
  stateEn: z.string(),
  hash: z.enum(['sha256', 'sm3']),
  name: z.string(),
  capacity: z.enum(CAPACITIES),
  commitBy: instant,
  revealBy: instant,
  commitment: hex32.nullable(),
  committedAt: instant.nullable(),
  revealedAt: instant.nullable(),
  may: z.enum(['commit', 'reveal']).nullable(),
});

const proof = z.object({ entry: z.string(), index: z.int(), size: z.int(), path: z.array(hex32) });

export const drawsContract = contract({
  'GET /api/seasons/:id/draws': {
    summary: 'Draws of a season, newest first, and whether another may be prepared.',
    who: officers,
    params: byDraw,
    response: z.object({ draws: z.array(drawSummary), mayPrepare: z.boolean(), replacesNeeded: z.boolean() }),
  },
  'POST /api/seasons/:id/draws': {
    summary: 'Prepare a draw. After a sealed one it needs the reason for drawing again.',
    who: actors,
    params: byDraw,
    body: plan.extend({ replacesReason: z.string().trim().max(500).default('') }),
    response: z.object({ id: z.string() }),
  },
  'GET /api/draws/:id': {
    summary: 'A draw with its ceremony: steps, parties, who was present, and what the reader may do now.',
    who: officers,
    params: byDraw,
    response: ceremony,
  },
  'PUT /api/draws/:id': {
    summary: 'Change the plan of a draw that is not announced.',
    who: actors,
    params: byDraw,
    body: plan.extend({ version }),
    response: ceremony,
  },
  'POST /api/draws/:id/steps': {
    summary: 'Take a step: announce, draw, seal, withdraw and the others that need at most a reason.',
    who: actors,
    params: byDraw,
    body: z.object({ step: z.enum(PLAIN_STEPS), version, reason: z.string().trim().max(500).default('') }),
    response: ceremony,
  },
  'POST /api/draws/:id/public-value': {
    summary: 'Enter the public value as its source shows it.',
    who: actors,
    params: byDraw,
    body: z.object({ version, value: line(500), where: line(500) }),
    response: ceremony,
  },
  'POST /api/draws/:id/public-value/confirmation': {
    summary: 'A second officer reads the source and enters the value again; both must agree to the character.',
    who: actors,
    params: byDraw,
    body: z.object({ version, value: line(500) }),
    response: ceremony,
  },
  'POST /api/draws/:id/present': {
    summary: 'Record who is present at the ceremony.',
    who: actors,
    params: byDraw,
    body: z.object({ name: line(60), capacity: z.enum(CAPACITIES) }),
    response: ceremony,
  },
  'POST /api/draws/:id/parties/:partyId/commitment': {
    summary: 'Enter the commitment of a witness from a printed sheet.',
    who: actors,
    params: byDraw.extend({ partyId: z.uuid() }),
    body: z.object({ commitment: hex32 }),
    response: ceremony,
  },
  'POST /api/draws/:id/parties/:partyId/reveal': {
    summary: 'Enter the reveal of a witness from a printed sheet.',
    who: actors,
    params: byDraw.extend({ partyId: z.uuid() }),
    body: z.object({ nonce: hex32, value: line(200) }),
    response: ceremony,
  },
  'GET /api/draw-parties/:key': {
    summary: 'A party’s own page. A witness comes with the link alone; a member of staff must be signed in besides.',
    who: 'anyone',
    params: byKey,
    response: partyPage,
  },
  'POST /api/draw-parties/:key/commitment': {
    summary: 'Hand in a commitment; the value itself stays on the party’s device.',
    who: 'anyone',
    params: byKey,
    body: z.object({ commitment: hex32 }),
    response: partyPage,
  },
  'POST /api/draw-parties/:key/reveal': {
    summary: 'Reveal what was committed to.',
    who: 'anyone',
    params: byKey,
    body: z.object({ nonce: hex32, value: line(200) }),
    response: partyPage,
  },
  'GET /api/public-draws': {
    summary: 'Announced draws, newest first.',
    who: 'anyone',
    response: z.array(drawSummary),
  },
  'GET /api/public-draws/:id': {
    summary: 'What everybody may know of a draw: before it the announcement, after it the result by ticket.',
    who: 'anyone',
    params: byDraw,
    response: publicDraw,
  },
  'GET /api/public-draws/:id/roster.txt': {
    summary:
      'The frozen roster: one ticket a line, ascending; a bound child’s line names its group’s first ticket too.',
    who: 'anyone',
    params: byDraw,
    response: 'file',
  },
  'GET /api/public-draws/:id/announcement.json': {
    summary: 'The announcement to the byte, from the last commitment on.',
    who: 'anyone',
    params: byDraw,
    response: 'file',
  },
  'GET /api/public-draws/:id/numbers': {
    summary: 'Tickets in the order of their numbers, once drawn; members of a bound group share a number.',
    who: 'anyone',
    params: byDraw,
    response: z.object({ lots: z.array(z.array(hex32)) }),
  },
  'GET /api/public-draws/:id/transcript.json': {
    summary: 'The sealed transcript to the byte, for verification anywhere.',
    who: 'anyone',
    params: byDraw,
    response: 'file',
  },
  'GET /api/lottery-files/:name': {
    summary: 'The specification, the stand-alone verifiers, and the drawing program whose hash announcements name.',
    who: 'anyone',
    params: z.object({ name: z.string() }),
    response: 'file',
  },
  'GET /api/applications/:id/ticket': {
    summary: 'A family’s ticket with its inclusion proof in each announced draw of the season.',
    who: ['guardian'],
    params: z.object({ id: z.uuid() }),
    response: z.object({
      ticket: hex32,
      draws: z.array(
        z.object({
          drawId: z.string(),
          state: z.enum(DRAW_STATES),
          stateZh: z.string(),
          stateEn: z.string(),
          hash: z.enum(['sha256', 'sm3']),
          root: hex32,
          size: z.int(),
          publicAt: instant,
          /** Null: the child is not in the roster, because it applied after that was frozen. */
          proof: proof.nullable(),
          /** Null before the draw. */
          number: z.int().nullable(),
          lots: z.int(),
        }),
      ),
    }),
  },
});

export const drawsRefusals = {
  'draw.not_found': { status: 404, zh: '没有这次派位。', en: 'There is no such draw.' },
  'draw.step': {
    status: 409,
    zh: '派位的状态是“{state}”，现在不能这样处理。',
    en: 'The draw is “{state}”; this cannot be done now.',
  },
  'draw.changed': {
    status: 409,
    zh: '派位刚有变化，请刷新后再处理。',
    en: 'The draw has just changed; read it again first.',
  },
  'draw.live': {
    status: 409,
    zh: '本招生季已有一次派位正在进行，完成或撤回后才能再准备。',
    en: 'A draw of this season is under way; finish or withdraw it first.',
  },
  'draw.replaces_needed': {
    status: 422,
    zh: '本招生季已有封存的派位。再次派位须写明理由，理由将公布。',
    en: 'This season has a sealed draw. Drawing again needs a reason, which is published.',
  },
  'draw.reason_needed': { status: 422, zh: '请写明理由，理由将公布。', en: 'Give the reason; it is published.' },
  'draw.season_published': {
    status: 409,
    zh: '本招生季结果已公布，不能再派位。',
    en: 'The results of this season are public; no draw can follow.',
  },
  'draw.times': {
    status: 422,
    zh: '时间须依次为：现在、交承诺截止、揭示截止、公共随机值产生。',
    en: 'Times must follow each other: now, commitments, reveals, public value.',
  },
  'draw.party_twice': { status: 422, zh: '“{party}”填了两次。', en: '“{party}” appears twice.' },
  'draw.party_unknown': {
    status: 422,
    zh: '没有手机号为 {phone} 的工作人员。',
    en: 'No member of staff has the phone {phone}.',
  },
  'draw.empty_roster': {
    status: 422,
    zh: '本招生季还没有可以参加派位的孩子。',
    en: 'No child of this season can take part yet.',
  },
  'draw.other_officer': {
    status: 403,
    zh: '上一步是您办的，这一步须由另一位同事办理。',
    en: 'You took the step before; this one needs another officer.',
  },
  'draw.commit_over': { status: 409, zh: '交承诺的时间已过。', en: 'The time for commitments has passed.' },
  'draw.reveal_over': { status: 409, zh: '揭示的时间已过。', en: 'The time for reveals has passed.' },
  'draw.value_known': {
    status: 409,
    zh: '公共随机值产生的时间已到，不能再撤回。',
    en: 'The public value may be known; withdrawing is no longer possible.',
  },
  'draw.not_yet': { status: 409, zh: '时间未到：{at}。', en: 'Not before {at}.' },
  'draw.too_soon': {
    status: 409,
    zh: '公告刚刚完整，请一秒后再揭示。',
    en: 'The announcement became complete this very second; reveal in a moment.',
  },
  'draw.committed_already': {
    status: 409,
    zh: '这一方已交承诺，不能更换。有误请撤回公告后重新公告。',
    en: 'This party has committed and cannot change it; if it is wrong, withdraw and announce anew.',
  },
  'draw.revealed_already': { status: 409, zh: '这一方已揭示。', en: 'This party has revealed.' },
  'draw.same_commitment': {
    status: 422,
    zh: '这份承诺与另一方的相同。',
    en: 'This commitment equals another party’s.',
  },
  'draw.reveal_mismatch': {
    status: 422,
    zh: '揭示的随机串和数值与承诺不符，请对照打印的凭条核对。期限前仍可再次揭示。',
    en: 'Nonce and value do not give the commitment; check them against the slip. You can try again until the deadline.',
  },
  'draw.account_party': {
    status: 403,
    zh: '这一方须本人登录后办理。',
    en: 'This party acts with its own account.',
  },
  'draw.value_differs': {
    status: 409,
    zh: '与先录入的值不同。请到来源再次核对；先录入的有误，可退回重新录入。',
    en: 'Differs from the value entered first. Look at the source again; if the first is wrong, strike it.',
  },
  'draw.code_changed': {
    status: 409,
    zh: '派位程序与公告的不同（公告 {announced}，现为 {present}）。请恢复公告时的程序版本。',
    en: 'The drawing program differs from the announced one ({announced}, now {present}); restore that version.',
  },
  'draw.broken': {
    status: 409,
    zh: '核验不通过：{why}',
    en: 'Verification fails: {why}',
  },
  'draw.not_public': { status: 404, zh: '这份文件尚未公布。', en: 'This file is not public yet.' },
} as const satisfies Record<string, RefusalText>;
