import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkWorkflow } from '../../engines/workflow/workflow.ts';
import { APPLICATION_STATES, applicationWorkflow, LIVE_STATES } from './workflow.ts';

const migration = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../../db/migrations', name), 'utf8');
const sql = migration('0003_registration_create.sql');

it('reaches every state, leaves every state that is not final, and lets somebody cause every event', () => {
  expect(checkWorkflow(applicationWorkflow)).toEqual([]);
});

it('lists the same states as the constraint of the table', () => {
  const latest = migration('0024_requests_create.sql');
  const constraint = /applications_state_check check \(state in \(([^)]+)\)\)/.exec(latest)?.[1] ?? '';
  const states = [...constraint.matchAll(/'(\w+)'/g)].map((match) => match[1]);
  expect(states.toSorted()).toEqual(APPLICATION_STATES.toSorted());
});

it('lets a child have one live application, in the same states as the unique index', () => {
  const index = /applications_one_live_per_child[^;]+where state not in \(([^)]+)\)/.exec(sql)?.[1] ?? '';
  const free = [...index.matchAll(/'(\w+)'/g)].map((match) => match[1]);
  expect(APPLICATION_STATES.filter((state) => !free.includes(state))).toEqual(LIVE_STATES);
});
