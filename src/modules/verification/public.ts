// The door of verification for other modules: how checks stand, in plain words and in counts; seeds.

import type { Context } from '../../platform/context.ts';
import type { Subscription } from '../../platform/jobs/jobs.ts';
import {
  getApplicationRecord,
  seedReassessments,
  type ApplicationParts,
  type ApplicationRecord,
} from '../registration/public.ts';
import { learnedFacts } from './facts.ts';
import { DEPARTMENTS, explain } from './rules.ts';
import { answered, ASK, ASK_WAITING, askCheck, askWaiting, beginChecks, newChecks } from './service.ts';
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
export const checksOf: ApplicationParts['checks'] = async (context, applicationId, revision) =>
  (await store.checksOfRevision(context.db, applicationId, revision)).map(({ kind, state, resolution }) => {
    const words = explain(kind, state, resolution);
    return {
      kind,
      zh: `${DEPARTMENTS[kind].zh}·${DEPARTMENTS[kind].what}`,
      en: `${DEPARTMENTS[kind].en}: ${DEPARTMENTS[kind].whatEn}`,
      state,
      explanationZh: words.zh,
      explanationEn: words.en,
    };
  });

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
      const answer = await tx.services.departments.ask({ kind: check.kind, key });
      checks.push(
        answer.state === 'down'
          ? { ...check, state: 'source_down', source: answer.source, attempts: 1 }
          : { ...check, ...(await answered(at, check, record, answer)), attempts: 1 },
      );
    }
  }
  await store.insertChecks(tx.db, checks);
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
  { queue: ASK, handle: (context, { checkId = '' }) => askCheck(context, checkId) },
  { queue: ASK_WAITING, handle: (context, { kind = '' }) => askWaiting(context, kind) },
];
