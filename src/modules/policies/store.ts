// Drafts, proposals, touched families and simulations: the only SQL of this module.

import type { ChangedResult, ResultInBrief } from '../../engines/policy/compare-results.ts';
import type { PolicyFault } from '../../engines/policy/source.ts';
import type { Db } from '../../platform/db/database.ts';
import type { RuleSetFile } from '../seasons/public.ts';
import type { SimulationResult, SimulationSettings } from './shapes.ts';
import type { ProposalState } from './workflow.ts';

/** A policy text in work. */
export interface DraftRecord {
  readonly id: string;
  readonly district: string | null;
  readonly title: string;
  readonly sources: readonly RuleSetFile[];
  readonly begunFrom: string | null;
  readonly hash: string | null;
  readonly faults: readonly PolicyFault[];
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedBy: string;
  readonly updatedAt: Date;
  readonly discardedAt: Date | null;
}

/** A rule set proposed for a season. */
export interface ProposalRecord {
  readonly id: string;
  readonly seasonId: string;
  readonly state: ProposalState;
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly midSeason: boolean;
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decidedWords: string | null;
  readonly compared: number | null;
  readonly touched: number | null;
}

/** A family that an approved change touches. */
export interface TouchedRecord {
  readonly proposalId: string;
  readonly applicationId: string;
  readonly before: ResultInBrief;
  readonly after: ResultInBrief;
  readonly words: string;
  readonly because: ChangedResult['because'];
  readonly state: 'waiting' | 'reassessed' | 'for_person' | 'settled';
  readonly settledBy: string | null;
  readonly settledAt: Date | null;
  readonly settledWords: string | null;
}

