// Which batches and quota pools are open to a family, with which schools, and what its preferences lack.

import { FactRecord } from './cel.ts';
import { decide, type Outcome } from './condition.ts';
import type { BatchResult, CategoryRef, Points } from './evaluation.ts';
import type { Batch } from './model.ts';
import { rankOf } from './ranking.ts';
import type { Run } from './run.ts';
import { missingFor } from './trace.ts';

/** Every batch of the policy as it stands for a family. */
export function checkBatches(
  run: Run,
  qualified: readonly CategoryRef[],
  category: CategoryRef | null,
  points: Points | null,
): BatchResult[] {
  return run.policy.batches.map((batch) => {
    const schools = schoolsOf(run, batch);
    const condition = decide(batch.when, run);
    const belongs = batch.categories === undefined || qualified.some((one) => batch.categories?.includes(one.id));
    const eligible: Outcome = belongs ? condition : 'false';
    const missing = condition === 'true' ? [] : [...missingFor(run, batch.when, batch.clause)];
    if (!belongs) missing.unshift(notOfCategory(batch));
    return {
      id: batch.id,
      name: batch.name,
      eligible,
      mechanism: batch.mechanism,
      schools,
      rank: rankOf(run, batch.ranking ?? run.policy.ranking, category, points),
      preferencesFault: eligible === 'true' ? preferencesFault(run, batch, schools) : null,
      missing,
      notAdmitted: batch.notAdmitted ?? null,
      clause: batch.clause,
    };
  });

  function notOfCategory(batch: Batch) {
    const names = run.policy.categories.filter((one) => batch.categories?.includes(one.id)).map((one) => one.name);
    const words = `${batch.name.zh}只面向：${names.map((name) => name.zh).join('、')}`;
    const wordsEn = `${batch.name.en} is only for: ${names.map((name) => name.en).join(', ')}`;
    const said = { condition: words, conditionEn: wordsEn, words, wordsEn };
    return { ...said, outcome: 'false' as const, facts: [], clause: batch.clause };
  }
}

function textAt(value: unknown, name: string): string | undefined {
  const text = value instanceof FactRecord ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** The catchment schools of the home (several where the family may choose), or of the registered address. */
function catchmentSchools(run: Run): readonly string[] {
  const { dwelling, child } = run.variables;
  const several = dwelling instanceof FactRecord ? dwelling['schools'] : undefined;
  if (Array.isArray(several) && several.length > 0) return several.map(String);
  const household = child instanceof FactRecord ? child['household'] : undefined;
  const school = textAt(dwelling, 'school') ?? textAt(household, 'school');
  return school === undefined ? [] : [school];
}

function schoolsOf(run: Run, batch: Batch): readonly string[] {
  switch (batch.schools.kind) {
    case 'catchment': {
      return catchmentSchools(run);
    }
    case 'listed':
      return batch.schools.schools;
    case 'expression': {
      const schools = run.compute(batch.schools.expression);
      return Array.isArray(schools) ? schools.filter((one): one is string => typeof one === 'string') : [];
    }
    default:
      return [];
  }
}

function preferencesFault(run: Run, batch: Batch, schools: readonly string[]): string | null {
  const { preferences } = batch;
  if (preferences === undefined) return null;
  const application = run.variables['application'];
  const given = application instanceof FactRecord ? application['preferences'] : undefined;
  const ranked = Array.isArray(given) ? given.map(String) : [];
  const then = preferences.incomplete === 'overall_placement' ? '，按统筹处理' : '';
  const named = (codes: readonly string[]): string =>
    codes.map((code) => run.policy.machinery.show(code, [])).join('、');
  if (new Set(ranked).size !== ranked.length) return `志愿有重复${then}`;
  const outside = schools.length > 0 ? ranked.filter((school) => !schools.includes(school)) : [];
  if (outside.length > 0) return `志愿学校不在可填报范围：${named(outside)}${then}`;
  const left = preferences.all ? schools.filter((school) => !ranked.includes(school)) : [];
  if (left.length > 0) return `须对全部学校排序，还缺：${named(left)}${then}`;
  if (ranked.length < preferences.min)
    return `至少填报${String(preferences.min)}个志愿，实际${String(ranked.length)}个${then}`;
  if (preferences.max !== undefined && ranked.length > preferences.max) {
    return `最多填报${String(preferences.max)}个志愿，实际${String(ranked.length)}个${then}`;
  }
  return null;
}

/** The quota pools that a family may draw from. */
export function poolsOf(run: Run): string[] {
  return run.policy.pools.filter((pool) => decide(pool.when, run) === 'true').map((pool) => pool.id);
}
