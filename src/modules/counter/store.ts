// Assistance at counters: the only SQL on its table.

import type { Db } from '../../platform/db/database.ts';

/** One guardian helped at one counter. */
export interface CounterRecord {
  readonly id: string;
  readonly guardianAccount: string;
  readonly guardianName: string;
  readonly helperAccount: string;
  readonly helperName: string;
  readonly organizationId: string;
  readonly office: string;
  readonly district: string | null;
  readonly phoneOf: 'guardian' | 'relative';
  readonly shownBy: 'code' | 'new_account';
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

type Tables = { counterSessions: CounterRecord };
const own = (db: Db) => db.withTables<Tables>();

export async function insertSession(db: Db, record: CounterRecord): Promise<void> {
  await own(db).insertInto('counterSessions').values(record).execute();
}

export async function findSession(db: Db, id: string): Promise<CounterRecord | null> {
  const row = await own(db).selectFrom('counterSessions').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** What an office did since a moment, the newest first. */
export async function listSessions(db: Db, organizationId: string, since: Date): Promise<CounterRecord[]> {
  return own(db)
    .selectFrom('counterSessions')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('openedAt', '>=', since)
    .orderBy('openedAt', 'desc')
    .orderBy('id')
    .limit(500)
    .execute();
}

/** Ends a session that is open. */
export async function endSession(db: Db, id: string, at: Date): Promise<void> {
  await own(db)
    .updateTable('counterSessions')
    .set({ endedAt: at })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute();
}

/** Ends whatever a helper still has open. */
export async function endSessionsOf(db: Db, helperAccount: string, at: Date): Promise<void> {
  await own(db)
    .updateTable('counterSessions')
    .set({ endedAt: at })
    .where('helperAccount', '=', helperAccount)
    .where('endedAt', 'is', null)
    .execute();
}
