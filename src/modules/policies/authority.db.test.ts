// Who may read, draft, simulate, propose and decide, asked of the running server for every role.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { buildSmallCity, OPEN, SEASON, STAFF } from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';

type Role = keyof typeof STAFF | 'guardian' | 'nobody';
const NONE = '019b0000-0000-7000-8000-000000000000';
const NO_HASH = '0'.repeat(64);
const DISTRICT_OFFICERS = ['districtReviewer', 'districtAdmin', 'secondAdmin'] as const;
const OFFICERS = [...DISTRICT_OFFICERS, 'cityOfficer', 'elsewhereReviewer'] as const;
const READERS = [...OFFICERS, 'auditor'] as const;

let app: TestApp;
const people = new Map<Role, Visitor>();
beforeAll(async () => {
  app = await startTestApp({ now: OPEN });
  await buildSmallCity(app);
  for (const [role, phone] of Object.entries(STAFF))
    people.set(role as Role, await new Visitor(app.server).signIn(phone));
  people.set('guardian', await new Visitor(app.server).signIn('12030009999'));
  people.set('nobody', new Visitor(app.server));
});
afterAll(async () => {
  await app.close();
});

const simulation = { seasonId: SEASON, hash: NO_HASH, settings: { familiesOf: SEASON } };
const family = { facts: {}, today: '2027-05-10' };

/** Endpoint, body, who gets through to the use case, and the answers that they may get there. */
const MATRIX: readonly (readonly [string, unknown, readonly Role[], readonly number[]])[] = [
  ['GET /api/policies', undefined, READERS, [200]],
  [`GET /api/policies/${NO_HASH}`, undefined, READERS, [404]],
  [`GET /api/policies/${NO_HASH}/form`, undefined, READERS, [404]],
  [`GET /api/policies/${NO_HASH}/families?seasonId=${SEASON}`, undefined, READERS, [404]],
  [`POST /api/policies/${NO_HASH}/try`, family, READERS, [404]],
  [`GET /api/policies/${NO_HASH}/changes?from=${NO_HASH}`, undefined, READERS, [404]],
  [`GET /api/policies/${NO_HASH}/impact?from=${NO_HASH}&seasonId=${SEASON}`, undefined, READERS, [404]],
  ['POST /api/policies/check', { sources: [{ file: 'a.yaml', text: 'id: a' }] }, OFFICERS, [200]],
  ['POST /api/policy-drafts', { from: NO_HASH }, OFFICERS, [404]],
  [`GET /api/policy-drafts/${NONE}`, undefined, READERS, [404]],
  [`PUT /api/policy-drafts/${NONE}`, { version: 1, text: 'id: a' }, OFFICERS, [404]],
  [`POST /api/policy-drafts/${NONE}/discard`, { version: 1 }, OFFICERS, [404]],
  [`GET /api/policy-simulations?seasonId=${SEASON}`, undefined, READERS, [200, 403]],
  ['POST /api/policy-simulations', simulation, OFFICERS, [404, 403]],
  [`GET /api/policy-simulations/${NONE}`, undefined, READERS, [404]],
  ['GET /api/policy-proposals', undefined, READERS, [200]],
  [`POST /api/seasons/${SEASON}/policy-proposals`, { hash: NO_HASH, reason: '测试原因' }, OFFICERS, [404, 403]],
  [`GET /api/policy-proposals/${NONE}`, undefined, READERS, [404]],
  [`POST /api/policy-proposals/${NONE}/decision`, { decision: 'reject', words: '不妥' }, OFFICERS, [404]],
  [`POST /api/policy-proposals/${NONE}/withdraw`, undefined, OFFICERS, [404]],
  [`POST /api/policy-proposals/${NONE}/touched/${NONE}`, { words: '已电话告知' }, OFFICERS, [404]],
  [
    `GET /api/seasons/${SEASON}/policy-history`,
    undefined,
    [...READERS, 'eastReviewer', 'westReviewer', 'guardian', 'nobody'],
    [200],
  ],
];

describe('authority', () => {
  it.each(MATRIX)('%s opens to its roles and to no other', async (key, body, allowed, answers) => {
    for (const [role, visitor] of people) {
      const { statusCode, body: text } = await visitor.send(key, body);
      const told = `${role}: ${statusCode} ${text.slice(0, 200)}`;
      if (allowed.includes(role)) expect(answers, told).toContain(statusCode);
      else if (role === 'nobody') expect(statusCode, told).toBe(401);
      else expect(statusCode, told).toBe(403);
    }
  });

  it('an officer of another district reaches neither simulations nor proposals of this season', async () => {
    const elsewhere = people.get('elsewhereReviewer');
    const list = await elsewhere?.send(`GET /api/policy-simulations?seasonId=${SEASON}`);
    expect(list?.json()).toMatchObject({ type: 'season.not_yours' });
    const proposed = await elsewhere?.send(`POST /api/seasons/${SEASON}/policy-proposals`, { hash: NO_HASH });
    expect(proposed?.json()).toMatchObject({ type: 'season.not_yours' });
  });
});
