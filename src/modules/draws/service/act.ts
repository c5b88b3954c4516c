// Takes a draw a step further: the one place where its state changes and the record of the ceremony is written.

import { actingRole, staffReaches } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { getSeason, type SeasonRecord } from '../../seasons/public.ts';
import { stepOrRefusal, type Situation } from '../rules.ts';
import type { DrawChange, DrawRecord } from '../store.ts';
import * as store from '../store.ts';
import type { DrawEvent, DrawRole } from '../workflow.ts';

/** A season whose draws the acting officer may see. */
export async function seasonInReach(context: Context, seasonId: string): Outcome<SeasonRecord> {
  const season = await getSeason(context, seasonId);
  if (!season) return err(refusal('season.not_found'));
  return staffReaches(context.actor, { district: season.district, schoolId: null })
    ? ok(season)
    : err(refusal('season.not_yours'));
}

/** A draw within the acting officer's authority; another's looks as if it were not there. */
export async function drawInReach(
  context: Context,
  id: string,
  find: typeof store.findDraw = store.findDraw,
): Outcome<{ draw: DrawRecord; season: SeasonRecord }> {
  const draw = await find(context.db, id);
  const season = draw && (await seasonInReach(context, draw.seasonId));
  return draw && season?.ok ? ok({ draw, season: season.value }) : err(refusal('draw.not_found'));
}

/** What guards are judged by, for the acting person. */
export async function situationOf(context: Context, draw: DrawRecord): Promise<Situation> {
  const { actor, now } = context;
  const accountId = actor.kind === 'account' ? actor.accountId : null;
  return { now, accountId, draw, parties: await store.partiesOf(context.db, draw.id) };
}

/** What comes with a step. */
export interface Step {
  readonly set?: DrawChange;
  /** For the record of the ceremony: `words` is printed with it. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Who takes it, where that is not the account that is signed in: a witness by name, or nobody. */
  readonly role?: 'party' | 'system';
  readonly name?: string;
}

/** Lets an event happen to a locked draw: checks state, role and guards, writes state and record. */
export async function takeStep(tx: Context, draw: DrawRecord, event: DrawEvent, how: Step = {}): Outcome<DrawRecord> {
  const role: DrawRole = how.role ?? actingRole(tx.actor);
  const stepped = stepOrRefusal(event, role, await situationOf(tx, draw));
  if (!stepped.ok) return stepped;
  await store.updateDraw(tx.db, draw, { ...how.set, state: stepped.value });
  await store.insertEvent(tx.db, recordOf(tx, draw, event, stepped.value, how));
  await tx.services.jobs.emit(tx, 'draw.moved', { drawId: draw.id, event });
  const present = await store.findDraw(tx.db, draw.id);
  return present ? ok(present) : err(refusal('draw.not_found'));
}

/** An entry of the record. */
export function recordOf(
  context: Context,
  draw: DrawRecord,
  event: string,
  toState: string,
  { detail = {}, role, name }: Pick<Step, 'detail' | 'role' | 'name'> = {},
): store.EventRecord {
  const { actor } = context;
  const person = actor.kind === 'account' && role !== 'system' ? actor : null;
  return {
    drawId: draw.id,
    at: context.now,
    event,
    fromState: draw.state,
    toState,
    actorAccount: person?.accountId ?? null,
    actorRole: role ?? actingRole(actor),
    actorName: name ?? person?.name ?? null,
    actorOrganization: person?.organization?.name ?? null,
    detail,
  };
}

/**
 * An officer's step: the draw is locked, in reach and unchanged since the officer looked; `prepare` decides what the step
 * writes. Audited once.
 */
export function officerStep(
  context: Context,
  id: string,
  event: DrawEvent,
  version: number | null,
  prepare: (tx: Context, draw: DrawRecord, season: SeasonRecord) => Outcome<Step>,
): Outcome<DrawRecord> {
  return inTransaction(context, async (tx) => {
    const reached = await drawInReach(tx, id, store.lockDraw);
    if (!reached.ok) return reached;
    const { draw, season } = reached.value;
    // The state is judged first: a reader with an old page learns what has happened since.
    const allowed = stepOrRefusal(event, actingRole(tx.actor), await situationOf(tx, draw));
    if (!allowed.ok) return allowed;
    if (version !== null && version !== draw.version) return err(refusal('draw.changed'));
    const how = await prepare(tx, draw, season);
    if (!how.ok) return how;
    const taken = await takeStep(tx, draw, event, how.value);
    if (!taken.ok) return taken;
    await auditStep(tx, taken.value, season.district, event, how.value.detail);
    return taken;
  });
}

/** The one audit entry of a use case on a draw. */
export async function auditStep(
  tx: Context,
  draw: DrawRecord,
  district: string,
  event: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await audit(tx, {
    action: `draws.${event}`,
    subject: { kind: 'draw', id: draw.id },
    district,
    detail: { ...detail, state: draw.state },
  });
}
