// Moves an application through its life: the one place where its state changes.

import { actingRole } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import { stepOrRefusal } from '../rules.ts';
import * as store from '../store.ts';
import type { ApplicationChange, ApplicationRecord } from '../store.ts';
import type { ApplicationEvent, ApplicationState } from '../workflow.ts';
import { helplineOf, situationOf } from './access.ts';

/** What may come with a move. */
export interface Move {
  /** For the timeline: `words` is shown to the family. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly set?: Omit<ApplicationChange, 'state' | 'updatedAt'>;
  /** The version on which the actor decided; default: the record's. */
  readonly expectedVersion?: number;
}

/**
 * Lets an event happen to an application, inside the caller's transaction: checks state, role, guards and version,
 * writes state and timeline, emits `application.moved`. The caller audits its use case.
 * Refuses with application.changed, .state, .not_open, .cure_over or .not_allowed.
 */
export async function moveApplication(
  tx: Context,
  record: ApplicationRecord,
  event: ApplicationEvent,
  { detail = {}, set = {}, expectedVersion = record.version }: Move = {},
): Outcome<{ version: number; state: ApplicationState }> {
  const situation = await situationOf(tx, record);
  const stepped = stepOrRefusal(record.state, event, situation, helplineOf(tx, record.district));
  // A stale page is told so first: the reader then sees the state that refused them.
  if (expectedVersion !== record.version) return err(refusal('application.changed'));
  if (!stepped.ok) return stepped;
  const state = stepped.value;
  const version = await store.updateApplication(tx.db, record, { ...set, state, updatedAt: tx.now });
  if (version === null) return err(refusal('application.changed'));
  await store.insertEvents(tx.db, [eventOf(tx, record.id, event, record.state, state, detail)]);
  await tx.services.jobs.emit(tx, 'application.moved', {
    applicationId: record.id,
    event,
    from: record.state,
    to: state,
    version: String(version),
  });
  return ok({ version, state });
}

/** An entry of the timeline for the acting person. */
export function eventOf(
  context: Context,
  applicationId: string,
  event: ApplicationEvent | 'begin',
  fromState: ApplicationState,
  toState: ApplicationState,
  detail: Readonly<Record<string, unknown>> = {},
): store.EventRecord {
  const { actor } = context;
  return {
    applicationId,
    at: context.now,
    event,
    fromState,
    toState,
    actorAccount: actor.kind === 'account' ? actor.accountId : null,
    actorRole: actingRole(actor),
    actorOrganization: actor.kind === 'account' ? (actor.organization?.name ?? null) : null,
    detail,
  };
}
