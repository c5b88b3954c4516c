// The door of accounts for other modules.

import type { Role } from '../../kernel/actor.ts';
import { newId, type Context } from '../../platform/context.ts';
import * as store from './store.ts';

export { actorOfToken, checkCode, guardianActor, sendCode } from './service.ts';

/** What other modules may show of an account. */
export interface AccountName {
  readonly name: string;
  readonly phone: string;
  readonly role: Role;
  readonly organizationName: string | null;
}

/** Names of accounts by id; unknown ids are left out. */
export async function accountNames(context: Context, ids: readonly string[]): Promise<Map<string, AccountName>> {
  const records = await store.findAccounts(context.db, ids);
  return new Map(
    records.map(({ id, name, phone, role, organization }) => [
      id,
      { name, phone, role, organizationName: organization?.name ?? null },
    ]),
  );
}

/** A member of staff by phone; null where none has it. Families have no office to act for. */
export async function staffByPhone(context: Context, phone: string): Promise<{ id: string; name: string } | null> {
  const found = await store.findAccount(context.db, { phone });
  return found && found.role !== 'guardian' ? { id: found.id, name: found.name } : null;
}

/** The account of a phone, whoever holds it; null where it has none. */
export async function accountOfPhone(context: Context, phone: string): Promise<{ id: string; role: Role } | null> {
  return store.findAccount(context.db, { phone });
}

/** Opens an account unless the phone has one. @returns the account's id */
export async function createAccount(
  tx: Context,
  account: {
    readonly phone: string;
    readonly name: string;
    readonly role: Role;
    readonly organizationId: string | null;
    readonly demo: boolean;
  },
): Promise<string> {
  const id = newId(tx);
  if (await store.insertAccount(tx.db, { id, ...account, createdAt: tx.now })) return id;
  const found = await store.findAccount(tx.db, { phone: account.phone });
  if (!found) throw new Error(`account of ${account.phone} vanished`);
  return found.id;
}
