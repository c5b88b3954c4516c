import { describe, expect, it } from 'vitest';
import { administers, codeWait, roleFits } from './rules.ts';

const school = { id: 's', kind: 'school', name: '甲小学', district: '320804' } as const;
const officer = (role: 'district_admin' | 'city_officer' | 'district_reviewer', district: string | null) =>
  ({
    kind: 'account',
    accountId: 'a',
    name: '演示',
    phone: '12000000001',
    role,
    organization: { id: 'b', kind: district ? 'district_bureau' : 'city_bureau', name: '局', district },
  }) as const;

describe('roles at organizations', () => {
  it('lets a school have reviewers and no administrators of the district', () => {
    expect(roleFits('school_reviewer', school)).toBe(true);
    expect(roleFits('district_admin', school)).toBe(false);
    expect(roleFits('guardian', school)).toBe(false);
  });

  it('lets an administrator manage the staff of the own district only, and the city all', () => {
    expect(administers(officer('district_admin', '320804'), school)).toBe(true);
    expect(administers(officer('district_admin', '320803'), school)).toBe(false);
    expect(administers(officer('district_reviewer', '320804'), school)).toBe(false);
    expect(administers(officer('city_officer', null), school)).toBe(true);
    expect(administers({ kind: 'anonymous' }, school)).toBe(false);
  });
});

describe('codes to a phone', () => {
  const now = new Date('2027-05-01T00:00:00Z');
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

  it('gives the first code at once and the next after a minute', () => {
    expect(codeWait([], now)).toBeNull();
    expect(codeWait([ago(20)], now)).toEqual({ kind: 'too_soon', seconds: 40 });
    expect(codeWait([ago(60)], now)).toBeNull();
  });

  it('gives no eleventh code within an hour', () => {
    expect(
      codeWait(
        Array.from({ length: 10 }, (_, i) => ago(61 * (i + 1))),
        now,
      ),
    ).toEqual({ kind: 'too_many' });
  });
});
