// Runs in lists, and their fate: approved by a second officer, or put aside.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import type { SeasonRecord } from '../../seasons/public.ts';
import type { RunSummary } from '../contract.ts';
import { RUN_STEPS } from '../steps.ts';
import type { RunHead, RunRecord } from '../store.ts';
import * as store from '../store.ts';
import { fingerprint, gatherInput, gatherSupplementary, sourceOf, statesOf } from './inputs.ts';
import { runInReach, seasonInReach } from './reach.ts';

const NOTHING_YET = { applicants: 0, placed: 0, fromCatchment: 0, fromOverall: 0, fromPrivate: 0, unplaced: 0 };

/** Runs as lists show them, with what the reader may do. */
export async function summaries(context: Context, runs: readonly RunHead[]): Promise<RunSummary[]> {
  const people = runs.flatMap((run) => [run.createdBy, run.approvedBy, run.publishedBy]).filter((id) => id !== null);
  const names = await accountNames(context, people);
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id)?.name ?? ''));
  return runs.map((run) => ({
    id: run.id,
    seasonId: run.seasonId,
    kind: run.kind,
    state: run.state,
    progress: progressOf(run),
    ...NOTHING_YET,
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

function progressOf({ state, progress }: RunHead): RunSummary['progress'] {
  if (state !== 'running') return null;
  const step = progress?.step ?? 'gather';
  return { step, at: RUN_STEPS.indexOf(step) + 1, of: RUN_STEPS.length };
}

function actionsFor(context: Context, run: RunHead): RunSummary['actions'] {
  if (context.actor.kind !== 'account') return [];
  const { role, accountId } = context.actor;
  if (role !== 'district_admin' && role !== 'district_reviewer') return [];
  const actions: RunSummary['actions'] = [];
  if (run.state === 'running') actions.push('cancel');
  if (run.kind !== 'simulation' && run.state === 'ready' && run.createdBy !== accountId) actions.push('approve');
  if (run.state === 'approved' && role === 'district_admin') actions.push('publish');
  if (run.state === 'ready' || run.state === 'approved') actions.push('discard');
  return actions;
}

/** Runs of a season, newest first. */
export async function listRuns(context: Context, seasonId: string): Outcome<RunSummary[]> {
  const reached = await seasonInReach(context, seasonId);
  return reached.ok ? ok(await summaries(context, await store.listRuns(context.db, seasonId))) : reached;
}

/** A run after a change, as the answer to it. */
export async function summaryOf(context: Context, id: string): Outcome<RunSummary> {
  const run = await store.findHead(context.db, id);
  const [summary] = run ? await summaries(context, [run]) : [];
  return summary ? ok(summary) : err(refusal('run.not_found'));
}

/** A second officer approves a sound draft whose inputs still stand. */
export function approveRun(context: Context, id: string): Outcome<RunSummary> {
  return inTransaction(context, async (tx) => {
    const reached = await runInReach(tx, id);
    if (!reached.ok) return reached;
    const { run: head, season } = reached.value;
    const { accountId } = account(tx);
    if (head.createdBy === accountId) return err(refusal('run.own_run'));
    const run = head.state === 'ready' && head.kind !== 'simulation' ? await store.findRun(tx.db, id) : null;
    if (!run) return err(refusal('run.state', { state: head.state }));
    const [first] = run.result.faults;
    if (first !== undefined) return err(refusal('run.unsound', { count: run.result.faults.length, first }));
    if (await isOutdated(tx, run, season)) return err(refusal('run.outdated'));
    if (!(await store.moveRun(tx.db, id, ['ready'], { state: 'approved', approvedBy: accountId, approvedAt: tx.now })))
      return err(refusal('run.state', { state: run.state }));
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
  const source = await sourceOf(context, run, run.input.seed);
  const transcript = source.sealed?.transcriptHash ?? null;
  if (source.sealed?.fault || transcript !== (run.lottery?.draw?.transcriptHash ?? null)) return true;
  const present = await (run.kind === 'supplementary'
    ? gatherSupplementary(context, season, source)
    : gatherInput(context, season, source, statesOf(run)));
  return fingerprint(present) !== run.inputHash;
}
