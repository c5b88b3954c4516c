// Seats given, moved and taken back: the one place where the ledger, outcomes, letters and applications change together.

import { addDays, chinaDate, chinaInstant } from '../../../kernel/dates.ts';
import { err } from '../../../kernel/result.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { newId, type Context, type Outcome } from '../../../platform/context.ts';
import { issueNotices, revokeNotice } from '../../notices/public.ts';
import {
  getApplicationRecord,
  listApplicationRecords,
  moveApplications,
  type ApplicationRecord,
} from '../../registration/public.ts';
import type { ApplicationEvent } from '../../registration/workflow.ts';
import { getSeason, markResultsFinal, type SeasonRecord } from '../../seasons/public.ts';
import { nextOffers } from '../afterwards.ts';
import * as afterwards from '../store-afterwards.ts';
import type { OutcomeRecord, SeatMove, SeatRecord } from '../store-afterwards.ts';
import * as store from '../store.ts';
import { groupRuleOf } from './inputs.ts';

/** One child's seat, from now on. */
export interface SeatChange {
  readonly record: ApplicationRecord;
  /** Null: no seat. */
  readonly to: string | null;
  readonly route: string;
  readonly because: OutcomeRecord['because'];
  /** What happens to the application; left out where nothing does (still without a seat). */
  readonly event?: ApplicationEvent;
}

/** Why seats change: the run, offer or correction. */
export interface SeatCause {
  readonly cause: SeatMove['cause'];
  /** Null where the cause is kept by another module. */
  readonly causeId: string | null;
  /** The run on which the outcomes stand. */
  readonly runId: string;
}

/** Seats are given by the published rules, not by the officer who pressed the button. */
const asSystem = (tx: Context): Context => ({ ...tx, actor: { kind: 'system', job: 'placement' } });

/**
 * Gives children the seats that they have from now on, in the caller's transaction: seats and their history, outcomes,
 * letters (once the list is final) and the state of every application. Refuses with application.changed or .state when
 * one of them has moved meanwhile; then nothing is done.
 */
export async function reseat(
  tx: Context,
  season: SeasonRecord,
  changes: readonly SeatChange[],
  { cause, causeId, runId }: SeatCause,
): Outcome<undefined> {
  await afterwards.lockSeats(tx.db, season.id);
  const present = await afterwards.seatsOf(tx.db, season.id);
  const held = new Map(present.map((seat) => [seat.applicationId, seat]));
  const leaving = changes.filter(({ record, to }) => held.has(record.id) && held.get(record.id)?.schoolId !== to);
  const gone = new Set(leaving.map(({ record }) => record.id));
  const numbers = freeNumbers(present.filter(({ applicationId }) => !gone.has(applicationId)));
  const arriving = changes.filter(({ record, to }) => to !== null && held.get(record.id)?.schoolId !== to);
  await afterwards.deleteSeats(tx.db, [...gone]);
  await afterwards.insertSeats(
    tx.db,
    arriving.map(({ record, to }): SeatRecord => {
      const schoolId = to ?? '';
      return {
        seasonId: season.id,
        schoolId,
        number: numbers(schoolId),
        applicationId: record.id,
        childKey: record.childKey,
        stage: season.stage,
        entryYear: season.entryYear,
        runId,
        givenAt: tx.now,
      };
    }),
  );
  await afterwards.insertMoves(
    tx.db,
    changes.flatMap(({ record, to }): SeatMove[] => {
      const fromSchoolId = held.get(record.id)?.schoolId ?? null;
      if (fromSchoolId === to) return [];
      return [
        { seasonId: season.id, applicationId: record.id, fromSchoolId, toSchoolId: to, cause, causeId, at: tx.now },
      ];
    }),
  );
  await afterwards.putOutcomes(
    tx.db,
    changes.map(({ record, to, route, because }) => ({
      applicationId: record.id,
      runId,
      schoolId: to,
      route,
      because,
      publishedAt: tx.now,
    })),
  );
  for (const { record } of leaving) await revokeNotice(tx, record.id, cause);
  if (season.resultsFinalAt !== null) await issueLetters(tx, season, arriving);
  return moveApplications(
    asSystem(tx),
    changes.flatMap(({ record, event, to }) =>
      // From now on the case belongs to the school that admits the child, which need not be its catchment's.
      event ? [{ record, event, ...(to === null ? {} : { schoolId: to }) }] : [],
    ),
  );
}

/** The smallest free seat numbers of every school, one after the other. */
function freeNumbers(seats: readonly SeatRecord[]): (schoolId: string) => number {
  const bySchool = Map.groupBy(seats, ({ schoolId }) => schoolId);
  const taken = new Map([...bySchool].map(([school, list]) => [school, new Set(list.map(({ number }) => number))]));
  const next = new Map<string, number>();
  return (schoolId) => {
    const used = taken.get(schoolId);
    let number = (next.get(schoolId) ?? 0) + 1;
    while (used?.has(number)) number += 1;
    next.set(schoolId, number);
    return number;
  };
}

async function issueLetters(
  tx: Context,
  season: SeasonRecord,
  admitted: readonly { readonly record: ApplicationRecord; readonly to: string | null }[],
): Promise<void> {
  await issueNotices(
    tx,
    admitted.map(({ record, to }) => ({
      applicationId: record.id,
      schoolId: to ?? '',
      seasonId: season.id,
      entryYear: season.entryYear,
      childName: record.child.name,
      childKey: record.childKey,
      reportFrom: season.reportFrom,
      reportUntil: season.reportUntil,
    })),
  );
}

