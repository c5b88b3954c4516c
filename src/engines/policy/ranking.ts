// A family's rank: one number for each key, lower first, with the drawn number left for placement to fill.

import { Day, Decimal, decimalText, Month } from './exact.ts';
import type { CategoryRef, Points, RankValue } from './evaluation.ts';
import type { Ranking, RankKey } from './model.ts';
import type { Run } from './run.ts';

/** Turns a number round without making -0 of 0, which JSON does not keep. */
function highestFirst(n: number): number {
  return n === 0 ? 0 : -n;
}

/** What is not known ranks behind everything that is. */
export const LAST = Number.MAX_SAFE_INTEGER;

/** The rank of a family under an order. */
export function rankOf(run: Run, ranking: Ranking, category: CategoryRef | null, points: Points | null): RankValue[] {
  return ranking.keys.map((key) => {
    const base = { id: key.id, label: key.label.zh, labelEn: key.label.en, lottery: key.kind === 'lottery' };
    switch (key.kind) {
      case 'lottery':
        return { ...base, value: null, words: '现场派位产生', wordsEn: 'drawn by lot' };
      case 'admit_all':
        return { ...base, value: 0, words: '并列者全部录取', wordsEn: 'all who tie are admitted' };
      case 'category':
        return category === null
          ? { ...base, value: LAST, words: '不属于任何类别，排在最后', wordsEn: 'in no category, last' }
          : {
              ...base,
              value: category.order,
              words: `第${String(category.order)}顺位`,
              wordsEn: `number ${String(category.order)} in order`,
            };
      case 'points':
        return points === null
          ? { ...base, value: LAST, words: '没有积分，排在最后', wordsEn: 'no points, last' }
          : {
              ...base,
              value: highestFirst(points.units),
              words: `${decimalText(points.units, points.decimals)}分，高者优先`,
              wordsEn: `${decimalText(points.units, points.decimals)} points, more first`,
            };
      default:
        return { ...base, ...rankByExpression(run, key) };
    }
  });
}

const ORDERS: Record<
  Extract<RankKey, { kind: 'expression' }>['order'],
  { sign: 1 | -1; words: string; wordsEn: string }
> = {
  lowest: { sign: 1, words: '小者优先', wordsEn: 'smaller first' },
  highest: { sign: -1, words: '大者优先', wordsEn: 'larger first' },
  earliest: { sign: 1, words: '早者优先', wordsEn: 'earlier first' },
  latest: { sign: -1, words: '晚者优先', wordsEn: 'later first' },
  true_first: { sign: -1, words: '符合者优先', wordsEn: 'those it holds for first' },
  false_first: { sign: 1, words: '不符合者优先', wordsEn: 'those it does not hold for first' },
};

function rankByExpression(
  run: Run,
  key: Extract<RankKey, { kind: 'expression' }>,
): { value: number; words: string; wordsEn: string } {
  const value = run.compute(key.expression);
  const number = toNumber(value);
  if (number === undefined) return { value: LAST, words: '未提供，排在最后', wordsEn: 'not known, last' };
  const { sign, words, wordsEn } = ORDERS[key.order];
  const path = key.expression.mentions[0]?.path ?? [];
  return {
    value: sign === 1 ? number : highestFirst(number),
    words: `${run.show(value, path, 'zh')}，${words}`,
    wordsEn: `${run.show(value, path, 'en')}, ${wordsEn}`,
  };
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Day || value instanceof Month) return value.n;
  if (value instanceof Decimal) return Number(value.n);
  return undefined;
}

/**
 * Compares two ranks key by key; negative when the first comes first. Both must come from the same ranking; numbers
 * that are still to be drawn compare as equal.
 */
export function compareRanks(a: readonly RankValue[], b: readonly RankValue[]): number {
  for (const [index, key] of a.entries()) {
    const difference = (key.value ?? 0) - (b[index]?.value ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
