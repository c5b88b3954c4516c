// Sorts many 32-byte keys in time and memory that a phone has: by a short prefix first, whole keys only where those tie.

/**
 * The positions of `count` keys of 32 bytes in ascending order of the keys; equal keys in order of position.
 * Prefix and position share one exact 53-bit number, so that the fast numeric sort of typed arrays does the work.
 */
export function ascendingOrder(keys: Uint8Array, count: number): Uint32Array {
  const positionSpan = 2 ** Math.ceil(Math.log2(Math.max(count, 2)));
  const dropped = Math.max(1, 2 ** 48 / (2 ** 53 / positionSpan));
  const packed = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    packed[i] = Math.floor(first48(keys, i) / dropped) * positionSpan + i;
  }
  packed.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) order[i] = packed[i]! - Math.floor(packed[i]! / positionSpan) * positionSpan;
  for (let start = 0; start < count;) {
    let end = start + 1;
    const prefix = Math.floor(packed[start]! / positionSpan);
    while (end < count && Math.floor(packed[end]! / positionSpan) === prefix) end += 1;
    if (end > start + 1) order.subarray(start, end).sort((a, b) => compareKeys(keys, a, b) || a - b);
    start = end;
  }
  return order;
}

/** Compares the keys at two positions byte by byte: negative, zero or positive. */
export function compareKeys(keys: Uint8Array, a: number, b: number): number {
  for (let i = 0; i < 32; i += 1) {
    const difference = keys[32 * a + i]! - keys[32 * b + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function first48(keys: Uint8Array, position: number): number {
  const at = 32 * position;
  const high = keys[at]! * 65536 + keys[at + 1]! * 256 + keys[at + 2]!;
  const low = keys[at + 3]! * 65536 + keys[at + 4]! * 256 + keys[at + 5]!;
  return high * 16777216 + low;
}
