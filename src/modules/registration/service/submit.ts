// Submits an application: judged by the clock to the millisecond, once per child, once per key.

import { refusal } from '../../../kernel/refusal.ts';
import { err } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { canRegister } from '../../seasons/public.ts';
import type { Application } from '../contract.ts';
import { areTwins, completeDeclaration, receiptNumber, reviewingSchool, stepOrRefusal } from '../rules.ts';
import { insertAssessments } from '../assessment-store.ts';
import { declaredRecord } from '../assessing.ts';
import { papersOf } from '../evidence-store.ts';
import * as store from '../store.ts';
import { held, helplineOf, seasonOf, situationOf } from './access.ts';
import { assess } from './assess.ts';
import { childRegistered } from './drafts.ts';
import { moveApplication } from './move.ts';
import { viewApplication } from './view.ts';

interface Submission {
  readonly version: number;
  /** Made by the client once for each press of the button, and sent again with each try. */
  readonly key: string;
}

/**
 * Submits the working copy. The same key twice gives one submission and the same answer. Of several guardians who submit
 * the same child at the same moment one is accepted, by a unique index; the others are told who, masked.
 */
export async function submitApplication(context: Context, id: string, input: Submission): Outcome<Application> {
  try {
    return await inTransaction(context, (tx) => submit(tx, id, input));
  } catch (error) {
    if (violatedConstraint(error) !== 'applications_one_live_per_child') throw error;
    const mine = await store.findApplication(context.db, id);
    const standing = mine && (await store.findStanding(context.db, mine, null));
    if (!mine || !standing) throw error;
    if (standing.accountId !== mine.accountId) return err(await childRegistered(context, standing));
    return err(refusal('application.other_season', { season: (await seasonOf(context, standing.seasonId)).name }));
  }
}

async function submit(tx: Context, id: string, input: Submission): Outcome<Application> {
  const found = await held(tx, id);
  if (!found.ok) return found;
  const record = found.value;
  if (record.submissionKey === input.key && record.revision > 0) return viewApplication(tx, id);
  if (record.version !== input.version) return err(refusal('application.changed'));
  const situation = await situationOf(tx, record);
  const { season } = situation;
  const event = record.state === 'draft' ? 'submit' : 'resubmit';
  // Asked before the form is read: a closed window is the first thing a family must know.
  const stepped = stepOrRefusal(record.state, event, situation, helplineOf(tx, record.district));
  if (!stepped.ok) return stepped;
  const complete = completeDeclaration(record.draft);
  if (!complete.ok) return err(refusal('application.incomplete', { count: complete.error.length }, complete.error));
  const declared = complete.value;
  if (declared.twin !== null) {
    const other = await store.findChild(tx.db, declared.twin.childId);
    if (!other || other.accountId !== record.accountId || !areTwins(record.child, other)) {
      const fault = {
        field: 'twin',
        zh: '另一个孩子须由您添加，且出生日期一致',
        en: 'The other child must be added by you and have the same date of birth',
      };
      return err(refusal('application.incomplete', { count: 1 }, [fault]));
    }
  }
  const first = record.revision === 0;
  // A correction does not make a timely registration late, nor a late one timely.
  const late = first ? canRegister(season, tx.now).late : record.late;
  const { assessment, location, facts } = await assess(tx, {
    season,
    child: record.child,
    declared,
    late,
    documents: await papersOf(tx.db, id),
  });
  if (!assessment.admissible) {
    const why = assessment.refusals
      .map((one) => [tx.language === 'en' ? (one.en ?? one.zh) : one.zh, one.cure ?? ''].join(''))
      .join('');
    return err(refusal('application.not_admissible', { why }));
  }
  const [sequence] = record.receiptNo === null ? await store.nextReceipts(tx.db, 1) : [];
  const revision = record.revision + 1;
  const moved = await moveApplication(tx, record, event, {
    detail: { revision },
    set: {
      revision,
      draft: declared,
      declared,
      assessment,
      location,
      categoryId: assessment.category?.id ?? null,
      categoryOrder: assessment.category?.order ?? null,
      schoolId: reviewingSchool(assessment, location, declared),
      late,
      ...(sequence === undefined ? {} : { receiptNo: receiptNumber(season, sequence) }),
      submissionKey: input.key,
      ...(first ? { firstSubmittedAt: tx.now } : {}),
      submittedAt: tx.now,
    },
  });
  if (!moved.ok) return moved;
  await insertAssessments(tx.db, [declaredRecord(id, revision, facts, assessment, tx.now)]);
  await audit(tx, {
    action: `registration.${event}`,
    subject: { kind: 'application', id },
    district: record.district,
    detail: { revision, late, category: assessment.category?.id ?? null },
  });
  await tx.services.jobs.emit(tx, 'application.submitted', { applicationId: id, revision: String(revision) });
  return viewApplication(tx, id);
}
