// The work of reviewers against the database: claims, two officers, what a family is told and by when it must act.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import {
  putAgreeingRecords,
  settleChecks,
  submit,
  submittedFamily,
  viewOf,
  withGrandparents,
  type Family,
} from '../../../tests/support/families.ts';
import { buildSmallCity, OPEN, REVIEW, SEASON } from '../../../tests/support/small-city.ts';
import { signInStaff, type Officer } from '../../../tests/support/staff.ts';
import type { Visitor } from '../../../tests/support/visitor.ts';
import { chinaInstant } from '../../kernel/dates.ts';

let app: TestApp;
let as: (officer: Officer) => Visitor;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN });
  await buildSmallCity(app);
  as = await signInStaff(app);
});
beforeEach(() => app.setNow(REVIEW));
afterAll(async () => {
  await app.close();
});

/** A family that submitted in time; it is the time of review then. */
async function submitted(traits: Parameters<typeof submittedFamily>[1] = {}): Promise<Family> {
  app.setNow(OPEN);
  const family = await submittedFamily(app, traits);
  app.setNow(REVIEW);
  return family;
}

/** A case whose checks are all found on. */
async function settled(traits: Parameters<typeof submittedFamily>[1] = {}): Promise<Family> {
  const family = await submitted(traits);
  await putAgreeingRecords(app, family);
  await settleChecks(app, as('districtReviewer'), family.id);
  return family;
}

/** Decides on the present version, a second after what was before. */
async function decide(officer: Officer, { id }: Family, decision: Record<string, unknown>) {
  app.setNow(new Date(app.services.clock().getTime() + 1000));
  const { version } = (await as('districtReviewer').send(`GET /api/applications/${id}`)).json();
  return as(officer).send(`POST /api/applications/${id}/decisions`, { version, words: '按规定办理', ...decision });
}
const refusal = (change: Record<string, unknown> = {}) => ({
  outcome: 'refused',
  reasonCode: 'outside_district',
  words: '户籍、住房均不在本区',
  cure: '请补充本区材料后再次提交',
  dueOn: '2027-06-10',
  ...change,
});
const asking = (change: Record<string, unknown> = {}) => ({
  outcome: 'asked_material',
  reasonCode: 'unreadable',
  words: '户口簿首页看不清',
  evidenceKinds: ['household_booklet'],
  dueOn: '2027-06-01',
  ...change,
});
const reviewOf = async ({ id }: Family) =>
  (await as('districtAdmin').send(`GET /api/applications/${id}/review`)).json();

