// The scanner's side of an upload: found, clean, and every way of not answering.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EICAR, type FakeClamd, startClamd } from '../../../tests/support/clamd.ts';
import { clamd, clamdAddress, type Scanner } from './scanner.ts';

let fake: FakeClamd;
let folder: string;
const at = (setting: string, patience?: number): Scanner => {
  const address = clamdAddress(setting);
  if (!address) throw new Error('no address');
  return clamd(address, patience);
};
beforeAll(async () => {
  fake = await startClamd();
  folder = await mkdtemp(path.join(tmpdir(), 'hjt-clamd-'));
});
afterAll(async () => {
  await fake.stop();
  await rm(folder, { recursive: true });
});

describe('scanning', () => {
  it('says clean, or what it found, over several chunks', async () => {
    const large = Buffer.alloc(300_000, 1);
    expect(await at(fake.setting).scan(large)).toEqual({ verdict: 'clean' });
    expect(fake.seen.at(-1)).toBe(large.length);
    expect(await at(fake.setting).scan(Buffer.concat([large, EICAR]))).toEqual({
      verdict: 'infected',
      finding: 'Eicar-Test-Signature',
    });
  });

  it('reaches a scanner on a unix socket', async () => {
    const local = await startClamd(path.join(folder, 'clamd.ctl'));
    expect(await at(local.setting).scan(EICAR)).toMatchObject({ verdict: 'infected' });
    await local.stop();
    expect(await at(local.setting).scan(EICAR)).toEqual({ verdict: 'down' });
  });

  it.each(['silent', 'busy', 'refusing'] as const)('gives no verdict of a scanner that is %s', async (how) => {
    fake.behave(how);
    expect(await at(fake.setting, 300).scan(Buffer.from('a'))).toEqual({ verdict: 'down' });
    fake.behave('well');
  });

  it('needs an address that can be one', () => {
    expect(clamdAddress('tcp://scanner:3310')).toEqual({ host: 'scanner', port: 3310 });
    expect(clamdAddress('unix:/run/clamd.ctl')).toEqual({ path: '/run/clamd.ctl' });
    expect([clamdAddress('scanner:3310'), clamdAddress('unix:relative'), clamdAddress('')]).toEqual([null, null, null]);
  });
});
