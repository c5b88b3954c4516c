// Placement from the terminal: a published list recomputed from what the database holds, and compared.

import path from 'node:path';
import { createApp } from '../app.ts';
import { verifySeason } from '../modules/placement/public.ts';
import { readConfig } from '../platform/config.ts';
import { type CommandGroup, type Terminal, wrongUsage } from './command.ts';

/** `placement …` */
export const placementCommands: CommandGroup = {
  usage: [
    'placement verify SEASON   (DATABASE_URL names the database; prints what was checked, exit code 1 if unsound)',
  ],
  run: async ([command, seasonId, ...rest], terminal) => {
    if (command !== 'verify' || seasonId === undefined || rest.length > 0)
      return wrongUsage(terminal, placementCommands, 'Name a season.');
    return verify(seasonId, terminal);
  },
};

async function verify(seasonId: string, terminal: Terminal): Promise<0 | 1> {
  const config = readConfig({ LOG_LEVEL: 'error', ...process.env }, path.resolve(import.meta.dirname, '../..'));
  if (!config.ok || !config.value.DATABASE_URL) {
    for (const fault of config.ok ? [] : config.error) terminal.complain(`Setting ${fault}`);
    if (config.ok) terminal.complain('Set DATABASE_URL to the database of the running system.');
    return 1;
  }
  const app = await createApp(config.value, config.value.DATABASE_URL);
  try {
    const verified = await verifySeason(app.contextFor({ kind: 'system', job: 'verify' }), seasonId);
    if (!verified.ok) {
      terminal.complain(
        `${seasonId}: ${verified.error.code === 'run.not_published' ? 'no results are public' : verified.error.code}`,
      );
      return 1;
    }
    terminal.out(`${JSON.stringify(verified.value, null, 2)}\n`);
    for (const { what, sound } of verified.value.findings)
      terminal.complain(`${sound ? 'sound  ' : 'UNSOUND'} ${what}`);
    return verified.value.sound ? 0 : 1;
  } finally {
    await app.stop();
  }
}
