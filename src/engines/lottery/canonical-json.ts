// One text for one value: JSON as RFC 8785 orders it, for values that every language reads alike.

/**
 * Canonical JSON: no blanks, members by the code units of their names, characters as they are except those that JSON
 * must escape. Numbers are integers below 2^53 in size, because languages print other numbers differently.
 * @throws Error for anything else: that is a bug of the caller, or a file that was never canonical.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new Error('canonical JSON: a text holds half a surrogate pair');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Error(`canonical JSON: ${value} is no integer`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  throw new Error(`canonical JSON: cannot write ${typeof value}`);
}
