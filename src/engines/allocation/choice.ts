// Which of its claimants a school takes: rounds, reserves, open seats, spill-over and groups, in the stated order.

import { choiceOf, codeAt, holdsMark, type Market, reservesOf, sizeOf } from './market.ts';

/** Claimant not taken. */
export const REFUSED = -1;

/** Seats that a school still has between rounds. */
export interface Stock {
  free: number;
  /** Per reserve, seats not taken by holders. */
  readonly reserveLeft: number[];
}

/** The stock of a school before anybody is served. */
export function fullStock(market: Market, school: number): Stock {
  const reserves = reservesOf(market.seats, school);
  return { free: market.seats.capacity[school]!, reserveLeft: reserves.map((reserve) => reserve.seats) };
}

/** Which round a row is served in: those in time before the late; with immediate acceptance by number of choice. */
export function roundOf(market: Market, row: number, school: number): number {
  const late = market.late?.[row] === 1 ? 2 ** 20 : 0;
  if (market.mechanism !== 'immediate_acceptance') return late;
  return late + choiceOf(market.rows, row, school);
}

/** A row's place in a school's line as one number, lower is better: its round, then its code. */
export function standingOf(market: Market, row: number, school: number): number {
  return roundOf(market, row, school) * 2 ** 32 + codeAt(market.rows, row, school);
}

/**
 * The school's choice: where each claimant of a line sits. Values: `REFUSED`; `0 … R-1` the reserve with that number;
 * `R` an open or spilled seat; `R + 1` a group that reached the last seat and was taken over the plan.
 * Each round is served for good before the next.
 *
 * @param line rows that ask for the school, best standing first
 * @param stock what the school has to give; lowered here
 */
export function seatLine(
  market: Market,
  school: number,
  line: ArrayLike<number>,
  stock: Stock = fullStock(market, school),
): Int32Array {
  if (market.late === null && market.mechanism !== 'immediate_acceptance') {
    return serveRound(market, school, line, stock);
  }
  const seat = new Int32Array(line.length).fill(REFUSED);
  for (let from = 0, to = 0; from < line.length; from = to) {
    const round = roundOf(market, line[from]!, school);
    while (to < line.length && roundOf(market, line[to]!, school) === round) to++;
    seat.set(serveRound(market, school, Array.from(line).slice(from, to), stock), from);
  }
  return seat;
}

/**
 * Serves one round's line at one school, in stages. `reserves_first`: each reserve takes its best holders; then
 * everybody left competes for the seats left, but for the empty seats of strict reserves. With `open_first` a stage
 * before fills the seats outside all reserves with the best of all. A group needs room for all its members within
 * one stage, else it passes to the next. Over the plan goes only the last stage, and only while it has a seat left.
 */
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

  if (seats.openFirst[school] === 1 && open > 0) {
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
