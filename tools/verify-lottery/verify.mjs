// Verifies a lottery transcript as docs/lottery.md specifies it: plain JavaScript for Node and browsers, no dependencies.
//
// In a terminal: node verify.mjs TRANSCRIPT.json [--announced HEX] [--public-value TEXT] [--previous HEX]
// In a page:     import { verify } from './verify.mjs'; const checks = verify(bytes, { announced });

const FORMAT = 'huaijiaotong-lottery/1';
const encoder = new TextEncoder();

class Malformed extends Error {}

// --- Hash functions: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016), because a browser's own are asynchronous.

const rotl = (x, n) => (x << n) | (x >>> (32 - n));

function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}
/** The first 32 bits of a number's fraction, as FIPS 180-4 derives its constants. */
const fraction = (x) => Math.floor((x % 1) * 2 ** 32) | 0;
const SHA256_ROUND = Int32Array.from(primes(64), (p) => fraction(Math.cbrt(p)));
const SHA256_START = Int32Array.from(primes(8), (p) => fraction(Math.sqrt(p)));
const SM3_ROUND = Int32Array.from({ length: 64 }, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));
const SM3_START = Int32Array.of(
  0x7380166f,
  0x4914b2b9,
  0x172442d7,
  0xda8a0600,
  0xa96f30bc,
  0x163138aa,
  0xe38dee4d,
  0xb0fb0e4e,
);

function sha256Block(v, w) {
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = rotl(x, 25) ^ rotl(x, 14) ^ (x >>> 3);
    const s1 = rotl(y, 15) ^ rotl(y, 13) ^ (y >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let a = v[0];
  let b = v[1];
  let c = v[2];
  let d = v[3];
  let e = v[4];
  let f = v[5];
  let g = v[6];
  let h = v[7];
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (rotl(e, 26) ^ rotl(e, 21) ^ rotl(e, 7)) + ((e & f) ^ (~e & g)) + SHA256_ROUND[i] + w[i]) | 0;
    const t2 = ((rotl(a, 30) ^ rotl(a, 19) ^ rotl(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  v[0] += a;
  v[1] += b;
  v[2] += c;
  v[3] += d;
  v[4] += e;
  v[5] += f;
  v[6] += g;
  v[7] += h;
}

function sm3Block(v, w) {
  for (let j = 16; j < 68; j += 1) {
    const x = w[j - 16] ^ w[j - 9] ^ rotl(w[j - 3], 15);
    w[j] = x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(w[j - 13], 7) ^ w[j - 6];
  }
  let a = v[0];
  let b = v[1];
  let c = v[2];
  let d = v[3];
  let e = v[4];
  let f = v[5];
  let g = v[6];
  let h = v[7];
  for (let j = 0; j < 64; j += 1) {
    const ss1 = rotl((rotl(a, 12) + e + SM3_ROUND[j]) | 0, 7);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ rotl(a, 12)) + (w[j] ^ w[j + 4])) | 0;
    const tt2 = (gg + h + ss1 + w[j]) | 0;
    d = c;
    c = rotl(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotl(f, 19);
    f = e;
    e = tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17);
  }
  v[0] ^= a;
  v[1] ^= b;
  v[2] ^= c;
  v[3] ^= d;
  v[4] ^= e;
  v[5] ^= f;
  v[6] ^= g;
  v[7] ^= h;
}

/** Both functions pad alike: 0x80, zeros, the length in bits as 64-bit big-endian; both read and write big-endian. */
function hashOver(start, block) {
  const w = new Int32Array(68);
  return (bytes) => {
    const v = start.slice();
    const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const bits = bytes.length * 8;
    for (let i = 1, rest = bits; rest > 0; i += 1, rest = Math.floor(rest / 256))
      padded[padded.length - i] = rest % 256;
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 16; i += 1) {
        const p = at + 4 * i;
        w[i] = (padded[p] << 24) | (padded[p + 1] << 16) | (padded[p + 2] << 8) | padded[p + 3];
      }
      block(v, w);
    }
    const digest = new Uint8Array(32);
    for (let i = 0; i < 32; i += 1) digest[i] = v[i >> 2] >>> (24 - 8 * (i % 4));
    return digest;
  };
}

export const sha256 = hashOver(SHA256_START, sha256Block);
export const sm3 = hashOver(SM3_START, sm3Block);

// --- Form

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  // Half a surrogate pair has no UTF-8.
  if (isText(value) && /\p{Cs}/u.test(value)) throw new Malformed('a text holds half a surrogate pair');
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new Malformed(`the number ${value} is no integer`);
  return JSON.stringify(value);
}

