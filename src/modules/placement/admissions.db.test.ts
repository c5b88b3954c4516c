// After publication, against the database: accept, decline, silence, arrival, and the sheet for the student record.

import { readXlsx } from 'hucre';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { submittedFamily, viewOf, type Family } from '../../../tests/support/families.ts';
import { publishSeats } from '../../../tests/support/placement.ts';
import { buildSmallCity, OPEN, REPORTING, REVIEW, SCHOOLS, SEASON } from '../../../tests/support/small-city.ts';
import { signInStaff, type Officer } from '../../../tests/support/staff.ts';
import { until } from '../../../tests/support/until.ts';
import type { Visitor } from '../../../tests/support/visitor.ts';
import { STUDENT_RECORD_COLUMNS } from './student-record.ts';

/** As in the season of the small city. */
const CONFIRM_BY = new Date('2027-06-30T09:00:00.000Z');
const REPORT_UNTIL = new Date('2027-08-30T16:00:00.000Z');

let app: TestApp;
let as: (officer: Officer) => Visitor;
/** Families of the west catchment, where there are seats for all. */
let accepting: Family;
let declining: Family;
let silent: Family;
let late: Family;
let formula: Family;

beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
  as = await signInStaff(app);
  const west = (number: number, traits = {}) => submittedFamily(app, { address: `晨光路${number}号`, ...traits });
  [accepting, declining, silent, late] = [await west(2), await west(4), await west(6), await west(8)];
  formula = await west(10, { childName: '=HYPERLINK("http://x")' });
  await publishSeats(app, as, [accepting, declining, silent, late, formula]);
});
afterAll(async () => {
  await app.close();
});

const act = async (family: Family, what: string, body: Record<string, unknown> = {}) => {
  const { version } = await viewOf(family);
  return family.visitor.send(`POST /api/applications/${family.id}/${what}`, { version, ...body });
};
const report = async (officer: Visitor, family: Family, arrived: boolean) => {
  const { version } = (await officer.send(`GET /api/applications/${family.id}`)).json();
  return officer.send(`POST /api/applications/${family.id}/report`, { version, arrived });
};
const listOf = async (school: Visitor) =>
  (await school.send(`GET /api/schools/${SCHOOLS.west}/admissions?seasonId=${SEASON}`)).json();

// The tests follow the calendar, from publication to arrival.
describe('a seat', () => {
  it('is accepted by the family, and cannot be accepted twice', async () => {
    expect(await viewOf(accepting)).toMatchObject({ state: 'placed', actBy: CONFIRM_BY.toISOString() });
    expect((await act(accepting, 'accept')).json().state).toBe('accepted');
    expect((await act(accepting, 'accept')).json().type).toBe('application.state');
  });

  it('is declined with a reason, its notice is void from then on, and the school’s list says so', async () => {
    const { rows } = await sql<{ token: string }>`
      select token from notices where application_id = ${declining.id}`.execute(app.db);
    const check = async () => (await as('auditor').send(`GET /api/notices/${rows[0]?.token}`)).json();
    expect(await check()).toMatchObject({ state: 'genuine', revokedAt: null });
    expect((await act(declining, 'decline', { reason: '随父母迁往外地' })).json().state).toBe('declined');
    await until(check, ({ state }) => state === 'revoked');
    const pdf = await declining.visitor.send(`GET /api/applications/${declining.id}/notice.pdf`);
    expect(pdf.json().type).toBe('notice.none_yet');
    const list = await listOf(as('westReviewer'));
    expect(list.counts).toMatchObject({ accepted: 1, declined: 1, placed: 3 });
    expect(
      list.rows.find((row: { applicationId: string }) => row.applicationId === declining.id).noticeNumber,
    ).toBeNull();
  });

  it('is not marked as arrived before the first day of arrival', async () => {
    expect((await report(as('westReviewer'), accepting, true)).json().type).toBe('application.not_allowed');
  });

  it('is neither accepted nor declined once the time is over, to the millisecond; the family is told until when it was', async () => {
    app.setNow(new Date(CONFIRM_BY.getTime() - 1));
    await late.visitor.signIn(late.guardian.phone);
    expect((await act(late, 'accept')).json().state).toBe('accepted');
    app.setNow(CONFIRM_BY);
    for (const what of ['accept', 'decline'])
      expect((await act(await signedIn(silent), what)).json()).toMatchObject({
        type: 'application.confirm_over',
        values: { until: '2027-06-30 17:00:00' },
      });
    expect(await viewOf(silent)).toMatchObject({ state: 'placed', actions: ['give_back', 'move_away', 'close'] });
  });

  it('without an answer stays the child’s: arrival settles it, and whoever came not is marked after the last day only', async () => {
    app.setNow(REPORTING);
    const school = await officer('westReviewer');
    expect((await report(school, silent, true)).json().state).toBe('reported');
    expect((await report(school, accepting, true)).json().state).toBe('reported');
    expect((await report(school, late, false)).json().type).toBe('application.not_allowed');
    app.setNow(REPORT_UNTIL);
    expect((await report(school, late, false)).json().state).toBe('not_reported');
    // Came after all.
    expect((await report(school, late, true)).json().state).toBe('reported');
    expect((await listOf(school)).counts).toMatchObject({ reported: 3, notReported: 0, declined: 1, placed: 1 });
  });
});

