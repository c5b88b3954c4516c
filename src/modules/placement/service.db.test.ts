// Plans and runs against the database: two officers, one proposal at a time, one publication.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { buildSmallCity, REVIEW, SCHOOLS, SEASON } from '../../../tests/support/small-city.ts';
import { signInStaff, type Officer } from '../../../tests/support/staff.ts';
import type { Visitor } from '../../../tests/support/visitor.ts';

let app: TestApp;
let as: (officer: Officer) => Visitor;
beforeAll(async () => {
  app = await startTestApp({ now: REVIEW });
  await buildSmallCity(app);
  as = await signInStaff(app);
});
afterAll(async () => {
  await app.close();
});

describe('a plan', () => {
  it('changes only when a second officer of the district approves, and one proposal waits at a time', async () => {
    const key = `POST /api/seasons/${SEASON}/plan/proposals`;
    const body = { lines: [{ schoolId: SCHOOLS.east, classes: 1, seats: 3 }], reason: '扩班一个' };
    const proposed = await as('districtAdmin').send(key, body);
    expect(proposed.statusCode, proposed.body).toBe(200);
    expect((await as('secondAdmin').send(key, body)).json()).toMatchObject({ type: 'plan.open_proposal' });
    const decide = `POST /api/plan-proposals/${proposed.json().id}`;
    expect((await as('districtAdmin').send(decide, { approve: true })).json()).toMatchObject({
      type: 'plan.own_proposal',
    });
    expect((await as('secondAdmin').send(decide, { approve: true })).statusCode).toBe(200);
    const plan = (await as('auditor').send(`GET /api/seasons/${SEASON}/plan`)).json();
    expect(plan.lines).toContainEqual(expect.objectContaining({ schoolId: SCHOOLS.east, seats: 3 }));
    expect((await as('secondAdmin').send(decide, { approve: true })).statusCode).toBe(404);
  });
});

describe('a run', () => {
  const start = (officer: Officer) => as(officer).send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });

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
    expect((await as('districtReviewer').send(`POST /api/runs/${id}/approve`)).json()).toMatchObject({
      state: 'approved',
    });
    const published = await Promise.all(
      (['districtAdmin', 'secondAdmin'] as const).map((officer) => as(officer).send(`POST /api/runs/${id}/publish`)),
    );
    expect(published.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other)).toEqual([200, 409]);
    expect((await start('districtAdmin')).json()).toMatchObject({ type: 'run.already_published' });
  });
});
