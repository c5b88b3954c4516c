// Asks one department through the data-sharing gateway: signed both ways, with patience, back-off and a breaker.

import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  CountBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import pThrottle from 'p-throttle';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { AnswerFault, DepartmentAnswer, DepartmentQuestion, Receipt, SourceStatus } from './departments.ts';
import { CALLBACK_PATH, gatewayAnswer, QUERIES_PATH } from './gateway-contract.ts';
import { nextOpening, withinHours } from './hours.ts';
import { checkAnswer, signRequest, type SignedRequest } from './messages.ts';
import type { GatewaySettings, SourceSettings } from './settings.ts';

/** The longest answer that is read. */
const MOST_BYTES = 262_144;
/** Questions that may wait for their turn in this process; more are told to come back. */
const MOST_WAITING = 200;
/** The window by which the breaker judges. */
const WINDOW = 20;
/** Exchanges that the status looks back on. */
const RECENT = 100;

/** What the department asks us to do: come back later. Not a failure. */
class ComeBack extends Error {
  readonly until: Date;
  constructor(until: Date) {
    super('asked to come back');
    this.until = until;
  }
}

/** An exchange that brought nothing usable; `receipt` where something came back. */
class NoAnswer extends Error {
  readonly receipt: Receipt | null;
  constructor(message: string, receipt: Receipt | null = null) {
    super(message);
    this.receipt = receipt;
  }
}

/** What a gateway source needs of the platform. */
export interface GatewayEdges {
  readonly clock: Clock;
  readonly random: Random;
  /** The address under which we are reached, for callbacks. */
  readonly publicUrl: () => string;
}

/** One department behind the gateway. */
export interface GatewaySource {
  ask(question: DepartmentQuestion): Promise<DepartmentAnswer>;
  status(now: Date): SourceStatus;
  stop(): void;
}

/** A source by its settings. State (breaker, rate, statistics) lives in this process. */
export function gatewaySource(gateway: GatewaySettings, settings: SourceSettings, edges: GatewayEdges): GatewaySource {
  const hours = settings.hours ?? null;
  const stopping = new AbortController();
  const recent: { failed: boolean; ms: number }[] = [];
  const breaker = circuitBreaker(
    handleWhen((error) => !(error instanceof ComeBack)),
    {
      breaker: new CountBreaker({ threshold: settings.breakAtFailureRate, size: WINDOW, minimumNumberOfCalls: 10 }),
      halfOpenAfter: settings.breakSeconds * 1000,
    },
  );
  const retries = retry(
    handleWhen((error) => !isBrokenCircuitError(error) && !(error instanceof ComeBack)),
    {
      maxAttempts: settings.tries - 1,
      backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 5000 }),
    },
  );
  const patience = timeout(settings.timeoutSeconds * 1000, TimeoutStrategy.Aggressive);
  const places = wrap(bulkhead(settings.atOnce, MOST_WAITING), retries);
  const tried = wrap(breaker, patience);
  const paced = pThrottle({
    limit: Math.max(1, Math.round(settings.perSecond)),
    interval: settings.perSecond < 1 ? 1000 / settings.perSecond : 1000,
    signal: stopping.signal,
  })(() => Promise.resolve());

  const ask = async (question: DepartmentQuestion): Promise<DepartmentAnswer> => {
    const source = `gateway:${question.kind}`;
    const now = edges.clock();
    if (!withinHours(hours, now)) return { state: 'later', reason: 'closed', until: nextOpening(hours, now), source };
    const rejected: Receipt[] = [];
    try {
      const found = await places.execute(async ({ signal }) => {
        // Waiting for a turn is no slowness of the department.
        await paced();
        return tried.execute(
          (attempt) => measured(recent, () => exchange(gateway, question, edges, attempt.signal), rejected),
          signal,
        );
      }, stopping.signal);
      if (found.state === 'accepted') {
        const until = new Date(edges.clock().getTime() + settings.callbackWithinSeconds * 1000);
        return { state: 'later', reason: 'accepted', until, source, rejected };
      }
      return { ...found, source, rejected };
    } catch (error) {
      if (error instanceof ComeBack) return { state: 'later', reason: 'busy', until: error.until, source, rejected };
      if (isBulkheadRejectedError(error)) {
        return { state: 'later', reason: 'busy', until: new Date(edges.clock().getTime() + 5000), source, rejected };
      }
      return { state: 'down', reason: reasonOf(error), source, rejected };
    }
  };

  return {
    ask,
    status: (now) => ({
      channel: 'gateway',
      breaker:
        breaker.state === CircuitState.Closed ? 'closed' : breaker.state === CircuitState.HalfOpen ? 'trying' : 'open',
      hours,
      withinHours: withinHours(hours, now),
      recent: summary(recent),
    }),
    stop: () => stopping.abort(new Error('the server stops')),
  };
}

