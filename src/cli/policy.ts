// Policies from the terminal: check, evaluate a family, render as plain language, compare two, simulate a season.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { makeCalendar, type WorkCalendar } from '../engines/calendar/calendar.ts';
import { readHolidayYear } from '../engines/calendar/holidays.ts';
import {
  checkFacts,
  checkSources,
  type FactDeclaration,
  type FactSchema,
  isRecord,
} from '../engines/policy/fact-schema.ts';
import { type Facts, STANDARD_FACTS } from '../engines/policy/facts.ts';
import { diffPolicies } from '../engines/policy/diff.ts';
import type { Policy } from '../engines/policy/model.ts';
import { evaluate, loadPolicy } from '../engines/policy/policy.ts';
import { renderPolicy } from '../engines/policy/render.ts';
import { type Applicant, compareResults } from '../engines/policy/compare-results.ts';
import { simulate } from '../engines/policy/simulate.ts';
import { faultLine } from '../engines/policy/source.ts';
import { chinaDate, isDate } from '../kernel/dates.ts';
import { type CommandGroup, type ExitCode, type Terminal, wrongUsage } from './command.ts';

/** `policy …` */
export const policyCommands: CommandGroup = {
  usage: [
    'policy check FILE',
    'policy eval FILE --facts FACTS.json [--today YYYY-MM-DD] [--district CODE] [--late]',
    'policy render FILE',
    'policy diff A B [--applicants FILE.jsonl] [--today YYYY-MM-DD] [--district CODE]',
    'policy simulate FILE --applicants FILE.jsonl --plan PLAN.json [--today YYYY-MM-DD] [--district CODE]',
    'policy facts [FILE]',
  ],
  run: (words, terminal) => Promise.resolve(run(words, terminal)),
};

/** Ends a command with exit code 1 and words for people. */
class Refused extends Error {}

function run(words: readonly string[], terminal: Terminal): ExitCode {
  const [command = '', ...rest] = words;
  const { files, options, problem } = readWords(rest);
  if (problem !== undefined) return wrongUsage(terminal, policyCommands, problem);
  const [file, second] = files;
  const expected = { check: 1, eval: 1, render: 1, diff: 2, simulate: 1, facts: files.length > 0 ? 1 : 0 }[command];
  if (expected === undefined) return wrongUsage(terminal, policyCommands, `There is no command "policy ${command}".`);
  if (files.length !== expected) {
    return wrongUsage(
      terminal,
      policyCommands,
      `"policy ${command}" takes ${String(expected)} file(s), got ${String(files.length)}.`,
    );
  }
  try {
    if (command === 'facts') {
      terminal.out(factsTable(file === undefined ? STANDARD_FACTS : readPolicy(file, terminal).schema));
      return 0;
    }
    const policy = readPolicy(file ?? '', terminal);
    const stranger = strangeDistrict(policy, options.district);
    if (stranger !== undefined) throw new Refused(`--district ${options.district ?? ''}: ${stranger}`);
    switch (command) {
      case 'check':
        print(terminal, summary(policy));
        return 0;
      case 'eval':
        if (options.facts === undefined)
          return wrongUsage(terminal, policyCommands, 'Give the facts: --facts FACTS.json');
        print(terminal, evaluateFile(policy, options));
        return 0;
      case 'render':
        terminal.out(renderPolicy(policy));
        return 0;
      case 'diff':
        print(terminal, compare(policy, readPolicy(second ?? '', terminal), options));
        return 0;
      default:
        if (options.applicants === undefined || options.plan === undefined) {
          return wrongUsage(
            terminal,
            policyCommands,
            'Give the families and the plan: --applicants FILE.jsonl --plan PLAN.json',
          );
        }
        print(terminal, simulateFile(policy, options));
        return 0;
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.message !== '') terminal.complain(error.message);
    return 1;
  }
}

function print(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}

interface Options {
  readonly facts?: string;
  readonly today?: string;
  readonly district?: string;
  readonly applicants?: string;
  readonly plan?: string;
  readonly late?: string;
}

const OPTION_NAMES = ['facts', 'today', 'district', 'applicants', 'plan', 'late'];

