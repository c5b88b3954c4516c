// What families were told beside what the database holds: every receipt that someone saw must stand, once, with all that belongs to it.

import pg from 'pg';

/** Receipts that families have seen, by application. */
export type Receipts = ReadonlyMap<string, string>;

/** An application as the database holds it. */
export interface Kept {
  readonly id: string;
  readonly childKey: string;
  readonly state: string;
  readonly receiptNo: string | null;
  /** How often it was submitted, by its own count, by its timeline, and by the audit. */
  readonly revision: number;
  readonly submissions: number;
  readonly audited: number;
  readonly checks: number;
  readonly checksWaiting: number;
  /** Messages that the submission brought to the family. */
  readonly messages: number;
}

/** Reads every application there is. */
export async function readKept(databaseUrl: string): Promise<Kept[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Kept>(`
      select a.id, a.child_key as "childKey", a.state, a.receipt_no as "receiptNo", a.revision,
        (select count(*)::int from application_events e where e.application_id = a.id and e.event = 'submit') as submissions,
        (select count(*)::int from audit_entries u where u.subject_id = a.id::text and u.action = 'registration.submit') as audited,
        (select count(*)::int from checks c where c.application_id = a.id) as checks,
        (select count(*)::int from checks c where c.application_id = a.id and c.state = 'pending') as "checksWaiting",
        (select count(*)::int from messages m where m.application_id = a.id and m.kind = 'submit') as messages
      from applications a where a.state <> 'draft'`);
    return rows;
  } finally {
    await client.end();
  }
}

/** What is wrong between what was acknowledged and what is kept, a line each; empty when all is well. */
export function faultsBetween(receipts: Receipts, kept: readonly Kept[]): string[] {
  const faults: string[] = [];
  const byId = new Map(kept.map((one) => [one.id, one]));
  for (const [id, receipt] of receipts) {
    const one = byId.get(id);
    if (!one) faults.push(`${receipt} was acknowledged and is lost`);
    else if (one.receiptNo !== receipt) faults.push(`${receipt} was acknowledged and is kept as ${one.receiptNo}`);
  }
  const seen = { child: new Set<string>(), receipt: new Set<string>() };
  for (const one of kept) {
    if (seen.child.has(one.childKey)) faults.push(`${one.childKey} is registered twice`);
    if (one.receiptNo === null) faults.push(`${one.id} has no receipt`);
    else if (seen.receipt.has(one.receiptNo)) faults.push(`${one.receiptNo} was given twice`);
    seen.child.add(one.childKey);
    seen.receipt.add(one.receiptNo ?? '');
    if (one.state !== 'submitted') faults.push(`${one.receiptNo} is ${one.state}`);
    if (one.revision !== 1 || one.submissions !== 1)
      faults.push(`${one.receiptNo} was submitted ${one.revision} times, ${one.submissions} by its timeline`);
    if (one.audited !== 1) faults.push(`${one.receiptNo} has ${one.audited} entries in the audit`);
  }
  return faults;
}

/** Applications whose checks were not asked yet, or whose family was not told once. */
export function unfinished(kept: readonly Kept[]): string[] {
  return kept.flatMap((one) => [
    ...(one.checks === 0 ? [`${one.receiptNo} has no checks`] : []),
    ...(one.checksWaiting > 0 ? [`${one.receiptNo} has ${one.checksWaiting} checks that were not asked`] : []),
    ...(one.messages !== 1 ? [`${one.receiptNo} brought ${one.messages} messages`] : []),
  ]);
}
