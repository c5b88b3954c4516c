// Parts of a policy in plain Chinese: conditions as nested lists, points, orders, mechanisms.

import type { Condition } from './condition.ts';
import { decimalText } from './exact.ts';
import type { Expression } from './expression.ts';
import type { Batch, PointsNode, Policy, Ranking } from './model.ts';
import { wordsOf } from './trace.ts';

/** How each mechanism gives seats. */
export const MECHANISMS: Readonly<Record<Batch['mechanism'], string>> = {
  direct: '直接入学',
  ranked: '按排序依次选择志愿（排序在前者先选）',
  lottery: '派位（摇号）',
  preference_first: '志愿优先：先看第一志愿，超额再排序或派位，有余额再看下一志愿',
  deferred_acceptance: '平行志愿：暂录后可被排序更前者替换，直到稳定',
  overall_placement: '统筹安排',
};

/** Where a rule is written, in brackets. */
export function basis(clause: string | undefined): string {
  return clause === undefined || clause === '' ? '' : `（依据：${clause}）`;
}

/** An expression in Chinese. */
export function say(policy: Policy, expression: Expression): string {
  return policy.machinery.say(expression);
}

/** A condition as a nested list under a title. */
export function conditionList(title: string, condition: Condition): string[] {
  const [first = '', ...rest] = conditionLines(condition, 0);
  return [`- ${title}：${first.slice(2)}`, ...rest];
}

/** A condition as a nested list. */
export function conditionLines(condition: Condition, depth: number, negated = false): string[] {
  const pad = '  '.repeat(depth);
  const clause = basis(condition.clause);
  if (condition.kind === 'named' && condition.label === undefined)
    return conditionLines(condition.of[0], depth, negated);
  if (condition.kind === 'not' && condition.label === undefined)
    return conditionLines(condition.of[0], depth, !negated);
  const leaf = condition.kind === 'test' || condition.kind === 'always';
  if (leaf) {
    const label = wordsOf(condition, negated);
    const plain = wordsOf({ ...condition, label: undefined }, negated);
    return [`${pad}- ${label}${label === plain ? '' : `：${plain}`}${clause}`];
  }
  const title = condition.label === undefined ? '' : `${wordsOf(condition, negated)}：`;
  const [only, ...others] = condition.of;
  if (only && others.length === 0) {
    const inner = conditionLines(only, depth, condition.kind === 'not' ? !negated : negated);
    const [first = '', ...rest] = inner;
    return [`${pad}- ${title}${first.trim().slice(2)}${clause}`, ...rest];
  }
  const all = (condition.kind === 'any') === negated;
  const parts = condition.of.flatMap((part) => conditionLines(part, depth + 1, negated));
  return [`${pad}- ${title}${all ? '同时符合' : '符合以下任一'}${clause}：`, ...parts];
}

/** Upper and lower bounds of points. */
export function boundsWords(cap: number | undefined, floor: number | undefined, decimals: number): string {
  const high = cap === undefined ? '' : `，最高 ${decimalText(cap, decimals)} 分`;
  return `${high}${floor === undefined ? '' : `，最低 ${decimalText(floor, decimals)} 分`}`;
}

/** How a points item is counted; `units` writes an amount. */
export function pointsHow({ amount, over }: PointsNode, units: (n: number) => string): string {
  const each = over ? `，每位分别计算，${over.across === 'sum' ? '各位相加' : '取最高一位'}` : '';
  switch (amount.kind) {
    case 'fixed':
      return `${units(amount.units)} 分${each}`;
    case 'accrual': {
      const after = amount.after > 0 ? `超过 ${String(amount.after)} 的部分，` : '';
      return `按“${amount.words}”，${after}每满 ${String(amount.per)} 计 ${units(amount.eachUnits)} 分${each}`;
    }
    case 'expression':
      return `按“${amount.words}”计分${each}`;
    default:
      return `${{ sum: '各子项相加', highest: '各子项取最高', first: '取首个符合的子项' }[amount.combine]}${each}`;
  }
}

/** A points item as a nested list. */
export function pointsLines(node: PointsNode, decimals: number, depth: number): string[] {
  const pad = '  '.repeat(depth);
  const { amount } = node;
  const how = pointsHow(node, (n) => decimalText(n, decimals));
  const when = node.when ? `（条件：${wordsOf(node.when)}）` : '';
  const bounds = boundsWords(node.capUnits, node.floorUnits, decimals);
  const lines = [`${pad}- ${node.label}：${how}${bounds}${when}${depth === 0 ? basis(node.clause) : ''}`];
  if (amount.kind === 'items') for (const item of amount.items) lines.push(...pointsLines(item, decimals, depth + 1));
  return lines;
}

const ORDER_WORDS = {
  lowest: '小者优先',
  highest: '大者优先',
  earliest: '早者优先',
  latest: '晚者优先',
  true_first: '符合者优先',
  false_first: '不符合者优先',
} as const;

const FIXED_KEYS = {
  category: '类别顺位在前者优先',
  points: '积分高者优先',
  lottery: '仍相同的，现场派位',
  admit_all: '仍相同的，全部录取',
} as const;

/** An order as a numbered list. */
export function renderRanking(policy: Policy, ranking: Ranking): string {
  const lines = ranking.keys.map((key, index) => {
    const place = `${String(index + 1)}. `;
    if (key.kind !== 'expression') return `${place}${FIXED_KEYS[key.kind]}`;
    const said = say(policy, key.expression);
    const how = said === key.label.zh ? '' : `（${said}）`;
    return `${place}${key.label.zh}${how}：${ORDER_WORDS[key.order]}`;
  });
  return `${lines.join('\n')}\n\n依据：${ranking.clause}`;
}
