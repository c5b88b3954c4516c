// Runs looked at: charts of a run, why one child stands where it stands, and what differs between two runs.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context } from '../../../platform/context.ts';
import { getApplicationRecord, listApplicationRecords, searchApplicationRecords } from '../../registration/public.ts';
import { distancesFrom, type RunApplicant } from '../problems.ts';
import type { SchoolReport } from '../report.ts';
import { numbersDecide } from '../rules.ts';
import * as store from '../store.ts';
import { fingerprint } from './inputs.ts';
import { cutOffWords, namesFor, reasonsOf, type Names, type Words } from './names.ts';
import { runInReach } from './reach.ts';
import { summaries } from './runs.ts';

/** Children named when two runs are compared. */
const NAMED = 500;

/** One run with demand, fill and cut-offs per school; empty while it is at work. */
export async function viewRun(context: Context, id: string) {
  const reached = await runInReach(context, id);
  if (!reached.ok) return reached;
  const { run, season } = reached.value;
  const [summary] = await summaries(context, [run]);
  if (!summary) return err(refusal('run.not_found'));
  const view = await store.runView(context.db, id);
  if (!view) return ok({ ...summary, schools: [], faults: [], unplacedApplications: [] });
  const names = await namesFor(context, season);
  const cutOffs = await cutOffWords(context, view.report, names);
  const unplaced = await listApplicationRecords(context, { ids: view.unplaced });
  return ok({
    ...summary,
    schools: view.report.map((school) => fillOf(school, cutOffs.get(school.schoolId) ?? null, names)),
    faults: view.faults,
    unplacedApplications: unplaced.map((record) => ({
      applicationId: record.id,
      receiptNo: record.receiptNo ?? '',
      childName: record.child.name,
      because: { zh: '公办学位已满', en: 'All public seats are taken' },
    })),
  });
}

function fillOf(school: SchoolReport, cutOff: Words | null, names: Names) {
  return {
    ...school,
    schoolName: names.school(school.schoolId),
    schoolNameEn: names.schoolEn(school.schoolId),
    cutOff,
    categories: school.categories.map(({ categoryId, ...counts }) => ({
      categoryId: categoryId ?? '',
      name: names.category(categoryId),
      ...counts,
    })),
  };
}

/** Children of a run by name or receipt number. */
export async function searchRun(context: Context, id: string, text: string) {
  const reached = await runInReach(context, id);
  if (!reached.ok) return reached;
  const { season } = reached.value;
  const names = await namesFor(context, season);
  const found = [];
  for (const record of await searchApplicationRecords(context, season.id, text)) {
    const inRun = await store.placingIn(context.db, id, record.id);
    if (!inRun) continue;
    const { schoolId, route } = inRun.placing;
    found.push({
      applicationId: record.id,
      receiptNo: record.receiptNo ?? '',
      childName: record.child.name,
      schoolName: schoolId && names.school(schoolId),
      route,
    });
  }
  return ok(found);
}

/** Why one child was placed where it was, and why not at the other schools that it asked for or that lie nearer. */
export async function explainPlacing(context: Context, id: string, applicationId: string) {
  const reached = await runInReach(context, id);
  if (!reached.ok) return reached;
  const inRun = await store.placingIn(context.db, id, applicationId);
  const record = await getApplicationRecord(context, applicationId);
  if (!inRun || !record) return err(refusal('run.not_found'));
  const { placing, applicant, schools, report } = inRun;
  const names = await namesFor(context, reached.value.season);
  const bySchool = new Map(report.map((school) => [school.schoolId, school]));
  const asked = placing.asked.flatMap(({ schoolId }) => bySchool.get(schoolId) ?? []);
  const cutOffs = await cutOffWords(context, asked, names);
  const offered = schools.filter(({ ownership }) => ownership === 'public');
  const metres = distancesFrom(offered, applicant.nearTo);
  const nearer =
    placing.nearest === null
      ? []
      : offered
          .flatMap(({ id: schoolId }) =>
            metres[schoolId] === undefined ? [] : [{ schoolId, metres: metres[schoolId] }],
          )
          .sort((one, other) => one.metres - other.metres || (one.schoolId < other.schoolId ? -1 : 1))
          .slice(0, placing.nearest - 1);
  return ok({
    childName: record.child.name,
    receiptNo: record.receiptNo ?? '',
    schoolName: placing.schoolId && names.school(placing.schoolId),
    schoolNameEn: placing.schoolId && names.schoolEn(placing.schoolId),
    route: placing.route,
    because: reasonsOf(placing, applicant, names),
    rank: [
      {
        label: { zh: '类别', en: 'Category' },
        value: { zh: names.category(applicant.categoryId), en: names.categoryEn(applicant.categoryId) },
      },
      ...(record.assessment?.rank ?? [])
        .filter((key) => !key.lottery && key.id !== 'category')
        .map((key) => ({ label: alike(key.label), value: alike(key.words) })),
      // Without a draw no number decided anything.
      ...(reached.value.run.lottery
        ? [{ label: { zh: '派位号', en: 'Lottery number' }, value: alike(String(placing.number)) }]
        : []),
    ],
    asked: placing.asked.map(({ schoolId, place }) => ({
      schoolId,
      schoolName: names.school(schoolId),
      schoolNameEn: names.schoolEn(schoolId),
      has: placing.schoolId === schoolId,
      place,
      demand: bySchool.get(schoolId)?.demand ?? 0,
      seats: bySchool.get(schoolId)?.seats ?? 0,
      cutOff: cutOffs.get(schoolId) ?? null,
    })),
    nearerFull: nearer.map((one) => ({
      schoolName: names.school(one.schoolId),
      schoolNameEn: names.schoolEn(one.schoolId),
      metres: one.metres,
    })),
  });
}

