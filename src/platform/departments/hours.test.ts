import { expect, it } from 'vitest';
import { chinaInstant } from '../../kernel/dates.ts';
import { nextOpening, withinHours } from './hours.ts';

const at = (time: string, day = '2027-05-03') => chinaInstant(day, time);

it('hours may run past midnight; the opening minute belongs to them, the closing one does not', () => {
  const night = (time: string) => withinHours('22:00-06:00', at(time));
  expect([night('21:59'), night('22:00'), night('02:00'), night('05:59'), night('06:00')]).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(withinHours('08:30-17:30', at('08:30'))).toBe(true);
  expect(withinHours('08:30-17:30', at('17:30'))).toBe(false);
  expect(withinHours(null, at('03:00'))).toBe(true);
});

it('the next opening is today, tomorrow, or now', () => {
  expect(nextOpening('22:00-06:00', at('12:00'))).toEqual(at('22:00'));
  expect(nextOpening('08:30-17:30', at('18:00'))).toEqual(at('08:30', '2027-05-04'));
  expect(nextOpening('22:00-06:00', at('23:00'))).toEqual(at('23:00'));
});
