// The door of seasons for other modules: calendars, phases and the policy a season stands on.

import type { Context } from '../../platform/context.ts';
import type { SeasonRecord } from './store.ts';
import * as store from './store.ts';

export { listRuleSets, policyHeadOf, policyOf, readRuleSet, ruleSetFiles, saveRuleSet } from './policies.ts';
export { canRegister, phaseOf } from './rules.ts';
export { workingCalendar } from './working-days.ts';
export type { Phase } from './contract.ts';
export type { RuleSetFile, SeasonRecord } from './store.ts';

/** A season by its id. */
export async function getSeason(context: Context, id: string): Promise<SeasonRecord | null> {
  return store.findSeason(context.db, id);
}

/** All seasons, the newest entry year first. */
export async function listSeasons(context: Context): Promise<SeasonRecord[]> {
  return store.listSeasons(context.db);
}

/** What has a customary value when a season is opened without it. */
type Customary = 'objectionsUntil' | 'offerDays';

/** Opens a season. Its policy must have been stored with {@link saveRuleSet}. */
export async function createSeason(
  tx: Context,
  season: Omit<SeasonRecord, 'resultsPublishedAt' | 'resultsFinalAt' | 'version' | Customary> &
    Partial<Pick<SeasonRecord, Customary>>,
): Promise<void> {
  const customary = { objectionsUntil: null, offerDays: 3 };
  await store.insertSeason(tx.db, {
    ...customary,
    ...season,
    resultsPublishedAt: null,
    resultsFinalAt: null,
    version: 1,
  });
}

/**
 * Puts a season under another rule set, inside the caller's transaction, who has it approved and audits it.
 * @returns false when the season is no longer under `from`
 */
export async function changeSeasonPolicy(tx: Context, seasonId: string, from: string, to: string): Promise<boolean> {
  return store.updatePolicy(tx.db, seasonId, from, to);
}

/** Makes the results of a season public from now on. @returns false when they were public already */
export async function markResultsPublished(tx: Context, seasonId: string): Promise<boolean> {
  return store.updatePublished(tx.db, seasonId, tx.now);
}

/** Makes the published list final from now on. @returns false when it was already, or is not public */
export async function markResultsFinal(tx: Context, seasonId: string): Promise<boolean> {
  return store.updateFinal(tx.db, seasonId, tx.now);
}
