// Proves an evaluation by another way: whole conditions given to CEL at once, sums added again, order looked up anew.

import { type Condition, decide } from './condition.ts';
import type { Evaluation, PointsItem } from './evaluation.ts';
import type { Facts } from './facts.ts';
import type { Category, PointsNode, Policy } from './model.ts';
import { computePoints } from './points.ts';
import { type EvaluationContext, Run } from './run.ts';

/** What is wrong with an evaluation, in words; empty when it stands. */
export function checkEvaluation(
  policy: Policy,
  facts: Facts,
  context: EvaluationContext,
  evaluation: Evaluation,
): string[] {
  const complaints: string[] = [];
  if (evaluation.policy.hash !== policy.hash) complaints.push('the evaluation was made under another policy');
  const run = Run.start(policy, facts, context);
  const { points: table } = policy;
  if (table) computePoints(run, table);
  const applies = (category: Category): boolean => wholeOutcome(run, category.when) === true;
  const qualified = policy.categories.filter(applies);
  const stated = evaluation.qualified.map((category) => category.id);
  if (policy.selection === 'first') {
    const first = qualified[0]?.id ?? null;
    if ((evaluation.category?.id ?? null) !== first) {
      complaints.push(
        `the first category that applies is ${first ?? 'none'}, not ${evaluation.category?.id ?? 'none'}`,
      );
    }
  } else if (qualified.map((category) => category.id).join() !== stated.join()) {
    complaints.push(`categories that apply: ${qualified.map((category) => category.id).join()}, not ${stated.join()}`);
  }
  for (const condition of policy.categories.map((category) => category.when)) {
    const split = decide(condition, run);
    const whole = wholeOutcome(run, condition);
    if (whole !== undefined && split !== 'unknown' && (split === 'true') !== whole) {
      complaints.push(`CEL as a whole and in parts disagree about a condition`);
    }
  }
  if (evaluation.points && table) complaints.push(...checkSums(table.items, evaluation.points.items, 'points'));
  if (evaluation.missed && evaluation.missed.missing.length === 0) complaints.push('a category was missed by nothing');
  if (evaluation.refusals.length > 0 && evaluation.admissible) complaints.push('refused, and yet admissible');
  return complaints;
}

/** A condition decided by CEL alone, which absorbs errors in its own way; undefined where it cannot say. */
function wholeOutcome(run: Run, condition: Condition): boolean | undefined {
  try {
    const value = run.policy.machinery.whole(celOf(condition), run.withEveryValue());
    return typeof value === 'boolean' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The condition as one CEL expression. */
export function celOf(condition: Condition): string {
  switch (condition.kind) {
    case 'always':
      return 'true';
    case 'test':
      return condition.test.expression.text;
    case 'not':
      return `!(${celOf(condition.of[0])})`;
    case 'named':
      return `(${celOf(condition.of[0])})`;
    default:
      return condition.of.map((part) => `(${celOf(part)})`).join(condition.kind === 'all' ? ' && ' : ' || ');
  }
}

/** Sums and bounds of a points table, added up again from its items. */
function checkSums(nodes: readonly PointsNode[], items: readonly PointsItem[], at: string): string[] {
  return nodes.flatMap((node) => {
    const item = items.find((one) => one.id === node.id);
    if (item === undefined) return [`${at}: ${node.id} is missing`];
    const complaints: string[] = [];
    if (node.capUnits !== undefined && item.units > node.capUnits) complaints.push(`${node.id} is above its cap`);
    if (node.floorUnits !== undefined && item.units < node.floorUnits && item.units !== 0) {
      complaints.push(`${node.id} is below its floor`);
    }
    const { amount } = node;
    if (amount.kind !== 'items' || node.over !== undefined || item.items.length === 0) return complaints;
    const parts = item.items.map((one) => one.units);
    const sum = parts.reduce((total, one) => total + one, 0);
    const capped = Math.min(node.capUnits ?? sum, sum);
    const bounded = Math.max(node.floorUnits ?? capped, capped);
    if (amount.combine === 'sum' && item.units !== bounded) complaints.push(`${node.id} is not the sum of its items`);
    return [...complaints, ...checkSums(amount.items, item.items, node.id)];
  });
}
