import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Announcement } from '../engines/lottery/announcement.ts';
import type { InclusionProof } from '../engines/lottery/roster.ts';
import type { Opening } from '../engines/lottery/seed.ts';
import type { Transcript } from '../engines/lottery/transcript.ts';
import { lotteryCommands } from './lottery.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lottery-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file, as JSON unless it is text, and returns its path. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function run(...words: string[]) {
  let out = '';
  let complaints = '';
  const code = await lotteryCommands.run(words, {
    out: (text) => void (out += text),
    complain: (line) => void (complaints += `${line}\n`),
  });
  return { code, out, complaints };
}

const json = async <T>(...words: string[]): Promise<T> => {
  const { code, out, complaints } = await run(...words);
  expect(complaints).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as T;
};

const SAMPLES = 'tools/verify-lottery/samples';
const sampleDraw = () =>
  JSON.parse(readFileSync(`${SAMPLES}/draw-sha256.json`, 'utf8')) as {
    announcement: Announcement;
    publicValue: { value: string; at: string };
  };

describe('lottery on the terminal', () => {
  it('goes the whole way: tickets, roster, proofs, commitments, announcement, draw, verification, second draw', async () => {
    const secret = file('secret', 's'.repeat(32));
    const tokens = file('tokens.txt', 'child-1\nchild-2\nchild-3\nchild-4\n');
    const { out } = await run('tickets', tokens, '--secret-file', secret);
    const tickets = out.trimEnd().split('\n');
    expect(tickets).toHaveLength(4);
    const entries = file(
      'entries.json',
      tickets.map((ticket, i) => (i < 2 ? { ticket, group: 'twins' } : { ticket })),
    );
    type Published = { size: number; lots: number; root: string; roster: string[] };
    const { roster, ...announcedRoster } = await json<Published>('roster', entries);
    expect(announcedRoster).toMatchObject({ size: 4, lots: 3 });

    const proof = await json<InclusionProof>('roster', entries, '--proof', tickets[2]!);
    const proofFile = file('proof.json', proof);
    expect(await json('proof', proofFile, '--root', announcedRoster.root, '--size', '4')).toEqual({ holds: true });
    const foreign = await run('proof', proofFile, '--root', '0'.repeat(64), '--size', '4');
    expect(foreign).toMatchObject({ code: 1, out: '' });

    const hold = async (id: string, replaces: Announcement['replaces'], day: string, name: string) => {
      type Commitment = { publish: Announcement['commitments'][number]; keep: Opening };
      const parties = [
        await json<Commitment>('commit', id, '教育局', '123'),
        await json<Commitment>('commit', id, 'parents', 'x y'),
      ];
      const announcement = {
        ...sampleDraw().announcement,
        id,
        announcedAt: `2027-07-${day}T01:00:00Z`,
        revealBy: `2027-07-${day}T05:00:00Z`,
        roster: announcedRoster,
        commitments: parties.map(({ publish }) => publish),
        publicValue: { source: 's', form: 'f', at: `2027-07-${day}T06:00:00Z` },
        replaces,
      };
      const published = await json<{ announcementHash: string }>('announce', file('announcement.json', announcement));
      const draw = file('draw.json', {
        announcement,
        roster,
        reveals: parties.map(({ keep }) => ({ ...keep, at: `2027-07-${day}T04:00:00Z` })),
        publicValue: { value: '7', at: `2027-07-${day}T06:01:00Z` },
      });
      const transcript = file(name, (await run('draw', draw)).out);
      return { transcript, ...published };
    };
    const first = await hold('demo-1', null, '01', 'first.json');
    const verified = await json<{ ok: boolean }>(
      'verify',
      first.transcript,
      '--announced',
      first.announcementHash,
      '--public-value',
      '7',
    );
    expect(verified.ok).toBe(true);

    const { transcriptHash } = JSON.parse(readFileSync(first.transcript, 'utf8')) as Transcript;
    const second = await hold('demo-2', { transcript: transcriptHash, reason: '漏报' }, '02', 'second.json');
    expect(await json('verify', first.transcript, second.transcript)).toMatchObject({
      ok: true,
      chain: { state: 'holds' },
    });
    const silent = await hold('demo-3', null, '03', 'third.json');
    expect(await run('verify', first.transcript, silent.transcript)).toMatchObject({
      code: 1,
      complaints: expect.stringContaining('chain:') as string,
    });
  });

  it('names the tampered part and ends with 1', async () => {
    const tampered = readFileSync(`${SAMPLES}/transcript-sha256.json`, 'utf8').replace('"seed":"', '"seed":"f');
    const { code, out, complaints } = await run('verify', file('tampered.json', tampered));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false });
    expect(complaints).toContain('seed');
    const another = await run('verify', `${SAMPLES}/transcript-sm3.json`, '--public-value', '1');
    expect(another).toMatchObject({ code: 1, complaints: expect.stringContaining('announcement:') as string });
  });

  it('says where an input is wrong', async () => {
    const complaint = async (...words: string[]) => {
      const { code, out, complaints } = await run(...words);
      expect([code, out]).toEqual([1, '']);
      return complaints;
    };
    const draw = sampleDraw();
    expect(await complaint('roster', file('e.json', [{ ticket: 'x' }]))).toContain('[0]: "x" is not a ticket');
    expect(await complaint('roster', file('e.json', [{ ticket: 1 }]))).toContain('0.ticket');
    expect(await complaint('roster', join(folder, 'absent.json'))).toContain('无法读取');
    expect(await complaint('draw', file('d.json', '{'))).toContain('不是 JSON');
    expect(await complaint('draw', file('d.json', { ...draw, publicValue: {} }))).toContain('publicValue.value');
    const early = { ...draw, publicValue: { ...draw.publicValue, at: '2027-07-10T13:00:00Z' } };
    expect(await complaint('draw', file('d.json', early))).toContain('taken before its announced time');
    expect(await complaint('tickets', file('t', 'a'), '--secret-file', file('s', 'short'))).toContain('32');
    const absent = await complaint('roster', file('e.json', [{ ticket: 'a'.repeat(64) }]), '--proof', 'b'.repeat(64));
    expect(absent).toContain('does not hold this ticket');
  });

  it('shows its usage when called wrongly', async () => {
    for (const words of [
      [],
      ['shuffle'],
      ['draw'],
      ['commit', 'a', 'b'],
      ['roster', 'x', '--hash', 'md5'],
      ['roster', 'x', '--nonsense'],
      ['tickets', 'x'],
      ['proof', 'x', '--root', '1'],
    ]) {
      const { code, complaints } = await run(...words);
      expect(code, words.join(' ')).toBe(2);
      expect(complaints).toContain('usage: npm run -s cli -- lottery');
    }
  });
});
