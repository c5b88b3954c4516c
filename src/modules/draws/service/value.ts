// The public value: entered by one officer from its source, read from the source again by a second.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import type { Capacity } from '../contract.ts';
import type { DrawRecord } from '../store.ts';
import * as store from '../store.ts';
import { auditStep, drawInReach, officerStep, recordOf } from './act.ts';

/** Enters the value as its source shows it, and where anybody can look it up. */
export function enterValue(
  context: Context,
  id: string,
  { version, value, where }: { readonly version: number; readonly value: string; readonly where: string },
): Outcome<DrawRecord> {
  return officerStep(context, id, 'enter_value', version, (tx) =>
    Promise.resolve(
      ok({
        set: {
          publicValue: value,
          publicValueAt: tx.now,
          publicValueAtSource: where,
          valueBy: account(tx).accountId,
        },
        detail: { words: value },
      }),
    ),
  );
}

/** Confirms the value: the second officer types what the source shows, and both must agree to the character. */
export function confirmValue(
  context: Context,
  id: string,
  { version, value }: { readonly version: number; readonly value: string },
): Outcome<DrawRecord> {
  return officerStep(context, id, 'confirm_value', version, (tx, draw) =>
    Promise.resolve(
      value === draw.publicValue
        ? ok({ set: { valueConfirmedBy: account(tx).accountId }, detail: { words: value } })
        : err(refusal('draw.value_differs')),
    ),
  );
}

/** Records who is present. */
export function recordPresence(
  context: Context,
  id: string,
  person: { readonly name: string; readonly capacity: Capacity },
): Outcome<DrawRecord> {
  return inTransaction(context, async (tx) => {
    const reached = await drawInReach(tx, id);
    if (!reached.ok) return reached;
    const { draw, season } = reached.value;
    await store.insertEvent(tx.db, recordOf(tx, draw, 'present', draw.state, { detail: { ...person } }));
    await auditStep(tx, draw, season.district, 'present', { capacity: person.capacity });
    return ok(draw);
  });
}
