// Runs: carry out, look at, approve, put aside.

import { chinaDateTime } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import { numbersOf } from '../../draws/public.ts';
import { listApplicationRecords } from '../../registration/public.ts';
import { policyOf, type SeasonRecord } from '../../seasons/public.ts';
import { listSchools } from '../../schools/public.ts';
import type { RunSummary } from '../contract.ts';
import { carryOut, numbersDecide, reasonsFor, type Placing, type RunResult } from '../rules.ts';
import type { RunRecord, RunTotals } from '../store.ts';
import * as store from '../store.ts';
import { fingerprint, gatherInput, sha256 } from './inputs.ts';
import { runInReach, seasonInReach } from './reach.ts';

const UNDER_REVIEW = ['submitted', 'needs_material', 'endorsed'] as const;
const METHOD = 'sort-by-keyed-hash/1, list "placement"';

/** Which applications take part: only those found eligible, unless a simulation looks ahead. */
export const ELIGIBLE = ['eligible'] as const;

/**
 * Carries out a run and keeps it. A draft needs registration and review to be over, and the season's sealed draw where
 * lottery numbers decide anything; a simulation takes a seed of its own.
 */
export function createRun(
  context: Context,
  seasonId: string,
  input: { readonly kind: 'simulation' | 'draft'; readonly includeUnderReview: boolean },
): Outcome<RunSummary> {
  return inTransaction(context, async (tx) => {
    const reached = await seasonInReach(tx, seasonId);
    if (!reached.ok) return reached;
    const season = reached.value;
    if (season.resultsPublishedAt) return err(refusal('run.already_published'));
    if (input.kind === 'draft') {
      if (tx.now < season.lateClosesAt)
        return err(refusal('run.season_open', { until: chinaDateTime(season.lateClosesAt) }));
      const waiting = await listApplicationRecords(tx, { seasonId, states: [...UNDER_REVIEW] });
      if (waiting.length > 0) return err(refusal('run.reviews_open', { count: waiting.length }));
    }
    const states =
      input.kind === 'simulation' && input.includeUnderReview ? [...ELIGIBLE, ...UNDER_REVIEW] : [...ELIGIBLE];
    const seed = Buffer.from(tx.services.random.bytes(32)).toString('hex');
    const sealed = input.kind === 'draft' ? await numbersOf(tx, seasonId) : null;
    if (sealed?.fault) return err(refusal('run.draw_broken', { draw: sealed.drawId, why: sealed.fault }));
    const problem = await gatherInput(tx, season, { seed, sealed }, states);
    if (input.kind === 'draft' && !sealed && numbersDecide(problem, sha256)) return err(refusal('run.draw_needed'));
    const result = carryOut(problem, sha256);
    const { accountId } = account(tx);
    const run: RunRecord = {
      id: newId(tx),
      seasonId,
      kind: input.kind,
      state: 'ready',
      policyHash: season.policyHash,
      input: problem,
      inputHash: fingerprint(problem),
      result,
      resultHash: fingerprint(result),
      lottery:
        input.kind === 'simulation'
          ? { seed, method: METHOD, draw: null }
          : sealed && {
              seed: null,
              method: METHOD,
              draw: { id: sealed.drawId, transcriptHash: sealed.transcriptHash },
            },
      summary: totalsOf(result),
      createdBy: accountId,
      createdAt: tx.now,
      approvedBy: null,
      approvedAt: null,
      publishedBy: null,
      publishedAt: null,
      discardedReason: null,
    };
    await store.insertRun(tx.db, run);
    await audit(tx, {
      action: `placement.run_${input.kind}`,
      subject: { kind: 'run', id: run.id },
      district: season.district,
      detail: { inputHash: run.inputHash, resultHash: run.resultHash, ...run.summary },
    });
    const [summary] = await summaries(tx, [run]);
    return summary ? ok(summary) : err(refusal('run.not_found'));
  });
}

function totalsOf({ placings }: RunResult): RunTotals {
  const by = (route: Placing['route']) => placings.filter((placing) => placing.route === route).length;
  const unplaced = by('none');
  return {
    applicants: placings.length,
    placed: placings.length - unplaced,
    fromCatchment: by('catchment'),
    fromOverall: by('overall_placement'),
    fromPrivate: by('private'),
    unplaced,
  };
}

