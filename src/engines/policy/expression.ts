// One CEL expression: parsed, type-checked, split into single tests, and the facts that each of them uses.

import { type ASTNode, type Environment, serialize } from '@marcbachmann/cel-js';
import { literalFault } from './cel.ts';
import { celFault } from './cel-faults.ts';
import { declarationAt, type FactDeclaration, type FactSchema } from './fact-schema.ts';
import { suggestion } from './spelling.ts';

/** What a test looks at, as a path: a fact (`child.household.district`), or `param.x`, `value.x`, `points.x`, `today`. */
export interface Mention {
  readonly path: readonly string[];
  /** The name within the expression, which differs from the path's root for a variable bound to a list's item. */
  readonly root: string;
  /** The names after the root, as written. */
  readonly names: readonly string[];
  /** The fact's declaration; undefined for parameters, values, points and dates of the run. */
  readonly declaration: FactDeclaration | undefined;
  /**
   * It must be given, or the outcome is unknown; false where the expression may do without it. Through a list: unless
   * one of the items has it, nothing can be said.
   */
  readonly required: boolean;
  /** Found inside a comprehension: the path leads through the items of a list. */
  readonly throughList: boolean;
}

/** An expression that CEL evaluates as a whole. */
export interface Expression {
  /** The expression in canonical form: equal texts mean equal expressions. */
  readonly text: string;
  /** The CEL type of its value. */
  readonly type: string;
  readonly ast: ASTNode;
  readonly mentions: readonly Mention[];
  /** @throws when a fact is missing inside a list, or a function cannot answer. */
  readonly run: (variables: Record<string, unknown>) => unknown;
}

/** A fault within an expression; offsets count characters of its text. */
export interface ExpressionFault {
  readonly offset: number;
  readonly code: string;
  readonly words: string;
}

