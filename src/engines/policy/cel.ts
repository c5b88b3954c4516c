// The CEL environment of a policy: the typed facts, exact values, and the functions that admission law needs.

import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { addMonths, type DateText, isDate, yearsBetween } from '../../kernel/dates.ts';
import { type WorkCalendar, workingDayOnOrBefore } from '../calendar/calendar.ts';
import { Day, Decimal, Month } from './exact.ts';
import {
  type FactDeclaration,
  type FactSchema,
  fitsSimpleType,
  isMonth,
  isRecord,
  type SimpleType,
} from './fact-schema.ts';

/** Marks what facts became inside CEL: one class for each kind of object, so that types are checked. */
export class FactRecord {
  [name: string]: unknown;
}

/** The name of the CEL type of an object of facts at a path: `work.insurance` → `WorkInsurance`. */
function typeName(path: readonly string[]): string {
  return path.map((name) => name.charAt(0).toUpperCase() + name.slice(1)).join('');
}

const CEL_TYPES: Record<SimpleType, string> = {
  text: 'string',
  code: 'string',
  bool: 'bool',
  int: 'int',
  decimal: 'decimal',
  date: 'date',
  month: 'month',
};

/** Turns facts from JSON into what CEL computes with; whatever does not fit its declaration counts as not given. */
export type Converter = (value: unknown) => unknown;

/** A value of a simple type from JSON as CEL computes with it. */
export function convertSimple(value: unknown, type: SimpleType, declaration?: FactDeclaration): unknown {
  if (!fitsSimpleType(value, type, declaration?.values)) return undefined;
  switch (type) {
    case 'int':
      return BigInt(value as number);
    case 'decimal':
      return Decimal.parse(String(value));
    case 'date':
      return new Day(value as DateText);
    case 'month':
      return Month.parse(value as string);
    default:
      return value;
  }
}

interface RegisteredFact {
  readonly type: string;
  readonly convert: Converter;
}

function registerFact(environment: Environment, declaration: FactDeclaration, path: readonly string[]): RegisteredFact {
  if (declaration.type === 'list') {
    const item = declaration.of
      ? simpleFact(declaration.of, declaration)
      : registerObject(environment, declaration, path);
    return {
      type: `list<${item.type}>`,
      convert: (value) => {
        if (!Array.isArray(value)) return undefined;
        const items = value.map(item.convert);
        return items.includes(undefined) ? undefined : items;
      },
    };
  }
  if (declaration.type === 'object') return registerObject(environment, declaration, path);
  return simpleFact(declaration.type, declaration);
}

function simpleFact(type: SimpleType, declaration: FactDeclaration): RegisteredFact {
  return { type: CEL_TYPES[type], convert: (value) => convertSimple(value, type, declaration) };
}

function registerObject(
  environment: Environment,
  declaration: FactDeclaration,
  path: readonly string[],
): RegisteredFact {
  const name = typeName(path);
  const fields: Record<string, string> = {};
  const converters: { key: string; convert: Converter; isGroup: boolean }[] = [];
  for (const [key, field] of Object.entries(declaration.fields ?? {})) {
    const registered = registerFact(environment, field, [...path, key]);
    fields[key] = registered.type;
    converters.push({ key, convert: registered.convert, isGroup: field.type === 'object' });
  }
  const ctor = class extends FactRecord {};
  environment.registerType(name, { ctor, fields });
  return {
    type: name,
    convert: (value) => {
      const given = isRecord(value) ? value : {};
      const record = new ctor();
      for (const { key, convert, isGroup } of converters) {
        const member = given[key];
        // Groups are always there, so that has(a.b.c) can be asked of a family that gave nothing of a.b.
        if (isGroup || (member !== undefined && member !== null)) record[key] = convert(member);
      }
      return record;
    },
  };
}

/** An environment that knows a schema, and the converters of its top-level facts. */
export interface FactEnvironment {
  readonly environment: Environment;
  readonly converters: ReadonlyMap<string, Converter>;
  /** CEL types of the top-level facts. */
  readonly types: ReadonlyMap<string, string>;
}

/** What the functions of an environment need beyond their arguments. */
export interface Surroundings {
  /** Whether two district codes count as one region. */
  sameRegion(a: string, b: string): boolean;
}

