// Carries out an announced draw and writes its transcript, which holds all that anyone needs to repeat it.

import { z } from 'zod';
import { err, ok, type Result } from '../../kernel/result.ts';
import { announcementForm, hex32, line, LOTTERY_FORMAT, second, type Announcement } from './announcement.ts';
import type { Hex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { digestHex, type HashFunction } from './hash.ts';
import { drawNumbers } from './numbers.ts';
import { readRoster, type Roster } from './roster.ts';
import { seatByNumber } from './seats.ts';
import { commitmentTo, seedOf } from './seed.ts';

const reveal = z.strictObject({ party: line, nonce: hex32, value: line, at: second });
const publicValue = z.strictObject({ value: line, at: second });
const natural = z.int().min(0);

const inputs = {
  announcement: announcementForm,
  /** The published roster lines. */
  roster: z.array(z.string()),
  /** In the order of the commitments. */
  reveals: z.array(reveal),
  publicValue,
};

/** What a draw needs: the announcement, the roster it bound, and what became known since. */
export const drawInputsForm = z.strictObject(inputs);
/** The written form of a draw. */
export const transcriptForm = z.strictObject({
  format: z.literal(LOTTERY_FORMAT),
  ...inputs,
  seed: hex32,
  results: z.array(
    z.strictObject({
      list: line,
      /** The number of each ticket, in the order of the roster. */
      numbers: z.array(natural),
      /** Positions in the roster, from 0, of the tickets seated, ascending; null for a list without seats. */
      seated: z.array(natural).nullable(),
    }),
  ),
  transcriptHash: hex32,
});

export type DrawInputs = Readonly<z.infer<typeof drawInputsForm>>;
export type Transcript = Readonly<z.infer<typeof transcriptForm>>;
/** The numbers of one list, and the seats they gave. */
export type ListResult = Transcript['results'][number];
/** A party's opening with the time at which it was handed in. */
export type Reveal = DrawInputs['reveals'][number];

/** Why a draw cannot be held: where in its inputs, and what to do. */
export interface DrawFault {
  readonly at: string;
  readonly message: string;
}

/**
 * Holds the announced draw. The same inputs always give the same transcript; there is nothing else to choose.
 * A party that has not revealed stops the draw: it then needs a new announcement, which says why.
 */
export function holdDraw(draw: DrawInputs, hash: HashFunction): Result<Transcript, DrawFault> {
  const { announcement, reveals } = draw;
  if (hash.name !== announcement.hash) {
    return err({ at: 'announcement.hash', message: `announced ${announcement.hash}, given ${hash.name}` });
  }
  const roster = readRoster(draw.roster, hash);
  if (!roster.ok) return err({ at: `roster[${roster.error.at}]`, message: roster.error.message });
  const { size, lots, root } = roster.value;
  const announced = announcement.roster;
  if (size !== announced.size || lots !== announced.lots || root !== announced.root) {
    return err({
      at: 'roster',
      message: `its root is ${root}, announced was ${announced.root}; draw the announced one`,
    });
  }
  const revealed = revealFault(announcement, reveals, hash) ?? timeFault(draw);
  if (revealed) return err(revealed);
  const seed = seedOf(announcement, reveals, draw.publicValue.value, hash);
  const results = announcement.method.lists.map((list) => resultOf(announcement, roster.value, list, seed, hash));
  const transcript = { format: LOTTERY_FORMAT, ...draw, seed, results } as const;
  return ok({ ...transcript, transcriptHash: transcriptHash(transcript, hash) });
}

/** Numbers and seats of one list. */
export function resultOf(
  announcement: Announcement,
  roster: Roster,
  list: Announcement['method']['lists'][number],
  seed: Hex,
  hash: HashFunction,
): ListResult {
  const numbers = drawNumbers(roster, seed, list.id, hash);
  const seated = list.seats === null ? null : seatByNumber(roster, numbers, list.seats, announcement.method.lastSeat);
  return { list: list.id, numbers: [...numbers], seated };
}

/** The first party that is missing, or whose reveal does not open its commitment. */
export function revealFault(
  announcement: Announcement,
  reveals: readonly Reveal[],
  hash: HashFunction,
): DrawFault | undefined {
  for (const [i, { party, commitment }] of announcement.commitments.entries()) {
    const revealed = reveals[i];
    if (revealed?.party !== party) {
      return { at: `reveals[${i}]`, message: `expected the reveal of ${party}; without it, announce a new draw` };
    }
    if (commitmentTo(announcement.id, revealed, hash) !== commitment) {
      return { at: `reveals[${i}]`, message: `nonce and value do not give the commitment of ${party}` };
    }
  }
  const extra = reveals[announcement.commitments.length];
  return extra && { at: `reveals[${announcement.commitments.length}]`, message: `${extra.party} did not commit` };
}

/** The first moment at which someone could have chosen what they saw: a late reveal, an early public value. */
export function timeFault({ announcement, reveals, publicValue }: DrawInputs): DrawFault | undefined {
  const { announcedAt, revealBy } = announcement;
  for (const [i, { at, party }] of reveals.entries()) {
    if (at <= announcedAt) return { at: `reveals[${i}].at`, message: `${party} revealed before the announcement` };
    if (at > revealBy) return { at: `reveals[${i}].at`, message: `${party} revealed after ${revealBy}` };
  }
  if (publicValue.at >= announcement.publicValue.at) return undefined;
  return { at: 'publicValue.at', message: `taken before its announced time ${announcement.publicValue.at}` };
}

/** The hash under which a transcript is archived, and which a later announcement names when it replaces it. */
export function transcriptHash(transcript: Omit<Transcript, 'transcriptHash'>, hash: HashFunction): Hex {
  return digestHex(hash, `${LOTTERY_FORMAT} transcript\n${canonicalJson(transcript)}`);
}

/** The transcript as a file: canonical JSON and a line break, so that every byte of the file is bound. */
export function transcriptText(transcript: Transcript): string {
  return `${canonicalJson(transcript)}\n`;
}
