// The functions that conditions use: months without a gap, days settled, dates, decimals; against the plainest reckoning.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyOf } from '../../../tests/support/policies.ts';
import { addDays, dateOfDay, dayNumber } from '../../kernel/dates.ts';
import { makeCalendar } from '../calendar/calendar.ts';
import { decimalText, exactUnits, Month } from './exact.ts';
import type { Facts } from './facts.ts';
import { evaluate } from './policy.ts';

const today = '2027-05-10';

/** What an expression of whole numbers comes to for a family, by way of a points table. */
function reckon(expression: string, facts: Facts, more = ''): number | null {
  const policy = policyOf(`${more}categories: [{ id: a, name: A, clause: one }]
points:
  decimals: 0
  clause: two
  items:
    - id: n
      label: N
      amount: >-
        ${expression}
`);
  const [item] = evaluate(policy, facts, { today }).points?.items ?? [];
  return item === undefined || item.words.startsWith('未提供') ? null : item.units;
}

const policyOfMonths = policyOf(`facts: { end: { type: month, label: 止 }, gap: { type: int, label: 断 } }
categories: [{ id: a, name: A, clause: one }]
points:
  decimals: 0
  clause: two
  items:
    - { id: n, label: N, amount: 'continuousMonths(work.insurance, end, gap)' }
    - { id: m, label: M, amount: 'countMonths(work.insurance)' }
`);

const month = fc.integer({ min: 2020 * 12, max: 2022 * 12 }).map((n) => new Month(n).text);

describe('insurance months', () => {
  it('are counted back from the end without a gap, each month once, whatever the order and the jobs', () => {
    fc.assert(
      fc.property(fc.array(month, { maxLength: 30 }), month, (months, end) => {
        const insurance = [...months, ...months].map((one) => ({ month: one }));
        const { points } = evaluate(policyOfMonths, { work: { insurance }, end, gap: 0 }, { today });
        let expected = 0;
        for (let at = Month.parse(end); months.includes(at.text); at = new Month(at.n - 1)) expected += 1;
        expect(points?.items.map((item) => item.units)).toEqual([expected, new Set(months).size]);
      }),
    );
  });

  it('bridge as many missing months as are allowed, without counting them', () => {
    const insurance = ['2027-04', '2027-03', '2027-01', '2026-11', '2026-10'].map((one) => ({ month: one }));
    const run = (gap: number, end = '2027-04') =>
      evaluate(policyOfMonths, { work: { insurance }, end, gap }, { today }).points?.items[0]?.units;
    expect([0, 1, 2, 3].map((gap) => run(gap))).toEqual([2, 3, 5, 5]);
    expect(run(0, '2027-05')).toBe(0);
    expect(run(1, '2027-05')).toBe(2);
  });

  it('are not known where an entry has no month', () => {
    expect(reckon('countMonths(work.insurance)', { work: { insurance: [{}, { month: '2027-01' }] } })).toBeNull();
  });
});

