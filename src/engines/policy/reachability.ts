// Finds categories that no family could ever fall into: contradictory in themselves, or always taken by earlier ones.

import type { ASTNode } from '@marcbachmann/cel-js';
import { type Condition, contrary, type Outcome, type Test, testsOf } from './condition.ts';
import { constantValue, constantVariables, isConstant } from './constants.ts';
import { Day, Decimal, Month } from './exact.ts';
import { isPath } from './expression.ts';
import type { Category, Policy } from './model.ts';
import { faultAt, type Located, placeAt, type PolicyFault } from './source.ts';

/** Gives up, and takes the category as reachable, after so many trials: a load must end, and a false alarm is worse. */
const TRIALS = 20_000;

/** A fault for each category that nobody can reach. */
export function findUnreachable(policy: Policy, tree: Located): PolicyFault[] {
  const meanings = new Map(policy.machinery.tests.map((test) => [test.index, meaningOf(policy, test)]));
  const faults: PolicyFault[] = [];
  for (const [index, category] of policy.categories.entries()) {
    const words = whyUnreachable(policy, meanings, category, index);
    if (words === undefined) continue;
    const at = policy.file.categories.findIndex((source) => source.id === category.id);
    faults.push(faultAt(placeAt(tree, ['categories', at]), 'unreachable', words));
  }
  return faults;
}

type Meanings = ReadonlyMap<number, Meaning>;

function whyUnreachable(policy: Policy, meanings: Meanings, category: Category, index: number): string | undefined {
  if (!canHold(meanings, category.when, [])) {
    return `类别“${category.name.zh}”的条件互相矛盾，没有人能符合`;
  }
  if (policy.selection !== 'first') return undefined;
  const earlier = policy.categories.slice(0, index);
  const taker = earlier.find((one) => !canHold(meanings, category.when, [one.when]));
  if (taker) return `类别“${category.name.zh}”永远轮不到：符合它的人都已符合前面的“${taker.name.zh}”`;
  if (
    earlier.length > 1 &&
    !canHold(
      meanings,
      category.when,
      earlier.map((one) => one.when),
    )
  ) {
    return `类别“${category.name.zh}”永远轮不到：符合它的人都已符合前面的类别`;
  }
  return undefined;
}

/** What a test says about one fact, as far as that can be reasoned about; anything else is taken as it comes. */
type Meaning =
  | { readonly kind: 'constant'; readonly outcome: Outcome }
  | { readonly kind: 'flag'; readonly path: string }
  | { readonly kind: 'compare'; readonly path: string; readonly op: string; readonly to: Scalar; readonly codes: Codes }
  | { readonly kind: 'member'; readonly path: string; readonly of: readonly Scalar[]; readonly codes: Codes }
  | { readonly kind: 'opaque' };

/** The values a fact can have, where they are listed. */
type Codes = readonly string[] | undefined;

type Scalar = string | number | bigint | boolean;

function meaningOf(policy: Policy, test: Test): Meaning {
  const { ast, mentions } = test.expression;
  if (mentions.every(isConstant)) {
    const value = constantValue(policy, test.expression);
    return typeof value === 'boolean' ? { kind: 'constant', outcome: value ? 'true' : 'false' } : { kind: 'opaque' };
  }
  if (test.expression.type === 'bool' && isPath(ast)) {
    return mentions.length === 1 ? { kind: 'flag', path: mentions[0]?.path.join('.') ?? '' } : { kind: 'opaque' };
  }
  return comparison(policy, test, ast) ?? { kind: 'opaque' };
}

const FLIPPED: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

function comparison(policy: Policy, test: Test, ast: ASTNode): Meaning | undefined {
  if (!Object.hasOwn(FLIPPED, ast.op) && ast.op !== 'in') return undefined;
  const [left, right] = ast.args as [ASTNode, ASTNode];
  const facts = test.expression.mentions.filter((mention) => !isConstant(mention));
  const [fact] = facts;
  if (fact === undefined || facts.length !== 1 || fact.throughList) return undefined;
  const path = fact.path.join('.');
  const codes = fact.declaration?.values && Object.keys(fact.declaration.values);
  const inner = (node: ASTNode): unknown => valueOfPart(policy, node);
  if (ast.op === 'in') {
    const list = isPath(left) ? inner(right) : undefined;
    if (!Array.isArray(list)) return undefined;
    const of = list.map(scalar);
    return of.includes(undefined)
      ? undefined
      : { kind: 'member', path, of: of.filter((one) => one !== undefined), codes };
  }
  const [op, other] = isPath(left) ? [ast.op, right] : [FLIPPED[ast.op] ?? ast.op, left];
  if (!isPath(isPath(left) ? left : right)) return undefined;
  const to = scalar(inner(other));
  return to === undefined ? undefined : { kind: 'compare', path, op, to, codes };
}

function scalar(value: unknown): Scalar | undefined {
  if (value instanceof Day || value instanceof Month || value instanceof Decimal) return value.n;
  const simple = typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean';
  return simple ? value : undefined;
}

function valueOfPart(policy: Policy, node: ASTNode): unknown {
  try {
    return policy.machinery.constant(node, constantVariables(policy));
  } catch {
    return undefined;
  }
}

/** Whether some family makes a condition true while none of the others is. */
function canHold(meanings: Meanings, wanted: Condition, unwanted: readonly Condition[]): boolean {
  const tests = [...new Map([wanted, ...unwanted].flatMap(testsOf).map((test) => [test.index, test])).values()];
  const search = new Search(meanings, tests, wanted, unwanted);
  return search.from(0);
}

