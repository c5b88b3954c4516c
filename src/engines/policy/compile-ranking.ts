// Compiles an order of applicants, and refuses one that can leave a tie.

import type { Compiler } from './compiler.ts';
import { bothLanguages } from './fact-schema.ts';
import type { Expression } from './expression.ts';
import type { PolicyFile } from './language.ts';
import type { Ranking, RankKey } from './model.ts';

/** Compiles a ranking; a fault when it can leave a tie. */
export function compileRanking(
  compiler: Compiler,
  file: PolicyFile,
  source: NonNullable<PolicyFile['ranking']>,
  at: readonly PropertyKey[],
): Ranking {
  const keys = source.keys.map((key, index): RankKey => {
    if (key === 'category') return { kind: 'category', id: 'category', label: { zh: '类别顺位', en: 'category' } };
    if (key === 'points') {
      if (!file.points) compiler.fault([...at, 'keys', index], 'no_points', '按积分排序，但本政策没有积分表（points）');
      return { kind: 'points', id: 'points', label: { zh: '积分', en: 'points' } };
    }
    if (key === 'lottery') return { kind: 'lottery', id: 'lottery', label: { zh: '派位号', en: 'lottery number' } };
    if (key === 'admit_all')
      return { kind: 'admit_all', id: 'admit_all', label: { zh: '并列者全部录取', en: 'all who tie are admitted' } };
    const types = TYPES[key.order];
    const expression = compiler.expression(key.by, [...at, 'keys', index, 'by'], types);
    return {
      kind: 'expression',
      id: `key${String(index + 1)}`,
      label: bothLanguages(key.label),
      expression: expression ?? NEVER,
      order: key.order,
      clause: key.clause ?? source.clause,
    };
  });
  const last = keys.at(-1);
  if (last?.kind !== 'lottery' && last?.kind !== 'admit_all') {
    compiler.fault(
      [...at, 'keys', keys.length - 1],
      'tie',
      '排序可能出现并列：最后一项须写 lottery（派位）或 admit_all（并列全录）',
    );
  }
  const early = keys.findIndex(
    (key, index) => index < keys.length - 1 && (key.kind === 'lottery' || key.kind === 'admit_all'),
  );
  if (early >= 0) compiler.fault([...at, 'keys', early], 'tie', 'lottery 与 admit_all 之后的排序项永远用不到');
  return { keys, clause: source.clause };
}

/** What each order compares. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  lowest: ['int', 'decimal'],
  highest: ['int', 'decimal'],
  earliest: ['date', 'month'],
  latest: ['date', 'month'],
  true_first: ['bool'],
  false_first: ['bool'],
};

/** Stands for an expression that did not compile; the load fails, so it is never run. */
const NEVER: Expression = {
  text: '',
  type: 'dyn',
  get ast(): never {
    throw new Error('an unsound expression was used');
  },
  mentions: [],
  run: () => {
    throw new Error('an unsound expression was used');
  },
};
