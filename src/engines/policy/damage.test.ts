// However a policy file is damaged, loading says what is wrong and where; it never breaks.

import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { policyFiles } from '../../../tests/support/policies.ts';
import { loadPolicy } from './policy.ts';

const texts = policyFiles()
  .map((file) => readFileSync(file, 'utf8'))
  .filter((text) => !/^extends:/m.test(text));

const damage = fc.record({
  text: fc.constantFrom(...texts),
  cuts: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      how: fc.constantFrom('drop line', 'drop character', 'double line', 'indent', 'replace'),
      by: fc.constantFrom('"', "'", '{', ']', ':', '#', '1', 'true', 'child', '&&', '(', '\t', 'x.y.z', '中'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

function apply(text: string, { at, how, by }: { at: number; how: string; by: string }): string {
  const lines = text.split('\n');
  const index = Math.min(lines.length - 1, Math.floor(at * lines.length));
  const line = lines[index] ?? '';
  const middle = Math.floor(line.length * ((at * 97) % 1));
  const replaced: Record<string, string[]> = {
    'drop line': [],
    'drop character': [line.slice(0, middle) + line.slice(middle + 1)],
    'double line': [line, line],
    indent: [`  ${line}`],
    replace: [line.slice(0, middle) + by + line.slice(middle + 1)],
  };
  lines.splice(index, 1, ...(replaced[how] ?? []));
  return lines.join('\n');
}

it('tells every fault of a damaged file with a line of that file and words', () => {
  fc.assert(
    fc.property(damage, ({ text, cuts }) => {
      const damaged = cuts.reduce(apply, text);
      const loaded = loadPolicy({ file: 'damaged.yaml', text: damaged, hash: (one) => one });
      if (loaded.ok) return;
      expect(loaded.error.length).toBeGreaterThan(0);
      for (const fault of loaded.error) {
        expect(fault.line).toBeGreaterThanOrEqual(1);
        expect(fault.line).toBeLessThanOrEqual(damaged.split('\n').length + 1);
        expect(fault.words).not.toMatch(/undefined|\[object/);
        expect(fault.words.length).toBeGreaterThan(3);
      }
    }),
    { numRuns: 60 },
  );
});
