// Why a policy decides as it does, as trees: every condition with its parts, the facts used, and what came out.

import { type Condition, contrary, decide, mentionsOf, type Outcome } from './condition.ts';
import type { FactUsed } from './evaluation.ts';
import type { Words } from './fact-schema.ts';
import type { Facts } from './facts.ts';
import type { Policy } from './model.ts';
import { startRun } from './policy.ts';
import type { EvaluationContext, Run } from './run.ts';
import { inBoth } from './trace.ts';

/** A condition, decided; its parts decide it together (`all`) or each by itself (`any`). */
export interface Reason {
  readonly words: string;
  readonly wordsEn: string;
  readonly outcome: Outcome;
  readonly clause: string | null;
  /** Facts used; only where there are no parts that name them. */
  readonly facts: readonly FactUsed[];
  readonly join: 'all' | 'any' | null;
  readonly parts: readonly Reason[];
}

/** A rule of the policy, decided. */
export interface RuleReason {
  readonly kind: 'admission' | 'category' | 'batch' | 'pool' | 'siblings';
  readonly id: string;
  readonly title: Words;
  readonly clause: string;
  readonly reason: Reason;
}

const SIBLINGS: Words = { zh: '兄弟姐妹同校', en: 'Siblings in one school' };

/** Every rule that has a condition, in the order in which a policy is read. */
export function reasonsFor(policy: Policy, facts: Facts, context: EvaluationContext): RuleReason[] {
  const { run } = startRun(policy, facts, context);
  const decided = (
    kind: RuleReason['kind'],
    id: string,
    title: Words,
    { when, clause }: { readonly when: Condition; readonly clause: string },
  ): RuleReason => ({ kind, id, title, clause, reason: reasonOf(run, when, false) });
  return [
    ...policy.admission.map((rule) => decided('admission', rule.id, inBoth(rule.when, false), rule)),
    ...policy.categories.map((category) => decided('category', category.id, category.name, category)),
    ...policy.batches.map((batch) => decided('batch', batch.id, batch.name, batch)),
    ...policy.pools.map((pool) => decided('pool', pool.id, pool.name, pool)),
    ...(policy.siblings ? [decided('siblings', 'siblings', SIBLINGS, policy.siblings)] : []),
  ];
}

function reasonOf(run: Run, condition: Condition, negated: boolean): Reason {
  // What only wraps another condition and says nothing of its own is passed through.
  if (condition.label === undefined) {
    if (condition.kind === 'not') return reasonOf(run, condition.of[0], !negated);
    if (condition.kind === 'named') return reasonOf(run, condition.of[0], negated);
  }
  const plain = decide(condition, run);
  const { zh, en } = inBoth(condition, negated);
  const base = {
    words: zh,
    wordsEn: en,
    outcome: negated ? contrary(plain) : plain,
    clause: condition.clause ?? null,
  };
  switch (condition.kind) {
    case 'always':
      return { ...base, facts: [], join: null, parts: [] };
    case 'test':
      return { ...base, facts: run.factsUsed(mentionsOf(condition)), join: null, parts: [] };
    case 'not':
    case 'named': {
      const inner = reasonOf(run, condition.of[0], condition.kind === 'not' ? !negated : negated);
      const told = inner.parts.length > 0 ? inner : { ...inner, join: null };
      return { ...base, facts: told.facts, join: told.join, parts: told.parts };
    }
    default: {
      const all = (condition.kind === 'all') !== negated;
      const parts = condition.of.map((part) => reasonOf(run, part, negated));
      return { ...base, facts: [], join: all ? 'all' : 'any', parts };
    }
  }
}
