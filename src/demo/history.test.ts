import { describe, expect, it } from 'vitest';
import { applicationWorkflow } from '../modules/registration/workflow.ts';
import { inventHistory, type HistorySetting } from './history.ts';
import { createPrng } from './prng.ts';
import { calendarOf, DEMO_SEASONS } from './seasons.ts';
import { calendarFaults, phaseOf } from '../modules/seasons/rules.ts';

const now = new Date('2026-11-24T02:00:00.000Z');
const officer = (accountId: string, role: 'school_reviewer' | 'district_reviewer' | 'district_admin') => ({
  accountId,
  role,
  organization: '演示单位',
});
const staff = {
  school: 's1',
  schoolReviewer: officer('reviewer', 'school_reviewer'),
  districtReviewer: officer('district', 'district_reviewer'),
  admins: [officer('admin1', 'district_admin'), officer('admin2', 'district_admin')] as const,
};

/** Histories of every season that has applications, for one and two steps of review. */
function histories() {
  const prng = createPrng(3);
  return DEMO_SEASONS.filter((season) => season.applications > 0).flatMap((season) => {
    const calendar = calendarOf(season, now);
    const { latePercent, mix } = season;
    return Array.from({ length: 200 }, (_, at) => {
      const setting: HistorySetting = {
        now,
        opens: calendar.registrationOpensAt,
        closes: calendar.registrationClosesAt,
        lateCloses: calendar.lateClosesAt,
        latePercent,
        mix,
        steps: at % 2 === 0 ? 1 : 2,
        school: at % 3 === 0 ? 's1' : null,
        staff,
      };
      return { setting, history: inventHistory(setting, prng) };
    });
  });
}

describe('invented histories', () => {
  it('go only where the workflow lets them, and end in their state', () => {
    for (const { history } of histories()) {
      let state: string = history.state === 'draft' ? 'draft' : 'submitted';
      for (const event of history.events) {
        const step: { from: readonly string[]; to: string; by: readonly string[] } =
          applicationWorkflow.on[event.event];
        expect(event.fromState).toBe(state);
        expect(step.from).toContain(state);
        expect(step.to).toBe(event.toState);
        expect(step.by).toContain(event.staff?.role ?? 'guardian');
        state = event.toState;
      }
      expect(state).toBe(history.state);
    }
  });

  it('follow each other in time, inside the window, and never in the future', () => {
    for (const { setting, history } of histories()) {
      const times = [history.submittedAt, ...history.events.map((event) => event.at)];
      expect(times.toSorted((a, b) => a.getTime() - b.getTime())).toEqual(times);
      expect(times.every((time) => time <= now)).toBe(true);
      expect(history.submittedAt >= setting.opens).toBe(true);
      expect(history.late ? history.submittedAt < setting.lateCloses : history.submittedAt < setting.closes).toBe(true);
      if (history.late) expect(history.submittedAt >= setting.closes).toBe(true);
    }
  });

  it('have two persons where two steps are asked for', () => {
    for (const { history } of histories()) {
      const endorse = history.events.find((event) => event.event === 'endorse');
      const approve = history.events.find((event) => event.event === 'approve');
      if (endorse && approve) expect(endorse.staff?.accountId).not.toBe(approve.staff?.accountId);
    }
  });

  it('give a reason, a cure and time for it with every refusal', () => {
    const refused = histories().flatMap(({ history }) => history.decisions.filter((one) => one.outcome === 'refused'));
    expect(refused.length).toBeGreaterThan(0);
    for (const { reasonCode, words, cure, dueAt } of refused) {
      expect([reasonCode, words, cure].every(Boolean)).toBe(true);
      expect(dueAt && dueAt > now).toBe(true);
    }
  });
});

describe('the seasons of the demonstration', () => {
  it('have calendars that can stand', () => {
    for (const season of DEMO_SEASONS) expect(calendarFaults(calendarOf(season, now))).toEqual([]);
  });

  it('stand in different phases on the day of seeding', () => {
    const phases = new Set(
      DEMO_SEASONS.map((season) => phaseOf({ ...calendarOf(season, now), resultsPublishedAt: null }, now)),
    );
    expect([...phases].toSorted()).toEqual(['late_registration', 'registration', 'review', 'upcoming']);
  });

  it('let families of Qingjiangpu register for thirty days', () => {
    const season = DEMO_SEASONS.find((one) => one.district === '320812' && one.stage === 'primary');
    expect(season && calendarOf(season, now).registrationClosesAt.toISOString()).toBe('2026-12-24T09:00:00.000Z');
  });

  it('are one of each stage per district', () => {
    const keys = DEMO_SEASONS.map((season) => `${season.district}/${season.stage}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(DEMO_SEASONS.reduce((sum, season) => sum + season.applications, 0)).toBeGreaterThanOrEqual(3000);
  });
});
