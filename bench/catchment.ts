// Locates a million addresses by official texts, beside a plain look-up of the finished key in the same run.

import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { addressText } from '../src/engines/catchment/address.ts';
import { buildCatchmentIndex, locate, normaliseAddress, type SchoolZone } from '../src/engines/catchment/catchment.ts';

const COUNT = Number(process.argv[2] ?? 1_000_000);
const TIANHE = new URL('../../shared/data/catchments-tianhe-2026.json', import.meta.url);

/** The real texts of a district where they lie beside the repository; else invented ones of the same size. */
function texts(): { name: string; zones: SchoolZone[] } {
  if (existsSync(TIANHE)) {
    const file = JSON.parse(readFileSync(TIANHE, 'utf8')) as {
      district: string;
      schools: { school: string; zone: string }[];
    };
    const zones = file.schools.map(({ school, zone }) => ({ schoolId: school, school, zone, district: file.district }));
    return { name: `${file.district} 2026`, zones };
  }
  const words = '桂枫槐梧兰菊荷柳杏梅松竹桐榆枣桃棠桑榕樟';
  const name = (n: number): string => `${words[n % 20]}${words[Math.floor(n / 20) % 20]}`;
  const zones = Array.from({ length: 60 }, (_, i) => {
    const road = name(i * 3);
    return {
      schoolId: `s${i}`,
      school: `${road}小学`,
      zone: `${road}路1至199号的单号、${name(i * 3 + 1)}街2—150号（双号）、${name(i * 3 + 2)}花园、${road}一至九巷。`,
    };
  });
  return { name: 'invented texts', zones };
}

/** Random numbers that are the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const { name, zones } = texts();
const index = buildCatchmentIndex(zones);
const next = random(20_260_901);
const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
const places = index.readings.flatMap((reading) => reading.places.map((place) => place.name));
const wide = (text: string): string => text.replaceAll(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
const addresses = Array.from({ length: COUNT }, () => {
  const number = 1 + Math.floor(next() * 400);
  const tail = pick([
    '',
    `${1 + Math.floor(next() * 20)}栋${101 + Math.floor(next() * 30)}房`,
    '之二',
    '-502',
    '大院3号楼',
  ]);
  const address = `${pick(['', '广州市天河区', '天河区', '广东省广州市天河区'])}${pick(places)}${number}号${tail}`;
  return next() < 0.2 ? wide(address) : address;
});

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

for (const address of addresses.slice(0, 20_000)) locate(index, { address });
const results = new Map<string, number>();
const located = timed(() => {
  for (const address of addresses) {
    const { result } = locate(index, { address });
    results.set(result, (results.get(result) ?? 0) + 1);
  }
});
let kept = 0;
const normalised = timed(() => {
  for (const address of addresses) kept += normaliseAddress(address).key.length;
});
const known = new Map(addresses.slice(0, 100_000).map((address) => [normaliseAddress(address).key, 1]));
const keys = addresses.map((address) => normaliseAddress(address).key);
const lookedUp = timed(() => {
  for (const key of keys) kept += known.get(key) ?? 0;
});
const folded = timed(() => {
  for (const address of addresses) kept += addressText(address).length;
});

const rate = (seconds: number): string =>
  Math.round(COUNT / seconds)
    .toLocaleString('en')
    .padStart(12);
const out = (line: string): void => void process.stdout.write(`${line}\n`);
out(`${name}: ${zones.length} texts, ${index.names.length} names; ${COUNT.toLocaleString('en')} addresses`);
out(`results            ${JSON.stringify(Object.fromEntries(results))}`);
out(`locate             ${rate(located)} addresses/s (${located.toFixed(2)} s)`);
out(`  of it normalise  ${rate(normalised)} addresses/s, ${((100 * normalised) / located).toFixed(0)} % of the time`);
out(`  of that fold     ${rate(folded)} addresses/s`);
out(`reference: Map.get ${rate(lookedUp)} keys/s, of keys that were normalised before (checksum ${kept})`);
