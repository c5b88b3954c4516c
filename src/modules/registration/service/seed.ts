// Writes many applications at once, for demonstration and load data: judged by the same rules, without news to anybody.

import { newId, type Context } from '../../../platform/context.ts';
import { getSeason, type SeasonRecord } from '../../seasons/public.ts';
import type { Declaration } from '../declaration.ts';
import { declaredRecord } from '../assessing.ts';
import { insertAssessments, type AssessmentRecord } from '../assessment-store.ts';
import { childKeyOf, completeDeclaration, receiptNumber, reviewingSchool } from '../rules.ts';
import * as store from '../store.ts';
import type { ChildRecord } from '../store.ts';
import type { ApplicationState } from '../workflow.ts';
import { assess } from './assess.ts';

/** One application to write as if its family had submitted it at `submittedAt`. */
export interface SeedApplication {
  readonly seasonId: string;
  /** `id` where another declaration names this child as a twin. */
  readonly child: Pick<ChildRecord, 'name' | 'idKind' | 'idNumber' | 'sex' | 'birthDate' | 'relation'> & {
    readonly id?: string;
  };
  readonly accountId: string;
  readonly declaration: Declaration;
  /** The state it is to be in now. */
  readonly state: ApplicationState;
  /** For a draft: when it was last saved. */
  readonly submittedAt: Date;
  readonly late: boolean;
  readonly cureUntil?: Date | null;
  /** What happened after the submission, oldest first. */
  readonly events?: readonly Omit<store.EventRecord, 'applicationId'>[];
}

const BATCH = 200;

const NOT_SUBMITTED = {
  revision: 0,
  declared: null,
  assessment: null,
  location: null,
  categoryId: null,
  categoryOrder: null,
  schoolId: null,
  late: false,
  receiptNo: null,
  firstSubmittedAt: null,
  submittedAt: null,
} as const;

/**
 * Writes applications inside the caller's transaction, computing assessment and location by the season's policy on the
 * day of submission. Emits nothing; checks are verification's `seedChecks`. Throws for a declaration that is not
 * complete: a seed is ours.
 * @returns the ids in the order given
 */
export async function seedApplications(tx: Context, seeds: readonly SeedApplication[]): Promise<string[]> {
  const ids: string[] = [];
  const seasons = new Map<string, SeasonRecord>();
  const receipts = await store.nextReceipts(tx.db, seeds.length);
  for (let from = 0; from < seeds.length; from += BATCH) {
    const applications: store.NewApplication[] = [];
    const events: store.EventRecord[] = [];
    const assessments: AssessmentRecord[] = [];
    const children: ChildRecord[] = [];
    for (const [offset, seed] of seeds.slice(from, from + BATCH).entries()) {
      const season = seasons.get(seed.seasonId) ?? (await getSeason(tx, seed.seasonId));
      if (!season) throw new Error(`seed ${from + offset}: there is no season ${seed.seasonId}`);
      seasons.set(season.id, season);
      const complete = completeDeclaration(seed.declaration);
      if (!complete.ok) throw new Error(`seed ${from + offset}: ${JSON.stringify(complete.error)}`);
      const at = { ...tx, now: seed.submittedAt };
      const child: ChildRecord = {
        ...seed.child,
        id: seed.child.id ?? newId(at),
        accountId: seed.accountId,
        createdAt: seed.submittedAt,
      };
      children.push(child);
      const declared = complete.value;
      const id = newId(at);
      ids.push(id);
      const past = seed.events ?? [];
      const blank = {
        id,
        seasonId: season.id,
        district: season.district,
        stage: season.stage,
        entryYear: season.entryYear,
        childId: child.id,
        childKey: childKeyOf(child),
        accountId: seed.accountId,
        state: seed.state,
        draft: declared,
        submissionKey: null,
        cureUntil: seed.cureUntil ?? null,
        createdAt: seed.submittedAt,
        updatedAt: past.at(-1)?.at ?? seed.submittedAt,
      };
      if (seed.state === 'draft') {
        applications.push({ ...blank, ...NOT_SUBMITTED });
        continue;
      }
      const { assessment, location, facts } = await assess(at, {
        season,
        child,
        declared,
        late: seed.late,
        documents: [],
      });
      assessments.push(declaredRecord(id, 1, facts, assessment, seed.submittedAt));
      applications.push({
        ...blank,
        version: 2 + past.length,
        revision: 1,
        declared,
        assessment,
        location,
        categoryId: assessment.category?.id ?? null,
        categoryOrder: assessment.category?.order ?? null,
        schoolId: reviewingSchool(assessment, location, declared),
        late: seed.late,
        receiptNo: receiptNumber(season, receipts[from + offset] ?? 0),
        firstSubmittedAt: seed.submittedAt,
        submittedAt: seed.submittedAt,
      });
      events.push(
        {
          applicationId: id,
          at: seed.submittedAt,
          event: 'submit',
          fromState: 'draft',
          toState: 'submitted',
          actorAccount: seed.accountId,
          actorRole: 'guardian',
          actorOrganization: null,
          detail: { revision: 1 },
        },
        ...past.map((event) => ({ ...event, applicationId: id })),
      );
    }
    await store.insertChildren(tx.db, children);
    await store.insertApplications(tx.db, applications);
    await store.insertEvents(tx.db, events);
    await insertAssessments(tx.db, assessments);
  }
  return ids;
}
