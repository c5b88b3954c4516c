import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseAddress } from './address.ts';
import { buildCatchmentIndex, locate } from './catchment.ts';
import { checkLocation, listedNumbers } from './check.ts';
import { inAnyRange, type DoorRange } from './door-numbers.ts';
import { fold } from './fold.ts';
import { parseZone } from './zone-parser.ts';

/** Texts made of the very pieces that notices are made of, in any order, and of anything else. */
const pieces = fc.constantFrom(
  ...'（|）|(|)|、|，|；|。|：|·|①|1|2|35|104|三|十二|百|号|之|之一|栋|幢|巷|横路|路|街|大道|中|村|社区|小区|花园|桂香|天河|以南|以北|东至|至|—|-|单号|双号|的|除|外|除外|不含|包括|含此号|后|起|以下|部分|南侧|原|等|和|及|组|大院|A|8090|属下的|范围|内| |\n|符合|条件的适龄儿童|残疾|详见'.split(
    '|',
  ),
);

const textOfPieces = fc.array(pieces, { maxLength: 60 }).map((list) => list.join(''));
const anyText = fc.oneof(textOfPieces, fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 80 }));

describe('no text', () => {
  it('makes the parser, the normaliser or the search throw, and every answer passes the checker', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (first, second, address) => {
        const index = buildCatchmentIndex([
          { schoolId: 'a', school: '甲', zone: first },
          { schoolId: 'b', school: '乙', zone: second },
        ]);
        const found = locate(index, { address });
        if (found.result === 'matched') expect(found.schools).toHaveLength(1);
        // What a text yields stays in proportion to its length; more would exhaust the memory.
        expect(index.names.reduce((sum, { entries }) => sum + entries.length, 0)).toBeLessThan(20_000);
        if (found.result === 'uncovered') expect(found.schools).toHaveLength(0);
        if (found.result === 'overlap') expect(found.schools.length).toBeGreaterThan(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('however long and odd takes more than linear work', () => {
    // A quadratic pattern would need minutes for these; the runner's own time limit is the only clock here.
    for (const unit of [
      '（',
      '）',
      '除',
      '外',
      '除外',
      '1、',
      '1-',
      '单',
      '以',
      '之',
      '、',
      'A',
      'A、',
      '围成',
      '过渡期',
      '第1组',
      '88-1、',
      '桂',
      '和',
      '东',
      '至',
      '等',
      '1号',
      '不含',
      '·',
      '：',
      '适龄',
      '符合',
      '残疾',
      '街',
      '小区',
      '东至',
    ]) {
      const text = unit.repeat(20_000);
      parseZone(text);
      normaliseAddress(text);
      parseZone(`桂香路${text}号`);
      normaliseAddress(`桂香路${text}号`);
    }
  });

  it('yields more places than a district can have: lists of lanes are written out up to a bound, the rest is reported', () => {
    const { places, notUnderstood } = parseZone('桂香路1至200巷、'.repeat(2000));
    expect(places.length).toBeLessThan(8000);
    expect(notUnderstood.length).toBeGreaterThan(1900);
  });
});

describe('folding', () => {
  it('keeps a place in the original for every character, in order', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: folded, at } = fold(text);
        expect(at).toHaveLength(folded.length + 1);
        expect(at.at(-1)).toBe(text.length);
        expect([...at].every((place, i) => i === 0 || place >= (at[i - 1] as number))).toBe(true);
      }),
    );
  });

  it('of a key changes nothing more', () => {
    fc.assert(
      fc.property(textOfPieces, (text) => {
        const once = normaliseAddress(text);
        expect(normaliseAddress(text)).toEqual(once);
      }),
    );
  });
});

const ranges = fc.array(
  fc
    .tuple(
      fc.integer({ min: 1, max: 60 }),
      fc.nat(40),
      fc.constantFrom('odd' as const, 'even' as const, 'both' as const),
    )
    .map(([from, more, parity]): DoorRange => ({ from, to: from + more, parity })),
  { minLength: 1, maxLength: 5 },
);

describe('ranges', () => {
  it('hold a number exactly when writing them out lists it', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 120 }), (list, number) => {
        expect(inAnyRange(list, { main: number })).toBe(listedNumbers(list, 200).has(number));
      }),
    );
  });

  it('written as a text are located number by number as they were meant', () => {
    const marks = { odd: '（单号）', even: '（双号）', both: '' };
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 120 }), (list, number) => {
        // Parts apart, since within one list a later mark may count for earlier ranges.
        const zone = list.map(({ from, to, parity }) => `桂香路${from}—${to}号${marks[parity]}`).join('；');
        const index = buildCatchmentIndex([{ schoolId: 'a', school: '甲', zone }]);
        const address = `清江浦区桂香路${number}号3栋502室`;
        const found = locate(index, { address });
        expect(found.result).toBe(listedNumbers(list, 200).has(number) ? 'matched' : 'uncovered');
        expect(checkLocation(index, address, found)).toEqual([]);
      }),
    );
  });
});