/** Builds the environment for a schema. Expensive (some milliseconds): once for each policy. */
export function createEnvironment(schema: FactSchema, surroundings: Surroundings): FactEnvironment {
  const environment = new Environment({ limits: { maxAstNodes: 2000, maxDepth: 60 } });
  registerExactValues(environment);
  const converters = new Map<string, Converter>();
  const types = new Map<string, string>();
  for (const [name, declaration] of Object.entries(schema)) {
    const registered = registerFact(environment, declaration, [name]);
    environment.registerVariable(name, registered.type);
    converters.set(name, registered.convert);
    types.set(name, registered.type);
  }
  registerFunctions(environment);
  environment.registerFunction('sameRegion(string, string): bool', (a: string, b: string) =>
    surroundings.sameRegion(a, b),
  );
  return { environment, converters, types };
}

interface Ordered {
  readonly n: number | bigint;
}

function registerExactValues(environment: Environment): void {
  for (const [name, ctor] of [
    ['date', Day],
    ['month', Month],
    ['decimal', Decimal],
  ] as const) {
    environment.registerType(name, { ctor, fields: {} });
    const compare = (sign: string, test: (a: Ordered, b: Ordered) => boolean): void => {
      environment.registerOperator(`${name} ${sign} ${name}`, test);
    };
    compare('<', (a, b) => a.n < b.n);
    compare('<=', (a, b) => a.n <= b.n);
    compare('>', (a, b) => a.n > b.n);
    compare('>=', (a, b) => a.n >= b.n);
    compare('==', (a, b) => a.n === b.n);
  }
  environment
    .registerFunction('date(string): date', (text: string) => new Day(text))
    .registerFunction('month(string): month', (text: string) => Month.parse(text))
    .registerFunction('decimal(string): decimal', (text: string) => Decimal.parse(text))
    .registerFunction('decimal(int): decimal', (n: bigint) => Decimal.ofInt(n))
    .registerOperator('decimal + decimal', (a: Decimal, b: Decimal) => new Decimal(a.n + b.n))
    .registerOperator('decimal - decimal', (a: Decimal, b: Decimal) => new Decimal(a.n - b.n))
    .registerOperator('decimal + int', (a: Decimal, b: bigint) => new Decimal(a.n + Decimal.ofInt(b).n))
    .registerOperator('decimal - int', (a: Decimal, b: bigint) => new Decimal(a.n - Decimal.ofInt(b).n))
    .registerOperator('decimal * decimal', (a: Decimal, b: Decimal) => Decimal.product(a, b))
    .registerOperator('decimal < int', (a: Decimal, b: bigint) => a.n < Decimal.ofInt(b).n)
    .registerOperator('decimal <= int', (a: Decimal, b: bigint) => a.n <= Decimal.ofInt(b).n)
    .registerOperator('decimal > int', (a: Decimal, b: bigint) => a.n > Decimal.ofInt(b).n)
    .registerOperator('decimal >= int', (a: Decimal, b: bigint) => a.n >= Decimal.ofInt(b).n)
    .registerFunction('min(decimal, decimal): decimal', (a: Decimal, b: Decimal) => (b.n < a.n ? b : a))
    .registerFunction('max(decimal, decimal): decimal', (a: Decimal, b: Decimal) => (b.n > a.n ? b : a))
    .registerFunction(
      'sum(list<decimal>): decimal',
      (items: Decimal[]) => new Decimal(items.reduce((total, item) => total + item.n, 0n)),
    )
    .registerOperator('decimal * int', (a: Decimal, b: bigint) => new Decimal(a.n * b));
}

/** The words that make up an exact literal, or the reason why they do not. */
export function literalFault(kind: 'date' | 'month' | 'decimal', text: string): string | undefined {
  const wellFormed: boolean = kind === 'date' ? isDate(text) : isMonth(text);
  if (kind === 'date') return wellFormed ? undefined : `“${text}”不是存在的日期，应写作 date("2027-08-31")`;
  if (kind === 'month') return wellFormed ? undefined : `“${text}”不是月份，应写作 month("2027-03")`;
  return Decimal.parse(text) ? undefined : `“${text}”不是小数（最多六位），应写作 decimal("0.05")`;
}

