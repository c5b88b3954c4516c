// Sign-in, sessions and accounts, as they go over the wire.

import { z } from 'zod';
import { ROLES } from '../../kernel/actor.ts';
import { contract, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';

/** A mobile number of mainland China; 12… numbers are not given out and serve for demonstration. */
export const phone = z
  .string()
  .trim()
  .regex(/^1\d{10}$/, '请输入 11 位手机号码 · Enter the 11-digit mobile number');

/** Who is signed in. */
export const me = z.object({
  id: z.uuid(),
  name: z.string(),
  phone: z.string(),
  role: z.enum(ROLES),
  language: z.enum(['zh', 'en']),
  organization: z
    .object({
      id: z.string(),
      kind: z.enum(['city_bureau', 'district_bureau', 'school']),
      name: z.string(),
      nameEn: z.string(),
      district: z.string().nullable(),
    })
    .nullable(),
});
export type Me = z.output<typeof me>;

/** Roles of staff. */
const staffRole = z.enum(ROLES).exclude(['guardian']);

/** A member of staff in the list of an administrator. */
export const staffAccount = z.object({
  id: z.uuid(),
  name: z.string(),
  phone: z.string(),
  role: z.enum(ROLES),
  organizationId: z.string(),
  organizationName: z.string(),
  disabledAt: instant.nullable(),
});

export const accountsContract = contract({
  'POST /api/session/phone-codes': {
    summary: 'Send a sign-in code to a phone. The answer is the same whether or not the phone has an account.',
    who: 'anyone',
    body: z.object({ phone }),
    response: z.object({ expiresInSeconds: z.int(), resendAfterSeconds: z.int() }),
  },
  'POST /api/session': {
    summary: 'Sign in with the code; a phone without an account becomes a guardian.',
    who: 'anyone',
    body: z.object({
      phone,
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/, '验证码是 6 位数字 · The code has six digits'),
    }),
    response: me,
  },
  'GET /api/session': {
    summary: 'Who is signed in; null for nobody.',
    who: 'anyone',
    response: z.object({ me: me.nullable(), now: instant }),
  },
  'DELETE /api/session': { summary: 'Sign out.', who: 'anyone', response: z.object({ done: z.literal(true) }) },
  'GET /api/session/options': {
    summary: 'Which ways to sign in there are, and whether this is a demonstration.',
    who: 'anyone',
    response: z.object({
      city: z.object({
        name: z.string(),
        nameEn: z.string(),
        bureau: z.string(),
        bureauEn: z.string(),
        helpline: z.string(),
      }),
      oidc: z.object({ name: z.string() }).nullable(),
      demo: z.boolean(),
    }),
  },
  'GET /api/session/oidc': {
    summary: 'Begin sign-in at the identity provider.',
    who: 'anyone',
    query: z.object({
      returnTo: z
        .string()
        .regex(/^\/(?!\/)/)
        .default('/'),
    }),
    response: 'redirect',
  },
  'GET /api/session/oidc/callback': {
    summary: 'Where the identity provider sends people back.',
    who: 'anyone',
    query: z
      .object({
        code: z.string().optional(),
        state: z.string().optional(),
        error: z.string().optional(),
        iss: z.string().optional(),
      })
      .loose(),
    response: 'redirect',
  },
  'PATCH /api/me': {
    summary: 'Change name or language of one’s account.',
    who: 'signed_in',
    body: z.object({ name: z.string().trim().min(1).max(60).optional(), language: z.enum(['zh', 'en']).optional() }),
    response: me,
  },
  'GET /api/demo/accounts': {
    summary: 'Invented accounts to try the demonstration with; empty outside it.',
    who: 'anyone',
    response: z.array(
      z.object({
        phone: z.string(),
        name: z.string(),
        role: z.enum(ROLES),
        organizationName: z.string().nullable(),
        about: z.string(),
        aboutEn: z.string(),
      }),
    ),
  },
  'GET /api/demo/inbox': {
    summary: 'Text messages that the demonstration did not send anywhere; empty outside it.',
    who: 'anyone',
    query: z.object({ phone: z.string().optional() }),
    response: z.array(z.object({ phone: z.string(), text: z.string(), at: instant })),
  },
  'GET /api/staff': {
    summary: 'Members of staff of one’s district and its schools.',
    who: ['district_admin', 'city_officer', 'auditor'],
    query: z.object({ q: z.string().optional() }),
    response: z.array(staffAccount),
  },
  'GET /api/organizations': {
    summary: 'Bureaus and schools that one may staff, each with the roles that fit it; also those without staff yet.',
    who: ['district_admin', 'city_officer'],
    response: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['city_bureau', 'district_bureau', 'school']),
        name: z.string(),
        nameEn: z.string(),
        roles: z.array(staffRole),
      }),
    ),
  },
  'POST /api/staff': {
    summary: 'Open an account for a member of staff of one’s district or its schools.',
    who: ['district_admin', 'city_officer'],
    body: z.object({
      name: z.string().trim().min(1).max(60),
      phone,
      role: staffRole,
      organizationId: z.string(),
    }),
    response: staffAccount,
  },
  'PATCH /api/staff/:id': {
    summary: 'Change name, role or organization of a member of staff; in force with their next request.',
    who: ['district_admin', 'city_officer'],
    params: z.object({ id: z.uuid() }),
    body: z.object({
      name: z.string().trim().min(1).max(60).optional(),
      role: staffRole.optional(),
      organizationId: z.string().optional(),
    }),
    response: staffAccount,
  },
  'POST /api/staff/:id/disable': {
    summary: 'Close an account of staff; its sessions end at once.',
    who: ['district_admin', 'city_officer'],
    params: z.object({ id: z.uuid() }),
    body: z.object({ reason: z.string().trim().min(2).max(500) }),
    response: staffAccount,
  },
  'POST /api/staff/:id/enable': {
    summary: 'Open a closed account of staff again.',
    who: ['district_admin', 'city_officer'],
    params: z.object({ id: z.uuid() }),
    body: z.object({ reason: z.string().trim().min(2).max(500) }),
    response: staffAccount,
  },
  'GET /api/audit': {
    summary: 'What was done, by whom, to what, within one’s authority.',
    who: ['auditor', 'city_officer', 'district_admin'],
    query: z.object({
      subject: z.string().optional(),
      action: z.string().optional(),
      before: z.coerce.number().int().optional(),
    }),
    response: z.object({
      entries: z.array(
        z.object({
          id: z.int(),
          at: instant,
          actorName: z.string().nullable(),
          actorRole: z.string(),
          organizationName: z.string().nullable(),
          action: z.string(),
          subjectKind: z.string(),
          subjectId: z.string(),
          detail: z.record(z.string(), z.unknown()),
        }),
      ),
      next: z.int().nullable(),
    }),
  },
});

