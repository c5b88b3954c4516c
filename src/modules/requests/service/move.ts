// Moves a request through its life: the one place where its state changes.

import { actingRole } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import type { ApplicationRecord } from '../../registration/public.ts';
import { stepOrRefusal } from '../rules.ts';
import type { RequestRecord } from '../store.ts';
import * as store from '../store.ts';
import type { RequestEvent, RequestState } from '../workflow.ts';
import { readableRequest, situationOf } from './view.ts';

/** What a move answers. */
export interface Moved {
  readonly version: number;
  readonly state: RequestState;
}

/** What comes with a move. */
export interface RequestMove {
  readonly words?: string;
  readonly set?: Parameters<typeof store.updateRequest>[2];
}

/**
 * Lets an event happen to a request: checks version, state, role and guards, writes state and timeline, audits, tells
 * subscribers by `request.moved`. `work` runs first, in the same transaction, once the event is known to be allowed.
 */
export function moveRequest(
  context: Context,
  id: string,
  expectedVersion: number,
  event: RequestEvent,
  work: (tx: Context, request: RequestRecord, record: ApplicationRecord) => Outcome<RequestMove>,
): Outcome<Moved> {
  return inTransaction(context, async (tx) => {
    const found = await readableRequest(tx, id);
    if (!found.ok) return found;
    const { request, record } = found.value;
    const stepped = stepOrRefusal(request.state, event, await situationOf(tx, request, record));
    if (request.version !== expectedVersion) return err(refusal('request.changed'));
    if (!stepped.ok) return stepped;
    const move = await work(tx, request, record);
    if (!move.ok) return move;
    const { words = '', set = {} } = move.value;
    const version = await store.updateRequest(tx.db, request, { ...set, state: stepped.value });
    if (version === null) return err(refusal('request.changed'));
    await store.insertEvent(tx.db, {
      requestId: id,
      at: tx.now,
      event,
      fromState: request.state,
      toState: stepped.value,
      actorAccount: tx.actor.kind === 'account' ? tx.actor.accountId : null,
      actorRole: actingRole(tx.actor),
      words,
    });
    await audit(tx, {
      action: `requests.${event}`,
      subject: { kind: 'request', id },
      district: request.district,
      detail: { application: request.applicationId, kind: request.kind, from: request.state, to: stepped.value },
    });
    await tx.services.jobs.emit(tx, 'request.moved', { requestId: id, event, version: String(version) });
    return ok({ version, state: stepped.value });
  });
}
