// Conditions in plain words, for families and officers: what a test says, and what its contrary says.

import type { ASTNode } from '@marcbachmann/cel-js';
import { listPathOf, type Locals, MACROS, pathOf, type Roots } from './expression.ts';
import { holdsPeople, type TestWords, type Tongue } from './tongues.ts';

/** How names are called. */
export interface Lexicon {
  /** The label of a fact, parameter, value or points item at a path. */
  label(path: readonly string[]): string;
  /** A literal text in words: a code of the fact it is compared with, or a name the policy gives. */
  literal(text: string, comparedWith: readonly string[] | undefined): string;
  /** What an expression comes to that uses no facts; undefined where that cannot be said. */
  constant(node: ASTNode): string | undefined;
  /** Whether a parameter that is true or false is true; undefined for anything else. */
  flag(path: readonly string[]): boolean | undefined;
  /** Whether what is at a path is a day or a month, so that bounds are said with it in or out. */
  timeAt(path: readonly string[]): 'day' | 'month' | undefined;
  /** A number in words: a share that is compared is said in percent. */
  number(n: bigint, comparedWith: readonly string[] | undefined): string;
  readonly roots: Roots;
  readonly tongue: Tongue;
}

/** Says what a test says. Falls back to the expression itself for what has no plain form. */
export function wordsOfTest(node: ASTNode, lexicon: Lexicon): TestWords {
  return new Speaker(lexicon).test(node, new Map());
}

/** Says what an expression of any type computes. */
export function wordsOfTerm(node: ASTNode, lexicon: Lexicon): string {
  return new Speaker(lexicon).term(node, new Map(), undefined);
}

/** Functions that give days or months. */
const TIME_FUNCTIONS: Readonly<Record<string, 'day' | 'month'>> = {
  date: 'day',
  dateOf: 'day',
  earliest: 'day',
  latest: 'day',
  plusDays: 'day',
  plusYears: 'day',
  firstDay: 'day',
  lastDay: 'day',
  previousWorkingDay: 'day',
  plusMonths: 'day',
  month: 'month',
};

/** Expressions that may come to a constant which reads better than how it is computed. */
const COMPUTED: ReadonlySet<string> = new Set(['call', 'rcall', '+', '-', '*', '/']);
const CONSTANTS: ReadonlySet<string> = new Set(['param', 'entryYear']);

/** The names that an expression starts from. */
function namesIn(node: ASTNode): Set<string> {
  switch (node.op) {
    case 'id':
      return new Set([node.args]);
    case 'value':
      return new Set();
    case '.':
      return namesIn(node.args[0]);
    case 'call':
      return new Set(node.args[1].flatMap((one) => [...namesIn(one)]));
    case 'rcall':
      return new Set([node.args[1], ...node.args[2]].flatMap((one) => [...namesIn(one)]));
    case '-_':
      return namesIn(node.args);
    case '+':
    case '-':
    case '*':
    case '/':
      return new Set(node.args.flatMap((one) => [...namesIn(one)]));
    default:
      return new Set(['?']);
  }
}

