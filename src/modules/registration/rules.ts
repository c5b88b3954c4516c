// Which school reviews, which guards hold, what a form lacks.

import { step, type StepFault } from '../../engines/workflow/workflow.ts';
import { actingRole, staffReaches, type Actor } from '../../kernel/actor.ts';
import { chinaDate, chinaDateTime } from '../../kernel/dates.ts';
import { refusal, type FieldFault, type Refusal } from '../../kernel/refusal.ts';
import {
  maskResidentId,
  normalizeResidentId,
  parseResidentId,
  type ResidentIdFault,
} from '../../kernel/resident-id.ts';
import { canRegister, type SeasonRecord } from '../seasons/public.ts';
import type { LocationAnswer } from '../schools/contract.ts';
import type { AssessmentAnswer } from './contract.ts';
import { declaration as declarationSchema, type Declaration } from './declaration.ts';
import { schoolOf } from './facts.ts';
import type { ChildRecord, StoredAssessment } from './store.ts';
import {
  applicationWorkflow,
  type ApplicationEvent,
  type ApplicationGuard,
  type ApplicationState,
} from './workflow.ts';

/** The school that reviews: the catchment's; none where the bureau places the child itself. */
export function reviewingSchool(
  assessment: Pick<AssessmentAnswer, 'overallPlacement'>,
  location: LocationAnswer,
  declared: Declaration,
): string | null {
  return assessment.overallPlacement ? null : schoolOf(location, declared.preferredSchoolId);
}

/** What guards are judged by. */
export interface Situation {
  readonly actor: Actor;
  readonly now: Date;
  readonly season: SeasonRecord;
  readonly application: {
    readonly accountId: string;
    readonly district: string;
    readonly schoolId: string | null;
    readonly cureUntil: Date | null;
    readonly assessment: Pick<StoredAssessment, 'review'> | null;
  };
  /** Account of the person who did the first review; null when nobody did. */
  readonly endorsedBy: string | null;
}

/** Whether a guard of the workflow holds. Deadlines are judged to the millisecond: the closing instant is too late. */
export function guardHolds(guard: ApplicationGuard, situation: Situation): boolean {
  const { actor, now, season, application, endorsedBy } = situation;
  switch (guard) {
    case 'window_open':
      return canRegister(season, now).open;
    case 'correction_open':
      return canRegister(season, now).open || (application.cureUntil !== null && now < application.cureUntil);
    case 'own_application':
      return actor.kind === 'account' && actor.accountId === application.accountId;
    case 'in_authority':
      return staffReaches(actor, application);
    case 'own_or_in_authority':
      return guardHolds('own_application', situation) || staffReaches(actor, application);
    case 'two_steps':
      return application.assessment?.review.steps !== 1;
    case 'one_step':
      return application.assessment?.review.steps === 1;
    case 'other_officer':
      return actor.kind === 'account' && endorsedBy !== null && actor.accountId !== endorsedBy;
    case 'results_published':
      return season.resultsPublishedAt !== null && now >= season.resultsPublishedAt;
    case 'confirmation_open':
      return season.resultsPublishedAt !== null && now >= season.resultsPublishedAt && now < season.confirmBy;
    case 'report_open':
      return chinaDate(now) >= season.reportFrom;
    case 'report_over':
      return chinaDate(now) > season.reportUntil;
  }
}

/** The state after an event, or the refusal in words. */
export function stepOrRefusal(
  state: ApplicationState,
  event: ApplicationEvent,
  situation: Situation,
  helpline: string,
): { readonly ok: true; readonly value: ApplicationState } | { readonly ok: false; readonly error: Refusal } {
  const stepped = step(applicationWorkflow, state, event, actingRole(situation.actor), (guard) =>
    guardHolds(guard, situation),
  );
  return stepped.ok
    ? { ok: true, value: stepped.to as ApplicationState }
    : {
        ok: false,
        error: refusalOf(
          stepped.fault as StepFault<ApplicationState, ApplicationGuard>,
          event,
          state,
          situation,
          helpline,
        ),
      };
}

function refusalOf(
  fault: StepFault<ApplicationState, ApplicationGuard>,
  event: ApplicationEvent,
  state: ApplicationState,
  situation: Situation,
  helpline: string,
): Refusal {
  const { zh: action, en: actionEn } = applicationWorkflow.on[event];
  if (fault.kind === 'state') {
    const text = applicationWorkflow.states[state].family;
    return refusal('application.state', { state: text.zh, stateEn: text.en, action, actionEn });
  }
  if (fault.kind === 'guard' && (fault.guard === 'window_open' || fault.guard === 'correction_open')) {
    const { cureUntil } = situation.application;
    if (fault.guard === 'correction_open' && cureUntil !== null) {
      return refusal('application.cure_over', { until: chinaDateTime(cureUntil), helpline });
    }
    return refusal('application.not_open', {
      from: chinaDateTime(situation.season.registrationOpensAt),
      until: chinaDateTime(situation.season.lateClosesAt),
    });
  }
  const { confirmBy } = situation.season;
  if (fault.kind === 'guard' && fault.guard === 'confirmation_open' && situation.now >= confirmBy)
    return refusal('application.confirm_over', { until: chinaDateTime(confirmBy), helpline });
  return refusal('application.not_allowed', { action, actionEn });
}

