// Everybody who could knock at an endpoint, and for each knock a fresh object in a given state, with ids of things that are not there.

import { sql } from 'kysely';
import { unwrap } from '../../src/kernel/result.ts';
import { createAccount } from '../../src/modules/accounts/public.ts';
import { openSession } from '../../src/modules/accounts/service.ts';
import { findAccount } from '../../src/modules/accounts/store.ts';
import { districtBureau } from '../../src/modules/organizations/public.ts';
import { seedApplications } from '../../src/modules/registration/public.ts';
import type { ApplicationState } from '../../src/modules/registration/workflow.ts';
import { createSeason, getSeason } from '../../src/modules/seasons/public.ts';
import { beginChecks } from '../../src/modules/verification/service/checks.ts';
import { inTransaction, newId, type Context } from '../../src/platform/context.ts';
import { startTestApp } from '../support/database.ts';
import {
  buildSmallCity,
  declarationAt,
  DISTRICT,
  inventedId,
  OPEN,
  SCHOOLS,
  SEASON,
  STAFF,
} from '../support/small-city.ts';
import { FILES } from '../support/uploads.ts';
import { Visitor } from '../support/visitor.ts';

/** Who knocks. `disabled` was a reviewer of the district until a moment ago and still holds its cookie. */
export const ACTORS = [
  'anonymous',
  'disabled',
  'owner',
  'otherGuardian',
  'secondGuardian',
  'formerGuardian',
  'ownSchool',
  'otherSchool',
  'districtReviewer',
  'districtAdmin',
  'elsewhereReviewer',
  'elsewhereAdmin',
  'cityOfficer',
  'auditor',
  'elsewhereAuditor',
] as const;
export type Actor = (typeof ACTORS)[number];

/** What the endpoint is asked about. Calls that were let through get a fresh one, but for `placed` and draws. */
export type Thing =
  | 'nothing'
  /** Begun and never submitted. */
  | 'draft'
  /** Begun, never submitted, withdrawn. */
  | 'withdrawn_draft'
  /** In the east catchment; the departments have no record of the family. */
  | 'submitted'
  /** Every check is matched; the policy lets the district decide at once. */
  | 'checked'
  /** Every check is matched; the policy wants a first review. */
  | 'checked_two_steps'
  /** Passed by another officer of the first review. */
  | 'endorsed'
  /** By an officer who plays no other part. */
  | 'refused'
  /** A refused case that its family rated: poorly, with a work order and words that nobody has looked at. */
  | 'rated'
  /** The family's appeal against a refusal: filed; taken by another officer; the family asked by that officer; dismissed. */
  | 'appeal'
  | 'appeal_taken'
  | 'appeal_asked'
  | 'appeal_dismissed'
  /** The family asks for a deferral; refused by another officer. */
  | 'deferral'
  | 'deferral_refused'
  /** The family has left before placement. */
  | 'left'
  /** Results are public: it has a seat at the east school, and a notice. */
  | 'placed'
  /** A draft run that another officer made, ready for approval. */
  | 'run'
  /** A draw that is planned and not announced; for officers alone. */
  | 'planned_draw'
  /** An announced draw, which is public; one of its two witnesses has committed. */
  | 'announced_draw'
  /** A plan change that another officer proposed. */
  | 'proposal'
  /** A draft of rules that another officer began; the rule set that it makes is proposed for the season by that officer. */
  | 'policy_draft'
  | 'policy_proposal'
  /** A change of rules that was approved, and an application that had been decided before. */
  | 'policy_touched'
  /** A simulation that another officer asked for. */
  | 'policy_simulation'
  /** An account of staff at the east school. */
  | 'staff';

