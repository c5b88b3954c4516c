// Plugs all modules together: the only file that knows every one of them.

import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Actor } from './kernel/actor.ts';
import type { Contract } from './kernel/endpoint.ts';
import type { RefusalText } from './kernel/refusal.ts';
import { accountsContract, accountsRefusals } from './modules/accounts/contract.ts';
import { counterContract, counterRefusals } from './modules/counter/contract.ts';
import { assistedActor } from './modules/counter/public.ts';
import { counterRoutes } from './modules/counter/routes.ts';
import { actorOfToken } from './modules/accounts/public.ts';
import { accountsRoutes } from './modules/accounts/routes.ts';
import { appealsContract, appealsRefusals } from './modules/appeals/contract.ts';
import { appealsSubscriptions, openAppeals } from './modules/appeals/public.ts';
import { appealsRoutes } from './modules/appeals/routes.ts';
import { drawsContract, drawsRefusals } from './modules/draws/contract.ts';
import { drawsSubscriptions, provideSeats } from './modules/draws/public.ts';
import { drawsRoutes } from './modules/draws/routes.ts';
import { catchmentsContract, catchmentsRefusals } from './modules/catchments/contract.ts';
import { catchmentsSubscriptions } from './modules/catchments/public.ts';
import { catchmentsRoutes } from './modules/catchments/routes.ts';
import { noticesContract, noticesRefusals } from './modules/notices/contract.ts';
import { noticesSubscriptions } from './modules/notices/public.ts';
import { noticesRoutes } from './modules/notices/routes.ts';
import { placementContract, placementRefusals } from './modules/placement/contract.ts';
import { outcomeOf, placementSubscriptions, seatsOf } from './modules/placement/public.ts';
import { placementRoutes } from './modules/placement/routes.ts';
import { ratingsContract, ratingsRefusals } from './modules/ratings/contract.ts';
import { ratingsRoutes } from './modules/ratings/routes.ts';
import { requestsContract, requestsRefusals } from './modules/requests/contract.ts';
import { requestsSubscriptions } from './modules/requests/public.ts';
import { requestsRoutes } from './modules/requests/routes.ts';
import { policiesContract, policiesRefusals } from './modules/policies/contract.ts';
import { policiesSubscriptions } from './modules/policies/public.ts';
import { policiesRoutes } from './modules/policies/routes.ts';
import { registrationContract, registrationRefusals } from './modules/registration/contract.ts';
import { provideApplicationParts, registrationSubscriptions } from './modules/registration/public.ts';
import { registrationRoutes } from './modules/registration/routes.ts';
import { reviewContract, reviewRefusals } from './modules/review/contract.ts';
import { decisionOf } from './modules/review/public.ts';
import { reviewRoutes } from './modules/review/routes.ts';
import { schoolsContract, schoolsRefusals } from './modules/schools/contract.ts';
import { schoolsRoutes } from './modules/schools/routes.ts';
import { seasonsContract, seasonsRefusals } from './modules/seasons/contract.ts';
import { seasonsRoutes } from './modules/seasons/routes.ts';
import { verificationContract, verificationRefusals } from './modules/verification/contract.ts';
import { checksOf, factsOfChecks, verificationSubscriptions } from './modules/verification/public.ts';
import { verificationRoutes } from './modules/verification/routes.ts';
import { readCity } from './platform/city.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Context, Services } from './platform/context.ts';
import { createDb, createPool, type Db } from './platform/db/database.ts';
import { migrate } from './platform/db/migrate.ts';
import { createDepartments } from './platform/departments/create-departments.ts';
import { openFileStore } from './platform/files/open-file-store.ts';
import { clamd, clamdAddress, noScanner } from './platform/files/scanner.ts';
import { metaContract, metaRoutes } from './platform/http/meta.ts';
import { platformRefusals } from './platform/http/problem.ts';
import { createServer } from './platform/http/server.ts';
import { createJobs } from './platform/jobs/jobs.ts';
import { createLog } from './platform/log.ts';
import { developmentInbox, noSms } from './platform/notify/sms.ts';
import { systemRandom, type Random } from './platform/random.ts';

/** Every wire contract, for the API document. */
export const CONTRACTS = [
  metaContract,
  accountsContract,
  seasonsContract,
  schoolsContract,
  catchmentsContract,
  registrationContract,
  verificationContract,
  reviewContract,
  drawsContract,
  placementContract,
  policiesContract,
  noticesContract,
  appealsContract,
  ratingsContract,
  counterContract,
  requestsContract,
] as const satisfies readonly Contract[];

type KeysOf<C> = C extends C ? keyof C : never;
/** Every endpoint there is, by name: what has to hold for each of them can be asked of the compiler. */
export type EndpointName = KeysOf<(typeof CONTRACTS)[number]>;

