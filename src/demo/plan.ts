// Invents the seats of a season's schools: near the demand, some schools a little short and some with seats to spare.

import type { CitySchool } from './city-data.ts';
import type { Family } from './families.ts';
import type { PlanRow } from './store.ts';

/** National limit of pupils in a class of primary school (义务教育学校管理标准). */
const CLASS_SIZE = 45;
const FACTORS = [1.05, 0.8, 1.2, 0.92, 1.15, 0.85];

/** One line for each school of the stage that takes children. */
export function planFor(
  seasonId: string,
  stage: 'primary' | 'junior',
  schools: readonly CitySchool[],
  families: readonly Family[],
): PlanRow[] {
  return schools
    .filter((school) => school.stage === stage && school.status !== 'closed')
    .map((school, place) => {
      const demand = families
        .filter((family) => family.homeSchool === school.id)
        .reduce((sum, family) => sum + family.children.length, 0);
      const factor = FACTORS[place % FACTORS.length] ?? 1;
      const seats = school.ownership === 'private' ? 30 : Math.max(40, Math.round(demand * factor));
      return { seasonId, schoolId: school.id, classes: Math.ceil(seats / CLASS_SIZE), seats };
    });
}
