import { describe, expect, it } from 'vitest';
import { findGaps, findOverlaps, type SchoolBox } from './boxes.ts';
import { parseZone } from './zone-parser.ts';

function boxes(texts: Record<string, string>): SchoolBox[] {
  return Object.entries(texts).flatMap(([school, text]) => parseZone(text).boxes.map((box) => ({ school, box })));
}

describe('boxes that share bounding roads', () => {
  const qingjiangpu = boxes({
    实验: '城南街道辖区内，大运河以南、淮海南路以西、北京南路以东、枚皋路以北区域。',
    南部: '城南街道辖区内，大运河以南、北京南路以西、枚皋路以南区域。',
  });

  it('leave out the two corners that the 2025 notice of Qingjiangpu leaves out', () => {
    expect(
      findGaps(qingjiangpu)
        .map(({ words }) => words)
        .toSorted(),
    ).toEqual(['大运河以南、北京南路以东、枚皋路以南', '大运河以南、北京南路以西、枚皋路以北']);
  });

  it('do not overlap where a line divides them', () => {
    expect(findOverlaps(qingjiangpu)).toEqual([]);
  });

  it('leave no corner where a third box takes it in', () => {
    const closed = boxes({
      甲: '桂路以东、枫路以北',
      乙: '桂路以西、枫路以南',
      丙: '桂路以西、枫路以北',
      丁: '桂路以东，枫路以南',
    });
    expect(findGaps(closed)).toEqual([]);
  });

  it('overlap surely where one lies in the other, and possibly where nothing divides them', () => {
    const nested = boxes({ 甲: '桂路以东、枫路以北', 乙: '桂路以东、枫路以北、槐路以南' });
    expect(findOverlaps(nested)).toMatchObject([{ certainty: 'contained' }]);
    const beside = boxes({ 甲: '桂路以东、枫路以北', 乙: '桂路以东、槐路以南' });
    expect(findOverlaps(beside)).toMatchObject([{ certainty: 'possible', words: '桂路以东、枫路以北、槐路以南' }]);
  });

  it('are not compared across different named areas', () => {
    const apart = boxes({ 甲: '城南街道辖区内，桂路以东、枫路以北', 乙: '城北街道辖区内，桂路以东、枫路以北' });
    expect(findOverlaps(apart)).toEqual([]);
  });
});