/** Ids of an object and of what hangs on it; all of them invented for what is not there. */
export interface Ids {
  readonly application: string;
  readonly version: number;
  readonly child: string;
  readonly idNumber: string;
  readonly file: string;
  readonly check: string;
  /** A stranger's request to see the application. */
  readonly request: string;
  readonly account: string;
  readonly organization: string;
  readonly school: string;
  readonly run: string;
  readonly proposal: string;
  readonly token: string;
  readonly rating: string;
  readonly order: string;
  readonly appeal: string;
  /** What the family asks for outside the ordinary course; `request` is a second guardian's. */
  readonly matter: string;
  readonly draw: string;
  readonly party: string;
  readonly partyKey: string;
  /** Hash of the rules that the season is under. */
  readonly ruleSet: string;
  readonly policyDraft: string;
  readonly policyProposal: string;
  readonly policySimulation: string;
  /** A phone that nobody has. */
  readonly phone: string;
  /** Another child's number that nobody has. */
  readonly otherIdNumber: string;
}

/** Of the district's past seasons: one whose draft run waits, one whose results are public, one with an announced draw. */
export const RUN_SEASON = `${DISTRICT}-primary-2026`;
export const PLACED_SEASON = `${DISTRICT}-primary-2025`;
export const DRAW_SEASON = `${DISTRICT}-primary-2024`;

/** The plan of a draw. */
export const DRAW_PLAN = {
  settings: {
    source: '中国福利彩票双色球 2027051 期',
    form: '七个号码，两位数，逗号分隔',
    publicAt: '2027-05-05T13:15:00.000Z',
    commitBy: '2027-05-03T08:00:00.000Z',
    revealBy: '2027-05-05T08:00:00.000Z',
    place: '演示报告厅',
  },
  parties: [
    { name: '演示家长代表', capacity: 'parents', phone: '' },
    { name: '演示公证员', capacity: 'notary', phone: '' },
  ],
};

const NONE = '019b0000-0000-7000-8000-000000000000';
/** Ids of nothing. */
export const NOWHERE: Ids = {
  application: NONE,
  version: 1,
  child: NONE,
  idNumber: inventedId('2021-01-01', 999),
  file: NONE,
  check: NONE,
  request: NONE,
  account: NONE,
  organization: 'bureau-nowhere',
  school: 'school-nowhere',
  run: NONE,
  proposal: NONE,
  token: 'a-token-that-nobody-has',
  rating: NONE,
  order: NONE,
  appeal: NONE,
  matter: NONE,
  draw: 'no-draw',
  party: NONE,
  partyKey: `${NONE}.a-code-that-nobody-has`,
  ruleSet: '0'.repeat(64),
  policyDraft: NONE,
  policyProposal: NONE,
  policySimulation: NONE,
  phone: '12099999999',
  otherIdNumber: inventedId('2021-01-02', 999),
};

export interface World {
  /** A browser of an actor, signed in anew. */
  visit(actor: Actor): Promise<Visitor>;
  make(thing: Thing): Promise<Ids>;
  close(): Promise<void>;
}

