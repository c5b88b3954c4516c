// Proves a result against its problem, from the rules alone: every fault is named with applicant and school.

import { REFUSED, seatLine, type Stock } from './choice.ts';
import { claimIndex, type ClaimIndex, claimsAt, wholeLine } from './claims.ts';
import { codeAt, NEVER, NONE, type Seats, sizeOf } from './market.ts';
import { seatWhereOpen } from './opening.ts';
import { nearestWithRoom, seatsToStayTogether, turns } from './overall-placement.ts';
import { membersOf, prepare, type PreparedProblem } from './preparing.ts';
import type { ReadProblem } from './reading.ts';
import { overallAt, readSeated, type Seated } from './seated.ts';
import { seatKinds } from './seating.ts';
import { freeSeats, remainingSeats, withoutSchools } from './seats-left.ts';
import { isLate, marketOf, rowsOfPhase } from './solving.ts';
import { standingMarket, standingStock, stillWaits } from './waiting-list.ts';

/** One way in which a result breaks the rules. */
export type FaultCode =
  /** The result says nothing about an applicant, or speaks of one, or of a school, that the problem does not have. */
  | 'applicant_missing'
  | 'applicant_unknown'
  | 'school_unknown'
  /** More children than seats. */
  | 'capacity_exceeded'
  /** A seat that a reserve keeps for its holders, given to somebody else. */
  | 'reserve_misused'
  /** A school that may not take the applicant, or that the applicant never asked for and is not entitled to. */
  | 'not_eligible'
  /** A seat in a class that did not open. */
  | 'class_not_open'
  /** Bound children who do not sit together. */
  | 'group_separated'
  /** The school would take the applicant, who prefers it, in place of somebody it admitted. */
  | 'justified_envy'
  /** The school has a free seat for the applicant, who prefers it. */
  | 'seat_wasted'
  /** Overall placement: a nearer school had room when the applicant's turn came. */
  | 'nearer_school_had_room'
  /** Entitled to overall placement and without a seat, while one is free. */
  | 'entitled_without_seat'
  /** Left, and still holds a seat. */
  | 'withdrawn_has_seat';

/** A fault with its place. */
export interface AllocationFault {
  readonly code: FaultCode;
  readonly applicant: string;
  /** Null where the fault is not about a school. */
  readonly school: string | null;
  /** Others concerned: those who sit where the applicant should (`justified_envy`), bound children. */
  readonly others: readonly string[];
}

/**
 * All faults of a result; none means that it is proven.
 *
 * @param assignments school id or null by applicant id
 * @param withdrawn applicants who left after the allocation
 */
export function checkResult(
  read: ReadProblem,
  assignments: ReadonlyMap<string, string | null>,
  withdrawn: ReadonlySet<string> = new Set(),
): readonly AllocationFault[] {
  const problem = prepare(read, withdrawn);
  const faults = unknownNames(problem, assignments, withdrawn);
  const seated = readSeated(problem, (id) => (withdrawn.has(id) ? null : (assignments.get(id) ?? null)));
  const closed = closedClasses(withdrawn.size === 0 ? problem : prepare(read));
  const checker = new Checker(problem, seated, closed, faults);
  checker.entitlement();
  if (withdrawn.size === 0) checker.phases();
  else checker.afterwards(bondsOf(read, withdrawn));
  return faults;
}

/** What a school's line may be after some left. */
interface Leave {
  readonly stock: Stock;
  /** A bound child left whose group named the school: its companions now sit elsewhere in the order of stages. */
  readonly groupShrank: boolean;
  /** Children that a group taken over the plan may have brought above the seats. */
  readonly overPlan: number;
}

/** Bonds as they were before anybody left. */
interface Bonds {
  /** Ids of children in a group. */
  readonly bound: ReadonlySet<string>;
  /** Schools named by a group of which somebody left. */
  readonly shrankAt: ReadonlySet<string>;
  /** Members of the largest group. */
  readonly largest: number;
}

function bondsOf({ applicants, options, schoolNames }: ReadProblem, withdrawn: ReadonlySet<string>): Bonds {
  const bound = new Set<string>();
  const shrankAt = new Set<string>();
  const sizes = new Map<string, number>();
  for (const [i, group] of options.groups === 'split' ? [] : applicants.group) {
    bound.add(applicants.ids[i]!);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
    if (!withdrawn.has(applicants.ids[i]!)) continue;
    const from = i === 0 ? 0 : applicants.entryEnd.at(i - 1);
    for (let e = from; e < applicants.entryEnd.at(i); e++) shrankAt.add(schoolNames[applicants.entrySchool.at(e)]!);
  }
  return { bound, shrankAt, largest: Math.max(1, ...sizes.values()) };
}

/** Classes that do not open: what the stated procedure closes, repeated here; nobody's leaving closes a class later. */
function closedClasses(problem: PreparedProblem): Uint8Array {
  if (problem.opening.size === 0) return new Uint8Array(problem.schoolIds.length);
  return seatWhereOpen(problem, (seats) => marketOf(problem, seats, 0)).closed;
}

