// Judges a family by the rules that come before any category: age, deferral, what must be confirmed.

import { type Condition, decide } from './condition.ts';
import type { Finding, TraceLine } from './evaluation.ts';
import type { Template } from './model.ts';
import type { Run } from './run.ts';
import type { Language } from './tongues.ts';
import { traceCondition } from './trace.ts';

/** What the admission rules say. */
export interface Admission {
  readonly refusals: readonly Finding[];
  readonly confirmations: readonly Finding[];
  /** Rules that leave the child to overall placement. */
  readonly diverted: readonly Finding[];
  readonly conditions: readonly Condition[];
  readonly trace: readonly TraceLine[];
}

/** Applies every admission rule; a rule that cannot be decided refuses nobody. */
export function judgeAdmission(run: Run): Admission {
  const byOutcome: Record<'refuse' | 'confirm' | 'overall_placement', Finding[]> = {
    refuse: [],
    confirm: [],
    overall_placement: [],
  };
  const trace: TraceLine[] = [];
  for (const rule of run.policy.admission) {
    trace.push(...traceCondition(run, rule.when, `admission:${rule.id}`, rule.clause));
    if (decide(rule.when, run) !== 'true') continue;
    byOutcome[rule.outcome].push({
      code: rule.id,
      words: fill(run, rule.words, 'zh'),
      wordsEn: fill(run, rule.words, 'en'),
      cure: rule.cure ? fill(run, rule.cure, 'zh') : null,
      cureEn: rule.cure ? fill(run, rule.cure, 'en') : null,
      clause: rule.clause,
    });
  }
  return {
    refusals: byOutcome.refuse,
    confirmations: byOutcome.confirm,
    diverted: byOutcome.overall_placement,
    conditions: run.policy.admission.map((rule) => rule.when),
    trace,
  };
}

function fill(run: Run, template: Template, language: Language): string {
  return template[language]
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = run.compute(part);
      if (value === undefined) return language === 'zh' ? '（未提供）' : '(not given)';
      return run.show(value, part.mentions[0]?.path ?? [], language);
    })
    .join('');
}
