// What can be asked for in which state, and the words that stand before the button.

import { describe, expect, it } from 'vitest';
import { makeCalendar } from '../../engines/calendar/calendar.ts';
import type { AccountActor } from '../../kernel/actor.ts';
import { APPLICATION_STATES, type ApplicationState } from '../registration/workflow.ts';
import { eventOf, guardHolds, maySee, promiseOf, stepOrRefusal, wayOf, waysIn, type WaySituation } from './rules.ts';

const season: WaySituation['season'] = {
  stage: 'primary',
  entryYear: 2027,
  registrationOpensAt: new Date('2027-05-01T01:00:00Z'),
  registrationClosesAt: new Date('2027-05-12T09:00:00Z'),
  lateClosesAt: new Date('2027-05-20T09:00:00Z'),
  resultsExpectedOn: '2027-06-15',
  resultsPublishedAt: null,
  objectionsUntil: new Date('2027-06-20T09:00:00Z'),
  confirmBy: new Date('2027-06-30T09:00:00Z'),
  offerDays: 3,
  reportFrom: '2027-08-27',
  reportUntil: '2027-08-30',
};
const times = {
  leaveWorkingDays: 3,
  deferWorkingDays: 10,
  changeWorkingDays: 5,
  deferralsAtMost: 1,
  moveInDays: 10,
};
const OPEN = new Date('2027-05-03T02:00:00Z');
const REVIEW = new Date('2027-05-25T02:00:00Z');
const at = (state: ApplicationState, more: Partial<WaySituation> = {}): WaySituation => ({
  state,
  cureUntil: null,
  season,
  now: REVIEW,
  deferrals: 0,
  districts: 1,
  openNumber: null,
  times,
  ...more,
});

describe('what can be asked for', () => {
  it('says for every state and kind either what it means or why not, never both and never neither', () => {
    for (const state of APPLICATION_STATES)
      for (const way of waysIn(at(state))) {
        expect(way.means.length > 0, `${state} ${way.kind}`).toBe(way.barred === null);
        for (const line of way.means) expect(line.zh.length * line.en.length).toBeGreaterThan(0);
      }
  });

  it('lets a family leave at once until the child has arrived, then the bureau decides', () => {
    expect(wayOf('leave', at('eligible'))).toMatchObject({ atOnce: true, workingDays: null });
    expect(wayOf('leave', at('accepted'))).toMatchObject({ atOnce: true });
    expect(wayOf('leave', at('reported'))).toMatchObject({ atOnce: false, workingDays: 3 });
  });

  it('tells before leaving whether it can be undone', () => {
    const zh = (situation: WaySituation) =>
      wayOf('leave', situation)
        .means.map((line) => line.zh)
        .join('');
    expect(zh(at('submitted', { now: OPEN }))).toContain('2027-05-20 17:00:00 前可以恢复');
    expect(zh(at('submitted'))).toContain('退出后不能恢复');
    expect(zh(at('accepted'))).toContain('按候补顺序给下一个孩子');
  });

  it('puts entry off once, at primary school only', () => {
    expect(wayOf('defer', at('submitted'))).toMatchObject({ barred: null, atOnce: false, workingDays: 10 });
    expect(wayOf('defer', at('submitted', { deferrals: 1 })).barred?.zh).toContain('不能再缓');
    const twice = { ...times, deferralsAtMost: 2 };
    expect(wayOf('defer', at('submitted', { deferrals: 1, times: twice })).barred).toBeNull();
    expect(wayOf('defer', at('submitted', { season: { ...season, stage: 'junior' } })).barred?.zh).toContain('休学');
  });

  it('sends a family that can still correct to the form, and one with its result to objections', () => {
    expect(wayOf('change', at('submitted', { now: OPEN })).barred?.zh).toContain('直接修改');
    expect(
      wayOf('change', at('needs_material', { cureUntil: new Date('2027-05-30T16:00:00Z') })).barred,
    ).not.toBeNull();
    expect(wayOf('change', at('eligible'))).toMatchObject({ barred: null, workingDays: 5 });
    const published = { now: new Date('2027-06-16T02:00:00Z') };
    expect(wayOf('change', at('placed', published)).barred?.zh).toContain('提出异议');
    const later = { now: new Date('2027-06-21T02:00:00Z') };
    expect(wayOf('change', at('placed', later)).barred?.zh).toContain('申请转学');
  });

  it('names the request that waits, whatever else is asked for', () => {
    for (const way of waysIn(at('eligible', { openNumber: 'SX1' }))) expect(way.barred?.zh).toContain('SX1');
  });
});

describe('what it does to the application', () => {
  it('gives a seat back, ends an application without one, and closes quietly for a child that has died', () => {
    const leave = { kind: 'leave', reason: 'moved_away', words: '' } as const;
    expect(eventOf(leave, 'eligible')).toBe('leave');
    expect(eventOf(leave, 'placed')).toBe('give_back');
    expect(eventOf(leave, 'reported')).toBe('release');
    expect(eventOf({ ...leave, reason: 'death' }, 'reported')).toBe('close');
  });
});

const officer = (district: string): AccountActor => ({
  kind: 'account',
  accountId: 'o',
  name: '',
  phone: '',
  role: 'district_reviewer',
  organization: { id: 'b', kind: 'district_bureau', name: '', district },
});

describe('who decides', () => {
  const situation = {
    actor: officer('320812'),
    now: REVIEW,
    request: { kind: 'defer' as const, district: '320812' },
    application: { accountId: 'f', state: 'eligible' as const },
    season,
  };

  it('the bureau of the district, and no other', () => {
    expect(stepOrRefusal('filed', 'grant', situation)).toEqual({ ok: true, value: 'granted' });
    const other = { ...situation, actor: officer('320813') };
    expect(stepOrRefusal('filed', 'grant', other)).toMatchObject({ error: { code: 'request.not_allowed' } });
    expect(maySee(officer('320813'), '320812')).toBe(false);
  });

  it('once', () => {
    expect(stepOrRefusal('granted', 'refuse', situation)).toMatchObject({
      error: { code: 'request.state', values: { state: '同意' } },
    });
  });

  it('and a family restores only what it left, while registration is open', () => {
    const left = {
      ...situation,
      request: { kind: 'leave' as const, district: '320812' },
      application: { accountId: 'f', state: 'withdrawn' as const },
    };
    expect(guardHolds('restorable', left)).toBe(false);
    expect(guardHolds('restorable', { ...left, now: OPEN })).toBe(true);
    expect(
      guardHolds('restorable', { ...left, now: OPEN, application: { ...left.application, state: 'declined' } }),
    ).toBe(false);
  });
});

it('counts the promised time in working days until the decision', () => {
  const calendar = makeCalendar([]);
  const filed = { event: 'file' as const, at: new Date('2027-05-25T02:00:00Z') };
  expect(promiseOf([filed], 5, calendar, new Date('2027-06-08T02:00:00Z'))).toMatchObject({ breached: true });
  const granted = { event: 'grant' as const, at: new Date('2027-05-26T02:00:00Z') };
  expect(promiseOf([filed, granted], 5, calendar, new Date('2027-06-08T02:00:00Z'))).toMatchObject({ breached: false });
  expect(promiseOf([filed], null, calendar, filed.at)).toBeNull();
});
