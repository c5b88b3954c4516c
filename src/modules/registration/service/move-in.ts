// Opens an application in another district for a family that moves: everything it declared comes with it.

import { newId, type Context } from '../../../platform/context.ts';
import { canRegister, type SeasonRecord } from '../../seasons/public.ts';
import { declaredRecord } from '../assessing.ts';
import { insertAssessments } from '../assessment-store.ts';
import { evidenceOf, insertEvidence, papersOf } from '../evidence-store.ts';
import { receiptNumber, reviewingSchool } from '../rules.ts';
import * as store from '../store.ts';
import type { ApplicationRecord } from '../store.ts';
import { assess } from './assess.ts';
import { eventOf } from './move.ts';

/** Where a family comes from and goes to. */
export interface MoveIn {
  /** The application that was closed; submitted at least once. */
  readonly record: ApplicationRecord;
  readonly season: SeasonRecord;
  readonly address: string;
  /** The first instant at which it can no longer correct what has changed. */
  readonly until: Date;
  readonly words: { readonly words: string; readonly wordsEn: string };
}

/**
 * Writes the application that goes on in the new district, inside the caller's transaction: declared facts and files are
 * carried over, only the dwelling is the new one. It waits for the family, which corrects what moving has changed and
 * submits; then it is checked and reviewed like any other, as a late one. The caller audits.
 * @returns its id
 */
export async function moveIn(tx: Context, { record, season, address, until, words }: MoveIn): Promise<string> {
  if (!record.declared) throw new Error(`application ${record.id} was never submitted`);
  const { dwelling } = record.declared;
  const declared = {
    ...record.declared,
    // Papers of the old home say nothing of the new one, nor do the old catchment's schools.
    dwelling: { ...dwelling, district: season.district, address, documentNumber: null },
    preferredSchoolId: null,
    privateSchoolId: null,
  };
  const window = canRegister(season, tx.now);
  const late = !window.open || window.late;
  const files = (await evidenceOf(tx.db, record.id)).filter((one) => one.deletedAt === null && one.scan !== 'infected');
  const { assessment, location, facts } = await assess(tx, {
    season,
    child: record.child,
    declared,
    late,
    documents: await papersOf(tx.db, record.id),
  });
  const id = newId(tx);
  const [sequence = 0] = await store.nextReceipts(tx.db, 1);
  await store.insertApplications(tx.db, [
    {
      id,
      seasonId: season.id,
      district: season.district,
      stage: season.stage,
      entryYear: season.entryYear,
      childId: record.childId,
      childKey: record.childKey,
      accountId: record.accountId,
      state: 'needs_material',
      revision: 1,
      draft: declared,
      declared,
      assessment,
      location,
      categoryId: assessment.category?.id ?? null,
      categoryOrder: assessment.category?.order ?? null,
      schoolId: reviewingSchool(assessment, location, declared),
      late,
      receiptNo: receiptNumber(season, sequence),
      submissionKey: null,
      cureUntil: until,
      firstSubmittedAt: tx.now,
      submittedAt: tx.now,
      createdAt: tx.now,
      updatedAt: tx.now,
    },
  ]);
  for (const file of files) {
    // Bytes belong to one application: each lets go of its own when its time is over.
    const storedAs = await tx.services.files.put(await tx.services.files.read(file.storedAs), id);
    await insertEvidence(tx.db, { ...file, id: newId(tx), applicationId: id, storedAs, uploadKey: null });
  }
  await insertAssessments(tx.db, [declaredRecord(id, 1, facts, assessment, tx.now)]);
  await store.insertEvents(tx.db, [eventOf(tx, id, 'move_in', 'needs_material', 'needs_material', { ...words })]);
  return id;
}
