// Assessments of submissions, each kept as it was made: SQL on the table of that name, and the one in force.

import { sql } from 'kysely';
import type { Facts } from '../../engines/policy/facts.ts';
import type { Db } from '../../platform/db/database.ts';
import type { CategoryFinding } from './assessing.ts';
import type { LearnedFact } from './facts.ts';
import type { StoredAssessment } from './store.ts';

/** One assessment of one revision. */
export interface AssessmentRecord {
  readonly applicationId: string;
  readonly revision: number;
  readonly basis: StoredAssessment['basis'];
  /** The declared facts; null for all but the first of a revision. */
  readonly facts: Facts | null;
  readonly learned: readonly LearnedFact[];
  readonly assessment: StoredAssessment;
  readonly categoryId: string | null;
  readonly finding: CategoryFinding | null;
  /** The reviewer; null for the system. */
  readonly assessedBy: string | null;
  readonly assessedAt: Date;
}

type Tables = {
  assessments: Omit<AssessmentRecord, 'facts' | 'learned' | 'assessment' | 'finding'> & {
    facts: unknown;
    learned: unknown;
    assessment: unknown;
    finding: unknown;
  };
};
const own = (db: Db) => db.withTables<Tables>();
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

export async function insertAssessments(db: Db, records: readonly AssessmentRecord[]): Promise<void> {
  if (records.length === 0) return;
  await own(db)
    .insertInto('assessments')
    .values(
      records.map((record) => ({
        ...record,
        facts: json(record.facts),
        learned: JSON.stringify(record.learned),
        assessment: JSON.stringify(record.assessment),
        finding: json(record.finding),
      })),
    )
    .execute();
}

/** The assessments of a revision, oldest first; the first is what the family saw. */
export async function assessmentsOf(db: Db, applicationId: string, revision: number): Promise<AssessmentRecord[]> {
  const rows = await own(db)
    .selectFrom('assessments')
    .select([
      'applicationId',
      'revision',
      'basis',
      'facts',
      'learned',
      'assessment',
      'categoryId',
      'finding',
      'assessedBy',
      'assessedAt',
    ])
    .where('applicationId', '=', applicationId)
    .where('revision', '=', revision)
    .orderBy(sql`id`)
    .execute();
  return rows as AssessmentRecord[];
}

/** The declared facts of the present revisions of many applications, by application. */
export async function declaredFactsOf(
  db: Db,
  applicationIds: readonly string[],
): Promise<Map<string, { facts: Facts; categoryId: string | null }>> {
  if (applicationIds.length === 0) return new Map();
  const rows = await own(db)
    .selectFrom('assessments')
    .select(['applicationId', 'facts', 'categoryId'])
    .where('applicationId', 'in', [...applicationIds])
    .where('basis', '=', 'declared')
    .orderBy('revision')
    .execute();
  return new Map(
    rows.map(({ applicationId, facts, categoryId }) => [applicationId, { facts: facts as Facts, categoryId }]),
  );
}

/** What is known of many submissions: the declared facts of the last one, and what was learned of it since. */
export async function knownFactsOf(
  db: Db,
  applicationIds: readonly string[],
): Promise<Map<string, { facts: Facts; learned: readonly LearnedFact[] }>> {
  const declared = await declaredFactsOf(db, applicationIds);
  if (declared.size === 0) return new Map();
  const rows = await own(db)
    .selectFrom('assessments')
    .select(['applicationId', 'learned'])
    .distinctOn('applicationId')
    .where('applicationId', 'in', [...applicationIds])
    .orderBy('applicationId')
    .orderBy(sql`id desc`)
    .execute();
  const learned = new Map(rows.map((row) => [row.applicationId, row.learned as readonly LearnedFact[]]));
  return new Map([...declared].map(([id, { facts }]) => [id, { facts, learned: learned.get(id) ?? [] }]));
}

/**
 * Puts assessments in force without raising the version of the application: what departments answer must not take the
 * form from a family that is correcting it. The caller holds the rows locked.
 */
export async function updateInForce(
  db: Db,
  inForce: readonly { readonly applicationId: string; readonly assessment: StoredAssessment }[],
): Promise<void> {
  if (inForce.length === 0) return;
  const ids = inForce.map((one) => one.applicationId);
  const assessments = inForce.map((one) => JSON.stringify(one.assessment));
  await sql`update applications a set assessment = given.assessment
    from unnest(${ids}::uuid[], ${assessments}::jsonb[]) as given (id, assessment) where a.id = given.id`.execute(db);
}
