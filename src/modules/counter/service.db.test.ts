// Registration at a counter, against the database and the server: presence shown, both named, nothing judged by the helper.

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { fill, newGuardian, submit, submittedFamily, viewOf } from '../../../tests/support/families.ts';
import { buildSmallCity, inventedId, OPEN, STAFF } from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';

let app: TestApp;
let helper: Visitor;
let colleague: Visitor;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
  helper = await new Visitor(app.server).signIn(STAFF.districtReviewer);
  colleague = await new Visitor(app.server).signIn(STAFF.districtAdmin);
});
afterAll(async () => {
  await app.close();
});

const asked = { guardianName: '演示老人', phoneOf: 'relative', consent: true };
const begin = (body: object, by = helper) => by.send('POST /api/counter/sessions', { ...asked, ...body });

/** The page that a helper opens for a guardian: the helper's cookie, and for whom it acts. */
function pageOf(by: Visitor, id: string): Visitor {
  const page = new Visitor(app.server);
  page.cookie = by.cookie;
  page.headers = { 'x-assisting': id };
  return page;
}

async function codeFor(phone: string): Promise<string> {
  const sent = await helper.send('POST /api/counter/phone-codes', { phone });
  expect(sent.statusCode, sent.body).toBe(200);
  const inbox = (await helper.send(`GET /api/demo/inbox?phone=${phone}`)).json<{ text: string }[]>();
  expect(inbox[0]?.text).toContain('窗口代办验证码');
  return /\d{6}/.exec(inbox[0]?.text ?? '')?.[0] ?? '';
}

describe('a guardian without a phone of their own', () => {
  it('registers at the counter; the case says so, the audit names the helper, and another officer decides', async () => {
    const begun = await begin({ phone: '12070000001' });
    expect(begun.statusCode, begun.body).toBe(200);
    const session = begun.json();
    expect(session).toMatchObject({ open: true, shownBy: 'new_account', phone: '120****0001', applications: [] });
    const page = pageOf(helper, session.id);
    expect((await page.send('GET /api/counter/current')).json().current).toMatchObject({ guardianName: '演示老人' });
    expect((await page.send('GET /api/session')).json().me).toMatchObject({ role: 'guardian', name: '演示老人' });
    const idNumber = inventedId('2020-10-10', 77);
    const child = { name: '演示孙', idNumber, birthDate: '2020-10-10' };
    const added = await page.send('POST /api/children', {
      name: child.name,
      idKind: 'resident_id',
      idNumber,
      relation: 'grandparent',
    });
    const guardian = { name: '演示老人', idNumber: inventedId('1958-01-01', 7), phone: '12070000001' };
    const family = await fill(page, { guardian, child, childId: added.json().id });
    expect((await submit(family)).statusCode).toBe(200);

    const view = await viewOf(family);
    expect(view.timeline.at(-1)).toMatchObject({ event: 'submit' });
    expect(view.timeline.at(-1).byZh).toMatch(/^家长（.+窗口代办）$/);
    const { rows } = await sql<{ helper: string; actor: string }>`
      select detail ->> 'assistedBy' as helper, actor_account::text as actor from audit_entries
      where action = 'registration.submit' and subject_id = ${family.id}`.execute(app.db);
    const me = (await helper.send('GET /api/session')).json().me.id;
    expect(rows).toEqual([{ helper: me, actor: expect.not.stringMatching(me) }]);
    const listed = (await helper.send('GET /api/counter/sessions')).json();
    expect(listed[0].applications).toMatchObject([{ childName: '演示孙', stateZh: '待初审' }]);

    const { version } = view;
    const decision = { outcome: 'asked_material', version, reasonCode: 'unreadable', words: '请补充户口簿' };
    const asking = { ...decision, dueOn: '2027-05-12', evidenceKinds: ['household_booklet'] };
    const own = await helper.send(`POST /api/applications/${family.id}/decisions`, asking);
    expect([own.statusCode, own.json().type]).toEqual([409, 'review.helped']);
    const other = await colleague.send(`POST /api/applications/${family.id}/decisions`, asking);
    expect(other.statusCode, other.body).toBe(200);
  });
});

describe('an account that exists', () => {
  it('is opened only with a code that its phone shows, which signs nobody in', async () => {
    const family = await submittedFamily(app);
    const { phone } = family.guardian;
    expect((await begin({ phone })).json().type).toBe('counter.code_needed');
    expect((await begin({ phone, code: '000000' })).json().type).toBe('session.code_wrong');
    app.setNow(new Date(OPEN.getTime() + 61_000));
    const code = await codeFor(phone);
    const thief = await new Visitor(app.server).send('POST /api/session', { phone, code });
    expect(thief.json().type).toBe('session.code_wrong');
    const begun = await begin({ phone, code });
    expect(begun.json()).toMatchObject({ shownBy: 'code', open: true });
    const page = pageOf(helper, begun.json().id);
    expect((await page.send(`GET /api/applications/${family.id}`)).statusCode).toBe(200);
  });

  it('of staff is refused, and so is acting without the guardian’s consent', async () => {
    expect((await begin({ phone: STAFF.cityOfficer })).json().type).toBe('counter.staff_phone');
    expect((await begin({ phone: '12070000002', consent: false })).statusCode).toBe(400);
  });
});

describe('acting for a guardian', () => {
  it('ends when the helper ends it, begins with another, or leaves it for ninety minutes', async () => {
    const who = async (page: Visitor) => (await page.send('GET /api/session')).json().me?.name ?? null;
    const first = pageOf(helper, (await begin({ phone: '12070000011' })).json().id);
    expect(await who(first)).toBe('演示老人');
    const { id } = (await begin({ phone: '12070000012' })).json();
    expect(await who(first)).toBeNull();
    const second = pageOf(helper, id);
    expect((await second.send(`POST /api/counter/sessions/${id}/end`)).statusCode).toBe(200);
    expect(await who(second)).toBeNull();
    const third = pageOf(helper, (await begin({ phone: '12070000013' })).json().id);
    const now = app.services.clock();
    app.setNow(new Date(now.getTime() + 90 * 60_000));
    expect(await who(third)).toBeNull();
    app.setNow(now);
  });

  it('is the helper’s alone: neither a colleague nor the guardian’s own cookie opens it', async () => {
    const { id } = (await begin({ phone: '12070000021' })).json();
    const { visitor } = await newGuardian(app);
    for (const by of [colleague, visitor, new Visitor(app.server)]) {
      const page = pageOf(by, id);
      expect((await page.send('GET /api/session')).json().me).toBeNull();
      expect((await page.send('GET /api/children')).statusCode).toBe(401);
    }
    expect((await colleague.send(`POST /api/counter/sessions/${id}/end`)).json().type).toBe('counter.not_found');
  });
});
