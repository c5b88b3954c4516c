// A whole ceremony over HTTP, and the ways in which it fails in life.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verify } from '../../../tools/verify-lottery/verify.mjs';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import {
  drawPlan,
  holdTestDraw,
  openingOf,
  prepareTestDraw,
  PUBLIC_VALUE,
  type Officers,
} from '../../../tests/support/draws.ts';
import { buildSmallCity, REVIEW, SEASON, STAFF } from '../../../tests/support/small-city.ts';
import { familyPhone, seedFamilies } from '../../../tests/support/eligible-families.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import { drawsSubscriptions } from './public.ts';

const HOUR = 3_600_000;
let app: TestApp;
let officers: Officers;
let family: Visitor;
const anybody = () => new Visitor(app.server);
let now = REVIEW.getTime();
/** Moves the clock on from where the test began. */
const later = (hours: number) => app.setNow(new Date(now + hours * HOUR + 1000));

beforeAll(async () => {
  app = await startTestApp({ now: REVIEW });
  await buildSmallCity(app);
  await seedFamilies(app, 5);
  family = await new Visitor(app.server).signIn(familyPhone(0));
  officers = {
    first: await new Visitor(app.server).signIn(STAFF.districtAdmin),
    second: await new Visitor(app.server).signIn(STAFF.secondAdmin),
  };
});
afterAll(async () => {
  await app.close();
});
beforeEach(() => {
  now += 24 * HOUR;
  app.setNow(new Date(now));
});

const messages = async () =>
  (await family.send('GET /api/messages')).json().messages.map(({ titleZh }: { titleZh: string }) => titleZh);
/** What the queue does with the news of a step; twice, as it may. */
async function hear(drawId: string, event: string): Promise<void> {
  const told = drawsSubscriptions.find(({ queue }) => queue === 'draws.tell');
  for (let time = 0; time < 2; time += 1)
    await told?.handle(app.contextFor({ kind: 'system', job: 'draws.tell' }), { drawId, event });
}

const publicView = async (id: string) => (await anybody().send(`GET /api/public-draws/${id}`)).json();

