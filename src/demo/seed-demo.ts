// Fills an empty installation with the demonstration, once: invented people, real rules, every phase of a season.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { faultLine } from '../engines/policy/source.ts';
import type { Policy } from '../engines/policy/model.ts';
import { ok, unwrap } from '../kernel/result.ts';
import { createAccount } from '../modules/accounts/public.ts';
import { seedLayers } from '../modules/catchments/public.ts';
import { tellOfPast } from '../modules/notices/public.ts';
import { seedApplications, type SeedApplication } from '../modules/registration/public.ts';
import { createSchools, putAddressPoints, type SchoolRecord } from '../modules/schools/public.ts';
import { createSeason, saveRuleSet, type RuleSetFile } from '../modules/seasons/public.ts';
import { seedChecks } from '../modules/verification/public.ts';
import { audit } from '../platform/audit/audit.ts';
import { inTransaction, newId, type Context } from '../platform/context.ts';
import type { Departments } from '../platform/departments/departments.ts';
import { seedAppeals } from './appeals.ts';
import { seedRequests } from './requests.ts';
import { readMaps, readPlaceNames, readSchools, type CityMap, type CitySchool } from './city-data.ts';
import { demoSources, recordsOf } from './departments.ts';
import { seedDemoDraw } from './draws.ts';
import { inventFamily, type Family } from './families.ts';
import { inventHistory, type History } from './history.ts';
import { createPeople, type People } from './people.ts';
import { planFor } from './plan.ts';
import { createPrng, type Prng } from './prng.ts';
import { seedRatings } from './ratings.ts';
import { calendarOf, DEMO_SEASONS, seasonId, type DemoSeason } from './seasons.ts';
import { seedOrganizations, seedStaff, type DistrictStaff } from './staff.ts';
import * as store from './store.ts';

const MARK = 'demo';
const SEED = 320_800;
/** Applications whose checks are written in one statement: PostgreSQL takes 65,535 values at most. */
const CHECKED_AT_ONCE = 400;
/** The first family of a season in each of these states has its guardian listed on the sign-in page. */
const LISTED: readonly string[] = ['needs_material', 'eligible'];

/** Seeds the demonstration unless this installation has it: all or nothing, and then appeals, ratings and draws one by one. */
export async function seedDemo(context: Context): Promise<void> {
  if (await store.isSeeded(context.db, MARK)) return;
  const schools = await readSchools(context.services.city);
  const placeNames = await readPlaceNames(context.services.city);
  const seeded: { season: DemoSeason; id: string; staff: DistrictStaff }[] = [];
  const maps = await readMaps(context.services.city);
  const done = await inTransaction(context, async (tx) => {
    if (!(await store.takeMark(tx.db, MARK, { seed: SEED }, tx.now))) return ok(null);
    await seedOrganizations(tx, schools);
    await createSchools(
      tx,
      schools.map(withoutCatchments),
      schools.flatMap(({ id, catchments }) =>
        catchments.map((catchment) => ({ ...catchment, ...drawnOf(maps, id, catchment.stage), schoolId: id })),
      ),
      placeNames,
    );
    for (const map of maps) await seedMap(tx, map);
    await store.insertSources(tx.db, demoSources(tx.now));
    await loadLibrary(tx);
    const staff = await seedStaff(tx, schools);
    const prng = createPrng(SEED);
    const people = createPeople(prng);
    for (const season of DEMO_SEASONS) {
      const staffHere = staff.get(season.district);
      if (!staffHere) throw new Error(`no demonstration staff in ${season.district}`);
      const id = await seedSeason(tx, { season, schools, staff: staffHere, prng, people });
      seeded.push({ season, id, staff: staffHere });
    }
    await audit(tx, { action: 'demo.seed', subject: { kind: 'installation', id: MARK } });
    return ok(staff);
  });
  const staff = unwrap(done);
  if (!staff) return;
  await seedAppeals(context, staff);
  await seedRequests(context, staff);
  await seedRatings(context, staff);
  // Draws are held step by step, as officers would, each step a transaction of its own.
  for (const one of seeded) await seedDemoDraw(context, one.season, one.id, one.staff);
}

