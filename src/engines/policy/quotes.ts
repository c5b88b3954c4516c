// The words of the source document, clause by clause: shown beside the rules that rest on them.

import { isRecord } from './fact-schema.ts';
import type { Policy } from './model.ts';
import { faultAt, type Located, placeAt, type PolicyFault } from './source.ts';

/** Quotations that no rule of the file rests on: mostly a clause that is spelled otherwise there. */
export function findIdleQuotes(policy: Policy, tree: Located): PolicyFault[] {
  const { quotes = {}, ...rules } = policy.file;
  const cited = new Set<string>();
  collectClauses(rules, cited);
  return Object.keys(quotes)
    .filter((clause) => !cited.has(clause))
    .map((clause) =>
      faultAt(
        placeAt(tree, ['quotes', clause]),
        'quote',
        `没有规则引用条款“${clause}”；quotes 的名称应与规则中的 clause 完全一致`,
      ),
    );
}

function collectClauses(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) collectClauses(item, into);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'clause' && typeof item === 'string') into.add(item);
      else collectClauses(item, into);
    }
  }
}
