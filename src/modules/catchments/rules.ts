// What a change may do and whom it concerns: pure decisions over versions, seasons and dates.

import { areaFaults } from '../../engines/catchment/geojson.ts';
import { chinaDate, type DateText } from '../../kernel/dates.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import type { SchoolRecord, VersionRow, ZoneRow } from '../schools/public.ts';
import type { SeasonRecord } from '../seasons/public.ts';
import type { ChangeItem, VersionState } from './contract.ts';

/** Where a version stands on a day. */
export function versionState(version: VersionRow, today: DateText): VersionState {
  if (version.replacedBy !== null) return 'replaced';
  if (version.effectiveFrom > today) return 'coming';
  return version.effectiveTo !== null && version.effectiveTo < today ? 'past' : 'current';
}

/** The days from the opening of registration to the last day of arrival, within which a season keeps its catchments. */
export function seasonDays(season: Pick<SeasonRecord, 'registrationOpensAt' | 'reportUntil'>): {
  readonly from: DateText;
  readonly until: DateText;
} {
  return { from: chinaDate(season.registrationOpensAt), until: season.reportUntil };
}

/** Seasons that a change would meet under way. */
export function seasonsOn<S extends Pick<SeasonRecord, 'registrationOpensAt' | 'reportUntil'>>(
  seasons: readonly S[],
  day: DateText,
): S[] {
  return seasons.filter((season) => {
    const { from, until } = seasonDays(season);
    return from <= day && day <= until;
  });
}

/** What a proposal is judged by. */
export interface Situation {
  readonly versions: readonly VersionRow[];
  readonly schools: readonly SchoolRecord[];
  /** Seasons of the same district and stage. */
  readonly seasons: readonly SeasonRecord[];
  /** Items of changes that await a decision. */
  readonly open: readonly ChangeItem[];
  readonly today: DateText;
  readonly english: boolean;
}

/** What is proposed. */
export interface Proposal {
  readonly effectiveFrom: DateText;
  readonly seasonReason: string;
  readonly items: readonly ChangeItem[];
}

/** Too short to be a reason. */
const SHORTEST_REASON = 4;

/** Why a proposal cannot be taken; undefined when it can. */
export function proposalFault(proposal: Proposal, situation: Situation): Refusal | undefined {
  const { today, seasons, open, english } = situation;
  if (proposal.effectiveFrom < today) return refusal('catchment_change.past', { today });
  const seen = new Set<string>();
  for (const item of proposal.items) {
    const school = nameOf(item, situation.schools);
    if (!situation.schools.some(({ id }) => id === item.schoolId))
      return refusal('catchment_change.school', { school });
    if (seen.has(siteOf(item))) return refusal('catchment_change.twice', { school });
    seen.add(siteOf(item));
    if (open.some((other) => siteOf(other) === siteOf(item))) return refusal('catchment_change.open', { school });
    const fault = itemFault(item, proposal, situation, school);
    if (fault) return fault;
    const [wrong] = item.area ? areaFaults(item.area) : [];
    if (wrong) return refusal('catchment_change.area', { school, what: english ? wrong.en : wrong.zh });
  }
  const met = seasonsOn(seasons, proposal.effectiveFrom);
  if (met.length > 0 && proposal.seasonReason.length < SHORTEST_REASON) {
    return refusal('catchment_change.season', {
      seasons: met.map((one) => (english ? one.nameEn : one.name)).join('、'),
    });
  }
  return undefined;
}

function itemFault(item: ChangeItem, proposal: Proposal, { versions }: Situation, school: string): Refusal | undefined {
  const newest = newestOf(versions, item);
  if ((newest?.id ?? null) !== item.basedOn) return refusal('catchment_change.outdated', { school });
  if (newest === undefined) return undefined;
  const begun = versions
    .filter((version) => version.replacedBy === null && siteOf(version) === siteOf(item) && version.id !== newest.id)
    .map(({ effectiveFrom }) => effectiveFrom)
    .toSorted()
    .at(-1);
  // It may take the place of a version that has not come into force, never reach behind one that ended.
  if (begun !== undefined && proposal.effectiveFrom <= begun) {
    return refusal('catchment_change.before_version', { school, date: begun });
  }
  const same =
    newest.zone === item.zone &&
    newest.note === item.note &&
    newest.source === item.source &&
    newest.areaSource === item.areaSource &&
    JSON.stringify(newest.area) === JSON.stringify(item.area);
  return same ? refusal('catchment_change.nothing', { school }) : undefined;
}

function siteOf({ schoolId, campus }: { readonly schoolId: string; readonly campus: string }): string {
  return `${schoolId}/${campus}`;
}

/** The version of a school or campus that a change builds on: the one that was the last to be made. */
export function newestOf(
  versions: readonly VersionRow[],
  item: Pick<ChangeItem, 'schoolId' | 'campus'>,
): VersionRow | undefined {
  return versions
    .filter((version) => version.replacedBy === null && siteOf(version) === siteOf(item))
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
    .at(-1);
}

/** Name of the school and campus of an item. */
export function nameOf(
  { schoolId, campus }: Pick<ChangeItem, 'schoolId' | 'campus'>,
  schools: readonly Pick<SchoolRecord, 'id' | 'name'>[],
): string {
  const name = schools.find(({ id }) => id === schoolId)?.name ?? schoolId;
  return campus ? `${name}（${campus}）` : name;
}

/** The catchments of a day, with or without a change. */
export function zonesOn(
  versions: readonly VersionRow[],
  schools: readonly SchoolRecord[],
  day: DateText,
  items: readonly ChangeItem[] = [],
): ZoneRow[] {
  const changed = new Set(items.map(siteOf));
  const standing = versions.filter(
    (version) =>
      version.replacedBy === null &&
      version.effectiveFrom <= day &&
      day <= (version.effectiveTo ?? '9999-12-31') &&
      !changed.has(siteOf(version)),
  );
  const proposed = items.map((item): ZoneRow => {
    const school = schools.find(({ id }) => id === item.schoolId);
    return {
      ...item,
      school: school?.name ?? item.schoolId,
      status: school?.status ?? 'open',
      effectiveFrom: day,
      effectiveTo: null,
    };
  });
  return [...standing, ...proposed];
}
