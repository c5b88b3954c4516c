// How files are kept: sealed, named without telling, in a folder or a bucket, under keys that change.

import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startObjectStorage } from '../../../tests/support/object-storage.ts';
import { type Blobs, folderBlobs } from './blobs.ts';
import { createFileStore } from './file-store.ts';
import { givenKeys, keysInFile, parseKeys } from './key-ring.ts';
import { bucketBlobs } from './s3-blobs.ts';

const NAMING = new Uint8Array(32).fill(7);
const KEY = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const paper = Buffer.from('a household booklet, invented');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hjt-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const onDisk = async () => {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
};
const storeOn = (blobs: Blobs, keys = KEY) => createFileStore(blobs, givenKeys(keys), NAMING);

describe('a stored file', () => {
  it('is given back as it was, and is nowhere readable on the disk', async () => {
    const store = storeOn(folderBlobs(folder));
    const name = await store.put(paper, 'family-1');
    expect(Buffer.from(await store.read(name)).equals(paper)).toBe(true);
    const [file = ''] = await onDisk();
    const kept = await readFile(file);
    expect(kept.includes(paper)).toBe(false);
    expect(kept.includes(Buffer.from('household'))).toBe(false);
  });

  it('is kept once for one family; two families with the same paper have different names and different bytes', async () => {
    const store = storeOn(folderBlobs(folder));
    const [one, again, other] = [
      await store.put(paper, 'family-1'),
      await store.put(paper, 'family-1'),
      await store.put(paper, 'family-2'),
    ];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    const plain = createHash('sha256').update(paper).digest('hex');
    expect([one, other]).not.toContain(plain);
    const files = await onDisk();
    expect(files).toHaveLength(2);
    const [first, second] = await Promise.all(files.map((file) => readFile(file)));
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  });

  it('is refused after any single byte of it was changed', async () => {
    const store = storeOn(folderBlobs(folder));
    const name = await store.put(paper, 'family-1');
    const [file = ''] = await onDisk();
    const kept = await readFile(file);
    // The first five bytes only say that it is sealed; without them it is a file of before with a wrong hash.
    for (let at = 0; at < kept.length; at += 1) {
      const changed = Buffer.from(kept);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(file, changed);
      await expect(store.read(name), `byte ${at}`).rejects.toThrow();
    }
  });

  it('cannot be put in the place of another', async () => {
    const blobs = folderBlobs(folder);
    const store = storeOn(blobs);
    const [mine, theirs] = [await store.put(paper, 'family-1'), await store.put(Buffer.from('other'), 'family-2')];
    await blobs.put(mine, (await blobs.get(theirs)) ?? Buffer.alloc(0));
    await expect(store.read(mine)).rejects.toThrow();
  });

  it('is gone after its removal, which may be asked for twice', async () => {
    const store = storeOn(folderBlobs(folder));
    const name = await store.put(paper, 'family-1');
    await store.remove(name);
    await store.remove(name);
    await expect(store.read(name)).rejects.toThrow('gone');
    expect(await onDisk()).toEqual([]);
  });

  it('of before sealing is read by its content hash, and not when it was changed', async () => {
    const blobs = folderBlobs(folder);
    const store = storeOn(blobs);
    const name = createHash('sha256').update(paper).digest('hex');
    await blobs.put(name, paper);
    expect(Buffer.from(await store.read(name)).equals(paper)).toBe(true);
    expect(await store.reseal(name)).toBe('plain');
    await blobs.put(name, Buffer.from('changed'));
    await expect(store.read(name)).rejects.toThrow('changed');
  });

  it('has no name that leads out of its folder', async () => {
    await expect(storeOn(folderBlobs(folder)).read('../../etc/passwd')).rejects.toThrow('not the name');
  });
});

describe('a change of master keys', () => {
  it('rewrites the head of each file and leaves its bytes, until the old key is needed no more', async () => {
    const blobs = folderBlobs(folder);
    const name = await storeOn(blobs).put(paper, 'family-1');
    const before = (await blobs.get(name)) ?? new Uint8Array();
    const both = storeOn(blobs, `${OTHER},${KEY}`);
    expect(Buffer.from(await both.read(name)).equals(paper)).toBe(true);
    expect([await both.reseal(name), await both.reseal(name)]).toEqual(['rewrapped', 'current']);
    const after = (await blobs.get(name)) ?? new Uint8Array();
    expect(after.length).toBe(before.length);
    expect(Buffer.from(after.subarray(-paper.length)).equals(before.subarray(-paper.length))).toBe(true);
    expect(Buffer.from(await storeOn(blobs, OTHER).read(name)).equals(paper)).toBe(true);
    await expect(storeOn(blobs, KEY).read(name)).rejects.toThrow('not at hand');
  });

  it('in the key file is seen by a server that is running', async () => {
    const file = path.join(folder, 'files-key');
    const [server, terminal] = [await keysInFile(file), await keysInFile(file)];
    expect(server.current().id).toBe(terminal.current().id);
    const old = server.current();
    const fresh = await terminal.rotate();
    expect(fresh.id).not.toBe(old.id);
    expect(server.find(fresh.id)?.id).toBe(fresh.id);
    expect(server.current().id).toBe(fresh.id);
    expect(server.find(old.id)?.id).toBe(old.id);
    await terminal.forgetOld();
    expect((await keysInFile(file)).find(old.id)).toBeNull();
  });

  it('is refused where the keys stand in the settings, and a key that is none is named as that', async () => {
    await expect(givenKeys(KEY).rotate()).rejects.toThrow('FILES_KEY');
    expect(() => parseKeys('short')).toThrow('64 hexadecimal digits');
  });
});

describe('a bucket', () => {
  it('keeps files sealed under signed requests, and is asked again while it is busy', async () => {
    const storage = await startObjectStorage();
    try {
      const bucket = {
        url: storage.settings['FILES_S3_URL'] ?? '',
        keyId: storage.settings['FILES_S3_KEY_ID'] ?? '',
        secret: storage.settings['FILES_S3_SECRET'] ?? '',
        region: storage.settings['FILES_S3_REGION'] ?? '',
      };
      const store = storeOn(bucketBlobs(bucket));
      storage.fail(2);
      const name = await store.put(paper, 'family-1');
      expect([...storage.objects.keys()]).toEqual([`${name.slice(0, 2)}/${name}`]);
      expect([...storage.objects.values()][0]?.includes(paper)).toBe(false);
      expect(Buffer.from(await store.read(name)).equals(paper)).toBe(true);
      await store.remove(name);
      expect(storage.objects.size).toBe(0);
      await expect(store.read(name)).rejects.toThrow('gone');
      const stranger = storeOn(bucketBlobs({ ...bucket, secret: 'wrong' }));
      await expect(stranger.put(paper, 'family-1')).rejects.toThrow('403');
      const nowhere = storeOn(bucketBlobs({ ...bucket, url: bucket.url.replace('papers', 'other') }));
      await expect(nowhere.put(paper, 'family-1')).rejects.toThrow('no such bucket');
    } finally {
      await storage.stop();
    }
  });
});
