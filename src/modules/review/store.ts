// Worklists, claims and decisions: the only SQL of this module.

import { sql, type SelectQueryBuilder } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { ApplicationState } from '../registration/workflow.ts';
import type { ReasonCode, Risk } from './contract.ts';

/** A row of the view `worklist_cases`; identity numbers in full. */
export interface CaseRow {
  readonly id: string;
  readonly receiptNo: string | null;
  readonly childName: string;
  readonly childIdNumber: string;
  readonly sex: 'male' | 'female';
  readonly birthDate: string;
  readonly seasonId: string;
  readonly district: string;
  readonly schoolId: string | null;
  readonly schoolName: string | null;
  readonly categoryId: string | null;
  readonly categoryName: string | null;
  /** Reviews that the policy asks for: 1 or 2. */
  readonly steps: number;
  readonly state: ApplicationState;
  readonly late: boolean;
  readonly submittedAt: Date | null;
  readonly cureUntil: Date | null;
  readonly version: number;
  readonly revision: number;
  readonly accountId: string;
  readonly matched: number;
  readonly differs: number;
  readonly waiting: number;
  readonly manual: number;
  readonly risk: Risk;
}

export interface DecisionRecord {
  readonly id: string;
  readonly applicationId: string;
  readonly revision: number;
  readonly outcome:
    'endorsed' | 'approved' | 'refused' | 'asked_material' | 'returned' | 'reopened' | 'category_changed';
  readonly reasonCode: ReasonCode | null;
  readonly words: string;
  readonly cure: string | null;
  readonly dueAt: Date | null;
  readonly evidenceKinds: readonly string[];
  readonly categoryBefore: string | null;
  readonly categoryAfter: string | null;
  readonly policyHash: string;
  readonly because: readonly unknown[];
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

export interface ClaimRecord {
  readonly applicationId: string;
  readonly accountId: string;
  readonly claimedAt: Date;
  readonly expiresAt: Date;
}

type Tables = {
  worklistCases: CaseRow;
  reviewClaims: ClaimRecord;
  decisions: Omit<DecisionRecord, 'evidenceKinds' | 'because'> & { evidenceKinds: unknown; because: unknown };
};
const own = (db: Db) => db.withTables<Tables>();

/** What a reader may see: the whole city, a district, or a school. */
export interface Reach {
  readonly district?: string;
  readonly schoolId?: string;
}

/** Which cases are wanted. */
export interface CaseFilter {
  readonly reach: Reach;
  readonly seasonId?: string | undefined;
  readonly states?: readonly ApplicationState[] | undefined;
  readonly risk?: Risk | undefined;
  readonly categoryId?: string | undefined;
  readonly schoolId?: string | undefined;
  readonly late?: boolean | undefined;
  readonly q?: string | undefined;
  /** Only cases that this account has claimed. */
  readonly claimedBy?: string | undefined;
  /** Only cases that wait for this step: the school's first review, or the district's. */
  readonly waitsFor?: 'school' | 'district' | undefined;
}

type Query<O> = SelectQueryBuilder<Tables, 'worklistCases', O>;

function filtered<O>(query: Query<O>, filter: CaseFilter, now: Date): Query<O> {
  const { reach } = filter;
  let narrowed = query;
  if (reach.district !== undefined) narrowed = narrowed.where('district', '=', reach.district);
  if (reach.schoolId !== undefined) narrowed = narrowed.where('schoolId', '=', reach.schoolId);
  if (filter.seasonId !== undefined) narrowed = narrowed.where('seasonId', '=', filter.seasonId);
  if (filter.states !== undefined) narrowed = narrowed.where('state', 'in', [...filter.states]);
  if (filter.risk !== undefined) narrowed = narrowed.where('risk', '=', filter.risk);
  if (filter.categoryId !== undefined) narrowed = narrowed.where('categoryId', '=', filter.categoryId);
  if (filter.schoolId !== undefined) narrowed = narrowed.where('schoolId', '=', filter.schoolId);
  if (filter.late !== undefined) narrowed = narrowed.where('late', '=', filter.late);
  if (filter.q !== undefined && filter.q !== '') {
    const { q } = filter;
    const begins = `${q.replace(/[%_\\]/g, '\\$&')}%`;
    narrowed = narrowed.where((where) =>
      where.or([
        where('childName', 'like', begins),
        where('receiptNo', 'like', begins),
        where('childIdNumber', '=', q),
      ]),
    );
  }
  if (filter.waitsFor === 'school') narrowed = narrowed.where('state', '=', 'submitted').where('steps', '=', 2);
  if (filter.waitsFor === 'district') {
    // What no school reviews first, the district does.
    narrowed = narrowed.where((where) =>
      where.or([
        where('state', '=', 'endorsed'),
        where.and([
          where('state', '=', 'submitted'),
          where.or([where('steps', '=', 1), where('schoolId', 'is', null)]),
        ]),
      ]),
    );
  }
  if (filter.claimedBy !== undefined) {
    const { claimedBy } = filter;
    narrowed = narrowed.where(
      sql<boolean>`exists (select 1 from review_claims r where r.application_id = worklist_cases.id and r.account_id = ${claimedBy} and r.expires_at > ${now})`,
    );
  }
  return narrowed;
}

const SORTS = {
  submitted_at: sql`submitted_at`,
  risk: sql`case risk when 'differs' then 0 when 'manual' then 1 when 'waiting' then 2 else 3 end`,
  child_name: sql`child_name`,
  school: sql`school_name`,
  state: sql`state`,
  due_at: sql`cure_until`,
} as const;

/** A page of cases. */
export async function listCases(
  db: Db,
  filter: CaseFilter,
  page: {
    readonly sort: keyof typeof SORTS;
    readonly order: 'asc' | 'desc';
    readonly offset: number;
    readonly limit: number;
  },
  now: Date,
): Promise<CaseRow[]> {
  const direction = page.order === 'desc' ? sql`desc nulls last` : sql`asc nulls last`;
  return filtered(own(db).selectFrom('worklistCases').selectAll(), filter, now)
    .orderBy(sql`${SORTS[page.sort]} ${direction}`)
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

/** How many cases there are by season, state and risk. */
export async function countCases(
  db: Db,
  filter: CaseFilter,
  now: Date,
): Promise<{ seasonId: string; state: ApplicationState; risk: Risk; count: number }[]> {
  const query = own(db)
    .selectFrom('worklistCases')
    .select(['seasonId', 'state', 'risk', sql<number>`count(*)`.as('count')]);
  return filtered(query, filter, now).groupBy(['seasonId', 'state', 'risk']).execute();
}

/** How many asked-for corrections are past their day. */
export async function countOverdue(db: Db, reach: Reach, now: Date): Promise<number> {
  const query = own(db)
    .selectFrom('worklistCases')
    .select(sql<number>`count(*)`.as('count'))
    .where('cureUntil', '<', now);
  const row = await filtered(query, { reach, states: ['needs_material'] }, now).executeTakeFirst();
  return row?.count ?? 0;
}

/** First submissions a day (China's day) by season. */
export async function dailySubmissions(
  db: Db,
  reach: Reach,
): Promise<{ seasonId: string; date: string; count: number }[]> {
  const day = sql<string>`to_char(submitted_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;
  const query = own(db)
    .selectFrom('worklistCases')
    .select(['seasonId', day.as('date'), sql<number>`count(*)`.as('count')])
    .where('submittedAt', 'is not', null);
  return filtered(query, { reach }, new Date(0)).groupBy(['seasonId', day]).orderBy('date').execute();
}

/** Live cases of other accounts or children that share an address or a paper with this one, or whose account has the same phone in the form. */
export async function similarCases(
  db: Db,
  applicationId: string,
  keys: {
    readonly seasonId: string;
    readonly address: string | null;
    readonly document: string | null;
    readonly accountId: string;
  },
): Promise<
  { applicationId: string; receiptNo: string | null; childName: string; sameAddress: boolean; sameDocument: boolean }[]
> {
  const { rows } = await sql<{
    applicationId: string;
    receiptNo: string | null;
    childName: string;
    sameAddress: boolean;
    sameDocument: boolean;
  }>`
    select w.id as "applicationId", w.receipt_no as "receiptNo", w.child_name as "childName",
           coalesce(a.declared #>> '{dwelling,address}' = ${keys.address}, false) as "sameAddress",
           coalesce(a.declared #>> '{dwelling,documentNumber}' = ${keys.document}, false) as "sameDocument"
    from worklist_cases w join applications a on a.id = w.id
    where w.season_id = ${keys.seasonId} and w.id <> ${applicationId} and w.account_id <> ${keys.accountId} and w.state <> 'withdrawn'
      and (a.declared #>> '{dwelling,address}' = ${keys.address} or a.declared #>> '{dwelling,documentNumber}' = ${keys.document})
    limit 20`.execute(db.withoutPlugins());
  return rows;
}

/** The case in the reader's queue that was submitted next, for working through a list. */
export async function nextCase(
  db: Db,
  filter: CaseFilter,
  after: { readonly id: string; readonly submittedAt: Date | null },
  now: Date,
): Promise<string | null> {
  const row = await filtered(own(db).selectFrom('worklistCases').select('id'), filter, now)
    .where('id', '<>', after.id)
    .orderBy(sql`case when submitted_at >= ${after.submittedAt} then 0 else 1 end`)
    .orderBy('submittedAt')
    .orderBy('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function findClaim(db: Db, applicationId: string, now: Date): Promise<ClaimRecord | null> {
  const row = await own(db)
    .selectFrom('reviewClaims')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

export async function claimsOn(db: Db, applicationIds: readonly string[], now: Date): Promise<ClaimRecord[]> {
  if (applicationIds.length === 0) return [];
  return own(db)
    .selectFrom('reviewClaims')
    .selectAll()
    .where('applicationId', 'in', [...applicationIds])
    .where('expiresAt', '>', now)
    .execute();
}

export async function countClaims(db: Db, accountId: string, now: Date): Promise<number> {
  const row = await own(db)
    .selectFrom('reviewClaims')
    .select(sql<number>`count(*)`.as('count'))
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** Takes a case that is free, was this account's, or whose claim has ended. @returns whether it was taken */
export async function takeClaim(db: Db, claim: ClaimRecord): Promise<boolean> {
  const taken = await own(db)
    .insertInto('reviewClaims')
    .values(claim)
    .onConflict((conflict) =>
      conflict
        .column('applicationId')
        .doUpdateSet({ accountId: claim.accountId, claimedAt: claim.claimedAt, expiresAt: claim.expiresAt })
        .where((where) =>
          where.or([
            where('reviewClaims.accountId', '=', claim.accountId),
            where('reviewClaims.expiresAt', '<=', claim.claimedAt),
          ]),
        ),
    )
    .returning('applicationId')
    .executeTakeFirst();
  return taken !== undefined;
}

export async function dropClaim(db: Db, applicationId: string, accountId: string): Promise<void> {
  await own(db)
    .deleteFrom('reviewClaims')
    .where('applicationId', '=', applicationId)
    .where('accountId', '=', accountId)
    .execute();
}

export async function insertDecision(db: Db, decision: DecisionRecord): Promise<void> {
  await own(db)
    .insertInto('decisions')
    .values({
      ...decision,
      evidenceKinds: JSON.stringify(decision.evidenceKinds),
      because: JSON.stringify(decision.because),
    })
    .execute();
}

/** Decisions on an application, oldest first. */
export async function decisionsOn(db: Db, applicationId: string): Promise<DecisionRecord[]> {
  return (await own(db)
    .selectFrom('decisions')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .orderBy('decidedAt')
    .orderBy('id')
    .execute()) as DecisionRecord[];
}
