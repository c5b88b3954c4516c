// The shape of a module's wire contract: endpoints by "METHOD /path", with their schemas and who may call them.

import { z } from 'zod';
import type { Role } from './actor.ts';

/** Who may call an endpoint at all; which objects they may touch is decided by the use case. */
export type Who = 'anyone' | 'signed_in' | readonly Role[];

/** One endpoint. Every schema is Zod; `response: 'file'` sends bytes and no JSON, `'redirect'` a Location. */
export interface Endpoint {
  /** What it does, as a sentence for the API document. */
  readonly summary: string;
  readonly who: Who;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The request is multipart with one file field `file`, and perhaps text fields. */
  readonly upload?: true;
  readonly response: z.ZodType | 'file' | 'redirect';
}

/** `POST /api/applications/:id/submit` */
export type EndpointKey = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** A module's endpoints. */
export type Contract = Readonly<Record<EndpointKey, Endpoint>>;

/** Keeps the literal types of a contract while checking its shape. */
export function contract<const C extends Contract>(endpoints: C): C {
  return endpoints;
}

type Input<T> = T extends z.ZodType ? z.input<T> : undefined;
type Output<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What a handler receives of a request, after validation. */
export interface RequestOf<E extends Endpoint> {
  readonly params: Output<E['params']>;
  readonly query: Output<E['query']>;
  readonly body: Output<E['body']>;
}

/** What a client must send. */
export interface CallOf<E extends Endpoint> {
  readonly params: Input<E['params']>;
  readonly query: Input<E['query']>;
  readonly body: Input<E['body']>;
}

/** What a handler answers; the schema encodes it for the wire (a Date becomes text) and drops what it does not name. */
export type ResponseOf<E extends Endpoint> = E['response'] extends z.ZodType ? z.output<E['response']> : never;

/** What the client reads. */
export type AnswerOf<E extends Endpoint> = E['response'] extends z.ZodType ? z.input<E['response']> : never;

/** An instant: a Date in code, ISO 8601 text in UTC on the wire. */
export const instant = z.codec(z.iso.datetime({ precision: 3 }), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** A calendar date, `YYYY-MM-DD`. */
export const dateText = z.iso.date();
