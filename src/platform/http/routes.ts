// Binds a module's wire contract to its use cases; a missing or mistyped handler does not compile.

import type { Readable } from 'node:stream';
import type { Contract, Endpoint, EndpointKey, RequestOf, ResponseOf } from '../../kernel/endpoint.ts';
import type { Context, Outcome } from '../context.ts';
import type { ArrivedRequest } from '../departments/departments.ts';

/** Bytes instead of JSON. */
export interface FileAnswer {
  readonly mediaType: string;
  readonly fileName: string;
  readonly body: Uint8Array | Readable;
  /** Shown in the browser instead of saved. */
  readonly inline?: boolean;
  /** Somebody else made it: the browser shows it and lets it do nothing. */
  readonly confined?: boolean;
}

/** Another address instead of JSON. */
export interface RedirectAnswer {
  readonly location: string;
}

/** A file that came with a multipart request. */
export interface Upload {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly fields: Readonly<Record<string, string>>;
  /** It was larger than the server takes; `bytes` is empty. */
  readonly tooLarge: boolean;
}

/** What a few handlers need of the exchange itself. */
export interface HttpTools {
  setSession(token: string, expiresAt: Date): void;
  clearSession(): void;
  /** The token in the session cookie, or null. */
  readonly sessionToken: string | null;
  /** The request as it arrived, for the check of its signature. */
  arrived(): ArrivedRequest;
  /** The file of a multipart request, or null when there is none. */
  upload(): Promise<Upload | null>;
}

type Answer<E extends Endpoint> = E['response'] extends 'file'
  ? FileAnswer
  : E['response'] extends 'redirect'
    ? RedirectAnswer
    : ResponseOf<E>;

/** One endpoint's handler: it calls a use case and holds no logic. */
export type Handle<E extends Endpoint> = (
  context: Context,
  request: RequestOf<E>,
  http: HttpTools,
) => Outcome<Answer<E>>;

/** An endpoint with its handler, types forgotten. */
export interface Route {
  readonly key: EndpointKey;
  readonly endpoint: Endpoint;
  readonly handle: (
    context: Context,
    request: { params: unknown; query: unknown; body: unknown },
    http: HttpTools,
  ) => Outcome<unknown>;
}

/** The routes of a module. */
export function routes<C extends Contract>(
  contract: C,
  handlers: { readonly [K in keyof C]: C[K] extends Endpoint ? Handle<C[K]> : never },
): readonly Route[] {
  return (Object.keys(contract) as (EndpointKey & keyof C)[]).map((key) => ({
    key,
    endpoint: contract[key] as Endpoint,
    handle: handlers[key] as unknown as Route['handle'],
  }));
}
