// The file store as the settings want it: folder or bucket, keys from the settings or from DATA_DIR.

import { hkdfSync } from 'node:crypto';
import path from 'node:path';
import type { Config } from '../config.ts';
import { folderBlobs } from './blobs.ts';
import { createFileStore, type FileStore } from './file-store.ts';
import { givenKeys, type KeyRing, keysInFile } from './key-ring.ts';
import { bucketBlobs } from './s3-blobs.ts';

/** The master keys of a configuration; makes the first where none is set. */
export function openKeyRing(config: Pick<Config, 'FILES_KEY' | 'DATA_DIR'>): Promise<KeyRing> {
  return config.FILES_KEY === undefined
    ? keysInFile(path.join(config.DATA_DIR, 'files-key'))
    : Promise.resolve(givenKeys(config.FILES_KEY));
}

/** Opens the store. @param secret the key that no rotation changes: names of files are derived with it */
export async function openFileStore(config: Config, secret: Uint8Array, ring?: KeyRing): Promise<FileStore> {
  const { FILES_S3_URL: url, FILES_S3_KEY_ID: keyId, FILES_S3_SECRET: bucketSecret, FILES_S3_REGION: region } = config;
  const blobs =
    url && keyId && bucketSecret
      ? bucketBlobs({ url, keyId, secret: bucketSecret, region })
      : folderBlobs(path.join(config.DATA_DIR, 'files'));
  const namingKey = new Uint8Array(hkdfSync('sha256', secret, '', 'names of evidence files', 32));
  return createFileStore(blobs, ring ?? (await openKeyRing(config)), namingKey);
}
