// Conditions in plain Chinese, for families and officers: what a test says, and what its contrary says.

import type { ASTNode } from '@marcbachmann/cel-js';
import { listPathOf, type Locals, MACROS, pathOf, type Roots } from './expression.ts';

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
  readonly roots: Roots;
}

/** A test in words. */
export interface TestWords {
  readonly words: string;
  readonly contrary: string;
}

/** Says what a test says. Falls back to the expression itself for what has no plain form. */
export function wordsOfTest(node: ASTNode, lexicon: Lexicon): TestWords {
  return new Speaker(lexicon).test(node, new Map());
}

/** Says what an expression of any type computes. */
export function wordsOfTerm(node: ASTNode, lexicon: Lexicon): string {
  return new Speaker(lexicon).term(node, new Map(), undefined);
}

/** Names of comparisons: for numbers, and for dates, where it is said whether the day itself is meant. */
const COMPARISONS: Record<
  string,
  { number: string; time: (bound: string, itself: string) => string; contrary: string }
> = {
  '<': { number: '少于', time: (bound, itself) => `早于${bound}（不含${itself}）`, contrary: '>=' },
  '<=': { number: '不超过', time: (bound, itself) => `不晚于${bound}（含${itself}）`, contrary: '>' },
  '>': { number: '超过', time: (bound, itself) => `晚于${bound}（不含${itself}）`, contrary: '<=' },
  '>=': { number: '不少于', time: (bound, itself) => `不早于${bound}（含${itself}）`, contrary: '<' },
};

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

const FUNCTIONS: Record<string, (args: readonly string[]) => string> = {
  size: ([list = '']) => `${list}的数量`,
  sum: ([list = '']) => `${list}的合计`,
  min: ([a = '', b = '']) => `${a}与${b}中较小者`,
  max: ([a = '', b = '']) => `${a}与${b}中较大者`,
  earliest: (args) => (args.length === 1 ? `${args[0] ?? ''}中最早者` : `${args.join('与')}中较早者`),
  latest: (args) => (args.length === 1 ? `${args[0] ?? ''}中最晚者` : `${args.join('与')}中较晚者`),
  yearsBetween: ([a = '', b = '']) => `${a}至${b}满的周年数`,
  monthsBetween: ([a = '', b = '']) => `${a}至${b}满的月数`,
  daysBetween: ([a = '', b = '']) => `${a}至${b}的天数`,
  countMonths: ([list = '']) => `${list}的月数`,
  continuousMonths: ([list = '', end = '', gap]) =>
    `${list}截至${end}连续的月数${gap === undefined ? '' : `（允许中断${gap}个月）`}`,
  settledDaysBefore: ([list = '', end = '']) => `${list}在${end}之前累计的天数`,
  settledDaysThrough: ([list = '', end = '']) => `${list}截至${end}（含）累计的天数`,
  dateOf: ([y = '', m = '', d = '']) => `${y}年${m}月${d}日`,
  string: ([text = '']) => text,
  int: ([text = '']) => text,
  decimal: ([text = '']) => text,
};

function shifted(day: string, n: string, unit: string): string {
  return n.startsWith('-') ? `${day}前${n.slice(1)}${unit}` : `${day}后${n}${unit}`;
}

