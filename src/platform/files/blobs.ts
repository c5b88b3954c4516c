// Where sealed bytes lie: a folder, or a bucket behind the S3 protocol. Neither sees what they mean.

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A place for bytes under names of 64 hexadecimal digits. */
export interface Blobs {
  /** Writes whole or not at all; a name that is there is replaced. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or null when there are none under this name. */
  get(name: string): Promise<Uint8Array | null>;
  /** Forgets them; a name that is not there is no fault. */
  remove(name: string): Promise<void>;
}

/** Refuses whatever could lead out of the place. */
export function checkName(name: string): string {
  if (!/^[0-9a-f]{64}$/.test(name)) throw new Error('not the name of a stored file');
  return name;
}

/** Files below a folder, spread by the first two digits of their names. */
export function folderBlobs(folder: string): Blobs {
  const place = (name: string) => path.join(folder, checkName(name).slice(0, 2), name);
  return {
    put: async (name, bytes) => {
      const target = place(name);
      await mkdir(path.dirname(target), { recursive: true });
      // Written aside and moved: a crash leaves no half file under a name.
      const aside = `${target}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
      await writeFile(aside, bytes, { flush: true, mode: 0o600 });
      await rename(aside, target);
    },
    get: async (name) => {
      try {
        return await readFile(place(name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    remove: async (name) => rm(place(name), { force: true }),
  };
}
