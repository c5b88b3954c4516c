// Opens checks for a submission, asks their departments, and lets staff read them and record what a person found.

import type { ComparedField } from '../../../engines/reconcile/reconcile.ts';
import { chinaDate } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { districtName } from '../../../platform/city.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import type { DepartmentAnswer, DepartmentQuestion } from '../../../platform/departments/departments.ts';
import { accountNames } from '../../accounts/public.ts';
import { getApplicationRecord, mayRead, reassess, type ApplicationRecord } from '../../registration/public.ts';
import { SETTLED } from '../../registration/workflow.ts';
import { comparerOf } from '../comparers.ts';
import type { Check, CheckState } from '../contract.ts';
import { FINDABLE, isFinding } from '../facts.ts';
import { checksFor, DEPARTMENTS, judge, masked, questionOf, requestIdOf, STATE_WORDS } from '../rules.ts';
import * as store from '../store.ts';
import type { CheckRecord } from '../store.ts';
import { takeAnswer } from './hearing.ts';
import { askQueue } from './queues.ts';

/** Fresh checks for the present revision of a submitted application; without a key a person looks at papers. */
export function newChecks(context: Context, record: ApplicationRecord): CheckRecord[] {
  return checksFor(record).map((kind): CheckRecord => {
    const question = questionOf(kind, record, chinaDate(context.now));
    return {
      id: newId(context),
      applicationId: record.id,
      revision: record.revision,
      kind,
      state: question.key === null || question.facts.length === 0 ? 'manual' : 'pending',
      question,
      answer: null,
      source: null,
      differences: [],
      attempts: 0,
      createdAt: context.now,
      answeredAt: null,
      resolution: null,
      resolvedBy: null,
      resolvedAt: null,
      resolutionWords: null,
      found: [],
      requestId: null,
      answeredRequest: null,
      waitingFor: null,
      askAt: null,
      contradicted: false,
    };
  });
}

/**
 * After a submission: writes the checks that its policy needs, and has each asked: a table of our own at once, a
 * department elsewhere by a job, so that a slow one keeps nobody waiting. Safe to run twice.
 */
export async function beginChecks(context: Context, applicationId: string): Promise<void> {
  const record = await getApplicationRecord(context, applicationId);
  if (!record || record.revision === 0) return;
  const written = await inTransaction(context, async (tx) => {
    await store.ensureSources(tx.db, tx.now);
    const known = new Set((await store.checksOfRevision(tx.db, record.id, record.revision)).map((check) => check.kind));
    const fresh = newChecks(tx, record).filter((check) => !known.has(check.kind));
    if (fresh.length === 0) return ok(undefined);
    await store.insertChecks(tx.db, fresh);
    await audit(tx, {
      action: 'verification.begin',
      subject: { kind: 'application', id: record.id },
      district: record.district,
      detail: { revision: record.revision, kinds: fresh.map((check) => check.kind) },
    });
    return ok(undefined);
  });
  if (!written.ok) throw new Error('writing checks cannot be refused');
  for (const check of await store.checksOfRevision(context.db, record.id, record.revision)) {
    if (check.state === 'pending') await askSoon(context, check);
  }
}

/** Asks a table of our own now, any other source by a job. */
export async function askSoon(context: Context, check: Pick<CheckRecord, 'id' | 'kind'>): Promise<void> {
  const { channel } = context.services.departments.status(check.kind, context.now);
  if (channel === 'reference') await askCheck(context, check.id);
  else await context.services.jobs.later(context, askQueue(check.kind), { checkId: check.id });
}

/**
 * Asks the department of one check, unless it was answered, found by a person, or overtaken by a new submission.
 * A source that is down never refuses a child: the check waits and is asked again.
 * @param again asks also what was answered already
 */
export async function askCheck(context: Context, id: string, again = false): Promise<void> {
  const check = await store.findCheck(context.db, id);
  if (!check || check.resolution !== null || check.question.key === null) return;
  if (!again && check.state !== 'pending' && check.state !== 'source_down') return;
  const record = await getApplicationRecord(context, check.applicationId);
  if (record?.revision !== check.revision) return;
  const requestId = requestIdOf(check.id, check.attempts + 1);
  const answer = await ask(context, { kind: check.kind, key: check.question.key, requestId });
  const done = await inTransaction({ ...context, now: context.services.clock() }, (tx) =>
    takeAnswer(tx, { checkId: check.id, requestId, again }, answer),
  );
  if (!done.ok) throw new Error('writing an answer cannot be refused');
}

/** A department that throws is down, whatever it threw. */
async function ask(context: Context, question: DepartmentQuestion): Promise<DepartmentAnswer> {
  try {
    return await context.services.departments.ask(question);
  } catch (error) {
    context.services.log.warn({ err: error, kind: question.kind }, 'a department did not answer');
    return { state: 'down', source: question.kind, reason: 'no answer' };
  }
}

/** The checks of an application's present revision, both sides, for staff. */
export async function listChecks(context: Context, applicationId: string): Outcome<Check[]> {
  const record = await getApplicationRecord(context, applicationId);
  if (!record || !mayRead(context, record)) return err(refusal('check.not_found'));
  const checks = await store.checksOfRevision(context.db, applicationId, record.revision);
  return ok(await onWire(context, record, checks));
}

