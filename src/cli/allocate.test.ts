// `allocate` from the terminal: bytes of the result, exit codes, and a clear word for every malformed file.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomProblem } from '../engines/allocation/testing/random-problem.ts';
import { allocateCommands } from './allocate.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'allocate-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, content: unknown): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return at;
}

async function run(...words: string[]) {
  let out = '';
  const complaints: string[] = [];
  const code = await allocateCommands.run(words, {
    out: (text) => (out += text),
    complain: (line) => complaints.push(line.replaceAll(`${folder}/`, '')),
  });
  return { code, out, complaints };
}

/** The example of the file format, with unusual but legal texts and numbers. */
const EXAMPLE = {
  mechanism: 'deferred_acceptance',
  schools: [
    { id: 's2', capacity: 1 },
    { id: 's1', capacity: 1, reserves: [{ id: 'talent', seats: 1 }] },
  ],
  applicants: [
    { id: '9', preferences: ['s1', 's2'], priorities: { s1: [1, 120], s2: [2, 35] } },
    { id: '10', preferences: ['s1'], priorities: { s1: [2, -0.5] }, reserves: ['talent'] },
    { id: '𠮷', preferences: ['s2'], priorities: { s2: [2, 34.5] } },
    { id: 'Ａ', preferences: [] },
    { id: 'ab', preferences: ['s2'], priorities: {} },
  ],
};
const RESULT = '{"assignments":{"10":"s1","9":null,"ab":null,"Ａ":null,"𠮷":"s2"}}\n';

