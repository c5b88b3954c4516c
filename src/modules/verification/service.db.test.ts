import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { putAgreeingRecords, readyFamily, submit, submittedFamily, viewOf } from '../../../tests/support/families.ts';
import {
  buildSmallCity,
  declarationAt,
  inventedId,
  OPEN,
  putRecord,
  SEASON,
  STAFF,
} from '../../../tests/support/small-city.ts';
import { until } from '../../../tests/support/until.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import { unwrap } from '../../kernel/result.ts';
import { inTransaction, type Context } from '../../platform/context.ts';
import { createAccount } from '../accounts/public.ts';
import { getApplicationRecord, seedApplications } from '../registration/public.ts';
import { checksOf, checkStates, seedChecks, verificationSubscriptions } from './public.ts';
import { askCheck, beginChecks } from './service/checks.ts';
import { askWaiting } from './service/sources.ts';

let app: TestApp;
let officer: Visitor;
let second: Visitor;
const system = (): Context => app.contextFor({ kind: 'system', job: 'test' });
beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
  officer = await new Visitor(app.server).signIn(STAFF.cityOfficer);
  second = await new Visitor(app.server).signIn(STAFF.secondAdmin);
});
afterAll(async () => {
  await app.close();
});

let people = 0;

/** A submitted application at an address, with what the departments have on record about it. */
async function submitted(recorded: { readonly registeredAt?: string | null; readonly share?: number }) {
  people += 1;
  const phone = `1202${String(people).padStart(7, '0')}`;
  const idNumber = inventedId('2021-01-01', people);
  const mother = { name: '李演示', idNumber: inventedId('1990-01-01', people), phone };
  const address = '晨光路21号';
  const certificate = `演示2021第${String(people).padStart(7, '0')}号`;
  if (recorded.registeredAt !== null) {
    await putRecord(app, 'household', idNumber, {
      name: '王演示',
      idNumber,
      birthDate: '2021-01-01',
      sex: 'male',
      bookletNumber: 'B1',
      address: recorded.registeredAt ?? address,
      district: '320812',
      kind: 'family',
      householderRelation: 'guardian',
      movedInOn: '2021-03-01',
      members: [{ name: mother.name, idNumber: mother.idNumber, relation: 'mother' }],
    });
  }
  await putRecord(app, 'property', certificate, {
    certificateNumber: certificate,
    address: `淮安市清江浦区${address}`,
    district: '320812',
    kind: 'owned',
    issuedOn: '2021-02-01',
    owners: [{ name: mother.name, idNumber: mother.idNumber, share: recorded.share ?? 10_000 }],
  });
  const [id = ''] = unwrap(
    await inTransaction(system(), async (tx) => {
      const accountId = await createAccount(tx, {
        phone,
        name: mother.name,
        role: 'guardian',
        organizationId: null,
        demo: true,
      });
      const child = {
        name: '王演示',
        idKind: 'resident_id' as const,
        idNumber,
        sex: 'male' as const,
        birthDate: '2021-01-01',
        relation: 'mother' as const,
      };
      const declaration = declarationAt(address, mother, certificate);
      return {
        ok: true as const,
        value: await seedApplications(tx, [
          { seasonId: SEASON, child, accountId, declaration, state: 'submitted', submittedAt: tx.now, late: false },
        ]),
      };
    }),
  );
  return id;
}

const statesOf = async (id: string) =>
  Object.fromEntries((await checksOf(system(), id, 1)).map((check) => [check.kind, check.state]));
const checksFor = async (id: string) => (await officer.send(`GET /api/applications/${id}/checks`)).json();

