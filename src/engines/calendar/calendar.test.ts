import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addDays, dateOfDay } from '../../kernel/dates.ts';
import { unwrap } from '../../kernel/result.ts';
import {
  addWorkingDays,
  countWorkingDays,
  isAnnounced,
  isWorkingDay,
  makeCalendar,
  nextWorkingDay,
  previousWorkingDay,
  WEEKENDS_ONLY,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
} from './calendar.ts';
import { readHolidayYear } from './holidays.ts';

const YEARS = [2023, 2024, 2025, 2026];
const announcements = YEARS.map((year) =>
  unwrap(readHolidayYear(parse(readFileSync(`cities/calendar/${year}.yaml`, 'utf8')))),
);
const calendar = makeCalendar(announcements);
const anyDate = fc.integer({ min: 19_350, max: 20_800 }).map(dateOfDay);

describe('the national calendar', () => {
  it('gives as many weekdays off, less the days made up, as the law grants: 11 until 2024, 13 from 2025', () => {
    const granted = announcements.map(
      ({ off, working }) => off.filter((day) => isWorkingDay(WEEKENDS_ONLY, day)).length - working.length,
    );
    expect(granted).toEqual([11, 11, 13, 13]);
  });

  it('makes up only days that are weekends', () => {
    for (const { working } of announcements) {
      for (const day of working) expect(isWorkingDay(WEEKENDS_ONLY, day), day).toBe(false);
    }
  });

  it('works on the Saturday that makes up for the National Day holiday', () => {
    expect(isWorkingDay(calendar, '2026-10-10')).toBe(true);
    expect(isWorkingDay(calendar, '2026-10-07')).toBe(false);
    expect(isWorkingDay(calendar, '2026-10-08')).toBe(true);
  });

  it('counts ten working days across the National Day of 2026 with its make-up Saturday', () => {
    // 09-28, 29, 30, then 10-08, 09, 10 (Sat), 12, 13, 14, 15
    expect(addWorkingDays(calendar, '2026-09-27', 10)).toBe('2026-10-15');
  });

  it('moves a cut-off on Sunday 10 April to the Friday before', () => {
    expect(workingDayOnOrBefore(WEEKENDS_ONLY, '2022-04-10')).toBe('2022-04-08');
  });

  it('moves a cut-off in a holiday to the last working day before, which may be a Sunday', () => {
    expect(workingDayOnOrBefore(calendar, '2025-01-27')).toBe('2025-01-27');
    expect(previousWorkingDay(calendar, '2025-01-27')).toBe('2025-01-26');
    expect(workingDayOnOrAfter(calendar, '2025-01-28')).toBe('2025-02-05');
  });

  it('says that a year without announcement follows weekends only', () => {
    expect(isAnnounced(calendar, '2027-10-01')).toBe(false);
    expect(isWorkingDay(calendar, '2027-10-01')).toBe(true);
    expect(isAnnounced(calendar, '2026-10-01')).toBe(true);
  });

  it('goes forth and back by the same number of working days', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 60 }), (date, n) => {
        const start = workingDayOnOrAfter(calendar, date);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, start, n), -n)).toBe(start);
      }),
    );
  });

  it('counts exactly the days it adds', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -60, max: 60 }), (date, n) => {
        const start = workingDayOnOrAfter(calendar, date);
        expect(countWorkingDays(calendar, start, addWorkingDays(calendar, start, n))).toBe(n === 0 ? 0 : n);
      }),
    );
  });

  it('never skips a working day on the way to the next', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const next = nextWorkingDay(calendar, date);
        for (let day = addDays(date, 1); day < next; day = addDays(day, 1)) {
          expect(isWorkingDay(calendar, day)).toBe(false);
        }
        expect(isWorkingDay(calendar, next)).toBe(true);
      }),
    );
  });

  it('refuses announcements that contradict each other', () => {
    const year = { year: 2030, source: 's', off: ['2030-01-01'], working: ['2030-01-01'] };
    expect(() => makeCalendar([year])).toThrow('2030-01-01 is both off and working');
    expect(() => makeCalendar([announcements[0]!, announcements[0]!])).toThrow('two announcements for 2023');
  });

  it.each([
    ['nothing', null, ''],
    ['a missing year', { source: 's', holidays: [] }, 'year'],
    ['a missing source', { year: 2030, holidays: [] }, 'source'],
    [
      'a date that does not exist',
      { year: 2030, source: 's', holidays: [{ off: ['2030-02-29', '2030-03-01'] }] },
      'holidays[0].off',
    ],
    [
      'a range that runs backwards',
      { year: 2030, source: 's', holidays: [{ off: ['2030-02-02', '2030-02-01'] }] },
      'holidays[0].off',
    ],
    [
      'a range of a year',
      { year: 2030, source: 's', holidays: [{ off: ['2030-02-02', '2031-02-01'] }] },
      'holidays[0].off',
    ],
    [
      'a make-up day that is no date',
      { year: 2030, source: 's', holidays: [{ off: ['2030-02-01', '2030-02-01'], working: [7] }] },
      'holidays[0].working',
    ],
  ])('names the place of a fault in a holiday file: %s', (_, document, at) => {
    expect(readHolidayYear(document)).toMatchObject({ ok: false, error: { at } });
  });
});
