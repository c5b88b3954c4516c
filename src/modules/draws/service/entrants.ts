// Who takes part in a draw: every child of the season that may still be placed, whatever its review has reached.

import type { Context } from '../../../platform/context.ts';
import { listApplicationRecords, type ApplicationRecord } from '../../registration/public.ts';

/**
 * States whose children are in the roster. Those still under review are in it too: a number does no harm to others if
 * its child is not placed, while a child that was left out could not be added without a new announcement.
 */
const TAKING_PART = ['submitted', 'needs_material', 'endorsed', 'eligible'] as const;

/** The applications that take part now. */
export function entrantsOf(context: Context, seasonId: string): Promise<readonly ApplicationRecord[]> {
  return listApplicationRecords(context, { seasonId, states: [...TAKING_PART] });
}
