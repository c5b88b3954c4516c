// kill -9 of the server while fifty families submit: what was acknowledged is there, once, and its work goes on.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, startTestApp } from '../support/database.ts';
import { readyFamily, type Family } from '../support/families.ts';
import { buildSmallCity, SEASON } from '../support/small-city.ts';
import { faultsBetween, readKept, unfinished, type Kept } from './ledger.ts';
import { freePort, startServer, type ServerProcess } from './server-process.ts';

const FAMILIES = 50;
/** After how many answers the server dies: at the first, amid them, near the end. */
const INSTANTS = [1, 17, 40];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let settings: Readonly<Record<string, string>>;
let folder: string;
let families: Family[];

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'hjt-kill-'));
  settings = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    SECRET: 'a secret that is only used in tests',
    PORT: String(await freePort()),
  };
  // The forms are filled in before; the server that is killed has the clock of the machine.
  const app = await startTestApp({ now: new Date(), databaseUrl: database.url });
  await buildSmallCity(app);
  await sql`update seasons set registration_opens_at = now() - interval '1 day', registration_closes_at = now() + interval '9 days',
    late_closes_at = now() + interval '10 days' where id = ${SEASON}`.execute(app.db);
  families = [];
  for (let count = 0; count < FAMILIES * INSTANTS.length; count += 1) families.push(await readyFamily(app));
  await app.close();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Submits as a browser does: with one key for one press of the button, again and again until there is an answer. */
async function submitUntilAnswered(server: () => ServerProcess, family: Family): Promise<string> {
  for (;;) {
    try {
      const answer = await fetch(`${server().url}/api/applications/${family.id}/submit`, {
        method: 'POST',
        headers: { cookie: family.visitor.cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ version: family.version, declarationAccepted: true, key: `key-${family.id}` }),
      });
      const body = (await answer.json()) as { receiptNo: string };
      if (answer.ok) return body.receiptNo;
      throw new Error(`refused: ${JSON.stringify(body)}`);
    } catch (error) {
      // `fetch` reports a broken connection as a TypeError: nobody answered, so the family tries again.
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Lets families submit at once and kills the server after some answers. @returns the receipts seen by then */
async function killAmid(server: ServerProcess, those: readonly Family[], answers: number, next: () => ServerProcess) {
  const receipts = new Map<string, string>();
  let dies: Promise<void> | undefined;
  const all = Promise.all(
    those.map(async (family) => {
      const receipt = await submitUntilAnswered(next, family);
      receipts.set(family.id, receipt);
      if (receipts.size >= answers) dies ??= server.kill();
    }),
  );
  await server.ended;
  return { receipts: new Map(receipts), seenLater: receipts, all };
}

it('loses nothing that was acknowledged, keeps nothing twice, and goes on with its work', async () => {
  let server = await startServer(settings);
  const seen = new Map<string, string>();
  for (const [round, answers] of INSTANTS.entries()) {
    const those = families.slice(round * FAMILIES, (round + 1) * FAMILIES);
    const { receipts, seenLater, all } = await killAmid(server, those, answers, () => server);
    for (const [id, receipt] of receipts) seen.set(id, receipt);
    expect(receipts.size).toBeLessThan(FAMILIES);
    // No server runs now: this is what the disk holds.
    expect(faultsBetween(seen, await readKept(database.url))).toEqual([]);
    server = await startServer(settings);
    await all;
    for (const [id, receipt] of seenLater) seen.set(id, receipt);
  }
  expect(seen.size).toBe(families.length);
  const kept = await readKept(database.url);
  expect(kept).toHaveLength(families.length);
  expect(faultsBetween(seen, kept)).toEqual([]);

  // What the dead servers had in hand is taken up again.
  let open: string[] = [];
  for (let waited = 0; waited < 45_000; waited += 500) {
    open = unfinished(await readKept(database.url));
    if (open.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect(open).toEqual([]);
  expect(await server.stop()).toBe(0);
}, 120_000);

describe('this test', () => {
  it('sees the loss when a server acknowledges before it has written', async () => {
    const other = await createTestDatabase();
    const app = await startTestApp({ databaseUrl: other.url });
    await buildSmallCity(app);
    const those: Family[] = [];
    for (let count = 0; count < 5; count += 1) those.push(await readyFamily(app));
    await app.close();
    const program = path.join(import.meta.dirname, 'careless-server.ts');
    const careless = await startServer({ DATABASE_URL: other.url }, { program });
    const { receipts, all } = await killAmid(careless, those, those.length, () => careless);
    await all;
    const faults = faultsBetween(receipts, await readKept(other.url));
    await other.drop();
    expect(faults).toContain('CARELESS-1 was acknowledged and is lost');
  });

  const kept: Kept = {
    id: 'a',
    childKey: 'child',
    state: 'submitted',
    receiptNo: 'R1',
    revision: 1,
    submissions: 1,
    audited: 1,
    checks: 3,
    checksWaiting: 0,
    messages: 1,
  };

  it.each([
    ['a second application of the child', { id: 'b', receiptNo: 'R2' }, 'child is registered twice'],
    ['a receipt given twice', { id: 'b', childKey: 'other' }, 'R1 was given twice'],
    [
      'a submission without an entry in the audit',
      { id: 'b', childKey: 'o', receiptNo: 'R2', audited: 0 },
      'R2 has 0 entries in the audit',
    ],
    [
      'a submission counted twice',
      { id: 'b', childKey: 'o', receiptNo: 'R2', submissions: 2 },
      'R2 was submitted 1 times, 2 by its timeline',
    ],
  ])('sees %s', (_, change, fault) => {
    expect(faultsBetween(new Map(), [kept, { ...kept, ...change }])).toEqual([fault]);
  });

  it('sees work that was never done', () => {
    expect(
      unfinished([
        { ...kept, checks: 0 },
        { ...kept, checksWaiting: 2 },
        { ...kept, messages: 0 },
      ]),
    ).toHaveLength(3);
  });
});

describe('the embedded database', () => {
  it('outlives the killed server, and the next one takes it over with all it holds', async () => {
    const own = await mkdtemp(path.join(tmpdir(), 'hjt-kill-embedded-'));
    const first = await startServer({ DATA_DIR: own });
    const phone = '12070000001';
    const asked = await fetch(`${first.url}/api/session/phone-codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone }),
    });
    expect(asked.status).toBe(200);
    await first.kill();
    const second = await startServer({ DATA_DIR: own });
    // It remembers that a code was sent a moment ago.
    const again = await fetch(`${second.url}/api/session/phone-codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone }),
    });
    expect(again.status).toBe(429);
    expect(await second.stop()).toBe(0);
    await rm(own, { recursive: true, force: true });
  });
});

it('writes into its log why it ends by an error that nobody awaited', async () => {
  const later = `setTimeout(() => { Promise.reject(new Error('a loose end')); }, 300)`;
  const hook = `data:text/javascript,process.on('SIGUSR2', () => { ${later} });`;
  const server = await startServer(settings, { node: ['--import', hook] });
  process.kill(server.pid, 'SIGUSR2');
  expect(await server.ended).toBe(1);
  expect(server.log()).toMatch(/"level":60.*a loose end/);
});
