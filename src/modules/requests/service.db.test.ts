// Requests over HTTP: leaving, deferral, change of facts and moving, each with what it does to the application and to others.

import { sql } from 'kysely';
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
import { until } from '../../../tests/support/until.ts';
import { FILES, multipart } from '../../../tests/support/uploads.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import { unwrap } from '../../kernel/result.ts';
import { inTransaction } from '../../platform/context.ts';
import { createAccount } from '../accounts/public.ts';
import { openSession } from '../accounts/service.ts';
import { findAccount } from '../accounts/store.ts';
import { seedApplications } from '../registration/public.ts';
import type { ApplicationState } from '../registration/workflow.ts';
import { createSeason, getSeason } from '../seasons/public.ts';

const ELSEWHERE = '320813-primary-2027';
const NEXT_YEAR = '320812-primary-2028';
const PUBLISHED = new Date('2027-06-15T02:00:00.000Z');

let app: TestApp;
let admin: Visitor;
let reviewer: Visitor;
let second: Visitor;
let elsewhere: Visitor;

interface Family {
  readonly visitor: Visitor;
  readonly id: string;
  readonly childId: string;
  readonly idNumber: string;
  readonly phone: string;
}

/** Opens a session at the test's present instant: the clock goes to and fro, which codes by message would not bear. */
async function enter(visitor: Visitor, phone: string): Promise<Visitor> {
  const record = await findAccount(app.db, { phone });
  if (!record) throw new Error(`no account of ${phone}`);
  const context = app.contextFor({ kind: 'system', job: 'test' });
  const { token } = unwrap(await inTransaction(context, (tx) => openSession(tx, record)));
  visitor.cookie = `hjt_session=${token}`;
  return visitor;
}

/** Waits until it is there. */
async function come<T>(look: () => Promise<T>): Promise<NonNullable<T>> {
  const seen = await until(look, Boolean);
  if (!seen) throw new Error('it never came');
  return seen;
}

let count = 0;
/** A family of the east catchment, whose application is in a state. */
async function family(state: ApplicationState, birthDate = '2020-10-10'): Promise<Family> {
  count += 1;
  const phone = `1207${String(count).padStart(7, '0')}`;
  const idNumber = inventedId(birthDate, count);
  const id = unwrap(
    await inTransaction(app.contextFor({ kind: 'system', job: 'test' }), async (tx) => {
      const name = `演示家长${count}`;
      const accountId = await createAccount(tx, { phone, name, role: 'guardian', organizationId: null, demo: false });
      const guardian = { name, idNumber: inventedId('1990-01-01', count), phone };
      const plain = declarationAt('晨光路21号', guardian, `R-${count}`);
      // Nobody has lived there equally long: placement needs no draw.
      const movedInOn = `2021-03-${String(count).padStart(2, '0')}`;
      const declaration = { ...plain, household: { ...plain.household, movedInOn } };
      const child = {
        name: `演示童${count}`,
        idKind: 'resident_id' as const,
        idNumber,
        sex: 'male' as const,
        birthDate,
        relation: 'mother' as const,
      };
      const [made = ''] = await seedApplications(tx, [
        { seasonId: SEASON, child, accountId, declaration, state, submittedAt: OPEN, late: false },
      ]);
      return { ok: true as const, value: made };
    }),
  );
  const visitor = await enter(new Visitor(app.server), phone);
  const { childId } = (await visitor.send(`GET /api/applications/${id}`)).json();
  return { visitor, id, childId, idNumber, phone };
}

const view = async ({ visitor, id }: Family) => (await visitor.send(`GET /api/applications/${id}`)).json();
const requests = async ({ visitor, id }: Family) => (await visitor.send(`GET /api/applications/${id}/requests`)).json();
const wayOf = async (one: Family, kind: string) =>
  (await requests(one)).ways.find((way: { kind: string }) => way.kind === kind);
