// Adds up a family's points in exact whole units, and says how each came about.

import { FactRecord } from './cel.ts';
import { decide } from './condition.ts';
import type { FactUsed, Points, PointsItem } from './evaluation.ts';
import { Decimal, DECIMAL_PLACES, decimalText } from './exact.ts';
import type { PointsNode, PointsTable } from './model.ts';
import type { Run } from './run.ts';

/** Computes the points and puts them where conditions can read them (`points.id`). Null where the table does not apply. */
export function computePoints(run: Run, table: PointsTable): Points | null {
  if (table.when && decide(table.when, run) !== 'true') return null;
  const items = table.items.map((node) => scoreNode(run, node, table.decimals));
  const sum = items.reduce((total, item) => total + item.units, 0);
  const units = bounded(sum, table.capUnits, table.floorUnits);
  const record = run.variables['points'];
  if (record instanceof FactRecord) {
    publish(record, items, table.decimals);
    record['total'] = asDecimal(units, table.decimals);
  }
  return { units, decimals: table.decimals, text: decimalText(units, table.decimals), items };
}

function publish(record: FactRecord, items: readonly PointsItem[], decimals: number): void {
  for (const item of items) {
    record[item.id] = asDecimal(item.units, decimals);
    publish(record, item.items, decimals);
  }
}

function asDecimal(units: number, decimals: number): Decimal {
  return new Decimal(BigInt(units) * 10n ** BigInt(DECIMAL_PLACES - decimals));
}

function bounded(units: number, cap: number | undefined, floor: number | undefined): number {
  const capped = cap === undefined ? units : Math.min(units, cap);
  return floor === undefined ? capped : Math.max(capped, floor);
}

interface Scored {
  readonly units: number;
  readonly words: string;
  readonly items: readonly PointsItem[];
  /** The node's condition holds. */
  readonly applies: boolean;
}

function scoreNode(run: Run, node: PointsNode, decimals: number): PointsItem {
  return toItem(node, scoreOver(run, node, decimals), decimals);
}

function toItem(node: PointsNode, scored: Scored, decimals: number): PointsItem {
  return {
    id: node.id,
    label: node.label,
    labelEn: node.labelEn,
    units: scored.units,
    text: decimalText(scored.units, decimals),
    words: scored.words,
    clause: node.clause,
    items: scored.items,
  };
}

/** A node evaluated for each item of its list, and put together; the bounds hold for the whole. */
function scoreOver(run: Run, node: PointsNode, decimals: number): Scored {
  const { over } = node;
  if (over === undefined) {
    const scored = scoreOnce(run, node, decimals);
    return withBounds(node, scored, decimals);
  }
  const list = run.compute(over.list);
  if (!Array.isArray(list)) {
    return { units: 0, words: `未提供${absent(run.factsUsed(over.list.mentions))}，计0分`, items: [], applies: false };
  }
  const each = list.map((item: unknown) => scoreOnce(run.bind(over.as, item), node, decimals));
  const best = each.reduce((high, one) => Math.max(high, one.units), Number.NEGATIVE_INFINITY);
  const sum = each.reduce((total, one) => total + one.units, 0);
  const units = each.length === 0 ? 0 : over.across === 'highest' ? best : sum;
  const how = over.across === 'highest' ? '取最高一位' : '各位相加';
  const parts = each.map((one, index) => {
    const how = node.amount.kind === 'accrual' ? `（${one.words}）` : '';
    return `第${String(index + 1)}位${decimalText(one.units, decimals)}分${how}`;
  });
  const scored = {
    units,
    words: each.length === 0 ? '没有人可计分，计0分' : `${parts.join('、')}，${how}：${decimalText(units, decimals)}分`,
    items: each.flatMap((one, index) =>
      one.items.map((item) => ({
        ...item,
        id: `${item.id}#${String(index + 1)}`,
        label: `第${String(index + 1)}位：${item.label}`,
        labelEn: `No. ${String(index + 1)}: ${item.labelEn}`,
      })),
    ),
    applies: each.some((one) => one.applies),
  };
  return withBounds(node, scored, decimals);
}

function withBounds(node: PointsNode, scored: Scored, decimals: number): Scored {
  if (!scored.applies) return scored;
  const units = bounded(scored.units, node.capUnits, node.floorUnits);
  if (units === scored.units) return scored;
  const bound = units < scored.units ? '上限' : '下限';
  return { ...scored, units, words: `${scored.words}，${bound}${decimalText(units, decimals)}分` };
}