/** What differs between two finished runs of a season. */
export async function compareRuns(context: Context, id: string, otherId: string) {
  const reached = await runInReach(context, id);
  if (!reached.ok) return reached;
  const { season } = reached.value;
  const [before, after] = [await store.findRun(context.db, id), await store.findRun(context.db, otherId)];
  if (!before || after?.seasonId !== season.id) return err(refusal('run.not_comparable'));
  const names = await namesFor(context, season);
  const [summaryBefore, summaryAfter] = await summaries(context, [before, after]);
  if (!summaryBefore || !summaryAfter) return err(refusal('run.not_found'));

  const applicants = { before: byId(before.input.applicants), after: byId(after.input.applicants) };
  const changed = (one: RunApplicant, other: RunApplicant) => fingerprint(one) !== fingerprint(other);
  const changedFacts = new Set(
    [...applicants.before.values()].flatMap((one) => {
      const other = applicants.after.get(one.id);
      return other && changed(one, other) ? [one.id] : [];
    }),
  );
  const seats = { before: seatsOf(before), after: seatsOf(after) };
  const ids = [...new Set([...applicants.before.keys(), ...applicants.after.keys()])];
  const differing = ids.filter(
    (one) => !seats.before.has(one) || !seats.after.has(one) || seats.before.get(one) !== seats.after.get(one),
  );
  const records = new Map((await listApplicationRecords(context, { ids: differing })).map((one) => [one.id, one]));
  const because = (one: string) => {
    if (!applicants.before.has(one)) return 'joined' as const;
    if (!applicants.after.has(one)) return 'left' as const;
    return changedFacts.has(one) ? ('own_facts' as const) : ('others' as const);
  };
  const nameOf = (school: string | null | undefined) => (school ? names.school(school) : null);
  const plan = { before: byId(before.input.schools), after: byId(after.input.schools) };
  const reports = { before: bySchool(before.report), after: bySchool(after.report) };
  const schoolIds = [...new Set([...plan.before.keys(), ...plan.after.keys()])].sort();
  const both = (school: string, what: 'seats' | 'demand' | 'placed' | 'waiting'): [number, number] => [
    reports.before.get(school)?.[what] ?? 0,
    reports.after.get(school)?.[what] ?? 0,
  ];
  return ok({
    before: summaryBefore,
    after: summaryAfter,
    causes: {
      policy: before.policyHash !== after.policyHash,
      seed: before.input.seed !== after.input.seed && (numbersDecide(before.input) || numbersDecide(after.input)),
      plan: schoolIds.flatMap((school) => {
        const [was, is] = [plan.before.get(school)?.seats ?? 0, plan.after.get(school)?.seats ?? 0];
        return was === is ? [] : [{ schoolName: names.school(school), before: was, after: is }];
      }),
      joined: ids.filter((one) => because(one) === 'joined').length,
      left: ids.filter((one) => because(one) === 'left').length,
      changedFacts: changedFacts.size,
    },
    schools: schoolIds.map((schoolId) => ({
      schoolId,
      schoolName: names.school(schoolId),
      seats: both(schoolId, 'seats'),
      demand: both(schoolId, 'demand'),
      placed: both(schoolId, 'placed'),
      waiting: both(schoolId, 'waiting'),
    })),
    differing: differing.length,
    children: differing
      .map((one) => ({
        applicationId: one,
        receiptNo: records.get(one)?.receiptNo ?? '',
        childName: records.get(one)?.child.name ?? '',
        before: nameOf(seats.before.get(one)),
        after: nameOf(seats.after.get(one)),
        because: because(one),
      }))
      .sort((one, other) => (one.receiptNo < other.receiptNo ? -1 : 1))
      .slice(0, NAMED),
  });
}

/** A policy writes the words of its keys in one language. */
const alike = (text: string): Words => ({ zh: text, en: text });

function byId<T extends { readonly id: string }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((one) => [one.id, one]));
}
const bySchool = (report: readonly SchoolReport[]) => new Map(report.map((one) => [one.schoolId, one]));
const seatsOf = (run: store.RunRecord) =>
  new Map(run.result.placings.map(({ applicantId, schoolId }) => [applicantId, schoolId]));
