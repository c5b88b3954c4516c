// Reads a problem item by item: names every fault with its place, and keeps what is sound in compact lists.

import { RealList, WholeList } from './number-list.ts';
import {
  type AllocationOptions,
  type AllocationSchool,
  type Mechanism,
  MECHANISMS,
  type ProblemFault,
  type Reserve,
} from './problem.ts';

/** Faults named before reading stops. */
const FAULTS_NAMED = 20;

/** Thrown inside the engine when enough faults were found; never leaves it. */
export class TooManyFaults extends Error {}

/** What was read, in the order of reading; schools by number in order of first mention. */
export interface ReadProblem {
  readonly mechanism: Mechanism;
  readonly options: Required<AllocationOptions>;
  readonly schools: readonly AllocationSchool[];
  /** Ids of schools by number; numbers of declared schools are not those of `schools`. */
  readonly schoolNames: readonly string[];
  readonly applicants: ReadApplicants;
}

/** Applicants in compact lists. */
export class ReadApplicants {
  readonly ids: string[] = [];
  /** Entries (preferences) of applicant `a` end before `entryEnd.at(a)`. */
  readonly entryEnd = new WholeList();
  readonly entrySchool = new WholeList();
  /** 1 where the applicant has priorities for the school. */
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
  /** Sparse: applicant number → its marks, group, overall claim. */
  readonly reserves = new Map<number, readonly string[]>();
  readonly group = new Map<number, string>();
  readonly late = new Set<number>();
  readonly overall = new Map<number, ReadOverall>();
}

/** A claim to overall placement: nearest first by school number. */
export interface ReadOverall {
  readonly rank: readonly number[];
  readonly distances: readonly (readonly [school: number, distance: number])[];
  readonly onlyNamed: boolean;
}

/** Takes schools and applicants one by one, in any order; `finish` tells what was read or what is wrong. */
export class ProblemReader {
  readonly faults: ProblemFault[] = [];
  #mechanism: Mechanism | undefined;
  #options: AllocationOptions = {};
  readonly #schools: AllocationSchool[] = [];
  readonly #applicants = new ReadApplicants();
  readonly #schoolNumber = new Map<string, number>();
  readonly #schoolNames: string[] = [];
  /** Where a school was first mentioned by an applicant. */
  readonly #mentioned = new Map<number, string>();
  readonly #declared = new Set<number>();
  readonly #applicantIds = new Set<string>();
  /** Applicants whose `rank` or `priorities` is missing: needed or not, the mechanism tells. */
  #withoutRank: number | undefined;
  #withoutPriorities: number | undefined;

  /** Notes a fault at a place; stops the reading after many. */
  fault(path: string, fault: string): void {
    this.faults.push({ path, fault });
    if (this.faults.length >= FAULTS_NAMED) throw new TooManyFaults();
  }

  mechanism(value: unknown): void {
    if (MECHANISMS.includes(value as Mechanism)) this.#mechanism = value as Mechanism;
    else this.fault('mechanism', `is ${show(value)}; must be one of ${MECHANISMS.map(show).join(', ')}`);
  }

  options(value: unknown): void {
    if (!isRecord(value)) return this.fault('options', `is ${show(value)}; must be an object`);
    const allowed = {
      groups: ['skip', 'over_quota', 'split'],
      groupRank: ['worst', 'best'],
      waitingLists: ['all_preferred', 'seatless'],
    };
    for (const [name, given] of Object.entries(value)) {
      const choices = Object.hasOwn(allowed, name) ? allowed[name as keyof typeof allowed] : undefined;
      if (!choices) this.fault(`options.${name}`, `is not an option; options are ${Object.keys(allowed).join(', ')}`);
      else if (!choices.includes(given as string)) {
        this.fault(`options.${name}`, `is ${show(given)}; must be one of ${choices.map(show).join(', ')}`);
      }
    }
    this.#options = value;
  }

