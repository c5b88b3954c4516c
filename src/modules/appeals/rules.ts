// What can be appealed against, where and until when; who may decide; how the promised time stands.

import { readClock, type ClockEvent } from '../../engines/calendar/service-clock.ts';
import type { WorkCalendar } from '../../engines/calendar/calendar.ts';
import { step } from '../../engines/workflow/workflow.ts';
import { actingRole, type Actor } from '../../kernel/actor.ts';
import { addDays, chinaDate, chinaDateTime, chinaInstant, type DateText } from '../../kernel/dates.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { ApplicationState } from '../registration/workflow.ts';
import type { AppealKind, AppealSubject } from './contract.ts';
import type { AppealEventRecord, AppealRecord } from './store.ts';
import { appealWorkflow, OPEN_APPEALS, type AppealEvent, type AppealGuard, type AppealState } from './workflow.ts';

/** What an application in a state can be appealed about; null while nothing is decided, or when the family ended it. */
export function subjectOf(state: ApplicationState): AppealSubject | null {
  switch (state) {
    case 'refused':
      return 'refusal';
    case 'eligible':
      return 'category';
    case 'placed':
    case 'accepted':
    case 'not_placed':
    case 'not_reported':
      return 'placement';
    case 'draft':
    case 'submitted':
    case 'needs_material':
    case 'endorsed':
    case 'withdrawn':
    case 'declined':
    case 'reported':
    case 'deferred':
    case 'closed':
      return null;
  }
}

/** Promised times of a city, from its data. */
export interface AppealTimes {
  /** Days after the day of the decision within which a family may appeal; the last one counts to its end. */
  readonly fileWithinDays: number;
  readonly reconsiderationWorkingDays: number;
  readonly appealWorkingDays: number;
  /** The longest time a family is given to answer, in days. */
  readonly answerWithinDays: number;
}

/** The way that is open to a family now. */
export interface OpenWay {
  readonly kind: AppealKind;
  readonly subject: AppealSubject;
  readonly until: Date;
  readonly workingDays: number;
}

/** An earlier appeal with how its promise ended. */
export type EarlierAppeal = Pick<AppealRecord, 'kind' | 'subject' | 'state' | 'decidedAt'> & {
  readonly breached: boolean;
};

/**
 * The way open after a decision: first the bureau's second look; the city after that was dismissed, or was given up
 * because it took longer than promised. Null when the city has spoken: then the courts' ways remain, told in its letter.
 * @param decidedAt when the decision, or the results, became known
 */
export function openWay(
  subject: AppealSubject,
  decidedAt: Date,
  earlier: readonly EarlierAppeal[],
  times: AppealTimes,
): OpenWay | null {
  const same = earlier.filter((one) => one.subject === subject);
  const since = (instant: Date) => chinaInstant(addDays(chinaDate(instant), times.fileWithinDays + 1));
  // A new decision after an old appeal begins anew: what was settled before it concerns the old one.
  const current = same.filter((one) => one.decidedAt === null || one.decidedAt >= decidedAt);
  if (current.some(({ kind, state }) => kind === 'appeal' && state === 'dismissed')) return null;
  const dismissed = current.find(({ kind, state }) => kind === 'reconsideration' && state === 'dismissed');
  if (dismissed?.decidedAt)
    return { kind: 'appeal', subject, until: since(dismissed.decidedAt), workingDays: times.appealWorkingDays };
  const tooSlow = current.some(
    ({ kind, state, breached }) => kind === 'reconsideration' && state === 'withdrawn' && breached,
  );
  return {
    kind: tooSlow ? 'appeal' : 'reconsideration',
    subject,
    until: since(decidedAt),
    workingDays: tooSlow ? times.appealWorkingDays : times.reconsiderationWorkingDays,
  };
}

const CLOCK: Partial<Record<AppealEvent | 'file', ClockEvent['kind']>> = {
  file: 'start',
  ask: 'pause',
  answer: 'resume',
  go_on: 'resume',
  uphold: 'stop',
  dismiss: 'stop',
  withdraw: 'stop',
};

/** How the promised time stands, from what happened. */
export function promiseOf(
  events: readonly Pick<AppealEventRecord, 'event' | 'at'>[],
  workingDays: number,
  calendar: WorkCalendar,
  now: Date,
) {
  const clock = events.flatMap(({ event, at }): ClockEvent[] => {
    const kind = CLOCK[event];
    return kind ? [{ kind, at }] : [];
  });
  const reading = readClock(clock, { workingDays }, calendar, now);
  if (!reading.ok) throw new Error(`the clock of an appeal is broken: ${reading.error.message}`);
  const { state, used, dueAt, breached } = reading.value;
  return { workingDays, used, dueAt: dueAt ?? null, paused: state === 'paused', breached };
}

