// Measures the allocation engine on whole cities, against sorting as many 64-bit keys in the same process.
//
// npm run -s bench:allocation -- --sizes 100000,1000000,5000000 [--mechanism deferred_acceptance] [--runs 3] [--json 1000000]
//
// Up to the size of --json the same city is also written as a problem file and given to `allocate PROBLEM.json` in a process
// of its own: json_ms is that whole command, from the start of Node over parsing, preparing and allocating to the last byte.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, openSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type CompactProblem, compactMarket } from '../src/engines/allocation/compact.ts';
import { type Mechanism, MECHANISMS } from '../src/engines/allocation/problem.ts';
import { assign } from '../src/engines/allocation/seating.ts';

const APPLICANTS_A_SCHOOL = 500;
const SEATS_FOR = 0.95;
const TIERS = 6;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000,1000000,5000000' },
    mechanism: { type: 'string', default: 'deferred_acceptance' },
    runs: { type: 'string', default: '3' },
    json: { type: 'string', default: '1000000' },
  },
});
const mechanism = MECHANISMS.find((known) => known === values.mechanism);
if (mechanism === undefined) throw new Error(`--mechanism must be one of ${MECHANISMS.join(', ')}`);

/** Random whole numbers of 32 bits, the same in every run (xorshift32). */
function generator(seed: number): () => number {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
}

/** A city: each child names 5 to 10 schools at random, stands in one of six tiers at each, and has a lottery number. */
function city(applicants: number, mechanism: Mechanism): CompactProblem {
  const random = generator(20270601);
  const schools = Math.max(10, Math.round(applicants / APPLICANTS_A_SCHOOL));
  const start = new Uint32Array(applicants + 1);
  for (let a = 0; a < applicants; a++) start[a + 1] = start[a]! + 5 + (random() % 6);
  const school = new Uint32Array(start[applicants]!);
  const tier = new Uint8Array(school.length);
  for (let a = 0; a < applicants; a++) {
    for (let e = start[a]!; e < start[a + 1]!; e++) {
      do school[e] = random() % schools;
      while (school.subarray(start[a]!, e).includes(school[e]!));
      tier[e] = 1 + (random() % TIERS);
    }
  }
  const lottery = Uint32Array.from({ length: applicants }, (_, a) => a + 1);
  for (let a = applicants - 1; a > 0; a--) {
    const other = random() % (a + 1);
    [lottery[a], lottery[other]] = [lottery[other]!, lottery[a]!];
  }
  return {
    mechanism,
    capacity: new Uint32Array(schools).fill(Math.floor((applicants * SEATS_FOR) / schools)),
    start,
    school,
    columns:
      mechanism === 'serial_dictatorship'
        ? [{ per: 'applicant', values: lottery }]
        : [
            { per: 'entry', values: tier },
            { per: 'applicant', values: lottery },
          ],
  };
}

/** Milliseconds to sort so many random 64-bit keys. */
function sortTime(keys: number): number {
  const random = generator(7);
  const array = new BigUint64Array(keys);
  const halves = new Uint32Array(array.buffer);
  for (let i = 0; i < halves.length; i++) halves[i] = random();
  const start = performance.now();
  array.sort();
  return performance.now() - start;
}

/** Writes a city as a problem file, in pieces: a text ends at 512 MB. */
async function writeProblem(problem: CompactProblem, file: string): Promise<void> {
  const { capacity, start, school, columns } = problem;
  const out = createWriteStream(file);
  const put = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain');
  };
  const schools = Array.from(capacity, (seats, s) => `{"id":"s${s}","capacity":${seats}}`);
  await put(`{"mechanism":"${problem.mechanism}","schools":[${schools.join(',')}],"applicants":[`);
  let text = '';
  for (let a = 0; a + 1 < start.length; a++) {
    const entries = Array.from({ length: start[a + 1]! - start[a]! }, (_, k) => start[a]! + k);
    const keys = (per: 'entry' | 'applicant', at: number) =>
      columns.flatMap((column) => (column.per === per ? [column.values[at]!] : []));
    const own = keys('applicant', a);
    const order =
      problem.mechanism === 'serial_dictatorship'
        ? `"rank":[${own.join(',')}]`
        : `"priorities":{${entries.map((e) => `"s${school[e]}":[${[...keys('entry', e), ...own].join(',')}]`).join(',')}}`;
    text += `${a === 0 ? '' : ','}{"id":"a${a}","preferences":[${entries.map((e) => `"s${school[e]}"`).join(',')}],${order}}`;
    if (text.length < 1 << 20) continue;
    await put(text);
    text = '';
  }
  await put(`${text}]}\n`);
  out.end();
  await once(out, 'finish');
}

/** Runs the command on the city as a file. @returns how long it took, and the size of the file */
async function fromFile(problem: CompactProblem): Promise<{ json_ms: number; json_mb: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hjt-bench-'));
  try {
    const file = path.join(folder, 'problem.json');
    await writeProblem(problem, file);
    const result = openSync(path.join(folder, 'result.json'), 'w');
    const begun = performance.now();
    const command = spawn(
      process.execPath,
      ['--max-old-space-size=8192', path.join(import.meta.dirname, '../src/cli.ts'), 'allocate', file],
      { stdio: ['ignore', result, 'inherit'] },
    );
    const [code] = (await once(command, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`allocate ended with ${code}`);
    return { json_ms: Math.round(performance.now() - begun), json_mb: Math.round((await stat(file)).size / 1e6) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

for (const applicants of values.sizes.split(',').map(Number)) {
  const problem = city(applicants, mechanism);
  // Other programs disturb single runs; each part counts with its best.
  const best = { prepare: Infinity, allocate: Infinity, sort: Infinity };
  let admitted = 0;
  for (let run = 0; run < Number(values.runs); run++) {
    best.sort = Math.min(best.sort, sortTime(problem.school.length));
    const start = performance.now();
    const market = compactMarket(problem);
    const prepared = performance.now();
    const { school } = assign(market);
    const allocated = performance.now();
    best.prepare = Math.min(best.prepare, prepared - start);
    best.allocate = Math.min(best.allocate, allocated - prepared);
    admitted = school.reduce((sum, s) => sum + (s < 0 ? 0 : 1), 0);
  }
  const round = (value: number, digits: number): number => Number(value.toFixed(digits));
  const file = applicants <= Number(values.json) ? await fromFile(problem) : {};
  console.log(
    JSON.stringify({
      applicants,
      preferences: problem.school.length,
      prepare_ms: round(best.prepare, 1),
      allocate_ms: round(best.allocate, 1),
      sort_ms: round(best.sort, 1),
      ratio: round((best.prepare + best.allocate) / best.sort, 3),
      peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      ...file,
      admitted,
      mechanism,
    }),
  );
}
