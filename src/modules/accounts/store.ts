// Accounts, sessions, phone codes and the readings of the audit: the only SQL of this module.

import { sql } from 'kysely';
import type { ActorOrganization, Language, Role } from '../../kernel/actor.ts';
import type { Db } from '../../platform/db/database.ts';

type Tables = {
  accounts: {
    id: string;
    phone: string;
    name: string;
    role: Role;
    organizationId: string | null;
    language: Language;
    demo: boolean;
    createdAt: Date;
    disabledAt: Date | null;
  };
  sessions: { tokenHash: Buffer; accountId: string; createdAt: Date; expiresAt: Date };
  phoneCodes: {
    phone: string;
    issuedAt: Date;
    codeHash: Buffer;
    expiresAt: Date;
    attempts: number;
    usedAt: Date | null;
  };
  oidcIdentities: { issuer: string; subject: string; accountId: string; linkedAt: Date };
  oidcAttempts: { state: string; nonce: string; codeVerifier: string; returnTo: string; createdAt: Date };
  developmentInbox: { key: string; phone: string; text: string; at: Date };
  // Read only: names of offices beside names of people.
  organizations: { id: string; kind: ActorOrganization['kind']; name: string; nameEn: string; district: string | null };
};

/** An account with its office. */
export interface AccountRecord {
  readonly id: string;
  readonly phone: string;
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  readonly demo: boolean;
  readonly disabledAt: Date | null;
  readonly organization: (ActorOrganization & { readonly nameEn: string }) | null;
}

const own = (db: Db) => db.withTables<Tables>();

