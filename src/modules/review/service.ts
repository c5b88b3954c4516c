// The work of reviewers: what waits, who is on it, and what they decide.

import { staffReaches } from '../../kernel/actor.ts';
import { chinaDateTime } from '../../kernel/dates.ts';
import { maskResidentId } from '../../kernel/resident-id.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { audit } from '../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../platform/context.ts';
import { accountNames } from '../accounts/public.ts';
import {
  findCategory,
  getApplicationRecord,
  helpedAtCounter,
  listAssessments,
  moveApplication,
  type ApplicationRecord,
} from '../registration/public.ts';
import type { ApplicationState } from '../registration/workflow.ts';
import { getSeason, listSeasons, phaseOf, policyOf } from '../seasons/public.ts';
import { checkStates, checksFor, checksOf } from '../verification/public.ts';
import type { reviewContract, WORKLIST_SORTS } from './contract.ts';
import { REASONS, type ReasonCode, type Risk } from './contract.ts';
import { assessmentSteps, differenceOf, groundNamed, groundsOf, rankWords } from './assessments.ts';
import { CLAIM_MINUTES, dueAt, eventFor, reachOf, reasonFits, stepOf } from './rules.ts';
import * as store from './store.ts';
import type { RequestOf } from '../../kernel/endpoint.ts';

/** Filters of the worklist as they come over the wire. */
type WorklistQuery = RequestOf<(typeof reviewContract)['GET /api/worklist']>['query'];
type Decision = RequestOf<(typeof reviewContract)['POST /api/applications/:id/decisions']>['body'];

/** A page of cases with the counts beside the filters. */
export async function worklist(context: Context, query: WorklistQuery) {
  const reach = reachOf(context.actor) ?? { district: '' };
  const waitsFor = query.queue === 'mine' ? (stepOf(context.actor) ?? undefined) : undefined;
  const common: store.CaseFilter = {
    reach,
    seasonId: query.seasonId,
    categoryId: query.categoryId,
    schoolId: query.schoolId,
    late: query.late,
    q: query.q,
    waitsFor,
    claimedBy: query.queue === 'claimed' ? account(context).accountId : undefined,
  };
  const filter = { ...common, states: query.state ? [query.state] : undefined, risk: query.risk };
  const page = {
    sort: query.sort satisfies (typeof WORKLIST_SORTS)[number],
    order: query.order,
    offset: (query.page - 1) * query.size,
    limit: query.size,
  };
  const rows = await store.listCases(context.db, filter, page, context.now);
  const counted = await store.countCases(context.db, common, context.now);
  const claims = new Map(
    (
      await store.claimsOn(
        context.db,
        rows.map(({ id }) => id),
        context.now,
      )
    ).map((claim) => [claim.applicationId, claim.accountId]),
  );
  const names = await accountNames(context, [...claims.values()]);
  const matching = (one: { state: ApplicationState; risk: Risk }) =>
    (!query.state || one.state === query.state) && (!query.risk || one.risk === query.risk);
  return {
    rows: rows.map((row) => ({
      id: row.id,
      receiptNo: row.receiptNo,
      childName: row.childName,
      childIdNumber: maskResidentId(row.childIdNumber),
      sex: row.sex,
      birthDate: row.birthDate,
      seasonId: row.seasonId,
      schoolId: row.schoolId,
      schoolName: row.schoolName,
      categoryId: row.categoryId,
      categoryName: row.categoryName,
      state: row.state,
      late: row.late,
      risk: row.risk,
      checks: { matched: row.matched, differs: row.differs, waiting: row.waiting },
      submittedAt: row.submittedAt,
      dueAt: row.cureUntil,
      claimedBy: names.get(claims.get(row.id) ?? '')?.name ?? null,
      version: row.version,
    })),
    total: sum(counted.filter(matching)),
    counts: {
      states: tally(
        counted.filter((one) => !query.risk || one.risk === query.risk),
        (one) => one.state,
      ),
      risks: tally(
        counted.filter((one) => !query.state || one.state === query.state),
        (one) => one.risk,
      ),
    },
  };
}

const sum = (rows: readonly { readonly count: number }[]) => rows.reduce((total, { count }) => total + count, 0);

function tally<R extends { readonly count: number }>(
  rows: readonly R[],
  key: (row: R) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + row.count;
  return counts;
}

