// One evaluation in progress: the family's facts inside CEL, and every test decided once.

import type { WorkCalendar } from '../calendar/calendar.ts';
import { WEEKENDS_ONLY } from '../calendar/calendar.ts';
import type { DateText } from '../../kernel/dates.ts';
import { CalendarValue, FactRecord } from './cel.ts';
import type { Outcome, Test, TestRunner } from './condition.ts';
import { Day } from './exact.ts';
import type { FactUsed, TraceLine } from './evaluation.ts';
import type { Expression, Mention } from './expression.ts';
import type { Facts } from './facts.ts';
import type { Words } from './fact-schema.ts';
import type { Policy } from './model.ts';
import { holdsPeople, type Language, TONGUES } from './tongues.ts';

/** What an evaluation knows besides the facts. */
export interface EvaluationContext {
  readonly today: DateText;
  /** The family registers after the deadline. */
  readonly late?: boolean | undefined;
  /** The season's district, where a policy covers several: `region.districts` is then this one. */
  readonly district?: string | undefined;
  /** The category that a reviewer found, whatever the conditions say; null: none of them. Rank, evidence and review follow. */
  readonly category?: string | null | undefined;
  /** Names of codes that the policy does not name: other districts, schools. */
  readonly names?: Readonly<Record<string, Words>> | undefined;
  /** Working days; without it the policy's own calendar, or weekends alone. */
  readonly calendar?: WorkCalendar | undefined;
}

/** A step of a condition, told. */
export type ToldStep = Pick<TraceLine, 'outcome' | 'facts' | 'words' | 'wordsEn' | 'plain'>;

const NOT_DECIDED = 0;
const OUTCOMES: readonly (Outcome | undefined)[] = [undefined, 'true', 'false', 'unknown'];
const DECLARED: Words = { zh: '家长申报', en: 'declared by the family' };
const SYSTEM: Words = { zh: '系统', en: 'the system' };
const COMPUTED: Words = { zh: '计算', en: 'computed' };
const RUN_LABELS: Readonly<Record<string, Words>> = {
  today: { zh: '今天', en: 'today' },
  late: { zh: '逾期报名', en: 'registered late' },
};

/** Decides tests and computes expressions for one family. */
export class Run implements TestRunner {
  readonly policy: Policy;
  readonly facts: Facts;
  readonly variables: Record<string, unknown>;
  readonly #outcomes: Uint8Array;
  readonly #computed: Set<string>;
  readonly #names: Readonly<Record<string, Words>>;
  /** Facts as traces show them, by path. */
  readonly #shown = new Map<string, FactUsed>();
  /** Steps of conditions as traces tell them. */
  readonly told = new Map<object, ToldStep>();
  /** Computes the points when a condition asks for them. */
  computePoints: (() => void) | undefined;

  private constructor(
    policy: Policy,
    facts: Facts,
    variables: Record<string, unknown>,
    computed: Set<string>,
    names: Readonly<Record<string, Words>>,
  ) {
    this.#names = names;
    this.policy = policy;
    this.facts = facts;
    this.variables = variables;
    this.#computed = computed;
    this.#outcomes = new Uint8Array(policy.machinery.tests.length);
  }

  static start(policy: Policy, facts: Facts, context: EvaluationContext): Run {
    const calendar = context.calendar ?? policy.machinery.calendar ?? WEEKENDS_ONLY;
    const variables: Record<string, unknown> = {
      today: new Day(context.today),
      entryYear: BigInt(policy.entryYear),
      stage: policy.stage,
      late: context.late ?? false,
      calendar: new CalendarValue(calendar),
      region: policy.machinery.region(context.district),
      param: policy.machinery.parameters(calendar),
      value: policy.machinery.valueRecord(),
      points: policy.machinery.pointsRecord(),
    };
    for (const [name, convert] of policy.machinery.converters) {
      const value = convert(facts[name] ?? undefined);
      if (value !== undefined) variables[name] = value;
    }
    return new Run(policy, facts, variables, new Set(), context.names ?? {});
  }

