// Compiles the expressions of one policy: in which environment, under which labels, and where a fault lies.

import { type ASTNode, type Environment, serialize } from '@marcbachmann/cel-js';
import { FactRecord } from './cel.ts';
import { type Condition, splitExpression, type Test } from './condition.ts';
import { Day, Decimal, Month } from './exact.ts';
import { compileExpression, type Expression, type Roots } from './expression.ts';
import {
  declarationAt,
  type FactDeclaration,
  type FactSchema,
  isRecord,
  optionalWords,
  type Words,
} from './fact-schema.ts';
import type { ConditionSource } from './language-parts.ts';
import type { Template } from './model.ts';
import { faultAt, type Located, placeAt, placeWithin, type PolicyFault } from './source.ts';
import { type Language, percent, type TestWords, TONGUES } from './tongues.ts';
import { type Lexicon, wordsOfTerm, wordsOfTest } from './words.ts';

/** Where something is written in the policy. */
export type At = readonly PropertyKey[];

/** Names bound to an item of a list of facts, e.g. `guardian` → `guardians`. */
export type Bound = ReadonlyMap<string, readonly string[]>;

const NOTHING_BOUND: Bound = new Map();

/** Labels of what the run brings along. */
const RUN_LABELS: Readonly<Record<string, Words>> = {
  today: { zh: '今天', en: 'today' },
  entryYear: { zh: '入学年份', en: 'entry year' },
  stage: { zh: '学段', en: 'stage' },
  late: { zh: '逾期报名', en: 'registered late' },
  'region.districts': { zh: '本区', en: 'the district' },
  'region.name': { zh: '本区名称', en: 'name of the district' },
  'points.total': { zh: '总积分', en: 'total points' },
};

/** Compiles expressions, conditions and templates, and collects faults. */
export class Compiler {
  readonly faults: PolicyFault[] = [];
  readonly tests: Test[] = [];
  /** Every single fact that some expression uses, by path. */
  readonly factsUsed = new Map<string, FactDeclaration>();
  /** Labels of parameters, values and points, by `param.x`, `value.x`, `points.x`. */
  readonly labels = new Map<string, Words>();
  /** Values of parameters as people read them, said along with their labels. */
  readonly parameterWords = new Map<string, Words>();
  /** Derived values that are shares in ten-thousandths. */
  readonly shares = new Set<string>();
  /** Derived values that are lists of facts: `value.x` → path of the list they are taken from. */
  readonly lists = new Map<string, readonly string[]>();
  /** Parameters that are true or false. */
  readonly flags = new Map<string, boolean>();
  /** Types of parameters and values that are dates or months, by path. */
  readonly timeTypes = new Map<string, string>([['today', 'date']]);
  readonly #tree: Located;
  readonly #schema: FactSchema;
  readonly #names: Readonly<Record<string, Words>>;
  readonly #testByKey = new Map<string, Test>();
  readonly #named = new Map<string, Condition | 'in_progress'>();
  readonly #bound = new Map<string, Environment>();
  readonly #members = new Map<string, readonly string[]>();
  readonly #parsed = new Map<string, (variables: Record<string, unknown>) => unknown>();
  #environment: Environment;

  constructor(tree: Located, schema: FactSchema, names: Readonly<Record<string, Words>>, environment: Environment) {
    this.#tree = tree;
    this.#schema = schema;
    this.#names = names;
    this.#environment = environment;
  }

