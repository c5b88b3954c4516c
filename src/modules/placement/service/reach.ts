// Which season, run or school an actor may touch.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { staffReaches } from '../../../kernel/actor.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import { getSeason, type SeasonRecord } from '../../seasons/public.ts';
import type { RunHead } from '../store.ts';
import * as store from '../store.ts';

/** A season within the actor's authority. A school reaches its district's seasons for reading its plan. */
export async function seasonInReach(context: Context, id: string): Outcome<SeasonRecord> {
  const season = await getSeason(context, id);
  if (!season) return err(refusal('season.not_found'));
  const { actor } = context;
  const reaches =
    staffReaches(actor, { district: season.district, schoolId: null }) ||
    (actor.kind === 'account' &&
      actor.organization?.kind === 'school' &&
      actor.organization.district === season.district);
  return reaches ? ok(season) : err(refusal('season.not_yours'));
}

/** The head of a run of a season within the actor's authority; another's looks as if it were not there. */
export async function runInReach(context: Context, id: string): Outcome<{ run: RunHead; season: SeasonRecord }> {
  const run = await store.findHead(context.db, id);
  if (!run) return err(refusal('run.not_found'));
  const season = await seasonInReach(context, run.seasonId);
  return season.ok ? ok({ run, season: season.value }) : err(refusal('run.not_found'));
}
