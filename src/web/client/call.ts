// The one way to the server: typed by every module's contract, with problem documents as typed errors.

import type { z } from 'zod';
import type { accountsContract } from '../../modules/accounts/contract.ts';
import type { counterContract } from '../../modules/counter/contract.ts';
import type { drawsContract } from '../../modules/draws/contract.ts';
import type { appealsContract } from '../../modules/appeals/contract.ts';
import type { catchmentsContract } from '../../modules/catchments/contract.ts';
import type { noticesContract } from '../../modules/notices/contract.ts';
import type { placementContract } from '../../modules/placement/contract.ts';
import type { ratingsContract } from '../../modules/ratings/contract.ts';
import type { policiesContract } from '../../modules/policies/contract.ts';
import type { requestsContract } from '../../modules/requests/contract.ts';
import type { registrationContract } from '../../modules/registration/contract.ts';
import type { reviewContract } from '../../modules/review/contract.ts';
import type { schoolsContract } from '../../modules/schools/contract.ts';
import type { seasonsContract } from '../../modules/seasons/contract.ts';
import type { verificationContract } from '../../modules/verification/contract.ts';
import type { AnswerOf, Endpoint } from '../../kernel/endpoint.ts';
import { assistingId } from './assisting.ts';
import { currentLanguage } from '../texts/language.ts';

type Api = typeof accountsContract &
  typeof catchmentsContract &
  typeof counterContract &
  typeof drawsContract &
  typeof appealsContract &
  typeof noticesContract &
  typeof placementContract &
  typeof ratingsContract &
  typeof policiesContract &
  typeof requestsContract &
  typeof registrationContract &
  typeof reviewContract &
  typeof schoolsContract &
  typeof seasonsContract &
  typeof verificationContract;

/** Every endpoint of the system, `METHOD /path`. */
export type ApiKey = keyof Api;
/** Endpoints that read. */
export type ReadKey = Extract<ApiKey, `GET ${string}`>;

type Part<E, P extends string> = E extends { readonly [K in P]: infer S }
  ? S extends z.ZodType
    ? z.input<S>
    : never
  : never;
/** What one endpoint takes: only the parts that it has. */
export type Request<K extends ApiKey> = {
  [P in 'params' | 'query' | 'body' as [Part<Api[K], P>] extends [never] ? never : P]: Part<Api[K], P>;
};
/** What one endpoint answers, as it comes over the wire. */
export type Answer<K extends ApiKey> = Api[K] extends Endpoint ? AnswerOf<Api[K]> : never;
/** The argument of a call; none for an endpoint that takes nothing. */
export type Argument<K extends ApiKey> = keyof Request<K> extends never ? [] : [request: Request<K>];

interface AnyRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

/** A refusal or a failure, with words for the person (RFC 9457). `code` is `offline` when nothing answered. */
export class Problem extends Error {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly fields: readonly { readonly field: string; readonly message: string }[];

  constructor(document: { type?: string; title?: string; status?: number; fields?: Problem['fields'] }) {
    super(document.title ?? document.type ?? 'problem');
    this.name = 'Problem';
    this.code = document.type ?? 'internal';
    this.title = document.title ?? '';
    this.status = document.status ?? 0;
    this.fields = document.fields ?? [];
  }

  /** What is wrong with one field, if anything. */
  of(field: string): string | undefined {
    return this.fields.find((fault) => fault.field === field)?.message;
  }
}

/** The address of an endpoint, e.g. for a link to a file. */
export function addressOf<K extends ApiKey>(key: K, ...[request]: Argument<K>): string {
  const { params = {}, query = {} } = (request ?? {}) as AnyRequest;
  const path = key
    .slice(key.indexOf(' ') + 1)
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

async function exchange(
  url: string,
  init: { method: string; body?: BodyInit; headers?: Record<string, string> },
): Promise<unknown> {
  const language = currentLanguage();
  const assisting = assistingId();
  let response: Response;
  try {
    response = await fetch(url, {
      ...init,
      credentials: 'same-origin',
      headers: {
        ...init.headers,
        'accept-language': language,
        ...(assisting === null ? {} : { 'x-assisting': assisting }),
      },
    });
  } catch {
    throw new Problem({
      type: 'offline',
      title:
        language === 'en'
          ? 'The network did not answer. Check the connection and try again.'
          : '网络没有响应，请检查网络后重试。',
    });
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const fallback =
    language === 'en'
      ? 'The service is not answering at the moment. Please try again soon.'
      : '服务暂时没有响应，请稍后重试。';
  throw new Problem({ title: fallback, ...(answer as object | null), status: response.status });
}

/** Calls an endpoint. Throws a `Problem` for everything that is not a success. */
export async function call<K extends ApiKey>(key: K, ...argument: Argument<K>): Promise<Answer<K>> {
  const { body } = (argument[0] ?? {}) as AnyRequest;
  const method = key.slice(0, key.indexOf(' '));
  const json =
    method === 'GET' || body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return (await exchange(addressOf(key, ...argument), { method, ...json })) as Answer<K>;
}

/** Sends a paper for a request that is being written. */
export async function uploadForRequest(
  applicationId: string,
  file: File,
): Promise<Answer<'POST /api/applications/:id/requests/files'>> {
  const form = new FormData();
  form.set('file', file);
  const url = addressOf('POST /api/applications/:id/requests/files', { params: { id: applicationId } });
  return (await exchange(url, { method: 'POST', body: form })) as Answer<'POST /api/applications/:id/requests/files'>;
}

/** Sends a map file with its text fields: a base map, or where addresses lie. */
export async function uploadMap<K extends 'POST /api/catchments/layers/:kind' | 'POST /api/catchments/points'>(
  file: File,
  fields: Readonly<Record<string, string>>,
  key: K,
  ...argument: Argument<K>
): Promise<Answer<K>> {
  const form = new FormData();
  for (const [name, text] of Object.entries(fields)) form.set(name, text);
  form.set('file', file);
  return (await exchange(addressOf(key, ...argument), { method: 'POST', body: form })) as Answer<K>;
}
