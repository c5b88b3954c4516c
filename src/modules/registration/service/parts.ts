// What modules above registration add to the view of an application; app.ts fills it in once at start.

import type { z } from 'zod';
import type { Context } from '../../../platform/context.ts';
import type { LearnedFact } from '../facts.ts';
import type { ApplicationRecord } from '../store.ts';
import type { checkSummary, outcome, standingDecision } from '../contract.ts';

/** Parts of an application that other modules own, in the shapes of registration's contract. */
export interface ApplicationParts {
  /** The checks of a revision in plain words. */
  checks(context: Context, applicationId: string, revision: number): Promise<z.output<typeof checkSummary>[]>;
  /** What departments and reviewers add to the declared facts of the present revision, kept apart from them. */
  facts(context: Context, record: ApplicationRecord): Promise<readonly LearnedFact[]>;
  /** The decision that stands on a revision, or null. */
  decision(
    context: Context,
    applicationId: string,
    revision: number,
  ): Promise<z.output<typeof standingDecision> | null>;
  /** Which of these applications have an appeal in which somebody still has to act. */
  openAppeals(context: Context, applicationIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The published outcome, or null. */
  outcome(context: Context, applicationId: string): Promise<z.output<typeof outcome> | null>;
}

let provided: ApplicationParts = {
  checks: () => Promise.resolve([]),
  facts: () => Promise.resolve([]),
  decision: () => Promise.resolve(null),
  openAppeals: () => Promise.resolve(new Set()),
  outcome: () => Promise.resolve(null),
};

/** Gives registration the parts; until then an application has none. */
export function provideApplicationParts(parts: ApplicationParts): void {
  provided = parts;
}

/** The parts in force. */
export function applicationParts(): ApplicationParts {
  return provided;
}
