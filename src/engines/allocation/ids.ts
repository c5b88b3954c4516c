// The order of ids: by code point, as UTF-8 bytes and most languages order texts; JavaScript's own order is by code unit.

/** Texts with characters beyond the basic plane, where the two orders part. */
const BEYOND = /[\uD800-\uDFFF]/;

/** Negative when `a` comes first. */
export function compareIds(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return inOrder(x) - inOrder(y);
  }
  return a.length - b.length;
}

/** Code units so numbered that halves of a pair (D800–DFFF), which stand for U+10000 and above, come last. */
function inOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Indices of ids in their order. */
export function sortedOrder(ids: readonly string[]): Uint32Array {
  const order = Uint32Array.from(ids, (_, i) => i);
  const plain = !ids.some((id) => BEYOND.test(id));
  const before = (a: string, b: string): boolean => (plain ? a < b : compareIds(a, b) < 0);
  for (let i = 1; i < ids.length; i++) {
    if (before(ids[i - 1]!, ids[i]!)) continue;
    return order.sort((a, b) => (before(ids[a]!, ids[b]!) ? -1 : 1));
  }
  return order;
}
