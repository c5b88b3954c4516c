// What families do, against the database: fill in, submit once, correct, withdraw, share with the other guardian.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { fill, newGuardian, readyFamily, submit, submittedFamily, viewOf } from '../../../tests/support/families.ts';
import {
  buildSmallCity,
  CLOSES,
  declarationAt,
  inventedId,
  LATE_CLOSES,
  OPEN,
  putRecord,
  SCHOOLS,
  SEASON,
} from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN });
  await buildSmallCity(app);
});
beforeEach(() => app.setNow(OPEN));
afterAll(async () => {
  await app.close();
});

/** Another device of the same person. */
const secondDevice = async (phone: string) => {
  app.setNow(new Date(app.services.clock().getTime() + 60_000));
  return new Visitor(app.server).signIn(phone);
};

describe('submitting', () => {
  it('gives a receipt, the category and the reviewing school, and masks every identity number', async () => {
    const one = await readyFamily(app);
    const response = await submit(one);
    expect(response.statusCode, response.body).toBe(200);
    const application = response.json();
    expect(application).toMatchObject({
      state: 'submitted',
      late: false,
      revision: 1,
      schoolId: SCHOOLS.east,
      hasUnsentChanges: false,
      assessment: { category: { id: 'home_and_household' } },
      location: { result: 'matched' },
    });
    expect(application.receiptNo).toMatch(/^HA2027-320812-\d{7}$/);
    expect(application.actions).toEqual(['resubmit', 'withdraw', 'leave', 'move_away', 'close']);
    expect(application.timeline.map((entry: { event: string }) => entry.event)).toEqual(['begin', 'submit']);
    expect(application.child.idNumber).toBe('3208************' + one.child.idNumber.slice(-2));
    expect(application.declared.guardians[0].idNumber).not.toBe(one.guardian.idNumber);
  });

  it('accepts one of fifty guardians who submit the same child at once, and tells the others whose phone it was', async () => {
    const number = inventedId('2021-01-02', 1);
    const all = [];
    for (let count = 0; count < 50; count += 1) all.push(await readyFamily(app, { childIdNumber: number }));
    const responses = await Promise.all(all.map((one) => submit(one)));
    const won = responses.findIndex((response) => response.statusCode === 200);
    expect(responses.filter((response) => response.statusCode === 200)).toHaveLength(1);
    const tail = all[won]?.guardian.phone.slice(-4);
    for (const [place, response] of responses.entries()) {
      if (place === won) continue;
      expect(response.statusCode, response.body).toBe(409);
      expect(response.json()).toMatchObject({
        type: 'application.child_registered',
        values: { tail, helpline: '12345' },
      });
    }
  });

  it('makes one submission of two presses with the same key, also at the same moment', async () => {
    const one = await readyFamily(app);
    const [first, second] = await Promise.all([submit(one), submit(one)]);
    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect(first.json().receiptNo).toBe(second.json().receiptNo);
    expect(second.json().revision).toBe(1);
    expect((await submit(one)).json().revision).toBe(1);
  });

  it('counts to the millisecond: in time, late, too late', async () => {
    const [inTime, late, never] = [await readyFamily(app), await readyFamily(app), await readyFamily(app)];
    const at = async (now: Date, one: typeof inTime) => {
      app.setNow(now);
      // Days have passed: the session has ended.
      await one.visitor.signIn(one.guardian.phone);
      return submit(one);
    };
    expect((await at(new Date(CLOSES.getTime() - 1), inTime)).json()).toMatchObject({
      late: false,
      schoolId: SCHOOLS.east,
    });
    expect((await at(CLOSES, late)).json()).toMatchObject({
      late: true,
      assessment: { overallPlacement: true },
      schoolId: null,
    });
    const response = await at(LATE_CLOSES, never);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ type: 'application.not_open', values: { until: '2027-05-20 17:00:00' } });
  });

  it('refuses a child born on 1 September as under age, in words, and keeps the draft', async () => {
    const one = await readyFamily(app, { birthDate: '2021-09-01' });
    const response = await submit(one);
    expect(response.statusCode).toBe(422);
    expect(response.json().type).toBe('application.not_admissible');
    expect(response.json().values.why).toContain('2028');
    const kept = (await one.visitor.send(`GET /api/applications/${one.id}`)).json();
    expect(kept).toMatchObject({
      state: 'draft',
      version: one.version,
      draft: { dwelling: { address: '晨光路21号' } },
    });
  });

  it('names every place of the form that is not right yet', async () => {
    const one = await readyFamily(app, { declared: { guardians: [] } });
    const response = await submit(one);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ type: 'application.incomplete', values: { count: 1 } });
    expect(response.json().fields[0].field).toBe('guardians');
  });

  it('lets a family withdraw and register again', async () => {
    const one = await readyFamily(app);
    const { version, childId } = (await submit(one)).json();
    const withdrawn = await one.visitor.send(`POST /api/applications/${one.id}/withdraw`, { version });
    expect(withdrawn.json()).toMatchObject({ state: 'withdrawn' });
    const again = await one.visitor.send('POST /api/applications', { seasonId: SEASON, childId });
    expect(again.json().id).not.toBe(one.id);
    expect(again.json()).toMatchObject({ state: 'draft', receiptNo: null });
  });
});

