// The roster of a draw: who takes part, under public tickets instead of names, bound by one Merkle root.

import { err, ok, type Result } from '../../kernel/result.ts';
import { copyBytes, hex32Into, isHex32, toHex, utf8, type Hex } from './bytes.ts';
import { hmacUnder, type HashFunction } from './hash.ts';
import { buildTree, pathHolds, pathOf, rootOf, type MerkleTree } from './merkle.ts';
import { ascendingOrder, compareKeys } from './order.ts';

/** One child in the draw. */
export interface RosterEntry {
  readonly ticket: Hex;
  /** Children with the same label draw one number together (twins whose parents bound them). Never published. */
  readonly group?: string | undefined;
}

/** Everybody in the draw, in ascending order of tickets, so that the order of applying leaves no trace. */
export interface Roster {
  /** Number of tickets. */
  readonly size: number;
  /** Number of numbers to be drawn: a bound group has one. */
  readonly lots: number;
  /** The tickets, 32 bytes each, ascending. */
  readonly tickets: Uint8Array;
  /** For each position the position of the ticket that draws for it: its own, or the first of its group. */
  readonly drawnBy: Uint32Array;
  readonly tree: MerkleTree;
  readonly root: Hex;
}

/** What is wrong with a roster, and at which entry, counted from 0. */
export interface RosterFault {
  readonly at: number;
  readonly message: string;
}

/** What a family holds before the draw: its place in the published roster, provable against the root alone. */
export interface InclusionProof {
  /** The ticket; for a bound child, a blank and the ticket that draws for the group follow. */
  readonly entry: string;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Hex[];
}

/**
 * Makes public tickets: HMAC(secret, child token). The same child gets the same ticket however often it cancels and
 * re-applies, and without the secret nobody can test whether a child is in the roster.
 * @param secret at least 32 bytes, one a season, never published
 */
export function ticketsUnder(secret: Uint8Array, hash: HashFunction): (childToken: string) => Hex {
  if (secret.length < 32) throw new Error(`lottery: the ticket secret has ${secret.length} bytes; use at least 32`);
  const hmac = hmacUnder(hash, secret);
  return (childToken) => toHex(hmac(utf8(childToken)));
}

/** Builds the roster from entries in any order. A group that only one child is left of counts as none. */
export function buildRoster(entries: readonly RosterEntry[], hash: HashFunction): Result<Roster, RosterFault> {
  const size = entries.length;
  if (size === 0) return err({ at: 0, message: 'the roster is empty; a draw needs at least one ticket' });
  const unsorted = new Uint8Array(32 * size);
  const groups = new Map<number, string>();
  for (let at = 0; at < size; at += 1) {
    const { ticket, group } = entries[at]!;
    if (group !== undefined) groups.set(at, group);
    if (ticket.length !== 64 || !hex32Into(ticket, unsorted, 32 * at)) return err({ at, message: notATicket(ticket) });
  }
  const order = ascendingOrder(unsorted, size);
  const tickets = new Uint8Array(32 * size);
  const ticketWords = new Uint32Array(tickets.buffer);
  const unsortedWords = new Uint32Array(unsorted.buffer);
  const drawnBy = new Uint32Array(size);
  const firstOfGroup = new Map<string, number>();
  let lots = size;
  for (let position = 0; position < size; position += 1) {
    const at = order[position]!;
    for (let word = 0; word < 8; word += 1) ticketWords[8 * position + word] = unsortedWords[8 * at + word]!;
    if (position > 0 && compareKeys(tickets, position - 1, position) === 0) {
      return err({ at, message: `ticket ${toHex(tickets, 32 * position, 32)} appears twice; a child has one ticket` });
    }
    const group = groups.get(at);
    const first = group === undefined ? position : (firstOfGroup.get(group) ?? position);
    if (group !== undefined) firstOfGroup.set(group, first);
    if (first !== position) lots -= 1;
    drawnBy[position] = first;
  }
  return ok(plantTree(size, lots, tickets, drawnBy, hash));
}

