// Gathers what a run depends on, the same way when it is run and when it is checked before publication.

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../engines/lottery/canonical-json.ts';
import { ticketsUnder } from '../../../engines/lottery/roster.ts';
import type { Context } from '../../../platform/context.ts';
import { nodeHash } from '../../../platform/crypto/node-hash.ts';
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

/** The input of a run over the season's applications in the given states. */
export async function gatherInput(
  context: Context,
  season: SeasonRecord,
  seed: string,
  states: readonly ApplicationRecord['state'][],
): Promise<RunInput> {
  const policy = await policyOf(context, season.policyHash);
  const plan = new Map((await store.planOf(context.db, season.id)).map((line) => [line.schoolId, line.seats]));
  const schools = await listSchools(context, { district: season.district, stage: season.stage });
  const records = await listApplicationRecords(context, { seasonId: season.id, states });
  // One secret a season, so that a ticket follows the child however often it applies, and says nothing elsewhere.
  const secret = createHash('sha256').update(context.services.secret).update(`tickets ${season.id}`).digest();
  const ticketOf = ticketsUnder(secret, sha256);
  return {
    seasonId: season.id,
    policyHash: season.policyHash,
    seed,
    // Where the policy says nothing of twins, they stay together or apart as any two children would.
    groupRule: policy.twins?.lastSeat ?? 'split',
    schools: schools
      .filter((school) => plan.has(school.id))
      .map(({ id, ownership, lng, lat }) => ({ id, ownership, seats: plan.get(id) ?? 0, lng, lat }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    applicants: records
      .map((record) => applicantOf(record, ticketOf(record.childKey), records))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

function applicantOf(record: ApplicationRecord, ticket: string, all: readonly ApplicationRecord[]): RunApplicant {
  const twin = record.declared?.twin;
  const other = twin?.bound
    ? all.find((one) => one.childId === twin.childId && one.accountId === record.accountId)
    : undefined;
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
    group: other ? [record.childId, other.childId].sort().join('+') : null,
  };
}
