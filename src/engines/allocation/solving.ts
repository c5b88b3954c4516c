// Solves a prepared problem in its stated phases: choices in time, overall placement, then the late in the same way.

import { REFUSED, seatLine } from './choice.ts';
import { deferredAcceptance } from './deferred-acceptance.ts';
import { immediateAcceptance } from './immediate-acceptance.ts';
import { codeAt, type Market, NEVER, NONE, type Rows, type Seats, sizeOf } from './market.ts';
import { placeOverall } from './overall-placement.ts';
import { membersOf, type PreparedProblem } from './preparing.ts';
import { choosesInTurn, serialDictatorship } from './serial-dictatorship.ts';

/** Who sits where, and how it came about. */
export interface Solution {
  /** School of each applicant, or `NONE`. */
  readonly assignment: Int32Array;
  /** School of each row by its choices alone, or `NONE`; overall placement is not in here. */
  readonly byChoice: Int32Array;
  /** Seat of each row admitted by choice, as {@link seatLine} numbers them; `REFUSED` for others. */
  readonly seat: Int32Array;
  /** Per school 1 when it did not open. */
  readonly closed: Uint8Array;
  /** Children counted for a class that did not open. */
  readonly counted: ReadonlyMap<number, number>;
}

/** Solves the problem. */
export function solve(problem: PreparedProblem): Solution {
  const { units } = problem;
  const { rows } = units;
  const opened = solveOpening(problem);
  const { byChoice, seat, seats } = opened;
  const assignment = new Int32Array(problem.applicantIds.length).fill(NONE);
  const seatMembers = (): void => {
    for (let row = 0; row < rows.count; row++) {
      if (byChoice[row] === NONE) continue;
      for (const a of Array.from(membersOf(units, row))) assignment[a] = byChoice[row]!;
    }
  };
  const placeRest = (late: 0 | 1): void => {
    if (problem.overall.of.size === 0) return;
    const free = freeSeats(remainingSeats(seats, rows, byChoice, seat, assignment));
    placeOverall(problem, rowsOfPhase(problem, late), free, assignment);
  };
  seatMembers();
  placeRest(0);
  if (problem.late !== null) {
    const left = remainingSeats(seats, rows, byChoice, seat, assignment);
    const late = seatByChoice(marketOf(problem, left, 1));
    for (let row = 0; row < rows.count; row++) {
      if (late.school[row] === NONE) continue;
      byChoice[row] = late.school[row]!;
      seat[row] = late.seat[row]!;
    }
    seatMembers();
    placeRest(1);
  }
  return { assignment, byChoice, seat, closed: opened.closed, counted: opened.counted };
}

/**
 * Seats those in time, closing classes that do not reach their number: by first choices all at once beforehand; by
 * admitted children one class at a time, the one that lacks most first (then by id), and all is solved again.
 */
function solveOpening(problem: PreparedProblem) {
  const schools = problem.schoolIds.length;
  const closed = new Uint8Array(schools);
  const counted = new Map<number, number>();
  const asked = firstChoices(marketOf(problem, problem.seats, 0), schools);
  for (const [school, rule] of problem.opening) {
    if (rule.count !== 'first_choices' || asked[school]! >= rule.atLeast) continue;
    closed[school] = 1;
    counted.set(school, asked[school]!);
  }
  for (;;) {
    const seats = withoutSchools(problem.seats, closed);
    const { school: byChoice, seat } = seatByChoice(marketOf(problem, seats, 0));
    const lacking = mostLacking(problem, closed, taken(problem.units.rows, byChoice, schools));
    if (lacking === null) return { byChoice, seat, seats, closed, counted };
    closed[lacking.school] = 1;
    counted.set(lacking.school, lacking.taken);
  }
}

function mostLacking(problem: PreparedProblem, closed: Uint8Array, takenAt: Uint32Array) {
  let worst: { school: number; taken: number; lack: number } | null = null;
  for (const [school, rule] of problem.opening) {
    if (rule.count === 'first_choices' || closed[school] === 1) continue;
    const lack = rule.atLeast - takenAt[school]!;
    if (lack > (worst?.lack ?? 0)) worst = { school, taken: takenAt[school]!, lack };
  }
  return worst;
}

/** Runs the problem's mechanism: school of every row, and its seat as numbered by `seatLine`. */
export function seatByChoice(market: Market): { school: Int32Array; seat: Int32Array } {
  if (market.mechanism === 'immediate_acceptance') return immediateAcceptance(market);
  const inTurn = market.mechanism === 'serial_dictatorship' && choosesInTurn(market);
  const school = inTurn ? serialDictatorship(market) : deferredAcceptance(market);
  return { school, seat: seatKinds(market, school) };
}

