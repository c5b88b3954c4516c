// Working days: weekends, public holidays and make-up working days (调休), with the years for which they are known.

import { addDays, type DateText, dayNumber } from '../../kernel/dates.ts';

/** One year's announcement of the State Council on days off, as dates. */
export interface HolidayYear {
  readonly year: number;
  /** Title and number of the announcement. */
  readonly source: string;
  /** Days off, weekends among them; may reach into the neighbouring year. */
  readonly off: readonly DateText[];
  /** Weekend days that are worked instead. */
  readonly working: readonly DateText[];
}

/** The announcements put together. Years without one follow the weekend rule alone. */
export interface WorkCalendar {
  /** Dates that differ from the weekend rule or confirm it: true where people work. */
  readonly announced: ReadonlyMap<DateText, boolean>;
  /** Years whose announcement is present. */
  readonly years: ReadonlySet<number>;
}

/** The calendar that knows no holidays, only weekends. */
export const WEEKENDS_ONLY: WorkCalendar = { announced: new Map(), years: new Set() };

/**
 * Puts announcements together.
 * @throws Error when two announcements contradict each other about a date, which no reader could resolve.
 */
export function makeCalendar(announcements: readonly HolidayYear[]): WorkCalendar {
  const announced = new Map<DateText, boolean>();
  const years = new Set<number>();
  for (const { year, off, working } of announcements) {
    if (years.has(year)) throw new Error(`calendar: two announcements for ${year}; keep one`);
    years.add(year);
    for (const [dates, works] of [
      [off, false],
      [working, true],
    ] as const) {
      for (const date of dates) {
        if (announced.get(date) === !works) throw new Error(`calendar: ${date} is both off and working; keep one`);
        announced.set(date, works);
      }
    }
  }
  return { announced, years };
}

/** Whether the year's announcement is known. If not, a working day may still become a holiday. */
export function isAnnounced(calendar: WorkCalendar, date: DateText): boolean {
  return calendar.years.has(Number(date.slice(0, 4)));
}

/** Whether offices work on a date. */
export function isWorkingDay(calendar: WorkCalendar, date: DateText): boolean {
  return calendar.announced.get(date) ?? !isWeekend(date);
}

/** The last working day before a date. */
export function previousWorkingDay(calendar: WorkCalendar, date: DateText): DateText {
  return workingDayOnOrBefore(calendar, addDays(date, -1));
}

/** The first working day after a date. */
export function nextWorkingDay(calendar: WorkCalendar, date: DateText): DateText {
  return workingDayOnOrAfter(calendar, addDays(date, 1));
}

/** The date itself if offices work, else the last working day before it (杭州: 截止日遇节假日提前). */
export function workingDayOnOrBefore(calendar: WorkCalendar, date: DateText): DateText {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, -1);
  return day;
}

/** The date itself if offices work, else the first working day after it (Civil Code art. 203: 顺延). */
export function workingDayOnOrAfter(calendar: WorkCalendar, date: DateText): DateText {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, 1);
  return day;
}

/**
 * The n-th working day after a date, which itself does not count (Civil Code art. 201); before it if n is negative.
 * For n = 0 the date itself, worked or not.
 */
export function addWorkingDays(calendar: WorkCalendar, date: DateText, n: number): DateText {
  if (!Number.isInteger(n)) throw new Error(`calendar: ${n} working days; give a whole number`);
  let day = date;
  for (let left = Math.abs(n); left > 0; left -= 1) {
    day = n > 0 ? nextWorkingDay(calendar, day) : previousWorkingDay(calendar, day);
  }
  return day;
}

/** How many working days lie after `from` up to and with `until`; negative when `until` lies earlier. */
export function countWorkingDays(calendar: WorkCalendar, from: DateText, until: DateText): number {
  if (until < from) return -countWorkingDays(calendar, until, from);
  let count = 0;
  for (let day = addDays(from, 1); day <= until; day = addDays(day, 1)) {
    if (isWorkingDay(calendar, day)) count += 1;
  }
  return count;
}

/** Saturday or Sunday: 1970-01-01, day 0, was a Thursday. */
function isWeekend(date: DateText): boolean {
  const weekday = (((dayNumber(date) + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}
