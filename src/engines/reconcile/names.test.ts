import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, sameName } from './names.ts';

describe('two spellings of a name', () => {
  it('are one whether composed or decomposed, with whatever separator between parts, full width or not', () => {
    expect(sameName('é'.normalize('NFD'), 'é'.normalize('NFC'))).toBe(true);
    for (const dot of '·•・．.･‧⋅') expect(sameName('阿依古丽·买买提', `阿依古丽${dot}买买提`), dot).toBe(true);
    expect(sameName('王 小明', '王小明')).toBe(true);
    expect(sameName('王\u200B小明', '王小明')).toBe(true);
    expect(sameName('John Smith', 'ＪＯＨＮ　ＳＭＩＴＨ')).toBe(true);
  });

  it('with rare characters of the supplementary planes are compared as whole characters', () => {
    expect(sameName('王𬭎', '王𬭎')).toBe(true);
    expect(sameName('王𬭎', '王𬭚')).toBe(false);
  });

  it('with a traditional or variant form of a character go to a person', () => {
    for (const [one, other] of [
      ['吉庆', '𠮷庆'],
      ['张国华', '張國華'],
      ['李堃', '李坤'],
      ['王喆', '王哲'],
      ['赵昇', '赵升'],
      ['刘淼', '刘渺'],
      ['陈峯', '陈峰'],
      ['黄启明', '黃啟明'],
      ['吴真', '吳眞'],
      ['肖红', '萧红'],
      ['付敏', '傅敏'],
    ] as const)
      expect([one, other, sameName(one, other)]).toEqual([one, other, null]);
  });

  it('of a minority name without its separator are one, and cut short by a register go to a person', () => {
    expect(sameName('阿依古丽·买买提', '阿依古丽买买提')).toBeNull();
    expect(sameName('阿卜杜拉·阿卜杜热合曼', '阿卜杜拉·阿卜杜热')).toBeNull();
    expect(sameName('阿依古丽·买买提', '阿依古丽·艾买提')).toBe(false);
    expect(sameName('王小', '王小明')).toBe(false);
  });

  it('go to a person where a register lacks the character: placeholder, private use, pinyin', () => {
    for (const recorded of ['王□', '王\u{E863}', '王HONG', '王？', '王*'])
      expect(sameName('王𬭎', recorded), recorded).toBeNull();
    expect(sameName('王𬭎', '李□')).toBe(false);
    expect(sameName('王𬭎', '李HONG')).toBe(false);
  });

  it('that differ in a readable character differ', () => {
    expect(sameName('王小明', '王小朋')).toBe(false);
    expect(sameName('John Smith', 'John Smyth')).toBe(false);
  });
});

const spelling = fc
  .array(
    fc.constantFrom(
      '王',
      '吉',
      '𠮷',
      '國',
      '国',
      '·',
      '．',
      '□',
      '𬭎',
      'A',
      'ＩＮＧ',
      '\u{E863}',
      '堃',
      '坤',
      ' ',
      '买',
    ),
    {
      maxLength: 7,
    },
  )
  .map((parts) => parts.join(''));

it('comparing names is symmetrical, true of a name and itself, and blind to folding', () => {
  fc.assert(
    fc.property(spelling, spelling, (one, other) => {
      expect(sameName(one, other)).toBe(sameName(other, one));
      expect(sameName(one, one)).toBe(true);
      expect(sameName(foldName(one), other)).toBe(sameName(one, other));
      expect(foldName(foldName(one))).toBe(foldName(one));
    }),
  );
});
