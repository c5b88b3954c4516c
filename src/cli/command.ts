// What a terminal command is: words in, JSON or text out, an exit code that scripts can trust.

/** 0 done · 1 refused, the reason on stderr · 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** Where a command reads and writes; passed in, so that tests can run commands in-process. */
export interface Terminal {
  /** Writes to standard output, without adding a line break. */
  out(text: string): void;
  /** Writes one line to standard error. */
  complain(line: string): void;
}

/** One family of commands, e.g. `policy`. */
export interface CommandGroup {
  /** Usage lines, one a command, as shown by `npm run cli -- help`. */
  readonly usage: readonly string[];
  /** Runs with the words after the group's name. */
  run(words: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** Ends a command that was called wrongly, with the way it should be called. */
export function wrongUsage(terminal: Terminal, group: CommandGroup, problem: string): ExitCode {
  terminal.complain(problem);
  for (const line of group.usage) terminal.complain(`usage: npm run -s cli -- ${line}`);
  return 2;
}
