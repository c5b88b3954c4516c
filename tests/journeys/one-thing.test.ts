// The one thing over HTTP: a family registers, departments answer, the district reviews, seats are given, the notice is checked.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/database.ts';
import { holdTestDraw } from '../support/draws.ts';
import {
  buildSmallCity,
  declarationAt,
  DISTRICT,
  inventedId,
  OPEN,
  putRecord,
  REPORTING,
  REVIEW,
  SEASON,
  SCHOOLS,
  STAFF,
} from '../support/small-city.ts';
import { Visitor } from '../support/visitor.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
});
afterAll(async () => {
  await app.close();
});

/** Waits for the queues, which work on their own time. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 100) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited for 30 seconds in vain: ${seen}`);
}

/** A family of the east catchment whose data the departments confirm; gives its browser and its application. */
async function register(number: number, address: string) {
  const phone = `1203000${String(number).padStart(4, '0')}`;
  const guardian = { name: `演示母${number}`, idNumber: inventedId('1990-01-01', number), phone };
  const child = { name: `演示童${number}`, idNumber: inventedId('2020-10-10', number) };
  const certificate = `D-${number}`;
  await putRecord(app, 'household', child.idNumber, {
    name: child.name,
    idNumber: child.idNumber,
    birthDate: '2020-10-10',
    sex: number % 2 === 1 ? 'male' : 'female',
    bookletNumber: `B${number}`,
    address,
    district: DISTRICT,
    kind: 'family',
    householderRelation: 'guardian',
    movedInOn: '2021-03-01',
    members: [{ name: guardian.name, idNumber: guardian.idNumber, relation: 'mother' }],
  });
  await putRecord(app, 'property', certificate, {
    certificateNumber: certificate,
    address,
    district: DISTRICT,
    kind: 'owned',
    issuedOn: '2021-02-01',
    owners: [{ name: guardian.name, idNumber: guardian.idNumber, share: 10_000 }],
  });
  await putRecord(app, 'birth', child.idNumber, {
    motherName: guardian.name,
    motherIdNumber: guardian.idNumber,
    fatherName: null,
    fatherIdNumber: null,
  });
  const visitor = await new Visitor(app.server).signIn(phone);
  const added = await visitor.send('POST /api/children', {
    name: child.name,
    idKind: 'resident_id',
    idNumber: child.idNumber,
    relation: 'mother',
  });
  expect(added.statusCode, added.body).toBe(200);
  const begun = await visitor.send('POST /api/applications', { seasonId: SEASON, childId: added.json().id });
  expect(begun.statusCode, begun.body).toBe(200);
  const { id, version } = begun.json();
  const saved = await visitor.send(`PUT /api/applications/${id}/draft`, {
    version,
    draft: declarationAt(address, guardian, certificate),
  });
  expect(saved.statusCode, saved.body).toBe(200);
  const preview = await visitor.send(`POST /api/applications/${id}/preview`);
  expect(preview.json()).toMatchObject({
    faults: [],
    assessment: { admissible: true, category: { id: 'home_and_household' } },
    location: { result: 'matched' },
  });
  const submitted = await visitor.send(`POST /api/applications/${id}/submit`, {
    version: saved.json().version,
    declarationAccepted: true,
    key: `key-of-family-${number}`,
  });
  expect(submitted.statusCode, submitted.body).toBe(200);
  expect(submitted.json()).toMatchObject({
    state: 'submitted',
    schoolId: SCHOOLS.east,
    receiptNo: expect.stringMatching(/\d/),
  });
  return { visitor, id: id as string };
}

