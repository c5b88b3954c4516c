// What never changes of a draw once it is frozen or drawn, kept in memory for the many families that ask at once.

import { readRoster, type Roster } from '../../../engines/lottery/roster.ts';
import { transcriptForm } from '../../../engines/lottery/transcript.ts';
import type { Context } from '../../../platform/context.ts';
import type { DrawRecord } from '../store.ts';
import * as store from '../store.ts';
import { hashNamed } from './tickets.ts';

/** Rosters and numbers of the draws that were asked for last; a roster of 60,000 takes about 6 MB. */
const KEPT = 8;
const rosters = new Map<string, Promise<Roster>>();
const numbers = new Map<string, Promise<Uint32Array>>();

function kept<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  for (const oldest of cache.keys()) {
    if (cache.size <= KEPT) break;
    cache.delete(oldest);
  }
  return made;
}

/** The frozen roster with its tree. */
export function rosterOfDraw(context: Context, draw: DrawRecord): Promise<Roster> {
  const { notice } = draw;
  if (!notice) throw new Error(`the roster of ${draw.id} is not frozen`);
  return kept(rosters, `${draw.id} ${notice.roster.root}`, async () => {
    const text = (await store.rosterOf(context.db, draw.id)) ?? '';
    const read = readRoster(text.trimEnd().split('\n'), hashNamed(notice.method.hash));
    if (!read.ok) throw new Error(`roster of ${draw.id}, line ${read.error.at + 1}: ${read.error.message}`);
    return read.value;
  });
}

/** The drawn numbers by position in the roster. */
export function numbersOfDraw(context: Context, draw: DrawRecord): Promise<Uint32Array> {
  return kept(numbers, `${draw.id} ${draw.transcriptHash}`, async () => {
    const transcript = transcriptForm.parse(JSON.parse((await store.transcriptOf(context.db, draw.id)) ?? ''));
    return Uint32Array.from(transcript.results[0]?.numbers ?? []);
  });
}
