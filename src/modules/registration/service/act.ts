// The family's own acts on a submitted application: withdraw, accept, decline.

import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import type { Application } from '../contract.ts';
import { held } from './access.ts';
import { moveApplication } from './move.ts';
import { viewApplication } from './view.ts';

/** The family withdraws, accepts or declines. */
export function moveByFamily(
  context: Context,
  id: string,
  event: 'withdraw' | 'accept' | 'decline',
  input: { readonly version: number; readonly reason?: string },
): Outcome<Application> {
  return inTransaction(context, async (tx) => {
    const found = await held(tx, id);
    if (!found.ok) return found;
    const record = found.value;
    const moved = await moveApplication(tx, record, event, {
      expectedVersion: input.version,
      detail: input.reason ? { words: input.reason } : {},
    });
    if (!moved.ok) return moved;
    await audit(tx, {
      action: `registration.${event}`,
      subject: { kind: 'application', id },
      district: record.district,
      detail: { from: record.state, to: moved.value.state },
    });
    return viewApplication(tx, id);
  });
}
