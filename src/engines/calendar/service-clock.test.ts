import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, chinaDate, chinaInstant } from '../../kernel/dates.ts';
import { unwrap } from '../../kernel/result.ts';
import { addWorkingDays, makeCalendar, WEEKENDS_ONLY } from './calendar.ts';
import { type ClockEvent, type ClockReading, type Promised, readClock } from './service-clock.ts';

/** The National Day of 2026 with its make-up Saturday. */
const calendar = makeCalendar([
  {
    year: 2026,
    source: 'test',
    off: ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'],
    working: ['2026-10-10'],
  },
]);
const at = (text: string): Date => {
  const [date = '', time] = text.split(' ');
  return chinaInstant(date, time);
};
const events = (...list: [ClockEvent['kind'], string][]): ClockEvent[] =>
  list.map(([kind, when]) => ({ kind, at: at(when) }));
const read = (list: ClockEvent[], promised: Promised, now: string): ClockReading =>
  unwrap(readClock(list, promised, calendar, at(now)));
const FIVE_DAYS = { workingDays: 5 };
const OFFICE = [
  ['09:00', '12:00'],
  ['14:00', '18:00'],
] as const;
const TEN_HOURS = { workingHours: 10, officeHours: OFFICE };

describe('a clock of working days', () => {
  it('does not count the day of the start and ends with the last day', () => {
    const clock = events(['start', '2026-09-21 10:00']);
    expect(read(clock, FIVE_DAYS, '2026-09-21 23:00')).toEqual({
      state: 'running',
      used: 0,
      dueAt: at('2026-09-29'),
      breached: false,
    });
    expect(read(clock, FIVE_DAYS, '2026-09-28 23:59:59').breached).toBe(false);
    expect(read(clock, FIVE_DAYS, '2026-09-29')).toMatchObject({ used: 5, breached: true });
  });

  it('passes over the National Day and works on the make-up Saturday', () => {
    const clock = events(['start', '2026-09-30 09:00']);
    // Thursday 8, Friday 9, Saturday 10, Monday 12, Tuesday 13 October
    expect(read(clock, FIVE_DAYS, '2026-10-01').dueAt).toEqual(at('2026-10-14'));
  });

  it('stands while it waits for the firm, and has no due date until it runs again', () => {
    const waiting = events(['start', '2026-09-21 10:00'], ['pause', '2026-09-23 10:00']);
    expect(read(waiting, FIVE_DAYS, '2026-12-01')).toEqual({ state: 'paused', used: 1, breached: false });
    const answered = [...waiting, ...events(['resume', '2026-10-08 09:00'])];
    // used: 22 September; then 8, 9, 10, 12 October
    expect(read(answered, FIVE_DAYS, '2026-10-09').dueAt).toEqual(at('2026-10-13'));
  });

  it('neither gains nor loses by a pause within one day', () => {
    const plain = events(['start', '2026-09-21 10:00']);
    const paused = [...plain, ...events(['pause', '2026-09-22 09:00'], ['resume', '2026-09-22 17:00'])];
    expect(read(paused, FIVE_DAYS, '2026-09-25')).toEqual(read(plain, FIVE_DAYS, '2026-09-25'));
  });

  it('keeps the time used when a case is reopened', () => {
    const reopened = events(
      ['start', '2026-09-21 10:00'],
      ['stop', '2026-09-24 10:00'],
      ['reopen', '2026-10-12 10:00'],
    );
    // used: 22 and 23 September; then 12, 13, 14 October
    expect(read(reopened, FIVE_DAYS, '2026-10-12 11:00')).toMatchObject({ used: 2, dueAt: at('2026-10-15') });
  });

  it('remembers a breach after the case was settled, and none when it was settled in time', () => {
    const late = events(['start', '2026-09-21 10:00'], ['stop', '2026-10-08 10:00']);
    expect(read(late, FIVE_DAYS, '2027-01-01')).toMatchObject({ state: 'stopped', breached: true });
    const inTime = events(['start', '2026-09-21 10:00'], ['stop', '2026-09-28 17:00']);
    expect(read(inTime, FIVE_DAYS, '2027-01-01')).toEqual({ state: 'stopped', used: 4, breached: false });
  });

  it('without a pause is due as many working days after the start as promised', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 30 }), (offset, workingDays) => {
        const start = chinaInstant(addDays('2026-09-01', offset), '11:00');
        const { dueAt } = unwrap(readClock([{ kind: 'start', at: start }], { workingDays }, calendar, start));
        expect(dueAt).toEqual(chinaInstant(addDays(addWorkingDays(calendar, chinaDate(start), workingDays), 1)));
      }),
    );
  });
});

