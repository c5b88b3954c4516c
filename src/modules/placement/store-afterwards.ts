// Seats, outcomes, waiting lists, offers, objections and corrections: SQL on what stands after publication.

import { sql } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { Amendment, Effect } from './afterwards.ts';

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

/** How a seat came to be where it is. */
export interface SeatMove {
  readonly seasonId: string;
  readonly applicationId: string;
  readonly fromSchoolId: string | null;
  readonly toSchoolId: string | null;
  readonly cause: 'run' | 'declined' | 'left' | 'offer' | 'correction' | 'supplementary' | 'appeal';
  readonly causeId: string | null;
  readonly at: Date;
}

export interface OutcomeRecord {
  readonly applicationId: string;
  readonly runId: string;
  readonly schoolId: string | null;
  readonly route: string;
  readonly because: readonly { readonly zh: string; readonly en: string }[];
  readonly publishedAt: Date;
}

export interface WaitingPlace {
  readonly seasonId: string;
  readonly schoolId: string;
  readonly place: number;
  readonly applicationId: string;
  readonly together: string | null;
}

export interface OfferRecord {
  readonly id: string;
  readonly seasonId: string;
  readonly schoolId: string;
  readonly applicationId: string;
  readonly state: 'open' | 'taken' | 'declined' | 'expired' | 'withdrawn';
  readonly offeredAt: Date;
  readonly answerUntil: Date;
  readonly answeredAt: Date | null;
}

export interface ObjectionRecord {
  readonly id: string;
  readonly seasonId: string;
  readonly applicationId: string;
  readonly words: string;
  readonly raisedBy: string;
  readonly raisedAs: 'family' | 'officer';
  readonly raisedAt: Date;
  readonly state: 'open' | 'upheld' | 'rejected';
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
}

export interface CorrectionRecord {
  readonly id: string;
  readonly seasonId: string;
  readonly runId: string;
  readonly objectionId: string | null;
  readonly state: 'proposed' | 'approved' | 'rejected';
  readonly wrong: string;
  readonly evidence: string;
  readonly amendment: Amendment;
  readonly movesOthers: boolean;
  readonly effects: readonly Effect[];
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

/** jsonb goes in as text and comes back parsed. */
type Written<T, K extends keyof T> = Omit<T, K> & { [P in K]: unknown };
type Tables = {
  seats: SeatRecord;
  seatMoves: SeatMove;
  outcomes: Written<OutcomeRecord, 'because'>;
  waitingPlaces: WaitingPlace;
  offers: OfferRecord;
  objections: ObjectionRecord;
  corrections: Written<CorrectionRecord, 'amendment' | 'effects'>;
};
const own = (db: Db) => db.withTables<Tables>();

/** Rows in one statement: PostgreSQL takes 65,535 values. */
const AT_ONCE = 5000;
function* pieces<T>(rows: readonly T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += AT_ONCE) yield rows.slice(from, from + AT_ONCE);
}

// Seats

