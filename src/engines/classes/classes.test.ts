import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../kernel/dates.ts';
import { unwrap } from '../../kernel/result.ts';
import { nodeHash } from '../../platform/crypto/node-hash.ts';
import { digestHex } from '../lottery/hash.ts';
import { checkPlacement, reportBalance } from './balance.ts';
import { type ClassProblem, type Pupil, traitsOf } from './class-problem.ts';
import { type ClassPlacement, placeInClasses, placementHash } from './place.ts';
import { drawTeachers } from './teachers.ts';

const sha256 = nodeHash('sha256');
const seedOf = (text: string) => digestHex(sha256, `seed ${text}`);
const place = (problem: ClassProblem, seed = seedOf('1')) => unwrap(placeInClasses(problem, seed, sha256));

/** Any pupils at all, few and odd. */
const anyPupil = fc.record({
  sex: fc.constantFrom('male', 'female'),
  birthDate: fc.integer({ min: 0, max: 400 }).map((day) => addDays('2020-09-01', day)),
  hukou: fc.constantFrom('local', 'migrant', 'county'),
  specialNeeds: fc.boolean(),
});
const anyProblem: fc.Arbitrary<ClassProblem> = fc
  .tuple(fc.array(anyPupil, { minLength: 2, maxLength: 40 }), fc.integer({ min: 1, max: 6 }), fc.nat(3), fc.nat(3))
  .map(([traits, classes, together, apart]) => {
    const pupils = traits.map((pupil, i) => ({ id: `p${i}`, ...pupil }));
    const pair = (i: number) => [`p${2 * i}`, `p${2 * i + 1}`];
    const fitting = Math.min(classes, pupils.length);
    const wishes = Array.from({ length: Math.min(together + apart, pupils.length >> 1) }, (_, i) => ({
      pupils: pair(i),
      wish: i < together ? ('together' as const) : ('apart' as const),
    })).filter(({ wish }) => (wish === 'apart' ? fitting >= 2 : pupils.length / fitting >= 2));
    return { classes: fitting, pupils, wishes };
  });

/** A year of a school as it may be: classes of 20 to 50, half girls, some hundredths with special needs, a few twins. */
const realSchool: fc.Arbitrary<ClassProblem> = fc
  .record({
    classes: fc.integer({ min: 2, max: 14 }),
    size: fc.integer({ min: 20, max: 50 }),
    extra: fc.nat(13),
    dice: fc.infiniteStream(fc.nat(99)),
    needs: fc.integer({ min: 1, max: 10 }),
    migrants: fc.nat(100),
    twins: fc.nat(6),
  })
  .map(({ classes, size, extra, dice, needs, migrants, twins }) => {
    const roll = () => dice.next().value as number;
    const pupils = Array.from({ length: classes * size + (extra % classes) }, (_, i) => ({
      id: `p${i}`,
      sex: roll() < 47 ? ('female' as const) : ('male' as const),
      birthDate: addDays('2020-09-01', Math.floor((roll() * 365) / 100)),
      hukou: roll() < migrants ? 'migrant' : roll() < 70 ? 'local' : 'county',
      specialNeeds: roll() < needs,
    }));
    const wishes = Array.from({ length: twins }, (_, i) => ({
      pupils: [`p${2 * i}`, `p${2 * i + 1}`],
      wish: i % 2 === 0 ? ('together' as const) : ('apart' as const),
    }));
    return { classes, pupils, wishes };
  });

