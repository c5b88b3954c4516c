// The citizen identity number: parsing, check digit, and what it says of birth and sex (GB 11643-1999).

import { isDate, type DateText } from './dates.ts';
import { err, ok, type Result } from './result.ts';

/** What an 18-character identity number states. */
export interface ResidentId {
  /** The number in its canonical form: 17 digits and a check character, X in upper case. */
  readonly number: string;
  /** Six-digit code of the county of first registration (GB/T 2260). */
  readonly region: string;
  readonly birthDate: DateText;
  readonly sex: 'male' | 'female';
}

/** Why a text is no identity number. */
export type ResidentIdFault = 'length' | 'characters' | 'region' | 'birth_date' | 'check_digit';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** First two digits in use: the provinces, and 81–83 on residence permits of Hong Kong, Macao and Taiwan residents. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
);

/** The check character for the first 17 digits, ISO 7064 MOD 11-2. */
export function residentIdCheckCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += Number(first17[i]) * (WEIGHTS[i] ?? 0);
  return CHECK_CHARACTERS[sum % 11] ?? '';
}

/** Folds full-width digits, white space and a small x, which people type, into the canonical form. */
export function normalizeResidentId(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}

/** Parses an identity number; tells the first fault found, in the order in which a person would check. */
export function parseResidentId(text: string): Result<ResidentId, ResidentIdFault> {
  const number = normalizeResidentId(text);
  if (number.length !== 18) return err('length');
  if (!/^\d{17}[\dX]$/.test(number)) return err('characters');
  if (!PROVINCES.has(number.slice(0, 2))) return err('region');
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDate(birthDate)) return err('birth_date');
  if (residentIdCheckCharacter(number.slice(0, 17)) !== number[17]) return err('check_digit');
  return ok({ number, region: number.slice(0, 6), birthDate, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' });
}

/** Shows who is meant without giving the number away: 3208************12. */
export function maskResidentId(number: string): string {
  return number.length < 8
    ? '*'.repeat(number.length)
    : `${number.slice(0, 4)}${'*'.repeat(number.length - 6)}${number.slice(-2)}`;
}
