// Appeals over HTTP: another officer, clocks that stand still, the city afterwards, and a seat where the family was right.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import {
  buildSmallCity,
  declarationAt,
  inventedId,
  OPEN,
  REVIEW,
  SCHOOLS,
  SEASON,
  STAFF,
} from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';

let app: TestApp;
/** A refused application that an appeal made eligible. */
let granted = '';
const staff = new Map<keyof typeof STAFF, Visitor>();
const as = (role: keyof typeof STAFF): Visitor => {
  const visitor = staff.get(role);
  if (!visitor) throw new Error(`no ${role}`);
  return visitor;
};
const later = (days: number) => app.setNow(new Date(REVIEW.getTime() + days * 86_400_000));

beforeAll(async () => {
  app = await startTestApp({ now: OPEN });
  await buildSmallCity(app);
  later(0);
  for (const [role, phone] of Object.entries(STAFF))
    staff.set(role as keyof typeof STAFF, await new Visitor(app.server).signIn(phone));
});
afterAll(async () => {
  await app.close();
});

/** A family whose application the district reviewer has refused in the days of review. */
async function refused(number: number): Promise<{ family: Visitor; id: string }> {
  app.setNow(OPEN);
  const phone = `1205000${String(number).padStart(4, '0')}`;
  const mother = { name: '演示母', idNumber: inventedId('1990-01-01', number), phone };
  const family = await new Visitor(app.server).signIn(phone);
  const child = {
    name: '演示童',
    idKind: 'resident_id',
    idNumber: inventedId('2020-10-10', number),
    relation: 'mother',
  };
  const childId = (await family.send('POST /api/children', child)).json().id;
  const begun = (await family.send('POST /api/applications', { seasonId: SEASON, childId })).json();
  const saved = await family.send(`PUT /api/applications/${begun.id}/draft`, {
    version: begun.version,
    draft: declarationAt('晨光路1号', mother, `D-${number}`),
  });
  await family.send(`POST /api/applications/${begun.id}/submit`, {
    version: saved.json().version,
    declarationAccepted: true,
    key: `key-of-family-${number}`,
  });
  later(0);
  await family.signIn(phone);
  const view = (await as('districtReviewer').send(`GET /api/applications/${begun.id}`)).json();
  const decided = await as('districtReviewer').send(`POST /api/applications/${begun.id}/decisions`, {
    outcome: 'refused',
    version: view.version,
    reasonCode: 'facts_disproved',
    words: '房产信息与登记不一致',
    cure: '请补充房产证明',
    dueOn: '2027-06-01',
  });
  expect(decided.json(), decided.body).toMatchObject({ state: 'refused' });
  return { family, id: begun.id };
}

const FILE = { statement: '房产证是去年换发的，旧编号查不到，新证在我手里。', wish: '请重新核对房产并通过审核。' };
const HEARING = {
  heldOn: '2027-05-26',
  present: '电话核实，家长本人',
  note: '已与不动产登记中心核对，新旧证号对应同一套房。',
};

async function file(family: Visitor, id: string) {
  const filed = await family.send(`POST /api/applications/${id}/appeals`, FILE);
  expect(filed.statusCode, filed.body).toBe(200);
  return filed.json() as { id: string; number: string; version: number; kind: string; actions: string[] };
}

