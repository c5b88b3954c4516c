// Lays what a family declared beside what a department has on record, and says field by field whether they agree.

/** How two values of a field are compared. */
export type Comparison =
  /** Personal names: one form of each character (NFC), separators of minority names alike, no spaces. */
  | 'name'
  /** Identity and certificate numbers: full-width digits, spaces, brackets and letter case do not count. */
  | 'number'
  /** Calendar dates and codes: equal after folding full width. */
  | 'exact'
  /** Addresses: by the comparer that is passed in. */
  | 'address'
  /** The record runs to a date that must not lie before the declared one, both `YYYY-MM-DD`. */
  | 'valid_on'
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
    case 'exact':
      return declared.normalize('NFKC').trim() === recorded.normalize('NFKC').trim();
    case 'address':
      return sameAddress(declared, recorded);
    case 'valid_on':
      return recorded >= declared;
    case 'at_least': {
      const [need, have] = [Number(declared), Number(recorded)];
      return Number.isFinite(need) && Number.isFinite(have) ? have >= need : null;
    }
  }
}

/** Characters of the private use areas and placeholders, by which older registers wrote rare characters they lacked. */
const UNREADABLE = /[\p{Co}〓□?？*＊]/u;

const HAN = /\p{Script=Han}/u;

/**
 * Whether two names are the same. A rare character that a register holds as a placeholder or in a private use area, or
 * writes in pinyin letters (𬭎 → YONG), cannot be compared: null, a person looks, if all else is the same.
 */
export function sameName(declared: string, recorded: string): boolean | null {
  const [a, b] = [foldName(declared), foldName(recorded)];
  if (a === b) return true;
  // Names in Latin letters are written as they are: letters stand for a missing character only beside Chinese ones.
  if (!HAN.test(a) || !HAN.test(b)) return UNREADABLE.test(a + b) ? null : false;
  const [left, right] = [Array.from(a), Array.from(b)];
  const unreadable = (text: readonly string[]) => text.some((one) => UNREADABLE.test(one) || /[A-Z]/.test(one));
  if (!unreadable(left) && !unreadable(right)) return false;
  if (left.length !== right.length) return bothHan(left, right) ? false : null;
  const differs = left.some((one, place) => {
    const other = right[place] ?? '';
    return one !== other && !UNREADABLE.test(one) && !UNREADABLE.test(other) && !/[A-Z]/.test(one + other);
  });
  return differs ? false : null;
}

/** Surnames that differ cannot be a matter of one rare character. */
function bothHan(left: readonly string[], right: readonly string[]): boolean {
  const [first, other] = [left[0] ?? '', right[0] ?? ''];
  return HAN.test(first) && HAN.test(other) && first !== other;
}

/** A name in one form: composed characters, no spaces, one separator between the parts of a minority or foreign name. */
export function foldName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[･·•‧∙・.．]/gu, '·')
    .replace(/\s+/gu, '')
    .toUpperCase();
}

/** A number in one form: half width, upper case, brackets alike, nothing that only separates. */
export function foldNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[[〔【]/gu, '(')
    .replace(/[\]〕】]/gu, ')')
    .replace(/[\s\-–—_.·]/gu, '');
}
