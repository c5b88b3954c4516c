// The master keys that wrap the keys of files: the first seals, the others still open what they sealed before.

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A master key: 32 bytes under the first 8 bytes of their SHA-256. */
export interface MasterKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The keys at hand. */
export interface KeyRing {
  /** Seals from now on. */
  current(): MasterKey;
  /** The key of an id, or null when nobody here has it. */
  find(id: string): MasterKey | null;
  /** Puts a new key in front. Throws where the keys come from the settings: there a person changes them. */
  rotate(): Promise<MasterKey>;
  /** Forgets all but the current key. */
  forgetOld(): Promise<void>;
}

const KEY = /^[0-9a-f]{64}$/i;

/** Reads keys as they are written in settings and files: 64 hexadecimal digits each, between commas, spaces or lines. */
export function parseKeys(text: string): MasterKey[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) throw new Error('no key');
  return words.map((word) => {
    if (!KEY.test(word)) throw new Error('a key has 64 hexadecimal digits');
    const key = Buffer.from(word, 'hex');
    return { id: createHash('sha256').update(key).digest('hex').slice(0, 16), key };
  });
}

/** Keys from the settings. */
export function givenKeys(text: string): KeyRing {
  const keys = parseKeys(text);
  const byHand = () => Promise.reject(new Error('the keys stand in FILES_KEY; change them there'));
  return {
    current: () => keys[0] as MasterKey,
    find: (id) => keys.find((key) => key.id === id) ?? null,
    rotate: byHand,
    forgetOld: byHand,
  };
}

/**
 * Keys in a file, one a line, made with the first of them. Read anew for an id that is not known: another process may
 * have put a new key in front.
 */
export async function keysInFile(file: string): Promise<KeyRing> {
  if (!existsSync(file)) {
    await mkdir(path.dirname(file), { recursive: true });
    try {
      writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    } catch (error) {
      // Another process was first.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  const read = () => parseKeys(readFileSync(file, 'utf8'));
  const write = async (all: readonly MasterKey[]) => {
    await writeFile(`${file}.new`, all.map(({ key }) => `${Buffer.from(key).toString('hex')}\n`).join(''), {
      mode: 0o600,
      flush: true,
    });
    await rename(`${file}.new`, file);
    keys = [...all];
  };
  let keys = read();
  return {
    current: () => keys[0] as MasterKey,
    find: (id) => {
      const has = () => keys.find((key) => key.id === id) ?? null;
      if (has() === null) keys = read();
      return has();
    },
    rotate: async () => {
      const [fresh] = parseKeys(randomBytes(32).toString('hex')) as [MasterKey];
      await write([fresh, ...read()]);
      return fresh;
    },
    forgetOld: async () => write(read().slice(0, 1)),
  };
}