describe('a case', () => {
  it('that someone holds is closed to others for half an hour, and open again after it', async () => {
    const { id } = await submitted();
    const claim = (officer: Officer) => as(officer).send(`POST /api/applications/${id}/claim`);
    expect((await claim('districtReviewer')).json()).toEqual({
      expiresAt: new Date(REVIEW.getTime() + 30 * 60_000).toISOString(),
    });
    app.setNow(new Date(REVIEW.getTime() + 30 * 60_000 - 1));
    expect((await claim('eastReviewer')).json()).toMatchObject({
      type: 'review.claimed',
      values: { name: '演示复审员' },
    });
    app.setNow(new Date(REVIEW.getTime() + 30 * 60_000));
    expect((await claim('eastReviewer')).statusCode).toBe(200);
    expect((await as('eastReviewer').send(`DELETE /api/applications/${id}/claim`)).statusCode).toBe(200);
    expect((await claim('districtAdmin')).statusCode).toBe(200);
  });

  it('that someone else holds is not decided by a colleague', async () => {
    const family = await settled();
    await as('districtReviewer').send(`POST /api/applications/${family.id}/claim`);
    expect((await decide('districtAdmin', family, { outcome: 'approved' })).json().type).toBe('review.claimed');
    expect((await decide('districtReviewer', family, { outcome: 'approved' })).json().state).toBe('eligible');
  });

  it('is not passed while departments have yet to answer', async () => {
    const answer = await decide('districtReviewer', await submitted(), { outcome: 'approved' });
    expect([answer.statusCode, answer.json().type]).toEqual([422, 'review.checks_open']);
  });

  it('is not decided by an officer who read an earlier version', async () => {
    const family = await submitted();
    const answer = await decide('districtReviewer', family, { outcome: 'returned', version: family.version - 1 });
    expect(answer.json().type).toBe('application.changed');
  });

  it('is decided by one of two officers who press at the same moment', async () => {
    const family = await settled();
    const both = await Promise.all([
      decide('districtReviewer', family, { outcome: 'approved' }),
      decide('districtAdmin', family, refusal()),
    ]);
    expect(both.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other)).toEqual([200, 409]);
    expect((await reviewOf(family)).decisions).toHaveLength(1);
  });

  it('passes with one decision where the policy wants no first review, and leads to the next one that waits', async () => {
    const [one, other] = [await settled(), await settled()];
    expect((await decide('districtReviewer', one, { outcome: 'endorsed' })).json().type).toBe(
      'application.not_allowed',
    );
    const decided = (await decide('districtReviewer', one, { outcome: 'approved' })).json();
    expect(decided.state).toBe('eligible');
    expect(decided.nextId).not.toBe(one.id);
    const list = await as('districtReviewer').send(`GET /api/worklist?seasonId=${SEASON}&queue=mine&size=200`);
    const ids = list.json().rows.map((row: { id: string }) => row.id);
    expect(ids).toContain(decided.nextId);
    expect(ids).toContain(other.id);
    expect(ids).not.toContain(one.id);
  });
});

describe('a case of two steps', () => {
  it('is endorsed by one officer and approved by another, and both stand in its record', async () => {
    const family = await settled({ declared: withGrandparents });
    expect(await viewOf(family)).toMatchObject({ assessment: { category: { id: 'grandparents_household' } } });
    const endorsed = await decide('districtReviewer', family, { outcome: 'endorsed' });
    expect(endorsed.json().state, endorsed.body).toBe('endorsed');
    // Four eyes: not the same officer again, though the role would allow it.
    expect((await decide('districtReviewer', family, { outcome: 'approved' })).json().type).toBe(
      'application.not_allowed',
    );
    expect((await decide('districtAdmin', family, { outcome: 'approved' })).json().state).toBe('eligible');
    expect((await reviewOf(family)).decisions).toMatchObject([
      { outcome: 'endorsed', decidedByName: '演示复审员' },
      { outcome: 'approved', decidedByName: '演示管理员甲' },
    ]);
    const view = await viewOf(family);
    expect(view.timeline.map(({ event }: { event: string }) => event)).toEqual([
      'begin',
      'submit',
      'endorse',
      'approve',
    ]);
    // The family reads which office acted, not which person.
    expect(JSON.stringify(view.timeline)).not.toContain('演示复审员');
    expect(view.timeline.at(-1).byZh).toBe('320812 教育局');
  });

  it('goes back to the first review, whose officer may be another one then', async () => {
    const family = await settled({ declared: withGrandparents });
    await decide('eastReviewer', family, { outcome: 'endorsed' });
    expect((await decide('districtReviewer', family, { outcome: 'returned' })).json().state).toBe('submitted');
    await decide('districtReviewer', family, { outcome: 'endorsed' });
    // Who passed the first review last counts.
    expect((await decide('districtReviewer', family, { outcome: 'approved' })).statusCode).toBe(403);
    expect((await decide('secondAdmin', family, { outcome: 'approved' })).statusCode).toBe(200);
  });
});

