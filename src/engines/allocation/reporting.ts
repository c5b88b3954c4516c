// Tells a solution in the words of the problem: rosters, cut-offs, waiting lists, and a reason for every applicant.

import { compareIds } from './ids.ts';
import { choiceOf, codeAt, codeOf, NEVER, NONE, schoolOf } from './market.ts';
import { nearness } from './overall-placement.ts';
import { membersOf, type PreparedProblem } from './preparing.ts';
import type { AllocationNote, AllocationResult, Because, RosterEntry, SchoolOutcome, SeatKind } from './problem.ts';
import { isLate, type Solution } from './solving.ts';

/** The result of a solved problem; `withdrawn` are the applicants who left. */
export function report(
  problem: PreparedProblem,
  solution: Solution,
  withdrawn: readonly string[] = [],
): AllocationResult {
  const { applicantIds, schoolIds } = problem;
  const { assignment } = solution;
  const left = new Set(withdrawn);
  const because = becauseOfAll(problem, solution, left);
  const rosters = rostersOf(problem, solution);
  const waiting = waitingLists(problem, solution, left);
  const schools = schoolIds.map((id, s): [string, SchoolOutcome] => [
    id,
    {
      opened: solution.closed[s] === 0,
      capacity: problem.seats.capacity[s]!,
      taken: rosters[s]!.length,
      roster: rosters[s]!,
      cutOffs: cutOffs(problem, s, rosters[s]!),
      waiting: waiting[s]!,
    },
  ]);
  return {
    assignments: Object.fromEntries(
      applicantIds.map((id, a) => [id, assignment[a] === NONE ? null : schoolIds[assignment[a]!]!]),
    ),
    schools: Object.fromEntries(schools),
    because: Object.fromEntries(applicantIds.map((id, a) => [id, because[a]!])),
    notes: notesOf(problem, solution),
    withdrawn: [...left].sort(compareIds),
  };
}

/**
 * A seat number of `seatLine` in words. Who keeps a seat that the school's rules no longer give after a companion left
 * (`REFUSED`) counts as over the plan.
 */
export function seatKind(problem: PreparedProblem, school: number, seat: number): SeatKind {
  const reserves = problem.seats.reserves?.[school] ?? [];
  if (seat >= 0 && seat < reserves.length) return { kind: 'reserve', reserve: problem.marks[reserves[seat]!.mark]! };
  return { kind: seat === reserves.length ? 'open' : 'over_quota' };
}

function becauseOfAll(problem: PreparedProblem, solution: Solution, left: ReadonlySet<string>): Because[] {
  const { units, schoolIds, applicantIds } = problem;
  const because: Because[] = [];
  for (let row = 0; row < units.rows.count; row++) {
    const byChoice = solution.byChoice[row]!;
    const first = units.rows.start[row]!;
    for (const a of Array.from(membersOf(units, row))) {
      const school = solution.assignment[a]!;
      if (left.has(applicantIds[a]!)) because[a] = { code: 'withdrawn' };
      else if (byChoice !== NONE) {
        const choice = choiceOf(units.rows, row, byChoice) + 1;
        const seat = seatKind(problem, byChoice, solution.seat[row]!);
        because[a] = { code: 'admitted', school: schoolIds[byChoice]!, choice, seat };
      } else if (school !== NONE) {
        const nearest = nearness(problem, a, school);
        because[a] = { code: 'overall_placement', school: schoolIds[school]!, nearest };
      } else if (problem.overall.of.has(a)) because[a] = { code: 'no_seat_anywhere' };
      else because[a] = { code: first < units.rows.start[row + 1]! ? 'no_seat_at_choices' : 'no_choices' };
    }
  }
  return because;
}

