// Publication: every family and every school at one moment, or nobody.

import { refusal } from '../../../kernel/refusal.ts';
import { err } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { issueNotices, type Admission } from '../../notices/public.ts';
import { listApplicationRecords, moveApplication, type ApplicationRecord } from '../../registration/public.ts';
import { markResultsPublished, type SeasonRecord } from '../../seasons/public.ts';
import type { RunSummary } from '../contract.ts';
import { carryOut } from '../rules.ts';
import type { RunRecord } from '../store.ts';
import * as store from '../store.ts';
import { fingerprint, sha256 } from './inputs.ts';
import { runInReach } from './reach.ts';
import { ELIGIBLE, isOutdated, namesFor, reasonsOf, summaryOf } from './runs.ts';

/**
 * Publishes an approved run in one transaction. The result is computed again from the recorded input first: what is
 * published is what the run says, not what someone wrote into its row.
 */
export function publishRun(context: Context, id: string): Outcome<RunSummary> {
  return inTransaction(context, async (tx) => {
    const reached = await runInReach(tx, id);
    if (!reached.ok) return reached;
    const { run, season } = reached.value;
    if (season.resultsPublishedAt) return err(refusal('run.already_published'));
    if (run.state !== 'approved') return err(refusal('run.state', { state: run.state }));
    if ((await isOutdated(tx, run, season)) || fingerprint(carryOut(run.input, sha256)) !== run.resultHash)
      return err(refusal('run.outdated'));
    const { accountId } = account(tx);
    if (
      !(await store.moveRun(tx.db, id, ['approved'], {
        state: 'published',
        publishedBy: accountId,
        publishedAt: tx.now,
      }))
    ) {
      return err(refusal('run.state', { state: run.state }));
    }
    if (!(await markResultsPublished(tx, season.id))) return err(refusal('run.already_published'));
    const given = await giveSeats(tx, run, season);
    if (!given.ok) return given;
    await tx.services.jobs.emit(tx, 'results.published', { seasonId: season.id, runId: id });
    await audit(tx, {
      action: 'placement.publish',
      subject: { kind: 'run', id },
      district: season.district,
      detail: { inputHash: run.inputHash, resultHash: run.resultHash },
    });
    return summaryOf(tx, id);
  });
}

async function giveSeats(tx: Context, run: RunRecord, season: SeasonRecord): Outcome<undefined> {
  const records = new Map(
    (await listApplicationRecords(tx, { seasonId: season.id, states: [...ELIGIBLE] })).map((record) => [
      record.id,
      record,
    ]),
  );
  const applicants = new Map(run.input.applicants.map((applicant) => [applicant.id, applicant]));
  const names = await namesFor(tx, season);
  const seats: store.SeatRecord[] = [];
  const outcomes: store.OutcomeRecord[] = [];
  const admissions: Admission[] = [];
  const numbers = new Map<string, number>();
  const moves: { record: ApplicationRecord; schoolId: string | null }[] = [];
  for (const placing of run.result.placings) {
    const record = records.get(placing.applicantId);
    const applicant = applicants.get(placing.applicantId);
    if (!record || !applicant) return err(refusal('run.outdated'));
    const { schoolId } = placing;
    outcomes.push({
      applicationId: record.id,
      runId: run.id,
      schoolId,
      route: placing.route,
      because: reasonsOf(placing, applicant, names),
      publishedAt: tx.now,
    });
    moves.push({ record, schoolId });
    if (schoolId === null) continue;
    const number = (numbers.get(schoolId) ?? 0) + 1;
    numbers.set(schoolId, number);
    seats.push({
      seasonId: season.id,
      schoolId,
      number,
      applicationId: record.id,
      childKey: record.childKey,
      stage: season.stage,
      entryYear: season.entryYear,
      runId: run.id,
      givenAt: tx.now,
    });
    admissions.push({
      applicationId: record.id,
      schoolId,
      seasonId: season.id,
      entryYear: season.entryYear,
      childName: record.child.name,
      childKey: record.childKey,
      reportFrom: season.reportFrom,
      reportUntil: season.reportUntil,
    });
  }
  await store.insertSeats(tx.db, seats);
  await store.insertOutcomes(tx.db, outcomes);
  await issueNotices(tx, admissions);
  // Seats are given by the published run, not by the officer who pressed the button.
  const asSystem: Context = { ...tx, actor: { kind: 'system', job: 'placement' } };
  for (const { record, schoolId } of moves) {
    // From now on the case belongs to the school that admits the child, which need not be its catchment's.
    const moved = await (schoolId === null
      ? moveApplication(asSystem, record, 'leave_unplaced')
      : moveApplication(asSystem, record, 'place', { set: { schoolId } }));
    if (!moved.ok) return moved;
  }
  return { ok: true, value: undefined };
}
