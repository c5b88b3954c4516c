// A fresh database and a running app for a test file: the real PostgreSQL, the real server, a clock one can set.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { TEMPLATE } from './global-setup.ts';

/** Copies the migrated template. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = inject('adminUrl');
  const name = `t_${randomBytes(6).toString('hex')}`;
  await admin(adminUrl, `create database ${name} template ${TEMPLATE}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(adminUrl, `drop database ${name} with (force)`) };
}

async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A running system whose time is the test's to set. */
export interface TestApp extends App {
  /** Sets the clock. */
  setNow(now: Date): void;
  /** Stops the app and drops its database. */
  close(): Promise<void>;
}

/** Starts the system on a fresh database; its clock stands still at `now` until moved. */
export async function startTestApp(
  options: {
    readonly now?: Date;
    /** Start the workers of the queues. */
    readonly jobs?: boolean;
    /** A database that is there already, and stays when the app is closed. */
    readonly databaseUrl?: string;
    /** Settings that differ from those of all tests. */
    readonly settings?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestApp> {
  const database = options.databaseUrl
    ? { url: options.databaseUrl, drop: () => Promise.resolve() }
    : await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'hjt-data-'));
  const root = path.resolve(import.meta.dirname, '../..');
  const config = readConfig(
    {
      LOG_LEVEL: 'error',
      DATA_DIR: folder,
      SECRET: 'a secret that is only used in tests',
      DATABASE_POOL: '10',
      // Tests jump through a season; people stay signed in.
      SESSION_HOURS: '720',
      ...options.settings,
    },
    root,
  );
  if (!config.ok) throw new Error(config.error.join('\n'));
  let now = options.now ?? new Date('2027-05-01T02:00:00.000Z');
  const clock: Clock = () => now;
  const app = await createApp(config.value, database.url, { clock });
  if (options.jobs) await app.startJobs();
  return {
    ...app,
    setNow: (next) => {
      now = next;
    },
    close: async () => {
      await app.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
