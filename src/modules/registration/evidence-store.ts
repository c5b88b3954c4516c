// Evidence files and the looks at them: SQL on those two tables.

import { sql } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { PURPOSES } from './contract-evidence.ts';
import type { ApplicationState } from './workflow.ts';

/** Why the bytes of a file are gone. */
export type DeletedBecause = 'retention' | 'draft' | 'withdrawn' | 'taken_back' | 'infected';

export interface EvidenceRecord {
  readonly id: string;
  readonly applicationId: string;
  readonly kind: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** As stored. */
  readonly bytes: number;
  /** Name in the file store; two rows of one application with the same content share it. */
  readonly storedAs: string;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  readonly removedAt: Date | null;
  readonly uploadKey: string | null;
  readonly position: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly pages: number | null;
  readonly scan: 'off' | 'waiting' | 'clean' | 'infected';
  readonly scannedAt: Date | null;
  readonly finding: string | null;
  readonly deletedAt: Date | null;
  readonly deletedBecause: DeletedBecause | null;
}

/** One look at a file by somebody other than its holder. */
export interface EvidenceView {
  readonly evidenceId: string;
  readonly applicationId: string;
  readonly at: Date;
  readonly accountId: string;
  readonly role: string;
  readonly organization: string | null;
  readonly purpose: (typeof PURPOSES)[number] | 'family';
}

type Tables = { evidence: EvidenceRecord; evidenceViews: EvidenceView };
const own = (db: Db) => db.withTables<Tables>();

