import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../tests/support/database.ts';
import { listSeasons, phaseOf } from '../modules/seasons/public.ts';
import { seedDemo } from './seed-demo.ts';

let app: TestApp;
const context = () => app.contextFor({ kind: 'system', job: 'demo' });

/** The first column of a query's rows. */
async function column<T>(text: string): Promise<T[]> {
  const { rows } = await sql.raw<Record<string, T>>(text).execute(app.db);
  return rows.flatMap((row) => Object.values(row));
}

beforeAll(async () => {
  app = await startTestApp({ now: new Date('2026-11-24T02:00:00.000Z') });
  await seedDemo(context());
}, 300_000);
afterAll(async () => app.close());

describe('the demonstration', () => {
  it('is seeded once, however often it is asked for', async () => {
    const [before] = await column<number>('select count(*)::int from applications');
    await seedDemo(context());
    expect(await column<number>('select count(*)::int from applications')).toEqual([before]);
    expect(before).toBeGreaterThanOrEqual(3000);
  });

  it('has a season of every district in one of several phases', async () => {
    const seasons = await listSeasons(context());
    expect(new Set(seasons.filter((one) => one.stage === 'primary').map((one) => one.district)).size).toBe(10);
    expect(new Set(seasons.map((one) => phaseOf(one, context().now))).size).toBeGreaterThanOrEqual(4);
  });

  it('leaves nothing to review in Hongze, which is ready for placement', async () => {
    const states = await column<string>(
      "select distinct state from applications where season_id = '320813-primary-2027' order by state",
    );
    expect(states).toEqual(['eligible', 'refused', 'withdrawn']);
  });

  it('has cases of every state before placement, late ones, twins and every category', async () => {
    expect(await column<string>('select distinct state from applications order by state')).toEqual(
      ['draft', 'submitted', 'needs_material', 'endorsed', 'eligible', 'refused', 'withdrawn'].toSorted(),
    );
    const [late] = await column<number>('select count(*)::int from applications where late');
    expect(late).toBeGreaterThan(20);
    const [twins] = await column<number>(
      "select count(*)::int from applications where declared ->> 'twin' is not null",
    );
    expect(twins).toBeGreaterThan(20);
    const categories = await column<string>(
      'select distinct category_id from applications where category_id is not null',
    );
    expect(categories).toEqual(
      expect.arrayContaining([
        'home_and_household',
        'home_only',
        'grandparents_household',
        'migrant',
        'other_household',
      ]),
    );
  });

  it('finds the catchment school of nearly every invented home', async () => {
    const [share] = await column<number>(
      "select avg((location ->> 'result' = 'matched')::int)::float from applications where location is not null",
    );
    expect(share).toBeGreaterThan(0.9);
  });

  it('has checks that match, differ, find nothing, wait for a source and need a person', async () => {
    expect(await column<string>('select distinct state from checks order by state')).toEqual(
      expect.arrayContaining(['manual', 'matched', 'mismatch', 'no_record', 'source_down']),
    );
  });

  it('has told each family what it would have been told, the latest of it still unread', async () => {
    const untold = await column<string>(`
      select a.id from applications a
      where a.state <> 'draft' and not exists (select 1 from messages m where m.application_id = a.id)`);
    expect(untold).toEqual([]);
    const [asked] = await column<string>(`
      select m.title_zh from messages m join applications a on a.id = m.application_id
      where a.state = 'needs_material' and m.kind = 'ask_material' limit 1`);
    expect(asked).toContain('需要补充材料');
    const [first, last] = [
      await column<Date>('select min(at) from messages where read_at is null'),
      await column<Date>('select max(at) from messages where read_at is not null'),
    ];
    expect(first[0]?.getTime()).toBeGreaterThan(last[0]?.getTime() ?? Infinity);
  });

  it('gives every public school of a season with applications a plan', async () => {
    const without = await column<string>(`
      select s.id from schools s join seasons n on n.district = s.district and n.stage = s.stage
      where not exists (select 1 from plans p where p.season_id = n.id and p.school_id = s.id)`);
    expect(without).toEqual([]);
  });

  it('opens staff accounts with phones that no operator gives out, marked as demonstration', async () => {
    const phones = await column<string>("select phone from accounts where role <> 'guardian' order by phone");
    expect(phones[0]).toBe('12000000001');
    expect(phones).toHaveLength(42);
    expect(await column<number>("select count(*)::int from accounts where not demo and role <> 'guardian'")).toEqual([
      0,
    ]);
  });
});
