// The door of draws: tickets and groups for placement, and the numbers of a season's sealed draw; families hear of its steps.

import type { Subscription } from '../../platform/jobs/jobs.ts';
import { TOLD, tellOfDraw } from './service/tell.ts';
import type { DrawEvent } from './workflow.ts';

export { groupsOf, numbersBySeed, type Entrant } from './rules.ts';
export { numbersOf, type SealedNumbers } from './service/numbers.ts';
export { provideSeats } from './service/parts.ts';
export { ticketsOf } from './service/tickets.ts';
export { seedDraw } from './service/seed.ts';

export const drawsSubscriptions: readonly Subscription[] = [
  {
    queue: 'draws.tell',
    event: 'draw.moved',
    handle: async (context, { drawId = '', event = '' }) => {
      if (TOLD.includes(event as DrawEvent)) await tellOfDraw(context, drawId, event as DrawEvent);
    },
  },
];
