// The exact values that conditions compute with: days, months, and decimals as integers; no floating point anywhere.

import { dateOfDay, type DateText, dayNumber } from '../../kernel/dates.ts';

/** A calendar day; `n` counts days since 1970-01-01. */
export class Day {
  readonly n: number;
  readonly text: DateText;
  constructor(text: DateText) {
    this.text = text;
    this.n = dayNumber(text);
  }
  static at(n: number): Day {
    return new Day(dateOfDay(n));
  }
}

/** A calendar month; `n` counts months since year 0. */
export class Month {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
  static parse(text: string): Month {
    return new Month(Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1);
  }
  get text(): string {
    return `${String(Math.floor(this.n / 12)).padStart(4, '0')}-${String((this.n % 12) + 1).padStart(2, '0')}`;
  }
}

/** Decimals keep six places: ten-thousandths of a percent, hundredths of points, square metres, yuan and fen all fit. */
export const DECIMAL_PLACES = 6;
const MICRO = 1_000_000n;

/** An exact decimal; `n` counts millionths. */
export class Decimal {
  readonly n: bigint;
  constructor(n: bigint) {
    this.n = n;
  }
  static parse(text: string): Decimal | undefined {
    const units = exactUnits(text, DECIMAL_PLACES);
    return units === undefined ? undefined : new Decimal(BigInt(units));
  }
  static ofInt(n: bigint): Decimal {
    return new Decimal(n * MICRO);
  }
  /** The product, cut off (towards zero) at six places. */
  static product(a: Decimal, b: Decimal): Decimal {
    return new Decimal((a.n * b.n) / MICRO);
  }
  get text(): string {
    return decimalText(this.n, DECIMAL_PLACES).replace(/\.?0+$/, '');
  }
}

/**
 * A decimal text as a whole number of units of 10^-places; undefined when it is no decimal or has more places.
 * Text, not a number, because 0.05 has no exact binary form.
 */
export function exactUnits(text: string, places: number): number | undefined {
  const parts = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(text);
  if (!parts) return undefined;
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places) return undefined;
  const units = Number(`${parts[2] ?? ''}${fraction.padEnd(places, '0')}`);
  if (!Number.isSafeInteger(units)) return undefined;
  return parts[1] === '-' && units !== 0 ? -units : units;
}

/** A whole number of units of 10^-places as a decimal text with exactly that many places: 8600 → `86.00`. */
export function decimalText(units: number | bigint, places: number): string {
  const negative = units < 0;
  const digits = String(negative ? -units : units).padStart(places + 1, '0');
  const cut = digits.length - places;
  return `${negative ? '-' : ''}${digits.slice(0, cut)}${places > 0 ? `.${digits.slice(cut)}` : ''}`;
}
