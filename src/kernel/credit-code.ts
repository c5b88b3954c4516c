// The unified social credit code of an organization: check character (GB 32100-2015).

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The check character for the first 17 characters, MOD 31-3; empty if one of them is not in the alphabet. */
export function creditCodeCheckCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) {
    const value = ALPHABET.indexOf(first17[i] ?? '?');
    if (value < 0) return '';
    sum += value * (WEIGHTS[i] ?? 0);
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}

/** Whether a text is an 18-character code with a right check character. Folds full width, spaces and small letters. */
export function isCreditCode(text: string): boolean {
  const code = text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  return code.length === 18 && creditCodeCheckCharacter(code.slice(0, 17)) === code[17];
}
