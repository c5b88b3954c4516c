// Rating a finished case, adding to it once, and working through what poor ratings ask for.

import type { z } from 'zod';
import { availableActions, step } from '../../engines/workflow/workflow.ts';
import { actingRole, staffReaches } from '../../kernel/actor.ts';
import { chinaDate } from '../../kernel/dates.ts';
import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { audit } from '../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../platform/context.ts';
import { accountNames } from '../accounts/public.ts';
import { getApplicationRecord, mayRead, type ApplicationRecord } from '../registration/public.ts';
import { workingCalendar } from '../seasons/public.ts';
import type { workOrder } from './contract.ts';
import { canRate, isPoor, LEAST_SHOWN, promisesOf, summaryOf } from './rules.ts';
import type { RatingRecord, WorkOrderRecord } from './store.ts';
import * as store from './store.ts';
import { workOrderWorkflow, type WorkOrderEvent, type WorkOrderState } from './workflow.ts';

async function readable(context: Context, applicationId: string): Promise<ApplicationRecord | null> {
  const record = await getApplicationRecord(context, applicationId);
  // A school reads its cases, but not what families say of them under their name.
  const school = context.actor.kind === 'account' && context.actor.role === 'school_reviewer';
  return record && !school && mayRead(context, record) ? record : null;
}

async function onWire(context: Context, rating: RatingRecord) {
  const order = await store.orderOf(context.db, rating.id);
  const events = order ? ((await store.eventsOf(context.db, [order.id])).get(order.id) ?? []) : [];
  const { level, aspects, words, ratedAt, followLevel, followWords, followedAt } = rating;
  return {
    level,
    aspects,
    words,
    ratedAt,
    followUp:
      followLevel !== null && followedAt ? { level: followLevel, words: followWords ?? '', at: followedAt } : null,
    order: order && {
      state: order.state,
      ...promisesOf(order, events, await workingCalendar(context), context.now),
    },
  };
}

/** How a case was rated, for those who may read it. */
export async function viewRating(context: Context, applicationId: string) {
  const record = await readable(context, applicationId);
  if (!record) return err(refusal('application.not_found'));
  const rating = await store.ratingOn(context.db, applicationId);
  const mine = context.actor.kind === 'account' && context.actor.accountId === record.accountId;
  return ok({
    rating: rating && (await onWire(context, rating)),
    mayRate: mine && rating === null && canRate(record.state),
    mayFollowUp: mine && rating !== null && rating.followedAt === null,
  });
}

/** Rates a case of one's own, once. */
export function rate(
  context: Context,
  applicationId: string,
  input: Pick<RatingRecord, 'level' | 'aspects' | 'words'>,
): Outcome<Awaited<ReturnType<typeof onWire>>> {
  return inTransaction(context, async (tx) => {
    const record = await readable(tx, applicationId);
    const { accountId } = account(tx);
    if (!record || record.accountId !== accountId) return err(refusal('application.not_found'));
    if (!canRate(record.state)) return err(refusal('rating.not_finished'));
    const rating: RatingRecord = {
      id: newId(tx),
      applicationId,
      accountId,
      seasonId: record.seasonId,
      district: record.district,
      ...input,
      ratedAt: tx.now,
      followLevel: null,
      followWords: null,
      followedAt: null,
      shown: null,
      shownBy: null,
    };
    if (!(await store.insertRating(tx.db, rating))) return err(refusal('rating.once'));
    if (isPoor(input.level)) await openOrder(tx, rating);
    await audit(tx, {
      action: 'ratings.rate',
      subject: { kind: 'application', id: applicationId },
      district: record.district,
      detail: { level: input.level },
    });
    return ok(await onWire(tx, rating));
  });
}

/** Adds to a rating, once; what was well and is now poor opens a work order too. */
export function followUp(
  context: Context,
  applicationId: string,
  input: { readonly level: number; readonly words: string },
): Outcome<Awaited<ReturnType<typeof onWire>>> {
  return inTransaction(context, async (tx) => {
    const record = await readable(tx, applicationId);
    if (!record || record.accountId !== account(tx).accountId) return err(refusal('application.not_found'));
    const rating = await store.ratingOn(tx.db, applicationId);
    if (!rating) return err(refusal('rating.none'));
    const follow = { followLevel: input.level, followWords: input.words, followedAt: tx.now };
    if (!(await store.addFollowUp(tx.db, applicationId, follow))) return err(refusal('rating.followed'));
    if (isPoor(input.level)) await openOrder(tx, rating);
    await audit(tx, {
      action: 'ratings.follow_up',
      subject: { kind: 'application', id: applicationId },
      district: record.district,
      detail: { level: input.level },
    });
    return ok(await onWire(tx, { ...rating, ...follow }));
  });
}

async function openOrder(tx: Context, rating: RatingRecord): Promise<void> {
  const { contactWorkingDays, fixWorkingDays } = tx.services.city.ratings;
  const order: WorkOrderRecord = {
    id: newId(tx),
    ratingId: rating.id,
    district: rating.district,
    state: 'open',
    version: 1,
    openedAt: tx.now,
    contactWorkingDays,
    fixWorkingDays,
  };
  if (!(await store.insertOrder(tx.db, order))) return;
  await store.insertOrderEvent(tx.db, {
    workOrderId: order.id,
    at: tx.now,
    event: 'open',
    actorAccount: null,
    words: '',
  });
}

const reaches = (context: Context, order: Pick<WorkOrderRecord, 'district'>) =>
  staffReaches(context.actor, { district: order.district, schoolId: null });