/** Builds the city with its people and past seasons. */
export async function buildWorld(): Promise<World> {
  const app = await startTestApp({ now: OPEN });
  await buildSmallCity(app);
  const system = (): Context => app.contextFor({ kind: 'system', job: 'test' });
  const done = async <T>(work: (tx: Context) => Promise<T>): Promise<T> =>
    unwrap(await inTransaction(system(), async (tx) => ({ ok: true as const, value: await work(tx) })));
  let count = 0;
  const phone = () => `1206${String((count += 1)).padStart(7, '0')}`;
  const idNumber = () => {
    count += 1;
    return inventedId(`2021-0${(count % 8) + 1}-${String((count % 28) + 1).padStart(2, '0')}`, count % 1000);
  };

  const guardians = await done(async (tx) => {
    const open = (name: string) =>
      createAccount(tx, { phone: phone(), name, role: 'guardian', organizationId: null, demo: true });
    return {
      owner: await open('演示主'),
      otherGuardian: await open('演示他'),
      secondGuardian: await open('演示次'),
      formerGuardian: await open('演示前'),
      stranger: await open('演示客'),
    };
  });
  const staff = await done(async (tx) => {
    const known = async (number: string) => (await findAccount(tx.db, { phone: number }))?.id ?? '';
    const bureau = districtBureau('320813');
    const open = (name: string, role: 'district_admin' | 'auditor' | 'district_reviewer', organizationId: string) =>
      createAccount(tx, { phone: phone(), name, role, organizationId, demo: true });
    return {
      ownSchool: await known(STAFF.eastReviewer),
      otherSchool: await known(STAFF.westReviewer),
      districtReviewer: await known(STAFF.districtReviewer),
      districtAdmin: await known(STAFF.districtAdmin),
      secondAdmin: await known(STAFF.secondAdmin),
      refuser: await open('演示经办', 'district_reviewer', districtBureau(DISTRICT)),
      cityOfficer: await known(STAFF.cityOfficer),
      auditor: await known(STAFF.auditor),
      elsewhereReviewer: await known(STAFF.elsewhereReviewer),
      elsewhereAdmin: await open('演示外区管理员', 'district_admin', bureau),
      elsewhereAuditor: await open('演示外区审计', 'auditor', bureau),
      disabled: await open('演示停用', 'district_reviewer', districtBureau(DISTRICT)),
    };
  });
  const accounts: Readonly<Record<string, string>> = { ...guardians, ...staff };

  const session = async (account: string): Promise<string> => {
    const record = await findAccount(app.db, { id: account });
    if (!record) throw new Error(`no account ${account}`);
    return unwrap(await inTransaction(system(), (tx) => openSession(tx, record))).token;
  };
  const as = async (name: string) => new Visitor(app.server, await session(accounts[name] ?? ''));
  const ask = async (name: string, key: string, body?: unknown) => {
    const response = await (await as(name)).send(key, body);
    if (response.statusCode !== 200) throw new Error(`${key} by ${name}: ${response.body}`);
    return response.json();
  };

  const disabledToken = await session(staff.disabled);
  await ask('districtAdmin', `POST /api/staff/${staff.disabled}/disable`, { reason: '刚刚离职' });

  /** An application of the owner, read by the second guardian, once read by the former one, asked for by a stranger. */
  async function application(state: ApplicationState, twoSteps = false, seasonId = SEASON): Promise<Ids> {
    const number = idNumber();
    const sequence = String((count += 1));
    const [id = ''] = await done(async (tx) => {
      const guardian = { name: '演示主', idNumber: inventedId('1990-01-01', 2), phone: '12060000001' };
      const plain = declarationAt('晨光路21号', guardian, `A-${sequence}`);
      const declaration = twoSteps
        ? {
            ...plain,
            household: { ...plain.household, householder: 'grandparent' as const, movedInOn: null, sinceBirth: true },
            dwelling: { ...plain.dwelling, ownedBy: 'grandparent' as const },
          }
        : plain;
      const child = {
        name: '演示童',
        idKind: 'resident_id' as const,
        idNumber: number,
        sex: 'male' as const,
        birthDate: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
        relation: 'mother' as const,
      };
      const endorsed = {
        at: tx.now,
        event: 'endorse',
        fromState: 'submitted',
        toState: 'endorsed',
        actorAccount: staff.secondAdmin,
        actorRole: 'district_admin',
        actorOrganization: null,
        detail: {},
      };
      return seedApplications(tx, [
        {
          seasonId,
          child,
          accountId: guardians.owner,
          declaration,
          state,
          submittedAt: tx.now,
          late: false,
          events: state === 'endorsed' ? [endorsed] : [],
        },
      ]);
    });
    const { rows } = await sql<{ childId: string; version: number }>`
      select child_id, version from applications where id = ${id}`.execute(app.db);
    const found = rows[0] ?? { childId: '', version: 0 };
    const submitted = state !== 'draft';
    const request = await done(async (tx) => {
      const requestId = newId(tx);
      const decided = { decided_at: tx.now, decided_by: guardians.owner };
      for (const [one, account, answer] of [
        [newId(tx), guardians.secondGuardian, { state: 'accepted', ...decided }],
        [newId(tx), guardians.formerGuardian, { state: 'declined', ...decided }],
        [requestId, guardians.stranger, { state: 'requested', decided_at: null, decided_by: null }],
      ] as const) {
        if (submitted)
          await sql`insert into guardian_requests (id, application_id, account_id, state, requested_at, decided_at, decided_by)
            values (${one}, ${id}, ${account}, ${answer.state}, ${tx.now}, ${answer.decided_at}, ${answer.decided_by})`.execute(
            tx.db,
          );
      }
      return requestId;
    });
    const file = await done(async (tx) => {
      const fileId = newId(tx);
      await sql`insert into evidence (id, application_id, kind, file_name, media_type, bytes, stored_as, uploaded_by, uploaded_at)
        values (${fileId}, ${id}, 'other', 'a.jpg', 'image/jpeg', ${FILES.jpeg.length}, ${await tx.services.files.put(FILES.jpeg, id)},
                ${guardians.owner}, ${tx.now})`.execute(tx.db);
      return fileId;
    });
    return {
      ...NOWHERE,
      application: id,
      version: found.version,
      child: found.childId,
      idNumber: number,
      otherIdNumber: idNumber(),
      file,
      request,
      school: SCHOOLS.east,
    };
  }

  async function withChecks(ids: Ids): Promise<Ids> {
    await beginChecks(system(), ids.application);
    const { rows } = await sql<{ id: string }>`
      select id from checks where application_id = ${ids.application} order by kind limit 1`.execute(app.db);
    return { ...ids, check: rows[0]?.id ?? '' };
  }

  async function matched(ids: Ids): Promise<Ids> {
    const checked = await withChecks(ids);
    await sql`update checks set state = 'matched' where application_id = ${ids.application}`.execute(app.db);
    return checked;
  }

  async function refused(): Promise<Ids> {
    const ids = await application('submitted');
    const { version } = await ask('refuser', `POST /api/applications/${ids.application}/decisions`, {
      outcome: 'refused',
      version: ids.version,
      reasonCode: 'outside_district',
      words: '均不在本区',
      cure: '请补充材料',
      dueOn: '2027-05-20',
    });
    return { ...ids, version };
  }

  async function rated(): Promise<Ids> {
    const ids = await refused();
    await ask('owner', `POST /api/applications/${ids.application}/rating`, { level: 1, words: '等了很久' });
    const { rows } = await sql<{ rating: string; order: string }>`
      select r.id as rating, w.id as order from ratings r join work_orders w on w.rating_id = r.id
      where r.application_id = ${ids.application}`.execute(app.db);
    return { ...ids, ...rows[0], version: 1 };
  }

  /** An appeal that the owner filed, after what the officer did with it. */
  async function appeal(acts: readonly ('take' | 'ask' | 'decision')[]): Promise<Ids> {
    const ids = await refused();
    const filed = { statement: '孩子户口和住房都在本区，请核查。', wish: '请重新审核' };
    const { id } = await ask('owner', `POST /api/applications/${ids.application}/appeals`, filed);
    let version = 1;
    const bodies = {
      take: {},
      ask: { words: '请补充说明', answerOn: '2027-05-06' },
      decision: {
        outcome: 'dismissed',
        hearing: { heldOn: '2027-05-03', present: '电话核查', note: '与家长电话核对了材料。' },
        words: '材料仍不能证明在本区居住。',
      },
    };
    for (const act of acts)
      ({ version } = await ask('secondAdmin', `POST /api/appeals/${id}/${act}`, { version, ...bodies[act] }));
    return { ...ids, appeal: id, version };
  }

  /** A deferral that the owner asks for. */
  const deferral = async (refuse = false): Promise<Ids> => {
    const ids = await application('submitted');
    const content = { kind: 'defer', ground: 'illness', words: '孩子手术后需要休养一年。', files: [ids.file] };
    const body = { version: ids.version, content };
    const filed = await ask('owner', `POST /api/applications/${ids.application}/requests`, body);
    const made = { ...ids, matter: filed.id, version: 1 };
    if (!refuse) return made;
    const decision = { version: 1, grant: false, words: '材料不足以证明需要缓学。' };
    await ask('secondAdmin', `POST /api/requests/${filed.id}/decision`, decision);
    return { ...made, version: 2 };
  };
  const left = async (): Promise<Ids> => {
    const ids = await application('submitted');
    const body = { version: ids.version, content: { kind: 'leave', reason: 'moved_away' } };
    const done = await ask('owner', `POST /api/applications/${ids.application}/requests`, body);
    return { ...ids, matter: done.id, version: 1 };
  };

  async function pastSeason(id: string, entryYear: number): Promise<void> {
    await done(async (tx) => {
      const template = await getSeason(tx, SEASON);
      if (!template) throw new Error('no season');
      const { resultsPublishedAt: _, version: __, ...rest } = template;
      await createSeason(tx, {
        ...rest,
        id,
        entryYear,
        registrationOpensAt: new Date('2027-04-01T01:00:00.000Z'),
        registrationClosesAt: new Date('2027-04-10T09:00:00.000Z'),
        lateClosesAt: new Date('2027-04-20T09:00:00.000Z'),
      });
      for (const schoolId of Object.values(SCHOOLS))
        await sql`insert into plans (season_id, school_id, classes, seats) values (${id}, ${schoolId}, 1, 40)`.execute(
          tx.db,
        );
    });
  }

  await pastSeason(RUN_SEASON, 2026);
  await pastSeason(PLACED_SEASON, 2025);
  await pastSeason(DRAW_SEASON, 2024);
  const waiting = await application('eligible', false, RUN_SEASON);
  const placed = await application('eligible', false, PLACED_SEASON);
  const published = (await ask('districtAdmin', `POST /api/seasons/${PLACED_SEASON}/runs`, { kind: 'draft' })).id;
  await ask('secondAdmin', `POST /api/runs/${published}/approve`);
  await ask('districtAdmin', `POST /api/runs/${published}/publish`);
  const { rows: notices } = await sql<{ token: string }>`
    select token from notices where application_id = ${placed.application}`.execute(app.db);

  const drawn = await application('eligible', false, DRAW_SEASON);
  const planned: string = (await ask('districtAdmin', `POST /api/seasons/${RUN_SEASON}/draws`, DRAW_PLAN)).id;
  const announced: string = (await ask('refuser', `POST /api/seasons/${DRAW_SEASON}/draws`, DRAW_PLAN)).id;
  for (const [officer, step] of [
    ['refuser', 'propose'],
    ['secondAdmin', 'announce'],
  ] as const) {
    const { version } = await ask(officer, `GET /api/draws/${announced}`);
    await ask(officer, `POST /api/draws/${announced}/steps`, { step, version });
  }
  const [witness] = (await ask('secondAdmin', `GET /api/draws/${announced}`)).people;
  const sheet = { commitment: 'a'.repeat(64) };
  await ask('secondAdmin', `POST /api/draws/${announced}/parties/${witness.id}/commitment`, sheet);

  const rules = (await done((tx) => getSeason(tx, SEASON)))?.policyHash ?? '';
  const newRules = { id: '', hash: '' };
  /** A draft of new rules, whose rule set fits the season. */
  async function policyDraft(): Promise<Ids> {
    const draft = await ask('secondAdmin', 'POST /api/policy-drafts', { from: rules });
    const text = String(draft.sources[0].text).replace(/^version: .*$/m, `version: ${String((count += 1))}`);
    const saved = await ask('secondAdmin', `PUT /api/policy-drafts/${draft.id}`, { version: draft.version, text });
    Object.assign(newRules, { id: saved.id, hash: saved.hash });
    return { ...NOWHERE, ruleSet: rules, policyDraft: saved.id, version: saved.version };
  }

  async function policyProposal(): Promise<Ids> {
    await sql`delete from policy_proposals where state = 'proposed'`.execute(app.db);
    const ids = await policyDraft();
    const body = { hash: newRules.hash, reason: '区划有调整' };
    const { id } = await ask('secondAdmin', `POST /api/seasons/${SEASON}/policy-proposals`, body);
    return { ...ids, policyProposal: id };
  }

  async function policyTouched(): Promise<Ids> {
    const ids = await policyProposal();
    const { application: id } = await application('eligible');
    await done(async (tx) => {
      await sql`update policy_proposals set state = 'approved', decided_by = ${staff.districtAdmin}, decided_at = ${tx.now}
        where id = ${ids.policyProposal}`.execute(tx.db);
      await sql`insert into policy_touched (proposal_id, application_id, before, after, words, because, state)
        values (${ids.policyProposal}, ${id}, '{}', '{}', '', '[]', 'for_person')`.execute(tx.db);
    });
    return { ...ids, application: id };
  }

  async function policySimulation(): Promise<Ids> {
    const body = { seasonId: SEASON, hash: rules, settings: { familiesOf: SEASON } };
    const { id } = await ask('secondAdmin', 'POST /api/policy-simulations', body);
    return { ...NOWHERE, ruleSet: rules, policySimulation: id };
  }

  const makers: Readonly<Record<Thing, () => Promise<Ids>>> = {
    nothing: () =>
      Promise.resolve({
        ...NOWHERE,
        phone: phone(),
        organization: SCHOOLS.east,
        school: SCHOOLS.east,
        otherIdNumber: idNumber(),
        ruleSet: rules,
      }),
    policy_draft: policyDraft,
    policy_proposal: policyProposal,
    policy_touched: policyTouched,
    policy_simulation: policySimulation,
    draft: () => application('draft'),
    withdrawn_draft: async () => {
      const ids = await application('draft');
      await ask('owner', `POST /api/applications/${ids.application}/withdraw`, { version: ids.version });
      return ids;
    },
    submitted: async () => withChecks(await application('submitted')),
    checked: async () => matched(await application('submitted')),
    checked_two_steps: async () => matched(await application('submitted', true)),
    endorsed: async () => matched(await application('endorsed', true)),
    refused,
    rated,
    appeal: () => appeal([]),
    appeal_taken: () => appeal(['take']),
    appeal_asked: () => appeal(['take', 'ask']),
    appeal_dismissed: () => appeal(['take', 'decision']),
    deferral: () => deferral(),
    deferral_refused: () => deferral(true),
    left,
    placed: () => Promise.resolve({ ...placed, token: notices[0]?.token ?? '' }),
    run: async () => ({
      ...NOWHERE,
      application: waiting.application,
      run: (await ask('secondAdmin', `POST /api/seasons/${RUN_SEASON}/runs`, { kind: 'draft' })).id,
    }),
    planned_draw: () => Promise.resolve({ ...NOWHERE, draw: planned }),
    announced_draw: () =>
      Promise.resolve({
        ...NOWHERE,
        application: drawn.application,
        draw: announced,
        party: witness.id,
        partyKey: new URL(witness.link, 'http://x').pathname.split('/').at(-1) ?? '',
      }),
    proposal: async () => {
      await sql`delete from plan_changes where state = 'proposed'`.execute(app.db);
      const body = { lines: [{ schoolId: SCHOOLS.east, classes: 1, seats: 41 }], reason: '扩班一个' };
      return {
        ...NOWHERE,
        proposal: (await ask('secondAdmin', `POST /api/seasons/${SEASON}/plan/proposals`, body)).id,
      };
    },
    staff: async () => ({
      ...NOWHERE,
      organization: SCHOOLS.east,
      account: await done((tx) =>
        createAccount(tx, {
          phone: phone(),
          name: '演示职员',
          role: 'school_reviewer',
          organizationId: SCHOOLS.east,
          demo: false,
        }),
      ),
    }),
  };

  return {
    visit: async (actor) => {
      if (actor === 'anonymous') return new Visitor(app.server);
      if (actor === 'disabled') return new Visitor(app.server, disabledToken);
      return as(actor);
    },
    make: (thing) => makers[thing](),
    close: () => app.close(),
  };
}
