// The door of appeals: filing and hearing for those who act through other doors; what is told to families.

import type { Subscription } from '../../platform/jobs/jobs.ts';
import { tellOfAppeal } from './service/telling.ts';

export { fileAppeal } from './service/filing.ts';
export { askFamily, decideAppeal, takeAppeal } from './service/hearing.ts';

export const appealsSubscriptions: readonly Subscription[] = [
  {
    queue: 'appeals.tell',
    event: 'appeal.moved',
    handle: (context, { appealId = '', event = '', version = '' }) => tellOfAppeal(context, appealId, event, version),
  },
];
