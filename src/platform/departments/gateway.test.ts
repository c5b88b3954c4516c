import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Behaviour, startGateway, type Gateway } from '../../../tools/departments/gateway.ts';
import { newKeyTexts } from '../../../tools/departments/keys.ts';
import { systemRandom } from '../random.ts';
import { gatewaySource, type GatewaySource } from './gateway.ts';
import { signingKey, verifyingKey, type SignatureAlgorithm } from './signing.ts';
import type { SourceSettings } from './settings.ts';

const SETTINGS: SourceSettings = {
  by: 'gateway',
  perSecond: 1000,
  atOnce: 8,
  timeoutSeconds: 1,
  tries: 1,
  callbackWithinSeconds: 60,
  breakAtFailureRate: 0.5,
  breakSeconds: 0.3,
};
const RECORD = { name: '王演示', share: 10_000 };

let open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});

async function connect(
  behaviour: Partial<Behaviour> = {},
  settings: Partial<SourceSettings> = {},
  algorithm: SignatureAlgorithm = 'ed25519',
): Promise<{ gateway: Gateway; source: GatewaySource }> {
  const [ours, theirs] = [newKeyTexts(algorithm), newKeyTexts(algorithm)];
  const gateway = await startGateway({
    port: 0,
    seed: 7,
    own: { keyId: 'gateway', key: signingKey(algorithm, theirs.secret) },
    client: { keyId: 'app', key: verifyingKey(algorithm, ours.open) },
    lookup: (_, key) => (key === 'K1' ? RECORD : null),
    behaviour,
  });
  const source = gatewaySource(
    {
      url: gateway.url,
      own: { keyId: 'app', key: signingKey(algorithm, ours.secret) },
      foreign: { keyId: 'gateway', key: verifyingKey(algorithm, theirs.open) },
      callbackUrl: null,
    },
    { ...SETTINGS, ...settings },
    { clock: () => new Date(), random: systemRandom, publicUrl: () => 'http://127.0.0.1:9' },
  );
  open.push(gateway, { close: () => source.stop() });
  return { gateway, source };
}

const question = (requestId: string, key = 'K1') => ({ kind: 'household' as const, key, requestId });

describe('a department behind the gateway', () => {
  it.each(['ed25519', 'sm2-sm3'] as const)(
    'answers, signed with %s, and its answer is kept as received',
    async (algorithm) => {
      const { source } = await connect({}, {}, algorithm);
      const answer = await source.ask(question('r1'));
      expect(answer).toMatchObject({ state: 'found', record: RECORD, source: 'gateway:household' });
      if (answer.state !== 'found') throw new Error('not found');
      expect(JSON.parse(answer.receipt.body)).toMatchObject({ requestId: 'r1', record: RECORD });
      expect(answer.receipt.signature).toContain(`alg="${algorithm}"`);
      expect(await source.ask(question('r2', 'K2'))).toMatchObject({ state: 'no_record' });
    },
  );

  it('is down, not wrong, whatever it does; what came back is kept with its fault', async () => {
    for (const [fault, kept] of [
      ['failing', []],
      ['dropped', []],
      ['slow', []],
      ['truncated', ['malformed']],
      ['garbled', ['malformed']],
      ['badly_signed', ['bad_signature']],
      ['stale', ['stale']],
      ['other_question', ['other_question']],
    ] as const) {
      const { source } = await connect({ rates: { [fault]: 100 }, slowMs: 3000 });
      const answer = await source.ask(question(`r-${fault}`));
      expect([fault, answer.state, answer.rejected?.map((one) => one.fault)]).toEqual([fault, 'down', kept]);
    }
  });

  it('is tried again after a failure, with the same question', async () => {
    const { source, gateway } = await connect({ rates: { failing: 60 } }, { tries: 10, breakAtFailureRate: 0.95 });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => source.ask(question(`t${n}`))));
    expect(answers.map(({ state }) => state)).toEqual(answers.map(() => 'found'));
    expect(gateway.happened.get('failing')).toBeGreaterThan(0);
  });

  it('that asks for patience or answers by callback is not down', async () => {
    const busy = await connect({ rates: { busy: 100 } });
    expect(await busy.source.ask(question('b1'))).toMatchObject({ state: 'later', reason: 'busy' });
    const later = await connect({ rates: { later: 100 } });
    expect(await later.source.ask(question('l1'))).toMatchObject({ state: 'later', reason: 'accepted' });
    expect(later.source.status(new Date()).recent).toMatchObject({ asked: 1, failed: 0 });
  });

  it('is not asked for a while after many failures, then tested with one question', async () => {
    const { source, gateway } = await connect({ rates: { failing: 100 } });
    for (let n = 0; n < 10; n += 1) await source.ask(question(`c${n}`));
    expect(source.status(new Date()).breaker).toBe('open');
    const asked = gateway.happened.get('failing');
    expect(await source.ask(question('c10'))).toMatchObject({
      state: 'down',
      reason: expect.stringContaining('not asked'),
    });
    expect(gateway.happened.get('failing')).toBe(asked);
    gateway.behave({ rates: {} });
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(await source.ask(question('c11'))).toMatchObject({ state: 'found' });
    expect(source.status(new Date()).breaker).toBe('closed');
  });

  it('is not asked outside its hours', async () => {
    const hour = (new Date().getUTCHours() + 8 + 2) % 24;
    const two = (n: number) => String(n % 24).padStart(2, '0');
    const { source, gateway } = await connect(
      { rates: { failing: 100 } },
      { hours: `${two(hour)}:00-${two(hour + 1)}:00` },
    );
    expect(await source.ask(question('h1'))).toMatchObject({
      state: 'later',
      reason: 'closed',
      until: expect.any(Date),
    });
    expect(gateway.happened.size).toBe(0);
  });

  it('gets no more questions a second than it bears', async () => {
    const { source } = await connect({}, { perSecond: 5 });
    const began = performance.now();
    await Promise.all(Array.from({ length: 11 }, (_, n) => source.ask(question(`p${n}`))));
    // Five at once, five in the next second, one in the third: timers may fire a few milliseconds early.
    expect(performance.now() - began).toBeGreaterThan(1900);
  });

  it('cannot send us elsewhere: a redirect is a failure and is not followed', async () => {
    let followed = 0;
    const elsewhere = createServer((_, response) => {
      followed += 1;
      response.end('secret');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const target = (elsewhere.address() as AddressInfo).port;
    const liar = createServer((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${target}/` }).end();
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const keys = newKeyTexts('ed25519');
    const source = gatewaySource(
      {
        url: `http://127.0.0.1:${(liar.address() as AddressInfo).port}`,
        own: { keyId: 'app', key: signingKey('ed25519', keys.secret) },
        foreign: { keyId: 'gateway', key: verifyingKey('ed25519', keys.open) },
        callbackUrl: null,
      },
      SETTINGS,
      { clock: () => new Date(), random: systemRandom, publicUrl: () => 'http://127.0.0.1:9' },
    );
    expect(await source.ask(question('s1'))).toMatchObject({ state: 'down', reason: 'status 302' });
    expect(followed).toBe(0);
    liar.close();
    elsewhere.close();
  });
});
