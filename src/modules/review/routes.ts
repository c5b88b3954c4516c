// Endpoints of the worklist and of decisions.

import { ok } from '../../kernel/result.ts';
import { routes } from '../../platform/http/routes.ts';
import { reviewContract } from './contract.ts';
import * as service from './service.ts';

export const reviewRoutes = routes(reviewContract, {
  'GET /api/worklist': async (context, { query }) => ok(await service.worklist(context, query)),
  'GET /api/overview': async (context) => ok(await service.overview(context)),
  'GET /api/review/reasons': () => Promise.resolve(ok(service.reasons())),
  'GET /api/applications/:id/review': (context, { params }) => service.reviewView(context, params.id),
  'POST /api/applications/:id/claim': (context, { params }) => service.claim(context, params.id),
  'DELETE /api/applications/:id/claim': (context, { params }) => service.unclaim(context, params.id),
  'POST /api/applications/:id/decisions': (context, { params, body }) => service.decide(context, params.id, body),
});