/** What names an expression may use. */
export interface Scope {
  readonly environment: Environment;
  readonly schema: FactSchema;
  readonly roots: Roots;
  /** What a policy has given names to: `param`, `value`, `cond`, `points`, `region` → its members. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** Where names lead that are no facts themselves. */
export interface Roots {
  /** Variables bound to an item of a list of facts: name → path of the list. */
  readonly bound: ReadonlyMap<string, readonly string[]>;
  /** Derived values that are lists of facts: `value.x` → path of the list they are taken from. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/** Names that are no facts: parameters, derived values, points, named conditions, and what the run brings along. */
export const NON_FACTS: ReadonlySet<string> = new Set([
  'param',
  'value',
  'points',
  'cond',
  'today',
  'entryYear',
  'stage',
  'late',
  'region',
  'calendar',
]);

/** Compiles an expression. The list of faults is empty when it is sound. */
export function compileExpression(
  scope: Scope,
  text: string,
):
  | { expression: Expression; faults: readonly ExpressionFault[] }
  | { expression?: undefined; faults: readonly ExpressionFault[] } {
  let parsed: ReturnType<Environment['parse']>;
  try {
    parsed = scope.environment.parse(text);
  } catch (error) {
    return { faults: [celFault(error, text, scope.environment)] };
  }
  const walk = new Walk(scope);
  walk.visit(parsed.ast, true, new Map());
  const checked = parsed.check();
  if (walk.faults.length > 0) return { faults: walk.faults };
  if (!checked.valid) return { faults: [celFault(checked.error, text, scope.environment)] };
  return {
    faults: [],
    expression: {
      text: serialize(parsed.ast),
      type: checked.type ?? 'dyn',
      ast: parsed.ast,
      mentions: walk.mentions,
      run: parsed,
    },
  };
}

/** Variables of comprehensions: name → path of the list they run through, undefined where it is no list of facts. */
export type Locals = ReadonlyMap<string, readonly string[] | undefined>;

/** The names of `a.b.c`, with a variable for list items replaced by the list's path. */
export function pathOf(
  node: ASTNode,
  locals: Locals,
  roots: Roots,
): { path: string[]; root: string; names: string[]; throughList: boolean } | undefined {
  const names: string[] = [];
  let here = node;
  while (here.op === '.') {
    names.unshift(here.args[1]);
    here = here.args[0];
  }
  if (here.op !== 'id') return undefined;
  const root = here.args;
  if (locals.has(root)) {
    const list = locals.get(root);
    return list && { path: [...list, ...names], root, names, throughList: true };
  }
  return { path: [...(roots.bound.get(root) ?? [root]), ...names], root, names, throughList: false };
}

/** Whether an expression is a plain `a.b.c`. */
export function isPath(node: ASTNode): boolean {
  return node.op === 'id' || (node.op === '.' && isPath(node.args[0]));
}

/** The path of the list whose items an expression yields, seen through filters. */
export function listPathOf(node: ASTNode, locals: Locals, roots: Roots): readonly string[] | undefined {
  if (node.op === 'rcall' && node.args[0] === 'filter') return listPathOf(node.args[1], locals, roots);
  const path = pathOf(node, locals, roots)?.path;
  return path && (roots.lists.get(path.join('.')) ?? path);
}

/** Macros whose first argument names a variable for the items of their receiver. */
export const MACROS: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map']);

/** The largest int of CEL. */
const LARGEST = 2n ** 63n - 1n;

/** Collects what an expression mentions and finds what CEL's own check does not. */
class Walk {
  readonly mentions: Mention[] = [];
  readonly faults: ExpressionFault[] = [];
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  visit(node: ASTNode, required: boolean, locals: Locals): void {
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'bigint' && node.args > LARGEST) {
          this.#fault(node, 'wrong_value', `整数 ${String(node.args)} 过大`);
        }
        if (typeof node.args === 'number') {
          this.#fault(node, 'inexact', `不允许浮点数 ${String(node.args)}，请写作 decimal("${String(node.args)}")`);
        }
        return;
      case 'id':
      case '.':
        this.#mention(node, required, locals);
        return;
      case '[]':
        this.visit(node.args[0], required, locals);
        this.visit(node.args[1], required, locals);
        return;
      case 'call':
        this.#call(node.args[0], node.args[1], node, required, locals);
        return;
      case 'rcall':
        this.#receiverCall(node, required, locals);
        return;
      case 'list':
        for (const item of node.args) this.visit(item, required, locals);
        return;
      case 'map':
        for (const [key, value] of node.args) {
          this.visit(key, required, locals);
          this.visit(value, required, locals);
        }
        return;
      case '?:':
        this.visit(node.args[0], required, locals);
        this.visit(node.args[1], false, locals);
        this.visit(node.args[2], false, locals);
        return;
      case '&&':
      case '||':
        for (const side of node.args) this.visit(side, false, locals);
        return;
      case '!_':
      case '-_':
        this.visit(node.args, required, locals);
        return;
      case '.?':
      case '[?]':
        this.#fault(node, 'cel', '不支持“.?”写法；事实是否提供请用 has(…) 判断');
        return;
      default:
        this.#checkCodes(node.op, node.args[0], node.args[1], locals);
        if ((node.op === '/' || node.op === '%') && node.args[1].op === 'value' && node.args[1].args === 0n) {
          this.#fault(node.args[1], 'wrong_value', '不能除以 0');
        }
        for (const side of node.args) this.visit(side, required, locals);
    }
  }

