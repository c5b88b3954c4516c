// GCJ-02, the offset coordinates of Chinese internet maps, from and to WGS 84.

import type { Position } from './polygons.ts';

/** Semi-major axis in metres and squared eccentricity of the Krasovsky 1940 ellipsoid, on which the offset is defined. */
const AXIS = 6_378_245;
const ECCENTRICITY = 0.006_693_421_622_965_943;

/** Sum of sines of a coordinate by frequency, with amplitudes in metres. */
function waves(value: number, terms: readonly (readonly [amplitude: number, frequency: number])[]): number {
  return terms.reduce((sum, [amplitude, frequency]) => sum + amplitude * Math.sin(value * Math.PI * frequency), 0);
}

/** The offset at a place, in metres east and north. */
function offset(lng: number, lat: number): readonly [east: number, north: number] {
  const x = lng - 105;
  const y = lat - 35;
  const shared = waves(x, [
    [(20 * 2) / 3, 6],
    [(20 * 2) / 3, 2],
  ]);
  const root = Math.sqrt(Math.abs(x));
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    shared +
    waves(x, [
      [(20 * 2) / 3, 1],
      [(40 * 2) / 3, 1 / 3],
      [(150 * 2) / 3, 1 / 12],
      [(300 * 2) / 3, 1 / 30],
    ]);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    shared +
    waves(y, [
      [(20 * 2) / 3, 1],
      [(40 * 2) / 3, 1 / 3],
      [(160 * 2) / 3, 1 / 12],
      [(320 * 2) / 3, 1 / 30],
    ]);
  return [east, north];
}

/** WGS 84 → GCJ-02. Only for places in China. */
export function toGcj02([lng, lat]: Position): Position {
  const [east, north] = offset(lng, lat);
  const phi = (lat * Math.PI) / 180;
  const w = 1 - ECCENTRICITY * Math.sin(phi) ** 2;
  const perDegree = (Math.PI / 180) * AXIS;
  return [
    lng + east / ((perDegree / Math.sqrt(w)) * Math.cos(phi)),
    lat + north / ((perDegree * (1 - ECCENTRICITY)) / (w * Math.sqrt(w))),
  ];
}

/** GCJ-02 → WGS 84, to about a centimetre: the offset changes so slowly that a few rounds of correction find the place. */
export function fromGcj02(given: Position): Position {
  let found: Position = given;
  for (let round = 0; round < 5; round += 1) {
    const [lng, lat] = toGcj02(found);
    found = [found[0] + given[0] - lng, found[1] + given[1] - lat];
  }
  return [Math.round(found[0] * 1e7) / 1e7, Math.round(found[1] * 1e7) / 1e7];
}
