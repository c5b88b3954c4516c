import { describe, expect, it } from 'vitest';
import { WEEKENDS_ONLY } from '../../engines/calendar/calendar.ts';
import { chinaInstant } from '../../kernel/dates.ts';
import { answerUntil, appealNumber, openWay, promiseOf, subjectOf, type EarlierAppeal } from './rules.ts';

const TIMES = { fileWithinDays: 30, reconsiderationWorkingDays: 10, appealWorkingDays: 20, answerWithinDays: 10 };
const at = (text: string) => chinaInstant(text.slice(0, 10), text.slice(11) || '00:00');
const DECIDED = at('2027-05-31 10:00');
const earlier = (one: Partial<EarlierAppeal>): EarlierAppeal => ({
  kind: 'reconsideration',
  subject: 'refusal',
  state: 'dismissed',
  decidedAt: at('2027-06-10 10:00'),
  breached: false,
  ...one,
});

describe('the way that is open', () => {
  it('is the bureau’s second look first, until the end of the thirtieth day after the decision', () => {
    expect(openWay('refusal', DECIDED, [], TIMES)).toEqual({
      kind: 'reconsideration',
      subject: 'refusal',
      until: at('2027-07-01'),
      workingDays: 10,
    });
  });

  it('is the city once the second look was dismissed, counted from that day', () => {
    expect(openWay('refusal', DECIDED, [earlier({})], TIMES)).toEqual({
      kind: 'appeal',
      subject: 'refusal',
      until: at('2027-07-11'),
      workingDays: 20,
    });
  });

  it('is the city for a family that gave up a second look which took longer than promised', () => {
    const given = (breached: boolean) =>
      openWay('refusal', DECIDED, [earlier({ state: 'withdrawn', decidedAt: null, breached })], TIMES)?.kind;
    expect(given(true)).toBe('appeal');
    expect(given(false)).toBe('reconsideration');
  });

  it('ends when the city has spoken', () => {
    const city = earlier({ kind: 'appeal', decidedAt: at('2027-06-30 10:00') });
    expect(openWay('refusal', DECIDED, [earlier({}), city], TIMES)).toBeNull();
  });

  it('begins anew with a new decision, and does not mix what is appealed against', () => {
    expect(openWay('refusal', at('2027-06-20 10:00'), [earlier({})], TIMES)?.kind).toBe('reconsideration');
    expect(openWay('placement', at('2027-06-05 10:00'), [earlier({})], TIMES)?.kind).toBe('reconsideration');
  });

  it('exists only after a decision', () => {
    expect(
      ['draft', 'submitted', 'needs_material', 'endorsed', 'withdrawn'].map((s) => subjectOf(s as 'draft')),
    ).toEqual(Array(5).fill(null));
    expect([subjectOf('refused'), subjectOf('eligible'), subjectOf('not_placed')]).toEqual([
      'refusal',
      'category',
      'placement',
    ]);
  });
});

describe('the promised time', () => {
  it('stands still while the family is asked', () => {
    const events = [
      { event: 'file' as const, at: at('2027-06-01 10:00') },
      { event: 'take' as const, at: at('2027-06-02 10:00') },
      { event: 'ask' as const, at: at('2027-06-03 10:00') },
    ];
    expect(promiseOf(events, 10, WEEKENDS_ONLY, at('2027-08-01'))).toEqual({
      workingDays: 10,
      used: 1,
      dueAt: null,
      paused: true,
      breached: false,
    });
    const answered = [...events, { event: 'answer' as const, at: at('2027-06-10 10:00') }];
    // Used: 2 June; then the nine working days 10, 11, 14–18, 21, 22 June.
    expect(promiseOf(answered, 10, WEEKENDS_ONLY, at('2027-06-12'))).toMatchObject({
      used: 3,
      dueAt: at('2027-06-23'),
      paused: false,
    });
  });

  it('is broken at the end of its last day and stays so', () => {
    const events = [{ event: 'file' as const, at: at('2027-06-01 10:00') }];
    expect(promiseOf(events, 2, WEEKENDS_ONLY, at('2027-06-03 23:59')).breached).toBe(false);
    expect(promiseOf(events, 2, WEEKENDS_ONLY, at('2027-06-04')).breached).toBe(true);
  });
});

it('gives a family from tomorrow to the longest time of the city, to the end of the day', () => {
  const now = at('2027-06-01 10:00');
  expect(answerUntil('2027-06-01', now, 10)).toMatchObject({ ok: false, error: { code: 'appeal.answer_day' } });
  expect(answerUntil('2027-06-12', now, 10)).toMatchObject({ ok: false });
  expect(answerUntil('2027-06-11', now, 10)).toEqual({ ok: true, value: at('2027-06-12') });
});

it('numbers appeals by kind, year, district and a running number', () => {
  expect(appealNumber('reconsideration', 2027, '320812', 12)).toBe('FH2027-320812-000012');
  expect(appealNumber('appeal', 2027, '320812', 1)).toBe('SS2027-320812-000001');
});
