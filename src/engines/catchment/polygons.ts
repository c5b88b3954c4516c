// Catchments drawn as polygons: which contain a point, where two overlap, and what of a district none covers.

import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import Flatbush from 'flatbush';
import { difference, intersection, union } from 'polyclip-ts';

/** Longitude and latitude, in the order of GeoJSON (RFC 7946). */
export type Position = [number, number];

/** A catchment's drawn area: the geometry of a GeoJSON Polygon or MultiPolygon, holes included. */
export type ZonePolygon =
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] };

/** A point. */
export interface Point {
  readonly lng: number;
  readonly lat: number;
}

/** Polygons with a spatial index over their bounding boxes. */
export interface PolygonIndex {
  readonly polygons: readonly { readonly zone: number; readonly polygon: ZonePolygon }[];
  readonly tree: Flatbush;
}

/** Where two drawn catchments overlap. */
export interface DrawnOverlap {
  readonly zones: readonly [number, number];
  readonly area: ZonePolygon;
  /** In square metres; slivers along a shared edge are left out. */
  readonly size: number;
}

/** Below this many square metres an area is the noise of drawing. */
const SLIVER = 10;
/** Metres in a degree of latitude, on a sphere of the earth's mean radius (IUGG: 6,371,008.8 m). */
const DEGREE = (Math.PI / 180) * 6_371_008.8;

type Rings = Position[][];

function polygonsOf(polygon: ZonePolygon): Rings[] {
  const list = polygon.type === 'Polygon' ? [polygon.coordinates] : polygon.coordinates;
  return list.map((rings) => rings.map((ring) => ring.map(([lng, lat]) => [lng, lat] as Position)));
}

/** West, south, east and north of everything. */
export type Bounds = [number, number, number, number];

/** The bounds of positions; inverted infinities for none. */
export function ringBounds(ring: readonly Position[]): Bounds {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return [minX, minY, maxX, maxY];
}

/** The bounds of an area. */
export function boundsOf(polygon: ZonePolygon): Bounds {
  return ringBounds(polygonsOf(polygon).flatMap((rings) => rings[0] ?? []));
}

/** The area of a ring in square metres, by the shoelace formula on the plane that touches its middle latitude. */
export function ringArea(ring: readonly Position[]): number {
  const [, south, , north] = ringBounds(ring);
  let sum = 0;
  for (let i = 0; i < ring.length; i += 1) {
    const [x1, y1] = ring[i] as Position;
    const [x2, y2] = ring[(i + 1) % ring.length] as Position;
    sum += x1 * y2 - x2 * y1;
  }
  return (Math.abs(sum) / 2) * DEGREE * DEGREE * Math.cos(((south + north) * Math.PI) / 360);
}

/** The area of a drawn catchment in square metres. */
export function areaOf(polygon: ZonePolygon): number {
  return sizeOf(polygonsOf(polygon));
}

function sizeOf(rings: Rings[]): number {
  return rings.reduce(
    (sum, [outer, ...holes]) => sum + ringArea(outer ?? []) - holes.reduce((inner, hole) => inner + ringArea(hole), 0),
    0,
  );
}

function asPolygon(rings: Rings[]): ZonePolygon {
  return { type: 'MultiPolygon', coordinates: rings };
}

/** Indexes the zones that have a polygon; `undefined` when none has. */
export function indexPolygons(zones: readonly (ZonePolygon | undefined)[]): PolygonIndex | undefined {
  const polygons = zones.flatMap((polygon, zone) => (polygon ? [{ zone, polygon }] : []));
  if (polygons.length === 0) return undefined;
  const tree = new Flatbush(polygons.length);
  for (const { polygon } of polygons) tree.add(...boundsOf(polygon));
  tree.finish();
  return { polygons, tree };
}

/** The zones whose polygon contains a point; a point on a shared edge lies in both. */
export function zonesAt(index: PolygonIndex, point: Point): number[] {
  return index.tree
    .search(point.lng, point.lat, point.lng, point.lat)
    .map((found) => index.polygons[found] as { zone: number; polygon: ZonePolygon })
    .filter(({ polygon }) =>
      booleanPointInPolygon([point.lng, point.lat], { type: 'MultiPolygon', coordinates: polygonsOf(polygon) }),
    )
    .map(({ zone }) => zone)
    .toSorted((a, b) => a - b);
}

/** Where drawn catchments overlap, the largest first. Only pairs whose boxes touch are compared. */
export function drawnOverlaps(index: PolygonIndex): DrawnOverlap[] {
  const found: DrawnOverlap[] = [];
  index.polygons.forEach(({ zone, polygon }, i) => {
    for (const j of index.tree.search(...boundsOf(polygon))) {
      const other = index.polygons[j];
      if (j <= i || !other) continue;
      const rings = intersection(polygonsOf(polygon), polygonsOf(other.polygon)) as Rings[];
      const size = sizeOf(rings);
      if (size > SLIVER) found.push({ zones: [zone, other.zone], area: asPolygon(rings), size });
    }
  });
  return found.toSorted((a, b) => b.size - a.size);
}

/** What of a district no drawn catchment covers, piece by piece, the largest first; sizes in square metres. */
export function drawnGaps(index: PolygonIndex, district: ZonePolygon): { area: ZonePolygon; size: number }[] {
  const [first, ...rest] = index.polygons.map(({ polygon }) => polygonsOf(polygon));
  const covered = first ? (union(first, ...rest) as Rings[]) : [];
  const left = (covered.length > 0 ? difference(polygonsOf(district), covered) : polygonsOf(district)) as Rings[];
  return left
    .map((rings) => ({ area: asPolygon([rings]), size: sizeOf([rings]) }))
    .filter(({ size }) => size > SLIVER)
    .toSorted((a, b) => b.size - a.size);
}

function simplest(list: Rings[]): ZonePolygon | undefined {
  const [only] = list;
  if (!only) return undefined;
  return list.length === 1 ? { type: 'Polygon', coordinates: only } : asPolygon(list);
}

/** An area without what another takes of it; `undefined` where nothing is left. */
export function withoutArea(area: ZonePolygon, other: ZonePolygon): ZonePolygon | undefined {
  return simplest(difference(polygonsOf(area), polygonsOf(other)) as Rings[]);
}

/** Two areas as one. */
export function joinedArea(area: ZonePolygon, other: ZonePolygon): ZonePolygon | undefined {
  return simplest(union(polygonsOf(area), polygonsOf(other)) as Rings[]);
}
