// Batches that exclude each other: a child admitted in two keeps one, and who was admitted here may not enter there.

import { compareIds } from './ids.ts';

/** What one batch gave. */
export interface BatchOutcome {
  /** Name of the batch, e.g. `public`, `private`, `leftover`. */
  readonly batch: string;
  readonly assignments: Readonly<Record<string, string | null>>;
}

/** Two batches of which a child may hold a seat in one only; batches without a rule between them may coexist. */
export interface ExclusivityRule {
  readonly between: readonly [string, string];
  /** The batch whose seat is kept, or `confirmed`: the one that the guardians confirmed. */
  readonly keep: string;
  /** With `confirmed`: the batch whose seat stays when the guardians are silent. */
  readonly unconfirmed?: string;
}

/** Who was admitted in `from` may not take part in `to`, whether the seat was kept or given up. */
export interface EntryBar {
  readonly from: string;
  readonly to: string;
}

/** A seat that a child gives up, and why. */
export interface ReleasedSeat {
  readonly applicant: string;
  readonly batch: string;
  readonly school: string;
  readonly keptBatch: string;
  readonly because: 'rule' | 'confirmed' | 'unconfirmed';
}

/** What is held after the rules. */
export interface ExclusivityResult {
  /** Seats by applicant, ids ascending: batch and school, batches in their given order. */
  readonly kept: Readonly<Record<string, readonly { readonly batch: string; readonly school: string }[]>>;
  /** By rule, then applicant. Each batch's leavers go to `decline`. */
  readonly released: readonly ReleasedSeat[];
}

/**
 * Applies the rules in their order, each to what is still held.
 * Throws when a rule names a batch that is not there, or asks for a confirmation and says nothing of silence: such a
 * policy is wrong for every child and must not run.
 *
 * @param confirmed applicant → batch whose seat its guardians confirmed
 */
export function resolveExclusivity(
  batches: readonly BatchOutcome[],
  rules: readonly ExclusivityRule[],
  confirmed: Readonly<Record<string, string>>,
): ExclusivityResult {
  for (const rule of rules) checkRule(rule, batches);
  const held = new Map<string, Map<string, string>>();
  for (const { batch, assignments } of batches) {
    for (const [applicant, school] of Object.entries(assignments)) {
      if (school === null) continue;
      const seats = held.get(applicant) ?? new Map<string, string>();
      held.set(applicant, seats.set(batch, school));
    }
  }
  const applicants = [...held.keys()].sort(compareIds);
  const released: ReleasedSeat[] = [];
  for (const rule of rules) {
    const [first, second] = rule.between;
    for (const applicant of applicants) {
      const seats = held.get(applicant)!;
      if (!seats.has(first) || !seats.has(second)) continue;
      const { keptBatch, because } = decide(
        rule,
        Object.hasOwn(confirmed, applicant) ? confirmed[applicant] : undefined,
      );
      const batch = keptBatch === first ? second : first;
      released.push({ applicant, batch, school: seats.get(batch)!, keptBatch, because });
      seats.delete(batch);
    }
  }
  const kept = applicants.map((applicant) => {
    const seats = Array.from(held.get(applicant)!, ([batch, school]) => ({ batch, school }));
    return [applicant, seats] as const;
  });
  return { kept: Object.fromEntries(kept), released };
}

/** Applicants who may not take part in a batch, because of what earlier batches gave them; sorted. */
export function barredFrom(batch: string, bars: readonly EntryBar[], earlier: readonly BatchOutcome[]): string[] {
  const closing = new Set(bars.filter((bar) => bar.to === batch).map((bar) => bar.from));
  const barred = new Set<string>();
  for (const outcome of earlier) {
    if (!closing.has(outcome.batch)) continue;
    for (const [applicant, school] of Object.entries(outcome.assignments)) if (school !== null) barred.add(applicant);
  }
  return [...barred].sort(compareIds);
}

function decide(rule: ExclusivityRule, choice: string | undefined): Pick<ReleasedSeat, 'keptBatch' | 'because'> {
  if (rule.keep !== 'confirmed') return { keptBatch: rule.keep, because: 'rule' };
  if (choice !== undefined && rule.between.includes(choice)) return { keptBatch: choice, because: 'confirmed' };
  return { keptBatch: rule.unconfirmed!, because: 'unconfirmed' };
}

function checkRule(rule: ExclusivityRule, batches: readonly BatchOutcome[]): void {
  const known = new Set(batches.map(({ batch }) => batch));
  const name = `exclusivity rule between ${rule.between.join(' and ')}`;
  for (const batch of rule.between) {
    if (!known.has(batch))
      throw new Error(`${name}: there is no batch "${batch}"; name one of ${[...known].join(', ')}`);
  }
  const kept = rule.keep === 'confirmed' ? rule.unconfirmed : rule.keep;
  if (kept === undefined) throw new Error(`${name}: say in "unconfirmed" which seat stays when guardians are silent`);
  if (!rule.between.includes(kept)) throw new Error(`${name}: cannot keep "${kept}"; keep one of the two`);
}
