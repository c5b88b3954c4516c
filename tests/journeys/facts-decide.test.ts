// What departments know and what reviewers find decides: the order of equal families, the review steps, the placement.

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Declaration } from '../../src/modules/registration/declaration.ts';
import { startTestApp, type TestApp } from '../support/database.ts';
import {
  buildSmallCity,
  declarationAt,
  DISTRICT,
  inventedId,
  OPEN,
  putRecord,
  REVIEW,
  SEASON,
  SCHOOLS,
  STAFF,
} from '../support/small-city.ts';
import { Visitor } from '../support/visitor.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
  // One seat at each school, so that the order decides.
  await sql`update plans set seats = 1 where season_id = ${SEASON}`.execute(app.db);
});
afterAll(async () => {
  await app.close();
});

/** Waits for the queues, which work on their own time. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 100) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('waited in vain');
}

interface Registered {
  readonly visitor: Visitor;
  readonly id: string;
}

/** A family that registers and whose departments have answered. */
async function register(
  number: number,
  address: string,
  change: (declaration: Declaration) => Declaration = (same) => same,
): Promise<Registered> {
  const phone = `1204000${String(number).padStart(4, '0')}`;
  const guardian = { name: `演示母${number}`, idNumber: inventedId('1990-01-01', number), phone };
  const child = { name: `演示童${number}`, idNumber: inventedId('2020-10-10', number) };
  const declaration = change(declarationAt(address, guardian, `D-${number}`));
  const { household, dwelling, residencePermit } = declaration;
  await putRecord(app, 'household', child.idNumber, {
    name: child.name,
    idNumber: child.idNumber,
    birthDate: '2020-10-10',
    sex: number % 2 === 1 ? 'male' : 'female',
    bookletNumber: `B${number}`,
    address: household.address,
    district: household.district,
    kind: household.kind,
    householderRelation: household.householder,
    movedInOn: household.movedInOn ?? '2020-10-10',
    members: [{ name: guardian.name, idNumber: guardian.idNumber, relation: 'mother' }],
  });
  await putRecord(app, 'birth', child.idNumber, {
    motherName: guardian.name,
    motherIdNumber: guardian.idNumber,
    fatherName: null,
    fatherIdNumber: null,
  });
  if (dwelling.kind === 'owned') {
    await putRecord(app, 'property', `D-${number}`, {
      certificateNumber: `D-${number}`,
      address,
      district: DISTRICT,
      kind: 'owned',
      issuedOn: '2019-02-01',
      owners: [{ name: guardian.name, idNumber: guardian.idNumber, share: 10_000 }],
    });
  } else {
    await putRecord(app, 'lease', `D-${number}`, {
      filingNumber: `D-${number}`,
      tenantIdNumber: guardian.idNumber,
      address,
      from: '2024-01-01',
      until: '2028-01-01',
    });
  }
  if (residencePermit && residencePermit.number !== UNKNOWN_PERMIT) {
    await putRecord(app, 'residence_permit', residencePermit.number, {
      holderName: guardian.name,
      holderIdNumber: guardian.idNumber,
      district: DISTRICT,
      address,
      firstIssuedOn: FIRST_ISSUED[number] ?? '2026-12-01',
      validUntil: '2028-01-01',
    });
  }
  const visitor = await new Visitor(app.server).signIn(phone);
  const added = await visitor.send('POST /api/children', {
    name: child.name,
    idKind: 'resident_id',
    idNumber: child.idNumber,
    relation: 'mother',
  });
  const begun = (await visitor.send('POST /api/applications', { seasonId: SEASON, childId: added.json().id })).json();
  const saved = await visitor.send(`PUT /api/applications/${begun.id}/draft`, {
    version: begun.version,
    draft: declaration,
  });
  const submitted = await visitor.send(`POST /api/applications/${begun.id}/submit`, {
    version: saved.json().version,
    declarationAccepted: true,
    key: `key-of-family-${number}`,
  });
  expect(submitted.statusCode, submitted.body).toBe(200);
  await until(async () => {
    const { checks } = (await visitor.send(`GET /api/applications/${begun.id}`)).json();
    return checks.length > 0 && checks.every((check: { state: string }) => check.state !== 'pending');
  });
  return { visitor, id: begun.id as string };
}