describe('an appeal against a refusal', () => {
  it('is heard by another officer, stands still while the family is asked, and makes the application eligible', async () => {
    const { family, id } = await refused(1);
    const offered = (await family.send(`GET /api/applications/${id}/appeals`)).json();
    expect(offered).toMatchObject({
      appeals: [],
      open: { kind: 'reconsideration', subject: 'refusal', workingDays: 10, until: '2027-06-24T16:00:00.000Z' },
    });
    const appeal = await file(family, id);
    expect(appeal).toMatchObject({ state: 'filed', kind: 'reconsideration', actions: ['withdraw'] });
    const again = await family.send(`POST /api/applications/${id}/appeals`, FILE);
    expect(again.json()).toMatchObject({ status: 409, type: 'appeal.open' });

    const own = await as('districtReviewer').send(`POST /api/appeals/${appeal.id}/take`, { version: 1 });
    expect(own.json()).toMatchObject({ status: 403, type: 'appeal.took_part' });
    expect((await as('districtReviewer').send(`GET /api/appeals/${appeal.id}`)).json().barred).not.toBeNull();
    const taken = await as('districtAdmin').send(`POST /api/appeals/${appeal.id}/take`, { version: 1 });
    expect(taken.json()).toMatchObject({ state: 'hearing', version: 2 });
    const other = await as('secondAdmin').send(`POST /api/appeals/${appeal.id}/decision`, {
      version: 2,
      outcome: 'upheld',
      hearing: HEARING,
      words: '证号已核对，属于同一套房产。',
    });
    expect(other.json()).toMatchObject({ type: 'appeal.not_your_case' });

    const asked = await as('districtAdmin').send(`POST /api/appeals/${appeal.id}/ask`, {
      version: 2,
      words: '请告诉我们新证的编号。',
      answerOn: '2027-05-31',
    });
    expect(asked.json()).toMatchObject({ state: 'awaiting_family', version: 3 });
    const early = await as('districtAdmin').send(`POST /api/appeals/${appeal.id}/go-on`, { version: 3 });
    expect(early.json()).toMatchObject({ status: 422, type: 'appeal.answer_running' });
    later(1);
    const seen = (await family.send(`GET /api/applications/${id}/appeals`)).json().appeals[0];
    expect(seen).toMatchObject({
      question: '请告诉我们新证的编号。',
      promise: { paused: true, breached: false, dueAt: null },
      actions: ['answer', 'withdraw'],
    });
    const answered = await family.send(`POST /api/appeals/${appeal.id}/answer`, { version: 3, words: '新证 D-1' });
    expect(answered.json()).toMatchObject({ state: 'hearing', version: 4 });

    const future = await as('districtAdmin').send(`POST /api/appeals/${appeal.id}/decision`, {
      version: 4,
      outcome: 'upheld',
      hearing: { ...HEARING, heldOn: '2027-05-28' },
      words: '证号已核对，属于同一套房产。',
    });
    expect(future.json()).toMatchObject({ type: 'appeal.hearing_day' });
    const upheld = await as('districtAdmin').send(`POST /api/appeals/${appeal.id}/decision`, {
      version: 4,
      outcome: 'upheld',
      hearing: HEARING,
      words: '证号已核对，属于同一套房产。',
    });
    expect(upheld.json(), upheld.body).toMatchObject({ state: 'upheld' });
    const view = (await family.send(`GET /api/applications/${id}`)).json();
    expect(view.state).toBe('eligible');
    granted = id;
    expect(view.timeline.at(-1)).toMatchObject({ event: 'grant', words: '证号已核对，属于同一套房产。' });
    const letter = await family.send(`GET /api/appeals/${appeal.id}/decision.pdf`);
    expect([letter.statusCode, letter.headers['content-type']]).toEqual([200, 'application/pdf']);
  });

  it('goes to the city after it was dismissed, where no district officer can touch it', async () => {
    const { family, id } = await refused(2);
    const first = await file(family, id);
    await as('districtAdmin').send(`POST /api/appeals/${first.id}/take`, { version: 1 });
    const dismissed = await as('districtAdmin').send(`POST /api/appeals/${first.id}/decision`, {
      version: 2,
      outcome: 'dismissed',
      hearing: { ...HEARING, heldOn: '2027-05-25' },
      words: '登记中心没有查到这套房产。',
    });
    expect(dismissed.json(), dismissed.body).toMatchObject({ state: 'dismissed' });
    expect((await family.send(`GET /api/applications/${id}`)).json().state).toBe('refused');
    const second = await file(family, id);
    expect(second).toMatchObject({ kind: 'appeal', number: expect.stringMatching(/^SS2027-320812-/) });
    const district = await as('secondAdmin').send(`POST /api/appeals/${second.id}/take`, { version: 1 });
    expect(district.statusCode).toBe(403);
    const city = await as('cityOfficer').send(`POST /api/appeals/${second.id}/take`, { version: 1 });
    expect(city.json(), city.body).toMatchObject({ state: 'hearing' });
    const upheld = await as('cityOfficer').send(`POST /api/appeals/${second.id}/decision`, {
      version: 2,
      outcome: 'upheld',
      hearing: { ...HEARING, heldOn: '2027-05-25' },
      words: '市级核查后认定房产属实。',
    });
    expect(upheld.json(), upheld.body).toMatchObject({ state: 'upheld' });
    expect((await family.send(`GET /api/applications/${id}`)).json().state).toBe('eligible');
  });

  it('can be withdrawn and filed again, is too late after its last day, and stale pages change nothing', async () => {
    const { family, id } = await refused(3);
    const appeal = await file(family, id);
    const stale = await family.send(`POST /api/appeals/${appeal.id}/withdraw`, { version: 7 });
    expect(stale.json()).toMatchObject({ status: 409, type: 'appeal.changed' });
    expect((await family.send(`POST /api/appeals/${appeal.id}/withdraw`, { version: 1 })).json()).toMatchObject({
      state: 'withdrawn',
    });
    const again = await file(family, id);
    await family.send(`POST /api/appeals/${again.id}/withdraw`, { version: 1 });
    app.setNow(new Date('2027-06-24T16:00:00.000Z'));
    await family.signIn('12050000003');
    const late = await family.send(`POST /api/applications/${id}/appeals`, FILE);
    expect(late.json()).toMatchObject({ status: 422, type: 'appeal.too_late' });
    expect((await family.send(`GET /api/applications/${id}/appeals`)).json().open).toBeNull();
    later(0);
  });

  it('is filed at a counter by staff who say who came, and by nobody else’s family', async () => {
    const { id } = await refused(4);
    const stranger = await new Visitor(app.server).signIn('12050009999');
    expect((await stranger.send(`POST /api/applications/${id}/appeals`, FILE)).statusCode).toBe(404);
    expect((await stranger.send(`GET /api/applications/${id}/appeals`)).statusCode).toBe(404);
    const bare = await as('districtReviewer').send(`POST /api/applications/${id}/appeals`, FILE);
    expect(bare.json()).toMatchObject({ type: 'appeal.helper_needed' });
    const helped = await as('districtReviewer').send(`POST /api/applications/${id}/appeals`, {
      ...FILE,
      helper: '祖父到窗口口述，演示复审员代录',
    });
    expect(helped.json(), helped.body).toMatchObject({ state: 'filed', helper: '祖父到窗口口述，演示复审员代录' });
    const elsewhere = await as('elsewhereReviewer').send(`GET /api/appeals/${helped.json().id}`);
    expect(elsewhere.statusCode).toBe(404);
    const list = (await as('districtAdmin').send('GET /api/appeals?open=true')).json();
    expect(list.rows.map((row: { id: string }) => row.id)).toContain(helped.json().id);
    expect((await as('elsewhereReviewer').send('GET /api/appeals')).json().rows).toEqual([]);
    expect((await as('eastReviewer').send('GET /api/appeals')).statusCode).toBe(403);
  });
});

