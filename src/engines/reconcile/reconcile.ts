// Lays what a family declared beside what a department has on record, and says field by field whether they agree.

import { isDate } from '../../kernel/dates.ts';
import { sameName } from './names.ts';
import { foldNumber, sameIdNumber } from './numbers.ts';

/** How two values of a field are compared. */
export type Comparison =
  /** Personal names: one form of each character (NFC), separators of minority names alike, no spaces. */
  | 'name'
  /** Certificate numbers: full-width digits, spaces, brackets and letter case do not count. */
  | 'number'
  /** Identity numbers: also 15 digits against 18, and numbers that a register hides in part. */
  | 'id_number'
  /** Calendar dates and codes: equal after folding full width. */
  | 'exact'
  /** Addresses: by the comparer that is passed in. */
  | 'address'
  /** The record runs to a date that must not lie before the declared one, both `YYYY-MM-DD`. */
  | 'valid_on'
  /** The record begins on a date that must not lie after the declared one. */
  | 'begun_by'
  /** The record is a number that must reach the declared one. */
  | 'at_least';

/** One declared value. */
export interface DeclaredFact {
  readonly field: string;
  /** What the field is called for people. */
  readonly zh: string;
  readonly en: string;
  readonly by: Comparison;
  /** Null: the family did not say. */
  readonly value: string | null;
  /** A person must look when this cannot be compared; otherwise a gap is let pass. */
  readonly needed: boolean;
}

/** A department's record by field; several values mean that agreeing with any one is enough. Null: not on record. */
export type RecordedFacts = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** Whether two addresses are the same home; null when that cannot be told. */
export type SameAddress = (declared: string, recorded: string) => boolean | null;

/** One field, both sides. `agrees` is null where one side is missing or a comparison cannot be made. */
export interface ComparedField {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
  readonly declared: string;
  readonly recorded: string | null;
  readonly agrees: boolean | null;
}

/** How a check stands once the department has answered. */
export type ReconciledState = 'matched' | 'mismatch' | 'no_record' | 'manual';

export interface Reconciliation {
  readonly state: ReconciledState;
  /** Every declared field, whether it agrees or not; empty without a record. */
  readonly comparison: readonly ComparedField[];
}

/**
 * Compares declared facts with a department's record. No record: `no_record`. Any field that differs: `mismatch`. A
 * needed field that cannot be compared: `manual`. Otherwise `matched`. It never refuses: a person reads both sides.
 */
export function reconcile(
  declared: readonly DeclaredFact[],
  record: RecordedFacts | null,
  sameAddress: SameAddress,
): Reconciliation {
  if (record === null) return { state: 'no_record', comparison: [] };
  const comparison = declared.map((fact): ComparedField => {
    const found = record[fact.field] ?? null;
    const recorded = found === null ? null : typeof found === 'string' ? [found] : found;
    return {
      field: fact.field,
      zh: fact.zh,
      en: fact.en,
      declared: fact.value ?? '',
      recorded: recorded === null || recorded.length === 0 ? null : recorded.join('、'),
      agrees:
        fact.value === null || recorded === null ? null : agreesWithAny(fact.by, fact.value, recorded, sameAddress),
    };
  });
  if (comparison.some((one) => one.agrees === false)) return { state: 'mismatch', comparison };
  const open = comparison.some((one, place) => one.agrees === null && declared[place]?.needed);
  return { state: open ? 'manual' : 'matched', comparison };
}

/** True when one recorded value agrees, false when all differ, null when none agrees and one cannot be told. */
function agreesWithAny(
  by: Comparison,
  declared: string,
  recorded: readonly string[],
  sameAddress: SameAddress,
): boolean | null {
  const answers = recorded.map((value) => agree(by, declared, value, sameAddress));
  if (answers.includes(true)) return true;
  return answers.length === 0 || answers.includes(null) ? null : false;
}

function agree(by: Comparison, declared: string, recorded: string, sameAddress: SameAddress): boolean | null {
  switch (by) {
    case 'name':
      return sameName(declared, recorded);
    case 'number':
      return foldNumber(declared) === foldNumber(recorded);
    case 'id_number':
      return sameIdNumber(declared, recorded);
    case 'exact':
      return declared.normalize('NFKC').trim() === recorded.normalize('NFKC').trim();
    case 'address':
      return sameAddress(declared, recorded);
    case 'valid_on':
      return isDate(recorded) ? recorded >= declared : null;
    case 'begun_by':
      return isDate(recorded) ? recorded <= declared : null;
    case 'at_least': {
      const [need, have] = [Number(declared), Number(recorded)];
      return Number.isFinite(need) && Number.isFinite(have) ? have >= need : null;
    }
  }
}
