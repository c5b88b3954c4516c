// Endpoints of rule sets, drafts, simulations and proposals.

import { routes } from '../../platform/http/routes.ts';
import { policiesContract } from './contract.ts';
import { beginDraft, checkText, discardDraft, readDraft, saveDraft } from './service/drafts.ts';
import { readImpact } from './service/impact.ts';
import { readChanges, readHistory, readLibrary, readPage } from './service/library.ts';
import {
  decideProposal,
  listProposals,
  proposePolicy,
  readProposal,
  settleTouched,
  withdrawProposal,
} from './service/proposals.ts';
import { askSimulation, listSimulations, readSimulation } from './service/simulations.ts';
import { readFamilies, readForm, tryFamily } from './service/trying.ts';

export const policiesRoutes = routes(policiesContract, {
  'GET /api/policies': (context) => readLibrary(context),
  'GET /api/policies/:hash': (context, { params }) => readPage(context, params.hash),
  'GET /api/policies/:hash/form': (context, { params }) => readForm(context, params.hash),
  'GET /api/policies/:hash/families': (context, { params, query }) =>
    readFamilies(context, params.hash, query.seasonId),
  'POST /api/policies/:hash/try': (context, { params, body }) => tryFamily(context, params.hash, body),
  'POST /api/policies/check': async (context, { body }) => checkText(context, body.sources),
  'GET /api/policies/:hash/changes': (context, { params, query }) => readChanges(context, params.hash, query.from),
  'GET /api/policies/:hash/impact': (context, { params, query }) => readImpact(context, params.hash, query),
  'POST /api/policy-drafts': (context, { body }) => beginDraft(context, body),
  'GET /api/policy-drafts/:id': (context, { params }) => readDraft(context, params.id),
  'PUT /api/policy-drafts/:id': (context, { params, body }) => saveDraft(context, params.id, body),
  'POST /api/policy-drafts/:id/discard': (context, { params, body }) => discardDraft(context, params.id, body.version),
  'GET /api/policy-simulations': (context, { query }) => listSimulations(context, query.seasonId),
  'POST /api/policy-simulations': (context, { body }) => askSimulation(context, body),
  'GET /api/policy-simulations/:id': (context, { params }) => readSimulation(context, params.id),
  'GET /api/policy-proposals': (context) => listProposals(context),
  'POST /api/seasons/:id/policy-proposals': (context, { params, body }) => proposePolicy(context, params.id, body),
  'GET /api/policy-proposals/:id': (context, { params }) => readProposal(context, params.id),
  'POST /api/policy-proposals/:id/decision': (context, { params, body }) => decideProposal(context, params.id, body),
  'POST /api/policy-proposals/:id/withdraw': (context, { params }) => withdrawProposal(context, params.id),
  'POST /api/policy-proposals/:id/touched/:applicationId': (context, { params, body }) =>
    settleTouched(context, params.id, params.applicationId, body.words),
  'GET /api/seasons/:id/policy-history': (context, { params }) => readHistory(context, params.id),
});