async function ask(one: Family, content: Record<string, unknown>) {
  const { version } = await view(one);
  return one.visitor.send(`POST /api/applications/${one.id}/requests`, { version, content });
}
async function paper(one: Family): Promise<string> {
  const sent = await one.visitor.send(
    `POST /api/applications/${one.id}/requests/files`,
    multipart(FILES.jpeg, 'a.jpg'),
    { 'content-type': 'multipart/form-data; boundary=x' },
  );
  expect(sent.statusCode, sent.body).toBe(200);
  return sent.json().id;
}
const messages = async ({ visitor }: Family): Promise<{ kind: string; bodyZh: string }[]> =>
  (await visitor.send('GET /api/messages')).json().messages;

const LEAVE = { kind: 'leave', reason: 'moved_away' };
const DEFER = { kind: 'defer', ground: 'illness', words: '孩子刚做完心脏手术，医生建议休养一年。' };
const CHANGE = { kind: 'change', what: 'address', since: '2027-05-20', words: '房子已交付，全家搬到晨光路41号居住。' };

beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
  await inTransaction(app.contextFor({ kind: 'system', job: 'test' }), async (tx) => {
    const season = await getSeason(tx, SEASON);
    if (!season) throw new Error('no season');
    const { resultsPublishedAt: _, resultsFinalAt: __, version: ___, ...rest } = season;
    await createSeason(tx, { ...rest, id: ELSEWHERE, district: '320813', name: '洪泽演示', nameEn: 'Hongze' });
    await createSeason(tx, {
      ...rest,
      id: NEXT_YEAR,
      entryYear: 2028,
      name: '2028 年演示小学入学',
      registrationOpensAt: new Date('2028-05-06T01:00:00.000Z'),
      registrationClosesAt: new Date('2028-05-12T09:00:00.000Z'),
      lateClosesAt: new Date('2028-05-20T09:00:00.000Z'),
      resultsExpectedOn: '2028-06-15',
      confirmBy: new Date('2028-06-30T09:00:00.000Z'),
      reportFrom: '2028-08-27',
      reportUntil: '2028-08-30',
    });
    return { ok: true as const, value: undefined };
  });
  admin = await enter(new Visitor(app.server), STAFF.districtAdmin);
  reviewer = await enter(new Visitor(app.server), STAFF.districtReviewer);
  second = await enter(new Visitor(app.server), STAFF.secondAdmin);
  elsewhere = await enter(new Visitor(app.server), STAFF.elsewhereReviewer);
}, 120_000);
afterAll(async () => {
  await app.close();
});

describe('leaving before placement', () => {
  it('takes effect at once, and can be undone while registration is open', async () => {
    app.setNow(OPEN);
    const one = await family('endorsed');
    const left = await ask(one, LEAVE);
    expect(left.json(), left.body).toMatchObject({ state: 'done', promise: null, actions: ['undo'] });
    expect(await view(one)).toMatchObject({ state: 'withdrawn' });
    await come(async () => (await messages(one)).some(({ kind }) => kind === 'request_done'));

    const { id, version } = left.json();
    const undone = await one.visitor.send(`POST /api/requests/${id}/undo`, { version });
    expect(undone.json(), undone.body).toMatchObject({ state: 'undone' });
    expect(await view(one)).toMatchObject({ state: 'submitted' });
    expect((await view(one)).timeline.map((entry: { event: string }) => entry.event)).toEqual(
      expect.arrayContaining(['leave', 'take_back']),
    );
  });

  it('is for good once registration is over', async () => {
    app.setNow(REVIEW);
    const one = await family('eligible');
    await enter(one.visitor, one.phone);
    const left = (await ask(one, LEAVE)).json();
    expect(left).toMatchObject({ state: 'done', actions: [] });
    const undone = await one.visitor.send(`POST /api/requests/${left.id}/undo`, { version: left.version });
    expect(undone.json()).toMatchObject({ status: 409, type: 'request.state' });
  });

  it('wants words for another reason, and changes nothing without them', async () => {
    const one = await family('submitted');
    expect((await ask(one, { kind: 'leave', reason: 'other' })).json()).toMatchObject({ type: 'request.words_needed' });
    expect(await view(one)).toMatchObject({ state: 'submitted' });
  });

  it('is refused on a page that is out of date', async () => {
    const one = await family('submitted');
    const stale = await one.visitor.send(`POST /api/applications/${one.id}/requests`, { version: 1, content: LEAVE });
    expect(stale.json()).toMatchObject({ status: 409, type: 'application.changed' });
  });
});

