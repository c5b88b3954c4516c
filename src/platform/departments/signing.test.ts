import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDigest, signingKey, verifyingKey } from './signing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const hex = (text: string) => Buffer.from(text, 'hex');

describe('SM2', () => {
  // GM/T 0003.5-2012, Annex A, over the recommended curve.
  const annexA = {
    secret: '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8',
    point:
      '0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13',
    signature:
      'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
  };

  it('accepts the signature of the standard’s annex, and signs with its key', () => {
    const verifier = verifyingKey('sm2-sm3', annexA.point);
    expect(verifier.verify(bytes('message digest'), hex(annexA.signature))).toBe(true);
    expect(verifier.verify(bytes('message digesT'), hex(annexA.signature))).toBe(false);
    const signer = signingKey('sm2-sm3', annexA.secret);
    expect(verifier.verify(bytes('abc'), signer.sign(bytes('abc')))).toBe(true);
  });

  it('accepts keys and a signature made by another implementation (OpenSSL 3.0)', () => {
    const verifier = verifyingKey(
      'sm2-sm3',
      `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEXcdON/ekMLRFIisQYz6vr5li/zWy
TRFdLFKYxBbnjrHbqO/GBBq4fsUFSNwFRO9y036R9phb5VdyQ3tbWDamqg==
-----END PUBLIC KEY-----`,
    );
    const signature =
      'bf852df94f836f5e0cca45a907de5a4c5db4ba1a3aa88a293443d9e7f8194ce0b1a3c99703ad267911a2dc0359141e08d2283bfb5013f684c31e8726e2373b40';
    expect(verifier.verify(bytes('declared and fetched data never mix'), hex(signature))).toBe(true);
    const signer = signingKey(
      'sm2-sm3',
      `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgWcENl3h/6IMB4OWU
I9qeBG2gV5Dq4iLEynvgDZGs3UOhRANCAARdx04396QwtEUiKxBjPq+vmWL/NbJN
EV0sUpjEFueOsduo78YEGrh+xQVI3AVE73LTfpH2mFvlV3JDe1tYNqaq
-----END PRIVATE KEY-----`,
    );
    expect(verifier.verify(bytes('x'), signer.sign(bytes('x')))).toBe(true);
  });

  it('refuses texts that are no key, and signatures of a wrong length', () => {
    expect(() => signingKey('sm2-sm3', 'no key')).toThrow(/SM2 private key/);
    expect(() => verifyingKey('sm2-sm3', `04${'0'.repeat(128)}`)).toThrow(/point on the curve/);
    expect(verifyingKey('sm2-sm3', annexA.point).verify(bytes(''), hex('00'))).toBe(false);
  });
});

describe('Ed25519', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signer = signingKey('ed25519', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const verifier = verifyingKey('ed25519', publicKey.export({ type: 'spki', format: 'pem' }).toString());

  it('accepts what was signed, and no changed byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.nat(), (data, at) => {
        const signature = signer.sign(data);
        expect(verifier.verify(data, signature)).toBe(true);
        const changed = Uint8Array.from(data);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
        expect(verifier.verify(changed, signature)).toBe(false);
      }),
    );
  });

  it('refuses keys of another kind', () => {
    const rsa = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => signingKey('ed25519', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow(
      /not ed25519/,
    );
    expect(() => verifyingKey('ed25519', 'nothing')).toThrow(/PEM/);
  });
});

it('digests a body by SHA-256 or SM3, as published (GB/T 32905, example 1: "abc")', () => {
  expect(contentDigest('ed25519', 'abc')).toBe('sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:');
  const sm3 = hex('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0').toString('base64');
  expect(contentDigest('sm2-sm3', 'abc')).toBe(`sm3=:${sm3}:`);
});
