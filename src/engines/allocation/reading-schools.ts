// Reads schools, and knows every school that was declared or only named.

import { membersOf } from './members.ts';
import type { AllocationSchool, OpeningRule, Reserve } from './problem.ts';
import { type FaultList, show } from './reading-faults.ts';

/** Schools by number, in order of first mention; who is only named must be declared in the end. */
export class SchoolNames {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #declared = new Set<number>();
  /** Where a school was named before it was declared. */
  readonly #named = new Map<number, string>();

  /** The number of a declared school, or null when it was declared before. */
  declare(id: string): number | null {
    const number = this.#numberOf(id);
    if (this.#declared.has(number)) return null;
    this.#declared.add(number);
    return number;
  }

  /** The number of a school that something names. */
  name(id: string, place: () => string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#numberOf(id);
    this.#named.set(number, place());
    return number;
  }

  /** Notes every school that was named and never declared, where it was first named. */
  complain(faults: FaultList): void {
    for (const [number, place] of this.#named) {
      if (this.#declared.has(number)) continue;
      faults.add(place, `names the school ${show(this.names[number])}, which is not in "schools"`);
    }
  }

  #numberOf(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.names.push(id);
    this.#numbers.set(id, this.names.length - 1);
    return this.names.length - 1;
  }
}

/** A school, or null when its id is of no use. */
export function readSchool(
  value: unknown,
  path: string,
  schools: SchoolNames,
  faults: FaultList,
): AllocationSchool | null {
  const members = membersOf(value);
  if (members === null) {
    faults.add(path, `is ${show(value)}; must be an object with "id" and "capacity"`);
    return null;
  }
  const id = members.get('id');
  if (!faults.isName(id, `${path}.id`)) return null;
  if (schools.declare(id) === null) {
    faults.add(`${path}.id`, `${show(id)} is used by an earlier school`);
    return null;
  }
  const capacity = members.get('capacity');
  const counted = faults.isCount(capacity, `${path}.capacity`);
  const reserves = readReserves(members.get('reserves'), `${path}.reserves`, faults);
  const aside = reserves.reduce((sum, { seats }) => sum + seats, 0);
  if (counted && aside > capacity) {
    faults.add(
      `${path}.reserves`,
      `set aside ${aside} seats of a school with ${capacity}; lower them or raise the capacity`,
    );
  }
  const orders = ['reserves_first', 'open_first'] as const;
  const opening = readOpening(members.get('opening'), `${path}.opening`, faults);
  return {
    id,
    capacity: counted ? capacity : 0,
    reserves,
    reserveOrder: faults.choice(members.get('reserveOrder'), `${path}.reserveOrder`, orders, 'reserves_first'),
    takesOverallPlacement: faults.flag(members.get('takesOverallPlacement'), `${path}.takesOverallPlacement`, true),
    ...(opening === null ? {} : { opening }),
  };
}

function readReserves(value: unknown, path: string, faults: FaultList): Reserve[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    faults.add(path, `is ${show(value)}; must be a list`);
    return [];
  }
  const reserves: Reserve[] = [];
  value.forEach((item: unknown, i) => {
    const at = `${path}[${i}]`;
    const members = membersOf(item);
    if (members === null) return faults.add(at, `is ${show(item)}; must be an object with "id" and "seats"`);
    const id = members.get('id');
    const seats = members.get('seats');
    if (!faults.isName(id, `${at}.id`) || !faults.isCount(seats, `${at}.seats`)) return;
    if (id === 'open') faults.add(`${at}.id`, 'is "open", the name of seats outside all reserves; choose another');
    if (reserves.some((other) => other.id === id)) faults.add(`${at}.id`, `${show(id)} stands twice in this school`);
    reserves.push({ id, seats, strict: faults.flag(members.get('strict'), `${at}.strict`, false) });
  });
  return reserves;
}

function readOpening(value: unknown, path: string, faults: FaultList): OpeningRule | null {
  if (value === undefined || value === null) return null;
  const members = membersOf(value);
  if (members === null) {
    faults.add(path, `is ${show(value)}; must be an object with "atLeast"`);
    return null;
  }
  const atLeast = members.get('atLeast');
  const count = faults.choice(members.get('count'), `${path}.count`, ['admitted', 'first_choices'], 'admitted');
  return faults.isCount(atLeast, `${path}.atLeast`) ? { atLeast, count } : null;
}
