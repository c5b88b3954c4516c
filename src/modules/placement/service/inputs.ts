// Gathers what a run depends on, the same way when it is run and when it is checked before publication.

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../engines/lottery/canonical-json.ts';
import type { Context } from '../../../platform/context.ts';
import { nodeHash } from '../../../platform/crypto/node-hash.ts';
import { groupsOf, ticketsOf, type SealedNumbers } from '../../draws/public.ts';
import { listApplicationRecords, type ApplicationRecord } from '../../registration/public.ts';
import { listSchools } from '../../schools/public.ts';
import { policyOf, type SeasonRecord } from '../../seasons/public.ts';
import type { RunApplicant, RunInput } from '../rules.ts';
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

/** Where a run's lottery numbers come from: the season's sealed draw, or a seed of the run's own. */
export interface NumberSource {
  readonly seed: string;
  readonly sealed: SealedNumbers | null;
}

/** The input of a run over the season's applications in the given states. */
export async function gatherInput(
  context: Context,
  season: SeasonRecord,
  { seed, sealed }: NumberSource,
  states: readonly ApplicationRecord['state'][],
): Promise<RunInput> {
  const policy = await policyOf(context, season.policyHash);
  const plan = new Map((await store.planOf(context.db, season.id)).map((line) => [line.schoolId, line.seats]));
  const schools = await listSchools(context, { district: season.district, stage: season.stage });
  const records = await listApplicationRecords(context, { seasonId: season.id, states });
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
    // Where the policy says nothing of twins, they stay together or apart as any two children would.
    groupRule: policy.twins?.lastSeat ?? 'split',
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
