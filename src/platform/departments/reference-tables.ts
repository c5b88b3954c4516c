// Departments whose data are imported here as tables: the embedded default.

import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { CheckKind, DepartmentAnswer, DepartmentQuestion } from './departments.ts';

/** Looks a key up among the imported records. */
export async function askReferenceTable(db: Db, { kind, key }: DepartmentQuestion): Promise<DepartmentAnswer> {
  const source = `reference:${kind}`;
  const found = await sql<{ record: Record<string, unknown> }>`
    select record from department_records where kind = ${kind} and key = ${key}`.execute(db);
  const record = found.rows[0]?.record;
  const receipt = { signature: null, keyId: null, nonce: null, fault: null };
  return record
    ? { state: 'found', record, source, receipt: { ...receipt, body: JSON.stringify(record) } }
    : { state: 'no_record', source, receipt: { ...receipt, body: 'null' } };
}

/** Why an officer has put a source on hold; null while it is to be asked. */
export async function holdReason(db: Db, kind: CheckKind): Promise<string | null> {
  const { rows } = await sql<{ available: boolean; reason: string | null }>`
    select available, reason from department_sources where kind = ${kind}`.execute(db);
  const [row] = rows;
  return row && !row.available ? (row.reason ?? '') : null;
}
