// A stand-in for object storage that speaks as much S3 as is used, and checks every signature (AWS Signature Version 4).

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running stand-in. */
export interface ObjectStorage {
  /** Settings of an app that keeps its files here. */
  readonly settings: Readonly<Record<string, string>>;
  /** What lies in the bucket, by key. */
  readonly objects: Map<string, Buffer>;
  /** Answers so many requests with 503 before it works again. */
  fail(times: number): void;
  stop(): Promise<void>;
}

const KEY_ID = 'TESTKEYID';
const SECRET = 'a secret of the bucket in tests';
const REGION = 'cn-test-1';

/** Starts a storage with one bucket, `papers`. */
export async function startObjectStorage(): Promise<ObjectStorage> {
  const objects = new Map<string, Buffer>();
  let failures = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const answer = (status: number, bytes?: Buffer) => void response.writeHead(status).end(bytes);
      if (failures > 0) {
        failures -= 1;
        return answer(503);
      }
      if (!isSigned(request, body)) return answer(403);
      const [, bucket, ...rest] = (request.url ?? '').split('/');
      if (bucket !== 'papers') return answer(404);
      const key = rest.join('/');
      const there = objects.get(key);
      switch (request.method) {
        case 'PUT':
          objects.set(key, body);
          return answer(200);
        case 'GET':
          return there ? answer(200, there) : answer(404);
        case 'DELETE':
          objects.delete(key);
          return answer(204);
        default:
          return answer(405);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    settings: {
      FILES_S3_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/papers`,
      FILES_S3_KEY_ID: KEY_ID,
      FILES_S3_SECRET: SECRET,
      FILES_S3_REGION: REGION,
    },
    objects,
    fail: (times) => {
      failures = times;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

/** The signature as AWS describes it, worked out from the request as it arrived. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const header = /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(
    request.headers.authorization ?? '',
  );
  if (!header) return false;
  const [, credential = '', signed = '', signature = ''] = header;
  const [id, day = '', region = '', service = '', end] = credential.split('/');
  if (id !== KEY_ID || region !== REGION || service !== 's3' || end !== 'aws4_request') return false;
  const stated = String(request.headers['x-amz-content-sha256']);
  if (stated !== 'UNSIGNED-PAYLOAD' && stated !== sha256(body)) return false;
  const names = signed.split(';');
  if (!names.includes('host') || !names.includes('x-amz-date')) return false;
  const canonical = [
    request.method,
    request.url,
    '',
    ...names.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signed,
    stated,
  ].join('\n');
  const time = String(request.headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', time, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${SECRET}`, day), region), 's3'), 'aws4_request');
  return hmac(key, toSign).toString('hex') === signature;
}
