// Expressions that no family's facts bear on: parameters and years alone.

import { WEEKENDS_ONLY } from '../calendar/calendar.ts';
import type { Expression, Mention } from './expression.ts';
import type { Policy } from './model.ts';

/** Parameters and years are fixed when a policy is loaded; regions may be narrowed to one district later. */
export function isConstant(mention: Mention): boolean {
  return ['param', 'entryYear', 'stage'].includes(mention.path[0] ?? '');
}

/** The variables that constant expressions use. */
export function constantVariables(policy: Policy): Record<string, unknown> {
  const param = policy.machinery.parameters(policy.machinery.calendar ?? WEEKENDS_ONLY);
  return { param, entryYear: BigInt(policy.entryYear), stage: policy.stage };
}

/** The value of an expression that uses no facts; undefined for any other. */
export function constantValue(policy: Policy, expression: Expression): unknown {
  if (!expression.mentions.every(isConstant)) return undefined;
  try {
    return expression.run(constantVariables(policy));
  } catch {
    return undefined;
  }
}