const UNKNOWN_PERMIT = 'JZ-unknown';

/** First issue of the permits of the migrant families: the one that registers last lived here first. */
const FIRST_ISSUED: Readonly<Record<number, string>> = {
  11: '2025-03-01',
  13: '2024-03-01',
  15: '2023-03-01',
  17: '2022-03-01',
};

const migrant =
  (number: number) =>
  (declaration: Declaration): Declaration => ({
    ...declaration,
    household: {
      ...declaration.household,
      district: '341302',
      address: '外县虚构镇东村1组1号',
      movedInOn: null,
      sinceBirth: true,
    },
    dwelling: { ...declaration.dwelling, kind: 'rented', ownedBy: null },
    residencePermit: { number: `JZ-${number}` },
  });

async function view(of: Visitor, id: string) {
  return (await of.send(`GET /api/applications/${id}`)).json();
}

async function decide(by: Visitor, id: string, decision: object) {
  const { version } = await view(by, id);
  return by.send(`POST /api/applications/${id}/decisions`, { version, ...decision });
}

describe('facts of departments and reviewers', () => {
  const migrants: Registered[] = [];
  let reviewer: Visitor;
  let admin: Visitor;
  let changed: Registered;
  let other: Registered;

  it('tell the order of equal families, without changing what the family was told', async () => {
    for (const number of [11, 13, 15, 17]) migrants.push(await register(number, `晨光路${number}号`, migrant(number)));
    changed = await register(20, '晨光路20号');
    other = await register(22, '晨光路22号', (same) => ({
      ...same,
      household: { ...same.household, movedInOn: '2024-05-01' },
    }));
    app.setNow(REVIEW);
    reviewer = await new Visitor(app.server).signIn(STAFF.districtReviewer);
    admin = await new Visitor(app.server).signIn(STAFF.districtAdmin);
    const first = migrants[0];
    const review = (await reviewer.send(`GET /api/applications/${first?.id}/review`)).json();
    expect(review.assessments[0]).toMatchObject({ basis: 'declared', category: '随迁子女', learned: [] });
    expect(review.assessments[0].rank[1].words).toBe('未提供，排在最后');
    expect(review.rank[1].words).toContain('2025');
    expect(review.assessments.flatMap((step: { learned: { zh: string }[] }) => step.learned)).toContainEqual({
      zh: '居住证首次签发日期',
      en: 'first issued',
      value: '2025-03-01',
      sourceZh: '公安居住证',
      sourceEn: 'police, residence permits',
      date: '2027-05-03',
    });
    // The family reads what it saw at submission: no record of another office.
    const seen = await view(first?.visitor ?? reviewer, first?.id ?? '');
    expect(JSON.stringify(seen.assessment)).not.toContain('2025-03-01');
  });

  it('let a category that a reviewer found ask for a second review, and tell the family why', async () => {
    expect(await view(reviewer, changed.id)).toMatchObject({ assessment: { category: { id: 'home_and_household' } } });
    const found = await decide(reviewer, changed.id, {
      outcome: 'category_changed',
      categoryId: 'home_only',
      words: '户口簿显示孩子户口不在该施教区。',
      evidence: ['household_booklet'],
    });
    expect(found.statusCode, found.body).toBe(200);
    expect(found.json()).toMatchObject({ state: 'submitted' });

    const now = await view(reviewer, changed.id);
    expect(now.assessment.category).toMatchObject({ id: 'home_only', order: 3 });
    expect(now.assessment.because[0].zh).toBe('审核认定：户口簿显示孩子户口不在该施教区。（依据：户口簿）');
    expect(now.actions).toContain('endorse');
    expect(now.actions).not.toContain('approve_at_once');
    expect((await decide(reviewer, changed.id, { outcome: 'approved' })).json()).toMatchObject({
      type: 'application.not_allowed',
    });
    expect((await decide(reviewer, changed.id, { outcome: 'endorsed' })).json()).toMatchObject({ state: 'endorsed' });
    expect((await decide(reviewer, changed.id, { outcome: 'approved' })).json()).toMatchObject({
      type: 'application.not_allowed',
    });
    expect((await decide(admin, changed.id, { outcome: 'approved' })).json()).toMatchObject({ state: 'eligible' });

    const family = await view(changed.visitor, changed.id);
    expect(family.assessment.category.id).toBe('home_only');
    expect(family.timeline.map((entry: { words: string | null }) => entry.words)).toContain(
      '审核后类别由“户房一致”改为“本区户籍、施教区有房”。理由：户口簿显示孩子户口不在该施教区。',
    );
  });

  it('never change a category by themselves: what departments do not bear out is put to a reviewer first', async () => {
    app.setNow(OPEN);
    const family = await register(31, '晨光路31号', (same) => ({
      ...migrant(31)(same),
      residencePermit: { number: UNKNOWN_PERMIT },
    }));
    app.setNow(REVIEW);
    const checks = (await reviewer.send(`GET /api/applications/${family.id}/checks`)).json();
    const permit = checks.find((check: { kind: string }) => check.kind === 'residence_permit');
    expect(permit).toMatchObject({ state: 'no_record' });
    const resolved = await reviewer.send(`POST /api/checks/${permit.id}/resolve`, {
      resolution: 'not_accepted',
      words: '没有居住证，系统也查不到。',
    });
    expect(resolved.statusCode, resolved.body).toBe(200);

    const review = (await reviewer.send(`GET /api/applications/${family.id}/review`)).json();
    expect(review.difference.category).toBeNull();
    expect(review.difference.because.map((line: { zh: string }) => line.zh).join()).toContain('持有本区有效居住证');
    expect(await view(family.visitor, family.id)).toMatchObject({ assessment: { category: { id: 'migrant' } } });
    expect((await decide(reviewer, family.id, { outcome: 'endorsed' })).json()).toMatchObject({
      type: 'review.category_open',
    });
    const kept = await decide(reviewer, family.id, {
      outcome: 'category_changed',
      categoryId: 'migrant',
      words: '派出所出具了居住证办理回执。',
      evidence: ['residence_permit'],
    });
    expect(kept.statusCode, kept.body).toBe(200);
    expect((await view(family.visitor, family.id)).timeline.at(-1)).toMatchObject({
      words: '审核后类别仍为“随迁子女”。理由：派出所出具了居住证办理回执。',
    });
    expect((await decide(reviewer, family.id, { outcome: 'endorsed' })).json()).toMatchObject({ state: 'endorsed' });
    expect((await decide(admin, family.id, { outcome: 'approved' })).json()).toMatchObject({ state: 'eligible' });
  });

  it('decide the placement', async () => {
    const second = await new Visitor(app.server).signIn(STAFF.secondAdmin);
    expect((await decide(reviewer, other.id, { outcome: 'approved' })).json()).toMatchObject({ state: 'eligible' });
    for (const { id } of migrants) {
      expect((await decide(reviewer, id, { outcome: 'endorsed' })).json()).toMatchObject({ state: 'endorsed' });
      expect((await decide(admin, id, { outcome: 'approved' })).json()).toMatchObject({ state: 'eligible' });
    }
    const run = await admin.send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
    expect(run.json(), run.body).toMatchObject({ applicants: 7, placed: 2 });
    await second.send(`POST /api/runs/${run.json().id}/approve`);
    const published = await admin.send(`POST /api/runs/${run.json().id}/publish`);
    expect(published.statusCode, published.body).toBe(200);
    const schoolOf = async ({ visitor, id }: Registered) => (await view(visitor, id)).outcome.schoolId;
    // The last of the migrants has the oldest permit; the family whose category was changed comes after the other.
    expect(await Promise.all(migrants.map(schoolOf))).toEqual([null, null, null, SCHOOLS.east]);
    expect([await schoolOf(changed), await schoolOf(other)]).toEqual([null, SCHOOLS.west]);
  });
});
