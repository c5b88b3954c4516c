// Asks the policy again when departments or reviewers have added what they know; keeps every answer.

import type { Facts } from '../../../engines/policy/facts.ts';
import type { Policy } from '../../../engines/policy/model.ts';
import type { EvaluationContext } from '../../../engines/policy/run.ts';
import { canonicalJson } from '../../../engines/policy/source.ts';
import { chinaDate } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import { policyOf } from '../../seasons/public.ts';
import { assessAgain, naturalCategory, type CategoryFinding, type Reassessment } from '../assessing.ts';
import { assessmentsOf, declaredFactsOf, insertAssessments, updateInForce } from '../assessment-store.ts';
import type { AssessmentRecord } from '../assessment-store.ts';
import { composeFacts, type LearnedFact } from '../facts.ts';
import { reviewingSchool } from '../rules.ts';
import * as store from '../store.ts';
import type { ApplicationRecord, StoredAssessment } from '../store.ts';
import type { ApplicationState } from '../workflow.ts';
import { seasonOf } from './access.ts';
import { moveApplication } from './move.ts';
import { namesIn } from './naming.ts';
import { applicationParts } from './parts.ts';

/** While a case is being reviewed; what was decided on stays as it was decided. */
const UNDER_REVIEW: readonly ApplicationState[] = ['submitted', 'needs_material', 'endorsed'];

/** What the present revision is assessed on; null for a submission of before assessments were kept. */
async function questionOf(
  tx: Context,
  record: ApplicationRecord,
  kept: readonly AssessmentRecord[],
): Promise<{ readonly policy: Policy; readonly question: Reassessment } | null> {
  // The first, or the one made when the address was located anew.
  const first = kept.findLast((one) => one.facts !== null);
  if (!first?.facts || !record.submittedAt) return null;
  const { policyHash } = await seasonOf(tx, record.seasonId);
  const learned = await applicationParts().facts(tx, record);
  return {
    policy: await policyOf(tx, policyHash),
    question: {
      declared: first.facts,
      declaredCategoryId: first.categoryId,
      learned,
      finding: kept.findLast((one) => one.finding !== null)?.finding ?? null,
      context: await contextOf(tx, record, record.submittedAt, first.facts, learned),
    },
  };
}

/** A family is judged as it stood on the day on which it submitted. */
async function contextOf(
  context: Context,
  { late, district }: ApplicationRecord,
  submittedAt: Date,
  declared: Facts,
  learned: readonly LearnedFact[],
): Promise<EvaluationContext> {
  const names = { ...(await namesIn(context, declared)), ...(await namesIn(context, composeFacts(declared, learned))) };
  return { today: chinaDate(submittedAt), late, district, names };
}

/**
 * Recomputes the assessment of the present revision from the declared facts and all that was learned since, inside the
 * caller's transaction. The new one is kept beside the old ones and put in force; the category stays until a reviewer
 * decides. Does nothing once the case is decided, or where nothing new was learned.
 */
export async function reassess(tx: Context, applicationId: string): Promise<void> {
  const record = await store.lockApplication(tx.db, applicationId);
  if (!record || !UNDER_REVIEW.includes(record.state)) return;
  const kept = await assessmentsOf(tx.db, applicationId, record.revision);
  const asked = await questionOf(tx, record, kept);
  if (!asked) return;
  const assessment = assessAgain(asked.policy, asked.question);
  if (sameAnswer(assessment, record.assessment)) return;
  const { learned } = asked.question;
  await insertAssessments(tx.db, [
    {
      applicationId,
      revision: record.revision,
      // A reviewer's finding is a row of its own; this one is by the system.
      basis: 'departments',
      facts: null,
      learned,
      assessment,
      categoryId: assessment.category?.id ?? null,
      finding: null,
      assessedBy: null,
      assessedAt: tx.now,
    },
  ]);
  await updateInForce(tx.db, [{ applicationId, assessment }]);
}

function sameAnswer(one: StoredAssessment, other: StoredAssessment | null): boolean {
  // What comes back from the database has its keys in another order.
  return other !== null && canonicalJson(JSON.parse(JSON.stringify(one))) === canonicalJson(other);
}

