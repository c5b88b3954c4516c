// A data-sharing gateway that behaves like real ones: signed answers from given records, and every misbehaviour on demand.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewayQuery, QUERIES_PATH } from '../../src/platform/departments/gateway-contract.ts';
import {
  checkRequest,
  FRESH_SECONDS,
  type ForeignKey,
  type OwnKey,
  signAnswer,
  type SignedRequest,
  signRequest,
} from '../../src/platform/departments/messages.ts';
import { signingKey } from '../../src/platform/departments/signing.ts';
import { contradictsItself, faultOf, type Fault, type FaultRates } from './faults.ts';

/** A record by the department and the number under which it is filed. */
export type Lookup = (kind: string, key: string) => Readonly<Record<string, unknown>> | null;

/** How the gateway behaves; may be changed while it runs. */
export interface Behaviour {
  readonly rates: FaultRates;
  /** Per cent of records about which a department says two different things. */
  readonly contradicting: number;
  /** Departments that do not answer at all (status 503). */
  readonly down: readonly string[];
  /** How long a slow answer takes. */
  readonly slowMs: number;
  /** How long an ordinary answer takes. */
  readonly latencyMs: number;
  /** How long answers by callback are held back. */
  readonly callbackMs: number;
}

export const WELL_BEHAVED: Behaviour = {
  rates: {},
  contradicting: 0,
  down: [],
  slowMs: 10_000,
  latencyMs: 5,
  callbackMs: 500,
};

export interface GatewaySettings {
  readonly port: number;
  readonly seed: number;
  readonly own: OwnKey;
  /** The side that asks. */
  readonly client: ForeignKey;
  readonly lookup: Lookup;
  readonly behaviour?: Partial<Behaviour>;
}

export interface Gateway {
  readonly url: string;
  /** How often each kind of fault has happened. */
  readonly happened: ReadonlyMap<Fault | 'contradicting', number>;
  behave(change: Partial<Behaviour>): void;
  close(): Promise<void>;
}

interface Query {
  readonly requestId: string;
  readonly kind: string;
  readonly key: string;
  readonly callback: string | null;
}

type Answer = Readonly<Record<string, unknown>>;

/** Callbacks are tried so often, each time after twice as long. */
const CALLBACK_TRIES = 12;
const MOST_BYTES = 16_384;

