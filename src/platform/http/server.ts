// The HTTP server: every route comes from a contract, is validated, authorized and answered in one place.

import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import path from 'node:path';
import type { z } from 'zod';
import { ROLES, type Actor, type Language } from '../../kernel/actor.ts';
import type { Who } from '../../kernel/endpoint.ts';
import { refusal, type FieldFault, type Refusal, type RefusalText } from '../../kernel/refusal.ts';
import type { Context, Services } from '../context.ts';
import type { Db } from '../db/database.ts';
import { internalProblem, platformRefusals, problemOf } from './problem.ts';
import type { FileAnswer, HttpTools, RedirectAnswer, Route, Upload } from './routes.ts';

/** Largest file that is taken, in bytes. */
export const UPLOAD_LIMIT = 10 * 1024 * 1024;
const SESSION_COOKIE = 'hjt_session';

/** What a request brings to show who acts. */
export interface Credentials {
  /** Of the session in the cookie. */
  readonly token: string | null;
  /** The assistance at a counter within which a member of staff acts for a guardian; null for none. */
  readonly assisting: string | null;
}

function credentialsOf(request: FastifyRequest): Credentials {
  const assisting = request.headers['x-assisting'];
  return {
    token: request.cookies[SESSION_COOKIE] ?? null,
    assisting: typeof assisting === 'string' ? assisting : null,
  };
}

/** What the server is made of. */
export interface ServerParts {
  readonly services: Services;
  readonly db: Db;
  readonly routes: readonly Route[];
  readonly refusals: Readonly<Record<string, RefusalText>>;
  /** Who acts by these credentials; anonymous for none or expired ones. */
  readonly actorOf: (credentials: Credentials, now: Date) => Promise<Actor>;
  /** Folder of the built pages, which may be built anew while the server runs; without them only the API is served. */
  readonly webFolder: string;
}

/** Builds the server; `listen` or `inject` is the caller's. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { services } = parts;
  const secure = services.config.PUBLIC_URL?.startsWith('https:') ?? false;
  const texts: Readonly<Record<string, RefusalText>> = { ...platformRefusals, ...parts.refusals };
  const server: FastifyInstance = Fastify({
    loggerInstance: services.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: secure,
    bodyLimit: 512 * 1024,
    rewriteUrl: ({ method, url = '/' }) => (method === 'GET' ? entranceOf(url) : url),
  });

  await server.register(cookie);
  await server.register(multipart, { limits: { fileSize: UPLOAD_LIMIT, files: 1, fields: 8, fieldSize: 2000 } });
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // antd writes its styles at run time; scripts are ours alone.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...tileOrigins(services.city.tiles?.url)],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: secure ? [] : null,
      },
    },
    strictTransportSecurity: secure,
  });

  // As Fastify's own, and the text itself is kept: a signature covers bytes, not what they mean.
  const readJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    bodies.set(request, String(text));
    void readJson(request, String(text), done);
  });

  const contextOf = async (request: FastifyRequest, now: Date): Promise<Context> => ({
    db: parts.db,
    actor: await parts.actorOf(credentialsOf(request), now),
    now,
    language: languageOf(request),
    requestId: request.id,
    services,
  });

  const refuse = (reply: FastifyReply, request: FastifyRequest, why: Refusal) => {
    const problem = problemOf(why, texts, languageOf(request), request.id);
    return reply.status(problem.status).type('application/problem+json').send(problem);
  };

  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error.statusCode === 413) return refuse(reply, request, refusal('request.too_large'));
    if (error.statusCode && error.statusCode < 500) return refuse(reply, request, refusal('request.malformed'));
    request.log.error({ err: error, traceId: request.id }, 'request failed');
    return reply
      .status(500)
      .type('application/problem+json')
      .send(internalProblem(languageOf(request), request.id));
  });

  server.addHook('onSend', (request, reply, payload, done) => {
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });

  // No address of the API without a contract, and no contract without its readers: the server does not start with one.
  const declared = new Set<string>(parts.routes.map(({ key }) => key.split(' ')[1] ?? ''));
  server.addHook('onRoute', ({ url }) => {
    if (url.startsWith('/api/') && !declared.has(url)) throw new Error(`${url} has no contract`);
  });

  for (const { key, endpoint, handle } of parts.routes) {
    if (!declaresWho(endpoint.who)) throw new Error(`${key} does not declare who may call it`);
    const [method = 'GET', url = '/'] = key.split(' ');
    server.route({
      method: method as 'GET',
      url,
      handler: async (request, reply) => {
        const now = services.clock();
        if (method !== 'GET' && crossSite(request)) return refuse(reply, request, refusal('request.cross_site'));
        const context = await contextOf(request, now);
        const barred = barrier(endpoint.who, context.actor);
        if (barred) return refuse(reply, request, refusal(barred));
        const faults: FieldFault[] = [];
        const read = (schema: z.ZodType | undefined, value: unknown) => {
          if (!schema) return undefined;
          const parsed = schema.safeParse(value ?? {});
          if (parsed.success) return parsed.data;
          for (const issue of parsed.error.issues) faults.push(faultOf(issue));
          return undefined;
        };
        const input = {
          params: read(endpoint.params, request.params),
          query: read(endpoint.query, request.query),
          body: endpoint.upload ? undefined : read(endpoint.body, request.body),
        };
        if (faults.length > 0) return refuse(reply, request, refusal('request.malformed', undefined, faults));
        const result = await handle(context, input, toolsFor(request, reply, secure));
        if (!result.ok) return refuse(reply, request, result.error);
        if (endpoint.response === 'redirect') return reply.redirect((result.value as RedirectAnswer).location, 302);
        if (endpoint.response === 'file') return sendFile(reply, result.value as FileAnswer);
        return reply
          .type('application/json; charset=utf-8')
          .send(JSON.stringify(endpoint.response.encode(result.value)));
      },
    });
  }

  await servePages(server, parts.webFolder);
  server.setNotFoundHandler((request, reply) => refuse(reply, request, refusal('request.no_such_page')));
  return server;
}

/** Pages find their way by themselves: every address that is neither the API's nor a file's opens the entrance it lies below. */
function entranceOf(url: string): string {
  const [address = '/'] = url.split('?');
  if (address.startsWith('/api/') || /\.\w+$/.test(address)) return url;
  return /^\/console(\/|$)/.test(address) ? '/console/index.html' : '/index.html';
}

