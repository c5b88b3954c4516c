import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReconciliation } from './check-reconciliation.ts';
import { foldNumber } from './numbers.ts';
import { type Comparison, type DeclaredFact, reconcile, type RecordedFacts } from './reconcile.ts';

const fact = (field: string, by: Comparison, value: string | null, needed = true): DeclaredFact => ({
  field,
  zh: field,
  en: field,
  by,
  value,
  needed,
});
const sameText = (a: string, b: string) => a === b;

describe('numbers', () => {
  it('do not depend on width, case, spaces or brackets', () => {
    expect(foldNumber('苏(2023)淮安市不动产权第００１２３４５号')).toBe(
      foldNumber('苏 〔2023〕淮安市不动产权第0012345号'),
    );
    expect(foldNumber('32080120200101001x')).toBe('32080120200101001X');
  });
});

describe('a reconciliation', () => {
  it('without a record says so', () => {
    expect(reconcile([fact('name', 'name', '王小明')], null, sameText)).toEqual({ state: 'no_record', comparison: [] });
  });

  it('matches when every field agrees, with any of several recorded values', () => {
    const result = reconcile(
      [fact('owner', 'name', '王强'), fact('share', 'at_least', '5001'), fact('until', 'valid_on', '2027-05-01')],
      { owner: ['李梅', '王强'], share: '10000', until: '2027-05-01' },
      sameText,
    );
    expect(result.state).toBe('matched');
    expect(result.comparison[0]).toMatchObject({ declared: '王强', recorded: '李梅、王强', agrees: true });
  });

  it('tells the field and both values of a mismatch', () => {
    const result = reconcile([fact('movedInOn', 'exact', '2020-09-01')], { movedInOn: '2021-09-01' }, sameText);
    expect(result).toMatchObject({
      state: 'mismatch',
      comparison: [{ field: 'movedInOn', declared: '2020-09-01', recorded: '2021-09-01', agrees: false }],
    });
  });

  it('finds a permit that ran out the day before', () => {
    const until = (day: string) => reconcile([fact('until', 'valid_on', '2027-05-02')], { until: day }, sameText).state;
    expect(until('2027-05-01')).toBe('mismatch');
    expect(until('2027-05-02')).toBe('matched');
  });

  it('leaves to a person what cannot be told, but not what is only nice to have', () => {
    expect(reconcile([fact('address', 'address', 'x')], { address: 'y' }, () => null).state).toBe('manual');
    expect(reconcile([fact('address', 'address', 'x', false)], { address: 'y' }, () => null).state).toBe('matched');
    expect(reconcile([fact('name', 'name', null)], { name: '王' }, sameText).state).toBe('manual');
  });

  it('stands before its checker for any two sides, and a changed one falls', () => {
    const value = fc.option(fc.constantFrom('王强', '李梅', '2027-05-01', '１２', '12', '王□'), { nil: null });
    const facts = fc.uniqueArray(
      fc.record({
        field: fc.constantFrom('a', 'b', 'c', 'd'),
        zh: fc.constant(''),
        en: fc.constant(''),
        by: fc.constantFrom<Comparison>(
          'name',
          'number',
          'id_number',
          'exact',
          'address',
          'valid_on',
          'begun_by',
          'at_least',
        ),
        value,
        needed: fc.boolean(),
      }),
      { selector: (one) => one.field, minLength: 1 },
    );
    const record = fc.option(
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.oneof(value, fc.array(fc.constantFrom('王强', '12')))),
      { nil: null },
    );
    fc.assert(
      fc.property(facts, record, (declared, recorded) => {
        const result = reconcile(declared, recorded as RecordedFacts | null, sameText);
        expect(checkReconciliation(declared, recorded as RecordedFacts | null, sameText, result)).toEqual([]);
        const forged = { ...result, state: result.state === 'matched' ? ('mismatch' as const) : ('matched' as const) };
        expect(checkReconciliation(declared, recorded as RecordedFacts | null, sameText, forged)).not.toEqual([]);
      }),
    );
  });
});
