// Measures publication: every result at one moment, over HTTP, in the real database, beside one bare INSERT … SELECT.
//
// npm run -s bench:publication [-- --sizes 1000,10000]

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { addDays } from '../src/kernel/dates.ts';
import { startAppOn, type TestApp } from '../tests/support/app.ts';
import { seedFamilies } from '../tests/support/eligible-families.ts';
import { buildSmallCity, REVIEW, SCHOOLS, SEASON, STAFF } from '../tests/support/small-city.ts';
import { copyTemplate, startTemplate } from '../tests/support/template.ts';
import { Visitor } from '../tests/support/visitor.ts';

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '1000,10000' } } });

/** Milliseconds that something took. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start);
}

/** Waits until a look at the system finds it so. */
async function until(look: () => Promise<boolean>): Promise<void> {
  while (!(await look())) await pause(50);
}

async function count(app: TestApp, what: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ n: string | number }>`select count(*) as n from ${what}`.execute(app.db);
  return Number(rows[0]?.n ?? 0);
}

async function measure(app: TestApp, children: number): Promise<object> {
  await buildSmallCity(app);
  await seedFamilies(app, children, 0, (n) => addDays('1994-01-01', n));
  // Six in ten have a seat in their catchment, three by overall placement; one in ten stays without.
  await sql`update plans set seats = case when school_id = ${SCHOOLS.east} then ${0.6 * children} else ${0.3 * children} end::int`.execute(
    app.db,
  );
  await sql`analyze`.execute(app.db);
  const first = await new Visitor(app.server).signIn(STAFF.districtAdmin);
  const second = await new Visitor(app.server).signIn(STAFF.secondAdmin);
  const demand = async (key: string, body?: object) => {
    const answer = await first.send(key, body);
    if (answer.statusCode !== 200) throw new Error(`${key}: ${answer.body}`);
    return answer.json();
  };
  const { id } = await demand(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
  await until(async () => (await demand(`GET /api/runs/${id}`)).state === 'ready');
  const approve_ms = await timed(() => second.send(`POST /api/runs/${id}/approve`));
  const start = performance.now();
  const publish_ms = await timed(() => demand(`POST /api/runs/${id}/publish`));
  const answer = (await demand(`GET /api/runs/${id}`)).state;
  if (answer !== 'published') throw new Error(`the run is ${answer}`);
  const moments = await sql<{ n: number }>`select count(distinct published_at)::int as n from outcomes`.execute(app.db);
  await until(async () => (await count(app, sql`messages`)) >= children);
  const all_told_ms = Math.round(performance.now() - start);
  // The same number of rows into an empty table with the same columns and indexes.
  await sql`create table reference (like outcomes including all)`.execute(app.db);
  const reference_ms = await timed(() => sql`insert into reference select * from outcomes`.execute(app.db));
  return {
    children,
    publish_ms,
    reference_ms,
    ratio: Number((publish_ms / reference_ms).toFixed(1)),
    approve_ms,
    all_told_ms,
    rows: {
      outcomes: await count(app, sql`outcomes`),
      seats: await count(app, sql`seats`),
      moments: moments.rows[0]?.n,
    },
  };
}

const template = await startTemplate();
try {
  for (const children of values.sizes.split(',').map(Number)) {
    const app = await startAppOn(await copyTemplate(template.adminUrl), { now: REVIEW, jobs: true });
    try {
      console.log(JSON.stringify(await measure(app, children)));
    } finally {
      await app.close();
    }
  }
} finally {
  await template.stop();
}
