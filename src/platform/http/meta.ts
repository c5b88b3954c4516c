// What the server says of itself: that it lives, that it can serve, and what its API is.

import { sql } from 'kysely';
import { z } from 'zod';
import { contract, type Contract } from '../../kernel/endpoint.ts';
import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { openApiDocument } from './openapi.ts';
import { routes } from './routes.ts';

export const metaContract = contract({
  'GET /api/health': {
    summary: 'Whether the server can serve: it reaches its database.',
    who: 'anyone',
    response: z.object({ healthy: z.literal(true) }),
  },
  'GET /api/openapi.json': { summary: 'This document.', who: 'anyone', response: z.record(z.string(), z.unknown()) },
});

/** Routes of the server itself, with the API document of all contracts. */
export function metaRoutes(contracts: readonly Contract[]) {
  const document = openApiDocument(contracts);
  return routes(metaContract, {
    'GET /api/health': async (context) => {
      try {
        await sql`select 1`.execute(context.db);
        return ok({ healthy: true as const });
      } catch {
        return err(refusal('server.not_ready'));
      }
    },
    'GET /api/openapi.json': () => Promise.resolve(ok(document)),
  });
}