/**
 * A reviewer finds a category: review steps, rank and evidence follow it, and the case goes to its first review under
 * it. `categoryId` may be the one that stands, where learned facts would give another. The caller audits.
 * Refuses with application.category_unknown and what {@link moveApplication} refuses with.
 */
export async function findCategory(
  tx: Context,
  record: ApplicationRecord,
  input: {
    readonly version: number;
    readonly categoryId: string;
    readonly words: string;
    readonly evidence: CategoryFinding['evidence'];
  },
): Outcome<{ version: number; state: ApplicationState; assessment: StoredAssessment }> {
  const kept = await assessmentsOf(tx.db, record.id, record.revision);
  const asked = await questionOf(tx, record, kept);
  const category = asked?.policy.categories.find((one) => one.id === input.categoryId);
  if (!asked || !category || !record.location || !record.declared)
    return err(refusal('application.category_unknown', { category: input.categoryId }));
  const { learned } = asked.question;
  const finding: CategoryFinding = {
    categoryId: category.id,
    naturalId: naturalCategory(asked.policy, asked.question),
    words: input.words,
    evidence: input.evidence,
  };
  const assessment = assessAgain(asked.policy, { ...asked.question, finding });
  const was = record.assessment?.category ?? null;
  const same = was?.id === category.id;
  const moved = await moveApplication(tx, record, 'find_category', {
    expectedVersion: input.version,
    detail: {
      words: same
        ? `审核后类别仍为“${category.name.zh}”。理由：${input.words}`
        : `审核后类别由“${was?.name ?? '无'}”改为“${category.name.zh}”。理由：${input.words}`,
      wordsEn: same
        ? `After review the category stays “${category.name.en}”. Reason: ${input.words}`
        : `After review the category is “${category.name.en}” instead of “${was?.nameEn ?? 'none'}”. Reason: ${input.words}`,
    },
    set: {
      assessment,
      categoryId: category.id,
      categoryOrder: category.order,
      schoolId: reviewingSchool(assessment, record.location, record.declared),
    },
  });
  if (!moved.ok) return moved;
  await insertAssessments(tx.db, [
    {
      applicationId: record.id,
      revision: record.revision,
      basis: 'review',
      facts: null,
      learned,
      assessment,
      categoryId: category.id,
      finding,
      assessedBy: account(tx).accountId,
      assessedAt: tx.now,
    },
  ]);
  await tx.services.jobs.emit(tx, 'application.reassessed', { applicationId: record.id });
  return ok({ ...moved.value, assessment });
}

/** How many applications are written at a time. */
const BATCH = 200;

/** The same as {@link reassess} for seeded applications, many at a time, dated by their submission. */
export async function seedReassessments(
  tx: Context,
  seeds: readonly { readonly record: ApplicationRecord; readonly learned: readonly LearnedFact[] }[],
): Promise<void> {
  for (let from = 0; from < seeds.length; from += BATCH) {
    const some = seeds.slice(from, from + BATCH).filter(({ learned }) => learned.length > 0);
    const declared = await declaredFactsOf(
      tx.db,
      some.map(({ record }) => record.id),
    );
    const made: AssessmentRecord[] = [];
    const policies = new Map<string, Policy>();
    for (const { record, learned } of some) {
      const first = declared.get(record.id);
      if (!first || !record.submittedAt) continue;
      const policy =
        policies.get(record.seasonId) ?? (await policyOf(tx, (await seasonOf(tx, record.seasonId)).policyHash));
      policies.set(record.seasonId, policy);
      const assessment = assessAgain(policy, {
        declared: first.facts,
        declaredCategoryId: first.categoryId,
        learned,
        finding: null,
        context: await contextOf(tx, record, record.submittedAt, first.facts, learned),
      });
      made.push({
        applicationId: record.id,
        revision: record.revision,
        basis: 'departments',
        facts: null,
        learned,
        assessment,
        categoryId: assessment.category?.id ?? null,
        finding: null,
        assessedBy: null,
        assessedAt: record.submittedAt,
      });
    }
    await insertAssessments(tx.db, made);
    await updateInForce(tx.db, made);
  }
}
