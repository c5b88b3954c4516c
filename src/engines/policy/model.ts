// A loaded policy: everything checked and compiled, ready to decide families, and to be shown to people.

import type { ASTNode } from '@marcbachmann/cel-js';
import type { DateText } from '../../kernel/dates.ts';
import type { WorkCalendar } from '../calendar/calendar.ts';
import type { Converter, FactRecord } from './cel.ts';
import type { Condition, Test } from './condition.ts';
import type { Expression } from './expression.ts';
import type { Check, FactDeclaration, FactSchema, Words } from './fact-schema.ts';
import type { PolicyFile } from './language.ts';
import type { Language } from './tongues.ts';

/** A text with values filled in: texts and expressions in turn. */
export interface Template {
  readonly zh: readonly (string | Expression)[];
  readonly en: readonly (string | Expression)[];
}

/** How many people look at an application, and whether nobody need. */
export interface ReviewSettings {
  readonly steps: 1 | 2;
  /** Whether an application all of whose checks match may pass without a reviewer. */
  readonly autoPass: boolean;
}

/** Mechanisms by which a batch gives seats. */
export type Mechanism =
  'direct' | 'ranked' | 'lottery' | 'preference_first' | 'deferred_acceptance' | 'overall_placement';

/** What orders applicants, one key after the other. */
export type RankKey =
  | { readonly kind: 'category' | 'points'; readonly id: string; readonly label: Words }
  /** Ends a ranking: a drawn number, or nobody is turned away at the tie. */
  | { readonly kind: 'lottery' | 'admit_all'; readonly id: string; readonly label: Words }
  | {
      readonly kind: 'expression';
      readonly id: string;
      readonly label: Words;
      readonly expression: Expression;
      readonly order: 'lowest' | 'highest' | 'earliest' | 'latest' | 'true_first' | 'false_first';
      readonly clause: string;
    };

/** An order of applicants that leaves no tie undecided. */
export interface Ranking {
  readonly keys: readonly RankKey[];
  readonly clause: string;
}

/** One ordered class of applicants. */
export interface Category {
  readonly id: string;
  readonly name: Words;
  /** 1 comes first. */
  readonly order: number;
  readonly clause: string;
  readonly when: Condition;
  readonly worth: Expression | undefined;
  /** Evidence sets by id, those of its conditions included. */
  readonly evidence: readonly string[];
  /** Departments to ask, those of its conditions included. */
  readonly checks: readonly Check[];
  readonly review: ReviewSettings;
  readonly ranking: Ranking | undefined;
  readonly placement: 'catchment' | 'ranked' | 'overall_placement';
  readonly note: Words | undefined;
}

/** A rule that looks at an applicant before any category. */
export interface AdmissionRule {
  readonly id: string;
  readonly when: Condition;
  readonly outcome: 'refuse' | 'confirm' | 'overall_placement';
  readonly words: Template;
  readonly cure: Template | undefined;
  readonly clause: string;
}

/** A kind of document with its name. */
export interface NamedDocument {
  readonly kind: string;
  readonly name: Words;
}

/** One way to prove something: a document, and others that must come with it. */
export interface DocumentAlternative extends NamedDocument {
  readonly and: readonly NamedDocument[];
}

/** The alternatives in words: `不动产权证书、购房合同加付款凭证`. */
export function alternativesWords(anyOf: readonly DocumentAlternative[], language: 'zh' | 'en', join: string): string {
  const plus = language === 'zh' ? '加' : ' with ';
  return anyOf.map((one) => [one, ...one.and].map((document) => document.name[language]).join(plus)).join(join);
}

/** A set of documents of which any one will do. */
export interface EvidenceSet {
  readonly id: string;
  readonly label: Words;
  readonly anyOf: readonly DocumentAlternative[];
  readonly when: Condition | undefined;
  /** What a document must satisfy; it is called `doc`. */
  readonly accept: Expression | undefined;
  readonly acceptWords: string | undefined;
  readonly clause: string | undefined;
}

/** A number that is derived from facts, under a name. */
export interface DerivedValue {
  readonly name: string;
  readonly label: string;
  readonly labelEn: string;
  readonly unit: string;
  readonly expression: Expression;
  readonly clause: string | undefined;
}