/** A simulation, under way or done. */
export interface SimulationRecord {
  readonly id: string;
  readonly seasonId: string;
  readonly hash: string;
  readonly comparedTo: string | null;
  readonly settings: SimulationSettings;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly progress: number;
  readonly total: number;
  readonly result: SimulationResult | null;
  readonly fault: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** jsonb goes in as text and comes back parsed. */
type Written<T, K extends keyof T> = Omit<T, K> & { [P in K]: unknown };
type Tables = {
  policyDrafts: Written<DraftRecord, 'sources' | 'faults'>;
  policyProposals: ProposalRecord;
  policyTouched: Written<TouchedRecord, 'before' | 'after' | 'because'>;
  policySimulations: Written<SimulationRecord, 'settings' | 'result'>;
};
const own = (db: Db) => db.withTables<Tables>();

// Drafts

export async function insertDraft(db: Db, draft: DraftRecord): Promise<void> {
  await own(db)
    .insertInto('policyDrafts')
    .values({ ...draft, sources: JSON.stringify(draft.sources), faults: JSON.stringify(draft.faults) })
    .execute();
}

/** Drafts that were not put aside, the last changed first; all, or those of a district. */
export async function listDrafts(db: Db, district: string | null): Promise<DraftRecord[]> {
  let query = own(db).selectFrom('policyDrafts').selectAll().where('discardedAt', 'is', null);
  if (district !== null) query = query.where('district', '=', district);
  return (await query.orderBy('updatedAt', 'desc').limit(200).execute()) as DraftRecord[];
}

export async function findDraft(db: Db, id: string): Promise<DraftRecord | null> {
  const row = await own(db)
    .selectFrom('policyDrafts')
    .selectAll()
    .where('id', '=', id)
    .where('discardedAt', 'is', null)
    .executeTakeFirst();
  return (row as DraftRecord | undefined) ?? null;
}

/** Writes a draft that is still as it was read. @returns whether it was */
export async function updateDraft(
  db: Db,
  was: Pick<DraftRecord, 'id' | 'version'>,
  set: Pick<DraftRecord, 'title' | 'sources' | 'hash' | 'faults' | 'updatedBy' | 'updatedAt' | 'discardedAt'>,
): Promise<boolean> {
  const row = await own(db)
    .updateTable('policyDrafts')
    .set({
      ...set,
      sources: JSON.stringify(set.sources),
      faults: JSON.stringify(set.faults),
      version: was.version + 1,
    })
    .where('id', '=', was.id)
    .where('version', '=', was.version)
    .where('discardedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

// Proposals

export async function insertProposal(db: Db, proposal: ProposalRecord): Promise<void> {
  await own(db).insertInto('policyProposals').values(proposal).execute();
}

/** All proposals, the open ones first, then the last decided. */
export async function listProposals(db: Db): Promise<ProposalRecord[]> {
  return own(db)
    .selectFrom('policyProposals')
    .selectAll()
    .orderBy((one) => one('state', '!=', 'proposed'))
    .orderBy('proposedAt', 'desc')
    .limit(500)
    .execute();
}

/** What was approved for a season, the first first. */
export async function approvedOf(db: Db, seasonId: string): Promise<ProposalRecord[]> {
  return own(db)
    .selectFrom('policyProposals')
    .selectAll()
    .where('seasonId', '=', seasonId)
    .where('state', '=', 'approved')
    .orderBy('decidedAt')
    .execute();
}

export async function findProposal(db: Db, id: string): Promise<ProposalRecord | null> {
  return (await own(db).selectFrom('policyProposals').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Reads a proposal and keeps others from deciding it until the transaction ends. */
export async function lockProposal(db: Db, id: string): Promise<ProposalRecord | null> {
  return (
    (await own(db).selectFrom('policyProposals').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ??
    null
  );
}

export async function decideProposal(
  db: Db,
  id: string,
  set: Pick<ProposalRecord, 'state' | 'decidedBy' | 'decidedAt' | 'decidedWords' | 'compared' | 'touched'>,
): Promise<void> {
  await own(db).updateTable('policyProposals').set(set).where('id', '=', id).execute();
}

// Touched families

/** Rows written in one statement: PostgreSQL takes 65,535 values at most. */
const ROWS = 1_000;

export async function insertTouched(db: Db, rows: readonly TouchedRecord[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS) {
    await own(db)
      .insertInto('policyTouched')
      .values(
        rows.slice(from, from + ROWS).map((row) => ({
          ...row,
          before: JSON.stringify(row.before),
          after: JSON.stringify(row.after),
          because: JSON.stringify(row.because),
        })),
      )
      .execute();
  }
}

export async function touchedBy(db: Db, proposalId: string): Promise<TouchedRecord[]> {
  const rows = await own(db)
    .selectFrom('policyTouched')
    .selectAll()
    .where('proposalId', '=', proposalId)
    .orderBy('applicationId')
    .execute();
  return rows as TouchedRecord[];
}

export async function markReassessed(db: Db, proposalId: string, applicationId: string): Promise<void> {
  await own(db)
    .updateTable('policyTouched')
    .set({ state: 'reassessed' })
    .where('proposalId', '=', proposalId)
    .where('applicationId', '=', applicationId)
    .where('state', '=', 'waiting')
    .execute();
}

/** Moves families that were decided before the system came to them to a person. */
export async function leaveForPerson(db: Db, proposalId: string, applicationId: string): Promise<void> {
  await own(db)
    .updateTable('policyTouched')
    .set({ state: 'for_person' })
    .where('proposalId', '=', proposalId)
    .where('applicationId', '=', applicationId)
    .where('state', '=', 'waiting')
    .execute();
}

/** Writes how a person dealt with a family. @returns whether one waited for it */
export async function settleTouched(
  db: Db,
  { proposalId, applicationId }: Pick<TouchedRecord, 'proposalId' | 'applicationId'>,
  set: Pick<TouchedRecord, 'settledBy' | 'settledAt' | 'settledWords'>,
): Promise<boolean> {
  const row = await own(db)
    .updateTable('policyTouched')
    .set({ ...set, state: 'settled' })
    .where('proposalId', '=', proposalId)
    .where('applicationId', '=', applicationId)
    .where('state', '=', 'for_person')
    .returning('applicationId')
    .executeTakeFirst();
  return row !== undefined;
}

// Simulations

export async function insertSimulation(db: Db, simulation: SimulationRecord): Promise<void> {
  await own(db)
    .insertInto('policySimulations')
    .values({
      ...simulation,
      settings: JSON.stringify(simulation.settings),
      result: simulation.result === null ? null : JSON.stringify(simulation.result),
    })
    .execute();
}

/** Simulations of a season without their results, the newest first. */
export async function listSimulations(db: Db, seasonId: string): Promise<Omit<SimulationRecord, 'result'>[]> {
  const rows = await own(db)
    .selectFrom('policySimulations')
    .select([
      'id',
      'seasonId',
      'hash',
      'comparedTo',
      'settings',
      'state',
      'progress',
      'total',
      'fault',
      'createdBy',
      'createdAt',
      'finishedAt',
    ])
    .where('seasonId', '=', seasonId)
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute();
  return rows as Omit<SimulationRecord, 'result'>[];
}

export async function findSimulation(db: Db, id: string): Promise<SimulationRecord | null> {
  const row = await own(db).selectFrom('policySimulations').selectAll().where('id', '=', id).executeTakeFirst();
  return (row as SimulationRecord | undefined) ?? null;
}

export async function updateProgress(
  db: Db,
  id: string,
  set: Pick<SimulationRecord, 'state' | 'progress' | 'total'>,
): Promise<void> {
  await own(db).updateTable('policySimulations').set(set).where('id', '=', id).execute();
}

export async function finishSimulation(
  db: Db,
  id: string,
  set: Pick<SimulationRecord, 'state' | 'result' | 'fault' | 'finishedAt' | 'progress'>,
): Promise<void> {
  await own(db)
    .updateTable('policySimulations')
    .set({ ...set, result: set.result === null ? null : JSON.stringify(set.result) })
    .where('id', '=', id)
    .execute();
}
