// A slow allocation straight from the definitions, on plain objects and without the engine: the oracle of the tests.

import type { AllocationApplicant, AllocationProblem, AllocationSchool } from '../problem.ts';

/** A single child or a bound group, as the rules see it. */
export interface Party {
  readonly members: readonly AllocationApplicant[];
  readonly preferences: readonly string[];
}

/** A school for each party, by index; null is no seat. */
export type Matching = readonly (string | null)[];

/** Children who act as one, in the order of their first members' ids. */
export function partiesOf(problem: AllocationProblem): Party[] {
  const byName = new Map<string, AllocationApplicant[]>();
  for (const applicant of [...problem.applicants].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const bound = applicant.group !== undefined && problem.options?.groups !== 'split';
    const name = bound ? `group ${applicant.group}` : `child ${applicant.id}`;
    byName.set(name, [...(byName.get(name) ?? []), applicant]);
  }
  return [...byName.values()].map((members) => ({ members, preferences: members[0]!.preferences }));
}

function lexicographic(x: readonly number[], y: readonly number[]): number {
  for (let i = 0; ; i++) {
    if (i >= x.length || i >= y.length) return x.length - y.length;
    if (x[i] !== y[i]) return x[i]! - y[i]!;
  }
}

/** The list of numbers and the id by which a child stands in a school's line. */
function keyOf(problem: AllocationProblem, child: AllocationApplicant, school: string): [number[], string] {
  const own = problem.mechanism === 'serial_dictatorship' ? (child.rank ?? []) : (child.priorities?.[school] ?? []);
  return [[...own], child.id];
}

function compareChildren(
  problem: AllocationProblem,
  school: string,
): (a: AllocationApplicant, b: AllocationApplicant) => number {
  return (a, b) => {
    const [x, xId] = keyOf(problem, a, school);
    const [y, yId] = keyOf(problem, b, school);
    return lexicographic(x, y) || (xId < yId ? -1 : 1);
  };
}

/** Whether a school takes every member of a party. */
export function eligible(party: Party, school: string): boolean {
  return party.members.every((child) => child.priorities === undefined || Object.hasOwn(child.priorities, school));
}

/** The parties of a school's line in its order: immediate acceptance by number of choice first. */
function inOrder(problem: AllocationProblem, school: string, parties: readonly Party[]): Party[] {
  const compare = compareChildren(problem, school);
  const representative = (party: Party): AllocationApplicant => {
    const sorted = [...party.members].sort(compare);
    return problem.options?.groupRank === 'best' ? sorted[0]! : sorted.at(-1)!;
  };
  return [...parties].sort((p, q) => {
    if (problem.mechanism === 'immediate_acceptance') {
      const rounds = p.preferences.indexOf(school) - q.preferences.indexOf(school);
      if (rounds !== 0) return rounds;
    }
    return compare(representative(p), representative(q));
  });
}

/** Those whom a school takes from its askers, by the rules of the documentation. */
export function choose(problem: AllocationProblem, school: AllocationSchool, askers: readonly Party[]): Set<Party> {
  const taken = new Set<Party>();
  const line = inOrder(
    problem,
    school.id,
    askers.filter((party) => eligible(party, school.id)),
  );
  const reserves = school.reserves ?? [];
  const left = new Map(reserves.map((reserve) => [reserve.id, reserve.seats]));
  let free = school.capacity;
  const holds = (party: Party, mark: string): boolean =>
    party.members.every((child) => child.reserves?.includes(mark) === true);
  const kept = (except?: string): number =>
    reserves.reduce((sum, r) => sum + (r.strict === true && r.id !== except ? left.get(r.id)! : 0), 0);
  const overQuota = problem.options?.groups === 'over_quota';

  const rounds =
    problem.mechanism === 'immediate_acceptance'
      ? [...new Set(line.map((party) => party.preferences.indexOf(school.id)))].map((k) =>
          line.filter((party) => party.preferences.indexOf(school.id) === k),
        )
      : [line];
  for (const round of rounds) {
    const fill = (places: number, who: (party: Party) => boolean, last: boolean): number => {
      let room = places;
      for (const party of round) {
        if (room <= 0 || taken.has(party) || !who(party)) continue;
        if (party.members.length > room && !(last && overQuota)) continue;
        taken.add(party);
        room -= party.members.length;
        free -= party.members.length;
      }
      return room;
    };
    if (school.reserveOrder === 'open_first' && reserves.length > 0) {
      fill(free - [...left.values()].reduce((sum, seats) => sum + seats, 0), () => true, false);
    }
    for (const reserve of reserves) {
      const places = Math.max(0, Math.min(left.get(reserve.id)!, free - kept(reserve.id)));
      const room = fill(places, (party) => holds(party, reserve.id), false);
      left.set(reserve.id, left.get(reserve.id)! - (places - room));
    }
    fill(free - kept(), () => true, true);
  }
  return taken;
}

/** Whether nobody has a claim: each school keeps all it has, and would take nobody who prefers it. */
export function isStable(problem: AllocationProblem, parties: readonly Party[], matching: Matching): boolean {
  for (const school of problem.schools) {
    const admitted = parties.filter((_, p) => matching[p] === school.id);
    if (choose(problem, school, admitted).size !== admitted.length) return false;
    for (const [p, party] of parties.entries()) {
      const wanted = party.preferences.indexOf(school.id);
      const has = matching[p] === null ? Infinity : party.preferences.indexOf(matching[p]!);
      if (wanted < 0 || wanted >= has) continue;
      if (choose(problem, school, [...admitted, party]).has(party)) return false;
    }
  }
  return true;
}

/** Every stable matching, by trying all. */
export function allStable(problem: AllocationProblem): Matching[] {
  const parties = partiesOf(problem);
  const overPlan = problem.options?.groups === 'over_quota' ? Math.max(...parties.map((p) => p.members.length)) - 1 : 0;
  const room = new Map(problem.schools.map(({ id, capacity }) => [id, capacity && capacity + overPlan]));
  const found: Matching[] = [];
  const matching: (string | null)[] = [];
  const tryFrom = (p: number): void => {
    if (p === parties.length) {
      if (isStable(problem, parties, matching)) found.push([...matching]);
      return;
    }
    for (const school of [...parties[p]!.preferences, null]) {
      if (school !== null && (!eligible(parties[p]!, school) || room.get(school)! < parties[p]!.members.length))
        continue;
      if (school !== null) room.set(school, room.get(school)! - parties[p]!.members.length);
      matching[p] = school;
      tryFrom(p + 1);
      if (school !== null) room.set(school, room.get(school)! + parties[p]!.members.length);
    }
  };
  tryFrom(0);
  return found;
}

/** The stable matching that every party likes at least as well as any other, or null when there is none. */
export function bestForAll(problem: AllocationProblem, stable: readonly Matching[]): Matching | null {
  const parties = partiesOf(problem);
  const place = (p: number, school: string | null): number =>
    school === null ? Infinity : parties[p]!.preferences.indexOf(school);
  return stable.find((one) => stable.every((other) => one.every((s, p) => place(p, s) <= place(p, other[p]!)))) ?? null;
}