/** Work orders within the reader's authority; what is due first comes first, closed ones last. */
export async function listWorkOrders(context: Context, { state }: { readonly state?: WorkOrderState | undefined }) {
  const { organization } = account(context);
  const district = organization?.kind === 'city_bureau' ? undefined : (organization?.district ?? '');
  const orders = await store.listOrders(context.db, { district, state });
  const events = await store.eventsOf(
    context.db,
    orders.map(({ id }) => id),
  );
  const ratings = new Map(
    (
      await store.findRatings(
        context.db,
        orders.map(({ ratingId }) => ratingId),
      )
    ).map((rating) => [rating.id, rating]),
  );
  const people = await accountNames(context, [
    ...[...ratings.values()].map(({ accountId }) => accountId),
    ...[...events.values()].flat().flatMap(({ actorAccount }) => (actorAccount ? [actorAccount] : [])),
  ]);
  const calendar = await workingCalendar(context);
  const rows: z.output<typeof workOrder>[] = [];
  for (const order of orders) {
    const rating = ratings.get(order.ratingId);
    if (!rating) continue;
    const own = events.get(order.id) ?? [];
    const guardian = people.get(rating.accountId);
    rows.push({
      id: order.id,
      state: order.state,
      version: order.version,
      district: order.district,
      applicationId: rating.applicationId,
      receiptNo: (await getApplicationRecord(context, rating.applicationId))?.receiptNo ?? null,
      guardianName: guardian?.name ?? '',
      guardianPhone: guardian?.phone ?? '',
      level: rating.followLevel ?? rating.level,
      words: [rating.words, rating.followWords].filter(Boolean).join(' / '),
      openedAt: order.openedAt,
      ...promisesOf(order, own, calendar, context.now),
      events: own.map(({ at, event, actorAccount, words }) => ({
        at,
        ...(event === 'open' ? { zh: '家长评价', en: 'Rated by the family' } : wordsOf(event)),
        byName: people.get(actorAccount ?? '')?.name ?? '',
        words,
      })),
      actions: [
        ...availableActions(workOrderWorkflow, order.state, actingRole(context.actor), () => reaches(context, order)),
      ],
    });
  }
  const pressing = ({ contact, fix }: (typeof rows)[number]) =>
    (contact.dueAt ?? fix.dueAt)?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return rows.sort(
    (one, other) =>
      Number(one.state === 'closed') - Number(other.state === 'closed') || pressing(one) - pressing(other),
  );
}

function wordsOf(event: WorkOrderEvent): { zh: string; en: string } {
  const { zh, en } = workOrderWorkflow.on[event];
  return { zh, en };
}

/** Records a step on a work order. */
export function workOn(
  context: Context,
  id: string,
  input: { readonly version: number; readonly event: WorkOrderEvent; readonly words: string },
): Outcome<{ version: number; state: WorkOrderState }> {
  return inTransaction(context, async (tx) => {
    const order = await store.findOrder(tx.db, id);
    if (!order || !reaches(tx, order)) return err(refusal('work_order.not_found'));
    if (order.version !== input.version) return err(refusal('work_order.changed'));
    const stepped = step(workOrderWorkflow, order.state, input.event, actingRole(tx.actor), () => reaches(tx, order));
    if (!stepped.ok) {
      const { zh: action, en: actionEn } = workOrderWorkflow.on[input.event];
      const text = workOrderWorkflow.states[order.state].staff;
      return err(refusal('work_order.state', { state: text.zh, stateEn: text.en, action, actionEn }));
    }
    const state = stepped.to;
    const version = await store.moveOrder(tx.db, order, state);
    if (version === null) return err(refusal('work_order.changed'));
    await store.insertOrderEvent(tx.db, {
      workOrderId: id,
      at: tx.now,
      event: input.event,
      actorAccount: account(tx).accountId,
      words: input.words,
    });
    await audit(tx, {
      action: `ratings.${input.event}`,
      subject: { kind: 'work_order', id },
      district: order.district,
      detail: { from: order.state, to: state },
    });
    return ok({ version, state });
  });
}

/** Words of one's district that nobody has looked at. */
export async function wordsToLookAt(context: Context) {
  return store.unseenWords(context.db, account(context).organization?.district ?? '');
}

/** Shows words to the public, or keeps them hidden. */
export function showWords(context: Context, id: string, { show }: { readonly show: boolean }): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const { organization, accountId } = account(tx);
    const district = organization?.district ?? '';
    if (!(await store.setShown(tx.db, id, district, show, accountId))) return err(refusal('rating.not_found'));
    await audit(tx, { action: show ? 'ratings.show' : 'ratings.hide', subject: { kind: 'rating', id }, district });
    return ok({ done: true as const });
  });
}

/** What the public sees: figures where enough families rated, and words that name nobody, by month. */
export async function publicSummary(context: Context) {
  const counts = await store.countLevels(context.db);
  const orders = await store.listOrders(context.db, {});
  const events = await store.eventsOf(
    context.db,
    orders.map(({ id }) => id),
  );
  const calendar = await workingCalendar(context);
  return {
    least: LEAST_SHOWN,
    districts: context.services.city.districts.map(({ code, name, nameEn }) => {
      const summary = summaryOf(counts.filter(({ district }) => district === code));
      const own = orders.filter(({ district }) => district === code);
      const broken = own.filter((order) => {
        const { contact, fix } = promisesOf(order, events.get(order.id) ?? [], calendar, context.now);
        return contact.breached || fix.breached;
      });
      return {
        district: code,
        name,
        nameEn,
        ...summary,
        orders:
          summary.levels === null
            ? null
            : {
                opened: own.length,
                closed: own.filter(({ state }) => state === 'closed').length,
                breached: broken.length,
              },
      };
    }),
    words: (await store.shownWords(context.db)).map(({ level, words, district, ratedAt }) => ({
      level,
      words,
      district,
      month: chinaDate(ratedAt).slice(0, 7),
    })),
  };
}
