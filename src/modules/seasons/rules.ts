// What a season's calendar says of an instant, and whether a calendar can stand.

import { addDays, chinaDate, chinaInstant } from '../../kernel/dates.ts';
import type { Phase } from './contract.ts';

/** The dates of a season. Closing instants are the first instants at which it is too late. */
export interface SeasonCalendar {
  readonly registrationOpensAt: Date;
  readonly registrationClosesAt: Date;
  readonly lateClosesAt: Date;
  readonly resultsExpectedOn: string;
  /** Until when objections to the published list are heard; null: no such period. */
  readonly objectionsUntil: Date | null;
  readonly confirmBy: Date;
  /** Days that a family has to take a seat that came free. */
  readonly offerDays: number;
  readonly reportFrom: string;
  /** The last day of arrival, included. */
  readonly reportUntil: string;
}

/** A calendar with what publication added. */
export interface RunningCalendar extends SeasonCalendar {
  readonly resultsPublishedAt: Date | null;
}

/**
 * Where a season stands. Opening belongs to registration, closing does not: with a closing of 17:00:00 a request that
 * arrived at 17:00:00.000 is late. Without published results a season stays in review, however late it is.
 */
export function phaseOf(season: RunningCalendar, now: Date): Phase {
  if (now < season.registrationOpensAt) return 'upcoming';
  if (season.resultsPublishedAt !== null && now >= season.resultsPublishedAt) {
    const today = chinaDate(now);
    if (today > season.reportUntil) return 'over';
    return today >= season.reportFrom ? 'reporting' : 'results';
  }
  if (now < season.registrationClosesAt) return 'registration';
  return now < season.lateClosesAt ? 'late_registration' : 'review';
}

/** Whether a family can submit now, and whether that counts as late. */
export function canRegister(season: RunningCalendar, now: Date): { readonly open: boolean; readonly late: boolean } {
  const phase = phaseOf(season, now);
  return { open: phase === 'registration' || phase === 'late_registration', late: phase === 'late_registration' };
}

/** A fault in the order of dates, for people. */
export interface CalendarFault {
  readonly field: keyof SeasonCalendar;
  readonly zh: string;
  readonly en: string;
}

/** What is out of order in a calendar; empty when it can stand. */
export function calendarFaults(calendar: SeasonCalendar): readonly CalendarFault[] {
  const results = chinaInstant(calendar.resultsExpectedOn);
  const arrivalEnds = chinaInstant(addDays(calendar.reportUntil, 1));
  const fault = (wrong: boolean, field: keyof SeasonCalendar, zh: string, en: string): CalendarFault[] =>
    wrong ? [{ field, zh, en }] : [];
  return [
    ...fault(
      calendar.registrationOpensAt >= calendar.registrationClosesAt,
      'registrationClosesAt',
      '报名截止应晚于报名开始',
      'registration must close after it opens',
    ),
    ...fault(
      calendar.registrationClosesAt > calendar.lateClosesAt,
      'lateClosesAt',
      '补报名截止不能早于报名截止',
      'late registration cannot close before registration',
    ),
    ...fault(
      calendar.resultsExpectedOn < chinaDate(calendar.lateClosesAt),
      'resultsExpectedOn',
      '公布录取结果的日期不能早于补报名截止',
      'results cannot be expected before late registration closes',
    ),
    ...fault(
      calendar.confirmBy <= results,
      'confirmBy',
      '确认截止应晚于公布录取结果',
      'the last moment to confirm must come after the results',
    ),
    ...fault(
      calendar.objectionsUntil !== null && calendar.objectionsUntil <= results,
      'objectionsUntil',
      '异议期截止应晚于公布录取结果',
      'the period for objections must end after the results',
    ),
    ...fault(
      calendar.objectionsUntil !== null && calendar.objectionsUntil > arrivalEnds,
      'objectionsUntil',
      '异议期截止不能晚于报到的最后一天',
      'the period for objections cannot end after the days of arrival',
    ),
    ...fault(
      calendar.reportFrom > calendar.reportUntil,
      'reportUntil',
      '报到的最后一天不能早于第一天',
      'the last day of arrival cannot come before the first',
    ),
    ...fault(
      calendar.confirmBy > arrivalEnds,
      'confirmBy',
      '确认截止不能晚于报到的最后一天',
      'the last moment to confirm cannot come after the days of arrival',
    ),
  ];
}
