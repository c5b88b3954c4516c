// The gateway misbehaves in every way it can while thousands of applications are checked and the server restarts: at the
// end each check has its one right state, and no machine has refused anybody. `npm run test:gateway` runs the long one.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../src/kernel/result.ts';
import { createAccount } from '../../src/modules/accounts/public.ts';
import { seedApplications, type SeedApplication } from '../../src/modules/registration/public.ts';
import { inTransaction } from '../../src/platform/context.ts';
import { signingKey, verifyingKey } from '../../src/platform/departments/signing.ts';
import { contradictsItself, FAULTS } from '../../tools/departments/faults.ts';
import { startGateway, type Gateway } from '../../tools/departments/gateway.ts';
import { newKeyTexts } from '../../tools/departments/keys.ts';
import { createTestDatabase, startTestApp, type TestApp } from '../support/database.ts';
import { buildSmallCity, declarationAt, inventedId, SEASON } from '../support/small-city.ts';
import { freePort } from './server-process.ts';

const APPLICATIONS = Number(process.env.GATEWAY_APPLICATIONS ?? 240);
const SEED = 20_270_503;
const CONTRADICTING = 3;
const KINDS = ['household', 'property', 'birth'] as const;
type Kind = (typeof KINDS)[number];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;
let gateway: Gateway;
let app: TestApp;
let ticking: NodeJS.Timeout;
let settings: Readonly<Record<string, string>>;
const records = new Map<string, Record<string, unknown>>();
/** What each check must come to, by `kind:key`. */
const expected = new Map<string, string>();

/** A family, what the departments have on record of it, and what must come of each check. */
function family(number: number): Omit<SeedApplication, 'accountId'> & { phone: string } {
  const mother = {
    name: `演示母${number}`,
    idNumber: inventedId(
      `19${70 + (number % 25)}-0${1 + (number % 9)}-1${Math.floor(number / 225) % 10}`,
      number % 1000,
    ),
    phone: `1203${String(number).padStart(7, '0')}`,
  };
  const birthDate = `202${number % 2}-0${1 + (Math.floor(number / 1000) % 8)}-1${Math.floor(number / 2000) % 10}`;
  const idNumber = inventedId(birthDate, number % 1000);
  const child = {
    name: `演示童${number}`,
    idKind: 'resident_id' as const,
    idNumber,
    birthDate,
    relation: 'mother' as const,
  };
  const sex = Number(idNumber[16]) % 2 === 1 ? ('male' as const) : ('female' as const);
  const address = `晨光路${1 + 2 * (number % 99)}号`;
  const certificate = `G-${number}`;
  const person = { name: mother.name, idNumber: mother.idNumber };
  const put = (kind: Kind, key: string, record: Record<string, unknown> | null, state: string) => {
    if (record) records.set(`${kind}:${key}`, record);
    expected.set(`${kind}:${key}`, contradictsItself(CONTRADICTING, SEED, kind, key) ? 'manual' : state);
  };
  const elsewhere = number % 40 === 7;
  put(
    'household',
    idNumber,
    {
      name: child.name,
      idNumber,
      birthDate,
      sex,
      bookletNumber: `B${number}`,
      address: elsewhere ? '晨曦路9号' : address,
      district: '320812',
      kind: 'family',
      householderRelation: 'guardian',
      movedInOn: '2021-03-01',
      members: [{ ...person, relation: 'mother' }],
    },
    elsewhere ? 'mismatch' : 'matched',
  );
  const owners = [{ ...person, share: 10_000 }];
  const property = {
    certificateNumber: certificate,
    address,
    district: '320812',
    kind: 'owned',
    issuedOn: '2021-02-01',
    owners,
  };
  if (number % 40 === 11) put('property', certificate, null, 'no_record');
  else put('property', certificate, property, 'matched');
  const parents = { motherName: mother.name, motherIdNumber: mother.idNumber, fatherName: null, fatherIdNumber: null };
  put('birth', idNumber, parents, 'matched');
  return {
    phone: mother.phone,
    seasonId: SEASON,
    child: { ...child, sex },
    declaration: declarationAt(address, mother, certificate),
    state: 'submitted',
    submittedAt: new Date(),
    late: false,
  };
}

async function start(): Promise<TestApp> {
  const started = await startTestApp({ now: new Date(), databaseUrl: database.url, jobs: true, settings });
  await started.server.listen({ host: '127.0.0.1', port: Number(settings.PORT) });
  // The clock of tests stands still; this one goes.
  clearInterval(ticking);
  ticking = setInterval(() => started.setNow(new Date()), 50);
  return started;
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'hjt-gateway-'));
  const [ours, theirs] = [newKeyTexts('ed25519'), newKeyTexts('ed25519')];
  await writeFile(path.join(folder, 'ours.key'), ours.secret);
  await writeFile(path.join(folder, 'theirs.pub'), theirs.open);
  gateway = await startGateway({
    port: 0,
    seed: SEED,
    own: { keyId: 'gateway', key: signingKey('ed25519', theirs.secret) },
    client: { keyId: 'app', key: verifyingKey('ed25519', ours.open) },
    lookup: (kind, key) => records.get(`${kind}:${key}`) ?? null,
    behaviour: {
      rates: { ...Object.fromEntries(FAULTS.map((fault) => [fault, 2])), later: 4, reordered: 4, duplicated: 4 },
      contradicting: CONTRADICTING,
      latencyMs: 1,
      slowMs: 2500,
      callbackMs: 200,
    },
  });
  const port = await freePort();
  await writeFile(
    path.join(folder, 'departments.yaml'),
    JSON.stringify({
      gateway: {
        url: gateway.url,
        keyId: 'app',
        privateKey: 'ours.key',
        gatewayKeyId: 'gateway',
        gatewayPublicKey: 'theirs.pub',
        callbackUrl: `http://127.0.0.1:${port}`,
      },
      askAgain: { firstSeconds: 1, mostSeconds: 4 },
      departments: Object.fromEntries(
        KINDS.map((kind) => [
          kind,
          {
            by: 'gateway',
            perSecond: 500,
            atOnce: 8,
            timeoutSeconds: 2,
            tries: 2,
            callbackWithinSeconds: 20,
            breakSeconds: 1,
          },
        ]),
      ),
    }),
  );
  settings = { DEPARTMENTS: path.join(folder, 'departments.yaml'), PORT: String(port) };
  app = await start();
  await buildSmallCity(app);
}, 300_000);

