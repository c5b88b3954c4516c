// When a case can be rated, when promised times of a work order run out, and what the public is shown.

import { addWorkingDays, type WorkCalendar } from '../../engines/calendar/calendar.ts';
import { addDays, chinaDate, chinaInstant } from '../../kernel/dates.ts';
import type { ApplicationState } from '../registration/workflow.ts';
import { POOR } from './contract.ts';
import type { WorkOrderEventRecord, WorkOrderRecord } from './store.ts';

/** States in which a family has had an answer: earlier there is nothing to rate. */
const ANSWERED: readonly ApplicationState[] = [
  'eligible',
  'refused',
  'placed',
  'not_placed',
  'accepted',
  'declined',
  'reported',
  'not_reported',
];

/** Whether a case in a state can be rated. */
export function canRate(state: ApplicationState): boolean {
  return ANSWERED.includes(state);
}

/** Whether a level opens a work order. */
export function isPoor(level: number): boolean {
  return level <= POOR;
}

/** Fewer ratings than this are not shown to the public. */
export const LEAST_SHOWN = 5;

/**
 * The promised times of a work order: contact within so many working days after the rating, put right within so many.
 * The day of the rating does not count; the last day counts to its end. A promise kept in time stays kept.
 */
export function promisesOf(
  order: Pick<WorkOrderRecord, 'openedAt' | 'contactWorkingDays' | 'fixWorkingDays'>,
  events: readonly Pick<WorkOrderEventRecord, 'event' | 'at'>[],
  calendar: WorkCalendar,
  now: Date,
) {
  const promise = (workingDays: number, kept: Date | undefined) => {
    const dueAt = chinaInstant(addDays(addWorkingDays(calendar, chinaDate(order.openedAt), workingDays), 1));
    return { dueAt: kept ? null : dueAt, breached: (kept ?? now) >= dueAt };
  };
  return {
    contact: promise(order.contactWorkingDays, events.find(({ event }) => event === 'contact')?.at),
    fix: promise(order.fixWorkingDays, events.find(({ event }) => event === 'fix')?.at),
  };
}

/** Counts by level 1 to 5, and the share of level 3 and above in basis points; null where too few rated. */
export function summaryOf(counts: readonly { readonly level: number; readonly count: number }[]) {
  const levels = [1, 2, 3, 4, 5].map((level) => counts.find((one) => one.level === level)?.count ?? 0);
  const count = levels.reduce((sum, one) => sum + one, 0);
  if (count < LEAST_SHOWN) return { count, levels: null, content: null };
  const content = Math.round(((count - (levels[0] ?? 0) - (levels[1] ?? 0)) * 10_000) / count);
  return { count, levels, content };
}
