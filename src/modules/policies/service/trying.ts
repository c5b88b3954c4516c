// Trying a rule set: the form, families to begin from, and the decision about one that is made up.

import { bothLanguages, checkFacts } from '../../../engines/policy/fact-schema.ts';
import { withoutIdentity } from '../../../engines/policy/family-facts.ts';
import type { Facts } from '../../../engines/policy/facts.ts';
import type { Policy } from '../../../engines/policy/model.ts';
import { evaluate } from '../../../engines/policy/policy.ts';
import { reasonsFor } from '../../../engines/policy/reasons.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context } from '../../../platform/context.ts';
import { applicantsOf } from '../../registration/public.ts';
import { listSchools } from '../../schools/public.ts';
import { formOf } from '../form.ts';
import { ruleSet, seasonInReach } from './reach.ts';

/** Names of the schools in a policy's districts and those that it names itself, by id. */
async function schoolNames(context: Context, policy: Policy): Promise<Record<string, string>> {
  const here = (await listSchools(context)).filter(({ district }) => Object.hasOwn(policy.region.districts, district));
  const named = Object.entries(policy.file.names ?? {}).map(([id, name]) => [id, bothLanguages(name).zh]);
  return { ...Object.fromEntries(named), ...Object.fromEntries(here.map(({ id, name }) => [id, name])) };
}

/** The form of a rule set, with the families it comes with. */
export async function readForm(context: Context, hash: string) {
  const found = await ruleSet(context, hash);
  if (!found.ok) return found;
  const { policy } = found.value;
  const ours = context.services.city.districts.map(({ code, name }) => [code, name]);
  return ok({
    fields: formOf(policy, { districts: Object.fromEntries(ours), schools: await schoolNames(context, policy) }),
    examples: (policy.file.examples ?? []).map(({ id, name, today, district, late, facts }) => ({
      id,
      name: typeof name === 'string' ? { zh: name, en: name } : { zh: name.zh, en: name.en ?? name.zh },
      today,
      district: district ?? null,
      late: late ?? false,
      facts,
    })),
    districts: policy.region.districts,
  });
}

/** How many families of one category are offered. */
const OF_EACH = 4;

/** Families of a season without what identifies them: a few of each category under the rule set. */
export async function readFamilies(context: Context, hash: string, seasonId: string) {
  const found = await ruleSet(context, hash);
  if (!found.ok) return found;
  const season = await seasonInReach(context, seasonId);
  if (!season.ok) return season;
  const { policy } = found.value;
  const { district } = season.value;
  const counts = new Map<string, number>();
  const families = [];
  for (const { facts, today, late } of await applicantsOf(context, seasonId)) {
    const { category } = evaluate(policy, facts, { today, late, district });
    const count = (counts.get(category?.id ?? '') ?? 0) + 1;
    if (count > OF_EACH) continue;
    counts.set(category?.id ?? '', count);
    families.push({
      id: `${category?.id ?? 'none'}-${String(count)}`,
      name: {
        zh: `${category?.name.zh ?? '不属于任何类别'} ${String(count)}`,
        en: `${category?.name.en ?? 'no category'} ${String(count)}`,
      },
      today,
      district,
      late,
      facts: withoutIdentity(facts),
    });
  }
  return ok(families.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}

/** A family to decide. */
export interface Trial {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly today: string;
  readonly district?: string | undefined;
  readonly late: boolean;
}

/** Decides a family, with all reasons. Refuses facts that the rule set does not know. */
export async function tryFamily(context: Context, hash: string, { facts, ...around }: Trial) {
  const found = await ruleSet(context, hash);
  if (!found.ok) return found;
  const { policy } = found.value;
  const faults = checkFacts(policy.schema, facts);
  if (faults.length > 0) {
    const what = faults.map((fault) => `${fault.path}：${fault.words}`).join('；');
    const fields = faults.map((fault) => ({ field: fault.path, zh: fault.words, en: fault.words }));
    return err(refusal('policy.facts', { what }, fields));
  }
  return ok({
    evaluation: evaluate(policy, facts as Facts, around),
    reasons: reasonsFor(policy, facts as Facts, around),
    schools: await schoolNames(context, policy),
  });
}
