// Changes of catchments and base maps: the only SQL on these tables.

import type { MapFeature } from '../../engines/catchment/geojson.ts';
import type { Db } from '../../platform/db/database.ts';
import type { ChangeItem, LayerKind } from './contract.ts';
import type { ChangeState } from './workflow.ts';

/** A change as stored. */
export interface ChangeRecord {
  readonly id: string;
  readonly district: string;
  readonly stage: 'primary' | 'junior';
  readonly state: ChangeState;
  readonly effectiveFrom: string;
  readonly reason: string;
  readonly seasonReason: string;
  readonly items: readonly ChangeItem[];
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionWords: string;
  /** When applications were located anew by it; null until its day has come. */
  readonly followedAt: Date | null;
  readonly version: number;
}

/** A base map of a district; features without more than a name. */
export interface LayerRecord {
  readonly district: string;
  readonly kind: LayerKind;
  readonly features: readonly Pick<MapFeature, 'name' | 'geometry'>[];
  readonly source: string;
  readonly invented: boolean;
  readonly importedBy: string | null;
  readonly importedAt: Date;
}

type Tables = {
  catchmentChanges: Omit<ChangeRecord, 'items'> & { readonly items: unknown };
  baseLayers: Omit<LayerRecord, 'features'> & { readonly features: unknown };
};
const own = (db: Db) => db.withTables<Tables>();

export async function insertChange(db: Db, { items, ...change }: ChangeRecord): Promise<void> {
  await own(db)
    .insertInto('catchmentChanges')
    .values({ ...change, items: JSON.stringify(items) })
    .execute();
}

export async function findChange(db: Db, id: string): Promise<ChangeRecord | null> {
  const row = await own(db)
    .selectFrom('catchmentChanges')
    .selectAll()
    .where('id', '=', id)
    .$castTo<ChangeRecord>()
    .executeTakeFirst();
  return row ?? null;
}

/** Changes of a district and stage, the newest first. */
export async function listChanges(db: Db, district: string, stage: 'primary' | 'junior'): Promise<ChangeRecord[]> {
  return own(db)
    .selectFrom('catchmentChanges')
    .selectAll()
    .where('district', '=', district)
    .where('stage', '=', stage)
    .orderBy('proposedAt', 'desc')
    .orderBy('id')
    .$castTo<ChangeRecord>()
    .execute();
}

/** Decides on a change that still is as it was read. @returns false if somebody was faster */
export async function decideChange(
  db: Db,
  was: Pick<ChangeRecord, 'id' | 'version'>,
  decided: Pick<ChangeRecord, 'state' | 'decidedBy' | 'decidedAt' | 'decisionWords'>,
): Promise<boolean> {
  const { numUpdatedRows } = await own(db)
    .updateTable('catchmentChanges')
    .set({ ...decided, version: was.version + 1 })
    .where('id', '=', was.id)
    .where('version', '=', was.version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Approved changes whose day has come and that no application has followed yet, the earliest first. */
export async function listUnfollowed(db: Db, today: string): Promise<ChangeRecord[]> {
  return own(db)
    .selectFrom('catchmentChanges')
    .selectAll()
    .where('state', '=', 'approved')
    .where('followedAt', 'is', null)
    .where('effectiveFrom', '<=', today)
    .orderBy('effectiveFrom')
    .orderBy('decidedAt')
    .$castTo<ChangeRecord>()
    .execute();
}

/** Marks a change as followed. */
export async function markFollowed(db: Db, id: string, at: Date): Promise<void> {
  await own(db).updateTable('catchmentChanges').set({ followedAt: at }).where('id', '=', id).execute();
}

export async function listLayers(db: Db, district: string): Promise<LayerRecord[]> {
  return own(db)
    .selectFrom('baseLayers')
    .selectAll()
    .where('district', '=', district)
    .orderBy('kind')
    .$castTo<LayerRecord>()
    .execute();
}

/** Writes a base map in the place of the one there is. */
export async function upsertLayer(db: Db, { features, ...layer }: LayerRecord): Promise<void> {
  const row = { ...layer, features: JSON.stringify(features) };
  await own(db)
    .insertInto('baseLayers')
    .values(row)
    .onConflict((conflict) => conflict.columns(['district', 'kind']).doUpdateSet(row))
    .execute();
}
