// After a change of rules: every application under review is assessed again, one transaction each.

import { ok, unwrap } from '../../../kernel/result.ts';
import { inTransaction, type Context } from '../../../platform/context.ts';
import { getApplicationRecord, listApplicationRecords, reassess } from '../../registration/public.ts';
import * as store from '../store.ts';
import { isDecided } from './impact.ts';

/**
 * Assesses a season's applications under review again, also those whose result stays, since their reasons name clauses
 * of the rules. Who was decided in the meantime is left to a person. Safe to run twice.
 */
export async function reassessSeason(context: Context, seasonId: string, proposalId: string): Promise<void> {
  const waiting = await listApplicationRecords(context, {
    seasonId,
    states: ['submitted', 'needs_material', 'endorsed'],
  });
  for (const { id } of waiting) {
    unwrap(
      await inTransaction(context, async (tx) => {
        await reassess(tx, id);
        const now = await getApplicationRecord(tx, id);
        if (now && !isDecided(now.state)) await store.markReassessed(tx.db, proposalId, id);
        return ok();
      }),
    );
  }
  for (const { applicationId, state } of await store.touchedBy(context.db, proposalId)) {
    if (state === 'waiting') await store.leaveForPerson(context.db, proposalId, applicationId);
  }
}
