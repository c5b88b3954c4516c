// `classes` from the terminal: the same classes from the same seed, tampering found, malformed files told by place.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classesCommands } from './classes.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'classes-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, content: unknown): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, typeof content === 'string' ? content : JSON.stringify(content));
  return at;
}

async function run(...words: string[]) {
  let out = '';
  const complaints: string[] = [];
  const code = await classesCommands.run(words, {
    out: (text) => (out += text),
    complain: (line) => complaints.push(line.replaceAll(`${folder}/`, '')),
  });
  return { code, out, complaints };
}

const SEED = '0f'.repeat(16);
const pupils = Array.from({ length: 61 }, (_, i) => ({
  id: `p${i}`,
  sex: i % 2 === 0 ? 'male' : 'female',
  birthDate: `2020-${String((i % 12) + 1).padStart(2, '0')}-15`,
  hukou: i % 5 === 0 ? 'migrant' : 'local',
  specialNeeds: i % 30 === 0,
}));
const PROBLEM = { classes: 3, pupils, wishes: [{ pupils: ['p1', 'p2'], wish: 'together' }] };

describe('classes', () => {
  it('are placed, reported, given teachers and proven, whatever the order of the files', async () => {
    const problem = await file('problem.json', PROBLEM);
    const other = await file('other.json', { ...PROBLEM, pupils: pupils.toReversed() });
    const placed = await run('place', problem, '--seed', SEED);
    expect(placed.code).toBe(0);
    expect((await run('place', other, '--seed', SEED)).out).toBe(placed.out);
    const placement = await file('placement.json', placed.out);
    const report = JSON.parse((await run('report', problem, placement)).out);
    expect(report.sizes.toSorted()).toEqual([20, 20, 21]);
    expect(report.wishes).toEqual({ kept: 1, broken: 0 });
    const teams = await file('teams.json', ['甲组', '乙组', '丙组']);
    const drawn = await run('teachers', placement, teams, '--seed', 'ab12');
    expect(JSON.parse(drawn.out).teams.toSorted()).toEqual(['甲组', '乙组', '丙组'].toSorted());
    const teachers = await file('teachers.json', drawn.out);
    expect(await run('check', problem, placement, teachers)).toEqual({
      code: 0,
      out: '{"proven":true}\n',
      complaints: [],
    });
  });

  it('that somebody changed after the draw are found, and so are exchanged teachers', async () => {
    const problem = await file('problem.json', PROBLEM);
    const { seed, classes } = JSON.parse((await run('place', problem, '--seed', SEED)).out) as {
      seed: string;
      classes: string[][];
    };
    const [first = [], second = [], third = []] = classes;
    const moved = [[...first.slice(1), second[0] ?? ''], [...second.slice(1), first[0] ?? ''], third];
    const tampered = await file('tampered.json', { seed, classes: moved });
    const found = await run('check', problem, tampered);
    expect([found.code, found.out]).toEqual([1, '']);
    expect(found.complaints.join('\n')).toContain('not_reproduced');
    const placement = await file('placement.json', { seed, classes });
    const teams = await file('teams.json', ['a', 'b', 'c']);
    const drawn = JSON.parse((await run('teachers', placement, teams, '--seed', 'ab12')).out);
    const exchanged = await file('exchanged.json', { ...drawn, teams: drawn.teams.toReversed() });
    expect((await run('check', problem, placement, exchanged)).complaints[0]).toMatch(/^teachers: /);
  });

  it('are refused where a file is malformed, with file and place, and where the command is wrong', async () => {
    const broken = await file('broken.json', { ...PROBLEM, pupils: [{ ...pupils[0], sex: 'm' }] });
    const refused = await run('place', broken, '--seed', SEED);
    expect(refused.code).toBe(1);
    expect(refused.complaints[0]).toMatch(/^broken\.json: pupils\.0\.sex: /);
    const twice = await file('twice.json', { ...PROBLEM, pupils: [pupils[0], pupils[0], ...pupils] });
    expect((await run('place', twice, '--seed', SEED)).complaints[0]).toContain('"p0" appears twice');
    expect((await run('place', await file('no.json', '{'), '--seed', SEED)).code).toBe(1);
    expect((await run('place', await file('problem.json', PROBLEM))).code).toBe(2);
    expect((await run('shuffle', 'x')).code).toBe(2);
    expect((await run('place', 'x', '--seed', SEED, '--hash', 'md5')).code).toBe(2);
  });
});
