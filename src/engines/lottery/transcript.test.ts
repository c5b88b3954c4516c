import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../kernel/result.ts';
import { nodeHash } from '../../platform/crypto/node-hash.ts';
import { type Announcement, announcementForm, announcementHash, LOTTERY_FORMAT } from './announcement.ts';
import { digestHex, type HashName } from './hash.ts';
import { buildRoster, rosterLines, type RosterEntry } from './roster.ts';
import { seatByNumber } from './seats.ts';
import { commitmentTo } from './seed.ts';
import { type DrawInputs, holdDraw, type Transcript, transcriptHash, transcriptText } from './transcript.ts';
import { type CheckName, verifyChain, verifyTranscript, verifyTranscriptText } from './verify.ts';

const sha256 = nodeHash('sha256');
const child = (i: number, group?: string): RosterEntry => ({ ticket: digestHex(sha256, `child ${i}`), group });
const openings = ['教育局', '纪委监委', 'parents'].map((party, i) => ({
  party,
  nonce: digestHex(sha256, `nonce ${i}`),
  value: `第${i}个值`,
}));

/** A ceremony of 20 children, the first two bound twins, with one list for seats and one that breaks ties. */
function ceremony(changes: Partial<Announcement> = {}, hashName: HashName = 'sha256'): DrawInputs {
  const hash = nodeHash(hashName);
  const id = changes.id ?? '2027-demo';
  const children = Array.from({ length: 20 }, (_, i) => child(i, i < 2 ? 'twins' : undefined));
  const roster = unwrap(buildRoster(children, hash));
  const announcement: Announcement = {
    format: LOTTERY_FORMAT,
    id,
    hash: hashName,
    announcedAt: '2027-07-01T01:00:00Z',
    revealBy: '2027-07-10T01:00:00Z',
    roster: { size: roster.size, lots: roster.lots, root: roster.root },
    method: {
      algorithm: 'sort-by-keyed-hash/1',
      rules: { version: 'demo-2027-1', hash: digestHex(hash, 'rules') },
      code: digestHex(hash, 'code'),
      lists: [
        { id: 'school-1', seats: 6, setAsides: [{ reason: '高层次人才', seats: 1 }] },
        { id: 'ties', seats: null, setAsides: [] },
      ],
      lastSeat: 'skip',
    },
    commitments: openings.map((opening) => ({ party: opening.party, commitment: commitmentTo(id, opening, hash) })),
    publicValue: { source: 'a state lottery, issue 2027078', form: 'digits as drawn', at: '2027-07-10T13:15:00Z' },
    replaces: null,
    ...changes,
  };
  return {
    announcement,
    roster: rosterLines(roster),
    reveals: openings.map((opening) => ({ ...opening, at: '2027-07-09T02:00:00Z' })),
    publicValue: { value: '02 05 09 14 26 33', at: '2027-07-10T13:20:00Z' },
  };
}

const hold = (draw: DrawInputs): Transcript => unwrap(holdDraw(draw, nodeHash(draw.announcement.hash)));
const good = hold(ceremony());
const brokenIn = (transcript: unknown, published = {}): CheckName[] =>
  verifyTranscript(transcript, nodeHash, published)
    .checks.filter(({ state }) => state === 'broken')
    .map(({ name }) => name);
/** What a tamperer does who knows the format: changes a part and writes the matching hash below it. */
const resealed = (transcript: Transcript): Transcript => {
  const { transcriptHash: _, ...content } = transcript;
  return { ...content, transcriptHash: transcriptHash(content, sha256) };
};
const swapped = <T>(list: readonly T[], a: number, b: number): T[] =>
  list.map((item, i) => (i === a ? list[b]! : i === b ? list[a]! : item));

