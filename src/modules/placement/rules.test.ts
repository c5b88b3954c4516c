// Runs by hand and by the hundred: order of seats, twins, waiting lists, cut-offs; and a proof that finds what is wrong.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeHash } from '../../platform/crypto/node-hash.ts';
import { distancesFrom, type RunApplicant, type RunInput, type RunSchool } from './problems.ts';
import { proveRun } from './proof.ts';
import { reasonsFor } from './reasons.ts';
import { reportOf } from './report.ts';
import { carryOut, type Placing } from './rules.ts';

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

const inputOf = (applicants: readonly RunApplicant[], change: Partial<RunInput> = {}): RunInput => ({
  seasonId: 's',
  policyHash: 'p',
  seed: 'ab'.repeat(32),
  drawn: null,
  groupRule: 'over_quota',
  schools: SCHOOLS,
  applicants,
  ...change,
});

function run(applicants: readonly RunApplicant[], change: Partial<RunInput> = {}) {
  const input = inputOf(applicants, change);
  const result = carryOut(input, sha256);
  const of = (id: string) => result.placings.find((placing) => placing.applicantId === id);
  return { ...result, of, report: reportOf(input, result, sha256) };
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
    expect(run([])).toMatchObject({ placings: [], waiting: {}, faults: [] });
  });

  it('tells every child its place in line, and keeps those who found no seat on the waiting list in that order', () => {
    const children = ['a', 'b', 'c', 'd'].map((id, i) => child(id, { rank: [40 - 10 * i] }));
    const { of, waiting, report } = run(children);
    expect(['d', 'c', 'b', 'a'].map((id) => of(id)?.asked)).toEqual(
      [1, 2, 3, 4].map((place) => [{ schoolId: 'west', place }]),
    );
    expect(waiting).toEqual({ west: ['b', 'a'] });
    expect(report.find(({ schoolId }) => schoolId === 'west')).toMatchObject({
      seats: 2,
      demand: 4,
      placed: 2,
      fromCatchment: 2,
      waiting: 2,
      cutOff: { applicantId: 'c', partedBy: { kind: 'key', key: 0 } },
    });
  });

  it('says what parted the last admitted from the first refused: category, key of the order, or lottery number', () => {
    const cut = (children: readonly RunApplicant[]) =>
      run(children).report.find(({ schoolId }) => schoolId === 'west')?.cutOff?.partedBy;
    expect(cut([child('a'), child('b'), child('c', { categoryOrder: 2 })])).toEqual({ kind: 'category' });
    expect(cut(['a', 'b', 'c'].map((id) => child(id, { rank: [null] })))).toEqual({ kind: 'lottery' });
    expect(cut([child('a'), child('b')])).toBeUndefined();
  });

  const anyChild = fc.record({
    catchmentSchoolId: fc.constantFrom('west', 'middle', 'east', null),
    privateSchoolId: fc.constantFrom('private', null, null),
    categoryOrder: fc.integer({ min: 1, max: 3 }),
    rank: fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 1 }),
    late: fc.boolean(),
    twins: fc.boolean(),
  });
  /** Families as they come: some send twins, who share everything but the child. */
  const anySeason = fc
    .record({
      families: fc.array(anyChild, { maxLength: 12 }),
      groupRule: fc.constantFrom('skip', 'over_quota', 'split'),
    })
    .map(({ families, groupRule }) =>
      inputOf(
        families.flatMap(({ twins, ...change }, i) =>
          twins
            ? [child(`c${i}x`, { ...change, group: `g${i}` }), child(`c${i}y`, { ...change, group: `g${i}` })]
            : [child(`c${i}`, change)],
        ),
        { schools: [...SCHOOLS, PRIVATE], groupRule },
      ),
    );

  it('is proven by the one proof, twins too, and does not depend on the order of its lists', () => {
    fc.assert(
      fc.property(anySeason, (input) => {
        const one = carryOut(input, sha256);
        expect(one.faults).toEqual([]);
        const other = carryOut(
          { ...input, applicants: input.applicants.toReversed(), schools: input.schools.toReversed() },
          sha256,
        );
        expect(other).toEqual(one);
        const unplaced = one.placings.filter((placing) => placing.schoolId === null).length;
        const inPublic = one.placings.filter(({ route }) => route === 'catchment' || route === 'overall_placement');
        expect(unplaced === 0 || inPublic.length >= 7).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is not proven once any child is given another seat than the rules give it', () => {
    let found = 0;
    fc.assert(
      fc.property(anySeason, fc.nat(), fc.constantFrom('west', 'middle', 'east', null), (input, at, schoolId) => {
        const { placings } = carryOut(input, sha256);
        const chosen = placings[at % Math.max(1, placings.length)];
        // Who has a private seat has left the public placement; twins may have more than one sound place.
        const single = input.applicants.find(({ id }) => id === chosen?.applicantId)?.group === null;
        if (!chosen || chosen.route === 'private' || chosen.schoolId === schoolId || !single) return;
        const changed = placings.map((one): Placing =>
          one === chosen ? { ...one, schoolId, route: schoolId === null ? 'none' : one.route } : one,
        );
        expect(proveRun(input, changed, sha256)).not.toEqual([]);
        found += 1;
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(20);
  });
});

describe('the proof', () => {
  const placing = (applicantId: string, schoolId: string | null, route: Placing['route'] = 'catchment'): Placing => ({
    applicantId,
    schoolId,
    route: schoolId === null ? 'none' : route,
    number: 0,
    nearest: null,
    asked: [],
  });
  const twinless: readonly RunSchool[] = [{ ...PRIVATE, id: 'west', ownership: 'public', seats: 1 }];
  /** Faults but for the numbers, which these hand-made placings lack. */
  const faults = (input: RunInput, placings: readonly Placing[]) =>
    proveRun(input, placings, sha256).filter((fault) => !fault.startsWith('number_differs'));

  it('finds more children than seats, a child left out while a seat is free, and one that was passed over', () => {
    const children = [child('a'), child('b', { categoryOrder: 2 }), child('c')];
    const narrow = inputOf(children, { schools: twinless, groupRule: 'split' });
    expect(faults(narrow, [placing('a', 'west'), placing('b', null), placing('c', 'west')]).join()).toMatch(
      /capacity_exceeded (a|c) west/,
    );
    expect(faults(inputOf([child('a')]), [placing('a', null)]).join()).toContain('a west');
    expect(faults(narrow, [placing('a', null), placing('b', 'west'), placing('c', null)]).join()).toContain(
      'justified_envy a west b',
    );
  });

  it('finds twins who were parted, numbers that the seed does not give, and children nobody asked about', () => {
    const twins = inputOf([child('x', { group: 'g' }), child('y', { group: 'g' })]);
    expect(faults(twins, [placing('x', 'west'), placing('y', 'middle')]).join()).toContain('group_separated');
    const one = inputOf([child('a')]);
    expect(proveRun(one, [{ ...placing('a', 'west'), number: 7 }], sha256)).toEqual(['number_differs a']);
    expect(faults(one, [placing('a', 'west'), placing('stranger', 'west')]).join()).toContain(
      'applicant_unknown stranger',
    );
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
      { applicantId: 'a', schoolId: 'middle', route: 'overall_placement', number: 3, nearest: 1, asked: [] },
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
