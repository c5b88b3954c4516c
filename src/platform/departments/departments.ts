// The door to other departments' data: one question, one answer, or the news that the source is down.

import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** What other departments are asked about (教育入学一件事: which department holds what). */
export const CHECK_KINDS = [
  'household',
  'property',
  'lease',
  'residence_permit',
  'social_insurance',
  'business_licence',
  'birth',
  'civil_affairs',
  'student_record',
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** A question: the key by which the department files its records, e.g. an identity or certificate number. */
export interface DepartmentQuestion {
  readonly kind: CheckKind;
  readonly key: string;
}

/** What came back, as received. */
export type DepartmentAnswer =
  | { readonly state: 'found'; readonly record: Readonly<Record<string, unknown>>; readonly source: string }
  | { readonly state: 'no_record'; readonly source: string }
  | { readonly state: 'down'; readonly source: string; readonly reason: string };

/** Other departments, however they are reached. */
export interface Departments {
  ask(question: DepartmentQuestion): Promise<DepartmentAnswer>;
}

/**
 * Reference tables in our own database, filled by import: the embedded default.
 * `department_records` holds the records, `department_sources` says whether a source answers at present.
 */
export function referenceTables(db: Db): Departments {
  return {
    ask: async ({ kind, key }) => {
      const source = `reference:${kind}`;
      const status = await sql<{ available: boolean; reason: string | null }>`
        select available, reason from department_sources where kind = ${kind}`.execute(db);
      const row = status.rows[0];
      if (row && !row.available) return { state: 'down', source, reason: row.reason ?? '' };
      const found = await sql<{ record: Record<string, unknown> }>`
        select record from department_records where kind = ${kind} and key = ${key}`.execute(db);
      const record = found.rows[0]?.record;
      return record ? { state: 'found', record, source } : { state: 'no_record', source };
    },
  };
}
