// Asks the policy and the catchments about a family: what submission, preview and seeding share.

import type { Facts } from '../../../engines/policy/facts.ts';
import { evaluate } from '../../../engines/policy/policy.ts';
import { chinaDate, type DateText } from '../../../kernel/dates.ts';
import type { Context } from '../../../platform/context.ts';
import type { LocationAnswer } from '../../schools/contract.ts';
import { getSchool, locateAddress } from '../../schools/public.ts';
import { policyOf, type SeasonRecord } from '../../seasons/public.ts';
import type { Declaration } from '../declaration.ts';
import { assessmentOf } from '../assessing.ts';
import { factsOf } from '../facts.ts';
import { childKeyOf } from '../rules.ts';
import * as store from '../store.ts';
import type { ChildRecord, StoredAssessment } from '../store.ts';
import { namesIn } from './naming.ts';

/** Who is assessed, under which season, with which papers, at the instant of the context. */
export interface AssessmentQuestion {
  readonly season: SeasonRecord;
  readonly child: Pick<ChildRecord, 'birthDate' | 'sex' | 'idKind' | 'idNumber'>;
  readonly declared: Declaration;
  readonly late: boolean;
  /** Kinds of evidence handed in. */
  readonly documents: readonly string[];
  /** The day as of which the policy judges; default: today. Where addresses lie is always told as of today. */
  readonly judgedOn?: DateText;
}

/** Locates the family's addresses and evaluates the season's policy. */
export async function assess(
  context: Context,
  { season, child, declared, late, documents, judgedOn }: AssessmentQuestion,
): Promise<{ readonly assessment: StoredAssessment; readonly location: LocationAnswer; readonly facts: Facts }> {
  const policy = await policyOf(context, season.policyHash);
  const place = (address: string) =>
    locateAddress(context, { district: season.district, stage: season.stage, address });
  const location = await place(declared.dwelling.address);
  const registeredHere = declared.household.district === season.district;
  const householdLocation = !registeredHere
    ? null
    : declared.household.address === declared.dwelling.address
      ? location
      : await place(declared.household.address);
  const primary = declared.primarySchoolId === null ? null : await getSchool(context, declared.primarySchoolId);
  const today = judgedOn ?? chinaDate(context.now);
  const facts = factsOf({
    child,
    declared,
    season,
    location,
    householdLocation,
    primaryDistrict: primary?.district ?? null,
    deferredBefore:
      (await store.countDeferrals(context.db, { childKey: childKeyOf(child), entryYear: season.entryYear })) > 0,
    documents,
    today,
  });
  const names = await namesIn(context, facts);
  const evaluation = evaluate(policy, facts, { today, late, district: season.district, names });
  return { assessment: assessmentOf(evaluation), location, facts };
}
