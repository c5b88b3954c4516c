// Importing a bureau's GeoJSON: base maps under the catchments, and where addresses lie.

import { readGeoJson, type MapFeature } from '../../../engines/catchment/geojson.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { ResponseOf } from '../../../kernel/endpoint.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import type { Upload } from '../../../platform/http/routes.ts';
import { putAddressPoints } from '../../schools/public.ts';
import type { catchmentsContract, LayerKind } from '../contract.ts';
import * as store from '../store.ts';
import { reach } from './reach.ts';
import { layerOnWire } from './reading.ts';

type LayerAnswer = ResponseOf<(typeof catchmentsContract)['POST /api/catchments/layers/:kind']>;

interface MapFile {
  readonly district: string;
  readonly source: string;
  readonly features: readonly MapFeature[];
}

/** A file's features in WGS 84, or what is wrong with it in the reader's language. */
function readFile(context: Context, upload: Upload | null): Result<MapFile, Refusal> {
  if (!upload) return err(refusal('map_file.missing'));
  if (upload.tooLarge) return err(refusal('map_file.too_large'));
  const { district = '', source = '', system = '' } = upload.fields;
  const reached = reach(context, district);
  if (!reached.ok) return reached;
  if (source.trim().length < 2 || (system !== 'wgs84' && system !== 'gcj02')) return err(refusal('map_file.fields'));
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(upload.bytes).replace(/^\uFEFF/, ''));
  } catch (error) {
    return err(refusal('map_file.faulty', { what: error instanceof Error ? error.message : 'JSON' }));
  }
  const { features, faults } = readGeoJson(value, system);
  if (faults.length > 0) {
    const what = faults.map(({ zh, en }) => (context.language === 'en' ? en : zh)).join('；');
    return err(refusal('map_file.faulty', { what }));
  }
  return ok({ district, source: source.trim(), features });
}

const WANTED: Readonly<Record<LayerKind | 'point', { readonly types: readonly string[]; zh: string; en: string }>> = {
  extent: { types: ['Polygon', 'MultiPolygon'], zh: '面（Polygon）', en: 'polygons' },
  road: { types: ['LineString', 'MultiLineString'], zh: '线（LineString）', en: 'lines' },
  water: {
    types: ['Polygon', 'MultiPolygon', 'LineString', 'MultiLineString'],
    zh: '面或线',
    en: 'polygons or lines',
  },
  point: { types: ['Point'], zh: '带地址的点（Point）', en: 'points with an address' },
};

function ofKind(
  context: Context,
  features: readonly MapFeature[],
  kind: LayerKind | 'point',
): Result<MapFeature[], Refusal> {
  const { types, zh, en } = WANTED[kind];
  const fitting = features.filter(({ geometry, name }) => types.includes(geometry.type) && (kind !== 'point' || name));
  return fitting.length > 0
    ? ok(fitting)
    : err(refusal('map_file.kind', { wanted: context.language === 'en' ? en : zh }));
}

/** Puts a base map in the place of the one there is. */
export function importLayer(context: Context, kind: LayerKind, upload: Upload | null): Outcome<LayerAnswer> {
  return inTransaction(context, async (tx) => {
    const file = readFile(tx, upload);
    if (!file.ok) return file;
    const { district, source } = file.value;
    const fitting = ofKind(tx, file.value.features, kind);
    if (!fitting.ok) return fitting;
    const layer: store.LayerRecord = {
      district,
      kind,
      features: fitting.value.map(({ name, geometry }) => ({ name, geometry })),
      source,
      invented: false,
      importedBy: account(tx).accountId,
      importedAt: tx.now,
    };
    await store.upsertLayer(tx.db, layer);
    await audit(tx, {
      action: 'catchments.import_layer',
      subject: { kind: 'base_layer', id: `${district}/${kind}` },
      district,
      detail: { source, features: layer.features.length },
    });
    return ok(layerOnWire(layer));
  });
}

/** Writes where addresses lie; those that are known already are replaced. */
export function importPoints(context: Context, upload: Upload | null): Outcome<{ written: number }> {
  return inTransaction(context, async (tx) => {
    const file = readFile(tx, upload);
    if (!file.ok) return file;
    const { district, source } = file.value;
    const fitting = ofKind(tx, file.value.features, 'point');
    if (!fitting.ok) return fitting;
    const written = await putAddressPoints(
      tx,
      fitting.value.flatMap(({ name, geometry }) =>
        geometry.type === 'Point'
          ? [{ district, address: name, lng: geometry.coordinates[0], lat: geometry.coordinates[1], source }]
          : [],
      ),
    );
    await audit(tx, {
      action: 'catchments.import_points',
      subject: { kind: 'address_points', id: district },
      district,
      detail: { source, written },
    });
    return ok({ written });
  });
}