let seen = '';
it('carries three families from registration to school, two at the nearest school and one by overall placement', async () => {
  const families = [await register(1, '晨光路1号'), await register(3, '晨光路3号'), await register(5, '晨光路5号')];

  // Departments answer.
  for (const { visitor, id } of families) {
    await until(async () => {
      const { checks } = (await visitor.send(`GET /api/applications/${id}`)).json();
      seen = JSON.stringify(checks);
      return checks.length > 0 && checks.every((check: { state: string }) => check.state === 'matched');
    });
  }

  // The district reviews: one step for families whose household and home agree.
  app.setNow(REVIEW);
  const reviewer = await new Visitor(app.server).signIn(STAFF.districtReviewer);
  const list = await reviewer.send(`GET /api/worklist?seasonId=${SEASON}&queue=all`);
  expect(list.json()).toMatchObject({ total: 3 });
  for (const row of list.json().rows) {
    const decided = await reviewer.send(`POST /api/applications/${row.id}/decisions`, {
      outcome: 'approved',
      version: row.version,
    });
    expect(decided.statusCode, decided.body).toBe(200);
    expect(decided.json()).toMatchObject({ state: 'eligible' });
  }

  // Placement: run, approve by another officer, publish.
  const first = await new Visitor(app.server).signIn(STAFF.districtAdmin);
  const second = await new Visitor(app.server).signIn(STAFF.secondAdmin);
  const early = await first.send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
  expect(early.json()).toMatchObject({ type: 'run.draw_needed' });
  const { id: drawId } = await holdTestDraw(app, { first, second });
  const run = await first.send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
  expect(run.statusCode, run.body).toBe(200);
  expect(run.json()).toMatchObject({
    applicants: 3,
    placed: 3,
    fromCatchment: 2,
    fromOverall: 1,
    unplaced: 0,
    draw: { id: drawId },
  });
  const runId = run.json().id;
  expect((await first.send(`POST /api/runs/${runId}/approve`)).json()).toMatchObject({ type: 'run.own_run' });
  expect((await second.send(`POST /api/runs/${runId}/approve`)).json()).toMatchObject({ state: 'approved' });
  const published = await first.send(`POST /api/runs/${runId}/publish`);
  expect(published.statusCode, published.body).toBe(200);

  // Families and schools read the same.
  const bySchool = new Map<string, number>();
  for (const { visitor, id } of families) {
    const view = (await visitor.send(`GET /api/applications/${id}`)).json();
    expect(view).toMatchObject({ state: 'placed', outcome: { noticeNumber: expect.stringContaining('2027') } });
    expect(view.outcome.because.length).toBeGreaterThan(0);
    bySchool.set(view.outcome.schoolId, (bySchool.get(view.outcome.schoolId) ?? 0) + 1);
  }
  expect([bySchool.get(SCHOOLS.east), bySchool.get(SCHOOLS.west)]).toEqual([2, 1]);
  const east = await new Visitor(app.server).signIn(STAFF.eastReviewer);
  const admissions = (await east.send(`GET /api/schools/${SCHOOLS.east}/admissions?seasonId=${SEASON}`)).json();
  expect(admissions.rows).toHaveLength(2);

  // The notice, and its public check.
  const placedEast = families.find(({ id }) =>
    admissions.rows.some((row: { applicationId: string }) => row.applicationId === id),
  );
  const pdf = await placedEast?.visitor.send(`GET /api/applications/${placedEast.id}/notice.pdf`);
  expect([pdf?.statusCode, pdf?.headers['content-type']]).toEqual([200, 'application/pdf']);

  // Accept, then arrive.
  const view = (await placedEast?.visitor.send(`GET /api/applications/${placedEast.id}`))?.json();
  const accepted = await placedEast?.visitor.send(`POST /api/applications/${placedEast.id}/accept`, {
    version: view.version,
  });
  expect(accepted?.json()).toMatchObject({ state: 'accepted' });
  app.setNow(REPORTING);
  const returning = await new Visitor(app.server).signIn(STAFF.eastReviewer);
  const arrived = await returning.send(`POST /api/applications/${placedEast?.id}/report`, {
    version: accepted?.json().version,
    arrived: true,
  });
  expect(arrived.json()).toMatchObject({ state: 'reported' });
  const sheet = await returning.send(`GET /api/schools/${SCHOOLS.east}/admissions.xlsx?seasonId=${SEASON}`);
  expect(sheet.statusCode).toBe(200);
});