function readWords(words: readonly string[]): { files: string[]; options: Options; problem?: string } {
  const files: string[] = [];
  const options: Record<string, string> = {};
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (!word.startsWith('--')) {
      files.push(word);
      continue;
    }
    const name = word.slice(2);
    if (!OPTION_NAMES.includes(name)) return { files, options, problem: `There is no option "${word}".` };
    const value = name === 'late' ? 'true' : words[(i += 1)];
    if (value === undefined) return { files, options, problem: `The option "${word}" needs a value.` };
    options[name] = value;
  }
  if (options['today'] !== undefined && !(isDate(options['today']) as boolean)) {
    return { files, options, problem: `--today takes a date such as 2027-05-12, got "${options['today']}".` };
  }
  return { files, options };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Refused(`${file}: 文件不存在或无法读取`);
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${file}: 不是有效的 JSON（${error instanceof Error ? error.message : ''}）`);
  }
}

/** Loads a policy file from anywhere on disk; prints every fault as `file:line:column: words`. */
function readPolicy(file: string, terminal: Terminal): Policy {
  const loaded = loadPolicy({
    file,
    text: readText(file),
    resolve: (name, from) => {
      const path = resolve(dirname(from), name);
      try {
        return { file: path, text: readFileSync(path, 'utf8') };
      } catch {
        return undefined;
      }
    },
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
  if (loaded.ok) return loaded.value;
  for (const fault of loaded.error) terminal.complain(faultLine(fault));
  throw new Refused('');
}

function summary(policy: Policy): Record<string, unknown> {
  return {
    ok: true,
    id: policy.id,
    version: policy.version,
    hash: policy.hash,
    title: policy.title.zh,
    demo: policy.demo,
    stage: policy.stage,
    entryYear: policy.entryYear,
    districts: policy.region.districts,
    categories: policy.categories.map((category) => ({
      order: category.order,
      id: category.id,
      name: category.name.zh,
    })),
    batches: policy.batches.map((batch) => batch.id),
    hasPoints: policy.points !== undefined,
    assumptions: policy.assumptions.length,
  };
}

/** The announced holidays that this repository carries. */
function announcedCalendar(): WorkCalendar {
  const folder = join(import.meta.dirname, '../../cities/calendar');
  const years = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readHolidayYear(parse(readFileSync(join(folder, name), 'utf8'))));
  return makeCalendar(years.flatMap((year) => (year.ok ? [year.value] : [])));
}

/** A facts file: the facts, and beside them what the command line can say too: today, district, late. */
function readFacts(
  policy: Policy,
  given: unknown,
  where: string,
): { facts: Facts; today: unknown; district: unknown; late: unknown } {
  if (!isRecord(given)) throw new Refused(`${where}: 应为一组事实 {…}`);
  const { today, district, late, ...facts } = given;
  const faults = [...checkFacts(policy.schema, facts), ...checkSources(policy.schema, facts['sources'])];
  const stranger = strangeDistrict(policy, district);
  if (stranger !== undefined) faults.push({ path: 'district', words: stranger });
  if (late !== undefined && typeof late !== 'boolean') faults.push({ path: 'late', words: '应为 true 或 false' });
  if (faults.length > 0) throw new Refused(faults.map((fault) => `${where}: ${fault.path}: ${fault.words}`).join('\n'));
  if (today !== undefined && !(typeof today === 'string' && isDate(today))) {
    throw new Refused(`${where}: today: 应为日期，写作 "2027-05-12"`);
  }
  return { facts: facts as Facts, today, district, late };
}

/** Why a district cannot be the season's, or undefined if it can. */
function strangeDistrict(policy: Policy, district: unknown): string | undefined {
  const { districts } = policy.region;
  if (district === undefined || (typeof district === 'string' && Object.hasOwn(districts, district))) return undefined;
  const known = Object.entries(districts).map(([code, name]) => `${code}（${name}）`);
  return `不是本政策的区县；可用的有：${known.join('、')}`;
}

function evaluateFile(policy: Policy, options: Options): unknown {
  const file = options.facts ?? '';
  const { facts, today, district, late } = readFacts(policy, readJson(file), file);
  return evaluate(policy, facts, {
    today: options.today ?? (typeof today === 'string' ? today : chinaDate(new Date())),
    late: options.late === 'true' || late === true,
    district: options.district ?? (typeof district === 'string' ? district : undefined),
    calendar: policy.machinery.calendar ?? announcedCalendar(),
  });
}

/** One JSON object a line: an `id`, and the facts of a family. */
function* readApplicants(policy: Policy, file: string): Generator<Applicant> {
  const lines = readText(file).split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const where = `${file}:${String(index + 1)}`;
    let given: unknown;
    try {
      given = JSON.parse(line);
    } catch {
      throw new Refused(`${where}: 不是有效的 JSON`);
    }
    if (!isRecord(given)) throw new Refused(`${where}: 应为一组事实 {…}`);
    const { id, ...rest } = given;
    const { facts, late } = readFacts(policy, rest, where);
    yield { id: typeof id === 'string' ? id : String(index + 1), facts, late: late === true };
  }
}

function seasonContext(policy: Policy, options: Options) {
  return {
    today: options.today ?? chinaDate(new Date()),
    district: options.district,
    calendar: policy.machinery.calendar ?? announcedCalendar(),
  };
}

function compare(before: Policy, after: Policy, options: Options): unknown {
  const changes = diffPolicies(before, after);
  const results =
    options.applicants === undefined
      ? undefined
      : compareResults(before, after, readApplicants(after, options.applicants), seasonContext(after, options));
  const name = (policy: Policy) => ({ id: policy.id, version: policy.version, hash: policy.hash });
  return { before: name(before), after: name(after), changes, ...(results && { results }) };
}

function simulateFile(policy: Policy, options: Options): unknown {
  const plan = readJson(options.plan ?? '');
  if (!isRecord(plan) || !Object.values(plan).every((seats) => Number.isSafeInteger(seats) && Number(seats) >= 0)) {
    throw new Refused(`${options.plan ?? ''}: 应为 {"学校代码": 学位数， …}`);
  }
  const applicants = readApplicants(policy, options.applicants ?? '');
  return simulate(policy, applicants, plan as Record<string, number>, seasonContext(policy, options));
}

/** Every fact as a line: path, type, label, values. */
function factsTable(schema: FactSchema): string {
  const lines: string[] = [];
  const walk = (fields: FactSchema, at: string): void => {
    for (const [name, declaration] of Object.entries(fields)) {
      const path = at === '' ? name : `${at}.${name}`;
      lines.push(`${path}\t${typeWords(declaration)}\t${declaration.label.zh}`);
      if (declaration.fields) walk(declaration.fields, declaration.type === 'list' ? `${path}[]` : path);
    }
  };
  walk(schema, '');
  return `${lines.join('\n')}\n`;
}

function typeWords(declaration: FactDeclaration): string {
  if (declaration.type === 'code') return `code: ${Object.keys(declaration.values ?? {}).join('|')}`;
  if (declaration.type === 'list' && declaration.of) return `list of ${declaration.of}`;
  return declaration.informative === true ? `${declaration.type} (informative)` : declaration.type;
}
