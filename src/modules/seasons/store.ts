// Seasons and rule sets: the only SQL of this module.

import type { Db } from '../../platform/db/database.ts';
import type { SeasonCalendar } from './rules.ts';

/** A policy file as it was loaded, and those it extends. */
export interface RuleSetFile {
  /** Name by which `extends` refers to it. */
  readonly file: string;
  readonly text: string;
}

/** A stored rule set. The first file is the one to load; the others are those it extends. */
export interface RuleSet {
  readonly hash: string;
  readonly policyId: string;
  readonly version: string;
  readonly title: string;
  readonly sources: readonly RuleSetFile[];
  readonly loadedAt: Date;
}

/** One district, stage and entry year. */
export interface SeasonRecord extends SeasonCalendar {
  readonly id: string;
  readonly district: string;
  readonly stage: 'primary' | 'junior';
  readonly entryYear: number;
  readonly name: string;
  readonly nameEn: string;
  readonly policyHash: string;
  readonly resultsPublishedAt: Date | null;
  /** Since when the published list is final. */
  readonly resultsFinalAt: Date | null;
  readonly demo: boolean;
  readonly version: number;
}

type Tables = {
  seasons: SeasonRecord;
  ruleSets: Omit<RuleSet, 'sources'> & { sources: unknown };
};
const own = (db: Db) => db.withTables<Tables>();

export async function insertRuleSet(db: Db, ruleSet: RuleSet): Promise<void> {
  await own(db)
    .insertInto('ruleSets')
    .values({ ...ruleSet, sources: JSON.stringify(ruleSet.sources) })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}

export async function findRuleSet(db: Db, hash: string): Promise<RuleSet | null> {
  const row = await own(db).selectFrom('ruleSets').selectAll().where('hash', '=', hash).executeTakeFirst();
  return row ? { ...row, sources: row.sources as readonly RuleSetFile[] } : null;
}

export async function listRuleSets(db: Db): Promise<Omit<RuleSet, 'sources'>[]> {
  return own(db)
    .selectFrom('ruleSets')
    .select(['hash', 'policyId', 'version', 'title', 'loadedAt'])
    .orderBy('policyId')
    .orderBy('loadedAt', 'desc')
    .execute();
}

/** Puts a season under another rule set if it is still under `from`. @returns whether it was */
export async function updatePolicy(db: Db, id: string, from: string, to: string): Promise<boolean> {
  const row = await own(db)
    .updateTable('seasons')
    .set((set) => ({ policyHash: to, version: set('version', '+', 1) }))
    .where('id', '=', id)
    .where('policyHash', '=', from)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertSeason(db: Db, season: SeasonRecord): Promise<void> {
  await own(db).insertInto('seasons').values(season).execute();
}

export async function findSeason(db: Db, id: string): Promise<SeasonRecord | null> {
  return (await own(db).selectFrom('seasons').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function listSeasons(db: Db): Promise<SeasonRecord[]> {
  return own(db)
    .selectFrom('seasons')
    .selectAll()
    .orderBy('entryYear', 'desc')
    .orderBy('stage', 'desc')
    .orderBy('id')
    .execute();
}

/** Writes a calendar if nobody changed the season since `version`. @returns the season as it stands, or null if it was changed */
export async function updateCalendar(
  db: Db,
  id: string,
  version: number,
  calendar: SeasonCalendar,
): Promise<SeasonRecord | null> {
  const row = await own(db)
    .updateTable('seasons')
    .set({ ...calendar, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Marks the published list as final, once. @returns whether this call did it */
export async function updateFinal(db: Db, id: string, at: Date): Promise<boolean> {
  const row = await own(db)
    .updateTable('seasons')
    .set((set) => ({ resultsFinalAt: at, version: set('version', '+', 1) }))
    .where('id', '=', id)
    .where('resultsPublishedAt', 'is not', null)
    .where('resultsFinalAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks the results as public, once. @returns whether this call did it */
export async function updatePublished(db: Db, id: string, at: Date): Promise<boolean> {
  const row = await own(db)
    .updateTable('seasons')
    .set((set) => ({ resultsPublishedAt: at, version: set('version', '+', 1) }))
    .where('id', '=', id)
    .where('resultsPublishedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
