// An application as its readers see it: summary for the task list, and the whole with timeline and actions.

import { availableActions } from '../../../engines/workflow/workflow.ts';
import { actingRole } from '../../../kernel/actor.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { maskResidentId } from '../../../kernel/resident-id.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import { getSchool } from '../../schools/public.ts';
import type { Helper } from '../../../kernel/actor.ts';
import type { SeasonRecord } from '../../seasons/public.ts';
import { assessmentsOf, type AssessmentRecord } from '../assessment-store.ts';
import type { Application } from '../contract.ts';
import { guardHolds, maskDeclaration } from '../rules.ts';
import { evidenceOf, type EvidenceRecord } from '../evidence-store.ts';
import * as store from '../store.ts';
import type { ApplicationRecord } from '../store.ts';
import { applicationWorkflow, type ApplicationEvent, type ApplicationState } from '../workflow.ts';
import { mayRead, seasonOf, situationOf } from './access.ts';
import { applicationParts } from './parts.ts';

type Summary = Pick<
  Application,
  | 'id'
  | 'seasonId'
  | 'seasonName'
  | 'seasonNameEn'
  | 'childId'
  | 'childName'
  | 'state'
  | 'stateZh'
  | 'stateEn'
  | 'nextZh'
  | 'nextEn'
  | 'actBy'
  | 'receiptNo'
  | 'late'
  | 'updatedAt'
>;

/** By when the family has to act in a state; null when it has not. */
function actBy(state: ApplicationState, record: ApplicationRecord, season: SeasonRecord, now: Date): Date | null {
  switch (state) {
    case 'draft':
      return now < season.registrationClosesAt ? season.registrationClosesAt : season.lateClosesAt;
    case 'needs_material':
    case 'refused':
      return record.cureUntil ?? (now < season.lateClosesAt ? season.lateClosesAt : null);
    case 'placed':
      return season.confirmBy;
    default:
      return null;
  }
}

/**
 * The state that a reader may know. Placement writes outcomes before they are public, and publication makes them public
 * for all at once: until then a family sees an approved application.
 */
function shownState(context: Context, record: ApplicationRecord, season: SeasonRecord): ApplicationState {
  const hidden = record.state === 'placed' || record.state === 'not_placed';
  const published = season.resultsPublishedAt !== null && season.resultsPublishedAt <= context.now;
  return hidden && !published && actingRole(context.actor) === 'guardian' ? 'eligible' : record.state;
}

export function summaryOf(context: Context, record: ApplicationRecord, season: SeasonRecord): Summary {
  const state = shownState(context, record, season);
  const text = applicationWorkflow.states[state];
  const staff = actingRole(context.actor) !== 'guardian';
  return {
    id: record.id,
    seasonId: season.id,
    seasonName: season.name,
    seasonNameEn: season.nameEn,
    childId: record.childId,
    childName: record.child.name,
    state,
    stateZh: (staff ? text.staff : text.family).zh,
    stateEn: (staff ? text.staff : text.family).en,
    nextZh: text.next.zh,
    nextEn: text.next.en,
    actBy: actBy(state, record, season, context.now),
    receiptNo: record.receiptNo,
    late: record.late,
    updatedAt: record.updatedAt,
  };
}

/** The applications of the acting guardian, newest first. */
export async function listOwnApplications(context: Context): Outcome<Summary[]> {
  const records = await store.applicationsOf(context.db, account(context).accountId);
  const seasons = new Map<string, SeasonRecord>();
  for (const { seasonId } of records) {
    if (!seasons.has(seasonId)) seasons.set(seasonId, await seasonOf(context, seasonId));
  }
  return ok(
    records.flatMap((record) => {
      const season = seasons.get(record.seasonId);
      return season ? [summaryOf(context, record, season)] : [];
    }),
  );
}

