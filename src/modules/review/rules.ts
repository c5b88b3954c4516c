// Who sees which cases, and what a decision does to an application.

import type { Actor } from '../../kernel/actor.ts';
import { addDays, chinaDate, chinaInstant, type DateText } from '../../kernel/dates.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import type { ApplicationEvent, ApplicationState } from '../registration/workflow.ts';
import { REASONS, type ReasonCode } from './contract.ts';
import type { Reach } from './store.ts';

/** A claim ends by itself, so that a case is never stuck with someone who went home. */
export const CLAIM_MINUTES = 30;
/** The longest time a family can be given, in days. */
export const LONGEST_CURE_DAYS = 60;

/** What an actor may see of the worklist; null for those who may see nothing. */
export function reachOf(actor: Actor): Reach | null {
  if (actor.kind !== 'account' || !actor.organization) return null;
  switch (actor.organization.kind) {
    case 'city_bureau':
      return {};
    case 'district_bureau':
      return { district: actor.organization.district ?? '' };
    case 'school':
      return { schoolId: actor.organization.id };
  }
}

/** Which step waits for an actor: a school's first review, the district's decision; the city and auditors decide nothing. */
export function stepOf(actor: Actor): 'school' | 'district' | null {
  if (actor.kind !== 'account') return null;
  if (actor.role === 'school_reviewer') return 'school';
  return actor.role === 'district_reviewer' || actor.role === 'district_admin' ? 'district' : null;
}

/** The event of the workflow by which an outcome comes about in a state. */
export function eventFor(
  outcome: 'endorsed' | 'approved' | 'refused' | 'asked_material' | 'category_changed' | 'returned' | 'reopened',
  state: ApplicationState,
): ApplicationEvent {
  switch (outcome) {
    case 'endorsed':
      return 'endorse';
    case 'approved':
      return state === 'submitted' ? 'approve_at_once' : 'approve';
    case 'refused':
      return 'refuse';
    case 'asked_material':
      return 'ask_material';
    case 'category_changed':
      return 'find_category';
    case 'returned':
      return 'return_to_first_review';
    case 'reopened':
      return 'reopen';
  }
}

/** Whether a reason fits its use. */
export function reasonFits(code: ReasonCode, use: 'refuse' | 'ask_material'): boolean {
  return REASONS[code].for === use;
}

/** The end of the last day given to a family, or why the day cannot be: it lies in the future, and not too far. */
export function dueAt(dueOn: DateText, now: Date): Date | Refusal {
  const today = chinaDate(now);
  const latest = addDays(today, LONGEST_CURE_DAYS);
  if (dueOn <= today || dueOn > latest) return refusal('review.due_past', { latest });
  return chinaInstant(addDays(dueOn, 1));
}
