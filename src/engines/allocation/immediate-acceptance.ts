// Immediate acceptance (志愿优先): round by round of choices, each seat given is final.

import { fullStock, REFUSED, serveRound } from './choice.ts';
import { codeOf, type Market, NEVER, NONE, schoolOf } from './market.ts';

/**
 * The school of every row, or `NONE`.
 * In round `k` those still without a seat ask for their choice number `k`; each school serves them in its order from
 * the seats it has left: holders take what is left of the reserves, then everybody the rest, empty seats of reserves
 * included unless strict. A group needs room for all its members, or one seat where it may go over the plan.
 */
export function immediateAcceptance(market: Market): Int32Array {
  const { rows, seats } = market;
  const assignment = new Int32Array(rows.count).fill(NONE);
  const stock = Array.from(seats.capacity, (_, s) => fullStock(market, s));
  let without = Uint32Array.from({ length: rows.count }, (_, row) => row);
  for (let round = 0; without.length > 0; round++) {
    const asking = without.filter((row) => rows.start[row]! + round < rows.start[row + 1]!);
    for (const [school, line] of linesOfRound(market, asking, round)) {
      const seated = serveRound(market, school, line, stock[school]!);
      line.forEach((row, i) => {
        if (seated[i] !== REFUSED) assignment[row] = school;
      });
    }
    without = asking.filter((row) => assignment[row] === NONE);
  }
  return assignment;
}

/** Who asks for which school in a round, each line best code first, schools ascending. */
function linesOfRound(market: Market, asking: Uint32Array, round: number): [school: number, line: Uint32Array][] {
  const { rows, seats } = market;
  const entry = (row: number): number => rows.start[row]! + round;
  const eligible = asking.filter((row) => codeOf(rows, entry(row)) !== NEVER);
  const start = new Uint32Array(seats.capacity.length + 1);
  for (const row of eligible) start[schoolOf(rows, entry(row)) + 1]!++;
  for (let s = 1; s < start.length; s++) start[s]! += start[s - 1]!;
  const next = start.slice();
  const grouped = new Uint32Array(eligible.length);
  for (const row of eligible) grouped[next[schoolOf(rows, entry(row))]!++] = row;
  const lines: [number, Uint32Array][] = [];
  for (let s = 0; s + 1 < start.length; s++) {
    if (start[s] === start[s + 1]) continue;
    const line = grouped.subarray(start[s]!, start[s + 1]!);
    lines.push([s, line.sort((a, b) => codeOf(rows, entry(a)) - codeOf(rows, entry(b)))]);
  }
  return lines;
}
