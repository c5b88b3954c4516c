// The door of placement: what a family was given and why, and plans for a new season.

import type { Context } from '../../platform/context.ts';
import { noticeNumbers } from '../notices/public.ts';
import { getSchool } from '../schools/public.ts';
import type { PlanLine } from './store.ts';
import * as store from './store.ts';

/** The published outcome of an application, in the shape of registration's contract; null before publication. */
export async function outcomeOf(context: Context, applicationId: string) {
  const outcome = await store.findOutcome(context.db, applicationId);
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

/** Writes the plan of a season that is being set up; later changes need a proposal and an approval. */
export async function seedPlan(tx: Context, seasonId: string, lines: readonly PlanLine[]): Promise<void> {
  await store.upsertPlan(tx.db, seasonId, lines);
}
