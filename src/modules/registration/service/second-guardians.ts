// A second guardian asks to see a child's application; the holder or the district lets them, or not.

import { staffReaches } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { normalizeResidentId } from '../../../kernel/resident-id.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { accountNames } from '../../accounts/public.ts';
import { getSeason } from '../../seasons/public.ts';
import { childKeyOf } from '../rules.ts';
import * as store from '../store.ts';
import type { ChildRecord } from '../store.ts';

interface Wish {
  readonly idKind: ChildRecord['idKind'];
  readonly idNumber: string;
  readonly seasonId: string;
  readonly words: string;
}

/** Asks the holder of a child's application to be let in. */
export async function askToSee(context: Context, wish: Wish): Outcome<{ zh: string; en: string }> {
  const season = await getSeason(context, wish.seasonId);
  const { accountId } = account(context);
  const childKey = childKeyOf({ idKind: wish.idKind, idNumber: normalizeResidentId(wish.idNumber) });
  const standing =
    season &&
    (await store.findStanding(context.db, { childKey, stage: season.stage, entryYear: season.entryYear }, null));
  if (!standing || standing.accountId === accountId) return err(refusal('guardian_request.none'));
  try {
    return await inTransaction(context, async (tx) => {
      const id = newId(tx);
      await store.insertGuardianRequest(tx.db, {
        id,
        applicationId: standing.id,
        accountId,
        state: 'requested',
        words: wish.words,
        requestedAt: tx.now,
        decidedAt: null,
        decidedBy: null,
      });
      await audit(tx, {
        action: 'registration.ask_to_see',
        subject: { kind: 'application', id: standing.id },
        district: standing.district,
        detail: { request: id },
      });
      const tail = (await accountNames(tx, [standing.accountId])).get(standing.accountId)?.phone.slice(-4) ?? '****';
      return ok({
        zh: `已请手机尾号 ${tail} 的监护人同意。对方同意后，您可以在“我的报名”中查看。`,
        en: `The guardian whose phone ends in ${tail} was asked. Once they agree, you find it under “My applications”.`,
      });
    });
  } catch (error) {
    if (violatedConstraint(error) === 'guardian_requests_application_id_account_id_key')
      return err(refusal('guardian_request.twice'));
    throw error;
  }
}

/** Lets a second guardian in, or not. */
export function answerRequest(context: Context, id: string, accept: boolean): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const request = await store.findGuardianRequest(tx.db, id);
    const record = request && (await store.findApplication(tx.db, request.applicationId));
    const actor = account(tx);
    const mayDecide = record && (record.accountId === actor.accountId || staffReaches(actor, record));
    if (!request || !mayDecide) return err(refusal('guardian_request.not_found'));
    await store.decideGuardianRequest(tx.db, id, {
      state: accept ? 'accepted' : 'declined',
      decidedAt: tx.now,
      decidedBy: actor.accountId,
    });
    await audit(tx, {
      action: 'registration.answer_request',
      subject: { kind: 'application', id: record.id },
      district: record.district,
      detail: { request: id, accept },
    });
    return ok({ done: true });
  });
}
