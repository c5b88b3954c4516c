// Outages of departments, and the working days they gave to families.

import { sql } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { CheckKind } from '../../platform/departments/departments.ts';

export interface OutageRecord {
  readonly id: string;
  readonly kind: CheckKind;
  readonly cause: 'officer' | 'unreachable';
  readonly reason: string | null;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
}

export interface ExtensionRecord {
  readonly applicationId: string;
  /** The working day on which a source failed the family. */
  readonly day: string;
  readonly outageId: string;
  readonly was: Date;
  readonly until: Date;
  readonly at: Date;
}

type Tables = {
  departmentOutages: OutageRecord;
  deadlineExtensions: ExtensionRecord;
  departmentSources: {
    kind: CheckKind;
    available: boolean;
    reason: string | null;
    changedAt: Date;
    failingSince: Date | null;
  };
};
const own = (db: Db) => db.withTables<Tables>();

/** Notes a failure; only the first since the last answer counts. */
export async function markFailing(db: Db, kind: CheckKind, at: Date): Promise<void> {
  await own(db)
    .updateTable('departmentSources')
    .set({ failingSince: at })
    .where('kind', '=', kind)
    .where('failingSince', 'is', null)
    .execute();
}

/** Notes an answer. @returns whether the source was failing */
export async function markAnswering(db: Db, kind: CheckKind): Promise<boolean> {
  const row = await own(db)
    .updateTable('departmentSources')
    .set({ failingSince: null })
    .where('kind', '=', kind)
    .where('failingSince', 'is not', null)
    .returning('kind')
    .executeTakeFirst();
  return row !== undefined;
}

/** Sources that have no open outage and ought to: on hold, or failing since before an instant. */
export async function undeclaredOutages(
  db: Db,
  before: Date,
): Promise<{ kind: CheckKind; cause: OutageRecord['cause']; reason: string | null; beganAt: Date }[]> {
  const { rows } = await sql<{ kind: CheckKind; cause: OutageRecord['cause']; reason: string | null; beganAt: Date }>`
    select kind, case when available then 'unreachable' else 'officer' end as cause, reason,
           case when available then failing_since else changed_at end as began_at
    from department_sources s
    where (not available or failing_since <= ${before})
      and not exists (select 1 from department_outages o where o.kind = s.kind and o.ended_at is null)`.execute(db);
  return rows;
}

/** @returns whether this call opened it, rather than another at the same moment */
export async function insertOutage(db: Db, outage: OutageRecord): Promise<boolean> {
  const row = await own(db)
    .insertInto('departmentOutages')
    .values(outage)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function endOutage(db: Db, kind: CheckKind, at: Date): Promise<void> {
  await own(db)
    .updateTable('departmentOutages')
    .set({ endedAt: sql<Date>`greatest(${at}, began_at)` })
    .where('kind', '=', kind)
    .where('endedAt', 'is', null)
    .execute();
}

export async function openOutages(db: Db): Promise<OutageRecord[]> {
  return own(db).selectFrom('departmentOutages').selectAll().where('endedAt', 'is', null).execute();
}

/** How many applications each open outage has given days to. */
export async function countExtended(db: Db, outageIds: readonly string[]): Promise<Map<string, number>> {
  if (outageIds.length === 0) return new Map();
  const rows = await own(db)
    .selectFrom('deadlineExtensions')
    .select((one) => ['outageId', one.fn.count<number>('applicationId').distinct().as('count')])
    .where('outageId', 'in', [...outageIds])
    .groupBy('outageId')
    .execute();
  return new Map(rows.map(({ outageId, count }) => [outageId, count]));
}

/** Extensions of applications, oldest first. */
export async function extensionsOf(db: Db, applicationIds: readonly string[]): Promise<ExtensionRecord[]> {
  if (applicationIds.length === 0) return [];
  return own(db)
    .selectFrom('deadlineExtensions')
    .selectAll()
    .where('applicationId', 'in', [...applicationIds])
    .orderBy('day')
    .execute();
}

/** @returns whether the day was not yet given */
export async function insertExtension(db: Db, extension: ExtensionRecord): Promise<boolean> {
  const row = await own(db)
    .insertInto('deadlineExtensions')
    .values(extension)
    .onConflict((conflict) => conflict.columns(['applicationId', 'day']).doNothing())
    .returning('day')
    .executeTakeFirst();
  return row !== undefined;
}
