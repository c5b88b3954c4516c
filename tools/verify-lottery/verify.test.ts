// Runs both stand-alone verifiers, on sound transcripts and on tampered ones, beside the engine's own verifier.

import { spawnSync } from 'node:child_process';
import { hash as nodeDigest } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdDraw, type Transcript, transcriptHash, transcriptText } from '../../src/engines/lottery/transcript.ts';
import { verifyTranscriptText } from '../../src/engines/lottery/verify.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { nodeHash } from '../../src/platform/crypto/node-hash.ts';

const HERE = 'tools/verify-lottery';
const hasPython = spawnSync('python3', ['--version']).status === 0;
const PROGRAMS = [
  { name: 'verify.mjs', command: [process.execPath, `${HERE}/verify.mjs`], present: true },
  { name: 'verify.py', command: ['python3', '-B', `${HERE}/verify.py`], present: hasPython },
];
const sample = (name: 'sha256' | 'sm3') => readFileSync(`${HERE}/samples/transcript-${name}.json`, 'utf8');
const good = JSON.parse(sample('sha256')) as Transcript;
const announced = /compare with the hash published before: (\w+)/;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lottery-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a program says of a file: its exit code, and the parts that are broken or not checked. */
function run(command: readonly string[], content: string | Uint8Array, words: readonly string[] = []) {
  const file = join(folder, 'transcript.json');
  writeFileSync(file, content);
  const [program = '', ...args] = command;
  const { status, stdout } = spawnSync(program, [...args, file, ...words], { encoding: 'utf8' });
  const parts = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ +/, 2));
  const inState = (state: string) => parts.filter((part) => part[1] === state).map((part) => part[0]);
  return { status, broken: inState('broken'), notChecked: inState('not_checked'), stdout };
}

/** A transcript changed by someone who writes the matching hash below it. */
function resealed(change: (transcript: Transcript) => Partial<Transcript>): string {
  const { transcriptHash: _, ...content } = { ...good, ...change(good) };
  return transcriptText({ ...content, transcriptHash: transcriptHash(content, nodeHash('sha256')) });
}

const swap = <T>(list: readonly T[], a: number, b: number): T[] =>
  list.map((item, i) => (i === a ? list[b]! : i === b ? list[a]! : item));
const [first, ...others] = good.results;

/** Each tampering, and the parts that must be named for it. */
const TAMPERED: [what: string, content: string, broken: string[]][] = [
  ['a child slipped into the roster', resealed((t) => ({ roster: [...t.roster, 'f'.repeat(64)] })), ['roster']],
  ['a child left out of the roster', resealed((t) => ({ roster: t.roster.slice(1) })), ['roster']],
  ['twins unbound', resealed((t) => ({ roster: t.roster.map((entry) => entry.slice(0, 64)) })), ['roster']],
  ['two entries in another order', resealed((t) => ({ roster: swap(t.roster, 4, 5) })), ['roster']],
  ['a chosen seed', resealed(() => ({ seed: '0'.repeat(64) })), ['seed']],
  [
    'two numbers swapped',
    resealed(() => ({ results: [{ ...first!, numbers: swap(first!.numbers, 0, 1) }, ...others] })),
    ['numbers'],
  ],
  ['lists in another order', resealed((t) => ({ results: swap(t.results, 0, 1) })), ['numbers', 'seats']],
  ['a list missing', resealed((t) => ({ results: t.results.slice(0, 2) })), ['numbers', 'seats']],
  [
    'a seat withheld',
    resealed(() => ({ results: [{ ...first!, seated: first!.seated!.slice(1) }, ...others] })),
    ['seats'],
  ],
  [
    'another value revealed',
    resealed((t) => ({ reveals: t.reveals.map((r, i) => (i === 1 ? { ...r, value: '乙巳' } : r)) })),
    ['commitments'],
  ],
  ['a party left out', resealed((t) => ({ reveals: t.reveals.slice(0, 2) })), ['commitments']],
  [
    'a reveal after the public value',
    resealed((t) => ({ reveals: t.reveals.map((r) => ({ ...r, at: '2027-07-10T13:30:00Z' })) })),
    ['timing'],
  ],
  [
    'another public value',
    resealed((t) => ({ publicValue: { ...t.publicValue, value: '02 05 09 14 26 33+12' } })),
    ['seed', 'numbers', 'seats'],
  ],
  [
    'one more seat announced',
    resealed((t) => {
      const lists = t.announcement.method.lists.map((list, i) => (i === 0 ? { ...list, seats: 9 } : list));
      return { announcement: { ...t.announcement, method: { ...t.announcement.method, lists } } };
    }),
    ['seed', 'numbers', 'seats'],
  ],
  ['a changed hash', transcriptText({ ...good, transcriptHash: '0'.repeat(64) }), ['seal']],
  ['a member too many', `${JSON.stringify({ ...good, zzz: 1 })}\n`, ['form']],
  ['a file laid out anew', JSON.stringify(good, null, 2), ['form']],
  ['a file without its line break', transcriptText(good).trimEnd(), ['form']],
  ['a byte order mark before the file', `\uFEFF${transcriptText(good)}`, ['form']],
  ['a date that does not exist', transcriptText(good).replaceAll('2027-07-10T13:15', '2027-02-30T13:15'), ['form']],
  ['a number that is no integer', transcriptText(good).replace('"seats":1', '"seats":1.5'), ['form']],
  ['half a surrogate pair', transcriptText(good).replace('高层次人才子女', '\\ud83d'), ['form']],
  ['an empty file', '', ['form']],
  ['a file of brackets', '['.repeat(100_000), ['form']],
];

