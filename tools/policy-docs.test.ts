// The documents of the policy language agree with the language: the examples load and decide as the text says.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../src/engines/policy/facts.ts';
import { policyFile } from '../src/engines/policy/language.ts';
import { evaluate, loadPolicy } from '../src/engines/policy/policy.ts';
import { unwrap } from '../src/kernel/result.ts';

const DOCS = join(import.meta.dirname, '../docs');

describe('docs/policy-language.md', () => {
  const text = readFileSync(join(DOCS, 'policy-language.md'), 'utf8');
  const block = (language: string, containing: string): string => {
    const found = [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].find(
      (match) => match[1] === language && match[2]?.includes(containing),
    );
    if (found?.[2] === undefined) throw new Error(`no ${language} block with ${containing}`);
    return found[2];
  };

  it('shows a policy that loads, and decides its family as the text says', () => {
    const policy = unwrap(
      loadPolicy({ file: 'example.yaml', text: block('yaml', 'id: example-primary-2027'), hash: (one) => one }),
    );
    const { today, ...facts } = JSON.parse(block('json', '"today"')) as Facts & { today: string };
    const evaluation = evaluate(policy, facts, { today });
    expect(evaluation.category?.id).toBe('household');
    expect(evaluation.missed?.category.id).toBe('both');
    const words = evaluation.missed?.missing[0]?.words ?? '';
    expect(words).toContain('需要住房类型为自有产权住房，实际住房类型为租赁住房');
    expect(text).toContain('需要住房类型为自有产权住房，实际住房类型为租赁住房');
  });

  it('comes with an invented policy that uses every section, and a family that it decides', () => {
    const examples = join(DOCS, 'examples');
    const policy = unwrap(
      loadPolicy({
        file: 'policy-yunze-2028.yaml',
        text: readFileSync(join(examples, 'policy-yunze-2028.yaml'), 'utf8'),
        hash: (one) => one,
      }),
    );
    const family = JSON.parse(readFileSync(join(examples, 'policy-yunze-family.json'), 'utf8')) as Facts & {
      today: string;
    };
    const { today, ...facts } = family;
    const evaluation = evaluate(policy, facts, { today });
    expect(evaluation).toMatchObject({
      admissible: true,
      category: { id: 'A' },
      qualified: [{ id: 'A' }, { id: 'B' }, { id: 'T' }],
      combinations: [['A', 'T'], ['B']],
      points: { text: '93.75' },
      pools: ['walk'],
      windows: ['w1'],
      twins: { size: 2, bound: true, lastSeat: 'split' },
      fallback: 'overall_placement',
    });
    expect(evaluation.locks.map((lock) => [lock.id, lock.state, lock.until])).toEqual([
      ['five', 'locked', '2029-09-01'],
      ['three', 'free', null],
    ]);
    expect(evaluation.batches.map((batch) => [batch.id, batch.eligible])).toEqual([
      ['early', 'true'],
      ['main', 'true'],
    ]);
    const sections = Object.keys(policyFile.shape).filter(
      (name) => !['extends', 'alsoFor', 'assumptions', 'cureDays', 'derivedFrom', 'review'].includes(name),
    );
    for (const name of sections) expect(policy.file).toHaveProperty(name);
  });

  it('names every function that expressions have', () => {
    const source = readFileSync(join(import.meta.dirname, '../src/engines/policy/cel.ts'), 'utf8');
    const names = [...source.matchAll(/registerFunction\(\s*['`](?:\w+\.)?(\w+)\(/g)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(20);
    for (const name of new Set(names)) expect(text).toContain(`${name}(`);
  });
});
