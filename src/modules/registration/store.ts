// Children, applications, their events, evidence and second guardians: the only SQL of this module.

import { sql } from 'kysely';
import type { Evaluation } from '../../engines/policy/evaluation.ts';
import type { Db } from '../../platform/db/database.ts';
import type { LocationAnswer } from '../schools/contract.ts';
import type { AssessmentAnswer } from './contract.ts';
import type { Declaration, Draft, GUARDIAN_RELATIONS, ID_KINDS } from './declaration.ts';
import type { ApplicationState } from './workflow.ts';

/** What the policy said, as it is kept: the wire shape, and what review and placement need besides. */
export type StoredAssessment = AssessmentAnswer &
  Pick<Evaluation, 'review' | 'rank' | 'confirmations' | 'fallbackWords'> & {
    /** Whose facts it rests on besides the family's own. */
    readonly basis: 'declared' | 'located' | 'departments' | 'review';
    /** What learned facts would give instead, and why: until a reviewer has decided, the category stays. */
    readonly difference: {
      readonly category: AssessmentAnswer['category'];
      readonly because: AssessmentAnswer['because'];
    } | null;
  };

export interface ChildRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly idKind: (typeof ID_KINDS)[number];
  /** In full; masked before it leaves the system. */
  readonly idNumber: string;
  readonly sex: 'male' | 'female';
  readonly birthDate: string;
  readonly relation: (typeof GUARDIAN_RELATIONS)[number];
  readonly createdAt: Date;
}

