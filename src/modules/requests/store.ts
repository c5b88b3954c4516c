// Requests and what happened to them: the only SQL of this module.

import { sql } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { RequestContent, RequestKind } from './contract.ts';
import type { RequestEvent, RequestState } from './workflow.ts';

export interface RequestRecord {
  readonly id: string;
  readonly number: string;
  readonly applicationId: string;
  readonly district: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly version: number;
  readonly content: RequestContent;
  readonly byStaff: boolean;
  readonly filedBy: string;
  readonly filedAt: Date;
  readonly workingDays: number | null;
  readonly words: string | null;
  readonly correctUntil: Date | null;
  readonly openedId: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export interface RequestEventRecord {
  readonly requestId: string;
  readonly at: Date;
  readonly event: RequestEvent | 'file';
  readonly fromState: RequestState;
  readonly toState: RequestState;
  readonly actorAccount: string | null;
  readonly actorRole: string;
  readonly words: string;
}

/** jsonb goes in as text and comes back parsed. */
type Tables = {
  requests: Omit<RequestRecord, 'content'> & { content: unknown };
  requestEvents: RequestEventRecord & { id: number };
};
const own = (db: Db) => db.withTables<Tables>();

/** The next number in the series of requests. */
export async function nextNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select nextval('request_numbers') as n`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Writes a request unless the application has an open one. @returns whether it was written */
export async function insertRequest(db: Db, request: RequestRecord): Promise<boolean> {
  const inserted = await own(db)
    .insertInto('requests')
    .values({ ...request, content: JSON.stringify(request.content) })
    .onConflict((conflict) =>
      conflict
        .column('applicationId')
        .where(sql<boolean>`state = 'filed'`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function insertEvent(db: Db, event: RequestEventRecord): Promise<void> {
  await own(db)
    .insertInto('requestEvents')
    .values(event as Tables['requestEvents'])
    .execute();
}

export async function findRequest(db: Db, id: string): Promise<RequestRecord | null> {
  const row = await own(db).selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as RequestRecord | undefined) ?? null;
}

/** Requests on an application, and the move by which it was opened; oldest first. */
export async function requestsOn(db: Db, applicationId: string): Promise<RequestRecord[]> {
  const rows = await own(db)
    .selectFrom('requests')
    .selectAll()
    .where((where) => where.or([where('applicationId', '=', applicationId), where('openedId', '=', applicationId)]))
    .orderBy('filedAt')
    .orderBy('id')
    .execute();
  return rows as RequestRecord[];
}

/** What happened to requests, oldest first, by request. */
export async function eventsOf(db: Db, requestIds: readonly string[]): Promise<Map<string, RequestEventRecord[]>> {
  const events = new Map<string, RequestEventRecord[]>(requestIds.map((id) => [id, []]));
  if (requestIds.length === 0) return events;
  const rows = await own(db)
    .selectFrom('requestEvents')
    .selectAll()
    .where('requestId', 'in', [...requestIds])
    .orderBy('id')
    .execute();
  for (const row of rows) events.get(row.requestId)?.push(row);
  return events;
}

/** Changes a request that still has the version read. @returns the new version, or null when it was changed meanwhile */
export async function updateRequest(
  db: Db,
  request: Pick<RequestRecord, 'id' | 'version'>,
  set: Partial<Pick<RequestRecord, 'state' | 'words' | 'correctUntil' | 'decidedBy' | 'decidedAt'>>,
): Promise<number | null> {
  const row = await own(db)
    .updateTable('requests')
    .set({ ...set, version: request.version + 1 })
    .where('id', '=', request.id)
    .where('version', '=', request.version)
    .returning('version')
    .executeTakeFirst();
  return row?.version ?? null;
}

/** Which requests are wanted. */
export interface RequestFilter {
  /** Undefined: the whole city. */
  readonly district?: string | undefined;
  readonly kind?: RequestKind | undefined;
  /** Only those that wait for a decision. */
  readonly open?: boolean | undefined;
}

/** Requests, newest first; at most a thousand. */
export async function listRequests(db: Db, filter: RequestFilter): Promise<RequestRecord[]> {
  let query = own(db).selectFrom('requests').selectAll();
  if (filter.district !== undefined) query = query.where('district', '=', filter.district);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.open) query = query.where('state', '=', 'filed');
  return (await query.orderBy('filedAt', 'desc').orderBy('id').limit(1000).execute()) as RequestRecord[];
}
