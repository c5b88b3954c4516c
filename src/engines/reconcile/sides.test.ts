import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressComparer } from './addresses.ts';
import { duplicates, type ChildClaim } from './duplicates.ts';
import { countInsurance, type PaidMonth } from './insurance.ts';
import { sameName } from './names.ts';
import { isOneOf, presentIdNumber, sameIdNumber } from './numbers.ts';
import { ownership, type Owner } from './ownership.ts';

describe('identity numbers', () => {
  it('of the first generation are the same as those of today', () => {
    expect(presentIdNumber('110105491231002')).toBe('11010519491231002X');
    expect(sameIdNumber('110105491231002', '１１０１０５１９４９１２３１００２ｘ')).toBe(true);
    expect(sameIdNumber('110105491231002', '110105194912310038')).toBe(false);
  });

  it('that a register hides in part go to a person where the rest agrees', () => {
    expect(sameIdNumber('3208************2X', '32089919900101002X')).toBeNull();
    expect(sameIdNumber('3208************11', '32089919900101002X')).toBe(false);
    const family = [{ name: '李梅', idNumber: '32089919900101002X' }];
    expect(isOneOf({ name: '李梅', idNumber: '' }, family, sameName)).toBeNull();
    expect(isOneOf({ name: '钱某', idNumber: '' }, family, sameName)).toBe(false);
  });
});

describe('addresses', () => {
  const names = [{ former: '北京路', current: '洪泽湖大道' }];
  const same = addressComparer(names, [
    ['清江浦区', '清河区'],
    ['淮阴区', '淮阴县'],
  ]);

  it('are one whatever stands in front, however wide the digits, whatever the words for building and room', () => {
    for (const [one, other] of [
      ['淮海东路１号3幢501室', '江苏省淮安市清江浦区淮海东路1号3栋501'],
      ['淮海东路1号 3号楼2单元501室', '淮安市淮海东路1号3幢2单元501室'],
      ['北京路10号', '洪泽湖大道10号'],
      ['清河区淮海东路1号', '清江浦区淮海东路1号'],
    ] as const)
      expect([one, other, same(one, other)]).toEqual([one, other, true]);
  });

  it('differ by a house, a building, a room, a road or a district', () => {
    for (const [one, other] of [
      ['淮海东路1号', '淮海东路3号'],
      ['淮海东路1', '淮海东路12号'],
      ['淮海东路1号3幢501室', '淮海东路1号4幢501室'],
      ['淮海东路1号3幢501室', '淮海东路1号3幢502室'],
      ['淮海东路1号', '健康东路1号'],
      ['清江浦区淮海东路1号', '淮阴区淮海东路1号'],
    ] as const)
      expect([one, other, same(one, other)]).toEqual([one, other, false]);
  });

  it('cannot be told where one says less', () => {
    expect(same('淮海东路1号', '淮海东路1号3幢501室')).toBeNull();
    expect(same('', '淮海东路1号')).toBeNull();
  });
});