/** Runs as lists show them, with what the reader may do. */
export async function summaries(
  context: Context,
  runs: readonly Omit<RunRecord, 'input' | 'result'>[],
): Promise<RunSummary[]> {
  const people = runs.flatMap((run) => [run.createdBy, run.approvedBy, run.publishedBy]).filter((id) => id !== null);
  const names = await accountNames(context, people);
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id)?.name ?? ''));
  return runs.map((run) => ({
    id: run.id,
    seasonId: run.seasonId,
    kind: run.kind,
    state: run.state,
    ...run.summary,
    inputHash: run.inputHash,
    resultHash: run.resultHash,
    lotterySeed: run.lottery?.seed ?? null,
    draw: run.lottery?.draw ?? null,
    createdByName: nameOf(run.createdBy) ?? '',
    createdAt: run.createdAt,
    approvedByName: nameOf(run.approvedBy),
    approvedAt: run.approvedAt,
    publishedByName: nameOf(run.publishedBy),
    publishedAt: run.publishedAt,
    actions: actionsFor(context, run),
  }));
}

function actionsFor(context: Context, run: Omit<RunRecord, 'input' | 'result'>): RunSummary['actions'] {
  if (context.actor.kind !== 'account') return [];
  const { role, accountId } = context.actor;
  if (role !== 'district_admin' && role !== 'district_reviewer') return [];
  const actions: RunSummary['actions'] = [];
  if (run.kind === 'draft' && run.state === 'ready' && run.createdBy !== accountId) actions.push('approve');
  if (run.state === 'approved' && role === 'district_admin') actions.push('publish');
  if (run.state === 'ready' || run.state === 'approved') actions.push('discard');
  return actions;
}

/** Runs of a season, newest first. */
export async function listRuns(context: Context, seasonId: string): Outcome<RunSummary[]> {
  const reached = await seasonInReach(context, seasonId);
  return reached.ok ? ok(await summaries(context, await store.listRuns(context.db, seasonId))) : reached;
}

/** One run with demand, fill and cut-offs per school. */
export async function viewRun(context: Context, id: string) {
  const reached = await runInReach(context, id);
  if (!reached.ok) return reached;
  const { run, season } = reached.value;
  const [summary] = await summaries(context, [run]);
  if (!summary) return err(refusal('run.not_found'));
  const names = await namesFor(context, season);
  const records = new Map(
    (await listApplicationRecords(context, { seasonId: season.id })).map((record) => [record.id, record]),
  );
  const placings = new Map(run.result.placings.map((placing) => [placing.applicantId, placing]));
  const schools = run.input.schools.map((school) => {
    const asked = run.input.applicants.filter((one) =>
      school.ownership === 'private' ? one.privateSchoolId === school.id : one.catchmentSchoolId === school.id,
    );
    const placed = run.result.placings.filter((placing) => placing.schoolId === school.id);
    const turnedAway = asked.filter((one) => {
      const placing = placings.get(one.id);
      return placing?.schoolId !== school.id && placing?.route !== 'private';
    });
    const order = [...new Set(asked.map((one) => one.categoryOrder))].sort((one, other) => one - other);
    return {
      schoolId: school.id,
      schoolName: names.school(school.id),
      ownership: school.ownership,
      seats: school.seats,
      demand: asked.length,
      placed: placed.length,
      fromCatchment: placed.filter((placing) => placing.route === 'catchment').length,
      fromOverall: placed.filter((placing) => placing.route === 'overall_placement').length,
      cutOff:
        turnedAway.length === 0
          ? null
          : `${turnedAway.length} 人未能进入 · ${names.category(turnedAway.sort((a, b) => a.categoryOrder - b.categoryOrder)[0]?.categoryId ?? null)}`,
      categories: order.map((one) => {
        const members = asked.filter((applicant) => applicant.categoryOrder === one);
        const categoryId = members[0]?.categoryId ?? '';
        return {
          categoryId,
          name: names.category(categoryId),
          demand: members.length,
          placed: members.filter((applicant) => placings.get(applicant.id)?.schoolId === school.id).length,
        };
      }),
    };
  });
  const unplacedApplications = run.result.placings
    .filter((placing) => placing.route === 'none')
    .map(({ applicantId }) => ({
      applicationId: applicantId,
      receiptNo: records.get(applicantId)?.receiptNo ?? '',
      childName: records.get(applicantId)?.child.name ?? '',
      because: '公办学位已满 · all public seats are taken',
    }));
  return ok({ ...summary, schools, faults: [...run.result.faults], unplacedApplications });
}

/** Names of the season's schools and categories. */
export async function namesFor(context: Context, season: SeasonRecord) {
  const schools = new Map(
    (await listSchools(context, { district: season.district })).map((school) => [school.id, school]),
  );
  const policy = await policyOf(context, season.policyHash);
  const categories = new Map(policy.categories.map((category) => [category.id, category.name]));
  return {
    school: (id: string | null) => (id === null ? '' : (schools.get(id)?.name ?? id)),
    schoolEn: (id: string | null) => (id === null ? '' : (schools.get(id)?.nameEn ?? id)),
    category: (id: string | null) => (id ? (categories.get(id)?.zh ?? id) : '未分类'),
  };
}

