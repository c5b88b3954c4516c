// Numbers of certificates and people in one form, and whether two of them are one.

import { residentIdCheckCharacter } from '../../kernel/resident-id.ts';

/** A number in one form: half width, upper case, brackets alike, nothing that only separates. */
export function foldNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[[〔【{]/gu, '(')
    .replace(/[\]〕】}]/gu, ')')
    .replace(/[\s\p{Cf}\-–—_.·]/gu, '');
}

/**
 * An identity number of the first generation (15 digits, until 1999) in the form of today: century 19, check character
 * of GB 11643-1999. Others stay as they are.
 */
export function presentIdNumber(number: string): string {
  const folded = foldNumber(number);
  if (!/^\d{15}$/.test(folded)) return folded;
  const first17 = `${folded.slice(0, 6)}19${folded.slice(6)}`;
  return first17 + residentIdCheckCharacter(first17);
}

/** Whether two identity numbers are one person's; null where one is hidden in part (`3208**********2X`) and the rest agrees. */
export function sameIdNumber(one: string, other: string): boolean | null {
  const [a, b] = [presentIdNumber(one), presentIdNumber(other)];
  if (a === '' || b === '') return null;
  if (a === b) return true;
  if (!/\*/.test(a + b) || a.length !== b.length) return false;
  const [left, right] = [Array.from(a), Array.from(b)];
  return left.every((c, place) => c === '*' || right[place] === '*' || c === right[place]) ? null : false;
}

/** A person as a record or a form names them. */
export interface Person {
  readonly name: string;
  readonly idNumber: string;
}

/**
 * Whether a person of a record is one of a family: by number; where the record has none or hides it, by a name that
 * agrees, which only a person can confirm (null).
 */
export function isOneOf(
  recorded: Person,
  family: readonly Person[],
  sameName: (a: string, b: string) => boolean | null,
): boolean | null {
  let open = false;
  for (const one of family) {
    const same = sameIdNumber(recorded.idNumber, one.idNumber);
    if (same === true) return true;
    if (same === null && sameName(recorded.name, one.name) !== false) open = true;
  }
  return open ? null : false;
}