describe('ownership', () => {
  const mother = { name: '李梅', idNumber: '32089919900101002X' };
  const child = { name: '王小明', idNumber: '320899202101010019' };
  const own = (owners: readonly Owner[], joint = false) => ownership(owners, joint, [mother], child);
  const stranger = { name: '钱某', idNumber: '320899199001010011' };

  it('sums the shares of guardians and child, and names co-owners who are not kin', () => {
    expect(
      own([
        { ...mother, share: 4000 },
        { ...child, share: 2000 },
        { ...stranger, share: 4000 },
      ]),
    ).toMatchObject({
      guardian: true,
      child: true,
      share: 6000,
      outsiders: [{ name: '钱某' }],
    });
  });

  it('is the family’s whole in joint ownership among themselves, and open where a stranger is in it', () => {
    expect(
      own(
        [
          { ...mother, share: 0 },
          { ...child, share: 0 },
        ],
        true,
      ).share,
    ).toBe(10_000);
    expect(
      own(
        [
          { ...mother, share: 0 },
          { ...stranger, share: 0 },
        ],
        true,
      ).share,
    ).toBeNull();
    expect(own([{ ...stranger, share: 0 }], true).share).toBe(0);
  });

  it('stays open where numbers are hidden or shares exceed the whole', () => {
    expect(own([{ name: '李梅', idNumber: '', share: 10_000 }])).toMatchObject({ guardian: null, share: null });
    expect(
      own([
        { ...mother, share: 6000 },
        { ...stranger, share: 6000 },
      ]).share,
    ).toBeNull();
  });

  it('lies between nothing and the whole for any register', () => {
    const owner = fc.record({
      name: fc.constantFrom('李梅', '钱某', '王小明'),
      idNumber: fc.constantFrom(mother.idNumber, child.idNumber, stranger.idNumber, '', '3208************2X'),
      share: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(fc.array(owner, { maxLength: 5 }), fc.boolean(), (owners, joint) => {
        const { share, outsiders } = own(owners, joint);
        expect(share === null || (share >= 0 && share <= 10_000)).toBe(true);
        for (const one of outsiders) expect([mother.idNumber, child.idNumber]).not.toContain(one.idNumber);
      }),
    );
  });
});

describe('insurance', () => {
  const paid = (months: string, backPaid = ''): PaidMonth[] => [
    ...months
      .split(' ')
      .filter(Boolean)
      .map((month) => ({ month, employer: 'A', backPaid: false })),
    ...backPaid
      .split(' ')
      .filter(Boolean)
      .map((month) => ({ month, employer: 'A', backPaid: true })),
  ];
  const strict = { countBackPaid: false, toleratedGap: 0 };

  it('counts two jobs in one month once, and nothing that is not yet due', () => {
    expect(countInsurance(paid('2027-01 2027-01 2027-02 2027-09'), '2027-04', strict)).toMatchObject({
      months: 2,
      continuous: 2,
      until: '2027-02',
    });
  });

  it('breaks the row at a gap, unless the policy lets it pass', () => {
    const months = paid('2026-10 2026-11 2027-01 2027-02');
    expect(countInsurance(months, '2027-04', strict)).toMatchObject({
      continuous: 2,
      since: '2027-01',
      missing: ['2026-12'],
    });
    expect(countInsurance(months, '2027-04', { ...strict, toleratedGap: 1 })).toMatchObject({
      continuous: 4,
      since: '2026-10',
    });
  });

  it('counts arrears only where the policy says so, and a month paid both ways as paid in time', () => {
    const months = paid('2026-11 2027-01', '2026-12 2027-01');
    expect(countInsurance(months, '2027-04', strict)).toMatchObject({ continuous: 1, backPaid: ['2026-12'] });
    expect(countInsurance(months, '2027-04', { ...strict, countBackPaid: true })).toMatchObject({ continuous: 3 });
  });

  it('does not depend on the order of payments, and a gentler rule never counts less', () => {
    const month = fc
      .tuple(fc.integer({ min: 2025, max: 2027 }), fc.integer({ min: 1, max: 12 }))
      .map(([year, of]) => `${year}-${String(of).padStart(2, '0')}`);
    const payments = fc.array(fc.record({ month, employer: fc.constantFrom('A', 'B'), backPaid: fc.boolean() }));
    fc.assert(
      fc.property(payments, fc.integer({ min: 0, max: 3 }), (some, toleratedGap) => {
        const rule = { countBackPaid: false, toleratedGap };
        const counted = countInsurance(some, '2027-06', rule);
        expect(countInsurance(some.toReversed(), '2027-06', rule)).toEqual(counted);
        const gentler = countInsurance(some, '2027-06', { ...rule, toleratedGap: toleratedGap + 1 });
        expect(gentler.continuous).toBeGreaterThanOrEqual(counted.continuous);
        expect(counted.continuous).toBeLessThanOrEqual(counted.months);
      }),
    );
  });
});

describe('one child twice', () => {
  const claim = (applicationId: string, more: Partial<ChildClaim> = {}): ChildClaim => ({
    applicationId,
    name: '王小明',
    idNumber: '320899202101010019',
    birthDate: '2021-01-01',
    sex: 'male',
    guardianNumbers: ['32089919900101002X'],
    ...more,
  });

  it('is certain by the number, and suggested by guardian and birthday, or by name and birthday', () => {
    const found = duplicates([
      claim('a'),
      claim('b', { guardianNumbers: ['other'] }),
      claim('c', { idNumber: 'V320000001', name: '王小朙明' }),
      claim('d', { idNumber: 'V320000002', guardianNumbers: ['other'] }),
    ]);
    expect(found.map(({ one, other, certain, because }) => [one, other, certain, because])).toEqual([
      ['a', 'b', true, 'number'],
      ['a', 'd', null, 'name_and_birth'],
      ['b', 'd', null, 'guardian_and_birth'],
    ]);
  });

  it('is not said of twins, nor of children of another day or sex', () => {
    expect(
      duplicates([
        claim('a'),
        claim('b', { idNumber: '320899202101010027', name: '王小亮' }),
        claim('c', { idNumber: 'V3', sex: 'female' }),
        claim('d', { idNumber: 'V4', birthDate: '2021-01-02' }),
      ]),
    ).toEqual([]);
  });
});
