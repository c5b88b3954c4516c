// The door of the policy engine: a policy's text becomes a checked policy, and a checked policy decides a family.

import { err, ok, type Result } from '../../kernel/result.ts';
import { compilePolicy } from './compile.ts';
import { decide } from './condition.ts';
import { checkEvidence } from './evidence.ts';
import type { CategoryRef, Evaluation, FactUsed, Missed, Finding, TraceLine } from './evaluation.ts';
import { tryExamples } from './examples.ts';
import type { Facts } from './facts.ts';
import type { Category, Policy } from './model.ts';
import { judgeAdmission } from './admission.ts';
import { combinationsOf, departmentsToAsk, qualifyingCategories } from './categories.ts';
import { computePoints } from './points.ts';
import { findIdleQuotes } from './quotes.ts';
import { rankOf } from './ranking.ts';
import { checkBatches, poolsOf } from './rounds.ts';
import { type EvaluationContext, Run } from './run.ts';
import { checkLocks } from './seat-locks.ts';
import { checkShape } from './shape.ts';
import { canonicalJson, type PolicyFault, type PolicySource, readSource } from './source.ts';
import { distanceOf, missingFor, stepsMet, traceCondition, unknownFactsOf } from './trace.ts';
import { findUnreachable } from './reachability.ts';