  fault(at: At, code: string, words: string): void {
    this.faults.push(faultAt(placeAt(this.#tree, at), code, words));
  }

  /** Adds a record of named values that later expressions may use, e.g. `param`. */
  declareRecord(variable: string, type: string, fields: Readonly<Record<string, string>>): new () => FactRecord {
    const ctor = class extends FactRecord {};
    this.#members.set(variable, Object.keys(fields));
    this.#environment = this.#environment
      .clone()
      .registerType(type, { ctor, fields: { ...fields } })
      .registerVariable(variable, type);
    return ctor;
  }

  /** The type of an expression in an environment that has, besides, a record of the fields known so far. */
  typeWith(
    variable: string,
    type: string,
    fields: Readonly<Record<string, string>>,
    text: string,
    at: At,
  ): Expression | undefined {
    const before = this.#environment;
    this.declareRecord(variable, type, fields);
    const expression = this.expression(text, at);
    this.#environment = before;
    return expression;
  }

  /** Where names lead: those bound here, and derived values that are lists of facts. */
  roots(bound: Bound): Roots {
    return { bound, lists: this.lists };
  }

  #scope(bound: Bound): Environment {
    if (bound.size === 0) return this.#environment;
    const key = [...bound].map(([name, path]) => `${name}=${path.join('.')}`).join(',');
    let environment = this.#bound.get(key);
    if (environment === undefined) {
      environment = this.#environment.clone();
      for (const [name, path] of bound) {
        const type = path.map((step) => step.charAt(0).toUpperCase() + step.slice(1)).join('');
        environment.registerVariable(name, type);
      }
      this.#bound.set(key, environment);
    }
    return environment;
  }

  /** Compiles an expression; undefined with faults recorded when it is unsound or not of the type asked for. */
  expression(text: string, at: At, types?: readonly string[], bound: Bound = NOTHING_BOUND): Expression | undefined {
    const expression = this.#compile(text, at, types, bound);
    if (expression?.mentions.some((mention) => mention.path[0] === 'cond')) {
      this.fault(at, 'cel', `cond.名称 只能用在条件中（${text.trim()}）`);
      return undefined;
    }
    return expression;
  }

  #compile(text: string, at: At, types: readonly string[] | undefined, bound: Bound): Expression | undefined {
    const scope = {
      environment: this.#scope(bound),
      schema: this.#schema,
      roots: this.roots(bound),
      members: this.#members,
    };
    const { expression, faults } = compileExpression(scope, text);
    for (const fault of faults) {
      const place = placeWithin(placeAt(this.#tree, at), text, fault.offset);
      this.faults.push(faultAt(place, fault.code, `${fault.words}(${text.trim()})`));
    }
    for (const mention of expression?.mentions ?? []) {
      if (mention.declaration && !mention.declaration.fields)
        this.factsUsed.set(mention.path.join('.'), mention.declaration);
    }
    if (expression && types && !types.includes(expression.type)) {
      this.fault(at, 'wrong_type', `应得到 ${types.join(' 或 ')}，实际得到 ${expression.type}(${text.trim()})`);
      return undefined;
    }
    return expression;
  }

  /** Compiles a condition as written; an unsound one becomes one that is never used, since faults stop the load. */
  condition(source: ConditionSource | undefined, at: At, bound: Bound = NOTHING_BOUND): Condition {
    if (source === undefined || source === true) return { kind: 'always' };
    if (source === false) return { kind: 'not', of: [{ kind: 'always' }] };
    if (typeof source === 'string') return this.#split(source, at, bound);
    const { clause, checks, evidence } = source;
    const annotation = { label: optionalWords(source.label), clause, checks, evidence };
    if ('test' in source) {
      const inner = this.#split(source.test, [...at, 'test'], bound);
      return inner.kind === 'named' ? { kind: 'all', of: [inner], ...annotation } : { ...inner, ...annotation };
    }
    if ('not' in source) return { kind: 'not', of: [this.condition(source.not, [...at, 'not'], bound)], ...annotation };
    const kind = 'all' in source ? 'all' : 'any';
    const parts = 'all' in source ? source.all : source.any;
    return { kind, of: parts.map((part, index) => this.condition(part, [...at, kind, index], bound)), ...annotation };
  }

  /** The same where a missing condition is not "always". */
  optionalCondition(source: ConditionSource | undefined, at: At, bound: Bound = NOTHING_BOUND): Condition | undefined {
    return source === undefined ? undefined : this.condition(source, at, bound);
  }

  #split(text: string, at: At, bound: Bound): Condition {
    const whole = this.#compile(text, at, ['bool'], bound);
    if (whole === undefined) return { kind: 'always' };
    return splitExpression(whole.ast, {
      test: (node) => this.#test(node, text, at, bound),
      named: (name, node) => this.#namedCondition(name, node, text, at),
    });
  }

  #test(node: ASTNode, text: string, at: At, bound: Bound): Test {
    const expression = this.#part(node, text, bound);
    if (expression.mentions.some((mention) => mention.path[0] === 'cond')) {
      this.fault(at, 'cel', `cond.名称 只能用 &&、||、！ 连接（${text.trim()}）`);
    }
    const key = `${[...bound.keys()].join(',')}|${expression.text}`;
    const known = this.#testByKey.get(key);
    if (known) return known;
    const compared = node.op === '>=' || node.op === '>' || node.op === '<=' || node.op === '<' ? node.args : undefined;
    const test: Test = {
      index: this.tests.length,
      expression,
      ...this.#inBoth((language) => wordsOfTest(expression.ast, this.lexicon(bound, language))),
      sides: compared && { left: this.#part(compared[0], text, bound), right: this.#part(compared[1], text, bound) },
    };
    this.tests.push(test);
    this.#testByKey.set(key, test);
    return test;
  }

  #part(node: ASTNode, text: string, bound: Bound): Expression {
    const scope = {
      environment: this.#scope(bound),
      schema: this.#schema,
      roots: this.roots(bound),
      members: this.#members,
    };
    const { expression } = compileExpression(scope, text.slice(node.start, node.end));
    if (expression === undefined) throw new Error(`a part of a sound expression is unsound: ${text}`);
    return expression;
  }

  #conditionSources: Readonly<Record<string, ConditionSource>> = {};

  /** Makes named conditions known; they are compiled when first used, and all at the end. */
  declareConditions(sources: Readonly<Record<string, ConditionSource>>): void {
    this.#conditionSources = sources;
    this.declareRecord('cond', 'Conditions', Object.fromEntries(Object.keys(sources).map((name) => [name, 'bool'])));
  }

  /** Compiles those named conditions that nothing used, so that their faults are found. */
  finishConditions(): void {
    for (const name of Object.keys(this.#conditionSources)) this.#compileNamed(name);
  }

  #compileNamed(name: string): Condition | 'in_progress' | undefined {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(this.#conditionSources, name)) return undefined;
    this.#named.set(name, 'in_progress');
    const condition = this.condition(this.#conditionSources[name], ['conditions', name]);
    this.#named.set(name, condition);
    return condition;
  }

  #namedCondition(name: string, node: ASTNode, text: string, at: At): Condition | undefined {
    const condition = this.#compileNamed(name);
    if (condition === 'in_progress') {
      const place = placeWithin(placeAt(this.#tree, at), text, node.start);
      this.faults.push(faultAt(place, 'circular', `条件 cond.${name} 循环引用了自己`));
      return { kind: 'always' };
    }
    return condition;
  }

  /** Compiles a text with `{CEL}` parts; a fault where a brace stands alone. */
  template(words: string | { zh: string; en?: string | undefined }, at: At): Template {
    const zh = this.#parts(typeof words === 'string' ? words : words.zh, at);
    return { zh, en: typeof words === 'string' || words.en === undefined ? zh : this.#parts(words.en, at) };
  }

  #parts(text: string, at: At): (string | Expression)[] {
    const parts: (string | Expression)[] = [];
    let from = 0;
    for (const match of text.matchAll(/\{([^{}]+)\}/g)) {
      parts.push(text.slice(from, match.index));
      const expression = this.expression(match[1] ?? '', at, ['string', 'int', 'date', 'month', 'decimal']);
      if (expression) parts.push(expression);
      from = match.index + match[0].length;
    }
    parts.push(text.slice(from));
    if (parts.some((part) => typeof part === 'string' && /[{}]/.test(part)))
      this.fault(at, 'cel', `花括号没有成对：“${text}”；{…} 中写一个 CEL 表达式`);
    return parts.filter((part) => part !== '');
  }

  /** Evaluates a sound expression by CEL alone; remembers it parsed. */
  whole(text: string, variables: Record<string, unknown>): unknown {
    let parsed = this.#parsed.get(text);
    if (parsed === undefined) {
      parsed = this.#environment.parse(text);
      this.#parsed.set(text, parsed);
    }
    return parsed(variables);
  }

  /** An expression in Chinese. */
  say(expression: Expression, bound: Bound = NOTHING_BOUND): string {
    return wordsOfTerm(expression.ast, this.lexicon(bound, 'zh'));
  }

  /** Parameters and years, for saying what a constant expression comes to; set when the parameters are compiled. */
  constants: Record<string, unknown> | undefined;

  #constant(node: ASTNode, language: Language): string | undefined {
    if (this.constants === undefined) return undefined;
    try {
      const value = this.whole(serialize(node), this.constants);
      return value instanceof Day || value instanceof Month || typeof value === 'bigint'
        ? this.show(value, [], language)
        : undefined;
    } catch {
      return undefined;
    }
  }

  /** A test in Chinese. */
  sayTest(expression: Expression, bound: Bound = NOTHING_BOUND): string {
    return wordsOfTest(expression.ast, this.lexicon(bound, 'zh')).words;
  }

  #inBoth(say: (language: Language) => TestWords): { readonly words: Words; readonly contrary: Words } {
    const [zh, en] = [say('zh'), say('en')];
    return { words: { zh: zh.words, en: en.words }, contrary: { zh: zh.contrary, en: en.contrary } };
  }

  /** How this policy calls things. */
  lexicon(bound: Bound, language: Language): Lexicon {
    return {
      roots: this.roots(bound),
      tongue: TONGUES[language],
      label: (path) => this.#label(path, language),
      literal: (text, comparedWith) => this.#literal(text, comparedWith, language),
      number: (n, comparedWith) => (comparedWith && this.isShare(comparedWith) ? percent(n) : String(n)),
      constant: (node) => this.#constant(node, language),
      flag: (path) => this.flags.get(path.join('.')),
      timeAt: (path) => {
        const type = declarationAt(this.#schema, path)?.type ?? this.timeTypes.get(path.join('.'));
        return type === 'date' ? 'day' : type === 'month' ? 'month' : undefined;
      },
    };
  }

  /** Whether what is at a path is a share in ten-thousandths, which people read in percent. */
  isShare(path: readonly string[]): boolean {
    return this.shares.has(path.join('.')) || declarationAt(this.#schema, path)?.unit === 'ten_thousandths';
  }

  #label(path: readonly string[], language: Language): string {
    const key = path.join('.');
    const words = declarationAt(this.#schema, path)?.label ?? this.labels.get(key) ?? RUN_LABELS[key];
    const label = words?.[language] ?? key;
    const value = this.parameterWords.get(key);
    return value === undefined ? label : TONGUES[language].named(label, value[language]);
  }

  #literal(text: string, comparedWith: readonly string[] | undefined, language: Language): string {
    const meaning = comparedWith && declarationAt(this.#schema, comparedWith)?.values?.[text]?.[language];
    return meaning ?? this.#nameOf(text, language) ?? TONGUES[language].quote(text);
  }

  #nameOf(code: string, language: Language): string | undefined {
    return Object.hasOwn(this.#names, code) ? this.#names[code]?.[language] : undefined;
  }

  /** A parameter's value: codes by their names alone. */
  showNames(value: unknown, language: Language): string {
    if (typeof value === 'string') return this.#nameOf(value, language) ?? value;
    if (Array.isArray(value) && value.length > 0)
      return value.map((one: unknown) => this.showNames(one, language)).join(TONGUES[language].listed);
    return this.show(value, [], language);
  }

  /** A value as people read it. */
  show(value: unknown, path: readonly string[], language: Language): string {
    const tongue = TONGUES[language];
    if (typeof value === 'boolean') return value ? tongue.yes : tongue.no;
    if (typeof value === 'bigint') return this.isShare(path) ? percent(value) : String(value);
    if (value instanceof Day) return tongue.day(value.text);
    if (value instanceof Month) return tongue.month(value.text);
    if (value instanceof Decimal) return value.text;
    if (typeof value === 'string') {
      const meaning = declarationAt(this.#schema, path)?.values?.[value]?.[language];
      return meaning ?? this.#nameOf(value, language) ?? value;
    }
    if (Array.isArray(value)) {
      const shown = value.map((item: unknown) => this.show(item, path, language));
      return shown.length > 0 ? shown.join(tongue.listed) : tongue.none;
    }
    if (isRecord(value))
      return Object.entries(value)
        .map(([code, one]) => tongue.pair(this.#nameOf(code, language) ?? code, this.show(one, path, language)))
        .join(tongue.listed);
    return tongue.given;
  }
}
