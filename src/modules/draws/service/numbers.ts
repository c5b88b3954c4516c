// Numbers for placement: from the season's sealed draw, verified before they are used.

import type { Hex } from '../../../engines/lottery/bytes.ts';
import { ticketAt, type RosterEntry } from '../../../engines/lottery/roster.ts';
import type { Context } from '../../../platform/context.ts';
import { numbersFor } from '../rules.ts';
import * as store from '../store.ts';
import { numbersOfDraw, rosterOfDraw } from './frozen.ts';
import { faultOf } from './steps.ts';
import { hashNamed } from './tickets.ts';

/** The numbers of a sealed draw. */
export interface SealedNumbers {
  readonly drawId: string;
  readonly transcriptHash: string;
  /** What is broken in the stored transcript, in words; null when it verifies. Do not use numbers of a broken one. */
  readonly fault: string | null;
  /** Numbers by ticket. Tickets that are not in the roster come after it, in the order of the same seed. */
  numbersFor(entries: readonly RosterEntry[]): ReadonlyMap<Hex, number>;
}

/** The numbers of the season's sealed draw; null without one. */
export async function numbersOf(context: Context, seasonId: string): Promise<SealedNumbers | null> {
  const draw = await store.findSealed(context.db, seasonId);
  if (!draw?.notice || draw.transcriptHash === null) return null;
  const { id: drawId, transcriptHash, notice } = draw;
  const fault = await faultOf(context, draw);
  if (fault) return { drawId, transcriptHash, fault, numbersFor: () => new Map() };
  const roster = await rosterOfDraw(context, draw);
  const drawn = await numbersOfDraw(context, draw);
  const numbers = new Map<Hex, number>();
  for (let position = 0; position < roster.size; position += 1)
    numbers.set(ticketAt(roster, position), drawn[position] ?? 0);
  const text = (await store.transcriptOf(context.db, drawId)) ?? '';
  const { seed } = JSON.parse(text) as { seed: Hex };
  const hash = hashNamed(notice.method.hash);
  return {
    drawId,
    transcriptHash,
    fault: null,
    numbersFor: (entries) => numbersFor(entries, { numbers, lots: roster.lots, seed }, hash),
  };
}
