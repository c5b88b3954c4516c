// Verifies a transcript from itself and from what was published before the draw, and names what was tampered with.

import { announcementHash, type Announcement } from './announcement.ts';
import type { Hex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { HashFunction, HashName } from './hash.ts';
import { drawNumbers } from './numbers.ts';
import { readRoster, type Roster } from './roster.ts';
import { seatByNumber } from './seats.ts';
import { seedOf } from './seed.ts';
import { revealFault, timeFault, type Transcript, transcriptForm, transcriptHash } from './transcript.ts';

/** The parts of a draw, in the order in which they are checked. */
export type CheckName =
  'form' | 'seal' | 'announcement' | 'roster' | 'commitments' | 'timing' | 'seed' | 'numbers' | 'seats' | 'chain';

/** One part of a draw: whether it holds, and what was found. */
export interface Check {
  readonly name: CheckName;
  readonly state: 'holds' | 'broken' | 'not_checked';
  readonly zh: string;
  readonly en: string;
}

/** All parts; `ok` when none is broken. A part that was not checked is said so, and why. */
export interface Verdict {
  readonly ok: boolean;
  readonly checks: readonly Check[];
  /** To be compared with the one printed before the draw; absent when the form is broken. */
  readonly announcementHash?: Hex;
}

/** What a reader knows from elsewhere than the transcript. */
export interface Published {
  /** From the notice before the draw. */
  readonly announcementHash?: Hex | undefined;
  /** From the public source itself, e.g. the state lottery's site. */
  readonly publicValue?: string | undefined;
  /** Hash of the transcript that this draw replaces. */
  readonly previousTranscript?: Hex | undefined;
}

/** Verifies a transcript file: besides its content, that its bytes are the canonical ones. */
export function verifyTranscriptText(
  text: string,
  hashNamed: (name: HashName) => HashFunction | undefined,
  published: Published = {},
): Verdict {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (`${canonicalJson(value)}\n` !== text) {
      return malformed('文件不是规范形式(字节被改动或重新排版)', 'the bytes are not canonical JSON and a line break');
    }
  } catch (error) {
    return malformed('文件不是 JSON', `not canonical JSON: ${(error as Error).message}`);
  }
  return verifyTranscript(value, hashNamed, published);
}

/**
 * Repeats the draw and compares. Without what was published before the draw, a transcript forged as a whole verifies;
 * the check `announcement` says so.
 */
export function verifyTranscript(
  value: unknown,
  hashNamed: (name: HashName) => HashFunction | undefined,
  published: Published = {},
): Verdict {
  const parsed = transcriptForm.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return malformed(`文件形式不符:${path.join('.')}`, `${path.join('.')}: ${message}`);
  }
  const transcript = parsed.data;
  const hash = hashNamed(transcript.announcement.hash);
  if (!hash) {
    const { hash: name } = transcript.announcement;
    return malformed(`本程序不支持杂凑算法 ${name}`, `this program has no hash function ${name}`);
  }
  const { announcement } = transcript;
  const announced = announcementHash(announcement, hash);
  const roster = readRoster(transcript.roster, hash);
  const commitments = checkCommitments(transcript, hash);
  const rosterCheck = checkRoster(announcement, roster);
  const expected = seedOf(announcement, transcript.reveals, transcript.publicValue.value, hash);
  // A broken reveal leaves no seed to expect; the numbers are then judged against the seed that is stated.
  const seed = commitments.state === 'holds' ? expected : transcript.seed;
  const checks = [
    holds('form', '文件形式正确', 'the file has the published form'),
    checkSeal(transcript, hash),
    checkAnnouncement(announced, transcript, published),
    rosterCheck,
    commitments,
    checkTiming(transcript),
    checkSeed(transcript, expected, commitments),
    ...(roster.ok && rosterCheck.state === 'holds'
      ? checkResults(transcript, roster.value, seed, hash)
      : [
          notChecked('numbers', '名单已不符,无从复算', 'the roster is broken, nothing to repeat'),
          notChecked('seats', '名单已不符,无从复算', 'the roster is broken, nothing to repeat'),
        ]),
    checkChain(announcement, published),
  ];
  return { ok: checks.every(({ state }) => state !== 'broken'), checks, announcementHash: announced };
}

/**
 * Verifies that draws follow each other openly, oldest first: each later one announces what it replaces and why, after
 * the earlier one was held. Two transcripts under one announcement are a second draw that nobody announced.
 */
export function verifyChain(transcripts: readonly Transcript[]): Check {
  for (const [i, later] of transcripts.entries()) {
    const earlier = transcripts[i - 1];
    const { replaces } = later.announcement;
    if (!earlier) {
      if (replaces) return broken('chain', '首次派位前还有一次', 'the first transcript replaces one that is missing');
      continue;
    }
    const nth = i + 1;
    if (replaces?.transcript !== earlier.transcriptHash) {
      return broken(
        'chain',
        `第${nth}次派位未公告其取代前一次`,
        `draw ${nth} does not announce that it replaces the one before`,
      );
    }
    if (later.announcement.id === earlier.announcement.id) {
      return broken('chain', `第${nth}次派位沿用了前一次的编号`, `draw ${nth} uses the id of the one before`);
    }
    if (later.announcement.announcedAt <= earlier.publicValue.at) {
      return broken('chain', `第${nth}次派位公告过早`, `draw ${nth} was announced before the one it replaces was held`);
    }
  }
  return holds('chain', '历次派位前后相接', 'the draws follow each other openly');
}

