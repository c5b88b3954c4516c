// Appeals as families and officers see them.

import type { z } from 'zod';
import { availableActions } from '../../../engines/workflow/workflow.ts';
import { actingRole } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { districtOf } from '../../../platform/city.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import { getApplicationRecord, mayRead, type ApplicationRecord } from '../../registration/public.ts';
import { applicationWorkflow } from '../../registration/workflow.ts';
import { decisionOf, decidersOf } from '../../review/public.ts';
import { placersOf } from '../../placement/public.ts';
import { getSeason, listSeasons, workingCalendar } from '../../seasons/public.ts';
import type { AppealAnswer, AppealKind, appealRow } from '../contract.ts';
import {
  guardHolds,
  inAuthority,
  isOpen,
  maySee,
  openWay,
  promiseOf,
  subjectOf,
  type AppealSituation,
  type OpenWay,
} from '../rules.ts';
import type { AppealEventRecord, AppealFilter, AppealRecord } from '../store.ts';
import * as store from '../store.ts';
import { appealWorkflow } from '../workflow.ts';

/** Appeals on an application and the way that is open now, for those who may read it. */
export async function appealsOfApplication(context: Context, applicationId: string) {
  const record = await getApplicationRecord(context, applicationId);
  // A school reads its cases, but has no part in what families say against a decision.
  const family = context.actor.kind === 'account' && context.actor.role === 'guardian';
  if (!record || !mayRead(context, record) || !(family || maySee(context.actor, record)))
    return err(refusal('application.not_found'));
  const appeals = await store.appealsOn(context.db, applicationId);
  const events = await store.eventsOf(
    context.db,
    appeals.map(({ id }) => id),
  );
  const shown: AppealAnswer[] = [];
  for (const appeal of appeals) shown.push(await onWire(context, appeal, events.get(appeal.id) ?? [], record));
  const way = appeals.some(({ state }) => isOpen(state)) ? null : await wayFor(context, record);
  const open = way && context.now < way.until ? { ...way, ...bodyOf(context, way.kind, record.district) } : null;
  return ok({ appeals: shown.toReversed(), open });
}

/** The way that is open to the family of an application, whether or not its time has passed; null when there is none. */
export async function wayFor(context: Context, record: ApplicationRecord): Promise<OpenWay | null> {
  const subject = subjectOf(record.state);
  if (!subject) return null;
  const decidedAt =
    subject === 'placement'
      ? ((await getSeason(context, record.seasonId))?.resultsPublishedAt ?? null)
      : ((await decisionOf(context, record.id, record.revision))?.decidedAt ?? null);
  if (!decidedAt) return null;
  const appeals = await store.appealsOn(context.db, record.id);
  const events = await store.eventsOf(
    context.db,
    appeals.map(({ id }) => id),
  );
  const calendar = await workingCalendar(context);
  const earlier = appeals.map((one) => ({
    ...one,
    breached: promiseOf(events.get(one.id) ?? [], one.workingDays, calendar, context.now).breached,
  }));
  return openWay(subject, decidedAt, earlier, context.services.city.appeals);
}

/** The body that decides on a kind of appeal. */
export function bodyOf(context: Context, kind: AppealKind, district: string): { body: string; bodyEn: string } {
  const { city } = context.services;
  const bureau = kind === 'appeal' ? undefined : districtOf(city, district);
  return { body: bureau?.bureau ?? city.bureau, bodyEn: bureau?.bureauEn ?? city.bureauEn };
}

/** What guards of an appeal are judged by. */
export async function situationOf(
  context: Context,
  appeal: AppealRecord,
  record: ApplicationRecord,
): Promise<AppealSituation> {
  const tookPart = new Set([
    ...(await decidersOf(context, record.id)),
    ...(appeal.subject === 'placement' ? await placersOf(context, record.id) : []),
  ]);
  for (const other of await store.appealsOn(context.db, record.id)) {
    if (other.id !== appeal.id && other.officer) tookPart.add(other.officer);
  }
  return { actor: context.actor, now: context.now, appeal, holder: record.accountId, tookPart: [...tookPart] };
}

