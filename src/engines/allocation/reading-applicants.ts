// Reads applicants into compact lists: a city of millions as a few typed arrays.

import { Members, membersOf } from './members.ts';
import { RealList, WholeList } from './number-list.ts';
import { type FaultList, show } from './reading-faults.ts';
import type { SchoolNames } from './reading-schools.ts';

/** Applicants in the order of reading. Lists per applicant or entry tell where their part of the next list ends. */
export class ReadApplicants {
  readonly ids: string[] = [];
  /** Entries (preferences) of applicant `a` end before `entryEnd.at(a)`. */
  readonly entryEnd = new WholeList();
  /** Number of the school, as in `SchoolNames`. */
  readonly entrySchool = new WholeList();
  /** 1 where the school may take the applicant. */
  readonly entryEligible = new WholeList();
  /** Keys of entry `e` end before `keyEnd.at(e)`. */
  readonly keyEnd = new WholeList();
  readonly keys = new RealList();
  longestKey = 0;
  readonly rankEnd = new WholeList();
  readonly ranks = new RealList();
  longestRank = 0;
  /** Lottery numbers an entry; `NaN` where there is none. */
  readonly lottery = new RealList();
  hasLottery = false;
  /** Applicants with marks, in a group, late, entitled to overall placement. */
  readonly reserves = new Map<number, readonly string[]>();
  readonly group = new Map<number, string>();
  readonly late = new Set<number>();
  readonly overall = new Map<number, ReadOverall>();
}

/** A claim to overall placement: distances by school number. */
export interface ReadOverall {
  readonly rank: readonly number[];
  readonly distances: readonly (readonly [school: number, distance: number])[];
  readonly onlyNamed: boolean;
}

/** Takes applicants one by one. */
export class ApplicantReader {
  readonly applicants = new ReadApplicants();
  /** The first applicant who names schools without `rank`, without `priorities`: a fault or not, the mechanism tells. */
  withoutRank: number | undefined;
  withoutPriorities: number | undefined;
  readonly #known = new Set<string>();
  readonly #schools: SchoolNames;
  readonly #faults: FaultList;

  constructor(schools: SchoolNames, faults: FaultList) {
    this.#schools = schools;
    this.#faults = faults;
  }

  read(value: unknown, index: number): void {
    const faults = this.#faults;
    const place = (): string => `applicants[${index}]`;
    const members = membersOf(value);
    if (members === null) {
      return faults.add(place, `is ${show(value)}; must be an object with "id" and "preferences"`);
    }
    const id = members.get('id');
    if (!faults.isName(id, () => `${place()}.id`)) return;
    if (this.#known.size === this.#known.add(id).size) {
      return faults.add(`${place()}.id`, `${show(id)} is used by an earlier applicant`);
    }
    const number = this.applicants.ids.push(id) - 1;
    this.#readPreferences(members, index, place);
    this.#readRank(members.get('rank'), place);
    this.#readBonds(members, number, place);
    this.#readOverall(members.get('overall'), number, () => `${place()}.overall`);
  }

  #readPreferences(members: Members, index: number, place: () => string): void {
    const into = this.applicants;
    const faults = this.#faults;
    const preferences = members.get('preferences');
    if (!Array.isArray(preferences)) {
      faults.add(() => `${place()}.preferences`, `is ${show(preferences)}; must be a list of school ids, best first`);
    }
    const named: readonly unknown[] = Array.isArray(preferences) ? preferences : [];
    const lottery = members.get('lottery') ?? undefined;
    if (lottery !== undefined) into.hasLottery = true;
    if (typeof lottery !== 'object' && lottery !== undefined) faults.isNumber(lottery, () => `${place()}.lottery`);
    const tickets = typeof lottery === 'object' ? this.#bySchool(lottery, () => `${place()}.lottery`) : null;
    const given = members.get('priorities') ?? undefined;
    const priorities = given === undefined ? null : this.#bySchool(given, () => `${place()}.priorities`);
    if (given === undefined && named.length > 0) this.withoutPriorities ??= index;
    if (priorities !== null) this.#checkPriorities(priorities, place);
    if (tickets !== null) this.#checkTickets(tickets, place);