export const accountsRefusals = {
  'session.code_wrong': {
    status: 422,
    zh: '验证码不对或已过期。还可以试 {left} 次；也可以重新获取。',
    en: 'The code is wrong or has expired. You have {left} more tries, or ask for a new one.',
  },
  'session.code_too_soon': {
    status: 429,
    zh: '请 {seconds} 秒后再获取验证码。',
    en: 'Please wait {seconds} seconds before asking for another code.',
  },
  'session.code_too_many': {
    status: 429,
    zh: '今天获取验证码次数过多，请一小时后再试，或拨打 {helpline}。',
    en: 'Too many codes were asked for. Try again in an hour, or call {helpline}.',
  },
  'session.disabled': {
    status: 403,
    zh: '这个账号已停用。请联系本单位管理员。',
    en: 'This account is closed. Please contact your administrator.',
  },
  'session.needed': { status: 401, zh: '请先登录。', en: 'Please sign in first.' },
  'session.oidc_off': {
    status: 404,
    zh: '没有启用统一身份认证登录。',
    en: 'Sign-in with an identity provider is not set up.',
  },
  'session.oidc_failed': {
    status: 422,
    zh: '身份认证没有完成：{reason}。请重试，或用手机验证码登录。',
    en: 'Sign-in did not finish: {reason}. Try again, or sign in with a phone code.',
  },
  'staff.phone_taken': {
    status: 409,
    zh: '手机号 {phone} 已有账号。请换一个号码；如是停用的工作账号，请重新启用。',
    en: 'The phone {phone} already has an account. Use another; a closed account of staff can be opened again.',
  },
  'staff.not_yours': {
    status: 404,
    zh: '没有这个账号，或不归您管理。',
    en: 'There is no such account, or it is not yours to manage.',
  },
  'staff.last_admin': {
    status: 409,
    zh: '{name} 是 {organization} 最后一位管理员。请先设另一位管理员。',
    en: '{name} is the last administrator of {organization}. Appoint another one first.',
  },
  'staff.role_unfit': { status: 422, zh: '{role} 不能设在该单位。', en: '{role} does not fit this organization.' },
} as const satisfies Record<string, RefusalText>;
