import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkWorkflow } from '../../engines/workflow/workflow.ts';
import { DRAW_STATES, drawWorkflow, type DrawState } from './workflow.ts';

const sql = readFileSync(path.resolve(import.meta.dirname, '../../../db/migrations/0013_draws_create.sql'), 'utf8');
const transitions = Object.values(drawWorkflow.on);

it('reaches every state, leaves every state that is not final, and lets somebody cause every event', () => {
  expect(checkWorkflow(drawWorkflow)).toEqual([]);
});

it('lists the same states as the constraint of the table', () => {
  const constraint = /state in \(([^)]+)\)\)/.exec(sql)?.[1] ?? '';
  expect([...constraint.matchAll(/'(\w+)'/g)].map((match) => match[1]).toSorted()).toEqual(DRAW_STATES.toSorted());
});

it('gives no way to end a draw early once the public value is confirmed, and none without four eyes once it may be known', () => {
  const ways = (state: DrawState) =>
    transitions.filter(({ from, to }) => to === 'withdrawn' && (from as readonly DrawState[]).includes(state));
  for (const state of ['value_entered', 'valued', 'drawn', 'sealed'] as const) expect(ways(state), state).toEqual([]);
  for (const { when } of ways('revealed')) expect(when).toEqual(['value_unknown']);
  for (const { when } of ways('source_failed')) expect(when).toEqual(['other_officer']);
});

it('needs a second officer to announce, to confirm the public value and to seal', () => {
  for (const event of ['announce', 'confirm_value', 'seal'] as const)
    expect(drawWorkflow.on[event].when).toContain('other_officer');
});
