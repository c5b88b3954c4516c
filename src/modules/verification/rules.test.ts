import { describe, expect, it } from 'vitest';
import { addressComparer } from '../../engines/reconcile/addresses.ts';
import { CHECK_KINDS } from '../../platform/departments/departments.ts';
import { CHECK_STATES } from './contract.ts';
import { RECORDS } from './records.ts';
import { checksFor, explain, judge, masked, questionOf } from './rules.ts';

const same = addressComparer([], [['清江浦区', '清江浦', '清河区']]);

type Family = Parameters<typeof questionOf>[1];
const family = {
  child: { name: '王演示', idNumber: '320899202101010019', birthDate: '2021-01-01' },
  declared: {
    household: { kind: 'family', district: '320812', address: '晨光路21号', movedInOn: null, sinceBirth: true },
    guardians: [{ relation: 'mother', name: '李演示', idNumber: '32089919900101002X', sameBooklet: true }],
    dwelling: { kind: 'rented', district: '320812', address: '晨光路21号', documentNumber: null, ownedBy: null },
    residencePermit: null,
    work: null,
    primarySchoolId: null,
  },
} as unknown as Family;

describe('questions', () => {
  it('are asked only where they fit the family: a lease where it rents, no permit where it has none', () => {
    const assessment = { checks: ['household', 'property', 'lease', 'residence_permit', 'social_insurance'] };
    const record = { ...family, assessment } as unknown as Parameters<typeof checksFor>[0];
    expect(checksFor(record)).toEqual(['household', 'lease']);
  });

  it('exist for every kind, and have no key where the family gave no number', () => {
    for (const kind of CHECK_KINDS) expect(RECORDS[kind]).toBeDefined();
    expect(questionOf('lease', family, '2027-05-03').key).toBeNull();
    expect(questionOf('birth', family, '2027-05-03').key).toBe(family.child.idNumber);
  });
});

describe('answers', () => {
  const judged = (kind: 'birth' | 'household', record: Record<string, unknown>) =>
    judge(kind, questionOf(kind, family, '2027-05-03'), record, family, '2027-05-03', same);

  it('of an unknown shape go to a person and refuse nobody', () => {
    expect(judged('household', { whatever: true }).state).toBe('manual');
  });

  it('show numbers masked on both sides', () => {
    const { state, comparison } = judged('birth', {
      motherName: '李演示',
      motherIdNumber: '320899199001010011',
      fatherName: null,
      fatherIdNumber: null,
    });
    expect(state).toBe('mismatch');
    expect(masked(comparison).find((one) => one.field === 'motherIdNumber')).toMatchObject({
      declared: '3208************2X',
      recorded: '3208************11',
      agrees: false,
    });
  });

  it('have plain words for the family in every state', () => {
    for (const kind of CHECK_KINDS)
      for (const state of CHECK_STATES) expect(explain({ kind, state, resolution: null }).zh).toMatch(/[,。]/);
    expect(explain({ kind: 'household', state: 'mismatch', resolution: null }).zh).toContain('不会因此直接不予通过');
  });
});
