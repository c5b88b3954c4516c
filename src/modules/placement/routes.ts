// Endpoints of plans, runs, publication and schools' lists.

import { routes } from '../../platform/http/routes.ts';
import { placementContract } from './contract.ts';
import { admissionsSheet, markReport, viewAdmissions } from './service/admissions.ts';
import { decidePlan, proposePlan, viewPlan } from './service/plans.ts';
import { publishRun } from './service/publish.ts';
import { approveRun, createRun, discardRun, explainPlacing, listRuns, viewRun } from './service/runs.ts';

export const placementRoutes = routes(placementContract, {
  'GET /api/seasons/:id/plan': (context, { params }) => viewPlan(context, params.id),
  'POST /api/seasons/:id/plan/proposals': (context, { params, body }) => proposePlan(context, params.id, body),
  'POST /api/plan-proposals/:id': (context, { params, body }) => decidePlan(context, params.id, body.approve),
  'GET /api/seasons/:id/runs': (context, { params }) => listRuns(context, params.id),
  'POST /api/seasons/:id/runs': (context, { params, body }) => createRun(context, params.id, body),
  'GET /api/runs/:id': (context, { params }) => viewRun(context, params.id),
  'GET /api/runs/:id/applications/:applicationId': (context, { params }) =>
    explainPlacing(context, params.id, params.applicationId),
  'POST /api/runs/:id/approve': (context, { params }) => approveRun(context, params.id),
  'POST /api/runs/:id/discard': (context, { params, body }) => discardRun(context, params.id, body.reason),
  'POST /api/runs/:id/publish': (context, { params }) => publishRun(context, params.id),
  'GET /api/schools/:id/admissions': (context, { params, query }) => viewAdmissions(context, params.id, query.seasonId),
  'POST /api/applications/:id/report': (context, { params, body }) => markReport(context, params.id, body),
  'GET /api/schools/:id/admissions.xlsx': (context, { params, query }) =>
    admissionsSheet(context, params.id, query.seasonId),
});
