// The family's working copy: begin, save, fetch the household, see what the policy says.

import { refusal, type FieldFault, type Refusal } from '../../../kernel/refusal.ts';
import { normalizeResidentId } from '../../../kernel/resident-id.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { accountNames } from '../../accounts/public.ts';
import { canRegister, getSeason } from '../../seasons/public.ts';
import type { Application, AssessmentAnswer } from '../contract.ts';
import type { Draft } from '../declaration.ts';
import { childKeyOf, completeDeclaration, CORRECTABLE, stepOrRefusal } from '../rules.ts';
import { papersOf } from '../evidence-store.ts';
import * as store from '../store.ts';
import type { ApplicationRecord } from '../store.ts';
import { held, helplineOf, readable, seasonOf, situationOf } from './access.ts';
import { assess } from './assess.ts';
import { eventOf } from './move.ts';
import { viewApplication } from './view.ts';

/** Begins an application, or gives back the one that stands for the child in this season. */
export async function beginApplication(
  context: Context,
  input: { readonly seasonId: string; readonly childId: string },
): Outcome<Application> {
  const { accountId } = account(context);
  const child = await store.findChild(context.db, input.childId);
  if (!child || child.accountId !== accountId) return err(refusal('child.not_found'));
  const season = await getSeason(context, input.seasonId);
  if (!season) return err(refusal('season.not_found'));
  const key = { childKey: childKeyOf(child), stage: season.stage, entryYear: season.entryYear };
  const giveBack = async (standing: ApplicationRecord): Outcome<Application> => {
    if (standing.accountId !== accountId) return err(await childRegistered(context, standing));
    if (standing.seasonId !== season.id) {
      return err(refusal('application.other_season', { season: (await seasonOf(context, standing.seasonId)).name }));
    }
    return viewApplication(context, standing.id);
  };
  const standing = await store.findStanding(context.db, key, accountId);
  if (standing) return giveBack(standing);
  const id = newId(context);
  try {
    return await inTransaction(context, async (tx) => {
      await store.insertApplications(tx.db, [
        {
          id,
          ...key,
          seasonId: season.id,
          district: season.district,
          childId: child.id,
          accountId,
          state: 'draft',
          revision: 0,
          draft: {},
          declared: null,
          assessment: null,
          location: null,
          categoryId: null,
          categoryOrder: null,
          schoolId: null,
          late: false,
          receiptNo: null,
          submissionKey: null,
          cureUntil: null,
          firstSubmittedAt: null,
          submittedAt: null,
          createdAt: tx.now,
          updatedAt: tx.now,
        },
      ]);
      await store.insertEvents(tx.db, [eventOf(tx, id, 'begin', 'draft', 'draft')]);
      await audit(tx, {
        action: 'registration.begin',
        subject: { kind: 'application', id },
        district: season.district,
      });
      return viewApplication(tx, id);
    });
  } catch (error) {
    if (violatedConstraint(error) !== 'applications_one_draft') throw error;
    // Begun twice at the same moment: both get the draft that was first.
    const first = await store.findStanding(context.db, key, accountId);
    if (!first) throw error;
    return giveBack(first);
  }
}

/** What a second guardian is told: somebody registered the child, whose phone ends so, and what can be done. */
export async function childRegistered(context: Context, standing: ApplicationRecord): Promise<Refusal> {
  const holder = (await accountNames(context, [standing.accountId])).get(standing.accountId);
  return refusal('application.child_registered', {
    tail: holder?.phone.slice(-4) ?? '****',
    helpline: helplineOf(context, standing.district),
  });
}

/** Saves the working copy unless it was changed elsewhere since `version`. What was submitted stays in force. */
export function saveDraft(
  context: Context,
  id: string,
  input: { readonly version: number; readonly draft: Draft },
): Outcome<{ version: number; savedAt: Date }> {
  return inTransaction(context, async (tx) => {
    const found = await held(tx, id);
    if (!found.ok) return found;
    const record = found.value;
    if (record.version !== input.version) return err(refusal('application.changed'));
    // A draft may be filled in at any time; a submitted copy only while it could be submitted again.
    if (record.state !== 'draft') {
      const stepped = stepOrRefusal(
        record.state,
        'resubmit',
        await situationOf(tx, record),
        helplineOf(tx, record.district),
      );
      if (!stepped.ok) return stepped;
    }
    const version = await store.updateApplication(tx.db, record, { draft: input.draft, updatedAt: tx.now });
    if (version === null) return err(refusal('application.changed'));
    await audit(tx, {
      action: 'registration.save_draft',
      subject: { kind: 'application', id },
      district: record.district,
    });
    return ok({ version, savedAt: tx.now });
  });
}