async function servePages(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    // Looked up for each request, so that pages built later are found.
    wildcard: true,
    suppressWarning: true,
    setHeaders: (reply, file) => {
      // Assets carry a hash of their content in their names.
      const hashed = file.includes(`${path.sep}assets${path.sep}`);
      void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Texts of JSON bodies, as long as their requests live. */
const bodies = new WeakMap<FastifyRequest, string>();

function languageOf(request: FastifyRequest): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
}

/** Browsers say where a request comes from; programs that say nothing carry no cookies of a browser. */
function crossSite(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.host;
}

function declaresWho(who: unknown): who is Who {
  if (who === 'anyone' || who === 'signed_in') return true;
  return Array.isArray(who) && who.length > 0 && who.every((role) => (ROLES as readonly unknown[]).includes(role));
}

function barrier(who: Who, actor: Actor): string | null {
  if (who === 'anyone') return null;
  if (actor.kind !== 'account') return 'session.needed';
  return who === 'signed_in' || who.includes(actor.role) ? null : 'request.forbidden';
}

/** Zod's own words are English; ours, where a schema gives them, are "Chinese · English". */
function faultOf(issue: z.core.$ZodIssue): FieldFault {
  const field = issue.path.map(String).join('.');
  const [zh, en] = issue.message.split(' · ');
  return en ? { field, zh: zh ?? '', en } : { field, zh: `格式不对：${issue.message}`, en: issue.message };
}

function toolsFor(request: FastifyRequest, reply: FastifyReply, secure: boolean): HttpTools {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    setSession: (token, expires) => void reply.setCookie(SESSION_COOKIE, token, { ...options, expires }),
    clearSession: () => void reply.clearCookie(SESSION_COOKIE, options),
    sessionToken: request.cookies[SESSION_COOKIE] ?? null,
    arrived: () => ({
      method: request.method,
      url: `${request.protocol}://${request.host}${request.url}`,
      headers: request.headers,
      body: bodies.get(request) ?? '',
    }),
    upload: async (): Promise<Upload | null> => {
      if (!request.isMultipart()) return null;
      const part = await request.file({ throwFileSizeLimit: false });
      if (!part) return null;
      const bytes = await part.toBuffer().catch(() => null);
      const fields: Record<string, string> = {};
      for (const [name, field] of Object.entries(part.fields)) {
        if (field && !Array.isArray(field) && field.type === 'field') fields[name] = String(field.value);
      }
      const tooLarge = bytes === null || part.file.truncated;
      return { fileName: part.filename, bytes: tooLarge ? new Uint8Array() : new Uint8Array(bytes), fields, tooLarge };
    },
  };
}

function sendFile(reply: FastifyReply, file: FileAnswer): FastifyReply {
  const name = encodeURIComponent(file.fileName);
  if (file.confined) {
    // Browsers draw PDFs with a viewer of their own, which a sandbox would keep out.
    const sandbox = file.mediaType === 'application/pdf' ? '' : '; sandbox';
    void reply.header(
      'content-security-policy',
      `default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'${sandbox}`,
    );
  }
  return reply
    .type(file.mediaType)
    .header('content-disposition', `${file.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
    .header('x-content-type-options', 'nosniff')
    .send(file.body instanceof Uint8Array ? Buffer.from(file.body) : file.body);
}

/** The one foreign place from which pictures may come: the city's map tiles; `{s}` stands for any subdomain. */
function tileOrigins(url: string | undefined): string[] {
  const origin = url === undefined ? undefined : /^https?:\/\/[^/]+/.exec(url)?.[0];
  return origin === undefined ? [] : [origin.replace('{s}', '*')];
}