/** Tries outcomes for test after test, and turns back as soon as a fact would have to be two things at once. */
class Search {
  readonly #meanings: Meanings;
  readonly #tests: readonly Test[];
  readonly #wanted: Condition;
  readonly #unwanted: readonly Condition[];
  readonly #outcomes = new Map<number, Outcome>();
  #trials = 0;

  constructor(meanings: Meanings, tests: readonly Test[], wanted: Condition, unwanted: readonly Condition[]) {
    this.#meanings = meanings;
    this.#tests = tests;
    this.#wanted = wanted;
    this.#unwanted = unwanted;
  }

  from(position: number): boolean {
    this.#trials += 1;
    if (this.#trials > TRIALS) return true;
    if (this.#possible(this.#wanted).every((outcome) => outcome !== 'true')) return false;
    if (this.#unwanted.some((one) => this.#possible(one).every((outcome) => outcome === 'true'))) return false;
    const test = this.#tests[position];
    if (test === undefined) return true;
    const meaning = this.#meanings.get(test.index);
    const choices = choicesOf(test, meaning);
    for (const outcome of choices) {
      this.#outcomes.set(test.index, outcome);
      if (this.#consistent() && this.from(position + 1)) return true;
    }
    this.#outcomes.delete(test.index);
    return false;
  }

  /** The outcomes that a condition can still have. */
  #possible(condition: Condition): readonly Outcome[] {
    switch (condition.kind) {
      case 'always':
        return ['true'];
      case 'test': {
        const known = this.#outcomes.get(condition.test.index);
        return known === undefined ? ['true', 'false', 'unknown'] : [known];
      }
      case 'not':
        return this.#possible(condition.of[0]).map(contrary);
      case 'named':
        return this.#possible(condition.of[0]);
      default: {
        const parts = condition.of.map((part) => this.#possible(part));
        const decisive: Outcome = condition.kind === 'all' ? 'false' : 'true';
        const otherwise = contrary(decisive);
        const outcomes: Outcome[] = [];
        if (parts.some((part) => part.includes(decisive))) outcomes.push(decisive);
        if (parts.every((part) => part.includes(otherwise))) outcomes.push(otherwise);
        const mayBeUnknown = parts.every((part) => part.some((one) => one !== decisive));
        if (mayBeUnknown && parts.some((part) => part.includes('unknown'))) outcomes.push('unknown');
        return outcomes;
      }
    }
  }

  /** Whether each fact can have a value that gives all its tests the outcomes chosen so far. */
  #consistent(): boolean {
    const byPath = new Map<string, { meaning: Meaning; outcome: Outcome }[]>();
    for (const [index, outcome] of this.#outcomes) {
      const meaning = this.#meanings.get(index);
      if (meaning === undefined || meaning.kind === 'opaque' || meaning.kind === 'constant') continue;
      const list = byPath.get(meaning.path) ?? [];
      list.push({ meaning, outcome });
      byPath.set(meaning.path, list);
    }
    return [...byPath.values()].every(valueExists);
  }
}

/** The outcomes that a test can have: what the run itself brings along is never unknown. */
function choicesOf(test: Test, meaning: Meaning | undefined): readonly Outcome[] {
  if (meaning?.kind === 'constant') return [meaning.outcome];
  const given = test.expression.mentions.every((mention) => ALWAYS_GIVEN.has(mention.path[0] ?? ''));
  return given && meaning?.kind !== 'opaque' ? ['true', 'false'] : ['true', 'false', 'unknown'];
}

const ALWAYS_GIVEN: ReadonlySet<string> = new Set(['late', 'today', 'region', 'param', 'entryYear', 'stage']);

function valueExists(claims: readonly { meaning: Meaning; outcome: Outcome }[]): boolean {
  const unknown = claims.filter((claim) => claim.outcome === 'unknown').length;
  // A fact is given or it is not: its tests are all unknown, or none is.
  if (unknown > 0) return unknown === claims.length;
  const mentioned = claims.flatMap(({ meaning }) =>
    meaning.kind === 'compare' ? [meaning.to] : meaning.kind === 'member' ? meaning.of : [],
  );
  const candidates = new Set<Scalar>([true, false, '\u0000', ...mentioned]);
  for (const one of mentioned) {
    // Between and around the values that are mentioned: whole steps, since days, months and integers have no others.
    if (typeof one === 'bigint') [one - 1n, one + 1n].forEach((near) => candidates.add(near));
    if (typeof one === 'number') [one - 1, one + 1].forEach((near) => candidates.add(near));
    if (typeof one === 'string') candidates.add(`${one}\u0000`);
  }
  const [first] = claims;
  const codes = first && 'codes' in first.meaning ? first.meaning.codes : undefined;
  return [...(codes ?? candidates)].some((value) =>
    claims.every(({ meaning, outcome }) => satisfies(meaning, value) === outcome),
  );
}

function satisfies(meaning: Meaning, value: Scalar): Outcome {
  switch (meaning.kind) {
    case 'flag':
      return typeof value === 'boolean' ? (value ? 'true' : 'false') : 'unknown';
    case 'compare': {
      if (typeof value !== typeof meaning.to) return 'unknown';
      return compare(value, meaning.op, meaning.to) ? 'true' : 'false';
    }
    case 'member':
      if (meaning.of.length > 0 && typeof value !== typeof meaning.of[0]) return 'unknown';
      return meaning.of.includes(value) ? 'true' : 'false';
    default:
      return 'unknown';
  }
}

function compare(a: Scalar, op: string, b: Scalar): boolean {
  switch (op) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}
