// The audit: one entry for each use case that changed something, written in the same transaction as the change.

import { sql } from 'kysely';
import type { Context } from '../context.ts';

/** What was done to what. */
export interface AuditEntry {
  /** `module.verb`, e.g. `review.approve`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** District the subject belongs to, for auditors of a district; null for the whole city. */
  readonly district?: string | null;
  /** What a later reader needs to understand the entry. No plaintext of personal data. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes an entry. Call it once in every use case that changes something, inside its transaction. */
export async function audit(context: Context, entry: AuditEntry): Promise<void> {
  const { actor } = context;
  const who = actor.kind === 'account' ? actor.accountId : null;
  const role = actor.kind === 'account' ? actor.role : actor.kind === 'system' ? `system:${actor.job}` : actor.kind;
  const organization = actor.kind === 'account' ? (actor.organization?.id ?? null) : null;
  // Who acts for a guardian at a counter stands beside everything that is done there.
  const helper = actor.kind === 'account' ? actor.assistedBy?.accountId : undefined;
  const detail = { ...entry.detail, ...(helper === undefined ? {} : { assistedBy: helper }) };
  await sql`
    insert into audit_entries (at, actor_account, actor_role, organization_id, action, subject_kind, subject_id, district, detail, request_id)
    values (${context.now}, ${who}, ${role}, ${organization}, ${entry.action}, ${entry.subject.kind}, ${entry.subject.id},
            ${entry.district ?? null}, ${JSON.stringify(detail)}::jsonb, ${context.requestId})
  `.execute(context.db);
}
