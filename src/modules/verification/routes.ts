// Endpoints of checks and departments.

import { routes } from '../../platform/http/routes.ts';
import { verificationContract } from './contract.ts';
import * as service from './service.ts';

export const verificationRoutes = routes(verificationContract, {
  'GET /api/applications/:id/checks': (context, { params }) => service.listChecks(context, params.id),
  'POST /api/checks/:id/resolve': (context, { params, body }) => service.resolveCheck(context, params.id, body),
  'POST /api/checks/:id/retry': (context, { params }) => service.retryCheck(context, params.id),
  'GET /api/departments': (context) => service.listDepartments(context),
  'POST /api/departments/:kind/availability': (context, { params, body }) =>
    service.switchSource(context, params.kind, body),
});