/** A node of the points table; amounts are whole units of 10^-decimals. */
export interface PointsNode {
  readonly id: string;
  readonly label: string;
  readonly labelEn: string;
  readonly clause: string;
  readonly when: Condition | undefined;
  readonly amount:
    | { readonly kind: 'fixed'; readonly units: number }
    | {
        readonly kind: 'accrual';
        readonly eachUnits: number;
        readonly of: Expression;
        /** What is counted, in Chinese. */
        readonly words: string;
        readonly per: number;
        readonly after: number;
      }
    | { readonly kind: 'expression'; readonly expression: Expression; readonly words: string }
    | { readonly kind: 'items'; readonly items: readonly PointsNode[]; readonly combine: 'sum' | 'highest' | 'first' };
  readonly capUnits: number | undefined;
  readonly floorUnits: number | undefined;
  /** Evaluated once for each item of a list, under a name. */
  readonly over: { readonly list: Expression; readonly as: string; readonly across: 'sum' | 'highest' } | undefined;
}

/** The points table. */
export interface PointsTable {
  readonly decimals: number;
  readonly clause: string;
  readonly when: Condition | undefined;
  readonly items: readonly PointsNode[];
  readonly capUnits: number | undefined;
  readonly floorUnits: number | undefined;
}

/** A case in which one use of a seat locks nothing. */
export interface Release {
  readonly expression: Expression;
  readonly words: string;
}

/** A rule by which a dwelling that served one family blocks others for years. */
export interface SeatLock {
  readonly id: string;
  readonly label: Words;
  readonly clause: string;
  readonly years: number;
  readonly stage: 'primary' | 'junior' | 'any';
  /** Only entries on or after this day count. */
  readonly entriesFrom: DateText | undefined;
  readonly consumers: readonly ('owner' | 'tenant')[];
  readonly when: Condition | undefined;
  readonly exempt: Release | undefined;
  readonly unlock: Release | undefined;
  readonly school: 'same' | 'any';
  readonly blocks: 'school' | 'district';
}

/** One round in which seats are given. */
export interface Batch {
  readonly id: string;
  readonly name: Words;
  readonly clause: string;
  readonly when: Condition;
  /** Only for these categories; undefined for all. */
  readonly categories: readonly string[] | undefined;
  readonly schools:
    | { readonly kind: 'catchment' | 'area' | 'none' }
    | { readonly kind: 'listed'; readonly schools: readonly string[] }
    | { readonly kind: 'expression'; readonly expression: Expression };
  readonly mechanism: Mechanism;
  readonly ranking: Ranking | undefined;
  readonly preferences:
    | {
        readonly min: number;
        readonly max: number | undefined;
        readonly all: boolean;
        readonly incomplete: 'overall_placement' | 'as_given';
        readonly guaranteed: boolean;
      }
    | undefined;
  readonly opensAt: { readonly registrants: number; readonly otherwise: string } | undefined;
  /** Batch that takes those not admitted. */
  readonly notAdmitted: string | undefined;
  readonly window: string | undefined;
}

/** What can happen to an applicant in a batch. */
export type BatchEventKind = 'applied' | 'admitted' | 'confirmed' | 'declined' | 'silent' | 'reported' | 'not_reported';

/** How an event in one batch bears on the others. */
export interface ExclusivityRule {
  readonly id: string;
  readonly when: readonly { readonly batch: string; readonly event: BatchEventKind }[];
  readonly removes: readonly string[];
  readonly bars: readonly string[];
  readonly keeps: string | undefined;
  readonly overallPlacement: boolean;
  readonly words: Words;
  readonly clause: string;
}

/** Seats set aside for some. */
export interface QuotaPool {
  readonly id: string;
  readonly name: Words;
  readonly clause: string;
  readonly when: Condition;
  readonly batch: string | undefined;
  readonly seats: number | undefined;
  readonly sharePercent: number | undefined;
  readonly beforeLottery: boolean;
  /** Pool that unused seats go to, `general` or `stays_empty`. */
  readonly unused: string;
}

/** A span of time in which something can be done, by China's civil clock. */
export interface PolicyWindow {
  readonly id: string;
  readonly name: Words;
  /** For whom it is open. */
  readonly when: Condition;
  /** `YYYY-MM-DD HH:MM:SS`; this second belongs to the window. */
  readonly opens: string;
  /** `YYYY-MM-DD HH:MM:SS`; the first second after the window. */
  readonly closes: string;
  readonly late: boolean;
}

