import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkWorkflow } from '../../engines/workflow/workflow.ts';
import { REQUEST_STATES, requestWorkflow } from './workflow.ts';

it('reaches every state, leaves every state that is not final, and lets somebody cause every event', () => {
  expect(checkWorkflow(requestWorkflow)).toEqual([]);
});

it('lists the same states as the constraint of the table', () => {
  const file = path.resolve(import.meta.dirname, '../../../db/migrations/0024_requests_create.sql');
  const constraint = /state\s+text not null check \(state in \(([^)]+)\)\)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  const states = [...constraint.matchAll(/'(\w+)'/g)].map((match) => match[1]);
  expect(states.toSorted()).toEqual(REQUEST_STATES.toSorted());
});
