// Sealed bytes in a bucket behind the S3 protocol: object storage of a cloud or of the bureau's own machines.

import { AwsClient } from 'aws4fetch';
import { type Blobs, checkName } from './blobs.ts';

/** How a bucket is reached. */
export interface BucketSettings {
  /** Address of the bucket, path style: `https://storage.example/bucket`. */
  readonly url: string;
  readonly keyId: string;
  readonly secret: string;
  readonly region: string;
}

/** So long the storage has for one answer, in milliseconds. */
const PATIENCE = 30_000;

/** Objects of a bucket, named as on disk. Tried again by the client where the storage is busy (5xx); a refusal throws. */
export function bucketBlobs({ url, keyId, secret, region }: BucketSettings): Blobs {
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, region, service: 's3', retries: 3 });
  const base = url.replace(/\/+$/, '');
  const ask = async (method: string, name: string, bytes?: Uint8Array): Promise<Response> => {
    // A copy: the view may be part of a larger piece of memory.
    const body = bytes && new Uint8Array(bytes);
    const answer = await client.fetch(`${base}/${checkName(name).slice(0, 2)}/${name}`, {
      method,
      signal: AbortSignal.timeout(PATIENCE),
      ...(body ? { body, headers: { 'content-type': 'application/octet-stream' } } : {}),
    });
    if (!answer.ok && answer.status !== 404) throw new Error(`object storage answered ${method} with ${answer.status}`);
    return answer;
  };
  return {
    put: async (name, bytes) => {
      if ((await ask('PUT', name, bytes)).status === 404) throw new Error('object storage: there is no such bucket');
    },
    get: async (name) => {
      const answer = await ask('GET', name);
      return answer.status === 404 ? null : new Uint8Array(await answer.arrayBuffer());
    },
    remove: async (name) => {
      await ask('DELETE', name);
    },
  };
}
