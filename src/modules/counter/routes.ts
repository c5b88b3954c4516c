// Endpoints of assistance at counters.

import { ok } from '../../kernel/result.ts';
import { routes } from '../../platform/http/routes.ts';
import { counterContract } from './contract.ts';
import * as service from './service.ts';

export const counterRoutes = routes(counterContract, {
  'POST /api/counter/phone-codes': (context, { body }) => service.sendCounterCode(context, body.phone),
  'POST /api/counter/sessions': (context, { body }) => service.beginSession(context, body),
  'GET /api/counter/sessions': async (context) => ok(await service.listSessions(context)),
  'POST /api/counter/sessions/:id/end': (context, { params }) => service.endSession(context, params.id),
  'GET /api/counter/current': async (context) => ok(await service.currentSession(context)),
});
