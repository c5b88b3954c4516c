// Reading seasons, and changing a calendar with a reason.

import { renderPolicy } from '../../engines/policy/render.ts';
import { staffReaches } from '../../kernel/actor.ts';
import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { audit } from '../../platform/audit/audit.ts';
import { districtOf } from '../../platform/city.ts';
import { inTransaction, type Context, type Outcome } from '../../platform/context.ts';
import type { Season } from './contract.ts';
import { policyOf } from './policies.ts';
import { calendarFaults, phaseOf, type SeasonCalendar } from './rules.ts';
import type { SeasonRecord } from './store.ts';
import * as store from './store.ts';

/** A season as people see it. */
async function present(context: Context, record: SeasonRecord): Promise<Season> {
  const { city } = context.services;
  const district = districtOf(city, record.district);
  const policy = await policyOf(context, record.policyHash);
  const { policyHash: _, ...rest } = record;
  return {
    ...rest,
    districtName: district?.name ?? record.district,
    districtNameEn: district?.nameEn ?? record.district,
    phase: phaseOf(record, context.now),
    helpline: district?.helpline ?? city.helpline,
    policy: { id: policy.id, version: policy.version, title: policy.title.zh, hash: policy.hash, demo: policy.demo },
  };
}

/** All seasons, the newest entry year first. */
export async function readSeasons(context: Context): Promise<Season[]> {
  const records = await store.listSeasons(context.db);
  return Promise.all(records.map((record) => present(context, record)));
}

/** What a family reads of a season besides its dates. */
export interface SeasonWithRules extends Season {
  source: { document: string; url: string | null; year: number | null };
  categories: { id: string; order: number; name: string; nameEn: string | null }[];
  rules: string;
}

/** One season with its rules in plain words. */
export async function readSeason(context: Context, id: string): Outcome<SeasonWithRules> {
  const record = await store.findSeason(context.db, id);
  if (!record) return err(refusal('season.not_found'));
  const policy = await policyOf(context, record.policyHash);
  const { document, url, year } = policy.source;
  return ok({
    ...(await present(context, record)),
    source: { document, url: url ?? null, year },
    categories: policy.categories.map((category) => ({
      id: category.id,
      order: category.order,
      name: category.name.zh,
      nameEn: category.name.en,
    })),
    rules: renderPolicy(policy),
  });
}

/** The change of a calendar: the dates that change, the version that was read, and why. */
export type CalendarChange = { readonly [K in keyof SeasonCalendar]?: SeasonCalendar[K] | undefined } & {
  readonly version: number;
  readonly reason: string;
};

/** Changes a calendar. The old and new dates and the reason go to the audit. */
export async function changeCalendar(context: Context, id: string, change: CalendarChange): Outcome<Season> {
  return inTransaction(context, async (tx) => {
    const record = await store.findSeason(tx.db, id);
    if (!record) return err(refusal('season.not_found'));
    if (!staffReaches(tx.actor, { district: record.district, schoolId: null })) return err(refusal('season.not_yours'));
    const before = calendarOf(record);
    const after: SeasonCalendar = {
      registrationOpensAt: change.registrationOpensAt ?? before.registrationOpensAt,
      registrationClosesAt: change.registrationClosesAt ?? before.registrationClosesAt,
      lateClosesAt: change.lateClosesAt ?? before.lateClosesAt,
      resultsExpectedOn: change.resultsExpectedOn ?? before.resultsExpectedOn,
      objectionsUntil: change.objectionsUntil === undefined ? before.objectionsUntil : change.objectionsUntil,
      confirmBy: change.confirmBy ?? before.confirmBy,
      offerDays: change.offerDays ?? before.offerDays,
      reportFrom: change.reportFrom ?? before.reportFrom,
      reportUntil: change.reportUntil ?? before.reportUntil,
    };
    const faults = calendarFaults(after);
    if (faults.length > 0) {
      const what = faults.map((fault) => (tx.language === 'en' ? fault.en : fault.zh)).join('; ');
      return err(refusal('season.calendar_order', { what }, faults));
    }
    const saved = await store.updateCalendar(tx.db, id, change.version, after);
    if (!saved) return err(refusal('season.changed'));
    const { reason } = change;
    await audit(tx, {
      action: 'seasons.change_calendar',
      subject: { kind: 'season', id },
      district: record.district,
      detail: { reason, before, after },
    });
    const daysMoved = before.reportFrom !== after.reportFrom || before.reportUntil !== after.reportUntil;
    if (daysMoved) {
      const { reportFrom, reportUntil } = after;
      const news = { seasonId: id, version: String(saved.version), reportFrom, reportUntil };
      await tx.services.jobs.emit(tx, 'season.report_days_changed', news);
    }
    return ok(await present(tx, saved));
  });
}

function calendarOf(record: SeasonRecord): SeasonCalendar {
  const { registrationOpensAt, registrationClosesAt, lateClosesAt, resultsExpectedOn, objectionsUntil } = record;
  const { confirmBy, offerDays, reportFrom, reportUntil } = record;
  return {
    registrationOpensAt,
    registrationClosesAt,
    lateClosesAt,
    resultsExpectedOn,
    objectionsUntil,
    confirmBy,
    offerDays,
    reportFrom,
    reportUntil,
  };
}
