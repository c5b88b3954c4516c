// Which categories a family belongs to, which may be used together, and which departments to ask for them.

import { type Condition, decide, mentionsOf } from './condition.ts';
import type { CategoryRef } from './evaluation.ts';
import { type Check, CHECKS, type FactSchema } from './fact-schema.ts';
import { Decimal } from './exact.ts';
import type { Category, Policy } from './model.ts';
import type { Run } from './run.ts';

/** What a search through the categories found. */
export interface Found {
  readonly chosen: Category | undefined;
  readonly qualified: readonly Category[];
  /** Categories whose conditions were looked at. */
  readonly looked: readonly Category[];
  /** Categories that would come before the chosen one, and do not apply. */
  readonly better: readonly Category[];
}

/** The categories that apply, by the policy's way of selecting, or the one that a reviewer found instead (null: none). */
export function qualifyingCategories(run: Run, given: string | null | undefined): Found {
  const found = selectCategories(run);
  if (given === undefined) return found;
  const chosen = run.policy.categories.find((category) => category.id === given);
  const looked = chosen && !found.looked.includes(chosen) ? [...found.looked, chosen] : found.looked;
  return { chosen, qualified: chosen ? [chosen] : [], looked, better: [] };
}

function selectCategories(run: Run): Found {
  const { categories, selection } = run.policy;
  if (selection === 'first') {
    const at = categories.findIndex((category) => decide(category.when, run) === 'true');
    const chosen = categories[at];
    const looked = at < 0 ? categories : categories.slice(0, at + 1);
    return {
      chosen,
      qualified: chosen ? [chosen] : [],
      looked,
      better: looked.filter((category) => category !== chosen),
    };
  }
  const qualified = categories.filter((category) => decide(category.when, run) === 'true');
  const chosen = selection === 'best' ? worthiest(run, qualified) : qualified[0];
  const others = categories.filter((category) => !qualified.includes(category));
  const better =
    selection === 'best' ? others.filter((one) => chosen === undefined || isWorthMore(run, one, chosen)) : others;
  return { chosen, qualified, looked: categories, better };
}

function worth(run: Run, category: Category): bigint {
  const value = category.worth === undefined ? undefined : run.compute(category.worth);
  if (typeof value === 'bigint') return Decimal.ofInt(value).n;
  return value instanceof Decimal ? value.n : 0n;
}

function isWorthMore(run: Run, a: Category, b: Category): boolean {
  return worth(run, a) > worth(run, b);
}

function worthiest(run: Run, categories: readonly Category[]): Category | undefined {
  let [best] = categories;
  for (const category of categories) if (best && isWorthMore(run, category, best)) best = category;
  return best;
}

/** The largest sets of categories that a policy lets a family use together. */
export function combinationsOf(policy: Policy, qualified: readonly CategoryRef[]): string[][] {
  const ids = qualified.map((category) => category.id);
  if (ids.length === 0) return [];
  if (policy.selection !== 'several') return [[ids[0] ?? '']];
  let sets: string[][] = [[]];
  for (const id of ids) {
    const joined = sets.map((set) => [...set.filter((other) => mayCombine(policy, other, id)), id]);
    sets = [...sets, ...joined];
  }
  const maximal = sets.filter(
    (set) =>
      set.length > 0 && ids.every((id) => set.includes(id) || !set.every((other) => mayCombine(policy, other, id))),
  );
  const distinct = new Map(maximal.map((set) => [set.join(' '), set]));
  return [...distinct.values()].toSorted((a, b) => b.length - a.length);
}

/** Whether two categories may be used together. */
export function mayCombine(policy: Policy, a: string, b: string): boolean {
  const both = (set: readonly string[]): boolean => set.includes(a) && set.includes(b);
  if (policy.combinations.exclusive.some(both)) return false;
  if (policy.combinations.compatible.some(both)) return true;
  return policy.combinations.otherwise === 'compatible';
}

/**
 * The departments that can confirm what decided: those that the category names, or else those that own the facts its
 * conditions used; and those behind the admission rules.
 */
export function departmentsToAsk(run: Run, admission: readonly Condition[], category: Category | undefined): Check[] {
  const asked = new Set<Check>();
  const owners = (condition: Condition): void => {
    for (const mention of mentionsOf(condition)) {
      const source = sourceOf(run.policy.schema, mention.path);
      if (source !== undefined && Object.hasOwn(CHECKS, source)) asked.add(source as Check);
    }
  };
  admission.forEach(owners);
  if (category && category.checks.length > 0) category.checks.forEach((check) => asked.add(check));
  else if (category) owners(category.when);
  return [...asked];
}

/** Who can confirm the fact at a path: its own source, or the nearest one above. */
export function sourceOf(schema: FactSchema, path: readonly string[]): string | undefined {
  let fields: FactSchema | undefined = schema;
  let source: string | undefined;
  for (const name of path) {
    const declaration: FactSchema[string] | undefined = fields?.[name];
    source = declaration?.source ?? source;
    fields = declaration?.fields;
  }
  return source;
}
