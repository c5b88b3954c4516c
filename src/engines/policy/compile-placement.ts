// Compiles what bears on placement: windows, seat locks, batches, what they exclude, and quota pools.

import { addDays } from '../../kernel/dates.ts';
import { compileRanking } from './compile-ranking.ts';
import type { Compiler } from './compiler.ts';
import { bothLanguages } from './fact-schema.ts';
import type { PolicyFile } from './language.ts';
import type { Batch, ExclusivityRule, Policy, PolicyWindow, QuotaPool, Release, SeatLock } from './model.ts';

/** The first second after `YYYY-MM-DD HH:MM` taken whole, or after the whole day. */
function endOf(through: string): string {
  if (through.length === 10) return `${addDays(through, 1)} 00:00:00`;
  const [day = '', time = ''] = through.split(' ');
  const [hour = 0, minute = 0, second] = time.split(':').map(Number);
  const after = (hour * 60 + minute) * 60 + (second === undefined ? 60 : second + 1);
  const pad = (n: number): string => String(n).padStart(2, '0');
  if (after >= 86_400) return `${addDays(day, 1)} 00:00:00`;
  return `${day} ${pad(Math.floor(after / 3600))}:${pad(Math.floor(after / 60) % 60)}:${pad(after % 60)}`;
}

function startOf(moment: string): string {
  if (moment.length === 10) return `${moment} 00:00:00`;
  return moment.length === 16 ? `${moment}:00` : moment;
}

/** Compiles the windows; a fault where the end is not said to be inclusive or exclusive, or lies before the start. */
export function compileWindows(compiler: Compiler, file: PolicyFile): PolicyWindow[] {
  return (file.windows ?? []).map((source, index) => {
    const at = ['windows', index];
    const { opens, closesBefore, closesThrough } = source;
    const closes = closesThrough === undefined ? startOf(closesBefore ?? opens) : endOf(closesThrough);
    if ((closesBefore === undefined) === (closesThrough === undefined)) {
      compiler.fault(at, 'shape', `时段“${source.id}”须写 closesBefore（不含该时刻）或 closesThrough（含）之一`);
    } else if (closes <= startOf(opens)) compiler.fault(at, 'shape', `时段“${source.id}”的结束早于开始`);
    return {
      id: source.id,
      name: bothLanguages(source.name),
      opens: startOf(opens),
      closes,
      when: compiler.condition(source.when, [...at, 'when']),
      late: source.late ?? false,
    };
  });
}

/** Compiles the seat locks. */
export function compileLocks(compiler: Compiler, file: PolicyFile): SeatLock[] {
  const use = new Map([['use', ['dwelling', 'seatUses']]]);
  return (file.locks ?? []).map((source, index) => {
    const at = ['locks', index];
    const release = (text: string | undefined, field: string): Release | undefined => {
      const expression = text === undefined ? undefined : compiler.expression(text, [...at, field], ['bool'], use);
      return expression && { expression, words: compiler.sayTest(expression, use) };
    };
    return {
      id: source.id,
      label: bothLanguages(source.label),
      clause: source.clause,
      years: source.years,
      stage: source.stage ?? file.stage,
      entriesFrom: source.entriesFrom,
      consumers: source.consumers,
      when: compiler.optionalCondition(source.when, [...at, 'when']),
      exempt: release(source.exempt, 'exempt'),
      unlock: release(source.unlock, 'unlock'),
      school: source.school,
      blocks: source.blocks,
    };
  });
}

/** Compiles the batches; a fault where one refers to what does not exist. */
export function compileBatches(compiler: Compiler, file: PolicyFile): Batch[] {
  const ids = new Set((file.batches ?? []).map((batch) => batch.id));
  const followedBy = new Map((file.batches ?? []).map((batch) => [batch.id, batch.notAdmitted]));
  const categories = new Set(file.categories.map((category) => category.id));
  const windows = new Set((file.windows ?? []).map((window) => window.id));
  return (file.batches ?? []).map((source, index): Batch => {
    const at = ['batches', index];
    for (const category of source.categories ?? []) {
      if (!categories.has(category)) compiler.fault([...at, 'categories'], 'unknown_category', `没有类别“${category}”`);
    }
    const next = { notAdmitted: source.notAdmitted, opensAt: source.opensAt?.otherwise };
    for (const [field, target] of Object.entries(next)) {
      if (target === undefined || target === 'overall_placement') continue;
      if (!ids.has(target)) compiler.fault([...at, field], 'unknown_batch', `没有批次“${target}”`);
    }
    if (returnsTo(source.id, followedBy))
      compiler.fault([...at, 'notAdmitted'], 'circular', `批次“${source.id}”未录取的孩子绕了一圈又回到它自己`);
    if (source.window !== undefined && !windows.has(source.window)) {
      compiler.fault([...at, 'window'], 'unknown_window', `没有时段“${source.window}”`);
    }
    const needsOrder = ['ranked', 'lottery', 'preference_first', 'deferred_acceptance'].includes(source.mechanism);
    if (needsOrder && source.ranking === undefined && file.ranking === undefined) {
      compiler.fault(at, 'tie', `批次“${source.id}”会超额，须写排序（ranking）`);
    }
    return {
      id: source.id,
      name: bothLanguages(source.name),
      clause: source.clause,
      when: compiler.condition(source.when, [...at, 'when']),
      categories: source.categories,
      schools: compileSchools(compiler, source.schools, [...at, 'schools']),
      mechanism: source.mechanism,
      ranking: source.ranking && compileRanking(compiler, file, source.ranking, [...at, 'ranking']),
      preferences: source.preferences && {
        min: source.preferences.min ?? 1,
        max: source.preferences.max,
        all: source.preferences.all ?? false,
        incomplete: source.preferences.incomplete,
        guaranteed: source.preferences.guaranteed ?? false,
      },
      opensAt: source.opensAt,
      notAdmitted: source.notAdmitted,
      window: source.window,
    };
  });
}

