// Which rule sets, drafts, seasons and proposals an actor may see or touch.

import type { Policy } from '../../../engines/policy/model.ts';
import { staffReaches } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import { getSeason, policyOf, ruleSetFiles, type RuleSetFile, type SeasonRecord } from '../../seasons/public.ts';
import type { DraftRecord, ProposalRecord, SimulationRecord } from '../store.ts';
import * as store from '../store.ts';

/** The district whose drafts and seasons an actor reaches; null: all of the city. */
export function districtOfActor(context: Context): string | null {
  const { organization } = account(context);
  return organization?.kind === 'city_bureau' ? null : (organization?.district ?? '');
}

/** A rule set that is stored: rules are no secret among officers. */
export async function ruleSet(
  context: Context,
  hash: string,
): Outcome<{ policy: Policy; files: readonly RuleSetFile[] }> {
  const files = await ruleSetFiles(context, hash);
  if (!files) return err(refusal('policy.not_found'));
  return ok({ policy: await policyOf(context, hash), files });
}

/** A season within the actor's authority. */
export async function seasonInReach(context: Context, id: string): Outcome<SeasonRecord> {
  const season = await getSeason(context, id);
  if (!season) return err(refusal('season.not_found'));
  return staffReaches(context.actor, { district: season.district, schoolId: null })
    ? ok(season)
    : err(refusal('season.not_yours'));
}

/** A draft within reach; another bureau's looks as if it were not there. */
export async function draftInReach(context: Context, id: string): Outcome<DraftRecord> {
  const draft = await store.findDraft(context.db, id);
  const mine = districtOfActor(context);
  return draft && (mine === null || draft.district === mine) ? ok(draft) : err(refusal('policy_draft.not_found'));
}

/** A proposal of a season within reach; `lock` keeps others from deciding it until the transaction ends. */
export async function proposalInReach(
  context: Context,
  id: string,
  lock = false,
): Outcome<{ proposal: ProposalRecord; season: SeasonRecord }> {
  const proposal = lock ? await store.lockProposal(context.db, id) : await store.findProposal(context.db, id);
  const season = proposal && (await seasonInReach(context, proposal.seasonId));
  return proposal && season?.ok ? ok({ proposal, season: season.value }) : err(refusal('policy_proposal.not_found'));
}

/** A simulation of a season within reach. */
export async function simulationInReach(context: Context, id: string): Outcome<SimulationRecord> {
  const simulation = await store.findSimulation(context.db, id);
  const season = simulation && (await seasonInReach(context, simulation.seasonId));
  return simulation && season?.ok ? ok(simulation) : err(refusal('policy_simulation.not_found'));
}
