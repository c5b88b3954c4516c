// The terminal in a pipe whose reader has seen enough.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from 'vitest';

it('ends without a complaint when the reader of its output closes the pipe', async () => {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../cli.ts'), 'help']);
  child.stdout.destroy();
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const [code] = await once(child, 'close');
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
});
