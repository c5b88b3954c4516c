// Changing catchments: propose, see whom it touches, decide with a second pair of eyes.

import { step, availableActions } from '../../../engines/workflow/workflow.ts';
import { actingRole } from '../../../kernel/actor.ts';
import { chinaDate } from '../../../kernel/dates.ts';
import type { ResponseOf } from '../../../kernel/endpoint.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok, unwrap } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import { listApplicationRecords, mayBeRelocated, relocateApplication } from '../../registration/public.ts';
import { listCatchmentVersions, listSchools, locatorFor, putCatchmentVersion } from '../../schools/public.ts';
import { listSeasons } from '../../seasons/public.ts';
import type { catchmentsContract, Change, ChangeItem } from '../contract.ts';
import { nameOf, proposalFault, seasonsOn, zonesOn, type Situation } from '../rules.ts';
import * as store from '../store.ts';
import type { ChangeRecord } from '../store.ts';
import { changeWorkflow, type ChangeEvent, type ChangeGuard } from '../workflow.ts';
import { reach, type Place } from './reach.ts';

type Touched = ResponseOf<(typeof catchmentsContract)['GET /api/catchments/changes/:id/touched']>;

/** More are counted but not listed. */
const LISTED = 200;
/** Applications that a change may concern: handed in, and not gone. */
const CONCERNED = ['submitted', 'needs_material', 'endorsed', 'eligible', 'placed', 'accepted'] as const;

/** Changes of a district and stage, the newest first. */
export async function listChanges(context: Context, place: Place): Outcome<Change[]> {
  const reached = reach(context, place.district);
  if (!reached.ok) return reached;
  return ok(await present(context, await store.listChanges(context.db, place.district, place.stage)));
}

async function present(context: Context, records: readonly ChangeRecord[]): Promise<Change[]> {
  const people = records.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])]);
  const names = await accountNames(context, [...new Set(people)]);
  const schools = await listSchools(context);
  const name = (id: string): string => names.get(id)?.name ?? '';
  return records.map((record) => {
    const { proposedBy, decidedBy, items, followedAt: _, ...rest } = record;
    return {
      ...rest,
      items: items.map((item) => ({ ...item, school: nameOf(item, schools) })),
      proposedByName: name(proposedBy),
      decidedByName: decidedBy === null ? null : name(decidedBy),
      actions: [
        ...availableActions(changeWorkflow, record.state, actingRole(context.actor), (guard) =>
          holds(context, record, guard),
        ),
      ],
    };
  });
}

function holds(context: Context, record: ChangeRecord, guard: ChangeGuard): boolean {
  const own = context.actor.kind === 'account' && context.actor.accountId === record.proposedBy;
  if (guard === 'own_district') return reach(context, record.district).ok;
  return guard === 'own_proposal' ? own : !own;
}

async function situationOf(context: Context, { district, stage }: Place): Promise<Situation> {
  const changes = await store.listChanges(context.db, district, stage);
  return {
    versions: await listCatchmentVersions(context, district, stage),
    schools: await listSchools(context, { district, stage }),
    seasons: (await listSeasons(context)).filter((one) => one.district === district && one.stage === stage),
    open: changes.filter(({ state }) => state === 'proposed').flatMap(({ items }) => items),
    today: chinaDate(context.now),
    english: context.language === 'en',
  };
}

/** Proposes a change; nothing is in force before a second officer has approved it. */
export function proposeChange(
  context: Context,
  input: Place & {
    readonly effectiveFrom: string;
    readonly reason: string;
    readonly seasonReason: string;
    readonly items: readonly ChangeItem[];
  },
): Outcome<Change> {
  return inTransaction(context, async (tx) => {
    const reached = reach(tx, input.district);
    if (!reached.ok) return reached;
    const fault = proposalFault(input, await situationOf(tx, input));
    if (fault) return err(fault);
    const { district, stage, effectiveFrom, reason, seasonReason, items } = input;
    const record: ChangeRecord = {
      id: newId(tx),
      district,
      stage,
      state: 'proposed',
      effectiveFrom,
      reason,
      seasonReason,
      items,
      proposedBy: account(tx).accountId,
      proposedAt: tx.now,
      decidedBy: null,
      decidedAt: null,
      decisionWords: '',
      followedAt: null,
      version: 1,
    };
    await store.insertChange(tx.db, record);
    await audit(tx, {
      action: 'catchments.propose',
      subject: { kind: 'catchment_change', id: record.id },
      district,
      detail: { effectiveFrom, reason, seasonReason, schools: items.map(({ schoolId, campus }) => schoolId + campus) },
    });
    return presented(tx, record);
  });
}

async function presented(context: Context, record: ChangeRecord): Outcome<Change> {
  const [change] = await present(context, [record]);
  return change ? ok(change) : err(refusal('catchment_change.not_found'));
}

/** Applications of the seasons that a change meets under way which it would locate otherwise. */
export async function readTouched(context: Context, id: string): Outcome<Touched> {
  const record = await store.findChange(context.db, id);
  if (!record) return err(refusal('catchment_change.not_found'));
  const reached = reach(context, record.district);
  if (!reached.ok) return reached;
  const touched = await touchedBy(context, record);
  return ok({ ...touched, count: touched.applications.length, applications: touched.applications.slice(0, LISTED) });
}