/** What guards are judged by. */
export interface AppealSituation {
  readonly actor: Actor;
  readonly now: Date;
  readonly appeal: Pick<AppealRecord, 'filedBy' | 'kind' | 'district' | 'officer' | 'answerUntil'>;
  /** The guardian who holds the application. */
  readonly holder: string;
  /** Accounts that had a part in what is appealed against. */
  readonly tookPart: readonly string[];
}

/**
 * Whether an actor belongs to a body that may decide on an appeal: the district on its own second looks; the city on
 * appeals, and on second looks too, since in a small bureau everybody may have had a part (提级办理).
 */
export function inAuthority(actor: Actor, appeal: Pick<AppealRecord, 'kind' | 'district'>): boolean {
  if (actor.kind !== 'account' || !actor.organization) return false;
  if (actor.organization.kind === 'city_bureau') return true;
  return (
    appeal.kind === 'reconsideration' &&
    actor.organization.kind === 'district_bureau' &&
    actor.organization.district === appeal.district
  );
}

/** Whether staff may see an appeal: the city all, a district its own. Schools do not. */
export function maySee(actor: Actor, appeal: Pick<AppealRecord, 'district'>): boolean {
  if (actor.kind !== 'account' || !actor.organization) return false;
  return (
    actor.organization.kind === 'city_bureau' ||
    (actor.organization.kind === 'district_bureau' && actor.organization.district === appeal.district)
  );
}

/** Whether a guard holds. */
export function guardHolds(guard: AppealGuard, { actor, now, appeal, holder, tookPart }: AppealSituation): boolean {
  const accountId = actor.kind === 'account' ? actor.accountId : null;
  switch (guard) {
    case 'own_appeal':
      return accountId === holder;
    case 'in_authority':
      return inAuthority(actor, appeal);
    case 'other_officer':
      return accountId !== null && !tookPart.includes(accountId);
    case 'its_officer':
      return accountId !== null && accountId === appeal.officer;
    case 'answer_overdue':
      return appeal.answerUntil !== null && now >= appeal.answerUntil;
  }
}

/** The state after an event, or the refusal in words. */
export function stepOrRefusal(
  state: AppealState,
  event: AppealEvent,
  situation: AppealSituation,
  officerName: string,
): Result<AppealState, Refusal> {
  const stepped = step(appealWorkflow, state, event, actingRole(situation.actor), (guard) =>
    guardHolds(guard, situation),
  );
  if (stepped.ok) return ok(stepped.to);
  const { fault } = stepped;
  const { zh: action, en: actionEn } = appealWorkflow.on[event];
  if (fault.kind === 'state') {
    const text = appealWorkflow.states[state].staff;
    return err(refusal('appeal.state', { state: text.zh, stateEn: text.en, action, actionEn }));
  }
  if (fault.kind === 'guard') {
    if (fault.guard === 'other_officer') return err(refusal('appeal.took_part'));
    if (fault.guard === 'its_officer') return err(refusal('appeal.not_your_case', { name: officerName }));
    if (fault.guard === 'answer_overdue' && situation.appeal.answerUntil)
      return err(refusal('appeal.answer_running', { until: chinaDateTime(situation.appeal.answerUntil) }));
  }
  return err(refusal('appeal.not_allowed', { action, actionEn }));
}

/** Whether somebody still has to act on an appeal. */
export function isOpen(state: AppealState): boolean {
  return OPEN_APPEALS.includes(state);
}

/** The end of the day given to a family, or why it cannot be. */
export function answerUntil(answerOn: DateText, now: Date, longestDays: number): Result<Date, Refusal> {
  const today = chinaDate(now);
  const latest = addDays(today, longestDays);
  if (answerOn <= today || answerOn > latest) return err(refusal('appeal.answer_day', { latest }));
  return ok(chinaInstant(addDays(answerOn, 1)));
}

/** `FH2027-320812-000012`: 复核 or 申诉, entry year, district, a number that never repeats. */
export function appealNumber(kind: AppealKind, year: number, district: string, sequence: number): string {
  return `${kind === 'appeal' ? 'SS' : 'FH'}${year}-${district}-${String(sequence).padStart(6, '0')}`;
}

/** Names of kinds and subjects, for letters and messages. */
export const KIND_WORDS = {
  reconsideration: { zh: '复核', en: 'second look' },
  appeal: { zh: '申诉', en: 'appeal' },
} as const satisfies Record<AppealKind, { zh: string; en: string }>;
export const SUBJECT_WORDS = {
  refusal: { zh: '审核不通过', en: 'refusal' },
  category: { zh: '认定的类别', en: 'category found' },
  placement: { zh: '录取结果', en: 'placement' },
} as const satisfies Record<AppealSubject, { zh: string; en: string }>;
