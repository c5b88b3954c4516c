// Publication: every family and every school at one moment, or nobody.

import { refusal } from '../../../kernel/refusal.ts';
import { err } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { listApplicationRecords } from '../../registration/public.ts';
import { getSeason, markResultsPublished, policyOf, type SeasonRecord } from '../../seasons/public.ts';
import type { RunSummary } from '../contract.ts';
import type { RunInput } from '../problems.ts';
import type { RunResult } from '../rules.ts';
import * as afterwards from '../store-afterwards.ts';
import type { WaitingPlace } from '../store-afterwards.ts';
import type { RunRecord } from '../store.ts';
import * as store from '../store.ts';
import { fingerprint } from './inputs.ts';
import { namesFor, reasonsOf } from './names.ts';
import { runInReach } from './reach.ts';
import { isOutdated, summaryOf } from './runs.ts';
import { workOut } from './running.ts';
import { makeFinal, reseat, type SeatChange } from './seats.ts';

/**
 * Publishes an approved run in one transaction. The result is computed again from the recorded input first: what is
 * published is what the run says, not what someone wrote into its row. Where the policy publishes for objections first,
 * letters wait until the list is final.
 */
export function publishRun(context: Context, id: string): Outcome<RunSummary> {
  return inTransaction(context, async (tx) => {
    const reached = await runInReach(tx, id);
    if (!reached.ok) return reached;
    const { run: head, season } = reached.value;
    if (head.kind === 'draft' && season.resultsPublishedAt) return err(refusal('run.already_published'));
    const run = head.state === 'approved' ? await store.findRun(tx.db, id) : null;
    if (!run) return err(refusal('run.state', { state: head.state }));
    const again = await workOut(run.input);
    if ((await isOutdated(tx, run, season)) || fingerprint(again?.result) !== run.resultHash)
      return err(refusal('run.outdated'));
    const { accountId } = account(tx);
    const set = { state: 'published', publishedBy: accountId, publishedAt: tx.now } as const;
    if (!(await store.moveRun(tx.db, id, ['approved'], set))) return err(refusal('run.state', { state: run.state }));
    if (run.kind === 'draft' && !(await markResultsPublished(tx, season.id)))
      return err(refusal('run.already_published'));
    const given = await giveSeats(tx, run, season);
    if (!given.ok) return given;
    if (run.kind === 'draft') {
      await afterwards.replaceWaiting(tx.db, season.id, waitingPlaces(run.input, run.result));
      if (await isFinalAtOnce(tx, season)) await makeFinal(tx, season);
    }
    await tx.services.jobs.emit(tx, 'results.published', { seasonId: season.id, runId: id });
    await audit(tx, {
      action: run.kind === 'draft' ? 'placement.publish' : 'placement.publish_supplement',
      subject: { kind: 'run', id },
      district: season.district,
      detail: { inputHash: run.inputHash, resultHash: run.resultHash },
    });
    return summaryOf(tx, id);
  });
}

/** A list is preliminary where the policy says so and the calendar has a period for objections. */
async function isFinalAtOnce(tx: Context, season: SeasonRecord): Promise<boolean> {
  const { publication } = await policyOf(tx, season.policyHash);
  return publication.list === 'final' || season.objectionsUntil === null;
}

async function giveSeats(tx: Context, run: RunRecord, season: SeasonRecord): Outcome<undefined> {
  const ids = run.result.placings.map(({ applicantId }) => applicantId);
  const records = new Map((await listApplicationRecords(tx, { ids })).map((record) => [record.id, record]));
  const applicants = new Map(run.input.applicants.map((applicant) => [applicant.id, applicant]));
  const names = await namesFor(tx, season);
  const changes: SeatChange[] = [];
  for (const placing of run.result.placings) {
    const record = records.get(placing.applicantId);
    const applicant = applicants.get(placing.applicantId);
    if (!record || !applicant) return err(refusal('run.outdated'));
    // Who is still without a seat after supplementary placement stays as it was.
    if (placing.schoolId === null && record.state === 'not_placed') continue;
    changes.push({
      record,
      to: placing.schoolId,
      route: placing.route,
      because: reasonsOf(placing, applicant, names),
      event: placing.schoolId === null ? 'leave_unplaced' : 'place',
    });
  }
  const present = (await getSeason(tx, season.id)) ?? season;
  const cause = run.kind === 'draft' ? 'run' : 'supplementary';
  return reseat(tx, present, changes, { cause, causeId: run.id, runId: run.id });
}

/** The waiting lists that a run leaves, as they are kept. */
export function waitingPlaces(input: RunInput, result: RunResult): WaitingPlace[] {
  const groups = new Map(input.applicants.map(({ id, group }) => [id, group]));
  return Object.entries(result.waiting).flatMap(([schoolId, list]) =>
    list.map((applicationId, at) => ({
      seasonId: input.seasonId,
      schoolId,
      place: at + 1,
      applicationId,
      together: input.groupRule === 'split' ? null : (groups.get(applicationId) ?? null),
    })),
  );
}