/** A policy that was loaded without fault. */
export interface Policy {
  readonly id: string;
  readonly version: string;
  /** Hash of the canonical policy, extended files included; decisions keep it. */
  readonly hash: string;
  readonly title: Words;
  /** Invented or derived for demonstration: screens must say so. */
  readonly demo: boolean;
  readonly derivedFrom: Words | undefined;
  readonly source: PolicyFile['source'];
  readonly region: { readonly name: string; readonly districts: Readonly<Record<string, string>> };
  readonly stage: 'primary' | 'junior';
  readonly entryYear: number;
  readonly alsoFor: readonly number[];
  readonly windows: readonly PolicyWindow[];
  readonly review: ReviewSettings;
  /** Working days to bring what was asked for. */
  readonly cureDays: number;
  /** What happens to twins when one seat is left. */
  readonly twins:
    | {
        readonly bind: 'optional' | 'always' | 'never';
        readonly lastSeat: 'skip' | 'over_quota' | 'split';
        readonly clause: string;
      }
    | undefined;
  readonly siblings:
    | {
        readonly when: Condition;
        readonly waits: Condition | undefined;
        readonly removes: 'every_other_batch' | 'nothing';
        readonly words: Words | undefined;
        readonly clause: string;
      }
    | undefined;
  /** Order when a school has more applicants than seats. */
  readonly ranking: Ranking;
  readonly overallPlacement: {
    readonly takesTheRest: boolean;
    readonly words: Words | undefined;
    readonly clause: string;
  };
  readonly late: {
    readonly outcome: 'overall_placement' | 'refuse' | 'same';
    readonly words: Words;
    readonly clause: string;
  };
  /** Whether a published list holds at once, or is shown for objections first (公示). */
  readonly publication: { readonly list: 'final' | 'preliminary'; readonly clause: string | undefined };
  readonly selection: 'first' | 'best' | 'several';
  readonly combinations: {
    readonly otherwise: 'exclusive' | 'compatible';
    readonly exclusive: readonly (readonly string[])[];
    readonly compatible: readonly (readonly string[])[];
  };
  readonly categories: readonly Category[];
  readonly admission: readonly AdmissionRule[];
  readonly evidence: Readonly<Record<string, EvidenceSet>>;
  readonly documents: Readonly<Record<string, Words>>;
  readonly values: readonly DerivedValue[];
  readonly points: PointsTable | undefined;
  readonly locks: readonly SeatLock[];
  readonly batches: readonly Batch[];
  readonly exclusivity: { readonly otherwise: 'exclusive' | 'compatible'; readonly rules: readonly ExclusivityRule[] };
  readonly pools: readonly QuotaPool[];
  readonly assumptions: readonly { readonly words: Words; readonly clause: string | undefined }[];
  /** Standard facts and those the policy declares. */
  readonly schema: FactSchema;
  /** The single facts that the policy uses anywhere, by path: what a form has to ask, if no department knows it. */
  readonly factsUsed: ReadonlyMap<string, FactDeclaration>;
  /** The file as written, extended files merged in: for reading and comparing. */
  readonly file: PolicyFile;
  readonly machinery: Machinery;
}

/** What evaluating needs and nobody else reads. */
export interface Machinery {
  readonly converters: ReadonlyMap<string, Converter>;
  readonly tests: readonly Test[];
  readonly parameters: (calendar: WorkCalendar) => FactRecord;
  readonly calendar: WorkCalendar | undefined;
  /** Evaluates a part of an expression by itself. */
  readonly constant: (part: ASTNode, variables: Record<string, unknown>) => unknown;
  /** Evaluates a text by CEL alone. */
  readonly whole: (text: string, variables: Record<string, unknown>) => unknown;
  readonly valueRecord: () => FactRecord;
  readonly pointsRecord: () => FactRecord;
  /** The region as conditions see it, narrowed to one district where one is given. */
  readonly region: (district: string | undefined) => FactRecord;
  /** An expression in Chinese. */
  readonly say: (expression: Expression) => string;
  /** Values of parameters as people read them, by `param.x`. */
  readonly parameterWords: ReadonlyMap<string, Words>;
  /** Whether what is at a path is a share in ten-thousandths. */
  readonly isShare: (path: readonly string[]) => boolean;
  /** A value as people read it: codes in words, dates as written. */
  readonly show: (value: unknown, path: readonly string[], language?: Language) => string;
  /** Labels of parameters, values and points, by `param.x`, `value.x`, `points.x`. */
  readonly labels: ReadonlyMap<string, Words>;
}
