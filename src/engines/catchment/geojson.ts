// Reads a bureau's GeoJSON (RFC 7946): areas, lines and points in WGS 84, or clear words about what is wrong and where.

import Flatbush from 'flatbush';
import { fromGcj02 } from './gcj02.ts';
import { ringArea, ringBounds, type Position, type ZonePolygon } from './polygons.ts';

/** In which coordinates a file is, as the bureau states it. Nothing in the numbers themselves tells them apart. */
export type CoordinateSystem = 'wgs84' | 'gcj02';

/** One thing of a file, by its kind of geometry. */
export interface MapFeature {
  /** What it is called: the first of its properties `school`, `address`, `name`, 学校, 地址, 名称; else empty. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly geometry: MapGeometry;
}

/** The geometries that catchments, roads and addresses need. */
export type MapGeometry =
  | ZonePolygon
  | { readonly type: 'LineString'; readonly coordinates: readonly Position[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'Point'; readonly coordinates: Position };

/** A fault: where it is, and what to do, in two languages. */
export interface MapFault {
  readonly zh: string;
  readonly en: string;
}

/** What was read; with any fault nothing should be used. */
export interface MapReading {
  readonly features: readonly MapFeature[];
  readonly faults: readonly MapFault[];
}

/** More faults than these help nobody. */
const MOST_FAULTS = 20;
/** No catchment needs more; a file with more holds something else. */
const MOST_POSITIONS = 50_000;
const MOST_FEATURES = 20_000;
/** China and a margin, in degrees: longitude and latitude. */
const WEST = 70;
const EAST = 140;
const SOUTH = 0;
const NORTH = 56;

/** Names of coordinate systems that differ from WGS 84 by less than a metre: itself, and CGCS2000. */
const DEGREES = /CRS:?84|EPSG:{1,2}(?:4326|4490)\b|CGCS2000$/i;

type Say = (zh: string, en: string) => void;

/** Reads a GeoJSON value: a FeatureCollection, a Feature or a bare geometry. Converts GCJ-02 where it is stated. */
export function readGeoJson(value: unknown, system: CoordinateSystem): MapReading {
  const faults: MapFault[] = [];
  const say: Say = (zh, en) => {
    if (faults.length < MOST_FAULTS) faults.push({ zh, en });
  };
  if (!isRecord(value)) {
    say('文件不是 GeoJSON：应为 FeatureCollection', 'The file is no GeoJSON: it must be a FeatureCollection');
    return { features: [], faults };
  }
  const crs = crsName(value['crs']);
  if (crs !== undefined && !DEGREES.test(crs)) {
    say(
      `文件声明的坐标系是 ${crs}，请先转换为经纬度（WGS-84、CGCS2000 或 GCJ-02）再导入`,
      `The file states the coordinate system ${crs}; convert it to longitude and latitude (WGS 84, CGCS2000 or GCJ-02) first`,
    );
    return { features: [], faults };
  }
  const list = featuresOf(value);
  if (list.length === 0) say('文件里没有要素', 'The file holds no features');
  if (list.length > MOST_FEATURES) {
    say(`要素超过 ${MOST_FEATURES} 个`, `There are more than ${MOST_FEATURES} features`);
    return { features: [], faults };
  }
  const features: MapFeature[] = [];
  list.forEach((item, i) => {
    const properties = textsOf(isRecord(item) ? item['properties'] : undefined);
    const name = nameOf(properties);
    const zh = `第 ${i + 1} 个要素${name ? `（${name}）` : ''}`;
    const en = `Feature ${i + 1}${name ? ` (${name})` : ''}`;
    const geometry = geometryOf(isRecord(item) ? item['geometry'] : undefined, (problem, problemEn) =>
      say(`${zh}：${problem}`, `${en}: ${problemEn}`),
    );
    if (geometry) features.push({ name, properties, geometry: system === 'gcj02' ? converted(geometry) : geometry });
  });
  return { features: faults.length > 0 ? [] : features, faults };
}

/** What is wrong with a drawn or imported area; empty when nothing is. */
export function areaFaults(area: ZonePolygon): readonly MapFault[] {
  const faults: MapFault[] = [];
  checkArea(area, (zh, en) => {
    if (faults.length < MOST_FAULTS) faults.push({ zh, en });
  });
  return faults;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function crsName(crs: unknown): string | undefined {
  const properties = isRecord(crs) ? crs['properties'] : undefined;
  const name = isRecord(properties) ? properties['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function featuresOf(value: Record<string, unknown>): readonly unknown[] {
  const { type, features } = value;
  if (type === 'FeatureCollection') return Array.isArray(features) ? features : [];
  return [type === 'Feature' ? value : { geometry: value }];
}

function textsOf(properties: unknown): Record<string, string> {
  if (!isRecord(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value).trim()]] : [],
    ),
  );
}

function nameOf(properties: Readonly<Record<string, string>>): string {
  for (const key of ['school', 'address', 'name', '学校', '学校名称', '地址', '名称']) {
    const value = properties[key];
    if (value) return value;
  }
  return '';
}

function geometryOf(value: unknown, say: Say): MapGeometry | undefined {
  if (!isRecord(value)) {
    say('没有几何图形（geometry）', 'it has no geometry');
    return undefined;
  }
  const { type, coordinates } = value;
  const depth = { Point: 0, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }[String(type)];
  if (depth === undefined) {
    say(
      `几何类型 ${String(type)} 不能用，只接受 Polygon、MultiPolygon、LineString、MultiLineString、Point`,
      `geometry type ${String(type)} is not taken; only Polygon, MultiPolygon, LineString, MultiLineString and Point are`,
    );
    return undefined;
  }
  const count = { left: MOST_POSITIONS };
  const read = positionsOf(coordinates, depth, count, say);
  if (read === undefined) return undefined;
  const geometry = { type, coordinates: read } as MapGeometry;
  if (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') {
    return checkArea(geometry, say) ? geometry : undefined;
  }
  return geometry;
}

type Nested = Position | readonly Nested[];

/** Positions at a depth of nesting; heights are dropped. Stops at the first fault, which mostly repeats itself. */
function positionsOf(value: unknown, depth: number, count: { left: number }, say: Say): Nested | undefined {
  if (!Array.isArray(value)) {
    say('坐标的层数与几何类型不符', 'the nesting of the coordinates does not fit the geometry type');
    return undefined;
  }
  if (depth === 0) return positionOf(value, count, say);
  const list: Nested[] = [];
  for (const item of value) {
    const read = positionsOf(item, depth - 1, count, say);
    if (read === undefined) return undefined;
    list.push(read);
  }
  return list;
}

function positionOf(value: readonly unknown[], count: { left: number }, say: Say): Position | undefined {
  const [lng, lat] = value;
  if (typeof lng !== 'number' || typeof lat !== 'number' || !Number.isFinite(lng) || !Number.isFinite(lat)) {
    say('坐标应为两个数 [经度, 纬度]', 'a position must be two numbers [longitude, latitude]');
    return undefined;
  }
  count.left -= 1;
  if (count.left < 0) {
    say(`顶点超过 ${MOST_POSITIONS} 个`, `there are more than ${MOST_POSITIONS} positions`);
    return undefined;
  }
  const at = `[${lng}, ${lat}]`;
  if (Math.abs(lng) > 360 || Math.abs(lat) > 360) {
    say(
      `${at} 不是经纬度，像是投影坐标（米），请先转换为经纬度`,
      `${at} is no longitude and latitude; it looks projected (metres). Convert it first`,
    );
    return undefined;
  }
  if (inChina(lng, lat)) return [lng, lat];
  if (inChina(lat, lng)) {
    say(
      `${at} 的经纬度顺序写反了，GeoJSON 是 [经度, 纬度]`,
      `${at} is in the wrong order; GeoJSON has [longitude, latitude]`,
    );
  } else say(`${at} 不在中国范围内`, `${at} does not lie in China`);
  return undefined;
}

function inChina(lng: number, lat: number): boolean {
  return lng > WEST && lng < EAST && lat > SOUTH && lat < NORTH;
}

/** Checks every ring: closed, long enough, without crossing itself, holes inside. */
function checkArea(area: ZonePolygon, say: Say): boolean {
  const polygons = area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
  let sound = polygons.length > 0;
  if (!sound) say('没有环', 'it has no ring');
  for (const rings of polygons) {
    if (rings.length === 0) {
      say('没有环', 'it has no ring');
      sound = false;
    }
    for (const [i, ring] of rings.entries()) {
      const which = i === 0 ? '外环' : `第 ${i} 个内环`;
      const whichEn = i === 0 ? 'the outer ring' : `hole ${i}`;
      const fault = ringFault(ring);
      if (fault) {
        say(which + fault.zh, `${whichEn} ${fault.en}`);
        sound = false;
      }
    }
    const [outer, ...holes] = rings;
    for (const hole of holes) {
      const [inner, around] = [ringBounds(hole), ringBounds(outer ?? [])];
      const inside = inner[0] >= around[0] && inner[1] >= around[1] && inner[2] <= around[2] && inner[3] <= around[3];
      if (!inside) {
        say('有内环（洞）在外环之外', 'a hole lies outside the outer ring');
        sound = false;
      }
    }
  }
  return sound;
}

function ringFault(ring: readonly Position[]): MapFault | undefined {
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || ring.length < 4) {
    return { zh: '至少要有 3 个不同的顶点', en: 'needs at least three different corners' };
  }
  if (first[0] !== last[0] || first[1] !== last[1]) {
    return { zh: '没有闭合：最后一个坐标应与第一个相同', en: 'is not closed: its last position must equal the first' };
  }
  const crossing = selfCrossing(ring);
  if (crossing) {
    const [lng, lat] = crossing;
    return {
      zh: `在 [${lng.toFixed(5)}, ${lat.toFixed(5)}] 附近与自身相交`,
      en: `crosses itself near [${lng.toFixed(5)}, ${lat.toFixed(5)}]`,
    };
  }
  if (ringArea(ring) === 0) return { zh: '面积为零', en: 'has no area' };
  return undefined;
}

function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

/** Where a closed ring crosses or touches itself, found over an index of its edges. */
function selfCrossing(ring: readonly Position[]): Position | undefined {
  const edges = ring.length - 1;
  const tree = new Flatbush(edges);
  const box = (i: number): [number, number, number, number] => {
    const [a, b] = [ring[i] as Position, ring[i + 1] as Position];
    return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  };
  for (let i = 0; i < edges; i += 1) tree.add(...box(i));
  tree.finish();
  for (let i = 0; i < edges; i += 1) {
    const [a, b] = [ring[i] as Position, ring[i + 1] as Position];
    for (const j of tree.search(...box(i))) {
      if (j <= i + 1 || (i === 0 && j === edges - 1)) continue;
      const [c, d] = [ring[j] as Position, ring[j + 1] as Position];
      if (turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0) return c;
    }
  }
  return undefined;
}

function converted(geometry: MapGeometry): MapGeometry {
  const each = (value: Nested): Nested =>
    typeof value[0] === 'number' ? fromGcj02(value as Position) : (value as readonly Nested[]).map(each);
  return { type: geometry.type, coordinates: each(geometry.coordinates as Nested) } as MapGeometry;
}
