// What every use case is given: who acts, when, on which database, with which services of the platform.

import type { Actor, Language } from '../kernel/actor.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { City } from './city.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { type Db, transact } from './db/database.ts';
import type { Departments } from './departments/departments.ts';
import type { FileStore } from './files/file-store.ts';
import type { Scanner } from './files/scanner.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Log } from './log.ts';
import type { SmsGateway } from './notify/sms.ts';
import type { Random } from './random.ts';

/** What lives as long as the process. */
export interface Services {
  readonly config: Config;
  readonly city: City;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly jobs: Jobs;
  readonly files: FileStore;
  /** Looks for viruses in what families send. */
  readonly scanner: Scanner;
  readonly departments: Departments;
  readonly sms: SmsGateway;
  /** The address under which people reach the system, without a slash at the end; known once the server listens. */
  publicUrl(): string;
  /** Key for tokens that leave the system; never stored in the database. */
  readonly secret: Uint8Array;
}

/** What one request or job carries. */
export interface Context {
  readonly db: Db;
  readonly actor: Actor;
  /** The instant at which the request arrived; deadlines are judged by it, to the millisecond. */
  readonly now: Date;
  readonly language: Language;
  readonly requestId: string;
  readonly services: Services;
}

/** A use case: one transaction, done or refused. */
export type Outcome<T> = Promise<Result<T, Refusal>>;

/** Runs a use case's work in one transaction; a refusal or a throw leaves nothing behind. */
export async function inTransaction<T>(context: Context, work: (tx: Context) => Outcome<T>): Outcome<T> {
  return transact(context.db, (db) => work({ ...context, db }));
}

/** A new identifier, sortable by the time of the request. */
export function newId(context: Context): string {
  return uuidv7(context.now, context.services.random.bytes(10));
}

/** The account that acts. Throws for the public and for jobs: endpoints for accounts are closed to them. */
export function account(context: Context): Extract<Actor, { kind: 'account' }> {
  if (context.actor.kind !== 'account') throw new Error(`an account was expected, not ${context.actor.kind}`);
  return context.actor;
}
