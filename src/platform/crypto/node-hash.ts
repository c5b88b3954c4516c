// SHA-256 and SM3 of Node's OpenSSL, in the synchronous form that the lottery engine takes.

import { hash } from 'node:crypto';

/**
 * A hash function by its OpenSSL name. The digest travels as binary text, which Node hands over three times as fast
 * as a Buffer.
 */
export function nodeHash<Name extends 'sha256' | 'sm3'>(
  name: Name,
): { readonly name: Name; digestInto(data: Uint8Array, out: Uint8Array, offset: number): void } {
  return {
    name,
    digestInto(data, out, offset) {
      const digest = hash(name, data, 'binary');
      for (let i = 0; i < 32; i += 1) out[offset + i] = digest.charCodeAt(i);
    },
  };
}
