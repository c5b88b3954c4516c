// The shapes that endpoints of policies share.

import { z } from 'zod';
import type { ChangedResult } from '../../engines/policy/compare-results.ts';
import type { Simulation } from '../../engines/policy/simulate.ts';
import { dateText, instant } from '../../kernel/endpoint.ts';

/** What the engine answers goes over the wire as it is. */
export const engine = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

export const hash = z.string().regex(/^[0-9a-f]{64}$/, '不是规则的指纹 · Not the fingerprint of a rule set');
export const words = z.object({ zh: z.string(), en: z.string() });

/** One fact in the form by which a policy is tried; groups and lists hold others. */
export interface FormField {
  readonly name: string;
  readonly type: 'text' | 'bool' | 'int' | 'decimal' | 'date' | 'month' | 'code' | 'object' | 'list';
  readonly label: string;
  readonly labelEn: string;
  /** Who can confirm it, in words; null for a group. */
  readonly source: { readonly zh: string; readonly en: string } | null;
  /** Whether a rule of the policy looks at it, or at something within. */
  readonly used: boolean;
  /** For a code: all values. For a text: values that the policy names; others may be typed. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly labelEn: string }[];
  readonly fields: readonly FormField[];
  /** For a list of single values. */
  readonly of: 'text' | 'bool' | 'int' | 'decimal' | 'date' | 'month' | 'code' | null;
}

/** Where a rule set stands; derived from seasons and proposals, never stored. */
export const STANDINGS = ['in_force', 'proposed', 'draft', 'retired', 'kept'] as const;
export type Standing = (typeof STANDINGS)[number];

export const seasonUse = z.object({ seasonId: z.string(), name: z.string(), nameEn: z.string(), now: z.boolean() });

export const ruleSetSummary = z.object({
  hash,
  policyId: z.string(),
  version: z.string(),
  title: words,
  region: z.string(),
  districts: z.array(z.string()),
  /** Whether it is made for a district of this city; others are kept to learn from. */
  ours: z.boolean(),
  stage: z.enum(['primary', 'junior']),
  entryYear: z.int(),
  demo: z.boolean(),
  quality: z.enum(['official', 'published', 'restated', 'invented']).nullable(),
  standing: z.enum(STANDINGS),
  seasons: z.array(seasonUse),
  loadedAt: instant,
});
export type RuleSetSummary = z.output<typeof ruleSetSummary>;

export const fault = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  code: z.string(),
  words: z.string(),
});
export const sourceFile = z.object({ file: z.string(), text: z.string() });

export const draftSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  district: z.string().nullable(),
  begunFrom: hash.nullable(),
  hash: hash.nullable(),
  faults: z.int(),
  version: z.int(),
  updatedByName: z.string(),
  updatedAt: instant,
});
export const draft = draftSummary.extend({ sources: z.array(sourceFile).min(1), faultList: z.array(fault) });

export const place = z.object({ file: z.string(), line: z.int() });
/** A policy as it is read: parts, rules, lines of the file. */
export const policyPage = z.object({
  summary: ruleSetSummary,
  source: z.object({
    document: z.string(),
    number: z.string().nullable(),
    url: z.string().nullable(),
    issuer: z.string().nullable(),
    year: z.int(),
  }),
  derivedFrom: words.nullable(),
  review: z.object({ steps: z.int(), autoPass: z.boolean() }),
  cureDays: z.int(),
  sections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      rules: z.array(
        z.object({ path: z.string(), words: z.string(), clauses: z.array(z.string()), place: place.nullable() }),
      ),
    }),
  ),
  /** Clause → the words of the document. */
  quotes: z.record(z.string(), z.string()),
  batches: z.array(
    z.object({ id: z.string(), name: words, mechanism: z.string(), notAdmitted: z.string().nullable() }),
  ),
  exclusivity: z.object({
    otherwise: z.enum(['exclusive', 'compatible']),
    rules: z.array(
      z.object({
        id: z.string(),
        when: z.array(z.object({ batch: z.string(), event: z.string() })),
        removes: z.array(z.string()),
        bars: z.array(z.string()),
        keeps: z.string().nullable(),
        overallPlacement: z.boolean(),
        words: z.string(),
      }),
    ),
  }),
  /** The points table, line by line, nested by `depth`; empty where the policy counts none. */
  points: z.array(
    z.object({
      depth: z.int(),
      id: z.string(),
      label: z.string(),
      how: z.string(),
      bounds: z.string(),
      when: z.string().nullable(),
      clause: z.string(),
    }),
  ),
  sources: z.array(sourceFile),
});
export type PolicyPage = z.output<typeof policyPage>;

