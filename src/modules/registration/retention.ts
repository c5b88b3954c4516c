// When a family's papers have to go: by how the application ended, from the end of its season.

import { addDays, addMonths, chinaInstant, type DateText } from '../../kernel/dates.ts';
import type { City } from '../../platform/city.ts';
import type { DeletedBecause } from './evidence-store.ts';
import type { ApplicationState } from './workflow.ts';

/** How long papers are kept, as the city says. */
export type RetentionRules = City['evidence'];

/** States of children who were given a seat. */
export const ADMITTED_STATES: readonly ApplicationState[] = ['placed', 'accepted', 'reported', 'not_reported'];
/** States in which a submitted application ends, or stays, without one. */
export const OTHER_STATES: readonly ApplicationState[] = [
  ...([
    'submitted',
    'needs_material',
    'endorsed',
    'eligible',
    'refused',
    'not_placed',
    'declined',
    'deferred',
    'closed',
  ] as const),
];

/** The season's dates that count. */
export interface SeasonEnd {
  readonly lateClosesAt: Date;
  /** Last day of arrival at school: the season's end. */
  readonly reportUntil: DateText;
}

/** The first day on which papers of children with a seat are gone, and of those without. */
export function goneFrom(
  season: SeasonEnd,
  rules: RetentionRules,
): { readonly admitted: DateText; readonly other: DateText } {
  return {
    admitted: addMonths(season.reportUntil, rules.admittedMonths),
    other: addMonths(season.reportUntil, rules.otherMonths),
  };
}

/** A file as far as its time is concerned. */
export interface KeptFile {
  readonly uploadedAt: Date;
  readonly removedAt: Date | null;
  readonly scan: 'off' | 'waiting' | 'clean' | 'infected';
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000);

/** Instants before which what was withdrawn, taken back or found infected is due. */
export function limitsAt(now: Date, rules: RetentionRules) {
  return {
    withdrawn: daysBefore(now, rules.withdrawnDays),
    takenBack: daysBefore(now, rules.takenBackDays),
    infected: daysBefore(now, rules.infectedDays),
  } as const;
}

/**
 * Why a file has to go now, or null while it may be kept.
 * @param application its state, and when it came into it
 */
export function dueBecause(
  file: KeptFile,
  application: { readonly state: ApplicationState; readonly updatedAt: Date },
  season: SeasonEnd,
  rules: RetentionRules,
  now: Date,
): DeletedBecause | null {
  const limits = limitsAt(now, rules);
  if (file.scan === 'infected' && file.uploadedAt < limits.infected) return 'infected';
  if (file.removedAt !== null && file.removedAt < limits.takenBack) return 'taken_back';
  const { state, updatedAt } = application;
  if (state === 'withdrawn') return updatedAt < limits.withdrawn ? 'withdrawn' : null;
  if (state === 'draft') return season.lateClosesAt < daysBefore(now, rules.draftDays) ? 'draft' : null;
  const { admitted, other } = goneFrom(season, rules);
  return now >= chinaInstant(ADMITTED_STATES.includes(state) ? admitted : other) ? 'retention' : null;
}

/** Which states of a season are due as a whole. */
export function dueStates(season: SeasonEnd, rules: RetentionRules, now: Date): ApplicationState[] {
  const file: KeptFile = { uploadedAt: now, removedAt: null, scan: 'off' };
  const states: readonly ApplicationState[] = ['draft', ...OTHER_STATES, ...ADMITTED_STATES];
  return states.filter((state) => dueBecause(file, { state, updatedAt: now }, season, rules, now) !== null);
}

/** The day after the end of a season. */
export function endOf(season: SeasonEnd): DateText {
  return addDays(season.reportUntil, 1);
}