describe('an appeal upheld after publication', () => {
  it('places that child alone on a free seat and moves nobody else', async () => {
    const { family, id } = await refused(5);
    app.setNow(new Date('2027-06-02T02:00:00.000Z'));
    const run = await as('districtAdmin').send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
    expect(run.statusCode, run.body).toBe(200);
    await as('secondAdmin').send(`POST /api/runs/${run.json().id}/approve`);
    expect((await as('districtAdmin').send(`POST /api/runs/${run.json().id}/publish`)).statusCode).toBe(200);
    const listAt = async (school: string): Promise<string[]> =>
      (await as('districtReviewer').send(`GET /api/schools/${school}/admissions?seasonId=${SEASON}`))
        .json()
        .rows.map((row: { applicationId: string }) => row.applicationId);
    const before = [...(await listAt(SCHOOLS.east)), ...(await listAt(SCHOOLS.west))];

    const appeal = await file(family, id);
    // Whoever ran, approved or published has no part in it: the colleague who is left hears it.
    expect((await as('secondAdmin').send(`POST /api/appeals/${appeal.id}/take`, { version: 1 })).statusCode).toBe(200);
    const upheld = await as('secondAdmin').send(`POST /api/appeals/${appeal.id}/decision`, {
      version: 2,
      outcome: 'upheld',
      hearing: HEARING,
      words: '证号已核对，属于同一套房产。',
    });
    expect(upheld.json(), upheld.body).toMatchObject({ state: 'upheld' });
    const view = (await family.send(`GET /api/applications/${id}`)).json();
    expect(view).toMatchObject({
      state: 'placed',
      outcome: { noticeNumber: expect.stringContaining('2027'), because: expect.arrayContaining([]) },
    });
    expect(view.outcome.because[0].zh).toContain(appeal.number);
    const after = [...(await listAt(SCHOOLS.east)), ...(await listAt(SCHOOLS.west))];
    expect(after.toSorted()).toEqual([...before, id].toSorted());
  });

  it('moves a child that has a seat only by a correction; the city hears it where the whole bureau had a part', async () => {
    // The family of the first test: refused and approved by all three officers of the bureau between them.
    const helped = await as('districtReviewer').send(`POST /api/applications/${granted}/appeals`, {
      ...FILE,
      helper: '祖父到窗口口述，演示复审员代录',
    });
    expect(helped.json(), helped.body).toMatchObject({ kind: 'reconsideration', subject: 'placement' });
    const { id } = helped.json();
    for (const role of ['districtReviewer', 'districtAdmin', 'secondAdmin'] as const)
      expect((await as(role).send(`POST /api/appeals/${id}/take`, { version: 1 })).json()).toMatchObject({
        type: 'appeal.took_part',
      });
    expect((await as('cityOfficer').send(`POST /api/appeals/${id}/take`, { version: 1 })).statusCode).toBe(200);
    const upheld = await as('cityOfficer').send(`POST /api/appeals/${id}/decision`, {
      version: 2,
      outcome: 'upheld',
      hearing: HEARING,
      words: '应按施教区安排，原安排有误。',
    });
    expect(upheld.json()).toMatchObject({ status: 409, type: 'appeal.correction_needed' });
  });
});
