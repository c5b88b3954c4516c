// Takes what a department said, however it came: keeps it as received, judges it, and lets the first usable answer stand.

import { chinaDate } from '../../../kernel/dates.ts';
import { ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { newId, type Context, type Outcome } from '../../../platform/context.ts';
import type { CheckKind, DepartmentAnswer, Finding, Receipt } from '../../../platform/departments/departments.ts';
import { getApplicationRecord, reassess, type ApplicationRecord } from '../../registration/public.ts';
import { answerRow, insertAnswers, type AnswerRecord, type Verdict } from '../answer-store.ts';
import { comparerOf } from '../comparers.ts';
import { judge, masked, questionNamed, verdictOn } from '../rules.ts';
import * as store from '../store.ts';
import type { CheckRecord } from '../store.ts';
import { noteAnswer, noteFailure } from './outages.ts';
import { askQueue } from './queues.ts';

/** A question that was put. */
export interface Asked {
  readonly checkId: string;
  readonly requestId: string;
  /** A person asked once more: the answer replaces what stands. */
  readonly again: boolean;
}

/** Something said about a question, by whatever channel. */
export interface Hearing {
  readonly kind: CheckKind;
  readonly requestId: string;
  readonly channel: AnswerRecord['channel'];
  readonly source: string;
  readonly finding: Finding;
  readonly receipt: Receipt;
  /** A person asked for it anew. */
  readonly awaited: boolean;
}

/** Takes what asking came to, inside the caller's transaction. */
export async function takeAnswer(tx: Context, asked: Asked, answer: DepartmentAnswer): Outcome<undefined> {
  const check = await store.lockCheck(tx.db, asked.checkId);
  if (!check) return ok(undefined);
  const { kind } = check;
  const { departments, jobs } = tx.services;
  const { channel } = departments.status(kind, tx.now);
  await insertAnswers(
    tx.db,
    (answer.rejected ?? []).flatMap((receipt) =>
      receipt.fault === null ? [] : [unusable(tx, kind, asked, channel, receipt, receipt.fault)],
    ),
  );
  const open = check.answeredRequest === null;
  switch (answer.state) {
    case 'found':
    case 'no_record': {
      const finding: Finding =
        answer.state === 'found' ? { state: 'found', record: answer.record } : { state: 'no_record' };
      const { source, receipt } = answer;
      const heard: Hearing = {
        kind,
        requestId: asked.requestId,
        channel,
        source,
        finding,
        receipt,
        awaited: asked.again,
      };
      await hear(tx, check, heard);
      return ok(undefined);
    }
    case 'later': {
      // The promised answer may have come before the promise was written down.
      if (!open && (!asked.again || check.answeredRequest === asked.requestId)) return ok(undefined);
      const taken = answer.reason === 'accepted';
      await store.updateCheck(tx.db, check.id, {
        ...(open ? { state: 'pending', source: answer.source, askAt: answer.until } : {}),
        waitingFor: answer.reason,
        ...(taken ? { attempts: check.attempts + 1, requestId: asked.requestId } : {}),
      });
      if (open && answer.until) await jobs.later(tx, askQueue(kind), { checkId: check.id }, answer.until);
      if (taken) await noteAnswer(tx, kind);
      return ok(undefined);
    }
    case 'down': {
      // What was answered stays answered, also when a person's second question finds the source down.
      if (!open || check.attempts !== (questionNamed(asked.requestId)?.attempt ?? 0) - 1) return ok(undefined);
      const askAt = departments.askAgainAt(tx.now, check.attempts + 1);
      await store.updateCheck(tx.db, check.id, {
        state: 'source_down',
        source: answer.source,
        attempts: check.attempts + 1,
        requestId: asked.requestId,
        waitingFor: null,
        askAt,
      });
      await jobs.later(tx, askQueue(kind), { checkId: check.id }, askAt);
      await noteFailure(tx, kind, check.applicationId);
      if (check.state !== 'source_down') await told(tx, check, 'source_down');
      return ok(undefined);
    }
  }
}

/** Takes a usable answer to a check that the transaction holds locked; null: to nothing that was asked. */
export async function hear(tx: Context, check: CheckRecord | null, heard: Hearing): Promise<Verdict> {
  const record = check?.kind === heard.kind ? await getApplicationRecord(tx, check.applicationId) : null;
  const verdict =
    check && record ? verdictOn(check, record.revision, heard.requestId, heard.finding, heard.awaited) : 'unasked';
  await insertAnswers(tx.db, [
    answerRow(
      {
        id: newId(tx),
        kind: heard.kind,
        requestId: heard.requestId,
        checkId: record && check ? check.id : null,
        channel: heard.channel,
        receivedAt: tx.now,
        says: heard.finding.state,
        verdict,
      },
      heard.receipt,
    ),
  ]);
  await noteAnswer(tx, heard.kind);
  if (!check || !record) return verdict;
  if (verdict === 'accepted') {
    const found = await answered(tx, check, record, heard.finding);
    await store.updateCheck(tx.db, check.id, {
      ...found,
      source: heard.source,
      attempts: Math.max(check.attempts, questionNamed(heard.requestId)?.attempt ?? 0),
      requestId: heard.requestId,
      answeredRequest: heard.requestId,
      waitingFor: null,
      askAt: null,
      contradicted: false,
    });
    await told(tx, check, found.state, record);
  } else if (verdict === 'contradiction' && !check.contradicted) {
    await store.updateCheck(tx.db, check.id, { state: 'manual', contradicted: true, askAt: null, waitingFor: null });
    await told(tx, check, 'manual', record);
  }
  return verdict;
}

/** What a department's answer makes of a check. */
export async function answered(
  context: Context,
  check: Pick<CheckRecord, 'kind' | 'question'>,
  family: Pick<ApplicationRecord, 'child' | 'declared' | 'district'>,
  finding: Finding,
): Promise<Pick<CheckRecord, 'state' | 'answer' | 'differences' | 'answeredAt'>> {
  const raw = finding.state === 'found' ? finding.record : null;
  const comparer = await comparerOf(context, family.district);
  const { state, comparison } = judge(check.kind, check.question, raw, family, chinaDate(context.now), comparer);
  return {
    state,
    answer: raw,
    differences: masked(comparison).filter((one) => one.agrees === false),
    answeredAt: context.now,
  };
}

/** Audits how a check came to stand, and tells those who wait for answers. */
async function told(
  tx: Context,
  check: CheckRecord,
  state: CheckRecord['state'],
  record?: ApplicationRecord,
): Promise<void> {
  const family = record ?? (await getApplicationRecord(tx, check.applicationId));
  if (record) {
    await reassess(tx, record.id);
    await tx.services.jobs.emit(tx, 'check.answered', { applicationId: record.id });
  }
  await audit(tx, {
    action: 'verification.answer',
    subject: { kind: 'check', id: check.id },
    district: family?.district ?? null,
    detail: { kind: check.kind, state, attempt: check.attempts + 1 },
  });
}

function unusable(
  tx: Context,
  kind: CheckKind,
  asked: Asked,
  channel: AnswerRecord['channel'],
  receipt: Receipt,
  fault: NonNullable<Receipt['fault']>,
): AnswerRecord {
  const { checkId, requestId } = asked;
  return answerRow(
    { id: newId(tx), kind, requestId, checkId, channel, receivedAt: tx.now, says: null, verdict: fault },
    receipt,
  );
}
