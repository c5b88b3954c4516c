// The door of registration for other modules: application records, their moves, who may read them, seeds.

import type { Context } from '../../platform/context.ts';
import type { Subscription } from '../../platform/jobs/jobs.ts';
import { assessmentsOf, type AssessmentRecord } from './assessment-store.ts';
import { scanWaiting } from './service/files.ts';
import { forgetDueFiles } from './service/forgetting.ts';
import { evidenceOf, type EvidenceRecord } from './evidence-store.ts';
import * as store from './store.ts';
import type { ApplicationFilter, ApplicationRecord } from './store.ts';
import type { ApplicationState } from './workflow.ts';

export { mayRead } from './service/access.ts';
export { applicantsOf, type ApplicantFacts } from './service/applicants.ts';
export { resealFiles } from './service/forgetting.ts';
export { correctionEnds, extendCorrection } from './service/extend.ts';
export { moveIn } from './service/move-in.ts';
export { addRequestFile } from './service/files.ts';
export { moveApplication, moveApplications, type BulkMove } from './service/move.ts';
export { provideApplicationParts, type ApplicationParts } from './service/parts.ts';
export type { AssessmentRecord } from './assessment-store.ts';
export { GUARDIAN_FACTS, relationIn, type LearnedFact } from './facts.ts';
export { findCategory, reassess, seedReassessments } from './service/reassess.ts';
export { mayBeRelocated, relocateApplication } from './service/relocate.ts';
export { seedApplications, type SeedApplication } from './service/seed.ts';
export type { ApplicationRecord } from './store.ts';

export const registrationSubscriptions: readonly Subscription[] = [
  { queue: 'registration.scan_files', cron: '* * * * *', handle: (context) => scanWaiting(context) },
  // At two in the morning, Beijing time.
  { queue: 'registration.forget_files', cron: '0 18 * * *', handle: (context) => forgetDueFiles(context) },
];

/** An application as it is stored, unmasked: ask {@link mayRead} before showing any of it. */
export async function getApplicationRecord(context: Context, id: string): Promise<ApplicationRecord | null> {
  return store.findApplication(context.db, id);
}

/** Whether a member of staff filled in something of an application for its family at a counter. */
export function helpedAtCounter(context: Context, applicationId: string, accountId: string): Promise<boolean> {
  return store.helpedBy(context.db, applicationId, accountId);
}

/** The assessments of an application's present revision, oldest first; the first is what the family saw. */
export async function listAssessments(
  context: Context,
  record: Pick<ApplicationRecord, 'id' | 'revision'>,
): Promise<readonly AssessmentRecord[]> {
  return assessmentsOf(context.db, record.id, record.revision);
}

/** Files of an application, oldest first; those that were taken back are not among them. */
export async function listEvidence(context: Context, id: string): Promise<readonly EvidenceRecord[]> {
  return evidenceOf(context.db, id);
}

/** In how many earlier years the entry of a child was put off. */
export async function deferralsBefore(
  context: Context,
  child: Pick<ApplicationRecord, 'childKey' | 'entryYear'>,
): Promise<number> {
  return store.countDeferrals(context.db, child);
}

/** How many applications of a season are in one of the states. */
export async function countApplicationRecords(
  context: Context,
  filter: { readonly seasonId: string; readonly states: readonly ApplicationState[] },
): Promise<number> {
  return store.countApplications(context.db, filter);
}

/** The first applications of a season whose child's name or receipt number holds a text. */
export async function searchApplicationRecords(
  context: Context,
  seasonId: string,
  text: string,
  limit = 20,
): Promise<readonly ApplicationRecord[]> {
  return store.searchApplications(context.db, seasonId, text, limit);
}

/** Applications by season, states, reviewing school and district, in the order of submission. */
export async function listApplicationRecords(
  context: Context,
  filter: ApplicationFilter,
): Promise<readonly ApplicationRecord[]> {
  return store.listApplications(context.db, filter);
}
