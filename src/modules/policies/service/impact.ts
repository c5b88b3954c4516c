// Whose result a change of rules changes, among the applicants of a season.

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type ChangedResult, compareResult } from '../../../engines/policy/compare-results.ts';
import type { Policy } from '../../../engines/policy/model.ts';
import { ok } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import { type ApplicantFacts, applicantsOf } from '../../registration/public.ts';
import type { SeasonRecord } from '../../seasons/public.ts';
import type { Impact } from '../shapes.ts';
import { impactText, movementsOf } from '../rules.ts';
import { ruleSet, seasonInReach } from './reach.ts';

/** States in which a person has not decided yet: the system may assess again. */
const OPEN: readonly ApplicantFacts['state'][] = ['submitted', 'needs_material', 'endorsed'];

/** Whether an officer decided already, so that only a person may look again. */
export function isDecided(state: ApplicantFacts['state']): boolean {
  return !OPEN.includes(state);
}

/** Families looked at before other requests get their turn. */
const AT_ONCE = 25;

/** Compares two rule sets over a season's applicants. */
export async function impactOn(
  context: Context,
  season: SeasonRecord,
  [before, after]: readonly [Policy, Policy],
): Promise<Impact> {
  const applicants = await applicantsOf(context, season.id);
  const changes: ChangedResult[] = [];
  const touched: Impact['families'] = [];
  for (const [index, { id, facts, late, today, receiptNo, childName, state }] of applicants.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const change = compareResult(before, after, { id, facts, late }, { today, district: season.district });
    if (!change) continue;
    changes.push(change);
    touched.push({
      applicationId: id,
      receiptNo,
      childName,
      state,
      decided: isDecided(state),
      before: change.before,
      after: change.after,
      words: change.words,
      because: [...change.because],
    });
  }
  return {
    compared: applicants.length,
    touched: touched.length,
    decided: touched.filter((family) => family.decided).length,
    movements: movementsOf(changes),
    digest: createHash('sha256')
      .update(impactText([before.hash, after.hash], changes))
      .digest('hex'),
    families: touched,
  };
}

/** The impact of a change on a season within reach. */
export async function readImpact(
  context: Context,
  hash: string,
  { from, seasonId }: { readonly from: string; readonly seasonId: string },
): Outcome<Impact> {
  const [before, after] = [await ruleSet(context, from), await ruleSet(context, hash)];
  if (!before.ok) return before;
  if (!after.ok) return after;
  const season = await seasonInReach(context, seasonId);
  if (!season.ok) return season;
  return ok(await impactOn(context, season.value, [before.value.policy, after.value.policy]));
}
