import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../kernel/result.ts';
import { nodeHash } from '../../platform/crypto/node-hash.ts';
import { digestHex } from './hash.ts';
import { drawNumbers, numbersByTicket } from './numbers.ts';
import { ascendingOrder, compareKeys } from './order.ts';
import { buildRoster, ticketAt, type RosterEntry } from './roster.ts';

const sha256 = nodeHash('sha256');
const sm3 = nodeHash('sm3');

const seedOf = (text: string) => digestHex(sha256, `seed ${text}`);
const child = (i: number, group?: string): RosterEntry => ({ ticket: digestHex(sha256, `child ${i}`), group });
const rosterOf = (entries: readonly RosterEntry[]) => unwrap(buildRoster(entries, sha256));
const singles = (size: number) => rosterOf(Array.from({ length: size }, (_, i) => child(i)));

/** Upper 0.1 % points of chi-square, by degrees of freedom (NIST/SEMATECH e-Handbook, table 1.3.6.7.4). */
const CHI_SQUARE_999: Record<number, number> = { 4: 18.467, 23: 49.728 };

function chiSquare(counts: readonly number[], draws: number): number {
  const expected = draws / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('lottery numbers', () => {
  it('are each number from 1 to n once, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.string(), (size, seed) => {
        const numbers = drawNumbers(singles(size), seedOf(seed), 'all', sha256);
        expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i + 1));
      }),
    );
  });

  it('follow the documented twenty lines, written here a second time', () => {
    const roster = singles(50);
    const seed = seedOf('1');
    const h = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
    const listKey = h(`huaijiaotong-lottery/1 list\n${seed}\nall`);
    const tickets = Array.from({ length: 50 }, (_, i) => ticketAt(roster, i));
    const keyOf = new Map(
      tickets.map((t) => [t, h(Buffer.concat([Uint8Array.of(2), listKey, Buffer.from(t, 'hex')])).toString('hex')]),
    );
    const expected = tickets.toSorted((a, b) => (keyOf.get(a)! < keyOf.get(b)! ? -1 : 1));
    const drawn = numbersByTicket(roster, drawNumbers(roster, seed, 'all', sha256));
    expect(tickets.toSorted((a, b) => drawn.get(a)! - drawn.get(b)!)).toEqual(expected);
  });

  it('are the same on every run and differ between seeds, lists and hash functions', () => {
    const roster = singles(40);
    const first = drawNumbers(roster, seedOf('a'), 'all', sha256);
    expect(drawNumbers(roster, seedOf('a'), 'all', sha256)).toEqual(first);
    expect(drawNumbers(roster, seedOf('b'), 'all', sha256)).not.toEqual(first);
    expect(drawNumbers(roster, seedOf('a'), 'school-2', sha256)).not.toEqual(first);
    expect(drawNumbers(roster, seedOf('a'), 'all', sm3)).not.toEqual(first);
  });

  it('give bound twins one number and leave no gap behind', () => {
    const roster = rosterOf([child(1, 't'), child(2, 't'), child(3), child(4)]);
    const drawn = numbersByTicket(roster, drawNumbers(roster, seedOf('x'), 'all', sha256));
    expect(drawn.get(child(1).ticket)).toBe(drawn.get(child(2).ticket));
    expect(new Set(drawn.values())).toEqual(new Set([1, 2, 3]));
  });

  it('keep the order of the others when a ticket is struck', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 80 }), fc.nat(), (size, gone) => {
        const entries = Array.from({ length: size }, (_, i) => child(i));
        const inOrder = (present: readonly RosterEntry[]) => {
          const roster = rosterOf(present);
          const drawn = numbersByTicket(roster, drawNumbers(roster, seedOf('s'), 'all', sha256));
          return present.map((e) => e.ticket).sort((a, b) => drawn.get(a)! - drawn.get(b)!);
        };
        const struck = entries[gone % size]!;
        const others = entries.filter((e) => e !== struck);
        expect(inOrder(others)).toEqual(inOrder(entries).filter((ticket) => ticket !== struck.ticket));
      }),
    );
  });

  it('give each of five children first place equally often, over 20,000 fixed seeds', () => {
    const roster = singles(5);
    const wins = [0, 0, 0, 0, 0];
    for (let i = 0; i < 20_000; i += 1) {
      wins[drawNumbers(roster, seedOf(`first ${i}`), 'all', sha256).indexOf(1)]! += 1;
    }
    expect(chiSquare(wins, 20_000)).toBeLessThan(CHI_SQUARE_999[4]!);
  });

  it('give each of the 24 orders of four children equally often, over 24,000 fixed seeds', () => {
    const roster = singles(4);
    const seen = new Map<string, number>();
    for (let i = 0; i < 24_000; i += 1) {
      const order = drawNumbers(roster, seedOf(`order ${i}`), 'all', sha256).join();
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    expect(chiSquare([...seen.values()], 24_000)).toBeLessThan(CHI_SQUARE_999[23]!);
  });

  it('refuse a seed that is not in the published form', () => {
    expect(() => drawNumbers(singles(2), 'abc', 'all', sha256)).toThrow('64 hexadecimal digits');
  });
});

describe('the order of 32-byte keys', () => {
  it('is that of comparing bytes, also where long prefixes tie', () => {
    const keyBytes = fc.array(fc.constantFrom<number>(0, 1, 255), { minLength: 32, maxLength: 32 });
    const tied = fc.tuple(fc.constantFrom(0, 4, 6, 8, 31, 32), keyBytes).map(([same, key]) => key.fill(9, 0, same));
    fc.assert(
      fc.property(fc.array(tied, { minLength: 1, maxLength: 100 }), (rows) => {
        const keys = Uint8Array.from(rows.flat());
        const expected = rows.map((_, i) => i).sort((a, b) => compareKeys(keys, a, b) || a - b);
        expect([...ascendingOrder(keys, rows.length)]).toEqual(expected);
      }),
    );
  });
});
