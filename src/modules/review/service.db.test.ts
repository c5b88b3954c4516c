// Who sees which cases and who decides them, asked of the running server for every role.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import {
  buildSmallCity,
  declarationAt,
  inventedId,
  OPEN,
  REVIEW,
  SEASON,
  STAFF,
} from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';

type Role = keyof typeof STAFF | 'guardian' | 'nobody';

let app: TestApp;
let id: string;
const people = new Map<Role, Visitor>();

/** A family of the east catchment that has submitted; no department has answered. */
async function submitted(): Promise<string> {
  const phone = '12040000001';
  const mother = { name: '演示母', idNumber: inventedId('1990-01-01', 2), phone };
  const visitor = await new Visitor(app.server).signIn(phone);
  const child = { name: '演示童', idKind: 'resident_id', idNumber: inventedId('2020-10-10', 1), relation: 'mother' };
  const childId = (await visitor.send('POST /api/children', child)).json().id;
  const begun = (await visitor.send('POST /api/applications', { seasonId: SEASON, childId })).json();
  const saved = await visitor.send(`PUT /api/applications/${begun.id}/draft`, {
    version: begun.version,
    draft: declarationAt('晨光路1号', mother, 'D-1'),
  });
  const sent = await visitor.send(`POST /api/applications/${begun.id}/submit`, {
    version: saved.json().version,
    declarationAccepted: true,
    key: 'key-of-the-family',
  });
  expect(sent.statusCode, sent.body).toBe(200);
  return begun.id;
}

beforeAll(async () => {
  app = await startTestApp({ now: OPEN });
  await buildSmallCity(app);
  id = await submitted();
  app.setNow(REVIEW);
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
const version = async () => (await as('districtReviewer').send(`GET /api/applications/${id}`)).json().version as number;

describe('the worklist', () => {
  it.each([
    ['eastReviewer', 1],
    ['westReviewer', 0],
    ['districtReviewer', 1],
    ['districtAdmin', 1],
    ['cityOfficer', 1],
    ['auditor', 1],
    ['elsewhereReviewer', 0],
  ] as const)('of %s counts %i cases', async (role, total) => {
    const list = await as(role).send(`GET /api/worklist?seasonId=${SEASON}&queue=all`);
    expect(list.statusCode, list.body).toBe(200);
    expect(list.json().total).toBe(total);
    expect(list.body).not.toContain(inventedId('2020-10-10', 1));
    const view = await as(role).send(`GET /api/applications/${id}/review`);
    expect(view.statusCode, view.body).toBe(total === 1 ? 200 : 404);
  });

  it.each(['guardian', 'nobody'] as const)('is closed to %s', async (role) => {
    for (const key of ['GET /api/worklist', 'GET /api/overview', `GET /api/applications/${id}/review`])
      expect((await as(role).send(key)).statusCode, key).toBe(role === 'nobody' ? 401 : 403);
  });
});

describe('a case', () => {
  it.each(['westReviewer', 'elsewhereReviewer', 'cityOfficer', 'auditor', 'guardian', 'nobody'] as const)(
    'is neither claimed nor decided by %s',
    async (role) => {
      const answers = [
        await as(role).send(`POST /api/applications/${id}/claim`),
        await as(role).send(`POST /api/applications/${id}/decisions`, {
          outcome: 'refused',
          version: await version(),
          reasonCode: 'outside_district',
          words: '没有理由',
          cure: '无法补正',
          dueOn: '2027-06-01',
        }),
      ];
      for (const answer of answers) expect([400, 401, 403, 404], answer.body).toContain(answer.statusCode);
      expect(answers[0]?.statusCode).not.toBe(400);
    },
  );

  it('that someone holds is closed to others for half an hour, and open again after it', async () => {
    expect((await as('districtReviewer').send(`POST /api/applications/${id}/claim`)).statusCode).toBe(200);
    expect((await as('eastReviewer').send(`POST /api/applications/${id}/claim`)).json()).toMatchObject({
      type: 'review.claimed',
    });
    app.setNow(new Date(REVIEW.getTime() + 31 * 60_000));
    expect((await as('eastReviewer').send(`POST /api/applications/${id}/claim`)).statusCode).toBe(200);
    expect((await as('eastReviewer').send(`DELETE /api/applications/${id}/claim`)).statusCode).toBe(200);
  });

  it('is not passed while departments have yet to answer', async () => {
    const answer = await as('districtReviewer').send(`POST /api/applications/${id}/decisions`, {
      outcome: 'approved',
      version: await version(),
    });
    expect([answer.statusCode, answer.json().type]).toEqual([422, 'review.checks_open']);
  });

  it('is not decided by an officer who read an earlier version', async () => {
    const read = await version();
    const ask = (role: Role) =>
      as(role).send(`POST /api/applications/${id}/decisions`, {
        outcome: 'returned',
        version: read - 1,
        words: '按旧版本处理',
      });
    expect((await ask('districtReviewer')).json()).toMatchObject({ type: 'application.changed' });
  });
});
