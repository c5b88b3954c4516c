// Offered seats: shown, answered by the family, told to it, ended by the clock; and the waiting lists as officers see them.

import { chinaDateTime } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok, unwrap } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { tellFamily } from '../../notices/public.ts';
import {
  countApplicationRecords,
  getApplicationRecord,
  listApplicationRecords,
  type ApplicationRecord,
} from '../../registration/public.ts';
import { getSchool, listSchools } from '../../schools/public.ts';
import { getSeason } from '../../seasons/public.ts';
import * as afterwards from '../store-afterwards.ts';
import type { OfferRecord } from '../store-afterwards.ts';
import { seasonInReach } from './reach.ts';
import { offerFreeSeats, publishedRun, reseat, vacanciesOf } from './seats.ts';

/**
 * The family takes an offered seat, or declines it and keeps what it has; the seat left goes to the next. A child has one
 * seat: whoever takes one gives up what else is open, and is told so.
 */
export function answerOffer(context: Context, id: string, take: boolean): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const offer = await afterwards.findOffer(tx.db, id);
    const record = offer && (await getApplicationRecord(tx, offer.applicationId));
    if (!offer || record?.accountId !== account(tx).accountId) return err(refusal('offer.not_found'));
    const over = err(refusal('offer.over', { until: chinaDateTime(offer.answerUntil) }));
    if (tx.now >= offer.answerUntil) return over;
    if (!(await afterwards.endOffer(tx.db, id, take ? 'taken' : 'declined', tx.now))) return over;
    const season = await getSeason(tx, offer.seasonId);
    const run = await publishedRun(tx, offer.seasonId);
    if (!season || !run.ok) return err(refusal('offer.not_found'));
    if (take) {
      const school = await getSchool(tx, offer.schoolId);
      const because = [
        {
          zh: `${school?.name ?? ''}有学位空出，按候补顺序轮到您，您已接受。`,
          en: `A seat came free at ${school?.nameEn ?? ''}; you were next on the waiting list and took it.`,
        },
      ];
      const moved = await reseat(
        tx,
        season,
        [{ record, to: offer.schoolId, route: 'waiting_list', because, event: 'take_offer' }],
        { cause: 'offer', causeId: id, runId: run.value.id },
      );
      if (!moved.ok) return moved;
      const released = await afterwards.withdrawOtherOffers(tx.db, offer, tx.now);
      await tx.services.jobs.emitAll(
        tx,
        'seat.released',
        released.map((offerId) => ({ offerId, taken: offer.schoolId })),
      );
    }
    await offerFreeSeats(tx, season);
    await audit(tx, {
      action: take ? 'placement.take_offer' : 'placement.decline_offer',
      subject: { kind: 'application', id: record.id },
      district: record.district,
      detail: { offer: id, school: offer.schoolId },
    });
    return ok({ done: true as const });
  });
}

/** Ends offers that nobody answered in time, and asks the next in line. */
export async function expireOffers(context: Context): Promise<void> {
  const due = await afterwards.offersDue(context.db, context.now);
  for (const seasonId of new Set(due.map((offer) => offer.seasonId))) {
    unwrap(
      await inTransaction(context, async (tx) => {
        const season = await getSeason(tx, seasonId);
        const ended: string[] = [];
        for (const { id } of due.filter((offer) => offer.seasonId === seasonId))
          if (await afterwards.endOffer(tx.db, id, 'expired', tx.now)) ended.push(id);
        if (!season || ended.length === 0) return ok();
        await offerFreeSeats(tx, season);
        await audit(tx, {
          action: 'placement.expire_offers',
          subject: { kind: 'season', id: seasonId },
          district: season.district,
          detail: { offers: ended },
        });
        return ok();
      }),
    );
  }
}

