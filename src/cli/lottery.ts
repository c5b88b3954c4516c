// Lotteries from the terminal: make tickets, publish a roster, commit, announce, draw, verify.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { announcementForm, announcementHash } from '../engines/lottery/announcement.ts';
import { isHex32, toHex } from '../engines/lottery/bytes.ts';
import type { HashFunction } from '../engines/lottery/hash.ts';
import { buildRoster, proofFor, rosterLines, ticketsUnder, verifyProof } from '../engines/lottery/roster.ts';
import { commitmentTo } from '../engines/lottery/seed.ts';
import { drawInputsForm, holdDraw, transcriptForm, transcriptText } from '../engines/lottery/transcript.ts';
import { type Check, verifyChain, verifyTranscriptText } from '../engines/lottery/verify.ts';
import { nodeHash } from '../platform/crypto/node-hash.ts';
import { type CommandGroup, type ExitCode, type Terminal, wrongUsage } from './command.ts';

/** `lottery …` */
export const lotteryCommands: CommandGroup = {
  usage: [
    'lottery tickets TOKENS.txt --secret-file FILE [--hash sha256|sm3]',
    'lottery roster ENTRIES.json [--proof TICKET] [--hash sha256|sm3]',
    'lottery proof PROOF.json --root HEX --size N [--hash sha256|sm3]',
    'lottery commit DRAW_ID PARTY VALUE [--hash sha256|sm3]',
    'lottery announce ANNOUNCEMENT.json',
    'lottery draw DRAW.json > TRANSCRIPT.json',
    'lottery verify TRANSCRIPT.json [LATER.json …] [--announced HEX] [--public-value TEXT]',
  ],
  run: (words, terminal) => Promise.resolve(run(words, terminal)),
};

/** Ends a command with exit code 1 and words for people. */
class Refused extends Error {}

type Options = ReturnType<typeof readWords>['values'];
type Command = (words: readonly string[], options: Options, terminal: Terminal) => ExitCode;

const COMMANDS: Readonly<Record<string, { readonly words: readonly [min: number, max: number]; run: Command }>> = {
  tickets: { words: [1, 1], run: makeTickets },
  roster: { words: [1, 1], run: publishRoster },
  proof: { words: [1, 1], run: checkProof },
  commit: { words: [3, 3], run: commit },
  announce: { words: [1, 1], run: announce },
  draw: { words: [1, 1], run: draw },
  verify: { words: [1, 100], run: verify },
};

function run([name = '', ...rest]: readonly string[], terminal: Terminal): ExitCode {
  const command = COMMANDS[name];
  if (!command) return wrongUsage(terminal, lotteryCommands, `There is no command "lottery ${name}".`);
  let given;
  try {
    given = readWords(rest);
  } catch (error) {
    return wrongUsage(terminal, lotteryCommands, (error as Error).message);
  }
  const { positionals: words, values } = given;
  if (words.length < command.words[0] || words.length > command.words[1]) {
    const [least] = command.words;
    return wrongUsage(terminal, lotteryCommands, `"lottery ${name}" takes ${least} argument(s), got ${words.length}.`);
  }
  if (values.hash !== 'sha256' && values.hash !== 'sm3') {
    return wrongUsage(terminal, lotteryCommands, `--hash takes sha256 or sm3, got "${values.hash}".`);
  }
  try {
    return command.run(words, values, terminal);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    terminal.complain(error.message);
    return 1;
  }
}

function readWords(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      hash: { type: 'string', default: 'sha256' },
      'secret-file': { type: 'string' },
      proof: { type: 'string' },
      root: { type: 'string' },
      size: { type: 'string' },
      announced: { type: 'string' },
      'public-value': { type: 'string' },
    },
  });
}

function makeTickets([file = '']: readonly string[], options: Options, terminal: Terminal): ExitCode {
  const secretFile = options['secret-file'];
  if (secretFile === undefined) return wrongUsage(terminal, lotteryCommands, 'Give the secret: --secret-file FILE');
  const secret = readBytes(secretFile);
  if (secret.length < 32) throw new Refused(`${secretFile}: 密钥须至少 32 字节 / the secret needs at least 32 bytes`);
  const tokens = readText(file).split(/\r?\n/);
  if (tokens.at(-1) === '') tokens.pop();
  const ticketOf = ticketsUnder(secret, chosenHash(options));
  for (const token of tokens) terminal.out(`${ticketOf(token)}\n`);
  return 0;
}

