// Endpoints of seasons.

import { ok } from '../../kernel/result.ts';
import { routes } from '../../platform/http/routes.ts';
import { seasonsContract } from './contract.ts';
import * as service from './service.ts';

export const seasonsRoutes = routes(seasonsContract, {
  'GET /api/seasons': async (context) => ok(await service.readSeasons(context)),
  'GET /api/seasons/:id': (context, { params }) => service.readSeason(context, params.id),
  'PATCH /api/seasons/:id/calendar': (context, { params, body }) => service.changeCalendar(context, params.id, body),
});
