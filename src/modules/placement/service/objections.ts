// The objection period: raised by the family or for it, answered with reasons by another, and the day the list is final.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok, unwrap } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { districtOf } from '../../../platform/city.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { accountNames } from '../../accounts/public.ts';
import { tellFamily } from '../../notices/public.ts';
import { getApplicationRecord, listApplicationRecords, mayRead } from '../../registration/public.ts';
import { getSchool } from '../../schools/public.ts';
import { getSeason, listSeasons, type SeasonRecord } from '../../seasons/public.ts';
import * as afterwards from '../store-afterwards.ts';
import { seasonInReach } from './reach.ts';
import { makeFinal } from './seats.ts';

/** Whether objections to a season's list are heard now. */
function isHeard(season: SeasonRecord, now: Date): boolean {
  const { resultsPublishedAt: published, objectionsUntil: until } = season;
  return published !== null && published <= now && until !== null && now < until;
}

function listState(season: SeasonRecord): 'preliminary' | 'final' | null {
  if (season.resultsPublishedAt === null) return null;
  return season.resultsFinalAt === null ? 'preliminary' : 'final';
}

/** What a family may still do after publication. */
export async function viewAfterwards(context: Context, applicationId: string) {
  const record = await getApplicationRecord(context, applicationId);
  const season = record && (await getSeason(context, record.seasonId));
  if (!record || !season || !mayRead(context, record)) return err(refusal('application.not_found'));
  const { actor } = context;
  const holds = actor.kind === 'account' && actor.accountId === record.accountId;
  const heard = isHeard(season, context.now);
  const objections = await afterwards.objectionsOf(context.db, { applicationId });
  const offers = await afterwards.offersOf(context.db, { applicationId });
  const named = async (schoolId: string) => {
    const school = await getSchool(context, schoolId);
    return { schoolName: school?.name ?? schoolId, schoolNameEn: school?.nameEn ?? schoolId };
  };
  const waiting = [];
  const still = record.state === 'placed' || record.state === 'accepted' || record.state === 'not_placed';
  if (still && season.resultsPublishedAt !== null) {
    for (const { schoolId, place } of await afterwards.waitingFor(context.db, applicationId)) {
      // Asked once, a family leaves the list; what it has decided stands among the offers.
      if (offers.some((offer) => offer.schoolId === schoolId)) continue;
      waiting.push({ ...(await named(schoolId)), before: place - 1 });
    }
  }
  return ok({
    list: listState(season),
    objectionsUntil: heard ? season.objectionsUntil : null,
    mayObject: heard && holds && !objections.some(({ state }) => state === 'open'),
    objections: objections.map((objection) => ({
      ...objection,
      receiptNo: record.receiptNo ?? '',
      childName: record.child.name,
    })),
    waiting,
    offers: await Promise.all(
      offers.map(async (offer) => ({
        ...offer,
        ...(await named(offer.schoolId)),
      })),
    ),
    mayAnswer: holds,
  });
}

/** Raises an objection: the family for its child, or an officer for someone who came in person. */
export async function raiseObjection(context: Context, applicationId: string, words: string): Outcome<{ id: string }> {
  try {
    return await inTransaction(context, async (tx) => {
      const record = await getApplicationRecord(tx, applicationId);
      const season = record && (await getSeason(tx, record.seasonId));
      const { accountId, role } = account(tx);
      const own = role !== 'guardian' || record?.accountId === accountId;
      if (!record || !season || !own || !mayRead(tx, record)) return err(refusal('application.not_found'));
      if (!isHeard(season, tx.now)) {
        const { city } = tx.services;
        const helpline = districtOf(city, season.district)?.helpline ?? city.helpline;
        return err(refusal('objection.closed', { helpline }));
      }
      const id = newId(tx);
      await afterwards.insertObjection(tx.db, {
        id,
        seasonId: season.id,
        applicationId,
        words,
        raisedBy: accountId,
        raisedAs: role === 'guardian' ? 'family' : 'officer',
        raisedAt: tx.now,
        state: 'open',
        answer: null,
        answeredBy: null,
        answeredAt: null,
      });
      await audit(tx, {
        action: 'placement.object',
        subject: { kind: 'application', id: applicationId },
        district: season.district,
        detail: { objection: id },
      });
      return ok({ id });
    });
  } catch (error) {
    if (violatedConstraint(error) === 'objections_one_open') return err(refusal('objection.open'));
    throw error;
  }
}

