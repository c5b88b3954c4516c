// Key pairs of the data-sharing gateway: Ed25519 and SM2 with SM3, from PEM or hexadecimal files.

import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

/** `sm2-sm3`: GB/T 32918.2 with the default identity of GM/T 0009 and a signature of 64 bytes, r then s. */
export type SignatureAlgorithm = 'ed25519' | 'sm2-sm3';

/** Signs bytes with a private key. */
export interface Signing {
  readonly algorithm: SignatureAlgorithm;
  sign(data: Uint8Array): Uint8Array;
}

/** Checks signatures of a public key. */
export interface Verifying {
  readonly algorithm: SignatureAlgorithm;
  verify(data: Uint8Array, signature: Uint8Array): boolean;
}

/** Default identity of a signer, GM/T 0009-2012. */
const SM2_IDENTITY = '1234567812345678';
/** Object identifier 1.2.156.10197.1.301 of the curve, in DER. */
const SM2_CURVE = '06082a811ccf5501822d';

/**
 * A signer from the text of a key file. Node's own SM2 is not used: it signs what no other implementation accepts.
 * @throws Error that says what the text should be
 */
export function signingKey(algorithm: SignatureAlgorithm, text: string): Signing {
  if (algorithm === 'ed25519') {
    const key = ed25519(() => createPrivateKey(text));
    return { algorithm, sign: (data) => sign(null, data, key) };
  }
  const secret = sm2Secret(text);
  return {
    algorithm,
    sign: (data) => Buffer.from(sm2.doSignature(data, secret, { hash: true, der: false, userId: SM2_IDENTITY }), 'hex'),
  };
}

/**
 * A verifier from the text of a public key file.
 * @throws Error that says what the text should be
 */
export function verifyingKey(algorithm: SignatureAlgorithm, text: string): Verifying {
  if (algorithm === 'ed25519') {
    const key = ed25519(() => createPublicKey(text));
    return { algorithm, verify: (data, signature) => verify(null, data, key, signature) };
  }
  const point = sm2Point(text);
  return {
    algorithm,
    verify: (data, signature) =>
      signature.length === 64 &&
      sm2.doVerifySignature(data, Buffer.from(signature).toString('hex'), point, {
        hash: true,
        der: false,
        userId: SM2_IDENTITY,
      }),
  };
}

/** `Content-Digest` (RFC 9530) of a body: SHA-256, or SM3 beside SM2, which is not yet registered there. */
export function contentDigest(algorithm: SignatureAlgorithm, body: string): string {
  const [name, hash] = algorithm === 'ed25519' ? ['sha-256', 'sha256'] : ['sm3', 'sm3'];
  return `${name}=:${createHash(hash).update(body).digest('base64')}:`;
}

function ed25519(read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new Error('is no key in PEM form');
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`is a key of type ${key.asymmetricKeyType}, not ed25519`);
  return key;
}

/** 32 bytes in hexadecimal, or PKCS #8 of the curve SM2. */
function sm2Secret(text: string): string {
  const plain = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(plain)) return plain;
  const [, secret] = /02010104(?:20)([0-9a-f]{64})/.exec(sm2Der(text)) ?? [];
  if (secret === undefined) throw new Error('is neither an SM2 private key in PEM (PKCS #8) nor 64 hexadecimal digits');
  return secret;
}

/** 65 bytes in hexadecimal, beginning with 04, or SubjectPublicKeyInfo of the curve SM2. */
function sm2Point(text: string): string {
  const plain = text.trim().toLowerCase();
  const point = /^04[0-9a-f]{128}$/.test(plain) ? plain : /034200(04[0-9a-f]{128})$/.exec(sm2Der(text))?.[1];
  if (point === undefined || !onCurve(point))
    throw new Error('is neither an SM2 public key in PEM nor 130 hexadecimal digits of a point on the curve');
  return point;
}

function onCurve(point: string): boolean {
  try {
    return sm2.verifyPublicKey(point);
  } catch {
    return false;
  }
}

function sm2Der(pem: string): string {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('hex');
  return der.includes(SM2_CURVE) ? der : '';
}