describe('a ceremony', () => {
  it('goes from a plan to a transcript that anybody verifies, with two officers at every turn that matters', async () => {
    const draw = await prepareTestDraw(app, officers);
    const { first, second } = draw;
    const step: typeof draw.step = (by, name, reason) => draw.step(by, name, reason);
    // Before it is announced it does not exist for the public, nor is its roster fixed.
    expect((await anybody().send(`GET /api/public-draws/${draw.id}`)).statusCode).toBe(404);
    expect((await step(first, 'announce')).json()).toMatchObject({ type: 'draw.step' });
    expect((await step(first, 'propose')).json()).toMatchObject({ state: 'proposed' });
    expect((await step(first, 'announce')).json()).toMatchObject({ type: 'draw.other_officer' });
    expect((await step(second, 'announce')).json()).toMatchObject({ state: 'announced' });
    await hear(draw.id, 'announce');
    expect(await messages()).toEqual(['演示孩子0在公开派位的名单里']);

    // Announced: the roster is public by ticket, without a name.
    const announced = await publicView(draw.id);
    expect(announced).toMatchObject({ state: 'announced', roster: { size: 5, lots: 5 }, announcementHash: null });
    const roster = await anybody().send(`GET /api/public-draws/${draw.id}/roster.txt`);
    expect(roster.body.trimEnd().split('\n')).toHaveLength(5);
    expect(roster.body).toMatch(/^([0-9a-f]{64}\n)+$/);

    // The last commitment completes the announcement.
    await draw.commitAll();
    const committed = await publicView(draw.id);
    expect(committed.announcementHash).toMatch(/^[0-9a-f]{64}$/);
    later(1);
    await draw.revealAll();

    // The public value: not before its time, entered by one, confirmed by another to the character.
    const enter = async (by: Visitor, value: string) =>
      by.send(`POST /api/draws/${draw.id}/public-value`, {
        value,
        where: '公告',
        version: (await draw.ceremony()).version,
      });
    expect((await enter(first, PUBLIC_VALUE)).json()).toMatchObject({ type: 'draw.not_yet' });
    later(3);
    expect((await enter(first, PUBLIC_VALUE)).json()).toMatchObject({ state: 'value_entered', publicValue: null });
    const confirm = async (by: Visitor, value: string) =>
      by.send(`POST /api/draws/${draw.id}/public-value/confirmation`, {
        value,
        version: (await draw.ceremony()).version,
      });
    expect((await confirm(first, PUBLIC_VALUE)).json()).toMatchObject({ type: 'draw.other_officer' });
    expect((await confirm(second, '03 08 14 21 27 33+10')).json()).toMatchObject({ type: 'draw.value_differs' });
    expect((await confirm(second, PUBLIC_VALUE)).json()).toMatchObject({ state: 'valued' });

    // Drawn and sealed by different officers; published only then.
    expect((await step(first, 'draw')).json()).toMatchObject({ state: 'drawn' });
    const path = `GET /api/public-draws/${draw.id}/transcript.json`;
    expect((await anybody().send(path)).statusCode).toBe(404);
    expect((await step(first, 'seal')).json()).toMatchObject({ type: 'draw.other_officer' });
    expect((await step(second, 'seal')).json()).toMatchObject({ state: 'sealed' });
    await hear(draw.id, 'seal');
    expect(await messages()).toEqual([
      expect.stringMatching(/^演示孩子0的派位号是 [1-5]$/),
      '演示孩子0在公开派位的名单里',
    ]);
    const transcript = (await anybody().send(path)).body;
    const checks = verify(transcript, { announced: committed.announcementHash, publicValue: PUBLIC_VALUE });
    expect(checks.filter(({ state }) => state !== 'holds')).toEqual([]);
    const { lots } = (await anybody().send(`GET /api/public-draws/${draw.id}/numbers`)).json();
    expect(lots.flat().toSorted()).toEqual(roster.body.trimEnd().split('\n'));
    const events = (await draw.ceremony()).record.map(({ event }) => event);
    expect(events.filter((event) => !['commit', 'reveal'].includes(event))).toEqual([
      'prepare',
      'propose',
      'announce',
      'close_commitments',
      'close_reveals',
      'enter_value',
      'confirm_value',
      'draw',
      'seal',
    ]);
  });

  it('is held again only under a new announcement that names what it replaces, and why', async () => {
    const again = `POST /api/seasons/${SEASON}/draws`;
    const plan = drawPlan(app.services.clock());
    expect((await officers.first.send(again, plan)).json()).toMatchObject({ type: 'draw.replaces_needed' });
    const before = (await anybody().send('GET /api/public-draws'))
      .json()
      .find((one: { state: string }) => one.state === 'sealed');
    const held = await holdTestDraw(app, officers, '名单经复核有误');
    const view = await publicView(held.id);
    expect(view.replaces).toEqual({
      transcript: (await publicView(before.id)).transcriptHash,
      reason: '名单经复核有误',
    });
    const transcript = (await anybody().send(`GET /api/public-draws/${held.id}/transcript.json`)).body;
    const checks = verify(transcript, { previous: view.replaces.transcript, announced: view.announcementHash });
    expect(checks.filter(({ state }) => state !== 'holds')).toEqual([]);
    expect((await publicView(before.id)).state).toBe('sealed');
  });
});

