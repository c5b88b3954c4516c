// One child twice: registered by two guardians, under two documents, or with a spelling of its own.

import { sameName } from './names.ts';
import { sameIdNumber } from './numbers.ts';

/** A child as one application names it. */
export interface ChildClaim {
  readonly applicationId: string;
  readonly name: string;
  readonly idNumber: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly guardianNumbers: readonly string[];
}

/** Two applications that are, or may be, for one child. */
export interface Duplicate {
  readonly one: string;
  readonly other: string;
  /** True: the same number. Null: the facts suggest it, a person looks. */
  readonly certain: true | null;
  readonly because: 'number' | 'guardian_and_birth' | 'name_and_birth';
}

/**
 * Pairs of claims for one child, each pair once, in the order given. Twins share guardians and birthday but not the
 * name; so a shared guardian counts only where the names may be one, too.
 */
export function duplicates(claims: readonly ChildClaim[]): readonly Duplicate[] {
  const byBirth = new Map<string, ChildClaim[]>();
  const found: Duplicate[] = [];
  for (const claim of claims) {
    const born = byBirth.get(claim.birthDate) ?? [];
    for (const earlier of born) {
      const pair = compare(earlier, claim);
      if (pair) found.push(pair);
    }
    born.push(claim);
    byBirth.set(claim.birthDate, born);
  }
  return found;
}

function compare(one: ChildClaim, other: ChildClaim): Duplicate | null {
  const pair = { one: one.applicationId, other: other.applicationId };
  if (sameIdNumber(one.idNumber, other.idNumber) === true) return { ...pair, certain: true, because: 'number' };
  if (one.sex !== other.sex || sameName(one.name, other.name) === false) return null;
  const shared = one.guardianNumbers.some((mine) =>
    other.guardianNumbers.some((theirs) => sameIdNumber(mine, theirs) === true),
  );
  if (shared) return { ...pair, certain: null, because: 'guardian_and_birth' };
  // Names in full agreement and a birthday in common is rare enough to look at within one district.
  return sameName(one.name, other.name) === true ? { ...pair, certain: null, because: 'name_and_birth' } : null;
}
