// Sign-in by phone code, sessions, one's own account, and the reading of the audit.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountActor, Actor, Role } from '../../kernel/actor.ts';
import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { audit } from '../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../platform/context.ts';
import type { Db } from '../../platform/db/database.ts';
import type { Me } from './contract.ts';
import { CODE, codeWait } from './rules.ts';
import * as store from './store.ts';

const hashToken = (token: string) => createHash('sha256').update(token).digest();
/** What a code serves for: one that is read out at a counter signs nobody in. */
export type CodePurpose = 'sign_in' | 'counter';
/** Keyed, so that a copy of the table does not give the million possible codes away. */
const hashCode = (context: Context, purpose: CodePurpose, phone: string, code: string) =>
  createHmac('sha256', context.services.secret).update(`${purpose}:${phone}:${code}`).digest();

const CODE_TEXT: Readonly<Record<CodePurpose, (code: string) => string>> = {
  sign_in: (code) => `【淮教通】登录验证码 ${code},5 分钟内有效。请勿告诉他人。`,
  counter: (code) => `【淮教通】窗口代办验证码 ${code},5 分钟内有效。只告诉正在窗口为您办理的工作人员。`,
};

/** An account as its owner sees it. */
export function toMe(record: store.AccountRecord): Me {
  const { id, name, phone, role, language, organization } = record;
  return { id, name, phone, role, language, organization };
}

/** The actor of a session token. */
export async function actorOfToken(db: Db, token: string | null, now: Date): Promise<Actor> {
  if (!token) return { kind: 'anonymous' };
  const record = await store.findSessionAccount(db, hashToken(token), now);
  return record ? actorOf(record) : { kind: 'anonymous' };
}

/** The guardian of an account as an actor; null where it is closed or staff's. */
export async function guardianActor(db: Db, id: string): Promise<AccountActor | null> {
  const record = await store.findAccount(db, { id });
  return record && record.role === 'guardian' && record.disabledAt === null ? actorOf(record) : null;
}

function actorOf({ id: accountId, name, phone, role, organization }: store.AccountRecord): AccountActor {
  return { kind: 'account', accountId, name, phone, role, organization };
}

/** Sends a code. It says nothing of whether the phone has an account. */
export async function sendCode(
  context: Context,
  phone: string,
  purpose: CodePurpose = 'sign_in',
): Outcome<{ expiresInSeconds: number; resendAfterSeconds: number }> {
  const issued = await inTransaction(context, async (tx) => {
    const earlier = await store.codesSince(tx.db, phone, new Date(tx.now.getTime() - 3_600_000));
    const wait = codeWait(
      earlier.map((code) => code.issuedAt),
      tx.now,
    );
    if (wait?.kind === 'too_soon') return err(refusal('session.code_too_soon', { seconds: wait.seconds }));
    if (wait?.kind === 'too_many') {
      return err(refusal('session.code_too_many', { helpline: tx.services.city.helpline }));
    }
    const code = tx.services.random.digits(CODE.digits);
    const expiresAt = new Date(tx.now.getTime() + CODE.lifetimeSeconds * 1000);
    await store.insertCode(tx.db, { phone, issuedAt: tx.now, codeHash: hashCode(tx, purpose, phone, code), expiresAt });
    return ok(code);
  });
  if (!issued.ok) return issued;
  // After the commit: a slow gateway must not hold a transaction open.
  await context.services.sms.send({ phone, key: newId(context), text: CODE_TEXT[purpose](issued.value) }, context.now);
  return ok({ expiresInSeconds: CODE.lifetimeSeconds, resendAfterSeconds: CODE.resendSeconds });
}

/** What a successful sign-in gives. */
export interface SignedIn {
  readonly me: Me;
  readonly token: string;
  readonly expiresAt: Date;
}

/** Whether a code is the last one sent. A wrong one counts even though it is refused, so the count is kept apart. */
export async function checkCode(
  context: Context,
  phone: string,
  code: string,
  purpose: CodePurpose = 'sign_in',
): Outcome<undefined> {
  const verdict = await inTransaction(context, async (tx) => {
    const [newest] = await store.codesSince(tx.db, phone, new Date(tx.now.getTime() - 3_600_000));
    if (!newest || newest.usedAt || newest.expiresAt <= tx.now || newest.attempts >= CODE.tries)
      return ok({ right: false, left: 0 });
    if (!timingSafeEqual(newest.codeHash, hashCode(tx, purpose, phone, code))) {
      await store.updateCode(tx.db, phone, newest.issuedAt, { attempts: newest.attempts + 1 });
      return ok({ right: false, left: CODE.tries - newest.attempts - 1 });
    }
    await store.updateCode(tx.db, phone, newest.issuedAt, { usedAt: tx.now });
    return ok({ right: true, left: 0 });
  });
  if (!verdict.ok) return verdict;
  return verdict.value.right ? ok() : err(refusal('session.code_wrong', { left: verdict.value.left }));
}

