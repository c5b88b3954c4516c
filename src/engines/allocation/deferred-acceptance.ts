// Student-proposing deferred acceptance: rows ask down their lists, schools keep the best until nobody asks any more.

import type { Asks } from './asks.ts';
import { chooseAmong, type ChoosingSchools, choosingSchools, seatChosen } from './choosing-schools.ts';
import { LAST, type Market, NONE, reservesOf, type Rows, schoolOf, sizeOf } from './market.ts';
import { keepBest, type PlainSchools, plainSchools, seatByCutOff } from './plain-schools.ts';

/**
 * The school of every row, or `NONE`.
 *
 * Works in rounds. Everybody without a seat looks down the own list for the first school that may still take it;
 * these asks are grouped by school, so that a school's data stays in the processor's cache while it chooses; who is
 * refused or displaced looks on in the next round. The outcome does not depend on the order of asking, as a school
 * that refused somebody would refuse again (Gale and Shapley 1962; McVitie and Wilson 1971).
 */
export function deferredAcceptance(market: Market): Int32Array {
  const { rows, seats } = market;
  const choosing = choosingSchools(market, hasOwnRules(market));
  const plain = plainSchools(market);
  /** Number in `entries` where each row without a seat looks next. */
  const looking = new Uint32Array(rows.count);
  let count = 0;
  for (let row = 0; row < rows.count; row++) {
    if (rows.start[row]! < rows.start[row + 1]!) looking[count++] = 2 * rows.start[row]!;
  }
  const round = new Round(count, seats.capacity.length);
  while (count > 0) {
    round.find(rows, plain.bound, looking, count);
    count = round.answer(plain, choosing, looking);
  }
  const assignment = new Int32Array(rows.count).fill(NONE);
  seatChosen(choosing, assignment);
  seatByCutOff(plain, choosing.isOne, rows, assignment);
  return assignment;
}

/** Work space of the rounds, reused. */
class Round {
  /** Asks in the order of looking, with their schools. */
  readonly #found: Asks;
  readonly #school: Uint32Array;
  /** The same asks school by school. */
  readonly #grouped: Asks;
  readonly #touched: Uint32Array;
  #touchedCount = 0;
  /** Asks of each touched school; while grouping, where its next ask goes. 0 for other schools. */
  readonly #asksOf: Uint32Array;

  constructor(rows: number, schools: number) {
    const asks = (): Asks => ({ count: 0, ask: new Uint32Array(rows), code: new Uint32Array(rows) });
    this.#found = asks();
    this.#grouped = asks();
    this.#school = new Uint32Array(rows);
    this.#touched = new Uint32Array(schools);
    this.#asksOf = new Uint32Array(schools);
  }

  /** Each looks for the first school of its list whose bound its code is below. */
  find({ entries }: Rows, bound: Uint32Array, looking: Uint32Array, count: number): void {
    const { ask, code } = this.#found;
    const schoolOfAsk = this.#school;
    const asksOf = this.#asksOf;
    const touched = this.#touched;
    let found = 0;
    let schools = 0;
    for (let i = 0; i < count; i++) {
      for (let at = looking[i]!; ; at += 2) {
        const word = entries[at]!;
        const own = entries[at + 1]!;
        const school = word >>> 1;
        if (own < bound[school]!) {
          ask[found] = at | (word & LAST);
          code[found] = own;
          schoolOfAsk[found++] = school;
          if (asksOf[school]!++ === 0) touched[schools++] = school;
          break;
        }
        if ((word & LAST) !== 0) break;
      }
    }
    this.#found.count = found;
    this.#touchedCount = schools;
  }

  /** Each school asked answers; returns how many look on, and puts into `looking` where. */
  answer(plain: PlainSchools, choosing: ChoosingSchools, looking: Uint32Array): number {
    const { ask, code, count } = this.#found;
    const grouped = this.#grouped;
    const asksOf = this.#asksOf;
    const touched = this.#touched;
    let from = 0;
    for (let t = 0; t < this.#touchedCount; t++) {
      const school = touched[t]!;
      const asks = asksOf[school]!;
      asksOf[school] = from;
      from += asks;
    }
    for (let i = 0; i < count; i++) {
      const place = asksOf[this.#school[i]!]!++;
      grouped.ask[place] = ask[i]!;
      grouped.code[place] = code[i]!;
    }
    let refused = 0;
    from = 0;
    for (let t = 0; t < this.#touchedCount; t++) {
      const school = touched[t]!;
      const to = asksOf[school]!;
      asksOf[school] = 0;
      refused =
        choosing.isOne[school] === 1
          ? chooseAmong(choosing, school, grouped, from, to, looking, refused)
          : keepBest(plain, school, grouped, from, to, looking, refused);
      from = to;
    }
    return refused;
  }
}

/** 1 for schools with reserves or that groups ask for: there more decides than the best codes. */
function hasOwnRules({ rows, seats }: Market): Uint8Array {
  const own = Uint8Array.from(seats.capacity, (_, school) => (reservesOf(seats, school).length > 0 ? 1 : 0));
  if (rows.size === null) return own;
  for (let row = 0; row < rows.count; row++) {
    if (sizeOf(rows, row) === 1) continue;
    for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) own[schoolOf(rows, e)] = 1;
  }
  return own;
}
