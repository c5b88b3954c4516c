// Corrections of a published list: what was wrong, on what evidence, whom it touches; proposed by one, approved by another.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { accountNames } from '../../accounts/public.ts';
import { listApplicationRecords, type ApplicationRecord } from '../../registration/public.ts';
import { policyOf, type SeasonRecord } from '../../seasons/public.ts';
import { amended, effectsOf, overPlan, type Amendment, type Effect } from '../afterwards.ts';
import type { RunInput } from '../problems.ts';
import type { RunResult } from '../rules.ts';
import * as afterwards from '../store-afterwards.ts';
import type { CorrectionRecord } from '../store-afterwards.ts';
import * as store from '../store.ts';
import { namesFor, reasonsOf, type Names } from './names.ts';
import { seasonInReach } from './reach.ts';
import { workOut } from './running.ts';
import { offerFreeSeats, publishedRun, reseat, type SeatChange } from './seats.ts';
import { waitingPlaces } from './publish.ts';

/** What an officer says is right. */
export interface CorrectionInput {
  readonly applicants: readonly {
    readonly applicationId: string;
    readonly categoryId?: string | undefined;
    readonly schoolId?: string | null | undefined;
    readonly late?: boolean | undefined;
  }[];
  readonly schools: readonly { readonly schoolId: string; readonly seats: number }[];
  readonly movesOthers: boolean;
}

/** Applications that a correction may still move. */
const MOVABLE: readonly ApplicationRecord['state'][] = ['placed', 'accepted', 'not_placed'];

interface WorkedOut {
  readonly runId: string;
  readonly amendment: Amendment;
  readonly input: RunInput;
  readonly result: RunResult;
  readonly effects: readonly Effect[];
  readonly overPlan: ReturnType<typeof overPlan>;
}

/** The run as corrections left it, once more with this one, and what that changes. */
async function work(
  tx: Context,
  season: SeasonRecord,
  amendmentFor: (input: RunInput) => Outcome<Amendment>,
  movesOthers: boolean,
): Outcome<WorkedOut> {
  const published = await publishedRun(tx, season.id);
  if (!published.ok) return published;
  const run = published.value;
  const earlier = (await afterwards.correctionsOf(tx.db, season.id)).filter(({ state }) => state === 'approved');
  const before = amended(
    run.input,
    earlier.map(({ amendment }) => amendment),
  );
  const made = await amendmentFor(before);
  if (!made.ok) return made;
  const amendment = made.value;
  const input = amended(before, [amendment]);
  const beforeResult = earlier.length === 0 ? run.result : (await workOut(before))?.result;
  const result = (await workOut(input))?.result;
  if (!beforeResult || !result) throw new Error('a correction was not worked out');
  const seats = new Map((await afterwards.seatsOf(tx.db, season.id)).map((one) => [one.applicationId, one.schoolId]));
  const states = await statesFor(tx, amendment, movesOthers ? result : null);
  const effects = effectsOf(amendment, movesOthers, beforeResult, result, seats, (id) => {
    const state = states.get(id);
    return state !== undefined && MOVABLE.includes(state);
  });
  return ok({ runId: run.id, amendment, input, result, effects, overPlan: overPlan(input, seats, effects) });
}

/** States of those whom a correction may touch: the children it is about, or all of the run. */
async function statesFor(tx: Context, amendment: Amendment, result: RunResult | null) {
  const ids = result?.placings.map(({ applicantId }) => applicantId) ?? amendment.applicants.map(({ id }) => id);
  return new Map((await listApplicationRecords(tx, { ids })).map((record) => [record.id, record.state]));
}

/** What the officer says, as a change of the run's input. */
async function amendmentOf(
  tx: Context,
  season: SeasonRecord,
  said: CorrectionInput,
  input: RunInput,
): Outcome<Amendment> {
  const policy = await policyOf(tx, season.policyHash);
  const unknown = (what: string) => err(refusal('correction.unknown', { what }));
  const schoolIds = new Set(input.schools.map(({ id }) => id));
  const ids = said.applicants.map(({ applicationId }) => applicationId);
  const records = new Map((await listApplicationRecords(tx, { ids })).map((record) => [record.id, record]));
  const applicants: Amendment['applicants'][number][] = [];
  for (const { applicationId, categoryId, schoolId, late } of said.applicants) {
    const applicant = input.applicants.find(({ id }) => id === applicationId);
    if (!applicant) return unknown(records.get(applicationId)?.receiptNo ?? applicationId);
    const category = policy.categories.find(({ id }) => id === categoryId);
    if (categoryId !== undefined && !category) return unknown(categoryId);
    if (schoolId && !schoolIds.has(schoolId)) return unknown(schoolId);
    const keys = records.get(applicationId)?.assessment?.rank ?? [];
    applicants.push({
      id: applicationId,
      set: {
        ...(category
          ? {
              categoryId: category.id,
              categoryOrder: category.order,
              // The category is a key of the order too, where the policy names it there.
              rank: applicant.rank.map((key, at) => (keys[at]?.id === 'category' ? category.order : key)),
            }
          : {}),
        ...(schoolId === undefined ? {} : { catchmentSchoolId: schoolId, nearTo: schoolId ?? applicant.nearTo }),
        ...(late === undefined ? {} : { late }),
      },
    });
  }
  const missing = said.schools.find(({ schoolId }) => !schoolIds.has(schoolId));
  if (missing) return unknown(missing.schoolId);
  return ok({ applicants, schools: said.schools.map(({ schoolId, seats }) => ({ id: schoolId, seats })) });
}