interface ApplicationRow {
  readonly id: string;
  readonly seasonId: string;
  readonly district: string;
  readonly stage: 'primary' | 'junior';
  readonly entryYear: number;
  readonly childId: string;
  readonly childKey: string;
  readonly accountId: string;
  readonly state: ApplicationState;
  readonly version: number;
  readonly revision: number;
  readonly draft: Draft;
  readonly declared: Declaration | null;
  /** The one in force; all of them are kept by `assessment-store.ts`. */
  readonly assessment: StoredAssessment | null;
  readonly location: LocationAnswer | null;
  readonly categoryId: string | null;
  readonly categoryOrder: number | null;
  readonly schoolId: string | null;
  readonly late: boolean;
  readonly receiptNo: string | null;
  readonly submissionKey: string | null;
  readonly cureUntil: Date | null;
  readonly firstSubmittedAt: Date | null;
  readonly submittedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An application with its child and the second guardians who were let in. */
export interface ApplicationRecord extends ApplicationRow {
  readonly child: Omit<ChildRecord, 'accountId' | 'createdAt'>;
  /** Accounts of accepted second guardians. */
  readonly readers: readonly string[];
}

export interface EventRecord {
  readonly applicationId: string;
  readonly at: Date;
  readonly event: string;
  readonly fromState: string;
  readonly toState: string;
  readonly actorAccount: string | null;
  readonly actorRole: string;
  /** Name of the office for which staff acted. */
  readonly actorOrganization: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface GuardianRequestRecord {
  readonly id: string;
  readonly applicationId: string;
  readonly accountId: string;
  readonly state: 'requested' | 'accepted' | 'declined';
  readonly words: string;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

type Tables = {
  children: ChildRecord;
  // Columns of JSON are written as text and read parsed.
  applications: Omit<ApplicationRow, 'draft' | 'declared' | 'assessment' | 'location'> & {
    draft: unknown;
    declared: unknown;
    assessment: unknown;
    location: unknown;
  };
  applicationEvents: Omit<EventRecord, 'detail'> & { detail: unknown };
  guardianRequests: GuardianRequestRecord;
};
const own = (db: Db) => db.withTables<Tables>();
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

// Children

export async function insertChild(db: Db, child: ChildRecord): Promise<void> {
  await own(db).insertInto('children').values(child).execute();
}

export async function insertChildren(db: Db, children: readonly ChildRecord[]): Promise<void> {
  if (children.length > 0)
    await own(db)
      .insertInto('children')
      .values([...children])
      .execute();
}

export async function findChild(db: Db, id: string): Promise<ChildRecord | null> {
  return (await own(db).selectFrom('children').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function childrenOf(db: Db, accountId: string): Promise<ChildRecord[]> {
  return own(db).selectFrom('children').selectAll().where('accountId', '=', accountId).orderBy('createdAt').execute();
}

export async function updateChild(
  db: Db,
  id: string,
  set: Partial<Pick<ChildRecord, 'name' | 'relation'>>,
): Promise<void> {
  if (Object.keys(set).length > 0) await own(db).updateTable('children').set(set).where('id', '=', id).execute();
}

// Applications

const select = (db: Db) =>
  own(db)
    .selectFrom('applications as a')
    .innerJoin('children as c', 'c.id', 'a.childId')
    .selectAll('a')
    .select((one) => [
      'c.name as childName',
      'c.idKind as childIdKind',
      'c.idNumber as childIdNumber',
      'c.sex as childSex',
      'c.birthDate as childBirthDate',
      'c.relation as childRelation',
      sql<
        string[]
      >`array(select account_id::text from guardian_requests g where g.application_id = ${one.ref('a.id')} and g.state = 'accepted')`.as(
        'readers',
      ),
    ]);
type Joined = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

function recordOf({
  childName,
  childIdKind,
  childIdNumber,
  childSex,
  childBirthDate,
  childRelation,
  ...row
}: Joined): ApplicationRecord {
  return {
    ...(row as ApplicationRow & { readers: string[] }),
    child: {
      id: row.childId,
      name: childName,
      idKind: childIdKind,
      idNumber: childIdNumber,
      sex: childSex,
      birthDate: childBirthDate,
      relation: childRelation,
    },
  };
}

export async function findApplication(db: Db, id: string): Promise<ApplicationRecord | null> {
  const row = await select(db).where('a.id', '=', id).executeTakeFirst();
  return row ? recordOf(row) : null;
}

/** Reads an application and keeps others from changing it until the transaction ends. */
export async function lockApplication(db: Db, id: string): Promise<ApplicationRecord | null> {
  await own(db).selectFrom('applications').select('id').where('id', '=', id).forUpdate().execute();
  return findApplication(db, id);
}

/** Which applications are wanted; every condition that is given must hold. */
export interface ApplicationFilter {
  readonly seasonId?: string;
  readonly states?: readonly ApplicationState[];
  readonly schoolId?: string;
  readonly district?: string;
  /** Only these. */
  readonly ids?: readonly string[];
  /** Only of these guardians. */
  readonly accountIds?: readonly string[];
}

export async function listApplications(db: Db, filter: ApplicationFilter): Promise<ApplicationRecord[]> {
  let query = select(db);
  if (filter.ids?.length === 0) return [];
  if (filter.ids !== undefined) query = query.where(sql<boolean>`a.id = any(${[...filter.ids]}::uuid[])`);
  if (filter.accountIds !== undefined)
    query = query.where(sql<boolean>`a.account_id = any(${[...filter.accountIds]}::uuid[])`);
  if (filter.seasonId !== undefined) query = query.where('a.seasonId', '=', filter.seasonId);
  if (filter.states !== undefined)
    query = query.where('a.state', 'in', filter.states.length > 0 ? [...filter.states] : ['draft' as const]);
  if (filter.states?.length === 0) return [];
  if (filter.schoolId !== undefined) query = query.where('a.schoolId', '=', filter.schoolId);
  if (filter.district !== undefined) query = query.where('a.district', '=', filter.district);
  return (await query.orderBy('a.submittedAt').orderBy('a.id').execute()).map(recordOf);
}

export async function countApplications(
  db: Db,
  filter: { readonly seasonId: string; readonly states: readonly ApplicationState[] },
): Promise<number> {
  const { n } = await own(db)
    .selectFrom('applications')
    .select((one) => one.fn.countAll().as('n'))
    .where('seasonId', '=', filter.seasonId)
    .where('state', 'in', [...filter.states])
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** In how many years before `entryYear` the entry of a child was put off, whoever registered it. */
export async function countDeferrals(
  db: Db,
  { childKey, entryYear }: Pick<ApplicationRow, 'childKey' | 'entryYear'>,
): Promise<number> {
  const { n } = await own(db)
    .selectFrom('applications')
    .select((one) => one.fn.countAll().as('n'))
    .where('childKey', '=', childKey)
    .where('entryYear', '<', entryYear)
    .where('state', '=', 'deferred')
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Submitted applications of a season by part of the child's name or of the receipt number. */
export async function searchApplications(
  db: Db,
  seasonId: string,
  text: string,
  limit: number,
): Promise<ApplicationRecord[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await select(db)
    .where('a.seasonId', '=', seasonId)
    .where('a.revision', '>', 0)
    .where((where) => where.or([where('c.name', 'ilike', pattern), where('a.receiptNo', 'ilike', pattern)]))
    .orderBy('a.receiptNo')
    .limit(limit)
    .execute();
  return rows.map(recordOf);
}

/** Applications of an account: its own and those it was let see. */
export async function applicationsOf(db: Db, accountId: string): Promise<ApplicationRecord[]> {
  const rows = await select(db)
    .where((where) =>
      where.or([
        where('a.accountId', '=', accountId),
        where.exists(
          where
            .selectFrom('guardianRequests as g')
            .select('g.id')
            .whereRef('g.applicationId', '=', 'a.id')
            .where('g.accountId', '=', accountId)
            .where('g.state', '=', 'accepted'),
        ),
      ]),
    )
    .orderBy('a.createdAt', 'desc')
    .execute();
  return rows.map(recordOf);
}

/** What stands for a child in a stage and year: the live application, or an account's own draft. */
export async function findStanding(
  db: Db,
  child: { readonly childKey: string; readonly stage: string; readonly entryYear: number },
  draftOf: string | null,
): Promise<ApplicationRecord | null> {
  const row = await select(db)
    .where('a.childKey', '=', child.childKey)
    .where('a.stage', '=', child.stage as 'primary')
    .where('a.entryYear', '=', child.entryYear)
    .where('a.state', '!=', 'withdrawn')
    .where((where) =>
      draftOf === null
        ? where('a.state', '!=', 'draft')
        : where.or([where('a.state', '!=', 'draft'), where('a.accountId', '=', draftOf)]),
    )
    // A live application counts before a draft.
    .orderBy(sql`a.state = 'draft'`)
    .limit(1)
    .executeTakeFirst();
  return row ? recordOf(row) : null;
}

export type NewApplication = Omit<ApplicationRow, 'version'> & { readonly version?: number };

export async function insertApplications(db: Db, applications: readonly NewApplication[]): Promise<void> {
  if (applications.length === 0) return;
  await own(db)
    .insertInto('applications')
    .values(
      applications.map((one) => ({
        ...one,
        version: one.version ?? 1,
        draft: JSON.stringify(one.draft),
        declared: json(one.declared),
        assessment: json(one.assessment),
        location: json(one.location),
      })),
    )
    .execute();
}

/** What a change may set; `version` is raised with every change. */
export type ApplicationChange = Partial<
  Pick<
    ApplicationRow,
    | 'state'
    | 'revision'
    | 'draft'
    | 'declared'
    | 'assessment'
    | 'location'
    | 'categoryId'
    | 'categoryOrder'
    | 'schoolId'
    | 'late'
    | 'receiptNo'
    | 'submissionKey'
    | 'cureUntil'
    | 'firstSubmittedAt'
    | 'submittedAt'
  >
> & { readonly updatedAt: Date };

/** Changes an application that still is as it was read. @returns the new version, or null if somebody was faster */
export async function updateApplication(
  db: Db,
  was: { readonly id: string; readonly version: number; readonly state: ApplicationState },
  change: ApplicationChange,
): Promise<number | null> {
  const { draft, declared, assessment, location, ...plain } = change;
  const row = await own(db)
    .updateTable('applications')
    .set({
      ...plain,
      ...(draft === undefined ? {} : { draft: JSON.stringify(draft) }),
      ...(declared === undefined ? {} : { declared: json(declared) }),
      ...(assessment === undefined ? {} : { assessment: json(assessment) }),
      ...(location === undefined ? {} : { location: json(location) }),
      version: was.version + 1,
    })
    .where('id', '=', was.id)
    .where('version', '=', was.version)
    .where('state', '=', was.state)
    .returning('version')
    .executeTakeFirst();
  return row?.version ?? null;
}

/**
 * Moves applications that still are as they were read to another state, in one statement, and to another school where
 * one is given. @returns how many were moved
 */
export async function updateStates(
  db: Db,
  changes: readonly {
    readonly was: { readonly id: string; readonly version: number; readonly state: ApplicationState };
    readonly state: ApplicationState;
    readonly schoolId: string | null;
  }[],
  at: Date,
): Promise<number> {
  const rows = changes.map(({ was, state, schoolId }) => [was.id, was.version, was.state, state, schoolId]);
  const { numAffectedRows } = await sql`
    update applications a
    set state = c ->> 3, school_id = coalesce(c ->> 4, a.school_id), version = a.version + 1, updated_at = ${at}
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as c
    where a.id = (c ->> 0)::uuid and a.version = (c ->> 1)::int and a.state = c ->> 2
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Moves the end of a correction to a later instant; never to an earlier one. */
export async function extendCure(db: Db, id: string, until: Date): Promise<void> {
  await own(db)
    .updateTable('applications')
    .set({ cureUntil: sql<Date>`greatest(cure_until, ${until})` })
    .where('id', '=', id)
    .execute();
}

/** The next `count` receipt numbers. */
export async function nextReceipts(db: Db, count: number): Promise<number[]> {
  const { rows } = await sql<{
    n: number;
  }>`select nextval('receipt_numbers') as n from generate_series(1, ${count})`.execute(db);
  return rows.map(({ n }) => n);
}

// Events

export async function insertEvents(db: Db, events: readonly EventRecord[]): Promise<void> {
  // PostgreSQL takes 65,535 values a statement.
  for (let from = 0; from < events.length; from += 5000) {
    await own(db)
      .insertInto('applicationEvents')
      .values(events.slice(from, from + 5000).map((event) => ({ ...event, detail: JSON.stringify(event.detail) })))
      .execute();
  }
}

export async function eventsOf(db: Db, applicationId: string): Promise<EventRecord[]> {
  const rows = await own(db)
    .selectFrom('applicationEvents')
    .select([
      'applicationId',
      'at',
      'event',
      'fromState',
      'toState',
      'actorAccount',
      'actorRole',
      'actorOrganization',
      'detail',
    ])
    .where('applicationId', '=', applicationId)
    .orderBy(sql`id`)
    .execute();
  return rows as EventRecord[];
}

// Second guardians

export async function insertGuardianRequest(db: Db, request: GuardianRequestRecord): Promise<void> {
  await own(db).insertInto('guardianRequests').values(request).execute();
}

export async function findGuardianRequest(db: Db, id: string): Promise<GuardianRequestRecord | null> {
  return (await own(db).selectFrom('guardianRequests').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function guardianRequestsOf(db: Db, applicationId: string): Promise<GuardianRequestRecord[]> {
  return own(db)
    .selectFrom('guardianRequests')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .orderBy('requestedAt')
    .execute();
}

export async function decideGuardianRequest(
  db: Db,
  id: string,
  decision: { readonly state: 'accepted' | 'declined'; readonly decidedAt: Date; readonly decidedBy: string },
): Promise<void> {
  await own(db).updateTable('guardianRequests').set(decision).where('id', '=', id).execute();
}

/** Whether a member of staff acted for the family in any event of an application. */
export async function helpedBy(db: Db, applicationId: string, accountId: string): Promise<boolean> {
  const found = await own(db)
    .selectFrom('applicationEvents')
    .select('applicationId')
    .where('applicationId', '=', applicationId)
    .where(sql<boolean>`detail -> 'assistedBy' ->> 'accountId' = ${accountId}`)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
