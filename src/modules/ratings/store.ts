// Ratings and work orders: the only SQL of this module.

import { sql } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { ASPECTS } from './contract.ts';
import type { WorkOrderEvent, WorkOrderState } from './workflow.ts';

export interface RatingRecord {
  readonly id: string;
  readonly applicationId: string;
  readonly accountId: string;
  readonly seasonId: string;
  readonly district: string;
  readonly level: number;
  readonly aspects: Partial<Record<(typeof ASPECTS)[number], number>>;
  readonly words: string;
  readonly ratedAt: Date;
  readonly followLevel: number | null;
  readonly followWords: string | null;
  readonly followedAt: Date | null;
  readonly shown: boolean | null;
  readonly shownBy: string | null;
}

export interface WorkOrderRecord {
  readonly id: string;
  readonly ratingId: string;
  readonly district: string;
  readonly state: WorkOrderState;
  readonly version: number;
  readonly openedAt: Date;
  readonly contactWorkingDays: number;
  readonly fixWorkingDays: number;
}

export interface WorkOrderEventRecord {
  readonly workOrderId: string;
  readonly at: Date;
  readonly event: WorkOrderEvent | 'open';
  readonly actorAccount: string | null;
  readonly words: string;
}

type Tables = {
  ratings: Omit<RatingRecord, 'aspects'> & { aspects: unknown };
  workOrders: WorkOrderRecord;
  workOrderEvents: WorkOrderEventRecord & { id: number };
};
const own = (db: Db) => db.withTables<Tables>();

/** Writes a rating unless the case has one. @returns whether it was written */
export async function insertRating(db: Db, rating: RatingRecord): Promise<boolean> {
  const row = await own(db)
    .insertInto('ratings')
    .values({ ...rating, aspects: JSON.stringify(rating.aspects) })
    .onConflict((conflict) => conflict.column('applicationId').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function ratingOn(db: Db, applicationId: string): Promise<RatingRecord | null> {
  const row = await own(db)
    .selectFrom('ratings')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .executeTakeFirst();
  return (row as RatingRecord | undefined) ?? null;
}

export async function findRatings(db: Db, ids: readonly string[]): Promise<RatingRecord[]> {
  if (ids.length === 0) return [];
  return (await own(db)
    .selectFrom('ratings')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()) as RatingRecord[];
}

/** Adds the follow-up unless there is one. @returns whether it was added */
export async function addFollowUp(
  db: Db,
  applicationId: string,
  follow: { readonly followLevel: number; readonly followWords: string; readonly followedAt: Date },
): Promise<boolean> {
  const row = await own(db)
    .updateTable('ratings')
    .set(follow)
    .where('applicationId', '=', applicationId)
    .where('followedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Opens a work order for a rating unless it has one. @returns whether it is new */
export async function insertOrder(db: Db, order: WorkOrderRecord): Promise<boolean> {
  const row = await own(db)
    .insertInto('workOrders')
    .values(order)
    .onConflict((conflict) => conflict.column('ratingId').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertOrderEvent(db: Db, event: WorkOrderEventRecord): Promise<void> {
  await own(db)
    .insertInto('workOrderEvents')
    .values(event as Tables['workOrderEvents'])
    .execute();
}

export async function findOrder(db: Db, id: string): Promise<WorkOrderRecord | null> {
  return (await own(db).selectFrom('workOrders').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function orderOf(db: Db, ratingId: string): Promise<WorkOrderRecord | null> {
  return (
    (await own(db).selectFrom('workOrders').selectAll().where('ratingId', '=', ratingId).executeTakeFirst()) ?? null
  );
}

/** Work orders, oldest first; of one district or of the whole city; at most a thousand. */
export async function listOrders(
  db: Db,
  filter: { readonly district?: string | undefined; readonly state?: WorkOrderState | undefined },
): Promise<WorkOrderRecord[]> {
  let query = own(db).selectFrom('workOrders').selectAll();
  if (filter.district !== undefined) query = query.where('district', '=', filter.district);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  return query.orderBy('openedAt').orderBy('id').limit(1000).execute();
}

/** What happened to work orders, oldest first, by order. */
export async function eventsOf(db: Db, orderIds: readonly string[]): Promise<Map<string, WorkOrderEventRecord[]>> {
  const events = new Map<string, WorkOrderEventRecord[]>(orderIds.map((id) => [id, []]));
  if (orderIds.length === 0) return events;
  const rows = await own(db)
    .selectFrom('workOrderEvents')
    .selectAll()
    .where('workOrderId', 'in', [...orderIds])
    .orderBy('id')
    .execute();
  for (const row of rows) events.get(row.workOrderId)?.push(row);
  return events;
}

/** Moves an order that still has the version read. @returns the new version, or null when it was moved meanwhile */
export async function moveOrder(
  db: Db,
  order: Pick<WorkOrderRecord, 'id' | 'version'>,
  state: WorkOrderState,
): Promise<number | null> {
  const row = await own(db)
    .updateTable('workOrders')
    .set({ state, version: order.version + 1 })
    .where('id', '=', order.id)
    .where('version', '=', order.version)
    .returning('version')
    .executeTakeFirst();
  return row?.version ?? null;
}

/** Ratings by district and level. */
export async function countLevels(db: Db): Promise<{ district: string; level: number; count: number }[]> {
  return own(db)
    .selectFrom('ratings')
    .select(['district', 'level', sql<number>`count(*)`.as('count')])
    .groupBy(['district', 'level'])
    .execute();
}

/** Words that were found to name nobody, newest first. */
export async function shownWords(db: Db): Promise<Pick<RatingRecord, 'level' | 'words' | 'district' | 'ratedAt'>[]> {
  return own(db)
    .selectFrom('ratings')
    .select(['level', 'words', 'district', 'ratedAt'])
    .where('shown', '=', true)
    .where('words', '<>', '')
    .orderBy('ratedAt', 'desc')
    .limit(50)
    .execute();
}

/** Words of a district that nobody has looked at, oldest first. */
export async function unseenWords(db: Db, district: string): Promise<RatingRecord[]> {
  return (await own(db)
    .selectFrom('ratings')
    .selectAll()
    .where('district', '=', district)
    .where('shown', 'is', null)
    .where('words', '<>', '')
    .orderBy('ratedAt')
    .limit(200)
    .execute()) as RatingRecord[];
}

/** Records whether the words of a district's rating are shown. @returns whether there was such a rating */
export async function setShown(
  db: Db,
  id: string,
  district: string,
  shown: boolean,
  shownBy: string,
): Promise<boolean> {
  const row = await own(db)
    .updateTable('ratings')
    .set({ shown, shownBy })
    .where('id', '=', id)
    .where('district', '=', district)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
