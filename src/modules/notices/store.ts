// Messages and admission notices: the only SQL of this module.

import { sql } from 'kysely';
import type { DateText } from '../../kernel/dates.ts';
import type { Db } from '../../platform/db/database.ts';

type Tables = {
  messages: {
    id: string;
    accountId: string;
    key: string;
    kind: string;
    titleZh: string;
    titleEn: string;
    bodyZh: string;
    bodyEn: string;
    applicationId: string | null;
    at: Date;
    readAt: Date | null;
  };
  notices: NoticeRecord;
};

/** An admission notice as issued. */
export interface NoticeRecord {
  id: string;
  applicationId: string;
  number: string;
  /** In the QR code. */
  token: string;
  schoolId: string;
  childName: string;
  childKey: string;
  seasonId: string;
  reportFrom: DateText;
  reportUntil: DateText;
  issuedAt: Date;
  revokedAt: Date | null;
  revokedReason: string | null;
}

export type MessageRecord = Tables['messages'];

const own = (db: Db) => db.withTables<Tables>();

/** Writes a message unless one with its key is there. @returns whether it is new */
export async function insertMessage(db: Db, message: Omit<MessageRecord, 'readAt'>): Promise<boolean> {
  const inserted = await own(db)
    .insertInto('messages')
    .values({ ...message, readAt: null })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

const ROWS = 1_000;

/** Writes messages of the past. */
export async function insertMessages(db: Db, messages: readonly MessageRecord[]): Promise<void> {
  for (let from = 0; from < messages.length; from += ROWS) {
    await own(db)
      .insertInto('messages')
      .values(messages.slice(from, from + ROWS))
      .execute();
  }
}

export async function listMessages(db: Db, accountId: string): Promise<MessageRecord[]> {
  return own(db)
    .selectFrom('messages')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}

export async function markRead(db: Db, accountId: string, now: Date): Promise<void> {
  await own(db)
    .updateTable('messages')
    .set({ readAt: now })
    .where('accountId', '=', accountId)
    .where('readAt', 'is', null)
    .execute();
}

/** The next `count` numbers in the series of notices. */
export async function nextNoticeNumbers(db: Db, count: number): Promise<number[]> {
  const { rows } = await sql<{
    n: number;
  }>`select nextval('notice_numbers') as n from generate_series(1, ${count})`.execute(db);
  return rows.map(({ n }) => n);
}

export async function insertNotices(db: Db, notices: readonly NoticeRecord[]): Promise<void> {
  // PostgreSQL takes 65,535 values a statement.
  for (let from = 0; from < notices.length; from += 4000) {
    await own(db)
      .insertInto('notices')
      .values(notices.slice(from, from + 4000))
      .execute();
  }
}

export async function revokeNotice(db: Db, applicationId: string, now: Date, reason: string): Promise<void> {
  await own(db)
    .updateTable('notices')
    .set({ revokedAt: now, revokedReason: reason })
    .where('applicationId', '=', applicationId)
    .where('revokedAt', 'is', null)
    .execute();
}

/** Puts new days of arrival on the valid notices of a season. @returns the applications that have them */
export async function changeReportDays(
  db: Db,
  seasonId: string,
  days: Pick<NoticeRecord, 'reportFrom' | 'reportUntil'>,
): Promise<string[]> {
  const rows = await own(db)
    .updateTable('notices')
    .set(days)
    .where('seasonId', '=', seasonId)
    .where('revokedAt', 'is', null)
    .returning('applicationId')
    .execute();
  return rows.map((row) => row.applicationId);
}

export async function findNotice(
  db: Db,
  by: { applicationId: string } | { token: string },
): Promise<NoticeRecord | null> {
  // Of the letters of one child the latest counts: a correction revokes one and issues another.
  const query = own(db)
    .selectFrom('notices')
    .selectAll()
    .orderBy('issuedAt', 'desc')
    .orderBy('revokedAt', (by) => by.desc().nullsFirst());
  const row = await (
    'token' in by ? query.where('token', '=', by.token) : query.where('applicationId', '=', by.applicationId)
  ).executeTakeFirst();
  return row ?? null;
}

/** Numbers of notices by application. */
export async function noticeNumbers(db: Db, applicationIds: readonly string[]): Promise<Map<string, string>> {
  if (applicationIds.length === 0) return new Map();
  const rows = await own(db)
    .selectFrom('notices')
    .select(['applicationId', 'number'])
    .where(sql<boolean>`application_id = any(${[...applicationIds]}::uuid[])`)
    .where('revokedAt', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.applicationId, row.number]));
}
