// How facts are described: typed, labelled, with the department that can confirm them; and how a value is checked.

import { type DateText, isDate } from '../../kernel/dates.ts';

/** A text in both languages, Chinese first. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A text of a policy file in both languages; the Chinese stands in for a missing English. */
export function bothLanguages(words: string | { zh: string; en?: string | undefined }): Words {
  return typeof words === 'string' ? { zh: words, en: words } : { zh: words.zh, en: words.en ?? words.zh };
}

/** The same for a text that may be absent. */
export function optionalWords(words: string | { zh: string; en?: string | undefined } | undefined): Words | undefined {
  return words === undefined ? undefined : bothLanguages(words);
}

/** Departments that a fact can be verified with, as an application's checks name them. */
export type Check =
  | 'household'
  | 'property'
  | 'lease'
  | 'residence_permit'
  | 'social_insurance'
  | 'business_licence'
  | 'birth'
  | 'civil_affairs'
  | 'student_record';

/** The departments in words, as a trace names a source. */
export const CHECKS: Record<Check, Words> = {
  household: { zh: '公安户籍', en: 'police, household registration' },
  property: { zh: '自然资源（不动产）', en: 'natural resources, real property' },
  lease: { zh: '住建（租赁备案）', en: 'housing, filed leases' },
  residence_permit: { zh: '公安居住证', en: 'police, residence permits' },
  social_insurance: { zh: '人社（社会保险）', en: 'human resources, social insurance' },
  business_licence: { zh: '市场监管（营业执照）', en: 'market regulation, business licences' },
  birth: { zh: '卫健（出生医学证明）', en: 'health, birth certificates' },
  civil_affairs: { zh: '民政', en: 'civil affairs' },
  student_record: { zh: '教育学籍', en: 'education, student records' },
};

/** The types a simple fact can have. Dates are `YYYY-MM-DD`, months `YYYY-MM`; decimals are exact to six places. */
export type SimpleType = 'text' | 'bool' | 'int' | 'decimal' | 'date' | 'month' | 'code';

/** One fact, or a group of facts (`object`), or a list of either. */
export interface FactDeclaration {
  readonly type: SimpleType | 'object' | 'list';
  readonly label: Words;
  /** For a code: its values and what each means. */
  readonly values?: Readonly<Record<string, Words>>;
  /** A number that people read otherwise than it is kept: a share of a home in percent. */
  readonly unit?: 'ten_thousandths';
  /** For an object, or a list of objects. */
  readonly fields?: Readonly<Record<string, FactDeclaration>>;
  /** For a list of simple values. */
  readonly of?: SimpleType;
  /** Who can confirm it: a department, or another issuer in words. Inherited by what lies below. */
  readonly source?: Check | (string & {});
  /** May be recorded, but the law forbids to make it a condition. */
  readonly informative?: boolean;
}

/** Top-level facts by name. */
export type FactSchema = Readonly<Record<string, FactDeclaration>>;

type SimpleValue<T> = T extends 'bool' ? boolean : T extends 'int' | 'decimal' ? number : string;

type FieldsOf<F> = { readonly [K in keyof F]?: ValueOf<F[K]> | undefined };

type ValueOf<D> = D extends { type: 'object'; fields: infer F }
  ? FieldsOf<F>
  : D extends { type: 'list'; fields: infer F }
    ? readonly FieldsOf<F>[]
    : D extends { type: 'list'; of: infer T }
      ? readonly SimpleValue<T>[]
      : D extends { type: 'code'; values: infer V }
        ? keyof V & string
        : D extends { type: infer T }
          ? SimpleValue<T>
          : never;

/** The TypeScript type of the facts that a schema describes; every fact is optional. */
export type FactsOf<S> = FieldsOf<S>;

/** Where a fact was learned, for the trace. */
export interface Provenance {
  /** E.g. `公安户籍`, `家长申报`. */
  readonly source: string;
  /** The same in English; the Chinese stands in for a missing one. */
  readonly sourceEn?: string | undefined;
  readonly date?: DateText | undefined;
}

/** A fact that does not fit its declaration. */
export interface FactFault {
  /** E.g. `guardians[0].relation`. */
  readonly path: string;
  readonly words: string;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Whether a text is a month `YYYY-MM`. */
export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** Whether a value from JSON fits a simple type. */
export function fitsSimpleType(value: unknown, type: SimpleType, values?: Readonly<Record<string, Words>>): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && Number.isSafeInteger(value);
    case 'decimal':
      return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e9;
    case 'date':
      return typeof value === 'string' && isDate(value);
    case 'month':
      return typeof value === 'string' && isMonth(value);
    default:
      return typeof value === 'string' && values !== undefined && Object.hasOwn(values, value);
  }
}

const EXPECTED: Record<SimpleType, string> = {
  text: '应为文字',
  bool: '应为 true 或 false',
  int: '应为整数',
  decimal: '应为数字',
  date: '应为存在的日期，写作 "2027-08-31"',
  month: '应为月份，写作 "2027-03"',
  code: '应为规定的代码',
};