describe('what goes wrong in life', () => {
  const announced = async () => {
    const draw = await prepareTestDraw(app, officers, '再次派位演练');
    await draw.step(draw.first, 'propose');
    expect((await draw.step(draw.second, 'announce')).statusCode).toBe(200);
    return draw;
  };

  it('one draw is under way at a time; a withdrawn one stays public with its reason', async () => {
    const draw = await announced();
    const other = await officers.first.send(`POST /api/seasons/${SEASON}/draws`, {
      ...drawPlan(app.services.clock()),
      replacesReason: '再来一次',
    });
    expect(other.json()).toMatchObject({ type: 'draw.live' });
    expect((await draw.step(draw.first, 'withdraw', '')).json()).toMatchObject({ type: 'draw.reason_needed' });
    expect((await draw.step(draw.first, 'withdraw', '名单漏了一所学校的报名')).json()).toMatchObject({
      state: 'withdrawn',
    });
    expect(await publicView(draw.id)).toMatchObject({
      state: 'withdrawn',
      withdrawnReason: '名单漏了一所学校的报名',
    });
  });

  it('a party that does not reveal in time stops the draw, and cannot come later', async () => {
    const draw = await announced();
    await draw.commitAll();
    later(1);
    const { people } = await draw.ceremony();
    const key = people[0]?.link.split('/').at(-1) ?? '';
    const { nonce, value } = openingOf(draw.id, people[0]?.name ?? '');
    expect((await draw.step(draw.first, 'stop_unrevealed', '一方未揭示')).json()).toMatchObject({
      type: 'draw.not_yet',
    });
    later(2);
    const late = await anybody().send(`POST /api/draw-parties/${key}/reveal`, { nonce, value });
    expect(late.json()).toMatchObject({ type: 'draw.reveal_over' });
    expect((await draw.step(draw.first, 'stop_unrevealed', '一方未揭示')).json()).toMatchObject({ state: 'withdrawn' });
  });

  it('takes no wrong reveal, and writes it into the record', async () => {
    const draw = await announced();
    await draw.commitAll();
    later(1);
    const [person] = (await draw.ceremony()).people;
    const key = person?.link.split('/').at(-1) ?? '';
    const { nonce, value } = openingOf(draw.id, person?.name ?? '');
    const wrong = await anybody().send(`POST /api/draw-parties/${key}/reveal`, { nonce, value: `${value}!` });
    expect(wrong.json()).toMatchObject({ type: 'draw.reveal_mismatch' });
    const after = await draw.ceremony();
    expect(after.record.at(-1)).toMatchObject({ event: 'wrong_reveal', who: person?.name });
    expect((await anybody().send(`POST /api/draw-parties/${key}/reveal`, { nonce, value })).statusCode).toBe(200);
    await draw.step(draw.first, 'withdraw', '演练结束');
  });

  it('cannot be withdrawn once the public value may be known; a source that failed needs two officers', async () => {
    const draw = await announced();
    await draw.commitAll();
    later(1);
    await draw.revealAll();
    later(3);
    expect((await draw.step(draw.first, 'withdraw', '不喜欢结果')).json()).toMatchObject({ type: 'draw.value_known' });
    expect((await draw.step(draw.first, 'report_source')).json()).toMatchObject({ state: 'source_failed' });
    const alone = await draw.step(draw.first, 'confirm_source_failure', '该期停止开奖');
    expect(alone.json()).toMatchObject({ type: 'draw.other_officer' });
    const both = await draw.step(draw.second, 'confirm_source_failure', '该期停止开奖');
    expect(both.json()).toMatchObject({ state: 'withdrawn' });
  });

  it('takes a commitment once, never another party’s, and only in its time', async () => {
    const draw = await announced();
    const [one, other] = (await draw.ceremony()).people.map(({ link, name }) => ({
      key: link.split('/').at(-1),
      name,
    }));
    const { commitment } = openingOf(draw.id, one?.name ?? '');
    const commit = (key: string | undefined, value: string) =>
      anybody().send(`POST /api/draw-parties/${key}/commitment`, { commitment: value });
    expect((await commit(one?.key, commitment)).statusCode).toBe(200);
    expect((await commit(one?.key, 'ab'.repeat(32))).json()).toMatchObject({ type: 'draw.committed_already' });
    expect((await commit(other?.key, commitment)).json()).toMatchObject({ type: 'draw.same_commitment' });
    const wrong = other?.key?.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect((await commit(wrong, 'cd'.repeat(32))).statusCode).toBe(404);
    later(1);
    expect((await commit(other?.key, 'cd'.repeat(32))).json()).toMatchObject({ type: 'draw.commit_over' });
    later(3);
    expect((await draw.step(draw.first, 'stop_uncommitted', '承诺未收齐')).json()).toMatchObject({
      state: 'withdrawn',
    });
  });

  it('refuses a plan whose times do not follow each other, or that names a party twice', async () => {
    const key = `POST /api/seasons/${SEASON}/draws`;
    const plan = drawPlan(app.services.clock());
    const { settings, parties } = plan;
    const reversed = { ...settings, revealBy: settings.publicAt, publicAt: settings.revealBy };
    const send = (body: object) => officers.first.send(key, { ...plan, replacesReason: '再次派位演练', ...body });
    expect((await send({ settings: reversed })).json()).toMatchObject({ type: 'draw.times' });
    expect((await send({ parties: [parties[0], parties[0]] })).json()).toMatchObject({ type: 'draw.party_twice' });
    expect((await send({ parties: [parties[0]] })).statusCode).toBe(400);
    const sample = await send({ settings: { ...settings, source: '中国福利彩票“双色球”第（期号）期开奖号码' } });
    expect(sample.statusCode).toBe(400);
    expect(sample.body).toContain('真实期号');
    const unknown = [parties[0], { ...parties[1], phone: '12012345678' }];
    expect((await send({ parties: unknown })).json()).toMatchObject({ type: 'draw.party_unknown' });
  });
});

describe('the published program', () => {
  it('is what the announcement names: its list hashes to the announced code, and each file to its line', async () => {
    const { createHash } = await import('node:crypto');
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const list = (await anybody().send('GET /api/lottery-files/code.sha256')).body;
    const [sealed] = (await anybody().send('GET /api/public-draws')).json();
    expect(sha256(list)).toBe((await publicView(sealed.id)).method.code);
    for (const line of list.trimEnd().split('\n')) {
      const [hash, name] = line.split('  ');
      expect(sha256((await anybody().send(`GET /api/lottery-files/${name}`)).body), name).toBe(hash);
    }
    expect((await anybody().send('GET /api/lottery-files/..%2F..%2Fmain.ts')).statusCode).toBe(404);
  });
});
