// Draws, their parties and the record of each ceremony: the only SQL of this module.

import type { Db } from '../../platform/db/database.ts';
import type { Capacity, DrawSettings, SchoolOdds } from './contract.ts';
import type { DrawState } from './workflow.ts';

/** What was published when the roster was frozen. */
export interface Notice {
  readonly roster: { readonly size: number; readonly lots: number; readonly root: string };
  readonly method: {
    readonly algorithm: string;
    readonly hash: 'sha256' | 'sm3';
    readonly rules: { readonly version: string; readonly hash: string; readonly title: string };
    readonly code: string;
    readonly list: string;
    readonly lastSeat: 'skip' | 'over_quota' | 'split';
  };
  readonly odds: readonly SchoolOdds[];
}

export interface Replaces {
  readonly transcript: string;
  readonly reason: string;
}

/** A draw without its long texts. */
export interface DrawRecord {
  readonly id: string;
  readonly seasonId: string;
  readonly number: number;
  readonly state: DrawState;
  readonly settings: DrawSettings;
  readonly replaces: Replaces | null;
  readonly notice: Notice | null;
  /** Canonical JSON of the engine's announcement. */
  readonly announcement: string | null;
  readonly announcementHash: string | null;
  readonly publicValue: string | null;
  readonly publicValueAt: Date | null;
  readonly publicValueAtSource: string | null;
  readonly transcriptHash: string | null;
  readonly preparedBy: string;
  readonly preparedAt: Date;
  readonly proposedBy: string | null;
  readonly announcedBy: string | null;
  readonly announcedAt: Date | null;
  readonly valueBy: string | null;
  readonly valueConfirmedBy: string | null;
  readonly failureBy: string | null;
  readonly drawnBy: string | null;
  readonly drawnAt: Date | null;
  readonly sealedBy: string | null;
  readonly sealedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawnReason: string | null;
  readonly version: number;
}

interface DrawRow extends DrawRecord {
  /** One entry a line, each ended by a line break. */
  readonly roster: string | null;
  /** The transcript file to the byte. */
  readonly transcript: string | null;
}

export interface PartyRecord {
  readonly id: string;
  readonly drawId: string;
  readonly position: number;
  readonly name: string;
  readonly capacity: Capacity;
  readonly accountId: string | null;
  readonly commitment: string | null;
  readonly committedAt: Date | null;
  readonly nonce: string | null;
  readonly value: string | null;
  readonly revealedAt: Date | null;
}

