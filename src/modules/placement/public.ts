// The door of placement: what a family was given and why, and plans for a new season.

import { ok, unwrap } from '../../kernel/result.ts';
import { inTransaction, type Context } from '../../platform/context.ts';
import type { Subscription } from '../../platform/jobs/jobs.ts';
import { noticeNumbers } from '../notices/public.ts';
import { getApplicationRecord } from '../registration/public.ts';
import { getSchool } from '../schools/public.ts';
import type { PlanLine } from './store.ts';
import { closeObjectionPeriods, tellOfAnswer } from './service/objections.ts';
import { expireOffers, tellOfOffer, tellOfRelease } from './service/offers.ts';
import { takeUpRuns } from './service/running.ts';
import { releaseSeat } from './service/seats.ts';
import * as afterwards from './store-afterwards.ts';
import * as store from './store.ts';

export { distancesFrom } from './problems.ts';
export { placeAlone } from './service/alone.ts';
export { verifySeason } from './service/verify.ts';

/** The published outcome of an application, in the shape of registration's contract; null before publication. */
export async function outcomeOf(context: Context, applicationId: string) {
  const outcome = await afterwards.findOutcome(context.db, applicationId);
  if (!outcome) return null;
  const school = outcome.schoolId === null ? null : await getSchool(context, outcome.schoolId);
  const numbers = await noticeNumbers(context, [applicationId]);
  return {
    schoolId: outcome.schoolId,
    schoolName: school?.name ?? null,
    schoolNameEn: school?.nameEn ?? null,
    route: outcome.route,
    because: [...outcome.because],
    publishedAt: outcome.publishedAt,
    noticeNumber: numbers.get(applicationId) ?? null,
  };
}

/** Seats by school of a season's plan. */
export async function seatsOf(context: Context, seasonId: string): Promise<ReadonlyMap<string, number>> {
  return new Map((await store.planOf(context.db, seasonId)).map((line) => [line.schoolId, line.seats]));
}

/** Writes the plan of a season that is being set up; later changes need a proposal and an approval. */
export async function seedPlan(tx: Context, seasonId: string, lines: readonly PlanLine[]): Promise<void> {
  await store.upsertPlan(tx.db, seasonId, lines);
}

/** Accounts that had a part in the placement of an application: who ran, approved and published it. */
export async function placersOf(context: Context, applicationId: string): Promise<string[]> {
  const record = await getApplicationRecord(context, applicationId);
  const run = record && (await store.publishedHead(context.db, record.seasonId));
  return run ? [run.createdBy, run.approvedBy, run.publishedBy].filter((id) => id !== null) : [];
}

/** Whether a child was given another seat by an approved correction since an instant. */
export async function wasCorrectedSince(context: Context, applicationId: string, since: Date): Promise<boolean> {
  return afterwards.wasCorrectedSince(context.db, applicationId, since);
}

/** Moves of an application by which a child leaves, and how its seat came free. */
const LEAVING: Readonly<Record<string, 'declined' | 'left'>> = {
  decline: 'declined',
  give_back: 'declined',
  release: 'declined',
  leave: 'left',
  move_away: 'left',
  defer: 'left',
  close: 'left',
};

/** What placement does by itself: moves waiting lists up, tells families, and what is due by the clock. */
export const placementSubscriptions: readonly Subscription[] = [
  {
    queue: 'placement.release',
    event: 'application.moved',
    handle: async (context, { applicationId = '', event = '' }) => {
      const cause = LEAVING[event];
      if (!cause) return;
      unwrap(
        await inTransaction(context, async (tx) => {
          await releaseSeat(tx, applicationId, cause);
          return ok();
        }),
      );
    },
  },
  {
    queue: 'placement.tell_offer',
    event: 'seat.offered',
    handle: (context, { offerId = '' }) => tellOfOffer(context, offerId),
  },
  {
    queue: 'placement.tell_release',
    event: 'seat.released',
    handle: (context, { offerId = '', taken = '' }) => tellOfRelease(context, offerId, taken),
  },
  {
    queue: 'placement.tell_answer',
    event: 'objection.answered',
    handle: (context, { applicationId = '', objectionId = '' }) => tellOfAnswer(context, applicationId, objectionId),
  },
  {
    queue: 'placement.clock',
    cron: '* * * * *',
    handle: async (context) => {
      await expireOffers(context);
      await closeObjectionPeriods(context);
      await takeUpRuns(context);
    },
  },
];
