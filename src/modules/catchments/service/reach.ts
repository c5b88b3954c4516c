// Whether an officer may touch the catchments of a district.

import { staffReaches } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { districtOf } from '../../../platform/city.ts';
import type { Context } from '../../../platform/context.ts';

/** A district and stage. */
export interface Place {
  readonly district: string;
  readonly stage: 'primary' | 'junior';
}

/** Refuses where there is no such district, or where it is another bureau's. */
export function reach(context: Context, district: string): Result<void, Refusal> {
  if (!districtOf(context.services.city, district)) return err(refusal('district.not_found', { district }));
  return staffReaches(context.actor, { district, schoolId: null }) ? ok() : err(refusal('catchment.not_yours'));
}
