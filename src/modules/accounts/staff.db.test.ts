// Staff against the database: opened, changed, closed, opened again; the last administrator stays.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { buildSmallCity, DISTRICT, OPEN, SCHOOLS, STAFF } from '../../../tests/support/small-city.ts';
import { signInStaff, type Officer } from '../../../tests/support/staff.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import { CITY_BUREAU, districtBureau } from '../organizations/public.ts';

const BUREAU = districtBureau(DISTRICT);

let app: TestApp;
let as: (officer: Officer) => Visitor;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN });
  await buildSmallCity(app);
  as = await signInStaff(app);
});
// Codes come once a minute.
beforeEach(() => app.setNow(new Date(app.services.clock().getTime() + 61_000)));
afterAll(async () => {
  await app.close();
});

let phones = 0;
const nextPhone = () => `1208${String((phones += 1)).padStart(7, '0')}`;
const open = (officer: Officer, body: Record<string, unknown> = {}) =>
  as(officer).send('POST /api/staff', {
    name: '演示新人',
    phone: nextPhone(),
    role: 'school_reviewer',
    organizationId: SCHOOLS.east,
    ...body,
  });
const idOf = async (phone: string): Promise<string> =>
  (await as('cityOfficer').send(`GET /api/staff?q=${phone}`)).json()[0].id;
const close = (officer: Officer, id: string) =>
  as(officer).send(`POST /api/staff/${id}/disable`, { reason: '调离岗位' });

describe('organizations that one may staff', () => {
  const offices = async (officer: Officer) =>
    (await as(officer).send('GET /api/organizations')).json<{ id: string; roles: string[] }[]>();

  it('are a district’s bureau and schools for its administrator, whether or not somebody works there', async () => {
    const list = await offices('districtAdmin');
    expect(list.map(({ id }) => id).toSorted()).toEqual([BUREAU, SCHOOLS.east, SCHOOLS.west].toSorted());
    expect(list.find(({ id }) => id === BUREAU)?.roles).toEqual(['district_reviewer', 'district_admin', 'auditor']);
    expect(list.find(({ id }) => id === SCHOOLS.west)?.roles).toEqual(['school_reviewer']);
  });

  it('are all of them for the city', async () => {
    const list = await offices('cityOfficer');
    expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining([CITY_BUREAU, BUREAU, districtBureau('320813')]));
    expect(list.find(({ id }) => id === CITY_BUREAU)?.roles).toEqual(['city_officer', 'auditor']);
  });
});

describe('a new member of staff', () => {
  it('signs in with the phone and works for the office at once', async () => {
    const phone = nextPhone();
    const opened = await open('districtAdmin', { phone });
    expect(opened.json()).toMatchObject({ role: 'school_reviewer', organizationName: '演示东小学', disabledAt: null });
    const visitor = await new Visitor(app.server).signIn(phone);
    expect((await visitor.send('GET /api/session')).json().me).toMatchObject({ organization: { id: SCHOOLS.east } });
    expect((await visitor.send('GET /api/worklist')).statusCode).toBe(200);
  });

  it.each([
    ['a role that the office has not', { role: 'district_admin' }, 422, 'staff.role_unfit'],
    ['an office of the city, by a district', { organizationId: CITY_BUREAU, role: 'auditor' }, 404, 'staff.not_yours'],
    ['an office of another district', { organizationId: 'bureau-320813', role: 'auditor' }, 404, 'staff.not_yours'],
    ['a phone that has an account', { phone: STAFF.eastReviewer }, 409, 'staff.phone_taken'],
    ['no guardian', { role: 'guardian' }, 400, 'request.malformed'],
  ])('is refused with %s', async (_, body, status, type) => {
    const answer = await open('districtAdmin', body);
    expect([answer.statusCode, answer.json().type]).toEqual([status, type]);
  });
});

