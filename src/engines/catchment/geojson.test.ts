import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromGcj02, toGcj02 } from './gcj02.ts';
import { areaFaults, readGeoJson } from './geojson.ts';
import type { Position } from './polygons.ts';

const SQUARE: Position[] = [
  [119, 33.6],
  [119.01, 33.6],
  [119.01, 33.61],
  [119, 33.61],
  [119, 33.6],
];

function file(coordinates: unknown, type = 'Polygon', more: object = {}): unknown {
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { 学校: '甲小学' }, geometry: { type, coordinates } }],
    ...more,
  };
}

function faults(value: unknown): string[] {
  return readGeoJson(value, 'wgs84').faults.map(({ zh }) => zh);
}

describe('a GeoJSON file', () => {
  it('gives its features by name, with areas, lines and points', () => {
    const { features } = readGeoJson(file([SQUARE]), 'wgs84');
    expect(features).toEqual([
      { name: '甲小学', properties: { 学校: '甲小学' }, geometry: { type: 'Polygon', coordinates: [SQUARE] } },
    ]);
    expect(readGeoJson({ type: 'Point', coordinates: [119, 33.6, 12] }, 'wgs84').features[0]?.geometry).toEqual({
      type: 'Point',
      coordinates: [119, 33.6],
    });
  });

  it('is refused with the place and the cure where something is wrong, and then nothing of it is used', () => {
    expect(faults('x')).toEqual(['文件不是 GeoJSON：应为 FeatureCollection']);
    expect(faults(file([SQUARE.slice(0, 4)]))).toEqual([
      '第 1 个要素（甲小学）：外环没有闭合：最后一个坐标应与第一个相同',
    ]);
    expect(faults(file([SQUARE.map(([lng, lat]) => [lat, lng])]))[0]).toContain('经纬度顺序写反了');
    expect(faults(file([SQUARE.map(([lng, lat]) => [lng * 111_000, lat * 111_000])]))[0]).toContain('投影坐标');
    expect(faults(file([SQUARE.map(([lng]) => [lng, -lng])]))[0]).toContain('不在中国范围内');
    expect(faults(file(SQUARE))[0]).toContain('层数');
    expect(faults(file([[...SQUARE.slice(0, 2), ['a', 1], SQUARE[0]]]))[0]).toContain('两个数');
    expect(faults(file([], 'GeometryCollection'))[0]).toContain('几何类型 GeometryCollection 不能用');
    const projected = { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } } };
    expect(faults(file([SQUARE], 'Polygon', projected))[0]).toContain('坐标系是 urn:ogc:def:crs:EPSG::3857');
    const cgcs = { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } } };
    expect(faults(file([SQUARE], 'Polygon', cgcs))).toEqual([]);
    const two = { type: 'FeatureCollection', features: [{ geometry: { type: 'Polygon', coordinates: [SQUARE] } }, {}] };
    expect(readGeoJson(two, 'wgs84')).toMatchObject({
      features: [],
      faults: [{ zh: '第 2 个要素：没有几何图形（geometry）' }],
    });
  });

  it('may not have rings that cross or touch themselves, nor holes outside', () => {
    const [a, b, c, d] = SQUARE as [Position, Position, Position, Position];
    expect(faults(file([[a, c, b, d, a]]))[0]).toContain('与自身相交');
    expect(faults(file([[a, b, a, a]]))[0]).toMatch(/相交|面积为零/);
    const hole = SQUARE.map(([lng, lat]): Position => [lng + 1, lat]);
    expect(areaFaults({ type: 'Polygon', coordinates: [SQUARE, hole] }).map(({ en }) => en)).toEqual([
      'a hole lies outside the outer ring',
    ]);
  });

  it('is checked in little time however many corners a ring has', () => {
    const ring = Array.from({ length: 20_000 }, (_, i): Position => {
      const angle = (2 * Math.PI * i) / 20_000;
      return [119 + 0.1 * Math.cos(angle), 33.6 + 0.1 * Math.sin(angle)];
    });
    expect(faults(file([[...ring, ring[0]]]))).toEqual([]);
  });

  it('in GCJ-02 is converted, which moves it by some hundred metres in Jiangsu', () => {
    const { features } = readGeoJson(file([SQUARE]), 'gcj02');
    const geometry = features[0]?.geometry;
    const first = geometry?.type === 'Polygon' ? geometry.coordinates[0]?.[0] : undefined;
    const moved = Math.hypot(((first?.[0] ?? 0) - 119) * 92_600, ((first?.[1] ?? 0) - 33.6) * 111_200);
    expect(moved).toBeGreaterThan(300);
    expect(moved).toBeLessThan(800);
  });
});

describe('GCJ-02', () => {
  it('and back is the same place to a centimetre, anywhere in China', () => {
    const place = fc.tuple(fc.double({ min: 75, max: 134, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }));
    fc.assert(
      fc.property(place, (point) => {
        const [lng, lat] = fromGcj02(toGcj02(point));
        expect(lng).toBeCloseTo(point[0], 6);
        expect(lat).toBeCloseTo(point[1], 6);
      }),
    );
  });
});
