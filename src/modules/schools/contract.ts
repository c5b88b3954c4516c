// Schools and their catchments, as they go over the wire.

import { z } from 'zod';
import { contract, dateText } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';

export const school = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  district: z.string(),
  districtName: z.string(),
  stage: z.enum(['primary', 'junior', 'nine_year']),
  ownership: z.enum(['public', 'private']),
  status: z.enum(['open', 'planned', 'closed']),
  address: z.string(),
  phone: z.string(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  introduction: z.string(),
  invented: z.boolean(),
});
export type School = z.output<typeof school>;

const position = z.tuple([z.number(), z.number()]);
const rings = z.array(z.array(position).readonly()).readonly();

/** A drawn area: the geometry of a GeoJSON Polygon or MultiPolygon, WGS 84. */
export const area = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).readonly() }),
]);

export const catchment = z.object({
  campus: z.string(),
  stage: z.enum(['primary', 'junior']),
  zone: z.string(),
  note: z.string(),
  source: z.string(),
  effectiveFrom: dateText,
  effectiveTo: dateText.nullable(),
  invented: z.boolean(),
  /** As the bureau has drawn it; null where only the words stand. */
  area: area.nullable(),
});

/** Where an address lies. `needs_map` and `uncovered` mean that a person decides. */
export const location = z.object({
  result: z.enum(['matched', 'overlap', 'uncovered', 'needs_map']),
  schools: z.array(
    z.object({
      schoolId: z.string(),
      school: z.string(),
      campus: z.string(),
      status: z.enum(['open', 'planned', 'closed']),
      basis: z.string(),
    }),
  ),
  /** The words that decided it, or why a person must. */
  basis: z.string(),
  basisEn: z.string(),
  /** What decided: the words, the drawn catchments, or an officer; absent in answers of before this was kept. */
  decidedBy: z.enum(['text', 'map', 'finding']).optional(),
  /** Rights to other schools that the text keeps for a time, in its words. */
  transitions: z.array(z.object({ school: z.string(), until: dateText.nullable(), text: z.string() })).optional(),
  /** Names of other schools between which the text lets the family choose; absent in answers of before this was kept. */
  alternatives: z.array(z.string()).optional(),
  normalisedAddress: z.string(),
});
export type LocationAnswer = z.output<typeof location>;

export const schoolsContract = contract({
  'GET /api/districts': {
    summary: 'Districts of the city.',
    who: 'anyone',
    response: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        nameEn: z.string(),
        kind: z.enum(['county', 'functional_zone']),
        helpline: z.string(),
      }),
    ),
  },
  'GET /api/regions': {
    summary: 'Provinces, or what lies next below a province or prefecture; for choosing where a child is registered.',
    who: 'anyone',
    query: z.object({
      within: z
        .string()
        .regex(/^\d{2}(\d{2})?$/)
        .optional(),
    }),
    response: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string() })),
  },
  'GET /api/regions/:code': {
    summary: 'The name of a district, of this city or any other.',
    who: 'anyone',
    params: z.object({ code: z.string().max(12) }),
    response: z.object({ name: z.string(), nameEn: z.string() }),
  },
  'GET /api/schools': {
    summary: 'Schools, for the public.',
    who: 'anyone',
    query: z.object({
      district: z.string().optional(),
      stage: z.enum(['primary', 'junior']).optional(),
      q: z.string().trim().max(60).optional(),
    }),
    response: z.array(school),
  },
  'GET /api/schools/:id': {
    summary: 'One school with its catchments.',
    who: 'anyone',
    params: z.object({ id: z.string() }),
    response: school.extend({ catchments: z.array(catchment) }),
  },
  'POST /api/locate': {
    summary: 'Which catchment an address lies in, with the words that decide it.',
    who: 'anyone',
    body: z.object({
      district: z.string(),
      stage: z.enum(['primary', 'junior']),
      address: z.string().trim().min(2).max(200),
    }),
    response: location,
  },
  'GET /api/addresses': {
    summary: 'Standard addresses that begin like, or contain, what was typed; to pick from.',
    who: 'anyone',
    query: z.object({
      district: z.string(),
      stage: z.enum(['primary', 'junior']),
      q: z.string().trim().min(1).max(60),
    }),
    response: z.array(z.object({ address: z.string(), kind: z.enum(['road', 'estate', 'village']) })),
  },
});

export const schoolsRefusals = {
  'school.not_found': { status: 404, zh: '没有这所学校。', en: 'There is no such school.' },
  'district.not_found': {
    status: 404,
    zh: '没有代码为 {district} 的区县。',
    en: 'There is no district with code {district}.',
  },
} as const satisfies Record<string, RefusalText>;
