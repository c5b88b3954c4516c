// The connection to PostgreSQL: one pool with time-outs, typed queries, transactions that end with their result.

import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Result } from '../../kernel/result.ts';

/**
 * A handle for queries: the pool, or a transaction. It knows no tables; each `store.ts` adds its own
 * with `db.withTables<…>()`, so that no module can query another's tables by accident.
 */
// eslint-disable-next-line typescript/no-empty-object-type
export type Db = Kysely<object>;

const DATE_OID = 1082;
const INT8_OID = 20;
const NUMERIC_OID = 1700;

/** Dates stay text (`YYYY-MM-DD`): a civil day has no time zone to lose. Counts are numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE_OID) return (value: string) => value;
    if (oid === INT8_OID || oid === NUMERIC_OID) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * A pool. The time-outs are what lets it heal after the database was out of reach:
 * without them a connection whose peer vanished is waited for until the kernel gives up.
 */
export function createPool(url: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
    statement_timeout: 60_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    types,
    application_name: 'huaijiaotong',
  });
  // An idle connection that breaks is replaced on next use; unheard, its error would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** Typed queries over a pool; column names are snake_case in the database and camelCase in code. */
export function createDb(pool: pg.Pool): Db {
  return new Kysely<object>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** Carries a refusal out of a transaction so that it rolls back. */
class Rollback extends Error {
  readonly refusal: unknown;
  constructor(refusal: unknown) {
    super('rolled back');
    this.refusal = refusal;
  }
}

/** Runs `work` in one transaction: committed when the result is ok, rolled back on a refusal or a throw. */
export async function transact<T, E>(db: Db, work: (tx: Db) => Promise<Result<T, E>>): Promise<Result<T, E>> {
  try {
    return await db.transaction().execute(async (tx) => {
      const result = await work(tx);
      if (!result.ok) throw new Rollback(result.error);
      return result;
    });
  } catch (error) {
    if (error instanceof Rollback) return { ok: false, error: error.refusal as E };
    throw error;
  }
}

/** The name of the constraint that an error of PostgreSQL speaks of, or null: for turning races into refusals. */
export function violatedConstraint(error: unknown): string | null {
  return error instanceof pg.DatabaseError && (error.code === '23505' || error.code === '23P01' || error.code === '23514')
    ? (error.constraint ?? null)
    : null;
}

/** Creates a database on a server unless it is there. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
