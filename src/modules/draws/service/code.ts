// The program that draws, as announcements name it: the hash of its files, which anybody can download and hash again.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import type { FileAnswer } from '../../../platform/http/routes.ts';

/** Folder of the engine below the program's root; its tests draw nothing and are left out. */
const ENGINE = 'src/engines/lottery';
/** Name under which the list of the engine's files is published. */
const LIST_NAME = 'code.sha256';
/** What else is published beside the engine, by name. */
const OTHERS: Readonly<Record<string, { readonly file: string; readonly mediaType: string }>> = {
  'verify.mjs': { file: 'tools/verify-lottery/verify.mjs', mediaType: 'text/javascript; charset=utf-8' },
  'verify.py': { file: 'tools/verify-lottery/verify.py', mediaType: 'text/x-python; charset=utf-8' },
  'lottery.md': { file: 'docs/lottery.md', mediaType: 'text/markdown; charset=utf-8' },
};

interface Code {
  /** One line a file, as `sha256sum` prints it: hash, two blanks, name; by name. */
  readonly list: string;
  /** SHA-256 of the list. */
  readonly hash: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
/** By root: the files of a running program do not change. */
const known = new Map<string, Promise<Code>>();

function codeOf(context: Context): Promise<Code> {
  const { root } = context.services.config;
  const present = known.get(root) ?? readCode(path.join(root, ENGINE));
  known.set(root, present);
  return present;
}

async function readCode(folder: string): Promise<Code> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort();
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(name, new Uint8Array(await readFile(path.join(folder, name))));
  const list = [...files].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join('');
  return { list, hash: sha256(list), files };
}

/** What `announcement.method.code` says of the running program. */
export async function codeHash(context: Context): Promise<string> {
  return (await codeOf(context)).hash;
}

/** A file by which anybody can check or repeat a draw. */
export async function lotteryFile(context: Context, name: string): Outcome<FileAnswer> {
  const code = await codeOf(context);
  const text = { mediaType: 'text/plain; charset=utf-8', fileName: name };
  if (name === LIST_NAME) return ok({ ...text, body: new TextEncoder().encode(code.list) });
  const own = code.files.get(name);
  if (own) return ok({ ...text, body: own });
  const other = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;
  if (!other) return err(refusal('draw.not_public'));
  const body = new Uint8Array(await readFile(path.join(context.services.config.root, other.file)));
  return ok({ mediaType: other.mediaType, fileName: name, body });
}