/** Whom a correction would touch, before anybody proposes it. */
export async function previewCorrection(context: Context, seasonId: string, said: CorrectionInput) {
  const reached = await seasonInReach(context, seasonId);
  if (!reached.ok) return reached;
  const season = reached.value;
  const worked = await work(context, season, (input) => amendmentOf(context, season, said, input), said.movesOthers);
  if (!worked.ok) return worked;
  const names = await namesFor(context, season);
  return ok({
    effects: await shownEffects(context, worked.value.effects, names),
    overPlan: worked.value.overPlan.map((one) => ({ ...one, schoolName: names.school(one.schoolId) })),
  });
}

/** Proposes a correction; nothing changes until a second officer approves. */
export async function proposeCorrection(
  context: Context,
  seasonId: string,
  said: CorrectionInput & { readonly wrong: string; readonly evidence: string; readonly objectionId: string | null },
): Outcome<{ id: string }> {
  try {
    return await inTransaction(context, async (tx) => {
      const reached = await seasonInReach(tx, seasonId);
      if (!reached.ok) return reached;
      const season = reached.value;
      const worked = await work(tx, season, (input) => amendmentOf(tx, season, said, input), said.movesOthers);
      if (!worked.ok) return worked;
      const { runId, amendment, effects } = worked.value;
      if (effects.length === 0) return err(refusal('correction.nothing'));
      const objection = said.objectionId === null ? null : await afterwards.lockObjection(tx.db, said.objectionId);
      if (said.objectionId !== null && objection?.seasonId !== seasonId) return err(refusal('objection.not_found'));
      const id = newId(tx);
      await afterwards.insertCorrection(tx.db, {
        id,
        seasonId,
        runId,
        objectionId: said.objectionId,
        state: 'proposed',
        wrong: said.wrong,
        evidence: said.evidence,
        amendment,
        movesOthers: said.movesOthers,
        effects,
        proposedBy: account(tx).accountId,
        proposedAt: tx.now,
        decidedBy: null,
        decidedAt: null,
      });
      await audit(tx, {
        action: 'placement.propose_correction',
        subject: { kind: 'correction', id },
        district: season.district,
        detail: { season: seasonId, amendment, movesOthers: said.movesOthers, touched: effects.length },
      });
      return ok({ id });
    });
  } catch (error) {
    if (violatedConstraint(error) === 'corrections_one_open') return err(refusal('correction.open'));
    throw error;
  }
}

/**
 * Approves or rejects what someone else proposed. Approved, it touches exactly those whom the proposal named: where the
 * list has changed since so that it would touch others, it is refused.
 */
export function decideCorrection(context: Context, id: string, approve: boolean): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const correction = await afterwards.lockCorrection(tx.db, id);
    const reached = correction && (await seasonInReach(tx, correction.seasonId));
    if (!correction || !reached?.ok || correction.state !== 'proposed') return err(refusal('correction.not_found'));
    const season = reached.value;
    const { accountId } = account(tx);
    if (correction.proposedBy === accountId) return err(refusal('correction.own'));
    if (approve) {
      const applied = await apply(tx, season, correction);
      if (!applied.ok) return applied;
    }
    await afterwards.decideCorrection(tx.db, id, {
      state: approve ? 'approved' : 'rejected',
      decidedBy: accountId,
      decidedAt: tx.now,
    });
    await audit(tx, {
      action: approve ? 'placement.approve_correction' : 'placement.reject_correction',
      subject: { kind: 'correction', id },
      district: season.district,
      detail: { touched: correction.effects.length },
    });
    return ok({ done: true as const });
  });
}

