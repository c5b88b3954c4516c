// Signs and checks the HTTP messages of the data-sharing gateway (RFC 9421 with RFC 9530), both directions.

import { httpbis } from 'http-message-signatures';
import type { AnswerFault } from './departments.ts';
import { contentDigest, type Signing, type Verifying } from './signing.ts';

/** Seconds after which a signed message counts as old, and by which clocks may differ. */
export const FRESH_SECONDS = 300;

export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string | string[]>;
}

export interface SignedAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
}

/** Our own key by its name at the other side. */
export interface OwnKey {
  readonly keyId: string;
  readonly key: Signing;
}

/** The other side's key by its name. */
export interface ForeignKey {
  readonly keyId: string;
  readonly key: Verifying;
}

/** What a signature says of itself once it was checked. */
export interface Checked {
  readonly fault: AnswerFault | null;
  readonly nonce: string | null;
}

/** What a signature must cover, no less and no more, as `Signature-Input` writes it. */
const REQUEST_FIELDS = ['"@method"', '"@path"', '"content-digest"'];
const ANSWER_FIELDS = ['"@status"', '"content-digest"', '"content-digest";req'];
const PARAMETERS = ['created', 'nonce', 'keyid', 'alg'];

const signer = ({ keyId, key }: OwnKey) => ({
  id: keyId,
  alg: key.algorithm,
  sign: (data: Buffer) => Promise.resolve(Buffer.from(key.sign(data))),
});

function lowerNames(headers: SignedRequest['headers']): SignedRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The headers of a signed request with a JSON body. */
export async function signRequest(
  own: OwnKey,
  request: { readonly method: string; readonly url: string; readonly body: string },
  at: Date,
  nonce: string,
): Promise<SignedRequest> {
  const headers = {
    'content-type': 'application/json',
    'content-digest': contentDigest(own.key.algorithm, request.body),
  };
  const signed = await httpbis.signMessage(
    {
      key: signer(own),
      name: 'sig',
      fields: REQUEST_FIELDS,
      params: PARAMETERS,
      paramValues: { created: at, nonce },
    },
    { method: request.method, url: request.url, headers } as SignedRequest,
  );
  return { method: request.method, url: request.url, headers: lowerNames(signed.headers) };
}

/** The headers of a signed answer to a request. */
export async function signAnswer(
  own: OwnKey,
  answer: { readonly status: number; readonly body: string },
  request: SignedRequest,
  at: Date,
  nonce: string,
): Promise<SignedAnswer> {
  const headers = {
    'content-type': 'application/json',
    'content-digest': contentDigest(own.key.algorithm, answer.body),
  };
  const signed = await httpbis.signMessage(
    { key: signer(own), name: 'sig', fields: ANSWER_FIELDS, params: PARAMETERS, paramValues: { created: at, nonce } },
    { status: answer.status, headers } as SignedAnswer,
    request,
  );
  return { status: answer.status, headers: lowerNames(signed.headers) };
}

/** Checks a request that arrived: key, age, digest, signature. Whether its nonce is new is the receiver's to know. */
export async function checkRequest(
  foreign: ForeignKey,
  request: SignedRequest,
  body: string,
  now: Date,
): Promise<Checked> {
  return check(foreign, request.headers, body, now, REQUEST_FIELDS, (config) => httpbis.verifyMessage(config, request));
}

/** Checks an answer to a request of ours. */
export async function checkAnswer(
  foreign: ForeignKey,
  answer: SignedAnswer,
  body: string,
  request: SignedRequest,
  now: Date,
): Promise<Checked> {
  return check(foreign, answer.headers, body, now, ANSWER_FIELDS, (config) =>
    httpbis.verifyMessage(config, answer, request),
  );
}

type Verification = Parameters<typeof httpbis.verifyMessage>[0];

async function check(
  foreign: ForeignKey,
  headers: Readonly<Record<string, string | string[]>>,
  body: string,
  now: Date,
  fields: readonly string[],
  verify: (config: Verification) => Promise<boolean | null>,
): Promise<Checked> {
  let nonce: string | null = null;
  let created: Date | null = null;
  const config: Verification = {
    requiredParams: PARAMETERS,
    // The age is judged below by the clock that was passed in.
    notAfter: new Date(8.64e15),
    keyLookup: (parameters) => {
      nonce = typeof parameters.nonce === 'string' ? parameters.nonce : null;
      created = parameters.created instanceof Date ? parameters.created : null;
      const known = parameters.keyid === foreign.keyId && parameters.alg === foreign.key.algorithm;
      if (!known) return Promise.resolve(null);
      return Promise.resolve({
        id: foreign.keyId,
        algs: [foreign.key.algorithm],
        verify: (data: Buffer, signature: Buffer) => Promise.resolve(foreign.key.verify(data, signature)),
      });
    },
  };
  // The library looks for required fields by bare name, to which "content-digest";req would do as well.
  const covered = String(headers['signature-input']).startsWith(`sig=(${fields.join(' ')});`);
  const holds = covered && (await verify(config).catch(() => false));
  if (holds !== true || headers['content-digest'] !== contentDigest(foreign.key.algorithm, body))
    return { fault: 'bad_signature', nonce };
  const age = created === null ? Infinity : Math.abs(now.getTime() - (created as Date).getTime());
  return { fault: age <= FRESH_SECONDS * 1000 ? null : 'stale', nonce };
}
