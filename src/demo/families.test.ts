import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseResidentId } from '../kernel/resident-id.ts';
import { isCreditCode } from '../kernel/credit-code.ts';
import { unwrap } from '../kernel/result.ts';
import { declaration } from '../modules/registration/declaration.ts';
import { readCity } from '../platform/city.ts';
import { readPlaceNames, readSchools, type CitySchool } from './city-data.ts';
import { inventFamily, type Family } from './families.ts';
import { createPeople, INVENTED_REGION } from './people.ts';
import { createPrng } from './prng.ts';

const root = path.resolve(import.meta.dirname, '../..');
let schools: CitySchool[];

function invent(count: number, stage: 'primary' | 'junior' = 'primary', code = '320812'): Family[] {
  const prng = createPrng(7);
  const people = createPeople(prng);
  let id = 0;
  const here = schools.filter((school) => school.district === code);
  const setting = {
    district: { code, name: '清江浦区' },
    stage,
    entryYear: 2027,
    schools: here,
    newId: () => `00000000-0000-4000-8000-${String((id += 1)).padStart(12, '0')}`,
  };
  return Array.from({ length: count }, () => inventFamily(setting, prng, people));
}

beforeAll(async () => {
  schools = await readSchools(await readCity(root, 'huaian'));
});

describe('the city as data', () => {
  it('has three to six public primary schools and two junior schools in every district and zone', async () => {
    const city = await readCity(root, 'huaian');
    for (const { code } of city.districts) {
      const here = schools.filter((school) => school.district === code && school.ownership === 'public');
      const invented = here.filter((school) => school.invented);
      expect(invented.filter((school) => school.stage === 'primary').length).toBeGreaterThanOrEqual(3);
      expect(invented.filter((school) => school.stage === 'primary').length).toBeLessThanOrEqual(6);
      expect(here.filter((school) => school.stage === 'junior')).toHaveLength(2);
    }
  });

  it('marks a catchment as published only where its source is an announcement with an address', () => {
    const published = schools.flatMap((school) => school.catchments).filter((one) => !one.invented);
    expect(published).toHaveLength(3);
    for (const { source } of published) expect(source).toMatch(/https?:\/\//);
  });

  it('gives every school its own id and code, and private schools no catchment', () => {
    expect(new Set(schools.map((school) => school.id)).size).toBe(schools.length);
    expect(new Set(schools.map((school) => school.code)).size).toBe(schools.length);
    const privates = schools.filter((school) => school.ownership === 'private');
    expect(privates.map((school) => school.district).toSorted()).toEqual(['320804', '320812']);
    expect(privates.flatMap((school) => school.catchments)).toEqual([]);
  });

  it('knows renamed places', async () => {
    const names = await readPlaceNames(await readCity(root, 'huaian'));
    expect(names.find((one) => one.former === '北京路')?.current).toBe('洪泽湖大道');
  });
});

describe('invented families', () => {
  it('are the same for the same seed', () => {
    expect(invent(40)).toEqual(invent(40));
  });

  it.each(['primary', 'junior'] as const)('declare what the form of the %s stage accepts as complete', (stage) => {
    for (const family of invent(300, stage)) {
      for (const one of family.children) expect(() => declaration.parse(one.declaration)).not.toThrow();
    }
  });

  it('have valid identity numbers of a region that does not exist, each once', () => {
    const numbers = invent(500).flatMap((family) => [
      ...family.children.map(({ child }) => child.idNumber),
      family.parents.father.idNumber,
      family.parents.mother.idNumber,
    ]);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(unwrap(parseResidentId(number)).region).toBe(INVENTED_REGION);
  });

  it('state the birth date and sex that the number states', () => {
    for (const { children } of invent(200)) {
      for (const { child } of children) {
        const parsed = unwrap(parseResidentId(child.idNumber));
        expect([parsed.birthDate, parsed.sex]).toEqual([child.birthDate, child.sex]);
      }
    }
  });

  it('are old enough for their stage, some a year older', () => {
    const births = invent(600).flatMap((family) => family.children.map(({ child }) => child.birthDate));
    expect(births.every((date) => date >= '2019-09-01' && date <= '2021-08-31')).toBe(true);
    expect(births.some((date) => date <= '2020-08-31')).toBe(true);
  });

  it('have phones that no operator gives out, each once', () => {
    const phones = invent(300).map((family) => family.guardian.phone);
    expect(new Set(phones).size).toBe(phones.length);
    for (const phone of phones) expect(phone).toMatch(/^12\d{9}$/);
  });

  it('name each other where they have twins, and nobody else', () => {
    const families = invent(600);
    const twins = families.filter((family) => family.children.length === 2);
    expect(twins.length).toBeGreaterThan(0);
    for (const { children } of twins) {
      const [one, other] = children;
      expect(one?.declaration.twin?.childId).toBe(other?.child.id);
      expect(other?.declaration.twin?.childId).toBe(one?.child.id);
      expect(one?.child.birthDate).toBe(other?.child.birthDate);
    }
    expect(families.filter((family) => family.children.length === 1 && family.children[0]?.declaration.twin)).toEqual(
      [],
    );
  });

  it('work for firms whose credit codes check', () => {
    const codes = invent(400).flatMap(({ children }) => children[0]?.declaration.work?.creditCode ?? []);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(isCreditCode(code)).toBe(true);
  });
});
