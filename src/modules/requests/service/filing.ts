// What a family sends, and what takes effect at once; and a death that an officer records.

import { actingRole } from '../../../kernel/actor.ts';
import { chinaDate } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import type { Upload } from '../../../platform/http/routes.ts';
import {
  addRequestFile,
  getApplicationRecord,
  listEvidence,
  mayRead,
  moveApplication,
  moveIn,
  type ApplicationRecord,
} from '../../registration/public.ts';
import type { RequestAnswer, RequestContent } from '../contract.ts';
import { eventOf, REASON_WORDS, requestNumber, wayOf } from '../rules.ts';
import * as store from '../store.ts';
import { moveRequest, type Moved } from './move.ts';
import { districtNames, moveInUntil, onWire, seasonsToMoveTo, waySituationOf } from './view.ts';

/**
 * Takes a request of the guardian who holds the application. What needs no approval happens in the same transaction;
 * the rest waits for the bureau. Refuses with request.barred in the words of the way that is closed.
 */
export function fileRequest(
  context: Context,
  applicationId: string,
  input: { readonly version: number; readonly content: RequestContent },
): Outcome<RequestAnswer> {
  return inTransaction(context, async (tx) => {
    const record = await held(tx, applicationId);
    if (!record.ok) return record;
    if (record.value.version !== input.version) return err(refusal('application.changed'));
    const { content } = input;
    const situation = await waySituationOf(tx, record.value);
    const { barred, atOnce, workingDays } = wayOf(content.kind, situation);
    if (barred) return err(refusal('request.barred', { why: barred.zh, whyEn: barred.en }));
    const fault = await faultOf(tx, record.value, content);
    if (fault) return err(refusal(fault));
    // Nobody has to ask whether a child that has died may leave its school.
    const now = atOnce || (content.kind === 'leave' && content.reason === 'death');
    let openedId: string | null = null;
    if (now) {
      const done = await takeEffect(tx, record.value, content);
      if (!done.ok) return done;
      openedId = done.value;
    }
    return write(tx, record.value, content, {
      done: now,
      byStaff: false,
      openedId,
      workingDays: now ? null : workingDays,
    });
  });
}

/** What an officer records of a death. */
export interface DeathRecord {
  readonly version: number;
  readonly basis: 'paper' | 'department';
  readonly words: string;
}

/** An officer of the district records that the child has died: the case closes, and nobody is written to. */
export function recordDeath(
  context: Context,
  applicationId: string,
  { version, basis, words }: DeathRecord,
): Outcome<RequestAnswer> {
  return inTransaction(context, async (tx) => {
    const record = await getApplicationRecord(tx, applicationId);
    if (!record || !mayRead(tx, record)) return err(refusal('application.not_found'));
    const moved = await moveApplication(tx, record, 'close', { expectedVersion: version });
    if (!moved.ok) return moved;
    const said = `${basis === 'paper' ? '依据材料' : '依据部门通报'}：${words}`;
    const content: RequestContent = { kind: 'leave', reason: 'death', words: said };
    return write(tx, record, content, { done: true, byStaff: true, openedId: null, workingDays: null });
  });
}

/** Keeps a paper for a request that is being written. */
export async function addEvidence(
  context: Context,
  applicationId: string,
  upload: Upload | null,
): Outcome<{ id: string; fileName: string }> {
  const kept = await addRequestFile(context, applicationId, upload);
  return kept.ok ? ok({ id: kept.value.id, fileName: kept.value.fileName }) : kept;
}

/** Takes back a request that nobody has decided on. */
export function withdrawRequest(context: Context, id: string, { version }: { version: number }): Outcome<Moved> {
  return moveRequest(context, id, version, 'withdraw', () => Promise.resolve(ok({})));
}

/** Restores an application that was left while registration is open; it is reviewed again. */
export async function undoLeaving(context: Context, id: string, { version }: { version: number }): Outcome<Moved> {
  try {
    return await moveRequest(context, id, version, 'undo', async (tx, _, record) => {
      const moved = await moveApplication(tx, record, 'take_back');
      if (!moved.ok) return moved;
      // Checks that were never put are put now.
      const news = { applicationId: record.id, revision: String(record.revision) };
      await tx.services.jobs.emit(tx, 'application.submitted', news);
      return ok({});
    });
  } catch (error) {
    if (violatedConstraint(error) !== 'applications_one_live_per_child') throw error;
    const why = '这个孩子已经另有一份报名，不能恢复这一份。';
    const whyEn = 'The child has another application by now; this one cannot be restored.';
    return err(refusal('request.barred', { why, whyEn }));
  }
}

