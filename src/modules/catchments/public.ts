// The door of catchments for other modules: seeds of base maps.

import type { Context } from '../../platform/context.ts';
import type { LayerRecord } from './store.ts';
import * as store from './store.ts';

export type { LayerRecord } from './store.ts';

/** Writes base maps that come with a city's data. */
export async function seedLayers(tx: Context, layers: readonly LayerRecord[]): Promise<void> {
  for (const layer of layers) await store.upsertLayer(tx.db, layer);
}
