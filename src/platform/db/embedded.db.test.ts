import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { startEmbeddedDatabase } from './embedded.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

it('finds the server that a killed process left running, with what was committed', async () => {
  // Below a folder that only its owner may pass, as a home folder is.
  const closed = await mkdtemp(path.join(tmpdir(), 'hjt-embedded-'));
  folders.push(closed);
  const folder = path.join(closed, 'data');
  const first = await startEmbeddedDatabase(folder);
  const client = new pg.Client({ connectionString: first.adminUrl });
  await client.connect();
  await client.query('create table kept (n integer)');
  await client.query('insert into kept values (7)');
  await client.end();
  const again = await startEmbeddedDatabase(folder);
  expect(again.adminUrl).toBe(first.adminUrl);
  await again.stop();
  const third = await startEmbeddedDatabase(folder);
  const reader = new pg.Client({ connectionString: third.adminUrl });
  await reader.connect();
  expect((await reader.query('select n from kept')).rows).toEqual([{ n: 7 }]);
  await reader.end();
  await third.stop();
});
