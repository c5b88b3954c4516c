// One PostgreSQL for all tests of a run, with a migrated template of which each test gets a copy.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createPool, ensureDatabase } from '../../src/platform/db/database.ts';
import { startEmbeddedDatabase } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { createJobs } from '../../src/platform/jobs/jobs.ts';
import { createLog } from '../../src/platform/log.ts';

const TEMPLATE = 'hjt_template';

/** Starts the server and prepares the template. @returns where to administer it, and how to end it */
export async function startTemplate(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hjt-tests-'));
  const database = await startEmbeddedDatabase(folder);
  await ensureDatabase(database.adminUrl, TEMPLATE);
  const pool = createPool(database.url(TEMPLATE), 2);
  await migrate(pool, path.resolve(import.meta.dirname, '../../db/migrations'));
  // The queue's tables too, so that no test waits for them.
  const jobs = createJobs(pool, createLog('error'));
  await jobs.open();
  await jobs.stop();
  await pool.end();
  return {
    adminUrl: database.adminUrl,
    stop: async () => {
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A database that is a test's own. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Copies the migrated template. */
export async function copyTemplate(adminUrl: string): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, `create database ${name} template ${TEMPLATE}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(adminUrl, `drop database ${name} with (force)`) };
}

async function administer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
