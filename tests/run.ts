// `npm test`: static checks, then tests, then browser journeys; one line of counts at the end, as the sum of all.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const results = path.join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let passed = 0;
let failed = 0;
let skipped = 0;

function run(title: string, program: string, words: readonly string[]): boolean {
  console.log(`\n── ${title}`);
  return spawnSync(program, [...words], { cwd: root, stdio: 'inherit' }).status === 0;
}

/** A step that is one check. */
function check(title: string, program: string, words: readonly string[]): void {
  if (run(title, program, words)) passed += 1;
  else {
    failed += 1;
    console.log(`✗ ${title}`);
  }
}

/** A step that counts its own tests in a file; a runner that fails without a failed test counts as one failure. */
function count(
  title: string,
  program: string,
  words: readonly string[],
  read: () => readonly [number, number, number],
): void {
  const fine = run(title, program, words);
  const [good, bad, left] = read();
  passed += good;
  failed += bad + (fine || bad > 0 ? 0 : 1);
  skipped += left;
}

function json(file: string): Record<string, unknown> {
  const at = path.join(results, file);
  return existsSync(at) ? (JSON.parse(readFileSync(at, 'utf8')) as Record<string, unknown>) : {};
}

const number = (value: unknown) => (typeof value === 'number' ? value : 0);

check('types', 'npm', ['run', '-s', 'types']);
check('lint', 'npm', ['run', '-s', 'lint']);
check('boundaries', 'npm', ['run', '-s', 'boundaries']);
check('dead code', 'npm', ['run', '-s', 'deadcode']);
check('generated documents', 'npm', ['run', '-s', 'docs:check']);
check('pages build', 'npm', ['run', '-s', 'build:web']);
count(
  'tests',
  'vitest',
  ['run', '--reporter=default', '--reporter=json', '--outputFile.json=test-results/vitest.json'],
  () => {
    const report = json('vitest.json');
    return [
      number(report.numPassedTests),
      number(report.numFailedTests),
      number(report.numPendingTests) + number(report.numTodoTests),
    ];
  },
);
check('a browser is here', 'node', ['tools/install-browser.ts']);
count('journeys in a browser', 'playwright', ['test'], () => {
  const stats = (json('playwright.json').stats ?? {}) as Record<string, unknown>;
  return [number(stats.expected) + number(stats.flaky), number(stats.unexpected), number(stats.skipped)];
});

console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
