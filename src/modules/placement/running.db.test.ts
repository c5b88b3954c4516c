// A run at work: steps in order from a thread of its own, cancelled, failed, taken up after a stop; never two at once.

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { seedFamilies } from '../../../tests/support/eligible-families.ts';
import { buildSmallCity, REVIEW, SEASON } from '../../../tests/support/small-city.ts';
import { signInStaff, type Officer } from '../../../tests/support/staff.ts';
import type { Visitor } from '../../../tests/support/visitor.ts';
import type { RunInput } from './problems.ts';
import { placementSubscriptions } from './public.ts';
import { reportOf } from './report.ts';
import { carryOut } from './rules.ts';
import { sha256 } from './service/inputs.ts';
import { workOut } from './service/running.ts';
import { RUN_STEPS } from './steps.ts';

/** More than are worked out within the request. */
const MANY = 1_200;

/** A year of one school's neighbourhood, with seats for nine in ten. */
const INPUT: RunInput = {
  seasonId: 's',
  policyHash: 'p',
  seed: 'ab'.repeat(32),
  drawn: null,
  groupRule: 'over_quota',
  schools: [
    { id: 'west', ownership: 'public', seats: MANY * 0.4, lng: 119, lat: 33.6 },
    { id: 'east', ownership: 'public', seats: MANY * 0.5, lng: 119.1, lat: 33.6 },
  ],
  applicants: Array.from({ length: MANY }, (_, n) => ({
    id: `a${n}`,
    ticket: createHash('sha256').update(`${n}`).digest('hex'),
    catchmentSchoolId: 'west',
    privateSchoolId: null,
    nearTo: 'west',
    categoryId: 'first',
    categoryOrder: 1 + (n % 3),
    rank: [],
    late: n % 100 === 0,
    group: null,
  })),
};

describe('the worker', () => {
  it('tells each step before it begins, and finds what would be found without it', async () => {
    const steps: string[] = [];
    const found = await workOut(INPUT, (step) => {
      steps.push(step);
      return Promise.resolve(true);
    });
    // The first and the last step are the server's own.
    expect(steps).toEqual(RUN_STEPS.slice(1, -1));
    const result = carryOut(INPUT, sha256);
    expect(found).toEqual({ result, report: reportOf(INPUT, result, sha256) });
  });

  it('ends at the step at which it is no longer wanted, and hands over nothing', async () => {
    const steps: string[] = [];
    const found = await workOut(INPUT, (step) => {
      steps.push(step);
      return Promise.resolve(step !== 'private');
    });
    expect(found).toBeNull();
    expect(steps).toEqual(['numbers', 'private']);
  });

  it('hands on what goes wrong in it', async () => {
    const twice = { ...INPUT, applicants: [...INPUT.applicants, INPUT.applicants[0]!] };
    await expect(workOut(twice)).rejects.toThrow('roster');
  });
});

describe('a run at work', () => {
  let app: TestApp;
  let as: (officer: Officer) => Visitor;
  const start = () => as('districtAdmin').send(`POST /api/seasons/${SEASON}/runs`, { kind: 'simulation' });
  const read = async (id: string) => (await as('auditor').send(`GET /api/runs/${id}`)).json();
  const atWork = async () =>
    (await as('auditor').send(`GET /api/seasons/${SEASON}/runs`))
      .json()
      .find(({ state }: { state: string }) => state === 'running');
  const clock = placementSubscriptions.find(({ queue }) => queue === 'placement.clock');
  const tick = () => clock?.handle(app.contextFor({ kind: 'system', job: 'placement.clock' }), {});

  beforeAll(async () => {
    app = await startTestApp({ now: REVIEW });
    await buildSmallCity(app);
    await seedFamilies(app, 30);
    as = await signInStaff(app);
  });
  afterAll(async () => {
    await app.close();
  });

  /** Lets runs stand at their first step while `during` goes on: they cannot read the plan. */
  async function whileGathering(during: () => Promise<void>): Promise<{ id: string }> {
    let request: ReturnType<typeof start> | undefined;
    await app.db.transaction().execute(async (tx) => {
      await sql`lock table plans in access exclusive mode`.execute(tx);
      request = start();
      await expect.poll(async () => (await atWork())?.progress?.step).toBe('gather');
      await during();
    });
    return (await request)?.json() as { id: string };
  }

  it('shows its step, and no other may begin beside it', async () => {
    const { id } = await whileGathering(async () => {
      expect(await atWork()).toMatchObject({
        state: 'running',
        progress: { step: 'gather', at: 1, of: 6 },
        actions: [],
      });
      expect((await start()).json()).toMatchObject({ type: 'run.running' });
    });
    expect(await read(id)).toMatchObject({ state: 'ready', progress: null, applicants: 30 });
  });

  it('is cancelled by an officer, keeps nothing, and makes room for the next', async () => {
    let id = '';
    await whileGathering(async () => {
      id = (await atWork()).id;
      const cancelled = await as('districtReviewer').send(`POST /api/runs/${id}/cancel`);
      expect(cancelled.json(), cancelled.body).toMatchObject({ state: 'cancelled' });
    });
    expect(await read(id)).toMatchObject({ state: 'cancelled', resultHash: null, applicants: 0, schools: [] });
    expect((await as('districtAdmin').send(`POST /api/runs/${id}/cancel`)).json()).toMatchObject({ type: 'run.state' });
    expect((await start()).json()).toMatchObject({ state: 'ready' });
    const { entries } = (await as('auditor').send('GET /api/audit')).json();
    expect(entries.map(({ action }: { action: string }) => action)).toContain('placement.cancel_run');
  });

  it('is failed when it breaks, keeps nothing, and makes room for the next', async () => {
    await sql`alter table plans rename to plans_away`.execute(app.db);
    const broken = await start();
    await sql`alter table plans_away rename to plans`.execute(app.db);
    expect(broken.json()).toMatchObject({ state: 'failed', resultHash: null });
    expect((await start()).json()).toMatchObject({ state: 'ready' });
  });

  it('is taken up by another server when its own stopped, and comes to the same result', async () => {
    const { id, resultHash } = (await start()).json();
    const leave = (until: Date) =>
      sql`update placement_runs set state = 'running', held_until = ${until}, input = null, input_hash = null,
        result = null, result_hash = null, summary = null, report = null where id = ${id}`.execute(app.db);
    await leave(new Date(REVIEW.getTime() + 60_000));
    await tick();
    expect(await read(id)).toMatchObject({ state: 'running' });
    await leave(new Date(REVIEW.getTime() - 1));
    await tick();
    expect(await read(id)).toMatchObject({ state: 'ready', resultHash });
  });

  it('goes on in the background when it is large, and ends by itself', async () => {
    await seedFamilies(app, MANY - 30, 30);
    const { id, state } = (await start()).json();
    expect(['running', 'ready']).toContain(state);
    await expect.poll(async () => (await read(id)).state, { timeout: 60_000, interval: 200 }).toBe('ready');
    expect(await read(id)).toMatchObject({ applicants: MANY, placed: 42, faults: [] });
  }, 120_000);
});
