// Answers of departments as they were received: rows are only added.

import { sql } from 'kysely';
import type { Db } from '../../platform/db/database.ts';
import type { AnswerFault, Channel, CheckKind, Receipt } from '../../platform/departments/departments.ts';

/** What became of an answer. */
export type Verdict =
  | 'accepted'
  /** Says once more what is known. */
  | 'duplicate'
  /** Says something else than the answer that stands. */
  | 'contradiction'
  /** Came after a newer question, a new submission, or a person's finding. */
  | 'outdated'
  /** Nobody asked. */
  | 'unasked'
  | AnswerFault;

export interface AnswerRecord {
  readonly id: string;
  readonly kind: CheckKind;
  readonly requestId: string;
  readonly checkId: string | null;
  readonly channel: Channel | 'callback';
  readonly receivedAt: Date;
  /** Null where it cannot be read. */
  readonly says: 'found' | 'no_record' | null;
  readonly body: string;
  readonly signature: string | null;
  readonly keyId: string | null;
  readonly nonce: string | null;
  readonly verdict: Verdict;
}

type Tables = { departmentAnswers: AnswerRecord };
const own = (db: Db) => db.withTables<Tables>();

/** An answer to be kept. */
export function answerRow(
  more: Pick<AnswerRecord, 'id' | 'kind' | 'requestId' | 'checkId' | 'channel' | 'receivedAt' | 'says' | 'verdict'>,
  { body, signature, keyId, nonce }: Receipt,
): AnswerRecord {
  // PostgreSQL's text holds no zero character; nothing that is signed and agreed has one.
  return { ...more, body: body.replaceAll('\u0000', '\uFFFD'), signature, keyId, nonce };
}

const ROWS = 1000;

export async function insertAnswers(db: Db, answers: readonly AnswerRecord[]): Promise<void> {
  for (let from = 0; from < answers.length; from += ROWS) {
    await own(db)
      .insertInto('departmentAnswers')
      .values(answers.slice(from, from + ROWS))
      .execute();
  }
}

/** The last answers of a kind, without what they hold. */
export async function lastAnswers(
  db: Db,
  kind: CheckKind,
  limit: number,
): Promise<Omit<AnswerRecord, 'body' | 'signature' | 'keyId' | 'nonce' | 'kind'>[]> {
  return own(db)
    .selectFrom('departmentAnswers')
    .select(['id', 'requestId', 'checkId', 'channel', 'receivedAt', 'says', 'verdict'])
    .where('kind', '=', kind)
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** By kind, when the last usable answer came, and how many answers since an instant could and could not be used. */
export async function answerCounts(
  db: Db,
  since: Date,
): Promise<{ kind: CheckKind; lastAt: Date | null; usable: number; unusable: number }[]> {
  const { rows } = await sql<{ kind: CheckKind; lastAt: Date | null; usable: number; unusable: number }>`
    select s.kind,
           (select max(received_at) from department_answers l where l.kind = s.kind and l.says is not null) as last_at,
           count(a.id) filter (where a.says is not null) as usable,
           count(a.id) filter (where a.says is null) as unusable
    from department_sources s left join department_answers a on a.kind = s.kind and a.received_at >= ${since}
    group by s.kind`.execute(db);
  return rows;
}
