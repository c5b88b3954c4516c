// Checks and the reference tables of departments: the only SQL of this module.

import { sql } from 'kysely';
import type { ComparedField } from '../../engines/reconcile/reconcile.ts';
import type { Db } from '../../platform/db/database.ts';
import { CHECK_KINDS, type CheckKind, type LaterReason } from '../../platform/departments/departments.ts';
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
  /** The question that was put last, and the one whose answer stands: id of the check, '.', attempt. */
  readonly requestId: string | null;
  readonly answeredRequest: string | null;
  /** Why nobody is to blame for a pending check. */
  readonly waitingFor: LaterReason | 'exported' | null;
  /** When it is asked next by itself. */
  readonly askAt: Date | null;
  /** The source said two different things. */
  readonly contradicted: boolean;
}

export interface SourceRecord {
  readonly kind: CheckKind;
  readonly name: string;
  readonly nameEn: string;
  readonly available: boolean;
  readonly reason: string | null;
  readonly changedAt: Date;
  /** The first failure since its last answer; null while it answers. */
  readonly failingSince: Date | null;
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
        failingSince: null,
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

/** Reads a check and keeps others from changing it until the transaction ends. */
export async function lockCheck(db: Db, id: string): Promise<CheckRecord | null> {
  const row = await own(db).selectFrom('checks').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return (row as CheckRecord | undefined) ?? null;
}

/** Checks of a kind that wait for their source, oldest first. */
export async function waitingChecks(db: Db, kind: CheckKind): Promise<CheckRecord[]> {
  const rows = await own(db)
    .selectFrom('checks as c')
    .selectAll('c')
    .where('c.kind', '=', kind)
    .where('c.state', 'in', ['pending', 'source_down'])
    .where('c.resolution', 'is', null)
    .where((one) =>
      one.not(
        one.exists(
          one
            .selectFrom('checks as n')
            .select('n.id')
            .whereRef('n.applicationId', '=', 'c.applicationId')
            .whereRef('n.revision', '>', 'c.revision'),
        ),
      ),
    )
    .orderBy('c.createdAt')
    .orderBy('c.id')
    .execute();
  return rows as CheckRecord[];
}

/** What asking or hearing changes of a check. */
export type CheckChange = Partial<
  Pick<
    CheckRecord,
    | 'state'
    | 'answer'
    | 'source'
    | 'differences'
    | 'attempts'
    | 'answeredAt'
    | 'requestId'
    | 'answeredRequest'
    | 'waitingFor'
    | 'askAt'
    | 'contradicted'
  >
>;

/** Changes a check that the transaction holds locked. */
export async function updateCheck(db: Db, id: string, { answer, differences, ...plain }: CheckChange): Promise<void> {
  await own(db)
    .updateTable('checks')
    .set({
      ...plain,
      ...(answer === undefined ? {} : { answer: answer === null ? null : JSON.stringify(answer) }),
      ...(differences === undefined ? {} : { differences: JSON.stringify(differences) }),
    })
    .where('id', '=', id)
    .execute();
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

/** By kind, how many checks of the latest revisions wait for their source, and since when the oldest. */
export async function countWaiting(db: Db): Promise<{ kind: CheckKind; count: number; oldestAt: Date }[]> {
  const { rows } = await sql<{ kind: CheckKind; count: number; oldestAt: Date }>`
    select kind, count(*) as count, min(created_at) as oldest_at from checks c
    where state in ('pending', 'source_down') and resolution is null
      and not exists (select 1 from checks n where n.application_id = c.application_id and n.revision > c.revision)
    group by kind`.execute(db);
  return rows;
}
