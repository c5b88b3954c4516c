// What an allocation is asked and what it answers, as plain objects: the fixed file format and its options.

/**
 * How seats are given out.
 * - `deferred_acceptance`: student-proposing; a seat stays provisional until nobody with a better claim asks for it
 *   (Gale and Shapley 1962).
 * - `immediate_acceptance`: 志愿优先, a seat given in one round of choices is final.
 * - `serial_dictatorship`: 积分优先、遵循志愿, one common order (`rank`), each in turn takes the best choice left.
 * - `direct_assignment`: only the first choice counts (the catchment school); who finds no seat there is left over.
 */
export type Mechanism = 'deferred_acceptance' | 'immediate_acceptance' | 'serial_dictatorship' | 'direct_assignment';

/** Every mechanism, in the order of the documentation. */
export const MECHANISMS: readonly Mechanism[] = [
  'deferred_acceptance',
  'immediate_acceptance',
  'serial_dictatorship',
  'direct_assignment',
];

/** Seats of a school that holders of a mark take first (单列计划, quota pool, set-aside). */
export interface Reserve {
  /** The mark that an applicant must hold, e.g. `talent`. */
  readonly id: string;
  /** Seats set aside, a whole number. */
  readonly seats: number;
  /** True: a seat without a holder stays empty. Otherwise it spills over to everybody. */
  readonly strict?: boolean;
}

/** A class that opens only when enough children come. */
export interface OpeningRule {
  /** The least number of children. */
  readonly atLeast: number;
  /**
   * What is counted: `admitted` the children the school would admit (default), or `first_choices` the eligible
   * children in time who name the school first.
   */
  readonly count?: 'admitted' | 'first_choices';
}

/** A school with its seats. */
export interface AllocationSchool {
  readonly id: string;
  /** Seats, a whole number; 0 closes the school for this allocation. */
  readonly capacity: number;
  /** Set-asides in the order in which they are filled; together at most `capacity`. */
  readonly reserves?: readonly Reserve[];
  /**
   * `reserves_first` (default): holders fill the reserves, then everybody the open seats.
   * `open_first`: everybody fills the open seats, then holders the reserves. Spill-over comes last in both.
   */
  readonly reserveOrder?: 'reserves_first' | 'open_first';
  readonly opening?: OpeningRule;
  /** False keeps the school out of overall placement. Default true. */
  readonly takesOverallPlacement?: boolean;
}

/** How a child without a seat is placed by the bureau (统筹). */
export interface OverallClaim {
  /** The policy's order among such children, compared left to right, lower first; ties by applicant id. */
  readonly rank: readonly number[];
  /**
   * Distance to each school, lower is nearer, equal distances by school id. Schools left out come after all others,
   * by id, so that nobody entitled stays without a seat while one is free.
   */
  readonly distances?: Readonly<Record<string, number>>;
  /** True keeps the child to the schools named in `distances`. Default false. */
  readonly onlyNamed?: boolean;
}

/** A child who asks for a seat. */
export interface AllocationApplicant {
  readonly id: string;
  /** School ids, best first, each once. */
  readonly preferences: readonly string[];
  /**
   * Keys per school, compared as numbers from left to right, lower first; a list that is the beginning of another
   * comes first. A school missing here does not take this applicant. Needed unless the mechanism is serial
   * dictatorship, where a missing `priorities` means that every named school takes the applicant.
   */
  readonly priorities?: Readonly<Record<string, readonly number[]>>;
  /** The common order of serial dictatorship, compared like a priority list. */
  readonly rank?: readonly number[];
  /**
   * Lottery numbers, compared after the keys above: one number for all schools (single tie-breaking) or one a school
   * (multiple tie-breaking). The engine draws nothing.
   */
  readonly lottery?: number | Readonly<Record<string, number>>;
  /** Marks for reserves. */
  readonly reserves?: readonly string[];
  /** Children with the same group (twins, siblings) are bound to each other; they name the same preferences. */
  readonly group?: string;
  /** True: registered late, comes after everybody else. */
  readonly late?: boolean;
  /** Present: entitled to overall placement. */
  readonly overall?: OverallClaim;
}

