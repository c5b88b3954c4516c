// What the author of a policy probably meant by a name that does not exist.

/** `；是不是“works”？` for the nearest known name, or the known names where none is near; empty where there are none. */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = known
    .map((one) => ({ one, distance: distanceBetween(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.distance - b.distance)[0];
  if (nearest !== undefined) return `；是不是“${nearest.one}”？`;
  return known.length > 0 ? `；可用的有：${known.join('、')}` : '';
}

/** How many letters must be put in, taken out or replaced to make one name of another. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