/** Applicants and schools that the problem does not know, applicants without an answer, leavers with a seat. */
function unknownNames(
  problem: PreparedProblem,
  assignments: ReadonlyMap<string, string | null>,
  withdrawn: ReadonlySet<string>,
): AllocationFault[] {
  const faults: AllocationFault[] = [];
  const applicants = new Set(problem.applicantIds);
  const schools = new Set(problem.schoolIds);
  for (const applicant of problem.applicantIds) {
    if (assignments.has(applicant)) continue;
    faults.push({ code: 'applicant_missing', applicant, school: null, others: [] });
  }
  for (const [applicant, school] of assignments) {
    if (!applicants.has(applicant)) faults.push({ code: 'applicant_unknown', applicant, school, others: [] });
    else if (school !== null && !schools.has(school)) {
      faults.push({ code: 'school_unknown', applicant, school, others: [] });
    } else if (school !== null && withdrawn.has(applicant)) {
      faults.push({ code: 'withdrawn_has_seat', applicant, school, others: [] });
    }
  }
  return faults;
}

class Checker {
  readonly #problem: PreparedProblem;
  readonly #seated: Seated;
  readonly #closed: Uint8Array;
  readonly #faults: AllocationFault[];
  readonly #seats: Seats;

  constructor(problem: PreparedProblem, seated: Seated, closed: Uint8Array, faults: AllocationFault[]) {
    this.#problem = problem;
    this.#seated = seated;
    this.#closed = closed;
    this.#faults = faults;
    this.#seats = withoutSchools(problem.seats, closed);
  }

