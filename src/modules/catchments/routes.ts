// Endpoints of catchments.

import { routes } from '../../platform/http/routes.ts';
import { catchmentsContract } from './contract.ts';
import { decideChange, listChanges, proposeChange, readTouched } from './service/changes.ts';
import { keepFinding, revokeFinding } from './service/findings.ts';
import { importLayer, importPoints } from './service/map-files.ts';
import { dropPlaceName, savePlaceName } from './service/place-names.ts';
import { exportGeoJson, readCatchments, readOpenAddresses } from './service/reading.ts';

export const catchmentsRoutes = routes(catchmentsContract, {
  'GET /api/catchments': (context, { query }) => readCatchments(context, query),
  'GET /api/catchments/changes': (context, { query }) => listChanges(context, query),
  'POST /api/catchments/changes': (context, { body }) => proposeChange(context, body),
  'GET /api/catchments/changes/:id/touched': (context, { params }) => readTouched(context, params.id),
  'POST /api/catchments/changes/:id/decision': (context, { params, body }) => decideChange(context, params.id, body),
  'GET /api/catchments/open-addresses': (context, { query }) => readOpenAddresses(context, query),
  'POST /api/catchments/findings': (context, { body }) => keepFinding(context, body),
  'POST /api/catchments/findings/:id/revoke': (context, { params, body }) =>
    revokeFinding(context, params.id, body.reason),
  'PUT /api/catchments/place-names': (context, { body }) => savePlaceName(context, body),
  'POST /api/catchments/place-names/remove': (context, { body }) => dropPlaceName(context, body.district, body.former),
  'POST /api/catchments/layers/:kind': async (context, { params }, http) =>
    importLayer(context, params.kind, await http.upload()),
  'POST /api/catchments/points': async (context, _, http) => importPoints(context, await http.upload()),
  'GET /api/catchments/geojson': (context, { query }) => exportGeoJson(context, query),
});
