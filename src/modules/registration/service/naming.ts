// Names of the districts and schools that a family's facts speak of, so that no reasoning shows a code.

import type { Facts } from '../../../engines/policy/facts.ts';
import type { EvaluationContext } from '../../../engines/policy/run.ts';
import { districtName } from '../../../platform/city.ts';
import type { Context } from '../../../platform/context.ts';
import { getSchool } from '../../schools/public.ts';

type Names = NonNullable<EvaluationContext['names']>;
type Name = Names[string];

/** Schools that one transaction has looked up: a seed asks for the same few thousands of times. */
const seen = new WeakMap<object, Map<string, Name>>();

/** Names by code, for the policy engine. */
export async function namesIn(context: Context, facts: Facts): Promise<Names> {
  const { child, dwelling, residencePermit, work, siblings = [] } = facts;
  const districts = [
    child?.household?.district,
    child?.recordDistrict,
    child?.primarySchool?.district,
    dwelling?.district,
    residencePermit?.district,
    work?.district,
  ];
  const schools = [
    child?.household?.school,
    child?.primarySchool?.id,
    child?.primarySchool?.assignedSchool,
    dwelling?.school,
    ...(dwelling?.schools ?? []),
    ...siblings.map((one) => one.school),
  ];
  const names: Record<string, Name> = {};
  for (const code of given(districts)) names[code] = districtName(context.services.city, code);
  for (const id of given(schools)) names[id] = await schoolName(context, id);
  return names;
}

function given(texts: readonly (string | undefined)[]): Set<string> {
  return new Set(texts.filter((text): text is string => text !== undefined && text !== ''));
}

async function schoolName(context: Context, id: string): Promise<Name> {
  const known = seen.get(context.db)?.get(id);
  if (known) return known;
  const school = await getSchool(context, id);
  const name = school ? { zh: school.name, en: school.nameEn } : { zh: id, en: id };
  if (context.db.isTransaction) seen.set(context.db, (seen.get(context.db) ?? new Map<string, Name>()).set(id, name));
  return name;
}
