// Endpoints of requests.

import { ok } from '../../kernel/result.ts';
import { routes } from '../../platform/http/routes.ts';
import { requestsContract } from './contract.ts';
import * as deciding from './service/deciding.ts';
import * as filing from './service/filing.ts';
import { decisionLetter } from './service/letter.ts';
import * as view from './service/view.ts';

export const requestsRoutes = routes(requestsContract, {
  'GET /api/applications/:id/requests': (context, { params }) => view.requestsOfApplication(context, params.id),
  'POST /api/applications/:id/requests': (context, { params, body }) => filing.fileRequest(context, params.id, body),
  'POST /api/applications/:id/requests/files': async (context, { params }, http) =>
    filing.addEvidence(context, params.id, await http.upload()),
  'POST /api/applications/:id/closing': (context, { params, body }) => filing.recordDeath(context, params.id, body),
  'POST /api/requests/:id/withdraw': (context, { params, body }) => filing.withdrawRequest(context, params.id, body),
  'POST /api/requests/:id/undo': (context, { params, body }) => filing.undoLeaving(context, params.id, body),
  'GET /api/requests': async (context, { query }) => ok(await view.listForOfficer(context, query)),
  'GET /api/requests/:id': (context, { params }) => view.viewForOfficer(context, params.id),
  'POST /api/requests/:id/decision': (context, { params, body }) => deciding.decideRequest(context, params.id, body),
  'GET /api/requests/:id/decision.pdf': (context, { params }) => decisionLetter(context, params.id),
});
