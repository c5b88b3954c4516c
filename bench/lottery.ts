// How fast a lottery is: tickets, roster with Merkle tree, proofs, numbers and verification, beside bare hashes.
//
// One JSON line per size. `bare_ms` is the time for as many hashes of 32 bytes, the length of a ticket, with the digests
// kept as bytes; `ratio` = roster_ms / bare_ms, where the roster is built from unsorted published tickets to a tree from
// which every inclusion proof can be read. Both are the best of the rounds, taken in turn, so that other work on the
// machine weighs on neither alone.

import { parseArgs } from 'node:util';
import { LOTTERY_FORMAT } from '../src/engines/lottery/announcement.ts';
import { digestHex } from '../src/engines/lottery/hash.ts';
import { drawNumbers } from '../src/engines/lottery/numbers.ts';
import { buildRoster, proofFor, type Roster, rosterLines, ticketsUnder } from '../src/engines/lottery/roster.ts';
import { commitmentTo } from '../src/engines/lottery/seed.ts';
import { type DrawInputs, holdDraw, transcriptText } from '../src/engines/lottery/transcript.ts';
import { verifyTranscriptText } from '../src/engines/lottery/verify.ts';
import { unwrap } from '../src/kernel/result.ts';
import { nodeHash } from '../src/platform/crypto/node-hash.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '60000,1000000' },
    rounds: { type: 'string', default: '5' },
    hash: { type: 'string', default: 'sha256' },
  },
});
const hash = nodeHash(values.hash === 'sm3' ? 'sm3' : 'sha256');
const rounds = Number(values.rounds);
const PROOFS = 10_000;

for (const size of values.sizes.split(',').map(Number)) console.log(JSON.stringify(measure(size)));

function measure(size: number): Record<string, number | string> {
  const ticketOf = ticketsUnder(new Uint8Array(32).fill(1), hash);
  const tickets = timed(() => Array.from({ length: size }, (_, i) => ({ ticket: ticketOf(`child-${i}`) })));
  let bareMs = Infinity;
  let rosterMs = Infinity;
  let roster: Roster | undefined;
  for (let round = 0; round < rounds; round += 1) {
    bareMs = Math.min(bareMs, timed(() => bareHashes(size)).ms);
    const built = timed(() => unwrap(buildRoster(tickets.value, hash)));
    rosterMs = Math.min(rosterMs, built.ms);
    roster = built.value;
  }
  if (!roster) throw new Error('bench: --rounds takes a number from 1');
  const drawn = roster;
  const seed = digestHex(hash, 'bench');
  const draw = timed(() => drawNumbers(drawn, seed, 'all', hash));
  const step = Math.max(1, Math.floor(size / PROOFS));
  const proofs = timed(() => {
    let count = 0;
    for (let i = 0; i < size; i += step) if (proofFor(drawn, tickets.value[i]!.ticket)) count += 1;
    return count;
  });
  const text = transcriptOf(drawn);
  const verify = timed(() => verifyTranscriptText(text, nodeHash));
  if (!verify.value.ok) throw new Error('bench: the transcript does not verify');
  return {
    tickets: size,
    hash: hash.name,
    bare_ms: bareMs,
    tickets_ms: tickets.ms,
    roster_ms: rosterMs,
    ratio: Math.round((100 * rosterMs) / bareMs) / 100,
    proof_us: Math.round((10_000 * proofs.ms) / proofs.value) / 10,
    draw_ms: draw.ms,
    transcript_mb: Math.round(text.length / 1e5) / 10,
    verify_ms: verify.ms,
    peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function bareHashes(count: number): Uint8Array {
  const data = new Uint8Array(32);
  const view = new DataView(data.buffer);
  const digests = new Uint8Array(32 * count);
  for (let i = 0; i < count; i += 1) {
    view.setUint32(0, i);
    hash.digestInto(data, digests, 32 * i);
  }
  return digests;
}

function transcriptOf(roster: Roster): string {
  const openings = ['a', 'b'].map((party) => ({ party, nonce: digestHex(hash, party), value: party }));
  const rules = { version: 'bench', hash: digestHex(hash, 'rules') };
  const inputs: DrawInputs = {
    announcement: {
      format: LOTTERY_FORMAT,
      id: 'bench',
      hash: hash.name,
      announcedAt: '2027-07-01T00:00:00Z',
      revealBy: '2027-07-02T00:00:00Z',
      roster: { size: roster.size, lots: roster.lots, root: roster.root },
      method: {
        algorithm: 'sort-by-keyed-hash/1',
        rules,
        code: digestHex(hash, 'code'),
        lists: [{ id: 'all', seats: Math.floor(roster.size / 10), setAsides: [] }],
        lastSeat: 'skip',
      },
      commitments: openings.map((opening) => ({
        party: opening.party,
        commitment: commitmentTo('bench', opening, hash),
      })),
      publicValue: { source: 's', form: 'f', at: '2027-07-03T00:00:00Z' },
      replaces: null,
    },
    roster: rosterLines(roster),
    reveals: openings.map((opening) => ({ ...opening, at: '2027-07-01T12:00:00Z' })),
    publicValue: { value: '1', at: '2027-07-03T00:00:00Z' },
  };
  return transcriptText(unwrap(holdDraw(inputs, hash)));
}

function timed<T>(work: () => T): { readonly value: T; readonly ms: number } {
  const start = performance.now();
  const value = work();
  return { value, ms: Math.round(performance.now() - start) };
}
