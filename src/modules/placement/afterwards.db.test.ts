// After publication, over HTTP: seats given back and offered on, objections, corrections, supplements; and the whole verified.

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import {
  buildSmallCity,
  declarationAt,
  inventedId,
  REVIEW,
  SCHOOLS,
  SEASON,
  STAFF,
} from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import { unwrap } from '../../kernel/result.ts';
import { inTransaction } from '../../platform/context.ts';
import { createAccount } from '../accounts/public.ts';
import { seedApplications } from '../registration/public.ts';
import { placementSubscriptions, verifySeason } from './public.ts';

const PUBLISHED = new Date('2027-06-15T02:00:00.000Z');
const OBJECTIONS_UNTIL = new Date('2027-06-20T09:00:00.000Z');

interface Family {
  readonly visitor: Visitor;
  readonly id: string;
}

let app: TestApp;
let first: Visitor;
let second: Visitor;
/** Five families of the east catchment, in the order of the policy: a has lived there longest. */
const families: Record<'a' | 'b' | 'c' | 'd' | 'e', Family> = {} as never;

const clock = placementSubscriptions.find(({ queue }) => queue === 'placement.clock');
const tick = () => clock?.handle(app.contextFor({ kind: 'system', job: 'placement.clock' }), {});

/** Waits for the queues, which work on their own time. */
async function until<T>(look: () => Promise<T | undefined | null | false>): Promise<T> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error('it never came');
}

const after = async (family: Family) =>
  (await family.visitor.send(`GET /api/applications/${family.id}/afterwards`)).json();
const view = async (family: Family) => (await family.visitor.send(`GET /api/applications/${family.id}`)).json();
const offerOf = (family: Family) =>
  until(async () => (await after(family)).offers.find((offer: { state: string }) => offer.state === 'open'));
const verify = async () => unwrap(await verifySeason(app.contextFor({ kind: 'system', job: 'test' }), SEASON));

async function decline(family: Family): Promise<void> {
  const { version } = await view(family);
  const declined = await family.visitor.send(`POST /api/applications/${family.id}/decline`, { version });
  expect(declined.json(), declined.body).toMatchObject({ state: 'declined' });
}

beforeAll(async () => {
  app = await startTestApp({ now: REVIEW, jobs: true });
  await buildSmallCity(app);
  // Two seats in the east, one in the west, five children: two will be without a seat.
  await sql`update plans set seats = 1 where school_id = ${SCHOOLS.west}`.execute(app.db);
  await sql`update seasons set objections_until = ${OBJECTIONS_UNTIL}, offer_days = 2`.execute(app.db);
  const made = unwrap(
    await inTransaction(app.contextFor({ kind: 'system', job: 'test' }), async (tx) => {
      const names = ['a', 'b', 'c', 'd', 'e'] as const;
      const accounts: string[] = [];
      for (const place of names.keys())
        accounts.push(
          await createAccount(tx, {
            phone: `1206000000${place}`,
            name: `演示家长${place}`,
            role: 'guardian',
            organizationId: null,
            demo: false,
          }),
        );
      const ids = await seedApplications(
        tx,
        names.map((name, place) => {
          const guardian = {
            name: `演示家长${place}`,
            idNumber: inventedId('1990-01-01', place + 1),
            phone: `1206000000${place}`,
          };
          const declaration = declarationAt('晨光路21号', guardian, `C-${name}`);
          return {
            seasonId: SEASON,
            child: {
              name: `演示童${name}`,
              idKind: 'resident_id' as const,
              idNumber: inventedId('2020-10-10', place + 11),
              sex: 'male' as const,
              birthDate: '2020-10-10',
              relation: 'mother' as const,
            },
            accountId: accounts[place] ?? '',
            declaration: {
              ...declaration,
              household: { ...declaration.household, movedInOn: `${2018 + place}-03-01` },
            },
            state: 'eligible' as const,
            submittedAt: tx.now,
            late: false,
          };
        }),
      );
      return { ok: true as const, value: names.map((name, place) => [name, ids[place] ?? ''] as const) };
    }),
  );
  for (const [place, [name, id]] of made.entries())
    families[name] = { id, visitor: await new Visitor(app.server).signIn(`1206000000${place}`) };
  first = await new Visitor(app.server).signIn(STAFF.districtAdmin);
  second = await new Visitor(app.server).signIn(STAFF.secondAdmin);
  app.setNow(PUBLISHED);
  const run = await first.send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
  expect(run.json(), run.body).toMatchObject({ state: 'ready', fromCatchment: 2, fromOverall: 1, unplaced: 2 });
  await second.send(`POST /api/runs/${run.json().id}/approve`);
  const published = await first.send(`POST /api/runs/${run.json().id}/publish`);
  expect(published.json(), published.body).toMatchObject({ state: 'published' });
}, 120_000);
afterAll(async () => {
  await app.close();
});

