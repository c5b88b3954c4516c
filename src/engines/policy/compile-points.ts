// Compiles the points table: amounts become whole units, so that every sum is exact.

import { mentionsOf } from './condition.ts';
import { listPathOf, type Mention } from './expression.ts';
import type { Bound, Compiler } from './compiler.ts';
import { exactUnits } from './exact.ts';
import { bothLanguages, type Words } from './fact-schema.ts';
import type { PointsSource, PolicyFile } from './language.ts';
import type { PointsNode, PointsTable } from './model.ts';

type At = readonly PropertyKey[];

/** The ids that conditions can refer to as `points.id`, with their labels; `total` among them. */
export function pointsIds(table: PolicyFile['points']): [string, Words][] {
  if (table === undefined) return [];
  const collect = (items: readonly PointsSource[]): [string, Words][] =>
    items.flatMap((item): [string, Words][] => [
      [item.id, bothLanguages(item.label)],
      ...(item.over === undefined ? collect(item.items ?? []) : []),
    ]);
  return [['total', { zh: '总积分', en: 'total points' }], ...collect(table.items)];
}

/** Compiles the table. */
export function compilePoints(compiler: Compiler, table: PolicyFile['points']): PointsTable | undefined {
  if (table === undefined) return undefined;
  const at = ['points'];
  const seen = new Set<string>(['total']);
  const nodes = table.items.map((item, index) =>
    compileNode(compiler, table, item, [...at, 'items', index], table.clause, new Map(), seen),
  );
  const when = compiler.optionalCondition(table.when, [...at, 'when']);
  if (when) refuseCircle(compiler, mentionsOf(when), [...at, 'when']);
  return {
    decimals: table.decimals,
    clause: table.clause,
    when,
    items: nodes,
    capUnits: units(compiler, table, table.cap, [...at, 'cap']),
    floorUnits: units(compiler, table, table.floor, [...at, 'floor']),
  };
}

/** Points that depend on points have no beginning. */
function refuseCircle(compiler: Compiler, mentions: readonly Mention[], at: At): void {
  if (mentions.some((mention) => mention.path[0] === 'points')) {
    compiler.fault(at, 'circular', '积分项的条件和数量不能再用到积分（points.…）');
  }
}

type Table = NonNullable<PolicyFile['points']>;

function units(compiler: Compiler, table: Table, amount: number | undefined, at: At): number | undefined {
  if (amount === undefined) return undefined;
  const exact = exactUnits(String(amount), table.decimals);
  if (exact === undefined) {
    const why = Math.abs(amount) < 1e9 ? `超过 ${String(table.decimals)} 位小数（points.decimals）` : '过大';
    compiler.fault(at, 'inexact', `分值 ${String(amount)} ${why}`);
  }
  return exact ?? 0;
}

function compileNode(
  compiler: Compiler,
  table: Table,
  source: PointsSource,
  at: At,
  clauseAbove: string,
  bound: Bound,
  seen: Set<string>,
): PointsNode {
  if (seen.has(source.id)) compiler.fault([...at, 'id'], 'duplicate', `积分项“${source.id}”重复`);
  seen.add(source.id);
  const clause = source.clause ?? clauseAbove;
  const label = bothLanguages(source.label);
  if (source.floor !== undefined && source.cap !== undefined && source.floor > source.cap)
    compiler.fault([...at, 'floor'], 'shape', `积分项“${label.zh}”的下限 floor 高于上限 cap`);
  const over = compileOver(compiler, source, at, bound);
  const inside: Bound = over?.bound ?? bound;
  const when = compiler.optionalCondition(source.when, [...at, 'when'], inside);
  if (when) refuseCircle(compiler, mentionsOf(when), at);
  return {
    id: source.id,
    label: label.zh,
    labelEn: label.en,
    clause,
    when,
    amount: compileAmount(compiler, table, source, at, clause, inside, seen),
    capUnits: units(compiler, table, source.cap, [...at, 'cap']),
    floorUnits: units(compiler, table, source.floor, [...at, 'floor']),
    over: over?.over,
  };
}

function compileOver(compiler: Compiler, source: PointsSource, at: At, bound: Bound) {
  if (source.over === undefined) return undefined;
  if (source.as === undefined || source.across === undefined) {
    compiler.fault(
      at,
      'shape',
      `积分项“${bothLanguages(source.label).zh}”写了 over，还须写 as（每一位的名称）和 across(sum 或 highest)`,
    );
    return undefined;
  }
  const list = compiler.expression(source.over, [...at, 'over'], undefined, bound);
  if (list === undefined) return undefined;
  const path = listPathOf(list.ast, new Map(), compiler.roots(bound));
  if (!list.type.startsWith('list<') || path === undefined) {
    compiler.fault([...at, 'over'], 'wrong_type', `over 应为一组事实的列表，如 guardians(${source.over})`);
    return undefined;
  }
  return {
    over: { list, as: source.as, across: source.across },
    bound: new Map(bound).set(source.as, path),
  };
}

function compileAmount(
  compiler: Compiler,
  table: Table,
  source: PointsSource,
  at: At,
  clause: string,
  bound: Bound,
  seen: Set<string>,
): PointsNode['amount'] {
  const ways = [source.points, source.each, source.amount, source.items].filter((way) => way !== undefined);
  if (ways.length !== 1) {
    compiler.fault(
      at,
      'shape',
      `积分项“${bothLanguages(source.label).zh}”应写 points（定额）、each 与 of（累计）、amount(CEL)、items（子项）之一`,
    );
  }
  if (source.items !== undefined) {
    const items = source.items.map((item, index) =>
      compileNode(compiler, table, item, [...at, 'items', index], clause, bound, seen),
    );
    return { kind: 'items', items, combine: source.combine ?? 'sum' };
  }
  if (source.each !== undefined) {
    const of = compiler.expression(source.of ?? '0', [...at, 'of'], ['int'], bound);
    refuseCircle(compiler, of?.mentions ?? [], at);
    if (source.of === undefined)
      compiler.fault(at, 'shape', `积分项“${bothLanguages(source.label).zh}”写了 each，还须写 of（计量的整数）`);
    if (of !== undefined) {
      const eachUnits = units(compiler, table, source.each, [...at, 'each']) ?? 0;
      return {
        kind: 'accrual',
        eachUnits,
        of,
        words: compiler.say(of, bound),
        per: source.per ?? 1,
        after: source.after ?? 0,
      };
    }
  }
  if (source.amount !== undefined) {
    const expression = compiler.expression(source.amount, [...at, 'amount'], ['int', 'decimal'], bound);
    refuseCircle(compiler, expression?.mentions ?? [], at);
    if (expression) return { kind: 'expression', expression, words: compiler.say(expression, bound) };
  }
  return { kind: 'fixed', units: units(compiler, table, source.points, [...at, 'points']) ?? 0 };
}
