// Endpoints of appeals.

import { ok } from '../../kernel/result.ts';
import { routes } from '../../platform/http/routes.ts';
import { appealsContract } from './contract.ts';
import * as filing from './service/filing.ts';
import * as hearing from './service/hearing.ts';
import { decisionLetter } from './service/letter.ts';
import * as view from './service/view.ts';

export const appealsRoutes = routes(appealsContract, {
  'GET /api/applications/:id/appeals': (context, { params }) => view.appealsOfApplication(context, params.id),
  'POST /api/applications/:id/appeals': (context, { params, body }) => filing.fileAppeal(context, params.id, body),
  'POST /api/appeals/:id/answer': (context, { params, body }) => filing.answerQuestion(context, params.id, body),
  'POST /api/appeals/:id/withdraw': (context, { params, body }) => filing.withdrawAppeal(context, params.id, body),
  'GET /api/appeals': async (context, { query }) => ok(await view.listForOfficer(context, query)),
  'GET /api/appeals/:id': (context, { params }) => view.viewForOfficer(context, params.id),
  'POST /api/appeals/:id/take': (context, { params, body }) => hearing.takeAppeal(context, params.id, body),
  'POST /api/appeals/:id/release': (context, { params, body }) => hearing.releaseAppeal(context, params.id, body),
  'POST /api/appeals/:id/ask': (context, { params, body }) => hearing.askFamily(context, params.id, body),
  'POST /api/appeals/:id/go-on': (context, { params, body }) => hearing.goOn(context, params.id, body),
  'POST /api/appeals/:id/decision': (context, { params, body }) => hearing.decideAppeal(context, params.id, body),
  'GET /api/appeals/:id/decision.pdf': (context, { params }) => decisionLetter(context, params.id),
});