describe('a draw', () => {
  it('gives the same transcript on every run, and it verifies', () => {
    expect(hold(ceremony())).toEqual(good);
    const verdict = verifyTranscriptText(transcriptText(good), nodeHash, {
      announcementHash: announcementHash(good.announcement, sha256),
      publicValue: good.publicValue.value,
    });
    expect(verdict.checks.filter(({ state }) => state !== 'holds')).toEqual([]);
    expect(verdict.ok).toBe(true);
  });

  it('runs with SM3 throughout', () => {
    const transcript = hold(ceremony({}, 'sm3'));
    expect(transcript.seed).not.toBe(good.seed);
    expect(brokenIn(transcript)).toEqual([]);
  });

  it('says what cannot be checked from the file alone', () => {
    const unchecked = verifyTranscript(good, nodeHash).checks.filter(({ state }) => state === 'not_checked');
    expect(unchecked.map(({ name }) => name)).toEqual(['announcement']);
  });

  it('depends on every value of every party and on the public value', () => {
    const draw = ceremony();
    const seeds = new Set([good.seed]);
    for (const i of openings.keys()) {
      const reveals = draw.reveals.map((reveal, k) => (k === i ? { ...reveal, value: 'another' } : reveal));
      const commitments = reveals.map((reveal) => ({
        party: reveal.party,
        commitment: commitmentTo('2027-demo', reveal, sha256),
      }));
      seeds.add(hold({ ...ceremony({ commitments }), reveals }).seed);
    }
    seeds.add(hold({ ...draw, publicValue: { ...draw.publicValue, value: '02 05 09 14 26 32' } }).seed);
    expect(seeds.size).toBe(5);
  });

  it("is not held while a party has not revealed, revealed something else, or another draw's value", () => {
    const draw = ceremony();
    const refused = (reveals: DrawInputs['reveals']) => holdDraw({ ...draw, reveals }, sha256);
    expect(refused(draw.reveals.slice(0, 2))).toMatchObject({ error: { at: 'reveals[2]' } });
    expect(refused(draw.reveals.toReversed())).toMatchObject({ error: { at: 'reveals[0]' } });
    expect(refused(draw.reveals.map((r) => ({ ...r, value: 'x' })))).toMatchObject({ error: { at: 'reveals[0]' } });
    expect(refused([...draw.reveals, draw.reveals[0]!])).toMatchObject({ error: { at: 'reveals[3]' } });
    const replayed = { ...draw, announcement: { ...draw.announcement, id: '2027-demo-2' } };
    expect(holdDraw(replayed, sha256)).toMatchObject({ error: { at: 'reveals[0]' } });
  });

  it('is not held with a late reveal, an early reveal, or a public value before its time', () => {
    const draw = ceremony();
    const revealedAt = (at: string) => ({ ...draw, reveals: draw.reveals.map((reveal) => ({ ...reveal, at })) });
    expect(holdDraw(revealedAt('2027-07-10T01:00:01Z'), sha256)).toMatchObject({ error: { at: 'reveals[0].at' } });
    expect(holdDraw(revealedAt('2027-07-10T01:00:00Z'), sha256)).toMatchObject({ ok: true });
    expect(holdDraw(revealedAt('2027-07-01T01:00:00Z'), sha256)).toMatchObject({ error: { at: 'reveals[0].at' } });
    const early = { ...draw, publicValue: { ...draw.publicValue, at: '2027-07-10T13:14:59Z' } };
    expect(holdDraw(early, sha256)).toMatchObject({ error: { at: 'publicValue.at' } });
  });

  it('is held over the announced roster and with the announced hash function only', () => {
    const draw = ceremony();
    expect(holdDraw({ ...draw, roster: draw.roster.slice(1) }, sha256)).toMatchObject({ error: { at: 'roster' } });
    expect(holdDraw({ ...draw, roster: ['?'] }, sha256)).toMatchObject({ error: { at: 'roster[0]' } });
    expect(holdDraw(draw, nodeHash('sm3'))).toMatchObject({ error: { at: 'announcement.hash' } });
  });
});

describe('an announcement', () => {
  const { announcement } = ceremony();
  const faultOf = (changed: unknown) => announcementForm.safeParse(changed).error?.issues[0]?.path.join('.');

  it('needs two parties, named once, and a public value that comes after all reveals', () => {
    expect(faultOf({ ...announcement, commitments: announcement.commitments.slice(1, 2) })).toBe('commitments');
    const doubled = [announcement.commitments[0], announcement.commitments[0]];
    expect(faultOf({ ...announcement, commitments: doubled })).toBe('commitments.1.party');
    expect(faultOf({ ...announcement, revealBy: announcement.publicValue.at })).toBe('revealBy');
  });

  it('refuses texts that could pass for two lines, dates that do not exist, lists named twice, unknown members', () => {
    expect(faultOf({ ...announcement, id: 'a\nb' })).toBe('id');
    expect(faultOf({ ...announcement, announcedAt: '2027-13-01T00:00:00Z' })).toBe('announcedAt');
    const lists = [announcement.method.lists[0], announcement.method.lists[0]];
    expect(faultOf({ ...announcement, method: { ...announcement.method, lists } })).toBe('method.lists.1.id');
    expect(announcementForm.safeParse({ ...announcement, note: 'x' }).success).toBe(false);
  });
});

