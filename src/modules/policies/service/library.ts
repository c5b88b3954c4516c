// Reading rule sets: the list with their standings, the page, the difference between two, the history of a season.

import { diffPolicies } from '../../../engines/policy/diff.ts';
import type { PolicyHead } from '../../../engines/policy/head.ts';
import type { Policy } from '../../../engines/policy/model.ts';
import { readSource } from '../../../engines/policy/source.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok, unwrap } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import {
  getSeason,
  listRuleSets,
  listSeasons,
  phaseOf,
  policyHeadOf,
  policyOf,
  type SeasonRecord,
} from '../../seasons/public.ts';
import type { PolicyPage, RuleSetSummary } from '../shapes.ts';
import { pageOf } from '../page.ts';
import { standingOf } from '../rules.ts';
import type { DraftRecord, ProposalRecord } from '../store.ts';
import * as store from '../store.ts';
import { districtOfActor, ruleSet } from './reach.ts';

/** What the standing of every rule set follows from, read once. */
interface Setting {
  readonly seasons: readonly SeasonRecord[];
  readonly proposals: readonly ProposalRecord[];
  readonly drafts: readonly DraftRecord[];
}

async function settingOf(context: Context): Promise<Setting> {
  return {
    seasons: await listSeasons(context),
    proposals: await store.listProposals(context.db),
    drafts: await store.listDrafts(context.db, null),
  };
}

function summaryOf(
  context: Context,
  hash: string,
  policy: PolicyHead,
  loadedAt: Date,
  setting: Setting,
): RuleSetSummary {
  const now = setting.seasons.filter((season) => season.policyHash === hash);
  const approved = setting.proposals.filter(({ state }) => state === 'approved');
  const was = new Set(approved.flatMap((one) => (one.beforeHash === hash ? [one.seasonId] : [])));
  const before = setting.seasons.filter(({ id, policyHash }) => was.has(id) && policyHash !== hash);
  const use = (current: boolean) => (season: SeasonRecord) => ({
    seasonId: season.id,
    name: season.name,
    nameEn: season.nameEn,
    now: current,
  });
  const districts = Object.keys(policy.region.districts);
  return {
    hash,
    policyId: policy.id,
    version: policy.version,
    title: policy.title,
    region: policy.region.name,
    districts,
    ours: districts.some((code) => context.services.city.districts.some((district) => district.code === code)),
    stage: policy.stage,
    entryYear: policy.entryYear,
    demo: policy.demo,
    quality: policy.source.quality ?? null,
    standing: standingOf({
      now: now.map((season) => ({ phase: phaseOf(season, context.now) })),
      before: before.length > 0,
      proposed: setting.proposals.some((one) => one.state === 'proposed' && one.afterHash === hash),
      drafted: setting.drafts.some((draft) => draft.hash === hash),
    }),
    seasons: [...now.map(use(true)), ...before.map(use(false))],
    loadedAt,
  };
}

/** Drafts in brief, with who changed them last. */
export async function presentDrafts(context: Context, drafts: readonly DraftRecord[]) {
  const names = await accountNames(
    context,
    drafts.map((draft) => draft.updatedBy),
  );
  return drafts.map((draft) => ({
    id: draft.id,
    title: draft.title,
    district: draft.district,
    begunFrom: draft.begunFrom,
    hash: draft.hash,
    faults: draft.faults.length,
    version: draft.version,
    updatedByName: names.get(draft.updatedBy)?.name ?? '',
    updatedAt: draft.updatedAt,
  }));
}

/**
 * Every rule set, and the drafts within reach. Rule sets that only other bureaus' drafts have made stay out: what is
 * in work is not public among districts.
 */
export async function readLibrary(context: Context) {
  const setting = await settingOf(context);
  const mine = districtOfActor(context);
  const drafts = setting.drafts.filter((draft) => mine === null || draft.district === mine);
  const hidden = new Set(
    setting.drafts.flatMap((draft) => (draft.hash !== null && !drafts.includes(draft) ? [draft.hash] : [])),
  );
  const ruleSets: RuleSetSummary[] = [];
  for (const { hash, loadedAt } of await listRuleSets(context)) {
    const summary = summaryOf(context, hash, await policyHeadOf(context, hash), loadedAt, setting);
    if (summary.standing !== 'draft' || !hidden.has(hash)) ruleSets.push(summary);
  }
  return ok({ ruleSets, drafts: await presentDrafts(context, drafts) });
}

async function summaryByHash(context: Context, policy: Policy): Promise<RuleSetSummary> {
  const stored = (await listRuleSets(context)).find(({ hash }) => hash === policy.hash);
  return summaryOf(context, policy.hash, policy, stored?.loadedAt ?? context.now, await settingOf(context));
}

/** A rule set as a page. */
export async function readPage(context: Context, hash: string): Outcome<PolicyPage> {
  const found = await ruleSet(context, hash);
  if (!found.ok) return found;
  const { policy, files } = found.value;
  const [first] = files;
  if (!first) throw new Error(`rule set ${hash} has no files`);
  const tree = unwrap(readSource({ ...first, resolve: (name) => files.find(({ file }) => file === name) }));
  return ok({ summary: await summaryByHash(context, policy), ...pageOf(policy, tree), sources: [...files] });
}

/** What changes from one rule set to another. */
export async function readChanges(context: Context, hash: string, from: string) {
  const [before, after] = [await ruleSet(context, from), await ruleSet(context, hash)];
  if (!before.ok) return before;
  if (!after.ok) return after;
  return ok({
    before: await summaryByHash(context, before.value.policy),
    after: await summaryByHash(context, after.value.policy),
    changes: diffPolicies(before.value.policy, after.value.policy),
  });
}

/** The versions that a season has had, the present one first; for the public. */
export async function readHistory(context: Context, seasonId: string) {
  const season = await getSeason(context, seasonId);
  if (!season) return err(refusal('season.not_found'));
  const approved = await store.approvedOf(context.db, seasonId);
  const first = await policyOf(context, approved[0]?.beforeHash ?? season.policyHash);
  const entry = (policy: Policy) => ({ title: policy.title, version: policy.version, hash: policy.hash });
  const versions = [
    { ...entry(first), since: null as Date | null, midSeason: false, reason: '', changes: [] as string[] },
  ];
  for (const proposal of approved) {
    const [before, after] = [await policyOf(context, proposal.beforeHash), await policyOf(context, proposal.afterHash)];
    versions.push({
      ...entry(after),
      since: proposal.decidedAt,
      midSeason: proposal.midSeason,
      reason: proposal.reason,
      changes: diffPolicies(before, after).map(({ words }) => words),
    });
  }
  return ok(versions.toReversed());
}