describe('a death that an officer records', () => {
  it('closes the case without a word: no message, no worklist, nothing of it on the family’s page', async () => {
    app.setNow(REVIEW);
    const one = await family('eligible');
    const worklist = async () =>
      (await enter(admin, STAFF.districtAdmin).then((on) => on.send('GET /api/worklist?queue=all'))).json().rows as {
        id: string;
      }[];
    expect((await worklist()).map(({ id }) => id)).toContain(one.id);
    const { version } = await view(one);
    const closed = await admin.send(`POST /api/applications/${one.id}/closing`, {
      version,
      basis: 'department',
      words: '民政部门 6 月通报',
    });
    expect(closed.json(), closed.body).toMatchObject({ state: 'done', byStaff: true });
    expect(await view(one)).toMatchObject({ state: 'closed', stateZh: '已办结', actBy: null });
    expect((await worklist()).map(({ id }) => id)).not.toContain(one.id);
    expect(await requests(one)).toEqual({ requests: [], ways: [], seasons: [] });
    // What would have told the family has run by now: the other request of this test has.
    const other = await family('eligible');
    await ask(other, LEAVE);
    await come(async () => (await messages(other)).length > 0);
    expect(await messages(one)).toEqual([]);
  });

  it('is no matter of a school or of another district', async () => {
    const one = await family('eligible');
    const body = { version: 2, basis: 'paper', words: '死亡证明' };
    const refused = await enter(elsewhere, STAFF.elsewhereReviewer).then((on) =>
      on.send(`POST /api/applications/${one.id}/closing`, body),
    );
    expect(refused.statusCode).toBe(404);
  });
});