/** Every way in which facts do not fit a schema: names that do not exist, values of the wrong type. */
export function checkFacts(schema: FactSchema, facts: Readonly<Record<string, unknown>>): FactFault[] {
  const faults: FactFault[] = [];
  checkFields(schema, facts, '', faults);
  return faults;
}

function checkFields(
  fields: FactSchema,
  value: Readonly<Record<string, unknown>>,
  at: string,
  faults: FactFault[],
): void {
  for (const [name, given] of Object.entries(value)) {
    const path = at === '' ? name : `${at}.${name}`;
    const declaration = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (path === 'sources') continue;
    if (declaration === undefined) {
      faults.push({ path, words: `没有这个事实；可用的有：${Object.keys(fields).join('、')}` });
    } else if (given !== undefined && given !== null) {
      checkValue(declaration, given, path, faults);
    }
  }
}

function checkValue(declaration: FactDeclaration, value: unknown, path: string, faults: FactFault[]): void {
  if (declaration.type === 'list') {
    if (!Array.isArray(value)) {
      faults.push({ path, words: '应为列表 […]' });
      return;
    }
    value.forEach((item: unknown, index) => {
      checkItem(declaration, item, `${path}[${String(index)}]`, faults);
    });
  } else if (declaration.type === 'object') {
    if (isRecord(value)) checkFields(declaration.fields ?? {}, value, path, faults);
    else faults.push({ path, words: '应为一组事实 {…}' });
  } else if (!fitsSimpleType(value, declaration.type, declaration.values)) {
    const codes = declaration.values ? `:${Object.keys(declaration.values).join('、')}` : '';
    faults.push({ path, words: `${EXPECTED[declaration.type]}${codes}；实际为 ${JSON.stringify(value)}` });
  } else if (declaration.unit === 'ten_thousandths' && typeof value === 'number' && (value < 0 || value > 10_000)) {
    faults.push({ path, words: `份额以万分之一计，应为 0 到 10000（50% 写作 5000）；实际为 ${String(value)}` });
  }
}

function checkItem(list: FactDeclaration, item: unknown, path: string, faults: FactFault[]): void {
  if (list.of !== undefined) {
    checkValue({ ...list, type: list.of }, item, path, faults);
  } else if (isRecord(item)) {
    checkFields(list.fields ?? {}, item, path, faults);
  } else {
    faults.push({ path, words: '应为一组事实 {…}' });
  }
}

/** Every way in which what is said of the facts' sources does not fit: a fact that does not exist, another field. */
export function checkSources(schema: FactSchema, sources: unknown): FactFault[] {
  if (sources === undefined) return [];
  if (!isRecord(sources)) return [{ path: 'sources', words: '应为 {"事实": {"source": 来源, "date": 日期}}' }];
  return Object.entries(sources).flatMap(([fact, given]): FactFault[] => {
    const path = `sources.${fact}`;
    if (declarationAt(schema, fact.split('.')) === undefined) return [{ path, words: '没有这个事实' }];
    if (!isRecord(given) || typeof given['source'] !== 'string')
      return [{ path, words: '应写 {"source": 来源}，可加 "sourceEn" 和 "date"' }];
    const extra = Object.keys(given).filter((name) => !['source', 'sourceEn', 'date'].includes(name));
    const { date } = given;
    return [
      ...extra.map((name) => ({ path: `${path}.${name}`, words: '没有这个字段；可用的有：source、sourceEn、date' })),
      ...(date === undefined || (typeof date === 'string' && isDate(date))
        ? []
        : [{ path: `${path}.date`, words: EXPECTED.date }]),
    ];
  });
}

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The declaration at a dotted path; list items are reached by their field names alone (`guardians.relation`). */
export function declarationAt(schema: FactSchema, path: readonly string[]): FactDeclaration | undefined {
  let fields: FactSchema | undefined = schema;
  let found: FactDeclaration | undefined;
  for (const name of path) {
    found = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (found === undefined) return undefined;
    fields = found.fields;
  }
  return found;
}

/** The schema with more facts laid over it; a fault where one of them already exists. */
export function extendSchema(base: FactSchema, more: FactSchema, at = ''): { schema: FactSchema; taken: string[] } {
  const taken: string[] = [];
  const schema: Record<string, FactDeclaration> = { ...base };
  for (const [name, declaration] of Object.entries(more)) {
    const path = at === '' ? name : `${at}.${name}`;
    const existing = Object.hasOwn(base, name) ? base[name] : undefined;
    if (existing === undefined) {
      schema[name] = declaration;
    } else if (existing.fields !== undefined && declaration.fields !== undefined) {
      const inner = extendSchema(existing.fields, declaration.fields, path);
      schema[name] = { ...existing, fields: inner.schema };
      taken.push(...inner.taken);
    } else {
      taken.push(path);
    }
  }
  return { schema, taken };
}
