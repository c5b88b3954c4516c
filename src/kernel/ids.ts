// Identifiers: sortable by time, unguessable enough for keys, never for secrets.

/**
 * A UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.
 * `random` gives 10 bytes; passed in, so that tests and replays can fix it.
 */
export function uuidv7(now: Date, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let time = now.getTime();
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
