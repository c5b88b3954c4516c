// Evidence files by content hash: written once, never served from a guessable address.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

/** A place for bytes. */
export interface FileStore {
  /** Keeps bytes; the same bytes twice are kept once. @returns SHA-256 in hex */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes of a hash; throws when they are gone. */
  read(sha256: string): Promise<Readable>;
  /** Forgets them. */
  remove(sha256: string): Promise<void>;
}

/** Files below a folder, spread by the first two digits of their hash. */
export function createFileStore(folder: string): FileStore {
  const place = (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a content hash');
    return path.join(folder, sha256.slice(0, 2), sha256);
  };
  return {
    put: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const target = place(sha256);
      await mkdir(path.dirname(target), { recursive: true });
      // Written aside and moved: a crash leaves no half file under a hash it does not have.
      const aside = `${target}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
      await writeFile(aside, bytes, { flush: true, mode: 0o600 });
      await rename(aside, target);
      return sha256;
    },
    read: async (sha256) => {
      await stat(place(sha256));
      return createReadStream(place(sha256));
    },
    remove: async (sha256) => rm(place(sha256), { force: true }),
  };
}
