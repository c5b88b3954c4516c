// A fresh database and a running app for a test file: the real PostgreSQL, the real server, a clock one can set.

import { inject } from 'vitest';
import { startAppOn, type TestApp, type TestAppOptions } from './app.ts';
import { copyTemplate, type TestDatabase } from './template.ts';

export type { TestApp } from './app.ts';

/** A migrated database of one's own. */
export function createTestDatabase(): Promise<TestDatabase> {
  return copyTemplate(inject('adminUrl'));
}

/** Starts the system on a fresh database; its clock stands still at `now` until moved. */
export async function startTestApp({
  databaseUrl,
  ...options
}: TestAppOptions & {
  /** A database that is there already, and stays when the app is closed. */
  readonly databaseUrl?: string;
} = {}): Promise<TestApp> {
  const database = databaseUrl ? { url: databaseUrl, drop: () => Promise.resolve() } : await createTestDatabase();
  return startAppOn(database, options);
}
