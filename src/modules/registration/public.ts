// The door of registration for other modules: application records, their moves, who may read them, seeds.

import type { Context } from '../../platform/context.ts';
import * as store from './store.ts';
import type { ApplicationFilter, ApplicationRecord } from './store.ts';

export { helplineOf, mayRead } from './service/access.ts';
export { moveApplication, type Move } from './service/move.ts';
export { provideApplicationParts, type ApplicationParts } from './service/parts.ts';
export { seedApplications, type SeedApplication } from './service/seed.ts';
export { maskDeclaration } from './rules.ts';
export type { ApplicationFilter, ApplicationRecord, StoredAssessment } from './store.ts';

/** An application as it is stored, unmasked: ask {@link mayRead} before showing any of it. */
export async function getApplicationRecord(context: Context, id: string): Promise<ApplicationRecord | null> {
  return store.findApplication(context.db, id);
}

/** Applications by season, states, reviewing school and district, in the order of submission. */
export async function listApplicationRecords(
  context: Context,
  filter: ApplicationFilter,
): Promise<readonly ApplicationRecord[]> {
  return store.listApplications(context.db, filter);
}

/** The account that acted in an event last, e.g. `endorse`; null when it did not happen. */
export async function lastActorOf(context: Context, applicationId: string, event: string): Promise<string | null> {
  const events = await store.eventsOf(context.db, applicationId);
  return events.findLast((one) => one.event === event)?.actorAccount ?? null;
}
