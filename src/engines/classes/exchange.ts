// Exchanges pupils between classes while that makes them more alike, and counts what it changes in constant time.

import type { Trait } from './class-problem.ts';

/** Pupils bound by a wish, by index. */
export interface IndexedWish {
  readonly members: readonly number[];
  readonly together: boolean;
}

/**
 * The state of a placement under exchange. An exchange of two pupils keeps class sizes. It helps if it changes the
 * first aim that it changes for the better: wishes kept, then each trait in order. A trait's unevenness is the sum of
 * the squares of its counts per class, which is least exactly if counts differ by one at most.
 */
export class Exchange {
  readonly #classOf: Uint16Array;
  readonly #traits: readonly Trait[];
  /** For each trait, the count of value v in class c at `v * classes + c`. */
  readonly #counts: readonly Int32Array[];
  readonly #classes: number;
  readonly #wishOf: ReadonlyMap<number, IndexedWish>;

  constructor(classOf: Uint16Array, classes: number, traits: readonly Trait[], wishes: readonly IndexedWish[]) {
    this.#classOf = classOf;
    this.#classes = classes;
    this.#traits = traits;
    this.#counts = traits.map(({ values, of }) => {
      const counts = new Int32Array(values.length * classes);
      for (const [i, value] of of.entries()) counts[value * classes + classOf[i]!]! += 1;
      return counts;
    });
    this.#wishOf = new Map(wishes.flatMap((wish) => wish.members.map((member) => [member, wish] as const)));
  }

  /** Goes through all pairs in order, again and again, until a whole round changes nothing. */
  untilNothingHelps(): void {
    const size = this.#classOf.length;
    for (let changed = true; changed;) {
      changed = false;
      for (let a = 0; a < size; a += 1) {
        for (let b = a + 1; b < size; b += 1) {
          if (this.#classOf[a] === this.#classOf[b] || !this.#helps(a, b)) continue;
          this.#exchange(a, b);
          changed = true;
        }
      }
    }
  }

  #helps(a: number, b: number): boolean {
    const wishes = this.#wishChange(a, b);
    if (wishes !== 0) return wishes < 0;
    for (const [t, { of }] of this.#traits.entries()) {
      const change = this.#traitChange(this.#counts[t]!, of[a]!, of[b]!, this.#classOf[a]!, this.#classOf[b]!);
      if (change !== 0) return change < 0;
    }
    return false;
  }

  /** Half the change in the sum of squares when value `va` leaves class `ca` for `cb`, and `vb` the other way. */
  #traitChange(counts: Int32Array, va: number, vb: number, ca: number, cb: number): number {
    if (va === vb) return 0;
    const a = va * this.#classes;
    const b = vb * this.#classes;
    return counts[a + cb]! - counts[a + ca]! + counts[b + ca]! - counts[b + cb]! + 2;
  }

  #wishChange(a: number, b: number): number {
    const wishA = this.#wishOf.get(a);
    const wishB = this.#wishOf.get(b);
    if (!wishA && !wishB) return 0;
    const before = this.#broken(wishA) + (wishB === wishA ? 0 : this.#broken(wishB));
    this.#swapClasses(a, b);
    const after = this.#broken(wishA) + (wishB === wishA ? 0 : this.#broken(wishB));
    this.#swapClasses(a, b);
    return after - before;
  }

  /** Pairs of a wish that are not as wished. */
  #broken(wish: IndexedWish | undefined): number {
    if (!wish) return 0;
    let pairs = 0;
    for (const [i, a] of wish.members.entries()) {
      for (const b of wish.members.slice(i + 1)) {
        if ((this.#classOf[a] === this.#classOf[b]) !== wish.together) pairs += 1;
      }
    }
    return pairs;
  }

  #exchange(a: number, b: number): void {
    const ca = this.#classOf[a]!;
    const cb = this.#classOf[b]!;
    for (const [t, { of }] of this.#traits.entries()) {
      const counts = this.#counts[t]!;
      counts[of[a]! * this.#classes + ca]! -= 1;
      counts[of[a]! * this.#classes + cb]! += 1;
      counts[of[b]! * this.#classes + cb]! -= 1;
      counts[of[b]! * this.#classes + ca]! += 1;
    }
    this.#swapClasses(a, b);
  }

  #swapClasses(a: number, b: number): void {
    const ca = this.#classOf[a]!;
    this.#classOf[a] = this.#classOf[b]!;
    this.#classOf[b] = ca;
  }
}
