// Bytes as published text and back: lower-case hexadecimal, UTF-8, without help from a browser or Node.

/** Lower-case hexadecimal, two digits a byte. */
export type Hex = string;

/** Character codes of the digits, and their values by character code (255 where there is none). */
const CODE_OF_DIGIT = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const DIGIT_OF_CODE = new Uint8Array(128).fill(255);
for (const [digit, code] of CODE_OF_DIGIT.entries()) DIGIT_OF_CODE[code] = digit;

/** All bytes, or `length` bytes at `offset`, as lower-case hexadecimal; for digests, not for files. */
export function toHex(bytes: Uint8Array, offset = 0, length = bytes.length - offset): Hex {
  const codes: number[] = [];
  for (let i = offset; i < offset + length; i += 1) {
    const byte = bytes[i]!;
    codes.push(CODE_OF_DIGIT[byte >> 4]!, CODE_OF_DIGIT[byte & 15]!);
  }
  return String.fromCharCode(...codes);
}

/** Writes the bytes of 64 digits at `offset`; false when one of the characters is not 0–9 or a–f. */
export function hex32Into(hex: Hex, out: Uint8Array, offset: number, from = 0): boolean {
  let bad = 0;
  for (let i = 0; i < 32; i += 1) {
    const high = hex.charCodeAt(from + 2 * i);
    const low = hex.charCodeAt(from + 2 * i + 1);
    const highDigit = DIGIT_OF_CODE[high & 127]!;
    const lowDigit = DIGIT_OF_CODE[low & 127]!;
    bad |= ((highDigit | lowDigit) >> 4) | ((high | low) >> 7);
    out[offset + i] = (highDigit << 4) | lowDigit;
  }
  return bad === 0;
}

/** Copies a few bytes. For so few, a loop is several times as fast as making a view to copy from. */
export function copyBytes(from: Uint8Array, at: number, to: Uint8Array, offset: number, length: number): void {
  for (let i = 0; i < length; i += 1) to[offset + i] = from[at + i]!;
}

/** The bytes of 64 hexadecimal digits. @throws Error for any other text. */
export function bytes32(hex: Hex): Uint8Array {
  const bytes = new Uint8Array(32);
  if (hex.length !== 64 || !hex32Into(hex, bytes, 0)) throw new Error(`lottery: "${hex}" is not 64 hexadecimal digits`);
  return bytes;
}

/** Whether a value is a 32-byte value in the published form. */
export function isHex32(value: unknown): value is Hex {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/**
 * A text in UTF-8.
 * @throws Error for half a surrogate pair, which has no encoding and would be replaced silently elsewhere.
 */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let end = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.codePointAt(i)!;
    if (code < 0x80) {
      bytes[end++] = code;
    } else if (code < 0x800) {
      bytes[end++] = 0xc0 | (code >> 6);
      bytes[end++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      if (code >= 0xd800 && code <= 0xdfff) throw new Error('lottery: the text holds half a surrogate pair');
      bytes[end++] = 0xe0 | (code >> 12);
      bytes[end++] = 0x80 | ((code >> 6) & 63);
      bytes[end++] = 0x80 | (code & 63);
    } else {
      bytes[end++] = 0xf0 | (code >> 18);
      bytes[end++] = 0x80 | ((code >> 12) & 63);
      bytes[end++] = 0x80 | ((code >> 6) & 63);
      bytes[end++] = 0x80 | (code & 63);
      i += 1;
    }
  }
  return bytes.slice(0, end);
}
