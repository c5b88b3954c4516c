// Service clocks: how much of a promised time is used, with pauses, in working days or in office hours.

import { addDays, chinaDate, chinaInstant, type DateText } from '../../kernel/dates.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { isWorkingDay, type WorkCalendar } from './calendar.ts';

/** What happened to a case's clock. `reopen` lets a stopped clock run on; the time used stays used. */
export interface ClockEvent {
  readonly kind: 'start' | 'pause' | 'resume' | 'stop' | 'reopen';
  readonly at: Date;
}

/** When offices are open on a working day, e.g. `[['09:00', '12:00'], ['14:00', '18:00']]`; ascending, apart. */
export type OfficeHours = readonly (readonly [opens: string, closes: string])[];

/**
 * The promise.
 * Working days: the day of the start does not count (Civil Code art. 201), the last day counts to its end (art. 203);
 * a day counts if the clock runs at its end, so a pause within one day costs and saves nothing.
 * Working hours: office time to the millisecond, from the start.
 */
export type Promised =
  { readonly workingDays: number } | { readonly workingHours: number; readonly officeHours: OfficeHours };

/** A clock as read at one instant. */
export interface ClockReading {
  readonly state: 'not_started' | 'running' | 'paused' | 'stopped';
  /** Working days, or working hours (a fraction), used so far. */
  readonly used: number;
  /** When the promise is broken; unknown while a clock stands that has time left. The instant itself is too late. */
  readonly dueAt?: Date;
  /** Whether the promised time ran out while the clock was running. */
  readonly breached: boolean;
}

/** The event that cannot follow those before it. */
export interface ClockFault {
  readonly event: number;
  readonly message: string;
}

/** A span in which a clock ran; the last one may still run. */
interface Run {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 3_600_000;

/**
 * Reads a clock at an instant from its events, oldest first.
 * @throws Error for a promise that never runs out: no days, no hours, or no office hours.
 */
export function readClock(
  events: readonly ClockEvent[],
  promised: Promised,
  calendar: WorkCalendar,
  now: Date,
): Result<ClockReading, ClockFault> {
  checkPromise(promised);
  const history = runsOf(events);
  if (!history.ok) return history;
  const { state, runs } = history.value;
  const { used, dueAt } =
    'workingDays' in promised
      ? countDays(runs, promised.workingDays, calendar, now.getTime())
      : countHours(runs, promised.workingHours * HOUR_MS, promised.officeHours, calendar, now.getTime());
  const breached = dueAt !== undefined && dueAt <= now.getTime();
  return ok({ state, used, breached, ...(dueAt !== undefined && { dueAt: new Date(dueAt) }) });
}

function checkPromise(promised: Promised): void {
  if ('workingDays' in promised) {
    if (Number.isInteger(promised.workingDays) && promised.workingDays > 0) return;
    throw new Error(`service clock: ${promised.workingDays} working days; promise a whole number of at least 1`);
  }
  const { workingHours, officeHours } = promised;
  const open = officeHours.some(([opens, closes]) => opens < closes);
  if (!(workingHours > 0 && Number.isFinite(workingHours)) || !open) {
    throw new Error(
      `service clock: ${workingHours} hours in ${officeHours.length} office spans; promise time that passes`,
    );
  }
}

const FOLLOWS: Readonly<Record<ClockReading['state'], Partial<Record<ClockEvent['kind'], ClockReading['state']>>>> = {
  not_started: { start: 'running' },
  running: { pause: 'paused', stop: 'stopped' },
  paused: { resume: 'running', stop: 'stopped' },
  stopped: { reopen: 'running' },
};

function runsOf(events: readonly ClockEvent[]): Result<{ state: ClockReading['state']; runs: Run[] }, ClockFault> {
  let state: ClockReading['state'] = 'not_started';
  const runs: Run[] = [];
  let since = -Infinity;
  for (const [event, { kind, at }] of events.entries()) {
    const next: ClockReading['state'] | undefined = FOLLOWS[state][kind];
    if (!next) return err({ event, message: `a clock that is ${state} cannot ${kind}` });
    if (at.getTime() < since) return err({ event, message: `${kind} lies before the event in front of it` });
    if (state === 'running') runs.push({ from: since, to: at.getTime() });
    since = at.getTime();
    state = next;
  }
  if (state === 'running') runs.push({ from: since, to: Infinity });
  return ok({ state, runs });
}

/** Goes through the days after the start; a day is used if some run covers its end. */
function countDays(
  runs: readonly Run[],
  promised: number,
  calendar: WorkCalendar,
  now: number,
): { used: number; dueAt?: number } {
  const [first] = runs;
  const last = runs.at(-1);
  if (!first || !last) return { used: 0 };
  let used = 0;
  let counted = 0;
  let dueAt: number | undefined;
  for (let day = addDays(chinaDate(new Date(first.from)), 1); ; day = addDays(day, 1)) {
    const end = chinaInstant(addDays(day, 1)).getTime();
    if (end > last.to || (end > now && dueAt !== undefined)) break;
    if (!isWorkingDay(calendar, day) || !runs.some((run) => run.from < end && end <= run.to)) continue;
    counted += 1;
    if (end <= now) used = counted;
    if (counted === promised) dueAt = end;
  }
  return dueAt === undefined ? { used } : { used, dueAt };
}

function countHours(
  runs: readonly Run[],
  promised: number,
  officeHours: OfficeHours,
  calendar: WorkCalendar,
  now: number,
): { used: number; dueAt?: number } {
  let used = 0;
  let left = promised;
  let dueAt: number | undefined;
  for (const run of runs) {
    for (const [opens, closes] of openSpans(run, officeHours, calendar)) {
      if (opens > now && dueAt !== undefined) break;
      used += Math.max(0, Math.min(closes, now) - opens);
      if (dueAt === undefined && closes - opens >= left) dueAt = opens + left;
      left -= closes - opens;
    }
  }
  return dueAt === undefined ? { used: used / HOUR_MS } : { used: used / HOUR_MS, dueAt };
}

/** Office time within a run, in order; without end for a run that goes on. */
function* openSpans(run: Run, officeHours: OfficeHours, calendar: WorkCalendar): Generator<[number, number]> {
  let day: DateText = chinaDate(new Date(run.from));
  for (; chinaInstant(day).getTime() < run.to; day = addDays(day, 1)) {
    if (!isWorkingDay(calendar, day)) continue;
    for (const [opens, closes] of officeHours) {
      const from = Math.max(run.from, chinaInstant(day, opens).getTime());
      const to = Math.min(run.to, chinaInstant(day, closes).getTime());
      if (from < to) yield [from, to];
    }
  }
}