/** Faults of the working copy, and what the policy says when there are none. Nothing is changed. */
export async function previewApplication(
  context: Context,
  id: string,
): Outcome<{ faults: FieldFault[]; assessment: AssessmentAnswer | null; location: Application['location'] }> {
  const found = await readable(context, id);
  if (!found.ok) return found;
  const record = found.value;
  if (record.accountId !== account(context).accountId) return err(refusal('application.not_found'));
  const complete = completeDeclaration(record.draft);
  if (!complete.ok) return ok({ faults: [...complete.error], assessment: null, location: null });
  const season = await seasonOf(context, record.seasonId);
  const { assessment, location } = await assess(context, {
    season,
    child: record.child,
    declared: complete.value,
    late: record.revision > 0 ? record.late : canRegister(season, context.now).late,
    documents: await papersOf(context.db, id),
  });
  return ok({ faults: [], assessment, location });
}

interface Prefill {
  readonly household: Household | null;
  readonly zh: string;
  readonly en: string;
}
type Household = NonNullable<Application['declared']>['household'];

const BOOKLETS = new Set(['family', 'collective', 'none']);
const HOUSEHOLDERS = new Set(['guardian', 'grandparent', 'great_grandparent', 'other']);

/**
 * Fetches the household registration, when names and numbers of child and guardian agree with it. Whoever does not know
 * them learns nothing, not even whether there is a record.
 */
export async function prefill(
  context: Context,
  id: string,
  guardian: { readonly guardianName: string; readonly guardianIdNumber: string },
): Outcome<Prefill> {
  const found: Result<ApplicationRecord, Refusal> = await readable(context, id);
  if (!found.ok) return found;
  const { child, accountId, state } = found.value;
  if (accountId !== account(context).accountId || (state !== 'draft' && !CORRECTABLE.includes(state))) {
    return err(refusal('application.not_found'));
  }
  const answer = await context.services.departments.ask({
    kind: 'household',
    key: child.idNumber,
    requestId: newId(context),
  });
  if (answer.state === 'down') {
    return ok({
      household: null,
      zh: '公安户籍数据暂时连不上，请先手工填写。',
      en: 'The household register does not answer at present; please fill it in by hand.',
    });
  }
  const household = answer.state === 'found' ? householdFrom(answer.record, child, guardian) : null;
  return inTransaction(context, async (tx) => {
    await audit(tx, {
      action: 'registration.prefill',
      subject: { kind: 'application', id },
      detail: { found: household !== null },
    });
    return ok(
      household
        ? { household, zh: '已从公安户籍取得，请核对。', en: 'Fetched from the household register; please check it.' }
        : {
            household: null,
            zh: '没有取到相符的户籍信息，请核对姓名和证件号码，或手工填写。',
            en: 'No household record agrees with these names and numbers; check them or fill it in by hand.',
          },
    );
  });
}

/** The household section from a record of the register, or null where a name or number differs. */
function householdFrom(
  record: Readonly<Record<string, unknown>>,
  child: ApplicationRecord['child'],
  guardian: { readonly guardianName: string; readonly guardianIdNumber: string },
): Household | null {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const sameName = (a: string, b: string) => a.normalize('NFC').trim() === b.normalize('NFC').trim();
  const members = Array.isArray(record['members']) ? (record['members'] as Record<string, unknown>[]) : [];
  const guardianNumber = normalizeResidentId(guardian.guardianIdNumber);
  const agrees =
    sameName(text(record['name']), child.name) &&
    normalizeResidentId(text(record['idNumber'])) === child.idNumber &&
    members.some(
      (one) =>
        normalizeResidentId(text(one['idNumber'])) === guardianNumber &&
        sameName(text(one['name']), guardian.guardianName),
    );
  if (!agrees) return null;
  const kind = text(record['kind']);
  const householder = text(record['householderRelation']);
  const movedInOn = text(record['movedInOn']) || null;
  return {
    kind: (BOOKLETS.has(kind) ? kind : 'family') as Household['kind'],
    district: text(record['district']),
    address: text(record['address']),
    householder: (HOUSEHOLDERS.has(householder) ? householder : 'other') as Household['householder'],
    movedInOn,
    sinceBirth: movedInOn === child.birthDate,
  };
}
