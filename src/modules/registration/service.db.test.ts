import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
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
import type { Declaration } from './declaration.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
});
beforeEach(() => app.setNow(OPEN));
afterAll(async () => {
  await app.close();
});

let people = 0;
const MOTHER = { name: '李演示', idNumber: inventedId('1990-01-01', 2) };

/** A guardian who signed in, with an own phone. */
async function guardian(): Promise<{ visitor: Visitor; phone: string }> {
  people += 1;
  const phone = `1201${String(people).padStart(7, '0')}`;
  return { visitor: await new Visitor(app.server).signIn(phone), phone };
}

async function begin(visitor: Visitor, idNumber: string) {
  const child = await visitor.send('POST /api/children', {
    name: '王演示',
    idKind: 'resident_id',
    idNumber,
    relation: 'mother',
  });
  const begun = await visitor.send('POST /api/applications', { seasonId: SEASON, childId: child.json().id });
  expect(begun.statusCode, begun.body).toBe(200);
  return begun.json<{ id: string; version: number; childId: string }>();
}

/** A guardian with a filled draft, ready to submit. */
async function ready(idNumber: string, change: Partial<Declaration> = {}) {
  const { visitor, phone } = await guardian();
  const { id, version } = await begin(visitor, idNumber);
  const draft = {
    ...declarationAt('晨光路21号', { ...MOTHER, phone }, `演示2021第${String(people).padStart(7, '0')}号`),
    ...change,
  };
  const saved = await visitor.send(`PUT /api/applications/${id}/draft`, { version, draft });
  expect(saved.statusCode, saved.body).toBe(200);
  return { visitor, phone, id, draft, version: saved.json<{ version: number }>().version };
}

const submit = (one: { visitor: Visitor; id: string; version: number }, key = `key-${one.id}`) =>
  one.visitor.send(`POST /api/applications/${one.id}/submit`, { version: one.version, declarationAccepted: true, key });
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex');