describe('days settled', () => {
  const policy = policyOf(`categories: [{ id: a, name: A, clause: one }]
points:
  decimals: 0
  clause: two
  items:
    - { id: before, label: 之前, amount: 'settledDaysBefore(settlements, date("2021-01-01"))' }
    - { id: through, label: 截至, amount: 'settledDaysThrough(settlements, date("2021-01-01"))' }
`);
  const day = fc.integer({ min: dayNumber('2020-01-01'), max: dayNumber('2021-06-01') }).map(dateOfDay);

  it('count each day once: from the first day on, without the last, up to the end or with it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ from: day, to: fc.option(day, { nil: undefined }) }), { maxLength: 5 }),
        (periods) => {
          const { points } = evaluate(policy, { settlements: periods }, { today });
          const naive = (end: string): number => {
            let days = 0;
            for (let at = '2020-01-01'; at < end; at = addDays(at, 1)) {
              if (periods.some(({ from, to }) => from <= at && (to === undefined || at < to))) days += 1;
            }
            return days;
          };
          expect(points?.items.map((item) => item.units)).toEqual([naive('2021-01-01'), naive('2021-01-02')]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('count a leap day as a day', () => {
    const year = (from: string, to: string): Facts => ({ settlements: [{ from, to }] });
    expect(evaluate(policy, year('2020-02-01', '2020-03-01'), { today }).points?.items[0]?.units).toBe(29);
  });
});

describe('dates', () => {
  it('count years by birthdays, months by whole months, days by days', () => {
    const facts: Facts = { child: { birthDate: '2021-02-28' } };
    expect(reckon('yearsBetween(child.birthDate, date("2027-02-27"))', facts)).toBe(5);
    expect(reckon('yearsBetween(child.birthDate, date("2027-02-28"))', facts)).toBe(6);
    expect(reckon('monthsBetween(child.birthDate, date("2021-03-27"))', facts)).toBe(0);
    expect(reckon('monthsBetween(child.birthDate, date("2021-03-28"))', facts)).toBe(1);
    expect(reckon('daysBetween(child.birthDate, date("2021-03-01"))', facts)).toBe(1);
  });

  it('move by days, months and years, and know the bounds of a month', () => {
    expect(reckon('daysBetween(date("2027-01-31"), date("2027-01-31").plusMonths(1))', {})).toBe(28);
    expect(reckon('daysBetween(date("2024-02-29"), date("2024-02-29").plusYears(1))', {})).toBe(365);
    expect(reckon('daysBetween(month("2024-02").firstDay(), month("2024-02").lastDay())', {})).toBe(28);
    expect(reckon('monthsBetween(month("2026-11"), month("2026-11").plusMonths(3))', {})).toBe(3);
    expect(reckon('date("2027-12-31").plusDays(1).year()', {})).toBe(2028);
  });

  it('give the earlier and the later of two, and the first and last of a list', () => {
    expect(reckon('daysBetween(earliest(today, date("2027-05-01")), latest(today, date("2027-05-01")))', {})).toBe(9);
    const facts: Facts = {
      siblings: [{ grade: 3 }, { grade: 5 }],
      settlements: [{ from: '2020-01-05' }, { from: '2020-01-02' }],
    };
    expect(reckon('daysBetween(earliest(settlements.map(s, s.from)), latest(settlements.map(s, s.from)))', facts)).toBe(
      3,
    );
    expect(reckon('sum(siblings.map(s, s.grade))', facts)).toBe(8);
    expect(reckon('daysBetween(earliest(settlements.map(s, s.from)), today)', { settlements: [] })).toBeNull();
    expect(reckon('min(3, 4) + max(3, 4)', {})).toBe(7);
  });

  it('move off holidays and weekends to the working day before, by the calendar of the season', () => {
    const policy = policyOf(`parameters:
  cutoff: { value: '2027-05-05', shift: previous_working_day, label: 截止日 }
categories: [{ id: a, name: A, clause: one, when: today <= param.cutoff }]
`);
    const calendar = makeCalendar([
      {
        year: 2027,
        source: 'x',
        off: ['2027-05-01', '2027-05-02', '2027-05-03', '2027-05-04', '2027-05-05'],
        working: ['2027-04-25'],
      },
    ]);
    const at = (day: string, own = calendar) =>
      evaluate(policy, {}, { today: day, calendar: own }).category?.id ?? null;
    expect(at('2027-04-30')).toBe('a');
    expect(at('2027-05-01')).toBeNull();
    const alone = makeCalendar([]);
    expect(at('2027-05-05', alone)).toBe('a');
    expect(at('2027-05-06', alone)).toBeNull();
  });

  it('follow a calendar that the policy itself carries', () => {
    const policy = policyOf(`calendar: [{ year: 2027, source: 国办, off: ['2027-05-05'] }]
parameters: { cutoff: { value: '2027-05-05', shift: previous_working_day, label: 截止日 } }
categories: [{ id: a, name: A, clause: one, when: today <= param.cutoff }]
`);
    expect(evaluate(policy, {}, { today: '2027-05-05' }).category).toBeNull();
    expect(evaluate(policy, {}, { today: '2027-05-04' }).category?.id).toBe('a');
  });
});

describe('entitlements', () => {
  const policy = policyOf(
    'categories: [{ id: a, name: A, clause: one, when: \'holds(entitlements, "soldier_child", today)\' }]\n',
  );
  const holds = (entry: object) => evaluate(policy, { entitlements: [entry] }, { today }).category !== null;

  it('hold from their first day to their last, and without an end for good', () => {
    expect(holds({ kind: 'soldier_child' })).toBe(true);
    expect(holds({ kind: 'soldier_child', since: today })).toBe(true);
    expect(holds({ kind: 'soldier_child', since: '2027-05-11' })).toBe(false);
    expect(holds({ kind: 'soldier_child', until: today })).toBe(true);
    expect(holds({ kind: 'soldier_child', until: '2027-05-09' })).toBe(false);
    expect(holds({ kind: 'top_talent' })).toBe(false);
  });
});

describe('regions', () => {
  it('count districts of one set as one region, and any other as itself', () => {
    const policy = policyOf(`regions: [{ id: centre, name: 中心, districts: [a, b], clause: two }]
categories: [{ id: x, name: X, clause: one, when: 'sameRegion(child.household.district, dwelling.district)' }]
`);
    const same = (one: string, other: string) =>
      evaluate(policy, { child: { household: { district: one } }, dwelling: { district: other } }, { today })
        .category !== null;
    expect([same('a', 'b'), same('a', 'a'), same('c', 'c')]).toEqual([true, true, true]);
    expect([same('a', 'c'), same('c', 'd')]).toEqual([false, false]);
  });
});

describe('decimals', () => {
  it('turn into whole units and back without loss', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 4 }),
        (units, places) => {
          expect(exactUnits(decimalText(units, places), places)).toBe(units);
        },
      ),
    );
  });

  it('refuse more places than there is room for', () => {
    expect(exactUnits('0.125', 2)).toBeUndefined();
    expect(exactUnits('0.120', 2)).toBe(12);
    expect(exactUnits('1e3', 2)).toBeUndefined();
    expect(exactUnits('-0', 2)).toBe(0);
  });
});