/** Aims of a placement, counted anew: broken pairs of wishes, then the sum of squares of each trait. */
function aims(problem: ClassProblem, classOf: ReadonlyMap<string, number>): number[] {
  const broken = problem.wishes.reduce((sum, { pupils, wish }) => {
    const pairs = pupils.flatMap((a, i) => pupils.slice(i + 1).map((b) => classOf.get(a) === classOf.get(b)));
    return sum + pairs.filter((same) => same !== (wish === 'together')).length;
  }, 0);
  const squares = traitsOf(problem.pupils).map(({ of }) => {
    const counts = new Map<string, number>();
    for (const [i, { id }] of problem.pupils.entries()) {
      const key = `${of[i]} ${classOf.get(id)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts.values()].reduce((sum, count) => sum + count * count, 0);
  });
  return [broken, ...squares];
}

const classOfPupil = (placement: ClassPlacement) =>
  new Map(placement.classes.flatMap((ids, i) => ids.map((id) => [id, i] as const)));
const better = (a: readonly number[], b: readonly number[]) => {
  const first = a.findIndex((aim, i) => aim !== b[i]);
  return first >= 0 && a[first]! < b[first]!;
};

describe('class placement', () => {
  it('puts every pupil into one class, of sizes that differ by one at most', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { classes } = place(problem);
        expect(classes.flat().sort()).toEqual(problem.pupils.map(({ id }) => id).sort());
        const sizes = classes.map(({ length }) => length);
        expect(sizes).toHaveLength(problem.classes);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('leaves no two pupils whose exchange would help', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const classOf = classOfPupil(place(problem));
        const reached = aims(problem, classOf);
        for (const { id: a } of problem.pupils) {
          for (const { id: b } of problem.pupils) {
            const exchanged = new Map(classOf).set(a, classOf.get(b)!).set(b, classOf.get(a)!);
            expect(better(aims(problem, exchanged), reached), `${a} and ${b}`).toBe(false);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('spreads special needs evenly whoever else is there', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { spreads } = reportBalance(problem, place({ ...problem, wishes: [] }));
        for (const { trait, difference } of spreads) {
          if (trait === 'specialNeeds') expect(difference).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('in schools as they are spreads sex, hukou, age and needs to within one pupil and keeps all wishes', () => {
    fc.assert(
      fc.property(realSchool, fc.string(), (problem, seed) => {
        const placement = place(problem, seedOf(seed));
        expect(checkPlacement(problem, placement, sha256)).toEqual([]);
      }),
      { numRuns: 40, seed: 20270701 },
    );
  });

  it('is the same for the same seed, in whatever order pupils and wishes are listed', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const turned = { ...problem, pupils: problem.pupils.toReversed(), wishes: problem.wishes.toReversed() };
        expect(place(turned)).toEqual(place(problem));
      }),
    );
  });

  it('gives a pupil each class about equally often, over 4,000 fixed seeds', () => {
    const pupils: Pupil[] = Array.from({ length: 8 }, (_, i) => ({
      id: `p${i}`,
      sex: 'female',
      birthDate: '2020-10-01',
      hukou: 'local',
      specialNeeds: false,
    }));
    const counts = new Map<number, number>();
    const draws = 4000;
    for (let i = 0; i < draws; i += 1) {
      const at = classOfPupil(place({ classes: 4, pupils, wishes: [] }, seedOf(`${i}`))).get('p3')!;
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - draws / 4) ** 2 / (draws / 4), 0);
    // Upper 0.1 % point for 3 degrees of freedom (NIST/SEMATECH e-Handbook, table 1.3.6.7.4).
    expect(chiSquare).toBeLessThan(16.266);
  });

  it('places two thousand pupils', () => {
    const [problem] = fc.sample(realSchool, { numRuns: 1, seed: 7 });
    const pupils = Array.from({ length: 2000 }, (_, i) => ({ ...problem!.pupils[i % 40]!, id: `q${i}` }));
    expect(
      checkPlacement({ classes: 45, pupils, wishes: [] }, place({ classes: 45, pupils, wishes: [] }), sha256),
    ).toEqual([]);
  });
});

describe('a class problem', () => {
  const pupil = (id: string): Pupil => ({
    id,
    sex: 'male',
    birthDate: '2020-10-01',
    hukou: 'local',
    specialNeeds: false,
  });
  const four: ClassProblem = { classes: 2, pupils: ['a', 'b', 'c', 'd'].map(pupil), wishes: [] };
  const wish = (pupils: string[], wish: 'together' | 'apart' = 'apart') => ({ ...four, wishes: [{ pupils, wish }] });

  it.each<[string, ClassProblem, string]>([
    ['no classes', { ...four, classes: 0 }, 'classes'],
    ['more classes than pupils', { ...four, classes: 5 }, 'classes'],
    ['a pupil listed twice', { ...four, pupils: [...four.pupils, pupil('a')] }, 'pupils[4].id'],
    ['an empty id', { ...four, pupils: [...four.pupils, pupil('')] }, 'pupils[4].id'],
    [
      'a birth date that is none',
      { ...four, pupils: [{ ...pupil('a'), birthDate: '2020-02-30' }, pupil('b')] },
      'pupils[0].birthDate',
    ],
    ['a wish of one', wish(['a']), 'wishes[0]'],
    ['a wish of strangers', wish(['a', 'x']), 'wishes[0]'],
    ['a wish of one pupil with itself', wish(['a', 'a']), 'wishes[0]'],
    ['three apart in two classes', wish(['a', 'b', 'c']), 'wishes[0]'],
    ['three together in classes of two', wish(['a', 'b', 'c'], 'together'), 'wishes[0]'],
  ])('with %s is refused and the place named', (_, problem, at) => {
    expect(placeInClasses(problem, seedOf('x'), sha256)).toMatchObject({ ok: false, error: { at } });
  });
});

describe('the check of a placement', () => {
  const [problem] = fc.sample(
    realSchool.filter(({ wishes }) => wishes.length > 1),
    { numRuns: 1, seed: 42 },
  );
  const sound = place(problem!);
  const codes = (placement: ClassPlacement) =>
    new Set(checkPlacement(problem!, placement, sha256).map(({ code }) => code));
  const withClasses = (change: (classes: string[][]) => void): ClassPlacement => {
    const classes = sound.classes.map((ids) => [...ids]);
    change(classes);
    return { ...sound, classes };
  };

  it('finds a pupil missing, twice in, or foreign', () => {
    expect(codes(withClasses((c) => void c[0]!.pop()))).toContain('pupil');
    expect(codes(withClasses((c) => void c[0]!.push(c[1]![0]!)))).toContain('pupil');
    expect(codes(withClasses((c) => void (c[0]![0] = 'stranger')))).toContain('pupil');
  });

  it('finds an exchange as small as one pair, and another seed', () => {
    const exchanged = withClasses((c) => {
      const [a, b] = [c[0]![0]!, c[1]![0]!];
      c[0]![0] = b;
      c[1]![0] = a;
    });
    expect(codes(exchanged)).toContain('not_reproduced');
    expect(codes({ ...sound, seed: seedOf('another') })).toEqual(new Set(['not_reproduced']));
  });

  it('finds sizes, wishes and traits that are off', () => {
    const moved = withClasses((c) => c[0]!.push(...c[1]!.splice(0, 8)));
    expect(codes(moved)).toContain('size');
    expect(codes(moved)).toContain('uneven');
    const [twin, other] = problem!.wishes[0]!.pupils as [string, string];
    const parted = withClasses((c) => {
      const home = c.find((ids) => ids.includes(other))!;
      const away = c.find((ids) => ids !== home)!;
      home.splice(home.indexOf(twin), 1, away[0]!);
      away[0] = twin;
    });
    expect(codes(parted)).toContain('wish');
  });
});

describe('teachers', () => {
  const [problem] = fc.sample(realSchool, { numRuns: 1, seed: 3 });
  const placement = place(problem!);
  const teams = placement.classes.map((_, i) => `team ${i + 1}`);
  const drawn = unwrap(drawTeachers(placement, teams, seedOf('later'), sha256));

  it('are drawn to finished classes, each once, and the draw can be repeated', () => {
    expect(drawn.teams.toSorted()).toEqual(teams.toSorted());
    expect(drawn.placement).toBe(placementHash(placement, sha256));
    expect(unwrap(drawTeachers(placement, teams.toReversed(), seedOf('later'), sha256))).toEqual(drawn);
    expect(checkPlacement(problem!, placement, sha256, drawn)).toEqual([]);
  });

  it('are found out when exchanged, or drawn to other classes', () => {
    const found = (teachers: typeof drawn) => checkPlacement(problem!, placement, sha256, teachers);
    expect(found({ ...drawn, teams: drawn.teams.toReversed() })).toMatchObject([{ code: 'teachers' }]);
    const elsewhere = unwrap(drawTeachers(place(problem!, seedOf('2')), teams, seedOf('later'), sha256));
    expect(found(elsewhere)).toMatchObject([{ code: 'teachers' }]);
  });

  it('must be as many as the classes, each named once', () => {
    expect(drawTeachers(placement, teams.slice(1), seedOf('l'), sha256)).toMatchObject({ error: { at: 'teams' } });
    const doubled = teams.map((team, i) => (i === 1 ? teams[0]! : team));
    expect(drawTeachers(placement, doubled, seedOf('l'), sha256)).toMatchObject({ error: { at: 'teams[1]' } });
  });
});