/** The value of a file that is canonical JSON and LF to the byte. */
function read(bytes) {
  let value;
  let written;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    written = encoder.encode(`${canonical(value)}\n`);
  } catch (error) {
    throw new Malformed(`not canonical JSON: ${error.message}`);
  }
  if (written.length !== bytes.length || written.some((byte, i) => byte !== bytes[i])) {
    throw new Malformed('the bytes are not canonical JSON and a line break');
  }
  return value;
}

const isText = (value) => typeof value === 'string';
const hex32 = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value);
const line = (value) => isText(value) && value !== '' && !/\p{Cc}/u.test(value);
const second = (value) => {
  if (!isText(value) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value.replace('Z', '.000Z');
};
const natural = (value) => Number.isSafeInteger(value) && value >= 0;
const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);
const orNull = (form) => (value) => value === null || fits(form, value);

function fits(form, value) {
  if (typeof form === 'function') return form(value);
  if (Array.isArray(form)) return Array.isArray(value) && value.every((item) => fits(form[0], item));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const names = Object.keys(form);
  return (
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name) && fits(form[name], value[name]))
  );
}

const ANNOUNCEMENT = {
  format: oneOf(FORMAT),
  id: line,
  hash: oneOf('sha256', 'sm3'),
  announcedAt: second,
  revealBy: second,
  roster: { size: natural, lots: natural, root: hex32 },
  method: {
    algorithm: oneOf('sort-by-keyed-hash/1'),
    rules: { version: line, hash: hex32 },
    code: hex32,
    lists: [{ id: line, seats: orNull(natural), setAsides: [{ reason: line, seats: natural }] }],
    lastSeat: oneOf('skip', 'over_quota', 'split'),
  },
  commitments: [{ party: line, commitment: hex32 }],
  publicValue: { source: line, form: line, at: second },
  replaces: orNull({ transcript: hex32, reason: line }),
};

const TRANSCRIPT = {
  format: oneOf(FORMAT),
  announcement: ANNOUNCEMENT,
  roster: [isText],
  reveals: [{ party: line, nonce: hex32, value: line, at: second }],
  publicValue: { value: line, at: second },
  seed: hex32,
  results: [{ list: line, numbers: [natural], seated: orNull([natural]) }],
  transcriptHash: hex32,
};

function checkForm(transcript) {
  if (!fits(TRANSCRIPT, transcript)) {
    const wrong = Object.keys(TRANSCRIPT).find((name) => !fits(TRANSCRIPT[name], transcript?.[name]));
    throw new Malformed(wrong ? `the member ${wrong} is missing or has another form` : 'a member too many');
  }
  const { announcedAt, revealBy, publicValue, commitments, method } = transcript.announcement;
  const parties = commitments.map(({ party }) => party);
  const lists = method.lists.map(({ id }) => id);
  if (parties.length < 2 || new Set(parties).size !== parties.length) {
    throw new Malformed('there must be two parties or more, each named once');
  }
  if (lists.length === 0 || new Set(lists).size !== lists.length) {
    throw new Malformed('there must be at least one list, each named once');
  }
  if (!(announcedAt < revealBy && revealBy < publicValue.at)) {
    throw new Malformed('announcedAt, revealBy and publicValue.at must follow each other');
  }
}

// --- Roster

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const toHex = (bytes) => Array.from(bytes, (byte) => HEX[byte]).join('');
/** The value of a digit 0–9, a–f by its character code. */
const digit = (code) => (code < 58 ? code - 48 : code - 87);

function fromHex(hex) {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i += 1) {
    bytes[i] = digit(hex.charCodeAt(2 * i)) * 16 + digit(hex.charCodeAt(2 * i + 1));
  }
  return bytes;
}

