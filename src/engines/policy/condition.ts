// Conditions as trees of single tests, decided in three values: true, false, and not known because a fact is missing.

import type { ASTNode } from '@marcbachmann/cel-js';
import type { Check, Words } from './fact-schema.ts';
import type { Expression, Mention } from './expression.ts';

/** `unknown`: a fact that decides was not given. Nobody is refused for that; it is asked for. */
export type Outcome = 'true' | 'false' | 'unknown';

/** A single test, shared by every condition that states it. */
export interface Test {
  /** Position in a run's table of outcomes. */
  readonly index: number;
  readonly expression: Expression;
  /** The test in words, and its contrary. */
  readonly words: Words;
  readonly contrary: Words;
  /** For a comparison of numbers or dates: both sides, to tell how much is missing. */
  readonly sides: { readonly left: Expression; readonly right: Expression } | undefined;
}

/** What an author attaches to a condition. */
export interface Annotation {
  readonly label?: Words | undefined;
  readonly clause?: string | undefined;
  readonly checks?: readonly Check[] | undefined;
  /** Evidence sets (ids) that this condition asks for. */
  readonly evidence?: readonly string[] | undefined;
}

/** A condition. */
export type Condition = Annotation &
  (
    | { readonly kind: 'test'; readonly test: Test }
    | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
    | { readonly kind: 'not'; readonly of: readonly [Condition] }
    | { readonly kind: 'named'; readonly name: string; readonly of: readonly [Condition] }
    | { readonly kind: 'always' }
  );

/** Decides single tests; a run remembers them. */
export interface TestRunner {
  outcomeOf(test: Test): Outcome;
}

/** The outcome of a condition: Kleene's three-valued logic. */
export function decide(condition: Condition, runner: TestRunner): Outcome {
  switch (condition.kind) {
    case 'always':
      return 'true';
    case 'test':
      return runner.outcomeOf(condition.test);
    case 'not':
      return contrary(decide(condition.of[0], runner));
    case 'named':
      return decide(condition.of[0], runner);
    case 'all':
      return fold(condition.of, runner, 'false', 'true');
    default:
      return fold(condition.of, runner, 'true', 'false');
  }
}

function fold(of: readonly Condition[], runner: TestRunner, decisive: Outcome, otherwise: Outcome): Outcome {
  let outcome = otherwise;
  for (const part of of) {
    const one = decide(part, runner);
    if (one === decisive) return decisive;
    if (one === 'unknown') outcome = 'unknown';
  }
  return outcome;
}

/** True for false and false for true; what is not known stays so. */
export function contrary(outcome: Outcome): Outcome {
  if (outcome === 'unknown') return 'unknown';
  return outcome === 'true' ? 'false' : 'true';
}

/** Every single test within a condition. */
export function testsOf(condition: Condition): Test[] {
  if (condition.kind === 'always') return [];
  if (condition.kind === 'test') return [condition.test];
  return condition.of.flatMap(testsOf);
}

const MENTIONS = new WeakMap<Condition, readonly Mention[]>();

/** Every fact, parameter or value that a condition mentions, once each. Worked out once for each condition. */
export function mentionsOf(condition: Condition): readonly Mention[] {
  const known = MENTIONS.get(condition);
  if (known !== undefined) return known;
  const byPath = new Map<string, Mention>();
  for (const test of testsOf(condition)) {
    for (const mention of test.expression.mentions) {
      const path = mention.path.join('.');
      if (!byPath.has(path)) byPath.set(path, mention);
    }
  }
  const mentions = [...byPath.values()];
  MENTIONS.set(condition, mentions);
  return mentions;
}

/** What splitting an expression needs from the compiler. */
export interface Splitter {
  /** The test for a part of an expression. */
  test(node: ASTNode): Test;
  /** The condition that `cond.name` refers to. */
  named(name: string, node: ASTNode): Condition | undefined;
}

/** Splits an expression at `&&`, `||`, `!` and `cond.name`, so that each part can be told apart in a trace. */
export function splitExpression(node: ASTNode, splitter: Splitter): Condition {
  switch (node.op) {
    case '&&':
      return { kind: 'all', of: sides(node, '&&', splitter) };
    case '||':
      return { kind: 'any', of: sides(node, '||', splitter) };
    case '!_':
      return { kind: 'not', of: [splitExpression(node.args, splitter)] };
    case '.': {
      const [object, name] = node.args;
      const named = object.op === 'id' && object.args === 'cond' ? splitter.named(name, node) : undefined;
      if (named) return { kind: 'named', name, of: [named] };
      return { kind: 'test', test: splitter.test(node) };
    }
    default:
      return { kind: 'test', test: splitter.test(node) };
  }
}

function sides(node: ASTNode, op: '&&' | '||', splitter: Splitter): Condition[] {
  if (node.op !== op) return [splitExpression(node, splitter)];
  return node.args.flatMap((side) => sides(side, op, splitter));
}