function rostersOf(problem: PreparedProblem, solution: Solution): RosterEntry[][] {
  const { units, applicantIds, schoolIds } = problem;
  const { rows } = units;
  /** Order within a roster: choices in time, overall placement, late choices, late overall; then by code or claim. */
  const lines = schoolIds.map((): { phase: number; order: number; entry: RosterEntry }[] => []);
  for (let row = 0; row < rows.count; row++) {
    const byChoice = solution.byChoice[row]!;
    const late = isLate(problem, row);
    for (const a of Array.from(membersOf(units, row))) {
      const school = solution.assignment[a]!;
      if (school === NONE) continue;
      const chosen = byChoice !== NONE;
      lines[school]!.push({
        phase: 2 * late + (chosen ? 0 : 1),
        order: chosen ? rankAt(problem, row, school) : problem.overall.of.get(a)!.position,
        entry: {
          applicant: applicantIds[a]!,
          seat: chosen ? seatKind(problem, school, solution.seat[row]!) : { kind: 'overall' },
        },
      });
    }
  }
  return lines.map((line) => line.sort((x, y) => x.phase - y.phase || x.order - y.order).map(({ entry }) => entry));
}

/** Order of a row at a school: its code; with immediate acceptance the number of the choice comes first. */
export function rankAt(problem: PreparedProblem, row: number, school: number): number {
  const { rows } = problem.units;
  const code = codeAt(rows, row, school);
  return problem.mechanism === 'immediate_acceptance' ? choiceOf(rows, row, school) * 2 ** 32 + code : code;
}

function cutOffs(problem: PreparedProblem, school: number, roster: readonly RosterEntry[]): SchoolOutcome['cutOffs'] {
  const reserves = problem.seats.reserves?.[school] ?? [];
  const last = (of: (seat: SeatKind) => boolean): string | null =>
    roster.findLast((entry) => of(entry.seat))?.applicant ?? null;
  const full = roster.length >= problem.seats.capacity[school]!;
  const result: [string, string | null][] = [
    ['open', full ? last((seat) => seat.kind === 'open' || seat.kind === 'over_quota') : null],
  ];
  for (const reserve of reserves) {
    const id = problem.marks[reserve.mark]!;
    const seated = roster.filter(({ seat }) => seat.kind === 'reserve' && seat.reserve === id);
    result.push([id, seated.length > 0 && seated.length >= reserve.seats ? seated.at(-1)!.applicant : null]);
  }
  return Object.fromEntries(result);
}

function waitingLists(problem: PreparedProblem, solution: Solution, left: ReadonlySet<string>): string[][] {
  const { units, applicantIds, schoolIds } = problem;
  const { rows } = units;
  const lines = schoolIds.map((): { late: number; order: number; members: string[] }[] => []);
  for (let row = 0; row < rows.count; row++) {
    const members = Array.from(membersOf(units, row), (a) => applicantIds[a]!).filter((id) => !left.has(id));
    if (members.length === 0) continue;
    const seated = Array.from(membersOf(units, row)).some((a) => solution.assignment[a] !== NONE);
    if (seated && problem.options.waitingLists === 'seatless') continue;
    const late = isLate(problem, row);
    for (let e = rows.start[row]!; e < rows.start[row + 1]!; e++) {
      const school = schoolOf(rows, e);
      if (school === solution.byChoice[row]) break;
      if (codeOf(rows, e) === NEVER || solution.closed[school] === 1) continue;
      lines[school]!.push({ late, order: rankAt(problem, row, school), members });
    }
  }
  return lines.map((line) => line.sort((x, y) => x.late - y.late || x.order - y.order).flatMap((one) => one.members));
}

/** What the reader of a result should know beside it. */
export function notesOf(problem: PreparedProblem, solution: Solution): AllocationNote[] {
  const { applicantIds, schoolIds, ties } = problem;
  const notes: AllocationNote[] = [];
  if (ties.firstTie !== null) {
    const [a, b] = ties.firstTie;
    notes.push({ code: 'tie_broken_by_id', count: ties.ties, first: [applicantIds[a]!, applicantIds[b]!] });
  }
  for (const [school, count] of solution.counted) {
    const needed = problem.opening.get(school)!.atLeast;
    notes.push({ code: 'class_not_opened', school: schoolIds[school]!, count, needed });
  }
  for (const { row, school } of solution.unsettled) {
    const applicant = applicantIds[membersOf(problem.units, row)[0]!]!;
    notes.push({ code: 'unsettled_group', applicant, school: schoolIds[school]! });
  }
  for (const [a, mark] of problem.unknownMarks) {
    notes.push({ code: 'unknown_reserve', applicant: applicantIds[a]!, reserve: mark });
  }
  return notes;
}