  /** A run in which a name stands for one item of a list. */
  bind(name: string, item: unknown): Run {
    return new Run(this.policy, this.facts, { ...this.variables, [name]: item }, this.#computed, this.#names);
  }

  outcomeOf(test: Test): Outcome {
    const known = OUTCOMES[this.#outcomes[test.index] ?? NOT_DECIDED];
    if (known !== undefined) return known;
    const value = this.compute(test.expression);
    const outcome: Outcome = value === true ? 'true' : value === false ? 'false' : 'unknown';
    this.#outcomes[test.index] = OUTCOMES.indexOf(outcome);
    return outcome;
  }

  /** The value of an expression; undefined when a fact that it needs was not given. */
  compute(expression: Expression): unknown {
    for (const mention of expression.mentions) {
      const [root] = mention.path;
      if (root === 'value') this.#ensureValue(mention.path[1] ?? '');
      else if (root === 'points') this.computePoints?.();
      if (mention.required && this.#isMissing(mention)) return undefined;
    }
    try {
      return expression.run(this.variables);
    } catch {
      // A fact is missing inside a list, or a function has no answer: not known, which is an outcome of its own.
      return undefined;
    }
  }

  #isMissing(mention: Mention): boolean {
    if (!mention.throughList) return this.#at(mention) === undefined;
    const inside = mention.path.length - mention.names.length;
    const items = this.#collect(this.variables[mention.path[0] ?? ''], mention.path.slice(1, inside));
    return (
      items.length > 0 && items.every((item) => this.#collect(item, mention.names).every((one) => one === undefined))
    );
  }

  /** The variables with every derived value computed, for evaluating an expression as a whole. */
  withEveryValue(): Record<string, unknown> {
    for (const { name } of this.policy.values) this.#ensureValue(name);
    return this.variables;
  }

  #ensureValue(name: string): void {
    if (this.#computed.has(name)) return;
    this.#computed.add(name);
    const value = this.policy.values.find((one) => one.name === name);
    if (value === undefined) return;
    const result = this.compute(value.expression);
    if (result !== undefined) (this.variables['value'] as FactRecord)[name] = result;
  }

  /** What is at a mention, read from its root; undefined when not given. */
  #at(mention: Mention): unknown {
    let here = this.variables[mention.root];
    for (const name of mention.names) {
      if (!(here instanceof FactRecord)) return undefined;
      here = here[name];
    }
    return here;
  }

  /** Everything found at a path, through the items of lists. */
  #collect(here: unknown, names: readonly string[]): unknown[] {
    if (Array.isArray(here)) return here.flatMap((item: unknown) => this.#collect(item, names));
    const [name, ...rest] = names;
    if (name === undefined) return [here];
    return here instanceof FactRecord ? this.#collect(here[name], rest) : [undefined];
  }

  /** The facts behind mentions, as a trace shows them; derived values bring the facts they are derived from. */
  factsUsed(mentions: readonly Mention[]): readonly FactUsed[] {
    const used: FactUsed[] = [];
    for (const { mention, key, isBound } of prepare(this.policy, mentions)) {
      let fact = isBound ? undefined : this.#shown.get(key);
      if (fact === undefined) {
        fact = this.#factUsed(mention, key) ?? NOT_SHOWN;
        if (!isBound) this.#shown.set(key, fact);
      }
      if (fact !== NOT_SHOWN) used.push(fact);
    }
    return used;
  }

  #factUsed(mention: Mention, path: string): FactUsed | undefined {
    const { declaration } = mention;
    if (declaration === undefined) return this.#derivedUsed(mention, path);
    const values = mention.throughList
      ? this.#collect(this.variables[mention.path[0] ?? ''], mention.path.slice(1))
      : [this.#at(mention)];
    const given = values.filter((value) => value !== undefined);
    if (given.length === 0 && mention.throughList && values.length === 0) return undefined;
    const say = (language: Language): string | null => {
      const { none, given: isGiven, listed, counted } = TONGUES[language];
      if (given.length === 0) return null;
      if (declaration.fields === undefined)
        return given.map((one) => this.show(one, mention.path, language)).join(listed);
      const [group] = given;
      if (!Array.isArray(group)) return isGiven;
      return group.length === 0 ? none : counted(group.length, holdsPeople(mention.path));
    };
    const provenance = this.#provenance(mention.path);
    const source = provenance?.source ?? DECLARED.zh;
    return {
      path,
      label: declaration.label.zh,
      labelEn: declaration.label.en,
      value: say('zh'),
      valueEn: say('en'),
      source,
      sourceEn: provenance ? (provenance.sourceEn ?? source) : DECLARED.en,
      date: provenance?.date ?? null,
    };
  }

  #derivedUsed(mention: Mention, path: string): FactUsed | undefined {
    const [root, name = ''] = mention.path;
    if (root !== 'value' && root !== 'points' && root !== 'today' && root !== 'late') return undefined;
    const record = this.variables[root];
    const value = record instanceof FactRecord ? record[name] : record;
    const unit = root === 'value' ? (this.policy.values.find((one) => one.name === name)?.unit ?? '') : '';
    const label = RUN_LABELS[root] ?? this.policy.machinery.labels.get(path) ?? { zh: path, en: path };
    const source = root === 'today' || root === 'late' ? SYSTEM : COMPUTED;
    return {
      path,
      label: label.zh,
      labelEn: label.en,
      value: value === undefined ? null : `${this.show(value, mention.path, 'zh')}${unit}`,
      valueEn: value === undefined ? null : `${this.show(value, mention.path, 'en')}${unit === '' ? '' : ` ${unit}`}`,
      source: source.zh,
      sourceEn: source.en,
      date: null,
    };
  }

  /** A value as people read it, also a code that only the caller can name. */
  show(value: unknown, path: readonly string[], language: Language): string {
    const known = typeof value === 'string' && Object.hasOwn(this.#names, value) ? this.#names[value] : undefined;
    const shown = this.policy.machinery.show(value, path, language);
    return known !== undefined && shown === value ? known[language] : shown;
  }

  isShare(path: readonly string[]): boolean {
    return this.policy.machinery.isShare(path);
  }

  #provenance(path: readonly string[]) {
    const { sources } = this.facts;
    if (sources === undefined) return undefined;
    for (let length = path.length; length > 0; length -= 1) {
      const key = path.slice(0, length).join('.');
      if (Object.hasOwn(sources, key)) return sources[key];
    }
    return undefined;
  }
}

/** Stands in a run's memory for what a trace does not show: parameters, and fields of an empty list. */
const NOT_SHOWN: FactUsed = {
  path: '',
  label: '',
  labelEn: '',
  value: null,
  valueEn: null,
  source: '',
  sourceEn: '',
  date: null,
};

interface Prepared {
  readonly mention: Mention;
  readonly key: string;
  /** Read from a variable that stands for one item of a list: another in each round. */
  readonly isBound: boolean;
}

const PREPARED = new WeakMap<readonly Mention[], readonly Prepared[]>();

/** Mentions with the facts behind derived values, each once. Worked out once for each condition. */
function prepare(policy: Policy, mentions: readonly Mention[]): readonly Prepared[] {
  const known = PREPARED.get(mentions);
  if (known !== undefined) return known;
  const byKey = new Map<string, Prepared>();
  const add = (mention: Mention): void => {
    const key = mention.path.join('.');
    if (byKey.has(key)) return;
    byKey.set(key, { mention, key, isBound: !mention.throughList && mention.root !== mention.path[0] });
    if (mention.path[0] !== 'value') return;
    policy.values.find((one) => one.name === mention.path[1])?.expression.mentions.forEach(add);
  };
  mentions.forEach(add);
  const prepared = [...byKey.values()];
  PREPARED.set(mentions, prepared);
  return prepared;
}
