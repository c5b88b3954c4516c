// A run at work: asked for, carried out in the background with progress, cancelled, taken up again after a stop.

import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { chinaDateTime } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { countApplicationRecords } from '../../registration/public.ts';
import { getSeason } from '../../seasons/public.ts';
import type { RunSummary } from '../contract.ts';
import type { RunInput } from '../problems.ts';
import { reportOf, type SchoolReport } from '../report.ts';
import { carryOut, numbersDecide, type RunResult } from '../rules.ts';
import type { RunStep } from '../steps.ts';
import type { RunFindings, RunHead, RunTotals } from '../store.ts';
import * as store from '../store.ts';
import {
  fingerprint,
  gatherInput,
  gatherSupplementary,
  sha256,
  sourceOf,
  statesOf,
  UNDER_REVIEW,
  type NumberSource,
} from './inputs.ts';
import { runInReach, seasonInReach } from './reach.ts';
import { summaryOf } from './runs.ts';
import type { WorkerNews } from './run-worker.ts';

const METHOD = 'sort-by-keyed-hash/1, list "placement"';
/** So long a run belongs to the server that works on it, counted anew from every step, in milliseconds. */
const HELD = 120_000;
/** So many children are placed faster than a thread starts; they are worked out at once, within the request. */
const FEW = 1_000;
/** So long the answer to "run" waits for the end of a larger one, in milliseconds. */
const PATIENCE = 1_500;

/** What a run is asked to be. */
export interface RunRequest {
  readonly kind: RunHead['kind'];
  readonly includeUnderReview: boolean;
}

/**
 * Starts a run and answers with it, finished if that took a moment only. A draft needs registration and review to be
 * over, and the season's sealed draw where lottery numbers decide anything; a supplementary run needs published results.
 */
export async function startRun(context: Context, seasonId: string, request: RunRequest): Outcome<RunSummary> {
  let asked;
  try {
    asked = await inTransaction(context, (tx) => askForRun(tx, seasonId, request));
  } catch (error) {
    if (violatedConstraint(error) === 'placement_runs_one_running') return err(refusal('run.running'));
    throw error;
  }
  if (!asked.ok) return asked;
  const { id, children } = asked.value;
  const work = workOn(context, id);
  await (children <= FEW ? work : Promise.race([work, pause(PATIENCE, undefined, { ref: false })]));
  return summaryOf(context, id);
}

async function askForRun(
  tx: Context,
  seasonId: string,
  request: RunRequest,
): Outcome<{ id: string; children: number }> {
  const reached = await seasonInReach(tx, seasonId);
  if (!reached.ok) return reached;
  const season = reached.value;
  if ((request.kind === 'supplementary') !== (season.resultsPublishedAt !== null)) {
    return err(refusal(season.resultsPublishedAt ? 'run.already_published' : 'run.not_published'));
  }
  if (request.kind === 'draft') {
    if (tx.now < season.lateClosesAt)
      return err(refusal('run.season_open', { until: chinaDateTime(season.lateClosesAt) }));
    const count = await countApplicationRecords(tx, { seasonId, states: UNDER_REVIEW });
    if (count > 0) return err(refusal('run.reviews_open', { count }));
  }
  const id = newId(tx);
  const seed = Buffer.from(tx.services.random.bytes(32)).toString('hex');
  const source = await sourceOf(tx, { ...request, seasonId }, seed);
  const { sealed } = source;
  if (sealed?.fault) return err(refusal('run.draw_broken', { draw: sealed.drawId, why: sealed.fault }));
  if (request.kind === 'draft' && !sealed && numbersDecide(await gatherInput(tx, season, source, ['eligible'])))
    return err(refusal('run.draw_needed'));
  const run: RunHead = {
    id,
    seasonId,
    kind: request.kind,
    state: 'running',
    policyHash: season.policyHash,
    includeUnderReview: request.kind === 'simulation' && request.includeUnderReview,
    progress: null,
    heldUntil: null,
    failure: null,
    inputHash: null,
    resultHash: null,
    lottery: lotteryOf(request, source),
    seed,
    summary: null,
    createdBy: account(tx).accountId,
    createdAt: tx.now,
    approvedBy: null,
    approvedAt: null,
    publishedBy: null,
    publishedAt: null,
    discardedReason: null,
  };
  await store.insertRun(tx.db, run);
  await audit(tx, {
    action: `placement.run_${request.kind}`,
    subject: { kind: 'run', id },
    district: season.district,
    detail: { includeUnderReview: run.includeUnderReview },
  });
  return ok({ id, children: await countApplicationRecords(tx, { seasonId, states: statesOf(run) }) });
}