/** The states in which the family may work on its copy. */
export const CORRECTABLE: readonly ApplicationState[] = applicationWorkflow.on.resubmit.from;

/** A form checked whole: the declaration, or every place that is not right yet. */
export function completeDeclaration(
  draft: unknown,
): { readonly ok: true; readonly value: Declaration } | { readonly ok: false; readonly error: readonly FieldFault[] } {
  const parsed = declarationSchema.safeParse(draft);
  if (!parsed.success) {
    return {
      ok: false,
      error: parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), ...bothLanguages(issue.message) })),
    };
  }
  const faults = crossFaults(parsed.data);
  return faults.length > 0 ? { ok: false, error: faults } : { ok: true, value: canonical(parsed.data) };
}

/** A schema's own message is Chinese · English; one that Zod made is told in general words. */
function bothLanguages(message: string): { zh: string; en: string } {
  const [zh, en] = message.split(' · ');
  return en === undefined ? { zh: '请填写或选择', en: 'Please fill in or choose' } : { zh: zh ?? '', en };
}

function crossFaults(declared: Declaration): FieldFault[] {
  const faults: FieldFault[] = [];
  declared.guardians.forEach((guardian, place) => {
    const parsed = guardian.idKind === 'resident_id' ? parseResidentId(guardian.idNumber) : null;
    if (parsed && !parsed.ok) faults.push({ field: `guardians.${place}.idNumber`, ...ID_FAULTS[parsed.error] });
  });
  const { kind, documentNumber, ownedBy } = declared.dwelling;
  if ((kind === 'owned' || kind === 'contract') && !documentNumber) {
    faults.push({
      field: 'dwelling.documentNumber',
      zh: '请填写不动产权证号或购房合同备案号',
      en: 'Enter the number of the property certificate or the filed contract',
    });
  }
  if (kind === 'owned' && ownedBy === null) {
    faults.push({ field: 'dwelling.ownedBy', zh: '请选择产权人', en: 'Choose the owner' });
  }
  return faults;
}

/** Numbers in one form, so that what was typed full width finds its record. */
function canonical(declared: Declaration): Declaration {
  return {
    ...declared,
    guardians: declared.guardians.map((one) => ({
      ...one,
      name: one.name.normalize('NFC'),
      idNumber: normalizeResidentId(one.idNumber),
    })),
    dwelling: { ...declared.dwelling, documentNumber: declared.dwelling.documentNumber?.normalize('NFKC') || null },
  };
}

/** What is wrong with an identity number, for people. */
export const ID_FAULTS: Readonly<Record<ResidentIdFault, { readonly zh: string; readonly en: string }>> = {
  length: { zh: '应为 18 位', en: 'it must have 18 characters' },
  characters: { zh: '只能是数字，最后一位可以是 X', en: 'only digits, and perhaps X at the end' },
  region: { zh: '前两位不是有效的省份', en: 'the first two digits name no province' },
  birth_date: { zh: '第 7 至 14 位不是有效的出生日期', en: 'digits 7 to 14 are no date of birth' },
  check_digit: { zh: '校验位不符，请核对每一位', en: 'the check digit does not fit; compare every digit' },
};

/** The key by which a child is one child, whoever's account it is under. */
export function childKeyOf(child: Pick<ChildRecord, 'idKind' | 'idNumber'>): string {
  return `${child.idKind}:${child.idNumber}`;
}

/** `HA2027-320812-0000123`: the city's letters, the year, the district, a number that never repeats. */
export function receiptNumber(season: Pick<SeasonRecord, 'entryYear' | 'district'>, sequence: number): string {
  return `HA${season.entryYear}-${season.district}-${String(sequence).padStart(7, '0')}`;
}

/** A declaration as readers see it: identity numbers masked. Works on unfinished drafts too. */
export function maskDeclaration<D extends { readonly guardians?: unknown }>(declared: D): D {
  if (!Array.isArray(declared.guardians)) return declared;
  const guardians = (declared.guardians as unknown[]).map((guardian) => {
    const number = (guardian as { idNumber?: unknown } | null)?.idNumber;
    return typeof number === 'string' ? { ...(guardian as object), idNumber: maskResidentId(number) } : guardian;
  });
  return { ...declared, guardians };
}

/** Twins are one birth: the other child must be the account's own and born within a day (midnight may fall between). */
export function areTwins(
  one: Pick<ChildRecord, 'id' | 'birthDate'>,
  other: Pick<ChildRecord, 'id' | 'birthDate'>,
): boolean {
  return one.id !== other.id && Math.abs(Date.parse(one.birthDate) - Date.parse(other.birthDate)) <= 86_400_000;
}
