// Plans, runs, seats and outcomes: the only SQL of this module.

import { sql } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { RunInput, RunResult } from './rules.ts';

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

export interface RunRecord {
  readonly id: string;
  readonly seasonId: string;
  readonly kind: 'simulation' | 'draft';
  readonly state: 'ready' | 'approved' | 'published' | 'discarded';
  readonly policyHash: string;
  readonly input: RunInput;
  readonly inputHash: string;
  readonly result: RunResult;
  readonly resultHash: string;
  /** A simulation's own seed, or the sealed draw of a draft; null where no number decided anything. */
  readonly lottery: {
    readonly seed: string | null;
    readonly method: string;
    readonly draw: { readonly id: string; readonly transcriptHash: string } | null;
  } | null;
  readonly summary: RunTotals;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly publishedBy: string | null;
  readonly publishedAt: Date | null;
  readonly discardedReason: string | null;
}

export interface SeatRecord {
  readonly seasonId: string;
  readonly schoolId: string;
  readonly number: number;
  readonly applicationId: string;
  readonly childKey: string;
  readonly stage: string;
  readonly entryYear: number;
  readonly runId: string;
  readonly givenAt: Date;
}

export interface OutcomeRecord {
  readonly applicationId: string;
  readonly runId: string;
  readonly schoolId: string | null;
  readonly route: string;
  readonly because: readonly { readonly zh: string; readonly en: string }[];
  readonly publishedAt: Date;
}

/** jsonb goes in as text and comes back parsed. */
type Written<T, K extends keyof T> = Omit<T, K> & { [P in K]: unknown };
type Tables = {
  plans: PlanLine & { seasonId: string };
  planChanges: Written<PlanChange, 'lines'>;
  placementRuns: Written<RunRecord, 'input' | 'result' | 'lottery' | 'summary'>;
  seats: SeatRecord;
  outcomes: Written<OutcomeRecord, 'because'>;
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

export async function insertRun(db: Db, run: RunRecord): Promise<void> {
  const { input, result, lottery, summary } = run;
  await own(db)
    .insertInto('placementRuns')
    .values({
      ...run,
      input: JSON.stringify(input),
      result: JSON.stringify(result),
      lottery: JSON.stringify(lottery),
      summary: JSON.stringify(summary),
    })
    .execute();
}

/** Runs without their inputs and results, newest first. */
export async function listRuns(db: Db, seasonId: string): Promise<Omit<RunRecord, 'input' | 'result'>[]> {
  const rows = await own(db)
    .selectFrom('placementRuns')
    .select([
      'id',
      'seasonId',
      'kind',
      'state',
      'policyHash',
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
    ])
    .where('seasonId', '=', seasonId)
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute();
  return rows as Omit<RunRecord, 'input' | 'result'>[];
}

export async function findRun(db: Db, id: string): Promise<RunRecord | null> {
  const row = await own(db).selectFrom('placementRuns').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as RunRecord | undefined) ?? null;
}

/** Changes a run that is in one of the given states. @returns whether it was */
export async function moveRun(
  db: Db,
  id: string,
  from: readonly RunRecord['state'][],
  set: Partial<
    Pick<RunRecord, 'state' | 'approvedBy' | 'approvedAt' | 'publishedBy' | 'publishedAt' | 'discardedReason'>
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

export async function insertSeats(db: Db, seats: readonly SeatRecord[]): Promise<void> {
  for (let i = 0; i < seats.length; i += 1000)
    await own(db)
      .insertInto('seats')
      .values(seats.slice(i, i + 1000))
      .execute();
}

export async function insertOutcomes(db: Db, outcomes: readonly OutcomeRecord[]): Promise<void> {
  for (let i = 0; i < outcomes.length; i += 1000) {
    const rows = outcomes
      .slice(i, i + 1000)
      .map((outcome) => ({ ...outcome, because: JSON.stringify(outcome.because) }));
    await own(db).insertInto('outcomes').values(rows).execute();
  }
}

/** The run whose results are public, without its input and result. */
export async function publishedRun(
  db: Db,
  seasonId: string,
): Promise<Pick<RunRecord, 'id' | 'createdBy' | 'approvedBy' | 'publishedBy'> | null> {
  const row = await own(db)
    .selectFrom('placementRuns')
    .select(['id', 'createdBy', 'approvedBy', 'publishedBy'])
    .where('seasonId', '=', seasonId)
    .where('state', '=', 'published')
    .executeTakeFirst();
  return row ?? null;
}

/** Takes the lowest free seat of a school. @returns its number, or null when all of them are taken */
export async function takeFreeSeat(db: Db, seats: number, seat: Omit<SeatRecord, 'number'>): Promise<number | null> {
  const { rows } = await sql<{ number: number }>`
    select n as number from generate_series(1, ${seats}::int) n
    where not exists (select 1 from seats s where s.season_id = ${seat.seasonId} and s.school_id = ${seat.schoolId} and s.number = n)
    order by n limit 1`.execute(db);
  const number = rows[0]?.number;
  if (number === undefined) return null;
  await own(db)
    .insertInto('seats')
    .values({ ...seat, number })
    .execute();
  return number;
}

/** Writes the outcome of one application anew. */
export async function replaceOutcome(db: Db, outcome: OutcomeRecord): Promise<void> {
  const row = { ...outcome, because: JSON.stringify(outcome.because) };
  const { applicationId: _, ...set } = row;
  await own(db)
    .insertInto('outcomes')
    .values(row)
    .onConflict((conflict) => conflict.column('applicationId').doUpdateSet(set))
    .execute();
}

export async function findOutcome(db: Db, applicationId: string): Promise<OutcomeRecord | null> {
  const row = await own(db)
    .selectFrom('outcomes')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .executeTakeFirst();
  return (row as OutcomeRecord | undefined) ?? null;
}

/** Outcomes of a school, for its list. */
export async function outcomesAt(db: Db, schoolId: string): Promise<OutcomeRecord[]> {
  return (await own(db)
    .selectFrom('outcomes')
    .selectAll()
    .where('schoolId', '=', schoolId)
    .execute()) as OutcomeRecord[];
}
