// Endpoints of children and applications.

import { routes } from '../../platform/http/routes.ts';
import { registrationContract } from './contract.ts';
import { moveByFamily } from './service/act.ts';
import * as children from './service/children.ts';
import * as drafts from './service/drafts.ts';
import * as files from './service/files.ts';
import { reportRetention } from './service/forgetting.ts';
import { listFileViews, lookAtFile } from './service/looking.ts';
import { listPaperGuides } from './service/papers.ts';
import { answerRequest, askToSee } from './service/second-guardians.ts';
import { submitApplication } from './service/submit.ts';
import { listOwnApplications, viewApplication } from './service/view.ts';

export const registrationRoutes = routes(registrationContract, {
  'GET /api/children': (context) => children.listChildren(context),
  'POST /api/children': (context, { body }) => children.addChild(context, body),
  'PATCH /api/children/:id': (context, { params, body }) => children.correctChild(context, params.id, body),
  'GET /api/applications': (context) => listOwnApplications(context),
  'POST /api/applications': (context, { body }) => drafts.beginApplication(context, body),
  'GET /api/applications/:id': (context, { params }) => viewApplication(context, params.id),
  'PUT /api/applications/:id/draft': (context, { params, body }) => drafts.saveDraft(context, params.id, body),
  'POST /api/applications/:id/prefill': (context, { params, body }) => drafts.prefill(context, params.id, body),
  'POST /api/applications/:id/preview': (context, { params }) => drafts.previewApplication(context, params.id),
  'POST /api/applications/:id/submit': (context, { params, body }) => submitApplication(context, params.id, body),
  'POST /api/applications/:id/withdraw': (context, { params, body }) =>
    moveByFamily(context, params.id, 'withdraw', body),
  'POST /api/applications/:id/accept': (context, { params, body }) => moveByFamily(context, params.id, 'accept', body),
  'POST /api/applications/:id/decline': (context, { params, body }) =>
    moveByFamily(context, params.id, 'decline', body),
  'POST /api/applications/:id/files': async (context, { params }, http) =>
    files.addFile(context, params.id, await http.upload()),
  'DELETE /api/applications/:id/files/:fileId': (context, { params }) =>
    files.removeFile(context, params.id, params.fileId),
  'PUT /api/applications/:id/files': (context, { params, body }) => files.orderFiles(context, params.id, body),
  'GET /api/applications/:id/files/:fileId': (context, { params, query }) =>
    lookAtFile(context, params.id, params.fileId, query),
  'GET /api/applications/:id/file-views': (context, { params }) => listFileViews(context, params.id),
  'GET /api/paper-guides': (context) => listPaperGuides(context),
  'GET /api/evidence-retention': (context) => reportRetention(context),
  'POST /api/guardian-requests': (context, { body }) => askToSee(context, body),
  'POST /api/guardian-requests/:id': (context, { params, body }) => answerRequest(context, params.id, body.accept),
});