function extreme<T extends Ordered>(items: readonly T[], better: (a: Ordered, b: Ordered) => boolean): T {
  const [first, ...rest] = items;
  if (first === undefined) throw new Error('the list is empty');
  let best = first;
  for (const item of rest) if (better(item, best)) best = item;
  return best;
}

const earlier = (a: Ordered, b: Ordered): boolean => a.n < b.n;
const later = (a: Ordered, b: Ordered): boolean => a.n > b.n;

/** `given(x)`: whether a fact was given, for any fact, at the top level too, where CEL's own `has` cannot ask. */
function registerGiven(environment: Environment): void {
  interface Checker {
    check(node: ASTNode, context: unknown): unknown;
    getType(name: string): unknown;
  }
  interface Context {
    getValue(name: string): unknown;
  }
  environment.registerFunction('given(ast): bool', ({ args }: { args: readonly ASTNode[] }) => {
    const [fact] = args as [ASTNode];
    const names: string[] = [];
    let root = fact;
    for (; root.op === '.'; [root] = root.args) names.unshift(root.args[1]);
    const name = root.op === 'id' ? root.args : '';
    return {
      typeCheck(checker: Checker, _macro: unknown, context: unknown) {
        checker.check(fact, context);
        return checker.getType('bool');
      },
      evaluate(_runner: unknown, _macro: unknown, context: Context) {
        // Read step by step rather than by catching an error, which costs a hundred times as much.
        let here = context.getValue(name);
        for (const step of names) here = here instanceof FactRecord ? here[step] : undefined;
        return here !== undefined;
      },
    };
  });
}

function registerFunctions(environment: Environment): void {
  registerGiven(environment);
  environment
    .registerFunction('date.plusDays(int): date', (day: Day, days: bigint) => Day.at(day.n + Number(days)))
    .registerFunction('date.plusMonths(int): date', (day: Day, n: bigint) => new Day(addMonths(day.text, Number(n))))
    .registerFunction(
      'date.plusYears(int): date',
      (day: Day, n: bigint) => new Day(addMonths(day.text, Number(n) * 12)),
    )
    .registerFunction('date.year(): int', (day: Day) => BigInt(day.text.slice(0, 4)))
    .registerFunction('date.month(): month', (day: Day) => Month.parse(day.text))
    .registerFunction('month.plusMonths(int): month', (month: Month, n: bigint) => new Month(month.n + Number(n)))
    .registerFunction('month.firstDay(): date', (month: Month) => new Day(`${month.text}-01`))
    .registerFunction('month.lastDay(): date', (month: Month) =>
      Day.at(new Day(`${new Month(month.n + 1).text}-01`).n - 1),
    )
    .registerFunction('dateOf(int, int, int): date', dateOf)
    .registerFunction('daysBetween(date, date): int', (a: Day, b: Day) => BigInt(b.n - a.n))
    .registerFunction('monthsBetween(date, date): int', (a: Day, b: Day) => BigInt(completedMonths(a, b)))
    .registerFunction('monthsBetween(month, month): int', (a: Month, b: Month) => BigInt(b.n - a.n))
    .registerFunction('yearsBetween(date, date): int', (a: Day, b: Day) => BigInt(yearsBetween(a.text, b.text)))
    .registerFunction('earliest(date, date): date', (a: Day, b: Day) => (b.n < a.n ? b : a))
    .registerFunction('latest(date, date): date', (a: Day, b: Day) => (b.n > a.n ? b : a))
    .registerFunction('earliest(list<date>): date', (days: Day[]) => extreme(days, earlier))
    .registerFunction('latest(list<date>): date', (days: Day[]) => extreme(days, later))
    .registerFunction('min(int, int): int', (a: bigint, b: bigint) => (b < a ? b : a))
    .registerFunction('max(int, int): int', (a: bigint, b: bigint) => (b > a ? b : a))
    .registerFunction('sum(list<int>): int', (items: bigint[]) => items.reduce((total, item) => total + item, 0n))
    .registerType('Calendar', { ctor: CalendarValue, fields: {} })
    .registerVariable('calendar', 'Calendar')
    .registerFunction('Calendar.previousWorkingDay(date): date', (calendar: CalendarValue, day: Day) =>
      calendar.previousWorkingDay(day),
    );
  const insurance = 'list<WorkInsurance>';
  environment
    .registerFunction(`countMonths(${insurance}): int`, (list: FactRecord[]) => BigInt(monthsOf(list).size))
    .registerFunction('countMonths(list<month>): int', (list: Month[]) => BigInt(new Set(list.map((m) => m.n)).size))
    .registerFunction(`continuousMonths(${insurance}, month): int`, (list: FactRecord[], end: Month) =>
      continuousMonths(monthsOf(list), end, 0),
    )
    .registerFunction(
      `continuousMonths(${insurance}, month, int): int`,
      (list: FactRecord[], end: Month, gap: bigint) => continuousMonths(monthsOf(list), end, Number(gap)),
    )
    .registerFunction('continuousMonths(list<month>, month): int', (list: Month[], end: Month) =>
      continuousMonths(new Set(list.map((month) => month.n)), end, 0),
    )
    .registerFunction('continuousMonths(list<month>, month, int): int', (list: Month[], end: Month, gap: bigint) =>
      continuousMonths(new Set(list.map((month) => month.n)), end, Number(gap)),
    )
    .registerFunction('settledDaysBefore(list<Settlements>, date): int', (list: FactRecord[], end: Day) =>
      BigInt(settledDays(list, end.n)),
    )
    .registerFunction('settledDaysThrough(list<Settlements>, date): int', (list: FactRecord[], end: Day) =>
      BigInt(settledDays(list, end.n + 1)),
    )
    .registerFunction('holds(list<Entitlements>, string, date): bool', holds);
}