describe('the samples', () => {
  it.each(['sha256', 'sm3'] as const)('are what the engine draws from the inputs beside them (%s)', (name) => {
    const draw = JSON.parse(readFileSync(`${HERE}/samples/draw-${name}.json`, 'utf8'));
    expect(transcriptText(unwrap(holdDraw(draw, nodeHash(name))))).toBe(sample(name));
  });
});

describe('docs/lottery.md', () => {
  it('shows the values of the sample', () => {
    const table = readFileSync('docs/lottery.md', 'utf8');
    const { announcement, roster, seed, transcriptHash: hash } = good;
    for (const value of [roster[0]!, announcement.roster.root, announcement.commitments[0]!.commitment, seed, hash]) {
      expect(table).toContain(`\`${value}\``);
    }
  });
});

describe.each(PROGRAMS)('$name', ({ name, command, present }) => {
  const reason = present ? '' : ' (skipped: there is no python3 on this machine)';

  it.skipIf(!present)(`finds nothing wrong with sound draws by SHA-256 and by SM3${reason}`, () => {
    for (const hash of ['sha256', 'sm3'] as const) {
      const alone = run(command, sample(hash));
      expect(alone).toMatchObject({ status: 0, broken: [], notChecked: ['announcement'] });
      const published = announced.exec(alone.stdout)?.[1] ?? '';
      const withNotice = run(command, sample(hash), [
        '--announced',
        published,
        '--public-value',
        '02 05 09 14 26 33+11',
      ]);
      expect(withNotice).toMatchObject({ status: 0, broken: [], notChecked: [] });
    }
  });

  it.skipIf(!present)(`names another announcement, another public value, another predecessor${reason}`, () => {
    const words = (...given: string[]) => run(command, sample('sha256'), given);
    expect(words('--announced', '0'.repeat(64))).toMatchObject({ status: 1, broken: ['announcement'] });
    expect(words('--public-value', '01')).toMatchObject({ status: 1, broken: ['announcement'] });
    expect(words('--previous', '0'.repeat(64))).toMatchObject({ status: 1, broken: ['chain'] });
  });

  it.skipIf(!present).each(TAMPERED)(`names %s, as the engine does${reason}`, (_, content, broken) => {
    expect(run(command, content)).toMatchObject({ status: 1, broken });
    const { checks } = verifyTranscriptText(content, nodeHash);
    expect(checks.filter(({ state }) => state === 'broken').map((check) => check.name)).toEqual(broken);
  });

  it.skipIf(!present)(`finds a changed byte wherever it is${reason}`, () => {
    const bytes = Buffer.from(sample('sm3'));
    const every = name === 'verify.mjs' ? 61 : 97;
    for (let at = 0; at < bytes.length; at += every) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(run(command, changed).status, `byte ${at}`).toBe(1);
    }
  });

  it.skipIf(!present)(`says how it is used${reason}`, () => {
    const [program = '', ...args] = command;
    expect(spawnSync(program, args).status).toBe(2);
    expect(spawnSync(program, [...args, join(folder, 'absent.json')]).status).toBe(2);
    expect(spawnSync(program, [...args, 'x', '--nonsense', 'y']).status).toBe(2);
  });
});

describe('the own hash functions', () => {
  const lengths = Array.from({ length: 200 }, (_, length) => Uint8Array.from({ length }, (_, i) => i * 7 + length));

  it('of verify.mjs equal OpenSSL for every length up to 200 bytes, and for a long text', async () => {
    const own = (await import(new URL('verify.mjs', import.meta.url).href)) as Record<
      'sha256' | 'sm3',
      (bytes: Uint8Array) => Uint8Array
    >;
    for (const name of ['sha256', 'sm3'] as const) {
      for (const bytes of [...lengths, new Uint8Array(1_000_003).fill(5)]) {
        expect(Buffer.from(own[name](bytes)).toString('hex')).toBe(nodeDigest(name, bytes));
      }
    }
  });

  it.skipIf(!hasPython)(
    `of verify.py equals OpenSSL for every length up to 200 bytes${hasPython ? '' : ' (skipped: there is no python3)'}`,
    () => {
      const script = `import sys; sys.path.insert(0, '${HERE}'); from verify import own_sm3
for n in range(200): print(own_sm3(bytes((i * 7 + n) % 256 for i in range(n))).hex())`;
      const { stdout } = spawnSync('python3', ['-B', '-c', script], { encoding: 'utf8' });
      expect(stdout.trimEnd().split('\n')).toEqual(lengths.map((bytes) => nodeDigest('sm3', bytes)));
    },
  );
});
