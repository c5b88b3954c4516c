// After the seats are given: waiting lists that move up, classes that do not open, batches that exclude each other, reserves.

import { describe, expect, it } from 'vitest';
import { allocate, checkAllocation, decline, explainNot } from './allocation.ts';
import { barredFrom, resolveExclusivity } from './exclusivity.ts';
import type { AllocationApplicant, AllocationProblem, Mechanism } from './problem.ts';
import { randomProblem } from './testing/random-problem.ts';

/** Children by id, each with its choices and one key for all of them. */
const children = (list: readonly (readonly [id: string, key: number, ...choices: string[]])[]): AllocationApplicant[] =>
  list.map(([id, key, ...preferences]) => ({
    id,
    preferences,
    priorities: Object.fromEntries(preferences.map((school) => [school, [key]])),
  }));
const problem = (
  applicants: readonly AllocationApplicant[],
  change: Partial<AllocationProblem> = {},
): AllocationProblem => ({
  mechanism: 'deferred_acceptance',
  schools: [
    { id: 'a', capacity: 1 },
    { id: 'b', capacity: 1 },
  ],
  applicants,
  ...change,
});

describe('a seat that is given back', () => {
  it('moves the waiting lists up along the chain of seats that come free', () => {
    const asked = problem(
      children([
        ['1', 1, 'a', 'b'],
        ['2', 2, 'a', 'b'],
        ['3', 3, 'a', 'b'],
      ]),
    );
    const before = allocate(asked);
    expect(before.schools['a']?.waiting).toEqual(['2', '3']);
    const { result, promotions } = decline(asked, before, ['1']);
    expect(promotions).toEqual([
      { applicant: '2', from: 'b', to: 'a' },
      { applicant: '3', from: null, to: 'b' },
    ]);
    expect(result.assignments).toEqual({ 1: null, 2: 'a', 3: 'b' });
    expect(checkAllocation(asked, result)).toEqual([]);
  });

  it('goes only to the seatless where the policy lets nobody else wait', () => {
    const asked = problem(
      children([
        ['1', 1, 'a', 'b'],
        ['2', 2, 'a', 'b'],
        ['3', 3, 'a', 'b'],
      ]),
      {
        options: { waitingLists: 'seatless' },
      },
    );
    const { result } = decline(asked, allocate(asked), ['1']);
    expect(result.assignments).toEqual({ 1: null, 2: 'b', 3: 'a' });
  });

  it('takes a seat from nobody and leaves a proven result, on 500 random problems of every mechanism', () => {
    const mechanisms: readonly Mechanism[] = [
      'deferred_acceptance',
      'immediate_acceptance',
      'serial_dictatorship',
      'direct_assignment',
    ];
    for (let seed = 0; seed < 500; seed += 1) {
      const mechanism = mechanisms[seed % 4] ?? 'deferred_acceptance';
      const asked = randomProblem(seed, { applicants: 7, schools: 3, mechanism });
      const before = allocate(asked);
      const leaver = Object.entries(before.assignments).find(([, school]) => school !== null)?.[0];
      if (leaver === undefined) continue;
      const { result } = decline(asked, before, [leaver]);
      expect(checkAllocation(asked, result), `seed ${seed}`).toEqual([]);
      for (const [id, school] of Object.entries(before.assignments)) {
        if (id !== leaver && school !== null) expect(result.assignments[id], `seed ${seed}, ${id}`).not.toBeNull();
      }
    }
  });
});

describe('a class that opens at N', () => {
  const classes = (count: 'admitted' | 'first_choices') =>
    problem(
      children([
        ['1', 1, 'a', 'b'],
        ['2', 2, 'b', 'a'],
        ['3', 3, 'b', 'a'],
      ]),
      {
        schools: [
          { id: 'a', capacity: 3, opening: { atLeast: 2, count } },
          { id: 'b', capacity: 3 },
        ],
      },
    );

  it.each(['admitted', 'first_choices'] as const)('stays closed below N (%s), and its children go on', (count) => {
    const result = allocate(classes(count));
    expect(result.schools['a']).toMatchObject({ opened: false, taken: 0 });
    expect(result.assignments).toEqual({ 1: 'b', 2: 'b', 3: 'b' });
    expect(result.notes).toContainEqual({ code: 'class_not_opened', school: 'a', count: 1, needed: 2 });
    expect(checkAllocation(classes(count), result)).toEqual([]);
    expect(explainNot(classes(count), result, '1', 'a').why).toEqual({ code: 'class_not_opened' });
    const inside = { assignments: { ...result.assignments, 1: 'a' } };
    expect(checkAllocation(classes(count), inside)).toContainEqual(
      expect.objectContaining({ code: 'class_not_open', applicant: '1', school: 'a' }),
    );
  });

  it('opens at exactly N', () => {
    const asked = {
      ...classes('admitted'),
      applicants: children([
        ['1', 1, 'a'],
        ['2', 2, 'a'],
      ]),
    };
    expect(allocate(asked).schools['a']).toMatchObject({ opened: true, taken: 2 });
  });
});

