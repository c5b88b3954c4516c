// The policy's answer as it is kept and read, and what it becomes when departments and reviewers add what they found.

import type { Evaluation, Missing, TraceLine } from '../../engines/policy/evaluation.ts';
import type { Facts } from '../../engines/policy/facts.ts';
import { alternativesWords, type Policy } from '../../engines/policy/model.ts';
import { evaluate } from '../../engines/policy/policy.ts';
import type { EvaluationContext } from '../../engines/policy/run.ts';
import type { AssessmentRecord } from './assessment-store.ts';
import type { AssessmentAnswer } from './contract.ts';
import { composeFacts, type LearnedFact } from './facts.ts';
import type { StoredAssessment } from './store.ts';

/** The policy's answer as the family reads it, with what review and placement need besides. */
export function assessmentOf(evaluation: Evaluation, basis: StoredAssessment['basis'] = 'declared'): StoredAssessment {
  const about = new Set([`category:${evaluation.category?.id ?? ''}`]);
  // A rule of refusal that does not apply is no reason for anything, and reads like a fault.
  const admission = evaluation.trace.filter((line) => line.about.startsWith('admission:') && line.outcome !== 'false');
  const chosen = evaluation.trace.filter((line) => about.has(line.about));
  return {
    policyHash: evaluation.policy.hash,
    admissible: evaluation.admissible,
    refusals: evaluation.refusals.map((one) => ({
      code: one.code,
      zh: one.words,
      en: one.wordsEn || null,
      cure: one.cure,
      clause: one.clause || null,
    })),
    category: categoryOf(evaluation),
    because: [...admission, ...chosen].map(sentenceOf),
    missed: evaluation.missed
      ? {
          id: evaluation.missed.category.id,
          name: evaluation.missed.category.name.zh,
          nameEn: evaluation.missed.category.name.en,
          lacking: evaluation.missed.missing.map(lackOf),
        }
      : null,
    points: evaluation.points
      ? {
          total: evaluation.points.text,
          items: evaluation.points.items.map((item) => ({ label: item.label, value: item.text })),
        }
      : null,
    evidence: evaluation.evidence.map((one) => ({
      kind: one.id,
      zh: one.label.zh,
      en: one.label.en,
      anyOf: one.anyOf.map((document) => document.kind),
      alternatives: one.anyOf.map((document) => ({
        zh: alternativesWords([document], 'zh', ''),
        en: alternativesWords([document], 'en', ''),
      })),
    })),
    checks: [...evaluation.checks],
    overallPlacement: evaluation.fallback === 'overall_placement',
    review: evaluation.review,
    rank: evaluation.rank,
    confirmations: evaluation.confirmations,
    fallbackWords: evaluation.fallbackWords,
    basis,
    difference: null,
  };
}

function categoryOf({ category }: Evaluation): AssessmentAnswer['category'] {
  return category && { id: category.id, name: category.name.zh, nameEn: category.name.en, order: category.order };
}

function sentenceOf(line: TraceLine): AssessmentAnswer['because'][number] {
  return { zh: line.plain.zh, en: line.plain.en, holds: holdsOf(line.outcome), clause: line.clause || null };
}

function lackOf(missing: Missing): AssessmentAnswer['because'][number] {
  return { zh: missing.words, en: missing.wordsEn, holds: holdsOf(missing.outcome), clause: missing.clause || null };
}

function holdsOf(outcome: 'true' | 'false' | 'unknown'): boolean | null {
  return outcome === 'unknown' ? null : outcome === 'true';
}

/** A category that a reviewer found for a submission. */
export interface CategoryFinding {
  /** Null: none of the policy's categories. */
  readonly categoryId: string | null;
  /** What the facts known at that time gave by themselves. */
  readonly naturalId: string | null;
  /** The reviewer's reason. */
  readonly words: string;
  /** What the reviewer looked at, named; may be empty. */
  readonly evidence: readonly { readonly zh: string; readonly en: string }[];
}

/** What an assessment after submission rests on. */
export interface Reassessment {
  /** As they were at submission. */
  readonly declared: Facts;
  /** The category that they gave. */
  readonly declaredCategoryId: string | null;
  readonly learned: readonly LearnedFact[];
  /** The reviewer's finding on this submission, if there is one. */
  readonly finding: CategoryFinding | null;
  /** The day of submission, lateness and district: a family is judged as it stood when it registered. */
  readonly context: EvaluationContext;
}

/**
 * The assessment in force once others have added what they know. Its category stays what the family was told, until a
 * reviewer finds another: learned facts that would give a different one are kept as the difference for a person to
 * decide on. Rank, evidence and checks follow all facts. A category that the facts do not give takes two people.
 */
export function assessAgain(policy: Policy, question: Reassessment): StoredAssessment {
  const { declared, declaredCategoryId, learned, finding, context } = question;
  const facts = composeFacts(declared, learned);
  const natural = evaluate(policy, facts, context);
  const naturalId = natural.category?.id ?? null;
  const category = finding ? finding.categoryId : declaredCategoryId;
  const basis = finding ? 'review' : learned.length > 0 ? 'departments' : 'declared';
  if (category === naturalId) return withFinding(assessmentOf(natural, basis), finding);
  const standing = assessmentOf(evaluate(policy, facts, { ...context, category }), basis);
  // The same difference is not put to a reviewer twice.
  const decided = finding !== null && finding.naturalId === naturalId;
  const difference = decided
    ? null
    : { category: categoryOf(natural), because: turnedLines(evaluate(policy, declared, context), natural) };
  return withFinding({ ...standing, review: { steps: 2, autoPass: false }, difference }, finding);
}

/** The category that all facts known now give by themselves. */
export function naturalCategory(
  policy: Policy,
  { declared, learned, context }: Pick<Reassessment, 'declared' | 'learned' | 'context'>,
): string | null {
  return evaluate(policy, composeFacts(declared, learned), context).category?.id ?? null;
}

function withFinding(assessment: StoredAssessment, finding: CategoryFinding | null): StoredAssessment {
  if (!finding) return assessment;
  const [seen, seenEn] = [
    finding.evidence.map((one) => one.zh).join('、'),
    finding.evidence.map((one) => one.en).join(', '),
  ];
  const line = {
    zh: `审核认定：${finding.words}${seen === '' ? '' : `（依据：${seen}）`}`,
    en: `Found in review: ${finding.words}${seenEn === '' ? '' : ` (on the basis of: ${seenEn})`}`,
    holds: true,
    clause: null,
  };
  return { ...assessment, because: [line, ...assessment.because], missed: null };
}

/** The conditions that the learned facts turned: each as it stands after them. */
function turnedLines(before: Evaluation, after: Evaluation): AssessmentAnswer['because'] {
  const keyOf = (line: TraceLine) => `${line.about}|${line.condition}`;
  const was = new Map(before.trace.map((line) => [keyOf(line), line.outcome]));
  const seen = new Set<string>();
  return after.trace
    .filter((line) => {
      const turned = was.has(keyOf(line)) && was.get(keyOf(line)) !== line.outcome && !seen.has(line.words);
      seen.add(line.words);
      return turned;
    })
    .map(sentenceOf);
}

/** The first assessment of a revision: what the family saw when it submitted. */
export function declaredRecord(
  applicationId: string,
  revision: number,
  facts: Facts,
  assessment: StoredAssessment,
  at: Date,
): AssessmentRecord {
  const categoryId = assessment.category?.id ?? null;
  const base = { applicationId, revision, basis: 'declared' as const, facts, assessment, categoryId };
  return { ...base, learned: [], finding: null, assessedBy: null, assessedAt: at };
}
