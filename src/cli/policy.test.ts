// The policy commands as scripts see them: JSON or Markdown on stdout, reasons on stderr, an exit code to trust.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { policyCommands } from './policy.ts';

const folder = mkdtempSync(join(tmpdir(), 'policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function policy(...words: string[]) {
  let out = '';
  const complaints: string[] = [];
  const code = await policyCommands.run(words, {
    out: (text) => {
      out += text;
    },
    complain: (line) => complaints.push(line),
  });
  return { code, out, complaints };
}

const HUAIYIN = 'cities/huaian/policies/huaiyin-2027-demo.yaml';

describe('policy check', () => {
  it('says what a sound policy is', async () => {
    const { code, out } = await policy('check', HUAIYIN);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, id: 'huaiyin-primary-2027-demo', demo: true, entryYear: 2027 });
  });

  it('tells every fault of an unsound one with file and line, and refuses', async () => {
    const path = file('bad.yaml', 'id: x\nversion: 1\ncategories:\n  - { id: a, name: A }\n');
    const { code, out, complaints } = await policy('check', path);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(complaints.every((line) => line.startsWith(`${path}:`))).toBe(true);
    expect(complaints.some((line) => line.includes(':4:') && line.includes('clause'))).toBe(true);
  });

  it('finds an extended file beside the one that extends it, anywhere on disk', async () => {
    file(
      'base.yaml',
      'id: base\nversion: 1\ntitle: T\nsource: { document: d, year: 2027 }\nregion: { name: r, districts: { x: X } }\nstage: primary\nentryYear: 2027\ncategories: [{ id: a, name: A, clause: one }]\n',
    );
    const { code, out } = await policy('check', file('next.yaml', 'extends: base.yaml\nid: next\nentryYear: 2028\n'));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ id: 'next', entryYear: 2028 });
  });

  it('says when a file is not there', async () => {
    const { code, complaints } = await policy('check', join(folder, 'none.yaml'));
    expect([code, complaints.length]).toEqual([1, 1]);
  });
});

describe('policy eval', () => {
  it('decides a family, with the day taken from the facts or the option', async () => {
    const facts = file('facts.json', {
      today: '2027-06-01',
      child: { birthDate: '2021-01-01', household: { district: '320804' } },
    });
    const { code, out } = await policy('eval', HUAIYIN, '--facts', facts);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      today: '2027-06-01',
      admissible: true,
      category: { id: 'district_household' },
    });
    const other = await policy('eval', HUAIYIN, '--facts', facts, '--today', '2027-06-02', '--late');
    expect(JSON.parse(other.out)).toMatchObject({ today: '2027-06-02', fallback: 'overall_placement' });
  });

  it('refuses facts that do not exist or do not fit, by name', async () => {
    const facts = file('wrong.json', { child: { birthday: '2021-01-01', birthDate: '2021-02-30' } });
    const { code, out, complaints } = await policy('eval', HUAIYIN, '--facts', facts);
    expect([code, out]).toEqual([1, '']);
    expect(complaints.join('\n')).toContain('child.birthday');
    expect(complaints.join('\n')).toContain('child.birthDate');
  });

  it.each([
    [{ district: '999999' }, 'district: 不是本政策的区县；可用的有：320804（淮阴区）'],
    [{ late: 'yes' }, 'late: 应为 true 或 false'],
    [{ sources: { 'child.birthdate': { source: 'x' } } }, 'sources.child.birthdate: 没有这个事实'],
    [{ sources: { 'child.birthDate': { src: 'x' } } }, 'sources.child.birthDate: 应写 {"source"'],
    [{ sources: { 'child.birthDate': { source: 'x', date: '2027-02-30' } } }, 'date: 应为存在的日期'],
    [{ dwelling: { owners: [{ share: 10001 }] } }, 'share: 份额以万分之一计'],
  ])('refuses %j, and says what may be written', async (facts, words) => {
    const { code, complaints } = await policy('eval', HUAIYIN, '--facts', file('unfit.json', facts));
    expect(code).toBe(1);
    expect(complaints.join('\n')).toContain(words);
  });

  it('refuses a district that is none of the policy', async () => {
    const { code, complaints } = await policy('eval', HUAIYIN, '--facts', file('no.json', {}), '--district', '999999');
    expect([code, complaints[0]]).toEqual([1, expect.stringContaining('320804')]);
  });

  it('refuses what is no JSON', async () => {
    expect((await policy('eval', HUAIYIN, '--facts', file('no.json', '{'))).code).toBe(1);
  });
});

describe('policy render, diff, simulate and facts', () => {
  it('writes Markdown in Chinese', async () => {
    const { code, out } = await policy('render', HUAIYIN);
    expect(code).toBe(0);
    expect(out).toMatch(/^# 淮阴区 2027 年小学招生入学规则/);
  });

  it('compares two versions, and over families whose result changes', async () => {
    const applicants = file(
      'families.jsonl',
      '{"id":"a","child":{"birthDate":"2017-05-01","household":{"district":"320804"}}}\n',
    );
    const { code, out } = await policy(
      'diff',
      'cities/huaian/policies/huaiyin-2023.yaml',
      HUAIYIN,
      '--applicants',
      applicants,
      '--today',
      '2027-06-01',
    );
    expect(code).toBe(0);
    const result = JSON.parse(out) as { changes: { path: string }[]; results: { id: string }[] };
    expect(result.changes.map((change) => change.path)).toContain('parameters.bornBy');
    expect(result.results).toEqual([]);
  });

  it('forecasts a season', async () => {
    const applicants = file(
      'season.jsonl',
      '{"child":{"birthDate":"2021-05-01","household":{"district":"320804"}},"dwelling":{"school":"s1"}}\n',
    );
    const { code, out } = await policy(
      'simulate',
      HUAIYIN,
      '--applicants',
      applicants,
      '--plan',
      file('plan.json', { s1: 0 }),
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      applicants: 1,
      schools: [{ school: 's1', demand: 1, shortage: 1, warning: 'red' }],
    });
  });

  it('lists the facts, those of a policy among them', async () => {
    expect((await policy('facts')).out).toContain('child.birthDate\tdate');
    expect((await policy('facts', 'cities/chengdu/policies/suiqian-2026.yaml')).out).toContain(
      'residencePoints.pension\tdecimal',
    );
  });
});

describe('wrong usage', () => {
  it('ends with 2 and shows how it is used', async () => {
    for (const words of [
      [],
      ['nothing'],
      ['check'],
      ['check', 'a', 'b'],
      ['eval', HUAIYIN],
      ['check', HUAIYIN, '--colour', 'x'],
      ['eval', HUAIYIN, '--facts'],
      ['eval', HUAIYIN, '--today', 'x'],
    ]) {
      const { code, complaints } = await policy(...words);
      expect(code).toBe(2);
      expect(complaints.some((line) => line.startsWith('usage:'))).toBe(true);
    }
  });
});