class Speaker {
  readonly #lexicon: Lexicon;
  readonly #tongue: Tongue;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#tongue = lexicon.tongue;
  }

  test(node: ASTNode, locals: Locals): TestWords {
    switch (node.op) {
      case '&&':
      case '||': {
        const sides = node.args.filter((side) => this.#flagOf(side, locals) !== (node.op === '&&'));
        const parts = (sides.length > 0 ? sides : node.args).map((side) => this.#part(side, node.op, locals));
        const { and, or } = this.#tongue;
        const [joined, apart] = node.op === '&&' ? [and, or] : [or, and];
        return {
          words: parts.map((part) => part.words).join(joined),
          contrary: parts.map((part) => part.contrary).join(apart),
        };
      }
      case '!_': {
        const inner = this.test(node.args, locals);
        return { words: inner.contrary, contrary: inner.words };
      }
      case '==':
        return this.#equality(node.args[0], node.args[1], locals);
      case '!=': {
        const { words, contrary } = this.#equality(node.args[0], node.args[1], locals);
        return { words: contrary, contrary: words };
      }
      case 'in': {
        const left = this.term(node.args[0], locals, undefined);
        const right = this.term(node.args[1], locals, this.#path(node.args[0], locals));
        return this.#tongue.membership(left, right);
      }
      case '<':
      case '<=':
      case '>':
      case '>=':
        return {
          words: this.#comparison(node.op, node.args[0], node.args[1], locals),
          contrary: this.#comparison(
            this.#tongue.comparisons[node.op]?.contrary ?? node.op,
            node.args[0],
            node.args[1],
            locals,
          ),
        };
      case '?:': {
        const chosen = this.#chosen(node, locals);
        if (chosen) return this.test(chosen, locals);
        const condition = this.test(node.args[0], locals).words;
        const [yes, no] = [this.test(node.args[1], locals), this.test(node.args[2], locals)];
        const form = (a: string, b: string): string => this.#tongue.choice(condition, a, b);
        return { words: form(yes.words, no.words), contrary: form(yes.contrary, no.contrary) };
      }
      case 'call':
      case 'rcall':
        return this.#calledTest(node, locals);
      default: {
        const term = this.term(node, locals, undefined);
        return { words: term, contrary: this.#tongue.not(term) };
      }
    }
  }

  /** One side of "and" or "or": brackets keep the other of the two together. */
  #part(side: ASTNode, around: '&&' | '||', locals: Locals): TestWords {
    const { words, contrary } = this.test(side, locals);
    const mixed = (side.op === '&&' || side.op === '||') && side.op !== around;
    const { bracket } = this.#tongue;
    return mixed ? { words: bracket(words), contrary: bracket(contrary) } : { words, contrary };
  }

  #path(node: ASTNode, locals: Locals): readonly string[] | undefined {
    return pathOf(node, locals, this.#lexicon.roots)?.path;
  }

  #equality(left: ASTNode, right: ASTNode, locals: Locals): TestWords {
    if (right.op === 'value' && typeof right.args === 'boolean') {
      const { words, contrary } = this.test(left, locals);
      return right.args ? { words, contrary } : { words: contrary, contrary: words };
    }
    const a = this.term(left, locals, this.#path(right, locals));
    const b = this.term(right, locals, this.#path(left, locals));
    return this.#tongue.equality(a, b);
  }

  #comparison(op: string, left: ASTNode, right: ASTNode, locals: Locals): string {
    const names = this.#tongue.comparisons[op];
    const a = this.term(left, locals, this.#path(right, locals));
    const b = this.term(right, locals, this.#path(left, locals));
    if (names === undefined) return `${a}${op}${b}`;
    const time = this.#timeOf(left, locals) ?? this.#timeOf(right, locals);
    return time ? this.#tongue.timeCompared(a, names.time(b, time)) : this.#tongue.compared(a, names.number, b);
  }

  /** What a parameter that is true or false has settled: a side that is settled need not be said. */
  #flagOf(node: ASTNode, locals: Locals): boolean | undefined {
    const path = this.#path(node, locals);
    return path && this.#lexicon.flag(path);
  }

  /** The branch that a switch among the parameters has settled. */
  #chosen(node: Extract<ASTNode, { op: '?:' }>, locals: Locals): ASTNode | undefined {
    const [condition, yes, no] = node.args;
    const flag = this.#flagOf(condition, locals);
    return flag === undefined ? undefined : flag ? yes : no;
  }

  #timeOf(node: ASTNode, locals: Locals): 'day' | 'month' | undefined {
    const name = node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined;
    if (name !== undefined) return TIME_FUNCTIONS[name];
    const path = this.#path(node, locals);
    return path && this.#lexicon.timeAt(path);
  }

  #calledTest(node: Extract<ASTNode, { op: 'call' | 'rcall' }>, locals: Locals): TestWords {
    if (node.op === 'call') {
      const [name, args] = node.args;
      const said = args.map((argument) => this.term(argument, locals, undefined));
      if (name === 'has' || name === 'given') return this.#tongue.presence(said[0] ?? '');
      if (name === 'sameRegion') return this.#tongue.sameRegion(said[0] ?? '', said[1] ?? '');
      if (name === 'holds') {
        const kind = args[1];
        const literal = kind?.op === 'value' && typeof kind.args === 'string' ? kind.args : '';
        const title = this.#lexicon.literal(literal, ['entitlements', 'kind']);
        return this.#tongue.holds(title);
      }
    } else {
      const [name, receiver, args] = node.args;
      const [variable, body] = args;
      if (MACROS.has(name) && variable?.op === 'id' && body !== undefined) {
        const items = this.#items(receiver, locals);
        const people = this.#isPeople(receiver, locals);
        const inner = new Map(locals).set(variable.args, listPathOf(receiver, locals, this.#lexicon.roots));
        const said = this.test(body, inner);
        if (name === 'exists') return this.#tongue.some(items, said, people);
        if (name === 'all') return this.#tongue.every(items, said, people);
        if (name === 'exists_one') return this.#tongue.exactlyOne(items, said, people);
      }
      const said = args.map((argument) => this.term(argument, locals, undefined));
      const text = this.term(receiver, locals, undefined);
      if (name === 'contains' || name === 'startsWith' || name === 'endsWith')
        return this.#tongue[name](text, said[0] ?? '');
    }
    const term = this.term(node, locals, undefined);
    return { words: term, contrary: this.#tongue.not(term) };
  }

  #isPeople(list: ASTNode, locals: Locals): boolean {
    return holdsPeople(listPathOf(list, locals, this.#lexicon.roots) ?? []);
  }

  /** A list as the things it holds: filtered lists say which. */
  #items(node: ASTNode, locals: Locals): string {
    if (node.op !== 'rcall' || node.args[0] !== 'filter') return this.term(node, locals, undefined);
    return `${this.#items(node.args[1], locals)}${this.#restriction(node, locals)}`;
  }

  /** Which items of a list a filter leaves. */
  #restriction(node: ASTNode, locals: Locals): string {
    if (node.op !== 'rcall' || node.args[0] !== 'filter') return '';
    const [, receiver, [variable, body]] = node.args;
    if (variable?.op !== 'id' || body === undefined) return '';
    const inner = new Map(locals).set(variable.args, listPathOf(receiver, locals, this.#lexicon.roots));
    return this.#tongue.restricted(this.test(body, inner).words);
  }

  term(node: ASTNode, locals: Locals, comparedWith: readonly string[] | undefined): string {
    const uses = COMPUTED.has(node.op) ? namesIn(node) : undefined;
    const settled = uses && [...uses].every((name) => CONSTANTS.has(name)) ? this.#lexicon.constant(node) : undefined;
    if (settled === undefined) return this.#term(node, locals, comparedWith);
    return uses?.has('param') ? this.#tongue.named(this.#term(node, locals, comparedWith), settled) : settled;
  }

  #term(node: ASTNode, locals: Locals, comparedWith: readonly string[] | undefined): string {
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'string') return this.#lexicon.literal(node.args, comparedWith);
        if (typeof node.args === 'boolean') return node.args ? this.#tongue.yes : this.#tongue.no;
        if (typeof node.args === 'bigint') return this.#lexicon.number(node.args, comparedWith);
        return String(node.args);
      case 'id':
      case '.': {
        const path = this.#path(node, locals);
        return path === undefined ? this.#raw(node) : this.#lexicon.label(path);
      }
      case '[]': {
        const [table, key] = node.args;
        return this.#tongue.ofTable(this.term(table, locals, undefined), this.term(key, locals, undefined));
      }
      case 'map':
        return this.#tongue.table(
          node.args.map(
            ([key, value]) => [this.term(key, locals, undefined), this.term(value, locals, undefined)] as const,
          ),
        );
      case 'list':
        return this.#tongue.list(node.args.map((item) => this.term(item, locals, comparedWith)));
      case '+':
      case '-':
      case '*':
      case '/':
      case '%': {
        const [a, b] = node.args.map((side) => this.term(side, locals, undefined));
        return `(${a ?? ''}${this.#tongue.signs[node.op] ?? node.op}${b ?? ''})`;
      }
      case '?:': {
        const chosen = this.#chosen(node, locals);
        if (chosen) return this.term(chosen, locals, comparedWith);
        return this.#tongue.choiceOfTerms(
          this.test(node.args[0], locals).words,
          this.term(node.args[1], locals, comparedWith),
          this.term(node.args[2], locals, comparedWith),
        );
      }
      case '-_':
        return `-${this.term(node.args, locals, undefined)}`;
      case 'call': {
        const [name, args] = node.args;
        if (args[0]?.op === 'value') {
          const text = String(args[0].args);
          if (name === 'date') return this.#tongue.day(text);
          if (name === 'month') return this.#tongue.month(text);
          if (name === 'decimal') return text;
        }
        const said = args.map((argument) => this.#argument(argument, locals));
        return this.#tongue.functions[name]?.(said) ?? `${name}(${said.join(this.#tongue.listed)})`;
      }
      case 'rcall': {
        const [name, receiver, args] = node.args;
        const [variable, body] = args;
        if (name === 'filter') return this.#items(node, locals);
        if (MACROS.has(name) && variable?.op === 'id' && body !== undefined) {
          const inner = new Map(locals).set(variable.args, listPathOf(receiver, locals, this.#lexicon.roots));
          if (name === 'map') return `${this.term(body, inner, undefined)}${this.#restriction(receiver, locals)}`;
          return this.test(node, locals).words;
        }
        const said = args.map((argument) => this.term(argument, locals, undefined));
        const object = this.term(receiver, locals, undefined);
        return this.#tongue.methods[name]?.(object, said) ?? `${object}.${name}(${said.join(this.#tongue.listed)})`;
      }
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
      case 'in':
      case '&&':
      case '||':
      case '!_':
        return this.test(node, locals).words;
      default:
        return this.#raw(node);
    }
  }

  #argument(node: ASTNode, locals: Locals): string {
    return this.term(node, locals, undefined);
  }

  #raw(node: ASTNode): string {
    return this.#tongue.quote(node.input.slice(node.start, node.end));
  }
}