describe('batches that exclude each other', () => {
  const batches = [
    { batch: 'private', assignments: { x: 'p', y: 'p', z: null } },
    { batch: 'public', assignments: { x: 'a', y: 'a', z: 'a' } },
  ];
  it('leave one seat of two: the one the guardians confirmed, else the one the rule names for silence', () => {
    const rule = { between: ['private', 'public'], keep: 'confirmed', unconfirmed: 'public' } as const;
    const { kept, released } = resolveExclusivity(batches, [rule], { x: 'private' });
    expect(kept).toEqual({
      x: [{ batch: 'private', school: 'p' }],
      y: [{ batch: 'public', school: 'a' }],
      z: [{ batch: 'public', school: 'a' }],
    });
    expect(released.map(({ applicant, batch, because }) => [applicant, batch, because])).toEqual([
      ['x', 'public', 'confirmed'],
      ['y', 'private', 'unconfirmed'],
    ]);
  });

  it('keep who was admitted out of a later batch, and refuse a rule that says nothing of silence', () => {
    expect(barredFrom('public', [{ from: 'private', to: 'public' }], batches.slice(0, 1))).toEqual(['x', 'y']);
    expect(() => resolveExclusivity(batches, [{ between: ['private', 'public'], keep: 'confirmed' }], {})).toThrow(
      'unconfirmed',
    );
  });
});

describe('reserves and orders', () => {
  const one = (change: object, applicants: readonly AllocationApplicant[]) =>
    allocate(problem(applicants, { schools: [{ id: 'a', capacity: 2, ...change }] })).assignments;
  const holder = (id: string, key: number): AllocationApplicant => ({
    ...(children([[id, key, 'a']])[0] as AllocationApplicant),
    reserves: ['talent'],
  });

  it('spill over to everybody when holders are too few, unless they are strict', () => {
    const plain = children([
      ['1', 1, 'a'],
      ['2', 2, 'a'],
    ]);
    expect(one({ reserves: [{ id: 'talent', seats: 1 }] }, plain)).toEqual({ 1: 'a', 2: 'a' });
    expect(one({ reserves: [{ id: 'talent', seats: 1, strict: true }] }, plain)).toEqual({ 1: 'a', 2: null });
  });

  it('are filled before or after the open seats, which decides whether a good holder uses a reserved one', () => {
    const asking = [holder('best', 1), ...children([['middle', 2, 'a']]), holder('last', 3)];
    const reserves = [{ id: 'talent', seats: 1 }];
    expect(one({ reserves }, asking)).toEqual({ best: 'a', last: null, middle: 'a' });
    expect(one({ reserves, reserveOrder: 'open_first' }, asking)).toEqual({ best: 'a', last: 'a', middle: null });
  });

  it('serve by the common rank, and a school that a child’s priorities leave out never takes it', () => {
    const result = allocate({
      mechanism: 'serial_dictatorship',
      schools: [
        { id: 'a', capacity: 1 },
        { id: 'b', capacity: 1 },
      ],
      applicants: [
        { id: 'x', preferences: ['a', 'b'], rank: [2] },
        { id: 'y', preferences: ['a', 'b'], rank: [1, 5], priorities: { b: [] } },
        { id: 'z', preferences: ['a', 'b'], rank: [1, 4] },
      ],
    });
    expect(result.assignments).toEqual({ x: null, y: 'b', z: 'a' });
  });

  it('keep bound children whole at the last seat, take them over the plan, or part them, as the rule says', () => {
    const bound = (id: string): AllocationApplicant => ({
      ...(children([[id, 1, 'a']])[0] as AllocationApplicant),
      group: 'twins',
    });
    const asking = [
      ...children([
        ['0', 0, 'a'],
        ['single', 2, 'a'],
      ]),
      bound('x'),
      bound('y'),
    ];
    const seated = (groups: 'skip' | 'over_quota' | 'split') => {
      const { assignments } = allocate(problem(asking, { schools: [{ id: 'a', capacity: 2 }], options: { groups } }));
      return Object.keys(assignments).filter((id) => assignments[id] === 'a');
    };
    expect(seated('skip')).toEqual(['0', 'single']);
    expect(seated('over_quota')).toEqual(['0', 'x', 'y']);
    expect(seated('split')).toEqual(['0', 'x']);
  });
});
