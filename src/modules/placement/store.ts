// Plans and runs: SQL on this module's tables. What happens after publication stands in `store-afterwards.ts`.

import { sql } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { RunInput } from './problems.ts';
import type { SchoolReport } from './report.ts';
import type { Placing, RunResult } from './rules.ts';
import type { RunStep } from './steps.ts';

export interface PlanLine {
  readonly schoolId: string;
  readonly classes: number;
  readonly seats: number;
}

export interface PlanChange {
  readonly id: string;
  readonly seasonId: string;
  readonly state: 'proposed' | 'approved' | 'rejected';
  readonly lines: readonly PlanLine[];
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export interface RunTotals {
  readonly applicants: number;
  readonly placed: number;
  readonly fromCatchment: number;
  readonly fromOverall: number;
  readonly fromPrivate: number;
  readonly unplaced: number;
}

/** What every run has, finished or not. */
export interface RunHead {
  readonly id: string;
  readonly seasonId: string;
  readonly kind: 'simulation' | 'draft' | 'supplementary';
  readonly state: 'running' | 'cancelled' | 'failed' | 'ready' | 'approved' | 'published' | 'discarded';
  readonly policyHash: string;
  readonly includeUnderReview: boolean;
  /** Of the run's own; its numbers follow from it where no draw was sealed. */
  readonly seed: string;
  readonly progress: { readonly step: RunStep } | null;
  /** Whoever works on a running run holds it until then. */
  readonly heldUntil: Date | null;
  readonly failure: string | null;
  readonly inputHash: string | null;
  readonly resultHash: string | null;
  /** A run's own seed, or the sealed draw whose numbers it uses; null where no number decided anything. */
  readonly lottery: {
    readonly seed: string | null;
    readonly method: string;
    readonly draw: { readonly id: string; readonly transcriptHash: string } | null;
  } | null;
  readonly summary: RunTotals | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly publishedBy: string | null;
  readonly publishedAt: Date | null;
  readonly discardedReason: string | null;
}

/** What a run comes to with its end. */
export interface RunFindings {
  readonly input: RunInput;
  readonly inputHash: string;
  readonly result: RunResult;
  readonly resultHash: string;
  readonly summary: RunTotals;
  readonly report: readonly SchoolReport[];
}

/** A finished run with all that it holds. */
export type RunRecord = Omit<RunHead, keyof RunFindings> & RunFindings;

/** jsonb goes in as text and comes back parsed. */
type Written<T, K extends keyof T> = Omit<T, K> & { [P in K]: unknown };
type Tables = {
  plans: PlanLine & { seasonId: string };
  planChanges: Written<PlanChange, 'lines'>;
  placementRuns: Written<RunHead, 'progress' | 'lottery' | 'summary'> & {
    input: unknown;
    result: unknown;
    report: unknown;
  };
};
const own = (db: Db) => db.withTables<Tables>();

export async function planOf(db: Db, seasonId: string): Promise<PlanLine[]> {
  return own(db)
    .selectFrom('plans')
    .select(['schoolId', 'classes', 'seats'])
    .where('seasonId', '=', seasonId)
    .orderBy('schoolId')
    .execute();
}

export async function upsertPlan(db: Db, seasonId: string, lines: readonly PlanLine[]): Promise<void> {
  if (lines.length === 0) return;
  await own(db)
    .insertInto('plans')
    .values(lines.map((line) => ({ ...line, seasonId })))
    .onConflict((conflict) =>
      conflict
        .columns(['seasonId', 'schoolId'])
        .doUpdateSet((set) => ({ classes: set.ref('excluded.classes'), seats: set.ref('excluded.seats') })),
    )
    .execute();
}

export async function openChange(db: Db, seasonId: string): Promise<PlanChange | null> {
  const row = await own(db)
    .selectFrom('planChanges')
    .selectAll()
    .where('seasonId', '=', seasonId)
    .where('state', '=', 'proposed')
    .executeTakeFirst();
  return (row as PlanChange | undefined) ?? null;
}

export async function lockChange(db: Db, id: string): Promise<PlanChange | null> {
  const row = await own(db).selectFrom('planChanges').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return (row as PlanChange | undefined) ?? null;
}

export async function insertChange(db: Db, change: PlanChange): Promise<void> {
  await own(db)
    .insertInto('planChanges')
    .values({ ...change, lines: JSON.stringify(change.lines) })
    .execute();
}

export async function decideChange(
  db: Db,
  id: string,
  set: Pick<PlanChange, 'state' | 'decidedBy' | 'decidedAt'>,
): Promise<void> {
  await own(db).updateTable('planChanges').set(set).where('id', '=', id).execute();
}

const HEAD = [
  'id',
  'seasonId',
  'kind',
  'state',
  'policyHash',
  'includeUnderReview',
  'seed',
  'progress',
  'heldUntil',
  'failure',
  'inputHash',
  'resultHash',
  'lottery',
  'summary',
  'createdBy',
  'createdAt',
  'approvedBy',
  'approvedAt',
  'publishedBy',
  'publishedAt',
  'discardedReason',
] as const;

/** Writes a run that has been asked for. */
export async function insertRun(db: Db, run: RunHead): Promise<void> {
  const { lottery, summary, progress, ...plain } = run;
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await own(db)
    .insertInto('placementRuns')
    .values({
      ...plain,
      lottery: json(lottery),
      summary: json(summary),
      progress: json(progress),
      input: null,
      result: null,
      report: null,
    })
    .execute();
}

/** Takes hold of a running run that nobody else works on. @returns the run, or null */
export async function holdRun(db: Db, id: string, now: Date, until: Date): Promise<RunHead | null> {
  const row = await own(db)
    .updateTable('placementRuns')
    .set({ heldUntil: until })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where((where) => where.or([where('heldUntil', 'is', null), where('heldUntil', '<', now)]))
    .returning(HEAD)
    .executeTakeFirst();
  return (row as RunHead | undefined) ?? null;
}

/** Notes how far a run has come, and holds it on. @returns whether it is still wanted */
export async function noteProgress(db: Db, id: string, step: RunStep, until: Date): Promise<boolean> {
  const row = await own(db)
    .updateTable('placementRuns')
    .set({ progress: JSON.stringify({ step }), heldUntil: until })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a running run with what it found. @returns whether it was still running */
export async function finishRun(db: Db, id: string, found: RunFindings): Promise<boolean> {
  const row = await own(db)
    .updateTable('placementRuns')
    .set({
      state: 'ready',
      progress: null,
      heldUntil: null,
      input: JSON.stringify(found.input),
      inputHash: found.inputHash,
      result: JSON.stringify(found.result),
      resultHash: found.resultHash,
      summary: JSON.stringify(found.summary),
      report: JSON.stringify(found.report),
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Running runs that nobody holds any more: their server stopped. */
export async function runsLeftBehind(db: Db, now: Date): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('placementRuns')
    .select('id')
    .where('state', '=', 'running')
    .where('heldUntil', '<', now)
    .execute();
  return rows.map(({ id }) => id);
}

/** Runs without their inputs and results, newest first. */
export async function listRuns(db: Db, seasonId: string): Promise<RunHead[]> {
  const rows = await own(db)
    .selectFrom('placementRuns')
    .select(HEAD)
    .where('seasonId', '=', seasonId)
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute();
  return rows as RunHead[];
}

export async function findHead(db: Db, id: string): Promise<RunHead | null> {
  const row = await own(db).selectFrom('placementRuns').select(HEAD).where('id', '=', id).executeTakeFirst();
  return (row as RunHead | undefined) ?? null;
}

/** A finished run whole; null where there is none, or it has not ended. */
export async function findRun(db: Db, id: string): Promise<RunRecord | null> {
  const row = await own(db)
    .selectFrom('placementRuns')
    .select([...HEAD, 'input', 'result', 'report'])
    .where('id', '=', id)
    .where('result', 'is not', null)
    .executeTakeFirst();
  return (row as RunRecord | undefined) ?? null;
}

/** The head of the published run of a season. */
export async function publishedHead(db: Db, seasonId: string): Promise<RunHead | null> {
  const row = await own(db)
    .selectFrom('placementRuns')
    .select(HEAD)
    .where('seasonId', '=', seasonId)
    .where('state', '=', 'published')
    .where('kind', '=', 'draft')
    .executeTakeFirst();
  return (row as RunHead | undefined) ?? null;
}

/** The published run of a season, whole. */
export async function publishedRun(db: Db, seasonId: string): Promise<RunRecord | null> {
  const row = await own(db)
    .selectFrom('placementRuns')
    .select([...HEAD, 'input', 'result', 'report'])
    .where('seasonId', '=', seasonId)
    .where('state', '=', 'published')
    .where('kind', '=', 'draft')
    .executeTakeFirst();
  return (row as RunRecord | undefined) ?? null;
}

/** Supplementary runs that were published, in their order. */
export async function supplementaryRuns(db: Db, seasonId: string): Promise<RunRecord[]> {
  const rows = await own(db)
    .selectFrom('placementRuns')
    .select([...HEAD, 'input', 'result', 'report'])
    .where('seasonId', '=', seasonId)
    .where('state', '=', 'published')
    .where('kind', '=', 'supplementary')
    .orderBy('publishedAt')
    .execute();
  return rows as RunRecord[];
}

/** What the pages of a run show: its schools and what the proof found, and those without a seat. */
export async function runView(
  db: Db,
  id: string,
): Promise<{ report: SchoolReport[]; faults: string[]; unplaced: string[] } | null> {
  const { rows } = await sql<{ report: SchoolReport[]; faults: string[]; unplaced: string[] | null }>`
    select report, result -> 'faults' as faults,
      (select jsonb_agg(p -> 'applicantId') from jsonb_array_elements(result -> 'placings') p
        where p ->> 'schoolId' is null) as unplaced
    from placement_runs where id = ${id} and result is not null
  `.execute(db);
  const [row] = rows;
  return row ? { ...row, unplaced: row.unplaced ?? [] } : null;
}

/** One child of a run: what it was given, and what the run knew of it. */
export async function placingIn(
  db: Db,
  id: string,
  applicationId: string,
): Promise<{
  placing: Placing;
  applicant: RunInput['applicants'][number];
  schools: RunInput['schools'];
  report: SchoolReport[];
} | null> {
  const path = '$[*] ? (@.applicantId == $id)';
  const ownPath = '$[*] ? (@.id == $id)';
  const { rows } = await sql<{
    placing: Placing | null;
    applicant: RunInput['applicants'][number] | null;
    schools: RunInput['schools'];
    report: SchoolReport[];
  }>`
    select jsonb_path_query_first(result -> 'placings', ${path}::jsonpath, ${JSON.stringify({ id: applicationId })}::jsonb) as placing,
      jsonb_path_query_first(input -> 'applicants', ${ownPath}::jsonpath, ${JSON.stringify({ id: applicationId })}::jsonb) as applicant,
      input -> 'schools' as schools, report
    from placement_runs where id = ${id} and result is not null
  `.execute(db);
  const [row] = rows;
  return row?.placing && row.applicant
    ? { placing: row.placing, applicant: row.applicant, schools: row.schools, report: row.report }
    : null;
}

/** Changes a run that is in one of the given states. @returns whether it was */
export async function moveRun(
  db: Db,
  id: string,
  from: readonly RunHead['state'][],
  set: Partial<
    Pick<
      RunHead,
      | 'state'
      | 'heldUntil'
      | 'failure'
      | 'approvedBy'
      | 'approvedAt'
      | 'publishedBy'
      | 'publishedAt'
      | 'discardedReason'
    >
  >,
): Promise<boolean> {
  const moved = await own(db)
    .updateTable('placementRuns')
    .set(set)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}
