// What events in one batch do to a child's standing in the others: who is removed, barred, kept, or left to overall placement.

import type { BatchEventKind, ExclusivityRule, Policy } from './model.ts';

/** Something that happened to a child in a batch, in the order of happening. */
export interface BatchEvent {
  readonly batch: string;
  readonly event: BatchEventKind;
}

/** Where a child stands in a batch. */
export type Standing = 'none' | BatchEventKind | 'removed' | 'barred';

/** Where a child stands everywhere, and by which rules. */
export interface Settlement {
  readonly standing: Readonly<Record<string, Standing>>;
  /** The batches in which the child holds a seat. */
  readonly seats: readonly string[];
  readonly overallPlacement: boolean;
  readonly rules: readonly { readonly id: string; readonly words: string; readonly clause: string }[];
  /** Events that could not count, since the child was removed or barred before. */
  readonly ignored: readonly (BatchEvent & { readonly words: string })[];
}

/** Applies the exclusivity graph to what happened. */
export function settleBatches(policy: Policy, events: readonly BatchEvent[]): Settlement {
  const standing: Record<string, Standing> = Object.fromEntries(policy.batches.map((batch) => [batch.id, 'none']));
  const happened: BatchEvent[] = [];
  const fired = new Set<ExclusivityRule>();
  const ignored: (BatchEvent & { words: string })[] = [];
  let overallPlacement = false;
  for (const event of events) {
    const before = standing[event.batch];
    if (before === undefined || before === 'removed' || before === 'barred') {
      ignored.push({ ...event, words: whyIgnored(policy, event.batch, before) });
      continue;
    }
    standing[event.batch] = event.event;
    happened.push(event);
    for (const rule of policy.exclusivity.rules) {
      if (fired.has(rule) || !holds(rule, happened)) continue;
      fired.add(rule);
      for (const id of rule.removes) standing[id] = 'removed';
      for (const id of rule.bars) standing[id] = 'barred';
      if (rule.overallPlacement) overallPlacement = true;
    }
    if (event.event === 'confirmed' && policy.exclusivity.otherwise === 'exclusive') {
      removeOthers(standing, event.batch);
    }
  }
  const seats = Object.keys(standing).filter((id) => holdsSeat(standing[id]));
  return {
    standing,
    seats,
    overallPlacement: overallPlacement && seats.length === 0,
    rules: [...fired].map(({ id, words, clause }) => ({ id, words: words.zh, clause })),
    ignored,
  };
}

function holds(rule: ExclusivityRule, happened: readonly BatchEvent[]): boolean {
  return rule.when.every((wanted) => happened.some((one) => one.batch === wanted.batch && one.event === wanted.event));
}

function holdsSeat(standing: Standing | undefined): boolean {
  return standing === 'admitted' || standing === 'confirmed' || standing === 'reported';
}

/** Where the policy is silent and batches exclude each other, a confirmed seat ends what is still open elsewhere. */
function removeOthers(standing: Record<string, Standing>, confirmed: string): void {
  for (const [id, state] of Object.entries(standing)) {
    if (id !== confirmed && (state === 'applied' || state === 'admitted')) standing[id] = 'removed';
  }
}

function whyIgnored(policy: Policy, id: string, standing: Standing | undefined): string {
  const name = policy.batches.find((batch) => batch.id === id)?.name.zh ?? id;
  if (standing === undefined) return `本政策没有批次“${id}”`;
  return standing === 'barred' ? `不得再参加“${name}”` : `已退出“${name}”`;
}
