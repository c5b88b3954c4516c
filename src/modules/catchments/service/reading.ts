// What officers read of catchments: versions, base maps, names, findings, open addresses, and the drawn areas as a file.

import { chinaDate } from '../../../kernel/dates.ts';
import { ok } from '../../../kernel/result.ts';
import type { ResponseOf } from '../../../kernel/endpoint.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import type { FileAnswer } from '../../../platform/http/routes.ts';
import { accountNames } from '../../accounts/public.ts';
import { listApplicationRecords } from '../../registration/public.ts';
import {
  type AddressFinding,
  listAddressPoints,
  listCatchmentVersions,
  listFindings,
  listSchools,
  locateAddress,
  placeNamesOf,
  pointOf,
} from '../../schools/public.ts';
import { listSeasons } from '../../seasons/public.ts';
import type { catchmentsContract, Version } from '../contract.ts';
import { seasonDays, versionState } from '../rules.ts';
import * as store from '../store.ts';
import { reach, type Place } from './reach.ts';

/** More points than these are not drawn; they are looked up all the same. */
const POINTS_DRAWN = 3000;

type Overview = ResponseOf<(typeof catchmentsContract)['GET /api/catchments']>;
type OpenAddresses = ResponseOf<(typeof catchmentsContract)['GET /api/catchments/open-addresses']>;

/** Everything that the page of a district's catchments shows. */
export async function readCatchments(context: Context, place: Place): Outcome<Overview> {
  const reached = reach(context, place.district);
  if (!reached.ok) return reached;
  const { district, stage } = place;
  const today = chinaDate(context.now);
  const seasons = (await listSeasons(context)).filter((one) => one.district === district && one.stage === stage);
  const findings = await listFindings(context, district, stage);
  return ok({
    today,
    tiles: context.services.city.tiles ?? null,
    versions: await versionsOf(context, place),
    layers: (await store.listLayers(context.db, district)).map(layerOnWire),
    placeNames: (await placeNamesOf(context, district)).map(({ former, current, source }) => ({
      former,
      current,
      source,
    })),
    points: await listAddressPoints(context, district, POINTS_DRAWN),
    findings: await findingsOnWire(context, findings),
    seasons: seasons
      .map(({ id, name, nameEn, ...season }) => ({ id, name, nameEn, ...seasonDays(season) }))
      .filter(({ until }) => until >= today),
  });
}

async function versionsOf(context: Context, { district, stage }: Place): Promise<Version[]> {
  const today = chinaDate(context.now);
  const versions = await listCatchmentVersions(context, district, stage);
  return versions.map((version) => ({ ...version, state: versionState(version, today) }));
}

/** A base map as it goes over the wire. */
export function layerOnWire(layer: store.LayerRecord): Overview['layers'][number] {
  const { kind, source, invented, importedAt } = layer;
  return {
    kind,
    source,
    invented,
    importedAt,
    features: layer.features.map(({ name, geometry }) => ({
      name,
      geometry: { type: geometry.type, coordinates: [...geometry.coordinates] },
    })),
  };
}

/** Findings with the names of schools and officers. */
export async function findingsOnWire(
  context: Context,
  findings: readonly AddressFinding[],
): Promise<Overview['findings']> {
  const names = await accountNames(context, [...new Set(findings.map(({ foundBy }) => foundBy))]);
  const schools = new Map((await listSchools(context)).map(({ id, name }) => [id, name]));
  return findings.map((finding) => ({
    ...finding,
    school: schools.get(finding.schoolId) ?? finding.schoolId,
    foundByName: names.get(finding.foundBy)?.name ?? '',
  }));
}

/** Applications whose place in a catchment still matters. */
const LIVE = ['submitted', 'needs_material', 'endorsed', 'eligible'] as const;

/** Addresses of live applications that words, findings and drawing do not give to one school, as they stand today. */
export async function readOpenAddresses(context: Context, place: Place): Outcome<OpenAddresses> {
  const reached = reach(context, place.district);
  if (!reached.ok) return reached;
  const seasons = (await listSeasons(context)).filter(
    (one) => one.district === place.district && one.stage === place.stage,
  );
  const addresses: OpenAddresses['addresses'] = [];
  let looked = 0;
  for (const season of seasons) {
    for (const record of await listApplicationRecords(context, { seasonId: season.id, states: [...LIVE] })) {
      if (!record.declared) continue;
      looked += 1;
      const { address } = record.declared.dwelling;
      const found = await locateAddress(context, { ...place, address });
      if (found.result === 'matched') continue;
      addresses.push({
        applicationId: record.id,
        receiptNo: record.receiptNo,
        season: season.name,
        address,
        result: found.result,
        basis: found.basis,
        schools: found.schools.map(({ schoolId, school, campus }) => ({ schoolId, school, campus })),
        point: await pointOf(context, place, address),
      });
    }
  }
  return ok({ looked, addresses });
}

/** The drawn catchments in force today as a GeoJSON file (RFC 7946). */
export async function exportGeoJson(context: Context, place: Place): Outcome<FileAnswer> {
  const reached = reach(context, place.district);
  if (!reached.ok) return reached;
  const versions = (await versionsOf(context, place)).filter(({ state, area }) => state === 'current' && area);
  const collection = {
    type: 'FeatureCollection',
    features: versions.map(({ area, school, campus, zone, effectiveFrom, areaSource, schoolId }) => ({
      type: 'Feature',
      properties: { school, campus, schoolId, zone, effectiveFrom, source: areaSource },
      geometry: area,
    })),
  };
  return ok({
    mediaType: 'application/geo+json',
    fileName: `施教区-${place.district}-${place.stage}-${chinaDate(context.now)}.geojson`,
    body: Buffer.from(JSON.stringify(collection)),
  });
}
