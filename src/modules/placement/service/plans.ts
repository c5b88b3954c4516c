// The plan of seats: read, propose, decide.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { accountNames } from '../../accounts/public.ts';
import { listApplicationRecords } from '../../registration/public.ts';
import { listSchools } from '../../schools/public.ts';
import type { PlanLine } from '../store.ts';
import * as store from '../store.ts';
import { seasonInReach } from './reach.ts';

const UNDER_REVIEW = ['submitted', 'needs_material', 'endorsed'] as const;

/** Seats per school beside the demand known so far, and the proposal that waits. */
export async function viewPlan(context: Context, seasonId: string) {
  const reached = await seasonInReach(context, seasonId);
  if (!reached.ok) return reached;
  const season = reached.value;
  const schools = await listSchools(context, { district: season.district, stage: season.stage });
  const names = new Map(schools.map((school) => [school.id, school]));
  const plan = new Map((await store.planOf(context.db, seasonId)).map((line) => [line.schoolId, line]));
  const eligible = await listApplicationRecords(context, { seasonId, states: ['eligible'] });
  const waiting = await listApplicationRecords(context, { seasonId, states: [...UNDER_REVIEW] });
  const demand = new Map<string, number>();
  for (const { schoolId } of [...eligible, ...waiting])
    if (schoolId) demand.set(schoolId, (demand.get(schoolId) ?? 0) + 1);
  const line = ({ schoolId, classes, seats }: PlanLine) => ({
    schoolId,
    schoolName: names.get(schoolId)?.name ?? schoolId,
    ownership: names.get(schoolId)?.ownership ?? ('public' as const),
    classes,
    seats,
  });
  const lines = schools
    .filter((school) => school.status !== 'closed')
    .map((school) => ({
      ...line(plan.get(school.id) ?? { schoolId: school.id, classes: 0, seats: 0 }),
      demand: demand.get(school.id) ?? 0,
    }));
  const change = await store.openChange(context.db, seasonId);
  const proposer = change && (await accountNames(context, [change.proposedBy])).get(change.proposedBy);
  const mine = change !== null && context.actor.kind === 'account' && context.actor.accountId === change.proposedBy;
  return ok({
    lines,
    totals: {
      seats: lines.reduce((sum, { seats }) => sum + seats, 0),
      eligible: eligible.length,
      underReview: waiting.length,
    },
    proposal: change && {
      id: change.id,
      reason: change.reason,
      proposedByName: proposer?.name ?? '',
      proposedAt: change.proposedAt,
      mine,
      lines: change.lines.map((one) => ({ ...line(one), before: plan.get(one.schoolId)?.seats ?? 0 })),
    },
  });
}

/** Proposes a change; nothing of the plan changes until a second officer approves. */
export async function proposePlan(
  context: Context,
  seasonId: string,
  input: { readonly lines: readonly PlanLine[]; readonly reason: string },
): Outcome<{ id: string }> {
  try {
    return await inTransaction(context, async (tx) => {
      const reached = await seasonInReach(tx, seasonId);
      if (!reached.ok) return reached;
      const season = reached.value;
      if (season.resultsPublishedAt) return err(refusal('run.already_published'));
      const known = new Set(
        (await listSchools(tx, { district: season.district, stage: season.stage })).map((school) => school.id),
      );
      const unknown = input.lines.find((line) => !known.has(line.schoolId));
      if (unknown) return err(refusal('plan.school_unknown', { school: unknown.schoolId }));
      const id = newId(tx);
      const { accountId } = account(tx);
      await store.insertChange(tx.db, {
        id,
        seasonId,
        state: 'proposed',
        lines: input.lines,
        reason: input.reason,
        proposedBy: accountId,
        proposedAt: tx.now,
        decidedBy: null,
        decidedAt: null,
      });
      await audit(tx, {
        action: 'placement.propose_plan',
        subject: { kind: 'season', id: seasonId },
        district: season.district,
        detail: { change: id, lines: input.lines, reason: input.reason },
      });
      return ok({ id });
    });
  } catch (error) {
    if (violatedConstraint(error) === 'plan_changes_one_open') return err(refusal('plan.open_proposal'));
    throw error;
  }
}

/** Approves or rejects what someone else proposed. */
export function decidePlan(context: Context, id: string, approve: boolean): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const change = await store.lockChange(tx.db, id);
    const reached = change && (await seasonInReach(tx, change.seasonId));
    if (!change || !reached?.ok || change.state !== 'proposed') return err(refusal('plan.not_found'));
    const { accountId } = account(tx);
    if (change.proposedBy === accountId) return err(refusal('plan.own_proposal'));
    await store.decideChange(tx.db, id, {
      state: approve ? 'approved' : 'rejected',
      decidedBy: accountId,
      decidedAt: tx.now,
    });
    if (approve) await store.upsertPlan(tx.db, change.seasonId, change.lines);
    await audit(tx, {
      action: approve ? 'placement.approve_plan' : 'placement.reject_plan',
      subject: { kind: 'season', id: change.seasonId },
      district: reached.value.district,
      detail: { change: id },
    });
    return ok({ done: true as const });
  });
}
