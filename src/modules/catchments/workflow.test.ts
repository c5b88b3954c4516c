import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkWorkflow } from '../../engines/workflow/workflow.ts';
import { CHANGE_STATES, changeWorkflow } from './workflow.ts';

const sql = readFileSync(path.resolve(import.meta.dirname, '../../../db/migrations/0012_catchments_draw.sql'), 'utf8');

it('reaches every state, leaves every state that is not final, and lets somebody cause every event', () => {
  expect(checkWorkflow(changeWorkflow)).toEqual([]);
});

it('lists the same states as the table', () => {
  const listed = /state\s+text not null check \(state in \(([^)]+)\)\)/.exec(sql)?.[1] ?? '';
  expect([...listed.matchAll(/'(\w+)'/g)].map((match) => match[1]).toSorted()).toEqual(CHANGE_STATES.toSorted());
});