/** What awaits the reader today. */
export async function overview(context: Context) {
  const reach = reachOf(context.actor) ?? { district: '' };
  const { accountId } = account(context);
  const step = stepOf(context.actor);
  const counted = await store.countCases(context.db, { reach }, context.now);
  const daily = await store.dailySubmissions(context.db, reach);
  const mine = step ? sum(await store.countCases(context.db, { reach, waitsFor: step }, context.now)) : 0;
  const seasons = (await listSeasons(context)).filter(
    (season) =>
      counted.some((one) => one.seasonId === season.id) ||
      reach.district === undefined ||
      season.district === reach.district,
  );
  return {
    mine,
    claimed: await store.countClaims(context.db, accountId, context.now),
    overdue: await store.countOverdue(context.db, reach, context.now),
    seasons: seasons
      .filter((season) => reach.schoolId === undefined || counted.some((one) => one.seasonId === season.id))
      .map((season) => {
        const own = counted.filter((one) => one.seasonId === season.id);
        const open = own.filter((one) => ['submitted', 'endorsed', 'needs_material'].includes(one.state));
        return {
          seasonId: season.id,
          name: season.name,
          nameEn: season.nameEn,
          district: season.district,
          phase: phaseOf(season, context.now),
          total: sum(own),
          states: tally(own, (one) => one.state),
          checks: {
            waiting: sum(open.filter((one) => one.risk === 'waiting')),
            differs: sum(open.filter((one) => one.risk === 'differs')),
          },
          daily: daily.filter((one) => one.seasonId === season.id).map(({ date, count }) => ({ date, count })),
        };
      }),
  };
}

/** Reasons with their cures. */
export function reasons() {
  return (Object.keys(REASONS) as ReasonCode[]).map((code) => ({ code, ...REASONS[code] }));
}

/** A case within the actor's authority; what was never submitted is the family's alone, also once it was withdrawn. */
async function caseInReach(context: Context, id: string): Promise<ApplicationRecord | null> {
  const record = await getApplicationRecord(context, id);
  return record && record.revision > 0 && staffReaches(context.actor, record) ? record : null;
}

/** What a reviewer needs besides the application. */
export async function reviewView(context: Context, id: string) {
  const record = await caseInReach(context, id);
  const season = record && (await getSeason(context, record.seasonId));
  if (!record || !season) return err(refusal('application.not_found'));
  const claim = await store.findClaim(context.db, id, context.now);
  const decisions = await store.decisionsOn(context.db, id);
  const policy = await policyOf(context, season.policyHash);
  const assessments = await listAssessments(context, record);
  const names = await accountNames(context, [
    ...assessments.flatMap(({ assessedBy }) => assessedBy ?? []),
    ...decisions.map((decision) => decision.decidedBy),
    ...(claim ? [claim.accountId] : []),
  ]);
  const dwelling = record.declared?.dwelling;
  const similar = await store.similarCases(context.db, id, {
    seasonId: season.id,
    address: dwelling?.address ?? null,
    document: dwelling?.documentNumber || null,
    accountId: record.accountId,
  });
  return ok({
    claim: claim && {
      byName: names.get(claim.accountId)?.name ?? '',
      mine: claim.accountId === account(context).accountId,
      expiresAt: claim.expiresAt,
    },
    decisions: decisions.map((decision) => ({
      id: decision.id,
      revision: decision.revision,
      outcome: decision.outcome,
      reasonCode: decision.reasonCode,
      words: decision.words,
      cure: decision.cure,
      dueAt: decision.dueAt,
      categoryBefore: decision.categoryBefore,
      categoryAfter: decision.categoryAfter,
      decidedByName: names.get(decision.decidedBy)?.name ?? '',
      organizationName: names.get(decision.decidedBy)?.organizationName ?? null,
      decidedAt: decision.decidedAt,
    })),
    steps: record.assessment?.review.steps ?? 2,
    categories: policy.categories.map(({ id: categoryId, name }) => ({
      id: categoryId,
      name: name.zh,
      nameEn: name.en,
    })),
    grounds: groundsOf(record, policy),
    assessments: assessmentSteps(assessments, names, policy),
    difference: differenceOf(record.assessment),
    rank: rankWords(record.assessment),
    similar: similar.map(({ applicationId, receiptNo, childName, sameAddress, sameDocument }) => ({
      applicationId,
      receiptNo,
      childName,
      what: [sameAddress ? '同一住址' : '', sameDocument ? '同一证件号' : ''].filter(Boolean).join('、'),
    })),
  });
}

/** Takes a case; refused while someone else's claim runs. */
export function claim(context: Context, id: string): Outcome<{ expiresAt: Date }> {
  return inTransaction(context, async (tx) => {
    const record = await caseInReach(tx, id);
    if (!record) return err(refusal('application.not_found'));
    const expiresAt = new Date(tx.now.getTime() + CLAIM_MINUTES * 60_000);
    const taken = await store.takeClaim(tx.db, {
      applicationId: id,
      accountId: account(tx).accountId,
      claimedAt: tx.now,
      expiresAt,
    });
    if (!taken) {
      const refused = await claimedByOther(tx, id);
      return err(refused ?? refusal('application.changed'));
    }
    return ok({ expiresAt });
  });
}

async function claimedByOther(context: Context, id: string): Promise<Refusal | null> {
  const standing = await store.findClaim(context.db, id, context.now);
  if (!standing || standing.accountId === account(context).accountId) return null;
  const name = (await accountNames(context, [standing.accountId])).get(standing.accountId)?.name ?? '';
  return refusal('review.claimed', { name, until: chinaDateTime(standing.expiresAt) });
}

/** Puts a case back. */
export async function unclaim(context: Context, id: string): Outcome<{ done: true }> {
  if (!(await caseInReach(context, id))) return err(refusal('application.not_found'));
  await store.dropClaim(context.db, id, account(context).accountId);
  return ok({ done: true as const });
}

