import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { WEEKENDS_ONLY } from '../../engines/calendar/calendar.ts';
import { checkWorkflow } from '../../engines/workflow/workflow.ts';
import { chinaInstant } from '../../kernel/dates.ts';
import { APPLICATION_STATES } from '../registration/workflow.ts';
import { canRate, isPoor, promisesOf, summaryOf } from './rules.ts';
import { WORK_ORDER_EVENTS, WORK_ORDER_STATES, workOrderWorkflow } from './workflow.ts';

const sql = readFileSync(path.resolve(import.meta.dirname, '../../../db/migrations/0017_ratings_create.sql'), 'utf8');
const listed = (pattern: RegExp) => [...(pattern.exec(sql)?.[1] ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]);

describe('a work order', () => {
  it('has a sound life, with the states and events of its tables', () => {
    expect(checkWorkflow(workOrderWorkflow)).toEqual([]);
    expect(listed(/state\s+text not null check \(state in \(([^)]+)\)\)/)).toEqual(WORK_ORDER_STATES);
    expect(listed(/event\s+text not null check \(event in \(([^)]+)\)\)/)).toEqual(['open', ...WORK_ORDER_EVENTS]);
  });

  const order = { openedAt: chinaInstant('2027-06-04', '16:00'), contactWorkingDays: 1, fixWorkingDays: 15 };
  it('is to be contacted by the end of the next working day and put right within fifteen', () => {
    const { contact, fix } = promisesOf(order, [], WEEKENDS_ONLY, chinaInstant('2027-06-07', '23:59'));
    expect(contact).toEqual({ dueAt: chinaInstant('2027-06-08'), breached: false });
    expect(fix).toEqual({ dueAt: chinaInstant('2027-06-26'), breached: false });
    expect(promisesOf(order, [], WEEKENDS_ONLY, chinaInstant('2027-06-08')).contact.breached).toBe(true);
  });

  it('keeps a promise that was kept, and remembers one that was not', () => {
    const at = (date: string) => [{ event: 'contact' as const, at: chinaInstant(date, '10:00') }];
    const later = chinaInstant('2027-08-01');
    expect(promisesOf(order, at('2027-06-07'), WEEKENDS_ONLY, later).contact).toEqual({ dueAt: null, breached: false });
    expect(promisesOf(order, at('2027-06-09'), WEEKENDS_ONLY, later).contact).toEqual({ dueAt: null, breached: true });
  });
});

describe('a rating', () => {
  it('can be given once there is an answer, and is poor from dissatisfied down', () => {
    expect(APPLICATION_STATES.filter(canRate)).toEqual([
      'eligible',
      'refused',
      'placed',
      'not_placed',
      'accepted',
      'declined',
      'reported',
      'not_reported',
    ]);
    expect([1, 2, 3, 4, 5].filter(isPoor)).toEqual([1, 2]);
  });

  it('counts in a summary only together with four others', () => {
    expect(summaryOf([{ level: 5, count: 4 }])).toEqual({ count: 4, levels: null, content: null });
    expect(
      summaryOf([
        { level: 5, count: 3 },
        { level: 3, count: 1 },
        { level: 1, count: 2 },
      ]),
    ).toEqual({ count: 6, levels: [2, 0, 1, 0, 3], content: 6667 });
  });
});
