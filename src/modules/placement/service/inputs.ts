// Gathers what a run depends on, the same way when it is run and when it is checked before publication.

import { createHash } from 'node:crypto';
import type { GroupRule } from '../../../engines/allocation/problem.ts';
import { canonicalJson } from '../../../engines/lottery/canonical-json.ts';
import type { Context } from '../../../platform/context.ts';
import { nodeHash } from '../../../platform/crypto/node-hash.ts';
import { groupsOf, numbersOf, ticketsOf, type SealedNumbers } from '../../draws/public.ts';
import { listApplicationRecords, type ApplicationRecord } from '../../registration/public.ts';
import { listSchools } from '../../schools/public.ts';
import { policyOf, type SeasonRecord } from '../../seasons/public.ts';
import type { RunApplicant, RunInput } from '../problems.ts';
import * as afterwards from '../store-afterwards.ts';
import * as store from '../store.ts';

export const sha256 = nodeHash('sha256');

/** SHA-256 of a value's canonical JSON, in hexadecimal. */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(withoutFractions(value)))
    .digest('hex');
}

/** Coordinates have fractions, which canonical JSON leaves out of its rules: they count as their shortest text. */
function withoutFractions(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'number' && !Number.isInteger(one) ? String(one) : one,
  );
}

/** Applications whose review is not over. */
export const UNDER_REVIEW: readonly ApplicationRecord['state'][] = ['submitted', 'needs_material', 'endorsed'];

/** Which applications take part in a run: only those found eligible, unless a simulation looks ahead. */
export function statesOf(run: { readonly includeUnderReview: boolean }): readonly ApplicationRecord['state'][] {
  return run.includeUnderReview ? ['eligible', ...UNDER_REVIEW] : ['eligible'];
}

/** Where a run's lottery numbers come from: the season's sealed draw, or a seed of the run's own. */
export interface NumberSource {
  readonly seed: string;
  readonly sealed: SealedNumbers | null;
}

/**
 * The source of a run's numbers. A simulation has a seed of its own; a draft the sealed draw, where there is one. What
 * supplements a published list uses the same draw, or a seed that follows from the list, so that nobody can choose it.
 */
export async function sourceOf(
  context: Context,
  run: { readonly kind: 'simulation' | 'draft' | 'supplementary'; readonly seasonId: string },
  ownSeed: string,
): Promise<NumberSource> {
  if (run.kind === 'simulation') return { seed: ownSeed, sealed: null };
  const sealed = await numbersOf(context, run.seasonId);
  if (run.kind === 'draft') return { seed: ownSeed, sealed };
  const published = await store.publishedHead(context.db, run.seasonId);
  const seed = createHash('sha256').update(`supplement of ${published?.resultHash}`).digest('hex');
  return { seed, sealed };
}

/** The input of a run over the season's applications in the given states. */
export async function gatherInput(
  context: Context,
  season: SeasonRecord,
  source: NumberSource,
  states: readonly ApplicationRecord['state'][],
): Promise<RunInput> {
  const records = await listApplicationRecords(context, { seasonId: season.id, states });
  return inputOf(context, season, source, records);
}

/**
 * The input of supplementary placement: whoever has no seat yet, and no offer to answer, goes to the nearest school with
 * a seat that nobody waits for. All of them count as late: the published list goes before.
 */
export async function gatherSupplementary(
  context: Context,
  season: SeasonRecord,
  source: NumberSource,
): Promise<RunInput> {
  const offered = new Map<string, number>();
  const asked = new Set<string>();
  for (const offer of await afterwards.offersOf(context.db, { seasonId: season.id })) {
    if (offer.state !== 'open') continue;
    offered.set(offer.schoolId, (offered.get(offer.schoolId) ?? 0) + 1);
    asked.add(offer.applicationId);
  }
  for (const { schoolId } of await afterwards.seatsOf(context.db, season.id))
    offered.set(schoolId, (offered.get(schoolId) ?? 0) + 1);
  const records = await listApplicationRecords(context, { seasonId: season.id, states: ['eligible', 'not_placed'] });
  const without = records.filter(({ id }) => !asked.has(id));
  const input = await inputOf(context, season, source, without);
  return {
    ...input,
    schools: input.schools
      .filter(({ ownership }) => ownership === 'public')
      .map((school) => ({ ...school, seats: Math.max(0, school.seats - (offered.get(school.id) ?? 0)) })),
    applicants: input.applicants.map((applicant) => ({ ...applicant, late: true, privateSchoolId: null })),
  };
}

/** How bound twins meet the last seats; where the policy says nothing, they stay together or apart as any two children. */
export async function groupRuleOf(context: Context, season: SeasonRecord): Promise<GroupRule> {
  return (await policyOf(context, season.policyHash)).twins?.lastSeat ?? 'split';
}

async function inputOf(
  context: Context,
  season: SeasonRecord,
  { seed, sealed }: NumberSource,
  records: readonly ApplicationRecord[],
): Promise<RunInput> {
  const plan = new Map((await store.planOf(context.db, season.id)).map((line) => [line.schoolId, line.seats]));
  const schools = await listSchools(context, { district: season.district, stage: season.stage });
  const ticketOf = ticketsOf(context, season.id);
  const groups = groupsOf(records);
  const applicants = records
    .map((record) => applicantOf(record, ticketOf(record.childKey), groups.get(record.id) ?? null))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const numbers = sealed?.numbersFor(applicants.map(({ ticket, group }) => ({ ticket, group: group ?? undefined })));
  return {
    seasonId: season.id,
    policyHash: season.policyHash,
    seed,
    drawn: numbers ? Object.fromEntries(applicants.map(({ id, ticket }) => [id, numbers.get(ticket) ?? 0])) : null,
    groupRule: await groupRuleOf(context, season),
    schools: schools
      .filter((school) => plan.has(school.id))
      .map(({ id, ownership, lng, lat }) => ({ id, ownership, seats: plan.get(id) ?? 0, lng, lat }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    applicants,
  };
}

function applicantOf(record: ApplicationRecord, ticket: string, group: string | null): RunApplicant {
  return {
    id: record.id,
    ticket,
    catchmentSchoolId: record.schoolId,
    privateSchoolId: record.declared?.privateSchoolId ?? null,
    nearTo: record.schoolId ?? record.location?.schools[0]?.schoolId ?? null,
    categoryId: record.categoryId,
    // Without a category a child comes after all that have one, and is placed all the same.
    categoryOrder: record.categoryOrder ?? 999,
    rank: (record.assessment?.rank ?? []).map((key) => (key.lottery ? null : key.value)),
    late: record.late,
    group,
  };
}
