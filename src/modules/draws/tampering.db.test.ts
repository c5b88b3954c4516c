// Whoever changes a draw in the database is found by everybody who verifies what is published, and by placement.

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proofHolds, verify } from '../../../tools/verify-lottery/verify.mjs';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { holdTestDraw, PUBLIC_VALUE } from '../../../tests/support/draws.ts';
import { familyPhone, seedFamilies } from '../../../tests/support/eligible-families.ts';
import { buildSmallCity, REVIEW, SEASON, STAFF } from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import type { Transcript } from '../../engines/lottery/transcript.ts';
import { transcriptHash, transcriptText } from '../../engines/lottery/transcript.ts';
import { nodeHash } from '../../platform/crypto/node-hash.ts';

const FAMILIES = 12;
let app: TestApp;
let id = '';
let admin: Visitor;
let applications: readonly string[] = [];
let announced = '';
let sound = '';

beforeAll(async () => {
  app = await startTestApp({ now: REVIEW });
  await buildSmallCity(app);
  applications = await seedFamilies(app, FAMILIES);
  admin = await new Visitor(app.server).signIn(STAFF.districtAdmin);
  const second = await new Visitor(app.server).signIn(STAFF.secondAdmin);
  ({ id } = await holdTestDraw(app, { first: admin, second }));
  announced = (await new Visitor(app.server).send(`GET /api/public-draws/${id}`)).json().announcementHash;
  sound = await published();
});
afterAll(async () => {
  await app.close();
});

const published = async () => (await new Visitor(app.server).send(`GET /api/public-draws/${id}/transcript.json`)).body;
/** What a reader finds broken in what the server publishes. */
const found = async () =>
  verify(await published(), { announced, publicValue: PUBLIC_VALUE })
    .filter(({ state }) => state === 'broken')
    .map(({ part }) => part);
/** Writes a changed transcript as someone would who knows to seal it again. */
async function tamper(change: (transcript: Transcript) => Partial<Transcript>): Promise<void> {
  const { transcriptHash: _, ...content } = JSON.parse(sound) as Transcript;
  const changed = { ...content, ...change(content as Transcript) };
  const hash = transcriptHash(changed, nodeHash('sha256'));
  await store(transcriptText({ ...changed, transcriptHash: hash }));
}
async function store(transcript: string): Promise<void> {
  const { transcriptHash: hash } = JSON.parse(transcript) as Transcript;
  await sql`update draws set transcript = ${transcript}, transcript_hash = ${hash} where id = ${id}`.execute(app.db);
}

describe('a draw changed in the database', () => {
  const swapped = <T>(list: readonly T[]): T[] => [list[1]!, list[0]!, ...list.slice(2)];
  const cases: readonly (readonly [string, (transcript: Transcript) => Partial<Transcript>, readonly string[]])[] = [
    ['a child struck from the roster', ({ roster }) => ({ roster: roster.slice(1) }), ['roster']],
    ['a child slipped in', ({ roster }) => ({ roster: [...roster, 'f'.repeat(64)] }), ['roster']],
    ['another seed', () => ({ seed: 'ab'.repeat(32) }), ['seed']],
    [
      'two numbers exchanged',
      ({ results: [list] }) => ({ results: [{ ...list!, numbers: swapped(list!.numbers) }] }),
      ['numbers'],
    ],
    [
      'another public value',
      ({ publicValue }) => ({ publicValue: { ...publicValue, value: '01 02 03 04 05 06+07' } }),
      ['announcement', 'seed', 'numbers'],
    ],
    [
      'a party’s value exchanged',
      ({ reveals: [one, ...rest] }) => ({ reveals: [{ ...one!, value: '另一个数值' }, ...rest] }),
      ['commitments'],
    ],
    ['parties in another order', ({ reveals }) => ({ reveals: swapped(reveals) }), ['commitments']],
    [
      'an announcement rewritten afterwards',
      ({ announcement }) => ({
        announcement: { ...announcement, method: { ...announcement.method, lastSeat: 'skip' as const } },
      }),
      ['announcement', 'seed', 'numbers'],
    ],
  ];

  it.each(cases)('%s is found and named, though sealed again', async (_, change, parts) => {
    await tamper(change);
    expect(await found()).toEqual(parts);
    // Placement does not take its numbers either.
    const run = await admin.send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
    expect(run.json()).toMatchObject({ type: 'run.draw_broken' });
    await store(sound);
    expect(await found()).toEqual([]);
  });

  it('a single changed character breaks the form or the seal', async () => {
    for (const at of [1, Math.floor(sound.length / 2), sound.length - 3]) {
      const other = sound[at] === '0' ? '1' : '0';
      await sql`update draws set transcript = ${sound.slice(0, at) + other + sound.slice(at + 1)} where id = ${id}`.execute(
        app.db,
      );
      expect((await found()).length, `character ${at}`).toBeGreaterThan(0);
    }
    await store(sound);
  });
});

describe('a family', () => {
  it('holds its ticket, a proof that leads to the announced root, and its number; others have no way to it', async () => {
    const family = await new Visitor(app.server).signIn(familyPhone(0));
    const { ticket, draws } = (await family.send(`GET /api/applications/${applications[0]}/ticket`)).json();
    const [draw] = draws;
    expect(draw).toMatchObject({ drawId: id, size: FAMILIES, lots: FAMILIES, proof: { entry: ticket } });
    expect(proofHolds(draw.proof, draw, 'sha256')).toBe(true);
    expect(proofHolds({ ...draw.proof, entry: 'ab'.repeat(32) }, draw, 'sha256')).toBe(false);
    const { lots } = (await family.send(`GET /api/public-draws/${id}/numbers`)).json();
    expect(lots[draw.number - 1]).toEqual([ticket]);
    // Another family, and officers, learn nothing of whose ticket it is.
    const other = await new Visitor(app.server).signIn(familyPhone(1));
    expect((await other.send(`GET /api/applications/${applications[0]}/ticket`)).statusCode).toBe(404);
    expect((await admin.send(`GET /api/applications/${applications[0]}/ticket`)).statusCode).toBe(403);
    expect((await admin.send(`GET /api/draws/${id}`)).body).not.toContain(ticket);
  });

  it('that registers after the roster is frozen comes after all that stand in it, and is told so', async () => {
    const late = await seedFamilies(app, 2, FAMILIES);
    const family = await new Visitor(app.server).signIn(familyPhone(FAMILIES));
    const { draws } = (await family.send(`GET /api/applications/${late[0]}/ticket`)).json();
    expect(draws[0]).toMatchObject({ drawId: id, proof: null, number: null });
    const run = (await admin.send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' })).json();
    expect(run).toMatchObject({ applicants: FAMILIES + 2, draw: { id } });
    const numbers = new Map<string, number>();
    for (const application of [...applications, ...late]) {
      const why = (await admin.send(`GET /api/runs/${run.id}/applications/${application}`)).json();
      numbers.set(
        application,
        Number(why.rank.find(({ label }: { label: { zh: string } }) => label.zh === '派位号')?.value.zh),
      );
    }
    const last = late.map((application) => numbers.get(application) ?? 0).toSorted((one, other) => one - other);
    expect(last).toEqual([FAMILIES + 1, FAMILIES + 2]);
  });
});