describe('asking for material', () => {
  it('tells the family what, why and by when; it may correct after the window until that day ends', async () => {
    const family = await submitted();
    expect((await decide('eastReviewer', family, asking())).json().state).toBe('needs_material');
    const asked = await viewOf(family);
    expect(asked).toMatchObject({
      state: 'needs_material',
      actBy: '2027-06-01T16:00:00.000Z',
      decision: {
        outcome: 'asked_material',
        reasonZh: '图片看不清',
        words: '户口簿首页看不清',
        cure: '请在光线充足处重新拍摄，四角完整。',
        evidenceKinds: ['household_booklet'],
      },
    });
    app.setNow(new Date(chinaInstant('2027-06-02').getTime() - 1));
    const again = await submit({ ...family, version: asked.version }, 'second try');
    expect(again.json()).toMatchObject({ state: 'submitted', revision: 2, late: false, decision: null });
  });

  it('is over when the day has ended', async () => {
    const family = await submitted();
    await decide('eastReviewer', family, asking());
    const { version } = await viewOf(family);
    app.setNow(chinaInstant('2027-06-02'));
    expect((await submit({ ...family, version }, 'too late')).json()).toMatchObject({
      type: 'application.cure_over',
      values: { helpline: expect.stringMatching(/\d/) },
    });
  });

  it.each([
    ['today', { dueOn: '2027-05-25' }, 'review.due_past'],
    ['further away than sixty days', { dueOn: '2027-07-25' }, 'review.due_past'],
    ['for a reason that only refuses', { reasonCode: 'under_age' }, 'review.reason_unfit'],
  ])('is refused with a due date or reason that cannot be: %s', async (_, change, type) => {
    const family = await submitted();
    expect((await decide('eastReviewer', family, asking(change))).json().type).toBe(type);
    expect(await viewOf(family)).toMatchObject({ state: 'submitted', version: family.version });
  });
});

describe('a refusal', () => {
  it('names reason, cure and last day, and the family can cure it and submit again', async () => {
    const family = await submitted();
    expect((await decide('districtReviewer', family, refusal())).json().state).toBe('refused');
    const refused = await viewOf(family);
    expect(refused).toMatchObject({
      state: 'refused',
      actBy: '2027-06-10T16:00:00.000Z',
      decision: { outcome: 'refused', reasonZh: '户籍、住房和居住证均不在本区县', cure: '请补充本区材料后再次提交' },
    });
    expect(refused.actions).toContain('resubmit');
    app.setNow(chinaInstant('2027-06-10', '12:00'));
    await family.visitor.signIn(family.guardian.phone);
    const again = await submit({ ...family, version: refused.version }, 'cured, sent again');
    expect(again.json()).toMatchObject({ state: 'submitted', revision: 2, receiptNo: refused.receiptNo });
  });

  it('takes no reason that only asks for material', async () => {
    const family = await submitted();
    expect((await decide('districtReviewer', family, refusal({ reasonCode: 'unreadable' }))).json().type).toBe(
      'review.reason_unfit',
    );
  });

  it('can be taken back by the district, which reviews again', async () => {
    const family = await submitted();
    await decide('districtReviewer', family, refusal());
    expect((await decide('districtAdmin', family, { outcome: 'reopened' })).json().state).toBe('submitted');
    expect((await reviewOf(family)).decisions.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'refused',
      'reopened',
    ]);
  });
});

describe('another category found in review', () => {
  const finding = (categoryId: string) => ({
    outcome: 'category_changed',
    categoryId,
    words: '房产不在施教区内',
    evidence: ['property'],
  });

  it('is kept beside the one declared, and everybody reads the same one', async () => {
    const family = await settled();
    expect((await decide('districtReviewer', family, finding('home_only'))).statusCode).toBe(200);
    expect((await reviewOf(family)).decisions).toMatchObject([
      { outcome: 'category_changed', categoryBefore: 'home_and_household', categoryAfter: 'home_only' },
    ]);
    expect(await viewOf(family)).toMatchObject({ assessment: { category: { id: 'home_only' } } });
    const list = await as('districtReviewer').send(
      `GET /api/worklist?seasonId=${SEASON}&queue=all&q=${family.child.idNumber}`,
    );
    expect(list.json().rows).toMatchObject([{ categoryId: 'home_only', categoryName: '本区户籍、施教区有房' }]);
  });

  it('must be one of the policy', async () => {
    expect((await decide('districtReviewer', await settled(), finding('nowhere'))).json().type).toBe(
      'application.category_unknown',
    );
  });
});
