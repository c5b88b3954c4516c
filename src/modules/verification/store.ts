// Checks and the reference tables of departments: the only SQL of this module.

import { sql } from 'kysely';
import type { ComparedField } from '../../engines/reconcile/reconcile.ts';
import type { Db } from '../../platform/db/database.ts';
import { CHECK_KINDS, type CheckKind } from '../../platform/departments/departments.ts';
import type { CheckState } from './contract.ts';
import { DEPARTMENTS, type CheckQuestion } from './rules.ts';

export interface CheckRecord {
  readonly id: string;
  readonly applicationId: string;
  readonly revision: number;
  readonly kind: CheckKind;
  readonly state: CheckState;
  readonly question: CheckQuestion;
  /** The record as received; null until there is one. */
  readonly answer: Readonly<Record<string, unknown>> | null;
  readonly source: string | null;
  /** The compared fields that differ, numbers masked. */
  readonly differences: readonly ComparedField[];
  readonly attempts: number;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
  readonly resolution: 'accepted' | 'not_accepted' | null;
  readonly resolvedBy: string | null;
  readonly resolvedAt: Date | null;
  readonly resolutionWords: string | null;
  /** What a person read from the papers: facts of the policy by path. */
  readonly found: readonly { readonly path: string; readonly value: string }[];
}

export interface SourceRecord {
  readonly kind: CheckKind;
  readonly name: string;
  readonly nameEn: string;
  readonly available: boolean;
  readonly reason: string | null;
  readonly changedAt: Date;
}

type Tables = {
  departmentSources: SourceRecord;
  departmentRecords: { kind: CheckKind; key: string; record: unknown; importedAt: Date };
  checks: Omit<CheckRecord, 'question' | 'answer' | 'differences' | 'found'> & {
    found: unknown;
    question: unknown;
    answer: unknown;
    differences: unknown;
  };
};
const own = (db: Db) => db.withTables<Tables>();

// Sources

/** Makes sure that every kind of source is known; new ones answer. */
export async function ensureSources(db: Db, at: Date): Promise<void> {
  await own(db)
    .insertInto('departmentSources')
    .values(
      CHECK_KINDS.map((kind) => ({
        kind,
        name: `${DEPARTMENTS[kind].zh}·${DEPARTMENTS[kind].what}`,
        nameEn: `${DEPARTMENTS[kind].en}: ${DEPARTMENTS[kind].whatEn}`,
        available: true,
        reason: null,
        changedAt: at,
      })),
    )
    .onConflict((conflict) => conflict.column('kind').doNothing())
    .execute();
}

export async function listSources(db: Db): Promise<SourceRecord[]> {
  return own(db).selectFrom('departmentSources').selectAll().orderBy('kind').execute();
}

/** @returns false when there is no such source */
export async function setAvailability(
  db: Db,
  kind: string,
  set: { readonly available: boolean; readonly reason: string | null; readonly changedAt: Date },
): Promise<boolean> {
  const row = await own(db)
    .updateTable('departmentSources')
    .set(set)
    .where('kind', '=', kind as CheckKind)
    .returning('kind')
    .executeTakeFirst();
  return row !== undefined;
}

export async function countRecords(db: Db): Promise<Map<string, number>> {
  const rows = await own(db)
    .selectFrom('departmentRecords')
    .select((one) => ['kind', one.fn.countAll<number>().as('records')])
    .groupBy('kind')
    .execute();
  return new Map(rows.map(({ kind, records }) => [kind, records]));
}

const BATCH = 1000;

// Checks

/** Writes checks; one that exists for its application, revision and kind stays as it is. */
export async function insertChecks(db: Db, checks: readonly CheckRecord[]): Promise<void> {
  for (let from = 0; from < checks.length; from += BATCH) {
    await own(db)
      .insertInto('checks')
      .values(
        checks.slice(from, from + BATCH).map((check) => ({
          ...check,
          question: JSON.stringify(check.question),
          answer: check.answer === null ? null : JSON.stringify(check.answer),
          differences: JSON.stringify(check.differences),
          found: JSON.stringify(check.found),
        })),
      )
      .onConflict((conflict) => conflict.columns(['applicationId', 'revision', 'kind']).doNothing())
      .execute();
  }
}

export async function findCheck(db: Db, id: string): Promise<CheckRecord | null> {
  const row = await own(db).selectFrom('checks').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as CheckRecord | undefined) ?? null;
}

export async function checksOfRevision(db: Db, applicationId: string, revision: number): Promise<CheckRecord[]> {
  const rows = await own(db)
    .selectFrom('checks')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .where('revision', '=', revision)
    .orderBy('kind')
    .execute();
  return rows as CheckRecord[];
}

/** Ids of the checks of a kind that wait for their source, oldest first. */
export async function waitingChecks(db: Db, kind: string): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('checks')
    .select('id')
    .where('kind', '=', kind as CheckKind)
    .where('state', 'in', ['pending', 'source_down'])
    .orderBy('createdAt')
    .execute();
  return rows.map(({ id }) => id);
}

/** Writes an answer unless the check was asked by somebody else meanwhile. @returns whether it was written */
export async function updateAnswer(
  db: Db,
  was: Pick<CheckRecord, 'id' | 'attempts'>,
  set: Pick<CheckRecord, 'state' | 'answer' | 'source' | 'differences' | 'answeredAt'>,
): Promise<boolean> {
  const row = await own(db)
    .updateTable('checks')
    .set({
      ...set,
      answer: set.answer === null ? null : JSON.stringify(set.answer),
      differences: JSON.stringify(set.differences),
      attempts: was.attempts + 1,
    })
    .where('id', '=', was.id)
    .where('attempts', '=', was.attempts)
    .where('resolution', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateResolution(
  db: Db,
  id: string,
  set: Pick<CheckRecord, 'resolution' | 'resolvedBy' | 'resolvedAt' | 'resolutionWords' | 'found'>,
): Promise<void> {
  await own(db)
    .updateTable('checks')
    .set({ ...set, found: JSON.stringify(set.found) })
    .where('id', '=', id)
    .execute();
}

/** How many checks of the latest revisions stand in each state. */
export interface StateCount {
  readonly applicationId: string;
  readonly kind: CheckKind;
  readonly state: CheckState;
  readonly resolution: 'accepted' | 'not_accepted' | null;
}

/** The latest check of each kind for applications; for all of them without ids. */
export async function latestChecks(db: Db, applicationIds: readonly string[] | null): Promise<StateCount[]> {
  if (applicationIds?.length === 0) return [];
  const ids = applicationIds === null ? sql`true` : sql`application_id = any(${[...applicationIds]}::uuid[])`;
  const { rows } = await sql<StateCount>`
    select distinct on (application_id, kind) application_id, kind, state, resolution
    from checks where ${ids} order by application_id, kind, revision desc`.execute(db);
  return rows;
}

/** How many checks stand in each state, by kind, counting the latest revision of each application. */
export async function countStates(db: Db): Promise<{ kind: CheckKind; state: CheckState; count: number }[]> {
  const { rows } = await sql<{ kind: CheckKind; state: CheckState; count: number }>`
    select kind, state, count(*) as count from (
      select distinct on (application_id, kind) kind, state from checks order by application_id, kind, revision desc
    ) latest group by kind, state`.execute(db);
  return rows;
}
