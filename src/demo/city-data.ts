// Reads a city's schools, place names and maps from cities/<name>/ and checks them before they are written.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readGeoJson, type MapFeature } from '../engines/catchment/geojson.ts';
import type { City } from '../platform/city.ts';

const catchment = z.strictObject({
  stage: z.enum(['primary', 'junior']),
  campus: z.string().default(''),
  zone: z.string().min(2),
  note: z.string().default(''),
  source: z.string().min(2),
  effectiveFrom: z.iso.date(),
  effectiveTo: z.iso.date().nullable().default(null),
  invented: z.boolean().default(false),
});

const school = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  district: z.string(),
  stage: z.enum(['primary', 'junior', 'nine_year']),
  ownership: z.enum(['public', 'private']),
  status: z.enum(['open', 'planned', 'closed']),
  address: z.string(),
  phone: z.string(),
  lng: z.number().nullable().default(null),
  lat: z.number().nullable().default(null),
  introduction: z.string().default(''),
  invented: z.boolean().default(false),
  catchments: z.array(catchment).default([]),
});

const placeName = z.strictObject({ district: z.string(), former: z.string(), current: z.string(), source: z.string() });

/** A school of a city's file. */
export type CitySchool = z.output<typeof school>;
/** A former name of a city's file. */
export type CityPlaceName = z.output<typeof placeName>;

/** The schools of a city; throws with the place of the fault. */
export function readSchools(city: City): Promise<CitySchool[]> {
  return readList(city, 'schools.yaml', school);
}

/** The former names of places in a city; throws with the place of the fault. */
export function readPlaceNames(city: City): Promise<CityPlaceName[]> {
  return readList(city, 'place-names.yaml', placeName);
}

/** A district's map of a city's folder, all of it invented for demonstration. */
export interface CityMap {
  readonly district: string;
  readonly source: string;
  readonly features: readonly MapFeature[];
}

/** The maps of a city, one GeoJSON file a district; throws with the fault. */
export async function readMaps(city: City): Promise<CityMap[]> {
  const folder = path.join(city.folder, 'maps');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.geojson')).toSorted();
  return Promise.all(
    files.map(async (name) => {
      const value: unknown = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
      const { source } = z.object({ source: z.string().min(2) }).parse(value);
      const { features, faults } = readGeoJson(value, 'wgs84');
      if (faults.length > 0) throw new Error(`maps/${name} of ${city.name}: ${faults.map(({ en }) => en).join('; ')}`);
      return { district: path.basename(name, '.geojson'), source, features };
    }),
  );
}

async function readList<T extends z.ZodType<{ district: string }>>(
  city: City,
  name: string,
  item: T,
): Promise<z.output<T>[]> {
  const parsed = z.array(item).safeParse(parse(await readFile(path.join(city.folder, name), 'utf8')));
  if (!parsed.success) throw new Error(`${name} of ${city.name}: ${z.prettifyError(parsed.error)}`);
  const unknown = parsed.data.find(({ district }) => !city.districts.some(({ code }) => code === district));
  if (unknown) throw new Error(`${name} of ${city.name}: city.yaml has no district ${unknown.district}`);
  return parsed.data;
}