export const exampleFamily = z.object({
  id: z.string(),
  name: words,
  today: dateText,
  district: z.string().nullable(),
  late: z.boolean(),
  facts: z.record(z.string(), z.unknown()),
});

export const tryInput = z.object({
  facts: z.record(z.string(), z.unknown()),
  today: dateText,
  district: z.string().max(20).optional(),
  late: z.boolean().default(false),
});

/** Families by how their result moves. */
export const movement = z.object({ before: z.string(), after: z.string(), count: z.int() });
export const touchedFamily = z.object({
  applicationId: z.uuid(),
  receiptNo: z.string(),
  childName: z.string(),
  state: z.string(),
  decided: z.boolean(),
  before: engine<ChangedResult['before']>(),
  after: engine<ChangedResult['after']>(),
  words: z.string(),
  because: z.array(z.string()),
});
export const impact = z.object({
  compared: z.int(),
  touched: z.int(),
  /** Decided already: a person has to look at them. */
  decided: z.int(),
  movements: z.array(movement),
  /** Fingerprint of what was compared and found; an approval names the one that was seen. */
  digest: z.string(),
  families: z.array(touchedFamily),
});
export type Impact = z.output<typeof impact>;

/** Who is simulated, on which seats. */
export const simulationSettings = z.object({
  /** Whose families: those of this season, or of another one (moved to this entry year). */
  familiesOf: z.string(),
  /** As they are, or drawn with replacement until there are `count`. */
  drawn: z.boolean().default(false),
  count: z.int().min(1).max(50_000).optional(),
  /** Change of the number that comes, in percent, when nothing else is said. */
  growthPercent: z.int().min(-90).max(300).default(0),
  /** Seats that differ from the season's plan. */
  seats: z.record(z.string(), z.int().min(0).max(10_000)).default({}),
  /** Settles lots and draws; the same seed gives the same result. */
  seed: z.int().min(1).max(2_147_483_647).default(1),
});
export type SimulationSettings = z.output<typeof simulationSettings>;

export const simulationSummary = z.object({
  id: z.uuid(),
  seasonId: z.string(),
  hash,
  title: z.string(),
  version: z.string(),
  comparedTo: hash.nullable(),
  settings: simulationSettings,
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  progress: z.int(),
  total: z.int(),
  fault: z.string().nullable(),
  createdByName: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});

/** What a finished simulation keeps. */
export const simulationResult = z.object({
  simulation: engine<Simulation>(),
  categories: z.array(z.object({ id: z.string(), name: z.string() })),
  schools: z.record(z.string(), z.string()),
  /** Families that were observed; what was drawn from them is in `simulation.applicants`. */
  sample: z.int(),
  changes: z.object({ compared: z.int(), touched: z.int(), movements: z.array(movement) }).nullable(),
});
export type SimulationResult = z.output<typeof simulationResult>;

export const proposal = z.object({
  id: z.uuid(),
  seasonId: z.string(),
  seasonName: z.string(),
  seasonNameEn: z.string(),
  state: z.enum(['proposed', 'approved', 'rejected', 'withdrawn']),
  before: z.object({ hash, title: z.string(), version: z.string() }),
  after: z.object({ hash, title: z.string(), version: z.string() }),
  midSeason: z.boolean(),
  reason: z.string(),
  proposedByName: z.string(),
  proposedAt: instant,
  decidedByName: z.string().nullable(),
  decidedAt: instant.nullable(),
  decidedWords: z.string().nullable(),
  /** What the reader may do now. */
  actions: z.array(z.enum(['approve', 'reject', 'withdraw'])),
});
export type Proposal = z.output<typeof proposal>;
