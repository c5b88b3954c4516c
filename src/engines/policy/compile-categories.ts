// Compiles the ordered categories, and the evidence and checks that belong to them.

import { compileRanking } from './compile-ranking.ts';
import type { Compiler } from './compiler.ts';
import type { Condition } from './condition.ts';
import { STANDARD_DOCUMENTS } from './documents.ts';
import { bothLanguages, type Check, optionalWords, type Words } from './fact-schema.ts';
import { forbiddenDocument } from './forbidden.ts';
import type { PolicyFile } from './language.ts';
import { alternativesWords, type Category, type EvidenceSet, type NamedDocument } from './model.ts';

/** The kinds of documents: the standard ones and those the policy declares. */
export function declareDocuments(compiler: Compiler, file: PolicyFile): Record<string, Words> {
  const documents: Record<string, Words> = { ...STANDARD_DOCUMENTS };
  for (const [id, words] of Object.entries(file.documents ?? {})) {
    documents[id] = bothLanguages(words);
    const forbidden = forbiddenDocument(documents[id].zh);
    if (forbidden !== undefined) compiler.fault(['documents', id], 'forbidden_collection', forbidden);
  }
  return documents;
}

/** Compiles the evidence sets. */
export function compileEvidence(
  compiler: Compiler,
  file: PolicyFile,
  documents: Readonly<Record<string, Words>>,
): Record<string, EvidenceSet> {
  const sets: Record<string, EvidenceSet> = {};
  const doc = new Map([['doc', ['documents']]]);
  for (const [id, source] of Object.entries(file.evidence ?? {})) {
    const at = ['evidence', id];
    const named = (kind: string, index: number): NamedDocument => {
      const name = Object.hasOwn(documents, kind) ? documents[kind] : undefined;
      if (name === undefined) {
        compiler.fault(
          [...at, 'anyOf', index],
          'unknown_document',
          `没有“${kind}”这种材料；请在 documents 中声明，或用：${Object.keys(documents).join('、')}`,
        );
      }
      return { kind, name: name ?? { zh: kind, en: kind } };
    };
    const anyOf = source.anyOf.map((one, index): EvidenceSet['anyOf'][number] => {
      const [first = '', ...rest] = typeof one === 'string' ? [one] : one;
      return { ...named(first, index), and: rest.map((kind) => named(kind, index)) };
    });
    const accept =
      source.accept === undefined ? undefined : compiler.expression(source.accept, [...at, 'accept'], ['bool'], doc);
    sets[id] = {
      id,
      label: source.label
        ? bothLanguages(source.label)
        : { zh: alternativesWords(anyOf, 'zh', '或'), en: alternativesWords(anyOf, 'en', ' or ') },
      anyOf,
      when: compiler.optionalCondition(source.when, [...at, 'when']),
      accept,
      acceptWords: accept && compiler.sayTest(accept, doc),
      clause: source.clause,
    };
  }
  return sets;
}

/** Compiles the categories, in their order. */
export function compileCategories(
  compiler: Compiler,
  file: PolicyFile,
  evidence: Readonly<Record<string, EvidenceSet>>,
  review: { steps: 1 | 2; autoPass: boolean },
): Category[] {
  const categories = file.categories.map((source, index): Category => {
    const at = ['categories', index];
    const when = compiler.condition(source.when, [...at, 'when']);
    const attached = annotationsOf(when);
    const sets = [...new Set([...(source.evidence ?? []), ...attached.evidence])];
    for (const set of sets) {
      if (!Object.hasOwn(evidence, set))
        compiler.fault(at, 'unknown_evidence', `没有“${set}”这组材料；请在 evidence 中声明`);
    }
    if (file.selection === 'best' && source.worth === undefined) {
      compiler.fault(at, 'missing_worth', `selection: best 时类别“${source.id}”须写 worth（比较的整数）`);
    }
    return {
      id: source.id,
      name: bothLanguages(source.name),
      order: source.order ?? index + 1,
      clause: source.clause,
      when,
      worth:
        source.worth === undefined
          ? undefined
          : compiler.expression(source.worth, [...at, 'worth'], ['int', 'decimal']),
      evidence: sets,
      checks: [...new Set([...(source.checks ?? []), ...attached.checks])],
      review: { ...review, ...source.review },
      ranking: source.ranking && compileRanking(compiler, file, source.ranking, [...at, 'ranking']),
      placement: source.placement ?? 'catchment',
      note: optionalWords(source.note),
    };
  });
  return categories.toSorted((a, b) => a.order - b.order);
}

/** What conditions ask for: evidence and checks attached to them, and the departments that own the facts they use. */
function annotationsOf(condition: Condition): { evidence: string[]; checks: Check[] } {
  const evidence = [...(condition.evidence ?? [])];
  const checks = [...(condition.checks ?? [])];
  if (condition.kind !== 'test' && condition.kind !== 'always') {
    for (const part of condition.of) {
      const inner = annotationsOf(part);
      evidence.push(...inner.evidence);
      checks.push(...inner.checks);
    }
  }
  return { evidence, checks };
}
