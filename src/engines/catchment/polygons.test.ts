import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaOf, drawnGaps, drawnOverlaps, indexPolygons, zonesAt, type ZonePolygon } from './polygons.ts';

function box(x: number, y: number, width: number, height: number): ZonePolygon {
  return {
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
        [x, y],
      ],
    ],
  };
}

describe('drawn catchments', () => {
  it('contain points, not those in their holes', () => {
    const ring: ZonePolygon = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [4, 0],
          [4, 4],
          [0, 4],
          [0, 0],
        ],
        [
          [1, 1],
          [3, 1],
          [3, 3],
          [1, 3],
          [1, 1],
        ],
      ],
    };
    const index = indexPolygons([undefined, ring]);
    expect(index && zonesAt(index, { lng: 0.5, lat: 2 })).toEqual([1]);
    expect(index && zonesAt(index, { lng: 2, lat: 2 })).toEqual([]);
    expect(indexPolygons([undefined])).toBeUndefined();
  });

  it('overlap where they were drawn over each other, and not along a shared edge', () => {
    const index = indexPolygons([box(0, 0, 2, 2), box(1, 1, 2, 2), box(3, 1, 2, 2)]);
    const overlaps = index ? drawnOverlaps(index) : [];
    expect(overlaps).toMatchObject([{ zones: [0, 1] }]);
    // One by one degree between the first and the second parallel north.
    expect((overlaps[0]?.size ?? 0) / areaOf(box(1, 1, 1, 1))).toBeCloseTo(1);
  });

  it('have their size in square metres', () => {
    // 0.01 degree of latitude is 1,112 m, of longitude at 33.6° north 926 m.
    expect(areaOf(box(119, 33.595, 0.01, 0.01)) / 1e6).toBeCloseTo(1.03, 2);
  });

  it('leave gaps in their district', () => {
    const index = indexPolygons([box(0, 0, 1, 4), box(1, 0, 3, 3)]);
    const gaps = index ? drawnGaps(index, box(0, 0, 4, 4)) : [];
    expect(gaps.map(({ size }) => size / areaOf(box(1, 3, 3, 1)))).toEqual([expect.closeTo(1)]);
  });

  it('are found by the index exactly as by looking at each of them', () => {
    const boxes = fc.array(
      fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(boxes, fc.nat(27), fc.nat(27), (list, x, y) => {
        const point = { lng: x + 0.5, lat: y + 0.5 };
        const index = indexPolygons(list.map(([bx, by, w, h]) => box(bx, by, w, h)));
        const plain = list.flatMap(([bx, by, w, h], i) =>
          point.lng > bx && point.lng < bx + w && point.lat > by && point.lat < by + h ? [i] : [],
        );
        expect(index && zonesAt(index, point)).toEqual(plain);
      }),
    );
  });
});
