// Class placement from the terminal: place a year, draw teachers, report the balance, check it all from the seeds.

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { checkPlacement, reportBalance } from '../engines/classes/balance.ts';
import { type ClassFault, problemFault } from '../engines/classes/class-problem.ts';
import { placeInClasses } from '../engines/classes/place.ts';
import { drawTeachers } from '../engines/classes/teachers.ts';
import { nodeHash } from '../platform/crypto/node-hash.ts';
import { type CommandGroup, type ExitCode, type Terminal, wrongUsage } from './command.ts';

const hex = z.string().regex(/^([0-9a-f]{2})+$/, 'lower-case hexadecimal, two digits a byte');
const problemShape = z.strictObject({
  classes: z.int(),
  pupils: z.array(
    z.strictObject({
      id: z.string(),
      sex: z.enum(['male', 'female']),
      birthDate: z.string(),
      hukou: z.string(),
      specialNeeds: z.boolean(),
    }),
  ),
  wishes: z.array(z.strictObject({ pupils: z.array(z.string()), wish: z.enum(['together', 'apart']) })).default([]),
});
const placementShape = z.strictObject({ seed: hex, classes: z.array(z.array(z.string())).min(1) });
const teamsShape = z.array(z.string().min(1));
const teachersShape = z.strictObject({ placement: hex, seed: hex, teams: teamsShape });

/** Ends a command with exit code 1 and lines for people. */
class Refused extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines[0]);
    this.lines = lines;
  }
}

const OPTIONS = { seed: { type: 'string' }, hash: { type: 'string', default: 'sha256' } } as const;

/** `classes …` */
export const classesCommands: CommandGroup = {
  usage: [
    'classes place PROBLEM.json --seed HEX [--hash sha256|sm3] > PLACEMENT.json',
    'classes teachers PLACEMENT.json TEAMS.json --seed HEX [--hash sha256|sm3] > TEACHERS.json',
    'classes report PROBLEM.json PLACEMENT.json',
    'classes check PROBLEM.json PLACEMENT.json [TEACHERS.json] [--hash sha256|sm3]',
  ],
  run: async (words, terminal) => {
    let read;
    try {
      read = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
    } catch (error) {
      return wrongUsage(terminal, classesCommands, (error as Error).message);
    }
    const [command = '', ...files] = read.positionals;
    const { seed, hash } = read.values;
    if (hash !== 'sha256' && hash !== 'sm3') return wrongUsage(terminal, classesCommands, 'The hash is sha256 or sm3.');
    const found = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (!found || files.length < found.least || files.length > found.most) {
      return wrongUsage(terminal, classesCommands, 'Name a command with its files.');
    }
    if (found.seeded && !hex.safeParse(seed).success) {
      return wrongUsage(terminal, classesCommands, 'Give the public seed as --seed, in lower-case hexadecimal.');
    }
    try {
      return await found.run(files, { seed: seed ?? '', hash }, terminal);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      for (const line of error.lines) terminal.complain(line);
      return 1;
    }
  },
};

interface Settings {
  readonly seed: string;
  readonly hash: 'sha256' | 'sm3';
}
type Run = (files: readonly string[], settings: Settings, terminal: Terminal) => Promise<ExitCode>;

const COMMANDS: Readonly<
  Record<string, { readonly least: number; readonly most: number; readonly seeded: boolean; readonly run: Run }>
> = {
  place: { least: 1, most: 1, seeded: true, run: place },
  teachers: { least: 2, most: 2, seeded: true, run: teachers },
  report: { least: 2, most: 2, seeded: false, run: report },
  check: { least: 2, most: 3, seeded: false, run: check },
};

async function place([file = '']: readonly string[], { seed, hash }: Settings, terminal: Terminal): Promise<ExitCode> {
  const placed = placeInClasses(await readShape(file, problemShape), seed, nodeHash(hash));
  if (!placed.ok) throw refusedFor(file, placed.error);
  terminal.out(`${JSON.stringify(placed.value)}\n`);
  return 0;
}

async function teachers(
  [placementFile = '', teamsFile = '']: readonly string[],
  { seed, hash }: Settings,
  terminal: Terminal,
): Promise<ExitCode> {
  const placement = await readShape(placementFile, placementShape);
  // In a fixed order, so that the order of the file leaves no trace and the draw can be repeated from its outcome.
  const teams = (await readShape(teamsFile, teamsShape)).toSorted();
  const drawn = drawTeachers(placement, teams, seed, nodeHash(hash));
  if (!drawn.ok) throw refusedFor(teamsFile, drawn.error);
  terminal.out(`${JSON.stringify(drawn.value)}\n`);
  return 0;
}

async function report(
  [problemFile = '', placementFile = '']: readonly string[],
  _: Settings,
  terminal: Terminal,
): Promise<ExitCode> {
  const problem = await readProblem(problemFile);
  terminal.out(`${JSON.stringify(reportBalance(problem, await readShape(placementFile, placementShape)), null, 2)}\n`);
  return 0;
}

async function check(
  [problemFile = '', placementFile = '', teachersFile]: readonly string[],
  { hash }: Settings,
  terminal: Terminal,
): Promise<ExitCode> {
  const problem = await readProblem(problemFile);
  const placement = await readShape(placementFile, placementShape);
  const drawn = teachersFile === undefined ? undefined : await readShape(teachersFile, teachersShape);
  const findings = checkPlacement(problem, placement, nodeHash(hash), drawn);
  for (const { code, zh, en } of findings) terminal.complain(`${code}: ${zh} · ${en}`);
  if (findings.length > 0) return 1;
  terminal.out('{"proven":true}\n');
  return 0;
}

async function readProblem(file: string): Promise<z.output<typeof problemShape>> {
  const problem = await readShape(file, problemShape);
  const fault = problemFault(problem);
  if (fault) throw refusedFor(file, fault);
  return problem;
}

function refusedFor(file: string, { at, message }: ClassFault): Refused {
  return new Refused([`${file}: ${at}: ${message}`]);
}

/** Most faults of one file that are told. */
const TOLD = 20;

async function readShape<S extends z.ZodType>(file: string, shape: S): Promise<z.output<S>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Refused([`${file}: ${(error as Error).message}`]);
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refused(
    parsed.error.issues.slice(0, TOLD).map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`),
  );
}