/** The drawn area of a school's catchment, where a map of the city's folder has one. */
function drawnOf(maps: readonly CityMap[], schoolId: string, stage: string) {
  for (const { source, features } of maps) {
    const drawn = features.find(
      ({ properties }) =>
        properties['kind'] === 'catchment' && properties['school'] === schoolId && properties['stage'] === stage,
    );
    const geometry = drawn?.geometry;
    if (geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon')
      return { area: geometry, areaSource: source };
  }
  return {};
}

async function seedMap(tx: Context, { district, source, features }: CityMap): Promise<void> {
  const ofKind = (kind: string) => features.filter(({ properties }) => properties['kind'] === kind);
  const layers = (['extent', 'road', 'water'] as const).map((kind) => ({
    district,
    kind,
    features: ofKind(kind).map(({ properties, geometry }) => ({ name: properties['name'] ?? '', geometry })),
    source,
    invented: true,
    importedBy: null,
    importedAt: tx.now,
  }));
  await seedLayers(
    tx,
    layers.filter((layer) => layer.features.length > 0),
  );
  await putAddressPoints(
    tx,
    ofKind('address').flatMap(({ properties, geometry }) =>
      geometry.type === 'Point'
        ? [
            {
              district,
              address: properties['name'] ?? '',
              lng: geometry.coordinates[0],
              lat: geometry.coordinates[1],
              source,
            },
          ]
        : [],
    ),
  );
}

function withoutCatchments(school: CitySchool): SchoolRecord {
  const { catchments: _, ...record } = school;
  return record;
}

/** The departments as they will answer once this is committed: until then their tables look empty from outside. */
function departmentsOf(
  now: Departments,
  records: readonly store.DepartmentRecord[],
  sources: readonly store.SourceRow[],
): Departments {
  const byKey = new Map(records.toReversed().map(({ kind, key, record }) => [`${kind}:${key}`, record]));
  const down = new Map(sources.filter((one) => !one.available).map(({ kind, reason }) => [kind, reason ?? '']));
  return {
    ...now,
    ask: ({ kind, key }) => {
      const source = `reference:${kind}`;
      const reason = down.get(kind);
      const record = byKey.get(`${kind}:${key}`);
      if (reason !== undefined) return Promise.resolve({ state: 'down', source, reason });
      const receipt = { body: JSON.stringify(record ?? null), signature: null, keyId: null, nonce: null, fault: null };
      return Promise.resolve(
        record ? { state: 'found', source, record, receipt } : { state: 'no_record', source, receipt },
      );
    },
  };
}

interface Setting {
  readonly season: DemoSeason;
  readonly schools: readonly CitySchool[];
  readonly staff: DistrictStaff;
  readonly prng: Prng;
  readonly people: People;
}

/** @returns the season's id */
async function seedSeason(tx: Context, setting: Setting): Promise<string> {
  const { season, prng } = setting;
  const district = tx.services.city.districts.find(({ code }) => code === season.district);
  if (!district) throw new Error(`city.yaml has no district ${season.district}`);
  const policy = await loadRuleSet(tx, tx.services.city.folder, season.policy);
  const { entryYear } = policy;
  const id = seasonId(season, entryYear);
  const calendar = calendarOf(season, tx.now);
  await createSeason(tx, {
    id,
    district: season.district,
    stage: season.stage,
    entryYear,
    name: `${district.name}${entryYear}年${season.stage === 'primary' ? '小学' : '初中'}招生（演示）`,
    nameEn: `${district.nameEn}, ${season.stage} entry ${entryYear} (demonstration)`,
    policyHash: policy.hash,
    ...calendar,
    demo: true,
  });
  const here = setting.schools.filter((school) => school.district === season.district);
  const families: Family[] = [];
  for (let children = 0; children < season.applications;) {
    const family = inventFamily(
      { district, stage: season.stage, entryYear, schools: here, newId: () => newId(tx) },
      prng,
      setting.people,
    );
    families.push(family);
    children += family.children.length;
  }
  const cases = families.map((family) => ({ family, history: historyOf(tx, family, policy, setting) }));
  const accounts = new Map<string, string>();
  const listed = new Set<string>();
  for (const { family, history } of cases) {
    const { phone, name } = family.guardian;
    const demo = LISTED.includes(history.state) && !listed.has(history.state);
    if (demo) listed.add(history.state);
    accounts.set(phone, await createAccount(tx, { phone, name, role: 'guardian', organizationId: null, demo }));
  }
  const seeds = cases.flatMap(({ family, history }) =>
    family.children.map(({ child, declaration }) => ({
      family,
      history,
      application: applicationOf(id, accounts.get(family.guardian.phone) ?? '', family, child, declaration, history),
    })),
  );
  const ids = await seedApplications(
    tx,
    seeds.map(({ application }) => application),
  );
  await store.insertDecisions(
    tx.db,
    seeds.flatMap(({ history }, place) =>
      history.decisions.map((decision) => ({
        ...decision,
        id: newId(tx),
        applicationId: ids[place] ?? '',
        revision: 1,
        policyHash: policy.hash,
      })),
    ),
  );
  await tellOfPast(
    tx,
    id,
    seeds.flatMap(({ history }, place) =>
      [
        ...(history.state === 'draft' ? [] : [{ event: 'submit' as const, at: history.submittedAt }]),
        ...history.events,
      ].map(({ event, at }, before) => ({ applicationId: ids[place] ?? '', event, at, nth: before + 1 })),
    ),
  );
  const records = families.flatMap((family) => recordsOf(family, tx.now, prng));
  await store.insertRecords(tx.db, records, tx.now);
  const asking = {
    ...tx,
    services: { ...tx.services, departments: departmentsOf(tx.services.departments, records, demoSources(tx.now)) },
  };
  for (let from = 0; from < ids.length; from += CHECKED_AT_ONCE) {
    await seedChecks(asking, ids.slice(from, from + CHECKED_AT_ONCE));
  }
  await store.insertPlans(tx.db, planFor(id, season.stage, here, families));
  return id;
}

/** Stores a policy file with what it extends. */
async function loadRuleSet(tx: Context, folder: string, file: string): Promise<Policy> {
  const sources: RuleSetFile[] = [];
  for (let next: string | undefined = file; next !== undefined;) {
    const text: string = await readFile(path.join(folder, 'policies', next), 'utf8');
    sources.push({ file: next, text });
    next = /^extends:\s*(\S+)/m.exec(text)?.[1];
  }
  const saved = await saveRuleSet(tx, sources);
  if (!saved.ok) throw new Error(saved.error.map(faultLine).join('\n'));
  return saved.value;
}

/** Stores the real rule sets of this and other cities that are kept as data, for officers to read and compare. */
async function loadLibrary(tx: Context): Promise<void> {
  const cities = path.dirname(tx.services.city.folder);
  for (const entry of (await readdir(cities, { recursive: true })).toSorted()) {
    const [city, folder, file] = entry.split(path.sep);
    if (folder === 'policies' && file?.endsWith('.yaml')) await loadRuleSet(tx, path.join(cities, city ?? ''), file);
  }
}

function historyOf(tx: Context, family: Family, policy: Policy, { season, staff, prng }: Setting): History {
  const {
    registrationOpensAt: opens,
    registrationClosesAt: closes,
    lateClosesAt: lateCloses,
  } = calendarOf(season, tx.now);
  const steps = policy.categories.find((category) => category.id === family.kind)?.review.steps ?? policy.review.steps;
  const { latePercent, mix } = season;
  return inventHistory(
    { now: tx.now, opens, closes, lateCloses, latePercent, mix, steps, school: family.homeSchool, staff },
    prng,
  );
}

function applicationOf(
  season: string,
  accountId: string,
  family: Family,
  { id, name, idNumber, sex, birthDate }: Family['children'][number]['child'],
  declaration: SeedApplication['declaration'],
  history: History,
): SeedApplication {
  return {
    seasonId: season,
    child: { id, name, idKind: 'resident_id', idNumber, sex, birthDate, relation: family.guardian.relation },
    accountId,
    declaration,
    state: history.state,
    submittedAt: history.submittedAt,
    late: history.late,
    cureUntil: history.cureUntil,
    events: history.events.map(({ staff, ...event }) => ({
      ...event,
      actorAccount: staff?.accountId ?? accountId,
      actorRole: staff?.role ?? 'guardian',
      actorOrganization: staff?.organization ?? null,
    })),
  };
}
