// Endpoints of schools and catchments.

import { ok } from '../../kernel/result.ts';
import { districtName } from '../../platform/city.ts';
import { routes } from '../../platform/http/routes.ts';
import { placesWithin } from '../../platform/regions.ts';
import { schoolsContract } from './contract.ts';
import * as service from './service.ts';

export const schoolsRoutes = routes(schoolsContract, {
  'GET /api/districts': ({ services: { city } }) =>
    Promise.resolve(
      ok(city.districts.map(({ code, name, nameEn, kind, helpline }) => ({ code, name, nameEn, kind, helpline }))),
    ),
  'GET /api/regions': ({ services: { city } }, { query }) =>
    Promise.resolve(
      ok(
        placesWithin(city.regions, query.within).map(({ code, words }) => ({
          code,
          name: words.zh,
          nameEn: words.en,
        })),
      ),
    ),
  'GET /api/regions/:code': ({ services: { city } }, { params }) => {
    const { zh, en } = districtName(city, params.code);
    return Promise.resolve(ok({ name: zh, nameEn: en }));
  },
  'GET /api/schools': async (context, { query }) => ok(await service.readSchools(context, query)),
  'GET /api/schools/:id': (context, { params }) => service.readSchool(context, params.id),
  'POST /api/locate': (context, { body }) => service.locate(context, body),
  'GET /api/addresses': (context, { query }) => service.readAddresses(context, query),
});
