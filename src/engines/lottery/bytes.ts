// Bytes as published text and back: lower-case hexadecimal, UTF-8, without help from a browser or Node.

/** Lower-case hexadecimal, two digits a byte. */
export type Hex = string;

const DIGITS = '0123456789abcdef';

/** The 32 bytes at `offset`, or all bytes, as lower-case hexadecimal. */
export function toHex(bytes: Uint8Array, offset = 0, length = bytes.length - offset): Hex {
  let text = '';
  for (let i = offset; i < offset + length; i += 1) {
    const byte = bytes[i]!;
    text += DIGITS[byte >> 4]! + DIGITS[byte & 15]!;
  }
  return text;
}

/** Writes hexadecimal digits as bytes at `offset`; false when a character is not one of 0–9, a–f. */
export function hexInto(hex: Hex, out: Uint8Array, offset: number, from = 0, length = hex.length >> 1): boolean {
  for (let i = 0; i < length; i += 1) {
    const high = digit(hex.charCodeAt(from + 2 * i));
    const low = digit(hex.charCodeAt(from + 2 * i + 1));
    if (high < 0 || low < 0) return false;
    out[offset + i] = (high << 4) | low;
  }
  return true;
}

/** The bytes of 64 hexadecimal digits. @throws Error for any other text. */
export function bytes32(hex: Hex): Uint8Array {
  const bytes = new Uint8Array(32);
  if (!isHex32(hex) || !hexInto(hex, bytes, 0)) throw new Error(`lottery: "${hex}" is not 64 hexadecimal digits`);
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

function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}
