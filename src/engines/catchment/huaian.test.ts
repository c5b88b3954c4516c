import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findGaps, findOverlaps } from './boxes.ts';
import { buildCatchmentIndex, locate, normaliseAddress, type PlaceName } from './catchment.ts';
import { parseZone } from './zone-parser.ts';

const CITY = new URL('../../../cities/huaian/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, CITY), 'utf8');

const official = JSON.parse(read('catchments/official-texts.json')) as {
  schools: { school: string; campus?: string; zone: string; effectiveFrom?: string }[];
};
const names = JSON.parse(read('catchments/place-names.json')) as PlaceName[];
const schools = parse(read('schools.yaml')) as { name: string; catchments?: { zone: string; stage: string }[] }[];

describe("the published texts of Huai'an", () => {
  const index = buildCatchmentIndex(
    official.schools.map((one) => ({ schoolId: one.school, ...one })),
    names,
  );
  const at = (address: string): [string, ...string[]] => {
    const found = locate(index, { address, on: '2025-09-01' });
    return [found.result, ...found.schools.map(({ school }) => school)];
  };

  it('are read without a word left over', () => {
    for (const { zone } of official.schools) expect(parseZone(zone).notUnderstood).toEqual([]);
  });

  it('leave out two corners of 城南街道, and overlap nowhere', () => {
    const boxes = official.schools.flatMap(({ school, zone }) => parseZone(zone).boxes.map((box) => ({ school, box })));
    expect(findGaps(boxes).map(({ words }) => words)).toEqual([
      '大运河以南、北京南路以西、枚皋路以北',
      '大运河以南、北京南路以东、枚皋路以南',
    ]);
    expect(findOverlaps(boxes)).toEqual([]);
  });

  it('find the village by its present and its former township', () => {
    expect(at('原黄码乡吴圩村2组')).toEqual(['matched', '南部新城小学（暂定名）']);
    expect(at('清江浦区吴圩村2组')).toEqual(['matched', '南部新城小学（暂定名）']);
  });

  it('leave group 8 of 王庄村, which a road cuts, to the map, and other groups out', () => {
    expect(at('武墩镇王庄村8组12号')).toEqual(['needs_map', '南部新城小学（暂定名）']);
    expect(at('武墩镇王庄村7组12号')).toEqual(['uncovered']);
  });

  it('leave addresses in the boxes and on their roads to the map', () => {
    expect(at('城南街道某路5号')[0]).toBe('needs_map');
    expect(at('枚皋路18号')[0]).toBe('needs_map');
    expect(at('洪泽区北京路12号')).toEqual(['needs_map', '洪泽区实验小学']);
  });

  it('give one key to a road under its two names', () => {
    expect(normaliseAddress('洪泽区北京路12号3幢502室', names).key).toBe(
      normaliseAddress('洪泽湖大道１２号3号楼502', names).key,
    );
  });
});

describe('the texts of the demo season', () => {
  it('are all read without a word left over', () => {
    const texts = schools.flatMap(({ catchments = [] }) => catchments.map(({ zone }) => zone));
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.flatMap((zone) => parseZone(zone).notUnderstood)).toEqual([]);
  });
});