const entriesForm = z.array(z.strictObject({ ticket: z.string(), group: z.string().optional() }));

function publishRoster([file = '']: readonly string[], options: Options, terminal: Terminal): ExitCode {
  const built = buildRoster(readForm(file, entriesForm), chosenHash(options));
  if (!built.ok) throw new Refused(`${file}: [${built.error.at}]: ${built.error.message}`);
  const roster = built.value;
  if (options.proof === undefined) {
    print(terminal, { size: roster.size, lots: roster.lots, root: roster.root, roster: rosterLines(roster) });
    return 0;
  }
  const proof = proofFor(roster, options.proof);
  if (!proof) throw new Refused(`名单中没有派位码 ${options.proof} / the roster does not hold this ticket`);
  print(terminal, proof);
  return 0;
}

const proofForm = z.strictObject({ entry: z.string(), index: z.int(), size: z.int(), path: z.array(z.string()) });

function checkProof([file = '']: readonly string[], options: Options, terminal: Terminal): ExitCode {
  const { root } = options;
  const size = Number(options.size);
  if (!isHex32(root) || !Number.isInteger(size)) {
    return wrongUsage(terminal, lotteryCommands, 'Give the announced roster: --root HEX --size N');
  }
  const holds = verifyProof(readForm(file, proofForm), { root, size }, chosenHash(options));
  if (!holds) throw new Refused('证明与公布的默克尔根不符 / the proof does not lead to the announced root');
  print(terminal, { holds });
  return 0;
}

function commit(
  [drawId = '', party = '', value = '']: readonly string[],
  options: Options,
  terminal: Terminal,
): ExitCode {
  const nonce = toHex(randomBytes(32));
  const commitment = commitmentTo(drawId, { party, nonce, value }, chosenHash(options));
  print(terminal, { publish: { party, commitment }, keep: { party, nonce, value } });
  return 0;
}

function announce([file = '']: readonly string[], _: Options, terminal: Terminal): ExitCode {
  const announcement = readForm(file, announcementForm);
  print(terminal, { announcementHash: announcementHash(announcement, nodeHash(announcement.hash)) });
  return 0;
}

function draw([file = '']: readonly string[], _: Options, terminal: Terminal): ExitCode {
  const inputs = readForm(file, drawInputsForm);
  const held = holdDraw(inputs, nodeHash(inputs.announcement.hash));
  if (!held.ok) throw new Refused(`${file}: ${held.error.at}: ${held.error.message}`);
  terminal.out(transcriptText(held.value));
  return 0;
}

function verify(files: readonly string[], options: Options, terminal: Terminal): ExitCode {
  const verdicts = files.map((file, i) => {
    const first = i === 0;
    // With its byte order mark, if someone put one there: the file is bound byte for byte.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(readBytes(file));
    const verdict = verifyTranscriptText(text, nodeHash, {
      announcementHash: first ? options.announced : undefined,
      publicValue: first ? options['public-value'] : undefined,
    });
    return { file, ...verdict };
  });
  const checks: Check[] = verdicts.flatMap((verdict) => verdict.checks);
  const chain =
    files.length > 1 && verdicts.every(({ ok }) => ok)
      ? verifyChain(files.map((file) => readForm(file, transcriptForm)))
      : undefined;
  if (chain) checks.push(chain);
  const broken = checks.filter(({ state }) => state === 'broken');
  print(terminal, { ok: broken.length === 0, draws: verdicts, ...(chain && { chain }) });
  for (const { name, zh, en } of broken) terminal.complain(`${name}: ${zh} / ${en}`);
  return broken.length === 0 ? 0 : 1;
}

function chosenHash(options: Options): HashFunction {
  return nodeHash(options.hash as 'sha256' | 'sm3');
}

function print(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refused(`${file}: 无法读取 / cannot be read (${(error as Error).message})`, { cause: error });
  }
}

function readText(file: string): string {
  return new TextDecoder().decode(readBytes(file));
}

/** A JSON file of a known form; a fault names the file and the place in it. */
function readForm<T>(file: string, form: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${file}: 不是 JSON / not JSON (${(error as Error).message})`, { cause: error });
  }
  const parsed = form.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refused(
    parsed.error.issues.map((issue) => `${file}: ${issue.path.join('.')}: ${issue.message}`).join('\n'),
  );
}