afterAll(async () => {
  clearInterval(ticking);
  await app?.close();
  await gateway?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Seeds through registration's own door and lets the submissions be news, as families' are. */
async function submitAll(): Promise<void> {
  for (let from = 0; from < APPLICATIONS; from += 250) {
    const some = Array.from({ length: Math.min(250, APPLICATIONS - from) }, (_, n) => family(from + n));
    const context = app.contextFor({ kind: 'system', job: 'test' });
    unwrap(
      await inTransaction(context, async (tx) => {
        const seeds: SeedApplication[] = [];
        for (const { phone, ...seed } of some) {
          const { name } = seed.declaration.guardians[0] ?? { name: '' };
          const account = { phone, name, role: 'guardian' as const, organizationId: null, demo: false };
          seeds.push({ ...seed, accountId: await createAccount(tx, account) });
        }
        const ids = await seedApplications(tx, seeds);
        await tx.services.jobs.emitAll(
          tx,
          'application.submitted',
          ids.map((applicationId) => ({ applicationId, revision: '1' })),
        );
        return { ok: true as const, value: undefined };
      }),
    );
  }
}

interface Standing {
  readonly kind: string;
  readonly key: string;
  readonly state: string;
  readonly contradicted: boolean;
}

async function standings(): Promise<Standing[]> {
  const { rows } = await sql<Standing>`select kind, question ->> 'key' as key, state, contradicted from checks`.execute(
    app.db,
  );
  return rows;
}

const wrong = (rows: readonly Standing[]) =>
  rows.filter(({ kind, key, state }) => expected.get(`${kind}:${key}`) !== state);

describe(`${APPLICATIONS} applications beside a gateway that misbehaves in every way`, () => {
  it('come each to its one right state, through two restarts of the server', { timeout: 3_600_000 }, async () => {
    const began = performance.now();
    await submitAll();
    let restarts = 0;
    let best = { settled: 0, at: began };
    for (;;) {
      const rows = await standings();
      const settled = rows.length - wrong(rows).length;
      if (rows.length === expected.size && settled === rows.length) break;
      // A third and two thirds of the way, the server is stopped and started.
      if (restarts < 2 && settled > (expected.size * (restarts + 1)) / 3) {
        restarts += 1;
        await app.stop();
        app = await start();
      }
      if (settled > best.settled) best = { settled, at: performance.now() };
      // However busy the machine, a system that still works comes on.
      if (performance.now() - best.at > 180_000)
        throw new Error(`no longer comes on: ${wrong(rows).length} wrong, ${JSON.stringify(wrong(rows).slice(0, 5))}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    console.log(
      `${expected.size} checks of ${APPLICATIONS} applications in ${Math.round((performance.now() - began) / 1000)} s`,
      Object.fromEntries(gateway.happened),
    );
    expect(restarts).toBe(2);
    for (const fault of [...FAULTS, 'contradicting'] as const)
      expect([fault, gateway.happened.get(fault) ?? 0]).not.toEqual([fault, 0]);
  });

  it('stay there when all that was still on the way has arrived', async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(wrong(await standings())).toEqual([]);
  });

  it('were refused by nobody', async () => {
    const { rows } = await sql<{
      state: string;
      count: number;
    }>`select state, count(*) as count from applications group by state`.execute(app.db);
    expect(rows).toEqual([{ state: 'submitted', count: APPLICATIONS }]);
    const decisions = await sql`select 1 from decisions`.execute(app.db);
    expect(decisions.rows).toEqual([]);
  });

  it('have every answer on file: one that stands for each check, and what could not be used with its fault', async () => {
    const { rows } = await sql<{ verdict: string; count: number }>`
      select verdict, count(*) as count from department_answers group by verdict`.execute(app.db);
    const counts = Object.fromEntries(rows.map(({ verdict, count }) => [verdict, count]));
    expect(counts.accepted).toBe(expected.size);
    for (const verdict of ['duplicate', 'contradiction', 'bad_signature', 'malformed', 'other_question', 'stale'])
      expect([verdict, counts[verdict] ?? 0]).not.toEqual([verdict, 0]);
    const standing = await sql<{ count: number }>`
      select count(*) as count from checks c where not exists (
        select 1 from department_answers a where a.check_id = c.id and a.request_id = c.answered_request and a.verdict = 'accepted')`.execute(
      app.db,
    );
    expect(standing.rows).toEqual([{ count: 0 }]);
    await expect(sql`update department_answers set body = '' where true`.execute(app.db)).rejects.toThrow(/only added/);
  });
});
