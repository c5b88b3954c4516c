// What is published before a draw, so that nothing can be chosen afterwards: roster, method, commitments, public source.

import { z } from 'zod';
import { isHex32, type Hex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { digestHex, type HashFunction } from './hash.ts';
import { NUMBERS_ALGORITHM } from './numbers.ts';

/** Format of announcements and transcripts; also the first word of every hashed text. */
export const LOTTERY_FORMAT = 'huaijiaotong-lottery/1';

/** 64 lower-case hexadecimal digits. */
export const hex32 = z.string().refine(isHex32, 'expected 64 lower-case hexadecimal digits');
/** One line of text: a value that is hashed line by line must not bring lines of its own. */
export const line = z
  .string()
  .min(1)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'expected one line without control characters');
/** An instant to the second in UTC, so that it compares as text in every language. */
export const second = z.string().refine((text) => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return false;
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text.replace('Z', '.000Z');
}, 'expected UTC to the second, e.g. 2027-07-10T01:00:00Z');
const count = z.int().min(0);

const setAside = z.strictObject({ reason: line, seats: count });

/** One list of numbers: a draw for seats, or (seats null) an order that breaks ties in an allocation. */
const list = z.strictObject({
  /** Identifier, e.g. `all` or a school's code. */
  id: line,
  /** Seats given by this list; null where the numbers only break ties. */
  seats: count.nullable(),
  /** Seats taken out of the plan before the draw, and why; not contained in `seats`. */
  setAsides: z.array(setAside),
});

const method = z.strictObject({
  algorithm: z.literal(NUMBERS_ALGORITHM),
  /** The policy rule set in force. */
  rules: z.strictObject({ version: line, hash: hex32 }),
  /** SHA-256 of the program that draws, as published. */
  code: hex32,
  lists: z.array(list).min(1),
  /** What happens to a bound group that reaches seats too few for all its members. */
  lastSeat: z.enum(['skip', 'over_quota', 'split']),
});

const announcement = z.strictObject({
  format: z.literal(LOTTERY_FORMAT),
  /** Names this draw and no other, e.g. `2027-huaiyin-private-primary`. */
  id: line,
  hash: z.enum(['sha256', 'sm3']),
  announcedAt: second,
  /** Until when every party must have revealed; before the public value. */
  revealBy: second,
  roster: z.strictObject({ size: count, lots: count, root: hex32 }),
  method,
  commitments: z.array(z.strictObject({ party: line, commitment: hex32 })).min(2, 'expected at least two parties'),
  publicValue: z.strictObject({
    /** Where it will appear, e.g. a lottery and its issue number, or a drand chain and round. */
    source: line,
    /** How it is written down, to the character. */
    form: line,
    /** When it will be drawn. */
    at: second,
  }),
  /** The transcript that this draw replaces, and why; null for a first draw. */
  replaces: z.strictObject({ transcript: hex32, reason: line }).nullable(),
});

/** Everything that is fixed and published before the seed can be known. */
export type Announcement = Readonly<z.infer<typeof announcement>>;
/** One list of numbers of a draw. */
export type LotteryList = Announcement['method']['lists'][number];
/** Rule for a bound group at the last seats. */
export type LastSeatRule = Announcement['method']['lastSeat'];

/** Checks the form of an announcement, and that parties and lists are named once and times run forward. */
export const announcementForm = announcement.superRefine((value, context) => {
  const twice = (names: readonly string[]) => names.findIndex((name, i) => names.indexOf(name) !== i);
  const party = twice(value.commitments.map((commitment) => commitment.party));
  if (party >= 0) {
    context.addIssue({ code: 'custom', path: ['commitments', party, 'party'], message: 'this party commits twice' });
  }
  const listed = twice(value.method.lists.map((list) => list.id));
  if (listed >= 0) {
    context.addIssue({ code: 'custom', path: ['method', 'lists', listed, 'id'], message: 'this list appears twice' });
  }
  if (!(value.announcedAt < value.revealBy && value.revealBy < value.publicValue.at)) {
    context.addIssue({
      code: 'custom',
      path: ['revealBy'],
      message: 'expected announcedAt before revealBy before publicValue.at: the public value comes last',
    });
  }
});

/** The hash to publish in print and on paper before the draw: it binds everything the announcement says. */
export function announcementHash(announcement: Announcement, hash: HashFunction): Hex {
  return digestHex(hash, `${LOTTERY_FORMAT} announcement\n${canonicalJson(announcement)}`);
}