/** Starts a gateway. */
export async function startGateway(settings: GatewaySettings): Promise<Gateway> {
  const { seed, own, client, lookup } = settings;
  let behaviour: Behaviour = { ...WELL_BEHAVED, ...settings.behaviour };
  const stranger: OwnKey = {
    keyId: own.keyId,
    key: signingKey(
      'ed25519',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ),
  };
  const nonces = new Map<string, number>();
  const times = new Map<string, number>();
  const happened = new Map<Fault | 'contradicting', number>();
  /** Answers held back, so that they can leave in another order than they came. */
  let heldBack: (() => void)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let closing = false;

  const count = (what: Fault | 'contradicting') => happened.set(what, (happened.get(what) ?? 0) + 1);
  const after = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!closing) work();
    }, ms);
    timers.add(timer);
  };

  const answerTo = (query: Query, changed = false): Answer => {
    const record = lookup(query.kind, query.key);
    const { requestId, kind } = query;
    const answeredAt = new Date().toISOString();
    if (record === null)
      return {
        state: changed ? 'found' : 'no_record',
        requestId,
        kind,
        answeredAt,
        ...(changed ? { record: {} } : {}),
      };
    return changed
      ? { state: 'no_record', requestId, kind, answeredAt }
      : { state: 'found', requestId, kind, answeredAt, record };
  };

  const send = async (to: string, answer: Answer): Promise<void> => {
    const body = JSON.stringify(answer);
    const nonce = randomBytes(12).toString('base64url');
    const request = await signRequest(own, { method: 'POST', url: to, body }, new Date(), nonce);
    const headers = request.headers as Record<string, string>;
    const response = await fetch(to, { method: 'POST', headers, body, redirect: 'manual' });
    await response.text();
    // A refusal is an answer; only what never arrived, or broke there, is sent again.
    if (response.status >= 500) throw new Error(String(response.status));
  };

  const call = (query: Query, answer: Answer, wait: number, tried = 0): void => {
    const { callback: to } = query;
    if (to === null) return;
    after(wait, () => {
      send(to, answer).catch(() => {
        if (tried < CALLBACK_TRIES) call(query, answer, Math.min(5000, 100 * 2 ** tried), tried + 1);
      });
    });
  };

  const holdBack = (send: () => void): void => {
    heldBack.push(send);
    if (heldBack.length === 1)
      after(behaviour.callbackMs, () => {
        const late = heldBack.toReversed();
        heldBack = [];
        for (const one of late) one();
      });
  };

  async function reply(
    response: ServerResponse,
    request: SignedRequest,
    status: number,
    body: string,
    how: { readonly key?: OwnKey; readonly at?: Date; readonly truncated?: boolean } = {},
  ): Promise<void> {
    const nonce = randomBytes(12).toString('base64url');
    const signed = await signAnswer(how.key ?? own, { status, body }, request, how.at ?? new Date(), nonce);
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...signed.headers, 'content-length': bytes.length });
    if (!how.truncated) return void response.end(bytes);
    response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = `http://${incoming.headers.host ?? 'gateway'}${incoming.url ?? '/'}`;
    const body = await textOf(incoming);
    const refuse = (status: number, why: string) =>
      void response.writeHead(status, { 'content-type': 'text/plain' }).end(why);
    if (body === null) return refuse(413, 'too long');
    if (incoming.method !== 'POST' || incoming.url !== QUERIES_PATH) return refuse(404, 'no such door');
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const request: SignedRequest = { method: 'POST', url, headers };
    const now = new Date();
    const { fault, nonce } = await checkRequest(client, request, body, now);
    if (fault || nonce === null) return refuse(401, fault ?? 'no nonce');
    for (const [old, at] of nonces) if (now.getTime() - at > 2 * FRESH_SECONDS * 1000) nonces.delete(old);
    if (nonces.has(nonce)) return refuse(401, 'replayed');
    nonces.set(nonce, now.getTime());
    const parsed = gatewayQuery.safeParse(json(body));
    if (!parsed.success) return refuse(400, 'not a question');
    await answer(parsed.data, request, response);
  }

  async function answer(query: Query, request: SignedRequest, response: ServerResponse): Promise<void> {
    const { rates, contradicting, down, slowMs, latencyMs, callbackMs } = behaviour;
    if (down.includes(query.kind)) return void response.writeHead(503).end('maintenance');
    const time = (times.get(query.requestId) ?? 0) + 1;
    times.set(query.requestId, time);
    const fault = faultOf(rates, seed, query.requestId, time);
    if (fault) count(fault);
    const text = JSON.stringify(answerTo(query));
    // Only where the other answer arrives as well, so that there are two to contradict each other.
    const arrives = fault === null || fault === 'duplicated' || fault === 'later' || fault === 'reordered';
    if (arrives && contradictsItself(contradicting, seed, query.kind, query.key)) {
      count('contradicting');
      call(query, answerTo(query, true), callbackMs);
    }
    const accepted = () => reply(response, request, 202, JSON.stringify({ ...bare(query), state: 'accepted' }));
    await new Promise((resolve) => setTimeout(resolve, fault === 'slow' ? slowMs : latencyMs));
    switch (fault) {
      case 'failing':
        return void response.writeHead(500).end('internal error');
      case 'dropped':
        return void response.destroy();
      case 'truncated':
        return reply(response, request, 200, text, { truncated: true });
      case 'garbled':
        return reply(response, request, 200, text.slice(0, -Math.ceil(text.length / 3)));
      case 'badly_signed':
        return reply(response, request, 200, text, { key: stranger });
      case 'stale':
        return reply(response, request, 200, text, { at: new Date(Date.now() - 86_400_000) });
      case 'other_question':
        return reply(response, request, 200, JSON.stringify({ ...answerTo(query, true), requestId: 'another' }));
      case 'busy':
        return void response.writeHead(429, { 'retry-after': '1' }).end();
      case 'later':
        call(query, answerTo(query), callbackMs);
        return accepted();
      case 'reordered':
        holdBack(() => call(query, answerTo(query), 0));
        return accepted();
      case 'duplicated':
        call(query, answerTo(query), callbackMs / 2);
        return reply(response, request, 200, text);
      case 'slow':
      case null:
        return reply(response, request, 200, text);
    }
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(settings.port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    happened,
    behave: (change) => {
      behaviour = { ...behaviour, ...change };
    },
    close: () => {
      closing = true;
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function bare({ requestId, kind }: Query): Answer {
  return { requestId, kind, answeredAt: new Date().toISOString() };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function textOf(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