describe('tampering', () => {
  it('is found at every single byte of the file', () => {
    const bytes = Buffer.from(transcriptText(good));
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(verifyTranscriptText(changed.toString(), nodeHash).ok, `byte ${at}`).toBe(false);
    }
    expect(verifyTranscriptText(bytes.toString().trimEnd(), nodeHash).ok).toBe(false);
    expect(verifyTranscriptText(JSON.stringify(good, null, 1), nodeHash).ok).toBe(false);
  });

  it('with the roster is named: a child added, removed, exchanged, or unbound', () => {
    const { roster } = good;
    const added = [...roster, 'f'.repeat(64)];
    const exchanged = [...roster.slice(0, -1), 'f'.repeat(64)];
    const unbound = roster.map((entry) => entry.slice(0, 64));
    for (const changed of [added, roster.slice(1), exchanged, unbound, swapped(roster, 0, 1)]) {
      expect(brokenIn(resealed({ ...good, roster: changed }))).toEqual(['roster']);
    }
  });

  it('with the seed is named', () => {
    expect(brokenIn(resealed({ ...good, seed: digestHex(sha256, 'chosen') }))).toEqual(['seed']);
  });

  it('with the order is named', () => {
    const results = good.results.map((result) => ({ ...result, numbers: swapped(result.numbers, 3, 4) }));
    expect(brokenIn(resealed({ ...good, results }))).toEqual(['numbers']);
    expect(brokenIn(resealed({ ...good, results: good.results.toReversed() }))).toContain('numbers');
    expect(brokenIn(resealed({ ...good, results: [...good.results, good.results[0]!] }))).toEqual(['numbers']);
  });

  it('with the result is named: a seat moved, given twice, or taken away', () => {
    const [first, ties] = good.results;
    const free = Array.from({ length: 20 }, (_, i) => i).find((i) => !first!.seated!.includes(i))!;
    for (const seated of [
      [...first!.seated!.slice(1), free],
      [...first!.seated!, free],
      first!.seated!.slice(1),
      null,
    ]) {
      expect(brokenIn(resealed({ ...good, results: [{ ...first!, seated }, ties!] }))).toEqual(['seats']);
    }
    expect(brokenIn(resealed({ ...good, results: [first!, { ...ties!, seated: [] }] }))).toEqual(['seats']);
  });

  it('with a reveal, its time, or the public value is named', () => {
    const reveals = good.reveals.map((reveal, i) => (i === 1 ? { ...reveal, value: 'x' } : reveal));
    expect(brokenIn(resealed({ ...good, reveals }))).toEqual(['commitments']);
    const late = good.reveals.map((reveal) => ({ ...reveal, at: '2027-07-10T13:16:00Z' }));
    expect(brokenIn(resealed({ ...good, reveals: late }))).toEqual(['timing']);
    const publicValue = { ...good.publicValue, value: '01 02 03 04 05 06' };
    expect(brokenIn(resealed({ ...good, publicValue }))).toEqual(['seed', 'numbers', 'seats']);
  });

  it('with the announcement is found even when everything below is drawn anew, by the hash published before', () => {
    const announced = announcementHash(good.announcement, sha256);
    const lists = good.announcement.method.lists.map((list) => ({ ...list, seats: list.seats && list.seats + 1 }));
    const forged = hold(ceremony({ method: { ...good.announcement.method, lists } }));
    expect(brokenIn(forged)).toEqual([]);
    expect(brokenIn(forged, { announcementHash: announced })).toEqual(['announcement']);
    const otherValue = hold({ ...ceremony(), publicValue: { ...good.publicValue, value: '01' } });
    expect(brokenIn(otherValue, { announcementHash: announced, publicValue: good.publicValue.value })).toEqual([
      'announcement',
    ]);
  });

  it('never passes as well-formed nonsense: every value of the file replaced by another kind', () => {
    for (const nonsense of [null, 7, 'x', [], {}]) {
      for (const member of Object.keys(good)) {
        expect(verifyTranscript({ ...good, [member]: nonsense }, nodeHash).ok, member).toBe(false);
      }
    }
    expect(verifyTranscriptText('[[[', nodeHash).ok).toBe(false);
    expect(verifyTranscriptText('{"seed":1.5}\n', nodeHash).ok).toBe(false);
  });

  it('cannot hide behind a hash function that the reader does not have', () => {
    expect(verifyTranscript(good, () => undefined).checks[0]).toMatchObject({ name: 'form', state: 'broken' });
  });
});