describe('a change', () => {
  it('is in force with the next request of the person, who stays signed in', async () => {
    const phone = nextPhone();
    const { id } = (await open('districtAdmin', { phone })).json();
    const visitor = await new Visitor(app.server).signIn(phone);
    const change = { name: '演示改任', role: 'district_reviewer', organizationId: BUREAU };
    const changed = await as('secondAdmin').send(`PATCH /api/staff/${id}`, change);
    expect(changed.json()).toMatchObject({ name: '演示改任', role: 'district_reviewer', organizationId: BUREAU });
    expect((await visitor.send('GET /api/session')).json().me).toMatchObject({
      name: '演示改任',
      role: 'district_reviewer',
      organization: { id: BUREAU },
    });
    const audit = (await as('auditor').send(`GET /api/audit?subject=${id}&action=accounts.change_staff`)).json();
    expect(audit.entries[0].detail).toEqual({
      renamed: true,
      before: { role: 'school_reviewer', organization: SCHOOLS.east },
      after: { role: 'district_reviewer', organization: BUREAU },
    });
  });

  it('moves nobody to an office that is not the administrator’s, nor to a role that does not fit', async () => {
    const { id } = (await open('districtAdmin')).json();
    const change = (body: object) => as('districtAdmin').send(`PATCH /api/staff/${id}`, body);
    expect((await change({ organizationId: CITY_BUREAU, role: 'city_officer' })).json().type).toBe('staff.not_yours');
    expect((await change({ organizationId: BUREAU })).json().type).toBe('staff.role_unfit');
    expect((await change({ name: '演示不变' })).json()).toMatchObject({ organizationId: SCHOOLS.east });
  });
});

describe('closing an account', () => {
  it('ends its sessions at once, and opening it again lets the person back in', async () => {
    const phone = nextPhone();
    const { id } = (await open('districtAdmin', { phone })).json();
    const visitor = await new Visitor(app.server).signIn(phone);
    expect((await close('districtAdmin', id)).json().disabledAt).not.toBeNull();
    expect((await visitor.send('GET /api/worklist')).statusCode).toBe(401);
    await expect(new Visitor(app.server).signIn(phone)).rejects.toThrow();
    app.setNow(new Date(app.services.clock().getTime() + 61_000));
    await expect(new Visitor(app.server).signIn(phone)).rejects.toThrow('session.disabled');
    // The phone is not free for another account; the closed one is opened again.
    expect((await open('districtAdmin', { phone })).json().type).toBe('staff.phone_taken');
    const again = await as('districtAdmin').send(`POST /api/staff/${id}/enable`, { reason: '返岗' });
    expect(again.json().disabledAt).toBeNull();
    app.setNow(new Date(app.services.clock().getTime() + 61_000));
    expect((await (await new Visitor(app.server).signIn(phone)).send('GET /api/worklist')).statusCode).toBe(200);
  });

  it('is refused for the last administrator of an office, also as a change of role', async () => {
    const first = await idOf(STAFF.districtAdmin);
    const second = await idOf(STAFF.secondAdmin);
    expect((await close('districtAdmin', second)).statusCode).toBe(200);
    expect((await close('cityOfficer', first)).json()).toMatchObject({
      type: 'staff.last_admin',
      values: { name: '演示管理员甲', organization: '320812 教育局' },
    });
    const demoted = await as('cityOfficer').send(`PATCH /api/staff/${first}`, { role: 'district_reviewer' });
    expect(demoted.json().type).toBe('staff.last_admin');
    expect((await as('cityOfficer').send(`PATCH /api/staff/${first}`, { name: '演示管理员甲' })).statusCode).toBe(200);
    await as('districtAdmin').send(`POST /api/staff/${second}/enable`, { reason: '返岗' });
    expect((await close('cityOfficer', await idOf(STAFF.cityOfficer))).json().type).toBe('staff.last_admin');
  });

  it('of each other at the same moment leaves one administrator', async () => {
    const admin = await new Visitor(app.server).signIn(STAFF.secondAdmin);
    const [first, second] = [await idOf(STAFF.districtAdmin), await idOf(STAFF.secondAdmin)];
    const answers = await Promise.all([
      close('districtAdmin', second),
      admin.send(`POST /api/staff/${first}/disable`, { reason: '调离岗位' }),
    ]);
    // The other one is refused: as the last of them, or because the own session has just ended.
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    const left = (await as('cityOfficer').send('GET /api/staff')).json<{ role: string; disabledAt: string | null }[]>();
    expect(left.filter(({ role, disabledAt }) => role === 'district_admin' && disabledAt === null)).toHaveLength(1);
  });
});
