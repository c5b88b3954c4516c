// Schools with reserves or groups in deferred acceptance: they choose from whole lines, by their own rules.

import { type Asks, lookOn } from './asks.ts';
import { REFUSED, seatLine } from './choice.ts';
import { type Market, rowsOfEntries } from './market.ts';

/** Somebody whom a school holds. */
interface Held {
  readonly ask: number;
  readonly code: number;
  readonly row: number;
}

/** What the choosing schools hold: each a line, best code first. */
export interface ChoosingSchools {
  readonly market: Market;
  /** 1 for schools that choose by rules of their own. */
  readonly isOne: Uint8Array;
  readonly rowOfEntry: Uint32Array;
  readonly lines: Map<number, readonly Held[]>;
}

/** Choosing schools without anybody yet. */
export function choosingSchools(market: Market, isOne: Uint8Array): ChoosingSchools {
  const any = isOne.includes(1);
  return { market, isOne, rowOfEntry: any ? rowsOfEntries(market.rows) : new Uint32Array(0), lines: new Map() };
}

/** As `keepBest`, by the school's own choice among those it holds and those who ask. */
export function chooseAmong(
  schools: ChoosingSchools,
  school: number,
  asks: Asks,
  from: number,
  to: number,
  looking: Uint32Array,
  count: number,
): number {
  const { market, rowOfEntry, lines } = schools;
  const asking: Held[] = [];
  for (let i = from; i < to; i++) {
    const ask = asks.ask[i]!;
    asking.push({ ask, code: asks.code[i]!, row: rowOfEntry[ask >>> 1]! });
  }
  asking.sort((x, y) => x.code - y.code);
  const line = merge(lines.get(school) ?? [], asking);
  const seat = seatLine(
    market,
    school,
    line.map(({ row }) => row),
  );
  let refused = count;
  line.forEach(({ ask }, i) => {
    if (seat[i] === REFUSED) refused = lookOn(ask, looking, refused);
  });
  lines.set(
    school,
    line.filter((_, i) => seat[i] !== REFUSED),
  );
  return refused;
}

/** Seats the rows that the schools hold. */
export function seatChosen({ lines }: ChoosingSchools, assignment: Int32Array): void {
  for (const [school, line] of lines) for (const { row } of line) assignment[row] = school;
}

function merge(held: readonly Held[], asking: readonly Held[]): readonly Held[] {
  if (held.length === 0) return asking;
  const line: Held[] = [];
  let h = 0;
  for (const one of asking) {
    while (h < held.length && held[h]!.code < one.code) line.push(held[h++]!);
    line.push(one);
  }
  while (h < held.length) line.push(held[h++]!);
  return line;
}