function checkSeal(transcript: Transcript, hash: HashFunction): Check {
  const { transcriptHash: stated, ...content } = transcript;
  return transcriptHash(content, hash) === stated
    ? holds('seal', '实录杂凑值相符', 'the transcript hash is right')
    : broken('seal', '实录内容与其杂凑值不符', 'the content does not give the stated transcript hash');
}

function checkAnnouncement(announced: Hex, { publicValue }: Transcript, published: Published): Check {
  if (published.announcementHash !== undefined && published.announcementHash !== announced) {
    return broken(
      'announcement',
      '派位公告与事先公布的不同',
      'not the announcement that was published before the draw',
    );
  }
  if (published.publicValue !== undefined && published.publicValue !== publicValue.value) {
    return broken('announcement', '公共随机值与其来源不同', 'the public value differs from what its source shows');
  }
  return published.announcementHash === undefined
    ? notChecked(
        'announcement',
        `请与事先公布的公告杂凑值核对:${announced}`,
        `compare with the hash published before the draw: ${announced}`,
      )
    : holds('announcement', '与事先公布的公告一致', 'the announcement is the one published before the draw');
}

function checkRoster(announcement: Announcement, roster: ReturnType<typeof readRoster>): Check {
  if (!roster.ok) {
    const { at, message } = roster.error;
    return broken('roster', `名单第${at + 1}行有误`, `roster line ${at + 1}: ${message}`);
  }
  const { root, size, lots } = announcement.roster;
  return roster.value.root === root && roster.value.size === size && roster.value.lots === lots
    ? holds('roster', `名单与公告一致,共${size}个派位码`, `the roster is the announced one, ${size} tickets`)
    : broken('roster', '名单与公告的默克尔根不符', 'the roster does not give the announced root and counts');
}

function checkCommitments(transcript: Transcript, hash: HashFunction): Check {
  const fault = revealFault(transcript.announcement, transcript.reveals, hash);
  return fault
    ? broken('commitments', `承诺与揭示不符(${fault.at})`, `${fault.at}: ${fault.message}`)
    : holds('commitments', '各方揭示均与承诺相符', 'every party revealed what it had committed to');
}

function checkTiming(transcript: Transcript): Check {
  const fault = timeFault(transcript);
  return fault
    ? broken('timing', `时间次序不符(${fault.at})`, `${fault.at}: ${fault.message}`)
    : holds('timing', '先承诺、再揭示、最后取公共随机值', 'committed, then revealed, the public value last');
}

function checkSeed(transcript: Transcript, expected: Hex, commitments: Check): Check {
  if (commitments.state !== 'holds') {
    return notChecked('seed', '揭示已不符,种子无从复算', 'a reveal is broken, the seed cannot be recomputed');
  }
  return transcript.seed === expected
    ? holds('seed', '种子可由公开数据复算', 'the seed follows from the published values')
    : broken('seed', '种子与公开数据不符', 'the seed does not follow from the published values');
}

function checkResults(transcript: Transcript, roster: Roster, seed: Hex, hash: HashFunction): Check[] {
  const { lists, lastSeat } = transcript.announcement.method;
  let wrongNumbers: string | undefined;
  let wrongSeats: string | undefined;
  if (transcript.results.length !== lists.length) wrongNumbers = 'count';
  for (const [i, list] of lists.entries()) {
    const numbers = drawNumbers(roster, seed, list.id, hash);
    const seated = list.seats === null ? null : seatByNumber(roster, numbers, list.seats, lastSeat);
    const stated = transcript.results[i];
    if (stated?.list !== list.id || !sameNumbers(stated.numbers, numbers)) wrongNumbers ??= list.id;
    if (!stated || (seated === null ? stated.seated !== null : !stated.seated || !sameNumbers(stated.seated, seated))) {
      wrongSeats ??= list.id;
    }
  }
  return [
    wrongNumbers === undefined
      ? holds('numbers', '派位号可由种子复算', 'the numbers follow from the seed')
      : broken(
          'numbers',
          `派位号与种子不符(${wrongNumbers})`,
          `the numbers of "${wrongNumbers}" do not follow from the seed`,
        ),
    wrongSeats === undefined
      ? holds('seats', '录取结果与派位号一致', 'the seats follow from the numbers')
      : broken(
          'seats',
          `录取结果与派位号不符(${wrongSeats})`,
          `the seats of "${wrongSeats}" do not follow from the numbers`,
        ),
  ];
}

function checkChain({ replaces }: Announcement, { previousTranscript }: Published): Check {
  if (previousTranscript !== undefined && replaces?.transcript !== previousTranscript) {
    return broken('chain', '未公告其取代前一次派位', 'does not announce that it replaces the draw before');
  }
  if (!replaces) return holds('chain', '首次派位', 'a first draw');
  const zh = `取代 ${replaces.transcript},理由:${replaces.reason}`;
  const en = `replaces ${replaces.transcript}, because: ${replaces.reason}`;
  return previousTranscript === undefined ? notChecked('chain', zh, en) : holds('chain', zh, en);
}

function sameNumbers(stated: readonly number[], expected: ArrayLike<number>): boolean {
  return stated.length === expected.length && stated.every((number, i) => number === expected[i]);
}

function malformed(zh: string, en: string): Verdict {
  return { ok: false, checks: [broken('form', zh, en)] };
}

function holds(name: CheckName, zh: string, en: string): Check {
  return { name, state: 'holds', zh, en };
}

function broken(name: CheckName, zh: string, en: string): Check {
  return { name, state: 'broken', zh, en };
}

function notChecked(name: CheckName, zh: string, en: string): Check {
  return { name, state: 'not_checked', zh, en };
}
