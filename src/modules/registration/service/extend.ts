// Moves the end of a family's time to correct, where somebody else's fault keeps it waiting.

import type { Context } from '../../../platform/context.ts';
import * as store from '../store.ts';
import type { ApplicationRecord } from '../store.ts';
import { seasonOf } from './access.ts';
import { eventOf } from './move.ts';

/** The first instant at which a family can no longer correct its application; null in states without correction. */
export async function correctionEnds(context: Context, record: ApplicationRecord): Promise<Date | null> {
  const { state, cureUntil } = record;
  if (state !== 'submitted' && state !== 'needs_material' && state !== 'refused') return null;
  const { lateClosesAt } = await seasonOf(context, record.seasonId);
  if (state !== 'submitted') return cureUntil ?? lateClosesAt;
  return cureUntil !== null && cureUntil > lateClosesAt ? cureUntil : lateClosesAt;
}

/**
 * Moves that end to a later instant, inside the caller's transaction, and puts the words into the timeline. Nobody's
 * decision rests on it, so the version stays and nobody's open page goes stale. The caller audits.
 */
export async function extendCorrection(
  tx: Context,
  record: ApplicationRecord,
  until: Date,
  words: { readonly words: string; readonly wordsEn: string },
): Promise<void> {
  await store.extendCure(tx.db, record.id, until);
  await store.insertEvents(tx.db, [eventOf(tx, record.id, 'extend', record.state, record.state, words)]);
}
