// What a policy decides about one family, with every reason.

import type { DateText } from '../../kernel/dates.ts';
import type { Outcome } from './condition.ts';
import type { Check, Words } from './fact-schema.ts';
import type { DocumentAlternative, Mechanism } from './model.ts';

/** A fact as a trace shows it. */
export interface FactUsed {
  /** E.g. `child.household.district`. */
  readonly path: string;
  readonly label: string;
  readonly labelEn: string;
  /** As people read it; null when it was not given. */
  readonly value: string | null;
  readonly valueEn: string | null;
  readonly source: string;
  readonly sourceEn: string;
  readonly date: DateText | null;
}

/** One step of the reasoning, as a sentence. */
export interface TraceLine {
  /** What it belongs to: `admission:under_age`, `category:A1`, `points:residence`, `lock:sixYear`, `batch:batch1` … */
  readonly about: string;
  readonly outcome: Outcome;
  /** The condition in words. */
  readonly condition: string;
  readonly conditionEn: string;
  readonly facts: readonly FactUsed[];
  readonly clause: string;
  /** Everything in one sentence. */
  readonly words: string;
  readonly wordsEn: string;
  /** The same for a family: the condition with the facts that it names itself, without sources. */
  readonly plain: Words;
}

/** A condition that keeps a family out of a category, and what would have to be different. */
export interface Missing {
  readonly condition: string;
  readonly conditionEn: string;
  readonly outcome: 'false' | 'unknown';
  readonly facts: readonly FactUsed[];
  /** What exactly is missing, in one sentence. */
  readonly words: string;
  readonly wordsEn: string;
  readonly clause: string;
  /** Ways of which any one would do. */
  readonly anyOf?: readonly (readonly Missing[])[];
}

/** The nearest category that a family just does not belong to. */
export interface Missed {
  readonly category: CategoryRef;
  readonly missing: readonly Missing[];
}

/** A category, named. */
export interface CategoryRef {
  readonly id: string;
  readonly name: Words;
  readonly order: number;
}

/** Why an applicant cannot register, or must confirm something first. */
export interface Finding {
  readonly code: string;
  readonly words: string;
  readonly wordsEn: string;
  readonly cure: string | null;
  readonly cureEn: string | null;
  readonly clause: string;
}

/** One key of a rank; numbers, lower first. */
export interface RankValue {
  readonly id: string;
  readonly label: string;
  readonly labelEn: string;
  /** null: to be filled by placement with the drawn number. */
  readonly value: number | null;
  readonly lottery: boolean;
  /** The key as people read it. */
  readonly words: string;
  readonly wordsEn: string;
}

/** One line of the points table as it came out. */
export interface PointsItem {
  readonly id: string;
  readonly label: string;
  readonly labelEn: string;
  readonly units: number;
  readonly text: string;
  /** How it came about. */
  readonly words: string;
  readonly clause: string;
  readonly items: readonly PointsItem[];
}

/** Points in whole units of 10^-decimals. */
export interface Points {
  readonly units: number;
  readonly decimals: number;
  readonly text: string;
  readonly items: readonly PointsItem[];
}

/** A set of documents to bring, of which any one will do. */
export interface EvidenceNeeded {
  readonly id: string;
  readonly label: Words;
  readonly anyOf: readonly DocumentAlternative[];
  /** What was handed in: fits, is to be looked at, does not fit, or is missing. */
  readonly state: 'given' | 'to_check' | 'not_accepted' | 'missing';
  readonly words: string;
  readonly clause: string | null;
}

/** Whether a seat lock keeps a family out. */
export interface LockResult {
  readonly id: string;
  readonly label: Words;
  readonly state: 'locked' | 'free' | 'unknown';
  /** The first day on which the dwelling is free again. */
  readonly until: DateText | null;
  readonly school: string | null;
  readonly blocks: 'school' | 'district';
  readonly words: string;
  readonly clause: string;
}

/** A batch that a family may take part in, or why not. */
export interface BatchResult {
  readonly id: string;
  readonly name: Words;
  readonly eligible: Outcome;
  readonly mechanism: Mechanism;
  /** School ids; for an area, empty: all schools of the area. */
  readonly schools: readonly string[];
  readonly rank: readonly RankValue[];
  /** What is wrong with the preferences given; null when nothing is. */
  readonly preferencesFault: string | null;
  readonly missing: readonly Missing[];
  /** Where those go who are not admitted here. */
  readonly notAdmitted: string | null;
  readonly clause: string;
}

/** What a policy says about a family. */
export interface Evaluation {
  readonly policy: { readonly id: string; readonly version: string; readonly hash: string };
  readonly today: DateText;
  /** False when a rule refuses registration; the refusals say why and what can be done. */
  readonly admissible: boolean;
  readonly refusals: readonly Finding[];
  /** What somebody must confirm before a decision, e.g. that a child enters late. */
  readonly confirmations: readonly Finding[];
  readonly category: CategoryRef | null;
  /** Every category that applies; more than one only where the policy selects the best or several. */
  readonly qualified: readonly CategoryRef[];
  /** The largest sets of categories that may be used together. */
  readonly combinations: readonly (readonly string[])[];
  readonly missed: Missed | null;
  readonly rank: readonly RankValue[];
  readonly points: Points | null;
  readonly evidence: readonly EvidenceNeeded[];
  readonly checks: readonly Check[];
  readonly review: { readonly steps: 1 | 2; readonly autoPass: boolean };
  readonly locks: readonly LockResult[];
  readonly batches: readonly BatchResult[];
  /** Windows that are meant for the family. */
  readonly windows: readonly string[];
  /** Quota pools that the family may draw from. */
  readonly pools: readonly string[];
  readonly siblings: {
    readonly eligible: Outcome;
    readonly waits: boolean;
    readonly missing: readonly Missing[];
  } | null;
  readonly twins: {
    readonly size: number;
    readonly bound: boolean;
    readonly lastSeat: 'skip' | 'over_quota' | 'split';
  } | null;
  readonly fallback: 'overall_placement' | null;
  /** Why the fallback applies. */
  readonly fallbackWords: string | null;
  /** Facts that decide and were not given. */
  readonly unknownFacts: readonly { readonly path: string; readonly label: string; readonly labelEn: string }[];
  readonly trace: readonly TraceLine[];
}
