// Bytes at rest: AES-256-GCM under a key of their own, which a master key wraps, so that a rotation rewrites 84 bytes a file.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing, MasterKey } from './key-ring.ts';

/** Says what follows: `HJTF`, then the version of this format. */
const MAGIC = Buffer.from('HJTF\u0001', 'latin1');
const ID = 8;
const IV = 12;
const TAG = 16;
const KEY = 32;
/** Where the wrapped key ends and the sealed bytes begin: magic, master key's id, then nonce, wrapped key and tag. */
const HEAD = MAGIC.length + ID + IV + KEY + TAG;

/** AES-256-GCM as nonce, ciphertext, tag; `bound` is authenticated with it, so that nothing can be put in another's place. */
function encrypt(key: Uint8Array, bytes: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, sealed: Uint8Array, bound: string): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV)).setAAD(Buffer.from(bound));
  cipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([cipher.update(sealed.subarray(IV, sealed.length - TAG)), cipher.final()]);
}

function head(master: MasterKey, key: Uint8Array, name: string): Buffer {
  return Buffer.concat([MAGIC, Buffer.from(master.id, 'hex'), encrypt(master.key, key, `key ${name}`)]);
}

/** Whether bytes were sealed by {@link seal}; those of before encryption were not. */
export function isSealed(bytes: Uint8Array): boolean {
  return bytes.length > HEAD + IV + TAG && MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

/** Seals bytes under a fresh key, for this name only. */
export function seal(ring: KeyRing, name: string, bytes: Uint8Array): Buffer {
  const key = randomBytes(KEY);
  return Buffer.concat([head(ring.current(), key, name), encrypt(key, bytes, `bytes ${name}`)]);
}

/** The id of the master key that wraps this file's. */
export function masterOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(MAGIC.length, MAGIC.length + ID)).toString('hex');
}

function keyOf(ring: KeyRing, name: string, sealed: Uint8Array): Buffer {
  const id = masterOf(sealed);
  const master = ring.find(id);
  if (!master) throw new Error(`the master key ${id} of a stored file is not at hand: add it to FILES_KEY`);
  return decrypt(master.key, sealed.subarray(MAGIC.length + ID, HEAD), `key ${name}`);
}

/** Opens what was sealed for this name; throws when a byte was changed or the master key is not at hand. */
export function open(ring: KeyRing, name: string, sealed: Uint8Array): Buffer {
  return decrypt(keyOf(ring, name, sealed), sealed.subarray(HEAD), `bytes ${name}`);
}

/** The same file under the current master key: only its head is new. */
export function rewrap(ring: KeyRing, name: string, sealed: Uint8Array): Buffer {
  return Buffer.concat([head(ring.current(), keyOf(ring, name, sealed), name), sealed.subarray(HEAD)]);
}