function accountsWithOffice(db: Db) {
  return own(db)
    .selectFrom('accounts')
    .leftJoin('organizations', 'organizations.id', 'accounts.organizationId')
    .select([
      'accounts.id',
      'accounts.phone',
      'accounts.name',
      'accounts.role',
      'accounts.language',
      'accounts.demo',
      'accounts.disabledAt',
      'accounts.organizationId',
      'organizations.kind as organizationKind',
      'organizations.name as organizationName',
      'organizations.nameEn as organizationNameEn',
      'organizations.district as organizationDistrict',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof accountsWithOffice>['execute']>>[number];

function record(row: Row): AccountRecord {
  const { organizationId, organizationKind, organizationName, organizationNameEn, organizationDistrict, ...rest } = row;
  const organization =
    organizationId && organizationKind
      ? {
          id: organizationId,
          kind: organizationKind,
          name: organizationName ?? '',
          nameEn: organizationNameEn ?? '',
          district: organizationDistrict,
        }
      : null;
  return { ...rest, organization };
}

export async function findAccount(db: Db, by: { id: string } | { phone: string }): Promise<AccountRecord | null> {
  const query = accountsWithOffice(db);
  const row = await (
    'id' in by ? query.where('accounts.id', '=', by.id) : query.where('accounts.phone', '=', by.phone)
  ).executeTakeFirst();
  return row ? record(row) : null;
}

export async function findAccounts(db: Db, ids: readonly string[]): Promise<readonly AccountRecord[]> {
  if (ids.length === 0) return [];
  return (
    await accountsWithOffice(db)
      .where('accounts.id', 'in', [...new Set(ids)])
      .execute()
  ).map(record);
}

export async function insertAccount(
  db: Db,
  account: {
    id: string;
    phone: string;
    name: string;
    role: Role;
    organizationId: string | null;
    demo: boolean;
    createdAt: Date;
  },
): Promise<boolean> {
  const inserted = await own(db)
    .insertInto('accounts')
    .values({ ...account, language: 'zh', disabledAt: null })
    .onConflict((conflict) => conflict.column('phone').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function updateAccount(
  db: Db,
  id: string,
  set: { name?: string; language?: Language; role?: Role; organizationId?: string; disabledAt?: Date | null },
): Promise<void> {
  await own(db).updateTable('accounts').set(set).where('id', '=', id).execute();
}

/** Ids of those who hold a role at an office now, locked until the transaction ends: two who close each other wait in turn. */
export async function lockStaff(db: Db, organizationId: string, role: Role): Promise<readonly string[]> {
  await sql`select 1 from organizations where id = ${organizationId} for update`.execute(db);
  const rows = await own(db)
    .selectFrom('accounts')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('role', '=', role)
    .where('disabledAt', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** Staff of a district and its schools; of the whole city for null. */
export async function listStaff(db: Db, district: string | null, q: string): Promise<readonly AccountRecord[]> {
  let query = accountsWithOffice(db)
    .where('accounts.role', '<>', 'guardian')
    .orderBy('organizations.id')
    .orderBy('accounts.phone')
    .limit(500);
  if (district !== null) query = query.where('organizations.district', '=', district);
  if (q !== '')
    query = query.where((where) =>
      where.or([
        where('accounts.name', 'like', `%${q}%`),
        where('organizations.name', 'like', `%${q}%`),
        where('accounts.phone', 'like', `${q}%`),
      ]),
    );
  return (await query.execute()).map(record);
}

export async function listDemoAccounts(db: Db): Promise<readonly AccountRecord[]> {
  return (
    await accountsWithOffice(db)
      .where('accounts.demo', '=', true)
      .where('accounts.disabledAt', 'is', null)
      .orderBy('accounts.phone')
      .limit(60)
      .execute()
  ).map(record);
}

export async function findOrganization(db: Db, id: string): Promise<ActorOrganization | null> {
  const row = await own(db)
    .selectFrom('organizations')
    .select(['id', 'kind', 'name', 'district'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertSession(db: Db, session: Tables['sessions']): Promise<void> {
  await own(db).insertInto('sessions').values(session).execute();
}

export async function findSessionAccount(db: Db, tokenHash: Buffer, now: Date): Promise<AccountRecord | null> {
  const row = await accountsWithOffice(db)
    .innerJoin('sessions', 'sessions.accountId', 'accounts.id')
    .where('sessions.tokenHash', '=', tokenHash)
    .where('sessions.expiresAt', '>', now)
    .where('accounts.disabledAt', 'is', null)
    .executeTakeFirst();
  return row ? record(row) : null;
}

export async function deleteSession(db: Db, tokenHash: Buffer): Promise<void> {
  await own(db).deleteFrom('sessions').where('tokenHash', '=', tokenHash).execute();
}

export async function deleteSessionsOf(db: Db, accountId: string): Promise<void> {
  await own(db).deleteFrom('sessions').where('accountId', '=', accountId).execute();
}

/** Codes issued to a phone since an instant, newest first; the phone is locked against a second request meanwhile. */
export async function codesSince(db: Db, phone: string, since: Date): Promise<readonly Tables['phoneCodes'][]> {
  await sql`select pg_advisory_xact_lock(hashtext('phone_codes'), hashtext(${phone}))`.execute(db);
  return own(db)
    .selectFrom('phoneCodes')
    .selectAll()
    .where('phone', '=', phone)
    .where('issuedAt', '>', since)
    .orderBy('issuedAt', 'desc')
    .execute();
}

export async function insertCode(db: Db, code: Omit<Tables['phoneCodes'], 'attempts' | 'usedAt'>): Promise<void> {
  await own(db)
    .insertInto('phoneCodes')
    .values({ ...code, attempts: 0, usedAt: null })
    .execute();
}

export async function updateCode(
  db: Db,
  phone: string,
  issuedAt: Date,
  set: { attempts?: number; usedAt?: Date },
): Promise<void> {
  await own(db)
    .updateTable('phoneCodes')
    .set(set)
    .where('phone', '=', phone)
    .where('issuedAt', '=', issuedAt)
    .execute();
}

export async function readInbox(
  db: Db,
  phone: string | undefined,
): Promise<readonly Omit<Tables['developmentInbox'], 'key'>[]> {
  let query = own(db).selectFrom('developmentInbox').select(['phone', 'text', 'at']).orderBy('at', 'desc').limit(30);
  if (phone) query = query.where('phone', '=', phone);
  return query.execute();
}

export async function insertOidcAttempt(db: Db, attempt: Tables['oidcAttempts']): Promise<void> {
  await own(db).insertInto('oidcAttempts').values(attempt).execute();
}

/** Takes an attempt, so that it serves once; older ones than `since` do not serve at all. */
export async function takeOidcAttempt(db: Db, state: string, since: Date): Promise<Tables['oidcAttempts'] | null> {
  const taken = await own(db).deleteFrom('oidcAttempts').where('state', '=', state).returningAll().executeTakeFirst();
  return taken && taken.createdAt > since ? taken : null;
}

export async function findIdentity(db: Db, issuer: string, subject: string): Promise<string | null> {
  const row = await own(db)
    .selectFrom('oidcIdentities')
    .select('accountId')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.accountId ?? null;
}

export async function insertIdentity(db: Db, identity: Tables['oidcIdentities']): Promise<void> {
  await own(db)
    .insertInto('oidcIdentities')
    .values(identity)
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .execute();
}

/** One entry of the audit with names beside the ids. */
export interface AuditRecord {
  readonly id: number;
  readonly at: Date;
  readonly actorName: string | null;
  readonly actorRole: string;
  readonly organizationName: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly detail: Record<string, unknown>;
}

export async function listAudit(
  db: Db,
  filter: {
    district: string | null;
    subject?: string | undefined;
    action?: string | undefined;
    before?: number | undefined;
    limit: number;
  },
): Promise<readonly AuditRecord[]> {
  const { rows } = await sql<AuditRecord>`
    select e.id, e.at, a.name as actor_name, e.actor_role, o.name as organization_name, e.action, e.subject_kind, e.subject_id, e.detail
    from audit_entries e left join accounts a on a.id = e.actor_account left join organizations o on o.id = e.organization_id
    where (${filter.district}::text is null or e.district = ${filter.district})
      and (${filter.subject ?? null}::text is null or e.subject_id = ${filter.subject ?? null})
      and (${filter.action ?? null}::text is null or e.action like ${`${filter.action ?? ''}%`})
      and (${filter.before ?? null}::bigint is null or e.id < ${filter.before ?? null})
    order by e.id desc limit ${filter.limit}`.execute(db);
  return rows;
}
