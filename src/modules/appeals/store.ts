// Appeals and what happened to them: the only SQL of this module.

import { sql } from 'kysely';
import type { DateText } from '../../kernel/dates.ts';
import type { Db } from '../../platform/db/database.ts';
import type { AppealKind, AppealSubject } from './contract.ts';
import { OPEN_APPEALS, type AppealEvent, type AppealState } from './workflow.ts';

export interface AppealRecord {
  readonly id: string;
  readonly number: string;
  readonly applicationId: string;
  readonly district: string;
  readonly kind: AppealKind;
  readonly subject: AppealSubject;
  readonly state: AppealState;
  readonly version: number;
  readonly statement: string;
  readonly wish: string;
  readonly helper: string | null;
  readonly filedBy: string;
  readonly filedAt: Date;
  readonly officer: string | null;
  readonly answerUntil: Date | null;
  readonly workingDays: number;
  readonly hearing: { readonly heldOn: DateText; readonly present: string; readonly note: string } | null;
  readonly words: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export interface AppealEventRecord {
  readonly appealId: string;
  readonly at: Date;
  readonly event: AppealEvent | 'file';
  readonly fromState: AppealState;
  readonly toState: AppealState;
  readonly actorAccount: string | null;
  readonly actorRole: string;
  readonly words: string;
}

/** jsonb goes in as text and comes back parsed. */
type Tables = {
  appeals: Omit<AppealRecord, 'hearing'> & { hearing: unknown };
  appealEvents: AppealEventRecord & { id: number };
};
const own = (db: Db) => db.withTables<Tables>();

/** The next number in the series of appeals. */
export async function nextNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select nextval('appeal_numbers') as n`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Writes an appeal unless the application has an open one. @returns whether it was written */
export async function insertAppeal(db: Db, appeal: AppealRecord): Promise<boolean> {
  const inserted = await own(db)
    .insertInto('appeals')
    .values({ ...appeal, hearing: appeal.hearing === null ? null : JSON.stringify(appeal.hearing) })
    .onConflict((conflict) =>
      conflict
        .column('applicationId')
        .where(sql<boolean>`state in ('filed', 'hearing', 'awaiting_family')`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function insertEvent(db: Db, event: AppealEventRecord): Promise<void> {
  await own(db)
    .insertInto('appealEvents')
    .values(event as Tables['appealEvents'])
    .execute();
}

export async function findAppeal(db: Db, id: string): Promise<AppealRecord | null> {
  const row = await own(db).selectFrom('appeals').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as AppealRecord | undefined) ?? null;
}

/** Appeals on an application, oldest first. */
export async function appealsOn(db: Db, applicationId: string): Promise<AppealRecord[]> {
  const rows = await own(db)
    .selectFrom('appeals')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .orderBy('filedAt')
    .orderBy('id')
    .execute();
  return rows as AppealRecord[];
}

/** Those of the applications that have an open appeal. */
export async function withOpenAppeal(db: Db, applicationIds: readonly string[]): Promise<Set<string>> {
  if (applicationIds.length === 0) return new Set();
  const rows = await own(db)
    .selectFrom('appeals')
    .select('applicationId')
    .distinct()
    .where('applicationId', 'in', [...applicationIds])
    .where('state', 'in', OPEN_APPEALS)
    .execute();
  return new Set(rows.map((row) => row.applicationId));
}

/** What happened to appeals, oldest first, by appeal. */
export async function eventsOf(db: Db, appealIds: readonly string[]): Promise<Map<string, AppealEventRecord[]>> {
  const events = new Map<string, AppealEventRecord[]>(appealIds.map((id) => [id, []]));
  if (appealIds.length === 0) return events;
  const rows = await own(db)
    .selectFrom('appealEvents')
    .selectAll()
    .where('appealId', 'in', [...appealIds])
    .orderBy('id')
    .execute();
  for (const row of rows) events.get(row.appealId)?.push(row);
  return events;
}

/** Changes an appeal that still has the version read. @returns the new version, or null when it was changed meanwhile */
export async function updateAppeal(
  db: Db,
  appeal: Pick<AppealRecord, 'id' | 'version'>,
  set: Partial<
    Pick<AppealRecord, 'state' | 'officer' | 'answerUntil' | 'hearing' | 'words' | 'decidedBy' | 'decidedAt'>
  >,
): Promise<number | null> {
  const { hearing, ...others } = set;
  const row = await own(db)
    .updateTable('appeals')
    .set({
      ...others,
      ...(hearing === undefined ? {} : { hearing: hearing === null ? null : JSON.stringify(hearing) }),
      version: appeal.version + 1,
    })
    .where('id', '=', appeal.id)
    .where('version', '=', appeal.version)
    .returning('version')
    .executeTakeFirst();
  return row?.version ?? null;
}

/** Which appeals are wanted. */
export interface AppealFilter {
  /** Undefined: the whole city. */
  readonly district?: string | undefined;
  readonly kind?: AppealKind | undefined;
  readonly state?: AppealState | undefined;
  /** Only those on which somebody still has to act. */
  readonly open?: boolean | undefined;
}

/** Appeals, oldest first; at most a thousand. */
export async function listAppeals(db: Db, filter: AppealFilter): Promise<AppealRecord[]> {
  let query = own(db).selectFrom('appeals').selectAll();
  if (filter.district !== undefined) query = query.where('district', '=', filter.district);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.open) query = query.where('state', 'in', OPEN_APPEALS);
  return (await query.orderBy('filedAt').orderBy('id').limit(1000).execute()) as AppealRecord[];
}