/** Keeps the record of a file. @returns false when this upload was recorded before */
export async function insertEvidence(db: Db, evidence: EvidenceRecord): Promise<boolean> {
  const done = await own(db)
    .insertInto('evidence')
    .values(evidence)
    .onConflict((conflict) => conflict.columns(['applicationId', 'uploadKey']).doNothing())
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Files that were not taken back, page after page; those whose bytes are gone among them. */
export async function evidenceOf(db: Db, applicationId: string): Promise<EvidenceRecord[]> {
  return own(db)
    .selectFrom('evidence')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .where('removedAt', 'is', null)
    .orderBy('position')
    .orderBy('uploadedAt')
    .orderBy('id')
    .execute();
}

/** The kinds of papers that an application came with; a file that was locked away is none. */
export async function papersOf(db: Db, applicationId: string): Promise<string[]> {
  const files = await evidenceOf(db, applicationId);
  return files.filter((file) => file.scan !== 'infected').map((file) => file.kind);
}

/** All files of an application whose bytes are still there, taken back or not. */
export async function keptEvidence(db: Db, applicationId: string): Promise<EvidenceRecord[]> {
  return own(db)
    .selectFrom('evidence')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
}

/** The file of an upload that was sent before, or null. */
export async function evidenceByKey(db: Db, applicationId: string, key: string): Promise<EvidenceRecord | null> {
  const query = own(db).selectFrom('evidence').selectAll();
  return (
    (await query.where('applicationId', '=', applicationId).where('uploadKey', '=', key).executeTakeFirst()) ?? null
  );
}

export async function updateEvidence(
  db: Db,
  id: string,
  change: Partial<
    Pick<
      EvidenceRecord,
      'removedAt' | 'position' | 'scan' | 'scannedAt' | 'finding' | 'deletedAt' | 'deletedBecause' | 'storedAs'
    >
  >,
): Promise<void> {
  await own(db).updateTable('evidence').set(change).where('id', '=', id).execute();
}

/** Files that wait for the scanner, oldest first. */
export async function waitingEvidence(db: Db, limit: number): Promise<EvidenceRecord[]> {
  return own(db)
    .selectFrom('evidence')
    .selectAll()
    .where('scan', '=', 'waiting')
    .where('deletedAt', 'is', null)
    .orderBy('uploadedAt')
    .limit(limit)
    .execute();
}

/** Files whose bytes are kept, in the order of their ids, after one of them. */
export async function evidenceAfter(db: Db, id: string, limit: number): Promise<EvidenceRecord[]> {
  const query = own(db).selectFrom('evidence').selectAll().where('deletedAt', 'is', null);
  return query.where('id', '>', id).orderBy('id').limit(limit).execute();
}

/** Whether any file that is kept is stored under a name. */
export async function isStored(db: Db, storedAs: string): Promise<boolean> {
  const query = own(db).selectFrom('evidence').select('id').where('storedAs', '=', storedAs);
  return (await query.where('deletedAt', 'is', null).limit(1).executeTakeFirst()) !== undefined;
}

/** Which applications have bytes that may be due. */
export interface DueFilter {
  /** Season and states in which everything is due. */
  readonly seasonId?: string;
  readonly states?: readonly ApplicationState[];
  /** Withdrawn before this. */
  readonly withdrawnBefore?: Date;
  /** Files taken back before this. */
  readonly takenBackBefore?: Date;
  /** Files found infected that came before this. */
  readonly infectedBefore?: Date;
}

/** Applications with kept files by a filter, in the order of their ids, after one of them. */
export async function applicationsWithKept(db: Db, filter: DueFilter, after: string, limit: number): Promise<string[]> {
  const {
    seasonId = null,
    states = null,
    withdrawnBefore = null,
    takenBackBefore = null,
    infectedBefore = null,
  } = filter;
  const { rows } = await sql<{ id: string }>`
    select distinct a.id from applications a join evidence e on e.application_id = a.id
    where e.deleted_at is null and a.id > ${after}::uuid
      and (${seasonId}::text is null or a.season_id = ${seasonId})
      and (${states === null}::boolean or a.state = any(${states ?? []}::text[]))
      and (${withdrawnBefore}::timestamptz is null or (a.state = 'withdrawn' and a.updated_at < ${withdrawnBefore}))
      and (${takenBackBefore}::timestamptz is null or e.removed_at < ${takenBackBefore})
      and (${infectedBefore}::timestamptz is null or (e.scan = 'infected' and e.uploaded_at < ${infectedBefore}))
    order by a.id limit ${limit}
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** What is kept and gone, by season. */
export interface EvidenceTotals {
  readonly seasonId: string;
  readonly kept: number;
  readonly keptBytes: number;
  readonly deleted: number;
  readonly lastDeletedAt: Date | null;
  readonly waiting: number;
  readonly infected: number;
}

export async function evidenceTotals(db: Db): Promise<EvidenceTotals[]> {
  const { rows } = await sql<EvidenceTotals>`
    select a.season_id, count(*) filter (where e.deleted_at is null)::int as kept,
           coalesce(sum(e.bytes) filter (where e.deleted_at is null), 0)::float8 as kept_bytes,
           count(e.deleted_at)::int as deleted, max(e.deleted_at) as last_deleted_at,
           count(*) filter (where e.scan = 'waiting' and e.deleted_at is null)::int as waiting,
           count(*) filter (where e.scan = 'infected' and e.deleted_at is null)::int as infected
    from evidence e join applications a on a.id = e.application_id group by a.season_id
  `.execute(db);
  return rows;
}

// Looks

export async function insertView(db: Db, view: EvidenceView): Promise<void> {
  await own(db).insertInto('evidenceViews').values(view).execute();
}

/** Looks at the files of an application, newest first, each with its file. */
export async function viewsOf(
  db: Db,
  applicationId: string,
  limit: number,
): Promise<(EvidenceView & Pick<EvidenceRecord, 'kind' | 'fileName'>)[]> {
  const { rows } = await sql<EvidenceView & Pick<EvidenceRecord, 'kind' | 'fileName'>>`
    select v.*, e.kind, e.file_name from evidence_views v join evidence e on e.id = v.evidence_id
    where v.application_id = ${applicationId} order by v.id desc limit ${limit}
  `.execute(db);
  return rows;
}