/** One application, whole, for one who may read it. */
export async function viewApplication(context: Context, id: string): Outcome<Application> {
  const record = await store.findApplication(context.db, id);
  if (!record || !mayRead(context, record)) return err(refusal('application.not_found'));
  const situation = await situationOf(context, record);
  const parts = applicationParts();
  const holder = context.actor.kind === 'account' && context.actor.accountId === record.accountId;
  const assessments = await assessmentsOf(context.db, id, record.revision);
  const [events, files, requests, checks, decision, outcome, school] = [
    await store.eventsOf(context.db, id),
    await evidenceOf(context.db, id),
    holder || actingRole(context.actor) === 'district_admin' ? await store.guardianRequestsOf(context.db, id) : [],
    record.revision > 0 ? await parts.checks(context, id, record.revision) : [],
    record.revision > 0 ? await parts.decision(context, id, record.revision) : null,
    await parts.outcome(context, id),
    record.schoolId === null ? null : await getSchool(context, record.schoolId),
  ];
  const names = await accountNames(
    context,
    requests.map((request) => request.accountId),
  );
  const summary = summaryOf(context, record, situation.season);
  return ok({
    ...summary,
    district: record.district,
    stage: record.stage,
    version: record.version,
    revision: record.revision,
    child: childOnWire(record.child),
    // The holder edits the working copy and needs it as typed; for others it does not exist before it is submitted.
    draft: holder ? record.draft : {},
    hasUnsentChanges: holder && JSON.stringify(record.draft) !== JSON.stringify(record.declared),
    declared: record.declared === null ? null : maskDeclaration(record.declared),
    assessment: shownAssessment(context, record, assessments),
    location: record.location,
    schoolId: record.schoolId,
    schoolName: school?.name ?? null,
    submittedAt: record.submittedAt,
    cureUntil: record.cureUntil,
    actions: [
      ...availableActions(applicationWorkflow, summary.state, actingRole(context.actor), (guard) =>
        guardHolds(guard, situation),
      ),
    ] as ApplicationEvent[],
    timeline: events
      .filter(
        (event) => summary.state === record.state || (event.event !== 'place' && event.event !== 'leave_unplaced'),
      )
      .map(timelineEntryOf),
    files: files.map(fileOnWire),
    checks,
    decision,
    outcome,
    guardianRequests: requests.map((request) => ({
      id: request.id,
      name: names.get(request.accountId)?.name ?? '',
      phone: names.get(request.accountId)?.phone ?? '',
      words: request.words,
      state: request.state,
      requestedAt: request.requestedAt,
    })),
    holder,
  });
}

/**
 * Staff read the assessment in force. A family reads what it saw at submission, and after a reviewer found a category,
 * that one with the reviewer's reason: never what another office has on record.
 */
function shownAssessment(
  { actor }: Context,
  { assessment }: ApplicationRecord,
  kept: readonly AssessmentRecord[],
): Application['assessment'] {
  const [first] = kept;
  if (!assessment || !first || actor.kind !== 'account' || actor.role !== 'guardian') return assessment;
  if (assessment.basis !== 'review') return first.assessment;
  const [found] = assessment.because;
  const { category, overallPlacement, evidence } = assessment;
  return { ...first.assessment, category, overallPlacement, evidence, missed: null, because: found ? [found] : [] };
}

/** A child as it leaves the system: number masked. */
export function childOnWire(child: ApplicationRecord['child']): Application['child'] {
  const { id, name, idKind, idNumber, sex, birthDate, relation } = child;
  return { id, name, idKind, idNumber: maskResidentId(idNumber), sex, birthDate, relation };
}

export function fileOnWire(file: EvidenceRecord): Application['files'][number] {
  const { id, kind, fileName, mediaType, bytes, width, height, pages, uploadedAt, deletedAt } = file;
  const state =
    deletedAt !== null ? 'deleted' : file.scan === 'infected' || file.scan === 'waiting' ? file.scan : 'ready';
  return { id, kind, fileName, mediaType, bytes, width, height, pages, state, uploadedAt, deletedAt };
}

/** What happens to an application without moving it. */
const OTHER_EVENTS = {
  begin: { zh: '开始填写', en: 'Begun' },
  extend: { zh: '期限自动延长', en: 'Time extended' },
  forget_files: { zh: '材料已按保存期限删除', en: 'Papers deleted, their time being over' },
  lock_file: { zh: '一个文件已隔离', en: 'A file was locked away' },
  relocate: { zh: '重新核定施教区', en: 'Catchment found anew' },
  move_in: { zh: '由另一区县转入', en: 'Came from another district' },
} as const;

function timelineEntryOf(event: store.EventRecord): Application['timeline'][number] {
  const text =
    event.event in OTHER_EVENTS
      ? OTHER_EVENTS[event.event as keyof typeof OTHER_EVENTS]
      : applicationWorkflow.on[event.event as ApplicationEvent];
  const textOf = (key: 'words' | 'wordsEn') => {
    const text = event.detail[key];
    return typeof text === 'string' && text !== '' ? text : null;
  };
  const { assistedBy } = event.detail as { readonly assistedBy?: Helper };
  const [byZh, byEn] =
    event.actorRole === 'guardian'
      ? assistedBy
        ? [`家长（${assistedBy.office}窗口代办）`, `The family (at the counter of ${assistedBy.office})`]
        : ['家长', 'The family']
      : event.actorRole === 'system'
        ? ['系统', 'The system']
        : [event.actorOrganization ?? '工作人员', event.actorOrganization ?? 'Staff'];
  return {
    at: event.at,
    event: event.event,
    zh: text.zh,
    en: text.en,
    byZh,
    byEn,
    words: textOf('words'),
    wordsEn: textOf('wordsEn'),
  };
}
