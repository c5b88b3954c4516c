// The door of requests: filing and deciding for those who act through other doors; what is told to families.

import type { Subscription } from '../../platform/jobs/jobs.ts';
import { tellOfRequest } from './service/telling.ts';

export { decideRequest } from './service/deciding.ts';
export { addEvidence, fileRequest } from './service/filing.ts';

export const requestsSubscriptions: readonly Subscription[] = [
  {
    queue: 'requests.tell',
    event: 'request.moved',
    handle: (context, { requestId = '', event = '', version = '' }) =>
      tellOfRequest(context, requestId, event, version),
  },
];