/** A policy's text with what loading needs besides. */
export interface LoadablePolicy extends PolicySource {
  /** Hashes the canonical policy, e.g. to SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

/**
 * Loads a policy: reads its text and what it extends, checks its shape, compiles and type-checks every expression, and
 * refuses what cannot stand: unknown names, wrong types, rules without a clause, categories nobody can reach, orders
 * that can tie, facts that the law forbids to collect, and example families whose result is not the expected one. All
 * faults are told at once.
 */
export function loadPolicy(source: LoadablePolicy): Result<Policy, readonly PolicyFault[]> {
  const tree = readSource(source);
  if (!tree.ok) return tree;
  const shaped = checkShape(tree.value);
  if (!shaped.ok) return shaped;
  const { policy, faults } = compilePolicy(
    tree.value,
    shaped.value,
    source.hash(canonicalJson({ ...shaped.value, extends: null })),
  );
  if (policy === undefined) return err(faults);
  const wrong = [
    ...findUnreachable(policy, tree.value),
    ...findIdleQuotes(policy, tree.value),
    ...tryExamples(policy, tree.value, evaluate),
  ];
  return wrong.length > 0 ? err(wrong) : ok(policy);
}

/**
 * Decides a family under a policy. Never throws for facts: what is absent or does not fit its declaration is not known,
 * and the trace says so.
 */
export function evaluate(policy: Policy, facts: Facts, context: EvaluationContext): Evaluation {
  const { run, points } = startRun(policy, facts, context);
  const admission = judgeAdmission(run);
  const found = qualifyingCategories(run, context.category);
  const category = found.chosen ? refOf(found.chosen) : null;
  const qualified = found.qualified.map(refOf);
  const locks = checkLocks(run);
  const fallback = fallbackOf(run, context, admission, found.chosen, locks);
  const ranking = found.chosen?.ranking ?? policy.ranking;
  const trace: TraceLine[] = [
    ...admission.trace,
    ...found.looked.flatMap((one) => traceCondition(run, one.when, `category:${one.id}`, one.clause)),
  ];
  const decisive = [
    ...admission.conditions,
    ...found.better.map((one) => one.when),
    ...(found.chosen ? [found.chosen.when] : []),
  ];
  return {
    policy: { id: policy.id, version: policy.version, hash: policy.hash },
    today: context.today,
    admissible: admission.refusals.length === 0 && !(context.late === true && policy.late.outcome === 'refuse'),
    refusals:
      context.late === true && policy.late.outcome === 'refuse'
        ? [...admission.refusals, lateFinding(policy)]
        : admission.refusals,
    confirmations: admission.confirmations,
    category,
    qualified,
    combinations: combinationsOf(policy, qualified),
    missed: nearestMissed(run, found.better),
    rank: rankOf(run, ranking, category, points),
    points,
    evidence: checkEvidence(run, found.chosen),
    checks: departmentsToAsk(run, admission.conditions, found.chosen),
    review: found.chosen?.review ?? policy.review,
    locks,
    batches: checkBatches(run, qualified, category, points),
    windows: policy.windows.filter((window) => decide(window.when, run) !== 'false').map((window) => window.id),
    pools: poolsOf(run),
    siblings: siblingsOf(run),
    twins: twinsOf(policy, facts),
    fallback: fallback === null ? null : 'overall_placement',
    fallbackWords: fallback,
    unknownFacts: distinctFacts(decisive.flatMap((condition) => unknownFactsOf(run, condition))),
    trace,
  };
}

/** A run whose points are computed, since conditions may ask for them. */
export function startRun(
  policy: Policy,
  facts: Facts,
  context: EvaluationContext,
): { readonly run: Run; readonly points: Evaluation['points'] } {
  const run = Run.start(policy, facts, context);
  let points: Evaluation['points'] = null;
  if (policy.points) {
    const table = policy.points;
    let computing = false;
    const compute = (): void => {
      if (computing) return;
      computing = true;
      points = computePoints(run, table);
    };
    run.computePoints = compute;
    compute();
  }
  return { run, points };
}

function refOf(category: Category): CategoryRef {
  return { id: category.id, name: category.name, order: category.order };
}

function lateFinding(policy: Policy): Finding {
  const { words, clause } = policy.late;
  return { code: 'late', words: words.zh, wordsEn: words.en, cure: null, cureEn: null, clause };
}

/** Why overall placement takes care of the child, or null when it does not. */
function fallbackOf(
  run: Run,
  context: EvaluationContext,
  admission: ReturnType<typeof judgeAdmission>,
  category: Category | undefined,
  locks: Evaluation['locks'],
): string | null {
  const { policy } = run;
  if (admission.refusals.length > 0) return null;
  if (context.late === true && policy.late.outcome === 'overall_placement') return policy.late.words.zh;
  const [diverted] = admission.diverted;
  if (diverted) return diverted.words;
  if (category === undefined) {
    if (!policy.overallPlacement.takesTheRest) return null;
    return policy.overallPlacement.words?.zh ?? '不属于任何类别，由教育主管部门统筹安排入学';
  }
  if (category.placement === 'overall_placement') return `“${category.name.zh}”由教育主管部门统筹安排入学`;
  const locked = locks.find((lock) => lock.state === 'locked');
  return locked ? locked.words : null;
}

/** Of the better categories that do not apply, the one with the fewest things missing; then the one with most met. */
function nearestMissed(run: Run, better: readonly Category[]): Missed | null {
  let nearest: { category: Category; distance: number; met: number } | undefined;
  for (const category of better) {
    const distance = distanceOf(run, category.when);
    const met = stepsMet(run, category.when);
    if (!nearest || distance < nearest.distance || (distance === nearest.distance && met > nearest.met)) {
      nearest = { category, distance, met };
    }
  }
  if (nearest === undefined) return null;
  const { category } = nearest;
  return { category: refOf(category), missing: missingFor(run, category.when, category.clause) };
}

function siblingsOf(run: Run): Evaluation['siblings'] {
  const { siblings } = run.policy;
  if (siblings === undefined) return null;
  const eligible = decide(siblings.when, run);
  const waits = siblings.waits !== undefined && decide(siblings.waits, run) === 'true';
  return { eligible, waits, missing: missingFor(run, siblings.when, siblings.clause) };
}

function twinsOf(policy: Policy, facts: Facts): Evaluation['twins'] {
  const size = facts.twins?.size;
  if (policy.twins === undefined || size === undefined || size < 2) return null;
  const { bind, lastSeat } = policy.twins;
  const bound = bind === 'always' || (bind === 'optional' && facts.twins?.bound === true);
  return { size, bound, lastSeat };
}

function distinctFacts(facts: readonly FactUsed[]): Evaluation['unknownFacts'] {
  return [...new Map(facts.map(({ path, label, labelEn }) => [path, { path, label, labelEn }])).values()];
}
