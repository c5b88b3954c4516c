// What a family does: file, answer, withdraw.

import { actingRole } from '../../../kernel/actor.ts';
import { chinaDateTime } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { districtOf } from '../../../platform/city.ts';
import { getApplicationRecord, mayRead } from '../../registration/public.ts';
import type { AppealAnswer } from '../contract.ts';
import { appealNumber, isOpen, KIND_WORDS } from '../rules.ts';
import type { AppealRecord } from '../store.ts';
import * as store from '../store.ts';
import { moveAppeal, type Moved } from './move.ts';
import { onWire, wayFor } from './view.ts';

/**
 * Files an appeal on the way that is open now. A guardian files for its own application; staff of the bureau file at a
 * counter for a family that cannot, and say who came and who helped.
 */
export function fileAppeal(
  context: Context,
  applicationId: string,
  input: { readonly statement: string; readonly wish: string; readonly helper?: string | undefined },
): Outcome<AppealAnswer> {
  return inTransaction(context, async (tx) => {
    const record = await getApplicationRecord(tx, applicationId);
    if (!record || !mayRead(tx, record)) return err(refusal('application.not_found'));
    const { accountId, role } = account(tx);
    if (role === 'guardian' && accountId !== record.accountId)
      return err(
        refusal('appeal.not_allowed', { action: '代另一位监护人提出', actionEn: 'file for another guardian' }),
      );
    if (role !== 'guardian' && !input.helper) return err(refusal('appeal.helper_needed'));
    const way = await wayFor(tx, record);
    if (!way) return err(refusal('appeal.nothing_to_appeal'));
    if (tx.now >= way.until) {
      const { city } = tx.services;
      const helpline = districtOf(city, record.district)?.helpline ?? city.helpline;
      return err(refusal('appeal.too_late', { until: chinaDateTime(way.until), helpline }));
    }
    const appeal: AppealRecord = {
      id: newId(tx),
      number: appealNumber(way.kind, record.entryYear, record.district, await store.nextNumber(tx.db)),
      applicationId,
      district: record.district,
      kind: way.kind,
      subject: way.subject,
      state: 'filed',
      version: 1,
      statement: input.statement,
      wish: input.wish,
      helper: role === 'guardian' ? null : (input.helper ?? null),
      filedBy: accountId,
      filedAt: tx.now,
      officer: null,
      answerUntil: null,
      workingDays: way.workingDays,
      hearing: null,
      words: null,
      decidedBy: null,
      decidedAt: null,
    };
    if (!(await store.insertAppeal(tx.db, appeal))) {
      const standing = (await store.appealsOn(tx.db, applicationId)).find(({ state }) => isOpen(state));
      return err(
        refusal('appeal.open', {
          kind: KIND_WORDS[standing?.kind ?? 'reconsideration'].zh,
          number: standing?.number ?? '',
        }),
      );
    }
    const event: store.AppealEventRecord = {
      appealId: appeal.id,
      at: tx.now,
      event: 'file',
      fromState: 'filed',
      toState: 'filed',
      actorAccount: accountId,
      actorRole: actingRole(tx.actor),
      words: appeal.helper ?? '',
    };
    await store.insertEvent(tx.db, event);
    await audit(tx, {
      action: 'appeals.file',
      subject: { kind: 'appeal', id: appeal.id },
      district: appeal.district,
      detail: { application: applicationId, kind: appeal.kind, subject: appeal.subject },
    });
    await tx.services.jobs.emit(tx, 'appeal.moved', { appealId: appeal.id, event: 'file', version: '1' });
    return ok(await onWire(tx, appeal, [event], record));
  });
}

/** The family's answer to what the officer asked; the promised time runs on. */
export function answerQuestion(
  context: Context,
  id: string,
  input: { version: number; words: string },
): Outcome<Moved> {
  return moveAppeal(context, id, input.version, 'answer', () =>
    Promise.resolve(ok({ words: input.words, set: { answerUntil: null } })),
  );
}

/** Takes an appeal back; it can be filed again while its time runs. */
export function withdrawAppeal(context: Context, id: string, input: { version: number }): Outcome<Moved> {
  return moveAppeal(context, id, input.version, 'withdraw', () => Promise.resolve(ok({})));
}
