// What the bureau decides: granting changes the application in the same transaction, refusing leaves it as it is.

import { addDays, chinaDate, type DateText } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import { moveApplication, type ApplicationRecord } from '../../registration/public.ts';
import { openCorrection } from '../../review/public.ts';
import { eventOf } from '../rules.ts';
import type { RequestRecord } from '../store.ts';
import { moveRequest, type Moved } from './move.ts';

/** The longest time in which a family can correct what has changed, in days. */
const LONGEST_CORRECTION_DAYS = 60;

/** What an officer decides. */
export interface RequestDecision {
  readonly version: number;
  readonly grant: boolean;
  readonly words: string;
  readonly correctOn?: DateText | undefined;
}

/** Grants or refuses, with reasons for the family. */
export function decideRequest(context: Context, id: string, decision: RequestDecision): Outcome<Moved> {
  return moveRequest(
    context,
    id,
    decision.version,
    decision.grant ? 'grant' : 'refuse',
    async (tx, request, record) => {
      const carried = decision.grant ? await carryOut(tx, request, record, decision) : ok(null);
      if (!carried.ok) return carried;
      const { words } = decision;
      return ok({
        words,
        set: { words, correctUntil: carried.value, decidedBy: account(tx).accountId, decidedAt: tx.now },
      });
    },
  );
}

/** @returns until when the application can be corrected; null where there is nothing to correct */
async function carryOut(
  tx: Context,
  request: RequestRecord,
  record: ApplicationRecord,
  { words, correctOn }: RequestDecision,
): Outcome<Date | null> {
  if (request.kind === 'change') {
    const latest = addDays(chinaDate(tx.now), LONGEST_CORRECTION_DAYS);
    if (correctOn === undefined || correctOn <= chinaDate(tx.now) || correctOn > latest)
      return err(refusal('request.correct_on_needed', { latest }));
    return openCorrection(tx, record, { words, dueOn: correctOn });
  }
  const moved = await moveApplication(tx, record, eventOf(request.content, record.state), {
    detail: { words, request: request.number },
  });
  return moved.ok ? ok(null) : moved;
}
