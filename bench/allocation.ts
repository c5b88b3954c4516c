// Measures the allocation engine on whole cities, against sorting as many 64-bit keys in the same process.
//
// npm run -s bench:allocation -- --sizes 100000,1000000,5000000 [--mechanism deferred_acceptance] [--runs 3]

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
  console.log(
    JSON.stringify({
      applicants,
      preferences: problem.school.length,
      prepare_ms: round(best.prepare, 1),
      allocate_ms: round(best.allocate, 1),
      sort_ms: round(best.sort, 1),
      ratio: round((best.prepare + best.allocate) / best.sort, 3),
      peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      admitted,
      mechanism,
    }),
  );
}
