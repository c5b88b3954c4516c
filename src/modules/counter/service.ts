// Acting for a guardian who stands at the counter: begin, end, and who acts for whom in a request.

import type { Actor } from '../../kernel/actor.ts';
import type { ResponseOf } from '../../kernel/endpoint.ts';
import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { audit } from '../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../platform/context.ts';
import type { Db } from '../../platform/db/database.ts';
import { accountNames, accountOfPhone, checkCode, createAccount, guardianActor, sendCode } from '../accounts/public.ts';
import { listApplicationRecords, mayRead } from '../registration/public.ts';
import { applicationWorkflow } from '../registration/workflow.ts';
import type { counterContract, CounterSession } from './contract.ts';
import * as store from './store.ts';
import type { CounterRecord } from './store.ts';

/** Long enough for a careful form, short enough for a counter that was left. */
const LASTS_MINUTES = 90;
const LISTED_DAYS = 30;
const MINUTE = 60_000;

/** Sends a code that serves at a counter only, so that reading it out gives nobody a sign-in. */
export function sendCounterCode(context: Context, phone: string) {
  return sendCode(context, phone, 'counter');
}

/** Begins to act for a guardian. Whatever the helper still had open ends: one guardian at a time. */
export async function beginSession(
  context: Context,
  input: {
    readonly guardianName: string;
    readonly phone: string;
    readonly phoneOf: 'guardian' | 'relative';
    readonly code?: string | undefined;
  },
): Outcome<CounterSession> {
  const known = await accountOfPhone(context, input.phone);
  if (known && known.role !== 'guardian') return err(refusal('counter.staff_phone'));
  if (known) {
    if (input.code === undefined) return err(refusal('counter.code_needed'));
    const right = await checkCode(context, input.phone, input.code, 'counter');
    if (!right.ok) return right;
  }
  return inTransaction(context, async (tx) => {
    const helper = account(tx);
    const { organization } = helper;
    if (!organization) return err(refusal('counter.not_found'));
    const { guardianName, phone, phoneOf } = input;
    const open = { phone, name: guardianName, role: 'guardian', organizationId: null, demo: false } as const;
    const guardianAccount = known?.id ?? (await createAccount(tx, open));
    await store.endSessionsOf(tx.db, helper.accountId, tx.now);
    const record: CounterRecord = {
      id: newId(tx),
      guardianAccount,
      guardianName,
      helperAccount: helper.accountId,
      helperName: helper.name,
      organizationId: organization.id,
      office: organization.name,
      district: organization.district,
      phoneOf,
      shownBy: known ? 'code' : 'new_account',
      openedAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + LASTS_MINUTES * MINUTE),
      endedAt: null,
    };
    await store.insertSession(tx.db, record);
    await audit(tx, {
      action: 'counter.begin',
      subject: { kind: 'account', id: guardianAccount },
      district: record.district,
      detail: { counterSession: record.id, phoneOf, shownBy: record.shownBy },
    });
    const [shown] = await onWire(tx, [record]);
    return shown ? ok(shown) : err(refusal('counter.not_found'));
  });
}

/** Families helped by one's office lately. */
export async function listSessions(context: Context): Promise<CounterSession[]> {
  const { organization } = account(context);
  const since = new Date(context.now.getTime() - LISTED_DAYS * 24 * 60 * MINUTE);
  return onWire(context, await store.listSessions(context.db, organization?.id ?? '', since));
}

async function onWire(context: Context, records: readonly CounterRecord[]): Promise<CounterSession[]> {
  const me = account(context).accountId;
  const guardians = [...new Set(records.map((record) => record.guardianAccount))];
  const names = await accountNames(context, guardians);
  const applications = guardians.length > 0 ? await listApplicationRecords(context, { accountIds: guardians }) : [];
  const mine = applications.filter((one) => one.state !== 'draft' && mayRead(context, one));
  return records.map((record) => {
    const { id, guardianAccount, guardianName, helperName, office, phoneOf, shownBy, ...times } = record;
    const { openedAt, expiresAt, endedAt } = times;
    return {
      id,
      guardianName,
      phone: (names.get(guardianAccount)?.phone ?? '').replace(/^(\d{3})\d{4}/, '$1****'),
      phoneOf,
      shownBy,
      helperName,
      office,
      openedAt,
      expiresAt,
      endedAt,
      open: record.helperAccount === me && isOpen(record, context.now),
      applications: mine
        .filter((one) => one.accountId === guardianAccount)
        .map((one) => ({
          id: one.id,
          childName: one.child.name,
          receiptNo: one.receiptNo,
          stateZh: applicationWorkflow.states[one.state].staff.zh,
          stateEn: applicationWorkflow.states[one.state].staff.en,
        })),
    };
  });
}

function isOpen(record: CounterRecord, now: Date): boolean {
  return record.endedAt === null && record.expiresAt > now;
}

/** Ends acting for a guardian: the helper does, in the guardian's page or beside it. */
export function endSession(context: Context, id: string): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const actor = account(tx);
    const helper = actor.assistedBy?.accountId ?? actor.accountId;
    const record = await store.findSession(tx.db, id);
    if (record?.helperAccount !== helper) return err(refusal('counter.not_found'));
    await store.endSession(tx.db, id, tx.now);
    await audit(tx, {
      action: 'counter.end',
      subject: { kind: 'account', id: record.guardianAccount },
      district: record.district,
      detail: { counterSession: id },
    });
    return ok({ done: true as const });
  });
}

type Current = ResponseOf<(typeof counterContract)['GET /api/counter/current']>;

/** For whom this page acts; null where it acts for the person who is signed in. */
export async function currentSession(context: Context): Promise<Current> {
  const helped = context.actor.kind === 'account' ? context.actor.assistedBy : undefined;
  const record = helped && (await store.findSession(context.db, helped.sessionId));
  if (!record) return { current: null };
  const { id, guardianName, helperName, office, expiresAt } = record;
  return { current: { id, guardianName, helperName, office, expiresAt } };
}

/**
 * Who acts in a request that names an assistance: the guardian, with the helper recorded. Nobody where it is not the
 * helper's own, has ended, or is over.
 */
export async function assistedActor(db: Db, helper: Actor, sessionId: string, now: Date): Promise<Actor> {
  if (helper.kind !== 'account' || !/^[0-9a-f-]{36}$/.test(sessionId)) return { kind: 'anonymous' };
  const record = await store.findSession(db, sessionId);
  if (!record || record.helperAccount !== helper.accountId || !isOpen(record, now)) return { kind: 'anonymous' };
  const guardian = await guardianActor(db, record.guardianAccount);
  if (!guardian) return { kind: 'anonymous' };
  const { helperName: name, office } = record;
  return { ...guardian, assistedBy: { sessionId, accountId: helper.accountId, name, office } };
}
