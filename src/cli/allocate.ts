// Allocation from the terminal: give out the seats of a problem file, and prove a result.

import { readFile } from 'node:fs/promises';
import { allocate, checkAllocation } from '../engines/allocation/allocation.ts';
import { readProblem } from '../engines/allocation/reading.ts';
import type { AllocationProblem } from '../engines/allocation/problem.ts';
import { type CommandGroup, type ExitCode, type Terminal, wrongUsage } from './command.ts';

/** `allocate …` */
export const allocateCommands: CommandGroup = {
  usage: ['allocate PROBLEM.json > RESULT.json', 'allocate check PROBLEM.json RESULT.json'],
  run: async (words, terminal) => {
    const [first, ...rest] = words;
    if (first === 'check' && rest.length === 2) return check(rest[0] ?? '', rest[1] ?? '', terminal);
    if (first !== undefined && first !== 'check' && rest.length === 0) return solve(first, terminal);
    return wrongUsage(terminal, allocateCommands, 'Name one problem file, or `check` with a problem and a result.');
  },
};

async function solve(file: string, terminal: Terminal): Promise<ExitCode> {
  const problem = await readProblemFile(file, terminal);
  if (!problem) return 1;
  const { assignments } = allocate(problem);
  terminal.out(`${JSON.stringify({ assignments })}\n`);
  return 0;
}

async function check(problemFile: string, resultFile: string, terminal: Terminal): Promise<ExitCode> {
  const problem = await readProblemFile(problemFile, terminal);
  const result = await readJson(resultFile, terminal);
  if (!problem || result === undefined) return 1;
  const assignments = assignmentsOf(result);
  if (!assignments) {
    terminal.complain(`${resultFile}: $.assignments must be an object of school ids or nulls by applicant id`);
    return 1;
  }
  const faults = checkAllocation(problem, { assignments });
  for (const { code, applicant, school, others } of faults) {
    terminal.complain(
      `${code}: applicant ${applicant}${school === null ? '' : `, school ${school}`}${others.length > 0 ? ` (${others.join(', ')})` : ''}`,
    );
  }
  if (faults.length === 0) terminal.out('{"proven":true}\n');
  return faults.length === 0 ? 0 : 1;
}

function assignmentsOf(result: unknown): Record<string, string | null> | null {
  if (typeof result !== 'object' || result === null || !('assignments' in result)) return null;
  const { assignments } = result;
  if (typeof assignments !== 'object' || assignments === null || Array.isArray(assignments)) return null;
  return Object.values(assignments).every((school) => school === null || typeof school === 'string')
    ? (assignments as Record<string, string | null>)
    : null;
}

async function readProblemFile(file: string, terminal: Terminal): Promise<AllocationProblem | null> {
  const value = await readJson(file, terminal);
  if (value === undefined) return null;
  const read = readProblem(value);
  if ('problem' in read) return value as AllocationProblem;
  for (const { path, fault } of read.faults) terminal.complain(`${file}: ${path} ${fault}`);
  return null;
}

async function readJson(file: string, terminal: Terminal): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    terminal.complain(`${file}: ${(error as Error).message}`);
    return undefined;
  }
}