describe('a deferral', () => {
  it('needs a paper, is granted with reasons, ends the application, and is known next year', async () => {
    app.setNow(REVIEW);
    const one = await family('eligible', '2020-08-20');
    expect((await ask(one, DEFER)).json()).toMatchObject({ type: 'request.evidence_needed' });
    const strange = { ...DEFER, files: ['019b0000-0000-7000-8000-000000000000'] };
    expect((await ask(one, strange)).json()).toMatchObject({ type: 'request.file_unknown' });
    const filed = (await ask(one, { ...DEFER, files: [await paper(one)] })).json();
    expect(filed).toMatchObject({ state: 'filed', actions: ['withdraw'], files: [{ mediaType: 'image/jpeg' }] });
    expect(filed.promise).toMatchObject({ workingDays: 10, used: 0, breached: false });
    expect((await wayOf(one, 'leave')).barred.zh).toContain(filed.number);

    await enter(reviewer, STAFF.districtReviewer);
    const seen = (await reviewer.send(`GET /api/requests/${filed.id}`)).json();
    expect(seen).toMatchObject({ deferredBefore: false, actions: ['grant', 'refuse'] });
    const granted = await reviewer.send(`POST /api/requests/${filed.id}/decision`, {
      version: 1,
      grant: true,
      words: '诊断证明已核实，同意延缓入学一年。',
    });
    expect(granted.json(), granted.body).toMatchObject({ state: 'granted' });
    expect(await view(one)).toMatchObject({ state: 'deferred', stateZh: '已批准缓学' });
    const told = await come(async () => (await messages(one)).find(({ kind }) => kind === 'request_grant'));
    expect(told.bodyZh).toContain('2028 年报名从2028年5月6日开始');
    const letter = await one.visitor.send(`GET /api/requests/${filed.id}/decision.pdf`);
    expect(letter.headers['content-type']).toBe('application/pdf');

    app.setNow(new Date('2028-05-08T02:00:00.000Z'));
    await enter(one.visitor, one.phone);
    const begun = (
      await one.visitor.send('POST /api/applications', { seasonId: NEXT_YEAR, childId: one.childId })
    ).json();
    const declared = (await view(one)).draft;
    const saved = await one.visitor.send(`PUT /api/applications/${begun.id}/draft`, {
      version: begun.version,
      draft: declared,
    });
    const sent = await one.visitor.send(`POST /api/applications/${begun.id}/submit`, {
      version: saved.json().version,
      declarationAccepted: true,
      key: 'again-next-year',
    });
    expect(sent.json(), sent.body).toMatchObject({ state: 'submitted' });
    const { rows } = await sql<{ facts: { child: { deferredBefore: boolean } }; confirmations: unknown[] }>`
      select a.facts, p.assessment -> 'confirmations' as confirmations
      from assessments a join applications p on p.id = a.application_id where p.id = ${begun.id}`.execute(app.db);
    expect(rows[0]).toMatchObject({ facts: { child: { deferredBefore: true } }, confirmations: [] });
    const again = {
      visitor: one.visitor,
      id: begun.id,
      childId: one.childId,
      idNumber: one.idNumber,
      phone: one.phone,
    };
    expect((await wayOf(again, 'defer')).barred.zh).toContain('不能再缓');
  });

  it('is refused with reasons, and the application goes on', async () => {
    app.setNow(REVIEW);
    const one = await family('submitted');
    const filed = (await ask(one, { ...DEFER, files: [await paper(one)] })).json();
    await enter(admin, STAFF.districtAdmin);
    const refused = await admin.send(`POST /api/requests/${filed.id}/decision`, {
      version: 1,
      grant: false,
      words: '诊断证明没有写明需要休养，不符合缓学条件。',
    });
    expect(refused.json(), refused.body).toMatchObject({ state: 'refused' });
    expect(await view(one)).toMatchObject({ state: 'submitted' });
    const twice = await admin.send(`POST /api/requests/${filed.id}/decision`, {
      version: 2,
      grant: true,
      words: '改主意了，还是同意吧。',
    });
    expect(twice.json()).toMatchObject({ status: 409, type: 'request.state' });
  });

  it('can be taken back by the family before it is decided', async () => {
    app.setNow(REVIEW);
    const one = await family('submitted');
    const filed = (await ask(one, { ...DEFER, files: [await paper(one)] })).json();
    const back = await one.visitor.send(`POST /api/requests/${filed.id}/withdraw`, { version: 1 });
    expect(back.json()).toMatchObject({ state: 'withdrawn' });
    expect((await wayOf(one, 'defer')).barred).toBeNull();
  });
});

describe('a change of facts', () => {
  it('opens the form until a day; what is submitted again is reviewed anew', async () => {
    app.setNow(REVIEW);
    const one = await family('eligible');
    const future = await ask(one, { ...CHANGE, since: '2027-05-26' });
    expect(future.json()).toMatchObject({ type: 'request.since_future' });
    const filed = (await ask(one, CHANGE)).json();
    expect(filed).toMatchObject({ state: 'filed', promise: { workingDays: 5 } });
    await enter(reviewer, STAFF.districtReviewer);
    const decision = { version: 1, grant: true, words: '情况属实，请更改住址并上传新的房产证。' };
    const without = await reviewer.send(`POST /api/requests/${filed.id}/decision`, decision);
    expect(without.json()).toMatchObject({ status: 422, type: 'request.correct_on_needed' });
    const granted = await reviewer.send(`POST /api/requests/${filed.id}/decision`, {
      ...decision,
      correctOn: '2027-05-31',
    });
    expect(granted.json(), granted.body).toMatchObject({ state: 'granted' });
    const opened = await view(one);
    expect(opened).toMatchObject({
      state: 'needs_material',
      cureUntil: '2027-05-31T16:00:00.000Z',
      decision: { outcome: 'asked_material', reasonZh: '情况有变化，同意更改' },
    });
    const { draft } = opened;
    const saved = await one.visitor.send(`PUT /api/applications/${one.id}/draft`, {
      version: opened.version,
      draft: { ...draft, dwelling: { ...draft.dwelling, address: '晨光路41号' } },
    });
    const sent = await one.visitor.send(`POST /api/applications/${one.id}/submit`, {
      version: saved.json().version,
      declarationAccepted: true,
      key: 'after-the-change',
    });
    expect(sent.json(), sent.body).toMatchObject({ state: 'submitted', revision: 2, late: false });
    await come(async () => (await view(one)).checks.length > 0);
  });

  it('is not asked for while the family can correct the form itself', async () => {
    app.setNow(OPEN);
    const one = await family('submitted');
    expect((await ask(one, { ...CHANGE, since: '2027-05-01' })).json()).toMatchObject({ type: 'request.barred' });
  });
});

