// The door of verification for other modules: how checks stand, in plain words and in counts; seeds.

import { newId, type Context } from '../../platform/context.ts';
import { CHECK_KINDS } from '../../platform/departments/departments.ts';
import type { Subscription } from '../../platform/jobs/jobs.ts';
import {
  getApplicationRecord,
  seedReassessments,
  type ApplicationParts,
  type ApplicationRecord,
} from '../registration/public.ts';
import { learnedFacts } from './facts.ts';
import { DEPARTMENTS, explain, requestIdOf } from './rules.ts';
import { extensionsOf } from './outage-store.ts';
import { answerRow, insertAnswers, type AnswerRecord } from './answer-store.ts';
import { askCheck, beginChecks, newChecks } from './service/checks.ts';
import { answered } from './service/hearing.ts';
import { tellExtension, watchOutages } from './service/outages.ts';
import { askQueue, NEWS } from './service/queues.ts';
import { askWaiting } from './service/sources.ts';
import * as store from './store.ts';

export { checksFor } from './rules.ts';

/** How the checks of an application's latest submission stand; each check counts once. What a person has found counts as that. */
export interface CheckCounts {
  readonly pending: number;
  readonly matched: number;
  readonly mismatch: number;
  readonly noRecord: number;
  readonly sourceDown: number;
  readonly manual: number;
  /** Accepted by a person after looking at the evidence. */
  readonly accepted: number;
  readonly notAccepted: number;
}

const COUNT_OF = {
  pending: 'pending',
  matched: 'matched',
  mismatch: 'mismatch',
  no_record: 'noRecord',
  source_down: 'sourceDown',
  manual: 'manual',
} as const;

/** Counts by application; an application without checks has none in the map. */
export async function checkStates(
  context: Context,
  applicationIds: readonly string[],
): Promise<ReadonlyMap<string, CheckCounts>> {
  const counts = new Map<string, Record<keyof CheckCounts, number>>();
  for (const { applicationId, state, resolution } of await store.latestChecks(context.db, applicationIds)) {
    const one = counts.get(applicationId) ?? {
      pending: 0,
      matched: 0,
      mismatch: 0,
      noRecord: 0,
      sourceDown: 0,
      manual: 0,
      accepted: 0,
      notAccepted: 0,
    };
    one[resolution === null ? COUNT_OF[state] : resolution === 'accepted' ? 'accepted' : 'notAccepted'] += 1;
    counts.set(applicationId, one);
  }
  return counts;
}

/** The checks of a revision in plain words, for registration's view of an application. */
export const checksOf: ApplicationParts['checks'] = async (context, applicationId, revision) => {
  const checks = await store.checksOfRevision(context.db, applicationId, revision);
  const down = checks.some((check) => check.state === 'source_down');
  // An outage gives a day once, whichever sources fail on it: every source that is down tells the same end.
  const extendedUntil = down ? ((await extensionsOf(context.db, [applicationId])).at(-1)?.until ?? null) : null;
  return checks.map((check) => {
    const extended = check.state === 'source_down' ? extendedUntil : null;
    const words = explain({ ...check, extendedUntil: extended });
    const { zh, en, what, whatEn } = DEPARTMENTS[check.kind];
    return {
      kind: check.kind,
      zh: `${zh}·${what}`,
      en: `${en}: ${whatEn}`,
      state: check.state,
      explanationZh: words.zh,
      explanationEn: words.en,
      extendedUntil: extended,
    };
  });
};

/** What departments and reviewers add to the declared facts of an application's present revision. */
export const factsOfChecks: ApplicationParts['facts'] = async (context, record) =>
  learnedFacts(await store.checksOfRevision(context.db, record.id, record.revision), record);

/**
 * Writes the checks of seeded applications inside the caller's transaction, asking the reference tables at once and
 * telling nobody. The records must have been committed before: departments are asked outside the transaction.
 */
export async function seedChecks(tx: Context, applicationIds: readonly string[]): Promise<void> {
  await store.ensureSources(tx.db, tx.now);
  const checks: store.CheckRecord[] = [];
  const records: ApplicationRecord[] = [];
  const answers: AnswerRecord[] = [];
  for (const id of applicationIds) {
    const record = await getApplicationRecord(tx, id);
    if (!record?.submittedAt) continue;
    records.push(record);
    const at = { ...tx, now: record.submittedAt };
    for (const check of newChecks(at, record)) {
      const { key } = check.question;
      if (check.state !== 'pending' || key === null) {
        checks.push(check);
        continue;
      }
      const requestId = requestIdOf(check.id, 1);
      const answer = await tx.services.departments.ask({ kind: check.kind, key, requestId });
      const { source } = answer;
      if (answer.state === 'down') {
        checks.push({ ...check, state: 'source_down', source, attempts: 1, requestId });
        continue;
      }
      if (answer.state === 'later') {
        checks.push({ ...check, waitingFor: answer.reason });
        continue;
      }
      const found = await answered(at, check, record, answer);
      checks.push({ ...check, ...found, source, attempts: 1, requestId, answeredRequest: requestId });
      const about = { id: newId(at), kind: check.kind, requestId, checkId: check.id, says: answer.state };
      answers.push(
        answerRow({ ...about, channel: 'reference', receivedAt: at.now, verdict: 'accepted' }, answer.receipt),
      );
    }
  }
  await store.insertChecks(tx.db, checks);
  await insertAnswers(tx.db, answers);
  await seedReassessments(
    tx,
    records.map((record) => ({
      record,
      learned: learnedFacts(
        checks.filter((check) => check.applicationId === record.id),
        record,
      ),
    })),
  );
}

export const verificationSubscriptions: readonly Subscription[] = [
  {
    queue: 'verification.begin',
    event: 'application.submitted',
    handle: (context, { applicationId = '' }) => beginChecks(context, applicationId),
  },
  {
    // A category found in review may need departments that the declared one did not.
    queue: 'verification.begin_again',
    event: 'application.reassessed',
    handle: (context, { applicationId = '' }) => beginChecks(context, applicationId),
  },
  ...CHECK_KINDS.map((kind) => ({
    queue: askQueue(kind),
    parallel: 8,
    handle: (context: Context, { checkId = '' }: Readonly<Record<string, string>>) => askCheck(context, checkId),
  })),
  {
    queue: 'verification.ask_waiting',
    event: NEWS.toBeAsked,
    handle: (context, { kind = '' }) => askWaiting(context, kind),
  },
  { queue: 'verification.tell_extension', event: NEWS.extended, handle: tellExtension },
  {
    queue: 'verification.watch_outages',
    event: NEWS.held,
    cron: '*/5 * * * *',
    handle: (context) => watchOutages(context),
  },
];
