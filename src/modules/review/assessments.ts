// The assessments of a submission as a reviewer reads them: what each rests on, and what it came to.

import { CHECKS, declarationAt } from '../../engines/policy/fact-schema.ts';
import type { Policy } from '../../engines/policy/model.ts';
import type { ApplicationRecord, AssessmentRecord, LearnedFact } from '../registration/public.ts';

type Assessment = ApplicationRecord['assessment'];

/** The history of a submission's assessments; each step tells only what was learned since the one before. */
export function assessmentSteps(
  records: readonly AssessmentRecord[],
  names: ReadonlyMap<string, { readonly name: string }>,
  policy: Policy,
) {
  const known = new Set<string>();
  return records.map((record) => {
    const learned = record.learned.filter((fact) => !known.has(keyOf(fact)));
    for (const fact of learned) known.add(keyOf(fact));
    return {
      basis: record.basis,
      category: record.assessment.category?.name ?? null,
      categoryEn: record.assessment.category?.nameEn ?? null,
      rank: rankWords(record.assessment),
      learned: learned.map((fact) => learnedWords(fact, policy)),
      byName: record.assessedBy === null ? null : (names.get(record.assessedBy)?.name ?? null),
      words: record.finding?.words ?? null,
      at: record.assessedAt,
    };
  });
}

/** What departments' facts would give instead, as long as nobody decided on it. */
export function differenceOf(assessment: Assessment) {
  if (!assessment?.difference) return null;
  const { category, because } = assessment.difference;
  return { category: category?.name ?? null, categoryEn: category?.nameEn ?? null, because: [...because] };
}

/** The keys of a rank, without those that are drawn. */
export function rankWords(assessment: Assessment) {
  return (assessment?.rank ?? [])
    .filter((key) => !key.lottery)
    .map(({ label, labelEn, words, wordsEn }) => ({ label, labelEn, words, wordsEn }));
}

const keyOf = ({ path, value, by, date }: LearnedFact) => JSON.stringify([path, value, by, date]);

function learnedWords({ path, value, source, date }: LearnedFact, policy: Policy) {
  const declaration = declarationAt(policy.schema, path.replace(/\[\d+\]/g, '').split('.'));
  return {
    zh: declaration?.label.zh ?? path,
    en: declaration?.label.en ?? path,
    value: valueWords(value, declaration?.values),
    sourceZh: source.zh,
    sourceEn: source.en,
    date,
  };
}

function valueWords(value: unknown, codes: Readonly<Record<string, { readonly zh: string }>> | undefined): string {
  if (value === null) return '不予采信';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return `${value.length} 项`;
  if (typeof value === 'string') return codes?.[value]?.zh ?? value;
  return typeof value === 'number' ? String(value) : '已提供';
}

/** What a finding can rest on: the papers of the policy's evidence, and the departments that were asked. */
export function groundsOf(record: Pick<ApplicationRecord, 'assessment'>, policy: Policy) {
  const papers = Object.values(policy.evidence).flatMap((set) => set.anyOf.map((document) => document.kind));
  const kinds = [...new Set([...(record.assessment?.checks ?? []), ...papers])];
  return kinds.map((kind) => ({ kind, ...groundNamed(kind, policy) }));
}

/** A kind of paper or a department by name. */
export function groundNamed(kind: string, { documents }: Policy): { zh: string; en: string } {
  const department = Object.hasOwn(CHECKS, kind) ? CHECKS[kind as keyof typeof CHECKS] : undefined;
  if (department) return { zh: `${department.zh}数据`, en: `data of ${department.en}` };
  const paper = Object.hasOwn(documents, kind) ? documents[kind] : undefined;
  return { zh: paper?.zh ?? kind, en: paper?.en ?? kind };
}
