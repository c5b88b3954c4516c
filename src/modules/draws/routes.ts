// Endpoints of draws: the officers' ceremony, the parties' pages, what is public, the families' proofs.

import { routes } from '../../platform/http/routes.ts';
import { drawsContract } from './contract.ts';
import { listSeasonDraws, thenCeremony, viewCeremony } from './service/ceremony.ts';
import { lotteryFile } from './service/code.ts';
import { viewTicket } from './service/families.ts';
import { commitAsParty, commitForWitness, revealAsParty, revealForWitness, viewParty } from './service/parties.ts';
import { editDraw, prepareDraw } from './service/prepare.ts';
import {
  announcementFile,
  listNumbers,
  listPublicDraws,
  rosterFile,
  transcriptFile,
  viewPublicDraw,
} from './service/public-view.ts';
import { takePlainStep } from './service/steps.ts';
import { confirmValue, enterValue, recordPresence } from './service/value.ts';

export const drawsRoutes = routes(drawsContract, {
  'GET /api/seasons/:id/draws': (context, { params }) => listSeasonDraws(context, params.id),
  'POST /api/seasons/:id/draws': (context, { params, body }) => prepareDraw(context, params.id, body),
  'GET /api/draws/:id': (context, { params }) => viewCeremony(context, params.id),
  'PUT /api/draws/:id': (context, { params: { id }, body }) => thenCeremony(context, editDraw(context, id, body), id),
  'POST /api/draws/:id/steps': (context, { params: { id }, body }) =>
    thenCeremony(context, takePlainStep(context, id, body), id),
  'POST /api/draws/:id/public-value': (context, { params: { id }, body }) =>
    thenCeremony(context, enterValue(context, id, body), id),
  'POST /api/draws/:id/public-value/confirmation': (context, { params: { id }, body }) =>
    thenCeremony(context, confirmValue(context, id, body), id),
  'POST /api/draws/:id/present': (context, { params: { id }, body }) =>
    thenCeremony(context, recordPresence(context, id, body), id),
  'POST /api/draws/:id/parties/:partyId/commitment': (context, { params: { id, partyId }, body }) =>
    thenCeremony(context, commitForWitness(context, id, partyId, body.commitment), id),
  'POST /api/draws/:id/parties/:partyId/reveal': (context, { params: { id, partyId }, body }) =>
    thenCeremony(context, revealForWitness(context, id, partyId, body), id),
  'GET /api/draw-parties/:key': (context, { params }) => viewParty(context, params.key),
  'POST /api/draw-parties/:key/commitment': (context, { params, body }) =>
    commitAsParty(context, params.key, body.commitment),
  'POST /api/draw-parties/:key/reveal': (context, { params, body }) => revealAsParty(context, params.key, body),
  'GET /api/public-draws': (context) => listPublicDraws(context),
  'GET /api/public-draws/:id': (context, { params }) => viewPublicDraw(context, params.id),
  'GET /api/public-draws/:id/roster.txt': (context, { params }) => rosterFile(context, params.id),
  'GET /api/public-draws/:id/announcement.json': (context, { params }) => announcementFile(context, params.id),
  'GET /api/public-draws/:id/numbers': (context, { params }) => listNumbers(context, params.id),
  'GET /api/public-draws/:id/transcript.json': (context, { params }) => transcriptFile(context, params.id),
  'GET /api/lottery-files/:name': (context, { params }) => lotteryFile(context, params.name),
  'GET /api/applications/:id/ticket': (context, { params }) => viewTicket(context, params.id),
});