/** Tells a family of a seat that is offered to it, with the day by which it must answer. */
export async function tellOfOffer(context: Context, offerId: string): Promise<void> {
  const offer = await afterwards.findOffer(context.db, offerId);
  const record = offer && (await getApplicationRecord(context, offer.applicationId));
  const school = offer && (await getSchool(context, offer.schoolId));
  if (!offer || !record || !school) return;
  const until = chinaDateTime(offer.answerUntil);
  const message = {
    kind: 'offer',
    titleZh: `${record.child.name}可以递补到${school.name}`,
    titleEn: `${record.child.name} is offered a seat at ${school.nameEn}`,
    bodyZh: `有学位空出，按候补顺序轮到您。请在 ${until} 前打开报名接受或放弃；逾期不答视为放弃，原有学位不受影响。`,
    bodyEn: `A seat came free and you are next on the waiting list. Open the application and answer by ${until}; without an answer it goes to the next, and you keep what you have.`,
  };
  await tellFamily(context, record, message, `offer:${offerId}`, '有学位可以递补，请在期限内答复');
}

/** Tells a family that an offer ended because it took another seat. */
export async function tellOfRelease(context: Context, offerId: string, takenSchoolId: string): Promise<void> {
  const offer = await afterwards.findOffer(context.db, offerId);
  const record = offer && (await getApplicationRecord(context, offer.applicationId));
  const left = offer && (await getSchool(context, offer.schoolId));
  const taken = await getSchool(context, takenSchoolId);
  if (!offer || !record || !left || !taken) return;
  const message = {
    kind: 'offer',
    titleZh: `${record.child.name}在${left.name}的递补已取消`,
    titleEn: `The offer to ${record.child.name} at ${left.nameEn} has ended`,
    bodyZh: `您已接受${taken.name}的学位。一个孩子只有一个学位，${left.name}的递补机会已让给下一个孩子。`,
    bodyEn: `You took the seat at ${taken.nameEn}. A child has one seat, so the one at ${left.nameEn} goes to the next on its list.`,
  };
  await tellFamily(context, record, message, `release:${offerId}`, null);
}

/** Seats, vacancies, waiting lists and offers of a season after publication. */
export async function viewWaiting(context: Context, seasonId: string) {
  const reached = await seasonInReach(context, seasonId);
  if (!reached.ok) return reached;
  const season = reached.value;
  if (season.resultsPublishedAt === null) return ok({ schools: [], withoutSeat: 0 });
  const { vacancies, seats, offers } = await vacanciesOf(context, seasonId);
  const waiting = await afterwards.waitingOf(context.db, seasonId);
  const ids = waiting.map(({ applicationId }) => applicationId);
  const records = new Map((await listApplicationRecords(context, { ids })).map((record) => [record.id, record]));
  const schools = new Map((await listSchools(context, { district: season.district })).map((one) => [one.id, one]));
  const lastOffer = new Map(offers.map((offer) => [`${offer.schoolId} ${offer.applicationId}`, offer]));
  return ok({
    schools: vacancies.map((vacancy) => ({
      schoolId: vacancy.schoolId,
      schoolName: schools.get(vacancy.schoolId)?.name ?? vacancy.schoolId,
      ownership: schools.get(vacancy.schoolId)?.ownership ?? ('public' as const),
      seats: vacancy.seats,
      taken: vacancy.taken,
      offered: vacancy.offered,
      waiting: waiting
        .filter((one) => one.schoolId === vacancy.schoolId)
        .map(({ place, applicationId }) => {
          const record = records.get(applicationId);
          const at = seats.get(applicationId);
          const offer = lastOffer.get(`${vacancy.schoolId} ${applicationId}`);
          return {
            place,
            applicationId,
            receiptNo: record?.receiptNo ?? '',
            childName: record?.child.name ?? '',
            at: at === undefined ? null : (schools.get(at)?.name ?? at),
            state: waitingState(record, offer, at === vacancy.schoolId),
            answerUntil: offer?.state === 'open' ? offer.answerUntil : null,
          };
        }),
    })),
    withoutSeat: await countApplicationRecords(context, { seasonId, states: ['eligible', 'not_placed'] }),
  });
}

function waitingState(record: ApplicationRecord | undefined, offer: OfferRecord | undefined, sitsThere: boolean) {
  if (sitsThere) return 'moved_up' as const;
  if (offer?.state === 'open') return 'offered' as const;
  if (offer?.state === 'declined' || offer?.state === 'expired') return offer.state;
  if (offer?.state === 'withdrawn') return 'gone' as const;
  const waits = record && (record.state === 'placed' || record.state === 'accepted' || record.state === 'not_placed');
  return waits ? ('waits' as const) : ('gone' as const);
}