  school(value: unknown, index: number): void {
    const path = `schools[${index}]`;
    if (!isRecord(value)) return this.fault(path, `is ${show(value)}; must be an object with "id" and "capacity"`);
    const { id, capacity } = value;
    if (typeof id !== 'string' || id === '')
      return this.fault(`${path}.id`, `is ${show(id)}; must be a non-empty text`);
    const number = this.#numberOf(id);
    if (this.#declared.has(number)) return this.fault(`${path}.id`, `${show(id)} is used by an earlier school`);
    this.#declared.add(number);
    if (!isCount(capacity)) this.fault(`${path}.capacity`, `is ${show(capacity)}; must be a whole number from 0`);
    const reserves = this.#readReserves(value.reserves, path, isCount(capacity) ? capacity : Infinity);
    const order = value.reserveOrder ?? 'reserves_first';
    if (order !== 'reserves_first' && order !== 'open_first') {
      this.fault(`${path}.reserveOrder`, `is ${show(order)}; must be "reserves_first" or "open_first"`);
    }
    const takes = value.takesOverallPlacement ?? true;
    if (typeof takes !== 'boolean')
      this.fault(`${path}.takesOverallPlacement`, `is ${show(takes)}; must be true or false`);
    this.#checkOpening(value.opening, path);
    this.#schools.push({ ...(value as unknown as AllocationSchool), reserves });
  }

  #readReserves(value: unknown, school: string, capacity: number): Reserve[] {
    if (value === undefined) return [];
    const path = `${school}.reserves`;
    if (!Array.isArray(value)) {
      this.fault(path, `is ${show(value)}; must be a list`);
      return [];
    }
    const seen = new Set<string>();
    let sum = 0;
    value.forEach((item: unknown, i) => {
      const at = `${path}[${i}]`;
      if (!isRecord(item)) return this.fault(at, `is ${show(item)}; must be an object with "id" and "seats"`);
      const { id, seats, strict } = item;
      if (typeof id !== 'string' || id === '') this.fault(`${at}.id`, `is ${show(id)}; must be a non-empty text`);
      else if (id === 'open')
        this.fault(`${at}.id`, 'is "open", the name of the seats outside all reserves; choose another');
      else if (seen.has(id)) this.fault(`${at}.id`, `${show(id)} stands twice in this school`);
      else seen.add(id);
      if (!isCount(seats)) this.fault(`${at}.seats`, `is ${show(seats)}; must be a whole number from 0`);
      else sum += seats;
      if (strict !== undefined && typeof strict !== 'boolean') {
        this.fault(`${at}.strict`, `is ${show(strict)}; must be true or false`);
      }
    });
    if (sum > capacity)
      this.fault(path, `set aside ${sum} seats of a school with ${capacity}; lower them or raise the capacity`);
    return value as Reserve[];
  }

