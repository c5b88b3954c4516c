// Letting papers go when their time is over: the bytes are deleted, the record that there were some stays.

import { ok } from '../../../kernel/result.ts';
import { staffReaches } from '../../../kernel/actor.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { listSeasons } from '../../seasons/public.ts';
import * as evidence from '../evidence-store.ts';
import { dueBecause, dueStates, endOf, goneFrom, limitsAt } from '../retention.ts';
import { insertEvents, lockApplication } from '../store.ts';
import { seasonOf } from './access.ts';
import { applicationParts } from './parts.ts';

/** Applications worked through at a time. */
const AT_ONCE = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Applications that may have files which are due, each once. */
async function* dueApplications(context: Context): AsyncGenerator<string> {
  const rules = context.services.city.evidence;
  const limits = limitsAt(context.now, rules);
  const filters: evidence.DueFilter[] = [
    { infectedBefore: limits.infected },
    { takenBackBefore: limits.takenBack },
    { withdrawnBefore: limits.withdrawn },
  ];
  for (const season of await listSeasons(context)) {
    const states = dueStates(season, rules, context.now);
    if (states.length > 0) filters.push({ seasonId: season.id, states });
  }
  for (const filter of filters) {
    let after = FIRST;
    for (;;) {
      const some = await evidence.applicationsWithKept(context.db, filter, after, AT_ONCE);
      yield* some;
      const last = some.at(-1);
      if (last === undefined || some.length < AT_ONCE) break;
      after = last;
    }
  }
}

/**
 * Deletes the bytes of every file whose time is over, application by application. While an appeal is open everything of
 * its application stays. Bytes go before the row says so: a stop in between is made good by the next run.
 */
export async function forgetDueFiles(context: Context): Promise<void> {
  for await (const id of dueApplications(context)) {
    await inTransaction(context, async (tx) => {
      const record = await lockApplication(tx.db, id);
      if (!record || (await applicationParts().openAppeals(tx, [id])).has(id)) return ok(0);
      const season = await seasonOf(tx, record.seasonId);
      const kept = await evidence.keptEvidence(tx.db, id);
      const due = kept.flatMap((file) => {
        const because = dueBecause(file, record, season, tx.services.city.evidence, tx.now);
        return because === null ? [] : [{ file, because }];
      });
      if (due.length === 0) return ok(0);
      const stays = new Set(kept.filter((file) => !due.some((one) => one.file === file)).map((file) => file.storedAs));
      for (const { file, because } of due) {
        if (!stays.has(file.storedAs)) await tx.services.files.remove(file.storedAs);
        await evidence.updateEvidence(tx.db, file.id, { deletedAt: tx.now, deletedBecause: because });
      }
      if (due.some(({ file, because }) => file.removedAt === null && because !== 'infected')) {
        await insertEvents(tx.db, [
          {
            applicationId: id,
            at: tx.now,
            event: 'forget_files',
            fromState: record.state,
            toState: record.state,
            actorAccount: null,
            actorRole: 'system',
            actorOrganization: null,
            detail: {},
          },
        ]);
      }
      await audit(tx, {
        action: 'registration.forget_files',
        subject: { kind: 'application', id },
        district: record.district,
        detail: { files: due.map(({ file, because }) => ({ file: file.id, kind: file.kind, because })) },
      });
      return ok(due.length);
    });
  }
}

/** What is kept and gone in the seasons that the acting officer reaches. */
export async function reportRetention(context: Context) {
  const rules = context.services.city.evidence;
  const totals = new Map((await evidence.evidenceTotals(context.db)).map((one) => [one.seasonId, one]));
  const seasons = (await listSeasons(context)).filter((season) =>
    staffReaches(context.actor, { district: season.district, schoolId: null }),
  );
  const rows = [];
  for (const season of seasons) {
    const found = totals.get(season.id);
    const { admitted, other } = goneFrom(season, rules);
    rows.push({
      seasonId: season.id,
      seasonName: season.name,
      seasonNameEn: season.nameEn,
      endedOn: endOf(season),
      kept: found?.kept ?? 0,
      keptBytes: found?.keptBytes ?? 0,
      deleted: found?.deleted ?? 0,
      lastDeletedAt: found?.lastDeletedAt ?? null,
      held: await countHeld(context, season.id, dueStates(season, rules, context.now)),
      waiting: found?.waiting ?? 0,
      infected: found?.infected ?? 0,
      admittedUntil: admitted,
      otherUntil: other,
    });
  }
  return ok({ rules, seasons: rows });
}

/** Applications of due states whose papers an open appeal keeps. */
async function countHeld(context: Context, seasonId: string, states: ReturnType<typeof dueStates>): Promise<number> {
  if (states.length === 0) return 0;
  const overdue = await evidence.applicationsWithKept(context.db, { seasonId, states }, FIRST, 10_000);
  return (await applicationParts().openAppeals(context, overdue)).size;
}

/** What a change of master keys, or the first sealing of files of before, came to. */
export interface Resealing {
  readonly current: number;
  readonly rewrapped: number;
  /** Files of before, now sealed. */
  readonly sealed: number;
  /** Rows whose bytes are not there. */
  readonly gone: number;
}

/** Brings every kept file under the current master key; files of before are sealed and named anew. */
export async function resealFiles(context: Context): Outcome<Resealing> {
  const { files } = context.services;
  const count = { current: 0, rewrapped: 0, sealed: 0, gone: 0 };
  let after = FIRST;
  for (;;) {
    const some = await evidence.evidenceAfter(context.db, after, AT_ONCE);
    for (const file of some) {
      const was = await files.reseal(file.storedAs);
      if (was === 'plain') {
        const storedAs = await files.put(await files.read(file.storedAs), file.applicationId);
        await evidence.updateEvidence(context.db, file.id, { storedAs });
        if (!(await evidence.isStored(context.db, file.storedAs))) await files.remove(file.storedAs);
        count.sealed += 1;
      } else count[was] += 1;
    }
    const last = some.at(-1);
    if (last === undefined || some.length < AT_ONCE) return ok(count);
    after = last.id;
  }
}