/** Objections of a season, the latest first. */
export async function listObjections(context: Context, seasonId: string) {
  const reached = await seasonInReach(context, seasonId);
  if (!reached.ok) return reached;
  const season = reached.value;
  const objections = await afterwards.objectionsOf(context.db, { seasonId });
  const ids = objections.map(({ applicationId }) => applicationId);
  const records = new Map((await listApplicationRecords(context, { ids })).map((record) => [record.id, record]));
  const people = objections.flatMap(({ raisedBy, answeredBy }) => [raisedBy, answeredBy]).filter((id) => id !== null);
  const names = await accountNames(context, people);
  const me = context.actor.kind === 'account' ? context.actor.accountId : '';
  return ok({
    list: listState(season),
    objectionsUntil: season.objectionsUntil,
    open: isHeard(season, context.now),
    objections: objections.map((one) => ({
      ...one,
      receiptNo: records.get(one.applicationId)?.receiptNo ?? '',
      childName: records.get(one.applicationId)?.child.name ?? '',
      raisedByName: names.get(one.raisedBy)?.name ?? '',
      answeredByName: one.answeredBy && (names.get(one.answeredBy)?.name ?? ''),
      mine: one.raisedBy === me,
    })),
  });
}

/** Answers an objection with reasons. One that is upheld is put right by a correction, which names it. */
export function answerObjection(
  context: Context,
  id: string,
  input: { readonly upheld: boolean; readonly answer: string },
): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const objection = await afterwards.lockObjection(tx.db, id);
    const reached = objection && (await seasonInReach(tx, objection.seasonId));
    if (!objection || !reached?.ok || objection.state !== 'open') return err(refusal('objection.not_found'));
    const { accountId } = account(tx);
    if (objection.raisedBy === accountId) return err(refusal('objection.own'));
    await afterwards.answerObjection(tx.db, id, {
      state: input.upheld ? 'upheld' : 'rejected',
      answer: input.answer,
      answeredBy: accountId,
      answeredAt: tx.now,
    });
    await tx.services.jobs.emit(tx, 'objection.answered', { applicationId: objection.applicationId, objectionId: id });
    await audit(tx, {
      action: input.upheld ? 'placement.uphold_objection' : 'placement.reject_objection',
      subject: { kind: 'application', id: objection.applicationId },
      district: reached.value.district,
      detail: { objection: id },
    });
    return ok({ done: true as const });
  });
}

/** Tells a family that its objection was answered. */
export async function tellOfAnswer(context: Context, applicationId: string, objectionId: string): Promise<void> {
  const record = await getApplicationRecord(context, applicationId);
  if (!record) return;
  const message = {
    kind: 'objection',
    titleZh: `关于${record.child.name}的异议已答复`,
    titleEn: `The objection about ${record.child.name} was answered`,
    bodyZh: '请打开报名查看答复和理由。',
    bodyEn: 'Open the application to read the answer and its reasons.',
  };
  await tellFamily(context, record, message, `objection:${objectionId}`, '您的异议已答复');
}

/** Makes lists final whose period for objections is over, once every objection and correction is decided. */
export async function closeObjectionPeriods(context: Context): Promise<void> {
  for (const season of await listSeasons(context)) {
    const { resultsPublishedAt, resultsFinalAt, objectionsUntil } = season;
    if (resultsPublishedAt === null || resultsFinalAt !== null) continue;
    if (objectionsUntil !== null && context.now < objectionsUntil) continue;
    unwrap(
      await inTransaction(context, async (tx) => {
        await afterwards.lockSeats(tx.db, season.id);
        if ((await afterwards.openMatters(tx.db, season.id)) > 0) return ok();
        if (await makeFinal(tx, season)) {
          await audit(tx, {
            action: 'placement.make_final',
            subject: { kind: 'season', id: season.id },
            district: season.district,
          });
        }
        return ok();
      }),
    );
  }
}