describe('moving to another district of the city', () => {
  it('closes the one application and opens the other, with all that was filled in; both sides see the link', async () => {
    app.setNow(REVIEW);
    const one = await family('eligible');
    const file = await paper(one);
    expect((await requests(one)).seasons.map(({ id }: { id: string }) => id)).toEqual([ELSEWHERE]);
    const wrong = { kind: 'move', seasonId: NEXT_YEAR, address: '东方路8号', since: '2027-05-20' };
    expect((await ask(one, wrong)).json()).toMatchObject({ type: 'request.season_unfit' });
    const moved = await ask(one, { ...wrong, seasonId: ELSEWHERE });
    expect(moved.json(), moved.body).toMatchObject({ state: 'done', to: { districtName: '洪泽区', open: true } });
    expect(await view(one)).toMatchObject({ state: 'withdrawn' });

    const there: Family = { ...one, id: moved.json().to.applicationId };
    const opened = await view(there);
    expect(opened).toMatchObject({
      state: 'needs_material',
      late: true,
      district: '320813',
      draft: { dwelling: { district: '320813', address: '东方路8号', documentNumber: null } },
      cureUntil: '2027-06-04T16:00:00.000Z',
      checks: [],
    });
    expect(opened.draft.guardians).toEqual((await view(one)).draft.guardians);
    expect(opened.files).toHaveLength(1);
    expect(opened.files[0].id).not.toBe(file);
    expect((await requests(there)).requests[0]).toMatchObject({ from: { applicationId: one.id } });

    const byOfficer = async (visitor: Visitor, phone: string, id: string) =>
      (await enter(visitor, phone).then((on) => on.send(`GET /api/applications/${id}/requests`))).json();
    expect((await byOfficer(admin, STAFF.districtAdmin, one.id)).requests[0]).toMatchObject({
      to: { receiptNo: opened.receiptNo, open: false },
    });
    expect((await byOfficer(elsewhere, STAFF.elsewhereReviewer, there.id)).requests[0]).toMatchObject({
      from: { open: false },
      to: { open: true },
    });

    const saved = await there.visitor.send(`PUT /api/applications/${there.id}/draft`, {
      version: opened.version,
      draft: { ...opened.draft, dwelling: { ...opened.draft.dwelling, documentNumber: 'HZ-1' } },
    });
    const sent = await there.visitor.send(`POST /api/applications/${there.id}/submit`, {
      version: saved.json().version,
      declarationAccepted: true,
      key: 'in-the-new-district',
    });
    expect(sent.json(), sent.body).toMatchObject({ state: 'submitted', late: true, district: '320813' });
    await come(async () => (await view(there)).checks.length > 0);
  });
});