/** Reads published roster lines, which must be in the form and order that {@link rosterLines} gives. */
export function readRoster(lines: readonly string[], hash: HashFunction): Result<Roster, RosterFault> {
  const size = lines.length;
  if (size === 0) return err({ at: 0, message: 'the roster is empty' });
  const tickets = new Uint8Array(32 * size);
  for (const [at, line] of lines.entries()) {
    const wellFormed = line.length === 64 || (line.length === 129 && line[64] === ' ');
    if (!wellFormed || !hex32Into(line, tickets, 32 * at)) return err({ at, message: notATicket(line) });
    if (at > 0 && compareKeys(tickets, at - 1, at) >= 0) {
      return err({ at, message: 'tickets must ascend, each one once' });
    }
  }
  const drawnBy = new Uint32Array(size);
  const members = new Map<number, number>();
  for (const [at, line] of lines.entries()) {
    const first = line.length === 64 ? at : positionOf({ size, tickets }, line.slice(65));
    if (first === undefined || first > at) {
      return err({ at, message: 'a bound child must name the first ticket of its group, which must be in the roster' });
    }
    if (line.length === 129) members.set(first, (members.get(first) ?? 0) + 1);
    drawnBy[at] = first;
  }
  let lots = size;
  for (const [first, count] of members) {
    if (lines[first]!.length !== 129 || drawnBy[first] !== first || count < 2) {
      return err({ at: first, message: 'a group needs at least two members, all naming its first ticket' });
    }
    lots -= count - 1;
  }
  return ok(plantTree(size, lots, tickets, drawnBy, hash));
}

/** The roster as published: one line a ticket, ascending. */
export function rosterLines(roster: Roster): string[] {
  const bound = boundPositions(roster);
  return Array.from({ length: roster.size }, (_, position) => lineAt(roster, bound, position));
}

/** The ticket at a position of the roster. */
export function ticketAt(roster: Roster, position: number): Hex {
  return toHex(roster.tickets, 32 * position, 32);
}

/** Where a ticket stands in the roster; undefined when it does not. */
export function positionOf(roster: Pick<Roster, 'size' | 'tickets'>, ticket: Hex): number | undefined {
  const wanted = new Uint8Array(32);
  if (ticket.length !== 64 || !hex32Into(ticket, wanted, 0)) return undefined;
  let low = 0;
  let high = roster.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareWith(roster.tickets, middle, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low < roster.size && compareWith(roster.tickets, low, wanted) === 0 ? low : undefined;
}

/** The proof that a ticket is in the roster; undefined when it is not. */
export function proofFor(roster: Roster, ticket: Hex): InclusionProof | undefined {
  const index = positionOf(roster, ticket);
  if (index === undefined) return undefined;
  const entry = lineAt(roster, boundPositions(roster), index);
  return { entry, index, size: roster.size, path: pathOf(roster.tree, index) };
}

/** Whether a proof shows that its entry is in the roster with the announced root and size. */
export function verifyProof(
  proof: InclusionProof,
  announced: { readonly root: Hex; readonly size: number },
  hash: HashFunction,
): boolean {
  const tickets = proof.entry.split(' ');
  if (tickets.length > 2 || !tickets.every(isHex32) || proof.size !== announced.size) return false;
  const data = new Uint8Array(32 * tickets.length);
  tickets.forEach((ticket, i) => hex32Into(ticket, data, 32 * i));
  return pathHolds(data, proof.index, proof.path, announced, hash);
}

function plantTree(size: number, lots: number, tickets: Uint8Array, drawnBy: Uint32Array, hash: HashFunction): Roster {
  const bound = boundPositions({ size, lots, drawnBy });
  const leafInto = (position: number, out: Uint8Array, offset: number): number => {
    copyBytes(tickets, 32 * position, out, offset, 32);
    if (!bound.has(position)) return 32;
    copyBytes(tickets, 32 * drawnBy[position]!, out, offset + 32, 32);
    return 64;
  };
  const tree = buildTree(size, leafInto, hash);
  return { size, lots, tickets, drawnBy, tree, root: rootOf(tree) };
}

/** Positions that belong to a group, the first member included. */
function boundPositions(roster: Pick<Roster, 'size' | 'lots' | 'drawnBy'>): ReadonlySet<number> {
  const bound = new Set<number>();
  if (roster.lots === roster.size) return bound;
  for (let position = 0; position < roster.size; position += 1) {
    const first = roster.drawnBy[position]!;
    if (first !== position) bound.add(first).add(position);
  }
  return bound;
}

function lineAt(roster: Roster, bound: ReadonlySet<number>, position: number): string {
  const ticket = ticketAt(roster, position);
  return bound.has(position) ? `${ticket} ${ticketAt(roster, roster.drawnBy[position]!)}` : ticket;
}

function compareWith(tickets: Uint8Array, position: number, wanted: Uint8Array): number {
  for (let i = 0; i < 32; i += 1) {
    const difference = tickets[32 * position + i]! - wanted[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function notATicket(text: string): string {
  return `"${text.slice(0, 140)}" is not a ticket; expected 64 hexadecimal digits in lower case`;
}
