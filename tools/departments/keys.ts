// Key pairs for both sides of a gateway, as the key files of the settings hold them.

import { generateKeyPairSync } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import type { SignatureAlgorithm } from '../../src/platform/departments/signing.ts';

/** Texts of a private and a public key file: PEM for Ed25519, hexadecimal for SM2. */
export interface KeyTexts {
  readonly secret: string;
  readonly open: string;
}

/** A fresh pair. */
export function newKeyTexts(algorithm: SignatureAlgorithm): KeyTexts {
  if (algorithm === 'sm2-sm3') {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    return { secret: `${privateKey}\n`, open: `${publicKey}\n` };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    open: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
