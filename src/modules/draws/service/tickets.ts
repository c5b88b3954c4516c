// Public tickets: one secret a season, so that a ticket follows the child however often it applies, and says nothing elsewhere.

import { createHash } from 'node:crypto';
import type { Hex } from '../../../engines/lottery/bytes.ts';
import { ticketsUnder } from '../../../engines/lottery/roster.ts';
import type { Context } from '../../../platform/context.ts';
import { nodeHash } from '../../../platform/crypto/node-hash.ts';

export const sha256 = nodeHash('sha256');

/** Hash functions by the name that an announcement gives. */
export const hashNamed = (name: 'sha256' | 'sm3') => nodeHash(name);

/** The tickets of a season, from a child's key (what identifies the child in this system, not the application). */
export function ticketsOf(context: Context, seasonId: string): (childKey: string) => Hex {
  const secret = createHash('sha256').update(context.services.secret).update(`tickets ${seasonId}`).digest();
  return ticketsUnder(secret, sha256);
}