describe('a clock of working hours', () => {
  it('runs in office hours only, across lunch, night and holiday', () => {
    const clock = events(['start', '2026-09-30 16:00']);
    // 2 hours on the 30th, 7 on 8 October, 1 on the 9th
    expect(read(clock, TEN_HOURS, '2026-09-30 17:00')).toMatchObject({ used: 1, dueAt: at('2026-10-09 10:00') });
    expect(read(clock, TEN_HOURS, '2026-10-09 09:59:59').breached).toBe(false);
    expect(read(clock, TEN_HOURS, '2026-10-09 10:00')).toMatchObject({ used: 10, breached: true });
  });

  it('stands to the minute while paused', () => {
    const clock = events(['start', '2026-09-21 09:00'], ['pause', '2026-09-21 11:00'], ['resume', '2026-09-21 15:00']);
    // 2 hours before, 3 on the 21st after, then 5 on the 22nd
    expect(read(clock, TEN_HOURS, '2026-09-21 16:00')).toMatchObject({ used: 3, dueAt: at('2026-09-22 16:00') });
  });

  it('goes on counting after the promise is broken', () => {
    const clock = events(['start', '2026-09-21 09:00'], ['stop', '2026-09-23 12:00']);
    expect(read(clock, TEN_HOURS, '2026-12-01')).toMatchObject({ used: 17, breached: true, state: 'stopped' });
  });

  it('uses exactly the promised time up to its due instant, whatever the pauses', () => {
    const anyPauses = fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 })), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(anyPauses, fc.integer({ min: 1, max: 40 }), (pauses, workingHours) => {
        let time = at('2026-09-21 09:30').getTime();
        const clock: ClockEvent[] = [{ kind: 'start', at: new Date(time) }];
        for (const [run, stand] of pauses) {
          clock.push({ kind: 'pause', at: new Date((time += run * 60_000)) });
          clock.push({ kind: 'resume', at: new Date((time += stand * 60_000)) });
        }
        const promised = { workingHours, officeHours: OFFICE };
        const { dueAt } = unwrap(readClock(clock, promised, WEEKENDS_ONLY, new Date(time)));
        const reading = unwrap(readClock(clock, promised, WEEKENDS_ONLY, dueAt!));
        expect(reading.used).toBeCloseTo(workingHours, 9);
        expect(reading.breached).toBe(true);
      }),
    );
  });
});

describe('any clock', () => {
  it('shows nothing before it starts', () => {
    expect(read([], FIVE_DAYS, '2026-09-21')).toEqual({ state: 'not_started', used: 0, breached: false });
  });

  it.each([
    ['a pause before the start', events(['pause', '2026-09-21']), 0],
    ['a second start', events(['start', '2026-09-21'], ['start', '2026-09-22']), 1],
    ['a resume of a running clock', events(['start', '2026-09-21'], ['resume', '2026-09-22']), 1],
    [
      'a resume of a stopped clock',
      events(['start', '2026-09-21'], ['stop', '2026-09-22'], ['resume', '2026-09-23']),
      2,
    ],
    ['events out of order', events(['start', '2026-09-21'], ['pause', '2026-09-20']), 1],
  ])('names the event that cannot be: %s', (_, list, event) => {
    expect(readClock(list, FIVE_DAYS, calendar, at('2026-09-30'))).toMatchObject({ ok: false, error: { event } });
  });

  it('refuses a promise that could never run out', () => {
    for (const promised of [
      { workingDays: 0 },
      { workingDays: 1.5 },
      { workingHours: 0, officeHours: OFFICE },
      { workingHours: 8, officeHours: [] },
      { workingHours: 8, officeHours: [['18:00', '09:00']] as const },
    ]) {
      expect(() => readClock([], promised, calendar, at('2026-09-21'))).toThrow('service clock');
    }
  });
});
