// Whether two spellings of an address mean the same home: standard address against booklet, certificate or lease.

import { type NormalisedAddress, normaliseAddress, type PlaceNames } from '../catchment/address.ts';
import type { SameAddress } from './reconcile.ts';

/** A city's districts, each with the other names by which addresses call it (淮阴区, 淮阴县). */
export type DistrictNames = readonly (readonly string[])[];

/**
 * A comparer of addresses. Province, city, width, and the words for building and room do not count; renamed roads go by
 * their present names. Where both name a district, it must be one. Where one address only says less (淮海路1号 against
 * 淮海路1号3幢501室), or a village stands against a road, it cannot be told: null.
 */
export function addressComparer(names: PlaceNames, districts: DistrictNames): SameAddress {
  const districtOf = (name: string) => districts.findIndex((one) => one.includes(name));
  return (declared, recorded) => {
    const [a, b] = [normaliseAddress(declared, names), normaliseAddress(recorded, names)];
    const [here, there] = [a.district, b.district].map((name) => (name === undefined ? -1 : districtOf(name)));
    if (here !== -1 && there !== -1 && here !== there) return false;
    if (a.text === '' || b.text === '') return null;
    if (a.key === b.key) return a.place === '' && !a.door && !a.building ? null : true;
    return parts(a, b);
  };
}

/** Compares part by part: a part that both give must agree; a part that one leaves out cannot be told. */
function parts(a: NormalisedAddress, b: NormalisedAddress): boolean | null {
  if (a.place !== b.place && !(a.place.endsWith(b.place) || b.place.endsWith(a.place))) return false;
  const numbers: readonly (readonly [string | undefined, string | undefined])[] = [
    [door(a), door(b)],
    [a.building, b.building],
    [a.unit, b.unit],
    [a.room, b.room],
  ];
  return numbers.some(([one, other]) => one !== undefined && other !== undefined && one !== other) ? false : null;
}

function door(address: NormalisedAddress): string | undefined {
  return address.door && `${address.door.main}/${address.door.sub ?? ''}`;
}
