// Tests of how catchment texts are written: blocks of texts with addresses that they must decide.

import { describe, expect, it } from 'vitest';
import { buildCatchmentIndex, locate } from '../../src/engines/catchment/catchment.ts';
import { checkLocation } from '../../src/engines/catchment/check.ts';

interface Style {
  readonly texts: readonly (readonly [school: string, zone: string])[];
  readonly asked: readonly (readonly [address: string, expected: string])[];
}

const pair = (line: string, mark: string): readonly [string, string] => {
  const at = line.indexOf(mark);
  return [line.slice(0, at).trim(), line.slice(at + mark.length).trim()];
};

function read(block: string): Style {
  const lines = block.split('\n');
  const [asked, texts] = [lines.filter((line) => line.startsWith(' ')), lines.filter((line) => !line.startsWith(' '))];
  return {
    texts: texts.map((line) => pair(line.replaceAll('↵', '\n'), '：')),
    asked: asked.flatMap((line) => line.split('｜')).map((line) => pair(line, '→')),
  };
}

/**
 * One test a block. Blocks are apart by an empty line: the texts by school, ↵ for a line break; then addresses with what
 * is expected: the schools, - for none, ? before them for a map. Every answer must pass the checker as well.
 */
export function describeStyles(title: string, blocks: string): void {
  describe(title, () => {
    for (const { texts, asked } of blocks.trim().split('\n\n').map(read)) {
      it(texts.map(([, zone]) => zone.replaceAll('\n', ' ')).join(' / '), () => {
        const index = buildCatchmentIndex(texts.map(([school, zone]) => ({ schoolId: school, school, zone })));
        const answers = asked.map(([address]) => {
          const found = locate(index, { address });
          expect(checkLocation(index, address, found)).toEqual([]);
          const names = found.schools.map(({ school }) => school).join('+');
          return [address, found.result === 'uncovered' ? '-' : found.result === 'needs_map' ? `?${names}` : names];
        });
        expect(answers).toEqual(asked);
      });
    }
  });
}
