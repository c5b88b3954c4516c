// Endpoints of checks and departments.

import { routes } from '../../platform/http/routes.ts';
import { verificationContract } from './contract.ts';
import * as checks from './service/checks.ts';
import * as sources from './service/sources.ts';

export const verificationRoutes = routes(verificationContract, {
  'GET /api/applications/:id/checks': (context, { params }) => checks.listChecks(context, params.id),
  'POST /api/checks/:id/resolve': (context, { params, body }) => checks.resolveCheck(context, params.id, body),
  'POST /api/checks/:id/retry': (context, { params }) => checks.retryCheck(context, params.id),
  'GET /api/departments': (context) => sources.listDepartments(context),
  'POST /api/departments/:kind/availability': (context, { params, body }) =>
    sources.switchSource(context, params.kind, body),
  'GET /api/departments/:kind/answers': (context, { params }) => sources.listAnswers(context, params.kind),
  'POST /api/departments/:kind/retry': (context, { params }) => sources.retrySource(context, params.kind),
  'POST /api/departments/answers': (context, _, http) => sources.takeCallback(context, http.arrived()),
});
