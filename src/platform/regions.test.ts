import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { placeInFull, placesWithin, readRegions, type Regions } from './regions.ts';

let regions: Regions;
beforeAll(async () => {
  regions = await readRegions(path.resolve(import.meta.dirname, '../..'));
});

describe('places of the country', () => {
  it('are named in full, from the province to the county', () => {
    expect(placeInFull(regions, '321322')).toEqual({ zh: '江苏省宿迁市沭阳县', en: 'Shuyang County, Suqian, Jiangsu' });
    expect(placeInFull(regions, '110105')).toEqual({ zh: '北京市朝阳区', en: '朝阳区, Beijing' });
  });

  it('are named as far as they are known', () => {
    expect(placeInFull(regions, '321399')?.zh).toBe('江苏省宿迁市');
    expect(placeInFull(regions, '000000')).toBeUndefined();
  });

  it('include every province, and the counties of a municipality directly below it', () => {
    expect(placesWithin(regions, undefined)).toHaveLength(34);
    expect(placesWithin(regions, '32').map(({ words }) => words.zh)).toContain('宿迁市');
    expect(placesWithin(regions, '11').map(({ words }) => words.zh)).toContain('朝阳区');
    expect(placesWithin(regions, '3213').map(({ code }) => code)).toContain('321322');
  });
});
