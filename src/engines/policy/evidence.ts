// Which documents a family has to bring, and whether those it handed in will do.

import { FactRecord } from './cel.ts';
import { decide } from './condition.ts';
import type { EvidenceNeeded } from './evaluation.ts';
import { alternativesWords, type Category, type EvidenceSet } from './model.ts';
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

/** How far a kind of document is given: the best of those handed in. */
type State = EvidenceNeeded['state'];

const ORDER: readonly State[] = ['missing', 'not_accepted', 'to_check', 'given'];

function better(a: State, b: State): State {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

function worse(a: State, b: State): State {
  return better(a, b) === a ? b : a;
}

function checkSet(run: Run, set: EvidenceSet): EvidenceNeeded {
  const handedIn = run.variables['documents'];
  const documents = Array.isArray(handedIn) ? handedIn.filter((one) => one instanceof FactRecord) : [];
  const stateOf = (kind: string): State =>
    documents
      .filter((one) => one['kind'] === kind)
      .map((one) => judge(run, set, one))
      .reduce(better, 'missing');
  const state = set.anyOf
    .map((one) => [one, ...one.and].map(({ kind }) => stateOf(kind)).reduce(worse))
    .reduce(better, 'missing');
  const demand = set.acceptWords === undefined ? '' : `，须满足：${set.acceptWords}`;
  const any = set.anyOf.length > 1 ? '（任一）' : '';
  const words: Record<State, string> = {
    given: `已提交${set.label.zh}`,
    to_check: `已提交${set.label.zh}，待核对${demand}`,
    not_accepted: `已提交的${set.label.zh}不符合要求${demand}`,
    missing: `需提交${alternativesWords(set.anyOf, 'zh', '、')}${any}${demand}`,
  };
  return { id: set.id, label: set.label, anyOf: set.anyOf, state, words: words[state], clause: set.clause ?? null };
}

/** A document against what is demanded of it; what is not known of it is to be looked at. */
function judge(run: Run, set: EvidenceSet, document: FactRecord): State {
  if (set.accept === undefined) return 'given';
  const accepted = run.bind('doc', document).compute(set.accept);
  if (accepted === undefined) return 'to_check';
  return accepted === true ? 'given' : 'not_accepted';
}