/** A case after a decision, with its assessment where that is a new one. */
interface Moved {
  readonly version: number;
  readonly state: ApplicationState;
  readonly assessment?: ApplicationRecord['assessment'];
}

/** Decides on a case: one transaction, one audit entry; the version read must still be the present one. */
export function decide(
  context: Context,
  id: string,
  decision: Decision,
): Outcome<{ version: number; state: ApplicationState; nextId: string | null }> {
  return inTransaction(context, async (tx) => {
    const record = await caseInReach(tx, id);
    const season = record && (await getSeason(tx, record.seasonId));
    if (!record || !season) return err(refusal('application.not_found'));
    if (record.version !== decision.version) return err(refusal('application.changed'));
    if (await helpedAtCounter(tx, id, account(tx).accountId)) return err(refusal('review.helped'));
    const claimed = await claimedByOther(tx, id);
    if (claimed) return err(claimed);
    const due = 'dueOn' in decision ? dueAt(decision.dueOn, tx.now) : null;
    if (due && !(due instanceof Date)) return err(due);
    if (
      'reasonCode' in decision &&
      !reasonFits(decision.reasonCode, decision.outcome === 'refused' ? 'refuse' : 'ask_material')
    )
      return err(refusal('review.reason_unfit'));
    if (decision.outcome === 'approved' || decision.outcome === 'endorsed') {
      const open = await openChecks(tx, record);
      if (open > 0) return err(refusal('review.checks_open', { count: open }));
      const difference = record.assessment?.difference;
      if (difference) {
        const { category } = difference;
        return err(
          refusal('review.category_open', {
            category: category?.name ?? '不属于任何类别',
            categoryEn: category?.nameEn ?? 'none',
          }),
        );
      }
    }
    const moved: Result<Moved, Refusal> =
      decision.outcome === 'category_changed'
        ? await findCategory(tx, record, {
            ...decision,
            evidence: await evidenceNames(tx, season.policyHash, decision.evidence),
          })
        : await moveApplication(tx, record, eventFor(decision.outcome, record.state), {
            expectedVersion: decision.version,
            detail: {
              words: decision.words,
              ...('cure' in decision ? { cure: decision.cure } : {}),
              ...(due ? { dueAt: due.toISOString() } : {}),
            },
            set: due ? { cureUntil: due } : {},
          });
    if (!moved.ok) return moved;
    const { accountId } = account(tx);
    const inForce = moved.value.assessment ?? record.assessment;
    await store.insertDecision(tx.db, {
      id: newId(tx),
      applicationId: id,
      revision: record.revision,
      outcome: decision.outcome,
      reasonCode: 'reasonCode' in decision ? decision.reasonCode : null,
      words: decision.words,
      cure:
        decision.outcome === 'refused'
          ? decision.cure
          : decision.outcome === 'asked_material'
            ? REASONS[decision.reasonCode].cure
            : null,
      dueAt: due,
      evidenceKinds: decision.outcome === 'asked_material' ? decision.evidenceKinds : [],
      categoryBefore: record.categoryId,
      categoryAfter: decision.outcome === 'category_changed' ? decision.categoryId : record.categoryId,
      policyHash: season.policyHash,
      because: [...(inForce?.because ?? [])],
      decidedBy: accountId,
      decidedAt: tx.now,
    });
    await store.dropClaim(tx.db, id, accountId);
    await audit(tx, {
      action: `review.${decision.outcome}`,
      subject: { kind: 'application', id },
      district: record.district,
      detail: {
        from: record.state,
        to: moved.value.state,
        revision: record.revision,
        category: inForce?.category?.id ?? null,
        policy: season.policyHash,
      },
    });
    const reach = reachOf(tx.actor);
    const step = stepOf(tx.actor);
    const nextId =
      reach && step
        ? await store.nextCase(tx.db, { reach, seasonId: record.seasonId, waitsFor: step }, record, tx.now)
        : null;
    const { version, state } = moved.value;
    return ok({ version, state, nextId });
  });
}

/** Checks that nobody has an answer to: they must be found on by a person before a case passes. */
async function openChecks(context: Context, record: ApplicationRecord): Promise<number> {
  // A submission is news to verification a moment later: checks of this revision that have not begun are open too.
  const begun = new Set((await checksOf(context, record.id, record.revision)).map(({ kind }) => kind));
  const toBegin = checksFor(record).filter((kind) => !begun.has(kind)).length;
  const counts = (await checkStates(context, [record.id])).get(record.id);
  const open = counts ? counts.pending + counts.mismatch + counts.noRecord + counts.sourceDown + counts.manual : 0;
  return Math.max(toBegin, open);
}

/** Kinds of papers and departments by name, for the reasoning that the family reads. */
async function evidenceNames(context: Context, policyHash: string, kinds: readonly string[]) {
  const policy = await policyOf(context, policyHash);
  return kinds.map((kind) => groundNamed(kind, policy));
}
