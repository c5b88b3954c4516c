// The door of review: the decision that stands on a submission.

import { err, ok } from '../../kernel/result.ts';
import { account, newId, type Context, type Outcome } from '../../platform/context.ts';
import { moveApplication, type ApplicationRecord } from '../registration/public.ts';
import { getSeason } from '../seasons/public.ts';
import type { ApplicationParts } from '../registration/public.ts';
import { REASONS } from './contract.ts';
import { dueAt } from './rules.ts';
import * as store from './store.ts';

/** The latest decision that the family has to know of, for registration's view; none once it was submitted again or reopened. */
export const decisionOf: ApplicationParts['decision'] = async (context, applicationId, revision) => {
  const latest = (await store.decisionsOn(context.db, applicationId)).at(-1);
  if (!latest || latest.revision !== revision) return null;
  const { outcome, reasonCode, words, cure, dueAt, evidenceKinds, decidedAt } = latest;
  if (outcome !== 'asked_material' && outcome !== 'refused' && outcome !== 'approved' && outcome !== 'endorsed')
    return null;
  const reason = reasonCode === null ? null : REASONS[reasonCode];
  return {
    outcome,
    reasonZh: reason?.zh ?? null,
    reasonEn: reason?.en ?? null,
    words,
    cure,
    dueAt,
    evidenceKinds: [...evidenceKinds],
    decidedAt,
  };
};

/** Accounts that took any decision on an application: none of them may hear an appeal against it. */
export async function decidersOf(context: Context, applicationId: string): Promise<string[]> {
  return [...new Set((await store.decisionsOn(context.db, applicationId)).map(({ decidedBy }) => decidedBy))];
}

/**
 * Lets a family correct what has changed until the end of a day, as a request for material does: the application goes
 * back to it, and what it submits is checked and reviewed anew. In the caller's transaction, who audits.
 * Refuses with review.due_past and what {@link moveApplication} refuses with.
 * @returns the first instant at which it is too late
 */
export async function openCorrection(
  tx: Context,
  record: ApplicationRecord,
  { words, dueOn }: { readonly words: string; readonly dueOn: string },
): Outcome<Date> {
  const due = dueAt(dueOn, tx.now);
  if (!(due instanceof Date)) return err(due);
  const season = await getSeason(tx, record.seasonId);
  if (!season) throw new Error(`season ${record.seasonId} vanished`);
  const moved = await moveApplication(tx, record, 'open_correction', {
    detail: { words, dueAt: due.toISOString() },
    set: { cureUntil: due },
  });
  if (!moved.ok) return moved;
  await store.insertDecision(tx.db, {
    id: newId(tx),
    applicationId: record.id,
    revision: record.revision,
    outcome: 'asked_material',
    reasonCode: 'facts_changed',
    words,
    cure: REASONS.facts_changed.cure,
    dueAt: due,
    evidenceKinds: [],
    categoryBefore: record.categoryId,
    categoryAfter: record.categoryId,
    policyHash: season.policyHash,
    because: [...(record.assessment?.because ?? [])],
    decidedBy: account(tx).accountId,
    decidedAt: tx.now,
  });
  return ok(due);
}
