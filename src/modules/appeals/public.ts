// What is told to families when an appeal moves.

import type { Subscription } from '../../platform/jobs/jobs.ts';
import { tellOfAppeal } from './service/telling.ts';

export const appealsSubscriptions: readonly Subscription[] = [
  {
    queue: 'appeals.tell',
    event: 'appeal.moved',
    handle: (context, { appealId = '', event = '', version = '' }) => tellOfAppeal(context, appealId, event, version),
  },
];
