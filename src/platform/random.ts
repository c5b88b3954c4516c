// Randomness as an argument: the operating system's in production.

import { randomBytes, randomInt } from 'node:crypto';

/** Sources of unguessable values. */
export interface Random {
  bytes(count: number): Uint8Array;
  /** Decimal digits, e.g. for a phone code. */
  digits(count: number): string;
}

/** The operating system's generator. */
export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  digits: (count) => String(randomInt(0, 10 ** count)).padStart(count, '0'),
};