function dateOf(year: bigint, month: bigint, day: bigint): Day {
  const pad = (n: bigint, length: number): string => String(n).padStart(length, '0');
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  if (isDate(text)) return new Day(text);
  throw new Error('no such day in the calendar');
}

/** Whole months completed from one day to another. */
function completedMonths(from: Day, to: Day): number {
  const months = Month.parse(to.text).n - Month.parse(from.text).n;
  return addMonths(from.text, months) > to.text ? months - 1 : months;
}

/** The distinct months of a list: two jobs in one month count once. An entry without a month makes the answer unknown. */
function monthsOf(list: readonly FactRecord[]): Set<number> {
  return new Set(
    list.map((entry) => {
      if (!(entry['month'] instanceof Month)) throw new Error('an insurance entry has no month');
      return entry['month'].n;
    }),
  );
}

/**
 * Months paid without interruption up to and including a month, counted backwards; up to `gap` missing months in all
 * are bridged, but not counted. Zero when the last month itself is missing and no gap is allowed.
 */
function continuousMonths(months: ReadonlySet<number>, end: Month, gap: number): bigint {
  let count = 0;
  let left = gap;
  let sinceLastPaid = 0;
  for (let month = end.n; ; month -= 1) {
    if (months.has(month)) {
      count += 1;
      left -= sinceLastPaid;
      sinceLastPaid = 0;
    } else {
      sinceLastPaid += 1;
      if (sinceLastPaid > left) return BigInt(count);
    }
  }
}

/** Distinct days of periods [from, to) before a day; an open period runs on; overlapping periods count once. */
function settledDays(periods: readonly FactRecord[], end: number): number {
  const spans = periods
    .map((period): [number, number] => {
      if (!(period['from'] instanceof Day)) throw new Error('a period of residence has no beginning');
      const to = period['to'] instanceof Day ? period['to'].n : end;
      return [period['from'].n, Math.min(to, end)];
    })
    .toSorted((a, b) => a[0] - b[0]);
  let days = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [from, to] of spans) {
    const start = Math.max(from, reached);
    if (to > start) days += to - start;
    reached = Math.max(reached, to);
  }
  return days;
}

/** Whether an entitlement of a kind is in force on a day; one without an end stays in force. */
function holds(list: readonly FactRecord[], kind: string, day: Day): boolean {
  return list.some((entry) => {
    const { since, until } = entry;
    return (
      entry['kind'] === kind &&
      (!(since instanceof Day) || since.n <= day.n) &&
      (!(until instanceof Day) || until.n >= day.n)
    );
  });
}

/** The calendar as CEL sees it. */
export class CalendarValue {
  readonly days: WorkCalendar;
  constructor(days: WorkCalendar) {
    this.days = days;
  }
  /** The day itself if it is a working day, else the last working day before it. */
  previousWorkingDay(day: Day): Day {
    return new Day(workingDayOnOrBefore(this.days, day.text));
  }
}
