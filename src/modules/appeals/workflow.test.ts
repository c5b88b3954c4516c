import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkWorkflow } from '../../engines/workflow/workflow.ts';
import { APPEAL_STATES, appealWorkflow, OPEN_APPEALS } from './workflow.ts';

const sql = readFileSync(path.resolve(import.meta.dirname, '../../../db/migrations/0016_appeals_create.sql'), 'utf8');
const listed = (pattern: RegExp) =>
  [...(pattern.exec(sql)?.[1] ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]).toSorted();

it('reaches every state, leaves every state that is not final, and lets somebody cause every event', () => {
  expect(checkWorkflow(appealWorkflow)).toEqual([]);
});

it('lists the same states as the table, and lets an application have one open appeal', () => {
  expect(listed(/state\s+text not null check \(state in \(([^)]+)\)\)/)).toEqual(APPEAL_STATES.toSorted());
  expect(listed(/appeals_one_open[^;]+where state in \(([^)]+)\)/)).toEqual(OPEN_APPEALS.toSorted());
});