/** An appeal as it goes over the wire. */
export async function onWire(
  context: Context,
  appeal: AppealRecord,
  events: readonly AppealEventRecord[],
  record: ApplicationRecord,
): Promise<AppealAnswer> {
  const situation = await situationOf(context, appeal, record);
  const { city } = context.services;
  const body = bodyOf(context, appeal.kind, appeal.district);
  const by = (role: string) =>
    role === 'guardian'
      ? { byZh: '家长', byEn: 'Family' }
      : role === 'city_officer'
        ? { byZh: city.bureau, byEn: city.bureauEn }
        : { byZh: body.body, byEn: body.bodyEn };
  const { id, number, applicationId, kind, subject, state, version, statement, wish, helper, filedAt } = appeal;
  return {
    id,
    number,
    applicationId,
    kind,
    subject,
    state,
    version,
    statement,
    wish,
    helper,
    filedAt,
    promise: promiseOf(events, appeal.workingDays, await workingCalendar(context), context.now),
    answerUntil: appeal.answerUntil,
    question: state === 'awaiting_family' ? (events.findLast(({ event }) => event === 'ask')?.words ?? null) : null,
    words: appeal.words,
    decidedAt: appeal.decidedAt,
    timeline: events.map(({ at, event, actorRole, words }) => ({
      at,
      ...(event === 'file' ? { zh: '提出', en: 'Filed' } : nameOf(event)),
      ...by(actorRole),
      words,
    })),
    actions: [
      ...availableActions(appealWorkflow, state, actingRole(context.actor), (guard) => guardHolds(guard, situation)),
    ],
  };
}

function nameOf(event: Exclude<AppealEventRecord['event'], 'file'>): { zh: string; en: string } {
  const { zh, en } = appealWorkflow.on[event];
  return { zh, en };
}

/** The worklist of the reader's body; what is due first comes first, what stands still last. */
export async function listForOfficer(context: Context, query: Omit<AppealFilter, 'district'>) {
  const { organization, accountId } = account(context);
  const district = organization?.kind === 'city_bureau' ? undefined : (organization?.district ?? '');
  const appeals = await store.listAppeals(context.db, { ...query, district });
  const events = await store.eventsOf(
    context.db,
    appeals.map(({ id }) => id),
  );
  const names = await accountNames(
    context,
    appeals.flatMap(({ officer }) => (officer ? [officer] : [])),
  );
  const seasons = new Map((await listSeasons(context)).map((season) => [season.id, season]));
  const calendar = await workingCalendar(context);
  const rows: (z.output<typeof appealRow> & { readonly officer: string | null })[] = [];
  for (const appeal of appeals) {
    const record = await getApplicationRecord(context, appeal.applicationId);
    if (!record) continue;
    const { id, number, kind, subject, state, filedAt, officer } = appeal;
    rows.push({
      id,
      number,
      kind,
      subject,
      state,
      district: appeal.district,
      childName: record.child.name,
      receiptNo: record.receiptNo,
      seasonName: seasons.get(record.seasonId)?.name ?? '',
      filedAt,
      officer,
      officerName: names.get(officer ?? '')?.name ?? null,
      promise: promiseOf(events.get(id) ?? [], appeal.workingDays, calendar, context.now),
    });
  }
  const pressing = (row: (typeof rows)[number]) =>
    isOpen(row.state) ? (row.promise.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER - 1) : Number.MAX_SAFE_INTEGER;
  rows.sort((one, other) => pressing(one) - pressing(other) || other.filedAt.getTime() - one.filedAt.getTime());
  const open = rows.filter((row) => isOpen(row.state));
  return {
    rows,
    counts: {
      open: open.length,
      breached: open.filter((row) => row.promise.breached).length,
      mine: open.filter((row) => row.officer === accountId).length,
    },
  };
}

/** An appeal with what its officer needs. */
export async function viewForOfficer(context: Context, id: string) {
  const appeal = await store.findAppeal(context.db, id);
  const record = appeal && (await getApplicationRecord(context, appeal.applicationId));
  if (!appeal || !record || !maySee(context.actor, appeal)) return err(refusal('appeal.not_found'));
  const events = (await store.eventsOf(context.db, [id])).get(id) ?? [];
  const season = await getSeason(context, record.seasonId);
  const situation = await situationOf(context, appeal, record);
  const barred =
    isOpen(appeal.state) && inAuthority(context.actor, appeal) && !guardHolds('other_officer', situation)
      ? {
          zh: '您参与过原来的决定，请由另一位同事办理。',
          en: 'You had a part in the decision; a colleague must take this.',
        }
      : null;
  return ok({
    ...(await onWire(context, appeal, events, record)),
    district: appeal.district,
    childName: record.child.name,
    receiptNo: record.receiptNo,
    seasonName: season?.name ?? '',
    applicationState: applicationWorkflow.states[record.state].staff.zh,
    officerName: appeal.officer
      ? ((await accountNames(context, [appeal.officer])).get(appeal.officer)?.name ?? null)
      : null,
    hearing: appeal.hearing,
    barred,
  });
}

/** An appeal that the actor may read: the family, and staff who may see it. */
export async function readableAppeal(
  context: Context,
  id: string,
): Outcome<{ appeal: AppealRecord; record: ApplicationRecord }> {
  const appeal = await store.findAppeal(context.db, id);
  const record = appeal && (await getApplicationRecord(context, appeal.applicationId));
  const family = record && context.actor.kind === 'account' && context.actor.role === 'guardian';
  if (!appeal || !record || !(family ? mayRead(context, record) : maySee(context.actor, appeal)))
    return err(refusal('appeal.not_found'));
  return ok({ appeal, record });
}
