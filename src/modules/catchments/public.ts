// The door of catchments for other modules: seeds of base maps, and what is due by the clock.

import type { Context } from '../../platform/context.ts';
import type { Subscription } from '../../platform/jobs/jobs.ts';
import type { LayerRecord } from './store.ts';
import { followDueChanges } from './service/changes.ts';
import * as store from './store.ts';

export type { LayerRecord } from './store.ts';

/** What catchments do by themselves: applications follow a change on the day from which it is in force. */
export const catchmentsSubscriptions: readonly Subscription[] = [
  { queue: 'catchments.clock', cron: '*/10 * * * *', handle: followDueChanges },
];

/** Writes base maps that come with a city's data. */
export async function seedLayers(tx: Context, layers: readonly LayerRecord[]): Promise<void> {
  for (const layer of layers) await store.upsertLayer(tx.db, layer);
}
