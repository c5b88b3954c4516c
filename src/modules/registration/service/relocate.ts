// Locates a submitted application anew: after a catchment was changed, or an officer found where an address lies.

import { canonicalJson } from '../../../engines/policy/source.ts';
import { chinaDate } from '../../../kernel/dates.ts';
import type { Context } from '../../../platform/context.ts';
import { getSeason } from '../../seasons/public.ts';
import { declaredRecord } from '../assessing.ts';
import { insertAssessments } from '../assessment-store.ts';
import { reviewingSchool } from '../rules.ts';
import { papersOf } from '../evidence-store.ts';
import * as store from '../store.ts';
import { assess } from './assess.ts';
import { eventOf } from './move.ts';
import { reassess } from './reassess.ts';

/** Whom nobody has decided on yet: where the address lies may still change who decides. */
const UNDECIDED: readonly string[] = ['submitted', 'needs_material'];

/** Whether a catchment's change may still move this application to another school's review. */
export function mayBeRelocated(record: Pick<store.ApplicationRecord, 'state'>): boolean {
  return UNDECIDED.includes(record.state);
}

/**
 * Locates and assesses what the family last submitted anew, inside the caller's transaction, and tells the family in
 * its timeline. Applications that somebody decided on, or that nothing changes for, stay as they are.
 *
 * @returns whether the application changed
 */
export async function relocateApplication(tx: Context, id: string, words: string): Promise<boolean> {
  const record = await store.findApplication(tx.db, id);
  if (!record?.declared || !mayBeRelocated(record)) return false;
  const season = await getSeason(tx, record.seasonId);
  if (!season) return false;
  const {
    assessment: found,
    location,
    facts,
  } = await assess(tx, {
    season,
    child: record.child,
    declared: record.declared,
    late: record.late,
    documents: await papersOf(tx.db, id),
    // A family is judged as it stood on the day on which it submitted.
    ...(record.submittedAt ? { judgedOn: chinaDate(record.submittedAt) } : {}),
  });
  if (record.location && canonicalJson(JSON.parse(JSON.stringify(location))) === canonicalJson(record.location))
    return false;
  const assessment: store.StoredAssessment = { ...found, basis: 'located' };
  const version = await store.updateApplication(tx.db, record, {
    assessment,
    location,
    categoryId: assessment.category?.id ?? null,
    categoryOrder: assessment.category?.order ?? null,
    schoolId: reviewingSchool(assessment, location, record.declared),
    updatedAt: tx.now,
  });
  if (version === null) return false;
  await insertAssessments(tx.db, [
    { ...declaredRecord(id, record.revision, facts, assessment, tx.now), basis: 'located' },
  ]);
  // What departments have answered since counts for the new place too.
  await reassess(tx, id);
  await store.insertEvents(tx.db, [
    eventOf(tx, id, 'relocate', record.state, record.state, { words: `${words}：${location.basis}` }),
  ]);
  return true;
}
