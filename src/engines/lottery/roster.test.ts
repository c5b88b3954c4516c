import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../kernel/result.ts';
import { nodeHash } from '../../platform/crypto/node-hash.ts';
import { utf8 } from './bytes.ts';
import { digestHex } from './hash.ts';
import {
  buildRoster,
  proofFor,
  readRoster,
  rosterLines,
  ticketsUnder,
  verifyProof,
  type RosterEntry,
} from './roster.ts';

const sha256 = nodeHash('sha256');
const sm3 = nodeHash('sm3');

const secret = new Uint8Array(32).fill(7);
const ticketOf = ticketsUnder(secret, sha256);
const entry = (i: number, group?: string): RosterEntry => ({ ticket: ticketOf(`child-${i}`), group });
const rosterOf = (size: number) =>
  unwrap(
    buildRoster(
      Array.from({ length: size }, (_, i) => entry(i)),
      sha256,
    ),
  );

/** Entries in which some neighbours are bound. */
const anyEntries = fc
  .uniqueArray(fc.nat(5000), { minLength: 1, maxLength: 60 })
  .map((children) => children.map((child, i) => entry(child, child % 3 === 0 ? `g${Math.floor(i / 3)}` : undefined)));

describe('public tickets', () => {
  it('are HMAC of the child token, so a child that cancels and re-applies keeps its ticket', () => {
    expect(ticketOf('张三·320801')).toBe(createHmac('sha256', secret).update('张三·320801').digest('hex'));
    expect(ticketsUnder(secret, sha256)('张三·320801')).toBe(ticketOf('张三·320801'));
    expect(ticketsUnder(secret, sm3)('a')).toBe(createHmac('sm3', secret).update('a').digest('hex'));
  });

  it('hash a secret longer than a block first, as RFC 2104 says', () => {
    const long = new Uint8Array(100).fill(9);
    expect(ticketsUnder(long, sha256)('a')).toBe(createHmac('sha256', long).update('a').digest('hex'));
  });

  it('need a secret that nobody can guess', () => {
    expect(() => ticketsUnder(utf8('short'), sha256)).toThrow('use at least 32');
  });
});

describe('the roster', () => {
  it('does not depend on the order of applying', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const forth = unwrap(buildRoster(entries, sha256));
        const back = unwrap(buildRoster(entries.toReversed(), sha256));
        expect(rosterLines(back)).toEqual(rosterLines(forth));
        expect(back.root).toBe(forth.root);
      }),
    );
  });

  it('reads back what it publishes', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const roster = unwrap(buildRoster(entries, sha256));
        expect(unwrap(readRoster(rosterLines(roster), sha256))).toEqual(roster);
      }),
    );
  });

  it('gives bound twins one lot and says in their lines that they are bound', () => {
    const roster = unwrap(buildRoster([entry(1, 't'), entry(2), entry(3, 't')], sha256));
    expect(roster.lots).toBe(2);
    expect(rosterLines(roster).filter((line) => line.includes(' '))).toHaveLength(2);
  });

  it('frees the twin whose sibling is gone', () => {
    const roster = unwrap(buildRoster([entry(1, 't'), entry(2)], sha256));
    expect(roster.lots).toBe(2);
    expect(rosterLines(roster).every((line) => line.length === 64)).toBe(true);
  });

  it('names the entry that is no ticket, comes twice, or is missing altogether', () => {
    expect(buildRoster([entry(1), { ticket: 'XY' }], sha256)).toMatchObject({ ok: false, error: { at: 1 } });
    expect(buildRoster([entry(1), { ticket: 'A'.repeat(64) }], sha256)).toMatchObject({ ok: false, error: { at: 1 } });
    expect(buildRoster([entry(1), entry(2), entry(1)], sha256)).toMatchObject({ ok: false, error: { at: 2 } });
    expect(buildRoster([], sha256)).toMatchObject({ ok: false });
  });

  it('refuses published lines that are out of order, doubled, or bound to nobody', () => {
    const lines = rosterLines(unwrap(buildRoster([entry(1, 't'), entry(2, 't'), entry(3), entry(4)], sha256)));
    const bound = lines.filter((line) => line.length === 129);
    const [single = ''] = lines.filter((line) => line.length === 64);
    const stranger = digestHex(sha256, 'stranger');
    const wrong = [
      lines.toReversed(),
      [single, single],
      [...lines.slice(0, 3), lines[3]!.toUpperCase()],
      [`${single} ${stranger}`],
      [`${single} ${single}`],
      [bound[0]!],
      [bound[1]!],
      lines.map((line) => (line === bound[0] ? line.slice(0, 64) : line)),
      [],
    ];
    for (const roster of wrong) expect(readRoster(roster, sha256), roster.join()).toMatchObject({ ok: false });
  });
});

describe('an inclusion proof', () => {
  it('holds for each family of a roster of each size from 1 to 200, and for nobody outside', () => {
    for (let size = 1; size <= 200; size += 1) {
      const roster = rosterOf(size);
      const outsider = ticketOf('outsider');
      expect(proofFor(roster, outsider)).toBeUndefined();
      for (const i of [0, size >> 1, size - 1]) {
        const proof = proofFor(roster, entry(i).ticket)!;
        expect(verifyProof(proof, roster, sha256)).toBe(true);
        expect(verifyProof({ ...proof, entry: outsider }, roster, sha256)).toBe(false);
        expect(verifyProof({ ...proof, size: size + 1 }, roster, sha256)).toBe(false);
      }
    }
  });

  it('binds the group, so that a twin cannot be unbound after the roster was announced', () => {
    const roster = unwrap(buildRoster([entry(1, 't'), entry(2, 't'), entry(3)], sha256));
    const proof = proofFor(roster, entry(1).ticket)!;
    expect(proof.entry).toHaveLength(129);
    expect(verifyProof(proof, roster, sha256)).toBe(true);
    expect(verifyProof({ ...proof, entry: entry(1).ticket }, roster, sha256)).toBe(false);
  });
});
