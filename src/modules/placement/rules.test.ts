import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeHash } from '../../platform/crypto/node-hash.ts';
import {
  carryOut,
  checkPlacings,
  distancesFrom,
  reasonsFor,
  type RunApplicant,
  type RunInput,
  type RunSchool,
} from './rules.ts';

const sha256 = nodeHash('sha256');
const ticket = (name: string) => createHash('sha256').update(`ticket ${name}`).digest('hex');

/** Three public schools from west to east, with room for two, two and three. */
const SCHOOLS: readonly RunSchool[] = [
  { id: 'west', ownership: 'public', seats: 2, lng: 119.0, lat: 33.6 },
  { id: 'middle', ownership: 'public', seats: 2, lng: 119.01, lat: 33.6 },
  { id: 'east', ownership: 'public', seats: 3, lng: 119.05, lat: 33.6 },
];
const PRIVATE: RunSchool = { id: 'private', ownership: 'private', seats: 1, lng: 119.02, lat: 33.6 };

function child(id: string, change: Partial<RunApplicant> = {}): RunApplicant {
  return {
    id,
    ticket: ticket(id),
    catchmentSchoolId: 'west',
    privateSchoolId: null,
    nearTo: 'west',
    categoryId: 'first',
    categoryOrder: 1,
    rank: [],
    late: false,
    group: null,
    ...change,
  };
}

function run(applicants: readonly RunApplicant[], change: Partial<RunInput> = {}) {
  const input: RunInput = {
    seasonId: 's',
    policyHash: 'p',
    seed: 'ab'.repeat(32),
    drawn: null,
    groupRule: 'over_quota',
    schools: SCHOOLS,
    applicants,
    ...change,
  };
  const result = carryOut(input, sha256);
  return { ...result, of: (id: string) => result.placings.find((placing) => placing.applicantId === id) };
}

describe('a run', () => {
  it('seats the earlier category first, and later ones at the nearest school with room', () => {
    const { of, faults } = run([child('a', { categoryOrder: 2 }), child('b'), child('c')]);
    expect(of('b')).toMatchObject({ schoolId: 'west', route: 'catchment' });
    expect(of('c')).toMatchObject({ schoolId: 'west', route: 'catchment' });
    expect(of('a')).toMatchObject({ schoolId: 'middle', route: 'overall_placement' });
    expect(faults).toEqual([]);
  });

  it('decides within a category by the keys of the policy, and by the lottery number only among equals', () => {
    const { of } = run([child('a', { rank: [20] }), child('b', { rank: [10] }), child('c', { rank: [30] })]);
    expect(of('a')?.schoolId).toBe('west');
    expect(of('b')?.schoolId).toBe('west');
    expect(of('c')).toMatchObject({ schoolId: 'middle', route: 'overall_placement' });
    const equal = run(['a', 'b', 'c'].map((id) => child(id, { rank: [null] })));
    const seated = equal.placings.filter((placing) => placing.schoolId === 'west').map((placing) => placing.number);
    expect(seated.sort((one, other) => one - other)).toEqual([1, 2]);
  });

  it('places late families after all others, even those of an earlier category', () => {
    const { of, faults } = run([
      child('late', { late: true }),
      child('a', { categoryOrder: 5 }),
      child('b', { categoryOrder: 5 }),
    ]);
    expect(of('a')?.schoolId).toBe('west');
    expect(of('b')?.schoolId).toBe('west');
    expect(of('late')).toMatchObject({ schoolId: 'middle', route: 'overall_placement' });
    expect(faults).toEqual([]);
  });

  it('keeps bound twins at one school', () => {
    const twins = { group: 'x+y', categoryOrder: 1 };
    const { of, faults } = run([
      child('x', twins),
      child('y', twins),
      ...['a', 'b', 'c'].map((id) => child(id, { categoryOrder: 2 })),
    ]);
    expect(of('x')?.schoolId).toBe('west');
    expect(of('y')?.schoolId).toBe('west');
    expect(faults).toEqual([]);
  });

  it('gives a private seat by lottery where more ask than the plan holds, and sends the rest to their catchment', () => {
    const { placings, faults } = run(
      [child('a', { privateSchoolId: 'private' }), child('b', { privateSchoolId: 'private' })],
      { schools: [...SCHOOLS, PRIVATE] },
    );
    expect(placings.map(({ route }) => route).sort()).toEqual(['catchment', 'private']);
    expect(faults).toEqual([]);
  });

  it('places a child whose school the bureau chooses', () => {
    expect(run([child('a', { catchmentSchoolId: null, categoryId: null, categoryOrder: 999 })]).of('a')).toMatchObject({
      route: 'overall_placement',
    });
  });

  it('leaves a child without a seat only when every public seat is taken', () => {
    const { placings, faults } = run(Array.from({ length: 9 }, (_, i) => child(`c${i}`)));
    expect(placings.filter((placing) => placing.route === 'none')).toHaveLength(2);
    expect(faults).toEqual([]);
  });

  it('answers an empty season with nothing', () => {
    expect(run([])).toMatchObject({ placings: [], faults: [] });
  });

  const anyChild = fc.record({
    catchmentSchoolId: fc.constantFrom('west', 'middle', 'east', null),
    privateSchoolId: fc.constantFrom('private', null, null),
    categoryOrder: fc.integer({ min: 1, max: 3 }),
    rank: fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 1 }),
    late: fc.boolean(),
  });

  it('passes its own check and does not depend on the order of its lists', () => {
    fc.assert(
      fc.property(fc.array(anyChild, { maxLength: 14 }), (made) => {
        const applicants = made.map((change, i) => child(`c${i}`, change));
        const schools = [...SCHOOLS, PRIVATE];
        const one = run(applicants, { schools });
        expect(one.faults).toEqual([]);
        const other = run(applicants.toReversed(), { schools: schools.toReversed() });
        expect(other.placings).toEqual(one.placings);
        const unplaced = one.placings.filter((placing) => placing.schoolId === null).length;
        const inPublic = one.placings.filter(({ route }) => route === 'catchment' || route === 'overall_placement');
        expect(unplaced === 0 || inPublic.length === 7).toBe(true);
      }),
    );
  });
});

