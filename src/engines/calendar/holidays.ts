// Reads one year's holiday announcement from parsed YAML and says what is wrong with it.

import { addDays, dayNumber, isDate, type DateText } from '../../kernel/dates.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { HolidayYear } from './calendar.ts';

/** What is wrong with a holiday file, where, and what to do. */
export interface HolidayFault {
  /** Place in the document, e.g. `holidays[2].off`. */
  readonly at: string;
  readonly message: string;
}

/**
 * Checks the shape of `cities/calendar/YYYY.yaml`:
 * `year`, `source`, and `holidays`, each with a `name`, `off: [first, last]` and optional `working: [dates]`.
 */
export function readHolidayYear(document: unknown): Result<HolidayYear, HolidayFault> {
  if (!isRecord(document)) return fault('', 'expected a mapping with year, source and holidays');
  const { year, source, holidays } = document;
  if (!Number.isInteger(year)) return fault('year', `expected a year such as 2026, found ${show(year)}`);
  if (typeof source !== 'string' || source === '') return fault('source', 'name the announcement');
  if (!Array.isArray(holidays)) return fault('holidays', 'expected a list');
  const off: DateText[] = [];
  const working: DateText[] = [];
  for (const [index, holiday] of (holidays as unknown[]).entries()) {
    const at = `holidays[${index}]`;
    if (!isRecord(holiday)) return fault(at, 'expected name, off and, where days are made up, working');
    const dates = readDates(holiday['off']);
    const [first, last] = dates ?? [];
    if (first === undefined || last === undefined || dates?.length !== 2 || last < first) {
      return fault(`${at}.off`, `expected [first day, last day], found ${show(holiday['off'])}`);
    }
    if (dayNumber(last) - dayNumber(first) > 30)
      return fault(`${at}.off`, `${first} to ${last} is longer than 30 days`);
    for (let day = first; day <= last; day = addDays(day, 1)) off.push(day);
    const madeUp = holiday['working'] === undefined ? [] : readDates(holiday['working']);
    if (!madeUp) return fault(`${at}.working`, `expected a list of dates, found ${show(holiday['working'])}`);
    working.push(...madeUp);
  }
  return ok({ year: year as number, source, off, working });
}

function readDates(value: unknown): DateText[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const dates = value as unknown[];
  return dates.every((date): date is string => typeof date === 'string' && isDate(date)) ? dates : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

function fault(at: string, message: string): Result<never, HolidayFault> {
  return err({ at, message });
}
