// Loads the policy files of `cities/`, or policies written inside a test, for the tests of the policy engine.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { makeCalendar, type WorkCalendar } from '../../src/engines/calendar/calendar.ts';
import { readHolidayYear } from '../../src/engines/calendar/holidays.ts';
import type { Facts } from '../../src/engines/policy/facts.ts';
import type { Policy } from '../../src/engines/policy/model.ts';
import { loadPolicy } from '../../src/engines/policy/policy.ts';
import { faultLine, type PolicyFault } from '../../src/engines/policy/source.ts';
import { unwrap } from '../../src/kernel/result.ts';

const ROOT = resolve(import.meta.dirname, '../..');

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Every policy file of the repository, relative to its root. */
export function policyFiles(): string[] {
  return readdirSync(join(ROOT, 'cities'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /policies\/[^/]+\.yaml$/.test(name))
    .map((name) => join('cities', name))
    .toSorted();
}

/** A policy of `cities/`, e.g. `chengdu/policies/suiqian-2026.yaml`. @throws with every fault when it does not load. */
export function cityPolicy(name: string): Policy {
  const file = join(ROOT, 'cities', name);
  const loaded = loadPolicy({
    file,
    text: readFileSync(file, 'utf8'),
    resolve: (other, from) => {
      const path = resolve(dirname(from), other);
      return { file: path, text: readFileSync(path, 'utf8') };
    },
    hash,
  });
  if (loaded.ok) return loaded.value;
  throw new Error(loaded.error.map(faultLine).join('\n'));
}

/** A policy of `cities/` with some lines laid over it, as `extends` does. */
export function cityPolicyWith(name: string, changes: string): Policy {
  const base = join(ROOT, 'cities', name);
  const loaded = loadPolicy({
    file: join(dirname(base), 'changed.yaml'),
    text: `extends: ${base}\n${changes}`,
    resolve: (other, from) => {
      const path = resolve(dirname(from), other);
      return { file: path, text: readFileSync(path, 'utf8') };
    },
    hash,
  });
  if (loaded.ok) return loaded.value;
  throw new Error(loaded.error.map(faultLine).join('\n'));
}

/** What every policy must say; tests write the rest. */
export const HEAD = `id: test
version: 1
title: 测试
source: { document: 测试文件, year: 2027 }
region: { name: 测试区, districts: { '320804': 测试区 } }
stage: primary
entryYear: 2027
`;

/** A policy written in a test, with {@link HEAD} before it. */
export function policyOf(text: string): Policy {
  return unwrap(loadPolicy({ file: 'test.yaml', text: HEAD + text, hash }));
}

/** The faults of a policy written in a test; lines count from the first line after {@link HEAD}. */
export function faultsOf(text: string): PolicyFault[] {
  const loaded = loadPolicy({ file: 'test.yaml', text: HEAD + text, hash });
  const before = HEAD.split('\n').length - 1;
  return loaded.ok ? [] : loaded.error.map((fault) => ({ ...fault, line: fault.line - before }));
}

/** Facts with some that only a policy declares, inside the standard groups where TypeScript does not expect them. */
export function factsOf(facts: Readonly<Record<string, unknown>>): Facts {
  return facts;
}

/** The announced holidays of the repository. */
export function announcedCalendar(): WorkCalendar {
  const folder = join(ROOT, 'cities/calendar');
  const years = readdirSync(folder).map((name) =>
    unwrap(readHolidayYear(parse(readFileSync(join(folder, name), 'utf8')))),
  );
  return makeCalendar(years);
}