type SchoolsSource = NonNullable<PolicyFile['batches']>[number]['schools'];

function compileSchools(compiler: Compiler, source: SchoolsSource, at: readonly PropertyKey[]): Batch['schools'] {
  if (typeof source === 'string') {
    if (source !== 'listed') return { kind: source };
    compiler.fault(at, 'shape', '列出学校请写 {listed: [学校代码…]}');
    return { kind: 'none' };
  }
  if ('listed' in source) return { kind: 'listed', schools: source.listed };
  const expression = compiler.expression(source.is, [...at, 'is'], ['list<string>']);
  return expression ? { kind: 'expression', expression } : { kind: 'none' };
}

/** Compiles the graph of what one batch's outcome does to the others. */
export function compileExclusivity(compiler: Compiler, file: PolicyFile): Policy['exclusivity'] {
  const ids = new Set((file.batches ?? []).map((batch) => batch.id));
  const rules = (file.exclusivity?.rules ?? []).map((source, index): ExclusivityRule => {
    const named = [
      ...source.when.map((event) => event.batch),
      ...(source.removes ?? []),
      ...(source.bars ?? []),
      source.keeps,
    ];
    for (const batch of named) {
      if (batch !== undefined && !ids.has(batch)) {
        compiler.fault(['exclusivity', 'rules', index], 'unknown_batch', `没有批次“${batch}”`);
      }
    }
    return {
      id: source.id,
      when: source.when,
      removes: source.removes ?? [],
      bars: source.bars ?? [],
      keeps: source.keeps,
      overallPlacement: source.outcome === 'overall_placement',
      words: bothLanguages(source.words),
      clause: source.clause,
    };
  });
  if (ids.size > 1 && file.exclusivity === undefined) {
    compiler.fault(
      ['batches'],
      'silence',
      '有多个批次时须写 exclusivity.otherwise：没有写明的批次之间能否同时保有学位',
    );
  }
  return { otherwise: file.exclusivity?.otherwise ?? 'exclusive', rules };
}

/** Compiles the quota pools. */
export function compilePools(compiler: Compiler, file: PolicyFile): QuotaPool[] {
  const unusedBy = new Map((file.pools ?? []).map((pool) => [pool.id, pool.unused]));
  const batches = new Set((file.batches ?? []).map((batch) => batch.id));
  return (file.pools ?? []).map((source, index) => {
    const at = ['pools', index];
    if (!unusedBy.has(source.unused) && source.unused !== 'general' && source.unused !== 'stays_empty')
      compiler.fault([...at, 'unused'], 'unknown_pool', `没有名额池“${source.unused}”`);
    if (returnsTo(source.id, unusedBy))
      compiler.fault([...at, 'unused'], 'circular', `名额池“${source.id}”用不完的名额绕了一圈又回到它自己`);
    if (source.batch !== undefined && !batches.has(source.batch))
      compiler.fault([...at, 'batch'], 'unknown_batch', `没有批次“${source.batch}”`);
    if (source.seats !== undefined && source.sharePercent !== undefined)
      compiler.fault(at, 'shape', `名额池“${source.id}”只能写 seats（个数）或 sharePercent（百分比）之一`);
    return {
      id: source.id,
      name: bothLanguages(source.name),
      clause: source.clause,
      when: compiler.condition(source.when, [...at, 'when']),
      batch: source.batch,
      seats: source.seats,
      sharePercent: source.sharePercent,
      beforeLottery: source.beforeLottery ?? false,
      unused: source.unused,
    };
  });
}

/** Whether what a batch or a pool leaves over comes back to it. */
function returnsTo(id: string, passedTo: ReadonlyMap<string, string | undefined>): boolean {
  let next = passedTo.get(id);
  for (let steps = 0; next !== undefined && steps < passedTo.size; steps += 1) {
    if (next === id) return true;
    next = passedTo.get(next);
  }
  return false;
}