async function apply(tx: Context, season: SeasonRecord, correction: CorrectionRecord): Outcome<undefined> {
  await afterwards.lockSeats(tx.db, season.id);
  const worked = await work(tx, season, () => Promise.resolve(ok(correction.amendment)), correction.movesOthers);
  if (!worked.ok) return worked;
  const { runId, input, result, effects } = worked.value;
  const same = (list: readonly Effect[]) =>
    list
      .map(({ applicationId, from, to }) => `${applicationId} ${from} ${to}`)
      .sort()
      .join();
  if (same(effects) !== same(correction.effects)) return err(refusal('correction.outdated'));
  const ids = effects.map(({ applicationId }) => applicationId);
  const records = new Map((await listApplicationRecords(tx, { ids })).map((record) => [record.id, record]));
  const placings = new Map(result.placings.map((placing) => [placing.applicantId, placing]));
  const applicants = new Map(input.applicants.map((applicant) => [applicant.id, applicant]));
  const names = await namesFor(tx, season);
  const changes: SeatChange[] = [];
  for (const { applicationId, to, concerned } of effects) {
    const [record, placing, applicant] = [
      records.get(applicationId),
      placings.get(applicationId),
      applicants.get(applicationId),
    ];
    if (!record || !placing || !applicant) return err(refusal('correction.outdated'));
    const why = concerned
      ? { zh: `更正：${correction.wrong}`, en: `Correction: ${correction.wrong}` }
      : { zh: '因一项更正重新计算，录取有变化。', en: 'A correction was worked out anew and changes this placement.' };
    changes.push({
      record,
      to,
      route: placing.route,
      because: [why, ...reasonsOf(placing, applicant, names)],
      event: to === null ? 'lose_seat' : 'correct',
    });
  }
  const given = await reseat(tx, season, changes, { cause: 'correction', causeId: correction.id, runId });
  if (!given.ok) return given;
  const plan = new Map((await store.planOf(tx.db, season.id)).map((line) => [line.schoolId, line]));
  await store.upsertPlan(
    tx.db,
    season.id,
    correction.amendment.schools.map(({ id, seats }) => ({
      schoolId: id,
      classes: plan.get(id)?.classes ?? 0,
      seats,
    })),
  );
  await afterwards.replaceWaiting(tx.db, season.id, waitingPlaces(input, result));
  await offerFreeSeats(tx, season);
  return ok();
}

async function shownEffects(context: Context, effects: readonly Effect[], names: Names) {
  const ids = effects.map(({ applicationId }) => applicationId);
  const records = new Map((await listApplicationRecords(context, { ids })).map((record) => [record.id, record]));
  return effects.map(({ applicationId, from, to, concerned }) => ({
    applicationId,
    receiptNo: records.get(applicationId)?.receiptNo ?? '',
    childName: records.get(applicationId)?.child.name ?? '',
    from: from && names.school(from),
    to: to && names.school(to),
    concerned,
  }));
}

/** Corrections of a season, the latest first, with what a new one could put right. */
export async function listCorrections(context: Context, seasonId: string) {
  const reached = await seasonInReach(context, seasonId);
  if (!reached.ok) return reached;
  const season = reached.value;
  const names = await namesFor(context, season);
  const policy = await policyOf(context, season.policyHash);
  const run = season.resultsPublishedAt === null ? null : await store.publishedRun(context.db, seasonId);
  const plan = new Map((await store.planOf(context.db, seasonId)).map((line) => [line.schoolId, line.seats]));
  const corrections = (await afterwards.correctionsOf(context.db, seasonId)).toReversed();
  const people = corrections.flatMap((one) => [one.proposedBy, one.decidedBy]).filter((id) => id !== null);
  const persons = await accountNames(context, people);
  const me = context.actor.kind === 'account' ? context.actor.accountId : '';
  return ok({
    categories: policy.categories.map(({ id, name }) => ({ id, name: name.zh, nameEn: name.en })),
    schools: (run?.input.schools ?? []).map(({ id, ownership, seats }) => ({
      id,
      name: names.school(id),
      ownership,
      seats: plan.get(id) ?? seats,
    })),
    corrections: await Promise.all(
      corrections.map(async (one) => ({
        id: one.id,
        state: one.state,
        wrong: one.wrong,
        evidence: one.evidence,
        objectionId: one.objectionId,
        movesOthers: one.movesOthers,
        changes: await shownChanges(context, one.amendment, names),
        effects: await shownEffects(context, one.effects, names),
        proposedByName: persons.get(one.proposedBy)?.name ?? '',
        proposedAt: one.proposedAt,
        decidedByName: one.decidedBy && (persons.get(one.decidedBy)?.name ?? ''),
        decidedAt: one.decidedAt,
        mine: one.proposedBy === me,
      })),
    ),
  });
}

async function shownChanges(context: Context, { applicants, schools }: Amendment, names: Names) {
  const ids = applicants.map(({ id }) => id);
  const records = new Map((await listApplicationRecords(context, { ids })).map((record) => [record.id, record]));
  const changes: { zh: string; en: string }[] = [];
  for (const { id, set } of applicants) {
    const who = records.get(id);
    const name = `${who?.child.name ?? ''} ${who?.receiptNo ?? ''}`.trim();
    const say = (zh: string, en: string) => changes.push({ zh: `${name}：${zh}`, en: `${name}: ${en}` });
    if (set.categoryId !== undefined)
      say(`类别改为${names.category(set.categoryId)}`, `category is ${names.categoryEn(set.categoryId)}`);
    if (set.catchmentSchoolId !== undefined) {
      const school = set.catchmentSchoolId;
      if (school === null) say('不属于任何学校的施教区', 'in no catchment');
      else say(`施教区学校改为${names.school(school)}`, `catchment is ${names.schoolEn(school)}`);
    }
    if (set.late !== undefined)
      say(set.late ? '属于补报名' : '属于按时报名', set.late ? 'registered late' : 'registered in time');
  }
  for (const { id, seats } of schools)
    changes.push({
      zh: `${names.school(id)}：计划学位 ${seats} 个`,
      en: `${names.schoolEn(id)}: ${seats} seats planned`,
    });
  return changes;
}
