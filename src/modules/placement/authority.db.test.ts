// Who may touch plans, runs and lists, asked of the running server for every role.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { buildSmallCity, REVIEW, SCHOOLS, SEASON, STAFF } from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';

type Role = keyof typeof STAFF | 'guardian' | 'nobody';

let app: TestApp;
const people = new Map<Role, Visitor>();
beforeAll(async () => {
  app = await startTestApp({ now: REVIEW });
  await buildSmallCity(app);
  for (const [role, phone] of Object.entries(STAFF))
    people.set(role as Role, await new Visitor(app.server).signIn(phone));
  people.set('guardian', await new Visitor(app.server).signIn('12030009999'));
  people.set('nobody', new Visitor(app.server));
});
afterAll(async () => {
  await app.close();
});

const as = (role: Role): Visitor => {
  const visitor = people.get(role);
  if (!visitor) throw new Error(`no ${role}`);
  return visitor;
};

const NONE = '019b0000-0000-7000-8000-000000000000';
const DISTRICT_OFFICERS = ['districtReviewer', 'districtAdmin', 'secondAdmin'] as const;
const READERS = [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] as const;

/** Endpoint, body, who gets through to the use case, and the answer that they get (the season is there, the rest is not). */
const MATRIX: readonly (readonly [string, unknown, readonly Role[], number])[] = [
  [`GET /api/seasons/${SEASON}/plan`, undefined, [...READERS, 'eastReviewer', 'westReviewer'], 200],
  [`GET /api/seasons/${SEASON}/runs`, undefined, READERS, 200],
  [`GET /api/runs/${NONE}`, undefined, READERS, 404],
  [`POST /api/runs/${NONE}/approve`, undefined, DISTRICT_OFFICERS, 404],
  [`POST /api/runs/${NONE}/discard`, { reason: '测试' }, DISTRICT_OFFICERS, 404],
  [`POST /api/runs/${NONE}/publish`, undefined, ['districtAdmin', 'secondAdmin'], 404],
  [`POST /api/plan-proposals/${NONE}`, { approve: true }, DISTRICT_OFFICERS, 404],
  [`GET /api/schools/${SCHOOLS.east}/admissions`, undefined, [...READERS, 'eastReviewer'], 200],
  [
    `GET /api/schools/${SCHOOLS.east}/admissions.xlsx?seasonId=${SEASON}`,
    undefined,
    [...DISTRICT_OFFICERS, 'cityOfficer', 'eastReviewer'],
    422,
  ],
];

describe('authority', () => {
  it.each(MATRIX)('%s opens to its roles and to no other', async (key, body, allowed, answer) => {
    for (const [role, visitor] of people) {
      const { statusCode, body: text } = await visitor.send(key, body);
      const told = `${role}: ${statusCode} ${text}`;
      if (allowed.includes(role)) expect(statusCode, told).toBe(answer);
      else if (role === 'nobody') expect(statusCode, told).toBe(401);
      else expect([403, 404], told).toContain(statusCode);
    }
  });
});

describe('a plan', () => {
  it('changes only when a second officer of the district approves, and one proposal waits at a time', async () => {
    const key = `POST /api/seasons/${SEASON}/plan/proposals`;
    const body = { lines: [{ schoolId: SCHOOLS.east, classes: 1, seats: 3 }], reason: '扩班一个' };
    for (const role of ['eastReviewer', 'cityOfficer', 'auditor', 'elsewhereReviewer', 'guardian', 'nobody'] as const)
      expect((await as(role).send(key, body)).statusCode, role).toBeGreaterThanOrEqual(401);
    const proposed = await as('districtAdmin').send(key, body);
    expect(proposed.statusCode, proposed.body).toBe(200);
    expect((await as('secondAdmin').send(key, body)).json()).toMatchObject({ type: 'plan.open_proposal' });
    const decide = `POST /api/plan-proposals/${proposed.json().id}`;
    expect((await as('districtAdmin').send(decide, { approve: true })).json()).toMatchObject({
      type: 'plan.own_proposal',
    });
    expect((await as('elsewhereReviewer').send(decide, { approve: true })).statusCode).toBe(404);
    expect((await as('secondAdmin').send(decide, { approve: true })).statusCode).toBe(200);
    const plan = (await as('auditor').send(`GET /api/seasons/${SEASON}/plan`)).json();
    expect(plan.lines).toContainEqual(expect.objectContaining({ schoolId: SCHOOLS.east, seats: 3 }));
    expect((await as('secondAdmin').send(decide, { approve: true })).statusCode).toBe(404);
  });
});

describe('a run', () => {
  const start = (role: Role) => as(role).send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });

  it('is outdated once the plan has changed, and cannot be approved then', async () => {
    const run = await start('districtAdmin');
    expect(run.statusCode, run.body).toBe(200);
    const proposed = await as('districtAdmin').send(`POST /api/seasons/${SEASON}/plan/proposals`, {
      lines: [{ schoolId: SCHOOLS.west, classes: 2, seats: 80 }],
      reason: '再扩一班',
    });
    await as('secondAdmin').send(`POST /api/plan-proposals/${proposed.json().id}`, { approve: true });
    const approved = await as('secondAdmin').send(`POST /api/runs/${run.json().id}/approve`);
    expect(approved.json()).toMatchObject({ type: 'run.outdated' });
  });

  it('is published only after approval, only by an administrator, and only once', async () => {
    const id = (await start('districtAdmin')).json().id;
    expect((await as('districtAdmin').send(`POST /api/runs/${id}/publish`)).json()).toMatchObject({
      type: 'run.state',
    });
    expect((await as('elsewhereReviewer').send(`POST /api/runs/${id}/approve`)).statusCode).toBe(404);
    expect((await as('districtReviewer').send(`POST /api/runs/${id}/approve`)).json()).toMatchObject({
      state: 'approved',
    });
    expect((await as('districtReviewer').send(`POST /api/runs/${id}/publish`)).statusCode).toBe(403);
    const published = await Promise.all(
      (['districtAdmin', 'secondAdmin'] as const).map((role) => as(role).send(`POST /api/runs/${id}/publish`)),
    );
    expect(published.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other)).toEqual([200, 409]);
    expect((await start('districtAdmin')).json()).toMatchObject({ type: 'run.already_published' });
  });
});
