// How the built pages are served.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../context.ts';
import type { Db } from '../db/database.ts';
import { createLog } from '../log.ts';
import { createServer } from './server.ts';

let folder: string;
let server: FastifyInstance;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hjt-pages-'));
  // Pages ask for no service and no database.
  const services = { log: createLog('silent'), config: {}, city: {} } as unknown as Services;
  server = await createServer({
    services,
    db: {} as Db,
    routes: [],
    refusals: {},
    actorOf: () => Promise.resolve({ kind: 'anonymous' }),
    webFolder: path.join(folder, 'web'),
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

it('finds pages that were built after it started, and sends every address of a page to its entrance', async () => {
  expect((await server.inject('/tasks')).statusCode).toBe(404);
  await mkdir(path.join(folder, 'web/console/assets'), { recursive: true });
  await writeFile(path.join(folder, 'web/index.html'), 'families');
  await writeFile(path.join(folder, 'web/console/index.html'), 'staff');
  await writeFile(path.join(folder, 'web/console/assets/index-abc.js'), 'script');
  for (const [address, body] of [
    ['/', 'families'],
    ['/tasks', 'families'],
    ['/console/', 'staff'],
    ['/console/cases/1?from=list', 'staff'],
    ['/console/assets/index-abc.js', 'script'],
  ] as const) {
    expect((await server.inject(address)).body, address).toBe(body);
  }
  expect((await server.inject('/console/assets/index-abc.js')).headers['cache-control']).toContain('immutable');
  expect((await server.inject('/console/assets/index-gone.js')).statusCode).toBe(404);
  expect((await server.inject('/api/no-such-thing')).json()).toMatchObject({ type: 'request.no_such_page' });
});
