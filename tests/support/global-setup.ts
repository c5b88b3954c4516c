// One PostgreSQL for all tests, with a migrated template from which each test file's database is copied.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createPool, ensureDatabase } from '../../src/platform/db/database.ts';
import { startEmbeddedDatabase } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { createJobs } from '../../src/platform/jobs/jobs.ts';
import { createLog } from '../../src/platform/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
  }
}

export const TEMPLATE = 'hjt_template';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hjt-tests-'));
  const database = await startEmbeddedDatabase(folder);
  await ensureDatabase(database.adminUrl, TEMPLATE);
  const pool = createPool(database.url(TEMPLATE), 2);
  await migrate(pool, path.resolve(import.meta.dirname, '../../db/migrations'));
  // The queue's tables too, so that no test file waits for them.
  const jobs = createJobs(pool, createLog('error'));
  await jobs.open();
  await jobs.stop();
  await pool.end();
  project.provide('adminUrl', database.adminUrl);
  return async () => {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