/** Makes a published list final, and sends the letters of everybody who has a seat. @returns whether this call did it */
export async function makeFinal(tx: Context, season: SeasonRecord): Promise<boolean> {
  if (!(await markResultsFinal(tx, season.id))) return false;
  const seats = new Map((await afterwards.seatsOf(tx.db, season.id)).map((one) => [one.applicationId, one.schoolId]));
  const records = await listApplicationRecords(tx, { ids: [...seats.keys()] });
  await issueLetters(
    tx,
    season,
    records.map((record) => ({ record, to: seats.get(record.id) ?? null })),
  );
  return true;
}

/**
 * A child has left: what it was offered is no longer held for it, its seat is free, its letter no longer holds, and the
 * next in line are asked. Safe to run twice.
 * @param cause `declined`: the seat was given back; `left`: entry was deferred, the family moved away, or the case closed
 */
export async function releaseSeat(tx: Context, applicationId: string, cause: 'declined' | 'left'): Promise<void> {
  const record = await getApplicationRecord(tx, applicationId);
  const season = record && (await getSeason(tx, record.seasonId));
  if (!season) return;
  await afterwards.lockSeats(tx.db, season.id);
  const seat = await afterwards.seatOf(tx.db, applicationId);
  let freed = seat !== null;
  for (const { id, state } of await afterwards.offersOf(tx.db, { applicationId })) {
    if (state !== 'open') continue;
    freed = (await afterwards.endOffer(tx.db, id, 'withdrawn', tx.now)) || freed;
  }
  if (!freed) return;
  if (seat) await takeBack(tx, seat, cause);
  await offerFreeSeats(tx, season);
}

async function takeBack(
  tx: Context,
  { seasonId, applicationId, schoolId }: SeatRecord,
  cause: 'declined' | 'left',
): Promise<void> {
  await afterwards.deleteSeats(tx.db, [applicationId]);
  await afterwards.insertMoves(tx.db, [
    {
      seasonId,
      applicationId,
      fromSchoolId: schoolId,
      toSchoolId: null,
      cause,
      causeId: null,
      at: tx.now,
    },
  ]);
  await revokeNotice(tx, applicationId, cause);
}

/** Applications that may still move to an offered seat. */
const MAY_MOVE: readonly ApplicationRecord['state'][] = ['placed', 'accepted', 'not_placed'];

/**
 * Offers every free seat to the next on its school's waiting list, each family with its days to answer; an offer that is
 * open keeps its seat. Call it wherever a seat may have come free.
 */
export async function offerFreeSeats(tx: Context, season: SeasonRecord): Promise<void> {
  await afterwards.lockSeats(tx.db, season.id);
  const waiting = await afterwards.waitingOf(tx.db, season.id);
  if (waiting.length === 0) return;
  const { vacancies, seats, offers } = await vacanciesOf(tx, season.id);
  const open = vacancies.filter(({ schoolId, free }) => free > 0 && waiting.some((one) => one.schoolId === schoolId));
  if (open.length === 0) return;
  const schools = new Set(open.map(({ schoolId }) => schoolId));
  const asked = new Set(offers.map(({ schoolId, applicationId }) => `${schoolId} ${applicationId}`));
  const ids = waiting.filter(({ schoolId }) => schools.has(schoolId)).map(({ applicationId }) => applicationId);
  const records = new Map((await listApplicationRecords(tx, { ids })).map((record) => [record.id, record]));
  const next = nextOffers(open, waiting, await groupRuleOf(tx, season), ({ schoolId, applicationId }) => {
    const record = records.get(applicationId);
    return (
      record !== undefined &&
      MAY_MOVE.includes(record.state) &&
      seats.get(applicationId) !== schoolId &&
      !asked.has(`${schoolId} ${applicationId}`)
    );
  });
  const made = next.map(({ schoolId, applicationId }) => ({
    id: newId(tx),
    seasonId: season.id,
    schoolId,
    applicationId,
    state: 'open' as const,
    offeredAt: tx.now,
    answerUntil: answerUntil(season, tx.now),
    answeredAt: null,
  }));
  await afterwards.insertOffers(tx.db, made);
  await tx.services.jobs.emitAll(
    tx,
    'seat.offered',
    made.map(({ id }) => ({ offerId: id })),
  );
}

/** Offers end at 17:00 Beijing time, the season's number of days after they are made. */
function answerUntil(season: SeasonRecord, now: Date): Date {
  return chinaInstant(addDays(chinaDate(now), season.offerDays), '17:00');
}

/** What is free at every school of a season's plan: seats, less children who sit there, less open offers. */
export async function vacanciesOf(context: Context, seasonId: string) {
  const seats = new Map(
    (await afterwards.seatsOf(context.db, seasonId)).map((seat) => [seat.applicationId, seat.schoolId]),
  );
  const offers = await afterwards.offersOf(context.db, { seasonId });
  const count = (list: Iterable<string>) => {
    const counts = new Map<string, number>();
    for (const school of list) counts.set(school, (counts.get(school) ?? 0) + 1);
    return counts;
  };
  const taken = count(seats.values());
  const offered = count(offers.filter(({ state }) => state === 'open').map(({ schoolId }) => schoolId));
  const vacancies = (await store.planOf(context.db, seasonId)).map((line) => ({
    schoolId: line.schoolId,
    seats: line.seats,
    taken: taken.get(line.schoolId) ?? 0,
    offered: offered.get(line.schoolId) ?? 0,
    free: line.seats - (taken.get(line.schoolId) ?? 0) - (offered.get(line.schoolId) ?? 0),
  }));
  return { vacancies, seats, offers };
}

/** The published run of a season; refuses before publication. */
export async function publishedRun(context: Context, seasonId: string): Outcome<store.RunRecord> {
  const run = await store.publishedRun(context.db, seasonId);
  return run ? { ok: true, value: run } : err(refusal('run.not_published'));
}
