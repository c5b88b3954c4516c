// Endpoints of ratings and work orders.

import { ok } from '../../kernel/result.ts';
import { routes } from '../../platform/http/routes.ts';
import { ratingsContract } from './contract.ts';
import * as service from './service.ts';

export const ratingsRoutes = routes(ratingsContract, {
  'GET /api/applications/:id/rating': (context, { params }) => service.viewRating(context, params.id),
  'POST /api/applications/:id/rating': (context, { params, body }) => service.rate(context, params.id, body),
  'POST /api/applications/:id/rating/follow-up': (context, { params, body }) =>
    service.followUp(context, params.id, body),
  'GET /api/work-orders': async (context, { query }) => ok(await service.listWorkOrders(context, query)),
  'POST /api/work-orders/:id': (context, { params, body }) => service.workOn(context, params.id, body),
  'GET /api/ratings/words': async (context) => ok(await service.wordsToLookAt(context)),
  'POST /api/ratings/:id/words': (context, { params, body }) => service.showWords(context, params.id, body),
  'GET /api/ratings': async (context) => ok(await service.publicSummary(context)),
});
