import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { staffReaches } from './actor.ts';
import { creditCodeCheckCharacter, isCreditCode } from './credit-code.ts';
import { addDays, addMonths, chinaDate, chinaInstant, dateOfDay, dayNumber, isDate, yearsBetween } from './dates.ts';
import { uuidv7 } from './ids.ts';
import { fillText } from './refusal.ts';
import { maskResidentId, parseResidentId, residentIdCheckCharacter } from './resident-id.ts';

describe('dates', () => {
  it('knows which days exist', () => {
    expect(isDate('2024-02-29')).toBe(true);
    expect(isDate('2023-02-29')).toBe(false);
    expect(isDate('2023-2-9')).toBe(false);
  });

  it('counts age so that the birthday itself completes the year', () => {
    expect(yearsBetween('2020-08-31', '2026-08-31')).toBe(6);
    expect(yearsBetween('2020-09-01', '2026-08-31')).toBe(5);
    expect(yearsBetween('2020-02-29', '2026-02-28')).toBe(5);
    expect(yearsBetween('2020-02-29', '2026-03-01')).toBe(6);
  });

  it('adds months to the last day of a shorter month', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2024-03-31', -13)).toBe('2023-02-28');
  });

  it('goes to day numbers and back', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => dayNumber(dateOfDay(day)) === day));
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  it('lives in China’s civil day, whatever the machine’s zone', () => {
    expect(chinaDate(new Date('2027-04-30T16:00:00Z'))).toBe('2027-05-01');
    expect(chinaDate(new Date('2027-04-30T15:59:59Z'))).toBe('2027-04-30');
    expect(chinaInstant('2027-05-12', '17:00').toISOString()).toBe('2027-05-12T09:00:00.000Z');
  });
});

describe('identity numbers (GB 11643)', () => {
  const number = (first17: string) => first17 + residentIdCheckCharacter(first17);

  it('reads the example of the standard', () => {
    expect(parseResidentId('11010519491231002X')).toEqual({
      ok: true,
      value: { number: '11010519491231002X', region: '110105', birthDate: '1949-12-31', sex: 'female' },
    });
  });

  it('folds what people type: full width, spaces, a small x', () => {
    expect(parseResidentId(' １１０１０５ 19491231002x ').ok).toBe(true);
  });

  it('names the first fault', () => {
    expect(parseResidentId('1101051949')).toEqual({ ok: false, error: 'length' });
    expect(parseResidentId('11010519491231O02X')).toEqual({ ok: false, error: 'characters' });
    expect(parseResidentId('990105194912310021')).toEqual({ ok: false, error: 'region' });
    expect(parseResidentId('110105194913310021')).toEqual({ ok: false, error: 'birth_date' });
    expect(parseResidentId('110105194912310021')).toEqual({ ok: false, error: 'check_digit' });
  });

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 14, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (sequence, place, shift) => {
          const good = number(`32089920200831${String(sequence).padStart(3, '0')}`);
          const digit = (Number(good[place]) + shift) % 10;
          return !parseResidentId(good.slice(0, place) + digit + good.slice(place + 1)).ok;
        },
      ),
    );
  });

  it('takes residence permits of Hong Kong, Macao and Taiwan residents', () => {
    expect(parseResidentId(number('81000020200101001')).ok).toBe(true);
  });

  it('masks all but four and two', () => {
    expect(maskResidentId('11010519491231002X')).toBe('1101************2X');
  });
});

describe('credit codes (GB 32100)', () => {
  it('takes a code whose check character fits, and no other', () => {
    const first17 = '91320800MA1DEMO00';
    expect(creditCodeCheckCharacter(first17)).toBe('');
    const good = '91320800MA1DEM000';
    const code = good + creditCodeCheckCharacter(good);
    expect(isCreditCode(code)).toBe(true);
    expect(isCreditCode(code.toLowerCase())).toBe(true);
    expect(isCreditCode(`${good}${code.endsWith('1') ? '2' : '1'}`)).toBe(false);
  });
});

describe('identifiers', () => {
  it('sort by time', () => {
    const at = (ms: number) => uuidv7(new Date(ms), new Uint8Array(10).fill(255));
    expect(at(1_800_000_000_000) < at(1_800_000_000_001)).toBe(true);
    expect(at(1_800_000_000_000)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('authority of staff', () => {
  const staff = (kind: 'city_bureau' | 'district_bureau' | 'school', id: string, district: string | null) =>
    ({
      kind: 'account',
      accountId: 'x',
      name: '',
      phone: '',
      role: 'auditor',
      organization: { id, kind, name: '', district },
    }) as const;
  const place = { district: '320804', schoolId: 's1' };

  it('reaches as far as the organization does', () => {
    expect(staffReaches(staff('city_bureau', 'c', null), place)).toBe(true);
    expect(staffReaches(staff('district_bureau', 'd', '320804'), place)).toBe(true);
    expect(staffReaches(staff('district_bureau', 'd', '320803'), place)).toBe(false);
    expect(staffReaches(staff('school', 's1', '320804'), place)).toBe(true);
    expect(staffReaches(staff('school', 's2', '320804'), place)).toBe(false);
    expect(staffReaches(staff('school', 's1', '320804'), { ...place, schoolId: null })).toBe(false);
    expect(staffReaches({ kind: 'anonymous' }, place)).toBe(false);
  });
});

it('leaves a value that was not given visible in a refusal', () => {
  expect(fillText('{a} and {b}', { a: 1 })).toBe('1 and {b}');
});