describe('allocate', () => {
  it('writes one line with the keys in the order of code points, whatever the order of the lists and members', async () => {
    expect(await run(await file('example.json', EXAMPLE))).toEqual({ code: 0, out: RESULT, complaints: [] });
    const turned = {
      applicants: EXAMPLE.applicants.toReversed(),
      schools: EXAMPLE.schools.toReversed(),
      mechanism: EXAMPLE.mechanism,
    };
    const text = `\uFEFF${JSON.stringify(turned, null, '\t').replaceAll('𠮷', '\\ud842\\udfb7').replace('120', '1.2e2')}`;
    expect((await run(await file('turned.json', text))).out).toBe(RESULT);
  });

  it('proves its result, and names what is wrong with another', async () => {
    const problem = await file('example.json', EXAMPLE);
    expect(await run('check', problem, await file('result.json', RESULT))).toMatchObject({
      code: 0,
      out: '{"proven":true}\n',
    });
    const swapped = RESULT.replace('"10":"s1","9":null', '"10":null,"9":"s1"');
    const wrong = await run('check', problem, await file('wrong.json', swapped));
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.complaints).toEqual(['justified_envy: applicant 10, school s1 (9)']);
    const missing = await run('check', problem, await file('missing.json', '{"assignments":{"10":"s1","x":"s9"}}'));
    expect(missing.complaints.join('\n')).toMatch(
      /applicant_missing: applicant 9\n[\s\S]*applicant_unknown: applicant x/,
    );
  });

  it('gives for every mechanism a result that its own check proves', async () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const mechanism = (
        ['deferred_acceptance', 'immediate_acceptance', 'serial_dictatorship', 'direct_assignment'] as const
      )[seed % 4];
      if (!mechanism) continue;
      const problem = await file(
        'random.json',
        randomProblem(seed, { applicants: 8, schools: 4, mechanism, reserves: true }),
      );
      const { out } = await run(problem);
      expect(await run('check', problem, await file('random-result.json', out)), `seed ${seed}`).toMatchObject({
        code: 0,
      });
    }
  });

  it.each([
    ['a capacity that is no count', { schools: [{ id: 's', capacity: 1.5 }] }, 'schools[0].capacity is 1.5'],
    ['a school without a capacity', { schools: [{ id: 's' }] }, 'schools[0].capacity is missing'],
    ['a negative capacity', { schools: [{ id: 's', capacity: -1 }] }, 'schools[0].capacity is -1'],
    [
      'reserves beyond the capacity',
      { schools: [{ id: 's', capacity: 1, reserves: [{ id: 'r', seats: 2 }] }] },
      'schools[0].reserves set aside 2',
    ],
    [
      'a school twice',
      {
        schools: [
          { id: 's', capacity: 1 },
          { id: 's', capacity: 1 },
        ],
      },
      'schools[1].id "s" is used',
    ],
    ['an unknown mechanism', { mechanism: 'lottery' }, 'mechanism is "lottery"; must be one of'],
    ['no list', { applicants: {} }, 'applicants is'],
    [
      'an applicant twice',
      {
        applicants: [
          { id: 'a', preferences: [] },
          { id: 'a', preferences: [] },
        ],
      },
      'applicants[1].id "a" is used',
    ],
    [
      'a preference twice',
      { applicants: [{ id: 'a', preferences: ['s', 's'], priorities: { s: [1] } }] },
      'applicants[0].preferences[1] names "s" a second time',
    ],
    [
      'an unknown school',
      { applicants: [{ id: 'a', preferences: ['t'], priorities: { t: [1] } }] },
      'names the school "t"',
    ],
    [
      'keys that are no numbers',
      { applicants: [{ id: 'a', preferences: ['s'], priorities: { s: ['1'] } }] },
      'applicants[0].priorities.s[0] is "1"',
    ],
    ['no priorities', { applicants: [{ id: 'a', preferences: ['s'] }] }, 'applicants[0].priorities is missing'],
    [
      'a rank that is missing',
      { mechanism: 'serial_dictatorship', applicants: [{ id: 'a', preferences: ['s'] }] },
      'applicants[0].rank is missing',
    ],
    ['a misspelt option', { options: { group: 'skip' } }, 'options.group is not an option'],
  ])('refuses %s and names the place', async (_, change, told) => {
    const base = { mechanism: 'deferred_acceptance', schools: [{ id: 's', capacity: 1 }], applicants: [] };
    const { code, out, complaints } = await run(await file('bad.json', { ...base, ...change }));
    expect([code, out]).toEqual([1, '']);
    expect(complaints.join('\n')).toContain(told);
  });

  it('tells of a file that is not there, is no JSON, or no UTF-8, and of wrong usage', async () => {
    expect(await run(path.join(folder, 'none.json'))).toMatchObject({
      code: 1,
      complaints: ['none.json: there is no such file'],
    });
    const cut = await run(await file('cut.json', '{"mechanism":\n  "deferred_acceptance",'));
    expect(cut).toMatchObject({ code: 1 });
    expect(cut.complaints[0]).toMatch(/^cut\.json: line 2, column 25: expected a name in quotes/);
    const latin = await run(await file('latin.json', Buffer.from('{"mechanism":"\xe9"}', 'latin1')));
    expect(latin.complaints[0]).toContain('expected UTF-8');
    expect(await run('check', 'one.json')).toMatchObject({ code: 2 });
    expect(await run()).toMatchObject({ code: 2 });
  });

  it('never throws, whatever bytes stand in the place of a value: a fault with its place, or a result', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.nat(), async (value, at) => {
        const text = JSON.stringify(EXAMPLE);
        // Every position at which a value begins.
        const starts = [...text.matchAll(/[:[,](?=["{[\d-])/g)].map((match) => (match.index ?? 0) + 1);
        const start = starts[at % starts.length] ?? 0;
        const end = endOfValue(text, start);
        const { code, out, complaints } = await run(
          await file('fuzz.json', text.slice(0, start) + JSON.stringify(value) + text.slice(end)),
        );
        expect([0, 1]).toContain(code);
        if (code === 0) expect(Object.keys(JSON.parse(out) as object)).toEqual(['assignments']);
        else expect(complaints.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

/** Where a JSON value that begins at a place ends: the shortest text that parses. */
function endOfValue(text: string, start: number): number {
  for (let end = start + 1; end <= text.length; end += 1) {
    try {
      JSON.parse(text.slice(start, end));
      if (!/[\d.eE]/.test(text[end] ?? '')) return end;
    } catch {
      // Not yet whole.
    }
  }
  return text.length;
}
