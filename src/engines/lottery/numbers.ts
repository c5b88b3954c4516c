// Lottery numbers from a seed: every lot hashes to a key nobody can foresee, and the keys put the lots in order.

import { bytes32, copyBytes, type Hex } from './bytes.ts';
import { digest, type HashFunction } from './hash.ts';
import { ascendingOrder } from './order.ts';
import { ticketAt, type Roster } from './roster.ts';

/** The algorithm's published name; a change of any byte it produces needs a new one. */
export const NUMBERS_ALGORITHM = 'sort-by-keyed-hash/1';

/** Separates the keys of numbers from Merkle leaves (0x00) and nodes (0x01). */
const NUMBER = 0x02;

/**
 * Numbers 1 to `roster.lots` for one list, by position in the roster; members of a bound group share theirs.
 *
 * list key = H("huaijiaotong-lottery/1 list" LF seed LF list); key of a lot = H(0x02 ‖ list key ‖ ticket);
 * the lot with the n-th smallest key has number n. Sorting uniform 256-bit keys needs no random integer below a bound,
 * so there is no modulo whose bias would have to be rejected; and striking a ticket leaves the order of the others.
 * Different lists give independent numbers (one list for all schools, or one a school).
 */
export function drawNumbers(roster: Roster, seed: Hex, list: string, hash: HashFunction): Uint32Array {
  bytes32(seed);
  const input = new Uint8Array(65);
  input[0] = NUMBER;
  input.set(digest(hash, `huaijiaotong-lottery/1 list\n${seed}\n${list}`), 1);
  const lots = new Uint32Array(roster.lots);
  const keys = new Uint8Array(32 * roster.lots);
  let lot = 0;
  for (let position = 0; position < roster.size; position += 1) {
    if (roster.drawnBy[position] !== position) continue;
    copyBytes(roster.tickets, 32 * position, input, 33, 32);
    hash.digestInto(input, keys, 32 * lot);
    lots[lot] = position;
    lot += 1;
  }
  const numbers = new Uint32Array(roster.size);
  const order = ascendingOrder(keys, roster.lots);
  for (let rank = 0; rank < order.length; rank += 1) numbers[lots[order[rank]!]!] = rank + 1;
  for (let position = 0; position < roster.size; position += 1) {
    numbers[position] = numbers[roster.drawnBy[position]!]!;
  }
  return numbers;
}

/** Numbers looked up by ticket, for those who do not hold positions. */
export function numbersByTicket(roster: Roster, numbers: Uint32Array): Map<Hex, number> {
  const byTicket = new Map<Hex, number>();
  for (let position = 0; position < roster.size; position += 1) {
    byTicket.set(ticketAt(roster, position), numbers[position]!);
  }
  return byTicket;
}
