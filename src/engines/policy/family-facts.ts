// Facts of real families made fit for trying policies: without what identifies, and moved to another entry year.

import { addMonths, type DateText } from '../../kernel/dates.ts';
import { type FactDeclaration, type FactSchema, isMonth, isRecord } from './fact-schema.ts';
import type { Facts } from './facts.ts';

/** Text facts by which a family or a dwelling could be found again. */
const IDENTIFYING = new Set([
  'address',
  'booklet',
  'certificateNumber',
  'contractNumber',
  'leaseNumber',
  'licenceNumber',
  'employer',
  'issuer',
]);

/**
 * The facts without addresses, numbers of papers and employers. Each is replaced by a mark, the same for the same text,
 * so that a rule that asks whether two addresses are equal, or whether a number was given, decides as before.
 */
export function withoutIdentity(facts: Facts): Facts {
  const marks = new Map<string, string>();
  const hide = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => hide(item, name));
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hide(item, key)]));
    if (typeof value !== 'string' || value === '' || !IDENTIFYING.has(name)) return value;
    const mark = marks.get(value) ?? `（已隐去 ${String(marks.size + 1)}）`;
    marks.set(value, mark);
    return mark;
  };
  const { sources: _, ...rest } = facts;
  return hide(rest, '') as Facts;
}

/** The facts with every date and month moved by whole years: last year's families, born for this year's policy. */
export function movedByYears(schema: FactSchema, facts: Facts, years: number): Facts {
  if (years === 0) return facts;
  const moved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts)) {
    const declaration = Object.hasOwn(schema, name) ? schema[name] : undefined;
    moved[name] = declaration === undefined ? value : moveValue(declaration, value, years);
  }
  return moved as Facts;
}

function moveValue(declaration: FactDeclaration, value: unknown, years: number): unknown {
  if (Array.isArray(value)) {
    const item: FactDeclaration =
      declaration.of === undefined ? { ...declaration, type: 'object' } : { ...declaration, type: declaration.of };
    return value.map((one: unknown) => moveValue(item, one, years));
  }
  if (isRecord(value)) {
    const { fields = {} } = declaration;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        const inner = Object.hasOwn(fields, name) ? fields[name] : undefined;
        return [name, inner === undefined ? one : moveValue(inner, one, years)];
      }),
    );
  }
  if (typeof value !== 'string') return value;
  if (declaration.type === 'date') return addMonths(value as DateText, years * 12);
  if (declaration.type === 'month' && isMonth(value)) return addMonths(`${value}-01`, years * 12).slice(0, 7);
  return value;
}
