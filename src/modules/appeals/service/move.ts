// Moves an appeal through its life: the one place where its state changes.

import { actingRole } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import type { ApplicationRecord } from '../../registration/public.ts';
import { stepOrRefusal } from '../rules.ts';
import type { AppealRecord } from '../store.ts';
import * as store from '../store.ts';
import type { AppealEvent, AppealState } from '../workflow.ts';
import { readableAppeal, situationOf } from './view.ts';

/** What a move answers. */
export interface Moved {
  readonly version: number;
  readonly state: AppealState;
}

/** What comes with a move. */
export interface AppealMove {
  readonly words?: string;
  readonly set?: Parameters<typeof store.updateAppeal>[2];
}

/**
 * Lets an event happen to an appeal: checks version, state, role and guards, writes state and timeline, audits, tells
 * subscribers by `appeal.moved`. `work` runs first, in the same transaction, once the event is known to be allowed.
 */
export function moveAppeal(
  context: Context,
  id: string,
  expectedVersion: number,
  event: AppealEvent,
  work: (tx: Context, appeal: AppealRecord, record: ApplicationRecord) => Outcome<AppealMove>,
): Outcome<Moved> {
  return inTransaction(context, async (tx) => {
    const found = await readableAppeal(tx, id);
    if (!found.ok) return found;
    const { appeal, record } = found.value;
    if (appeal.version !== expectedVersion) return err(refusal('appeal.changed'));
    const officer = appeal.officer ? (await accountNames(tx, [appeal.officer])).get(appeal.officer)?.name : undefined;
    const stepped = stepOrRefusal(appeal.state, event, await situationOf(tx, appeal, record), officer ?? '');
    if (!stepped.ok) return stepped;
    const move = await work(tx, appeal, record);
    if (!move.ok) return move;
    const { words = '', set = {} } = move.value;
    const version = await store.updateAppeal(tx.db, appeal, { ...set, state: stepped.value });
    if (version === null) return err(refusal('appeal.changed'));
    await store.insertEvent(tx.db, {
      appealId: id,
      at: tx.now,
      event,
      fromState: appeal.state,
      toState: stepped.value,
      actorAccount: tx.actor.kind === 'account' ? tx.actor.accountId : null,
      actorRole: actingRole(tx.actor),
      words,
    });
    await audit(tx, {
      action: `appeals.${event}`,
      subject: { kind: 'appeal', id },
      district: appeal.district,
      detail: { application: appeal.applicationId, from: appeal.state, to: stepped.value },
    });
    await tx.services.jobs.emit(tx, 'appeal.moved', { appealId: id, event, version: String(version) });
    return ok({ version, state: stepped.value });
  });
}