async function held(tx: Context, applicationId: string): Outcome<ApplicationRecord> {
  const record = await getApplicationRecord(tx, applicationId);
  if (!record || !mayRead(tx, record)) return err(refusal('application.not_found'));
  if (record.accountId === account(tx).accountId) return ok(record);
  return err(refusal('request.not_allowed', { action: '代另一位监护人提出', actionEn: 'ask for another guardian' }));
}

/** What is wrong with the content itself; null when nothing is. */
async function faultOf(tx: Context, record: ApplicationRecord, content: RequestContent): Promise<string | null> {
  if (content.kind === 'leave') {
    return content.reason === 'other' && content.words.length < 4 ? 'request.words_needed' : null;
  }
  if ('since' in content && content.since > chinaDate(tx.now)) return 'request.since_future';
  if (content.kind === 'move') {
    const seasons = await seasonsToMoveTo(tx, record);
    return seasons.some(({ id }) => id === content.seasonId) ? null : 'request.season_unfit';
  }
  if (content.kind === 'defer' && content.files.length === 0) return 'request.evidence_needed';
  const known = new Set((await listEvidence(tx, record.id)).map(({ id }) => id));
  return content.files.every((id) => known.has(id)) ? null : 'request.file_unknown';
}

/** @returns the application that a move has opened; null for others */
async function takeEffect(tx: Context, record: ApplicationRecord, content: RequestContent): Outcome<string | null> {
  const event = eventOf(content, record.state);
  if (content.kind !== 'move') {
    const words = content.kind === 'leave' && content.reason !== 'death' ? REASON_WORDS[content.reason] : null;
    const moved = await moveApplication(tx, record, event, {
      detail: words ? { words: words.zh, wordsEn: words.en } : {},
    });
    return moved.ok ? ok(null) : moved;
  }
  const season = (await seasonsToMoveTo(tx, record)).find(({ id }) => id === content.seasonId);
  if (!season) return err(refusal('request.season_unfit'));
  const there = districtNames(tx, season.district);
  const here = districtNames(tx, record.district);
  const moved = await moveApplication(tx, record, event, {
    detail: { words: `转到${there.districtName}`, wordsEn: `To ${there.districtNameEn}` },
  });
  if (!moved.ok) return moved;
  const id = await moveIn(tx, {
    record,
    season,
    address: content.address,
    until: moveInUntil(tx, season),
    words: {
      words: `由${here.districtName}转入（原回执号 ${record.receiptNo ?? ''}），请核对新住址并补充材料后提交。`,
      wordsEn: `From ${here.districtNameEn} (receipt ${record.receiptNo ?? ''}). Check the new address, add its papers and submit.`,
    },
  });
  await audit(tx, {
    action: 'requests.move_in',
    subject: { kind: 'application', id },
    district: season.district,
    detail: { from: record.id },
  });
  return ok(id);
}

async function write(
  tx: Context,
  record: ApplicationRecord,
  content: RequestContent,
  how: {
    readonly done: boolean;
    readonly byStaff: boolean;
    readonly openedId: string | null;
    readonly workingDays: number | null;
  },
): Outcome<RequestAnswer> {
  const { accountId } = account(tx);
  const state = how.done ? ('done' as const) : ('filed' as const);
  const request: store.RequestRecord = {
    id: newId(tx),
    number: requestNumber(record.entryYear, record.district, await store.nextNumber(tx.db)),
    applicationId: record.id,
    district: record.district,
    kind: content.kind,
    state,
    version: 1,
    content,
    byStaff: how.byStaff,
    filedBy: accountId,
    filedAt: tx.now,
    workingDays: how.workingDays,
    words: null,
    correctUntil: null,
    openedId: how.openedId,
    decidedBy: null,
    decidedAt: null,
  };
  if (!(await store.insertRequest(tx.db, request))) {
    const open = (await store.requestsOn(tx.db, record.id)).find((one) => one.state === 'filed');
    return err(refusal('request.open', { number: open?.number ?? '' }));
  }
  const event: store.RequestEventRecord = {
    requestId: request.id,
    at: tx.now,
    event: 'file',
    fromState: 'filed',
    toState: state,
    actorAccount: accountId,
    actorRole: actingRole(tx.actor),
    words: '',
  };
  await store.insertEvent(tx.db, event);
  await audit(tx, {
    action: how.byStaff ? 'requests.record_death' : 'requests.file',
    subject: { kind: 'request', id: request.id },
    district: record.district,
    detail: { application: record.id, kind: content.kind, state },
  });
  await tx.services.jobs.emit(tx, 'request.moved', { requestId: request.id, event: state, version: '1' });
  return ok(await onWire(tx, request, [event]));
}