const METHODS: Record<string, (receiver: string, args: readonly string[]) => string> = {
  plusDays: (day, [n = '']) => shifted(day, n, '天'),
  plusMonths: (day, [n = '']) => shifted(day, n, '个月'),
  plusYears: (day, [n = '']) => shifted(day, n, '年'),
  year: (day) => `${day}的年份`,
  month: (day) => `${day}所在月`,
  firstDay: (month) => `${month}首日`,
  lastDay: (month) => `${month}末日`,
  previousWorkingDay: (_calendar, [day = '']) => `${day}（遇休息日提前到上一工作日）`,
  size: (list) => `${list}的数量`,
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

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  test(node: ASTNode, locals: Locals): TestWords {
    switch (node.op) {
      case '&&':
      case '||': {
        const sides = node.args.filter((side) => this.#flagOf(side, locals) !== (node.op === '&&'));
        const parts = (sides.length > 0 ? sides : node.args).map((side) => this.#part(side, node.op, locals));
        const [joined, apart] = node.op === '&&' ? ['且', '或'] : ['或', '且'];
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
        return { words: `${left}属于${right}`, contrary: `${left}不属于${right}` };
      }
      case '<':
      case '<=':
      case '>':
      case '>=':
        return {
          words: this.#comparison(node.op, node.args[0], node.args[1], locals),
          contrary: this.#comparison(COMPARISONS[node.op]?.contrary ?? node.op, node.args[0], node.args[1], locals),
        };
      case '?:': {
        const chosen = this.#chosen(node, locals);
        if (chosen) return this.test(chosen, locals);
        const condition = this.test(node.args[0], locals).words;
        const [yes, no] = [this.test(node.args[1], locals), this.test(node.args[2], locals)];
        const form = (a: string, b: string): string => `${condition}时${a}，否则${b}`;
        return { words: form(yes.words, no.words), contrary: form(yes.contrary, no.contrary) };
      }
      case 'call':
      case 'rcall':
        return this.#calledTest(node, locals);
      default: {
        const term = this.term(node, locals, undefined);
        return { words: term, contrary: `并非“${term}”` };
      }
    }
  }

  /** One side of "and" or "or": brackets keep the other of the two together. */
  #part(side: ASTNode, around: '&&' | '||', locals: Locals): TestWords {
    const { words, contrary } = this.test(side, locals);
    const mixed = (side.op === '&&' || side.op === '||') && side.op !== around;
    return mixed ? { words: `（${words}）`, contrary: `（${contrary}）` } : { words, contrary };
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
    return { words: `${a}为${b}`, contrary: `${a}不是${b}` };
  }

  #comparison(op: string, left: ASTNode, right: ASTNode, locals: Locals): string {
    const names = COMPARISONS[op];
    const a = this.term(left, locals, undefined);
    const b = this.term(right, locals, undefined);
    if (names === undefined) return `${a}${op}${b}`;
    const time = this.#timeOf(left, locals) ?? this.#timeOf(right, locals);
    return time ? `${a}${names.time(b, time === 'day' ? '当日' : '当月')}` : `${a}${names.number}${b}`;
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
      if (name === 'has' || name === 'given')
        return { words: `已提供${said[0] ?? ''}`, contrary: `未提供${said[0] ?? ''}` };
      if (name === 'sameRegion') {
        const both = said.join('与');
        return { words: `${both}属于同一区域`, contrary: `${both}不属于同一区域` };
      }
      if (name === 'holds') {
        const kind = args[1];
        const literal = kind?.op === 'value' && typeof kind.args === 'string' ? kind.args : '';
        const title = this.#lexicon.literal(literal, ['entitlements', 'kind']);
        return { words: `持有有效的“${title}”资格`, contrary: `没有有效的“${title}”资格` };
      }
    } else {
      const [name, receiver, args] = node.args;
      const [variable, body] = args;
      if (MACROS.has(name) && variable?.op === 'id' && body !== undefined) {
        const list = `${this.#counter(receiver, locals)}${this.#items(receiver, locals)}`;
        const none = this.#items(receiver, locals);
        const inner = new Map(locals).set(variable.args, listPathOf(receiver, locals, this.#lexicon.roots));
        const said = this.test(body, inner);
        if (name === 'exists')
          return { words: `至少一${list}符合：${said.words}`, contrary: `没有${none}符合：${said.words}` };
        if (name === 'all')
          return { words: `每${list}都符合：${said.words}`, contrary: `至少一${list}不符合：${said.words}` };
        if (name === 'exists_one')
          return { words: `恰有一${list}符合：${said.words}`, contrary: `不是恰有一${list}符合：${said.words}` };
      }
      const said = args.map((argument) => this.term(argument, locals, undefined));
      const text = this.term(receiver, locals, undefined);
      if (name === 'contains')
        return { words: `${text}包含${said[0] ?? ''}`, contrary: `${text}不包含${said[0] ?? ''}` };
      if (name === 'startsWith')
        return { words: `${text}以${said[0] ?? ''}开头`, contrary: `${text}不以${said[0] ?? ''}开头` };
      if (name === 'endsWith')
        return { words: `${text}以${said[0] ?? ''}结尾`, contrary: `${text}不以${said[0] ?? ''}结尾` };
    }
    const term = this.term(node, locals, undefined);
    return { words: term, contrary: `并非“${term}”` };
  }

  /** People are counted by another word than things. */
  #counter(list: ASTNode, locals: Locals): string {
    const path = listPathOf(list, locals, this.#lexicon.roots)?.join('.') ?? '';
    return ['guardians', 'siblings', 'dwelling.owners'].includes(path) ? '位' : '项';
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
    return `（限：${this.test(body, inner).words}）`;
  }

  term(node: ASTNode, locals: Locals, comparedWith: readonly string[] | undefined): string {
    const uses = COMPUTED.has(node.op) ? namesIn(node) : undefined;
    const settled = uses && [...uses].every((name) => CONSTANTS.has(name)) ? this.#lexicon.constant(node) : undefined;
    if (settled === undefined) return this.#term(node, locals, comparedWith);
    return uses?.has('param') ? `${this.#term(node, locals, comparedWith)}（${settled}）` : settled;
  }

  #term(node: ASTNode, locals: Locals, comparedWith: readonly string[] | undefined): string {
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'string') return this.#lexicon.literal(node.args, comparedWith);
        if (typeof node.args === 'boolean') return node.args ? '是' : '否';
        return String(node.args);
      case 'id':
      case '.': {
        const path = this.#path(node, locals);
        return path === undefined ? this.#raw(node) : this.#lexicon.label(path);
      }
      case '[]': {
        const [table, key] = node.args;
        return `${this.term(table, locals, undefined)}中${this.term(key, locals, undefined)}对应的值`;
      }
      case 'map':
        return `【${node.args.map(([key, value]) => `${this.term(key, locals, undefined)}→${this.term(value, locals, undefined)}`).join('、')}】`;
      case 'list':
        return `【${node.args.map((item) => this.term(item, locals, comparedWith)).join('、')}】`;
      case '+':
      case '-':
      case '*':
      case '/':
      case '%': {
        const [a, b] = node.args.map((side) => this.term(side, locals, undefined));
        const sign = { '+': '+', '-': '-', '*': '×', '/': '÷', '%': '除余' }[node.op];
        return `(${a ?? ''}${sign}${b ?? ''})`;
      }
      case '?:': {
        const chosen = this.#chosen(node, locals);
        if (chosen) return this.term(chosen, locals, comparedWith);
        return `${this.test(node.args[0], locals).words}时为${this.term(node.args[1], locals, comparedWith)}，否则为${this.term(node.args[2], locals, comparedWith)}`;
      }
      case '-_':
        return `-${this.term(node.args, locals, undefined)}`;
      case 'call': {
        const [name, args] = node.args;
        if (['date', 'month', 'decimal'].includes(name) && args[0]?.op === 'value') return String(args[0].args);
        const said = args.map((argument) => this.#argument(argument, locals));
        return FUNCTIONS[name]?.(said) ?? `${name}(${said.join('、')})`;
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
        return METHODS[name]?.(object, said) ?? `${object}.${name}(${said.join('、')})`;
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
    return `“${node.input.slice(node.start, node.end)}”`;
  }
}