/** Why one child was placed where it was. */
export async function explainPlacing(context: Context, id: string, applicationId: string) {
  const reached = await runInReach(context, id);
  if (!reached.ok) return reached;
  const { run, season } = reached.value;
  const placing = run.result.placings.find((one) => one.applicantId === applicationId);
  const applicant = run.input.applicants.find((one) => one.id === applicationId);
  const record = (await listApplicationRecords(context, { seasonId: season.id })).find(
    (one) => one.id === applicationId,
  );
  if (!placing || !applicant || !record) return err(refusal('run.not_found'));
  const names = await namesFor(context, season);
  return ok({
    childName: record.child.name,
    schoolName: placing.schoolId && names.school(placing.schoolId),
    route: placing.route,
    because: reasonsOf(placing, applicant, names),
    rank: [
      { label: '类别 Category', value: names.category(applicant.categoryId) },
      ...(record.assessment?.rank ?? [])
        .filter((key) => !key.lottery)
        .map((key) => ({ label: key.label, value: key.words })),
      // Without a draw no number decided anything.
      ...(run.lottery ? [{ label: '派位号 Lottery number', value: String(placing.number) }] : []),
    ],
  });
}

/** The reasons of a placing in words. */
export function reasonsOf(
  placing: Placing,
  applicant: { readonly catchmentSchoolId: string | null; readonly categoryId: string | null; readonly late: boolean },
  names: Awaited<ReturnType<typeof namesFor>>,
) {
  return reasonsFor(placing, {
    school: names.school(placing.schoolId),
    schoolEn: names.schoolEn(placing.schoolId),
    catchment: applicant.catchmentSchoolId && names.school(applicant.catchmentSchoolId),
    catchmentEn: applicant.catchmentSchoolId && names.schoolEn(applicant.catchmentSchoolId),
    category: applicant.categoryId && names.category(applicant.categoryId),
    late: applicant.late,
  });
}

/** A second officer approves a sound draft whose inputs still stand. */
export function approveRun(context: Context, id: string): Outcome<RunSummary> {
  return inTransaction(context, async (tx) => {
    const reached = await runInReach(tx, id);
    if (!reached.ok) return reached;
    const { run, season } = reached.value;
    const { accountId } = account(tx);
    if (run.createdBy === accountId) return err(refusal('run.own_run'));
    const [first] = run.result.faults;
    if (first !== undefined) return err(refusal('run.unsound', { count: run.result.faults.length, first }));
    if (await isOutdated(tx, run, season)) return err(refusal('run.outdated'));
    if (
      run.kind !== 'draft' ||
      !(await store.moveRun(tx.db, id, ['ready'], { state: 'approved', approvedBy: accountId, approvedAt: tx.now }))
    ) {
      return err(refusal('run.state', { state: run.state }));
    }
    await audit(tx, {
      action: 'placement.approve_run',
      subject: { kind: 'run', id },
      district: season.district,
      detail: { resultHash: run.resultHash },
    });
    return summaryOf(tx, id);
  });
}

/** Puts a run aside. */
export function discardRun(context: Context, id: string, reason: string): Outcome<RunSummary> {
  return inTransaction(context, async (tx) => {
    const reached = await runInReach(tx, id);
    if (!reached.ok) return reached;
    const { run, season } = reached.value;
    if (!(await store.moveRun(tx.db, id, ['ready', 'approved'], { state: 'discarded', discardedReason: reason })))
      return err(refusal('run.state', { state: run.state }));
    await audit(tx, {
      action: 'placement.discard_run',
      subject: { kind: 'run', id },
      district: season.district,
      detail: { reason },
    });
    return summaryOf(tx, id);
  });
}

/** Whether anything that the run depended on has changed since. */
export async function isOutdated(context: Context, run: RunRecord, season: SeasonRecord): Promise<boolean> {
  const sealed = run.input.drawn ? await numbersOf(context, season.id) : null;
  if (sealed?.fault || (sealed?.transcriptHash ?? null) !== (run.lottery?.draw?.transcriptHash ?? null)) return true;
  const present = await gatherInput(context, season, { seed: run.input.seed, sealed }, [...ELIGIBLE]);
  return fingerprint(present) !== run.inputHash;
}

/** A run after a change, as the answer to it. */
export async function summaryOf(context: Context, id: string): Outcome<RunSummary> {
  const run = await store.findRun(context.db, id);
  const [summary] = run ? await summaries(context, [run]) : [];
  return summary ? ok(summary) : err(refusal('run.not_found'));
}
