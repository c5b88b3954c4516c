// Who may hold which role where, and how often a phone may ask for a code.

import type { Actor, ActorOrganization, Role } from '../../kernel/actor.ts';

/** A code serves for five minutes and five tries; a new one can be had after a minute, ten an hour. */
export const CODE = { digits: 6, lifetimeSeconds: 300, tries: 5, resendSeconds: 60, perHour: 10 } as const;

const ROLES_AT: Readonly<Record<ActorOrganization['kind'], readonly Role[]>> = {
  city_bureau: ['city_officer', 'auditor'],
  district_bureau: ['district_reviewer', 'district_admin', 'auditor'],
  school: ['school_reviewer'],
};

/** Who appoints the staff of an office; a school's are appointed by its district. */
export const ADMINISTRATOR_AT: Readonly<Record<ActorOrganization['kind'], Role | null>> = {
  city_bureau: 'city_officer',
  district_bureau: 'district_admin',
  school: null,
};

/** Whether a role can be held at an organization. */
export function roleFits(role: Role, organization: ActorOrganization): boolean {
  return ROLES_AT[organization.kind].includes(role);
}

/** Whether an actor administers an organization's staff: the city all, a district itself and its schools. */
export function administers(actor: Actor, organization: Pick<ActorOrganization, 'district'>): boolean {
  if (actor.kind !== 'account' || !actor.organization) return false;
  if (actor.role === 'city_officer') return true;
  return (
    actor.role === 'district_admin' &&
    organization.district !== null &&
    actor.organization.district === organization.district
  );
}

/** When a phone may have its next code: at once (null), after some seconds, or not this hour. */
export function codeWait(
  issued: readonly Date[],
  now: Date,
): { kind: 'too_soon'; seconds: number } | { kind: 'too_many' } | null {
  const newest = issued[0];
  if (newest) {
    const seconds = Math.ceil(CODE.resendSeconds - (now.getTime() - newest.getTime()) / 1000);
    if (seconds > 0) return { kind: 'too_soon', seconds };
  }
  return issued.length >= CODE.perHour ? { kind: 'too_many' } : null;
}
