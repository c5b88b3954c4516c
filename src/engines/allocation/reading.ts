// Reads a problem item by item: names every fault with its place, and keeps what is sound in compact lists.

import { membersOf } from './members.ts';
import {
  type AllocationOptions,
  type AllocationSchool,
  type Mechanism,
  MECHANISMS,
  type ProblemFault,
} from './problem.ts';
import { ApplicantReader, type ReadApplicants } from './reading-applicants.ts';
import { FaultList, show, TooManyFaults } from './reading-faults.ts';
import { readSchool, SchoolNames } from './reading-schools.ts';

/** What was read, in the order of reading. */
export interface ReadProblem {
  readonly mechanism: Mechanism;
  readonly options: Required<AllocationOptions>;
  readonly schools: readonly AllocationSchool[];
  /** Ids of schools by number, in order of first mention. */
  readonly schoolNames: readonly string[];
  readonly applicants: ReadApplicants;
}

const OPTIONS = {
  groups: ['skip', 'over_quota', 'split'],
  groupRank: ['worst', 'best'],
  waitingLists: ['all_preferred', 'seatless'],
} as const;

/** Takes the header, schools and applicants, in any order; `finish` tells what was read. */
export class ProblemReader {
  readonly #faults = new FaultList();
  readonly #schoolNames = new SchoolNames();
  readonly #applicants = new ApplicantReader(this.#schoolNames, this.#faults);
  readonly #schools: AllocationSchool[] = [];
  #mechanism: Mechanism | undefined;
  #options: Required<AllocationOptions> = { groups: 'skip', groupRank: 'worst', waitingLists: 'all_preferred' };

  /** The faults found so far. */
  get faults(): readonly ProblemFault[] {
    return this.#faults.found;
  }

  /** Everything but the lists: mechanism and options; complains of lists that are none. */
  header(value: unknown): void {
    const faults = this.#faults;
    const members = membersOf(value);
    if (members === null) {
      return faults.add('$', `is ${show(value)}; must be an object with "mechanism", "schools" and "applicants"`);
    }
    for (const name of ['mechanism', 'options', 'schools', 'applicants']) {
      if (members.names.indexOf(name) !== members.names.lastIndexOf(name)) faults.add(name, 'stands twice');
    }
    const mechanism = members.get('mechanism');
    this.#mechanism = MECHANISMS.find((known) => known === mechanism);
    if (this.#mechanism === undefined) {
      faults.add('mechanism', `is ${show(mechanism)}; must be one of ${MECHANISMS.map(show).join(', ')}`);
    }
    this.#readOptions(members.get('options'));
    for (const name of ['schools', 'applicants']) {
      const list = members.get(name);
      if (!Array.isArray(list)) faults.add(name, `is ${show(list)}; must be a list`);
    }
  }

  #readOptions(value: unknown): void {
    if (value === undefined || value === null) return;
    const faults = this.#faults;
    const members = membersOf(value);
    if (members === null) return faults.add('options', `is ${show(value)}; must be an object`);
    for (const name of members.names) {
      if (Object.hasOwn(OPTIONS, name)) continue;
      faults.add(`options.${name}`, `is not an option; options are ${Object.keys(OPTIONS).join(', ')}`);
    }
    const { groups, groupRank, waitingLists } = this.#options;
    this.#options = {
      groups: faults.choice(members.get('groups'), 'options.groups', OPTIONS.groups, groups),
      groupRank: faults.choice(members.get('groupRank'), 'options.groupRank', OPTIONS.groupRank, groupRank),
      waitingLists: faults.choice(
        members.get('waitingLists'),
        'options.waitingLists',
        OPTIONS.waitingLists,
        waitingLists,
      ),
    };
  }

  /** One item of `schools`. */
  school(value: unknown, index: number): void {
    const school = readSchool(value, `schools[${index}]`, this.#schoolNames, this.#faults);
    if (school !== null) this.#schools.push(school);
  }

  /** One item of `applicants`. */
  applicant(value: unknown, index: number): void {
    this.#applicants.read(value, index);
  }

  /** The problem, or null when `faults` names what is wrong with it. */
  finish(): ReadProblem | null {
    const faults = this.#faults;
    this.#schoolNames.complain(faults);
    const { applicants, withoutRank, withoutPriorities } = this.#applicants;
    const mechanism = this.#mechanism;
    if (mechanism === 'serial_dictatorship') {
      if (withoutRank !== undefined) {
        faults.add(`applicants[${withoutRank}].rank`, 'is missing; serial dictatorship needs a list of numbers');
      }
    } else if (withoutPriorities !== undefined) {
      faults.add(
        `applicants[${withoutPriorities}].priorities`,
        'is missing; write a list of numbers for each school that may take the applicant',
      );
    }
    if (this.#options.groups !== 'split') this.#checkGroups();
    if (this.faults.length > 0 || mechanism === undefined) return null;
    const schoolNames = this.#schoolNames.names;
    return { mechanism, options: this.#options, schools: this.#schools, schoolNames, applicants };
  }

  /** Bound children ask as one: all must name the same schools in the same order. */
  #checkGroups(): void {
    const { applicants } = this.#applicants;
    const faults = this.#faults;
    const first = new Map<string, number>();
    const preferencesOf = (applicant: number): string => {
      const list: number[] = [];
      const from = applicant === 0 ? 0 : applicants.entryEnd.at(applicant - 1);
      for (let e = from; e < applicants.entryEnd.at(applicant); e++) list.push(applicants.entrySchool.at(e));
      return list.join();
    };
    for (const [applicant, group] of applicants.group) {
      const other = first.get(group);
      if (other === undefined) {
        first.set(group, applicant);
        continue;
      }
      const companion = `${show(applicants.ids[other])} in the same group ${show(group)}`;
      if (preferencesOf(applicant) !== preferencesOf(other)) {
        const remedy = 'name the same schools in the same order, or remove the group';
        faults.add(`applicants[${applicant}].preferences`, `differ from those of ${companion}; ${remedy}`);
      }
      if (applicants.late.has(applicant) !== applicants.late.has(other)) {
        faults.add(`applicants[${applicant}].late`, `differs from that of ${companion}; bound children count as one`);
      }
    }
  }
}

/** Reads a whole problem that is in memory. */
export function readProblem(value: unknown): { problem: ReadProblem } | { faults: readonly ProblemFault[] } {
  const reader = new ProblemReader();
  try {
    reader.header(value);
    const members = membersOf(value);
    const [schools, applicants] = [members?.get('schools'), members?.get('applicants')];
    if (Array.isArray(schools)) schools.forEach((school, i) => reader.school(school, i));
    if (Array.isArray(applicants)) applicants.forEach((applicant, i) => reader.applicant(applicant, i));
    const problem = members === null ? null : reader.finish();
    return problem === null ? { faults: reader.faults } : { problem };
  } catch (stop) {
    if (stop instanceof TooManyFaults) return { faults: reader.faults };
    throw stop;
  }
}
