// Rules from draft to force, over HTTP: checked, saved, tried, compared, simulated, proposed, approved, carried out.

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import {
  buildSmallCity,
  declarationAt,
  inventedId,
  OPEN,
  SCHOOLS,
  SEASON,
  STAFF,
} from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import { unwrap } from '../../kernel/result.ts';
import { inTransaction, newId } from '../../platform/context.ts';
import { createAccount } from '../accounts/public.ts';
import { seedApplications } from '../registration/public.ts';

const BEFORE_OPENING = new Date('2027-04-20T02:00:00.000Z');

let app: TestApp;
let first: Visitor;
let second: Visitor;
let ids: readonly string[] = [];

beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
  first = await new Visitor(app.server).signIn(STAFF.districtAdmin);
  second = await new Visitor(app.server).signIn(STAFF.secondAdmin);
  ids = await seedFamilies(['submitted', 'submitted', 'endorsed', 'eligible']);
});
beforeEach(() => app.setNow(OPEN));
afterAll(async () => {
  await app.close();
});

async function seedFamilies(states: readonly ('submitted' | 'endorsed' | 'eligible')[]): Promise<readonly string[]> {
  const context = app.contextFor({ kind: 'system', job: 'test' });
  return unwrap(
    await inTransaction(context, async (tx) => {
      const seeds = [];
      for (const [index, state] of states.entries()) {
        const phone = `1205000${String(index).padStart(4, '0')}`;
        const accountId = await createAccount(tx, {
          phone,
          name: '演示母',
          role: 'guardian',
          organizationId: null,
          demo: true,
        });
        const guardian = { name: '演示母', idNumber: inventedId('1990-01-01', index + 1), phone };
        const idNumber = inventedId('2020-10-10', index + 1);
        seeds.push({
          seasonId: SEASON,
          child: {
            id: newId(tx),
            name: `演示童${String(index)}`,
            idKind: 'resident_id' as const,
            idNumber,
            sex: 'female' as const,
            birthDate: '2020-10-10',
            relation: 'mother' as const,
          },
          accountId,
          declaration: declarationAt('晨光路21号', guardian, `D-${String(index)}`),
          state,
          submittedAt: OPEN,
          late: false,
          cureUntil: null,
          events: [],
        });
      }
      return { ok: true as const, value: await seedApplications(tx, seeds) };
    }),
  );
}

