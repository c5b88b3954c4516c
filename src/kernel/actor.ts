// Who acts: a guardian, a member of staff for one organization, the public, or the system itself.

/** Roles that an account can have. An account has exactly one; a person with two offices has two accounts. */
export const ROLES = [
  'guardian',
  'school_reviewer',
  'district_reviewer',
  'district_admin',
  'city_officer',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** The languages of screens and letters. */
export type Language = 'zh' | 'en';

/** The organization for which a member of staff acts. */
export interface ActorOrganization {
  readonly id: string;
  readonly kind: 'city_bureau' | 'district_bureau' | 'school';
  readonly name: string;
  /** Region code of the district, GB/T 2260 or the city's own for functional zones; null for the city bureau. */
  readonly district: string | null;
}

/** A signed-in person. */
export interface AccountActor {
  readonly kind: 'account';
  readonly accountId: string;
  readonly name: string;
  readonly phone: string;
  readonly role: Role;
  /** Null for guardians. */
  readonly organization: ActorOrganization | null;
  /** The member of staff at whose counter a guardian acts; absent where people act for themselves. */
  readonly assistedBy?: Helper;
}

/** A member of staff who acts for a guardian who is present. */
export interface Helper {
  readonly sessionId: string;
  readonly accountId: string;
  readonly name: string;
  /** Name of the office. */
  readonly office: string;
}

/** Whoever a use case is carried out for. `system` is a job of ours; `anonymous` is the public. */
export type Actor = AccountActor | { readonly kind: 'system'; readonly job: string } | { readonly kind: 'anonymous' };

/** The role by which a workflow judges an actor. */
export type ActingRole = Role | 'system' | 'anonymous';

/** The role by which an actor acts. */
export function actingRole(actor: Actor): ActingRole {
  return actor.kind === 'account' ? actor.role : actor.kind;
}

/**
 * Whether staff may see what belongs to a district and school: the city sees all, a district its own,
 * a school what is registered to it. Guardians and the public see nothing by this rule.
 */
export function staffReaches(actor: Actor, place: { district: string; schoolId: string | null }): boolean {
  if (actor.kind !== 'account' || !actor.organization) return false;
  switch (actor.organization.kind) {
    case 'city_bureau':
      return true;
    case 'district_bureau':
      return actor.organization.district === place.district;
    case 'school':
      return place.schoolId !== null && actor.organization.id === place.schoolId;
  }
}
