// Proposals: one officer proposes a rule set for a season, another decides, touched families are assessed again.

import { diffPolicies } from '../../../engines/policy/diff.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { accountNames } from '../../accounts/public.ts';
import { getApplicationRecord } from '../../registration/public.ts';
import { changeSeasonPolicy, getSeason, phaseOf, policyOf, type SeasonRecord } from '../../seasons/public.ts';
import type { Proposal } from '../shapes.ts';
import { fitsSeason, hasBegun, proposalActions, stepProposal, type ProposalSituation } from '../rules.ts';
import type { ProposalRecord } from '../store.ts';
import * as store from '../store.ts';
import { impactOn, isDecided } from './impact.ts';
import { districtOfActor, proposalInReach, ruleSet, seasonInReach } from './reach.ts';

function situationOf(context: Context, proposal: ProposalRecord, season: SeasonRecord): ProposalSituation {
  return {
    actor: context.actor,
    district: season.district,
    proposedBy: proposal.proposedBy,
    reason: proposal.reason,
    phase: phaseOf(season, context.now),
    resultsPublished: season.resultsPublishedAt !== null,
  };
}

async function present(context: Context, proposal: ProposalRecord, season: SeasonRecord): Promise<Proposal> {
  const names = await accountNames(
    context,
    [proposal.proposedBy, proposal.decidedBy].flatMap((id) => id ?? []),
  );
  const nameOf = async (hash: string) => {
    const policy = await policyOf(context, hash);
    return { hash, title: policy.title.zh, version: policy.version };
  };
  return {
    id: proposal.id,
    seasonId: season.id,
    seasonName: season.name,
    seasonNameEn: season.nameEn,
    state: proposal.state,
    before: await nameOf(proposal.beforeHash),
    after: await nameOf(proposal.afterHash),
    midSeason: proposal.midSeason,
    reason: proposal.reason,
    proposedByName: names.get(proposal.proposedBy)?.name ?? '',
    proposedAt: proposal.proposedAt,
    decidedByName: proposal.decidedBy === null ? null : (names.get(proposal.decidedBy)?.name ?? ''),
    decidedAt: proposal.decidedAt,
    decidedWords: proposal.decidedWords,
    actions: proposalActions(proposal.state, situationOf(context, proposal, season)),
  };
}

/** Proposals for seasons within reach, open ones first. */
export async function listProposals(context: Context) {
  const mine = districtOfActor(context);
  const shown: Proposal[] = [];
  for (const proposal of await store.listProposals(context.db)) {
    const season = await getSeason(context, proposal.seasonId);
    if (season && (mine === null || season.district === mine)) shown.push(await present(context, proposal, season));
  }
  return ok(shown);
}

/** A proposal with what it changes and whom; after approval, what became of each touched family. */
export async function readProposal(context: Context, id: string) {
  const found = await proposalInReach(context, id);
  if (!found.ok) return found;
  const { proposal, season } = found.value;
  const [before, after] = [await policyOf(context, proposal.beforeHash), await policyOf(context, proposal.afterHash)];
  const touched = await store.touchedBy(context.db, id);
  const names = await accountNames(
    context,
    touched.flatMap((one) => one.settledBy ?? []),
  );
  const families = [];
  for (const { proposalId: _, settledBy, settledAt: __, state, because, ...one } of touched) {
    const record = await getApplicationRecord(context, one.applicationId);
    if (!record) continue;
    families.push({
      ...one,
      because: [...because],
      receiptNo: record.receiptNo ?? '',
      childName: record.child.name,
      state: record.state as string,
      decided: isDecided(record.state),
      progress: state,
      settledByName: settledBy === null ? null : (names.get(settledBy)?.name ?? ''),
    });
  }
  return ok({
    ...(await present(context, proposal, season)),
    changes: diffPolicies(before, after),
    impact: proposal.state === 'proposed' ? await impactOn(context, season, [before, after]) : null,
    touched: families,
  });
}

/** Proposes a rule set for a season. Nothing changes until another officer approves. */
export async function proposePolicy(
  context: Context,
  seasonId: string,
  { hash, reason }: { readonly hash: string; readonly reason: string },
): Outcome<Proposal> {
  try {
    return await inTransaction(context, async (tx) => {
      const reached = await seasonInReach(tx, seasonId);
      if (!reached.ok) return reached;
      const season = reached.value;
      const found = await ruleSet(tx, hash);
      if (!found.ok) return found;
      if (season.resultsPublishedAt) return err(refusal('policy_proposal.published'));
      if (season.policyHash === hash) return err(refusal('policy_proposal.same'));
      const fits = fitsSeason(found.value.policy, season);
      if (!fits.ok) return fits;
      const midSeason = hasBegun(phaseOf(season, tx.now));
      if (midSeason && reason.trim().length < 4) return err(refusal('policy_proposal.reason'));
      const proposal: ProposalRecord = {
        id: newId(tx),
        seasonId,
        state: 'proposed',
        beforeHash: season.policyHash,
        afterHash: hash,
        midSeason,
        reason,
        proposedBy: account(tx).accountId,
        proposedAt: tx.now,
        decidedBy: null,
        decidedAt: null,
        decidedWords: null,
        compared: null,
        touched: null,
      };
      await store.insertProposal(tx.db, proposal);
      await audit(tx, {
        action: 'policies.propose',
        subject: { kind: 'season', id: seasonId },
        district: season.district,
        detail: { proposal: proposal.id, before: proposal.beforeHash, after: hash, midSeason, reason },
      });
      return ok(await present(tx, proposal, season));
    });
  } catch (error) {
    if (violatedConstraint(error) === 'policy_proposals_one_open') return err(refusal('policy_proposal.open'));
    throw error;
  }
}