async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const answer = await ask();
    if (holds(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain; last answer: ${JSON.stringify(await ask())}`);
}

const present = async () => {
  const { rows } = await sql<{ hash: string }>`select policy_hash as hash from seasons where id = ${SEASON}`.execute(
    app.db,
  );
  return rows[0]?.hash ?? '';
};

interface Draft {
  id: string;
  version: number;
  hash: string | null;
  faultList: { file: string; line: number; words: string }[];
  sources: { file: string; text: string }[];
}

async function draftWith(change: (text: string) => string): Promise<Draft> {
  const begun = (await first.send('POST /api/policy-drafts', { from: await present() })).json<Draft>();
  const text = change(begun.sources[0]?.text ?? '');
  const saved = await first.send(`PUT /api/policy-drafts/${begun.id}`, { version: begun.version, text });
  expect(saved.statusCode, saved.body).toBe(200);
  return saved.json<Draft>();
}

/** Asks for more than the whole home, so that nobody's home counts. */
const stricter = (version: number) => (text: string) =>
  text
    .replace(/^version: .*$/m, `version: ${String(version)}`)
    .replace('value.familyShare > 5000', 'value.familyShare > 10000')
    .replace(/\nexamples:[\s\S]*$/, '\n');

describe('a draft', () => {
  it('keeps a text with faults, names each with file, line and words, and makes a rule set once it is right', async () => {
    const wrong = await draftWith((text) => text.replace('dwelling.kind != "owned"', 'dwelling.kynd != "owned"'));
    expect(wrong.hash).toBeNull();
    const [fault] = wrong.faultList;
    const lines = wrong.sources[0]?.text.split('\n') ?? [];
    expect(lines[(fault?.line ?? 0) - 1]).toContain('dwelling.kynd');
    expect(fault?.words).toContain('kynd');
    const text =
      wrong.sources[0]?.text.replace('dwelling.kynd', 'dwelling.kind').replace('version: 1', 'version: 5') ?? '';
    const right = await first.send(`PUT /api/policy-drafts/${wrong.id}`, { version: wrong.version, text });
    expect(right.json()).toMatchObject({ faults: 0, faultList: [] });
    expect(right.json<Draft>().hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('cannot be saved over what a colleague saved in between', async () => {
    const draft = await draftWith((text) => text);
    const text = draft.sources[0]?.text ?? '';
    const theirs = await second.send(`PUT /api/policy-drafts/${draft.id}`, { version: draft.version, text });
    expect(theirs.statusCode).toBe(200);
    const mine = await first.send(`PUT /api/policy-drafts/${draft.id}`, { version: draft.version, text });
    expect(mine.json()).toMatchObject({ type: 'policy_draft.changed' });
    expect(mine.json<{ title: string }>().title).toContain('演示管理员乙');
  });

  it('is another district’s secret, and so is the rule set that it makes', async () => {
    const draft = await draftWith((text) => text.replace('version: 1', 'version: 6'));
    const elsewhere = await new Visitor(app.server).signIn(STAFF.elsewhereReviewer);
    expect((await elsewhere.send(`GET /api/policy-drafts/${draft.id}`)).statusCode).toBe(404);
    const theirs = (await elsewhere.send('GET /api/policies')).json<{ ruleSets: { hash: string }[] }>();
    expect(theirs.ruleSets.map((one) => one.hash)).not.toContain(draft.hash);
    const ours = (await first.send('GET /api/policies')).json<{ ruleSets: { hash: string; standing: string }[] }>();
    expect(ours.ruleSets.find((one) => one.hash === draft.hash)).toMatchObject({ standing: 'draft' });
  });
});

describe('a rule set', () => {
  it('is a page: every category has its clause, quotation and line', async () => {
    const page = (await first.send(`GET /api/policies/${await present()}`)).json<{
      summary: object;
      quotes: Record<string, string>;
      sections: { id: string; rules: { path: string; clauses: string[]; place: { line: number } | null }[] }[];
      sources: { text: string }[];
    }>();
    expect(page.summary).toMatchObject({ standing: 'in_force', seasons: [{ seasonId: SEASON, now: true }] });
    const rules = page.sections.find((section) => section.id === 'categories')?.rules ?? [];
    const lines = page.sources[0]?.text.split('\n') ?? [];
    for (const rule of rules) {
      expect(lines[(rule.place?.line ?? 0) - 1]).toContain(`id: ${rule.path.split('.')[1] ?? ''}`);
      expect(page.quotes).toHaveProperty([rule.clauses[0] ?? '']);
    }
    expect(rules).toHaveLength(5);
  });

  it('decides an invented family with every reason, and refuses facts that it does not know', async () => {
    const hash = await present();
    const form = (await first.send(`GET /api/policies/${hash}/form`)).json<{
      examples: { facts: object; today: string; district: string }[];
    }>();
    const [family] = form.examples;
    const tried = await first.send(`POST /api/policies/${hash}/try`, family);
    expect(tried.json()).toMatchObject({ evaluation: { category: { id: 'home_and_household' } } });
    expect(tried.json<{ reasons: { kind: string }[] }>().reasons.length).toBeGreaterThan(5);
    const wrong = await first.send(`POST /api/policies/${hash}/try`, {
      facts: { dwelling: { kind: 'castle' } },
      today: '2027-05-10',
    });
    expect(wrong.json()).toMatchObject({ type: 'policy.facts', fields: [{ field: 'dwelling.kind' }] });
  });

  it('offers families of the season without what identifies them', async () => {
    const answer = await first.send(`GET /api/policies/${await present()}/families?seasonId=${SEASON}`);
    expect(answer.json<unknown[]>()).toHaveLength(4);
    expect(answer.body).not.toMatch(/晨光路|D-0|演示童/);
  });
});

describe('a simulation', () => {
  it('is carried out in the background and kept: demand, seats, shortage, whose result changes', async () => {
    const draft = await draftWith(stricter(7));
    const asked = await first.send('POST /api/policy-simulations', {
      seasonId: SEASON,
      hash: draft.hash,
      comparedTo: await present(),
      settings: { familiesOf: SEASON, growthPercent: 100, drawn: true, seats: { [SCHOOLS.west]: 1 } },
    });
    expect(asked.statusCode, asked.body).toBe(200);
    const { id } = asked.json<{ id: string }>();
    const done = await until(
      async () => (await first.send(`GET /api/policy-simulations/${id}`)).json<{ state: string; result: object }>(),
      ({ state }) => state === 'done',
    );
    expect(done.result).toMatchObject({
      sample: 4,
      simulation: { applicants: 8, seats: 3, overallPlacement: 8, placed: 3, unplaced: 5, shortage: 5 },
      changes: { compared: 8, touched: 8, movements: [{ before: '户房一致', count: 8 }] },
    });
  });

  it('says so where the chosen season has no applications', async () => {
    await sql`insert into seasons select '320812-junior-2027', district, 'junior', entry_year, name, name_en, policy_hash, registration_opens_at,
      registration_closes_at, late_closes_at, results_expected_on, results_published_at, confirm_by, report_from, report_until, demo, version
      from seasons where id = ${SEASON}`.execute(app.db);
    const seasonId = '320812-junior-2027';
    const settings = { familiesOf: seasonId };
    const asked = await first.send('POST /api/policy-simulations', { seasonId, hash: await present(), settings });
    const { id } = asked.json<{ id: string }>();
    const failed = await until(
      async () => (await first.send(`GET /api/policy-simulations/${id}`)).json<{ state: string; fault: string }>(),
      ({ state }) => state === 'failed',
    );
    expect(failed.fault).toContain('还没有提交的报名');
    const other = await first.send('POST /api/policy-simulations', {
      seasonId: SEASON,
      hash: await present(),
      settings,
    });
    expect(other.json()).toMatchObject({ type: 'policy_simulation.other_stage' });
  });
});

describe('a change of rules', () => {
  interface Shown {
    state: string;
    actions: string[];
    impact: {
      digest: string;
      compared: number;
      touched: number;
      decided: number;
      families: { words: string; because: string[] }[];
    };
    touched: { applicationId: string; progress: string }[];
  }
  const propose = (who: Visitor, hash: string | null, reason: string) =>
    who.send(`POST /api/seasons/${SEASON}/policy-proposals`, { hash, reason });

  it('needs no reason before registration begins, one open proposal at a time, and can be taken back', async () => {
    app.setNow(BEFORE_OPENING);
    const draft = await draftWith(stricter(8));
    const proposed = await propose(first, draft.hash, '');
    expect(proposed.json()).toMatchObject({ state: 'proposed', midSeason: false, actions: ['withdraw'] });
    expect((await propose(second, draft.hash, '')).json()).toMatchObject({ type: 'policy_proposal.open' });
    const { id } = proposed.json<{ id: string }>();
    expect((await second.send(`POST /api/policy-proposals/${id}/withdraw`)).json()).toMatchObject({
      type: 'policy_proposal.not_own',
    });
    expect((await first.send(`POST /api/policy-proposals/${id}/withdraw`)).json()).toMatchObject({
      state: 'withdrawn',
    });
  });

  it('in mid-season needs a reason, and is refused for another year or stage', async () => {
    const draft = await draftWith(stricter(9));
    expect((await propose(first, draft.hash, '急')).json()).toMatchObject({ type: 'policy_proposal.reason' });
    expect((await propose(first, await present(), '测试原因')).json()).toMatchObject({ type: 'policy_proposal.same' });
    const later = await draftWith((text) =>
      text.replace('entryYear: 2027', 'entryYear: 2028').replace(/\nexamples:[\s\S]*$/, '\n'),
    );
    expect((await propose(first, later.hash, '测试原因')).json()).toMatchObject({ type: 'policy_proposal.unfit' });
  });

  it('shows whom it touches, takes a second officer who saw that, and leaves decided families to a person', async () => {
    const before = await present();
    const draft = await draftWith(stricter(10));
    const proposed = await propose(first, draft.hash, '房产份额要求调整');
    expect(proposed.json()).toMatchObject({ midSeason: true });
    const { id } = proposed.json<{ id: string }>();
    const read = async (who: Visitor) => (await who.send(`GET /api/policy-proposals/${id}`)).json<Shown>();
    const seen = await read(second);
    expect(seen.impact).toMatchObject({ compared: 4, touched: 4, decided: 1 });
    expect(seen.impact.families[0]?.words).toContain('类别由“户房一致”变为“本区户籍其他情形”');
    expect(seen.impact.families[0]?.because.join()).toContain('产权份额');

    const decide = (who: Visitor, digest: string) =>
      who.send(`POST /api/policy-proposals/${id}/decision`, { decision: 'approve', digest });
    expect((await decide(first, seen.impact.digest)).json()).toMatchObject({ type: 'policy_proposal.own' });
    expect((await decide(second, 'not what was shown')).json()).toMatchObject({
      type: 'policy_proposal.impact_changed',
    });
    expect(await present()).toBe(before);
    const approved = await decide(second, seen.impact.digest);
    expect(approved.json()).toMatchObject({ state: 'approved', actions: [] });
    expect(await present()).toBe(draft.hash);

    const after = await until(
      () => read(first),
      ({ touched }) => touched.every((one) => one.progress !== 'waiting'),
    );
    const progress = new Map(after.touched.map((one) => [one.applicationId, one.progress]));
    expect(ids.map((one) => progress.get(one))).toEqual(['reassessed', 'reassessed', 'reassessed', 'for_person']);
    const settled = await second.send(`POST /api/policy-proposals/${id}/touched/${ids[3] ?? ''}`, {
      words: '保留原认定',
    });
    expect(settled.statusCode, settled.body).toBe(200);
    expect((await read(first)).touched.find((one) => one.progress === 'settled')).toMatchObject({
      applicationId: ids[3],
      settledWords: '保留原认定',
    });
    const { rows } = await sql<{ policy: string }>`
      select assessment ->> 'policyHash' as policy from applications where id = any(${ids}) order by state = 'eligible'`.execute(
      app.db,
    );
    expect(rows.map((row) => row.policy)).toEqual([draft.hash, draft.hash, draft.hash, before]);

    const history = (await new Visitor(app.server).send(`GET /api/seasons/${SEASON}/policy-history`)).json<
      { version: string; since: string | null; reason: string; changes: string[] }[]
    >();
    expect(history).toHaveLength(2);
    expect(history[0]).toMatchObject({ version: '10', reason: '房产份额要求调整', since: OPEN.toISOString() });
    expect(history[0]?.changes.join()).toContain('超过100%');
    expect(history[1]).toMatchObject({ since: null, changes: [] });
  });

  it('is refused by the database itself where one person would decide on the own proposal', async () => {
    const attempt = sql`update policy_proposals set decided_by = proposed_by where state = 'approved'`.execute(app.db);
    await expect(attempt).rejects.toThrow(/check constraint/);
  });

  it('is written in the audit with both hashes', async () => {
    const { rows } = await sql<{ detail: { before: string; after: string } }>`
      select detail from audit_entries where action = 'policies.approve'`.execute(app.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.detail.after).toBe(await present());
  });
});
