// Which documents a family has to bring, and whether those it handed in will do.

import { FactRecord } from './cel.ts';
import { decide } from './condition.ts';
import type { EvidenceNeeded } from './evaluation.ts';
import type { Category, EvidenceSet } from './model.ts';
import type { Run } from './run.ts';

/** The evidence that a category asks of a family. */
export function checkEvidence(run: Run, category: Category | undefined): EvidenceNeeded[] {
  return (category?.evidence ?? []).flatMap((id) => {
    const set = run.policy.evidence[id];
    // What may be needed is asked for: only a condition that is surely false takes it off the list.
    if (set === undefined || (set.when && decide(set.when, run) === 'false')) return [];
    return [checkSet(run, set)];
  });
}

function checkSet(run: Run, set: EvidenceSet): EvidenceNeeded {
  const documents = run.variables['documents'];
  const kinds = new Set(set.anyOf.map((one) => one.kind));
  const given = Array.isArray(documents)
    ? documents.filter((one): one is FactRecord => one instanceof FactRecord && kinds.has(String(one['kind'])))
    : [];
  const { accept } = set;
  const accepted = given.filter((doc) => accept === undefined || run.bind('doc', doc).compute(accept) === true);
  const state = accepted.length > 0 ? 'given' : given.length > 0 ? 'not_accepted' : 'missing';
  const names = set.anyOf.map((one) => one.name.zh).join('、');
  const demand = set.acceptWords === undefined ? '' : `，须满足：${set.acceptWords}`;
  const any = set.anyOf.length > 1 ? '（任一）' : '';
  const words = {
    given: `已提交${set.label.zh}`,
    not_accepted: `已提交的${set.label.zh}不符合要求${demand}`,
    missing: `需提交${names}${any}${demand}`,
  };
  return { id: set.id, label: set.label, anyOf: set.anyOf, state, words: words[state], clause: set.clause ?? null };
}
