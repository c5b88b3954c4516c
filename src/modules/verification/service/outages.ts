// Outages of departments: when they begin and end, and the working day that each of their days gives to families who wait.

import { isWorkingDay } from '../../../engines/calendar/calendar.ts';
import { chinaDate, chinaDateTime } from '../../../kernel/dates.ts';
import { ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, newId, type Context } from '../../../platform/context.ts';
import type { CheckKind } from '../../../platform/departments/departments.ts';
import { correctionEnds, extendCorrection, getApplicationRecord } from '../../registration/public.ts';
import { tellFamily } from '../../notices/public.ts';
import { workingCalendar } from '../../seasons/public.ts';
import * as outages from '../outage-store.ts';
import { aWorkingDayLater, DEPARTMENTS } from '../rules.ts';
import * as store from '../store.ts';
import { NEWS } from './queues.ts';

/** Families extended in one transaction. */
const AT_ONCE = 100;

/** Notes that a source did not answer; a family whose source is in an open outage is given its day at once. */
export async function noteFailure(tx: Context, kind: CheckKind, applicationId: string): Promise<void> {
  await outages.markFailing(tx.db, kind, tx.now);
  const open = (await outages.openOutages(tx.db)).find((one) => one.kind === kind);
  if (open) await extend(tx, open, applicationId);
}

/** Notes that a source answered: after failures, its outage is over and what waits for it is asked. */
export async function noteAnswer(tx: Context, kind: CheckKind): Promise<void> {
  if (!(await outages.markAnswering(tx.db, kind))) return;
  await endOutage(tx, kind);
}

/** Ends an outage, and has the waiting checks asked. */
export async function endOutage(tx: Context, kind: CheckKind): Promise<void> {
  await outages.endOutage(tx.db, kind, tx.now);
  await tx.services.jobs.emit(tx, NEWS.toBeAsked, { kind });
}

/**
 * By the clock: a source that has not answered for as long as the city says is in an outage, and each working day of an
 * outage moves the deadline of every family that waits for it by one working day. Safe to run at any time, and twice.
 */
export async function watchOutages(context: Context): Promise<void> {
  const { countAfterMinutes } = context.services.city.departmentOutages;
  const before = new Date(context.now.getTime() - countAfterMinutes * 60_000);
  for (const found of await outages.undeclaredOutages(context.db, before)) {
    await inTransaction(context, async (tx) => {
      const id = newId(tx);
      if (await outages.insertOutage(tx.db, { ...found, id, endedAt: null }))
        await audit(tx, {
          action: 'verification.outage',
          subject: { kind: 'department', id: found.kind },
          detail: { outage: id, cause: found.cause, beganAt: found.beganAt.toISOString() },
        });
      return ok(undefined);
    });
  }
  for (const outage of await outages.openOutages(context.db)) {
    const waiting = (await store.waitingChecks(context.db, outage.kind)).filter((one) => one.state === 'source_down');
    for (let from = 0; from < waiting.length; from += AT_ONCE) {
      await inTransaction(context, async (tx) => {
        for (const { applicationId } of waiting.slice(from, from + AT_ONCE)) await extend(tx, outage, applicationId);
        return ok(undefined);
      });
    }
  }
}

/** Gives a family today's working day, once, unless outages gave it as many as the city allows. */
async function extend(tx: Context, outage: outages.OutageRecord, applicationId: string): Promise<void> {
  const today = chinaDate(tx.now);
  const calendar = await workingCalendar(tx);
  if (!isWorkingDay(calendar, today)) return;
  const given = await outages.extensionsOf(tx.db, [applicationId]);
  if (given.some((one) => one.day === today)) return;
  if (given.length >= tx.services.city.departmentOutages.atMostWorkingDays) return;
  const record = await getApplicationRecord(tx, applicationId);
  const was = record && (await correctionEnds(tx, record));
  // Where the time to correct was over before, there is nothing to move; a reviewer who asks for more gives a new time.
  if (!record || !was || was <= outage.beganAt) return;
  const until = aWorkingDayLater(calendar, was);
  const fresh = await outages.insertExtension(tx.db, {
    applicationId,
    day: today,
    outageId: outage.id,
    was,
    until,
    at: tx.now,
  });
  if (!fresh) return;
  const { zh, en, what, whatEn } = DEPARTMENTS[outage.kind];
  const day = chinaDateTime(until).slice(0, 16);
  await extendCorrection(tx, record, until, {
    words: `${zh}${what}系统暂时无法访问，修改期限自动延期至 ${day}，您无需操作。`,
    wordsEn: `The system for ${whatEn} (${en}) cannot be reached; the time to correct was extended to ${day}.`,
  });
  await tx.services.jobs.emit(tx, NEWS.extended, {
    applicationId,
    outageId: outage.id,
    source: `${zh}${what}`,
    sourceEn: `${en}, ${whatEn}`,
    until: until.toISOString(),
  });
  await audit(tx, {
    action: 'verification.extend_deadline',
    subject: { kind: 'application', id: applicationId },
    district: record.district,
    detail: { outage: outage.id, kind: outage.kind, day: today, was: was.toISOString(), until: until.toISOString() },
  });
}

/** Tells a family that its time was extended; once for each outage, since the days of one need no letter each. */
export async function tellExtension(context: Context, data: Readonly<Record<string, string>>): Promise<void> {
  const record = await getApplicationRecord(context, data.applicationId ?? '');
  if (!record) return;
  const until = chinaDateTime(new Date(data.until ?? '')).slice(0, 16);
  const message = {
    kind: 'deadline_extended',
    titleZh: `${data.source}系统暂时无法访问，期限已自动延期`,
    titleEn: 'A department cannot be reached; your time was extended',
    bodyZh: `${record.child.name}的报名中，${data.source}暂时无法核对。修改期限已自动延期至 ${until}，恢复后会自动核对，您无需操作。`,
    bodyEn: `The system for ${data.sourceEn} cannot be reached, so ${record.child.name}'s details wait for it. Your time to correct was extended to ${until}; you need do nothing.`,
  };
  await tellFamily(context, record, message, `outage:${data.outageId}`, null);
}
