// Who may read an application, and how it is fetched for one who may.

import { staffReaches } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import { districtOf } from '../../../platform/city.ts';
import { getSeason, type SeasonRecord } from '../../seasons/public.ts';
import type { Situation } from '../rules.ts';
import * as store from '../store.ts';
import type { ApplicationRecord } from '../store.ts';

/** The holder, accepted second guardians, staff within their authority, and jobs of ours. Staff see no drafts. */
export function mayRead(context: Context, record: ApplicationRecord): boolean {
  const { actor } = context;
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'account') return false;
  if (actor.role === 'guardian') {
    return actor.accountId === record.accountId || record.readers.includes(actor.accountId);
  }
  return record.revision > 0 && staffReaches(actor, record);
}

const notFound = err(refusal('application.not_found'));

/** An application that the actor may read. What they may not see does not exist for them. */
export async function readable(context: Context, id: string): Outcome<ApplicationRecord> {
  const record = await store.findApplication(context.db, id);
  return record && mayRead(context, record) ? ok(record) : notFound;
}

/** An application that the acting guardian holds, locked until the transaction ends. */
export async function held(tx: Context, id: string): Outcome<ApplicationRecord> {
  const record = await store.lockApplication(tx.db, id);
  return record && record.accountId === account(tx).accountId ? ok(record) : notFound;
}

/** The season of an application; it exists by foreign key. */
export async function seasonOf(context: Context, seasonId: string): Promise<SeasonRecord> {
  const season = await getSeason(context, seasonId);
  if (!season) throw new Error(`season ${seasonId} vanished`);
  return season;
}

/** Where people of a district are helped. */
export function helplineOf(context: Context, district: string): string {
  const { city } = context.services;
  return districtOf(city, district)?.helpline ?? city.helpline;
}

/** What guards are judged by, for a record; its season is read unless it is at hand. */
export async function situationOf(
  context: Context,
  record: ApplicationRecord,
  season?: SeasonRecord,
): Promise<Situation> {
  const needsEndorser = record.state === 'endorsed';
  const events = needsEndorser ? await store.eventsOf(context.db, record.id) : [];
  return {
    actor: context.actor,
    now: context.now,
    season: season ?? (await seasonOf(context, record.seasonId)),
    application: record,
    endorsedBy: events.findLast((event) => event.event === 'endorse')?.actorAccount ?? null,
  };
}