  #fault(node: ASTNode, code: string, words: string): void {
    this.faults.push({ offset: node.start, code, words });
  }

  #call(name: string, args: readonly ASTNode[], node: ASTNode, required: boolean, locals: Locals): void {
    const [first] = args;
    if (name === 'has' || name === 'given') {
      if (first === undefined) return;
      if (!isPath(first)) {
        this.#fault(node, 'cel', `${name}(…) 中应写一个事实，如 ${name}(child.birthDate)`);
        return;
      }
      if (name === 'has' && first.op === 'id') {
        this.#fault(node, 'cel', `顶层事实请用 given(${first.args}) 判断是否提供`);
        return;
      }
      this.#mention(first, false, locals);
      if (this.mentions.at(-1)?.declaration?.type === 'object') {
        this.#fault(node, 'cel', `${name}(…) 只能用于单项事实或列表`);
      }
      return;
    }
    if (name === 'date' || name === 'month' || name === 'decimal') {
      const literal = first?.op === 'value' && typeof first.args === 'string' ? first.args : undefined;
      const fault = literal === undefined ? undefined : literalFault(name, literal);
      if (fault !== undefined) this.#fault(node, 'wrong_type', fault);
      else if (literal === undefined && name !== 'decimal') {
        this.#fault(
          node,
          'wrong_type',
          `${name}(…) 只能写字面值，如 ${name === 'date' ? 'date("2027-08-31")' : 'month("2027-03")'}`,
        );
      }
    }
    if (['matches', 'timestamp', 'duration', 'double', 'dyn', 'type'].includes(name)) {
      this.#fault(node, 'cel', `政策中不能使用 ${name}(…)`);
    }
    for (const argument of args) this.visit(argument, required, locals);
  }

  #receiverCall(node: Extract<ASTNode, { op: 'rcall' }>, required: boolean, locals: Locals): void {
    const [name, receiver, args] = node.args;
    if (name === 'matches') {
      this.#fault(node, 'cel', '政策中不能使用正则表达式 matches(…)；可用 startsWith、endsWith、contains');
      return;
    }
    const [variable, ...bodies] = args;
    if (MACROS.has(name) && variable?.op === 'id') {
      this.visit(receiver, required, locals);
      const inner = new Map(locals).set(variable.args, listPathOf(receiver, locals, this.#scope.roots));
      // Within a list inside a list, an empty inner list decides without looking at the field.
      for (const body of bodies) this.visit(body, locals.size === 0, inner);
      return;
    }
    this.visit(receiver, required, locals);
    for (const argument of args) this.visit(argument, required, locals);
  }

  #declaration(path: readonly string[]): FactDeclaration | undefined {
    return declarationAt(this.#scope.schema, path);
  }

  #mention(node: ASTNode, required: boolean, locals: Locals): void {
    const found = pathOf(node, locals, this.#scope.roots);
    if (found === undefined) {
      if (node.op === '.') this.visit(node.args[0], required, locals);
      return;
    }
    const [root = '', member] = found.path;
    const members = locals.has(found.root) ? undefined : this.#scope.members.get(root);
    if (members !== undefined && member !== undefined && !members.includes(member)) {
      this.#fault(node, 'unknown_field', `没有“${root}.${member}”这一项${suggestion(member, members)}`);
      return;
    }
    const isFact = this.#scope.roots.bound.has(found.root) || !NON_FACTS.has(root);
    const declaration = isFact ? this.#declaration(found.path) : undefined;
    if (isFact && declaration === undefined) {
      this.#unknownFact(node, found.path);
      return;
    }
    if (declaration?.informative === true) {
      const words = `“${declaration.label.zh}”只能登记，依法不得作为入学条件`;
      this.#fault(node, 'forbidden_condition', words);
      return;
    }
    // Within a comprehension, what is no part of the item is looked at only if there are items.
    this.mentions.push({ ...found, declaration, required: required && (found.throughList || locals.size === 0) });
  }

  #unknownFact(node: ASTNode, path: readonly string[]): void {
    for (let length = 1; length <= path.length; length += 1) {
      if (this.#declaration(path.slice(0, length))) continue;
      const around = length === 1 ? this.#scope.schema : this.#declaration(path.slice(0, length - 1))?.fields;
      const names = Object.keys(around ?? {});
      const written = path.slice(0, length);
      const near = suggestion(written.at(-1) ?? '', names);
      this.#fault(node, 'unknown_field', `没有“${written.join('.')}”这个事实${near}`);
      return;
    }
  }

  /** A code compared with a text that is none of its values can never be true: a slip of the pen. */
  #checkCodes(op: string, left: ASTNode, right: ASTNode, locals: Locals): void {
    if (op !== '==' && op !== '!=' && op !== 'in') return;
    for (const [side, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const path = pathOf(side, locals, this.#scope.roots)?.path;
      const values = path && this.#declaration(path)?.values;
      if (values === undefined) continue;
      const literals = other.op === 'list' ? other.args : [other];
      for (const literal of literals) {
        if (literal.op !== 'value' || typeof literal.args !== 'string' || Object.hasOwn(values, literal.args)) continue;
        const known = Object.entries(values).map(([code, words]) => `${code}(${words.zh})`);
        this.#fault(
          literal,
          'wrong_value',
          `“${literal.args}”不是 ${(path ?? []).join('.')} 的取值；可用：${known.join('、')}`,
        );
      }
    }
  }
}