    const from = into.entrySchool.length;
    for (let i = 0; i < named.length; i++) {
      const at = (): string => `${place()}.preferences[${i}]`;
      const id = named[i];
      if (!faults.isName(id, at)) continue;
      const school = this.#schools.name(id, at);
      for (let e = from; e < into.entrySchool.length; e++) {
        if (into.entrySchool.at(e) !== school) continue;
        faults.add(at, `names ${show(id)} a second time; name each school once`);
      }
      into.entrySchool.push(school);
      const keys = priorities === null ? undefined : valueOf(priorities, id, i);
      into.entryEligible.push(priorities === null || keys !== undefined ? 1 : 0);
      if (Array.isArray(keys)) {
        for (let k = 0; k < keys.length; k++) into.keys.push(keys[k] as number);
        if (keys.length > into.longestKey) into.longestKey = keys.length;
      }
      into.keyEnd.push(into.keys.length);
      const ticket = tickets === null ? lottery : valueOf(tickets, id, i);
      into.lottery.push(typeof ticket === 'number' ? ticket : Number.NaN);
    }
    into.entryEnd.push(into.entrySchool.length);
  }

  /** An object with school ids as names, each once. */
  #bySchool(value: unknown, place: () => string): Members {
    const members = membersOf(value);
    if (members === null) {
      this.#faults.add(place, `is ${show(value)}; must be an object with school ids as names`);
      return new Members([], []);
    }
    const { names } = members;
    const repeated =
      names.length <= 16
        ? names.find((name, i) => names.indexOf(name) !== i)
        : new Set(names).size === names.length
          ? undefined
          : names.find((name, i) => names.indexOf(name) !== i);
    if (repeated !== undefined) this.#faults.add(`${place()}.${repeated}`, 'stands twice; write each school once');
    return members;
  }

  #checkPriorities({ names, values }: Members, place: () => string): void {
    for (let i = 0; i < names.length; i++) {
      const at = (): string => `${place()}.priorities.${names[i]}`;
      this.#faults.isNumberList(values[i], at);
      this.#schools.name(names[i]!, at);
    }
  }

  #checkTickets({ names, values }: Members, place: () => string): void {
    for (let i = 0; i < names.length; i++) {
      const at = (): string => `${place()}.lottery.${names[i]}`;
      this.#faults.isNumber(values[i], at);
      this.#schools.name(names[i]!, at);
    }
  }

  #readRank(value: unknown, place: () => string): void {
    const into = this.applicants;
    const named =
      into.entryEnd.at(into.ids.length - 1) > (into.ids.length < 2 ? 0 : into.entryEnd.at(into.ids.length - 2));
    if (value === undefined || value === null) {
      if (named) this.withoutRank ??= into.ids.length - 1;
    } else if (this.#faults.isNumberList(value, () => `${place()}.rank`)) {
      for (const key of value) into.ranks.push(key);
      if (value.length > into.longestRank) into.longestRank = value.length;
    }
    into.rankEnd.push(into.ranks.length);
  }

  /** What binds an applicant to others: marks, group, lateness. */
  #readBonds(members: Members, number: number, place: () => string): void {
    const into = this.applicants;
    const faults = this.#faults;
    const reserves = members.get('reserves') ?? undefined;
    if (Array.isArray(reserves)) {
      const marks = reserves.filter((mark, i): mark is string =>
        faults.isName(mark, () => `${place()}.reserves[${i}]`),
      );
      if (marks.length > 0) into.reserves.set(number, marks);
    } else if (reserves !== undefined) {
      faults.add(() => `${place()}.reserves`, `is ${show(reserves)}; must be a list of reserve ids`);
    }
    const group = members.get('group') ?? undefined;
    if (group !== undefined && faults.isName(group, () => `${place()}.group`)) into.group.set(number, group);
    if (faults.flag(members.get('late'), () => `${place()}.late`, false)) into.late.add(number);
  }

  #readOverall(value: unknown, number: number, place: () => string): void {
    if (value === undefined || value === null) return;
    const faults = this.#faults;
    const members = membersOf(value);
    if (members === null) return faults.add(place, `is ${show(value)}; must be an object with "rank"`);
    const rank = members.get('rank');
    if (!faults.isNumberList(rank, () => `${place()}.rank`)) return;
    const distances: [number, number][] = [];
    const given = members.get('distances') ?? undefined;
    if (given !== undefined) {
      const { names, values } = this.#bySchool(given, () => `${place()}.distances`);
      names.forEach((school, i) => {
        const at = (): string => `${place()}.distances.${school}`;
        const distance = values[i];
        if (faults.isNumber(distance, at)) distances.push([this.#schools.name(school, at), distance]);
      });
    }
    const onlyNamed = faults.flag(members.get('onlyNamed'), () => `${place()}.onlyNamed`, false);
    this.applicants.overall.set(number, { rank, distances, onlyNamed });
  }
}

/** The value under a name; files mostly keep the order of the preferences, so that place is looked at first. */
function valueOf({ names, values }: Members, name: string, guess: number): unknown {
  return values[names[guess] === name ? guess : names.indexOf(name)];
}