async function signedIn(family: Family): Promise<Family> {
  app.setNow(new Date(app.services.clock().getTime() + 61_000));
  await family.visitor.signIn(family.guardian.phone);
  return family;
}

async function officer(name: Officer): Promise<Visitor> {
  app.setNow(new Date(app.services.clock().getTime() + 61_000));
  return (await signInStaff(app))(name);
}

describe('the sheet for the student record', () => {
  it('has every national column, a row for each child that did not decline, and what we know of it in its place', async () => {
    const school = await officer('westReviewer');
    const answer = await school.send(`GET /api/schools/${SCHOOLS.west}/admissions.xlsx?seasonId=${SEASON}`);
    expect(answer.headers['content-type']).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const [sheet] = (await readXlsx(answer.rawPayload)).sheets;
    const [head = [], ...rows] = sheet?.rows ?? [];
    // The 48 of the pupil and twelve for each of two members of the family, in the order of the national import sheet.
    expect(head).toEqual([...STUDENT_RECORD_COLUMNS]);
    expect(head).toHaveLength(48 + 2 * 12);
    expect(head.slice(0, 4)).toEqual(['学校标识码', '姓名', '性别', '出生日期']);
    expect(rows).toHaveLength(4);
    const cells = (family: Family) => {
      const row = rows.find((one) => one.includes(family.child.idNumber)) ?? [];
      return Object.fromEntries(head.map((column, place) => [column, row[place]]));
    };
    expect(cells(accepting)).toMatchObject({
      学校标识码: 'D2',
      姓名: accepting.child.name,
      出生日期: accepting.child.birthDate.replaceAll('-', ''),
      身份证件类型: '居民身份证',
      // As text: a number would lose its last digits.
      身份证件号: accepting.child.idNumber,
      年级: '小学一年级',
      入学年月: '202708',
      入学方式: '就近入学',
      现住址: '晨光路2号',
      联系电话: accepting.guardian.phone,
      进城务工随迁子女: '否',
      成员1姓名: accepting.guardian.name,
      成员1关系: '母亲',
      成员1证件号: accepting.guardian.idNumber,
    });
    // Parents' employers may not be collected for entry.
    for (const column of ['成员1单位', '成员1职务', '成员2单位', '成员2职务'])
      expect(cells(accepting)[column]).toBeFalsy();
    expect(rows.flat()).not.toContain(declining.child.idNumber);
    // A name that a spreadsheet would take for a formula is text.
    expect(cells(formula)['姓名']).toBe(`'${formula.child.name}`);
    expect(answer.rawPayload.includes('<f>')).toBe(false);
  });

  it('leaves an entry in the audit that says how many children it told of', async () => {
    const entries = await (await officer('auditor')).send(`GET /api/audit?action=placement.export_admissions`);
    expect(entries.json().entries[0]).toMatchObject({ subjectId: SCHOOLS.west, detail: { season: SEASON, rows: 4 } });
  });
});

describe('before publication', () => {
  it('a school has neither list nor sheet', async () => {
    const other = await startTestApp({ now: REVIEW });
    await buildSmallCity(other);
    const school = (await signInStaff(other))('westReviewer');
    expect((await listOf(school)).rows).toEqual([]);
    const sheet = await school.send(`GET /api/schools/${SCHOOLS.west}/admissions.xlsx?seasonId=${SEASON}`);
    expect(sheet.json().type).toBe('admissions.not_published');
    await other.close();
  });
});
