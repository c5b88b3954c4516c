// Messages and admission notices, as they go over the wire.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';

export const message = z.object({
  id: z.uuid(),
  kind: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  bodyZh: z.string(),
  bodyEn: z.string(),
  applicationId: z.uuid().nullable(),
  at: instant,
  readAt: instant.nullable(),
});

export const noticesContract = contract({
  'GET /api/messages': {
    summary: 'Messages to one’s account, newest first.',
    who: 'signed_in',
    response: z.object({ messages: z.array(message), unread: z.int() }),
  },
  'POST /api/messages/read': {
    summary: 'Mark all messages as read.',
    who: 'signed_in',
    response: z.object({ done: z.literal(true) }),
  },
  'GET /api/applications/:id/notice': {
    summary: 'The admission notice to show on a page.',
    who: 'signed_in',
    params: z.object({ id: z.uuid() }),
    response: z.object({
      number: z.string(),
      childName: z.string(),
      schoolName: z.string(),
      schoolNameEn: z.string(),
      schoolAddress: z.string(),
      schoolPhone: z.string(),
      reportFrom: dateText,
      reportUntil: dateText,
      receiptNo: z.string().nullable(),
      seasonName: z.string(),
      seasonNameEn: z.string(),
      bureau: z.string(),
      bureauEn: z.string(),
      helpline: z.string(),
      issuedAt: instant,
      /** What the QR code holds: the public check of this notice. */
      checkUrl: z.string(),
      demo: z.boolean(),
    }),
  },
  'GET /api/applications/:id/notice-code.png': {
    summary: 'The QR code of the admission notice as a picture.',
    who: 'signed_in',
    params: z.object({ id: z.uuid() }),
    response: 'file',
  },
  'GET /api/applications/:id/notice.pdf': {
    summary: 'The admission notice, for the family and for staff within their authority.',
    who: 'signed_in',
    params: z.object({ id: z.uuid() }),
    response: 'file',
  },
  'GET /api/applications/:id/receipt.pdf': {
    summary: 'The receipt of an application.',
    who: 'signed_in',
    params: z.object({ id: z.uuid() }),
    response: 'file',
  },
  'GET /api/notices/:token': {
    summary: 'Whether a notice is genuine: what a person with the notice in hand can compare, and nothing more.',
    who: 'anyone',
    params: z.object({ token: z.string().min(10).max(80) }),
    response: z.object({
      state: z.enum(['genuine', 'revoked']),
      number: z.string(),
      /** First character of the name, the rest as ＊. */
      childName: z.string(),
      schoolName: z.string(),
      schoolNameEn: z.string(),
      bureau: z.string(),
      seasonName: z.string(),
      reportFrom: dateText,
      reportUntil: dateText,
      issuedAt: instant,
      revokedAt: instant.nullable(),
    }),
  },
});

export const noticesRefusals = {
  'notice.not_found': {
    status: 404,
    zh: '没有查到这份通知书。请核对二维码；如有疑问请致电 {helpline}。',
    en: 'No such notice was found. Check the code; if in doubt call {helpline}.',
  },
  'notice.none_yet': { status: 404, zh: '还没有录取通知书。', en: 'There is no admission notice yet.' },
} as const satisfies Record<string, RefusalText>;