  #checkOpening(value: unknown, school: string): void {
    if (value === undefined) return;
    const path = `${school}.opening`;
    if (!isRecord(value)) return this.fault(path, `is ${show(value)}; must be an object with "atLeast"`);
    if (!isCount(value.atLeast))
      this.fault(`${path}.atLeast`, `is ${show(value.atLeast)}; must be a whole number from 0`);
    if (value.count !== undefined && value.count !== 'admitted' && value.count !== 'first_choices') {
      this.fault(`${path}.count`, `is ${show(value.count)}; must be "admitted" or "first_choices"`);
    }
  }

  applicant(value: unknown, index: number): void {
    if (!isRecord(value)) {
      return this.fault(`applicants[${index}]`, `is ${show(value)}; must be an object with "id" and "preferences"`);
    }
    const into = this.#applicants;
    const number = into.ids.length;
    const { id, preferences, priorities, rank, lottery } = value;
    const path = (): string => `applicants[${index}]`;
    if (typeof id !== 'string' || id === '')
      return this.fault(`${path()}.id`, `is ${show(id)}; must be a non-empty text`);
    if (this.#applicantIds.has(id)) return this.fault(`${path()}.id`, `${show(id)} is used by an earlier applicant`);
    this.#applicantIds.add(id);
    into.ids.push(id);

    if (priorities !== undefined && !isRecord(priorities)) {
      this.fault(`${path()}.priorities`, `is ${show(priorities)}; must be an object with a list of numbers a school`);
    }
    const keysBySchool = isRecord(priorities) ? priorities : undefined;
    if (keysBySchool !== undefined) {
      for (const school in keysBySchool) {
        this.#checkNumbers(keysBySchool[school], () => `${path()}.priorities.${school}`);
        this.#mention(school, () => `${path()}.priorities.${school}`);
      }
    }
    const lotteryBySchool = isRecord(lottery) ? lottery : undefined;
    if (lotteryBySchool !== undefined) {
      for (const school in lotteryBySchool) {
        this.#checkNumber(lotteryBySchool[school], () => `${path()}.lottery.${school}`);
        this.#mention(school, () => `${path()}.lottery.${school}`);
      }
    } else if (lottery !== undefined) this.#checkNumber(lottery, () => `${path()}.lottery`);
    if (lottery !== undefined) into.hasLottery = true;

    if (!Array.isArray(preferences)) {
      this.fault(`${path()}.preferences`, `is ${show(preferences)}; must be a list of school ids, best first`);
    }
    const named = Array.isArray(preferences) ? (preferences as unknown[]) : [];
    const from = into.entrySchool.length;
    for (let i = 0; i < named.length; i++) {
      const school = named[i];
      const at = (): string => `${path()}.preferences[${i}]`;
      if (typeof school !== 'string' || school === '') {
        this.fault(at(), `is ${show(school)}; must be a school id`);
        continue;
      }
      const schoolNumber = this.#mention(school, at);
      for (let e = from; e < into.entrySchool.length; e++) {
        if (into.entrySchool.at(e) === schoolNumber) {
          this.fault(at(), `names ${show(school)} a second time; name each school once`);
        }
      }
      into.entrySchool.push(schoolNumber);
      const keys = keysBySchool !== undefined && Object.hasOwn(keysBySchool, school) ? keysBySchool[school] : undefined;
      into.entryEligible.push(keysBySchool === undefined || keys !== undefined ? 1 : 0);
      if (Array.isArray(keys)) {
        for (const key of keys) into.keys.push(key as number);
        if (keys.length > into.longestKey) into.longestKey = keys.length;
      }
      into.keyEnd.push(into.keys.length);
      const ticket =
        lotteryBySchool === undefined
          ? lottery
          : Object.hasOwn(lotteryBySchool, school)
            ? lotteryBySchool[school]
            : undefined;
      into.lottery.push(typeof ticket === 'number' ? ticket : Number.NaN);
    }
    into.entryEnd.push(into.entrySchool.length);
    if (priorities === undefined && named.length > 0) this.#withoutPriorities ??= index;

    if (rank === undefined) {
      if (named.length > 0) this.#withoutRank ??= index;
    } else if (this.#checkNumbers(rank, () => `${path()}.rank`)) {
      for (const key of rank as number[]) into.ranks.push(key);
      into.longestRank = Math.max(into.longestRank, (rank as number[]).length);
    }
    into.rankEnd.push(into.ranks.length);
    this.#readBindings(value, number, path);
  }

  #readBindings(value: Record<string, unknown>, number: number, path: () => string): void {
    const into = this.#applicants;
    const { reserves, group, late, overall } = value;
    if (reserves !== undefined) {
      if (!Array.isArray(reserves))
        this.fault(`${path()}.reserves`, `is ${show(reserves)}; must be a list of reserve ids`);
      else {
        reserves.forEach((mark: unknown, i) => {
          if (typeof mark !== 'string')
            this.fault(`${path()}.reserves[${i}]`, `is ${show(mark)}; must be a reserve id`);
        });
        if (reserves.length > 0) into.reserves.set(number, reserves as string[]);
      }
    }
    if (group !== undefined && group !== null) {
      if (typeof group !== 'string' || group === '')
        this.fault(`${path()}.group`, `is ${show(group)}; must be a non-empty text`);
      else into.group.set(number, group);
    }
    if (late !== undefined) {
      if (typeof late !== 'boolean') this.fault(`${path()}.late`, `is ${show(late)}; must be true or false`);
      else if (late) into.late.add(number);
    }
    if (overall === undefined) return;
    const at = `${path()}.overall`;
    if (!isRecord(overall)) return this.fault(at, `is ${show(overall)}; must be an object with "rank"`);
    if (!this.#checkNumbers(overall.rank, () => `${at}.rank`)) return;
    const distances: [number, number][] = [];
    if (overall.distances !== undefined && !isRecord(overall.distances)) {
      this.fault(`${at}.distances`, `is ${show(overall.distances)}; must be an object with a number a school`);
    } else if (overall.distances !== undefined) {
      for (const [school, distance] of Object.entries(overall.distances)) {
        const place = (): string => `${at}.distances.${school}`;
        if (this.#checkNumber(distance, place)) distances.push([this.#mention(school, place), distance as number]);
      }
    }
    if (overall.onlyNamed !== undefined && typeof overall.onlyNamed !== 'boolean') {
      this.fault(`${at}.onlyNamed`, `is ${show(overall.onlyNamed)}; must be true or false`);
    }
    into.overall.set(number, { rank: overall.rank as number[], distances, onlyNamed: overall.onlyNamed === true });
  }

  #checkNumbers(value: unknown, path: () => string): value is number[] {
    if (!Array.isArray(value)) {
      this.fault(path(), `is ${show(value)}; must be a list of numbers`);
      return false;
    }
    let sound = true;
    for (let i = 0; i < value.length; i++) sound = this.#checkNumber(value[i], () => `${path()}[${i}]`) && sound;
    return sound;
  }

  #checkNumber(value: unknown, path: () => string): boolean {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.fault(path(), `is ${show(value)}; must be a number`);
      return false;
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      this.fault(path(), `is ${show(value)}, too long to be compared exactly; split it into two numbers`);
      return false;
    }
    return true;
  }

  #numberOf(school: string): number {
    const known = this.#schoolNumber.get(school);
    if (known !== undefined) return known;
    this.#schoolNames.push(school);
    this.#schoolNumber.set(school, this.#schoolNames.length - 1);
    return this.#schoolNames.length - 1;
  }

  #mention(school: string, path: () => string): number {
    const known = this.#schoolNumber.get(school);
    if (known !== undefined) return known;
    const number = this.#numberOf(school);
    this.#mentioned.set(number, path());
    return number;
  }

  /** The problem, or null when `faults` names what is wrong with it. */
  finish(): ReadProblem | null {
    const mechanism = this.#mechanism;
    if (mechanism === undefined && !this.faults.some((fault) => fault.path === 'mechanism')) {
      this.fault('mechanism', `is missing; must be one of ${MECHANISMS.map(show).join(', ')}`);
    }
    for (const [number, path] of this.#mentioned) {
      if (this.#declared.has(number)) continue;
      this.fault(path, `names the school ${show(this.#schoolNames[number])}, which is not in "schools"`);
    }
    if (mechanism === 'serial_dictatorship') {
      if (this.#withoutRank !== undefined) {
        this.fault(`applicants[${this.#withoutRank}].rank`, 'is missing; serial dictatorship needs a list of numbers');
      }
    } else if (this.#withoutPriorities !== undefined) {
      this.fault(
        `applicants[${this.#withoutPriorities}].priorities`,
        'is missing; write a list of numbers for each school that may take the applicant',
      );
    }
    const options = {
      groups: 'skip' as const,
      groupRank: 'worst' as const,
      waitingLists: 'all_preferred' as const,
      ...this.#options,
    };
    if (options.groups !== 'split') this.#checkGroups();
    if (this.faults.length > 0 || mechanism === undefined) return null;
    return {
      mechanism,
      options,
      schools: this.#schools,
      schoolNames: this.#schoolNames,
      applicants: this.#applicants,
    };
  }

  /** Bound children ask as one: all must name the same schools in the same order. */
  #checkGroups(): void {
    const read = this.#applicants;
    const first = new Map<string, number>();
    const preferencesOf = (applicant: number): number[] => {
      const list: number[] = [];
      const from = applicant === 0 ? 0 : read.entryEnd.at(applicant - 1);
      for (let e = from; e < read.entryEnd.at(applicant); e++) list.push(read.entrySchool.at(e));
      return list;
    };
    for (const [applicant, group] of read.group) {
      const other = first.get(group);
      if (other === undefined) {
        first.set(group, applicant);
        continue;
      }
      if (preferencesOf(applicant).join() !== preferencesOf(other).join()) {
        this.fault(
          `applicants[${applicant}].preferences`,
          `differ from those of ${show(read.ids[other])} in the same group ${show(group)}; ` +
            'name the same schools in the same order, or remove the group',
        );
      }
      if (read.late.has(applicant) !== read.late.has(other)) {
        this.fault(
          `applicants[${applicant}].late`,
          `differs from that of ${show(read.ids[other])} in the same group ${show(group)}; bound children count as one`,
        );
      }
    }
  }
}

/** Reads a whole problem that is in memory. */
export function readProblem(value: unknown): { problem: ReadProblem } | { faults: readonly ProblemFault[] } {
  const reader = new ProblemReader();
  try {
    if (!isRecord(value)) {
      reader.fault('$', `is ${show(value)}; must be an object with "mechanism", "schools" and "applicants"`);
      return { faults: reader.faults };
    }
    if (value.mechanism !== undefined) reader.mechanism(value.mechanism);
    if (value.options !== undefined) reader.options(value.options);
    if (Array.isArray(value.schools)) value.schools.forEach((school, i) => reader.school(school, i));
    else reader.fault('schools', `is ${show(value.schools)}; must be a list`);
    if (Array.isArray(value.applicants)) value.applicants.forEach((applicant, i) => reader.applicant(applicant, i));
    else reader.fault('applicants', `is ${show(value.applicants)}; must be a list`);
    const problem = reader.finish();
    return problem === null ? { faults: reader.faults } : { problem };
  } catch (stop) {
    if (stop instanceof TooManyFaults) return { faults: reader.faults };
    throw stop;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < 0xffff_ffff;
}

/** A value as a message shows it: JSON, cut when long. */
function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) as string | undefined);
  if (text === undefined) return typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