/** Runs an exchange and keeps how it went. */
async function measured(
  recent: { failed: boolean; ms: number }[],
  run: () => Promise<Read>,
  rejected: Receipt[],
): Promise<Read> {
  const began = performance.now();
  let failed = false;
  try {
    return await run();
  } catch (error) {
    failed = !(error instanceof ComeBack);
    if (error instanceof NoAnswer && error.receipt) rejected.push(error.receipt);
    throw error;
  } finally {
    recent.push({ failed, ms: performance.now() - began });
    if (recent.length > RECENT) recent.shift();
  }
}

function reasonOf(error: unknown): string {
  if (isBrokenCircuitError(error)) return 'not asked for a while after many failures';
  return error instanceof Error ? error.message : 'no answer';
}

function summary(recent: readonly { readonly failed: boolean; readonly ms: number }[]): SourceStatus['recent'] {
  const times = recent.filter((one) => !one.failed).map((one) => one.ms);
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  return {
    asked: recent.length,
    failed: recent.filter((one) => one.failed).length,
    medianMs: median === undefined ? null : Math.round(median),
  };
}

type Read =
  | { readonly state: 'accepted' }
  | { readonly state: 'found'; readonly record: Readonly<Record<string, unknown>>; readonly receipt: Receipt }
  | { readonly state: 'no_record'; readonly receipt: Receipt };

/** One exchange. Throws {@link ComeBack} or {@link NoAnswer}. */
async function exchange(
  gateway: GatewaySettings,
  question: DepartmentQuestion,
  edges: GatewayEdges,
  signal: AbortSignal,
): Promise<Read> {
  const url = `${gateway.url}${QUERIES_PATH}`;
  const body = JSON.stringify({
    ...question,
    callback: `${gateway.callbackUrl ?? edges.publicUrl()}${CALLBACK_PATH}`,
  });
  const nonce = Buffer.from(edges.random.bytes(16)).toString('base64url');
  const request = await signRequest(gateway.own, { method: 'POST', url, body }, edges.clock(), nonce);
  const response = await fetch(url, {
    method: 'POST',
    headers: request.headers as Record<string, string>,
    body,
    signal,
    // The gateway's address is configuration; nobody else may name another one.
    redirect: 'manual',
  }).catch((error: unknown) => {
    throw new NoAnswer(`no connection: ${causeOf(error)}`);
  });
  if (response.status === 429 || (response.status === 503 && response.headers.has('retry-after'))) {
    await response.body?.cancel();
    const wait = Number(response.headers.get('retry-after'));
    throw new ComeBack(new Date(edges.clock().getTime() + (wait > 0 ? Math.min(wait, 3600) : 30) * 1000));
  }
  const text = await textOf(response);
  if (response.status !== 200 && response.status !== 202) throw new NoAnswer(`status ${response.status}`);
  return readAnswer(gateway, question, request, response, text, edges.clock());
}

async function readAnswer(
  gateway: GatewaySettings,
  question: DepartmentQuestion,
  request: SignedRequest,
  response: Response,
  text: string,
  now: Date,
): Promise<Read> {
  const headers = Object.fromEntries(response.headers.entries());
  const { fault, nonce } = await checkAnswer(gateway.foreign, { status: response.status, headers }, text, request, now);
  const receipt = (wrong: AnswerFault | null): Receipt => ({
    body: text,
    signature: signatureOf(headers),
    keyId: gateway.foreign.keyId,
    nonce,
    fault: wrong,
  });
  if (fault) throw new NoAnswer(fault, receipt(fault));
  const parsed = gatewayAnswer.safeParse(jsonOf(text));
  if (!parsed.success) throw new NoAnswer('malformed', receipt('malformed'));
  const answer = parsed.data;
  if (answer.requestId !== question.requestId || answer.kind !== question.kind)
    throw new NoAnswer('other_question', receipt('other_question'));
  if (answer.state === 'accepted') return { state: 'accepted' };
  return answer.state === 'found'
    ? { state: 'found', record: answer.record, receipt: receipt(null) }
    : { state: 'no_record', receipt: receipt(null) };
}

/** `Signature-Input` and `Signature` as they came, for the file. */
export function signatureOf(headers: Readonly<Record<string, string | string[] | undefined>>): string | null {
  const [input, signature] = [headers['signature-input'], headers['signature']];
  return input === undefined && signature === undefined ? null : `${String(input)}\n${String(signature)}`;
}

/** Text as JSON; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads an answer up to its longest. A connection that breaks off half-way is told as such. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new NoAnswer('the answer is too long');
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    throw new NoAnswer('the connection broke off', {
      body: text,
      signature: null,
      keyId: null,
      nonce: null,
      fault: 'malformed',
    });
  }
  return text + decoder.decode();
}

function causeOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? 'unknown';
}
