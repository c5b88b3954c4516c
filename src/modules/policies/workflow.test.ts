import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkWorkflow } from '../../engines/workflow/workflow.ts';
import { proposalWorkflow } from './workflow.ts';

const sql = readFileSync(path.resolve(import.meta.dirname, '../../../db/migrations/0011_policies_create.sql'), 'utf8');

it('reaches every state, leaves every state that is not final, and lets somebody cause every event', () => {
  expect(checkWorkflow(proposalWorkflow)).toEqual([]);
});

it('lists the same states as the constraint of the table', () => {
  const constraint = /create table policy_proposals[\s\S]*?state in \(([^)]+)\)/.exec(sql)?.[1] ?? '';
  const states = [...constraint.matchAll(/'(\w+)'/g)].map((match) => match[1]);
  expect(states.toSorted()).toEqual(Object.keys(proposalWorkflow.states).toSorted());
});
