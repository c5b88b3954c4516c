// Moves an application through its life: the one place where its state changes.

import { actingRole } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import { stepOrRefusal } from '../rules.ts';
import * as store from '../store.ts';
import type { ApplicationChange, ApplicationRecord } from '../store.ts';
import type { ApplicationEvent, ApplicationState } from '../workflow.ts';
import type { SeasonRecord } from '../../seasons/public.ts';
import { helplineOf, seasonOf, situationOf } from './access.ts';

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

/** One of many moves. */
export interface BulkMove {
  readonly record: ApplicationRecord;
  readonly event: ApplicationEvent;
  /** The school that has the case from now on; left out: unchanged. */
  readonly schoolId?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Lets events happen to many applications at one moment, all or none, by the rules of {@link moveApplication}: the same
 * workflow, guards and versions, a timeline entry and news for each. One statement moves them all.
 * Refuses like it, for the first that cannot be moved.
 */
export async function moveApplications(tx: Context, moves: readonly BulkMove[]): Outcome<undefined> {
  const seasons = new Map<string, SeasonRecord>();
  const steps: (BulkMove & { readonly to: ApplicationState })[] = [];
  for (const move of moves) {
    const { record, event } = move;
    const season = seasons.get(record.seasonId) ?? (await seasonOf(tx, record.seasonId));
    seasons.set(record.seasonId, season);
    const situation = await situationOf(tx, record, season);
    const stepped = stepOrRefusal(record.state, event, situation, helplineOf(tx, record.district));
    if (!stepped.ok) return stepped;
    steps.push({ ...move, to: stepped.value });
  }
  const changes = steps.map(({ record, to, schoolId }) => ({ was: record, state: to, schoolId: schoolId ?? null }));
  if ((await store.updateStates(tx.db, changes, tx.now)) !== moves.length) return err(refusal('application.changed'));
  await store.insertEvents(
    tx.db,
    steps.map(({ record, event, to, detail }) => eventOf(tx, record.id, event, record.state, to, detail)),
  );
  await tx.services.jobs.emitAll(
    tx,
    'application.moved',
    steps.map(({ record, event, to }) => ({
      applicationId: record.id,
      event,
      from: record.state,
      to,
      version: String(record.version + 1),
    })),
  );
  return ok();
}

/** An entry of the timeline for the acting person. */
export function eventOf(
  context: Context,
  applicationId: string,
  event: ApplicationEvent | 'begin' | 'extend' | 'relocate' | 'move_in',
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
    detail: actor.kind === 'account' && actor.assistedBy ? { ...detail, assistedBy: actor.assistedBy } : detail,
  };
}
