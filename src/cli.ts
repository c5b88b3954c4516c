// The terminal's door to the use cases: `npm run -s cli -- <group> <command> …`.

import { type CommandGroup, type Terminal, wrongUsage } from './cli/command.ts';

/** Loaded when called, so that `policy check` does not wait for a database driver. */
const GROUPS: Record<string, () => Promise<CommandGroup>> = {
  policy: async () => (await import('./cli/policy.ts')).policyCommands,
  catchment: async () => (await import('./cli/catchment.ts')).catchmentCommands,
  allocate: async () => (await import('./cli/allocate.ts')).allocateCommands,
  classes: async () => (await import('./cli/classes.ts')).classesCommands,
  lottery: async () => (await import('./cli/lottery.ts')).lotteryCommands,
  files: async () => (await import('./cli/files.ts')).fileCommands,
  placement: async () => (await import('./cli/placement.ts')).placementCommands,
};

// A reader that has seen enough, such as `head`, closes the pipe: that ends the command, and is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  complain: (line) => void process.stderr.write(`${line}\n`),
};

const [name = 'help', ...words] = process.argv.slice(2);
const load = GROUPS[name];
if (load) {
  process.exitCode = await (await load()).run(words, terminal);
} else {
  const usage = (await Promise.all(Object.values(GROUPS).map(async (group) => (await group()).usage))).flat();
  const help: CommandGroup = { usage, run: () => Promise.resolve(0) };
  if (name === 'help') {
    for (const line of usage) terminal.out(`npm run -s cli -- ${line}\n`);
  } else {
    process.exitCode = wrongUsage(terminal, help, `There is no command "${name}".`);
  }
}