  #fault(code: FaultCode, applicant: number, school: number, others: Iterable<number> = []): void {
    const { applicantIds, schoolIds } = this.#problem;
    this.#faults.push({
      code,
      applicant: applicantIds[applicant]!,
      school: school === NONE ? null : schoolIds[school]!,
      others: Array.from(others, (a) => applicantIds[a]!),
    });
  }

  #members(row: number): number[] {
    return Array.from(membersOf(this.#problem.units, row));
  }

  /** Each seat is in an open class, and either asked for and allowed, or one of overall placement. */
  entitlement(): void {
    const { units, overall, takesOverall } = this.#problem;
    const { assignment, byChoice } = this.#seated;
    for (let row = 0; row < units.rows.count; row++) {
      const members = this.#members(row);
      for (const a of members) {
        const school = assignment[a]!;
        if (school === NONE) continue;
        if (this.#closed[school] === 1) this.#fault('class_not_open', a, school);
        if (byChoice[row] !== NONE) continue;
        const claim = overall.of.get(a);
        const named = claim !== undefined && (!claim.onlyNamed || claim.nearest.includes(school));
        if (!named || takesOverall[school] === 0) {
          const apart = members.filter((b) => assignment[b] !== school);
          if (apart.length > 0 && this.#mayTake(row, school)) this.#fault('group_separated', a, school, apart);
          else this.#fault('not_eligible', a, school);
        }
      }
    }
  }

  #mayTake(row: number, school: number): boolean {
    return codeAt(this.#problem.units.rows, row, school) !== NEVER;
  }

  /** A fresh result, phase by phase: choices in time, overall placement, the late ones' choices, and theirs. */
  phases(): void {
    const { units, applicantIds, late } = this.#problem;
    const { rows } = units;
    const { assignment, byChoice } = this.#seated;
    const counted = new Int32Array(applicantIds.length).fill(NONE);
    const chosen = new Int32Array(rows.count).fill(NONE);
    const seat = new Int32Array(rows.count).fill(REFUSED);
    let seats = this.#seats;
    for (const phase of late === null ? ([0] as const) : ([0, 1] as const)) {
      const market = marketOf(this.#problem, seats, phase);
      const ofPhase = byChoice.map((school, row) => (isLate(this.#problem, row) === phase ? school : NONE));
      const kept = this.#choices(claimIndex(market), ofPhase);
      const kinds = seatKinds(market, kept);
      for (let row = 0; row < rows.count; row++) {
        if (ofPhase[row] !== NONE) for (const a of this.#members(row)) counted[a] = ofPhase[row]!;
        if (kept[row] === NONE) continue;
        chosen[row] = kept[row]!;
        seat[row] = kinds[row]!;
      }
      const free = freeSeats(remainingSeats(this.#seats, rows, chosen, seat, counted));
      this.#overallTurns(phase, free);
      for (const row of rowsOfPhase(this.#problem, phase))
        for (const a of this.#members(row)) counted[a] = assignment[a]!;
      seats = remainingSeats(this.#seats, rows, chosen, seat, counted);
    }
  }

  /** Every school keeps all whom it admitted by choice, and nobody has a claim; returns who rightly sits. */
  #choices(index: ClaimIndex, admitted: Int32Array): Int32Array {
    const kept = admitted.slice();
    const schools = this.#seats.capacity.length;
    for (let school = 0; school < schools; school++) this.#line(index, school, admitted, kept);
    for (let school = 0; school < schools; school++) {
      for (const { row, displaced } of claimsAt(index, school, kept)) this.#claim(row, school, displaced);
    }
    return kept;
  }

  /** Those in a school's line whom the school's rules would not have seated. */
  #line(index: ClaimIndex, school: number, admitted: Int32Array, kept: Int32Array, leave?: Leave): void {
    const { market } = index;
    const line = wholeLine(index, school).filter((row) => admitted[row] === school);
    const places = leave?.stock.free ?? market.seats.capacity[school]!;
    const children = line.reduce((sum, row) => sum + sizeOf(market.rows, row), 0);
    if (leave?.groupShrank === true && children <= places + leave.overPlan) return;
    const seat = seatLine(market, school, line, leave?.stock);
    line.forEach((row, i) => {
      if (seat[i] !== REFUSED) return;
      kept[row] = NONE;
      for (const a of this.#members(row)) {
        this.#fault(children > places ? 'capacity_exceeded' : 'reserve_misused', a, school);
      }
    });
  }

  #claim(row: number, school: number, displaced: readonly number[]): void {
    const { assignment } = this.#seated;
    const [first, ...others] = this.#members(row);
    // Who was refused above asks for its own seat here; that is no second fault.
    if (assignment[first!] === school) return;
    if (displaced.length === 0) this.#fault('seat_wasted', first!, school, others);
    else
      this.#fault(
        'justified_envy',
        first!,
        school,
        displaced.flatMap((loser) => this.#members(loser)),
      );
  }

  /** Overall placement in turn: nobody passes a nearer school that has room; bound children stay together. */
  #overallTurns(phase: 0 | 1, free: Int32Array): void {
    const problem = this.#problem;
    const { assignment, byChoice } = this.#seated;
    const rows = Array.from(rowsOfPhase(problem, phase)).filter((row) => byChoice[row] === NONE);
    for (const claimants of turns(problem, rows, () => true)) {
      const together = nearestWithRoom(problem, claimants[0]!, free, seatsToStayTogether(problem, claimants));
      for (const a of claimants) {
        const school = assignment[a]!;
        const due = together === NONE ? nearestWithRoom(problem, a, free, 1) : together;
        if (school !== due) {
          if (school === NONE) this.#fault('entitled_without_seat', a, due);
          else if (due === NONE) this.#fault('capacity_exceeded', a, school);
          else if (together !== NONE && claimants.some((b) => assignment[b] === due)) {
            this.#fault(
              'group_separated',
              a,
              school,
              claimants.filter((b) => b !== a),
            );
          } else if (free[school]! <= 0) this.#fault('capacity_exceeded', a, school);
          else this.#fault('nearer_school_had_room', a, due);
        }
        if (school !== NONE) free[school]!--;
      }
    }
  }

  /**
   * A result after some left: seats are kept, no free seat is denied to somebody who waits, single children have no
   * envy, and nobody entitled is without a seat while one is free. Bound children may have been passed over while
   * fewer seats were free than they need, and nobody loses a seat to them later; placed children keep their seat
   * though a nearer one came free.
   */
  afterwards({ bound, shrankAt, largest }: Bonds): void {
    const problem = this.#problem;
    const { units, overall } = problem;
    const { assignment, byChoice } = this.#seated;
    const market = standingMarket(problem, this.#closed);
    const index = claimIndex(market);
    const stock = standingStock(problem, market, this.#seated);
    const placed = overallAt(problem, this.#seated);
    const waits = stillWaits(problem, this.#seated);
    const kept = byChoice.slice();
    for (let school = 0; school < market.seats.capacity.length; school++) {
      const given = stock(school);
      if (given.free < 0)
        for (const a of placed[school]!.slice(given.free)) this.#fault('capacity_exceeded', a, school);
      const groupShrank = shrankAt.has(problem.schoolIds[school]!);
      const overPlan = problem.options.groups === 'over_quota' ? largest - 1 : 0;
      this.#line(index, school, byChoice, kept, { stock: given, groupShrank, overPlan });
    }
    for (let school = 0; school < market.seats.capacity.length; school++) {
      for (const { row, displaced } of claimsAt(index, school, kept, () => stock(school))) {
        const concerned = [row, ...displaced].flatMap((r) => this.#members(r));
        const single = !concerned.some((a) => bound.has(problem.applicantIds[a]!));
        if (waits(row) && (displaced.length === 0 || single)) this.#claim(row, school, displaced);
      }
    }
    const free = freeSeats(remainingSeats(market.seats, units.rows, kept, seatKinds(market, kept), assignment));
    for (const a of overall.of.keys()) {
      if (assignment[a] !== NONE) continue;
      const school = nearestWithRoom(problem, a, free, 1);
      if (school !== NONE) this.#fault('entitled_without_seat', a, school);
    }
  }
}
