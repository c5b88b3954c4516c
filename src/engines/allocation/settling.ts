// Vacancy chains: a free or wrongly given seat goes to the first justified claim, and what that one leaves goes on.

import { REFUSED, seatLine, type Stock } from './choice.ts';
import { bestClaimOf, type Claim, type ClaimIndex, claimsAt, wholeLine } from './claims.ts';
import { NONE } from './market.ts';

/** How a chain may move people. */
export interface ChainRules {
  /** Whether a claim may take the seat of somebody ranked behind, who then looks for another. */
  readonly displacing: boolean;
  /** What a school has to give to its line; by default all its seats. */
  readonly stock?: (school: number) => Stock;
  /** Who may move; by default everybody. */
  readonly mayMove?: (row: number) => boolean;
  /** Moves after which the chain counts as endless; only displacing chains can be. */
  readonly limit?: number;
}

/** One step of a chain. */
export interface Move {
  readonly row: number;
  /** School left, or `NONE`. */
  readonly from: number;
  readonly to: number;
}

/**
 * Serves claims until none is left: schools in the order in which seats came free there, at each whom it would take
 * first. Who is displaced asks at once again, from the first choice on. Changes `seated`.
 *
 * @param schools where claims may be, in this order
 * @returns the moves, or null when the limit was reached; `seated` is then of no use
 */
export function settle(
  index: ClaimIndex,
  seated: Int32Array,
  schools: Iterable<number>,
  rules: ChainRules,
): readonly Move[] | null {
  const queue = new Set(schools);
  const moves: Move[] = [];
  const { stock, mayMove, displacing, limit = Infinity } = rules;

  const nextClaim = (school: number): Claim | undefined => {
    const claims: Claim[] = [];
    for (const claim of claimsAt(index, school, seated, stock && (() => stock(school)))) {
      if ((displacing || claim.displaced.length === 0) && (mayMove === undefined || mayMove(claim.row)))
        claims.push(claim);
    }
    if (claims.length < 2) return claims[0];
    const together = chosenTogether(index, school, seated, claims, stock?.(school));
    return claims.find(({ row }) => together.has(row)) ?? claims[0];
  };

  const move = ({ row, school, displaced }: Claim): void => {
    const from = seated[row]!;
    moves.push({ row, from, to: school });
    seated[row] = school;
    for (const loser of displaced) seated[loser] = NONE;
    if (from !== NONE) queue.add(from);
    queue.add(school);
  };

  for (const school of queue) {
    queue.delete(school);
    for (let claim = nextClaim(school); claim !== undefined; claim = nextClaim(school)) {
      move(claim);
      const losers = [...claim.displaced];
      for (let loser = losers.pop(); loser !== undefined && moves.length <= limit; loser = losers.pop()) {
        const next = bestClaimOf(index, loser, seated, stock);
        if (next === null) continue;
        move(next);
        losers.push(...next.displaced);
      }
      if (moves.length > limit) return null;
    }
  }
  return moves;
}

/**
 * Whom a school takes when all claimants ask at once: a free seat of a reserve goes to a holder, though somebody who
 * stands better could have it alone.
 */
function chosenTogether(
  index: ClaimIndex,
  school: number,
  seated: Int32Array,
  claims: readonly Claim[],
  stock: Stock | undefined,
): Set<number> {
  const asking = new Set(claims.map(({ row }) => row));
  const line = wholeLine(index, school).filter((row) => seated[row] === school || asking.has(row));
  const seat = seatLine(index.market, school, line, stock);
  return new Set(line.filter((_, i) => seat[i] !== REFUSED));
}
