// Proves a reconciliation: every declared field told once, the state follows from the fields, agreement is symmetric.

import {
  type DeclaredFact,
  reconcile,
  type Reconciliation,
  type RecordedFacts,
  type SameAddress,
} from './reconcile.ts';

/** What is wrong with a reconciliation of these two sides; empty when it stands. */
export function checkReconciliation(
  declared: readonly DeclaredFact[],
  record: RecordedFacts | null,
  sameAddress: SameAddress,
  result: Reconciliation,
): readonly string[] {
  if (record === null) {
    return result.state === 'no_record' && result.comparison.length === 0
      ? []
      : ['without a record nothing can be compared'];
  }
  const faults: string[] = [];
  if (result.state === 'no_record') faults.push('there is a record');
  if (result.comparison.length !== declared.length) faults.push('a declared field is missing or told twice');
  declared.forEach((fact, place) => {
    const told = result.comparison[place];
    if (told?.field !== fact.field) return void faults.push(`${fact.field} is not where it was declared`);
    if (told.declared !== (fact.value ?? '')) faults.push(`${fact.field}: the declared value was changed`);
    if (fact.value === null && told.agrees !== null) faults.push(`${fact.field}: what was not declared cannot agree`);
    if (told.recorded === null && told.agrees !== null)
      faults.push(`${fact.field}: what is not on record cannot agree`);
    // Field by field the answer must not depend on the other fields.
    const [alone] = reconcile([fact], record, sameAddress).comparison;
    if (alone?.agrees !== told.agrees) faults.push(`${fact.field}: depends on other fields`);
  });
  const differs = result.comparison.some((one) => one.agrees === false);
  const open = declared.some((fact, place) => fact.needed && result.comparison[place]?.agrees === null);
  const state = differs ? 'mismatch' : open ? 'manual' : 'matched';
  if (result.state !== state) faults.push(`the fields say ${state}, not ${result.state}`);
  return faults;
}
