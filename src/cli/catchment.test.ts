import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchmentCommands } from './catchment.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'catchment-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, text: string): Promise<string> {
  const where = path.join(folder, name);
  await writeFile(where, text);
  return where;
}

async function run(...words: string[]): Promise<{ code: number; out: string; complaints: string[] }> {
  let out = '';
  const complaints: string[] = [];
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    complain: (line: string) => void complaints.push(line),
  };
  const code = await catchmentCommands.run(words, terminal);
  return { code, out, complaints };
}

const ZONES = JSON.stringify({
  district: '桂林区',
  schools: [
    { school: '甲小学', zone: '桂香路1—99号（单号）、兰岚小区；719号。', note: '' },
    { school: '乙小学', zone: '桂香路2至200号的双号、兰岚小区', note: '备注' },
  ],
});

describe('catchment locate', () => {
  it('writes one line per input line, in order, with the names of schools and the words that decide', async () => {
    const zones = await file('zones.json', ZONES);
    const addresses = await file(
      'a.jsonl',
      '{"address":"桂香路3号","more":1}\n{"address":"兰岚小区"}\n{"address":"软件路1号"}\n',
    );
    const { code, out } = await run('locate', '--zones', zones, '--addresses', addresses);
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { address: '桂香路3号', result: 'matched', schools: ['甲小学'], basis: '“桂香路1—99号（单号）”含3号' },
      {
        address: '兰岚小区',
        result: 'overlap',
        schools: ['甲小学', '乙小学'],
        basis: '甲小学列“兰岚小区”；乙小学列“兰岚小区”',
      },
      { address: '软件路1号', result: 'uncovered', schools: [], basis: '文本未列此地址' },
    ]);
  });

  it('tells every bad line with its number, and then locates none', async () => {
    const zones = await file('zones.json', ZONES);
    const addresses = await file('bad.jsonl', '{"address":"桂香路3号"}\nnot json\n\n{"adress":"x"}\n');
    const { code, out, complaints } = await run('locate', '--zones', zones, '--addresses', addresses);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(complaints.map((line) => line.replace(/^.*bad\.jsonl/, ''))).toEqual([
      expect.stringContaining(':2: not JSON'),
      expect.stringContaining(':3: the line is empty'),
      expect.stringContaining(':4: "address" is missing'),
      '3 of 4 lines are faulty; none was located.',
    ]);
  });

  it('takes former names from a file', async () => {
    const zones = await file('zones.json', ZONES);
    const names = await file('names.json', '[{"former":"北京路","current":"桂香路"}]');
    const addresses = await file('a.jsonl', '{"address":"北京路3号"}');
    const { out } = await run('locate', '--zones', zones, '--addresses', addresses, '--names', names);
    expect(out).toContain('"matched"');
  });
});

describe('catchment parse', () => {
  it('writes typed parts and the words it did not understand', async () => {
    const zones = await file('zones.json', ZONES);
    const { code, out } = await run('parse', zones);
    expect(code).toBe(0);
    const { schools } = JSON.parse(out) as { schools: { parts: { name: string }[]; notUnderstood: string[] }[] };
    expect(schools[0]?.parts.map(({ name }) => name)).toEqual(['桂香路', '兰岚小区']);
    expect(schools[0]?.notUnderstood).toEqual(['719号']);
  });
});

describe('wrong use', () => {
  it('is told with the usage, exit code 2', async () => {
    expect((await run()).code).toBe(2);
    expect((await run('draw')).complaints[0]).toBe('There is no command "catchment draw".');
    expect((await run('locate', '--zones')).code).toBe(2);
  });

  it('of files is told with the file and the place in it, exit code 1', async () => {
    expect((await run('parse', path.join(folder, 'absent.json'))).complaints[0]).toContain(
      'absent.json cannot be read',
    );
    const list = await file('list.json', '[]');
    expect((await run('parse', list)).complaints[0]).toContain('must be {"schools"');
    const lacking = await file('lacking.json', '{"schools":[{"school":"甲"}]}');
    expect((await run('parse', lacking)).complaints[0]).toContain('schools[0] (甲): "zone" is missing');
  });
});

describe('files from other tools', () => {
  it('may begin with a byte order mark and end their lines with CR and LF', async () => {
    const zones = await file('bom.json', `\uFEFF${ZONES}`);
    const addresses = await file('crlf.jsonl', '\uFEFF{"address":"桂香路3号"}\r\n{"address":"桂香路4号"}\r\n');
    const { code, out } = await run('locate', '--zones', zones, '--addresses', addresses);
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(2);
  });

  it('are refused where they are no UTF-8, for every address would be unknown', async () => {
    const zones = await file('zones.json', ZONES);
    const gbk = path.join(folder, 'gbk.jsonl');
    await writeFile(gbk, Buffer.from([0x7b, 0x22, 0xb9, 0xf0, 0xcf, 0xe3, 0x22, 0x7d]));
    const { code, out, complaints } = await run('locate', '--zones', zones, '--addresses', gbk);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(complaints[0]).toContain('gbk.jsonl is not UTF-8 text');
  });

  it('may hold a school whose text is still empty, which is told and matches nothing', async () => {
    const zones = await file('empty.json', '{"schools":[{"school":"甲小学","zone":" "}]}');
    const addresses = await file('a.jsonl', '{"address":"桂香路3号"}');
    const { code, out, complaints } = await run('locate', '--zones', zones, '--addresses', addresses);
    expect(code).toBe(0);
    expect(out).toContain('"uncovered"');
    expect(complaints).toEqual([expect.stringContaining('schools[0] (甲小学): "zone" is empty')]);
  });
});
