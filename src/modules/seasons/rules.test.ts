import { describe, expect, it } from 'vitest';
import { chinaInstant } from '../../kernel/dates.ts';
import { calendarFaults, canRegister, phaseOf, type RunningCalendar } from './rules.ts';

const season: RunningCalendar = {
  registrationOpensAt: chinaInstant('2027-05-06', '09:00'),
  registrationClosesAt: chinaInstant('2027-05-12', '17:00'),
  lateClosesAt: chinaInstant('2027-05-20', '17:00'),
  resultsExpectedOn: '2027-07-10',
  resultsPublishedAt: null,
  objectionsUntil: null,
  offerDays: 3,
  confirmBy: chinaInstant('2027-07-15', '17:00'),
  reportFrom: '2027-08-28',
  reportUntil: '2027-08-29',
};
const published = { ...season, resultsPublishedAt: chinaInstant('2027-07-10', '09:00') };

describe('the phase of a season', () => {
  it.each([
    ['2027-05-06', '08:59:59', 'upcoming'],
    ['2027-05-06', '09:00:00', 'registration'],
    ['2027-05-12', '16:59:59', 'registration'],
    ['2027-05-12', '17:00:00', 'late_registration'],
    ['2027-05-20', '16:59:59', 'late_registration'],
    ['2027-05-20', '17:00:00', 'review'],
    ['2027-12-01', '00:00:00', 'review'],
  ])('on %s at %s without results is %s', (date, time, phase) => {
    expect(phaseOf(season, chinaInstant(date, time))).toBe(phase);
  });

  it.each([
    ['2027-07-10', '08:59:59', 'review'],
    ['2027-07-10', '09:00:00', 'results'],
    ['2027-08-27', '23:59:59', 'results'],
    ['2027-08-28', '00:00:00', 'reporting'],
    ['2027-08-29', '23:59:59', 'reporting'],
    ['2027-08-30', '00:00:00', 'over'],
  ])('on %s at %s with results published on 10 July at 9 is %s', (date, time, phase) => {
    expect(phaseOf(published, chinaInstant(date, time))).toBe(phase);
  });

  it('counts the days of arrival by the civil day of China, not by UTC', () => {
    expect(phaseOf(published, new Date('2027-08-27T15:59:59.999Z'))).toBe('results');
    expect(phaseOf(published, new Date('2027-08-27T16:00:00.000Z'))).toBe('reporting');
  });
});

describe('registration', () => {
  it('is open one millisecond before 17:00:00 and late at 17:00:00', () => {
    const close = season.registrationClosesAt.getTime();
    expect(canRegister(season, new Date(close - 1))).toEqual({ open: true, late: false });
    expect(canRegister(season, new Date(close))).toEqual({ open: true, late: true });
  });

  it('is closed at 17:00:00 of the last late day, to the second', () => {
    expect(canRegister(season, chinaInstant('2027-05-20', '16:59:59'))).toEqual({ open: true, late: true });
    expect(canRegister(season, chinaInstant('2027-05-20', '17:00:00'))).toEqual({ open: false, late: false });
  });

  it('is closed at 17:00:00 at once where there is no late registration', () => {
    const strict = { ...season, lateClosesAt: season.registrationClosesAt };
    expect(canRegister(strict, chinaInstant('2027-05-12', '16:59:59')).open).toBe(true);
    expect(canRegister(strict, chinaInstant('2027-05-12', '17:00:00')).open).toBe(false);
  });

  it('is closed once results are published, even if late registration would still run', () => {
    const early = { ...season, resultsPublishedAt: chinaInstant('2027-05-15', '09:00') };
    expect(canRegister(early, chinaInstant('2027-05-16', '09:00')).open).toBe(false);
  });
});

describe('a calendar', () => {
  it('stands when its dates follow each other', () => {
    expect(calendarFaults(season)).toEqual([]);
  });

  it('stands without late registration', () => {
    expect(calendarFaults({ ...season, lateClosesAt: season.registrationClosesAt })).toEqual([]);
  });

  it.each([
    ['registrationClosesAt', { registrationClosesAt: season.registrationOpensAt }],
    ['lateClosesAt', { lateClosesAt: chinaInstant('2027-05-12', '16:59:59') }],
    ['resultsExpectedOn', { resultsExpectedOn: '2027-05-19' }],
    ['confirmBy', { confirmBy: chinaInstant('2027-07-10', '00:00') }],
    ['reportUntil', { reportUntil: '2027-08-27' }],
    ['confirmBy', { confirmBy: chinaInstant('2027-08-30', '00:00:01') }],
  ] as const)('is refused for its %s out of order', (field, change) => {
    expect(calendarFaults({ ...season, ...change }).map((fault) => fault.field)).toContain(field);
  });
});
