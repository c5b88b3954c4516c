import { generateKeyPairSync } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { describe, expect, it } from 'vitest';
import { checkAnswer, checkRequest, signAnswer, signRequest } from './messages.ts';
import { signingKey, verifyingKey } from './signing.ts';

const NOW = new Date('2027-05-03T02:00:00.000Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

function pair(algorithm: 'ed25519' | 'sm2-sm3', keyId: string) {
  if (algorithm === 'sm2-sm3') {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    return {
      own: { keyId, key: signingKey(algorithm, privateKey) },
      foreign: { keyId, key: verifyingKey(algorithm, publicKey) },
    };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    own: { keyId, key: signingKey(algorithm, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()) },
    foreign: { keyId, key: verifyingKey(algorithm, publicKey.export({ type: 'spki', format: 'pem' }).toString()) },
  };
}

describe.each(['ed25519', 'sm2-sm3'] as const)('messages signed with %s', (algorithm) => {
  const ours = pair(algorithm, 'app');
  const theirs = pair(algorithm, 'gateway');
  const body = JSON.stringify({ requestId: 'r1', key: '320899202101010019' });
  const ask = (text = body) =>
    signRequest(ours.own, { method: 'POST', url: 'http://gateway/v1/queries', body: text }, NOW, 'n1');

  it('pass as they were sent, and tell their nonce', async () => {
    expect(await checkRequest(ours.foreign, await ask(), body, later(10))).toEqual({ fault: null, nonce: 'n1' });
    const request = await ask();
    const answer = await signAnswer(theirs.own, { status: 200, body: '{}' }, request, NOW, 'n2');
    expect(await checkAnswer(theirs.foreign, answer, '{}', request, NOW)).toEqual({ fault: null, nonce: 'n2' });
  });

  it('fall with a changed body, path, status, key or signature, and unsigned', async () => {
    const request = await ask();
    const fault = async (changed: Partial<typeof request>, text = body, key = ours.foreign) =>
      (await checkRequest(key, { ...request, ...changed }, text, NOW)).fault;
    expect(await fault({}, `${body} `)).toBe('bad_signature');
    expect(await fault({ url: 'http://gateway/v1/other' })).toBe('bad_signature');
    expect(await fault({ method: 'PUT' })).toBe('bad_signature');
    expect(await fault({}, body, theirs.foreign)).toBe('bad_signature');
    expect(await fault({}, body, { ...pair(algorithm, 'app').foreign })).toBe('bad_signature');
    expect(await fault({ headers: { 'content-digest': request.headers['content-digest'] ?? '' } })).toBe(
      'bad_signature',
    );
    const answer = await signAnswer(theirs.own, { status: 200, body: '{}' }, request, NOW, 'n2');
    const changed = { ...answer, status: 404 };
    expect((await checkAnswer(theirs.foreign, changed, '{}', request, NOW)).fault).toBe('bad_signature');
  });

  it('fall where the signature covers too little', async () => {
    const request = await ask();
    const narrow = String(request.headers['signature-input']).replace(' "content-digest"', '');
    expect(
      (
        await checkRequest(
          ours.foreign,
          { ...request, headers: { ...request.headers, 'signature-input': narrow } },
          body,
          NOW,
        )
      ).fault,
    ).toBe('bad_signature');
  });

  it('are old after five minutes, and not from the future', async () => {
    const request = await ask();
    expect((await checkRequest(ours.foreign, request, body, later(299))).fault).toBeNull();
    expect((await checkRequest(ours.foreign, request, body, later(301))).fault).toBe('stale');
    expect((await checkRequest(ours.foreign, request, body, later(-301))).fault).toBe('stale');
  });

  it('as an answer to one question are none to another', async () => {
    const [one, other] = [await ask(), await ask('{"requestId":"r2"}')];
    const answer = await signAnswer(theirs.own, { status: 200, body: '{}' }, one, NOW, 'n2');
    expect((await checkAnswer(theirs.foreign, answer, '{}', other, NOW)).fault).toBe('bad_signature');
  });
});
