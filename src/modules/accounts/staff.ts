// The accounts of staff: who they are, where and as what; opened, changed and closed by the administrators above them.

import { ROLES, type Role } from '../../kernel/actor.ts';
import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { audit } from '../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../platform/context.ts';
import { listOrganizations } from '../organizations/public.ts';
import { ADMINISTRATOR_AT, administers, roleFits } from './rules.ts';
import * as store from './store.ts';

type StaffRole = Exclude<Role, 'guardian'>;
type StaffRecord = store.AccountRecord & { readonly organization: NonNullable<store.AccountRecord['organization']> };
type Staff = ReturnType<typeof toStaff>;

function toStaff(record: store.AccountRecord) {
  const { id, name, phone, role, disabledAt, organization } = record;
  return {
    id,
    name,
    phone,
    role,
    disabledAt,
    organizationId: organization?.id ?? '',
    organizationName: organization?.name ?? '',
  };
}

/** Staff within one's authority. */
export async function listStaff(context: Context, q: string): Promise<Staff[]> {
  const { organization } = account(context);
  const district = organization?.kind === 'city_bureau' ? null : (organization?.district ?? '');
  return (await store.listStaff(context.db, district, q)).map(toStaff);
}

/** Bureaus and schools that the actor may staff, with the roles that fit each. */
export async function listStaffable(context: Context) {
  const staffRoles = ROLES.filter((role) => role !== 'guardian');
  return (await listOrganizations(context))
    .filter((organization) => administers(context.actor, organization))
    .map((organization) => ({
      id: organization.id,
      kind: organization.kind,
      name: organization.name,
      nameEn: organization.nameEn,
      roles: staffRoles.filter((role) => roleFits(role, organization)),
    }));
}

/** Opens an account of staff. */
export function openStaffAccount(
  context: Context,
  input: { name: string; phone: string; role: StaffRole; organizationId: string },
): Outcome<Staff> {
  return inTransaction(context, async (tx) => {
    const organization = await store.findOrganization(tx.db, input.organizationId);
    if (!organization || !administers(tx.actor, organization)) return err(refusal('staff.not_yours'));
    if (!roleFits(input.role, organization)) return err(refusal('staff.role_unfit', { role: input.role }));
    const id = newId(tx);
    if (!(await store.insertAccount(tx.db, { id, ...input, demo: false, createdAt: tx.now })))
      return err(refusal('staff.phone_taken', { phone: input.phone }));
    await audit(tx, {
      action: 'accounts.open_staff',
      subject: { kind: 'account', id },
      district: organization.district,
      detail: { role: input.role, organization: organization.id },
    });
    return answer(tx, id);
  });
}

/** A member of staff whom the actor administers; anybody else does not exist for them. */
async function managed(tx: Context, id: string): Outcome<StaffRecord> {
  const record = await store.findAccount(tx.db, { id });
  return record?.organization && administers(tx.actor, record.organization)
    ? ok(record as StaffRecord)
    : err(refusal('staff.not_yours'));
}

/** Whether an office would be left without anybody who can appoint others; the office is locked until the transaction ends. */
async function isLastAdministrator(tx: Context, record: StaffRecord): Promise<boolean> {
  const { organization, role } = record;
  if (record.disabledAt !== null || role !== ADMINISTRATOR_AT[organization.kind]) return false;
  const administrators = await store.lockStaff(tx.db, organization.id, role);
  return administrators.every((id) => id === record.id);
}

const lastAdministrator = ({ name, organization }: StaffRecord) =>
  err(refusal('staff.last_admin', { name, organization: organization.name }));

/** Changes who a member of staff is, where, and as what. It is in force with their next request. */
export function changeStaff(
  context: Context,
  id: string,
  change: { name?: string | undefined; role?: StaffRole | undefined; organizationId?: string | undefined },
): Outcome<Staff> {
  return inTransaction(context, async (tx) => {
    const found = await managed(tx, id);
    if (!found.ok) return found;
    const record = found.value;
    const organization = change.organizationId
      ? await store.findOrganization(tx.db, change.organizationId)
      : record.organization;
    if (!organization || !administers(tx.actor, organization)) return err(refusal('staff.not_yours'));
    const role = change.role ?? record.role;
    if (!roleFits(role, organization)) return err(refusal('staff.role_unfit', { role }));
    const moves = role !== record.role || organization.id !== record.organization.id;
    if (moves && (await isLastAdministrator(tx, record))) return lastAdministrator(record);
    await store.updateAccount(tx.db, id, {
      name: change.name ?? record.name,
      role,
      organizationId: organization.id,
    });
    await audit(tx, {
      action: 'accounts.change_staff',
      subject: { kind: 'account', id },
      district: organization.district,
      detail: {
        renamed: change.name !== undefined && change.name !== record.name,
        before: { role: record.role, organization: record.organization.id },
        after: { role, organization: organization.id },
      },
    });
    return answer(tx, id);
  });
}

/** Closes an account of staff; its sessions end. */
export function disableStaff(context: Context, id: string, reason: string): Outcome<Staff> {
  return inTransaction(context, async (tx) => {
    const found = await managed(tx, id);
    if (!found.ok) return found;
    const record = found.value;
    if (await isLastAdministrator(tx, record)) return lastAdministrator(record);
    await store.updateAccount(tx.db, id, { disabledAt: record.disabledAt ?? tx.now });
    await store.deleteSessionsOf(tx.db, id);
    await audit(tx, {
      action: 'accounts.disable_staff',
      subject: { kind: 'account', id },
      district: record.organization.district,
      detail: { reason },
    });
    return answer(tx, id);
  });
}

/** Opens a closed account of staff again. */
export function enableStaff(context: Context, id: string, reason: string): Outcome<Staff> {
  return inTransaction(context, async (tx) => {
    const found = await managed(tx, id);
    if (!found.ok) return found;
    await store.updateAccount(tx.db, id, { disabledAt: null });
    await audit(tx, {
      action: 'accounts.enable_staff',
      subject: { kind: 'account', id },
      district: found.value.organization.district,
      detail: { reason },
    });
    return answer(tx, id);
  });
}

async function answer(tx: Context, id: string): Outcome<Staff> {
  const record = await store.findAccount(tx.db, { id });
  return record ? ok(toStaff(record)) : err(refusal('staff.not_yours'));
}
