// The hash function that a draw is bound to; passed in, because the server, the browser and a test each have their own.

import { toHex, utf8, type Hex } from './bytes.ts';

/** Hash functions a draw may announce: SHA-256 (FIPS 180-4) or SM3 (GB/T 32905). Both give 32 bytes of 64-byte blocks. */
export type HashName = 'sha256' | 'sm3';

/**
 * A hash function, synchronous.
 * `digestInto` writes 32 bytes, so that a million digests need no million arrays.
 */
export interface HashFunction {
  readonly name: HashName;
  digestInto(data: Uint8Array, out: Uint8Array, offset: number): void;
}

/** The digest of bytes, or of a text in UTF-8. */
export function digest(hash: HashFunction, data: Uint8Array | string): Uint8Array {
  const out = new Uint8Array(32);
  hash.digestInto(typeof data === 'string' ? utf8(data) : data, out, 0);
  return out;
}

/** The digest of bytes, or of a text in UTF-8, in the published form. */
export function digestHex(hash: HashFunction, data: Uint8Array | string): Hex {
  return toHex(digest(hash, data));
}

/** HMAC (RFC 2104) under one key, for many messages. */
export function hmacUnder(hash: HashFunction, key: Uint8Array): (message: Uint8Array) => Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? digest(hash, key) : key);
  const innerPad = block.map((byte) => byte ^ 0x36);
  const outer = new Uint8Array(96);
  outer.set(block.map((byte) => byte ^ 0x5c));
  let inner = new Uint8Array(0);
  return (message) => {
    if (inner.length !== 64 + message.length) {
      inner = new Uint8Array(64 + message.length);
      inner.set(innerPad);
    }
    inner.set(message, 64);
    hash.digestInto(inner, outer, 64);
    return digest(hash, outer);
  };
}
