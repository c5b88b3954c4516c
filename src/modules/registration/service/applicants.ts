// The applicants of a season as the policy engine sees them, for trying other rules on them.

import type { Facts } from '../../../engines/policy/facts.ts';
import { chinaDate, type DateText } from '../../../kernel/dates.ts';
import type { Context } from '../../../platform/context.ts';
import { knownFactsOf } from '../assessment-store.ts';
import { composeFacts } from '../facts.ts';
import * as store from '../store.ts';
import { APPLICATION_STATES, type ApplicationState } from '../workflow.ts';

/** A submitted application with all that is known of the family. */
export interface ApplicantFacts {
  readonly id: string;
  readonly receiptNo: string;
  readonly childName: string;
  readonly state: ApplicationState;
  readonly late: boolean;
  /** The civil day of the last submission, by which a family is judged. */
  readonly today: DateText;
  /** As declared, with what departments and reviewers added. */
  readonly facts: Facts;
}

const SUBMITTED = APPLICATION_STATES.filter((state) => state !== 'draft' && state !== 'withdrawn');

/** Every submitted application of a season that was not withdrawn, in the order of submission. */
export async function applicantsOf(context: Context, seasonId: string): Promise<readonly ApplicantFacts[]> {
  const records = await store.listApplications(context.db, { seasonId, states: SUBMITTED });
  const known = await knownFactsOf(
    context.db,
    records.map(({ id }) => id),
  );
  return records.flatMap(({ id, receiptNo, child, state, late, submittedAt }) => {
    const family = known.get(id);
    if (!family || !submittedAt) return [];
    return {
      id,
      receiptNo: receiptNo ?? '',
      childName: child.name,
      state,
      late,
      today: chinaDate(submittedAt),
      facts: composeFacts(family.facts, family.learned),
    };
  });
}