/** Keeps everybody else from changing the seats of a season until the transaction ends. */
export async function lockSeats(db: Db, seasonId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`seats of ${seasonId}`}, 0))`.execute(db);
}

export async function insertSeats(db: Db, seats: readonly SeatRecord[]): Promise<void> {
  for (const piece of pieces(seats)) await own(db).insertInto('seats').values(piece).execute();
}

/** Takes seats back. */
export async function deleteSeats(db: Db, applicationIds: readonly string[]): Promise<void> {
  await sql`delete from seats where application_id = any(${[...applicationIds]}::uuid[])`.execute(db);
}

export async function seatsOf(db: Db, seasonId: string): Promise<SeatRecord[]> {
  return own(db).selectFrom('seats').selectAll().where('seasonId', '=', seasonId).execute();
}

export async function seatOf(db: Db, applicationId: string): Promise<SeatRecord | null> {
  const row = await own(db)
    .selectFrom('seats')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertMoves(db: Db, moves: readonly SeatMove[]): Promise<void> {
  for (const piece of pieces(moves)) await own(db).insertInto('seatMoves').values(piece).execute();
}

/** Every move of a season, oldest first. */
export async function movesOf(db: Db, seasonId: string): Promise<SeatMove[]> {
  return own(db)
    .selectFrom('seatMoves')
    .select(['seasonId', 'applicationId', 'fromSchoolId', 'toSchoolId', 'cause', 'causeId', 'at'])
    .where('seasonId', '=', seasonId)
    .orderBy(sql`id`)
    .execute();
}

/** Whether a child was given another seat by an approved correction since an instant. */
export async function wasCorrectedSince(db: Db, applicationId: string, since: Date): Promise<boolean> {
  const row = await own(db)
    .selectFrom('seatMoves')
    .select('cause')
    .where('applicationId', '=', applicationId)
    .where('cause', '=', 'correction')
    .where('at', '>=', since)
    .executeTakeFirst();
  return row !== undefined;
}

// Outcomes

/** Writes what applications are told; a later outcome takes the place of an earlier one. */
export async function putOutcomes(db: Db, outcomes: readonly OutcomeRecord[]): Promise<void> {
  for (const piece of pieces(outcomes)) {
    await own(db)
      .insertInto('outcomes')
      .values(piece.map((outcome) => ({ ...outcome, because: JSON.stringify(outcome.because) })))
      .onConflict((conflict) =>
        conflict.column('applicationId').doUpdateSet((set) => ({
          runId: set.ref('excluded.runId'),
          schoolId: set.ref('excluded.schoolId'),
          route: set.ref('excluded.route'),
          because: set.ref('excluded.because'),
          publishedAt: set.ref('excluded.publishedAt'),
        })),
      )
      .execute();
  }
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

// Waiting lists

/** Writes the waiting lists of a season in place of those that stood. */
export async function replaceWaiting(db: Db, seasonId: string, places: readonly WaitingPlace[]): Promise<void> {
  await own(db).deleteFrom('waitingPlaces').where('seasonId', '=', seasonId).execute();
  for (const piece of pieces(places)) await own(db).insertInto('waitingPlaces').values(piece).execute();
}

/** The waiting lists of a season, in their order. */
export async function waitingOf(db: Db, seasonId: string): Promise<WaitingPlace[]> {
  return own(db)
    .selectFrom('waitingPlaces')
    .selectAll()
    .where('seasonId', '=', seasonId)
    .orderBy('schoolId')
    .orderBy('place')
    .execute();
}

/** On which lists an application waits. */
export async function waitingFor(db: Db, applicationId: string): Promise<WaitingPlace[]> {
  return own(db)
    .selectFrom('waitingPlaces')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .orderBy('schoolId')
    .execute();
}

// Offers

export async function insertOffers(db: Db, offers: readonly OfferRecord[]): Promise<void> {
  if (offers.length > 0)
    await own(db)
      .insertInto('offers')
      .values([...offers])
      .execute();
}

export async function offersOf(db: Db, by: { seasonId: string } | { applicationId: string }): Promise<OfferRecord[]> {
  const query = own(db).selectFrom('offers').selectAll().orderBy('offeredAt').orderBy('id');
  return 'seasonId' in by
    ? query.where('seasonId', '=', by.seasonId).execute()
    : query.where('applicationId', '=', by.applicationId).execute();
}

export async function findOffer(db: Db, id: string): Promise<OfferRecord | null> {
  return (await own(db).selectFrom('offers').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Open offers whose time has passed. */
export async function offersDue(db: Db, now: Date): Promise<OfferRecord[]> {
  return own(db).selectFrom('offers').selectAll().where('state', '=', 'open').where('answerUntil', '<=', now).execute();
}

/** Ends an open offer. @returns whether it was open */
export async function endOffer(
  db: Db,
  id: string,
  state: Exclude<OfferRecord['state'], 'open'>,
  at: Date,
): Promise<boolean> {
  const row = await own(db)
    .updateTable('offers')
    .set({ state, answeredAt: at })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Withdraws every other open offer of an application. @returns their ids */
export async function withdrawOtherOffers(db: Db, { id, applicationId }: OfferRecord, at: Date): Promise<string[]> {
  const rows = await own(db)
    .updateTable('offers')
    .set({ state: 'withdrawn', answeredAt: at })
    .where('applicationId', '=', applicationId)
    .where('id', '<>', id)
    .where('state', '=', 'open')
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

// Objections

export async function insertObjection(db: Db, objection: ObjectionRecord): Promise<void> {
  await own(db).insertInto('objections').values(objection).execute();
}

export async function objectionsOf(
  db: Db,
  by: { seasonId: string } | { applicationId: string },
): Promise<ObjectionRecord[]> {
  const query = own(db).selectFrom('objections').selectAll().orderBy('raisedAt', 'desc').orderBy('id', 'desc');
  return 'seasonId' in by
    ? query.where('seasonId', '=', by.seasonId).execute()
    : query.where('applicationId', '=', by.applicationId).execute();
}

export async function lockObjection(db: Db, id: string): Promise<ObjectionRecord | null> {
  const row = await own(db).selectFrom('objections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ?? null;
}

export async function answerObjection(
  db: Db,
  id: string,
  set: Pick<ObjectionRecord, 'state' | 'answer' | 'answeredBy' | 'answeredAt'>,
): Promise<void> {
  await own(db).updateTable('objections').set(set).where('id', '=', id).execute();
}

// Corrections

export async function insertCorrection(db: Db, correction: CorrectionRecord): Promise<void> {
  const { amendment, effects } = correction;
  await own(db)
    .insertInto('corrections')
    .values({ ...correction, amendment: JSON.stringify(amendment), effects: JSON.stringify(effects) })
    .execute();
}

/** Corrections of a season, oldest first: in this order they hold. */
export async function correctionsOf(db: Db, seasonId: string): Promise<CorrectionRecord[]> {
  return (await own(db)
    .selectFrom('corrections')
    .selectAll()
    .where('seasonId', '=', seasonId)
    .orderBy('proposedAt')
    .execute()) as CorrectionRecord[];
}

export async function lockCorrection(db: Db, id: string): Promise<CorrectionRecord | null> {
  const row = await own(db).selectFrom('corrections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return (row as CorrectionRecord | undefined) ?? null;
}

export async function decideCorrection(
  db: Db,
  id: string,
  set: Pick<CorrectionRecord, 'state' | 'decidedBy' | 'decidedAt'>,
): Promise<void> {
  await own(db).updateTable('corrections').set(set).where('id', '=', id).execute();
}

/** Objections and corrections of a season that nobody has decided yet. */
export async function openMatters(db: Db, seasonId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from objections where season_id = ${seasonId} and state = 'open')
         + (select count(*) from corrections where season_id = ${seasonId} and state = 'proposed') as n
  `.execute(db);
  return rows[0]?.n ?? 0;
}
