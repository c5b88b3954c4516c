// What the demonstration writes that no module takes in bulk: departments' records, plans, decisions, the seeding mark.

import type { Db } from '../platform/db/database.ts';
import type { CheckKind } from '../platform/departments/departments.ts';

export interface SourceRow {
  readonly kind: CheckKind;
  readonly name: string;
  readonly nameEn: string;
  readonly available: boolean;
  readonly reason: string | null;
  readonly changedAt: Date;
}

/** A record as a department files it. */
export interface DepartmentRecord {
  readonly kind: CheckKind;
  readonly key: string;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface PlanRow {
  readonly seasonId: string;
  readonly schoolId: string;
  readonly classes: number;
  readonly seats: number;
}

export interface DecisionRow {
  readonly id: string;
  readonly applicationId: string;
  readonly revision: number;
  readonly outcome: 'endorsed' | 'approved' | 'refused' | 'asked_material';
  readonly reasonCode: string | null;
  readonly words: string;
  readonly cure: string | null;
  readonly dueAt: Date | null;
  readonly policyHash: string;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

type Tables = {
  installation: { key: string; value: unknown; at: Date };
  departmentSources: SourceRow;
  departmentRecords: { kind: CheckKind; key: string; record: unknown; importedAt: Date };
  plans: PlanRow;
  decisions: DecisionRow;
};
const own = (db: Db) => db.withTables<Tables>();
const ROWS = 1_000;

export async function isSeeded(db: Db, key: string): Promise<boolean> {
  return (
    (await own(db).selectFrom('installation').select('key').where('key', '=', key).executeTakeFirst()) !== undefined
  );
}

/** Takes the mark of seeding, so that of two processes one seeds. @returns whether this call took it */
export async function takeMark(db: Db, key: string, value: unknown, at: Date): Promise<boolean> {
  const row = await own(db)
    .insertInto('installation')
    .values({ key, value: JSON.stringify(value), at })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertSources(db: Db, sources: readonly SourceRow[]): Promise<void> {
  await own(db)
    .insertInto('departmentSources')
    .values([...sources])
    .onConflict((conflict) => conflict.column('kind').doNothing())
    .execute();
}

export async function insertRecords(db: Db, records: readonly DepartmentRecord[], importedAt: Date): Promise<void> {
  for (const some of batches(records)) {
    await own(db)
      .insertInto('departmentRecords')
      .values(some.map((one) => ({ ...one, record: JSON.stringify(one.record), importedAt })))
      .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
      .execute();
  }
}

export async function insertPlans(db: Db, plans: readonly PlanRow[]): Promise<void> {
  for (const some of batches(plans)) await own(db).insertInto('plans').values(some).execute();
}

export async function insertDecisions(db: Db, decisions: readonly DecisionRow[]): Promise<void> {
  for (const some of batches(decisions)) await own(db).insertInto('decisions').values(some).execute();
}

function batches<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, at) => rows.slice(at * ROWS, (at + 1) * ROWS));
}