/** What happens to a bound group at a school's last seats; publish it beforehand. */
export type GroupRule =
  /** The group is passed over where it does not fit whole; together or not at all. */
  | 'skip'
  /** The group that reaches the last seat is taken whole, over the plan. */
  | 'over_quota'
  /** Members stand alone, each with its own keys: one may be in and the other not. */
  | 'split';

/** Rules of an allocation beyond the mechanism. */
export interface AllocationOptions {
  /** Default `skip`. */
  readonly groups?: GroupRule;
  /** Whose keys a group competes with: `worst` (default, nobody is overtaken by a child ranked behind) or `best`. */
  readonly groupRank?: 'worst' | 'best';
  /** Who stays on the waiting list of a school preferred to the own seat: everybody (default) or only the seatless. */
  readonly waitingLists?: 'all_preferred' | 'seatless';
}

/** One allocation to carry out: the fixed file format, with options. */
export interface AllocationProblem {
  readonly mechanism: Mechanism;
  readonly schools: readonly AllocationSchool[];
  readonly applicants: readonly AllocationApplicant[];
  readonly options?: AllocationOptions;
}

/** A fault in a problem: where (JSON path), what, and what to do. */
export interface ProblemFault {
  readonly path: string;
  readonly fault: string;
}

/** On what kind of seat a child sits: an open one, a reserve's (its id), above the plan, or by overall placement. */
export type SeatKind =
  | { readonly kind: 'open' }
  | { readonly kind: 'reserve'; readonly reserve: string }
  | { readonly kind: 'over_quota' }
  | { readonly kind: 'overall' };

/** One line of a school's roster. */
export interface RosterEntry {
  readonly applicant: string;
  readonly seat: SeatKind;
}

/** What a school ends with. */
export interface SchoolOutcome {
  /** False when a class that opens at N did not reach N. */
  readonly opened: boolean;
  readonly capacity: number;
  readonly taken: number;
  /** Admitted children in the order of the school's keys, those of overall placement last in their order. */
  readonly roster: readonly RosterEntry[];
  /**
   * The last applicant taken on the open seats (`open`) and on each reserve by id, where all its seats went;
   * null where seats stayed free or none exist.
   */
  readonly cutOffs: Readonly<Record<string, string | null>>;
  /** Applicants who prefer this school to what they have, in the fixed order of its keys, late ones last. */
  readonly waiting: readonly string[];
}

/** Why an applicant has what it has: a code with its data. */
export type Because =
  /** Admitted at its choice number `choice`, counted from 1. */
  | { readonly code: 'admitted'; readonly school: string; readonly choice: number; readonly seat: SeatKind }
  /** Placed by the bureau: the `nearest`-th nearest school (from 1) was the first with room. */
  | { readonly code: 'overall_placement'; readonly school: string; readonly nearest: number }
  /** Asked for schools, and none had a seat for it. */
  | { readonly code: 'no_seat_at_choices' }
  /** Entitled to overall placement, and no seat was free. */
  | { readonly code: 'no_seat_anywhere' }
  /** Named no school and is not entitled to overall placement. */
  | { readonly code: 'no_choices' }
  /** Gave its seat back. */
  | { readonly code: 'withdrawn' };

/** Something the reader of a result should know. */
export type AllocationNote =
  /** Equal keys: the order between these two was decided by applicant id; `count` such neighbours in all. */
  | { readonly code: 'tie_broken_by_id'; readonly count: number; readonly first: readonly [string, string] }
  | { readonly code: 'class_not_opened'; readonly school: string; readonly count: number; readonly needed: number }
  /** An applicant holds a mark for which no school has seats. */
  | { readonly code: 'unknown_reserve'; readonly applicant: string; readonly reserve: string }
  /** The group could take this school by displacing only children ranked behind; no stable outcome was found. */
  | { readonly code: 'unsettled_group'; readonly applicant: string; readonly school: string };

/** The answer. Records have their keys sorted by id (code points; names like array indices come first in JavaScript's own objects). */
export interface AllocationResult {
  readonly assignments: Readonly<Record<string, string | null>>;
  readonly schools: Readonly<Record<string, SchoolOutcome>>;
  readonly because: Readonly<Record<string, Because>>;
  readonly notes: readonly AllocationNote[];
  /** Applicants who gave a seat back or left, sorted; they take part no more. */
  readonly withdrawn: readonly string[];
}
