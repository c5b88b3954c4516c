// Puts pupils into classes: dealt out in the order of a public seed, then exchanged in pairs until no exchange helps.

import { canonicalJson } from '../lottery/canonical-json.ts';
import type { Hex } from '../lottery/bytes.ts';
import { digestHex, type HashFunction } from '../lottery/hash.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type ClassFault, type ClassProblem, problemFault, traitsOf } from './class-problem.ts';
import { Exchange } from './exchange.ts';

/** First word of every hashed text; a change of any result needs a new one. */
export const CLASSES_FORMAT = 'huaijiaotong-classes/1';

/** Classes by number: the ids of each, ascending. Class 1 is `classes[0]`. */
export interface ClassPlacement {
  readonly seed: Hex;
  readonly classes: readonly (readonly string[])[];
}

/**
 * Places a year into classes. The same problem and seed always give the same classes, whatever the order of pupils and
 * wishes in the problem. Aims, each before the next: twins as wished; special needs, sex, hukou and age band spread as
 * evenly as exchanges of two pupils can make them. Class sizes differ by one at most.
 */
export function placeInClasses(
  problem: ClassProblem,
  seed: Hex,
  hash: HashFunction,
): Result<ClassPlacement, ClassFault> {
  const fault = problemFault(problem);
  if (fault) return err(fault);
  const { classes, wishes } = problem;
  const pupils = inDrawnOrder(problem.pupils, ({ id }) => id, `${CLASSES_FORMAT} pupil\n${seed}`, hash);
  const traits = traitsOf(pupils);
  const dealt = pupils
    .map((_, i) => i)
    .sort((a, b) => {
      for (const { of } of traits) if (of[a] !== of[b]) return of[a]! - of[b]!;
      return a - b;
    });
  const classOf = new Uint16Array(pupils.length);
  for (const [place, i] of dealt.entries()) classOf[i] = place % classes;
  const exchange = new Exchange(classOf, classes, traits, wishesByIndex(pupils, wishes));
  exchange.untilNothingHelps();
  const numbers = inDrawnOrder(
    Array.from({ length: classes }, (_, i) => i),
    String,
    `${CLASSES_FORMAT} class\n${seed}`,
    hash,
  );
  const placed = numbers.map((number) =>
    pupils
      .filter((_, i) => classOf[i] === number)
      .map(({ id }) => id)
      .sort(),
  );
  return ok({ seed, classes: placed });
}

/** The hash to publish before teachers are drawn: it fixes who is in which class. */
export function placementHash({ seed, classes }: ClassPlacement, hash: HashFunction): Hex {
  return digestHex(hash, `${CLASSES_FORMAT} placement\n${canonicalJson({ classes, seed })}`);
}

/** Sorts by the hash of a text and each item's name: the same draw as for lottery numbers, without a modulo. */
export function inDrawnOrder<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  text: string,
  hash: HashFunction,
): T[] {
  return items
    .map((item) => ({ item, key: digestHex(hash, `${text}\n${nameOf(item)}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}

function wishesByIndex(
  pupils: readonly { readonly id: string }[],
  wishes: ClassProblem['wishes'],
): { members: number[]; together: boolean }[] {
  const indexOf = new Map(pupils.map(({ id }, i) => [id, i]));
  return wishes.map((wish) => ({
    members: wish.pupils.map((id) => indexOf.get(id)!),
    together: wish.wish === 'together',
  }));
}
