// Requests as families and officers see them.

import type { z } from 'zod';
import { availableActions } from '../../../engines/workflow/workflow.ts';
import { actingRole } from '../../../kernel/actor.ts';
import { addDays, chinaDate, chinaInstant } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { districtOf } from '../../../platform/city.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import {
  deferralsBefore,
  getApplicationRecord,
  listEvidence,
  mayRead,
  type ApplicationRecord,
} from '../../registration/public.ts';
import { applicationWorkflow } from '../../registration/workflow.ts';
import { getSeason, listSeasons, phaseOf, workingCalendar, type SeasonRecord } from '../../seasons/public.ts';
import type { requestsContract, RequestAnswer, Way } from '../contract.ts';
import { guardHolds, maySee, promiseOf, wayOf, waysIn, type RequestSituation, type WaySituation } from '../rules.ts';
import * as store from '../store.ts';
import type { RequestEventRecord, RequestFilter, RequestRecord } from '../store.ts';
import { requestWorkflow } from '../workflow.ts';

type Row = z.output<(typeof requestsContract)['GET /api/requests']['response']>['rows'][number];

/** Requests on an application and what its holder can ask for now, for those who may read them. */
export async function requestsOfApplication(context: Context, applicationId: string) {
  const record = await getApplicationRecord(context, applicationId);
  const family = context.actor.kind === 'account' && context.actor.role === 'guardian';
  if (!record || !mayRead(context, record) || !(family || maySee(context.actor, record.district)))
    return err(refusal('application.not_found'));
  const kept = await store.requestsOn(context.db, applicationId);
  // What the office was told of a death is nothing to be read on the family's page.
  const requests = family ? kept.filter(({ content }) => !isDeath(content)) : kept;
  const events = await store.eventsOf(
    context.db,
    requests.map(({ id }) => id),
  );
  const shown: RequestAnswer[] = [];
  for (const request of requests) shown.push(await onWire(context, request, events.get(request.id) ?? []));
  const holder = context.actor.kind === 'account' && context.actor.accountId === record.accountId;
  const asks = holder && record.state !== 'closed' && record.revision > 0;
  const seasons = asks ? await seasonsToMoveTo(context, record) : [];
  const ways: Way[] = asks ? waysIn(await waySituationOf(context, record)) : [];
  return ok({
    requests: shown.toReversed(),
    ways,
    seasons: seasons.map((season) => ({
      id: season.id,
      ...districtNames(context, season.district),
      until: moveInUntil(context, season),
    })),
  });
}

const isDeath = (content: RequestRecord['content']) => content.kind === 'leave' && content.reason === 'death';

/** Seasons of other districts to which a family can move: the same stage and year, begun and not over. */
export async function seasonsToMoveTo(context: Context, record: ApplicationRecord): Promise<SeasonRecord[]> {
  return (await listSeasons(context)).filter((season) => {
    const { district, stage, entryYear } = season;
    if (district === record.district || stage !== record.stage || entryYear !== record.entryYear) return false;
    const phase = phaseOf(season, context.now);
    return phase !== 'upcoming' && phase !== 'over';
  });
}

/** Until when a family that moves in can correct: the city's days, or the end of registration where that is later. */
export function moveInUntil(context: Context, season: SeasonRecord): Date {
  const days = addDays(chinaDate(context.now), context.services.city.requests.moveInDays + 1);
  const until = chinaInstant(days);
  return until > season.lateClosesAt ? until : season.lateClosesAt;
}

/** What the ways of an application depend on. */
export async function waySituationOf(context: Context, record: ApplicationRecord): Promise<WaySituation> {
  const open = (await store.requestsOn(context.db, record.id)).find(
    ({ state, applicationId }) => state === 'filed' && applicationId === record.id,
  );
  return {
    state: record.state,
    cureUntil: record.cureUntil,
    season: await seasonOf(context, record),
    now: context.now,
    deferrals: await deferralsBefore(context, record),
    districts: (await seasonsToMoveTo(context, record)).length,
    openNumber: open?.number ?? null,
    times: context.services.city.requests,
  };
}

/** The season of an application; it exists by foreign key. */
export async function seasonOf(context: Context, record: ApplicationRecord): Promise<SeasonRecord> {
  const season = await getSeason(context, record.seasonId);
  if (!season) throw new Error(`season ${record.seasonId} vanished`);
  return season;
}

/** Names of a district, for people. */
export function districtNames(context: Context, code: string): { districtName: string; districtNameEn: string } {
  const district = districtOf(context.services.city, code);
  return { districtName: district?.name ?? code, districtNameEn: district?.nameEn ?? code };
}

/** What guards of a request are judged by. */
export async function situationOf(
  context: Context,
  request: RequestRecord,
  record: ApplicationRecord,
): Promise<RequestSituation> {
  const season = await seasonOf(context, record);
  return { actor: context.actor, now: context.now, request, application: record, season };
}

