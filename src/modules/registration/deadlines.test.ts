// Every deadline of a season to the second, for calendars that nobody wrote down: a second before, at it, a second after.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaDate } from '../../kernel/dates.ts';
import type { Actor } from '../../kernel/actor.ts';
import { canRegister, type SeasonRecord } from '../seasons/public.ts';
import { stepOrRefusal, type Situation } from './rules.ts';
import type { ApplicationEvent, ApplicationState } from './workflow.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const holder: Actor = { kind: 'account', accountId: 'a', name: '', phone: '', role: 'guardian', organization: null };

/** A calendar that could stand: each instant after the one before, to the millisecond wherever it falls in the day. */
const gap = fc.integer({ min: 3 * SECOND, max: 40 * DAY });
const opening = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 11, 31) });
const calendars = fc
  .tuple(opening, gap, gap, gap, gap, gap)
  .map(([opens, toClose, toLateClose, toResults, toConfirm, toArrival]): SeasonRecord => {
    const closes = opens + toClose;
    const late = closes + toLateClose;
    const results = late + toResults;
    const confirm = results + toConfirm;
    return {
      id: 'season',
      district: '320812',
      stage: 'primary',
      entryYear: 2027,
      name: '',
      nameEn: '',
      policyHash: '',
      registrationOpensAt: new Date(opens),
      registrationClosesAt: new Date(closes),
      lateClosesAt: new Date(late),
      resultsExpectedOn: chinaDate(new Date(results)),
      resultsPublishedAt: new Date(results),
      resultsFinalAt: null,
      objectionsUntil: null,
      offerDays: 3,
      confirmBy: new Date(confirm),
      reportFrom: chinaDate(new Date(confirm)),
      reportUntil: chinaDate(new Date(confirm + toArrival)),
      demo: false,
      version: 1,
    };
  });

/** What a family hears when it tries an event in a state at an instant: `ok`, or the code of the refusal. */
function tried(
  season: SeasonRecord,
  event: ApplicationEvent,
  state: ApplicationState,
  now: number,
  cureUntil: Date | null = null,
): string {
  const situation: Situation = {
    actor: holder,
    now: new Date(now),
    season,
    application: { accountId: 'a', district: '320812', schoolId: null, cureUntil, assessment: null },
    endorsedBy: null,
  };
  const stepped = stepOrRefusal(state, event, situation, '12345');
  return stepped.ok ? 'ok' : stepped.error.code;
}

/** The answers a second before an instant, a millisecond before, at it, and a second after. */
const around = (at: Date, ask: (now: number) => string) =>
  [at.getTime() - SECOND, at.getTime() - 1, at.getTime(), at.getTime() + SECOND].map(ask);

const open = (season: SeasonRecord) => ({ ...season, resultsPublishedAt: null });

describe('the server’s clock decides to the millisecond', () => {
  it('that registration opens at its instant', () => {
    fc.assert(
      fc.property(calendars, (season) => {
        const submit = (now: number) => tried(open(season), 'submit', 'draft', now);
        expect(around(season.registrationOpensAt, submit)).toEqual([
          'application.not_open',
          'application.not_open',
          'ok',
          'ok',
        ]);
      }),
    );
  });

  it('that a submission at registrationClosesAt is late, and was timely before', () => {
    fc.assert(
      fc.property(calendars, (season) => {
        const submit = (now: number) => {
          const { open: isOpen, late } = canRegister(open(season), new Date(now));
          return `${tried(open(season), 'submit', 'draft', now)} ${isOpen ? (late ? 'late' : 'timely') : 'closed'}`;
        };
        expect(around(season.registrationClosesAt, submit)).toEqual(['ok timely', 'ok timely', 'ok late', 'ok late']);
      }),
    );
  });

  it('that lateClosesAt ends submitting, correcting and withdrawing alike', () => {
    fc.assert(
      fc.property(
        calendars,
        fc.constantFrom(
          ['submit', 'draft'] as const,
          ['resubmit', 'submitted'] as const,
          ['resubmit', 'refused'] as const,
          ['withdraw', 'submitted'] as const,
          ['withdraw', 'eligible'] as const,
        ),
        (season, [event, state]) => {
          expect(around(season.lateClosesAt, (now) => tried(open(season), event, state, now))).toEqual([
            'ok',
            'ok',
            'application.not_open',
            'application.not_open',
          ]);
        },
      ),
    );
  });

  it('that a time to correct outlives the window and ends at cureUntil, wherever it lies', () => {
    fc.assert(
      fc.property(
        calendars,
        fc.integer({ min: -20 * DAY, max: 60 * DAY }),
        fc.constantFrom('needs_material', 'refused', 'submitted'),
        (season, distance, state) => {
          const cureUntil = new Date(season.lateClosesAt.getTime() + distance);
          const resubmit = (now: number) => tried(open(season), 'resubmit', state, now, cureUntil);
          // The later of both ends holds.
          const end = new Date(Math.max(cureUntil.getTime(), season.lateClosesAt.getTime()));
          expect(around(end, resubmit)).toEqual(['ok', 'ok', 'application.cure_over', 'application.cure_over']);
          // A first submission has no time to correct.
          expect(tried(open(season), 'submit', 'draft', end.getTime(), cureUntil)).toBe('application.not_open');
        },
      ),
    );
  });

  it('that a seat is accepted or declined from publication until confirmBy', () => {
    fc.assert(
      fc.property(
        calendars,
        fc.constantFrom(
          ['accept', 'placed'] as const,
          ['decline', 'placed'] as const,
          ['decline', 'accepted'] as const,
        ),
        (season, [event, state]) => {
          const act = (now: number) => tried(season, event, state, now);
          expect(around(season.resultsPublishedAt ?? season.confirmBy, act)).toEqual([
            'application.not_allowed',
            'application.not_allowed',
            'ok',
            'ok',
          ]);
          expect(around(season.confirmBy, act)).toEqual([
            'ok',
            'ok',
            'application.confirm_over',
            'application.confirm_over',
          ]);
        },
      ),
    );
  });
});