describe('checks', () => {
  it('match where declaration and records agree, whatever stands in front of the address', async () => {
    const id = await submitted({});
    await beginChecks(system(), id);
    await beginChecks(system(), id);
    expect(await statesOf(id)).toMatchObject({ household: 'matched', property: 'matched' });
    const [household] = (await checksFor(id)).filter((check: { kind: string }) => check.kind === 'household');
    expect(household.comparison).toContainEqual(
      expect.objectContaining({ declared: '晨光路21号', recorded: '晨光路21号', agrees: true }),
    );
  });

  it('tell the field and both values of a difference, and refuse nobody for it', async () => {
    const id = await submitted({ registeredAt: '晨光路27号', share: 5000 });
    await beginChecks(system(), id);
    expect(await statesOf(id)).toMatchObject({ household: 'mismatch', property: 'mismatch' });
    const checks = await checksFor(id);
    expect(
      checks.flatMap(
        (check: { differences: { field: string; declared: string; recorded: string }[] }) => check.differences,
      ),
    ).toEqual([
      expect.objectContaining({ field: 'address', declared: '晨光路21号', recorded: '晨光路27号' }),
      expect.objectContaining({ field: 'share', declared: '5001', recorded: '5000' }),
    ]);
    expect((await getApplicationRecord(system(), id))?.state).toBe('submitted');
  });

  it('are left to a person where a department has no record; what the person found counts', async () => {
    const id = await submitted({ registeredAt: null });
    await beginChecks(system(), id);
    expect(await statesOf(id)).toMatchObject({ household: 'no_record' });
    const reviewer = await new Visitor(app.server).signIn(STAFF.districtReviewer);
    const household = (await checksFor(id)).find((check: { kind: string }) => check.kind === 'household');
    const resolve = (visitor: Visitor, check: string) =>
      visitor.send(`POST /api/checks/${check}/resolve`, { resolution: 'accepted', words: '看过户口簿原件' });
    expect((await resolve(reviewer, household.id)).json()).toMatchObject({
      resolution: 'accepted',
      resolvedByName: '演示复审员',
    });
    const property = (await checksFor(id)).find((check: { kind: string }) => check.kind === 'property');
    expect((await resolve(reviewer, property.id)).statusCode).toBe(409);
    // The birth certificate, of which there is no record either, still waits for a person.
    expect((await checkStates(system(), [id])).get(id)).toMatchObject({ accepted: 1, matched: 1, noRecord: 1 });
  });

  it('wait for a source that is down, and are asked again when it answers', async () => {
    const switchTo = (available: boolean) =>
      officer.send('POST /api/departments/household/availability', { available, reason: '演示断开' });
    expect((await switchTo(false)).statusCode).toBe(200);
    const id = await submitted({});
    await beginChecks(system(), id);
    expect(await statesOf(id)).toMatchObject({ household: 'source_down', property: 'matched' });
    const sources = (await officer.send('GET /api/departments')).json();
    expect(sources.find((source: { kind: string }) => source.kind === 'household')).toMatchObject({
      available: false,
      counts: { sourceDown: 1 },
    });
    const household = (await checksFor(id)).find((check: { kind: string }) => check.kind === 'household');
    await askCheck(system(), household.id);
    expect((await checksFor(id)).find((check: { kind: string }) => check.kind === 'household').attempts).toBe(2);
    await switchTo(true);
    await askWaiting(system(), 'household');
    expect(await statesOf(id)).toMatchObject({ household: 'matched' });
    expect(
      (await officer.send('POST /api/departments/nobody/availability', { available: true, reason: '没有' })).statusCode,
    ).toBe(404);
  });

  it('are asked by the queue: at submission, and again when their source recovers', async () => {
    const switchTo = (available: boolean) =>
      officer.send('POST /api/departments/household/availability', { available, reason: '演示断开' });
    await switchTo(false);
    const family = await readyFamily(app);
    await putAgreeingRecords(app, family);
    await submit(family);
    const states = () => statesOf(family.id);
    await until(states, ({ household, property }) => household === 'source_down' && property === 'matched');
    await switchTo(true);
    await until(states, ({ household }) => household === 'matched');
  });

  it('are asked once more when a reviewer wishes, but not what a person has found', async () => {
    const family = await submittedFamily(app);
    const reviewer = await new Visitor(app.server).signIn(STAFF.districtAdmin);
    await until(
      () => statesOf(family.id),
      ({ household, property }) => household === 'no_record' && property === 'no_record',
    );
    const byKind = async (kind: string) =>
      (await checksFor(family.id)).find((check: { kind: string }) => check.kind === kind);
    const retry = async (kind: string) => reviewer.send(`POST /api/checks/${(await byKind(kind)).id}/retry`);
    const found = { resolution: 'accepted', words: '看过不动产权证原件' };
    await reviewer.send(`POST /api/checks/${(await byKind('property')).id}/resolve`, found);
    // The departments enter what was missing.
    await putAgreeingRecords(app, family);
    expect((await retry('household')).json()).toMatchObject({ state: 'matched', attempts: 2 });
    expect((await retry('property')).json()).toMatchObject({
      state: 'no_record',
      attempts: 1,
      resolution: 'accepted',
      resolutionWords: '看过不动产权证原件',
    });
  });

  it('of an earlier submission are closed once the family has submitted again', async () => {
    const family = await submittedFamily(app);
    await until(
      () => statesOf(family.id),
      ({ household }) => household === 'no_record',
    );
    const [old] = await checksFor(family.id);
    await submit(family, 'a correction of it');
    for (const [what, body] of [
      ['resolve', { resolution: 'accepted', words: '看过原件' }],
      ['retry', undefined],
    ] as const)
      expect((await second.send(`POST /api/checks/${old.id}/${what}`, body)).json().type).toBe('check.outdated');
  });

  it('are closed once the application is over', async () => {
    const family = await submittedFamily(app);
    await until(
      () => statesOf(family.id),
      ({ household }) => household === 'no_record',
    );
    const [check] = await checksFor(family.id);
    const { version } = await viewOf(family);
    const left = await family.visitor.send(`POST /api/applications/${family.id}/withdraw`, { version, words: '搬家' });
    expect(left.statusCode, left.body).toBe(200);
    const answer = await second.send(`POST /api/checks/${check.id}/resolve`, {
      resolution: 'accepted',
      words: '看过原件',
    });
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'check.over']);
  });

  it('are seeded as they would have been asked', async () => {
    const id = await submitted({ registeredAt: '晨光路27号' });
    unwrap(
      await inTransaction(system(), async (tx) => {
        await seedChecks(tx, [id]);
        return { ok: true as const, value: undefined };
      }),
    );
    expect(await statesOf(id)).toMatchObject({ household: 'mismatch', property: 'matched' });
  });

  it('listen to submissions', () => {
    expect(verificationSubscriptions.map(({ event }) => event)).toContain('application.submitted');
  });
});