describe('the working copy', () => {
  it('loses nothing when two pages save: the slower one is told and what was saved stays', async () => {
    const one = await readyFamily(app);
    const save = (note: string, version: number) =>
      one.visitor.send(`PUT /api/applications/${one.id}/draft`, { version, draft: { ...one.draft, note } });
    const both = await Promise.all([save('甲', one.version), save('乙', one.version)]);
    expect(both.map((response) => response.statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const kept = both.findIndex((response) => response.statusCode === 200) === 0 ? '甲' : '乙';
    expect(both.find((response) => response.statusCode === 409)?.json().type).toBe('application.changed');
    expect((await one.visitor.send(`GET /api/applications/${one.id}`)).json().draft.note).toBe(kept);
  });

  it('changes nothing of what was submitted until it is submitted again', async () => {
    const one = await readyFamily(app);
    const { version } = (await submit(one)).json();
    const draft = declarationAt('晨光路22号', one.guardian, '演示2021第9999999号');
    const saved = await one.visitor.send(`PUT /api/applications/${one.id}/draft`, { version, draft });
    const between = (await one.visitor.send(`GET /api/applications/${one.id}`)).json();
    expect(between).toMatchObject({ hasUnsentChanges: true, declared: { dwelling: { address: '晨光路21号' } } });
    const again = await submit({ ...one, version: saved.json().version }, 'another key');
    expect(again.json()).toMatchObject({
      revision: 2,
      schoolId: SCHOOLS.west,
      hasUnsentChanges: false,
      receiptNo: between.receiptNo,
    });
  });

  it('is begun once: two presses give the same draft', async () => {
    const { visitor, id, childId } = await readyFamily(app);
    const again = await visitor.send('POST /api/applications', { seasonId: SEASON, childId });
    expect(again.json().id).toBe(id);
  });

  it('says what the policy says before anything is submitted', async () => {
    const one = await readyFamily(app);
    const preview = (await one.visitor.send(`POST /api/applications/${one.id}/preview`)).json();
    expect(preview).toMatchObject({ faults: [], assessment: { category: { id: 'home_and_household' } } });
  });

  it('fetches the household only for one who knows names and numbers of child and guardian', async () => {
    const { visitor, id, child, guardian } = await readyFamily(app);
    await putRecord(app, 'household', child.idNumber, {
      ...child,
      sex: 'male',
      bookletNumber: 'B1',
      address: '晨光路21号',
      district: '320812',
      kind: 'family',
      householderRelation: 'guardian',
      movedInOn: child.birthDate,
      members: [{ ...guardian, relation: 'mother' }],
    });
    const ask = async (guardianName: string, guardianIdNumber: string) =>
      (await visitor.send(`POST /api/applications/${id}/prefill`, { guardianName, guardianIdNumber })).json().household;
    expect(await ask('张三', guardian.idNumber)).toBeNull();
    expect(await ask(guardian.name, inventedId('1990-01-01', 4))).toBeNull();
    expect(await ask(guardian.name, guardian.idNumber)).toMatchObject({ address: '晨光路21号', sinceBirth: true });
  });
});

describe('a second guardian', () => {
  it('is refused with a way out, asks, and may look but not act once let in', async () => {
    const number = inventedId('2021-03-01', 1);
    const first = await readyFamily(app, { childIdNumber: number });
    await submit(first);
    const { visitor } = await newGuardian(app);
    const child = await visitor.send('POST /api/children', {
      name: '王演示',
      idKind: 'resident_id',
      idNumber: number,
      relation: 'father',
    });
    const refused = await visitor.send('POST /api/applications', { seasonId: SEASON, childId: child.json().id });
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({
      type: 'application.child_registered',
      values: { tail: first.guardian.phone.slice(-4) },
    });
    expect((await visitor.send(`GET /api/applications/${first.id}`)).statusCode).toBe(404);

    const wish = { idKind: 'resident_id', idNumber: number, seasonId: SEASON, words: '我是孩子父亲' };
    expect((await visitor.send('POST /api/guardian-requests', wish)).statusCode).toBe(200);
    expect((await visitor.send('POST /api/guardian-requests', wish)).statusCode).toBe(409);
    const [request] = (await first.visitor.send(`GET /api/applications/${first.id}`)).json().guardianRequests;
    expect(request).toMatchObject({ words: '我是孩子父亲', state: 'requested' });
    expect((await visitor.send(`POST /api/guardian-requests/${request.id}`, { accept: true })).statusCode).toBe(404);
    await first.visitor.send(`POST /api/guardian-requests/${request.id}`, { accept: true });

    const seen = await visitor.send(`GET /api/applications/${first.id}`);
    expect(seen.json()).toMatchObject({
      holder: false,
      state: 'submitted',
      draft: {},
      actions: [],
      guardianRequests: [],
    });
    const { version } = seen.json();
    expect((await visitor.send(`POST /api/applications/${first.id}/withdraw`, { version })).statusCode).toBe(404);
    expect((await visitor.send('GET /api/applications')).json()).toHaveLength(1);
  });
});

describe('twins', () => {
  /** A family with a second child, born when it says. */
  async function withSecondChild(birthDate: string) {
    const first = await readyFamily(app, { birthDate: '2021-03-07' });
    const idNumber = inventedId(birthDate, 501);
    const child = { name: '演示童乙', idKind: 'resident_id', idNumber, relation: 'mother' };
    const childId: string = (await first.visitor.send('POST /api/children', child)).json().id;
    return { first, second: { guardian: first.guardian, child: { name: child.name, idNumber, birthDate }, childId } };
  }

  it('are registered one by one, each naming the other, also when midnight fell between them', async () => {
    const { first, second } = await withSecondChild('2021-03-08');
    const saved = await first.visitor.send(`PUT /api/applications/${first.id}/draft`, {
      version: first.version,
      draft: { ...first.draft, twin: { childId: second.childId, bound: true } },
    });
    expect((await submit({ ...first, version: saved.json().version })).json().declared.twin.childId).toBe(
      second.childId,
    );
    const other = await fill(first.visitor, second, { declared: { twin: { childId: first.childId, bound: true } } });
    const sent = await submit(other);
    expect(sent.json()).toMatchObject({
      state: 'submitted',
      declared: { twin: { childId: first.childId, bound: true } },
    });
  });

  it.each([
    ['born on other days', '2021-03-09'],
    ['of other years', '2020-10-07'],
  ])('are refused where the children were %s', async (_, birthDate) => {
    const { first, second } = await withSecondChild(birthDate);
    const other = await fill(first.visitor, second, { declared: { twin: { childId: first.childId, bound: true } } });
    expect((await submit(other)).json()).toMatchObject({ type: 'application.incomplete', fields: [{ field: 'twin' }] });
  });

  it('are not found among another family’s children', async () => {
    const [one, stranger] = [
      await readyFamily(app, { birthDate: '2021-03-07' }),
      await readyFamily(app, { birthDate: '2021-03-07' }),
    ];
    const saved = await one.visitor.send(`PUT /api/applications/${one.id}/draft`, {
      version: one.version,
      draft: { ...one.draft, twin: { childId: stranger.childId, bound: false } },
    });
    expect((await submit({ ...one, version: saved.json().version })).json().type).toBe('application.incomplete');
  });
});

describe('two devices of one person', () => {
  it('submit at the same moment: one submission, and the other device is told that it changed', async () => {
    const one = await readyFamily(app);
    const other = await secondDevice(one.guardian.phone);
    const answers = await Promise.all([
      submit(one, 'key of the telephone'),
      submit({ ...one, visitor: other }, 'key of the computer'),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(answers.find(({ statusCode }) => statusCode === 409)?.json().type).toBe('application.changed');
    const view = await viewOf(one);
    expect(view.revision).toBe(1);
    expect(view.timeline.filter(({ event }: { event: string }) => event === 'submit')).toHaveLength(1);
  });

  it('withdraw and correct at the same moment: one of both holds, and nothing lies between', async () => {
    const one = await submittedFamily(app);
    const other = await secondDevice(one.guardian.phone);
    const answers = await Promise.all([
      one.visitor.send(`POST /api/applications/${one.id}/withdraw`, { version: one.version }),
      submit({ ...one, visitor: other }, 'key of the computer'),
    ]);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    const withdrawn = answers[0]?.statusCode === 200;
    expect(await viewOf(one)).toMatchObject({
      state: withdrawn ? 'withdrawn' : 'submitted',
      revision: withdrawn ? 1 : 2,
    });
  });
});

describe('late registration', () => {
  it('does not become timely by a correction, nor a timely one late', async () => {
    const timely = await submittedFamily(app);
    app.setNow(CLOSES);
    await timely.visitor.signIn(timely.guardian.phone);
    const late = await submittedFamily(app);
    expect(await viewOf(late)).toMatchObject({ late: true, schoolId: null, assessment: { overallPlacement: true } });
    expect((await submit(timely, 'a correction')).json()).toMatchObject({
      late: false,
      schoolId: SCHOOLS.east,
      revision: 2,
    });
    expect((await submit(late, 'a correction')).json()).toMatchObject({ late: true, revision: 2 });
  });
});
