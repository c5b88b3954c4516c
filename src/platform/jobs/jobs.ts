// Work that happens after a change: events through an outbox in the same database, retried until done.

import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Context } from '../context.ts';
import type { Db } from '../db/database.ts';
import type { Log } from '../log.ts';

/** Handles one event or job. A throw means: try again later. It must be safe to run twice. */
export type Handle = (context: Context, data: Readonly<Record<string, string>>) => Promise<void>;

/** A queue of a module: fed by an event, by a clock, or both. */
export interface Subscription {
  /** `module.what`, unique. */
  readonly queue: string;
  /** The event whose news it wants, e.g. `application.submitted`. */
  readonly event?: string;
  /** A cron line (minutes first, UTC) for work that is due by the clock. */
  readonly cron?: string;
  /** How many jobs are handled at once; left out, one after the other. */
  readonly parallel?: number;
  readonly handle: Handle;
}

/** The outbox and its workers. */
export interface Jobs {
  /**
   * Publishes news inside the transaction of `context.db`: subscribers hear it only if that commits.
   * `data` holds identifiers, never personal data.
   */
  emit(context: Context, event: string, data: Readonly<Record<string, string>>): Promise<void>;
  /** The same for much news of one kind: a city's results are published in a few statements. */
  emitAll(context: Context, event: string, news: readonly Readonly<Record<string, string>>[]): Promise<void>;
  /** Puts one job into a queue inside the transaction, to start at `after` (default: at once). */
  later(context: Context, queue: string, data: Readonly<Record<string, string>>, after?: Date): Promise<void>;
}

/** The running queue: {@link Jobs} plus its life cycle. */
export interface JobRunner extends Jobs {
  /** Brings the queue's own tables up to date; before that nothing can be emitted. */
  open(): Promise<void>;
  start(subscriptions: readonly Subscription[], contextFor: (job: string) => Context): Promise<void>;
  /** Waits for running handlers, then stops. */
  stop(): Promise<void>;
}

/** Jobs fetched and handled together; a full fetch is followed by the next at once. */
const AT_ONCE = 50;
/** News written in one statement. */
const WRITTEN_AT_ONCE = 2000;
const RETRIES = { retryLimit: 20, retryDelay: 2, retryBackoff: true, retryDelayMax: 900 };
/** A server that was killed with jobs in hand leaves them marked as running: they are taken up again after these seconds. */
const HEARTBEAT = { heartbeatSeconds: 10 };
const LOOK_FOR_THE_DEAD = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 };

/**
 * Jobs on pg-boss, in the schema `jobs` of the same database. The pool is its own: while emitting inside a transaction,
 * pg-boss also looks up its queues outside it, and would wait for ever where all connections hold such transactions.
 */
export function createJobs(pool: pg.Pool, log: Log): JobRunner {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => pool.query(text, values as unknown[]) },
    schema: 'jobs',
    persistWarnings: false,
    monitorVacuum: false,
    ...LOOK_FOR_THE_DEAD,
  });
  /** Queues by the event that feeds them, as far as this process has started them. */
  const subscribers = new Map<string, string[]>();
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  return {
    emit: async (context, event, data) => {
      await boss.publish(event, data, { db: within(context.db), ...RETRIES, ...HEARTBEAT });
    },
    emitAll: async (context, event, news) => {
      const queues = subscribers.get(event);
      const db = within(context.db);
      // A process that started no workers does not know who listens; pg-boss looks that up for each.
      if (!queues) for (const data of news) await boss.publish(event, data, { db, ...RETRIES, ...HEARTBEAT });
      for (const queue of queues ?? []) {
        for (let from = 0; from < news.length; from += WRITTEN_AT_ONCE) {
          const jobs = news.slice(from, from + WRITTEN_AT_ONCE).map((data) => ({ data, ...RETRIES, ...HEARTBEAT }));
          await boss.insert(queue, jobs, { db });
        }
      }
    },
    later: async (context, queue, data, after) => {
      await boss.send(queue, data, {
        db: within(context.db),
        ...RETRIES,
        ...HEARTBEAT,
        ...(after ? { startAfter: after } : {}),
      });
    },
    open: async () => {
      await boss.start();
    },
    start: async (subscriptions, contextFor) => {
      for (const { queue, event, cron, parallel = 1, handle } of subscriptions) {
        await boss.createQueue(queue, { ...RETRIES, ...HEARTBEAT });
        if (event) {
          await boss.subscribe(event, queue);
          subscribers.set(event, [...(subscribers.get(event) ?? []), queue]);
        }
        if (cron) await boss.schedule(queue, cron);
        const run = async (job: { id: string; data?: Record<string, string> }): Promise<void> => {
          try {
            await handle(contextFor(queue), job.data ?? {});
          } catch (error) {
            log.warn({ err: error, queue, job: job.id }, 'job failed, will be tried again');
            throw error;
          }
        };
        await boss.work<Record<string, string>>(
          queue,
          { batchSize: AT_ONCE, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true },
          async (jobs) => {
            // One that fails brings back its whole batch, which is why handlers bear running twice.
            for (const some of batches(jobs, parallel)) {
              const failed = (await Promise.allSettled(some.map(run))).find((one) => one.status === 'rejected');
              if (failed) throw failed.reason;
            }
          },
        );
      }
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 20_000, close: false });
    },
  };
}

function batches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

/** What pg-boss needs of a database. */
type BossDatabase = NonNullable<ConstructorOptions['db']>;

/** Lets pg-boss write through the transaction of a use case. Its own column names must not be changed on the way. */
function within(db: Db): BossDatabase {
  const plain = db.withoutPlugins();
  return {
    executeSql: async (text, values) => {
      const { rows } = await plain.executeQuery(CompiledQuery.raw(text, values as unknown[]));
      return { rows: rows as Record<string, unknown>[] };
    },
  };
}
