// Immediate acceptance (志愿优先): round by round of choices, each seat given is final.

import { REFUSED } from './choice.ts';
import { holdsMark, type Market, NEVER, NONE, reservesOf, sizeOf } from './market.ts';

/**
 * The school of every row, or `NONE`, and its seat numbered as by `seatLine`.
 * In round `k` those still without a seat ask for their choice number `k`; each school serves them in its order from
 * the seats it has left: holders take what is left of the reserves, then everybody the rest, empty seats of reserves
 * included unless strict. A group needs room for all its members, or one seat where it may go over the plan.
 */
export function immediateAcceptance(market: Market): { school: Int32Array; seat: Int32Array } {
  const { rows, seats } = market;
  const school = new Int32Array(rows.count).fill(NONE);
  const seat = new Int32Array(rows.count).fill(REFUSED);
  const stock = Array.from(seats.capacity, (_, s) => fullStock(market, s));
  let without = Uint32Array.from({ length: rows.count }, (_, row) => row);
  for (let round = 0; without.length > 0; round++) {
    const asking = without.filter((row) => rows.start[row]! + round < rows.start[row + 1]!);
    for (const [s, line] of linesOfRound(market, asking, round)) {
      const seated = serveRound(market, s, line, stock[s]!);
      line.forEach((row, i) => {
        if (seated[i] === REFUSED) return;
        school[row] = s;
        seat[row] = seated[i]!;
      });
    }
    without = asking.filter((row) => school[row] === NONE);
  }
  return { school, seat };
}

/** Seats that a school still has between rounds. */
export interface Stock {
  free: number;
  /** Per reserve, seats not taken by holders. */
  readonly reserveLeft: number[];
}

/** The stock of a school before the first round. */
export function fullStock(market: Market, school: number): Stock {
  const reserves = reservesOf(market.seats, school);
  return { free: market.seats.capacity[school]!, reserveLeft: reserves.map((reserve) => reserve.seats) };
}

/** Who asks for which school in a round, each line best code first, schools ascending. */
function linesOfRound(market: Market, asking: Uint32Array, round: number): [school: number, line: Uint32Array][] {
  const { rows, seats } = market;
  const entry = (row: number): number => rows.start[row]! + round;
  const eligible = asking.filter((row) => rows.code[entry(row)] !== NEVER);
  const start = new Uint32Array(seats.capacity.length + 1);
  for (const row of eligible) start[rows.school[entry(row)]! + 1]!++;
  for (let s = 1; s < start.length; s++) start[s]! += start[s - 1]!;
  const next = start.slice();
  const grouped = new Uint32Array(eligible.length);
  for (const row of eligible) grouped[next[rows.school[entry(row)]!]!++] = row;
  const lines: [number, Uint32Array][] = [];
  for (let s = 0; s + 1 < start.length; s++) {
    if (start[s] === start[s + 1]) continue;
    const line = grouped.subarray(start[s]!, start[s + 1]!);
    lines.push([s, line.sort((a, b) => rows.code[entry(a)]! - rows.code[entry(b)]!)]);
  }
  return lines;
}

/** Serves one round's line at one school for good: the seat of each in the line, as numbered by `seatLine`. */
export function serveRound(market: Market, school: number, line: ArrayLike<number>, stock: Stock): Int32Array {
  const { rows, seats } = market;
  const reserves = reservesOf(seats, school);
  const open = reserves.length;
  const seat = new Int32Array(line.length).fill(REFUSED);
  const serve = (stage: number, places: number, admits: (row: number) => boolean, overPlan: boolean): number => {
    let left = places;
    for (let i = 0; i < line.length && left > 0; i++) {
      const row = line[i]!;
      if (seat[i] !== REFUSED || !admits(row)) continue;
      const size = sizeOf(rows, row);
      if (size > left && !overPlan) continue;
      seat[i] = size > left ? open + 1 : stage;
      left -= size;
    }
    stock.free -= places - left;
    return left;
  };
  /** Seats that strict reserves, other than one, keep for their holders. */
  const keptFor = (except: number): number =>
    reserves.reduce((sum, reserve, r) => sum + (reserve.strict && r !== except ? stock.reserveLeft[r]! : 0), 0);

  if (seats.openFirst[school] === 1) {
    const outside = stock.free - stock.reserveLeft.reduce((sum, left) => sum + left, 0);
    serve(open, outside, () => true, false);
  }
  for (let r = 0; r < reserves.length; r++) {
    const places = Math.max(0, Math.min(stock.reserveLeft[r]!, stock.free - keptFor(r)));
    const left = serve(r, places, (row) => holdsMark(rows, row, reserves[r]!.mark), false);
    stock.reserveLeft[r]! -= places - left;
  }
  serve(open, stock.free - keptFor(-1), () => true, market.groupRule === 'over_quota');
  return seat;
}