/** Where the numbers of a run come from; a draft without a draw has none that decide. */
function lotteryOf({ kind }: RunRequest, { seed, sealed }: NumberSource): RunHead['lottery'] {
  if (sealed) return { seed: null, method: METHOD, draw: { id: sealed.drawId, transcriptHash: sealed.transcriptHash } };
  return kind === 'draft' ? null : { seed, method: METHOD, draw: null };
}

/** Carries a running run out, unless somebody does already. What goes wrong is kept with the run. */
async function workOn(context: Context, id: string): Promise<void> {
  const until = () => new Date(context.services.clock().getTime() + HELD);
  try {
    const run = await store.holdRun(context.db, id, context.services.clock(), until());
    if (!run) return;
    const onStep = (step: RunStep) => store.noteProgress(context.db, id, step, until());
    if (!(await onStep('gather'))) return;
    const input = await inputOf(context, run);
    const found = await workOut(input, onStep);
    if (!found || !(await onStep('save'))) return;
    const { result, report } = found;
    await saveFindings(context, id, {
      input,
      inputHash: fingerprint(input),
      result,
      resultHash: fingerprint(result),
      summary: totalsOf(result),
      report,
    });
  } catch (error) {
    context.services.log.error({ err: error, run: id }, 'placement run failed');
    await store.moveRun(context.db, id, ['running'], { state: 'failed', heldUntil: null, failure: 'internal' });
  }
}

async function inputOf(context: Context, run: RunHead): Promise<RunInput> {
  const season = await getSeason(context, run.seasonId);
  if (!season) throw new Error(`season ${run.seasonId} vanished`);
  const source = await sourceOf(context, run, run.seed);
  return run.kind === 'supplementary'
    ? gatherSupplementary(context, season, source)
    : gatherInput(context, season, source, statesOf(run));
}

async function saveFindings(context: Context, id: string, found: RunFindings): Promise<void> {
  await inTransaction(context, async (tx) => {
    // Cancelled meanwhile: nothing is kept.
    if (!(await store.finishRun(tx.db, id, found))) return ok();
    await audit(tx, {
      action: 'placement.finish_run',
      subject: { kind: 'run', id },
      district: (await getSeason(tx, found.input.seasonId))?.district ?? null,
      detail: { inputHash: found.inputHash, resultHash: found.resultHash, ...found.summary },
    });
    return ok();
  });
}

/**
 * Works an input out, in a thread of its own unless it is small.
 *
 * @param onStep told before each step; false ends the work
 * @returns the result and its report, or null when it was ended
 */
export function workOut(
  input: RunInput,
  onStep: (step: RunStep) => Promise<boolean> = () => Promise.resolve(true),
): Promise<{ result: RunResult; report: readonly SchoolReport[] } | null> {
  if (input.applicants.length <= FEW) {
    const result = carryOut(input, sha256);
    return Promise.resolve({ result, report: reportOf(input, result, sha256) });
  }
  const worker = new Worker(new URL('./run-worker.ts', import.meta.url), { workerData: input });
  return new Promise((resolve, reject) => {
    let wanted = Promise.resolve(true);
    const end = () => {
      resolve(null);
      return worker.terminate();
    };
    worker.on('error', reject);
    worker.on('message', (news: WorkerNews) => {
      wanted = wanted
        .then(async (still) => still && ('result' in news || (await onStep(news.step))))
        .then(async (still) => {
          if (!still) await end();
          else if ('result' in news) resolve(news);
          return still;
        });
      wanted.catch(reject);
    });
  });
}

function totalsOf({ placings }: RunResult): RunTotals {
  const by = (route: RunResult['placings'][number]['route']) => placings.filter((one) => one.route === route).length;
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

/** Cancels a run at work; the thread ends at its next step. */
export function cancelRun(context: Context, id: string): Outcome<RunSummary> {
  return inTransaction(context, async (tx) => {
    const reached = await runInReach(tx, id);
    if (!reached.ok) return reached;
    const { run, season } = reached.value;
    if (!(await store.moveRun(tx.db, id, ['running'], { state: 'cancelled', heldUntil: null })))
      return err(refusal('run.state', { state: run.state }));
    await audit(tx, { action: 'placement.cancel_run', subject: { kind: 'run', id }, district: season.district });
    return summaryOf(tx, id);
  });
}

/** Takes up runs whose server stopped while it worked on them. */
export async function takeUpRuns(context: Context): Promise<void> {
  for (const id of await store.runsLeftBehind(context.db, context.now)) await workOn(context, id);
}
