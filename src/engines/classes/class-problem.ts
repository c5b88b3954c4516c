// What a class placement is made from: pupils with the traits to be balanced, and parents' wishes for twins.

import { type DateText, dayNumber, isDate } from '../../kernel/dates.ts';

/** One pupil, with the traits that classes should share alike, and no others: no name, no marks, no parents. */
export interface Pupil {
  /** The school's identifier of the pupil; also what the draw is made over. */
  readonly id: string;
  readonly sex: 'male' | 'female';
  readonly birthDate: DateText;
  /** Kind of household registration, e.g. `local`, `migrant`; any set of words. */
  readonly hukou: string;
  /** Learns with extra support in an ordinary class (随班就读). */
  readonly specialNeeds: boolean;
}

/** Twins or siblings of the year whose parents want them in one class, or each in another. */
export interface TwinWish {
  readonly pupils: readonly string[];
  readonly wish: 'together' | 'apart';
}

/** One year of a school to be put into classes. */
export interface ClassProblem {
  /** Number of classes. */
  readonly classes: number;
  readonly pupils: readonly Pupil[];
  readonly wishes: readonly TwinWish[];
}

/** What is wrong with a problem, where, and what to do. */
export interface ClassFault {
  readonly at: string;
  readonly message: string;
}

/** Something that pupils are divided by, e.g. sex; earlier traits are balanced before later ones. */
export interface Trait {
  readonly name: 'specialNeeds' | 'sex' | 'hukou' | 'age';
  /** The trait's values, in a fixed order. */
  readonly values: readonly string[];
  /** For each pupil, in the problem's order, the index of its value. */
  readonly of: Uint16Array;
}

/** Parts of a year by age: oldest, older, younger, youngest, of equal numbers. */
const AGE_BANDS = ['oldest', 'older', 'younger', 'youngest'];

/** The traits to be balanced, most important first: the rarest and weightiest for a class comes first. */
export function traitsOf(pupils: readonly Pupil[]): Trait[] {
  const trait = (name: Trait['name'], values: readonly string[], value: (pupil: Pupil) => string): Trait => ({
    name,
    values,
    of: Uint16Array.from(pupils, (pupil) => values.indexOf(value(pupil))),
  });
  const kinds = [...new Set(pupils.map(({ hukou }) => hukou))].sort();
  return [
    trait('specialNeeds', ['yes', 'no'], ({ specialNeeds }) => (specialNeeds ? 'yes' : 'no')),
    trait('sex', ['male', 'female'], ({ sex }) => sex),
    trait('hukou', kinds, ({ hukou }) => hukou),
    { name: 'age', values: AGE_BANDS, of: ageBands(pupils) },
  ];
}

/** The first fault of a problem: what could not be placed, or not be told apart. */
export function problemFault(problem: ClassProblem): ClassFault | undefined {
  const { classes, pupils, wishes } = problem;
  if (!Number.isInteger(classes) || classes < 1 || classes > pupils.length) {
    return { at: 'classes', message: `${classes} classes for ${pupils.length} pupils; give each class a pupil` };
  }
  const ids = new Set<string>();
  for (const [i, { id, birthDate }] of pupils.entries()) {
    if (id === '' || /\p{Cc}/u.test(id) || !id.isWellFormed()) {
      return { at: `pupils[${i}].id`, message: 'an id is one line of text, not empty' };
    }
    if (ids.has(id)) return { at: `pupils[${i}].id`, message: `"${id}" appears twice; list each pupil once` };
    const isReal: boolean = isDate(birthDate);
    if (!isReal)
      return { at: `pupils[${i}].birthDate`, message: `"${birthDate}" is no date; write it like 2020-10-01` };
    ids.add(id);
  }
  const room = { together: Math.floor(pupils.length / classes), apart: classes };
  const wished = new Set<string>();
  for (const [i, { pupils: members, wish }] of wishes.entries()) {
    const at = `wishes[${i}]`;
    if (members.length < 2) return { at, message: 'a wish concerns at least two pupils' };
    if (members.length > room[wish]) return { at, message: `${members.length} pupils cannot be ${wish}: no room` };
    for (const id of members) {
      if (!ids.has(id)) return { at, message: `there is no pupil "${id}"` };
      if (wished.has(id)) return { at, message: `"${id}" is named in two wishes or twice in one; keep one` };
      wished.add(id);
    }
  }
  return undefined;
}

function ageBands(pupils: readonly Pupil[]): Uint16Array {
  const born = pupils.map(({ birthDate }) => dayNumber(birthDate));
  const byAge = pupils.map((_, i) => i).sort((a, b) => born[a]! - born[b]! || (pupils[a]!.id < pupils[b]!.id ? -1 : 1));
  const bands = new Uint16Array(pupils.length);
  for (const [place, i] of byAge.entries()) bands[i] = Math.floor((place * AGE_BANDS.length) / pupils.length);
  return bands;
}