function join(...parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Tickets in order, for each the index of the ticket that draws for it, the indexes of those that draw, the root. */
function readRoster(entries, H) {
  const indexOf = new Map();
  const members = new Map();
  const tickets = [];
  const drawnBy = [];
  const leaves = [];
  for (const [index, entry] of entries.entries()) {
    const parts = entry.split(' ');
    if (parts.length > 2 || !parts.every(hex32)) throw new Malformed(`entry ${index} is not well formed`);
    if (index > 0 && tickets[index - 1] >= parts[0]) throw new Malformed(`entry ${index} does not ascend`);
    tickets.push(parts[0]);
    indexOf.set(parts[0], index);
    const first = indexOf.get(parts.at(-1));
    if (first === undefined) throw new Malformed(`entry ${index} is bound to a ticket that does not stand before it`);
    if (parts.length === 2) members.set(first, [...(members.get(first) ?? []), index]);
    drawnBy.push(first);
    leaves.push(H(join([0x00], ...parts.map(fromHex))));
  }
  for (const [first, group] of members) {
    if (group.length < 2 || group[0] !== first) {
      throw new Malformed(`the group of entry ${first} has one member, or its first does not name itself`);
    }
  }
  if (leaves.length === 0) throw new Malformed('the roster is empty');
  const lots = drawnBy.filter((first, index) => first === index);
  return { tickets, drawnBy, lots, root: toHex(merkleRoot(leaves, H)) };
}

function merkleRoot(leaves, H) {
  let level = leaves;
  while (level.length > 1) {
    const above = [];
    for (let i = 0; i + 1 < level.length; i += 2) above.push(H(join([0x01], level[i], level[i + 1])));
    if (level.length % 2 === 1) above.push(level.at(-1));
    level = above;
  }
  return level[0];
}

// --- Draw

function drawNumbers({ tickets, drawnBy, lots }, seed, list, H) {
  const listKey = H(encoder.encode(`${FORMAT} list\n${seed}\n${list}`));
  const keyed = lots.map((index) => ({ index, key: toHex(H(join([0x02], listKey, fromHex(tickets[index])))) }));
  keyed.sort((a, b) => (a.key === b.key ? a.index - b.index : a.key < b.key ? -1 : 1));
  const numberOf = new Map(keyed.map(({ index }, place) => [index, place + 1]));
  return drawnBy.map((first) => numberOf.get(first));
}

function giveSeats(numbers, seats, lastSeat) {
  const lots = [];
  for (const [index, number] of numbers.entries()) (lots[number] ??= []).push(index);
  const seated = [];
  let left = seats;
  for (let number = 1; number < lots.length && left > 0; number += 1) {
    const lot = lots[number];
    if (lot.length > left && lastSeat === 'skip') continue;
    const taken = lastSeat === 'split' ? lot.slice(0, left) : lot;
    seated.push(...taken);
    left -= taken.length;
  }
  return seated.sort((a, b) => a - b);
}

// --- Checks

/**
 * Checks a transcript file, given as bytes or text, against itself and what the reader knows from elsewhere.
 * Returns the parts in the order of the specification; the draw is sound when none is broken.
 */
export function verify(file, { announced, publicValue, previous } = {}) {
  const checks = [];
  const add = (part, state, words) => checks.push({ part, state, words });
  const judge = (part, good, holds, broken) => add(part, good ? 'holds' : 'broken', good ? holds : broken);
  let transcript;
  try {
    transcript = read(isText(file) ? encoder.encode(file) : file);
    checkForm(transcript);
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    return [{ part: 'form', state: 'broken', words: fault.message }];
  }
  add('form', 'holds', 'canonical, with the members of the form');
  const { announcement, reveals, results } = transcript;
  const H = announcement.hash === 'sm3' ? sm3 : sha256;
  const textHash = (...lines) => toHex(H(encoder.encode(lines.join('\n'))));

  const { transcriptHash, ...content } = transcript;
  const sealed = textHash(`${FORMAT} transcript`, canonical(content)) === transcriptHash;
  judge('seal', sealed, 'the transcript hash is right', 'the content does not give the transcript hash');

  const announcementHash = textHash(`${FORMAT} announcement`, canonical(announcement));
  if (announced !== undefined && announced !== announcementHash) {
    add('announcement', 'broken', `not the announcement published before: its hash is ${announcementHash}`);
  } else if (publicValue !== undefined && publicValue !== transcript.publicValue.value) {
    add('announcement', 'broken', 'the public value differs from the one at its source');
  } else if (announced === undefined) {
    add('announcement', 'not_checked', `compare with the hash published before: ${announcementHash}`);
  } else {
    add('announcement', 'holds', 'the one published before the draw');
  }

  let roster;
  try {
    const found = readRoster(transcript.roster, H);
    const { size, lots, root } = announcement.roster;
    if (found.tickets.length !== size || found.lots.length !== lots || found.root !== root) {
      throw new Malformed(`size, lots or root differ from the announced: root ${found.root}`);
    }
    roster = found;
    add('roster', 'holds', `${size} tickets, the announced root`);
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    add('roster', 'broken', fault.message);
  }

  const revealed =
    reveals.length === announcement.commitments.length &&
    announcement.commitments.every(({ party, commitment }, i) => {
      const { nonce, value } = reveals[i];
      const opened = textHash(`${FORMAT} commitment`, announcement.id, party, nonce, value);
      return reveals[i].party === party && opened === commitment;
    });
  judge('commitments', revealed, 'all revealed as committed', 'a reveal is missing or not as committed');

  const inTime =
    reveals.every(({ at }) => announcement.announcedAt < at && at <= announcement.revealBy) &&
    transcript.publicValue.at >= announcement.publicValue.at;
  judge('timing', inTime, 'the public value came last', 'a reveal or the public value out of time');

  let { seed } = transcript;
  if (revealed) {
    const values = reveals.flatMap(({ nonce, value }) => [nonce, value]);
    seed = textHash(`${FORMAT} seed`, announcementHash, ...values, transcript.publicValue.value);
    judge('seed', seed === transcript.seed, 'follows from the values', 'does not follow from the values');
  } else {
    add('seed', 'not_checked', 'the reveals are broken');
  }

  if (roster) {
    const { lists, lastSeat } = announcement.method;
    const wrongNumbers = results.length === lists.length ? [] : ['count of lists'];
    const wrongSeats = [];
    for (const [i, { id, seats }] of lists.entries()) {
      const numbers = drawNumbers(roster, seed, id, H);
      const seated = seats === null ? null : giveSeats(numbers, seats, lastSeat);
      const result = results[i];
      if (result?.list !== id || canonical(result.numbers) !== canonical(numbers)) wrongNumbers.push(id);
      if (!result || canonical(result.seated) !== canonical(seated)) wrongSeats.push(id);
    }
    judge('numbers', wrongNumbers.length === 0, 'follow from the seed', `wrong: ${wrongNumbers.join(', ')}`);
    judge('seats', wrongSeats.length === 0, 'follow from the numbers', `wrong: ${wrongSeats.join(', ')}`);
  } else {
    add('numbers', 'not_checked', 'the roster is broken');
    add('seats', 'not_checked', 'the roster is broken');
  }

  const { replaces } = announcement;
  if (previous !== undefined) {
    const follows = replaces?.transcript === previous;
    judge('chain', follows, 'replaces the draw before', 'does not replace the draw before');
  } else if (replaces === null) {
    add('chain', 'holds', 'a first draw');
  } else {
    add('chain', 'not_checked', `replaces ${replaces.transcript}: ${replaces.reason}`);
  }
  return checks;
}

// --- What a family and a party can check for themselves

/**
 * Whether an inclusion proof { entry, index, size, path } leads to the announced root { root, size }; `hash` is
 * 'sha256' or 'sm3'.
 */
export function proofHolds(proof, announced, hash) {
  const parts = isText(proof?.entry) ? proof.entry.split(' ') : [];
  const { index, size, path } = proof ?? {};
  if (parts.length === 0 || parts.length > 2 || !parts.every(hex32) || size !== announced.size) return false;
  if (!Number.isInteger(index) || index < 0 || index >= size || !Array.isArray(path) || !path.every(hex32))
    return false;
  const H = hash === 'sm3' ? sm3 : sha256;
  let node = H(join([0x00], ...parts.map(fromHex)));
  let at = index;
  let used = 0;
  for (let width = size; width > 1; width = (width + 1) >> 1) {
    if ((at ^ 1) < width) {
      if (used === path.length) return false;
      const sibling = fromHex(path[used]);
      used += 1;
      node = at % 2 === 0 ? H(join([0x01], node, sibling)) : H(join([0x01], sibling, node));
    }
    at >>= 1;
  }
  return used === path.length && toHex(node) === announced.root;
}

/** What a party publishes before the draw, from what it keeps: { draw, party, nonce, value }. */
export function commitmentOf({ draw, party, nonce, value }, hash) {
  const H = hash === 'sm3' ? sm3 : sha256;
  return toHex(H(encoder.encode([`${FORMAT} commitment`, draw, party, nonce, value].join('\n'))));
}

// --- Terminal

async function main(words) {
  const usage = 'usage: node verify.mjs TRANSCRIPT.json [--announced HEX] [--public-value TEXT] [--previous HEX]';
  const options = { '--announced': 'announced', '--public-value': 'publicValue', '--previous': 'previous' };
  const [path, ...rest] = words;
  const published = {};
  for (let i = 0; i < rest.length; i += 2) {
    const name = options[rest[i]];
    if (!name || rest[i + 1] === undefined) return complain(usage);
    published[name] = rest[i + 1];
  }
  if (path === undefined || path.startsWith('--')) return complain(usage);
  const { readFileSync } = await nodeModule('fs');
  let bytes;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    return complain(error.message);
  }
  const checks = verify(bytes, published);
  for (const { part, state, words } of checks) console.log(`${part.padEnd(12)} ${state.padEnd(12)} ${words}`);
  return checks.some(({ state }) => state === 'broken') ? 1 : 0;
}

function complain(words) {
  console.error(words);
  return 2;
}

const started = globalThis.process?.argv?.[1];
// Pages load this file too: node's modules are asked for only where a terminal started it.
const nodeModule = (name) => import(/* @vite-ignore */ `node:${name}`);
async function begin() {
  const [{ realpathSync }, { pathToFileURL }] = await Promise.all([nodeModule('fs'), nodeModule('url')]);
  if (import.meta.url === pathToFileURL(realpathSync(started)).href) {
    process.exitCode = await main(process.argv.slice(2));
  }
}
if (started) void begin();
