// Compiles parameters, which change from year to year, and values derived from facts.

import { isDate } from '../../kernel/dates.ts';
import { WEEKENDS_ONLY, type WorkCalendar } from '../calendar/calendar.ts';
import { CalendarValue, type FactRecord } from './cel.ts';
import type { Compiler } from './compiler.ts';
import { Day, Decimal, Month } from './exact.ts';
import { listPathOf } from './expression.ts';
import { bothLanguages, isMonth } from './fact-schema.ts';
import type { PolicyFile } from './language.ts';
import type { DerivedValue } from './model.ts';

/** Compiles the parameters into what computes them for a calendar, which dates that shift depend on. */
export function compileParameters(compiler: Compiler, file: PolicyFile): (calendar: WorkCalendar) => FactRecord {
  const types: Record<string, string> = {};
  const steps: { name: string; compute: (soFar: Record<string, unknown>) => unknown; shift: boolean }[] = [];
  for (const [name, source] of Object.entries(file.parameters ?? {})) {
    const at = ['parameters', name];
    let type: string | undefined;
    let compute: ((soFar: Record<string, unknown>) => unknown) | undefined;
    if (source.is !== undefined && source.value === undefined) {
      const expression = compiler.typeWith('param', 'Params', types, source.is, [...at, 'is']);
      const forbidden = expression?.mentions.find((mention) => !['param', 'entryYear'].includes(mention.path[0] ?? ''));
      if (forbidden)
        compiler.fault(at, 'cel', `参数只能由 entryYear 和前面的参数推出，不能用“${forbidden.path.join('.')}”`);
      type = expression?.type;
      const fixed = { entryYear: BigInt(file.entryYear), stage: file.stage };
      compute = expression && ((soFar) => expression.run({ ...fixed, param: Object.assign(new Params(), soFar) }));
    } else {
      const constant = constantOf(source.value, source.type);
      const slip = source.type === 'text' ? undefined : datesThatAreNone(source.value)[0];
      if (slip !== undefined) {
        const words = `“${slip}”像日期或月份，但不存在或写法不对；应写作 2027-08-31、2027-03，本来就是文字的请加 type: text`;
        compiler.fault([...at, 'value'], 'wrong_type', words);
      } else if (constant === undefined) {
        compiler.fault(
          at,
          'wrong_type',
          '参数应写 value（日期、月份、整数、是否、文字或文字列表；小数加 type: decimal 并写成 "0.5"）或 is(CEL)之一',
        );
      }
      type = constant?.type;
      compute = constant && (() => constant.value);
    }
    compiler.labels.set(`param.${name}`, bothLanguages(source.label));
    if (type === undefined || compute === undefined) {
      types[name] = 'dyn';
      continue;
    }
    if (source.shift && type !== 'date') compiler.fault(at, 'wrong_type', '只有日期参数才能随休息日提前（shift）');
    types[name] = type;
    compiler.timeTypes.set(`param.${name}`, type);
    steps.push({ name, compute, shift: source.shift !== undefined });
  }
  const Params = compiler.declareRecord('param', 'Params', types);
  const cache = new WeakMap<WorkCalendar, FactRecord>();
  const parameters = (calendar: WorkCalendar): FactRecord => {
    const known = cache.get(calendar);
    if (known) return known;
    const record = new Params();
    const days = new CalendarValue(calendar);
    for (const { name, compute, shift } of steps) {
      const value = compute(record);
      record[name] = shift && value instanceof Day ? days.previousWorkingDay(value) : value;
    }
    cache.set(calendar, record);
    return record;
  };
  if (compiler.faults.length === 0) {
    try {
      const record = parameters(WEEKENDS_ONLY);
      compiler.constants = { param: record, entryYear: BigInt(file.entryYear), stage: file.stage };
      for (const { name, shift } of steps) {
        const value = record[name];
        if (typeof value === 'boolean') compiler.flags.set(`param.${name}`, value);
        const [zh, en] = [compiler.showNames(value, 'zh'), compiler.showNames(value, 'en')];
        compiler.parameterWords.set(
          `param.${name}`,
          shift ? { zh: `${zh}，遇休息日提前`, en: `${en}, or the working day before` } : { zh, en },
        );
      }
    } catch (error) {
      compiler.fault(['parameters'], 'cel', `参数无法计算：${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return parameters;
}

/** Texts that were surely meant as a date or a month but are none: they must not pass as mere texts. */
function datesThatAreNone(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(datesThatAreNone);
  if (typeof value !== 'string' || !/^\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?|月)?$/.test(value)) return [];
  return isDate(value) || isMonth(value) ? [] : [value];
}

function constantOf(
  value: NonNullable<PolicyFile['parameters']>[string]['value'],
  wanted: 'text' | 'decimal' | undefined,
): { type: string; value: unknown } | undefined {
  if (wanted === 'decimal' && typeof value !== 'object') {
    const decimal = typeof value === 'string' || typeof value === 'number' ? Decimal.parse(String(value)) : undefined;
    return decimal && { type: 'decimal', value: decimal };
  }
  if (typeof value === 'boolean') return { type: 'bool', value };
  if (Array.isArray(value)) return { type: 'list<string>', value: value.map(String) };
  if (typeof value === 'object') return tableOf(value as Readonly<Record<string, string | number>>, wanted);
  if (typeof value === 'number') {
    if (wanted === 'text') return { type: 'string', value: String(value) };
    return Number.isSafeInteger(value) ? { type: 'int', value: BigInt(value) } : undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (wanted !== 'text' && isDate(value)) return { type: 'date', value: new Day(value) };
  if (wanted !== 'text' && isMonth(value)) return { type: 'month', value: Month.parse(value) };
  return { type: 'string', value };
}

/** A table: a value for each code, all of one type. */
function tableOf(
  table: Readonly<Record<string, string | number>>,
  wanted: 'text' | 'decimal' | undefined,
): { type: string; value: unknown } | undefined {
  const entries = Object.entries(table).map(([code, value]) => [code, constantOf(value, wanted)] as const);
  const [first] = entries;
  if (first?.[1] === undefined || entries.some(([, one]) => one?.type !== first[1]?.type)) return undefined;
  const value = Object.fromEntries(entries.map(([code, one]) => [code, one?.value]));
  return { type: `map<string, ${first[1].type}>`, value };
}

/** The unit of shares, which are said in percent. */
const SHARES = '万分之';

/** Compiles the derived values; each may use those before it. */
export function compileValues(
  compiler: Compiler,
  file: PolicyFile,
): { values: DerivedValue[]; record: new () => FactRecord } {
  const types: Record<string, string> = {};
  const values: DerivedValue[] = [];
  for (const [name, source] of Object.entries(file.values ?? {})) {
    const at = ['values', name];
    const expression = compiler.typeWith('value', 'Values', types, source.is, [...at, 'is']);
    types[name] = expression?.type ?? 'dyn';
    const label = bothLanguages(source.label);
    compiler.labels.set(`value.${name}`, label);
    if (source.unit === SHARES) compiler.shares.add(`value.${name}`);
    if (expression === undefined) continue;
    compiler.timeTypes.set(`value.${name}`, expression.type);
    const list =
      expression.type.startsWith('list<') && listPathOf(expression.ast, new Map(), compiler.roots(new Map()));
    if (list) compiler.lists.set(`value.${name}`, list);
    const unit = source.unit === undefined || source.unit === SHARES ? '' : source.unit;
    values.push({ name, label: label.zh, labelEn: label.en, unit, expression, clause: source.clause });
  }
  return { values, record: compiler.declareRecord('value', 'Values', types) };
}