describe('a seat that is given back', () => {
  it('is offered to the next on the waiting list, who is told, takes it, and leaves its own', async () => {
    expect(await view(families.c)).toMatchObject({ outcome: { schoolId: SCHOOLS.west } });
    expect((await after(families.c)).waiting).toEqual([
      { schoolName: '演示东小学', schoolNameEn: 'East Primary', before: 0 },
    ]);
    await decline(families.a);
    const offer = await offerOf(families.c);
    expect(offer).toMatchObject({ schoolId: SCHOOLS.east, answerUntil: '2027-06-17T09:00:00.000Z' });
    await until(async () =>
      (await families.c.visitor.send('GET /api/messages'))
        .json()
        .messages.find(({ titleZh }: { titleZh: string }) => titleZh.includes('递补')),
    );
    const stranger = await families.d.visitor.send(`POST /api/offers/${offer.id}`, { take: true });
    expect(stranger.json()).toMatchObject({ type: 'offer.not_found' });
    // A second seat is offered to it meanwhile: taking one gives up the other, which it is told.
    const second = '01999999-0000-7000-8000-000000000001';
    await sql`insert into offers select ${second}::uuid, season_id, ${SCHOOLS.west}, application_id, state, offered_at,
      answer_until, answered_at from offers where id = ${offer.id}`.execute(app.db);
    const taken = await families.c.visitor.send(`POST /api/offers/${offer.id}`, { take: true });
    expect(taken.statusCode, taken.body).toBe(200);
    expect(await view(families.c)).toMatchObject({
      state: 'accepted',
      outcome: { schoolId: SCHOOLS.east, route: 'waiting_list', noticeNumber: expect.any(String) },
    });
    expect((await families.c.visitor.send(`POST /api/offers/${offer.id}`, { take: false })).json()).toMatchObject({
      type: 'offer.over',
    });
    expect((await after(families.c)).offers.map(({ state }: { state: string }) => state).toSorted()).toEqual([
      'taken',
      'withdrawn',
    ]);
    expect((await families.c.visitor.send(`POST /api/offers/${second}`, { take: true })).json()).toMatchObject({
      type: 'offer.over',
    });
    await until(async () =>
      (await families.c.visitor.send('GET /api/messages'))
        .json()
        .messages.find(({ titleZh }: { titleZh: string }) => titleZh.endsWith('在演示西小学的递补已取消')),
    );
    expect(await verify()).toMatchObject({ sound: true });
  });

  it('goes, in a supplement that two officers make, to the nearest child without a seat where nobody waits for it', async () => {
    const run = await first.send(`POST /api/seasons/${SEASON}/runs`, { kind: 'supplementary' });
    expect(run.json(), run.body).toMatchObject({ state: 'ready', applicants: 2, placed: 1 });
    await second.send(`POST /api/runs/${run.json().id}/approve`);
    const published = await first.send(`POST /api/runs/${run.json().id}/publish`);
    expect(published.json(), published.body).toMatchObject({ state: 'published' });
    expect(await view(families.d)).toMatchObject({ state: 'placed', outcome: { schoolId: SCHOOLS.west } });
    expect(await view(families.e)).toMatchObject({ state: 'not_placed' });
    expect(await verify()).toMatchObject({ sound: true });
  });

  it('passes on when the days to answer are over, and nobody loses what it has', async () => {
    await decline(families.b);
    const offer = await offerOf(families.d);
    app.setNow(new Date(Date.parse(offer.answerUntil)));
    await tick();
    const late = await families.d.visitor.send(`POST /api/offers/${offer.id}`, { take: true });
    expect(late.json()).toMatchObject({ type: 'offer.over' });
    expect(await view(families.d)).toMatchObject({ state: 'placed', outcome: { schoolId: SCHOOLS.west } });
    const next = await offerOf(families.e);
    await families.e.visitor.send(`POST /api/offers/${next.id}`, { take: true });
    expect(await view(families.e)).toMatchObject({ state: 'accepted', outcome: { schoolId: SCHOOLS.east } });
    const { schools } = (await first.send(`GET /api/seasons/${SEASON}/waiting`)).json();
    const east = schools.find(({ schoolId }: { schoolId: string }) => schoolId === SCHOOLS.east);
    expect(east).toMatchObject({ seats: 2, taken: 2, offered: 0 });
    expect(east.waiting.map(({ state }: { state: string }) => state)).toEqual(['moved_up', 'expired', 'moved_up']);
    expect(await verify()).toMatchObject({ sound: true });
  });
});

