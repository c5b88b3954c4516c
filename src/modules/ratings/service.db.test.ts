// Ratings over HTTP: once and one follow-up, work orders of the poor ones, and a public page that names nobody.

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import {
  buildSmallCity,
  declarationAt,
  DISTRICT,
  inventedId,
  OPEN,
  REVIEW,
  SEASON,
  STAFF,
} from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';

let app: TestApp;
let reviewer: Visitor;
let admin: Visitor;
const families: { visitor: Visitor; id: string }[] = [];

/** A family whose application waits for review; found eligible or refused by the test where it needs an answer. */
async function submitted(number: number): Promise<{ visitor: Visitor; id: string }> {
  const phone = `1206000${String(number).padStart(4, '0')}`;
  const visitor = await new Visitor(app.server).signIn(phone);
  const child = {
    name: '演示童',
    idKind: 'resident_id',
    idNumber: inventedId('2020-10-10', number),
    relation: 'mother',
  };
  const childId = (await visitor.send('POST /api/children', child)).json().id;
  const { id, version } = (await visitor.send('POST /api/applications', { seasonId: SEASON, childId })).json();
  const mother = { name: '演示母', idNumber: inventedId('1990-01-01', number), phone };
  const saved = await visitor.send(`PUT /api/applications/${id}/draft`, {
    version,
    draft: declarationAt('晨光路1号', mother, `D-${number}`),
  });
  const sent = await visitor.send(`POST /api/applications/${id}/submit`, {
    version: saved.json().version,
    declarationAccepted: true,
    key: `key-of-family-${number}`,
  });
  expect(sent.statusCode, sent.body).toBe(200);
  return { visitor, id };
}

beforeAll(async () => {
  app = await startTestApp({ now: OPEN });
  await buildSmallCity(app);
  for (let number = 1; number <= 6; number += 1) families.push(await submitted(number));
  app.setNow(REVIEW);
  reviewer = await new Visitor(app.server).signIn(STAFF.districtReviewer);
  admin = await new Visitor(app.server).signIn(STAFF.districtAdmin);
});
afterAll(async () => {
  await app.close();
});

const family = (place: number) => {
  const one = families[place];
  if (!one) throw new Error(`no family ${place}`);
  return one;
};

it('is given once there is an answer, once, and added to once', async () => {
  const { visitor, id } = family(0);
  const early = await visitor.send(`POST /api/applications/${id}/rating`, { level: 5 });
  expect(early.json()).toMatchObject({ status: 422, type: 'rating.not_finished' });
  await sql`update applications set state = 'eligible'`.execute(app.db);
  expect((await visitor.send(`GET /api/applications/${id}/rating`)).json()).toEqual({
    rating: null,
    mayRate: true,
    mayFollowUp: false,
  });
  const stranger = family(1).visitor;
  expect((await stranger.send(`POST /api/applications/${id}/rating`, { level: 1 })).statusCode).toBe(404);
  const rated = await visitor.send(`POST /api/applications/${id}/rating`, {
    level: 5,
    aspects: { efficiency: 4 },
    words: '很快',
  });
  expect(rated.json(), rated.body).toMatchObject({ level: 5, order: null, followUp: null });
  expect((await visitor.send(`POST /api/applications/${id}/rating`, { level: 1 })).json()).toMatchObject({
    type: 'rating.once',
  });
  const more = await visitor.send(`POST /api/applications/${id}/rating/follow-up`, { level: 2, words: '后来没有回音' });
  expect(more.json()).toMatchObject({ followUp: { level: 2 }, order: { state: 'open', contact: { breached: false } } });
  expect((await visitor.send(`POST /api/applications/${id}/rating/follow-up`, { level: 5 })).json()).toMatchObject({
    type: 'rating.followed',
  });
});

it('opens a work order when poor, which is contacted, put right and called back, in this order', async () => {
  const { visitor, id } = family(1);
  await visitor.send(`POST /api/applications/${id}/rating`, { level: 1, words: '看不懂要交什么' });
  const mine = async () =>
    (await reviewer.send('GET /api/work-orders'))
      .json()
      .find((order: { applicationId: string }) => order.applicationId === id);
  const order = await mine();
  expect(order).toMatchObject({ state: 'open', level: 1, actions: ['contact'], guardianPhone: '12060000002' });
  const send = (event: string, version: number) =>
    reviewer.send(`POST /api/work-orders/${order.id}`, { version, event, words: '已电话联系家长' });
  expect((await send('fix', 1)).json()).toMatchObject({ status: 409, type: 'work_order.state' });
  expect((await send('contact', 1)).json()).toEqual({ version: 2, state: 'contacted' });
  expect((await send('contact', 1)).json()).toMatchObject({ type: 'work_order.changed' });
  expect((await send('fix', 2)).json()).toEqual({ version: 3, state: 'fixed' });
  expect((await send('call_back_unhappy', 3)).json()).toEqual({ version: 4, state: 'contacted' });
  expect((await send('fix', 4)).json()).toEqual({ version: 5, state: 'fixed' });
  expect((await send('call_back_content', 5)).json()).toEqual({ version: 6, state: 'closed' });
  expect((await mine()).events).toHaveLength(6);
  const elsewhere = await new Visitor(app.server).signIn(STAFF.elsewhereReviewer);
  expect((await elsewhere.send('GET /api/work-orders')).json()).toEqual([]);
  expect(
    (await elsewhere.send(`POST /api/work-orders/${order.id}`, { version: 6, event: 'contact', words: '另一个区的人' }))
      .statusCode,
  ).toBe(404);
});

it('shows the public figures once five families rated, and words only after an officer has seen that they name nobody', async () => {
  const nobody = new Visitor(app.server);
  const here = async () =>
    (await nobody.send('GET /api/ratings'))
      .json()
      .districts.find((one: { district: string }) => one.district === DISTRICT);
  expect(await here()).toMatchObject({ count: 2, levels: null, content: null, orders: null });
  for (const place of [2, 3, 4]) {
    const { visitor, id } = family(place);
    await visitor.send(`POST /api/applications/${id}/rating`, { level: 4, words: place === 2 ? '王老师态度很好' : '' });
  }
  expect(await here()).toMatchObject({
    count: 5,
    levels: [1, 0, 0, 3, 1],
    content: 8000,
    orders: { opened: 2, closed: 1, breached: 0 },
  });
  expect((await nobody.send('GET /api/ratings')).json().words).toEqual([]);
  const unseen = (await admin.send('GET /api/ratings/words')).json();
  expect(unseen.map(({ words }: { words: string }) => words)).toEqual(['很快', '看不懂要交什么', '王老师态度很好']);
  await admin.send(`POST /api/ratings/${unseen[0].id}/words`, { show: true });
  await admin.send(`POST /api/ratings/${unseen[2].id}/words`, { show: false });
  const shown = await nobody.send('GET /api/ratings');
  expect(shown.json().words).toEqual([{ level: 5, words: '很快', district: DISTRICT, month: '2027-05' }]);
  expect(shown.body).not.toContain('演示');
  expect((await admin.send('GET /api/ratings/words')).json()).toHaveLength(1);
});
