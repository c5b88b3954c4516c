// Rule sets in the database: stored with every file they extend, loaded once per process and hash.

import { createHash } from 'node:crypto';
import { readHead, type PolicyHead } from '../../engines/policy/head.ts';
import type { Policy } from '../../engines/policy/model.ts';
import { loadPolicy } from '../../engines/policy/policy.ts';
import { faultLine, type PolicyFault } from '../../engines/policy/source.ts';
import { err, ok, unwrap, type Result } from '../../kernel/result.ts';
import type { Context } from '../../platform/context.ts';
import type { RuleSet, RuleSetFile } from './store.ts';
import * as store from './store.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Loaded policies by hash. A hash stands for one text for ever, so nothing here grows stale. */
const loaded = new Map<string, Policy>();

/**
 * Loads a policy from its files without storing it: the file itself first, then those that it extends, under the names
 * by which `extends` refers to them. Refuses with every fault of the text.
 */
export function readRuleSet(sources: readonly RuleSetFile[]): Result<Policy, readonly PolicyFault[]> {
  const [first] = sources;
  if (!first) throw new Error('a rule set needs at least one file');
  return loadPolicy({ ...first, resolve: (name) => sources.find(({ file }) => file === name), hash: sha256 });
}

/** Stores a rule set unless it is there, and gives its policy. Refuses as {@link readRuleSet} does. */
export async function saveRuleSet(
  tx: Context,
  sources: readonly RuleSetFile[],
): Promise<Result<Policy, readonly PolicyFault[]>> {
  const result = readRuleSet(sources);
  if (!result.ok) return err(result.error);
  const policy = result.value;
  const { hash, id, version, title } = policy;
  await store.insertRuleSet(tx.db, { hash, policyId: id, version, title: title.zh, sources, loadedAt: tx.now });
  return ok(policy);
}

/** The policy of a hash that a season or a decision holds. Throws when it is not stored: the database refers to it. */
export async function policyOf(context: Context, hash: string): Promise<Policy> {
  const known = loaded.get(hash);
  if (known) return known;
  const ruleSet = await store.findRuleSet(context.db, hash);
  if (!ruleSet) throw new Error(`rule set ${hash} is not stored`);
  const result = readRuleSet(ruleSet.sources);
  if (!result.ok) throw new Error(`rule set ${hash} no longer loads:\n${result.error.map(faultLine).join('\n')}`);
  loaded.set(hash, result.value);
  return result.value;
}

/** Heads by hash, for lists: reading one takes a tenth of what loading its rules takes. */
const heads = new Map<string, PolicyHead>();

/** What a stored rule set says of itself. Throws when it is not stored. */
export async function policyHeadOf(context: Context, hash: string): Promise<PolicyHead> {
  const known = loaded.get(hash) ?? heads.get(hash);
  if (known) return known;
  const [first, ...others] = (await ruleSetFiles(context, hash)) ?? [];
  if (!first) throw new Error(`rule set ${hash} is not stored`);
  const head = unwrap(readHead({ ...first, resolve: (name) => others.find(({ file }) => file === name) }));
  heads.set(hash, head);
  return head;
}

/** All rule sets that were ever stored, without their texts. */
export async function listRuleSets(context: Context): Promise<Omit<RuleSet, 'sources'>[]> {
  return store.listRuleSets(context.db);
}

/** The files of a stored rule set, the one to load first; null when the hash is not known. */
export async function ruleSetFiles(context: Context, hash: string): Promise<readonly RuleSetFile[] | null> {
  return (await store.findRuleSet(context.db, hash))?.sources ?? null;
}
