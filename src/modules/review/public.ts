// The door of review: the decision that stands on a submission.

import type { Context } from '../../platform/context.ts';
import type { ApplicationParts } from '../registration/public.ts';
import { REASONS } from './contract.ts';
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
