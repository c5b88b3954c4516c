// The door of appeals: filing and hearing for those who act through other doors; what is told to families.

import type { Subscription } from '../../platform/jobs/jobs.ts';
import type { Context } from '../../platform/context.ts';
import { tellOfAppeal } from './service/telling.ts';
import { withOpenAppeal } from './store.ts';

export { fileAppeal } from './service/filing.ts';
export { askFamily, decideAppeal, takeAppeal } from './service/hearing.ts';

/** Which of these applications have an appeal in which somebody still has to act. */
export async function openAppeals(context: Context, applicationIds: readonly string[]): Promise<ReadonlySet<string>> {
  return withOpenAppeal(context.db, applicationIds);
}

export const appealsSubscriptions: readonly Subscription[] = [
  {
    queue: 'appeals.tell',
    event: 'appeal.moved',
    handle: (context, { appealId = '', event = '', version = '' }) => tellOfAppeal(context, appealId, event, version),
  },
];
