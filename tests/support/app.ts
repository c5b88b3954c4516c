// A running app on a database of its own, for tests: the real system, with a clock one can set.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { TestDatabase } from './template.ts';

/** A running system whose time is the test's to set. */
export interface TestApp extends App {
  /** Sets the clock. */
  setNow(now: Date): void;
  /** Stops the app and drops its database. */
  close(): Promise<void>;
}

/** What tests may choose. */
export interface TestAppOptions {
  readonly now?: Date;
  /** Lets the clock run on from `now` (and from what it is set to) instead of standing still. */
  readonly ticking?: boolean;
  /** Start the workers of the queues. */
  readonly jobs?: boolean;
  /** Settings that differ from those of all tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts the system on a migrated database, which is dropped with it. */
export async function startAppOn(database: TestDatabase, options: TestAppOptions): Promise<TestApp> {
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
  const setAt = (now: Date) => ({ now, at: Date.now() });
  let set = setAt(options.now ?? new Date('2027-05-01T02:00:00.000Z'));
  const clock: Clock = () => (options.ticking ? new Date(set.now.getTime() + Date.now() - set.at) : set.now);
  const app = await createApp(config.value, database.url, { clock });
  if (options.jobs) await app.startJobs();
  return {
    ...app,
    setNow: (now) => {
      set = setAt(now);
    },
    close: async () => {
      await app.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
