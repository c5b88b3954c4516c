// The city as data: its districts, names and texts, read from cities/<name>/city.yaml.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { placeInFull, type PlaceWords, readRegions, type Regions } from './regions.ts';

const schema = z.strictObject({
  /** Region code of the city, GB/T 2260. */
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  nameEn: z.string(),
  province: z.string(),
  bureau: z.string(),
  bureauEn: z.string(),
  /** Where a person is helped, shown on refusals and notices. */
  helpline: z.string(),
  /** Promised times of appeals, in days and working days, and where they are published. */
  appeals: z.strictObject({
    source: z.string(),
    fileWithinDays: z.int().min(1).max(365),
    reconsiderationWorkingDays: z.int().min(1).max(60),
    appealWorkingDays: z.int().min(1).max(60),
    answerWithinDays: z.int().min(1).max(60),
  }),
  /** Requests out of the ordinary course: promised working days, and what the city allows. */
  requests: z.strictObject({
    source: z.string(),
    leaveWorkingDays: z.int().min(1).max(60),
    deferWorkingDays: z.int().min(1).max(60),
    changeWorkingDays: z.int().min(1).max(60),
    /** In how many years the entry of one child may be put off. */
    deferralsAtMost: z.int().min(1).max(3),
    /** Days that a family which moves between districts has for what is new. */
    moveInDays: z.int().min(3).max(60),
  }),
  /** Promised times after a poor rating (好差评), in working days, and where they are published. */
  ratings: z.strictObject({
    source: z.string(),
    contactWorkingDays: z.int().min(1).max(30),
    fixWorkingDays: z.int().min(1).max(60),
  }),
  /** How long families' papers are kept, and where that is published. */
  evidence: z.strictObject({
    source: z.string(),
    /** Months after the season's last day of arrival, for children with a seat, and for the others. */
    admittedMonths: z.int().min(1).max(120),
    otherMonths: z.int().min(1).max(120),
    /** Days after the withdrawal, after the late window of a draft that was never submitted, after a file was taken back. */
    withdrawnDays: z.int().min(1).max(365),
    draftDays: z.int().min(1).max(365),
    takenBackDays: z.int().min(1).max(365),
    /** Days for which a file with a virus stays locked away. */
    infectedDays: z.int().min(1).max(365),
  }),
  /** What an outage of a department's data gives the families whose checks wait for it. */
  departmentOutages: z
    .strictObject({
      /** Minutes without an answer after which it counts as an outage; an officer's word counts at once. */
      countAfterMinutes: z.int().min(1).default(30),
      /** The most working days by which outages move one family's deadline in all. */
      atMostWorkingDays: z.int().min(0).max(60).default(10),
    })
    .default({ countAfterMinutes: 30, atMostWorkingDays: 10 }),
  /**
   * Where the console may fetch map tiles (https://…/{z}/{x}/{y}.png, WGS 84 or CGCS2000, not GCJ-02); absent: none, as
   * on a site without internet.
   */
  tiles: z.strictObject({ url: z.url(), attribution: z.string() }).optional(),
  districts: z
    .array(
      z.strictObject({
        /** Region code, GB/T 2260, or a code of the city's own for functional zones. */
        code: z.string(),
        name: z.string(),
        nameEn: z.string(),
        kind: z.enum(['county', 'functional_zone']),
        bureau: z.string(),
        bureauEn: z.string(),
        helpline: z.string(),
        /** Other names by which addresses may call it, without the words for its level. */
        aliases: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** What one paper is, where to get it, which pages are needed, and what an invented one looks like. */
const paperNote = z.strictObject({
  what: words,
  where: words,
  pages: z.array(words).min(1),
  sample: z.strictObject({
    shape: z.enum(['booklet', 'card', 'certificate', 'sheet']),
    title: z.string(),
    /** Label → invented value, as they stand on the paper. */
    lines: z.record(z.string(), z.string()),
  }),
});
type PaperNote = z.output<typeof paperNote>;
const paperNotes = z.record(z.string().regex(/^[a-z_]+$/), paperNote);

/** A city that the system serves. */
export type City = z.output<typeof schema> & {
  readonly folder: string;
  readonly regions: Regions;
  /** By kind of paper. */
  readonly papers: Readonly<Record<string, PaperNote>>;
};

/** Reads a city; throws with the place of the fault, since nothing can start without it. */
export async function readCity(root: string, name: string): Promise<City> {
  const folder = path.join(root, 'cities', name);
  const file = path.join(folder, 'city.yaml');
  const parsed = schema.safeParse(parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`cities/${name}/city.yaml: ${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, folder, regions: await readRegions(root), papers: await readPapers(folder, name) };
}

/** What the city says of papers; a city may say nothing. */
async function readPapers(folder: string, name: string): Promise<City['papers']> {
  const file = path.join(folder, 'papers.yaml');
  if (!existsSync(file)) return {};
  const parsed = paperNotes.safeParse(parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`cities/${name}/papers.yaml: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** A district of the city by its code, or undefined. */
export function districtOf(city: City, code: string): City['districts'][number] | undefined {
  return city.districts.find((district) => district.code === code);
}

/** How people call a district: its own name within the city, in full outside; the code itself where nobody knows it. */
export function districtName(city: City, code: string): PlaceWords {
  const own = districtOf(city, code);
  return own ? { zh: own.name, en: own.nameEn } : (placeInFull(city.regions, code) ?? { zh: code, en: code });
}