/** A request as it goes over the wire, for those who may read it. */
export async function onWire(
  context: Context,
  request: RequestRecord,
  events: readonly RequestEventRecord[],
): Promise<RequestAnswer> {
  const record = await applicationOf(context, request);
  const { city } = context.services;
  const bureau = districtOf(city, request.district);
  const by = (role: string) =>
    role === 'guardian'
      ? { byZh: '家长', byEn: 'Family' }
      : { byZh: bureau?.bureau ?? city.bureau, byEn: bureau?.bureauEn ?? city.bureauEn };
  const situation = await situationOf(context, request, record);
  const handed = 'files' in request.content ? request.content.files : [];
  const files = handed.length > 0 ? await listEvidence(context, record.id) : [];
  const { id, number, applicationId, kind, state, version, content, byStaff, filedAt } = request;
  const actions = availableActions(requestWorkflow, state, actingRole(context.actor), (guard) =>
    guardHolds(guard, situation),
  );
  return {
    id,
    number,
    applicationId,
    kind,
    state,
    version,
    content,
    byStaff,
    filedAt,
    promise: promiseOf(events, request.workingDays, await workingCalendar(context), context.now),
    words: request.words,
    decidedAt: request.decidedAt,
    correctUntil: request.correctUntil,
    files: files
      .filter((file) => handed.includes(file.id))
      .map(({ id: fileId, fileName, mediaType }) => ({ id: fileId, fileName, mediaType })),
    from: kind === 'move' ? await linkTo(context, record) : null,
    to: request.openedId === null ? null : await linkTo(context, await getApplicationRecord(context, request.openedId)),
    timeline: events.map(({ at, event, actorRole, words }) => ({ at, ...nameOf(event), ...by(actorRole), words })),
    actions: actions.filter((event) => event !== 'take_effect'),
  };
}

async function linkTo(context: Context, record: ApplicationRecord | null): Promise<RequestAnswer['from']> {
  if (!record) return Promise.resolve(null);
  const { id: applicationId, receiptNo, district } = record;
  return { applicationId, receiptNo, ...districtNames(context, district), open: mayRead(context, record) };
}

function nameOf(event: RequestEventRecord['event']): { zh: string; en: string } {
  if (event === 'file') return { zh: '提出', en: 'Filed' };
  const { zh, en } = requestWorkflow.on[event];
  return { zh, en };
}

/** The application of a request; it exists by foreign key. */
export async function applicationOf(context: Context, request: RequestRecord): Promise<ApplicationRecord> {
  const record = await getApplicationRecord(context, request.applicationId);
  if (!record) throw new Error(`application ${request.applicationId} vanished`);
  return record;
}

/** The worklist of the reader's district, or of the city: what waits comes first, by its promised day. */
export async function listForOfficer(context: Context, query: Omit<RequestFilter, 'district'>) {
  const { organization } = account(context);
  const district = organization?.kind === 'city_bureau' ? undefined : (organization?.district ?? '');
  const requests = await store.listRequests(context.db, { ...query, district });
  const events = await store.eventsOf(
    context.db,
    requests.map(({ id }) => id),
  );
  const calendar = await workingCalendar(context);
  const seasons = new Map((await listSeasons(context)).map((season) => [season.id, season]));
  const rows: Row[] = [];
  for (const request of requests) {
    const record = await applicationOf(context, request);
    const { id, number, kind, state, content, filedAt, workingDays } = request;
    rows.push({
      id,
      number,
      kind,
      state,
      content,
      filedAt,
      promise: promiseOf(events.get(id) ?? [], workingDays, calendar, context.now),
      childName: record.child.name,
      receiptNo: record.receiptNo,
      districtName: districtNames(context, request.district).districtName,
      seasonName: seasons.get(record.seasonId)?.name ?? '',
    });
  }
  const pressing = (row: (typeof rows)[number]) =>
    row.state === 'filed' ? (row.promise?.dueAt?.getTime() ?? 0) : Number.MAX_SAFE_INTEGER;
  rows.sort((one, other) => pressing(one) - pressing(other) || other.filedAt.getTime() - one.filedAt.getTime());
  const open = rows.filter((row) => row.state === 'filed');
  return { rows, counts: { open: open.length, breached: open.filter((row) => row.promise?.breached).length } };
}

/** A request with what its officer needs. */
export async function viewForOfficer(context: Context, id: string) {
  const request = await store.findRequest(context.db, id);
  if (!request || !maySee(context.actor, request.district)) return err(refusal('request.not_found'));
  const record = await applicationOf(context, request);
  const season = await seasonOf(context, record);
  const events = (await store.eventsOf(context.db, [id])).get(id) ?? [];
  const way = wayOf(request.kind, { ...(await waySituationOf(context, record)), openNumber: null });
  const { staff } = applicationWorkflow.states[record.state];
  return ok({
    ...(await onWire(context, request, events)),
    childName: record.child.name,
    birthDate: record.child.birthDate,
    receiptNo: record.receiptNo,
    seasonName: season.name,
    districtName: districtNames(context, request.district).districtName,
    applicationState: { zh: staff.zh, en: staff.en },
    // The first line tells the family who decides and by when, which the desk shows by itself.
    means: request.state === 'filed' ? way.means.slice(1) : [],
    deferredBefore: (await deferralsBefore(context, record)) > 0,
  });
}

/** A request that the actor may read: the family, and staff of the district and the city. */
export async function readableRequest(
  context: Context,
  id: string,
): Outcome<{ request: RequestRecord; record: ApplicationRecord }> {
  const request = await store.findRequest(context.db, id);
  const record = request && (await applicationOf(context, request));
  const family = context.actor.kind === 'account' && context.actor.role === 'guardian';
  if (!request || !record || !(family ? mayRead(context, record) : maySee(context.actor, request.district)))
    return err(refusal('request.not_found'));
  return ok({ request, record });
}