describe('after placement', () => {
  it('a seat that is given back goes to the next in line, the notice is void, and whoever has arrived is released by the bureau', async () => {
    app.setNow(REVIEW);
    await sql`update plans set seats = 0 where school_id = ${SCHOOLS.west} and season_id = ${SEASON}`.execute(app.db);
    await sql`update applications set state = 'withdrawn' where season_id = ${SEASON} and state <> 'deferred'`.execute(
      app.db,
    );
    await sql`update seasons set offer_days = 2 where id = ${SEASON}`.execute(app.db);
    const [a, b, c] = [await family('eligible'), await family('eligible'), await family('eligible')];
    app.setNow(PUBLISHED);
    for (const one of [a, b, c]) await enter(one.visitor, one.phone);
    await enter(admin, STAFF.districtAdmin);
    await enter(second, STAFF.secondAdmin);
    const run = (await admin.send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' })).json();
    await second.send(`POST /api/runs/${run.id}/approve`);
    expect(run.state, JSON.stringify(run)).toBe('ready');
    const published = await admin.send(`POST /api/runs/${run.id}/publish`);
    expect(published.json(), published.body).toMatchObject({ state: 'published' });
    const states = new Map<string, Family[]>();
    for (const one of [a, b, c]) {
      const { state } = await view(one);
      states.set(state, [...(states.get(state) ?? []), one]);
    }
    const [leaver, stays] = states.get('placed') ?? [];
    const [waiter] = states.get('not_placed') ?? [];
    if (!leaver || !stays || !waiter) throw new Error(JSON.stringify([...states.keys()]));
    const { outcome } = await view(leaver);
    expect(outcome.noticeNumber).not.toBeNull();
    expect((await wayOf(leaver, 'change')).barred.zh).toContain('结果已公布');
    const left = await ask(leaver, { kind: 'leave', reason: 'school_abroad' });
    expect(left.json(), left.body).toMatchObject({ state: 'done', actions: [] });
    expect(await view(leaver)).toMatchObject({ state: 'declined' });
    const offer = await come(async () =>
      (await waiter.visitor.send(`GET /api/applications/${waiter.id}/afterwards`))
        .json()
        .offers.find((one: { state: string }) => one.state === 'open'),
    );
    expect(offer).toMatchObject({ schoolId: SCHOOLS.east });
    expect((await leaver.visitor.send(`GET /api/applications/${leaver.id}/notice`)).statusCode).toBe(404);

    // The one who waits gives up too: what it was offered is not held for it any longer.
    await ask(waiter, LEAVE);
    await come(async () => {
      const { offers } = (await waiter.visitor.send(`GET /api/applications/${waiter.id}/afterwards`)).json();
      return offers.every((one: { state: string }) => one.state === 'withdrawn');
    });

    app.setNow(new Date('2027-08-28T02:00:00.000Z'));
    await enter(stays.visitor, stays.phone);
    await enter(admin, STAFF.districtAdmin);
    const { version } = await view(stays);
    const arrived = await admin.send(`POST /api/applications/${stays.id}/report`, { version, arrived: true });
    expect(arrived.json(), arrived.body).toMatchObject({ state: 'reported' });
    const filed = (await ask(stays, LEAVE)).json();
    expect(filed).toMatchObject({ state: 'filed', promise: { workingDays: 3 } });
    expect(await view(stays)).toMatchObject({ state: 'reported' });
    const granted = await admin.send(`POST /api/requests/${filed.id}/decision`, {
      version: 1,
      grant: true,
      words: '已与学校核实，同意退回学位。',
    });
    expect(granted.json(), granted.body).toMatchObject({ state: 'granted' });
    expect(await view(stays)).toMatchObject({ state: 'declined' });
  });
});

describe('the worklist', () => {
  it('shows what waits first, and to a bureau only its own', async () => {
    await enter(admin, STAFF.districtAdmin);
    const all = (await admin.send('GET /api/requests')).json();
    expect(all.rows.length).toBeGreaterThan(5);
    expect((await admin.send('GET /api/requests?open=true')).json().counts.open).toBe(all.counts.open);
    await enter(elsewhere, STAFF.elsewhereReviewer);
    expect((await elsewhere.send('GET /api/requests')).json().rows).toEqual([]);
    const { id } = all.rows[0];
    expect((await elsewhere.send(`GET /api/requests/${id}`)).statusCode).toBe(404);
  });
});