/** A multipart body with one file, as a browser sends it. */
function multipart(bytes: Buffer, fileName: string) {
  const text = `--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nhousehold_booklet\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return Buffer.concat([Buffer.from(text), bytes, Buffer.from('\r\n--x--\r\n')]);
}
const attach = (visitor: Visitor, id: string, bytes: Buffer, fileName = 'a.jpg') =>
  visitor.send(`POST /api/applications/${id}/files`, multipart(bytes, fileName), {
    'content-type': 'multipart/form-data; boundary=x',
  });

describe('submitting', () => {
  it('gives a receipt, the category and the reviewing school, and masks every identity number', async () => {
    const one = await ready(inventedId('2021-01-01', 1));
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
    expect(application.actions).toEqual(['resubmit', 'withdraw']);
    expect(application.timeline.map((entry: { event: string }) => entry.event)).toEqual(['begin', 'submit']);
    expect(application.child.idNumber).toBe('3208************' + inventedId('2021-01-01', 1).slice(-2));
    expect(application.declared.guardians[0].idNumber).not.toBe(MOTHER.idNumber);
  });

  it('accepts one of fifty guardians who submit the same child at once, and tells the others whose phone it was', async () => {
    const number = inventedId('2021-01-02', 1);
    const all = [];
    for (let count = 0; count < 50; count += 1) all.push(await ready(number));
    const responses = await Promise.all(all.map((one) => submit(one)));
    const won = responses.findIndex((response) => response.statusCode === 200);
    expect(responses.filter((response) => response.statusCode === 200)).toHaveLength(1);
    const tail = all[won]?.phone.slice(-4);
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
    const one = await ready(inventedId('2021-01-03', 1));
    const [first, second] = await Promise.all([submit(one), submit(one)]);
    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect(first.json().receiptNo).toBe(second.json().receiptNo);
    expect(second.json().revision).toBe(1);
    expect((await submit(one)).json().revision).toBe(1);
  });

  it('counts to the millisecond: in time, late, too late', async () => {
    const [inTime, late, never] = [
      await ready(inventedId('2021-01-04', 1)),
      await ready(inventedId('2021-01-04', 2)),
      await ready(inventedId('2021-01-04', 3)),
    ];
    const at = async (now: Date, one: typeof inTime) => {
      app.setNow(now);
      // Days have passed: the session has ended.
      await one.visitor.signIn(one.phone);
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
    const one = await ready(inventedId('2021-09-01', 1));
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
    const one = await ready(inventedId('2021-01-05', 1), { guardians: [] });
    const response = await submit(one);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ type: 'application.incomplete', values: { count: 1 } });
    expect(response.json().fields[0].field).toBe('guardians');
  });

  it('lets a family withdraw and register again', async () => {
    const one = await ready(inventedId('2021-01-06', 1));
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
    const one = await ready(inventedId('2021-02-01', 1));
    const save = (note: string, version: number) =>
      one.visitor.send(`PUT /api/applications/${one.id}/draft`, { version, draft: { ...one.draft, note } });
    const both = await Promise.all([save('甲', one.version), save('乙', one.version)]);
    expect(both.map((response) => response.statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const kept = both.findIndex((response) => response.statusCode === 200) === 0 ? '甲' : '乙';
    expect(both.find((response) => response.statusCode === 409)?.json().type).toBe('application.changed');
    expect((await one.visitor.send(`GET /api/applications/${one.id}`)).json().draft.note).toBe(kept);
  });

  it('changes nothing of what was submitted until it is submitted again', async () => {
    const one = await ready(inventedId('2021-02-02', 1));
    const { version } = (await submit(one)).json();
    const draft = declarationAt('晨光路22号', { ...MOTHER, phone: one.phone }, '演示2021第9999999号');
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
    const { visitor } = await guardian();
    const { id, childId } = await begin(visitor, inventedId('2021-02-03', 1));
    const again = await visitor.send('POST /api/applications', { seasonId: SEASON, childId });
    expect(again.json().id).toBe(id);
  });

  it('says what the policy says before anything is submitted', async () => {
    const one = await ready(inventedId('2021-02-04', 1));
    const preview = (await one.visitor.send(`POST /api/applications/${one.id}/preview`)).json();
    expect(preview).toMatchObject({ faults: [], assessment: { category: { id: 'home_and_household' } } });
  });

  it('fetches the household only for one who knows names and numbers of child and guardian', async () => {
    const idNumber = inventedId('2021-02-05', 1);
    await putRecord(app, 'household', idNumber, {
      name: '王演示',
      idNumber,
      birthDate: '2021-02-05',
      sex: 'male',
      bookletNumber: 'B1',
      address: '晨光路21号',
      district: '320812',
      kind: 'family',
      householderRelation: 'guardian',
      movedInOn: '2021-02-05',
      members: [{ ...MOTHER, relation: 'mother' }],
    });
    const { visitor } = await guardian();
    const { id } = await begin(visitor, idNumber);
    const ask = async (guardianName: string, guardianIdNumber: string) =>
      (await visitor.send(`POST /api/applications/${id}/prefill`, { guardianName, guardianIdNumber })).json().household;
    expect(await ask('张三', MOTHER.idNumber)).toBeNull();
    expect(await ask(MOTHER.name, inventedId('1990-01-01', 4))).toBeNull();
    expect(await ask(MOTHER.name, MOTHER.idNumber)).toMatchObject({ address: '晨光路21号', sinceBirth: true });
  });
});

describe('a second guardian', () => {
  it('is refused with a way out, asks, and may look but not act once let in', async () => {
    const number = inventedId('2021-03-01', 1);
    const first = await ready(number);
    await submit(first);
    const { visitor } = await guardian();
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
      values: { tail: first.phone.slice(-4) },
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

describe('evidence', () => {
  it('is taken by its content, shown to readers, and locked once submitted with', async () => {
    const one = await ready(inventedId('2021-05-01', 1));
    const added = await attach(one.visitor, one.id, JPEG);
    expect(added.statusCode, added.body).toBe(200);
    expect(added.json()).toMatchObject({ mediaType: 'image/jpeg', kind: 'household_booklet' });
    expect((await attach(one.visitor, one.id, Buffer.from('<html>not a picture</html>'))).statusCode).toBe(415);
    const fileUrl = `/api/applications/${one.id}/files/${added.json().id}`;
    expect((await one.visitor.send(`GET ${fileUrl}`)).rawPayload.equals(JPEG)).toBe(true);
    expect((await (await guardian()).visitor.send(`GET ${fileUrl}`)).statusCode).toBe(404);
    await submit(one);
    expect((await one.visitor.send(`DELETE ${fileUrl}`)).statusCode).toBe(409);
  });

  it('is at most twenty files, and can be taken back before', async () => {
    const one = await ready(inventedId('2021-05-02', 1));
    const ids: string[] = [];
    for (let count = 0; count < 20; count += 1) ids.push((await attach(one.visitor, one.id, JPEG)).json().id);
    expect((await attach(one.visitor, one.id, JPEG)).statusCode).toBe(422);
    expect((await one.visitor.send(`DELETE /api/applications/${one.id}/files/${ids[0]}`)).statusCode).toBe(200);
    expect((await attach(one.visitor, one.id, JPEG)).statusCode).toBe(200);
  });
});
