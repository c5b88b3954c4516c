// `catchment parse` and `catchment locate`: the catchment engine from a terminal, over files.

import { readFile } from 'node:fs/promises';
import { buildCatchmentIndex, locate, type SchoolZone } from '../engines/catchment/catchment.ts';
import { parseZone } from '../engines/catchment/zone-parser.ts';
import { isDate } from '../kernel/dates.ts';
import { type CommandGroup, type ExitCode, type Terminal, wrongUsage } from './command.ts';

const USAGE = [
  'catchment parse ZONES.json',
  'catchment locate --zones ZONES.json --addresses FILE.jsonl [--names NAMES.json] [--on YYYY-MM-DD]',
];

/** The commands of the catchment engine. */
export const catchmentCommands: CommandGroup = { usage: USAGE, run };

/** A fault in what was given, told to the person at the terminal. */
class Unreadable extends Error {}

async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [command, ...rest] = words;
  try {
    if (command === 'parse') return await parse(rest, terminal);
    if (command === 'locate') return await locateAll(rest, terminal);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    for (const line of error.message.split('\n')) terminal.complain(line);
    return 1;
  }
  return wrongUsage(
    terminal,
    catchmentCommands,
    command === undefined ? 'Say which: parse or locate.' : `There is no command "catchment ${command}".`,
  );
}

async function parse(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) {
    return wrongUsage(terminal, catchmentCommands, 'parse takes one file with the texts.');
  }
  const { zones } = await readZones(file);
  tellEmpty(zones, file, terminal);
  const schools = zones.map((zone) => {
    const { places, boxes, except, remarks, notUnderstood } = parseZone(zone.zone);
    return {
      school: zone.school,
      zone: zone.zone,
      ...(zone.note ? { note: zone.note } : {}),
      parts: [
        ...places.map((place) => ({ type: 'place' as const, ...place })),
        ...boxes.map((box) => ({ type: 'box' as const, ...box })),
      ],
      except,
      remarks,
      notUnderstood,
    };
  });
  terminal.out(`${JSON.stringify({ schools }, undefined, 1)}\n`);
  return 0;
}

async function locateAll(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = new Map<string, string>();
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i] as string;
    const value = words[i + 1];
    if (!['--zones', '--addresses', '--names', '--on'].includes(name) || value === undefined) {
      return wrongUsage(terminal, catchmentCommands, `"${name}" is no option, or its value is missing.`);
    }
    options.set(name, value);
  }
  const zonesFile = options.get('--zones');
  const addressesFile = options.get('--addresses');
  if (zonesFile === undefined || addressesFile === undefined) {
    return wrongUsage(terminal, catchmentCommands, 'locate needs --zones and --addresses.');
  }
  const { zones } = await readZones(zonesFile);
  tellEmpty(zones, zonesFile, terminal);
  const namesFile = options.get('--names');
  const names = namesFile === undefined ? [] : await readNames(namesFile);
  const on = options.get('--on');
  if (on !== undefined && !isDate(on))
    return wrongUsage(terminal, catchmentCommands, `"${on as string}" is no date like 2027-06-25.`);
  const addresses = await readAddresses(addressesFile);
  const index = buildCatchmentIndex(zones, names);
  for (const address of addresses) {
    const found = locate(index, { address, ...(on === undefined ? {} : { on }) });
    const schools = [...new Set(found.schools.map(({ school }) => school))];
    terminal.out(`${JSON.stringify({ address, result: found.result, schools, basis: found.basis })}\n`);
  }
  return 0;
}

/** A school without a text is no fault (some are published so), but no address can be its own. */
function tellEmpty(zones: readonly SchoolZone[], file: string, terminal: Terminal): void {
  zones.forEach(({ school, zone }, i) => {
    if (zone.trim() === '')
      terminal.complain(`${file}: schools[${i}] (${school}): "zone" is empty; no address will match it.`);
  });
  if (zones.length === 0) terminal.complain(`${file}: "schools" is empty; no address will match.`);
}

/** The addresses of a file; all bad lines are told at once, and then none is located, so that lines stay in step. */
async function readAddresses(file: string): Promise<string[]> {
  const lines = (await readText(file)).replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const problems: string[] = [];
  const addresses = lines.map((line, i) => {
    const address = addressOf(line);
    if (typeof address === 'string') return address;
    problems.push(`${file}:${i + 1}: ${address.problem}`);
    return '';
  });
  if (problems.length > 0) {
    throw new Unreadable(
      [...problems, `${problems.length} of ${lines.length} lines are faulty; none was located.`].join('\n'),
    );
  }
  return addresses;
}

function addressOf(line: string): string | { readonly problem: string } {
  if (line.trim() === '') return { problem: 'the line is empty; write {"address": "…"}.' };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { problem: `not JSON (${error instanceof Error ? error.message : String(error)}).` };
  }
  const address = isRecord(value) ? value['address'] : undefined;
  return typeof address === 'string' && address.trim() !== ''
    ? address
    : { problem: '"address" is missing or no text; write {"address": "…"}.' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new Unreadable(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable(`${file} is not UTF-8 text (perhaps GBK or UTF-16); save it as UTF-8.`);
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Unreadable(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readZones(file: string): Promise<{ readonly zones: readonly SchoolZone[] }> {
  const data = await readJson(file);
  const schools = isRecord(data) ? data['schools'] : undefined;
  if (!isRecord(data) || !Array.isArray(schools)) {
    throw new Unreadable(`${file} must be {"schools": [{"school": "…", "zone": "…", "note": "…"}]}.`);
  }
  const district = typeof data['district'] === 'string' ? data['district'] : undefined;
  const zones = schools.map((item: unknown, i): SchoolZone => {
    const at = `${file}: schools[${i}]`;
    if (!isRecord(item)) throw new Unreadable(`${at} must be an object with "school" and "zone".`);
    const { school, zone, note } = item;
    if (typeof school !== 'string' || school === '') throw new Unreadable(`${at}: "school" is missing or no text.`);
    if (typeof zone !== 'string') throw new Unreadable(`${at} (${school}): "zone" is missing or no text.`);
    if (note !== undefined && note !== null && typeof note !== 'string') {
      throw new Unreadable(`${at} (${school}): "note" must be a text.`);
    }
    const date = (name: string): string | undefined => {
      const value = item[name];
      if (value === undefined || value === null) return undefined;
      if (typeof value === 'string' && isDate(value)) return value;
      throw new Unreadable(`${at} (${school}): "${name}" must be a date like 2027-06-25.`);
    };
    const campus = typeof item['campus'] === 'string' ? item['campus'] : undefined;
    const effectiveFrom = date('effectiveFrom');
    const effectiveTo = date('effectiveTo');
    return {
      schoolId: typeof item['schoolId'] === 'string' ? item['schoolId'] : school,
      school,
      zone,
      ...(campus ? { campus } : {}),
      ...(typeof note === 'string' && note !== '' ? { note } : {}),
      ...(district === undefined ? {} : { district }),
      ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
      ...(effectiveTo === undefined ? {} : { effectiveTo }),
    };
  });
  return { zones };
}

async function readNames(file: string): Promise<{ former: string; current: string }[]> {
  const data = await readJson(file);
  if (!Array.isArray(data)) throw new Unreadable(`${file} must be [{"former": "…", "current": "…"}].`);
  return data.map((item: unknown, i) => {
    if (!isRecord(item) || typeof item['former'] !== 'string' || typeof item['current'] !== 'string') {
      throw new Unreadable(`${file}: [${i}] must have "former" and "current".`);
    }
    return { former: item['former'], current: item['current'] };
  });
}