async function touchedBy(context: Context, record: ChangeRecord): Promise<Omit<Touched, 'count'>> {
  const { versions, schools, seasons } = await situationOf(context, record);
  const day = record.effectiveFrom;
  const before = await locatorFor(context, record, zonesOn(versions, schools, day), day);
  const after = await locatorFor(context, record, zonesOn(versions, schools, day, record.items), day);
  const applications: Touched['applications'] = [];
  let looked = 0;
  for (const season of seasonsOn(seasons, day)) {
    for (const application of await listApplicationRecords(context, { seasonId: season.id, states: [...CONCERNED] })) {
      if (!application.declared) continue;
      looked += 1;
      const { address } = application.declared.dwelling;
      const [was, is] = [await before(address), await after(address)];
      const names = ({ schools: found }: typeof was) => found.map(({ school, campus }) => school + campus);
      if (was.result === is.result && names(was).join('/') === names(is).join('/')) continue;
      applications.push({
        applicationId: application.id,
        receiptNo: application.receiptNo,
        address,
        before: names(was),
        after: names(is),
        result: is.result,
        follows: mayBeRelocated(application),
      });
    }
  }
  return { looked, applications };
}

/**
 * Decides on a change. Approved, it becomes the catchments' next versions; within a season, applications that nobody
 * decided on are located anew, at once or on the day from which it is in force ({@link followDueChanges}).
 */
export function decideChange(
  context: Context,
  id: string,
  input: { readonly event: ChangeEvent; readonly version: number; readonly words: string },
): Outcome<Change> {
  return inTransaction(context, async (tx) => {
    const record = await store.findChange(tx.db, id);
    if (!record) return err(refusal('catchment_change.not_found'));
    const reached = reach(tx, record.district);
    if (!reached.ok) return reached;
    const stepped = step(changeWorkflow, record.state, input.event, actingRole(tx.actor), (guard) =>
      holds(tx, record, guard),
    );
    if (!stepped.ok) {
      if (stepped.fault.kind === 'guard') {
        return err(
          refusal(stepped.fault.guard === 'own_proposal' ? 'catchment_change.not_own' : 'catchment_change.four_eyes'),
        );
      }
      const { staff } = changeWorkflow.states[record.state];
      return err(refusal('catchment_change.state', { state: tx.language === 'en' ? staff.en : staff.zh }));
    }
    const decided = await store.decideChange(
      tx.db,
      { id, version: input.version },
      { state: stepped.to, decidedBy: account(tx).accountId, decidedAt: tx.now, decisionWords: input.words },
    );
    if (!decided) {
      const { staff } = changeWorkflow.states[record.state];
      return err(refusal('catchment_change.state', { state: tx.language === 'en' ? staff.en : staff.zh }));
    }
    const relocated = input.event === 'approve' ? await putIntoForce(tx, record) : ok(0);
    if (!relocated.ok) return relocated;
    await audit(tx, {
      action: `catchments.${input.event}`,
      subject: { kind: 'catchment_change', id },
      district: record.district,
      detail: { words: input.words, effectiveFrom: record.effectiveFrom, relocated: relocated.value },
    });
    const after = await store.findChange(tx.db, id);
    return presented(tx, after ?? record);
  });
}

async function putIntoForce(tx: Context, record: ChangeRecord): Outcome<number> {
  const situation = await situationOf(tx, record);
  const today = chinaDate(tx.now);
  if (record.effectiveFrom < today) return err(refusal('catchment_change.past', { today }));
  for (const item of record.items) {
    const put = await putCatchmentVersion(tx, record.id, {
      ...item,
      stage: record.stage,
      effectiveFrom: record.effectiveFrom,
    });
    if (!put) return err(refusal('catchment_change.outdated', { school: nameOf(item, situation.schools) }));
  }
  return ok(record.effectiveFrom === today ? await follow(tx, record) : 0);
}

/** Locates anew, by a change that is in force, all applications of seasons under way on whom nobody decided. */
async function follow(tx: Context, record: ChangeRecord): Promise<number> {
  const { seasons } = await situationOf(tx, record);
  let relocated = 0;
  for (const season of seasonsOn(seasons, record.effectiveFrom)) {
    for (const application of await listApplicationRecords(tx, { seasonId: season.id, states: [...CONCERNED] })) {
      if (!mayBeRelocated(application)) continue;
      if (await relocateApplication(tx, application.id, record.seasonReason || record.reason)) relocated += 1;
    }
  }
  await store.markFollowed(tx.db, record.id, tx.now);
  return relocated;
}

/** Lets applications follow the changes that were approved before and whose day has come. */
export async function followDueChanges(context: Context): Promise<void> {
  for (const record of await store.listUnfollowed(context.db, chinaDate(context.now))) {
    unwrap(
      await inTransaction(context, async (tx) => {
        const relocated = await follow(tx, record);
        await audit(tx, {
          action: 'catchments.follow',
          subject: { kind: 'catchment_change', id: record.id },
          district: record.district,
          detail: { effectiveFrom: record.effectiveFrom, relocated },
        });
        return ok();
      }),
    );
  }
}
