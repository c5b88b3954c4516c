// Departments as officers see them: how each does, what waits, hold and resume, ask again; and answers by callback.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { type ArrivedRequest, CHECK_KINDS, type CheckKind } from '../../../platform/departments/departments.ts';
import { answerCounts, lastAnswers } from '../answer-store.ts';
import type { CheckState } from '../contract.ts';
import * as outages from '../outage-store.ts';
import { questionNamed } from '../rules.ts';
import * as store from '../store.ts';
import { askSoon } from './checks.ts';
import { hear } from './hearing.ts';
import { endOutage } from './outages.ts';
import { NEWS } from './queues.ts';

const HOUR_MS = 3_600_000;

/** How each source does, and how the checks with it stand. */
export async function listDepartments(context: Context) {
  const { db, now, services } = context;
  await store.ensureSources(db, now);
  const [sources, records, states, queues, answers, open] = [
    await store.listSources(db),
    await store.countRecords(db),
    await store.countStates(db),
    await store.countWaiting(db),
    await answerCounts(db, new Date(now.getTime() - HOUR_MS)),
    await outages.openOutages(db),
  ];
  const extended = await outages.countExtended(
    db,
    open.map(({ id }) => id),
  );
  return ok(
    sources.map((source) => {
      const count = (state: CheckState) =>
        states.find((one) => one.kind === source.kind && one.state === state)?.count ?? 0;
      const queue = queues.find((one) => one.kind === source.kind);
      const heard = answers.find((one) => one.kind === source.kind);
      const outage = open.find((one) => one.kind === source.kind);
      return {
        ...source,
        ...services.departments.status(source.kind, now),
        records: records.get(source.kind) ?? 0,
        queue: { length: queue?.count ?? 0, oldestAt: queue?.oldestAt ?? null },
        lastAnswerAt: heard?.lastAt ?? null,
        lastHour: { usable: heard?.usable ?? 0, unusable: heard?.unusable ?? 0 },
        outage: outage
          ? { since: outage.beganAt, cause: outage.cause, familiesExtended: extended.get(outage.id) ?? 0 }
          : null,
        counts: {
          pending: count('pending'),
          matched: count('matched'),
          mismatch: count('mismatch'),
          noRecord: count('no_record'),
          sourceDown: count('source_down'),
          manual: count('manual'),
        },
      };
    }),
  );
}

/** A kind of check by its name on the wire. */
export function kindNamed(name: string): CheckKind | null {
  return CHECK_KINDS.find((kind) => kind === name) ?? null;
}

/** The last answers of a source, without what they hold. */
export async function listAnswers(context: Context, name: string) {
  const kind = kindNamed(name);
  if (!kind) return err(refusal('department.not_found'));
  return ok(await lastAnswers(context.db, kind, 50));
}

/** Puts a source on hold, or resumes it; then the waiting checks are asked. */
export function switchSource(
  context: Context,
  name: string,
  input: { readonly available: boolean; readonly reason: string },
): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    await store.ensureSources(tx.db, tx.now);
    const kind = kindNamed(name);
    if (!kind) return err(refusal('department.not_found'));
    await store.setAvailability(tx.db, kind, {
      available: input.available,
      reason: input.available ? null : input.reason,
      changedAt: tx.now,
    });
    if (input.available) {
      await outages.markAnswering(tx.db, kind);
      await endOutage(tx, kind);
    } else {
      await tx.services.jobs.emit(tx, NEWS.held, { kind });
    }
    await audit(tx, {
      action: 'verification.switch_source',
      subject: { kind: 'department', id: kind },
      detail: { available: input.available, reason: input.reason },
    });
    return ok({ done: true });
  });
}

/** Has everything asked that waits for a source. */
export function retrySource(context: Context, name: string): Outcome<{ waiting: number }> {
  return inTransaction(context, async (tx) => {
    const kind = kindNamed(name);
    if (!kind) return err(refusal('department.not_found'));
    const waiting = await store.waitingChecks(tx.db, kind);
    await tx.services.jobs.emit(tx, NEWS.toBeAsked, { kind });
    await audit(tx, {
      action: 'verification.retry_source',
      subject: { kind: 'department', id: kind },
      detail: { waiting: waiting.length },
    });
    return ok({ waiting: waiting.length });
  });
}

/** Asks all checks that wait for a source. */
export async function askWaiting(context: Context, name: string): Promise<void> {
  const kind = kindNamed(name);
  if (!kind) return;
  for (const check of await store.waitingChecks(context.db, kind)) await askSoon(context, check);
}

/**
 * Takes an answer that a department sends by itself. What is not signed by the gateway is refused and leaves no trace;
 * the same message once more is refused by the database.
 */
export async function takeCallback(context: Context, request: ArrivedRequest): Outcome<{ taken: true }> {
  const read = await context.services.departments.readCallback(request);
  if ('fault' in read) return err(refusal(`department.answer_${read.fault}`));
  const { kind, requestId, finding, receipt } = read;
  const named = questionNamed(requestId);
  try {
    return await inTransaction(context, async (tx) => {
      const check = named ? await store.lockCheck(tx.db, named.checkId) : null;
      const awaited = check?.waitingFor === 'accepted' && check.requestId === requestId;
      await hear(tx, check, {
        kind,
        requestId,
        channel: 'callback',
        source: `gateway:${kind}`,
        finding,
        receipt,
        awaited,
      });
      await audit(tx, {
        action: 'verification.callback',
        subject: { kind: 'department', id: kind },
        detail: { requestId },
      });
      return ok({ taken: true as const });
    });
  } catch (error) {
    if (violatedConstraint(error) === 'department_answers_once') return err(refusal('department.answer_replayed'));
    throw error;
  }
}