async function onWire(context: Context, record: ApplicationRecord, checks: readonly CheckRecord[]): Promise<Check[]> {
  const names = await accountNames(
    context,
    checks.flatMap((check) => (check.resolvedBy === null ? [] : [check.resolvedBy])),
  );
  const sameAddress = await comparerOf(context, record.district);
  return checks.map((check) => {
    const { zh, en, what, whatEn } = DEPARTMENTS[check.kind];
    const day = chinaDate(check.answeredAt ?? context.now);
    const sides =
      check.answer === null
        ? check.question.facts.map((fact) => ({ ...fact, declared: fact.value ?? '', recorded: null, agrees: null }))
        : judge(check.kind, check.question, check.answer, record, day, sameAddress).comparison;
    return {
      id: check.id,
      kind: check.kind,
      departmentZh: `${zh}·${what}`,
      departmentEn: `${en}: ${whatEn}`,
      state: check.state,
      comparison: named(context, masked(sides)),
      differences: named(context, check.differences).map((one) => ({ ...one, recorded: one.recorded ?? '' })),
      source: check.source,
      contradicted: check.contradicted,
      waitingFor: check.waitingFor,
      askAt: check.askAt,
      attempts: check.attempts,
      createdAt: check.createdAt,
      answeredAt: check.answeredAt,
      resolution: check.resolution,
      resolvedByName: check.resolvedBy === null ? null : (names.get(check.resolvedBy)?.name ?? null),
      resolvedAt: check.resolvedAt,
      resolutionWords: check.resolutionWords,
      found: FINDABLE[check.kind].flatMap(({ path, zh: label, en: labelEn }) => {
        const value = check.found.find((one) => one.path === path)?.value;
        return value === undefined ? [] : [{ zh: label, en: labelEn, value }];
      }),
      findable: [...FINDABLE[check.kind]],
    };
  });
}

/** A comparison with districts by their names. */
function named<C extends Pick<ComparedField, 'field' | 'declared' | 'recorded'>>(
  context: Context,
  sides: readonly C[],
): C[] {
  const name = (code: string) => districtName(context.services.city, code).zh;
  return sides.map((one) =>
    one.field === 'district'
      ? { ...one, declared: name(one.declared), recorded: one.recorded === null ? null : name(one.recorded) }
      : one,
  );
}

/** A check that the acting member of staff may work on, of the present revision. */
async function workable(context: Context, id: string): Outcome<{ check: CheckRecord; record: ApplicationRecord }> {
  const check = await store.findCheck(context.db, id);
  const record = check && (await getApplicationRecord(context, check.applicationId));
  if (!check || !record || !mayRead(context, record)) return err(refusal('check.not_found'));
  if (check.revision !== record.revision) return err(refusal('check.outdated'));
  return SETTLED.includes(record.state) ? err(refusal('check.over')) : ok({ check, record });
}

const RESOLVABLE: readonly CheckState[] = ['mismatch', 'no_record', 'manual', 'source_down'];

/** Records what a person found after looking at the evidence. */
export function resolveCheck(
  context: Context,
  id: string,
  finding: {
    readonly resolution: 'accepted' | 'not_accepted';
    readonly words: string;
    readonly found: CheckRecord['found'];
  },
): Outcome<Check> {
  return inTransaction(context, async (tx) => {
    const found = await workable(tx, id);
    if (!found.ok) return found;
    const { check, record } = found.value;
    // What waits for hours or a promised answer may be settled from papers before.
    if (!RESOLVABLE.includes(check.state) && check.waitingFor === null) {
      return err(refusal('check.nothing_to_resolve', { state: STATE_WORDS[check.state] }));
    }
    const today = chinaDate(tx.now);
    const unfit = finding.found.find((one) => !isFinding(check.kind, one.path, one.value, today));
    if (unfit) return err(refusal('check.finding_unfit', { value: unfit.value }));
    await store.updateResolution(tx.db, id, {
      resolution: finding.resolution,
      resolvedBy: account(tx).accountId,
      resolvedAt: tx.now,
      resolutionWords: finding.words,
      found: finding.found,
    });
    await reassess(tx, record.id);
    await audit(tx, {
      action: 'verification.resolve',
      subject: { kind: 'check', id },
      district: record.district,
      detail: { kind: check.kind, was: check.state, resolution: finding.resolution, found: finding.found },
    });
    await tx.services.jobs.emit(tx, 'check.answered', { applicationId: record.id });
    return oneOnWire(tx, record, id);
  });
}

/** Asks the department once more, at once. */
export async function retryCheck(context: Context, id: string): Outcome<Check> {
  const found = await workable(context, id);
  if (!found.ok) return found;
  await askCheck(context, id, true);
  return oneOnWire(context, found.value.record, id);
}

async function oneOnWire(context: Context, record: ApplicationRecord, id: string): Outcome<Check> {
  const check = await store.findCheck(context.db, id);
  const [shown] = check ? await onWire(context, record, [check]) : [];
  return shown ? ok(shown) : err(refusal('check.not_found'));
}
