// Faults found while a problem is read, and the small checks that find most of them.

import { Members } from './members.ts';
import type { ProblemFault } from './problem.ts';

/** Faults named before reading stops. */
const MOST_FAULTS = 20;

/** Thrown when enough faults were found; whoever reads a problem catches it and tells the faults. */
export class TooManyFaults extends Error {}

/** A place in the problem as a JSON path; a function where it is asked for only in case of a fault. */
export type Place = string | (() => string);

/** The faults of one problem. */
export class FaultList {
  readonly found: ProblemFault[] = [];

  /** Notes a fault at a place; stops the reading after many. */
  add(place: Place, fault: string): void {
    this.found.push({ path: typeof place === 'string' ? place : place(), fault });
    if (this.found.length >= MOST_FAULTS) throw new TooManyFaults();
  }

  /** Whether a value is a number that compares exactly; notes a fault otherwise. */
  isNumber(value: unknown, place: Place): value is number {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.add(place, `is ${show(value)}; must be a number`);
      return false;
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      this.add(place, `is ${show(value)}, too long to be compared exactly; split it into two numbers`);
      return false;
    }
    return true;
  }

  /** Whether a value is a list of such numbers. */
  isNumberList(value: unknown, place: Place): value is readonly number[] {
    if (!Array.isArray(value)) {
      this.add(place, `is ${show(value)}; must be a list of numbers`);
      return false;
    }
    let sound = true;
    for (let i = 0; i < value.length; i++) {
      if (!this.isNumber(value[i], () => `${typeof place === 'string' ? place : place()}[${i}]`)) sound = false;
    }
    return sound;
  }

  /** Whether a value is a text with something in it. */
  isName(value: unknown, place: Place): value is string {
    if (typeof value === 'string' && value !== '') return true;
    this.add(place, `is ${show(value)}; must be a non-empty text`);
    return false;
  }

  /** Whether a value is a whole number that can count seats. */
  isCount(value: unknown, place: Place): value is number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 0xffff_ffff) return true;
    this.add(place, `is ${show(value)}; must be a whole number from 0`);
    return false;
  }

  /** A value that is true or false; `otherwise` when it is left out. */
  flag(value: unknown, place: Place, otherwise: boolean): boolean {
    if (value === undefined || value === null) return otherwise;
    if (typeof value !== 'boolean') this.add(place, `is ${show(value)}; must be true or false`);
    return value === true;
  }

  /** A value that is one of a few words; `otherwise` when it is left out. */
  choice<T extends string>(value: unknown, place: Place, words: readonly T[], otherwise: T): T {
    if (value === undefined || value === null) return otherwise;
    const word = words.find((known) => known === value);
    if (word === undefined) this.add(place, `is ${show(value)}; must be one of ${words.map(show).join(', ')}`);
    return word ?? otherwise;
  }
}

/** A value as a message shows it: JSON, cut when long. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value instanceof Members) return 'an object';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) as string | undefined);
  if (text === undefined) return typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
