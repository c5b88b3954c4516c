// What a policy says of itself, read without compiling its rules: enough to list it.

import { ok, type Result } from '../../kernel/result.ts';
import { bothLanguages } from './fact-schema.ts';
import type { Policy } from './model.ts';
import { checkShape } from './shape.ts';
import { type PolicyFault, type PolicySource, readSource } from './source.ts';

/** Name, version, and what it is made for. */
export type PolicyHead = Pick<
  Policy,
  'id' | 'version' | 'title' | 'demo' | 'source' | 'region' | 'stage' | 'entryYear'
>;

/** The head of a policy; faults of its text or shape. A head says nothing about whether the rules stand. */
export function readHead(source: PolicySource): Result<PolicyHead, readonly PolicyFault[]> {
  const tree = readSource(source);
  if (!tree.ok) return tree;
  const shaped = checkShape(tree.value);
  if (!shaped.ok) return shaped;
  const { id, version, title, demo, source: document, region, stage, entryYear } = shaped.value;
  const districts = Object.entries(region.districts).map(([code, name]) => [code, bothLanguages(name).zh]);
  return ok({
    id,
    version,
    title: bothLanguages(title),
    demo: demo ?? false,
    source: document,
    region: { name: bothLanguages(region.name).zh, districts: Object.fromEntries(districts) },
    stage,
    entryYear,
  });
}
