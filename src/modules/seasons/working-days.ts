// The working days of the state as announced, read once from cities/calendar.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { makeCalendar, type HolidayYear, type WorkCalendar } from '../../engines/calendar/calendar.ts';
import { readHolidayYear } from '../../engines/calendar/holidays.ts';
import type { Context } from '../../platform/context.ts';

const read = new Map<string, Promise<WorkCalendar>>();

/**
 * Working days with holidays and make-up days (调休), for promised times and deadlines. Years without an announcement
 * follow weekends only. Throws with file and place where a calendar file is wrong: nothing can be promised by it.
 */
export function workingCalendar(context: Context): Promise<WorkCalendar> {
  const folder = path.join(context.services.config.root, 'cities', 'calendar');
  const known = read.get(folder) ?? readFolder(folder);
  read.set(folder, known);
  return known;
}

async function readFolder(folder: string): Promise<WorkCalendar> {
  const years: HolidayYear[] = [];
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.yaml'))) {
    const year = readHolidayYear(parse(await readFile(path.join(folder, name), 'utf8')));
    if (!year.ok) throw new Error(`cities/calendar/${name}: ${year.error.at}: ${year.error.message}`);
    years.push(year.value);
  }
  return makeCalendar(years);
}
