// The children of an account: add, list, correct.

import { normalizeResidentId, parseResidentId } from '../../../kernel/resident-id.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import type { Application } from '../contract.ts';
import { ID_FAULTS } from '../rules.ts';
import * as store from '../store.ts';
import type { ChildRecord } from '../store.ts';
import { childOnWire } from './view.ts';

type Child = Application['child'];

export async function listChildren(context: Context): Outcome<Child[]> {
  return ok((await store.childrenOf(context.db, account(context).accountId)).map(childOnWire));
}

export async function addChild(
  context: Context,
  input: Pick<ChildRecord, 'name' | 'idKind' | 'idNumber' | 'relation'> & {
    readonly sex?: ChildRecord['sex'] | undefined;
    readonly birthDate?: string | undefined;
  },
): Outcome<Child> {
  const idNumber = normalizeResidentId(input.idNumber);
  let { sex, birthDate } = input;
  if (input.idKind === 'resident_id') {
    const parsed = parseResidentId(idNumber);
    if (!parsed.ok) {
      const fault = ID_FAULTS[parsed.error];
      return err(
        refusal('child.id_number_wrong', { what: context.language === 'en' ? fault.en : fault.zh }, [
          { field: 'idNumber', ...fault },
        ]),
      );
    }
    ({ sex, birthDate } = parsed.value);
  }
  if (sex === undefined || birthDate === undefined) return err(refusal('child.birth_needed'));
  const { accountId } = account(context);
  const child: ChildRecord = {
    id: newId(context),
    accountId,
    name: input.name.normalize('NFC'),
    idKind: input.idKind,
    idNumber,
    sex,
    birthDate,
    relation: input.relation,
    createdAt: context.now,
  };
  try {
    return await inTransaction(context, async (tx) => {
      await store.insertChild(tx.db, child);
      await audit(tx, { action: 'registration.add_child', subject: { kind: 'child', id: child.id } });
      return ok(childOnWire(child));
    });
  } catch (error) {
    if (violatedConstraint(error) === 'children_account_id_id_kind_id_number_key')
      return err(refusal('child.already_added'));
    throw error;
  }
}

export function correctChild(
  context: Context,
  id: string,
  input: { readonly name?: string | undefined; readonly relation?: ChildRecord['relation'] | undefined },
): Outcome<Child> {
  return inTransaction(context, async (tx) => {
    const child = await store.findChild(tx.db, id);
    const { accountId } = account(tx);
    if (!child || child.accountId !== accountId) return err(refusal('child.not_found'));
    const applications = await store.applicationsOf(tx.db, accountId);
    if (applications.some((one) => one.childId === id && one.revision > 0)) return err(refusal('child.in_use'));
    const set = {
      ...(input.name === undefined ? {} : { name: input.name.normalize('NFC') }),
      ...(input.relation === undefined ? {} : { relation: input.relation }),
    };
    await store.updateChild(tx.db, id, set);
    await audit(tx, {
      action: 'registration.correct_child',
      subject: { kind: 'child', id },
      detail: { fields: Object.keys(set) },
    });
    return ok(childOnWire({ ...child, ...set }));
  });
}