/** Signs in with a code; a phone without an account becomes a guardian. */
export async function signIn(context: Context, phone: string, code: string): Outcome<SignedIn> {
  const right = await checkCode(context, phone, code);
  if (!right.ok) return right;
  return inTransaction(context, async (tx) => {
    const known = await store.findAccount(tx.db, { phone });
    if (!known)
      await store.insertAccount(tx.db, {
        id: newId(tx),
        phone,
        name: '',
        role: 'guardian',
        organizationId: null,
        demo: false,
        createdAt: tx.now,
      });
    const found = known ?? (await store.findAccount(tx.db, { phone }));
    return found ? openSession(tx, found) : err(refusal('session.needed'));
  });
}

/** Opens a session for an account whose holder has shown who they are. */
export async function openSession(tx: Context, record: store.AccountRecord): Outcome<SignedIn> {
  if (record.disabledAt) return err(refusal('session.disabled'));
  const token = Buffer.from(tx.services.random.bytes(32)).toString('base64url');
  const expiresAt = new Date(tx.now.getTime() + tx.services.config.SESSION_HOURS * 3_600_000);
  await store.insertSession(tx.db, { tokenHash: hashToken(token), accountId: record.id, createdAt: tx.now, expiresAt });
  await audit(tx, {
    action: 'accounts.sign_in',
    subject: { kind: 'account', id: record.id },
    district: record.organization?.district ?? null,
  });
  return ok({ me: toMe(record), token, expiresAt });
}

/** Ends a session. */
export async function signOut(context: Context, token: string | null): Outcome<{ done: true }> {
  if (token) await store.deleteSession(context.db, hashToken(token));
  return ok({ done: true as const });
}

/** The signed-in account, or null. */
export async function whoAmI(context: Context): Promise<Me | null> {
  if (context.actor.kind !== 'account') return null;
  const record = await store.findAccount(context.db, { id: context.actor.accountId });
  return record ? toMe(record) : null;
}

/** Changes one's own name or language. */
export async function changeMe(
  context: Context,
  change: { name?: string | undefined; language?: 'zh' | 'en' | undefined },
): Outcome<Me> {
  return inTransaction(context, async (tx) => {
    const { accountId } = account(tx);
    const set = {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.language === undefined ? {} : { language: change.language }),
    };
    if (Object.keys(set).length > 0) await store.updateAccount(tx.db, accountId, set);
    await audit(tx, {
      action: 'accounts.change',
      subject: { kind: 'account', id: accountId },
      detail: { changed: Object.keys(set) },
    });
    const record = await store.findAccount(tx.db, { id: accountId });
    return record ? ok(toMe(record)) : err(refusal('session.needed'));
  });
}

/** Invented accounts of the demonstration, with a word on what to try with each. */
export async function demoAccounts(context: Context) {
  if (!context.services.config.DEMO) return [];
  return (await store.listDemoAccounts(context.db)).map(({ phone, name, role, organization }) => ({
    phone,
    name,
    role,
    organizationName: organization?.name ?? null,
    ...ABOUT[role],
  }));
}

const ABOUT: Readonly<Record<Role, { about: string; aboutEn: string }>> = {
  guardian: { about: '家长：报名、看进度、收通知', aboutEn: 'Guardian: apply, follow the case, get the notice' },
  school_reviewer: {
    about: '学校：初审、录取名单、报到',
    aboutEn: 'School: first review, list of admissions, arrivals',
  },
  district_reviewer: { about: '区县：复审、审批计划与录取', aboutEn: 'District: second review, approvals' },
  district_admin: {
    about: '区县管理员：日程、计划、录取、公布',
    aboutEn: 'District administrator: calendar, plan, placement, publication',
  },
  city_officer: { about: '市局：全市情况、数据来源', aboutEn: 'City: overview, sources of data' },
  auditor: { about: '审计：只读，查看全部操作记录', aboutEn: 'Auditor: reads everything that was done' },
};

/** Text messages of the demonstration. */
export async function demoInbox(context: Context, phone: string | undefined) {
  return context.services.config.DEMO ? [...(await store.readInbox(context.db, phone))] : [];
}

/** A page of the audit, within one's authority. */
export async function readAudit(
  context: Context,
  query: { subject?: string | undefined; action?: string | undefined; before?: number | undefined },
) {
  const { organization } = account(context);
  const limit = 100;
  const entries = await store.listAudit(context.db, {
    ...query,
    district: organization?.kind === 'city_bureau' ? null : (organization?.district ?? ''),
    limit,
  });
  return { entries: [...entries], next: entries.length === limit ? (entries.at(-1)?.id ?? null) : null };
}
