// The comparer of addresses for a district: its present and former names of places.

import { addressComparer } from '../../engines/reconcile/addresses.ts';
import type { SameAddress } from '../../engines/reconcile/reconcile.ts';
import type { Context } from '../../platform/context.ts';
import { placeNamesOf } from '../schools/public.ts';

const ready = new WeakMap<object, SameAddress>();

/** Compares addresses by the names of a district; kept as long as those names stand. */
export async function comparerOf(context: Context, district: string): Promise<SameAddress> {
  const names = await placeNamesOf(context, district);
  const known = ready.get(names);
  if (known) return known;
  const { districts } = context.services.city;
  const comparer = addressComparer(
    names,
    districts.map((one) => [one.name, ...one.aliases]),
  );
  ready.set(names, comparer);
  return comparer;
}
