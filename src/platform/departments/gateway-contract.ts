// What is spoken with the data-sharing gateway: questions, answers at once or by callback, all signed. Source of its API document.

import { z } from 'zod';
import { contract } from '../../kernel/endpoint.ts';
import { CHECK_KINDS } from './departments.ts';

/** A question to one department. */
export const gatewayQuery = z.object({
  requestId: z.string().min(1).max(80).describe('ours; the same in every repetition of a question'),
  kind: z.enum(CHECK_KINDS),
  key: z.string().min(1).max(80).describe('the number by which the department files the record'),
  callback: z.url().nullable().describe('where an answer may be sent that takes longer; null: nowhere'),
});

const answered = {
  requestId: z.string().min(1).max(80),
  kind: z.enum(CHECK_KINDS),
  answeredAt: z.iso.datetime(),
};

/** A department's answer. */
export const gatewayAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('found'), ...answered, record: z.record(z.string(), z.unknown()) }),
  z.object({ state: z.literal('no_record'), ...answered }),
  z.object({ state: z.literal('accepted'), ...answered }).describe('the answer will come by callback'),
]);

/** An answer that came by itself. */
export const gatewayCallback = z.discriminatedUnion('state', [
  z.object({ state: z.literal('found'), ...answered, record: z.record(z.string(), z.unknown()) }),
  z.object({ state: z.literal('no_record'), ...answered }),
]);

/** Where questions go, below the gateway's address. */
export const QUERIES_PATH = '/v1/queries';
/** Where answers by callback arrive here. */
export const CALLBACK_PATH = '/api/departments/answers';

/** The gateway's side; ours is the callback of the verification module. */
export const gatewayContract = contract({
  [`POST ${QUERIES_PATH}` as const]: {
    summary: 'Ask a department for one record. Repeating a request id gives the same answer.',
    who: 'anyone',
    body: gatewayQuery,
    response: gatewayAnswer,
  },
});

/** What the API document says besides the endpoints. */
export const GATEWAY_ABOUT = {
  title: 'Data-sharing gateway as 淮教通 speaks with it',
  version: '1',
  description: [
    'Both directions are signed by HTTP Message Signatures (RFC 9421), with a Content-Digest (RFC 9530) of the body.',
    'A request covers "@method", "@path" and "content-digest", with the parameters created, nonce, keyid and alg;',
    'an answer covers "@status", "content-digest" and "content-digest";req, which ties it to its request.',
    'alg is ed25519, or sm2-sm3: GB/T 32918.2 with the default identity, 64 bytes r then s, and the digest sm3.',
    'A request older than five minutes, from the future, or with a nonce seen before is refused with 401.',
    '429 and 503 may carry Retry-After. Redirects are not followed. Answers are at most 256 KiB.',
    `An answer of the state "accepted" is followed by POST to the callback (${CALLBACK_PATH} here), signed by the gateway.`,
    'An answer may come twice, late, or out of order; each is kept as received.',
  ].join('\n'),
} as const;
