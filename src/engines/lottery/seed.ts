// The seed nobody can choose: values that several parties committed to, revealed before a public value that comes last.

import { type Announcement, announcementHash, LOTTERY_FORMAT } from './announcement.ts';
import type { Hex } from './bytes.ts';
import { digestHex, type HashFunction } from './hash.ts';

/** A party's value with the nonce that kept it hidden. */
export interface Opening {
  readonly party: string;
  /** 32 random bytes. */
  readonly nonce: Hex;
  /** Anything on one line: digits drawn from an urn, words. */
  readonly value: string;
}

/**
 * What a party hands in before the announcement: a hash that binds it to the value and does not show it.
 * Draw and party are hashed too, so that no one can hand in another's commitment, or an old one whose value is known.
 */
export function commitmentTo(draw: string, opening: Opening, hash: HashFunction): Hex {
  return digestHex(hash, `${LOTTERY_FORMAT} commitment\n${draw}\n${opening.party}\n${opening.nonce}\n${opening.value}`);
}

/**
 * The seed: the hash of the announcement's hash, each party's nonce and value in the announced order, and the public
 * value. Whoever knows all but one of these knows nothing about the seed.
 */
export function seedOf(
  announcement: Announcement,
  openings: readonly Opening[],
  publicValue: string,
  hash: HashFunction,
): Hex {
  const lines = [`${LOTTERY_FORMAT} seed`, announcementHash(announcement, hash)];
  for (const { nonce, value } of openings) lines.push(nonce, value);
  lines.push(publicValue);
  return digestHex(hash, lines.join('\n'));
}
