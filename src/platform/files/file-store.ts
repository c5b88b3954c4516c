// Evidence files: kept once for each owner under a keyed hash of their content, sealed before they reach the disk.

import { createHash, createHmac } from 'node:crypto';
import type { Blobs } from './blobs.ts';
import { isSealed, masterOf, open, rewrap, seal } from './envelope.ts';
import type { KeyRing } from './key-ring.ts';

/** A place for files. */
export interface FileStore {
  /**
   * Keeps bytes for an owner; the same bytes twice are kept once for one owner. Two owners of the same bytes get
   * different names, so that nobody who sees names learns that two families have the same paper.
   * @returns the name under which they are kept
   */
  put(bytes: Uint8Array, owner: string): Promise<string>;
  /** The bytes of a name; throws when they are gone, or not what was kept. */
  read(name: string): Promise<Uint8Array>;
  /** Forgets them. */
  remove(name: string): Promise<void>;
  /** Brings a file under the current master key. @returns what it was: up to date, under an older key, not sealed, or gone */
  reseal(name: string): Promise<'current' | 'rewrapped' | 'plain' | 'gone'>;
}

/** Files in a place, sealed with the keys of a ring and named with a key of their own, which stays through rotations. */
export function createFileStore(blobs: Blobs, ring: KeyRing, namingKey: Uint8Array): FileStore {
  return {
    put: async (bytes, owner) => {
      const content = createHash('sha256').update(bytes).digest();
      const name = createHmac('sha256', namingKey).update(`${owner}\n`).update(content).digest('hex');
      await blobs.put(name, seal(ring, name, bytes));
      return name;
    },
    read: async (name) => {
      const kept = await blobs.get(name);
      if (kept === null) throw new Error('a stored file is gone');
      if (isSealed(kept)) return open(ring, name, kept);
      // From before files were sealed: named by its content, which is its only proof.
      if (createHash('sha256').update(kept).digest('hex') !== name) throw new Error('a stored file was changed');
      return kept;
    },
    remove: (name) => blobs.remove(name),
    reseal: async (name) => {
      const kept = await blobs.get(name);
      if (kept === null) return 'gone';
      if (!isSealed(kept)) return 'plain';
      if (masterOf(kept) === ring.current().id) return 'current';
      await blobs.put(name, rewrap(ring, name, kept));
      return 'rewrapped';
    },
  };
}
