// Allocation from the terminal: give out the seats of a problem file, prove a result, explain an outcome.

import { open } from 'node:fs/promises';
import { allocate, explain, explainNot } from '../engines/allocation/allocation.ts';
import { type AllocationFault, checkResult } from '../engines/allocation/check.ts';
import { membersOf } from '../engines/allocation/members.ts';
import { prepare } from '../engines/allocation/preparing.ts';
import type { AllocationNote, AllocationProblem } from '../engines/allocation/problem.ts';
import { ProblemReader, type ReadProblem } from '../engines/allocation/reading.ts';
import { TooManyFaults } from '../engines/allocation/reading-faults.ts';
import { notesOf } from '../engines/allocation/reporting.ts';
import { solve } from '../engines/allocation/solving.ts';
import { type CommandGroup, type ExitCode, type Terminal, wrongUsage } from './command.ts';
import { NotJson, readJsonBytes } from './json-bytes.ts';

/** `allocate …` */
export const allocateCommands: CommandGroup = {
  usage: [
    'allocate PROBLEM.json > RESULT.json',
    'allocate check PROBLEM.json RESULT.json',
    'allocate report PROBLEM.json > REPORT.json',
    'allocate explain PROBLEM.json APPLICANT [SCHOOL]',
  ],
  run: async (words, terminal) => {
    const [first = '', ...rest] = words;
    const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
    try {
      if (command !== undefined) {
        if (rest.length >= command.least && rest.length <= command.most) return await command.run(rest, terminal);
      } else if (first !== '' && rest.length === 0 && !first.startsWith('-')) {
        return await giveOut(first, terminal);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      for (const line of error.lines) terminal.complain(line);
      return 1;
    }
    return wrongUsage(terminal, allocateCommands, 'Name a problem file, or a command with its files.');
  },
};

type Command = (words: readonly string[], terminal: Terminal) => Promise<ExitCode>;

const COMMANDS: Readonly<Record<string, { readonly least: number; readonly most: number; readonly run: Command }>> = {
  check: { least: 2, most: 2, run: check },
  report: { least: 1, most: 1, run: report },
  explain: { least: 2, most: 3, run: explainOne },
};

/** Ends a command with exit code 1 and lines for people. */
class Refused extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines[0]);
    this.lines = lines;
  }
}

async function giveOut(file: string, terminal: Terminal): Promise<ExitCode> {
  const prepared = prepare(await readProblemFile(file));
  const solution = solve(prepared);
  for (const note of notesOf(prepared, solution)) terminal.complain(`note: ${sayNote(note)}`);
  const schools = prepared.schoolIds.map((id) => JSON.stringify(id));
  // In pieces, for a text ends at 512 MB; by hand, for an object would put ids such as "10" and "9" in number order.
  let text = '{"assignments":{';
  prepared.applicantIds.forEach((id, a) => {
    text += `${a === 0 ? '' : ','}${JSON.stringify(id)}:${schools[solution.assignment[a]!] ?? 'null'}`;
    if (text.length < 1 << 20) return;
    terminal.out(text);
    text = '';
  });
  terminal.out(`${text}}}\n`);
  return 0;
}

async function check([problemFile = '', resultFile = '']: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const problem = await readProblemFile(problemFile);
  const faults = checkResult(problem, await readAssignments(resultFile));
  for (const fault of faults) terminal.complain(sayFault(fault));
  if (faults.length > 0) return 1;
  terminal.out('{"proven":true}\n');
  return 0;
}

async function report([file = '']: readonly string[], terminal: Terminal): Promise<ExitCode> {
  terminal.out(`${JSON.stringify(allocate(await readWholeProblem(file)), null, 2)}\n`);
  return 0;
}

async function explainOne(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [file = '', applicant = '', school] = words;
  const problem = await readWholeProblem(file);
  if (!problem.applicants.some(({ id }) => id === applicant))
    throw new Refused([`${file}: no applicant "${applicant}"`]);
  if (school !== undefined && !problem.schools.some(({ id }) => id === school)) {
    throw new Refused([`${file}: no school "${school}"`]);
  }
  const result = allocate(problem);
  const answer =
    school === undefined ? explain(problem, result, applicant) : explainNot(problem, result, applicant, school);
  terminal.out(`${JSON.stringify(answer, null, 2)}\n`);
  return 0;
}

/** Reads a problem item by item, so that a city of millions fits. */
async function readProblemFile(file: string): Promise<ReadProblem> {
  const bytes = await readBytes(file);
  const reader = new ProblemReader();
  try {
    const header = readJsonBytes(bytes, {
      lists: ['schools', 'applicants'],
      item: (list, value, index) => {
        if (list === 'schools') reader.school(value, index);
        else reader.applicant(value, index);
      },
    });
    reader.header(header);
    const problem = reader.finish();
    if (problem !== null) return problem;
  } catch (error) {
    if (error instanceof NotJson) throw new Refused([`${file}: ${error.message}`]);
    if (!(error instanceof TooManyFaults)) throw error;
  }
  throw new Refused(reader.faults.map(({ path, fault }) => `${file}: ${path} ${fault}`));
}

/** The problem as objects, for commands that tell about single children. */
async function readWholeProblem(file: string): Promise<AllocationProblem> {
  await readProblemFile(file);
  return JSON.parse((await readBytes(file)).toString('utf8').replace(/^\uFEFF/, '')) as AllocationProblem;
}

async function readAssignments(file: string): Promise<ReadonlyMap<string, string | null>> {
  let value: unknown;
  try {
    value = readJsonBytes(await readBytes(file));
  } catch (error) {
    throw error instanceof NotJson ? new Refused([`${file}: ${error.message}`]) : error;
  }
  const assignments = membersOf(membersOf(value)?.get('assignments'));
  if (assignments === null) {
    throw new Refused([`${file}: assignments must be an object: applicant id to school id or null`]);
  }
  const schoolOf = new Map<string, string | null>();
  assignments.names.forEach((applicant, i) => {
    const school = assignments.values[i];
    const path = `${file}: assignments.${applicant}`;
    if (school !== null && typeof school !== 'string') {
      throw new Refused([`${path} is ${JSON.stringify(school)}; must be a school id or null`]);
    }
    if (schoolOf.has(applicant)) throw new Refused([`${path} stands twice; give each applicant one answer`]);
    schoolOf.set(applicant, school);
  });
  return schoolOf;
}

/** All bytes of a file, however large. */
async function readBytes(file: string): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const pieces: Buffer[] = [];
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.max(1 << 16, Math.min(size, 1 << 28))));
        if (bytesRead === 0) return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
        pieces.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new Refused([`${file}: there is no such file`]);
    if (code === 'EACCES' || code === 'EISDIR') throw new Refused([`${file}: cannot be read (${code})`]);
    throw error;
  }
}

function sayFault({ code, applicant, school, others }: AllocationFault): string {
  const who = `${code}: applicant ${applicant}${school === null ? '' : `, school ${school}`}`;
  return others.length === 0 ? who : `${who} (${others.join(', ')})`;
}

function sayNote(note: AllocationNote): string {
  switch (note.code) {
    case 'tie_broken_by_id':
      return `${note.count} tie(s) in keys were decided by applicant id, the first between ${note.first.join(' and ')}`;
    case 'class_not_opened':
      return `school ${note.school} does not open: ${note.count} of ${note.needed} children`;
    case 'unknown_reserve':
      return `applicant ${note.applicant} holds "${note.reserve}", for which no school has seats`;
    case 'unsettled_group':
      return `no stable outcome was found for ${note.applicant}, who could take ${note.school} from children ranked behind`;
  }
}