/** On which seats the admitted sit, where the school's choice does not depend on rounds. */
export function seatKinds(market: Market, assignment: Int32Array): Int32Array {
  const { rows, seats } = market;
  if (seats.reserves === null && rows.size === null) {
    return assignment.map((school) => (school === NONE ? REFUSED : 0));
  }
  const seat = new Int32Array(rows.count).fill(REFUSED);
  linesOf(rows, assignment, seats.capacity.length).forEach((line, school) => {
    const seated = seatLine(market, school, line);
    line.forEach((row, i) => (seat[row] = seated[i]!));
  });
  return seat;
}

/** The admitted rows of every school, best code first. */
export function linesOf(rows: Rows, assignment: Int32Array, schools: number): number[][] {
  const lines = Array.from({ length: schools }, (): { row: number; code: number }[] => []);
  for (let row = 0; row < rows.count; row++) {
    const school = assignment[row]!;
    if (school !== NONE) lines[school]!.push({ row, code: codeAt(rows, row, school) });
  }
  return lines.map((line) => line.sort((x, y) => x.code - y.code).map(({ row }) => row));
}

/** The market of one phase: those of the other phase ask for nothing. */
export function marketOf(problem: PreparedProblem, seats: Seats, late: 0 | 1): Market {
  const { rows } = problem.units;
  const market = { mechanism: problem.mechanism, rows, seats, groupRule: problem.options.groups };
  if (problem.late === null) return market;
  const code = rows.code.slice();
  for (let row = 0; row < rows.count; row++) {
    if (isLate(problem, row) !== late) code.fill(NEVER, rows.start[row]!, rows.start[row + 1]!);
  }
  return { ...market, rows: { ...rows, code } };
}

/** 1 when a row registered late. */
export function isLate(problem: PreparedProblem, row: number): 0 | 1 {
  return problem.late !== null && problem.late[membersOf(problem.units, row)[0]!] === 1 ? 1 : 0;
}

function* rowsOfPhase(problem: PreparedProblem, late: 0 | 1): Generator<number> {
  for (let row = 0; row < problem.units.rows.count; row++) if (isLate(problem, row) === late) yield row;
}

/** Seats with some schools closed. */
export function withoutSchools(seats: Seats, closed: Uint8Array): Seats {
  if (!closed.includes(1)) return seats;
  return {
    ...seats,
    capacity: seats.capacity.map((capacity, s) => (closed[s] === 1 ? 0 : capacity)),
    reserves: seats.reserves?.map((reserves, s) => (closed[s] === 1 ? [] : reserves)) ?? null,
  };
}

/** What is left of the seats when some are taken; a reserve has left what its holders did not take. */
export function remainingSeats(
  seats: Seats,
  rows: Rows,
  byChoice: Int32Array,
  seat: Int32Array,
  assignment: Int32Array,
): Seats {
  const capacity = Uint32Array.from(seats.capacity);
  for (const school of assignment) if (school !== NONE && capacity[school]! > 0) capacity[school]!--;
  if (seats.reserves === null) return { ...seats, capacity };
  const held = seats.reserves.map((reserves) => reserves.map(() => 0));
  for (let row = 0; row < rows.count; row++) {
    const ofSchool = held[byChoice[row]!];
    if (ofSchool !== undefined && seat[row]! < ofSchool.length) ofSchool[seat[row]!]! += sizeOf(rows, row);
  }
  const reserves = seats.reserves.map((list, s) => {
    let room = capacity[s]!;
    return list.map((reserve, r) => {
      const left = Math.min(room, reserve.seats - held[s]![r]!);
      room -= left;
      return { ...reserve, seats: left };
    });
  });
  return { ...seats, capacity, reserves };
}

/** Seats that anybody may take: not those that strict reserves keep for holders. */
export function freeSeats(seats: Seats): Int32Array {
  return Int32Array.from(seats.capacity, (capacity, s) =>
    (seats.reserves?.[s] ?? []).reduce((left, reserve) => left - (reserve.strict ? reserve.seats : 0), capacity),
  );
}

/** Children of rows a school. */
function taken(rows: Rows, byChoice: Int32Array, schools: number): Uint32Array {
  const count = new Uint32Array(schools);
  for (let row = 0; row < rows.count; row++) if (byChoice[row] !== NONE) count[byChoice[row]!]! += sizeOf(rows, row);
  return count;
}

/** Eligible children a school that name it first. */
function firstChoices(market: Market, schools: number): Uint32Array {
  const { rows } = market;
  const count = new Uint32Array(schools);
  for (let row = 0; row < rows.count; row++) {
    const first = rows.start[row]!;
    if (first < rows.start[row + 1]! && rows.code[first] !== NEVER) count[rows.school[first]!]! += sizeOf(rows, row);
  }
  return count;
}
