// Drafts: begun from a rule set or a file, checked while they are written, saved whole.

import type { PolicyFault } from '../../../engines/policy/source.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import { readRuleSet, saveRuleSet, type RuleSetFile } from '../../seasons/public.ts';
import type { DraftRecord } from '../store.ts';
import * as store from '../store.ts';
import { presentDrafts } from './library.ts';
import { districtOfActor, draftInReach, ruleSet } from './reach.ts';

const LARGEST = 200_000;

/** Checks a text without storing anything. */
export function checkText(_: Context, sources: readonly RuleSetFile[]) {
  const read = readRuleSet(sources);
  return ok(
    read.ok
      ? {
          faults: [],
          title: read.value.title.zh,
          categories: read.value.categories.length,
          examples: read.value.file.examples?.length ?? 0,
        }
      : { faults: [...read.error], title: null, categories: 0, examples: 0 },
  );
}

/** What a text is worth: the rule set that it makes, stored, or its faults; and what to call it. */
async function worthOf(
  tx: Context,
  sources: readonly RuleSetFile[],
): Promise<Pick<DraftRecord, 'hash' | 'faults' | 'title'>> {
  const read = await saveRuleSet(tx, sources);
  if (read.ok) return { hash: read.value.hash, faults: [], title: read.value.title.zh };
  const [first] = sources;
  const written = /^title:\s*(?:\{\s*zh:\s*)?['"]?([^'",}\n]+)/m.exec(first?.text ?? '')?.[1]?.trim();
  return { hash: null, faults: read.error, title: written ?? first?.file ?? '' };
}

/** A draft as the editor shows it. */
async function present(context: Context, draft: DraftRecord) {
  const [summary] = await presentDrafts(context, [draft]);
  if (!summary) throw new Error('a draft was lost');
  return { ...summary, sources: [...draft.sources], faultList: [...draft.faults] as PolicyFault[] };
}
type PresentedDraft = Awaited<ReturnType<typeof present>>;

/** Begins a draft from a stored rule set, or from a file with those that it extends. */
export function beginDraft(
  context: Context,
  begin: { readonly from: string } | { readonly sources: readonly RuleSetFile[] },
): Outcome<PresentedDraft> {
  return inTransaction(context, async (tx) => {
    let sources = 'sources' in begin ? begin.sources : [];
    if ('from' in begin) {
      const found = await ruleSet(tx, begin.from);
      if (!found.ok) return found;
      sources = found.value.files;
    }
    if (sources.some(({ text }) => text.length > LARGEST)) return err(refusal('policy.too_large'));
    const { accountId } = account(tx);
    const draft: DraftRecord = {
      id: newId(tx),
      district: districtOfActor(tx),
      sources,
      begunFrom: 'from' in begin ? begin.from : null,
      ...(await worthOf(tx, sources)),
      version: 1,
      createdBy: accountId,
      createdAt: tx.now,
      updatedBy: accountId,
      updatedAt: tx.now,
      discardedAt: null,
    };
    await store.insertDraft(tx.db, draft);
    await audit(tx, {
      action: 'policies.begin_draft',
      subject: { kind: 'policy_draft', id: draft.id },
      district: draft.district,
      detail: { from: draft.begunFrom, title: draft.title },
    });
    return ok(await present(tx, draft));
  });
}

/** A draft within reach. */
export async function readDraft(context: Context, id: string): Outcome<PresentedDraft> {
  const draft = await draftInReach(context, id);
  return draft.ok ? ok(await present(context, draft.value)) : draft;
}

/** Saves the whole text of a draft, with its faults if it has any; only the version that was read can be overwritten. */
export function saveDraft(
  context: Context,
  id: string,
  { version, text }: { readonly version: number; readonly text: string },
): Outcome<PresentedDraft> {
  return changeDraft(context, id, version, 'policies.save_draft', (draft) => ({
    sources: draft.sources.map((source, index) => (index === 0 ? { ...source, text } : source)),
    discardedAt: null,
  }));
}

/** Puts a draft aside. */
export async function discardDraft(context: Context, id: string, version: number): Outcome<{ done: true }> {
  const done = await changeDraft(context, id, version, 'policies.discard_draft', ({ sources }) => ({
    sources,
    discardedAt: context.now,
  }));
  return done.ok ? ok({ done: true as const }) : done;
}

function changeDraft(
  context: Context,
  id: string,
  version: number,
  action: string,
  change: (draft: DraftRecord) => Pick<DraftRecord, 'sources' | 'discardedAt'>,
): Outcome<PresentedDraft> {
  return inTransaction(context, async (tx) => {
    const found = await draftInReach(tx, id);
    if (!found.ok) return found;
    const draft = found.value;
    const { sources, discardedAt } = change(draft);
    const set = {
      sources,
      discardedAt,
      ...(await worthOf(tx, sources)),
      updatedBy: account(tx).accountId,
      updatedAt: tx.now,
    };
    if (!(await store.updateDraft(tx.db, { id, version }, set))) {
      const name = (await accountNames(tx, [draft.updatedBy])).get(draft.updatedBy)?.name ?? '';
      return err(refusal('policy_draft.changed', { name }));
    }
    await audit(tx, {
      action,
      subject: { kind: 'policy_draft', id },
      district: draft.district,
      detail: { hash: set.hash, faults: set.faults.length },
    });
    return ok(await present(tx, { ...draft, ...set, version: version + 1 }));
  });
}