const NOTHING = { units: 0, items: [], applies: false } as const;

function scoreOnce(run: Run, node: PointsNode, decimals: number): Scored {
  if (node.when) {
    const outcome = decide(node.when, run);
    if (outcome === 'false') return { ...NOTHING, words: '不符合，计0分' };
    if (outcome === 'unknown') return { ...NOTHING, words: '尚不能判断，暂计0分' };
  }
  const { amount } = node;
  switch (amount.kind) {
    case 'fixed':
      return {
        units: amount.units,
        words: `符合，计${decimalText(amount.units, decimals)}分`,
        items: [],
        applies: true,
      };
    case 'accrual':
      return accrue(run, amount, decimals);
    case 'expression': {
      const value = run.compute(amount.expression);
      const units = value === undefined ? undefined : toUnits(value, decimals);
      if (units === undefined) {
        return { ...NOTHING, words: `未提供${absent(run.factsUsed(amount.expression.mentions))}，计0分` };
      }
      return { units, words: `计${decimalText(units, decimals)}分`, items: [], applies: true };
    }
    default:
      return combine(run, amount.items, amount.combine, decimals);
  }
}

function accrue(run: Run, amount: Extract<PointsNode['amount'], { kind: 'accrual' }>, decimals: number): Scored {
  const value = run.compute(amount.of);
  if (typeof value !== 'bigint') {
    return { ...NOTHING, words: `未提供${absent(run.factsUsed(amount.of.mentions))}，计0分` };
  }
  const quantity = Number(value);
  const counted = Math.max(0, quantity - amount.after);
  const steps = Math.floor(counted / amount.per);
  // Not -0 where nothing is deducted: JSON does not keep it.
  const units = steps === 0 ? 0 : steps * amount.eachUnits;
  const after = amount.after > 0 ? `，超过${String(amount.after)}的部分为${String(counted)}` : '';
  const per = amount.per > 1 ? `每满${String(amount.per)}` : '每1';
  const each = decimalText(amount.eachUnits, decimals);
  const words = `数量${String(quantity)}${after}，${per}计${each}分，共${decimalText(units, decimals)}分`;
  return { units, words, items: [], applies: true };
}

/** Points from an expression; rounded down where it has more places than the table. */
function toUnits(value: unknown, decimals: number): number | undefined {
  if (typeof value === 'bigint') return safe(Number(value) * 10 ** decimals);
  if (!(value instanceof Decimal)) return undefined;
  const step = 10n ** BigInt(DECIMAL_PLACES - decimals);
  const down = value.n / step;
  return safe(Number(value.n < 0n && value.n % step !== 0n ? down - 1n : down));
}

/** Beyond what counts exactly there is no answer. */
function safe(units: number): number | undefined {
  return Number.isSafeInteger(units) ? units : undefined;
}

function combine(run: Run, nodes: readonly PointsNode[], how: 'sum' | 'highest' | 'first', decimals: number): Scored {
  const scored = nodes.map((node) => ({ node, result: scoreOver(run, node, decimals) }));
  const applying = scored.filter((one) => one.result.applies);
  const all = scored.map(({ node, result }) => toItem(node, result, decimals));
  if (applying.length === 0) return { ...NOTHING, words: '各子项都不符合，计0分', items: all };
  if (how === 'sum') {
    const units = applying.reduce((total, one) => total + one.result.units, 0);
    return { units, words: `各子项相加${decimalText(units, decimals)}分`, items: all, applies: true };
  }
  let [chosen] = applying;
  if (how === 'highest') for (const one of applying) if (chosen && one.result.units > chosen.result.units) chosen = one;
  if (chosen === undefined) return { ...NOTHING, words: '', items: all };
  const units = chosen.result.units;
  const rule = how === 'highest' ? '取最高一项' : '取首个符合项';
  return { units, words: `${rule}“${chosen.node.label}”${decimalText(units, decimals)}分`, items: all, applies: true };
}

function absent(facts: readonly FactUsed[]): string {
  const labels = facts.filter((fact) => fact.value === null).map((fact) => fact.label);
  return labels.length > 0 ? labels.join('、') : '所需事实';
}