describe('an objection', () => {
  const raise = (by: Visitor, family: Family, words = '我们落户更早，请核对落户日期') =>
    by.send(`POST /api/applications/${family.id}/objections`, { words });

  it('is heard until its period is over, once at a time, and answered with reasons by somebody else', async () => {
    const raised = await raise(families.d.visitor, families.d);
    expect(raised.statusCode, raised.body).toBe(200);
    expect((await raise(families.d.visitor, families.d)).json()).toMatchObject({ type: 'objection.open' });
    const answer = await first.send(`POST /api/objections/${raised.json().id}`, {
      upheld: false,
      answer: '已核对户籍登记，落户日期为 2021 年 3 月 1 日，与填报一致。',
    });
    expect(answer.statusCode, answer.body).toBe(200);
    expect((await after(families.d)).objections).toMatchObject([
      { state: 'rejected', answer: expect.stringContaining('2021 年') },
    ]);
    const byOfficer = (await raise(first, families.e, '家长到窗口当面提出')).json();
    const own = await first.send(`POST /api/objections/${byOfficer.id}`, { upheld: true, answer: '同意更正' });
    expect(own.json()).toMatchObject({ type: 'objection.own' });
    const upheld = await second.send(`POST /api/objections/${byOfficer.id}`, { upheld: true, answer: '同意更正' });
    expect(upheld.statusCode).toBe(200);
    app.setNow(OBJECTIONS_UNTIL);
    expect((await raise(families.d.visitor, families.d)).json()).toMatchObject({ type: 'objection.closed' });
    expect((await after(families.d)).mayObject).toBe(false);
  });
});

describe('a correction', () => {
  const key = (what = '') => `POST /api/seasons/${SEASON}/corrections${what}`;
  const westFor = (family: Family, movesOthers = false) => ({
    applicants: [{ applicationId: family.id, schoolId: SCHOOLS.west }],
    schools: [],
    movesOthers,
  });
  const why = { wrong: '门牌录错，住址属于西校施教区', evidence: '不动产登记簿第 17 号' };

  it('shows beforehand whom it touches, takes nobody else’s seat, and holds once a second officer approves', async () => {
    const preview = await first.send(key('/preview'), westFor(families.c));
    expect(preview.json(), preview.body).toMatchObject({
      effects: [{ applicationId: families.c.id, from: '演示东小学', to: '演示西小学', concerned: true }],
      overPlan: [{ schoolName: '演示西小学', by: 1 }],
    });
    const proposed = await first.send(key(), { ...westFor(families.c), ...why });
    expect(proposed.statusCode, proposed.body).toBe(200);
    expect((await second.send(key(), { ...westFor(families.c), ...why })).json()).toMatchObject({
      type: 'correction.open',
    });
    const decide = `POST /api/corrections/${proposed.json().id}`;
    expect((await first.send(decide, { approve: true })).json()).toMatchObject({ type: 'correction.own' });
    expect(await view(families.c)).toMatchObject({ outcome: { schoolId: SCHOOLS.east } });
    const approved = await second.send(decide, { approve: true });
    expect(approved.statusCode, approved.body).toBe(200);
    const corrected = await view(families.c);
    expect(corrected).toMatchObject({ state: 'placed', outcome: { schoolId: SCHOOLS.west } });
    expect(corrected.outcome.because[0].zh).toBe(`更正：${why.wrong}`);
    expect(await view(families.d)).toMatchObject({ state: 'placed', outcome: { schoolId: SCHOOLS.west } });
    expect(await view(families.e)).toMatchObject({ state: 'accepted', outcome: { schoolId: SCHOOLS.east } });
    const { corrections } = (await second.send(`GET /api/seasons/${SEASON}/corrections`)).json();
    expect(corrections).toMatchObject([
      { state: 'approved', ...why, changes: [{ zh: expect.stringContaining('西') }] },
    ]);
    expect(await verify()).toMatchObject({ sound: true });
  });

  it('that changes nothing, or names what the list does not have, is refused in words', async () => {
    const nothing = await first.send(key(), { applicants: [], schools: [], movesOthers: false, ...why });
    expect(nothing.json()).toMatchObject({ type: 'correction.nothing' });
    const unknown = { applicants: [], schools: [{ schoolId: 'no-school', seats: 3 }], movesOthers: false };
    expect((await first.send(key('/preview'), unknown)).json()).toMatchObject({
      type: 'correction.unknown',
      title: expect.stringContaining('no-school'),
    });
  });
});

describe('a published list', () => {
  it('is found unsound, and where, once a seat or the recorded input is changed behind its back', async () => {
    await sql`update seats set school_id = ${SCHOOLS.west}, number = 9 where application_id = ${families.e.id}`.execute(
      app.db,
    );
    const moved = await verify();
    expect(moved.sound).toBe(false);
    expect(moved.findings.filter(({ sound }) => !sound)).toMatchObject([
      {
        what: 'the history of seats leads to who sits where',
        faults: [expect.stringContaining(families.e.id), expect.anything()],
      },
    ]);
    await sql`update placement_runs set input = jsonb_set(input, '{schools,0,seats}', '7') where kind = 'draft'`.execute(
      app.db,
    );
    const altered = await verify();
    expect(
      altered.findings
        .filter(({ sound }) => !sound)
        .map(({ what }) => what)
        .join('\n'),
    ).toContain('the recorded input has its published hash');
  });
});