describe('a second draw', () => {
  const replaces = { transcript: good.transcriptHash, reason: '漏报一名儿童' };
  const again = (changes: Partial<Announcement>) =>
    hold({
      ...ceremony({ id: '2027-demo-2', revealBy: '2027-07-20T01:00:00Z', ...changes }),
      reveals: ceremony().reveals.map((reveal) => ({ ...reveal, at: '2027-07-19T00:00:00Z' })),
      publicValue: { value: '9', at: '2027-07-21T00:00:00Z' },
    });
  const times = {
    announcedAt: '2027-07-11T00:00:00Z',
    publicValue: { source: 's', form: 'f', at: '2027-07-20T13:15:00Z' },
  };

  it('announces which transcript it replaces and why', () => {
    const second = again({ ...times, replaces });
    expect(verifyChain([good, second])).toMatchObject({ name: 'chain', state: 'holds' });
    expect(brokenIn(second, { previousTranscript: good.transcriptHash })).toEqual([]);
  });

  it('is found when it is not announced, announced too early, or under the announcement of the first', () => {
    expect(verifyChain([good, again(times)]).state).toBe('broken');
    expect(brokenIn(again(times), { previousTranscript: good.transcriptHash })).toEqual(['chain']);
    const early = again({ ...times, announcedAt: '2027-07-10T13:00:00Z', replaces });
    expect(verifyChain([good, early])).toMatchObject({ state: 'broken' });
    const silently = hold({ ...ceremony(), publicValue: { ...good.publicValue, value: 'again' } });
    expect(verifyChain([good, silently])).toMatchObject({ state: 'broken' });
    expect(verifyChain([again({ ...times, replaces })])).toMatchObject({ state: 'broken' });
  });
});

describe('seats by number', () => {
  const roster = unwrap(
    buildRoster([child(0, 'a'), child(1, 'a'), child(2), child(3), child(4, 'b'), child(5, 'b')], sha256),
  );
  /** Numbers that let the twins of `first` draw 1. */
  const numbersWith = (first: string) => {
    const order = [first, first === 'a' ? 'b' : 'a', 2, 3];
    const numberOf = new Map<string, number>();
    for (const i of [0, 1, 2, 3, 4, 5]) {
      numberOf.set(child(i).ticket, 1 + order.indexOf(i < 2 ? 'a' : i > 3 ? 'b' : i));
    }
    return Uint32Array.from(rosterLines(roster), (entry) => numberOf.get(entry.slice(0, 64))!);
  };
  const seatedNumbers = (seats: number, rule: 'skip' | 'over_quota' | 'split') => {
    const numbers = numbersWith('a');
    return seatByNumber(roster, numbers, seats, rule)
      .map((position) => numbers[position]!)
      .sort((a, b) => a - b);
  };

  it('go past twins who do not fit to the next child', () => {
    expect(seatedNumbers(3, 'skip')).toEqual([1, 1, 3]);
  });
  it('take both twins over the plan', () => {
    expect(seatedNumbers(3, 'over_quota')).toEqual([1, 1, 2, 2]);
  });
  it('split twins at the last seat', () => {
    expect(seatedNumbers(3, 'split')).toEqual([1, 1, 2]);
  });

  it('fill the plan exactly, or beyond it by the rule only, in order of numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), (seats) => {
        expect(seatedNumbers(seats, 'split')).toHaveLength(Math.min(seats, 6));
        expect(seatedNumbers(seats, 'skip').length).toBeLessThanOrEqual(seats);
        expect(seatedNumbers(seats, 'over_quota').length).toBeGreaterThanOrEqual(Math.min(seats, 6));
      }),
    );
  });
});