/** Every refusal with its texts, for the server and the documents. */
export const REFUSALS: Readonly<Record<string, RefusalText>> = {
  ...platformRefusals,
  ...accountsRefusals,
  ...seasonsRefusals,
  ...schoolsRefusals,
  ...catchmentsRefusals,
  ...registrationRefusals,
  ...verificationRefusals,
  ...reviewRefusals,
  ...drawsRefusals,
  ...placementRefusals,
  ...policiesRefusals,
  ...noticesRefusals,
  ...appealsRefusals,
  ...ratingsRefusals,
  ...counterRefusals,
  ...requestsRefusals,
};

const ROUTES = [
  ...metaRoutes(CONTRACTS),
  ...accountsRoutes,
  ...seasonsRoutes,
  ...schoolsRoutes,
  ...catchmentsRoutes,
  ...registrationRoutes,
  ...verificationRoutes,
  ...reviewRoutes,
  ...drawsRoutes,
  ...placementRoutes,
  ...policiesRoutes,
  ...noticesRoutes,
  ...appealsRoutes,
  ...ratingsRoutes,
  ...counterRoutes,
  ...requestsRoutes,
];

const SUBSCRIPTIONS = [
  ...catchmentsSubscriptions,
  ...registrationSubscriptions,
  ...verificationSubscriptions,
  ...noticesSubscriptions,
  ...drawsSubscriptions,
  ...placementSubscriptions,
  ...appealsSubscriptions,
  ...policiesSubscriptions,
  ...requestsSubscriptions,
];

/** The whole system on one database. */
export interface App {
  readonly server: FastifyInstance;
  readonly services: Services;
  readonly db: Db;
  /** A context for work that no request asked for: jobs, seeding, the terminal. */
  contextFor(actor: Actor): Context;
  /** Starts the workers of the queues. */
  startJobs(): Promise<void>;
  /** Finishes requests and jobs under way, then lets the database go. */
  stop(): Promise<void>;
}

/** What tests replace. */
export interface AppEdges {
  readonly clock?: Clock;
  readonly random?: Random;
}

/** Builds the system: brings the schema up to date, then plugs the modules in. */
export async function createApp(config: Config, databaseUrl: string, edges: AppEdges = {}): Promise<App> {
  const log = createLog(config.LOG_LEVEL);
  const pool = createPool(databaseUrl, config.DATABASE_POOL);
  await migrate(pool, path.join(config.root, 'db', 'migrations'));
  const db = createDb(pool);
  const jobPool = createPool(databaseUrl, 4);
  const jobs = createJobs(jobPool, log);
  await jobs.open();
  const secret = await secretOf(config);
  const services: Services = {
    config,
    city: await readCity(config.root, config.CITY),
    clock: edges.clock ?? systemClock,
    random: edges.random ?? systemRandom,
    log,
    jobs,
    files: await openFileStore(config, secret),
    scanner: scannerOf(config),
    departments: createDepartments(config.departments, {
      db,
      clock: edges.clock ?? systemClock,
      random: edges.random ?? systemRandom,
      publicUrl: () => services.publicUrl(),
    }),
    sms: config.SMS_GATEWAY === 'inbox' ? developmentInbox(db) : noSms,
    publicUrl: () =>
      config.PUBLIC_URL?.replace(/\/+$/, '') ??
      (server.server.listening ? server.listeningOrigin : `http://${config.HOST}:${config.PORT}`),
    secret,
  };
  provideSeats(seatsOf);
  provideApplicationParts({
    checks: checksOf,
    facts: factsOfChecks,
    decision: decisionOf,
    outcome: outcomeOf,
    openAppeals,
  });
  const server = await createServer({
    services,
    db,
    routes: ROUTES,
    refusals: REFUSALS,
    actorOf: async ({ token, assisting }, now) => {
      const holder = await actorOfToken(db, token, now);
      return assisting === null ? holder : assistedActor(db, holder, assisting, now);
    },
    webFolder: path.join(config.root, 'dist', 'web'),
  });
  const contextFor = (actor: Actor): Context => ({
    db,
    actor,
    now: services.clock(),
    language: 'zh',
    requestId: `${actor.kind === 'system' ? actor.job : actor.kind}-${randomBytes(6).toString('hex')}`,
    services,
  });
  return {
    server,
    services,
    db,
    contextFor,
    startJobs: () => jobs.start(SUBSCRIPTIONS, (job) => contextFor({ kind: 'system', job })),
    stop: async () => {
      await server.close();
      await jobs.stop();
      services.departments.stop();
      await db.destroy();
      await jobPool.end();
    },
  };
}

function scannerOf({ CLAMAV }: Config): Services['scanner'] {
  const address = CLAMAV === undefined ? null : clamdAddress(CLAMAV);
  return address === null ? noScanner : clamd(address);
}

/** The key for tokens: from the settings, or made once and kept beside the data. */
async function secretOf(config: Config): Promise<Uint8Array> {
  if (config.SECRET) return createHash('sha256').update(config.SECRET).digest();
  const file = path.join(config.DATA_DIR, 'secret');
  if (!existsSync(file)) {
    await mkdir(config.DATA_DIR, { recursive: true });
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
}