describe('the check', () => {
  const placing = (applicantId: string, schoolId: string | null, number: number) =>
    ({ applicantId, schoolId, route: schoolId === null ? 'none' : 'catchment', number, nearest: null }) as const;

  it('finds more children than seats, a child left out while a seat is free, and one that was passed over', () => {
    const children = [child('a'), child('b', { categoryOrder: 2 }), child('c')];
    const one: RunSchool[] = [{ ...PRIVATE, id: 'west', ownership: 'public', seats: 1 }];
    expect(checkPlacings(children, one, [placing('a', 'west', 1), placing('c', 'west', 2)], 'split')).toContain(
      'west: 2 children on 1 seats',
    );
    expect(checkPlacings(children, SCHOOLS, [placing('a', null, 1)], 'over_quota')).toContain(
      'a: without a seat although 7 are free',
    );
    expect(
      checkPlacings(
        children,
        one,
        [placing('a', null, 1), placing('b', 'west', 2), placing('c', null, 3)],
        'over_quota',
      ).some((fault) => fault.startsWith('a: ranks before b')),
    ).toBe(true);
  });
});

describe('distances', () => {
  it('are whole metres on the sphere, and unknown where a school has no place', () => {
    const metres = distancesFrom([...SCHOOLS, { ...PRIVATE, id: 'nowhere', lng: null, lat: null }], 'west');
    expect(metres['west']).toBe(0);
    // 0.01° of longitude at 33.6° north: 111 195 m × cos 33.6° ÷ 100.
    expect(metres['middle']).toBe(926);
    expect(metres).not.toHaveProperty('nowhere');
    expect(distancesFrom(SCHOOLS, null)).toEqual({});
  });
});

describe('reasons', () => {
  it('tell a family of a full school where its child was placed and why', () => {
    const reasons = reasonsFor(
      { applicantId: 'a', schoolId: 'middle', route: 'overall_placement', number: 3, nearest: 1 },
      {
        school: '中小学',
        schoolEn: 'Middle',
        catchment: '西小学',
        catchmentEn: 'West',
        category: '房户一致',
        late: false,
      },
    );
    const words = reasons.map(({ zh }) => zh).join('');
    expect(words).toContain('房户一致');
    expect(words).toContain('西小学学位已按政策顺序满额');
    expect(words).toContain('中小学');
  });
});
