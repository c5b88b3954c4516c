// Endpoints of plans, runs, publication, what follows it, and schools' lists.

import { routes } from '../../platform/http/routes.ts';
import { placementContract } from './contract.ts';
import { admissionsSheet, markReport, viewAdmissions } from './service/admissions.ts';
import { decideCorrection, listCorrections, previewCorrection, proposeCorrection } from './service/corrections.ts';
import { answerObjection, listObjections, raiseObjection, viewAfterwards } from './service/objections.ts';
import { answerOffer, viewWaiting } from './service/offers.ts';
import { decidePlan, proposePlan, viewPlan } from './service/plans.ts';
import { publishRun } from './service/publish.ts';
import { cancelRun, startRun } from './service/running.ts';
import { approveRun, discardRun, listRuns } from './service/runs.ts';
import { compareRuns, explainPlacing, searchRun, viewRun } from './service/viewing.ts';

export const placementRoutes = routes(placementContract, {
  'GET /api/seasons/:id/plan': (context, { params }) => viewPlan(context, params.id),
  'POST /api/seasons/:id/plan/proposals': (context, { params, body }) => proposePlan(context, params.id, body),
  'POST /api/plan-proposals/:id': (context, { params, body }) => decidePlan(context, params.id, body.approve),
  'GET /api/seasons/:id/runs': (context, { params }) => listRuns(context, params.id),
  'POST /api/seasons/:id/runs': (context, { params, body }) => startRun(context, params.id, body),
  'POST /api/runs/:id/cancel': (context, { params }) => cancelRun(context, params.id),
  'GET /api/runs/:id': (context, { params }) => viewRun(context, params.id),
  'GET /api/runs/:id/applications': (context, { params, query }) => searchRun(context, params.id, query.search),
  'GET /api/runs/:id/applications/:applicationId': (context, { params }) =>
    explainPlacing(context, params.id, params.applicationId),
  'GET /api/runs/:id/differences/:otherId': (context, { params }) => compareRuns(context, params.id, params.otherId),
  'POST /api/runs/:id/approve': (context, { params }) => approveRun(context, params.id),
  'POST /api/runs/:id/discard': (context, { params, body }) => discardRun(context, params.id, body.reason),
  'POST /api/runs/:id/publish': (context, { params }) => publishRun(context, params.id),
  'GET /api/applications/:id/afterwards': (context, { params }) => viewAfterwards(context, params.id),
  'POST /api/applications/:id/objections': (context, { params, body }) =>
    raiseObjection(context, params.id, body.words),
  'GET /api/seasons/:id/objections': (context, { params }) => listObjections(context, params.id),
  'POST /api/objections/:id': (context, { params, body }) => answerObjection(context, params.id, body),
  'GET /api/seasons/:id/corrections': (context, { params }) => listCorrections(context, params.id),
  'POST /api/seasons/:id/corrections/preview': (context, { params, body }) =>
    previewCorrection(context, params.id, body),
  'POST /api/seasons/:id/corrections': (context, { params, body }) => proposeCorrection(context, params.id, body),
  'POST /api/corrections/:id': (context, { params, body }) => decideCorrection(context, params.id, body.approve),
  'GET /api/seasons/:id/waiting': (context, { params }) => viewWaiting(context, params.id),
  'POST /api/offers/:id': (context, { params, body }) => answerOffer(context, params.id, body.take),
  'GET /api/schools/:id/admissions': (context, { params, query }) => viewAdmissions(context, params.id, query.seasonId),
  'POST /api/applications/:id/report': (context, { params, body }) => markReport(context, params.id, body),
  'GET /api/schools/:id/admissions.xlsx': (context, { params, query }) =>
    admissionsSheet(context, params.id, query.seasonId),
});
