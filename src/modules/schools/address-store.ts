// Where addresses lie and what officers found for them: the SQL of these two tables.

import type { Db } from '../../platform/db/database.ts';

/** A standard address with its place, WGS 84. */
export interface AddressPoint {
  readonly district: string;
  /** The most exact site key of the address. */
  readonly key: string;
  readonly address: string;
  readonly lng: number;
  readonly lat: number;
  readonly source: string;
}

/** What an officer found for an address that neither words nor drawing decide. */
export interface AddressFinding {
  readonly id: string;
  readonly district: string;
  readonly stage: 'primary' | 'junior';
  readonly key: string;
  readonly address: string;
  readonly schoolId: string;
  readonly campus: string;
  /** Where the officer pointed, WGS 84; null where the reason says enough. */
  readonly lng: number | null;
  readonly lat: number | null;
  readonly reason: string;
  /** What words and drawing said when it was found. */
  readonly basis: string;
  readonly foundBy: string;
  readonly foundAt: Date;
  readonly revokedBy: string | null;
  readonly revokedAt: Date | null;
  readonly revokeReason: string | null;
}

type Tables = { addressPoints: AddressPoint; addressFindings: AddressFinding };
const own = (db: Db) => db.withTables<Tables>();

/** Rows of one statement: PostgreSQL takes 65,535 values at most. */
const AT_ONCE = 5000;

/** Writes points; one that is known under its key is replaced. Keys must differ. */
export async function upsertPoints(db: Db, points: readonly AddressPoint[]): Promise<void> {
  for (let from = 0; from < points.length; from += AT_ONCE) {
    await own(db)
      .insertInto('addressPoints')
      .values(points.slice(from, from + AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['district', 'key']).doUpdateSet((row) => ({
          address: row.ref('excluded.address'),
          lng: row.ref('excluded.lng'),
          lat: row.ref('excluded.lat'),
          source: row.ref('excluded.source'),
        })),
      )
      .execute();
  }
}

/** Points under any of the keys. */
export async function findPoints(db: Db, district: string, keys: readonly string[]): Promise<AddressPoint[]> {
  if (keys.length === 0) return [];
  return own(db)
    .selectFrom('addressPoints')
    .selectAll()
    .where('district', '=', district)
    .where('key', 'in', [...keys])
    .execute();
}

/** Points of a district, at most `limit`, in the order of their addresses. */
export async function listPoints(db: Db, district: string, limit: number): Promise<AddressPoint[]> {
  return own(db)
    .selectFrom('addressPoints')
    .selectAll()
    .where('district', '=', district)
    .orderBy('address')
    .limit(limit)
    .execute();
}

/** Findings in force under any of the keys. */
export async function findFindings(
  db: Db,
  place: { readonly district: string; readonly stage: 'primary' | 'junior' },
  keys: readonly string[],
): Promise<AddressFinding[]> {
  if (keys.length === 0) return [];
  return own(db)
    .selectFrom('addressFindings')
    .selectAll()
    .where('district', '=', place.district)
    .where('stage', '=', place.stage)
    .where('key', 'in', [...keys])
    .where('revokedAt', 'is', null)
    .execute();
}

/** Findings of a district and stage, the newest first, revoked ones too. */
export async function listFindings(db: Db, district: string, stage: 'primary' | 'junior'): Promise<AddressFinding[]> {
  return own(db)
    .selectFrom('addressFindings')
    .selectAll()
    .where('district', '=', district)
    .where('stage', '=', stage)
    .orderBy('foundAt', 'desc')
    .orderBy('id')
    .execute();
}

export async function findFinding(db: Db, id: string): Promise<AddressFinding | null> {
  return (await own(db).selectFrom('addressFindings').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** @returns false when one is in force under this key already */
export async function insertFinding(db: Db, finding: AddressFinding): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await own(db)
    .insertInto('addressFindings')
    .values(finding)
    .onConflict((conflict) => conflict.columns(['district', 'stage', 'key']).where('revokedAt', 'is', null).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** @returns false when it was revoked already */
export async function revokeFinding(
  db: Db,
  id: string,
  revoked: { readonly revokedBy: string; readonly revokedAt: Date; readonly revokeReason: string },
): Promise<boolean> {
  const { numUpdatedRows } = await own(db)
    .updateTable('addressFindings')
    .set(revoked)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
