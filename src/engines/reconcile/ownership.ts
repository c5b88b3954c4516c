// Who owns a home according to its register: the family's share beside co-owners, kin or not.

import { sameName } from './names.ts';
import { isOneOf, type Person } from './numbers.ts';

/** An owner with a share in ten-thousandths; in joint ownership (共同共有) shares mean nothing. */
export interface Owner extends Person {
  readonly share: number;
}

/** What a register says of a family's part in a home. Null: only a person can tell. */
export interface Ownership {
  /** A guardian is among the owners. */
  readonly guardian: boolean | null;
  /** The child is among the owners. */
  readonly child: boolean | null;
  /** The family's shares together, in ten-thousandths, 0 to 10,000. */
  readonly share: number | null;
  /** Owners who are neither guardian nor child. */
  readonly outsiders: readonly Owner[];
}

const WHOLE = 10_000;

/**
 * The family's part. Joint ownership is the family's whole where nobody else is in it, else a person reads the register
 * (Civil Code art. 308 leaves the parts open). Shares that exceed the whole, or owners whose numbers are hidden, leave
 * the sum open.
 */
export function ownership(
  owners: readonly Owner[],
  joint: boolean,
  guardians: readonly Person[],
  child: Person,
): Ownership {
  const found = owners.map((owner) => ({
    owner,
    guardian: isOneOf(owner, guardians, sameName),
    child: isOneOf(owner, [child], sameName),
  }));
  const ours = found.filter((one) => one.guardian === true || one.child === true);
  const open = found.filter((one) => !ours.includes(one) && (one.guardian === null || one.child === null));
  const outsiders = found.filter((one) => one.guardian === false && one.child === false).map(({ owner }) => owner);
  const sum = ours.reduce((total, { owner }) => total + owner.share, 0);
  const all = owners.reduce((total, owner) => total + owner.share, 0);
  const share = joint
    ? outsiders.length === 0 && open.length === 0 && ours.length > 0
      ? WHOLE
      : ours.length === 0 && open.length === 0
        ? 0
        : null
    : open.length > 0 || all > WHOLE
      ? null
      : sum;
  return {
    guardian: any(found.map((one) => one.guardian)),
    child: any(found.map((one) => one.child)),
    share,
    outsiders,
  };
}

/** True when one is, null when one may be, false when none is. */
function any(answers: readonly (boolean | null)[]): boolean | null {
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}
