// Former and other names of places, as data with a source.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { putPlaceName, removePlaceName, type PlaceName } from '../../schools/public.ts';
import { reach } from './reach.ts';

/** Writes a former name with the present one. */
export function savePlaceName(context: Context, name: PlaceName): Outcome<PlaceName> {
  return inTransaction(context, async (tx) => {
    const reached = reach(tx, name.district);
    if (!reached.ok) return reached;
    if (name.former === name.current) return err(refusal('place_name.same'));
    await putPlaceName(tx, name);
    await audit(tx, {
      action: 'catchments.name_place',
      subject: { kind: 'place_name', id: name.former },
      district: name.district,
      detail: { current: name.current, source: name.source },
    });
    return ok(name);
  });
}

/** Removes a former name that was wrong. */
export function dropPlaceName(context: Context, district: string, former: string): Outcome<{ former: string }> {
  return inTransaction(context, async (tx) => {
    const reached = reach(tx, district);
    if (!reached.ok) return reached;
    if (!(await removePlaceName(tx, district, former))) return err(refusal('place_name.not_found'));
    await audit(tx, {
      action: 'catchments.remove_place_name',
      subject: { kind: 'place_name', id: former },
      district,
    });
    return ok({ former });
  });
}
