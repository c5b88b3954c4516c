// Registration at a counter for those who cannot use a phone, as it goes over the wire.

import { z } from 'zod';
import { contract, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { phone } from '../accounts/contract.ts';

/** Staff who may help at a counter. */
const HELPERS = ['school_reviewer', 'district_reviewer', 'district_admin'] as const;

/** How the guardian's presence was shown. */
export const SHOWN_BY = ['code', 'new_account'] as const;

export const counterSession = z.object({
  id: z.uuid(),
  guardianName: z.string(),
  /** Masked. */
  phone: z.string(),
  phoneOf: z.enum(['guardian', 'relative']),
  shownBy: z.enum(SHOWN_BY),
  helperName: z.string(),
  office: z.string(),
  openedAt: instant,
  expiresAt: instant,
  endedAt: instant.nullable(),
  /** Whether the reader helps in it now. */
  open: z.boolean(),
  /** The guardian's applications that the reader's office reaches. */
  applications: z.array(
    z.object({
      id: z.uuid(),
      childName: z.string(),
      receiptNo: z.string().nullable(),
      stateZh: z.string(),
      stateEn: z.string(),
    }),
  ),
});
export type CounterSession = z.output<typeof counterSession>;

export const counterContract = contract({
  'POST /api/counter/phone-codes': {
    summary: 'Send a code to the phone of a guardian at the counter, who reads it out to show that they are there.',
    who: [...HELPERS],
    body: z.object({ phone }),
    response: z.object({ expiresInSeconds: z.int(), resendAfterSeconds: z.int() }),
  },
  'POST /api/counter/sessions': {
    summary:
      'Begin to act for a guardian who is present. An account that exists is opened only with a code sent to it.',
    who: [...HELPERS],
    body: z.object({
      guardianName: z.string().trim().min(1).max(60),
      phone,
      phoneOf: z.enum(['guardian', 'relative']),
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/, '验证码是 6 位数字 · The code has six digits')
        .optional(),
      /** The guardian is present, knows what is filled in for them, and has signed for it. */
      consent: z.literal(true, '须由家长本人在场并签署委托书 · The guardian must be present and sign'),
    }),
    response: counterSession,
  },
  'GET /api/counter/sessions': {
    summary: 'Families helped at the counter of one’s office in the last thirty days.',
    who: [...HELPERS],
    response: z.array(counterSession),
  },
  'POST /api/counter/sessions/:id/end': {
    summary: 'End acting for a guardian; from within, or beside it.',
    who: [...HELPERS, 'guardian'],
    params: z.object({ id: z.uuid() }),
    response: z.object({ done: z.literal(true) }),
  },
  'GET /api/counter/current': {
    summary: 'For whom this page acts, and who helps; null where nobody is helped.',
    who: 'anyone',
    response: z.object({
      current: z
        .object({
          id: z.uuid(),
          guardianName: z.string(),
          helperName: z.string(),
          office: z.string(),
          expiresAt: instant,
        })
        .nullable(),
    }),
  },
});

export const counterRefusals = {
  'counter.code_needed': {
    status: 422,
    zh: '这个手机号已有账号。请发送验证码，由家长读给您，以确认家长在场。',
    en: 'This phone has an account. Send a code and let the guardian read it to you, to show that they are present.',
  },
  'counter.staff_phone': {
    status: 422,
    zh: '这是工作人员的手机号，不能用来代办家长事项。',
    en: 'This phone belongs to a member of staff and cannot stand for a family.',
  },
  'counter.not_found': {
    status: 404,
    zh: '没有这次代办，或已经结束。',
    en: 'There is no such assistance, or it has ended.',
  },
} as const satisfies Record<string, RefusalText>;
