// Provinces, prefectures and counties of the country by their codes (GB/T 2260), read from cities/regions.yaml.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const name = z.union([z.string().min(1), z.strictObject({ zh: z.string(), en: z.string() })]);
const schema = z.record(z.string().regex(/^\d{2}(\d{2}){0,2}$/), name);

/** A place in both languages; the Chinese stands in for a missing English. */
export interface PlaceWords {
  readonly zh: string;
  readonly en: string;
}

/** Names by code: two digits for a province, four for a prefecture, six for a county. */
export type Regions = ReadonlyMap<string, PlaceWords>;

/** Reads the table; throws with the place of the fault, since nothing can start without it. */
export async function readRegions(root: string): Promise<Regions> {
  const parsed = schema.safeParse(parse(await readFile(path.join(root, 'cities', 'regions.yaml'), 'utf8')));
  if (!parsed.success) throw new Error(`cities/regions.yaml: ${z.prettifyError(parsed.error)}`);
  return new Map(
    Object.entries(parsed.data).map(([code, words]) => [
      code,
      typeof words === 'string' ? { zh: words, en: words } : words,
    ]),
  );
}

/** A place in full, `江苏省宿迁市沭阳县` and `Shuyang County, Suqian, Jiangsu`; undefined for a code of no known province. */
export function placeInFull(regions: Regions, code: string): PlaceWords | undefined {
  const levels = [code.slice(0, 2), code.slice(0, 4), code.slice(0, 6)];
  const known = [...new Set(levels)].flatMap((level) => regions.get(level) ?? []);
  if (known.length === 0) return undefined;
  return {
    zh: known.map((one) => one.zh).join(''),
    en: known
      .map((one) => one.en)
      .toReversed()
      .join(', '),
  };
}

/** What lies next below a code, or the provinces; counties that belong to no prefecture stand beside prefectures. */
export function placesWithin(regions: Regions, within: string | undefined): { code: string; words: PlaceWords }[] {
  const parent = within ?? '';
  const found: { code: string; words: PlaceWords }[] = [];
  for (const [code, words] of regions) {
    if (!code.startsWith(parent) || code === parent) continue;
    const directly = code.length === parent.length + 2;
    const orphan = parent.length === 2 && code.length === 6 && !regions.has(code.slice(0, 4));
    if (directly || orphan) found.push({ code, words });
  }
  return found.sort((one, other) => (one.code < other.code ? -1 : 1));
}
