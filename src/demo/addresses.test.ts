import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCatchmentIndex, locate, type CatchmentIndex } from '../engines/catchment/catchment.ts';
import { readCity } from '../platform/city.ts';
import { addressIn } from './addresses.ts';
import { readPlaceNames, readSchools, type CityPlaceName, type CitySchool } from './city-data.ts';
import { createPrng } from './prng.ts';

let schools: CitySchool[];
let names: CityPlaceName[];

beforeAll(async () => {
  const city = await readCity(path.resolve(import.meta.dirname, '../..'), 'huaian');
  schools = await readSchools(city);
  names = await readPlaceNames(city);
});

function indexOf(district: string, stage: 'primary' | 'junior'): CatchmentIndex {
  return buildCatchmentIndex(
    schools
      .filter((school) => school.district === district)
      .flatMap(({ id, name, catchments }) =>
        catchments
          .filter((one) => one.stage === stage)
          .map(({ campus, zone, effectiveFrom }) => ({ schoolId: id, school: name, zone, effectiveFrom, campus })),
      ),
    names.filter((one) => one.district === district),
  );
}

describe('invented addresses', () => {
  it.each(['primary', 'junior'] as const)('lie in the %s catchment they were invented for, by its words', (stage) => {
    const prng = createPrng(11);
    for (const district of new Set(schools.map((school) => school.district))) {
      const index = indexOf(district, stage);
      for (const school of schools.filter((one) => one.district === district)) {
        for (const { zone, invented } of school.catchments.filter((one) => one.stage === stage)) {
          if (!invented) continue;
          for (let count = 0; count < 12; count += 1) {
            const address = addressIn(zone, prng);
            const found = locate(index, { address });
            expect(['matched', 'overlap'], `${address}: ${found.basis}`).toContain(found.result);
            expect(
              found.schools.map((one) => one.schoolId),
              address,
            ).toContain(school.id);
          }
        }
      }
    }
  });
});

describe('the published texts', () => {
  it('leave an address on a bounding road to a person with a map', () => {
    expect(locate(indexOf('320812', 'primary'), { address: '清江浦区城南街道枚皋路18号' }).result).toBe('needs_map');
    expect(locate(indexOf('320813', 'primary'), { address: '洪泽区浔河路20号' }).result).toBe('needs_map');
  });

  it('find a road under its former name', () => {
    const index = indexOf('320813', 'primary');
    const [present, former] = ['洪泽区洪泽湖大道8号', '洪泽区北京路8号'].map((address) => locate(index, { address }));
    expect(former?.result).toBe(present?.result);
    expect(former?.normalised.text).toBe(present?.normalised.text);
  });

  it('name a former village of its own', () => {
    const found = locate(indexOf('320812', 'primary'), { address: '清江浦区黄码乡吴圩村3组12号' });
    expect(found.schools.map((one) => one.schoolId)).toContain('nanbu-xincheng');
  });

  it('know nothing of a road that no text names', () => {
    const found = locate(indexOf('320826', 'primary'), { address: '涟水县望乡路8号' });
    expect(found).toMatchObject({ result: 'uncovered', schools: [] });
  });
});
