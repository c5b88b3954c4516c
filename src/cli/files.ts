// Evidence files from the terminal: a new master key, and forgetting the old ones.

import path from 'node:path';
import { createApp } from '../app.ts';
import { resealFiles } from '../modules/registration/public.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { openKeyRing } from '../platform/files/open-file-store.ts';
import { type CommandGroup, type ExitCode, type Terminal, wrongUsage } from './command.ts';

/** `files …` */
export const fileCommands: CommandGroup = {
  usage: [
    'files rotate-key    (DATABASE_URL names the database; makes a new master key unless FILES_KEY holds one, then brings every file under it)',
    'files forget-keys   (drops old master keys from DATA_DIR, once no file needs them)',
  ],
  run: async ([command, ...rest], terminal) => {
    if ((command !== 'rotate-key' && command !== 'forget-keys') || rest.length > 0)
      return wrongUsage(terminal, fileCommands, 'Say what to do with the keys.');
    const read = readConfig({ LOG_LEVEL: 'error', ...process.env }, path.resolve(import.meta.dirname, '../..'));
    if (!read.ok || !read.value.DATABASE_URL) {
      for (const fault of read.ok ? [] : read.error) terminal.complain(`Setting ${fault}`);
      if (read.ok) terminal.complain('Set DATABASE_URL to the database of the running system.');
      return 1;
    }
    return changeKeys(command, read.value, read.value.DATABASE_URL, terminal);
  },
};

/** Does the work on a database. A server may go on working: it reads the key file anew for a key that it does not know. */
export async function changeKeys(
  command: 'rotate-key' | 'forget-keys',
  config: Config,
  databaseUrl: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const byHand = config.FILES_KEY !== undefined;
  if (byHand && command === 'forget-keys') {
    terminal.complain('The keys stand in FILES_KEY: take the old ones out there.');
    return 1;
  }
  if (!byHand && command === 'rotate-key') await (await openKeyRing(config)).rotate();
  const app = await createApp(config, databaseUrl);
  try {
    const done = await resealFiles(app.contextFor({ kind: 'system', job: 'reseal' }));
    if (!done.ok) return 1;
    terminal.out(`${JSON.stringify(done.value)}\n`);
    if (done.value.gone > 0) {
      terminal.complain(`${done.value.gone} files are recorded as kept, but their bytes are not there.`);
      return 1;
    }
    if (command === 'forget-keys') await (await openKeyRing(config)).forgetOld();
    return 0;
  } finally {
    await app.stop();
  }
}
