// A school's list: who was admitted, who accepted, who arrived; and the sheet for the student record.

import { writeXlsx } from 'hucre';
import { staffReaches } from '../../../kernel/actor.ts';
import { maskResidentId } from '../../../kernel/resident-id.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import type { FileAnswer } from '../../../platform/http/routes.ts';
import { accountNames } from '../../accounts/public.ts';
import { noticeNumbers } from '../../notices/public.ts';
import {
  getApplicationRecord,
  listApplicationRecords,
  moveApplication,
  type ApplicationRecord,
} from '../../registration/public.ts';
import { getSchool, type SchoolRecord } from '../../schools/public.ts';
import { listSeasons, type SeasonRecord } from '../../seasons/public.ts';
import * as afterwards from '../store-afterwards.ts';
import { studentRecordRow, STUDENT_RECORD_COLUMNS } from '../student-record.ts';

const LISTED = ['placed', 'accepted', 'declined', 'reported', 'not_reported'] as const;

interface Listed {
  readonly school: SchoolRecord;
  readonly season: SeasonRecord | null;
  readonly seasons: readonly SeasonRecord[];
  readonly entries: readonly { readonly record: ApplicationRecord; readonly outcome: afterwards.OutcomeRecord }[];
}

async function listed(context: Context, schoolId: string, seasonId: string | undefined): Outcome<Listed> {
  const school = await getSchool(context, schoolId);
  if (!school || !staffReaches(context.actor, { district: school.district, schoolId }))
    return err(refusal('school.not_found'));
  const seasons = (await listSeasons(context)).filter(
    (season) => season.district === school.district && (school.stage === 'nine_year' || season.stage === school.stage),
  );
  const season = seasonId
    ? seasons.find((one) => one.id === seasonId)
    : (seasons.find((one) => one.resultsPublishedAt !== null) ?? seasons[0]);
  if (!season?.resultsPublishedAt) return ok({ school, season: season ?? null, seasons, entries: [] });
  const outcomes = new Map(
    (await afterwards.outcomesAt(context.db, schoolId)).map((outcome) => [outcome.applicationId, outcome]),
  );
  const records = await listApplicationRecords(context, { seasonId: season.id, states: [...LISTED] });
  const entries = records.flatMap((record) => {
    const outcome = outcomes.get(record.id);
    return outcome ? [{ record, outcome }] : [];
  });
  return ok({ school, season, seasons, entries });
}

/** The list of a school after publication; empty before. */
export async function viewAdmissions(context: Context, schoolId: string, seasonId: string | undefined) {
  const found = await listed(context, schoolId, seasonId);
  if (!found.ok) return found;
  const { season, seasons, entries } = found.value;
  const numbers = await noticeNumbers(
    context,
    entries.map(({ record }) => record.id),
  );
  const guardians = await accountNames(
    context,
    entries.map(({ record }) => record.accountId),
  );
  const count = (state: string) => entries.filter(({ record }) => record.state === state).length;
  return ok({
    seasonId: season?.id ?? null,
    seasons: seasons.map(({ id, name }) => ({ id, name })),
    rows: entries.map(({ record, outcome }) => ({
      applicationId: record.id,
      receiptNo: record.receiptNo ?? '',
      childName: record.child.name,
      childIdNumber: maskResidentId(record.child.idNumber),
      sex: record.child.sex,
      birthDate: record.child.birthDate,
      categoryName: record.assessment?.category?.name ?? null,
      route: outcome.route,
      state: record.state,
      version: record.version,
      noticeNumber: numbers.get(record.id) ?? null,
      guardianName: record.declared?.guardians[0]?.name ?? guardians.get(record.accountId)?.name ?? '',
      guardianPhone: record.declared?.guardians[0]?.phone ?? guardians.get(record.accountId)?.phone ?? '',
    })),
    counts: {
      placed: count('placed'),
      accepted: count('accepted'),
      reported: count('reported'),
      declined: count('declined'),
      notReported: count('not_reported'),
    },
    reportFrom: season?.reportFrom ?? null,
    reportUntil: season?.reportUntil ?? null,
  });
}

/** Marks a child as arrived, or as not arrived. */
export function markReport(
  context: Context,
  applicationId: string,
  input: { readonly version: number; readonly arrived: boolean },
): Outcome<{ version: number; state: string }> {
  return inTransaction(context, async (tx) => {
    const record = await getApplicationRecord(tx, applicationId);
    const outcome = record && (await afterwards.findOutcome(tx.db, applicationId));
    if (
      !record ||
      !outcome?.schoolId ||
      !staffReaches(tx.actor, { district: record.district, schoolId: outcome.schoolId })
    )
      return err(refusal('application.not_found'));
    const moved = await moveApplication(tx, record, input.arrived ? 'report' : 'miss', {
      expectedVersion: input.version,
    });
    if (!moved.ok) return moved;
    await audit(tx, {
      action: input.arrived ? 'placement.report' : 'placement.miss',
      subject: { kind: 'application', id: applicationId },
      district: record.district,
      detail: { school: outcome.schoolId },
    });
    return moved;
  });
}

/** The list as a sheet with the columns of the national student record system. It holds full numbers, so it is audited. */
export async function admissionsSheet(context: Context, schoolId: string, seasonId: string): Outcome<FileAnswer> {
  const found = await listed(context, schoolId, seasonId);
  if (!found.ok) return found;
  const { school, season, entries } = found.value;
  if (!season?.resultsPublishedAt) return err(refusal('admissions.not_published'));
  const kept = entries.filter(({ record }) => record.state !== 'declined');
  const rows = kept.map(({ record, outcome }) => studentRecordRow(record, school, season, outcome.route));
  const body = await writeXlsx({
    sheets: [{ name: '录取名单', rows: [[...STUDENT_RECORD_COLUMNS], ...rows], freezePane: { rows: 1 } }],
  });
  await inTransaction(context, async (tx) => {
    await audit(tx, {
      action: 'placement.export_admissions',
      subject: { kind: 'school', id: schoolId },
      district: school.district,
      detail: { season: seasonId, rows: rows.length },
    });
    return ok();
  });
  return ok({
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `${school.name}-${season.name}-录取名单.xlsx`,
    body,
  });
}