export interface EventRecord {
  readonly drawId: string;
  readonly at: Date;
  readonly event: string;
  readonly fromState: string;
  readonly toState: string;
  readonly actorAccount: string | null;
  readonly actorRole: string;
  readonly actorName: string | null;
  readonly actorOrganization: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** jsonb goes in as text and comes back parsed. */
type Written<T, K extends keyof T> = Omit<T, K> & { [P in K]: unknown };
type Tables = {
  draws: Written<DrawRow, 'settings' | 'replaces' | 'notice'>;
  drawParties: PartyRecord;
  drawEvents: Written<EventRecord, 'detail'> & { id: number };
};
const own = (db: Db) => db.withTables<Tables>();

const RECORD = [
  'id',
  'seasonId',
  'number',
  'state',
  'settings',
  'replaces',
  'notice',
  'announcement',
  'announcementHash',
  'publicValue',
  'publicValueAt',
  'publicValueAtSource',
  'transcriptHash',
  'preparedBy',
  'preparedAt',
  'proposedBy',
  'announcedBy',
  'announcedAt',
  'valueBy',
  'valueConfirmedBy',
  'failureBy',
  'drawnBy',
  'drawnAt',
  'sealedBy',
  'sealedAt',
  'withdrawnAt',
  'withdrawnReason',
  'version',
] as const;

const settingsText = (settings: DrawSettings) => JSON.stringify(settings);
/** Instants inside jsonb come back as text. */
function settingsRead(settings: unknown): DrawSettings {
  const { publicAt, commitBy, revealBy, ...rest } = settings as Record<keyof DrawSettings, string>;
  return { ...rest, publicAt: new Date(publicAt), commitBy: new Date(commitBy), revealBy: new Date(revealBy) };
}
function recordOf(row: Written<DrawRecord, 'settings' | 'replaces' | 'notice'>): DrawRecord {
  return {
    ...row,
    settings: settingsRead(row.settings),
    replaces: row.replaces as Replaces | null,
    notice: row.notice as Notice | null,
  };
}

/** A new draw; everything that is not given is null. */
export async function insertDraw(
  db: Db,
  draw: Pick<DrawRecord, 'id' | 'seasonId' | 'number' | 'settings' | 'replaces' | 'preparedBy' | 'preparedAt'>,
): Promise<void> {
  await own(db)
    .insertInto('draws')
    .values({
      ...draw,
      state: 'prepared',
      settings: settingsText(draw.settings),
      replaces: draw.replaces === null ? null : JSON.stringify(draw.replaces),
      version: 1,
    } as never)
    .execute();
}

export async function findDraw(db: Db, id: string): Promise<DrawRecord | null> {
  const row = await own(db).selectFrom('draws').select(RECORD).where('id', '=', id).executeTakeFirst();
  return row ? recordOf(row) : null;
}

/** A draw, locked until the transaction ends. */
export async function lockDraw(db: Db, id: string): Promise<DrawRecord | null> {
  const row = await own(db).selectFrom('draws').select(RECORD).where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? recordOf(row) : null;
}

/** Draws of a season, newest first; of all seasons without one. */
export async function listDraws(db: Db, seasonId: string | null): Promise<DrawRecord[]> {
  let query = own(db).selectFrom('draws').select(RECORD);
  if (seasonId !== null) query = query.where('seasonId', '=', seasonId);
  const rows = await query.orderBy('preparedAt', 'desc').orderBy('number', 'desc').limit(500).execute();
  return rows.map(recordOf);
}

/** The sealed draw of a season that counts: the newest. */
export async function findSealed(db: Db, seasonId: string): Promise<DrawRecord | null> {
  const row = await own(db)
    .selectFrom('draws')
    .select(RECORD)
    .where('seasonId', '=', seasonId)
    .where('state', '=', 'sealed')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? recordOf(row) : null;
}

/** What a step may write besides the state. */
export type DrawChange = Partial<Omit<DrawRow, 'id' | 'seasonId' | 'number' | 'version' | 'replaces'>>;

/** Writes a change to a locked draw and raises its version. */
export async function updateDraw(db: Db, draw: DrawRecord, { settings, notice, ...set }: DrawChange): Promise<void> {
  await own(db)
    .updateTable('draws')
    .set({
      ...set,
      ...(settings ? { settings: settingsText(settings) } : {}),
      ...(notice ? { notice: JSON.stringify(notice) } : {}),
      version: draw.version + 1,
    })
    .where('id', '=', draw.id)
    .execute();
}

/** The frozen roster, one entry a line; null before it is frozen. */
export async function rosterOf(db: Db, id: string): Promise<string | null> {
  return (await own(db).selectFrom('draws').select('roster').where('id', '=', id).executeTakeFirst())?.roster ?? null;
}

/** The transcript file to the byte; null before the draw. */
export async function transcriptOf(db: Db, id: string): Promise<string | null> {
  const row = await own(db).selectFrom('draws').select('transcript').where('id', '=', id).executeTakeFirst();
  return row?.transcript ?? null;
}

/** Puts the parties of a draw in place of those it had. */
export async function replaceParties(db: Db, drawId: string, parties: readonly PartyRecord[]): Promise<void> {
  await own(db).deleteFrom('drawParties').where('drawId', '=', drawId).execute();
  await own(db)
    .insertInto('drawParties')
    .values([...parties])
    .execute();
}

/** Parties in their order. */
export async function partiesOf(db: Db, drawId: string): Promise<PartyRecord[]> {
  return own(db).selectFrom('drawParties').selectAll().where('drawId', '=', drawId).orderBy('position').execute();
}

export async function findParty(db: Db, id: string): Promise<PartyRecord | null> {
  return (await own(db).selectFrom('drawParties').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function updateParty(
  db: Db,
  id: string,
  set: Partial<Pick<PartyRecord, 'commitment' | 'committedAt' | 'nonce' | 'value' | 'revealedAt'>>,
): Promise<void> {
  await own(db).updateTable('drawParties').set(set).where('id', '=', id).execute();
}

export async function insertEvent(db: Db, event: EventRecord): Promise<void> {
  await own(db)
    .insertInto('drawEvents')
    .values({ ...event, detail: JSON.stringify(event.detail) } as never)
    .execute();
}

/** The record of a ceremony, oldest first. */
export async function eventsOf(db: Db, drawId: string): Promise<EventRecord[]> {
  return (await own(db)
    .selectFrom('drawEvents')
    .selectAll()
    .where('drawId', '=', drawId)
    .orderBy('id')
    .execute()) as EventRecord[];
}