/** A decision on a proposal. */
export type ProposalDecision =
  | { readonly decision: 'approve'; readonly digest: string; readonly words: string }
  | { readonly decision: 'reject'; readonly words: string };

/**
 * Decides on what someone else proposed. An approval puts the season under the rule set, writes down whom it touches,
 * leaves those decided already to a person and has the others assessed again.
 */
export function decideProposal(context: Context, id: string, decision: ProposalDecision): Outcome<Proposal> {
  return inTransaction(context, async (tx) => {
    const found = await proposalInReach(tx, id, true);
    if (!found.ok) return found;
    const { proposal, season } = found.value;
    const stepped = stepProposal(proposal.state, decision.decision, situationOf(tx, proposal, season));
    if (!stepped.ok) return stepped;
    const decided = {
      state: stepped.value,
      decidedBy: account(tx).accountId,
      decidedAt: tx.now,
      decidedWords: decision.words,
    };
    let counts: Pick<ProposalRecord, 'compared' | 'touched'> = { compared: null, touched: null };
    if (decision.decision === 'approve') {
      const applied = await putInForce(tx, proposal, season, decision.digest);
      if (!applied.ok) return applied;
      counts = applied.value;
    }
    await store.decideProposal(tx.db, id, { ...decided, ...counts });
    await audit(tx, {
      action: `policies.${decision.decision}`,
      subject: { kind: 'season', id: season.id },
      district: season.district,
      detail: {
        proposal: id,
        before: proposal.beforeHash,
        after: proposal.afterHash,
        words: decision.words,
        ...counts,
      },
    });
    const now = (await getSeason(tx, season.id)) ?? season;
    return ok(await present(tx, { ...proposal, ...decided, ...counts }, now));
  });
}

async function putInForce(
  tx: Context,
  proposal: ProposalRecord,
  season: SeasonRecord,
  digest: string,
): Outcome<{ compared: number; touched: number }> {
  const [before, after] = [await policyOf(tx, proposal.beforeHash), await policyOf(tx, proposal.afterHash)];
  if (!(await changeSeasonPolicy(tx, season.id, proposal.beforeHash, proposal.afterHash))) {
    return err(refusal('policy_proposal.outdated'));
  }
  const impact = await impactOn(tx, season, [before, after]);
  if (impact.digest !== digest) return err(refusal('policy_proposal.impact_changed'));
  await store.insertTouched(
    tx.db,
    impact.families.map((family) => ({
      proposalId: proposal.id,
      applicationId: family.applicationId,
      before: family.before,
      after: family.after,
      words: family.words,
      because: family.because,
      state: family.decided ? ('for_person' as const) : ('waiting' as const),
      settledBy: null,
      settledAt: null,
      settledWords: null,
    })),
  );
  await tx.services.jobs.emit(tx, 'season.policy_changed', { seasonId: season.id, proposalId: proposal.id });
  return ok({ compared: impact.compared, touched: impact.touched });
}

/** Takes back what one proposed oneself. */
export function withdrawProposal(context: Context, id: string): Outcome<Proposal> {
  return inTransaction(context, async (tx) => {
    const found = await proposalInReach(tx, id, true);
    if (!found.ok) return found;
    const { proposal, season } = found.value;
    const stepped = stepProposal(proposal.state, 'withdraw', situationOf(tx, proposal, season));
    if (!stepped.ok) return stepped;
    const decided = {
      state: stepped.value,
      decidedBy: account(tx).accountId,
      decidedAt: tx.now,
      decidedWords: null,
      compared: null,
      touched: null,
    };
    await store.decideProposal(tx.db, id, decided);
    await audit(tx, {
      action: 'policies.withdraw',
      subject: { kind: 'season', id: season.id },
      district: season.district,
      detail: { proposal: id },
    });
    return ok(await present(tx, { ...proposal, ...decided }, season));
  });
}

/** Writes how a person dealt with a family that had been decided before the rules changed. */
export function settleTouched(
  context: Context,
  id: string,
  applicationId: string,
  words: string,
): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const found = await proposalInReach(tx, id);
    if (!found.ok) return found;
    const settled = await store.settleTouched(
      tx.db,
      { proposalId: id, applicationId },
      { settledBy: account(tx).accountId, settledAt: tx.now, settledWords: words },
    );
    if (!settled) return err(refusal('policy_proposal.not_found'));
    await audit(tx, {
      action: 'policies.settle_touched',
      subject: { kind: 'application', id: applicationId },
      district: found.value.season.district,
      detail: { proposal: id, words },
    });
    return ok({ done: true as const });
  });
}
